"""The kana keyboard: 50-on with あ at the right, a two-step row picker where the glass is low, Latin letters and digits.

`plan` is geometry alone, so that a test can measure every key of every screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.kana import KANA_COLUMNS, LONG_VOWEL
from screens.theme import TARGET_MIN_MM, Theme
from screens.widgets.keys import Key, Tone, at_least, grid, key_gap

KEY_MOST_MM = 24.0
SIDE_MOST_MM = 56.0
SIDE_WISHED_MM = 42.0
SIDE_GAP_MM = 6.0
QWERTY = ("QWERTYUIOP", "ASDFGHJKL-", "ZXCVBNM'.,")
TEN_KEYS = ("1234", "567-", "890/")
SHORT_LATIN = ("ABCDEFGHIJKL", "MNOPQRSTUVWX")
LAST_LATIN = "YZ-'"
MARKS = ("dakuten", "handakuten", "small", LONG_VOWEL)
PUNCTUATION = "、。"


class Mode(StrEnum):
    """What the keys write."""

    KANA = "kana"
    LATIN = "latin"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Spot:
    """A key's name without "key_" (or a whole name beginning with mode_ or row_) and its place in px."""

    id: str
    rect: QRect


@dataclass(frozen=True, slots=True)
class Plan:
    """Every key of a keyboard. picker: the two-step one."""

    spots: tuple[Spot, ...]
    picker: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """Sizes of the full 50-on arrangement: one cell, and whether the other keys stand at the side or below."""

    cell: int
    height: int
    below: bool


def plan(width: int, height: int, theme: Theme, mode: Mode, modes: tuple[Mode, ...], row: int, punctuation: bool) -> Plan:
    """The keys for that room in px. modes: those one may change to; row: the open row of the picker; punctuation: 、 and 。 too."""
    rows = _rows(width, height, theme)
    if rows is None:
        return _picker(width, height, theme, mode, modes, row)
    gap = key_gap(theme)
    used = 11 * rows.cell + 10 * gap
    side = 0 if rows.below else min(theme.px(SIDE_MOST_MM), width - used - theme.px(SIDE_GAP_MM))
    whole = used + (0 if rows.below else side + theme.px(SIDE_GAP_MM))
    x0 = (width - whole) // 2
    letters = QRect(x0, 0, used, 5 * rows.height + 4 * gap)
    spots = [*_letters(letters, theme, mode, punctuation)]
    if rows.below:
        spots += _row_below(QRect(x0, letters.bottom() + 1 + theme.px(SIDE_GAP_MM), used, rows.height), theme, mode, modes)
    else:
        spots += _side(
            QRect(letters.right() + 1 + theme.px(SIDE_GAP_MM), 0, side, letters.height()), theme, mode, modes, rows.height
        )
    return Plan(tuple(spots))


