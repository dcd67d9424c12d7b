"""Writing Japanese by touch: the field, the strip of kanji, and the keyboard, working on one wipeable buffer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk import kana
from screens.theme import TARGET_MIN_MM, Theme
from screens.widgets.buffer import WipeableBuffer
from screens.widgets.fields import TextField
from screens.widgets.kana import KanaBoard, Mode
from screens.widgets.keys import at_least, key_gap
from screens.widgets.tiles import PagedTiles, Tile, TileSize

CANDIDATE = TileSize((22.0, 14.0), (90.0, 24.0))
KATAKANA_AT = 3  # after the three best spellings, before the long tail

Candidates = Callable[[str], tuple[str, ...]]


class Composer(QWidget):
    """Text entry on a buffer of its own; `text()` copies it out once, `wipe()` zeroes it."""

    def __init__(
        self,
        theme: Theme,
        words: Mapping[str, str],
        label: str,
        value: str = "",
        max_chars: int = 60,
        candidates: Candidates | None = None,
        modes: tuple[Mode, ...] = (Mode.KANA,),
        start: Mode = Mode.KANA,
        wide_digits: bool = True,
        punctuation: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """candidates None: kana only, no strip. wide_digits: digits are written ０-９. A value longer than max_chars is shown whole."""
        super().__init__(parent)
        self.theme = theme
        self._candidates = candidates
        self._wide_digits = wide_digits
        self.buffer = WipeableBuffer(max(max_chars, len(value)))
        self.buffer.append(value)
        self.field = TextField(theme, self.buffer, "field", label, self)
        self._from = len(value)
        self.strip = PagedTiles(theme, CANDIDATE, words["more"], words["fewer"], parent=self)
        self.strip.picked.connect(self._pick)
        self._spellings: tuple[str, ...] = ()
        self.board = KanaBoard(theme, words, modes, start, punctuation, self)
        self.board.wrote.connect(self.write)
        self.board.did.connect(self.act)
        self.corner = QRect()  # for a button of the page, right of the field
        self.corner_width = 0
        self._placed: object = None
        self.refresh()

    # --- what keys do -----------------------------------------------------------------------------------------------------
    def write(self, char: str) -> None:
        """Add what a key says; a full buffer stays as it is."""
        if self._wide_digits:
            char = kana.full_width_digits(char)
        if self.buffer.append(char) and not kana.is_hiragana(char):
            self._from = len(self.buffer)
        self.refresh()

    def act(self, name: str) -> None:
        """Do what a key without a character does."""
        toggles = {"dakuten": kana.toggle_voiced, "handakuten": kana.toggle_half_voiced, "small": kana.toggle_small}
        if name in toggles:
            self._toggle(toggles[name])
        elif name == "erase":
            self.buffer.erase()
        elif name == "erase_all":
            self.buffer.wipe()
        elif name == "space":
            self.write(" " if self.board.mode is Mode.LATIN else kana.NAME_SPACE)
        self.refresh()

    def _toggle(self, mark: Callable[[str], str]) -> None:
        if len(self.buffer):
            last = len(self.buffer) - 1
            self.buffer.replace_from(last, mark(self.buffer.text(last)))

    def _pick(self, place: int) -> None:
        if self.buffer.replace_from(self._from, self._spellings[place]):
            self._from = len(self.buffer)
        self.refresh()

    def press(self, event: QKeyEvent) -> bool:
        """A key of a real keyboard; False when it is none of ours."""
        if event.key() == Qt.Key.Key_Backspace:
            self.act("erase")
        elif event.key() == Qt.Key.Key_Space:
            self.act("space")
        elif event.text() and event.text().isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.write(event.text())
        else:
            return False
        return True

    # --- what is seen -----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Bring field and strip up to date with the buffer."""
        self._from = min(self._from, len(self.buffer))
        self.field.composing_from = self._from if self._candidates else len(self.buffer)
        self.field.update()
        self._offer()

    def _offer(self) -> None:
        reading = self.buffer.text(self._from) if self._candidates else ""
        self._spellings = _offered(reading, self._candidates(reading)) if self._candidates and reading else ()
        self.strip.set_tiles([Tile(f"cand_{i}", spelling) for i, spelling in enumerate(self._spellings)])

    def arrange(self) -> None:
        """Field and strip above the keys: one over the other where there is height, else side by side."""
        if self._placed == (place := ((self.width(), self.height()), self.corner_width)):
            return
        self._placed = place
        gap, least = key_gap(self.theme), at_least(self.theme, TARGET_MIN_MM)
        height = self.height()
        width = self.width() - (self.corner_width + gap if self.corner_width else 0)
        keys = 5 * least + 4 * gap
        row = min(max(height - keys - 3 * gap, least), self.theme.px(20.0))
        if not self._candidates:
            row = min(max(height - keys - 3 * gap, least), self.theme.px(24.0))
            self.field.setGeometry(0, 0, width, row)
            top = row
            self.strip.hide()
        elif height >= keys + 5 * gap + 2 * at_least(self.theme, 16.0):
            row = min((height - keys - 5 * gap) // 2, self.theme.px(22.0))
            self.field.setGeometry(0, 0, width, row)
            self.strip.setGeometry(0, row + gap, self.width(), row)
            top = 2 * row + gap
        else:
            half = round(width * 0.42)
            self.field.setGeometry(0, 0, half, row)
            self.strip.setGeometry(half + gap, 0, width - half - gap, row)
            top = row
        self.corner = QRect(self.width() - self.corner_width, 0, self.corner_width, row)
        self.board.setGeometry(QRect(0, top + 2 * gap, self.width(), height - top - 2 * gap))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    # --- the way out ------------------------------------------------------------------------------------------------------
    def text(self) -> str:
        """What was written, without spaces at the ends."""
        return self.buffer.text().strip()

    def wipe(self) -> None:
        """Zero the buffer and let go of the spellings."""
        self.buffer.wipe()
        self.refresh()


def _offered(reading: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """The spellings with katakana after the best ones and the kana as they are at the end, so that one can always go on."""
    best, rest = found[:KATAKANA_AT], found[KATAKANA_AT:]
    return tuple(dict.fromkeys((*best, kana.to_katakana(reading), *rest, reading)))
