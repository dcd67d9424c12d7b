"""Where every answer goes: fields and answers to ink in mm, and what would not come out right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG, Fault
from kiosk.forms.fonts import FontSet, Glyph
from kiosk.forms.ink import Ink, Path, Polygon, Rectangle, Ring, Words
from kiosk.forms.text import LEADING, MM_PER_PT, Fitted, fit, shape, width_mm
from kiosk.model.dates import era_of
from kiosk.model.form import (
    OWN,
    Align,
    AnswerField,
    Art,
    Box,
    ByHandField,
    CircleField,
    CombField,
    DateField,
    Face,
    Form,
    Frame,
    Label,
    Line,
    Mark,
    Mode,
    Option,
    Shape,
    TextField,
    TickField,
    Values,
    comb_cells,
)
from kiosk.visit.rules import group_phone

BASELINE = 0.38  # of the type size below the middle of a line: where kanji look centred (ascent 0.88, descent 0.12)
RING_MM, CHECK_MM = 0.45, 0.55
_TICK_GAP = 1.2


@dataclass(frozen=True, slots=True)
class FormProblem:
    """An answer that would not come out right on paper. steps: the questions that feed the box; label: the box's printed name.

    fault FORM-01: `characters` have no glyph, the box stays empty for the pen. FORM-02: too long, render refuses.
    """

    field: str
    label: str
    steps: tuple[str, ...]
    fault: Fault
    characters: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """True when the form cannot be printed before the answer is mended."""
        return self.fault is FORM_TOO_LONG


@dataclass(frozen=True, slots=True)
class Placed:
    """The answers of a form as ink. filled: how many fields got some."""

    inks: tuple[Ink, ...]
    problems: tuple[FormProblem, ...]
    filled: int


class _TooLong(Exception):
    """The value does not fit."""


class _Missing(Exception):
    """Some letters have no glyph."""

    def __init__(self, letters: tuple[str, ...]) -> None:
        super().__init__()
        self.letters = letters


def place(form: Form, values: Values, fonts: FontSet) -> Placed:
    """Every answer in its place. A field with a problem gets no ink at all: half a name must not look like a whole one.

    An answer that no option of the form stands for, or a date that is none, raises ValueError naming the field only.
    """
    inks: list[Ink] = []
    problems: list[FormProblem] = []
    filled = 0
    for field in form.fields:
        if not isinstance(field, AnswerField) or not (value := field.source.known(values)):
            continue
        try:
            drawn = list(_answer(field, value, fonts))
        except _TooLong:
            problems.append(_problem(field, FORM_TOO_LONG))
        except _Missing as missing:
            problems.append(_problem(field, FORM_GLYPH, missing.letters))
        else:
            inks += drawn
            filled += bool(drawn) and not field.source.steps[0].startswith(OWN)
    return Placed(tuple(inks), tuple(problems), filled)


def printed(form: Form, fonts: FontSet) -> tuple[Ink, ...]:
    """What we print before anybody answers: art, tick boxes, words to ring, comb cells; over a city's own paper art only."""
    inks: list[Ink] = [ink for art in form.art for ink in _art(art, fonts)]
    if form.mode is not Mode.DRAWN:
        return tuple(inks)
    for field in form.fields:
        if isinstance(field, TickField):
            inks += [ink for option in field.options for ink in _tick_box(field, option, fonts)]
        elif isinstance(field, CircleField):
            inks += [
                label_ink(fonts, _ring_label(option, field.w, field.h, field.size)) for option in field.options if option.label
            ]
        elif isinstance(field, DateField):
            inks += [label_ink(fonts, _ring_label(era, field.ring_w, field.ring_h, field.era_size)) for era in field.eras]
        elif isinstance(field, CombField) and field.ruled:
            inks += _comb_cells(field.places())
        elif isinstance(field, ByHandField) and field.cells:
            inks += _comb_cells(comb_cells(field.box, field.cells, field.gaps, field.gap))
    return tuple(inks)


