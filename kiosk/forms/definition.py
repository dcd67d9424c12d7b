"""A form file read into a Form: one pydantic model a kind of entry, strict, every mistake named by its path.

These models also make the JSON Schema for editors: `FormFile.model_json_schema()`. Numbers may have decimals and may come as text,
because the content reader keeps 32.5 as written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationError, model_validator
from pydantic import Field as Key

from kiosk.content.build import build_condition
from kiosk.content.entries import ConditionEntry
from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.source import read_source
from kiosk.forms.blocks import About
from kiosk.forms.drawing import Drawing, Names, Place
from kiosk.forms.entries import Entry, FormDefinitionError, Id, Mm, Name, Pair, Share, Size, Wrong, number
from kiosk.forms.paper import PAPER_MM, PageEntry, Sheet
from kiosk.forms.sections import SectionEntry
from kiosk.forms.typeset import Typeset, typeset
from kiosk.model import form as model
from kiosk.model.form import Box
from kiosk.paths import ASSETS

_ERAS = ("明治", "大正", "昭和", "平成", "令和")


@dataclass(frozen=True, slots=True)
class Definition:
    """A form with the way back to its file. where: (line, field) for a field's id, or for `label …` of a printed word."""

    form: model.Form
    where: Callable[[str], tuple[int, str]]


def read_form(raw: Mapping[str, Any], folder: Path = ASSETS / "forms") -> model.Form:
    """The form of those plain values; FormDefinitionError with every mistake, each with its path. folder: of a city's own PDF."""
    return _read(raw, folder).form


def load_form(path: Path, *, any_edition: bool = False) -> model.Form:
    """The form in that YAML file; ContentError with file, line and field of every mistake.

    any_edition: over whatever city PDF lies there now, for staff who look where the places of a new edition are.
    """
    return load_definition(path, any_edition=any_edition).form


def load_definition(path: Path, *, any_edition: bool = False) -> Definition:
    """As `load_form`, with the lines that places and words stand on."""
    source = read_source(path, path.name)
    try:
        made = _read(source.data, path.parent, any_edition=any_edition)
    except FormDefinitionError as error:
        schema = "Compare assets/schemas/form.schema.json."
        raise ContentError(
            [
                ContentProblem(path.name, source.line(p.path), source.field(p.path), f"{p.message.rstrip('.')}.", p.mend or schema)
                for p in error.problems
            ]
        ) from None

    def where(name: str) -> tuple[int, str]:
        place = _in_file(made.origins.get(name.partition(".")[0], made.origins.get(name, ())), source.data)
        return source.line(place), source.field(place)

    return Definition(made.form, where)


def _read(raw: Mapping[str, Any], folder: Path, *, any_edition: bool = False) -> Typeset:
    try:
        return FormFile.model_validate(dict(raw)).to_form(folder, any_edition=any_edition)
    except ValidationError as error:
        rows = error.errors(include_url=False)
        raise FormDefinitionError([_wrong(_in_file(row["loc"], raw), row["msg"]) for row in rows]) from None
    except FormDefinitionError as error:
        raise FormDefinitionError([replace(wrong, path=_in_file(wrong.path, raw)) for wrong in error.problems]) from None


def _in_file(place: Sequence[str | int], raw: Mapping[str, Any]) -> Place:
    """The place as it stands in the file: without the names the checker puts between (the kind of an entry, a list of one)."""
    here: Any = raw
    path: list[str | int] = []
    for at, part in enumerate(place):
        inner = _within(here, part)
        if inner is not None:
            path.append(part)
            here = inner
        elif at + 1 == len(place) and isinstance(here, dict) and isinstance(part, str):
            path.append(part)
    return tuple(path)


def _within(here: Any, part: str | int) -> Any:
    if isinstance(here, dict) and isinstance(part, str):
        return here.get(part)
    return here[part] if isinstance(here, list) and isinstance(part, int) and -1 < part < len(here) else None


def _wrong(place: Place, message: str) -> Wrong:
    return Wrong(place, message.removeprefix("Value error, "))


class OnPage(Entry):
    """An entry of the explicit style; page: which sheet of the form it stands on, from 1."""

    page: Annotated[int, Key(ge=1, le=40)] = 1


class Boxed(OnPage):
    """An entry with a rectangle in mm."""

    x: Mm
    y: Mm
    w: Size
    h: Size

    def box(self) -> Box:
        """Its rectangle."""
        return Box(self.x, self.y, self.w, self.h)


# --- art -----------------------------------------------------------------------------------------------------------------
class LineEntry(OnPage):
    """A ruled line between two points [x, y]."""

    kind: Literal["line"]
    start: Pair = Key(alias="from")
    end: Pair = Key(alias="to")
    width: Size = 0.2
    dash: Mm = 0.0

    def build(self) -> model.Art:
        """As the model holds it."""
        return model.Line(self.start[0], self.start[1], self.end[0], self.end[1], self.width, self.dash)


