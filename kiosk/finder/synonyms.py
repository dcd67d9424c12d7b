"""Words that mean the same, and words that lead on: assets/words/synonyms.tsv.

A line is `くるまいす、車いす、wheelchair <tab> 補装具、福祉用具`: the words before the tab find the same things in the same order; whoever
writes one of them is shown the things of the words after the tab too, behind the others. Lines that begin with # are for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Synonyms:
    """One line. words: equal; leads_to: also worth a look."""

    words: tuple[str, ...]
    leads_to: tuple[str, ...] = ()


def read_synonyms(path: Path) -> tuple[Synonyms, ...]:
    """The lines of that file in order; none where there is no file, for then words are found as they are."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return ()
    return tuple(_line(line) for line in lines if line.strip() and not line.startswith("#"))


def _line(line: str) -> Synonyms:
    words, _, leads_to = line.partition("\t")
    return Synonyms(_words(words), _words(leads_to))


def _words(part: str) -> tuple[str, ...]:
    return tuple(word for word in (raw.strip() for raw in part.split("、")) if word)
