"""A paper form as data: a page in millimetres, what is drawn on it, and the places that answers go to.

Origin is the top left corner of the paper, x to the right, y down; sizes of type are points. kiosk/forms/definition.py reads these
values from assets/forms/*.yaml; kiosk/forms/ draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from kiosk.model.procedure import UNKNOWN, Condition, holds, steps_in

Values = Mapping[str, str | tuple[str, ...]]
"""Answers of a visit by step id; a question with several answers is a tuple. `child_name#2` is the second of a group."""

OWN = "mark."
"""Names that begin so are the kiosk's own (receipt number, day, page), not answers."""


def plain(step: str) -> str:
    """The question a name asks: `child_name#2` asks child_name."""
    return step.partition("#")[0]


class Align(StrEnum):
    """Where text stands in its box; SPREAD is 均等割付, letters spread over the whole width."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    SPREAD = "spread"


class Face(StrEnum):
    """The hands a form is written in: GOTHIC for what is printed, MINCHO for what a person answered."""

    GOTHIC = "gothic"
    BOLD = "bold"
    MINCHO = "mincho"


class Mark(StrEnum):
    """How a chosen tick is shown."""

    CHECK = "check"
    CIRCLE = "circle"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper in mm."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.h

    def overlaps(self, other: Box, by: float = 0.05) -> bool:
        """True when both share an area more than `by` mm deep."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > by and down > by

    def holds(self, other: Box) -> bool:
        """True when the other lies inside."""
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom


@dataclass(frozen=True, slots=True)
class Source:
    """Which answer a field shows: the first of `steps` that was asked. No steps: drawn, and always left to the pen.

    Steps after the first count only while `fall_back_when` holds (step id -> answers), so that a person who did not give
    somebody's birthday never gets their own printed in its place. Where `when` does not hold the field stays empty.
    """

    steps: tuple[str, ...]
    fall_back_when: Mapping[str, tuple[str, ...]] | None = None
    when: Condition | None = None

    def pick(self, values: Values) -> str | tuple[str, ...]:
        """The answer, or "" when none was given."""
        if not holds(self.when, values):
            return ""
        for number, step in enumerate(self.steps):
            if step in values and (number == 0 or self._may_fall_back(values)):
                return values[step]
        return ""

    def known(self, values: Values) -> str | tuple[str, ...]:
        """As `pick`, but わからない is no answer."""
        picked = self.pick(values)
        return "" if picked == UNKNOWN else picked

    def asks(self) -> frozenset[str]:
        """Every question it looks at."""
        return frozenset(plain(step) for step in (*self.steps, *(self.fall_back_when or {}), *steps_in(self.when)))

    def _may_fall_back(self, values: Values) -> bool:
        return all(values.get(step) in allowed for step, allowed in (self.fall_back_when or {}).items())


# --- what is drawn ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line; width in mm, dash in mm on/off (0 is solid)."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle: line width in mm (0 draws none), fill from 0 black to 1 white (None is empty)."""

    box: Box
    width: float = 0.2
    fill: float | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Printed words, one line, centred vertically in their box."""

    box: Box
    text: str
    size: float = 9.0
    align: Align = Align.LEFT
    face: Face = Face.GOTHIC
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn shape through points: filled (0 black to 1 white, None is empty) and outlined (width in mm, 0 draws none, in grey)."""

    points: tuple[tuple[float, float], ...]
    fill: float | None = None
    width: float = 0.0
    grey: float = 0.0


Art = Line | Frame | Label | Shape


# --- where answers go --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TextField:
    """Free text: shrinks from `size` to `floor` points, then wraps to `lines`, then is refused.

    is_phone: digits are set in the groups people read a telephone number in. longest: letters the box must hold, which lint
    tries; 0 tries none.
    """

    id: str
    label: str
    source: Source
    box: Box
    size: float = 11.0
    floor: float = 7.0
    lines: int = 1
    align: Align = Align.LEFT
    face: Face = Face.MINCHO
    is_phone: bool = False
    longest: int = 0


@dataclass(frozen=True, slots=True)
class CombField:
    """One character a cell; `ruled` draws the cells.

    gaps: cell numbers (from 1) after which `gap` mm stay free, as in a postal code; drop: characters of an answer that get no cell.
    """

    id: str
    label: str
    source: Source
    box: Box
    cells: int
    align: Align = Align.LEFT
    size: float = 11.0
    ruled: bool = False
    gaps: tuple[int, ...] = ()
    gap: float = 2.0
    drop: str = ""

    def places(self) -> tuple[Box, ...]:
        """Its cells, from the left."""
        return comb_cells(self.box, self.cells, self.gaps, self.gap)


