"""Days and times as Japanese offices write them: 令和8年12月1日（火）17時, R8.12.1, 2026/12/01 17:00, 20261201. Full-width too."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Final

ERA_FIRST: Final = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926}
_ERA = re.compile(r"(令和|平成|昭和|[RHSrhs])\s*(元|\d{1,2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_WESTERN = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_SOLID = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_CLOCK = re.compile(r"(午前|午後|AM|PM)?\s*(\d{1,2})\s*(?::|時)\s*(\d{1,2}|半)?(?::\d\d)?\s*分?\s*(AM|PM)?", re.IGNORECASE)


def read_day(text: str) -> tuple[date, str] | None:
    """The first day in the text, and what stands after it; None where there is none, or one that no calendar has."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _ERA.search(text)
    if found:
        year = ERA_FIRST[found[1].upper()] + (1 if found[2] == "元" else int(found[2])) - 1
    else:
        found = _WESTERN.search(text) or _SOLID.search(text)
        if not found:
            return None
        year = int(found[1])
    month, day = (int(part) for part in found.groups()[-2:])
    try:
        return date(year, month, day), text[found.end() :]
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time of day in the text after a date, None for none; ValueError for one that no clock shows."""
    text = unicodedata.normalize("NFKC", text)
    if "正午" in text:
        return time(12)
    found = _CLOCK.search(re.sub(r"\([^)]*\)", " ", text))
    if not found:
        return None
    hour, minute = int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
    half = (found[1] or found[4] or "").upper()
    if half in ("午後", "PM") and hour < 12:
        hour += 12
    elif half == "AM" and hour == 12:
        hour = 0
    return time.max if (hour, minute) == (24, 0) else time(hour, minute)
