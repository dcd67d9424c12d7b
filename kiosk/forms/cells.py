"""A value's place inside its cell: every kind of cell to art and places in mm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kiosk.forms.drawing import GREY, Drawing
from kiosk.forms.measure import break_words, length
from kiosk.forms.sections import Cell, ChoiceText, Column, Writing
from kiosk.model.form import (
    Align,
    Box,
    ByHandField,
    CircleField,
    CombField,
    DateField,
    Option,
    SealField,
    Source,
    TextField,
    TickField,
)

ROW, TICK_ROW, TICK_BOX = 8.5, 7.2, 3.2
_TICK_WORD = TICK_BOX / 2 + 1.2  # from the middle of a box to its word, as kiosk/forms/layout.py prints it
_ERAS = ("明治", "大正", "昭和", "平成", "令和")
_FULL_DATE, _DATE, _SHORT_DATE, _ERA_DATE = 136.0, 110.0, 84.0, 43.0
_ROOM_FOR_OTHER = 30.0
_COLUMN_FLOOR = 6.0  # points; a column is narrow, and a long name of it must not be refused


@dataclass(frozen=True, slots=True)
class _Hand:
    """How a kind of text is written: height of its cell in mm, size and floor in points, lines, letters it must hold."""

    h: float
    size: float
    floor: float
    lines: int
    longest: int = 0


_HANDS = {
    "text": _Hand(ROW, 12, 6.5, 2, 20),
    "name": _Hand(12, 16, 6, 3, 20),
    "kana": _Hand(7, 10, 6, 2, 24),
    "address": _Hand(12, 12, 6.5, 3, 60),
    "phone": _Hand(ROW, 12, 8, 1),
    "number": _Hand(ROW, 13, 8, 1),
}


# --- how high a cell wants to be ---------------------------------------------------------------------------------------
def wanted_height(cell: Cell, wide: float) -> float:
    """Millimetres for that cell when its value has `wide` of them."""
    if cell.h is not None:
        return cell.h
    if cell.by_hand and cell.kind in ("text", "by_hand", "name", "address"):
        own = 10.0
    elif cell.kind in ("ticks", "circles"):
        rows = flow(cell, wide - _note_beside(cell, wide))[-1].row + 1
        own = max(ROW, TICK_ROW * rows + 1.1)
    elif cell.kind == "words":
        own = max(ROW, _words_step(cell) * len(_words(cell, wide)) + 2.5)
    elif cell.kind in ("comb", "postal"):
        own = 9.0
    else:
        own = _HANDS[cell.kind].h if cell.kind in _HANDS else ROW
    return own + (3.4 if cell.note and not _note_beside(cell, wide) else 0.0)


# --- a cell's value with what stands around it ------------------------------------------------------------------------------
def draw_cell(d: Drawing, cell: Cell, box: Box, source: Source) -> None:
    """The value, its seal and its note. box: from line to line."""
    inner = box
    if cell.seal:
        wide = min(box.h - 0.8, 14.0)
        inner = Box(box.x, box.y, box.w - wide - 8, box.h)
        d.word(inner.right + 0.5, box.y, box.h, "印", 8, GREY)
        middle = box.right - wide / 2 - 1.5
        d.add(SealField(d.names.new("seal"), f"{called(cell)}の印", middle, box.y + box.h / 2, wide))
    if cell.note:
        inner = _note(d, cell, inner)
    if cell.kind == "words":
        lines = _words(cell, inner.w)
        _paragraph(d, lines, inner, cell.size or 8.5)
        return
    draw_value(d, cell, inner, source, called(cell))


def called(cell: Writing) -> str:
    """A cell's name where it is spoken of: on screens and the cover."""
    name = cell.called if isinstance(cell, Cell) else ""
    return name or cell.label.replace("\n", "") or "記入欄"


def _note_beside(cell: Cell, wide: float) -> float:
    """How much of the cell a note takes on the right; 0 when it has to stand below."""
    taken = length(cell.note, 7) + 4 if cell.note else 0.0
    return taken if taken <= wide * 0.5 else 0.0


