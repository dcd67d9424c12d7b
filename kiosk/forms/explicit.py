"""How a form is written in millimetres: one pydantic model a kind of drawn thing or place.

Numbers may have decimals and may come as text, because the content reader keeps 32.5 as written.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Key

from kiosk.content.build import build_condition
from kiosk.content.entries import ConditionEntry
from kiosk.forms.entries import Entry, Id, Mm, Name, Pair, Share, Size, number
from kiosk.model import form as model
from kiosk.model.form import Box

_ERAS = ("明治", "大正", "昭和", "平成", "令和")


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