class BoxEntry(Boxed):
    """A rectangle; fill from 0 (black) to 1 (white)."""

    kind: Literal["box"]
    width: Mm = 0.2
    fill: Share | None = None

    def build(self) -> model.Art:
        """As the model holds it."""
        return model.Frame(self.box(), self.width, self.fill)


class LabelEntry(Boxed):
    """Printed words."""

    kind: Literal["label"]
    text: Name
    size: Size = 9.0
    align: Literal["left", "center", "right", "spread"] = "left"
    face: Literal["gothic", "bold", "mincho"] = "gothic"
    grey: Share = 0.0

    def build(self) -> model.Art:
        """As the model holds it."""
        return model.Label(self.box(), self.text, self.size, model.Align(self.align), model.Face(self.face), self.grey)


# --- fields --------------------------------------------------------------------------------------------------------------
class Answer(OnPage):
    """What answer fields share: `from` one step, or a list whose first asked one wins."""

    id: Id
    label: Name
    source: Name | Annotated[list[Name], Key(min_length=1)] = Key(alias="from")
    fall_back_when: dict[str, list[str]] | None = None
    when: ConditionEntry | None = None

    def sources(self) -> model.Source:
        """As the model holds it."""
        steps = (self.source,) if isinstance(self.source, str) else tuple(self.source)
        fall = {step: tuple(values) for step, values in self.fall_back_when.items()} if self.fall_back_when is not None else None
        return model.Source(steps, fall, build_condition(self.when))


class TextEntry(Answer, Boxed):
    """Free text."""

    kind: Literal["text"]
    size: Size = 11.0
    min: Size = 7.0
    lines: Annotated[int, Key(ge=1, le=6)] = 1
    align: Literal["left", "center", "right"] = "left"
    face: Literal["gothic", "bold", "mincho"] = "mincho"
    format: Literal["phone"] | None = None
    longest: Annotated[int, Key(ge=0, le=200)] = 0

    @model_validator(mode="after")
    def _floor_below_size(self) -> TextEntry:
        if self.min > self.size:
            raise ValueError("`min` is larger than `size`")
        return self

    def build(self) -> model.Field:
        """As the model holds it."""
        align, face = model.Align(self.align), model.Face(self.face)
        return model.TextField(
            self.id, self.label, self.sources(), self.box(), self.size, self.min, self.lines, align, face, self.format == "phone",
            self.longest,
        )  # fmt: skip


class CombEntry(Answer, Boxed):
    """One character a cell."""

    kind: Literal["comb"]
    cells: Annotated[int, Key(ge=1, le=60)]
    align: Literal["left", "right"] = "left"
    size: Size = 11.0
    ruled: bool = False

    def build(self) -> model.Field:
        """As the model holds it."""
        align = model.Align(self.align)
        return model.CombField(self.id, self.label, self.sources(), self.box(), self.cells, align, self.size, self.ruled)


class OptionEntry(Entry):
    """One choice: x, y are the middle of its tick box or its ring."""

    value: Name
    x: Mm
    y: Mm
    label: str = ""

    def build(self) -> model.Option:
        """As the model holds it."""
        return model.Option(self.value, self.x, self.y, self.label)


class TickEntry(Answer):
    """Tick boxes with their words."""

    kind: Literal["tick"]
    options: Annotated[list[OptionEntry], Key(min_length=1)]
    box: Size = 3.2
    size: Size = 9.0
    mark: Literal["check", "circle", "fill"] = "check"
    unmarked: list[str] = []

    def build(self) -> model.Field:
        """As the model holds it."""
        options, mark = tuple(option.build() for option in self.options), model.Mark(self.mark)
        return model.TickField(self.id, self.label, self.sources(), options, self.box, self.size, mark, tuple(self.unmarked))


class CircleEntry(Answer):
    """Words to ring."""

    kind: Literal["circle"]
    options: Annotated[list[OptionEntry], Key(min_length=1)]
    w: Size = 8.0
    h: Size = 5.0
    size: Size = 9.0
    unmarked: list[str] = []

    def build(self) -> model.Field:
        """As the model holds it."""
        options = tuple(option.build() for option in self.options)
        return model.CircleField(self.id, self.label, self.sources(), options, self.w, self.h, self.size, tuple(self.unmarked))


class DateEntry(Answer):
    """A date on one row: y, h of the row; year, month, day, western are [x, w]; eras give the middle x of each era's name.

    Without eras the era's name is written before its year.
    """

    kind: Literal["date"]
    y: Mm
    h: Size
    year: Pair
    month: Pair
    day: Pair
    western: Pair | None = None
    eras: dict[Literal["明治", "大正", "昭和", "平成", "令和"], Mm] = {}
    size: Size = 10.5
    era_size: Size = 8.0

    @model_validator(mode="after")
    def _all_eras(self) -> DateEntry:
        if self.eras and set(self.eras) != set(_ERAS):
            raise ValueError("`eras` names all of 明治 大正 昭和 平成 令和, or none")
        return self

    def build(self) -> model.Field:
        """As the model holds it."""
        middle = self.y + self.h / 2
        eras = tuple(model.Option(era, x, middle, era) for era, x in self.eras.items())
        year, month, day = (self._part(pair) for pair in (self.year, self.month, self.day))
        western = self._part(self.western) if self.western else None
        return model.DateField(
            self.id, self.label, self.sources(), year, month, day, eras, western, size=self.size, era_size=self.era_size
        )

    def _part(self, pair: list[float]) -> Box:
        return Box(pair[0], self.y, pair[1], self.h)