def _note(d: Drawing, cell: Cell, box: Box) -> Box:
    if taken := _note_beside(cell, box.w):
        d.label(Box(box.right - taken + 1, box.y, taken - 2, box.h), cell.note, 7, Align.RIGHT, grey=GREY)
        return Box(box.x, box.y, box.w - taken, box.h)
    size = min(7.0, 7.0 * (box.w - 5) / max(length(cell.note, 7), 1))
    d.label(Box(box.x + 3, box.bottom - 3.8, box.w - 4, 3.2), cell.note, size, grey=GREY)
    return Box(box.x, box.y, box.w, box.h - 3.4)


def _words(cell: Cell, wide: float) -> tuple[str, ...]:
    return tuple(line for text in cell.text or () for line in break_words(text, wide - 5, cell.size or 8.5))


def _words_step(cell: Cell) -> float:
    return (cell.size or 8.5) * 0.5


def _paragraph(d: Drawing, lines: tuple[str, ...], box: Box, size: float) -> None:
    step = size * 0.5
    top = box.y + (box.h - step * len(lines)) / 2
    for number, line in enumerate(lines):
        d.label(Box(box.x + 2.5, top + number * step, box.w - 4, step), line, size)


# --- kinds ------------------------------------------------------------------------------------------------------------------
def draw_value(d: Drawing, cell: Writing, box: Box, source: Source, label: str) -> None:
    """The place of one value in that box; a by-hand one never gets ink."""
    kind = cell.kind
    if kind in ("ticks", "circles"):
        _options(d, cell, box, source, label)
    elif kind in ("date", "era_date"):
        _date(d, cell, box, source, label)
    elif kind in ("comb", "postal"):
        _comb(d, cell, box, source, label)
    elif cell.by_hand or kind == "by_hand" or not source.steps:
        _by_hand(d, cell, box, source, label)
    else:
        _text(d, cell, box, source, label)


def _id(d: Drawing, source: Source) -> str:
    return d.names.new(source.steps[0] if source.steps else "hand")


def _pad(box: Box) -> float:
    return 3.0 if box.w >= 40 else 1.2


def _text(d: Drawing, cell: Writing, box: Box, source: Source, label: str) -> None:
    hand, pad = _HANDS[cell.kind], _pad(box)
    wide = box.w - pad - (2.0 if pad > 2 else pad)
    align = Align(cell.align or "left")
    if cell.unit:
        unit = length(cell.unit, 9) + 1.2
        wide = min(wide - unit, 24.0 if cell.kind == "number" or box.w > 60 else wide)
        align = Align(cell.align or "right")
        d.word(box.x + pad + wide + 1.2, box.y, box.h, cell.unit)
    size = cell.size or min(hand.size, (box.h - 1) / 0.3528 * 0.98)
    floor = min(_COLUMN_FLOOR if isinstance(cell, Column) else hand.floor, hand.floor, size)
    longest = min(hand.longest, 8) if box.w < 45 and cell.kind == "text" else hand.longest
    inner = Box(box.x + pad, box.y + 0.5, wide, box.h - 1)
    lines = cell.lines or hand.lines
    is_phone = cell.kind == "phone"
    d.add(TextField(_id(d, source), label, source, inner, size, floor, lines, align, is_phone=is_phone, longest=longest))


def _by_hand(d: Drawing, cell: Writing, box: Box, source: Source, label: str) -> None:
    unit = length(cell.unit, 9) + 2.5 if cell.unit else 0.0
    if unit:
        d.word(box.right - unit + 0.5, box.y, box.h, cell.unit)
    inner = Box(box.x + 0.6, box.y + 0.6, box.w - 1.2 - unit, box.h - 1.2)
    d.add(ByHandField(_id(d, source), label, inner, cell.sign, source.when))


