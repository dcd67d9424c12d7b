"""A form file read into a Form, strictly, every mistake named by its path.

Its models (kiosk/forms/sections.py, kiosk/forms/explicit.py) also make the JSON Schema for editors: `FormFile.model_json_schema()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field as Key
from pydantic import ValidationError, model_validator
from pydantic_core import ErrorDetails

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.source import read_source
from kiosk.forms.blocks import About
from kiosk.forms.drawing import Drawing, Names, Place
from kiosk.forms.entries import Entry, FormDefinitionError, Id, Name, Wrong
from kiosk.forms.explicit import ArtEntry, FieldEntry, LabelEntry, TickEntry
from kiosk.forms.mistakes import GUIDE, told
from kiosk.forms.paper import PAPER_MM, PageEntry, Sheet
from kiosk.forms.sections import SectionEntry
from kiosk.forms.typeset import Typeset, typeset
from kiosk.model import form as model
from kiosk.paths import ASSETS


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
        raise ContentError(
            [
                ContentProblem(path.name, source.line(p.path), source.field(p.path), f"{p.message.rstrip('.')}.", p.mend or GUIDE)
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
        raise FormDefinitionError([_wrong(row, _in_file(row["loc"], raw)) for row in rows]) from None
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


def _wrong(row: ErrorDetails, place: Place) -> Wrong:
    message, mend = told(row, place, FormFile)
    return Wrong(place, message, mend)


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
