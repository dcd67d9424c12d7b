"""How long printed words are before any font is opened, and where they break: BIZ UD Gothic sets every letter on one or half an em."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kiosk.forms.text import MM_PER_PT

_NOT_FIRST = frozenset("、。，．・：；？！ー々）］｝〕〉》」』】,.:;?!)]}ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NOT_LAST = frozenset("（［｛〔〈《「『【([{")
_GOOD_BEFORE = frozenset("（・／/（［「")


def em(text: str) -> float:
    """How many em the words take; the bold face, whose letters are narrower, takes no more."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "FWA" else 0.5 for letter in text)


def length(text: str, size: float) -> float:
    """How many mm the words take at that size in points."""
    return em(text) * size * MM_PER_PT


def break_words(text: str, mm: float, size: float) -> tuple[str, ...]:
    """The words on lines of at most mm, at places where Japanese may break; a line break in the words stays one."""
    return tuple(line for part in text.split("\n") for line in _broken(part.strip(" \u3000"), mm, size))


def _broken(text: str, mm: float, size: float) -> Sequence[str]:
    lines = []
    while length(text, size) > mm + 0.01:
        most = next((count for count in range(len(text), 0, -1) if length(text[:count], size) <= mm + 0.01), 1)
        if most >= len(text):  # a single letter wider than the line
            break
        count = next((at for at in range(most, 0, -1) if _may_break(text[at - 1], text[at])), most)
        lines.append(text[:count].rstrip(" \u3000"))
        text = text[count:].lstrip(" \u3000")
    return [*lines, text] if text or not lines else lines


def _may_break(last: str, first: str) -> bool:
    in_word = last.isascii() and first.isascii() and last.isalnum() and first.isalnum()
    return not in_word and first not in _NOT_FIRST and last not in _NOT_LAST


def set_label(text: str, mm: float, high: float, size: float, floor: float = 6.0) -> tuple[float, tuple[str, ...]]:
    """Size and lines of a label in mm by `high` mm: on as few lines as 7.5 points or more allow, and as large as it goes.

    What fits nowhere comes back at the floor, on as many lines as it takes: lint says so.
    """
    fewest = text.count("\n") + 1
    for count in range(fewest, 4):
        for points in _sizes(size, 7.5 if count < 3 else floor):
            lines = _balanced(text, mm, points)
            if len(lines) == count and count * points * MM_PER_PT * 1.2 <= high + 0.01:
                return points, lines
    for points in _sizes(size, floor):
        lines = _balanced(text, mm, points)
        if len(lines) * points * MM_PER_PT * 1.2 <= high + 0.01:
            return points, lines
    return floor, break_words(text, mm, floor)


def _sizes(size: float, floor: float) -> list[float]:
    return [size - 0.25 * step for step in range(int((size - floor) / 0.25 + 1e-9) + 1)]


def _balanced(text: str, mm: float, size: float) -> tuple[str, ...]:
    """Lines of the number it takes, broken before a bracket where that fits, else at about the same length."""
    lines = break_words(text, mm, size)
    if "\n" in text or len(lines) != 2:
        return lines
    middle = len(text) / 2
    places = [at for at in range(1, len(text)) if _may_break(text[at - 1], text[at])]
    fitting = [at for at in places if max(length(text[:at], size), length(text[at:], size)) <= mm]
    best = min(fitting, key=lambda at: (text[at] not in _GOOD_BEFORE, not _word_ends(text, at), abs(at - middle)), default=None)
    return lines if best is None else (text[:best], text[best:])


def _word_ends(text: str, at: int) -> bool:
    """Whether a phrase most likely ends there: hiragana before, anything but hiragana after (必要な｜書類と通数)."""
    return "ぁ" <= text[at - 1] <= "ん" and not "ぁ" <= text[at] <= "ん"