def _comb(d: Drawing, cell: Writing, box: Box, source: Source, label: str) -> None:
    postal = cell.kind == "postal"
    cells, gaps = (7, (3,)) if postal else (cell.boxes or 1, tuple(cell.gaps))
    left = box.x + _pad(box) + (5.0 if postal else 0.0)
    gap = 4.0 if postal else 2.0
    room = box.right - left - 2.0 - gap * len(gaps)
    one = min(6.0, room / cells)
    high = min(box.h - 1.8, 7.5, one * 1.5)
    if not postal and isinstance(cell, Column):
        left = box.x + (box.w - one * cells - gap * len(gaps)) / 2
    inner = Box(left, box.y + (box.h - high) / 2, one * cells + gap * len(gaps), high)
    if postal:
        d.word(box.x + _pad(box), box.y, box.h, "〒", 10)
        middle = inner.x + one * 3 + gap / 2
        d.line(middle - 0.9, box.y + box.h / 2, middle + 0.9, box.y + box.h / 2, 0.25)
    size = cell.size or min(12.0, one / 0.3528 * 0.85)
    if cell.by_hand or not source.steps:
        runs = [(inner, cells)]
        if postal:  # the dash between its halves is printed
            runs = [(Box(inner.x, inner.y, one * 3, high), 3), (Box(inner.x + one * 3 + gap, inner.y, one * 4, high), 4)]
        for place, count in runs:
            d.add(ByHandField(_id(d, source), label, place, cell.sign, source.when, count, () if postal else gaps, gap))
        return
    align = Align.RIGHT if cell.align == "right" else Align.LEFT
    drop = "-‐−ー－ 　" if postal else ""
    d.add(CombField(_id(d, source), label, source, inner, cells, align, size, True, gaps, gap, drop))


# --- dates --------------------------------------------------------------------------------------------------------------------
def _date(d: Drawing, cell: Writing, box: Box, source: Source, label: str) -> None:
    room = box.w - 3
    if cell.kind == "era_date" or room < _SHORT_DATE - 0.01:
        _era_date(d, box, source, label)
    elif room >= _FULL_DATE:
        _ringed(d, box, source, label, 9.0, (7.0, 55.0, 12.0, 72.0, 10.0, 87.0, 10.0), (107.0, 121.0, 15.0))
    elif room >= _DATE:
        _ringed(d, box, source, label, 8.5, (6.0, 45.0, 10.0, 59.0, 8.0, 71.0, 8.0), (85.0, 94.0, 10.0))
    else:
        _ringed(d, box, source, label, 8.5, (6.0, 45.0, 10.0, 59.0, 8.0, 71.0, 8.0), None)


def _ringed(
    d: Drawing,
    box: Box,
    source: Source,
    label: str,
    step: float,
    places: tuple[float, float, float, float, float, float, float],
    western: tuple[float, float, float] | None,
) -> None:
    """Eras to ring, then year, month, day; all from the left edge of the box. western: where （西暦, its digits and their width are."""
    first, *rest = places
    eras = tuple(Option(era, box.x + first + number * step, box.y + box.h / 2, era) for number, era in enumerate(_ERAS))
    parts = [Box(box.x + at, box.y, wide, box.h) for at, wide in zip(rest[::2], rest[1::2], strict=True)]
    for part, unit in zip(parts, "年月日", strict=True):
        d.label(Box(part.right, box.y, 4, box.h), unit, 8.5, Align.CENTER)
    year = None
    if western is not None:
        opening, at, wide = western
        d.word(box.x + opening, box.y, box.h, "（西暦", 8)
        year = Box(box.x + at, box.y, wide, box.h)
        d.word(year.right + 0.4, box.y, box.h, "年）", 8)
    y, m, day = parts
    d.add(DateField(_id(d, source), label, source, y, m, day, eras, year, size=12, era_size=8.5))


def _era_date(d: Drawing, box: Box, source: Source, label: str) -> None:
    shrink = min(1.0, (box.w - 1.6) / _ERA_DATE)
    x = box.x + (min(_pad(box), (box.w - _ERA_DATE * shrink) / 2) if shrink < 1 or box.w < _ERA_DATE + 6 else _pad(box))
    parts = []
    for wide, unit in ((16.5, "年"), (7.5, "月"), (7.5, "日")):
        part = Box(x, box.y, wide * shrink, box.h)
        d.label(Box(part.right, box.y, 3.8 * shrink, box.h), unit, 8 * max(shrink, 0.75), Align.CENTER)
        parts.append(part)
        x = part.right + 3.8 * shrink
    year, month, day = parts
    d.add(DateField(_id(d, source), label, source, year, month, day, size=11 if shrink == 1 else 10))


