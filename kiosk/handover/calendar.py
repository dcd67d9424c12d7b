"""A calendar entry (.ics) small enough for a QR: a reservation with its hours, or a deadline as a whole day.

Standard library, not the icalendar package: six properties of RFC 5545 are written here, nothing is read, and a QR wants as few bytes as
possible, while that package would bring three more packages into every terminal. What is written was read back with icalendar 7.3.2.
source: RFC 5545 §3.1 (lines), §3.3.11 (text), §3.6.1 (event), §3.8.4.7 (uid), read 2026-11-24
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from kiosk.furigana import plain

PRODID: Final = "-//Yuimado//Counter kiosk//JA"
_FOLD: Final = 75  # octets of a line, without its end


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry. begins: an aware time, or a date for a whole day (a deadline); hours: how long, 0 for a whole day.

    title, place, note: finished words, furigana is taken out; nothing of a person. uid: the same for the same entry, so that reading it
    twice does not double it; e.g. the receipt number.
    """

    title: str
    begins: datetime | date
    uid: str
    made: datetime
    minutes: int = 0
    place: str = ""
    note: str = ""


def ics(entry: Appointment) -> str:
    """The entry as an iCalendar file; the same entry gives the same text. Times go out in UTC, so no time zone table is needed."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}@yuimado",
        f"DTSTAMP:{_moment(entry.made)}",
        *_when(entry),
        f"SUMMARY:{_text(entry.title)}",
        *([f"LOCATION:{_text(entry.place)}"] if entry.place else []),
        *([f"DESCRIPTION:{_text(entry.note)}"] if entry.note else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _when(entry: Appointment) -> list[str]:
    if isinstance(entry.begins, datetime):
        ends = entry.begins + timedelta(minutes=entry.minutes)
        end = [f"DTEND:{_moment(ends)}"] if entry.minutes else []
        return [f"DTSTART:{_moment(entry.begins)}", *end]
    return [f"DTSTART;VALUE=DATE:{entry.begins:%Y%m%d}"]


def _moment(moment: datetime) -> str:
    assert moment.tzinfo is not None, "a time without a zone means nothing on a phone"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words with furigana and control characters taken out and the four signs of §3.3.11 escaped."""
    shown = "".join(c for c in plain(words) if c == "\n" or c.isprintable())
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cut inside a character; each further piece begins with a space."""
    pieces, piece, room = [], "", _FOLD
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])