def _problem(field: AnswerField, fault: Fault, letters: tuple[str, ...] = ()) -> FormProblem:
    return FormProblem(field.id, field.label, field.source.steps, fault, letters)


# --- answers -----------------------------------------------------------------------------------------------------------
def _answer(field: AnswerField, value: str | tuple[str, ...], fonts: FontSet) -> Iterator[Ink]:
    chosen = value if isinstance(value, tuple) else (value,)
    match field:
        case TickField():
            yield from (_tick(field, option) for option in _chosen(field.id, field.options, field.unmarked, chosen))
        case CircleField():
            options = _chosen(field.id, field.options, field.unmarked, chosen)
            yield from (_ring(option, field.w, field.h) for option in options)
        case DateField():
            yield from _date(field, chosen[0], fonts)
        case CombField():
            yield from _comb(field, _shaped(fonts, Face.MINCHO, chosen[0]))
        case TextField():
            text = group_phone(chosen[0]) if field.is_phone and len(chosen[0]) in (10, 11) else "、".join(chosen)
            yield from _text(field, _shaped(fonts, field.face, text))


def _shaped(fonts: FontSet, face: Face, text: str) -> tuple[Glyph, ...]:
    run = shape(fonts, face, text)
    if run.missing:
        raise _Missing(run.missing)
    return run.glyphs


def _text(field: TextField, glyphs: tuple[Glyph, ...]) -> Iterator[Ink]:
    fitted = fit(glyphs, field.box.w, field.box.h, field.size, field.floor, field.lines)
    if fitted is None:
        raise _TooLong
    yield from text_lines(fitted, field.box, field.align)


def text_lines(fitted: Fitted, box: Box, align: Align, grey: float = 0.0) -> Iterator[Ink]:
    """Fitted lines, centred vertically in their box."""
    size = fitted.size
    leading = size * LEADING * MM_PER_PT
    first = box.y + box.h / 2 - leading * (len(fitted.lines) - 1) / 2 + BASELINE * size * MM_PER_PT
    for number, row in enumerate(fitted.lines):
        yield Words(_start(row, box, size, align), first + number * leading, size, row, grey=grey)


def _start(row: tuple[Glyph, ...], box: Box, size: float, align: Align) -> float:
    slack = box.w - width_mm(row, size)
    return box.x + (slack / 2 if align is Align.CENTER else slack if align is Align.RIGHT else 0.0)


def _chosen(field: str, options: tuple[Option, ...], unmarked: tuple[str, ...], values: tuple[str, ...]) -> list[Option]:
    by_value = {option.value: option for option in options}
    if any(value and value not in by_value and value not in unmarked for value in values):
        raise ValueError(f"{field}: the form has no place for this answer")
    return [by_value[value] for value in values if value in by_value]


def _tick(field: TickField, option: Option) -> Ink:
    half = field.box_mm / 2
    if field.mark is Mark.CHECK:
        shape = ((-0.75, -0.1), (-0.15, 0.62), (1.15, -1.05))
        return Path(tuple((option.x + half * x, option.y + half * y) for x, y in shape), CHECK_MM)
    around = half * (1.7 if field.mark is Mark.CIRCLE else 0.6)
    return Ring(Box(option.x - around, option.y - around, 2 * around, 2 * around), RING_MM, solid=field.mark is Mark.FILL)


def _ring(option: Option, w: float, h: float) -> Ink:
    w = option.w or w
    return Ring(Box(option.x - w / 2, option.y - h / 2, w, h), RING_MM)


