"""What is wrong with a form's drawing before anybody prints it: off the page, over each other, words that do not fit or have no glyph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.forms.fonts import FontSet
from kiosk.forms.layout import tick_label
from kiosk.forms.measure import length
from kiosk.forms.text import fit, shape, width_mm
from kiosk.model.form import (
    Align,
    Box,
    ByHandField,
    CircleField,
    CombField,
    DateField,
    Field,
    Form,
    Frame,
    Label,
    Line,
    Mode,
    QrField,
    SealField,
    TextField,
    TickField,
)

MARGIN_MM = 5.0  # ordinary printers leave 4 to 5 mm of the paper white


@dataclass(frozen=True, slots=True)
class LintProblem:
    """One fault of a drawing. field: the field's or label's own name; mend: what helps."""

    field: str
    message: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


def lint(form: Form, fonts: FontSet, steps: frozenset[str] | None = None) -> tuple[LintProblem, ...]:
    """Everything wrong with the form's drawing on all its sheets. steps: the procedure's step ids, None leaves that check out."""
    sheets = (form, *form.more, *(group.sheet for group in form.groups))
    found = list(dict.fromkeys(problem for sheet in sheets for problem in _sheet(sheet, fonts)))
    if steps is not None:
        found += [LintProblem(step, "no question of the procedure gives this answer") for step in sorted(form.steps() - steps)]
    return tuple(found)


def form_files(folder: FilePath) -> tuple[FilePath, ...]:
    """The forms of a folder by name; labels.yaml beside them holds label sheets."""
    return tuple(sorted(path for path in folder.glob("*.yaml") if path.name != "labels.yaml"))


def check_form(path: FilePath, fonts: FontSet) -> tuple[ContentProblem, ...]:
    """Everything wrong with a form file, each with its line, its field and the mend; a file that cannot be read says why."""
    from kiosk.forms.definition import load_definition

    try:
        definition = load_definition(path)
    except ContentError as error:
        return error.problems
    stem = path.name.removesuffix(".yaml")
    found = [_at(path.name, definition.where(problem.field), problem) for problem in lint(definition.form, fonts)]
    if definition.form.id != stem:
        found.append(ContentProblem(path.name, 1, "id", f"{definition.form.id!r} is not the file's own name.", f"Write {stem!r}."))
    return tuple(sorted(found, key=lambda problem: problem.line))


def _at(file: str, place: tuple[int, str], problem: LintProblem) -> ContentProblem:
    return ContentProblem(file, place[0], place[1] or problem.field, f"{problem}.", problem.mend)


def _sheet(form: Form, fonts: FontSet) -> Iterator[LintProblem]:
    yield from _off_page(form)
    yield from _overlaps(form)
    yield from _words(form, fonts)
    yield from _ink_in_empty_places(form)
    yield from _small_type(form)
    yield from _longest(form, fonts)


def boxes(field: Field) -> Mapping[str, Box]:
    """The places a field may put ink in, by name."""
    match field:
        case TextField() | CombField() | ByHandField() | QrField() | SealField():
            return {field.id: field.box}
        case TickField():
            return {f"{field.id}.{o.value}": _around(o.x, o.y, field.box_mm, field.box_mm) for o in field.options}
        case CircleField():
            return {f"{field.id}.{o.value}": _around(o.x, o.y, o.w or field.w, field.h) for o in field.options}
        case DateField():
            eras = {f"{field.id}.{o.value}": _around(o.x, o.y, field.ring_w, field.ring_h) for o in field.eras}
            parts = {f"{field.id}.year": field.year, f"{field.id}.month": field.month, f"{field.id}.day": field.day}
            return eras | parts | ({f"{field.id}.western": field.western} if field.western else {})


def _around(x: float, y: float, w: float, h: float) -> Box:
    return Box(x - w / 2, y - h / 2, w, h)


def _places(form: Form) -> dict[str, Box]:
    return {name: box for field in form.fields for name, box in boxes(field).items()}


def _off_page(form: Form) -> Iterator[LintProblem]:
    safe = Box(MARGIN_MM, MARGIN_MM, form.width - 2 * MARGIN_MM, form.height - 2 * MARGIN_MM)
    named = [(f"label {label.text}", label.box) for label in _labels(form)]
    for name, box in [*_places(form).items(), *named]:
        if not safe.holds(box):
            edge = f"reaches into the {MARGIN_MM:g} mm at the paper's edge that printers leave white"
            yield LintProblem(name, edge, "Move it inwards.")


def _overlaps(form: Form) -> Iterator[LintProblem]:
    mend = "Move one of them, make it smaller, or say it in fewer letters."
    places = [(name, "", box) for name, box in _places(form).items()]
    words = [(f"label {label.text}", label.text, _inked(label)) for label in _labels(form)]
    for (one, said, first), (other, also, second) in _near([*places, *words]):
        if said and also:
            if first.overlaps(second, by=0.4):
                yield LintProblem(one, f"lies over the printed word {also}", mend)
        elif first.overlaps(second):
            if said or also:
                yield LintProblem(other if said else one, f"lies over the printed word {said or also}", mend)
            # The rings of one field may touch: only one of them is ever drawn.
            elif one.split(".")[0] != other.split(".")[0] or "." not in one:
                yield LintProblem(one, f"lies over {other}", mend)


_Named = tuple[str, str, Box]


def _near(named: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """The pairs that share some height, the upper one first."""
    rows = sorted(named, key=lambda one: one[2].y)
    for at, upper in enumerate(rows):
        for lower in rows[at + 1 :]:
            if lower[2].y >= upper[2].bottom:
                break
            yield upper, lower


def _labels(form: Form) -> list[Label]:
    words = [art for art in form.art if isinstance(art, Label)]
    if form.mode is not Mode.DRAWN:
        return words
    ticks = [(field, option) for field in form.fields if isinstance(field, TickField) for option in field.options]
    return [*words, *(tick_label(field, option) for field, option in ticks if option.label)]


def _inked(label: Label) -> Box:
    """The part of a label's box its letters can fill: as high as the type, as long as the words are in the wide face."""
    high = min(label.size * 25.4 / 72, label.box.h)
    long = min(length(label.text, label.size), label.box.w)
    left = {Align.CENTER: (label.box.w - long) / 2, Align.RIGHT: label.box.w - long}.get(label.align, 0.0)
    wide = label.box.w if label.align is Align.SPREAD else long
    return Box(label.box.x + left, label.box.y + (label.box.h - high) / 2, wide, high)


