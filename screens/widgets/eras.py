"""Japanese eras beside western years, for people who were born in 昭和26年."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """id: its key in the words; begins: the first civil date that carries it."""

    id: str
    begins: date


# source: 元号 as defined by 太政官布告 and the 元号を改める政令 of 1989 and 2019 (read 2026-11-24); 明治 by its western-calendar first day.
ERAS: tuple[Era, ...] = (
    Era("meiji", date(1868, 1, 25)),
    Era("taisho", date(1912, 7, 30)),
    Era("showa", date(1926, 12, 25)),
    Era("heisei", date(1989, 1, 8)),
    Era("reiwa", date(2019, 5, 1)),
)


def era_of(day: date) -> Era:
    """The era of a day from 1868-01-25 on."""
    return next(era for era in reversed(ERAS) if day >= era.begins)


def era_by_id(era_id: str) -> Era:
    """The era with that id."""
    return next(era for era in ERAS if era.id == era_id)


def years_of(era: Era, first: int, last: int) -> range:
    """The western years that carry this era, within first..last; the years of a change belong to both eras."""
    after = [other for other in ERAS if other.begins > era.begins]
    end = min(last, after[0].begins.year if after else last)
    return range(max(first, era.begins.year), end + 1)


def eras_within(first: int, last: int) -> tuple[Era, ...]:
    """The eras that have a year in first..last."""
    return tuple(era for era in ERAS if years_of(era, first, last))
