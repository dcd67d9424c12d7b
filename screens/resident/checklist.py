"""R08: what to bring, a line each, with あります / ありません / あとで."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.visit.facts import Action
from kiosk.visit.views import Checklist, ChecklistItem, Contrast, Offer, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.pager import Pager, beside_pager
from screens.widgets.press import draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import WORDS_BEFORE_PICTURE, Mark, Tile, even_labels

ROW_MIN_MM = 24.0
ROW_MAX_MM = 48.0
STACKED_MIN_MM = 50.0  # words above, what to touch below
STATES_MM = 18.0
WIDE_ROW_MM = 260.0
FACTS_MM = 16.0
FACTS_LOW_MM = 10.0
OFFER_MM = 30.0
OFFER_LOW_MM = 16.0
OFFERS_TITLE_MM = 10.0


class ChecklistPage(Page):
    """NEXT carries ((item id, state), …) in the order of the items; state "" for what was not touched."""

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Checklist)
        self.body = view.body
        self._states = {item.id: item.state for item in view.body.items}
        self.tiles = {
            (item.id, state.value): self._tile(item, state.value, state.label)
            for item in view.body.items
            for state in view.body.states
        }
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)
        self._labels = [RubyText(item.label, theme.font(Role.BODY, bold=True), theme.furigana) for item in view.body.items]
        self._notes = [
            RubyText(self.problem_at(item.id) or item.note, theme.font(Role.SMALL), theme.furigana) for item in view.body.items
        ]
        self._facts = [
            (
                RubyText(label, theme.font(Role.SMALL), theme.furigana, level=True),
                RubyText(value, theme.font(Role.SMALL, bold=True), theme.furigana, level=True),
            )
            for label, value in view.body.facts
        ]
        self._offers_title = RubyText(view.body.offers_title, theme.font(Role.SMALL, bold=True), theme.furigana)
        self.offers = [self._offer(offer) for offer in view.body.offers]
        self._briefly = False
        self._title_rect = QRectF()
        self._rows: list[tuple[int, QRect]] = []
        self._per_page = 1

    def _tile(self, item: ChecklistItem, state: str, label: str) -> Tile:
        tile = Tile(
            self.theme, f"state_{item.id}_{state}", label, mark=Mark.ONE, chosen=item.state == state, role=Role.SMALL, parent=self
        )
        tile.pressed_once.connect(lambda: self._touched(item.id, state))
        return tile

    def _offer(self, offer: Offer, brief: bool = False) -> Tile:
        """A tile that adds a procedure with one touch; what is ticked so far goes with it. brief: the title alone."""
        note = f"＋ {self.body.add}・{offer.note}" if offer.note else f"＋ {self.body.add}"
        words = (f"＋ {offer.title}", "", "") if brief else (offer.title, note, self.theme.art.first(offer.picture, "tile", "ui"))
        tile = Tile(self.theme, f"offer_{offer.value}", *words, Mark.NONE, role=Role.BODY, parent=self)
        tile.pressed_once.connect(lambda: self.report(Action.CHOOSE, (offer.value, self.answer())))
        return tile

    def _say_offers(self, briefly: bool) -> None:
        """With less to say where it is low, so that what is said can be read."""
        if briefly == self._briefly:
            return
        for tile in self.offers:
            tile.hide()
            tile.setParent(None)
            tile.deleteLater()
        self._briefly, self.offers = briefly, [self._offer(offer, briefly) for offer in self.body.offers]
        for tile in self.offers:
            tile.show()

    def _touched(self, item: str, state: str) -> None:
        self._states[item] = state
        for (of, value), tile in self.tiles.items():
            if of == item:
                tile.set_chosen(value == state)

    def answer(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._states.items())

    def focus_place(self, place: str) -> None:
        ids = [item.id for item in self.body.items]
        if place in ids:
            self.pager.turn(ids.index(place) // self._per_page)
            self.tiles[place, self.body.states[0].value].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- layout ---------------------------------------------------------------------------------------------------------
    def _stacked(self) -> bool:
        return self.width() < self.theme.px(180.0) or self.height() > self.width()

    def _facts_height(self) -> int:
        if not self._facts:
            return 0
        return self.theme.px(FACTS_MM if self.height() > self.theme.px(90.0) else FACTS_LOW_MM)

    def arrange(self) -> None:
        px, count = self.theme.px, len(self.body.items)
        facts = self._facts_height()
        area = self.rect().adjusted(0, facts + px(3.0) if facts else 0, 0, -self._place_offers())
        need = px(STACKED_MIN_MM if self._stacked() else ROW_MIN_MM)
        fit = max(1, int((area.height() + px(3.0)) // (need + px(3.0))))
        rest = area
        if fit < count:
            rest = beside_pager(area, self.theme)
            fit = max(1, int((rest.height() + px(3.0)) // (need + px(3.0))))
        self._per_page = min(fit, max(1, count))
        self.pager.place(area, -(-max(1, count) // self._per_page))
        height = min(
            (rest.height() - px(3.0) * (self._per_page - 1)) // self._per_page, px(ROW_MAX_MM * (1.5 if self._stacked() else 1.0))
        )
        first = self.pager.page * self._per_page
        self._rows = []
        for i, item in enumerate(self.body.items):
            shown = first <= i < first + self._per_page
            if shown:
                row = QRect(0, rest.y() + (i - first) * (height + px(3.0)), rest.width(), height)
                self._rows.append((i, row))
            self._place_states(item.id, self._rows[-1][1] if shown else None)
        tiles = [tile for tile in self.tiles.values() if tile.isVisibleTo(self)]
        above = any(tile.wants_mark_above() for tile in tiles)
        for tile in tiles:
            tile.put_mark(above)
        even_labels(tiles)
        self.update()

    def _place_offers(self) -> int:
        """Offers side by side at the bottom, one above the other where it is narrow; the px they take with their title."""
        if not self.offers:
            return 0
        px, gap = self.theme.px, self.theme.gap
        low = self.height() < px(110.0)
        self._say_offers(briefly=low)
        tall, title = px(OFFER_LOW_MM if low else OFFER_MM), 0 if low else px(OFFERS_TITLE_MM)
        across = 1 if self.height() > self.width() else len(self.offers)
        down = -(-len(self.offers) // across)
        width = (self.width() - gap * (across - 1)) // across
        top = self.height() - down * tall - (down - 1) * gap
        for i, tile in enumerate(self.offers):
            row, column = divmod(i, across)
            tile.setGeometry(column * (width + gap), top + row * (tall + gap), width, tall)
        self._title_rect = QRectF(0, top - title, self.width(), title)
        return self.height() - top + title + px(3.0)

    def _place_states(self, item: str, row: QRect | None) -> None:
        px, states = self.theme.px, self.body.states
        for i, state in enumerate(states):
            tile = self.tiles[item, state.value]
            tile.setVisible(row is not None)
            if row is None:
                continue
            inner = row.adjusted(px(3.0), px(3.0), -px(3.0), -px(3.0))
            if self._stacked():
                inner.setTop(inner.bottom() + 1 - max(px(STATES_MM), round(inner.height() * 0.4)))
            else:
                inner.setLeft(inner.left() + round(inner.width() * self._words_share(row)))
            width = (inner.width() - px(3.0) * (len(states) - 1)) // len(states)
            height = min(inner.height(), px(28.0))
            tile.setGeometry(inner.x() + i * (width + px(3.0)), inner.y() + (inner.height() - height) // 2, width, height)

    # --- drawing --------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_facts(painter)
        if self.offers and self._title_rect.height() > 1:
            words = self._offers_title.fitted(self._title_rect.width(), self._title_rect.height())
            words.paint(painter, self._title_rect, self.theme.palette.accent_text, Qt.AlignmentFlag.AlignVCenter)
        pictures = self._room_for_pictures()
        for i, row in self._rows:
            self._paint_row(painter, i, row, pictures)
        painter.end()

    def _paint_facts(self, painter: QPainter) -> None:
        px, palette = self.theme.px, self.theme.palette
        x = 0.0
        share = (self.width() - px(4.0) * (len(self._facts) - 1)) / max(1, len(self._facts))
        for i, (label, value) in enumerate(self._facts):
            width = min(share, px(120.0))
            tall = self._facts_height()
            rect = QRectF(x, 0, width, tall)
            border = palette.hairline if self.theme.look.contrast is not Contrast.NORMAL else None
            draw_box(painter, rect, self.theme, palette.accent_soft, border)
            icon = QRectF(x + px(3.0), (tall - px(8.0)) / 2, px(8.0), px(8.0))
            name = ("yen", "clock")[i % 2]
            inset = px(14.0) if self.theme.art.has(f"ui/{name}") else px(4.0)
            self.theme.art.draw(painter, f"ui/{name}", icon, palette.accent_text)
            inner = rect.adjusted(inset, 0, -px(3.0), 0)
            words = label.fitted(inner.width() * 0.42, inner.height())
            taken = words.lay(inner.width() * 0.42).width + px(3.0)
            words.paint(
                painter,
                QRectF(inner.x(), 0, inner.width() * 0.42, inner.height()),
                palette.accent_text,
                Qt.AlignmentFlag.AlignVCenter,
            )
            room = inner.adjusted(taken, 0, 0, 0)
            value.fitted(room.width(), room.height()).paint(painter, room, palette.text, Qt.AlignmentFlag.AlignVCenter)
            x += width + px(4.0)

    def _words_share(self, row: QRect) -> float:
        """How much of a row is for words; on a wide one the marks stand above their words and leave more."""
        return 0.53 if row.width() >= self.theme.px(WIDE_ROW_MM) else 0.42

    def _words_box(self, row: QRect) -> QRectF:
        """Where picture, label and note of a row lie, px."""
        px = self.theme.px
        inner = QRectF(row.adjusted(px(4.0), px(1.0), -px(4.0), -px(1.0)))
        if self._stacked():
            return inner.adjusted(0, 0, 0, -max(px(STATES_MM), (row.height() - px(6.0)) * 0.4) - px(3.0))
        return inner.adjusted(0, 0, -inner.width() * (1 - self._words_share(row)) - px(3.0), 0)

    def _picture_side(self, words: QRectF) -> float:
        return min(words.height() - self.theme.px(2.0), self.theme.px(26.0), words.width() * 0.3)

    def _room_for_pictures(self) -> bool:
        """Whether the words of all rows of this page keep their size beside pictures; words come first, and rows look alike."""
        for i, row in self._rows:
            words = self._words_box(row)
            beside = words.adjusted(self._picture_side(words) + self.theme.px(3.0), 0, 0, 0)
            if self._shrunk(i, *self._fitted(i, beside)):
                return False
        return True

    def _fitted(self, i: int, words: QRectF) -> tuple[RubyText, RubyText | None]:
        """Label and note of that item as large as they fit there."""
        note = self._notes[i]
        label = self._labels[i].fitted(words.width(), words.height() * (0.6 if note.markup else 1.0))
        return label, note.fitted(words.width(), words.height() - label.height(words.width())) if note.markup else None

    def _shrunk(self, i: int, label: RubyText, note: RubyText | None) -> bool:
        """Whether they had to become much smaller than they should be."""
        pairs = [(label, self._labels[i]), *([(note, self._notes[i])] if note is not None else [])]
        return any(now.font.pixelSize() < wanted.font.pixelSize() * WORDS_BEFORE_PICTURE for now, wanted in pairs)

    def _paint_row(self, painter: QPainter, i: int, row: QRect, pictures: bool) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        wrong = bool(self.problem_at(self.body.items[i].id))
        draw_box(
            painter, QRectF(row), theme, palette.error_bg if wrong else palette.panel, palette.error if wrong else palette.hairline
        )
        words = self._words_box(row)
        picture = theme.art.first(self.body.items[i].picture, "tile", "ui")
        side = self._picture_side(words) if picture and pictures else 0.0
        beside = words.adjusted(side + px(3.0) if side else 0, 0, 0, 0)
        label, note = self._fitted(i, beside)
        if side:
            box = QRectF(words.x(), words.y() + (words.height() - side) / 2, side, side)
            if theme.look.contrast is not Contrast.NORMAL and picture.startswith("tile/"):
                draw_box(painter, box, theme, QColor("#ffffff"))
            theme.art.draw(painter, picture, box, palette.text if picture.startswith("ui/") else None)
            words = beside
        label_h = label.height(words.width())
        note_h = note.height(words.width()) if note else 0.0
        top = words.y() + (words.height() - label_h - note_h) / 2
        label.paint(painter, QRectF(words.x(), top, words.width(), label_h), palette.text)
        if note:
            note.paint(
                painter, QRectF(words.x(), top + label_h, words.width(), note_h), palette.error if wrong else palette.text_sub
            )
