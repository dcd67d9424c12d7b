"""A person's words made ready for paper: letters, glyphs, and how they fit a box.

Nothing here changes what was written: NFC only joins a letter with its own mark (か + ゛), compatibility ideographs such as
U+FA19 stay what they are, NFKC is never used, and a value is shrunk, wrapped or refused, never cut.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kiosk.forms.fonts import FontSet, Glyph
from kiosk.model.form import Face

STEP_PT = 0.25
_LARGE_ENOUGH = 0.75
LEADING = 1.18
MM_PER_PT = 25.4 / 72

_LETTER = re.compile(r".[\ufe00-\ufe0f\U000e0100-\U000e01ef]?", re.DOTALL)
# NFC would replace these by their unified twin, which is another spelling of the name.
_COMPATIBILITY = re.compile(r"([\uf900-\ufaff\U0002f800-\U0002fa1f][\ufe00-\ufe0f\U000e0100-\U000e01ef]?)")
_NOT_FIRST = frozenset("、。，．・：；？！ー々ゝゞ）］｝〕〉》」』】,.:;?!)]}ぁぃぅぇぉっゃゅょァィゥェォッャュョ゛゜－-")
_NOT_LAST = frozenset("（［｛〔〈《「『【([{")


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs in a row, or what is missing to draw them."""

    glyphs: tuple[Glyph, ...]
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the glyphs say."""
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A value at the size and on the lines that fit."""

    size: float
    lines: tuple[tuple[Glyph, ...], ...]


def tidy(text: str) -> str:
    """The same words in one spelling: line breaks and tabs are spaces, marks are joined with their letter, ends are trimmed."""
    spaced = re.sub(r"[\r\n\t]+", " ", text)
    parts = _COMPATIBILITY.split(spaced)
    joined = "".join(part if number % 2 else unicodedata.normalize("NFC", part) for number, part in enumerate(parts))
    return joined.strip(" \u3000")


def letters(text: str) -> list[str]:
    """The text letter by letter; a variation selector stays with its character."""
    return _LETTER.findall(text)


def shape(fonts: FontSet, face: Face, text: str) -> Run:
    """Every letter with its glyph; letters that no font has are named in `missing`, each once."""
    found = [(letter, fonts.glyph(face, letter)) for letter in letters(tidy(text))]
    missing = dict.fromkeys(letter for letter, glyph in found if glyph is None)
    return Run(tuple(glyph for _, glyph in found if glyph is not None), tuple(missing))


def width_mm(glyphs: tuple[Glyph, ...], size: float) -> float:
    """How long the row is at that size in points; spaces at its end do not count."""
    return sum(glyph.advance for glyph in _without_end_space(glyphs)) * size / 1000 * MM_PER_PT


def fit(glyphs: tuple[Glyph, ...], w: float, h: float, size: float, floor: float, lines: int) -> Fitted | None:
    """The value on one line while it keeps three quarters of its size, else on as many lines as let it be largest.

    w, h in mm, size and floor in points; None when it does not fit at all.
    """
    best: Fitted | None = None
    for count in range(1, lines + 1):
        found = _largest(glyphs, w, h, size, floor, count)
        if found is not None and (best is None or found.size > best.size):
            best = found
        if best is not None and best.size >= size * _LARGE_ENOUGH:
            return best
    return best


def _largest(glyphs: tuple[Glyph, ...], w: float, h: float, size: float, floor: float, count: int) -> Fitted | None:
    for points in _sizes(size, floor):
        if count * points * (LEADING if count > 1 else 1.0) * MM_PER_PT > h + 1e-6:
            continue
        rows = wrap(glyphs, w, points)
        if len(rows) <= count and all(width_mm(row, points) <= w + 1e-6 for row in rows):
            return Fitted(points, rows)
    return None


def wrap(glyphs: tuple[Glyph, ...], w: float, size: float) -> tuple[tuple[Glyph, ...], ...]:
    """The row broken into lines of at most w mm; one letter wider than that makes a line of its own."""
    rows: list[tuple[Glyph, ...]] = []
    rest = glyphs
    while rest:
        count = _break_at(rest, _how_many(rest, w, size))
        rows.append(rest[:count])
        rest = rest[count:]
    return tuple(rows)


def _sizes(size: float, floor: float) -> list[float]:
    steps = int((size - floor) / STEP_PT + 1e-9)
    shrunk = [size - STEP_PT * step for step in range(steps + 1)]
    return shrunk if shrunk[-1] <= floor + 1e-9 else [*shrunk, floor]


def _how_many(glyphs: tuple[Glyph, ...], w: float, size: float) -> int:
    room, used = w / MM_PER_PT / size * 1000 + 1e-3, 0
    for count, glyph in enumerate(glyphs):
        used += glyph.advance
        if used > room and not glyph.text.isspace():
            return max(count, 1)
    return len(glyphs)


def _break_at(glyphs: tuple[Glyph, ...], most: int) -> int:
    """The last place at or before `most` where Japanese typesetting may break (行頭・行末禁則, no break in a Latin word)."""
    if most >= len(glyphs):
        return most
    return next((count for count in range(most, 0, -1) if _may_break(glyphs[count - 1].text, glyphs[count].text)), most)


def _may_break(last: str, first: str) -> bool:
    in_word = last.isascii() and first.isascii() and last.isalnum() and first.isalnum()
    return not in_word and first[0] not in _NOT_FIRST and last[0] not in _NOT_LAST


def _without_end_space(glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    end = len(glyphs)
    while end and glyphs[end - 1].text.isspace():
        end -= 1
    return glyphs[:end]
