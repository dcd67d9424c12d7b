"""A paper form as data: a page in millimetres, what is drawn on it, and the places that answers go to.

Origin is the top left corner of the paper, x to the right, y down; sizes of type are points. kiosk/forms/definition.py reads these
values from assets/forms/*.yaml; kiosk/forms/ draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.model.procedure import UNKNOWN

Values = Mapping[str, str | tuple[str, ...]]
"""Answers of a visit by step id; a question with several answers is a tuple."""


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
    """Which answer a field shows: the first of `steps` that was asked.

    Steps after the first count only while `fall_back_when` holds (step id -> answers), so that a person who did not give
    somebody's birthday never gets their own printed in its place.
    """

    steps: tuple[str, ...]
    fall_back_when: Mapping[str, tuple[str, ...]] | None = None

    def pick(self, values: Values) -> str | tuple[str, ...]:
        """The answer, or "" when none was given."""
        for number, step in enumerate(self.steps):
            if step in values and (number == 0 or self._may_fall_back(values)):
                return values[step]
        return ""

    def known(self, values: Values) -> str | tuple[str, ...]:
        """As `pick`, but わからない is no answer."""
        picked = self.pick(values)
        return "" if picked == UNKNOWN else picked

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


Art = Line | Frame | Label


# --- where answers go --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TextField:
    """Free text: shrinks from `size` to `floor` points, then wraps to `lines`, then is refused.

    is_phone: digits are set in the groups people read a telephone number in.
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


@dataclass(frozen=True, slots=True)
class CombField:
    """One character a cell; `ruled` draws the cells."""

    id: str
    label: str
    source: Source
    box: Box
    cells: int
    align: Align = Align.LEFT
    size: float = 11.0
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice printed on the paper, centred on (x, y): `label` is the word beside or inside the mark."""

    value: str
    x: float
    y: float
    label: str = ""


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
    """A place a person writes in (signature, consent); nothing is ever printed inside."""

    id: str
    label: str
    box: Box


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
class Form:
    """A whole form. width and height in mm; `source` says where its fields were found, `verified_on` when."""

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

    @property
    def page(self) -> Box:
        """The whole paper."""
        return Box(0, 0, self.width, self.height)

    def steps(self) -> frozenset[str]:
        """Every step id this form asks answers of (names that begin with "mark." are the kiosk's own)."""
        fields = [field for field in self.fields if isinstance(field, AnswerField)]
        named = {step for field in fields for step in field.source.steps}
        conditions = {step for field in fields for step in field.source.fall_back_when or {}}
        return frozenset(step for step in named | conditions if not step.startswith("mark."))

    def choices(self) -> dict[str, frozenset[str]]:
        """For every step shown by ticks or rings, the answers that have a place on the paper."""
        found: dict[str, frozenset[str]] = {}
        for field in self.fields:
            if isinstance(field, TickField | CircleField):
                places = {option.value for option in field.options} | {*field.unmarked, UNKNOWN}
                for step in field.source.steps:
                    found[step] = found.get(step, frozenset()) | places
        return found
