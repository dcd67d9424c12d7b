"""R06, finding by a word: keys at the right, what they find at the left, after every key."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.entry_words import TEXT_WORDS
from kiosk.visit.facts import Action
from kiosk.visit.views import Card, Hits, Search, View
from screens.resident.entry import EntryPage
from screens.theme import Role, Theme
from screens.widgets.card import BadgeTexts, CardTile
from screens.widgets.composer import Composer
from screens.widgets.kana import Mode
from screens.widgets.pager import Pager
from screens.widgets.ruby import RubyLabel
from screens.widgets.tile import Mark
from screens.widgets.tiles import Tile

PER_PAGE = 4
WIDE_MM = 300.0
TALL_MM = 240.0  # a portrait screen at least so wide has room for cards above the keys
RESULTS_SHARE = 0.38
CARD_MOST_MM = 42.0
PAGER_MM = 16.0


class SearchComposer(Composer):
    """The field and the keys; where there is no room for cards, names of what was found in the strip between them."""

    changed = Signal()
    chosen = Signal(int)  # place among the names of the strip

    def refresh(self) -> None:
        self.field.composing_from = len(self.buffer)
        self.field.update()
        self.changed.emit()

    def use_strip(self, wanted: bool) -> None:
        """Leave room for the strip, or not."""
        candidates = _none if wanted else None
        if self._candidates is not candidates:
            self._candidates = candidates
            self._placed = None
        self.strip.setVisible(wanted)

    def _pick(self, place: int) -> None:
        self.chosen.emit(place)


def _first_mode(value: str, theme: Theme) -> Mode:
    """The keys the word was written with; at first those of the language."""
    if value:
        return Mode.LATIN if value.isascii() else Mode.KANA
    return Mode.KANA if theme.look.language.startswith("ja") else Mode.LATIN


def _none(reading: str) -> tuple[str, ...]:
    return ()


class SearchPage(EntryPage):
    """A touched card leaves with the word; answer() is the word, so that もどる keeps it."""

    def __init__(self, view: View, theme: Theme) -> None:
        assert isinstance(view.body, Search)
        super().__init__(view, theme, ())
        self.body = view.body
        words = {**TEXT_WORDS, **view.body.labels}
        start = _first_mode(view.body.value, theme)
        self.composer = SearchComposer(
            theme,
            words,
            words["field"],
            view.body.value,
            view.body.max_chars,
            None,
            (Mode.KANA, Mode.LATIN),
            start,
            wide_digits=False,
            parent=self,
        )
        self.title = RubyLabel("", theme, Role.SMALL, theme.palette.accent_text, bold=True, parent=self)
        self.cards: list[CardTile] = []
        self._badges: BadgeTexts = {}
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self._place_results)
        self._results = QRect()
        self._hits = Hits()
        self.composer.changed.connect(self._look_up)
        self.composer.chosen.connect(lambda place: self._choose(self._hits.cards[place].value))
        self._look_up()

    # --- answers --------------------------------------------------------------------------------------------------------
    def answer(self) -> str:
        """The word as it stands."""
        return self.composer.text()

    def forget(self) -> None:
        """Zero the buffer."""
        self.composer.buffer.wipe()

    def press(self, event: QKeyEvent) -> bool:
        return self.composer.press(event)

    def _choose(self, value: str) -> None:
        self.report(Action.CHOOSE, (value, self.composer.text()))

    # --- what was found -------------------------------------------------------------------------------------------------
    def _look_up(self) -> None:
        hits = self.body.find(self.composer.text())
        before, self._hits = self._hits, hits
        if hits.title != before.title:
            self.title.set_text(hits.title)
        if not self._has_cards():
            self.composer.strip.set_tiles([Tile(f"card_{card.value}", card.title) for card in hits.cards])
        if hits.cards != before.cards:
            self.pager.page = 0
            self._show_cards()
        self._place_results()

    def _show_cards(self) -> None:
        """The cards of the page shown. One that stays from key to key keeps its tile, and its words laid out."""
        first = self.pager.page * PER_PAGE
        wanted = self._hits.cards[first : first + PER_PAGE] if self._has_cards() else ()
        kept = {tile.card: tile for tile in self.cards}
        self.cards = [kept.pop(card) if card in kept else self._card(card) for card in wanted]
        for tile in kept.values():
            tile.hide()
            tile.setParent(None)
            tile.deleteLater()

    def _card(self, card: Card) -> CardTile:
        tile = CardTile(self.theme, card, Mark.GO, badge_texts=self._badges, parent=self)
        tile.pressed_once.connect(lambda: self._choose(card.value))
        return tile

    # --- layout ---------------------------------------------------------------------------------------------------------
    def _has_cards(self) -> bool:
        px = self.theme.px
        tall = self.height() > self.width() and self.width() >= px(TALL_MM)
        return tall or self.width() >= px(WIDE_MM)

    def arrange(self) -> None:
        px, width, height = self.theme.px, self.width(), self.height()
        cards = self._has_cards()
        self.composer.use_strip(not cards)
        keys = self.rect()
        if cards and height > width:
            share = height - round(height * 0.42)
            self._results = QRect(0, 0, width, share - px(6.0))
            keys = QRect(0, share, width, height - share)
        elif cards:
            left = round(width * RESULTS_SHARE)
            self._results = QRect(0, 0, left, height)
            keys = QRect(left + px(8.0), 0, width - left - px(8.0), height)
        else:
            line = px(8.0) if height > px(75.0) else 0
            self._results = QRect(0, 0, width, line)
            keys = keys.adjusted(0, line, 0, 0)
        self.composer.setGeometry(keys)
        self.composer.arrange()
        names = () if cards else self._hits.cards
        self.composer.strip.set_tiles([Tile(f"card_{card.value}", card.title) for card in names])
        self._show_cards()
        self._place_results()

    def _place_results(self) -> None:
        px, area = self.theme.px, self._results
        first = self.pager.page * PER_PAGE
        shown = [card.value for card in self._hits.cards[first : first + PER_PAGE]]
        if self._has_cards() and [tile.card.value for tile in self.cards] != shown:
            self._show_cards()
        self.title.setVisible(area.height() > 0)
        if not self._has_cards():
            self.pager.hide()
            self.title.setGeometry(area)
            return
        tall = min(self.title.heightForWidth(area.width()), area.height() // 3)
        self.title.setGeometry(area.x(), area.y(), area.width(), tall)
        rest = area.adjusted(0, tall + px(2.0), 0, 0)
        self.pager.place(rest, -(-len(self._hits.cards) // PER_PAGE))
        paged = self.pager.pages > 1
        room = rest.adjusted(0, 0, 0, -px(PAGER_MM) - self.theme.gap) if paged else rest
        height = min((room.height() - self.theme.gap * (PER_PAGE - 1)) // PER_PAGE, px(CARD_MOST_MM))
        for i, tile in enumerate(self.cards):
            tile.setGeometry(room.x(), room.y() + i * (height + self.theme.gap), room.width(), height)
            tile.show()

    def focus_place(self, place: str) -> None:
        """The named key or card."""
        self.composer.board.reveal(place)
        found = self.findChild(QWidget, place)
        if isinstance(found, QWidget):
            found.setFocus(Qt.FocusReason.OtherFocusReason)