def comb_cells(box: Box, cells: int, gaps: tuple[int, ...], gap: float) -> tuple[Box, ...]:
    """The box cut into cells of one width, with `gap` mm after those of the numbers `gaps`."""
    inner = [number for number in gaps if 0 < number < cells]
    step = (box.w - gap * len(inner)) / cells
    before = [sum(number <= cell for number in inner) for cell in range(cells)]
    return tuple(Box(box.x + cell * step + before[cell] * gap, box.y, step, box.h) for cell in range(cells))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice printed on the paper, centred on (x, y): `label` is the word beside or inside the mark.

    w: how wide its ring is in mm, 0 takes the field's.
    """

    value: str
    x: float
    y: float
    label: str = ""
    w: float = 0.0


@dataclass(frozen=True, slots=True)
class TickField:
    """Printed boxes of `box_mm`, each with its word to the right; chosen ones are marked. `unmarked` answers mark none."""

    id: str
    label: str
    source: Source
    options: tuple[Option, ...]
    box_mm: float = 3.2
    size: float = 9.0
    mark: Mark = Mark.CHECK
    unmarked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CircleField:
    """Printed words, the chosen one ringed (○で囲む); w and h of the ring in mm."""

    id: str
    label: str
    source: Source
    options: tuple[Option, ...]
    w: float = 8.0
    h: float = 5.0
    size: float = 9.0
    unmarked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateField:
    """An ISO date written as a Japanese date: the era ringed, then year, month, day; `western` also gets the Gregorian year.

    The places are boxes that hold the digits; eras are printed words, value = 明治 大正 昭和 平成 令和. Without printed eras the
    era stands before its year (令和8).
    """

    id: str
    label: str
    source: Source
    year: Box
    month: Box
    day: Box
    eras: tuple[Option, ...] = ()
    western: Box | None = None
    ring_w: float = 8.4
    ring_h: float = 4.4
    size: float = 10.5
    era_size: float = 8.0


@dataclass(frozen=True, slots=True)
class ByHandField:
    """A place a person writes in (signature, consent); nothing but its own cells is ever printed inside.

    sign: a signature, which the cover sheet names, while `when` holds. cells, gaps, gap: drawn for one character each, 0 draws none.
    """

    id: str
    label: str
    box: Box
    sign: bool = False
    when: Condition | None = None
    cells: int = 0
    gaps: tuple[int, ...] = ()
    gap: float = 2.0


@dataclass(frozen=True, slots=True)
class SealField:
    """A place for a seal, a circle of `d` mm around (x, y); nothing is ever printed inside."""

    id: str
    label: str
    x: float
    y: float
    d: float

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box(self.x - self.d / 2, self.y - self.d / 2, self.d, self.d)


@dataclass(frozen=True, slots=True)
class QrField:
    """A QR code of the receipt number, w mm wide with its quiet zone; data may name {receipt_no}, {form.id}, {crc}."""

    id: str
    label: str
    box: Box
    data: str = "v1:{receipt_no}:{form.id}:{crc}"


AnswerField = TextField | CombField | TickField | CircleField | DateField
Field = AnswerField | ByHandField | SealField | QrField


@dataclass(frozen=True, slots=True)
class Group:
    """A table of a form with a row for each of several people; more of them than rows go to continuation sheets.

    id: such as child. rows: on the form itself. steps: questions of a row. sheet: one continuation sheet with `sheet_rows` rows, whose
    rows are numbered from 1 on every sheet; `mark.row#n` is the person's number in the whole list.
    """

    id: str
    rows: int
    steps: tuple[str, ...]
    sheet: Form
    sheet_rows: int

    def people(self, values: Values) -> int:
        """The highest row that has an answer."""
        wanted = set(self.steps)
        named = [step.partition("#") for step, value in values.items() if value]
        return max((int(number) for step, _, number in named if step in wanted and number.isdecimal()), default=0)


class Mode(StrEnum):
    """What is under the answers: our own drawing, a city's own PDF, or paper that is printed already."""

    DRAWN = "drawn"
    BACKGROUND = "background"
    PREPRINTED = "preprinted"


@dataclass(frozen=True, slots=True)
class Background:
    """A page of a city's own PDF file, numbered from 1. sha256 of the file: another file is another form, never printed over."""

    path: Path
    sha256: str
    page: int


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. width and height in mm; `source` says where its fields were found, `verified_on` when.

    art and fields are its first page; `more` holds the pages after it, each a Form of one page; groups: its tables of people.
    background: the page under it, when the mode is that.
    """

    id: str
    title: str
    edition: str
    source: str
    verified_on: date
    counter: str
    width: float
    height: float
    art: tuple[Art, ...]
    fields: tuple[Field, ...]
    more: tuple[Form, ...] = ()
    groups: tuple[Group, ...] = ()
    mode: Mode = Mode.DRAWN
    background: Background | None = None

    @property
    def page(self) -> Box:
        """The whole paper."""
        return Box(0, 0, self.width, self.height)

    def all_fields(self) -> tuple[Field, ...]:
        """The fields of every page and continuation sheet."""
        pages = (*self.more, *(group.sheet for group in self.groups))
        return (*self.fields, *(field for page in pages for field in page.all_fields()))

    def steps(self) -> frozenset[str]:
        """Every question this form asks answers of; `child_name#1` is child_name, and the kiosk's own marks are none."""
        asked = [field.source.asks() for field in self.all_fields() if isinstance(field, AnswerField)]
        return frozenset(step for steps in asked for step in steps if not step.startswith(OWN))

    def choices(self) -> dict[str, frozenset[str]]:
        """For every question shown by ticks or rings, the answers that have a place on the paper."""
        found: dict[str, frozenset[str]] = {}
        for field in self.all_fields():
            if isinstance(field, TickField | CircleField):
                places = {option.value for option in field.options} | {*field.unmarked, UNKNOWN}
                for step in field.source.steps:
                    found[plain(step)] = found.get(plain(step), frozenset()) | places
        return found

    def signatures(self, values: Values) -> tuple[ByHandField, ...]:
        """The places to sign, on every page of the form itself."""
        pages = (self, *self.more)
        places = [field for page in pages for field in page.fields if isinstance(field, ByHandField) and field.sign]
        return tuple(field for field in places if holds(field.when, values))
