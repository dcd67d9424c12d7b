"""All texts of all procedures in one long string, so that looking a word up is one search by the string's own fast code."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.finder.sound import sound
from kiosk.finder.texts import Searched

_BETWEEN: Final = "\n"
INSIDE_FROM: Final = 3
"""Letters a word needs to be looked for inside of others; a kanji says enough by itself."""


class Place(IntEnum):
    """Where in a text a word was found, in percent of what the whole text would count."""

    INSIDE = 60
    WORD = 84
    BEGINNING = 92
    WHOLE = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: of: the number of the procedure; points: 0 to 10000, what it counts."""

    of: int
    points: int


class Haystack:
    """The texts of procedures 0, 1, 2 …"""

    def __init__(self, texts: Sequence[Sequence[Searched]]) -> None:
        self._starts: list[int] = []
        self._of: list[int] = []
        self._weights: list[int] = []
        self._words_at: set[int] = set()
        self.words: dict[str, None] = {}
        parts: list[str] = []
        at = 0
        for number, of_one in enumerate(texts):
            for text in of_one:
                letters = sound(text.text)
                if not letters:
                    continue
                self._starts.append(at + 1)
                self._of.append(number)
                self._weights.append(text.weight)
                self._mark_words(text.text, at + 1)
                parts.append(letters)
                at += len(letters) + 1
        self._all = _BETWEEN + _BETWEEN.join(parts) + _BETWEEN

    def _mark_words(self, text: str, start: int) -> None:
        """Remember where the words of a spaced text begin, and the words themselves for those who mistype."""
        words = text.split()
        before = ""
        for word in words:
            self._words_at.add(start + len(sound(before)))
            self.words[sound(word)] = None
            before += word
        if len(words) > 1:
            self.words[sound(text)] = None

    def find(self, letters: str) -> Iterator[Hit]:
        """Every place those letters stand at."""
        inside = len(letters) >= INSIDE_FROM or not letters.isascii()
        everywhere, size = self._all, len(letters)
        at = everywhere.find(letters)
        while at >= 0:
            text = bisect_right(self._starts, at) - 1
            place = self._place(at, self._starts[text], size, inside)
            if place:
                yield Hit(self._of[text], self._weights[text] * place)
            at = everywhere.find(letters, at + 1)

    def _place(self, at: int, start: int, size: int, inside: bool) -> int:
        if at == start:
            return Place.WHOLE if self._all[at + size] == _BETWEEN else Place.BEGINNING
        if at in self._words_at:
            return Place.WORD
        return Place.INSIDE if inside else 0
