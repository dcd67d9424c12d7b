"""A form as staff look at it while they place things: every place outlined with its id, a sample in it, a grid in mm under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeGuard

from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Colour, Ink, Path, Rectangle, Words
from kiosk.forms.lint import boxes
from kiosk.forms.render import Marks, PageJob, Press
from kiosk.forms.text import shape
from kiosk.model.form import (
    AnswerField,
    ByHandField,
    CircleField,
    CombField,
    DateField,
    Face,
    Field,
    Form,
    SealField,
    Source,
    TextField,
    TickField,
)

_FINE: Colour = (0.70, 0.85, 1.0)
_TENS: Colour = (1.0, 0.62, 0.62)
_PLACE: Colour = (0.75, 0.0, 0.55)
_EMPTY: Colour = (0.0, 0.45, 0.2)
_SMALL_PT = 5.0
_EXAMPLE = Marks("N1-0427", "海7", date(2026, 12, 28))
_LETTERS = "沖縄県那覇市泉崎一丁目二番三号"


def draft(form: Form, press: Press, *, grid: bool) -> bytes:
    """Every sheet of the form with samples in its places, as PDF. grid: with mm lines and the places' outlines and ids."""
    sheets = (form, *form.more, *(group.sheet for group in form.groups))
    jobs = [_job(sheet, press, grid) for sheet in sheets]
    return press.fill_all(jobs, _EXAMPLE, title=f"draft {form.id}")[0]


def _job(sheet: Form, press: Press, grid: bool) -> PageJob:
    # Each place gets an answer of its own, so that two that show the same question are seen both, whatever their conditions.
    asked = replace(
        sheet,
        fields=tuple(replace(f, source=Source((f.id,))) if _asks(f) else f for f in sheet.fields),
    )
    values: dict[str, str | tuple[str, ...]] = {f.id: sample(f) for f in sheet.fields if _asks(f)}
    for problem in press.check(asked, values):  # too small even for its sample: the outline is there, lint says the rest
        values.pop(problem.field, None)
    extra = (*_grid(press.fonts, sheet.width, sheet.height), *_outlines(press.fonts, sheet)) if grid else ()
    return PageJob(asked, values, extra)


def _asks(field: Field) -> TypeGuard[AnswerField]:
    return isinstance(field, AnswerField) and field.source.steps[:1] not in [(mark,) for mark in _EXAMPLE.values()]


def sample(field: AnswerField) -> str | tuple[str, ...]:
    """An answer for that place: as long as it must hold, every choice marked."""
    match field:
        case TextField():
            count = field.longest or max(2, int(field.box.w / (field.size * 25.4 / 72) * 0.8))
            return "0981234567" if field.is_phone else (_LETTERS * 20)[:count]
        case CombField():
            return ("1234567890" * 6)[: field.cells]
        case TickField() | CircleField():
            return tuple(option.value for option in field.options)
        case DateField():
            return "1988-12-28"


def _grid(fonts: FontSet, width: float, height: float) -> Iterator[Ink]:
    for across, far, deep in ((True, width, height), (False, height, width)):
        for mm in range(5, int(far) + 1, 5):
            ends = ((mm, 0.0), (mm, deep)) if across else ((0.0, mm), (deep, mm))
            yield Path(ends, 0.1 if mm % 10 == 0 else 0.05, colour=_TENS if mm % 10 == 0 else _FINE, through=True)
        for mm in range(10, int(far), 10):
            for along in range(5, int(deep), 100):
                x, y = (mm + 0.3, along) if across else (along, mm - 0.4)
                yield words(fonts, str(mm), x, y, _TENS)


def _outlines(fonts: FontSet, sheet: Form) -> Iterator[Ink]:
    for field in sheet.fields:
        colour = _EMPTY if isinstance(field, ByHandField | SealField) else _PLACE
        places = boxes(field)
        for box in field.places() if isinstance(field, CombField) else places.values():
            yield Rectangle(box, 0.12, colour=colour)
        if first := next(iter(places.values()), None):
            yield words(fonts, _caption(field), first.x + 0.2, first.y - 0.3, colour)


def _caption(field: Field) -> str:
    kind = {ByHandField: "by hand: ", SealField: "seal: "}.get(type(field), "")
    return f"{kind}{field.id}"


def words(fonts: FontSet, text: str, x: float, y: float, colour: Colour | None = None, size: float = _SMALL_PT) -> Words:
    """Words on a line from (x, y) mm; letters that no font has are left out."""
    return Words(x, y, size, shape(fonts, Face.GOTHIC, text).glyphs, colour=colour)