def _date(field: DateField, value: str, fonts: FontSet) -> Iterator[Ink]:
    try:
        day = date.fromisoformat(value)
        era, number = era_of(day)
    except ValueError:
        raise ValueError(f"{field.id}: not a date this form can show") from None
    if field.eras:
        yield from (_ring(option, field.ring_w, field.ring_h) for option in _chosen(field.id, field.eras, (), (era.kanji,)))
    year = ("" if field.eras else era.kanji) + ("元" if number == 1 else str(number))
    parts = [(field.year, year), (field.month, str(day.month)), (field.day, str(day.day))]
    if field.western:
        parts.append((field.western, str(day.year)))
    for box, text in parts:
        fitted = fit(_shaped(fonts, Face.MINCHO, text), box.w, box.h, field.size, field.size / 2, 1)
        if fitted is None:
            raise _TooLong
        yield from text_lines(fitted, box, Align.CENTER)


def _comb(field: CombField, glyphs: tuple[Glyph, ...]) -> Iterator[Ink]:
    glyphs = tuple(glyph for glyph in glyphs if glyph.text not in field.drop)
    if len(glyphs) > field.cells:
        raise _TooLong
    first = field.cells - len(glyphs) if field.align is Align.RIGHT else 0
    for cell, glyph in zip(field.places()[first:], glyphs, strict=False):
        yield from text_lines(Fitted(field.size, ((glyph,),)), cell, Align.CENTER)


# --- what is printed ----------------------------------------------------------------------------------------------------
def label_ink(fonts: FontSet, label: Label) -> Ink:
    """A label as ink; letters without a glyph are left out (lint reports them before a form is used)."""
    run = shape(fonts, label.face, label.text)
    baseline = label.box.y + label.box.h / 2 + BASELINE * label.size * MM_PER_PT
    if label.align is Align.SPREAD and len(run.glyphs) > 1:
        gap = (label.box.w - width_mm(run.glyphs, label.size)) / (len(run.glyphs) - 1)
        return Words(label.box.x, baseline, label.size, run.glyphs, max(gap, 0.0) / MM_PER_PT, label.grey)
    align = Align.CENTER if label.align is Align.SPREAD else label.align
    return Words(_start(run.glyphs, label.box, label.size, align), baseline, label.size, run.glyphs, 0.0, label.grey)


def tick_label(field: TickField, option: Option) -> Label:
    """The printed word to the right of a tick box; its box is as wide as the word, one em a letter at most."""
    left = option.x + field.box_mm / 2 + _TICK_GAP
    width = len(option.label) * field.size * MM_PER_PT
    return Label(Box(left, option.y - field.box_mm / 2, width, field.box_mm), option.label, field.size)


def _art(art: Art, fonts: FontSet) -> Iterator[Ink]:
    match art:
        case Line(x1, y1, x2, y2, width, dash):
            yield Path(((x1, y1), (x2, y2)), width, dash)
        case Frame(box, width, fill):
            yield Rectangle(box, width, fill)
        case Label():
            yield label_ink(fonts, art)
        case Shape(points, fill, width, grey):
            yield Path(points, width, colour=(grey, grey, grey)) if fill is None else Polygon(points, fill, width, grey)


def _tick_box(field: TickField, option: Option, fonts: FontSet) -> Iterator[Ink]:
    half = field.box_mm / 2
    yield Rectangle(Box(option.x - half, option.y - half, field.box_mm, field.box_mm), 0.2)
    if option.label:
        yield label_ink(fonts, tick_label(field, option))


def _ring_label(option: Option, w: float, h: float, size: float) -> Label:
    w = option.w or w
    return Label(Box(option.x - w / 2, option.y - h / 2, w, h), option.label or option.value, size, Align.CENTER)


def _comb_cells(cells: tuple[Box, ...]) -> Iterator[Ink]:
    """Runs of touching cells get one frame with thin walls."""
    start = 0
    for number, cell in enumerate(cells):
        last = number + 1 == len(cells) or cells[number + 1].x - cell.right > 0.01
        if not last:
            yield Path(((cell.right, cell.y), (cell.right, cell.bottom)), 0.1)
            continue
        first = cells[start]
        yield Rectangle(Box(first.x, first.y, cell.right - first.x, first.h), 0.2)
        start = number + 1