def _words(form: Form, fonts: FontSet) -> Iterator[LintProblem]:
    for label in _labels(form):
        run = shape(fonts, label.face, label.text)
        if run.missing:
            missing = " ".join(run.missing)
            yield LintProblem(f"label {label.text}", f"no font has {missing}", "Write it with letters of BIZ UD Gothic.")
        if width_mm(run.glyphs, label.size) > label.box.w + 0.05:
            needs = f"needs {width_mm(run.glyphs, label.size):.1f} mm, its box has {label.box.w:g}"
            yield LintProblem(f"label {label.text}", needs, "Say it in fewer letters, or make room.")


def _ink_in_empty_places(form: Form) -> Iterator[LintProblem]:
    for field in form.fields:
        if not isinstance(field, ByHandField | SealField):
            continue
        inner = field.box
        for art in form.art:
            if isinstance(art, Line) and _crosses(art, inner):
                yield LintProblem(field.id, "a ruled line runs through a place that must stay empty", "Move the line.")
            if isinstance(art, Frame) and art.fill is not None and art.box.overlaps(inner):
                yield LintProblem(field.id, "a filled box lies under a place that must stay empty", "Move one of them.")


def _crosses(line: Line, box: Box) -> bool:
    left, right = sorted((line.x1, line.x2))
    top, bottom = sorted((line.y1, line.y2))
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


def _small_type(form: Form) -> Iterator[LintProblem]:
    for field in form.fields:
        if isinstance(field, TextField) and field.floor < 5:
            yield LintProblem(field.id, "type below 5 points cannot be read", "Make `min` larger.")


def _longest(form: Form, fonts: FontSet) -> Iterator[LintProblem]:
    """A value as long as the place must hold, in wide letters."""
    for field in form.fields:
        if not isinstance(field, TextField) or not field.longest:
            continue
        run = shape(fonts, field.face, ("ナ" if "フリガナ" in field.label else "邉") * field.longest)
        if fit(run.glyphs, field.box.w, field.box.h, field.size, field.floor, field.lines) is None:
            holds = f"{field.longest} letters do not fit into {field.box.w:.0f} by {field.box.h:.0f} mm"
            yield LintProblem(field.id, holds, "Give it more width, more height or more lines.")