class ByHandEntry(Boxed):
    """A place for the pen; nothing is printed inside. sign: a signature, which the cover sheet names while `when` holds."""

    kind: Literal["by_hand"]
    id: Id
    label: Name
    sign: bool = False
    when: ConditionEntry | None = None

    def build(self) -> model.Field:
        """As the model holds it."""
        return model.ByHandField(self.id, self.label, self.box(), self.sign, build_condition(self.when))


class SealEntry(OnPage):
    """A place for a seal of d mm around x, y; nothing is printed inside."""

    kind: Literal["seal"]
    id: Id
    label: Name
    x: Mm
    y: Mm
    d: Size

    def build(self) -> model.Field:
        """As the model holds it."""
        return model.SealField(self.id, self.label, self.x, self.y, self.d)


class QrEntry(OnPage):
    """A QR code w mm wide with its quiet zone; 16 mm at least so that a hand scanner reads it."""

    kind: Literal["qr"]
    id: Id
    label: Name
    x: Mm
    y: Mm
    w: Annotated[float, BeforeValidator(number), Key(ge=16)]
    data: Name = "v1:{receipt_no}:{form.id}:{crc}"

    def build(self) -> model.Field:
        """As the model holds it."""
        return model.QrField(self.id, self.label, Box(self.x, self.y, self.w, self.w), self.data)


ArtEntry = Annotated[LineEntry | BoxEntry | LabelEntry, Key(discriminator="kind")]
FieldEntry = Annotated[
    TextEntry | CombEntry | TickEntry | CircleEntry | DateEntry | ByHandEntry | SealEntry | QrEntry, Key(discriminator="kind")
]


class FormFile(Entry):
    """A whole form file: either `sections`, or `art` and `fields` in mm.

    edition: `draft` until the city's own paper takes its place; counter: where it is handed in.
    """

    id: Id
    title: Name
    edition: Name
    source: Annotated[str, Key(min_length=1)]
    verified_on: date
    counter: str = ""
    page: PageEntry = PageEntry()
    art: list[ArtEntry] = []
    fields: list[FieldEntry] = []
    sections: list[SectionEntry] = []

    @model_validator(mode="after")
    def _one_way(self) -> FormFile:
        ids = [field.id for field in self.fields]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"field ids stand twice: {', '.join(twice)}")
        if bool(self.sections) == bool(self.fields):
            raise ValueError("a form has `sections`, or `fields` with their `art`; one of the two")
        if self.sections and self.art:
            raise ValueError("`art` belongs to `fields`; sections draw for themselves")
        if self.sections and (self.page.size not in (None, "A4") or self.page.landscape or self.page.mode != "drawn"):
            raise ValueError("sections are drawn, on upright A4")
        if self.page.mode == "preprinted" and self.art:
            raise ValueError("`art` would be printed over what stands on the paper already: leave it out")
        return self

    def to_form(self, folder: Path, *, any_edition: bool = False) -> Typeset:
        """The form as the rest of the program sees it, and which entry made what. folder: where the form's file lies."""
        if self.sections:
            return typeset(self._about(*PAPER_MM["A4"]), self.sections)
        origins: dict[str, Place] = {field.id: ("fields", at) for at, field in enumerate(self.fields)}
        for at, entry in enumerate(self.art):
            if isinstance(entry, LabelEntry):
                origins.setdefault(f"label {entry.text}", ("art", at))
        for at, field in enumerate(self.fields):
            if isinstance(field, TickEntry):
                origins |= {f"label {option.label}": ("fields", at) for option in field.options}
        sheets = self.page.sheets(folder, max(entry.page for entry in (*self.fields, *self.art)), any_edition=any_edition)
        first, *more = [self._page(number, sheet, origins) for number, sheet in enumerate(sheets, 1)]
        return Typeset(replace(first, more=tuple(more)), origins)

    def _about(self, width: float, height: float) -> About:
        return About(self.id, self.title, self.edition, self.source, self.verified_on, self.counter, width, height)

    def _page(self, number: int, sheet: Sheet, origins: dict[str, Place]) -> model.Form:
        page = Drawing(Names(), origins)
        page.art = [entry.build() for entry in self.art if entry.page == number]
        page.fields = [entry.build() for entry in self.fields if entry.page == number]
        form = self._about(sheet.width, sheet.height).form(page, "" if number == 1 else str(number))
        return replace(form, mode=model.Mode(self.page.mode), background=sheet.background)
