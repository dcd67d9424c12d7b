"""The finder: a word as somebody writes it, and the procedures it means, best first.

The same word always gives the same order, and so do its other spellings and the words that mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.finder.haystack import Haystack
from kiosk.finder.mistyped import Pairs, likely_words, likeness
from kiosk.finder.sound import open_sound, sound
from kiosk.finder.synonyms import Synonyms
from kiosk.finder.texts import WORD, Searched, searched_texts
from kiosk.model.life_event import LifeEvent
from kiosk.model.procedure import Procedure
from kiosk.words import Translate

NEAREST: Final = 3
WITHIN_FROM: Final = 4
LONGEST: Final = 24
_LEADS: Final = 70  # percent, for the words a synonym leads on to
_BEGUN: Final = 88  # percent, for the synonyms of a word not yet written to its end
_MISTYPED: Final = 50  # percent, for a word that was meant in spite of its spelling
_BEGUN_FROM: Final = 3  # letters from which a beginning is taken for its word
_PARTICLES: Final = ("の", "を", "は", "が", "に", "で", "と", "へ", "も", "する", "したい", "です", "ます")
Points = dict[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """ids: what the word means, best first. nearest: where it means nothing, the three procedures most like it."""

    ids: tuple[str, ...]
    nearest: tuple[str, ...] = ()


class Finder:
    """An index over procedures; built once, asked after every key."""

    def __init__(
        self,
        procedures: Sequence[Procedure],
        events: Mapping[str, LifeEvent],
        synonyms: Sequence[Synonyms],
        languages: Sequence[Translate],
    ) -> None:
        """events: id -> life event. languages: the catalogues whose words are searched beside the Japanese of the files."""
        texts = [searched_texts(procedure, events, languages) for procedure in procedures]
        self._ids = tuple(procedure.id for procedure in procedures)
        self._hay = Haystack(texts)
        self._pairs = Pairs()
        self._near = self._near_texts(texts)
        self._groups = tuple(_Group.of(line) for line in synonyms)
        self._by_word: dict[str, list[int]] = {}
        for number, group in enumerate(self._groups):
            for word in group.words:
                self._by_word.setdefault(word, []).append(number)
        self._vocabulary = {word: self._pairs.learn(word) for word in [*self._hay.words, *self._by_word] if word}
        self._hay.settle()
        self._meanings = [self._meaning(group) for group in self._groups]

    def _near_texts(self, texts: Sequence[Sequence[Searched]]) -> Sequence[tuple[int, Sequence[int]]]:
        """The pairs of each title and search word, and the procedures that have it."""
        found: dict[str, list[int]] = {}
        for number, of_one in enumerate(texts):
            for text in of_one:
                if text.weight >= WORD:
                    found.setdefault(self._hay.letters(text.text), []).append(number)
        return [(self._pairs.learn(letters), tuple(numbers)) for letters, numbers in found.items()]

    def find(self, query: str) -> Found:
        """What that word means. An empty one means nothing and has nothing near it."""
        if not sound(query):
            return Found(())
        points = self._whole(query)
        if points:
            return Found(self._ranked(points))
        return Found((), self._nearest(query))

    def known_word(self, query: str) -> str:
        """Its letters if it is one of the words of the list of synonyms, and so nobody's name; "" for any other."""
        letters = sound(query)
        return letters if letters in self._by_word else ""

    # --- a query of one or more words -------------------------------------------------------------------------------------
    def _whole(self, query: str) -> Points:
        """As one word, else by its words: all of them first, then as many as mean something; mistyped ones last."""
        parts = query.split()
        points = self._word(query)
        if len(parts) > 1:
            _take(points, self._together([self._word(part) for part in parts]), 100)
        if not points:
            points = self._without_ending(query)
        if not points:
            points = self._together([self._word(part) or self._without_ending(part) for part in parts], some=True)
        return points or self._together([self._mistyped(part) for part in parts], some=True) or self._within(query)

    @staticmethod
    def _together(found: Sequence[Points], some: bool = False) -> Points:
        """Procedures that every word means; with some, those that most of them mean."""
        every: Points = {}
        for number in {number for points in found for number in points}:
            counts = [points[number] for points in found if number in points]
            if some or len(counts) == len(found):
                every[number] = sum(counts) // len(found)
        return every

    def _without_ending(self, word: str) -> Points:
        for ending in _PARTICLES:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                points = self._word(word.removesuffix(ending))
                if points:
                    return points
        return {}

    def _within(self, query: str) -> Points:
        """For a sentence written without spaces: the longest words we know in it, one after the other."""
        letters, at, found = sound(query), 0, list[Points]()
        while at < len(letters):
            word = self._known_at(letters, at)
            if word:
                found.append(self._word(word))
            at += len(word) or 1
        return self._together(found) or self._together(found, some=True)

    def _known_at(self, letters: str, at: int) -> str:
        """The longest word of ours that stands there; short ones in plain letters stand in half of all words by chance."""
        for end in range(min(len(letters), at + LONGEST), at, -1):
            word = letters[at:end]
            if word in self._vocabulary and (len(word) >= WITHIN_FROM or not word.isascii()):
                return word
        return ""

    # --- one word ---------------------------------------------------------------------------------------------------------
    def _word(self, word: str) -> Points:
        letters, certain = sound(word), open_sound(word)
        points: Points = {}
        _take(points, self._hay.points(letters), 100)
        if certain and certain != letters:
            _take(points, self._hay.points(certain), _BEGUN)
        groups = self._by_word.get(letters)
        if groups:
            for group in groups:
                _take(points, self._meanings[group], 100)
        else:
            for group in self._begun(certain):
                _take(points, self._meanings[group], _BEGUN)
        return points

    def _meaning(self, group: _Group) -> Points:
        """What all words of one line of the list find; the same for each of them."""
        points: Points = {}
        for word in group.words:
            _take(points, self._hay.points(word), 100)
        for word in group.leads_to:
            _take(points, self._hay.points(word), _LEADS)
        return points

    def _begun(self, letters: str) -> Iterator[int]:
        """The lines of which a word begins so."""
        if len(letters) < (_BEGUN_FROM if letters.isascii() else 1):
            return
        for number, group in enumerate(self._groups):
            if any(word.startswith(letters) for word in group.words):
                yield number

    def _mistyped(self, word: str) -> Points:
        points: Points = {}
        for meant in likely_words(sound(word), self._vocabulary, self._pairs):
            _take(points, self._hay.points(meant), _MISTYPED)
            for group in self._by_word.get(meant, ()):
                _take(points, self._meanings[group], _MISTYPED)
        return points

    # --- order ------------------------------------------------------------------------------------------------------------
    def _ranked(self, points: Points) -> tuple[str, ...]:
        return tuple(self._ids[number] for number in sorted(points, key=lambda number: (-points[number], number)))

    def _nearest(self, query: str) -> tuple[str, ...]:
        wanted, like = self._pairs.of(sound(query)), [0] * len(self._ids)
        for text, numbers in self._near:
            share = likeness(wanted, text)
            for number in numbers if share else ():
                like[number] = max(like[number], share)
        order = sorted(range(len(like)), key=lambda number: (-like[number], number))
        return tuple(self._ids[number] for number in order[:NEAREST])


@dataclass(frozen=True, slots=True)
class _Group:
    """A line of the list as letters."""

    words: tuple[str, ...]
    leads_to: tuple[str, ...]

    @classmethod
    def of(cls, line: Synonyms) -> _Group:
        def letters(words: Sequence[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(filter(None, map(sound, words))))

        return cls(letters(line.words), letters(line.leads_to))


def _take(points: Points, more: Points, percent: int) -> None:
    """Keep for each procedure the better of both."""
    for number, value in more.items():
        counted = value * percent // 100
        if counted > points.get(number, 0):
            points[number] = counted
