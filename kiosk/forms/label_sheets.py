"""Sheets of labels as data: assets/forms/labels.yaml to places in mm, every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field as Key
from pydantic import ValidationError

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.source import Source, read_source
from kiosk.forms.entries import Entry, Id, Name, Pair
from kiosk.model.form import Box, Form, Mode

INSIDE_MM = 2.0  # a sheet lies that much askew in a tray, and a knife cuts that much beside its line


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """One kind of label paper. cells: every label, row by row from the upper left; edge: what a printer leaves white (sides, ends).

    paper: an empty page of that size.
    """

    id: str
    name: str
    width: float
    height: float
    cells: tuple[Box, ...]
    edge: tuple[float, float]
    makers: tuple[str, ...]
    source: str
    verified_on: date
    paper: Form

    def safe(self, number: int) -> Box:
        """Where ink may go on the label of that number, from 1: inside the label, and off the paper's edge."""
        cell = self.cells[number - 1]
        left, top = max(cell.x + INSIDE_MM, self.edge[0]), max(cell.y + INSIDE_MM, self.edge[1])
        right = min(cell.right - INSIDE_MM, self.width - self.edge[0])
        return Box(left, top, right - left, min(cell.bottom - INSIDE_MM, self.height - self.edge[1]) - top)


class SheetEntry(Entry):
    """One sheet of the file."""

    id: Id
    name: Name
    page: Pair
    across: Annotated[int, Key(ge=1, le=20)]
    down: Annotated[int, Key(ge=1, le=40)]
    label: Pair
    first: Pair
    pitch: Pair
    edge: Pair
    makers: list[Name]
    source: Annotated[str, Key(min_length=1)]
    verified_on: date

    def build(self) -> LabelSheet:
        """As the rest of the program sees it."""
        (x, y), (dx, dy), (w, h) = self.first, self.pitch, self.label
        cells = tuple(Box(x + column * dx, y + row * dy, w, h) for row in range(self.down) for column in range(self.across))
        edge = (self.edge[0], self.edge[1])
        width, height = self.page
        title, mode = f"labels_{self.id}", Mode.PREPRINTED  # the labels lie on the paper already: this printer's offset counts
        paper = Form(title, self.name, "", self.source, self.verified_on, "", width, height, (), (), mode=mode)
        makers = tuple(self.makers)
        return LabelSheet(self.id, self.name, width, height, cells, edge, makers, self.source, self.verified_on, paper)


class LabelsFile(Entry):
    """assets/forms/labels.yaml."""

    sheets: Annotated[list[SheetEntry], Key(min_length=1)]


def load_label_sheets(path: Path) -> Mapping[str, LabelSheet]:
    """The sheets of that file by id; ContentError with file, line and field of every mistake."""
    source = read_source(path, path.name)
    try:
        file = LabelsFile.model_validate(dict(source.data))
    except ValidationError as error:
        problems = [_problem(source, row["loc"], f"{row['msg']}.") for row in error.errors(include_url=False)]
        raise ContentError(problems) from None
    found = [problem for number, entry in enumerate(file.sheets) for problem in _wrong(source, number, entry)]
    ids = [entry.id for entry in file.sheets]
    found += [_problem(source, ("sheets", at), f"{one!r} stands here twice.") for at, one in enumerate(ids) if one in ids[:at]]
    if found:
        raise ContentError(found)
    return {entry.id: entry.build() for entry in file.sheets}


def _wrong(source: Source, number: int, entry: SheetEntry) -> Iterator[ContentProblem]:
    place = ("sheets", number)
    if min(*entry.page, *entry.label, *entry.pitch) <= 0 or min(*entry.first, *entry.edge) < 0:
        yield _problem(source, place, "sizes are larger than 0, distances from the edge not below it.")
        return
    sheet = entry.build()
    paper, last = Box(-0.01, -0.01, sheet.width + 0.02, sheet.height + 0.02), sheet.cells[-1]
    if not paper.holds(last):
        over = max(last.right - sheet.width, last.bottom - sheet.height)
        yield _problem(source, (*place, "pitch"), f"the last label reaches {over:.1f} mm over the paper.")
    if (entry.across > 1 and entry.pitch[0] < entry.label[0] - 0.01) or (entry.down > 1 and entry.pitch[1] < entry.label[1] - 0.01):
        yield _problem(source, (*place, "pitch"), "the labels lie over each other: pitch is smaller than label.")
    if any(sheet.safe(at).w < 15 or sheet.safe(at).h < 10 for at in range(1, len(sheet.cells) + 1)):
        yield _problem(source, (*place, "label"), "hardly anything of a label can be printed on.")


def _problem(source: Source, place: tuple[str | int, ...], wrong: str) -> ContentProblem:
    mend = "Measure it on the maker's drawing."
    return ContentProblem(source.file, source.line(place), source.field(place), wrong, mend)