# --- ticks and rings ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Standing:
    """Where one option stands: left of its box or ring and its row; room: left and width for words in （　）, when it takes any."""

    value: str
    choice: ChoiceText
    row: int
    x: float
    room: tuple[float, float] | None = None


def flow(cell: Writing, wide: float) -> tuple[Standing, ...]:
    """The options from left to right on as many rows as they take; x from the cell's left edge."""
    return tuple(_flow(cell, wide))


def option_size(cell: Writing, wide: float) -> float:
    """Points of the printed words of options: smaller where the longest would not fit its cell."""
    wanted = cell.size or (9.0 if wide >= 40 else 8.0)
    longest = max(length(choice.label, wanted) for choice in cell.options.values())
    room = wide - (10.0 if wide >= 40 else 7.0)
    return wanted if longest <= room else max(6.0, wanted * room / longest)


def _flow(cell: Writing, wide: float) -> Iterator[Standing]:
    size, ringed = option_size(cell, wide), cell.kind == "circles"
    pad = 3.4 if wide >= 40 else 1.5
    columns = cell.columns if isinstance(cell, Cell) else None
    step = (wide - pad - 1) / columns if columns else 0.0
    gap = (5.5 if wide >= 40 else 2.5) if not ringed else (5.0 if wide >= 40 else 3.0)
    x, row = pad, 0
    for number, (value, choice) in enumerate(cell.options.items()):
        own = _ring_w(choice, size) if ringed else length(choice.label, size) + _TICK_WORD + TICK_BOX / 2
        needed = own + (_ROOM_FOR_OTHER if choice.source else 0)
        if columns and number:
            row, x = (row, pad + step * (number % columns)) if number % columns else (row + 1, pad)
        elif x > pad and x + needed > wide - 1:
            x, row = pad, row + 1
        room = (x + own + 4.2, wide - x - own - 9.2) if choice.source else None
        yield Standing(value, choice, row, x, room)
        x += (wide if choice.source and not columns else own) + gap


def _ring_w(choice: ChoiceText, size: float) -> float:
    return max(length(choice.label, size) + 3.0, 6.0)


def _options(d: Drawing, cell: Writing, box: Box, source: Source, label: str) -> None:
    standing, size, ringed = flow(cell, box.w), option_size(cell, box.w), cell.kind == "circles"
    rows = standing[-1].row + 1
    pitch = min(TICK_ROW, (box.h - 0.6) / rows)
    top = box.y + (box.h - pitch * (rows - 1)) / 2
    options = []
    for place in standing:
        middle = top + place.row * pitch
        wide = _ring_w(place.choice, size) if ringed else TICK_BOX
        options.append(Option(place.value, box.x + place.x + wide / 2, middle, place.choice.label, wide if ringed else 0.0))
        if place.room is not None:
            _other(d, place, Box(box.x + place.room[0], middle - 3.3, place.room[1], 6.6), source)
    unmarked = tuple(cell.unmarked)
    if not ringed:
        d.add(TickField(_id(d, source), label, source, tuple(options), TICK_BOX, size, unmarked=unmarked))
        return
    for one, other in pairwise(standing):
        if one.row == other.row and not one.room:
            end = box.x + one.x + _ring_w(one.choice, size)
            d.label(Box(end, top + one.row * pitch - 2, box.x + other.x - end, 4), "・", 8, Align.CENTER)
    d.add(CircleField(_id(d, source), label, source, tuple(options), h=min(5.0, pitch - 0.6), size=size, unmarked=unmarked))


def _other(d: Drawing, place: Standing, box: Box, source: Source) -> None:
    d.label(Box(box.x - 3.8, box.y, 3.6, box.h), "（", 9)
    d.label(Box(box.right + 0.4, box.y, 3.6, box.h), "）", 9)
    step = place.choice.source or ""
    words = Source((step,), when=source.when)
    d.add(TextField(d.names.new(step), place.choice.label, words, box, 10.5, 5, 3, longest=20))
