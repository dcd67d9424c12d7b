"""Civil dates in Japan as people read them: the western year and the era year side by side.

source: 元号を改める政令 (明治 1868-01-25 by 太陽暦 reckoning, 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08, 令和 2019-05-01);
Babel's CLDR "japanese" calendar data gives the same first days. Read 2026-11-24.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Final

JAPAN: Final = timezone(
    timedelta(hours=9)
)  # no summer time; what day it is at a counter is told by it, whatever zone a terminal is set to
MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Era:
    """A Japanese era. first: its first day."""

    id: str
    kanji: str
    latin: str
    first: date


ERAS: Final = (
    Era("reiwa", "令和", "Reiwa", date(2019, 5, 1)),
    Era("heisei", "平成", "Heisei", date(1989, 1, 8)),
    Era("showa", "昭和", "Showa", date(1926, 12, 25)),
    Era("taisho", "大正", "Taisho", date(1912, 7, 30)),
    Era("meiji", "明治", "Meiji", date(1868, 1, 25)),
)


def era_of(day: date) -> tuple[Era, int]:
    """The era of that day and the year in it, from 1; a day before 1868-01-25 raises ValueError."""
    for era in ERAS:
        if day >= era.first:
            return era, day.year - era.first.year + 1
    raise ValueError(f"no era known before {ERAS[-1].first.isoformat()}")


def era_year(day: date) -> str:
    """Such as 昭和26年, 令和元年."""
    era, year = era_of(day)
    return f"{era.kanji}{'元' if year == 1 else year}年"


def show_date(day: date, language: str) -> str:
    """Both calendars in one line: 1951年（昭和26年）4月5日, or 5 April 1951 (Showa 26)."""
    era, year = era_of(day)
    if language.startswith("ja"):
        return f"{day.year}年（{era_year(day)}）{day.month}月{day.day}日"
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year} ({era.latin} {year})"
