"""All texts of all procedures in one long string, so that looking a word up is one search by the string's own fast code."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.finder.sound import sound
from kiosk.finder.texts import WORD, Searched

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
        self._letters: dict[str, str] = {}
        self._begins: dict[str, dict[int, int]] = {}
        self.words: dict[str, None] = {}
        parts: list[str] = []
        at = 0
        for number, of_one in enumerate(texts):
            for text in of_one:
                letters = self.letters(text.text)
                if not letters:
                    continue
                self._starts.append(at + 1)
                self._of.append(number)
                self._weights.append(text.weight)
                self._mark_words(text, at + 1)
                self._mark_beginnings(number, text)
                parts.append(letters)
                at += len(letters) + 1
        self._all = _BETWEEN + _BETWEEN.join(parts) + _BETWEEN

    def letters(self, text: str) -> str:
        """The sound of a text of ours; many stand in several procedures."""
        known = self._letters.get(text)
        if known is None:
            known = self._letters[text] = sound(text)
        return known

    def _mark_beginnings(self, number: int, text: Searched) -> None:
        """For words of one or two letters, which stand almost everywhere: what begins with them, worked out beforehand."""
        whole = self.letters(text.text)
        for nth, word in enumerate(text.text.split()):
            letters = self.letters(word) if nth else whole
            place = Place.WORD if nth else Place.BEGINNING
            for size in range(1, min(len(letters) + 1, INSIDE_FROM)):
                best = self._begins.setdefault(letters[:size], {})
                points = text.weight * (Place.WHOLE if letters[:size] == whole else place)
                if points > best.get(number, 0):
                    best[number] = points

    def _mark_words(self, searched: Searched, start: int) -> None:
        """Remember where the words of a spaced text begin, and the words of titles and of the search list for those who mistype."""
        text, weighty = searched.text, searched.weight >= WORD
        words = text.split()
        before = ""
        for word in words:
            self._words_at.add(start + len(self.letters(before)) if before else start)
            if weighty:
                self.words[self.letters(word)] = None
            before += word
        if weighty:
            self.words[self.letters(text)] = None

    def settle(self) -> None:
        """Let go of what was only needed while it was made."""
        self._letters.clear()
        self.words.clear()

    def points(self, letters: str) -> dict[int, int]:
        """Procedure -> the best those letters count in it."""
        if len(letters) < INSIDE_FROM and letters.isascii():
            return self._begins.get(letters, {})
        best: dict[int, int] = {}
        for hit in self._find(letters):
            if hit.points > best.get(hit.of, 0):
                best[hit.of] = hit.points
        return best

    def _find(self, letters: str) -> Iterator[Hit]:
        everywhere, size = self._all, len(letters)
        at = everywhere.find(letters)
        while at >= 0:
            text = bisect_right(self._starts, at) - 1
            yield Hit(self._of[text], self._weights[text] * self._place(at, self._starts[text], size))
            at = everywhere.find(letters, at + 1)

    def _place(self, at: int, start: int, size: int) -> int:
        if at == start:
            return Place.WHOLE if self._all[at + size] == _BETWEEN else Place.BEGINNING
        return Place.WORD if at in self._words_at else Place.INSIDE
