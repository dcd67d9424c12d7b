"""R06, the procedures of a life event: cards to tick, chips that bring the fitting ones to the front."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from kiosk.visit.facts import Action
from kiosk.visit.views import Cards, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.banner import Banner
from screens.widgets.card import BadgeTexts, CardTile
from screens.widgets.chip import Chip
from screens.widgets.pager import Pager, beside_pager, best_grid
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark

CARD_TALL_MM = 48.0
CHIP_MM = 14.0
WIDE_MM = 300.0


class CardsPage(Page):
    """NEXT and BACK carry the ticked values in the order of the cards."""

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Cards)
        self.body = view.body
        self._ticked = list(view.body.selected)
        badges: BadgeTexts = {}
        mark = Mark.GO if view.body.at_once else Mark.MANY
        self.cards = [CardTile(theme, card, mark, card.value in self._ticked, badges, self) for card in view.body.cards]
        for tile in self.cards:
            tile.pressed_once.connect(lambda value=tile.card.value: self._touched(value))
        self.chips = [
            Chip(theme, f"filter_{o.value}", o.label, o.value in view.body.on, self, leads=o.value in view.body.acts)
            for o in view.body.filters
        ]
        for chip, option in zip(self.chips, view.body.filters, strict=True):
            chip.pressed_once.connect(lambda value=option.value: self.report(Action.CHOOSE, (value, self.answer())))
        self.everything = Chip(theme, "tile_all", view.body.all, self._all_ticked(), self) if view.body.all else None
        if self.everything is not None:
            self.everything.pressed_once.connect(self._touch_all)
        self.banner = Banner(theme, view.body.banner, self) if view.body.banner else None
        self._empty = RubyText(view.body.empty, theme.font(Role.BODY), theme.furigana)
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)
        self._per_page = 1

    def answer(self) -> tuple[str, ...]:
        shown = [card.value for card in self.body.cards]
        elsewhere = [value for value in self._ticked if value not in shown]
        return tuple(elsewhere + [value for value in shown if value in self._ticked])

    def focus_place(self, place: str) -> None:
        super().focus_place(place or (self.cards[0].objectName() if self.cards else ""))

    # --- ticking --------------------------------------------------------------------------------------------------------
    def _touched(self, value: str) -> None:
        if self.body.at_once:
            self.report(Action.CHOOSE, value)
            return
        if value in self._ticked:
            self._ticked.remove(value)
        else:
            self._ticked.append(value)
        self._show_ticks()

    def _all_ticked(self) -> bool:
        return all(card.value in self._ticked for card in self.body.cards)

    def _touch_all(self) -> None:
        """Tick every card; a second touch takes all of them away again."""
        values = [card.value for card in self.body.cards]
        if self._all_ticked():
            self._ticked = [value for value in self._ticked if value not in values]
        else:
            self._ticked += [value for value in values if value not in self._ticked]
        self._show_ticks()

    def _show_ticks(self) -> None:
        for tile in self.cards:
            tile.set_chosen(tile.card.value in self._ticked)
        if self.everything is not None:
            self.everything.set_on(self._all_ticked())

    # --- layout ---------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        area = QRect(self.rect())
        top = self._place_chips()
        area.setTop(top + self.theme.px(3.0) if top else 0)
        few, many = self._columns(area)
        least = max((tile.least_height() for tile in self.cards), default=1)
        grid = best_grid(max(1, len(self.cards)), area, lambda width: least, self.theme, many, CARD_TALL_MM, few)
        self._per_page = grid.per_page
        self.pager.place(area, grid.pages)
        first = self.pager.page * grid.per_page
        room = area if grid.pages == 1 else beside_pager(area, self.theme)
        for i, tile in enumerate(self.cards):
            shown = first <= i < first + grid.per_page
            tile.setVisible(shown)
            if shown:
                tile.setGeometry(grid.cell(room, i - first, self.theme.gap))

    def _columns(self, area: QRect) -> tuple[int, int]:
        """The fewest and the most."""
        if area.height() > area.width() * 1.1:
            return 1, 1
        return (2, 3) if self.width() > self.theme.px(WIDE_MM) and len(self.cards) > 1 else (1, 2)

    def _place_chips(self) -> int:
        """The banner, then filters from the left and ぜんぶ at the right end; the y below them, 0 without any."""
        top = 0
        if self.banner is not None:
            self.banner.setGeometry(0, 0, self.width(), self.theme.px(CHIP_MM))
            top = self.banner.height()
        row = [*self.chips, *([self.everything] if self.everything else [])]
        if not row:
            return top
        top += self.theme.gap if top else 0
        px, gap = self.theme.px, self.theme.gap
        wanted = [chip.natural_width() for chip in row]
        room = self.width() - gap * (len(row) - 1)
        share = min(1.0, room / sum(wanted))
        x = 0
        for chip, natural in zip(row, wanted, strict=True):
            width = int(natural * share)
            if chip is self.everything:
                x = self.width() - width
            chip.setGeometry(x, top, width, px(CHIP_MM))
            x += width + gap
        return top + px(CHIP_MM)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.cards or not self._empty.markup:
            return
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(self.theme.px(10.0), 0, -self.theme.px(10.0), 0)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        self._empty.fitted(rect.width(), rect.height()).paint(painter, rect, self.theme.palette.text, middle)
        painter.end()
