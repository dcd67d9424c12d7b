"""Marks on paper, already placed: what a page is made of once every answer has its size and its line. Millimetres from the top left."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.forms.fonts import Glyph
from kiosk.model.form import Box

Colour = tuple[float, float, float]
"""Red, green, blue from 0 to 1: for drafts that staff look at. Paper for people is black and grey."""


@dataclass(frozen=True, slots=True)
class Words:
    """Glyphs from (x, y) on the baseline; size and letter gap in points; turned anticlockwise by `angle` degrees.

    through: what lies under the letters stays as dark as it is.
    """

    x: float
    y: float
    size: float
    glyphs: tuple[Glyph, ...]
    gap: float = 0.0
    grey: float = 0.0
    angle: float = 0.0
    through: bool = False
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points, of that width; round ends; dash on/off (0 is solid). through: as with words."""

    points: tuple[tuple[float, float], ...]
    width: float
    dash: float = 0.0
    colour: Colour | None = None
    through: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape through points: filled (0 black to 1 white) and outlined (width > 0) in grey."""

    points: tuple[tuple[float, float], ...]
    fill: float
    width: float = 0.0
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An outlined (width > 0) and filled (0 black to 1 white) rectangle."""

    box: Box
    width: float
    fill: float | None = None
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """An ellipse outline that touches the sides of its box; filled black when `solid`."""

    box: Box
    width: float
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Modules:
    """Black runs of a QR code, filled as one path: (row, first column, column after it) of modules `step` mm wide from (x, y)."""

    x: float
    y: float
    step: float
    runs: tuple[tuple[int, int, int], ...]

    def boxes(self) -> tuple[Box, ...]:
        """The runs as rectangles."""
        step = self.step
        return tuple(Box(self.x + a * step, self.y + row * step, (b - a) * step, step) for row, a, b in self.runs)


Ink = Words | Path | Polygon | Rectangle | Ring | Modules
