"""National holidays of Japan, from jpholiday (MIT): a twentieth of the memory of `holidays`, and the same days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.words import N_

NATIONAL_HOLIDAY = N_("a national holiday")


def national_holidays() -> Callable[[date], str]:
    """day -> NATIONAL_HOLIDAY, or "" for none. The library is loaded at the first question, a year at a time."""
    years: dict[int, frozenset[date]] = {}

    def holiday(day: date) -> str:
        if day.year not in years:
            years[day.year] = _of_year(day.year)
        return NATIONAL_HOLIDAY if day in years[day.year] else ""

    return holiday


def _of_year(year: int) -> frozenset[date]:
    import jpholiday

    return frozenset(day for day, _ in jpholiday.year_holidays(year))
