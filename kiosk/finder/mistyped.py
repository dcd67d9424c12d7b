"""Words that were meant in spite of a slip: a letter too many, too few, another one, two changed about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

SLIP_FROM: Final = 4  # letters from which one slip is forgiven
SLIPS_FROM: Final = 8  # and two
KANJI_FROM: Final = 3


class Pairs:
    """The pairs of neighbouring letters of words, ends included, as bits: what two words share is one count of bits."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def learn(self, word: str) -> int:
        """The bits of a word of ours."""
        bits = 0
        for pair in _pairs(word):
            bits |= 1 << self._bits.setdefault(pair, len(self._bits))
        return bits

    def of(self, word: str) -> tuple[int, int]:
        """The bits of a word somebody wrote, as far as words of ours have them, and how many pairs it has in all. Nothing of it is kept."""
        found = set(_pairs(word))
        bits = 0
        for pair in found:
            if pair in self._bits:
                bits |= 1 << self._bits[pair]
        return bits, len(found)


def _pairs(word: str) -> Iterator[str]:
    edged = f"<{word}>"
    return (edged[i : i + 2] for i in range(len(edged) - 1))


def likeness(wanted: tuple[int, int], other: int) -> int:
    """0 to 1000: how many pairs a word somebody wrote shares with one of ours (Dice)."""
    bits, many = wanted
    return 2000 * (bits & other).bit_count() // (many + other.bit_count())


def slips_forgiven(word: str) -> int:
    """How many slips a word of that length may have and still be known."""
    if not word.isascii():
        return 1 if len(word) >= KANJI_FROM else 0
    return 2 if len(word) >= SLIPS_FROM else 1 if len(word) >= SLIP_FROM else 0


def likely_words(word: str, vocabulary: Mapping[str, int], pairs: Pairs) -> Iterator[str]:
    """The words of the vocabulary that it, or a beginning of theirs, was meant to be; those with fewest slips only.

    vocabulary: word -> its bits among pairs.
    """
    forgiven = slips_forgiven(word)
    if not forgiven:
        return
    mine, many = pairs.of(word)
    least = max(2, many - 3 * forgiven - 1)  # a slip breaks at most three pairs; the end of a beginning is one more
    near = [
        other for other, theirs in vocabulary.items() if (mine & theirs).bit_count() >= least and len(other) >= len(word) - forgiven
    ]
    slips = {other: slips_to(word, other, forgiven) for other in near}
    fewest = min(slips.values(), default=forgiven + 1)
    if fewest <= forgiven:
        yield from (other for other, count in slips.items() if count == fewest)


def slips_to(word: str, other: str, most: int) -> int:
    """Slips between word and the best beginning of other; most + 1 where there are more."""
    other, many = other[: len(word) + most], most + 1
    before: list[int] = []
    last = [min(j, many) for j in range(len(other) + 1)]
    for i, char in enumerate(word, 1):
        row = [min(i, many)] + [many] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):  # farther off the middle there are more slips anyway
            there = other[j - 1]
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != there))
            if i > 1 and j > 1 and char == other[j - 2] and word[i - 2] == there:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
        if min(row) > most:
            return many
        before, last = last, row
    return min(*last, many)