def _rows(width: int, height: int, theme: Theme) -> _Rows | None:
    """The arrangement with the larger keys; None where neither reaches 14 mm."""
    least, gap, most = at_least(theme, TARGET_MIN_MM), key_gap(theme), theme.px(KEY_MOST_MM)
    apart, side = theme.px(SIDE_GAP_MM), 2 * at_least(theme, TARGET_MIN_MM) + key_gap(theme)
    roomy = (width - theme.px(SIDE_WISHED_MM) - apart - 10 * gap) // 11
    cell = roomy if roomy >= theme.px(18.0) else (width - side - apart - 10 * gap) // 11
    beside = _Rows(min(cell, most), min((height - 4 * gap) // 5, most), False)
    below = _Rows(min((width - 10 * gap) // 11, most), min((height - 4 * gap - apart) // 6, most), True)
    fitting = [rows for rows in (beside, below) if min(rows.cell, rows.height) >= least]
    return max(fitting, key=lambda rows: min(rows.cell, rows.height, theme.px(18.0)) * 100 + (not rows.below), default=None)


def _letters(rect: QRect, theme: Theme, mode: Mode, punctuation: bool) -> Iterator[Spot]:
    gap = key_gap(theme)
    if mode is Mode.KANA:
        cells = grid(rect, 11, 5, gap)
        for c, column in enumerate(KANA_COLUMNS):
            for r, char in enumerate(column):
                if char != " ":
                    yield Spot(char, cells[r * 11 + 10 - c])
        for r, mark in enumerate(MARKS):
            yield Spot(mark, cells[r * 11])
        if punctuation:
            yield Spot(PUNCTUATION[0], cells[11 + 1])
            yield Spot(PUNCTUATION[1], cells[3 * 11 + 1])
    elif mode is Mode.LATIN:
        yield from _lines(rect, QWERTY, gap, theme.px(KEY_MOST_MM))
    else:
        yield from _lines(rect, TEN_KEYS, gap, theme.px(KEY_MOST_MM + 6))


def _lines(rect: QRect, lines: tuple[str, ...], gap: int, most: int) -> Iterator[Spot]:
    cells = grid(rect, len(lines[0]), len(lines), gap, (most, most))
    for i, char in enumerate("".join(lines)):
        yield Spot(char, cells[i])


def _others(mode: Mode, modes: tuple[Mode, ...]) -> list[str]:
    return [f"mode_{other}" for other in modes if other is not mode]


def _side(rect: QRect, theme: Theme, mode: Mode, modes: tuple[Mode, ...], height: int) -> Iterator[Spot]:
    """Down the right side: erase (two rows high), space, the other modes, and erase all far from erase."""
    gap = key_gap(theme)
    rows = [QRect(rect.x(), rect.y() + r * (height + gap), rect.width(), height) for r in range(5)]
    yield Spot("erase", rows[0].united(rows[1]))
    yield Spot("space", rows[2])
    others = _others(mode, modes)
    if others:
        for name, cell in zip(others, grid(rows[3], len(others), 1, gap), strict=True):
            yield Spot(name, cell)
    yield Spot("erase_all", rows[4])


def _row_below(rect: QRect, theme: Theme, mode: Mode, modes: tuple[Mode, ...]) -> Iterator[Spot]:
    """One row: erase all at the left end, modes, a wide space, erase at the right end."""
    names = ["erase_all", *_others(mode, modes), "space", "erase"]
    gap = key_gap(theme)
    weights = [1.6 if name in ("erase", "erase_all", "space") else 1.0 for name in names]
    unit = (rect.width() - (len(names) - 1) * gap) / sum(weights)
    x = rect.x()
    for name, weight in zip(names, weights, strict=True):
        width = int(unit * weight)
        yield Spot(name, QRect(x, rect.y(), width, rect.height()))
        x += width + gap


def _picker(width: int, height: int, theme: Theme, mode: Mode, modes: tuple[Mode, ...], row: int) -> Plan:
    """Three rows: あかさたな…, the five kana of the open row with the marks, and the rest."""
    gap, most = key_gap(theme), theme.px(KEY_MOST_MM)
    high = min((height - 2 * gap) // 3, most)
    below = QRect(0, 2 * (high + gap), width, high)
    above = QRect(0, 0, width, 2 * high + gap)
    if mode is not Mode.KANA:
        lines = ("1234567890", "-/") if mode is Mode.DIGITS else SHORT_LATIN
        spots = [*_short_lines(above, lines, gap)]
        if mode is Mode.LATIN:  # the last letters share the row of the other keys
            cells = grid(below, len(lines[0]), 1, gap)
            spots += [Spot(char, cells[i]) for i, char in enumerate(LAST_LATIN)]
            below = QRect(cells[len(LAST_LATIN)].x(), below.y(), width - cells[len(LAST_LATIN)].x(), high)
        return Plan((*spots, *_row_below(below, theme, mode, modes)), picker=True)
    cells = grid(above, 10, 2, gap)
    spots = [Spot(f"row_{column[0]}", cells[c]) for c, column in enumerate(KANA_COLUMNS)]
    open_row = [char for char in KANA_COLUMNS[row] if char != " "]
    spots += [Spot(char, cells[10 + i]) for i, char in enumerate(open_row)]
    spots += [Spot(mark, cells[16 + i]) for i, mark in enumerate(MARKS)]
    return Plan((*spots, *_row_below(below, theme, mode, modes)), picker=True)


def _short_lines(rect: QRect, lines: tuple[str, ...], gap: int) -> Iterator[Spot]:
    cells = grid(rect, len(lines[0]), len(lines), gap)
    for r, line in enumerate(lines):
        for c, char in enumerate(line):
            yield Spot(char, cells[r * len(lines[0]) + c])


class KanaBoard(QWidget):
    """The keys. Emits the character of a key, or the name of one that does something else (erase, dakuten, …)."""

    wrote = Signal(str)
    did = Signal(str)

    def __init__(
        self,
        theme: Theme,
        words: Mapping[str, str],
        modes: tuple[Mode, ...],
        start: Mode = Mode.KANA,
        punctuation: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """words: kiosk.entry_words.TEXT_WORDS in the person's language; modes: those the person may change between."""
        super().__init__(parent)
        self.theme = theme
        self.mode = start
        self.picker = False
        self._words = words
        self._modes = modes if len(modes) > 1 else ()
        self._punctuation = punctuation
        self._row = 0
        self._keys: dict[str, Key] = {}
        self._placed: object = None

    def set_mode(self, mode: Mode) -> None:
        """Show other keys."""
        self.mode = mode
        self.arrange()

    def arrange(self) -> None:
        """Place the keys of this mode; those of other modes wait hidden."""
        if self.width() < 10 or self.height() < 10:
            return
        place = ((self.width(), self.height()), self.mode, self._row)
        if place == self._placed:
            return
        self._placed = place
        made = plan(self.width(), self.height(), self.theme, self.mode, self._modes, self._row, self._punctuation)
        self.picker = made.picker
        shown = {spot.id for spot in made.spots}
        for id_, key in self._keys.items():
            key.setVisible(id_ in shown)
        for spot in made.spots:
            key = self._key(spot.id)
            key.setGeometry(spot.rect)
            key.set_chosen(spot.id == f"row_{KANA_COLUMNS[self._row][0]}")
            key.show()

    def _key(self, id_: str) -> Key:
        if id_ not in self._keys:
            whole = id_.startswith(("mode_", "row_"))
            key = Key(self.theme, id_ if whole else f"key_{id_}", self._label(id_), _tone(id_), parent=self, kept=True)
            key.pressed_once.connect(self._act(id_))
            self._keys[id_] = key
        return self._keys[id_]

    def _label(self, id_: str) -> str:
        if id_.startswith("row_"):
            return id_.removeprefix("row_")
        return {"dakuten": "゛", "handakuten": "゜"}.get(id_) or self._words.get(id_, id_)

    def _act(self, id_: str) -> Callable[[], None]:
        if id_.startswith("mode_"):
            return lambda: self.set_mode(Mode(id_.removeprefix("mode_")))
        if id_.startswith("row_"):
            return lambda: self._open(id_.removeprefix("row_"))
        signal = self.did if len(id_) > 1 else self.wrote
        return lambda: signal.emit(id_)

    def _open(self, first: str) -> None:
        self._row = next(i for i, column in enumerate(KANA_COLUMNS) if column[0] == first)
        self.arrange()

    def reveal(self, name: str) -> None:
        """Change mode or row so that the key of that name can be seen."""
        char = name.removeprefix("key_")
        for i, column in enumerate(KANA_COLUMNS):
            if char in column and char != " ":
                self._row = i
                self.set_mode(Mode.KANA)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()


def _tone(id_: str) -> Tone:
    if id_ in ("erase", "erase_all"):
        return Tone.ERASE
    return Tone.TURN if id_.startswith(("mode_", "row_")) or id_ in ("space", *MARKS) else Tone.WRITE
