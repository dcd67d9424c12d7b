"""What of a procedure is searched, and how much each text counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.furigana import plain, reading
from kiosk.model.life_event import LifeEvent
from kiosk.model.procedure import Procedure
from kiosk.words import Translate

TITLE, WORD, SUMMARY, EVENT, BRING = 100, 95, 55, 45, 25


@dataclass(frozen=True, slots=True)
class Searched:
    """One text of a procedure as it may be written or spoken. weight: the TITLE … BRING above."""

    text: str
    weight: int


def searched_texts(procedure: Procedure, events: Mapping[str, LifeEvent], languages: Sequence[Translate]) -> tuple[Searched, ...]:
    """Everything a person may remember of it: kanji, reading and each language's own words, every text once at its best weight."""
    best: dict[str, int] = {}
    for text, weight in _texts(procedure, events, languages):
        if text:
            best[text] = max(weight, best.get(text, 0))
    return tuple(Searched(text, weight) for text, weight in best.items())


def _texts(procedure: Procedure, events: Mapping[str, LifeEvent], languages: Sequence[Translate]) -> Iterator[tuple[str, int]]:
    marked = [(procedure.title, TITLE), (procedure.summary, SUMMARY)]
    marked += [(events[event].label, EVENT) for event in procedure.events if event in events]
    marked += [(item.label, BRING) for item in procedure.bring]
    for text, weight in marked:
        yield plain(text), weight
        yield reading(text), weight
        for translate in languages:
            yield plain(translate(text)), weight
    for word in procedure.search:
        yield plain(word), WORD
        yield reading(word), WORD
