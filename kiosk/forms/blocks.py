"""The pieces a page is stacked of, and the measures they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.forms.drawing import Drawing, Place
from kiosk.forms.measure import length
from kiosk.model.form import Box, Face, Form, Group

LEFT: Final = 15.0
RIGHT: Final = 195.0
FULL: Final = RIGHT - LEFT
BAR: Final = 6.0
TOP: Final = 42.0
SMALL_TOP: Final = 27.0
FOOT: Final = 283.0


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: `fixed` mm and `loose` mm that are stretched with the page. draw(page, top, scale)."""

    place: Place
    fixed: float
    loose: float
    draw: Callable[[Drawing, float, float], None]
    gap: float = 3.0
    at_foot: bool = False

    def height(self, scale: float) -> float:
        """Its height on a page of that scale."""
        return self.fixed + self.loose * scale


@dataclass(frozen=True, slots=True)
class About:
    """What a form says of itself, and its paper in mm."""

    id: str
    title: str
    edition: str
    source: str
    verified_on: date
    counter: str
    width: float
    height: float

    def form(self, page: Drawing, part: str = "", more: tuple[Form, ...] = (), groups: tuple[Group, ...] = ()) -> Form:
        """The form that page draws. part: which sheet of it, such as 2 or child; "" is the first."""
        ids = f"{self.id}.{part}" if part else self.id
        art, fields = tuple(page.art), tuple(page.fields)
        return Form(
            ids, self.title, self.edition, self.source, self.verified_on, self.counter, self.width, self.height, art, fields,
            more=more, groups=groups,
        )  # fmt: skip


def bar(d: Drawing, y: float, title: str, note: str = "") -> float:
    """The grey bar of a section, with small words after its title; gives where the words end."""
    d.frame(Box(LEFT, y, FULL, BAR), 0.0, 0.9)
    end = LEFT + 2 + length(title, 9.5)
    d.label(Box(LEFT + 2, y, end - LEFT - 1.8, BAR), title, 9.5, face=Face.BOLD)
    if note:
        size = min(7.5, 7.5 * (RIGHT - 2 - end - 4) / length(note, 7.5))
        d.label(Box(end + 4, y, RIGHT - 2 - end - 4, BAR), note, size)
        end += 4 + length(note, size)
    d.line(LEFT, y + BAR, RIGHT, y + BAR)
    return end
