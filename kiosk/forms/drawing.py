"""A page while it is being drawn: art and places in mm, and for each the entry of the form file it came from."""

from __future__ import annotations

from kiosk.forms.entries import FormDefinitionError, Wrong
from kiosk.forms.measure import length, set_label
from kiosk.forms.text import MM_PER_PT
from kiosk.model.form import Align, Art, Box, Face, Field, Frame, Label, Line, TickField

Place = tuple[str | int, ...]
GREY = 0.35
_QUESTION_W = 60.0
_OVER = 0.8  # mm that words may be higher than their box: the line above the first letter is white
LEAD = MM_PER_PT * 1.2  # mm a line of printed words takes, a point of its size


class Names:
    """Ids of a form's fields, each given once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def new(self, wish: str) -> str:
        """The wished id, with a number behind it when somebody has it already."""
        wish = wish.replace("#", "_").replace(".", "_")
        count = self._given[wish] = self._given.get(wish, 0) + 1
        return wish if count == 1 else f"{wish}__{count}"


class Drawing:
    """One page. `at` is the entry being drawn; `origins` says for a field's id or a printed word which entry made it."""

    def __init__(self, names: Names, origins: dict[str, Place]) -> None:
        self.names, self.origins = names, origins
        self.art: list[Art] = []
        self.fields: list[Field] = []
        self.at: Place = ()

    def add(self, field: Field) -> None:
        """A place for an answer or the pen."""
        self.fields.append(field)
        self.origins[field.id] = self.at
        if isinstance(field, TickField):
            for option in field.options:
                self.origins.setdefault(f"label {option.label}", self.at)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.2, dash: float = 0.0) -> None:
        """A ruled line."""
        self.art.append(Line(x1, y1, x2, y2, width, dash))

    def frame(self, box: Box, width: float = 0.2, fill: float | None = None) -> None:
        """A rectangle."""
        self.art.append(Frame(box, width, fill))

    def label(
        self, box: Box, text: str, size: float = 9.0, align: Align = Align.LEFT, face: Face = Face.GOTHIC, grey: float = 0.0
    ) -> None:
        """Printed words on one line."""
        if text:
            self.art.append(Label(box, text, size, align, face, grey))
            self.origins.setdefault(f"label {text}", self.at)

    def word(self, x: float, y: float, h: float, text: str, size: float = 9.0, grey: float = 0.0) -> float:
        """Printed words from x on, as long as they are; gives where they end."""
        wide = length(text, size)
        self.label(Box(x, y, wide + 0.2, h), text, size, grey=grey)
        return x + wide

    def stacked(self, box: Box, lines: tuple[str, ...], size: float, align: Align, grey: float = 0.0) -> None:
        """Lines of words under each other, in the middle of the box; FormDefinitionError when they are higher than it."""
        step = size * LEAD
        if step * len(lines) > box.h + _OVER:
            high = f"its printed words need {step * len(lines):.0f} mm of height, there are {max(box.h, 0):.0f}"
            raise FormDefinitionError([Wrong(self.at, high, "Say it in fewer letters, or give it more room.")])
        top = box.y + (box.h - step * len(lines)) / 2
        for number, line in enumerate(lines):
            self.label(Box(box.x, top + number * step, box.w, step), line, size, align, grey=grey)

    def caption(self, box: Box, text: str, size: float = 9.5, under: str = "") -> None:
        """The printed name of a cell: spread when short, on more lines when long; `under` small and grey below it."""
        pad = _pad(box.w)
        inner = Box(box.x + pad, box.y, box.w - 2 * pad, box.h)
        if under:
            small, notes = _under(under, box.w)
            deep = small * LEAD * len(notes)
            inner = Box(inner.x, inner.y, inner.w, inner.h - deep - 0.8)
            self.stacked(Box(box.x + 1.5, inner.bottom, box.w - 3, deep), notes, small, Align.CENTER, GREY)
        points, lines = set_label(text, inner.w, inner.h - 0.6, size)
        if box.w >= _QUESTION_W:  # a question rather than a name
            self.stacked(inner, lines, points, Align.LEFT)
            return
        one_short = len(lines) == 1 and len(text) <= 6 and not set("（(・ 　") & set(text)
        self.stacked(inner, lines, points, Align.SPREAD if one_short else Align.CENTER)


def caption_height(text: str, wide: float, size: float, under: str = "") -> float:
    """How high a cell must be for its printed name to stay readable."""
    points, lines = set_label(text, wide - 2 * _pad(wide), 3 * size * LEAD, size, 7.0)
    deep = points * LEAD * len(lines) + 0.8
    if under:
        small, notes = _under(under, wide)
        deep += small * LEAD * len(notes) + 0.8
    return deep


def _pad(wide: float) -> float:
    return 4.0 if wide >= 26 else 2.0 if wide >= 14 else 1.0


def _under(text: str, wide: float) -> tuple[float, tuple[str, ...]]:
    return set_label(text, wide - 3, 6, 6.0, 5.0)
