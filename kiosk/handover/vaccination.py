"""A record of vaccinations as a person reads it from their own booklet: rows, counts, and a QR that holds the same rows.

It says what was entered and nothing more: no next date, no advice, nothing about who. The QR is readable words of capitals, digits,
spaces, dots, slashes and hyphens, which a phone shows as they are and a keyboard scanner types the same on any Japanese keyboard:
VACCINES 1 / MR 2024-05-01 C / PCV 2024-06-01 / 1A2B3C4D (the last part is a CRC-32 of what stands before it).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.handover.problems import HandoverProblem, Reason

HEAD: Final = "VACCINES 1"
MOST_DOSES: Final = 40
OLDEST: Final = date(1900, 1, 1)
_PART: Final = re.compile(r"([A-Z0-9]{1,8}) (\d{4}-\d{2}-\d{2})(?: ([A-Z]))?")


class Given(StrEnum):
    """Where it was given, as far as the person says. The letter goes into the QR."""

    CLINIC = "C"
    HEALTH_CENTRE = "H"
    SCHOOL = "S"
    ABROAD = "A"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Vaccine:
    """One tile. label, note: Japanese with furigana; english, english_note: the same in English."""

    id: str
    label: str
    english: str
    note: str
    english_note: str
    source: str
    verified_on: date

    def name(self, language: str) -> str:
        """Its name in that language, English where there is no better."""
        return self.label if language == "ja" else self.english

    def about(self, language: str) -> str:
        """What it is against, "" where the name says it."""
        return self.note if language == "ja" else self.english_note


@dataclass(frozen=True, slots=True, order=True)
class Dose:
    """One row."""

    day: date
    vaccine: str
    given: Given = Given.UNSAID


def read_vaccines(path: Path) -> tuple[Vaccine, ...]:
    """The vaccines of that table, in its order; ValueError names file and line of a row that is not whole."""
    found = []
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if line.startswith("#") or cells[0] == "id":
            continue
        if len(cells) != 7 or not re.fullmatch(r"[A-Z0-9]{1,8}", cells[0]) or not cells[1] or not cells[2] or not cells[5]:
            raise ValueError(f"{path.name}:{number}: a row is id, label, english, note, english_note, source, verified_on")
        name, label, english, note, english_note, source, verified_on = cells
        found.append(Vaccine(name, label, english, note, english_note, source, date.fromisoformat(verified_on)))
    return tuple(found)


def in_order(doses: Iterable[Dose]) -> tuple[Dose, ...]:
    """By day, as a booklet is read; two doses that are the same are both kept, as the person entered them."""
    return tuple(sorted(doses))


def counts(doses: Sequence[Dose]) -> tuple[tuple[str, int], ...]:
    """How many of each vaccine, most first, then in order of the first day."""
    return tuple(Counter(dose.vaccine for dose in in_order(doses)).most_common())


def code_text(doses: Sequence[Dose]) -> str:
    """What the QR says; more than MOST_DOSES is a mistake of ours."""
    assert len(doses) <= MOST_DOSES, "more doses than a code holds"
    parts = [" ".join(part for part in (dose.vaccine, dose.day.isoformat(), dose.given.value) if part) for dose in in_order(doses)]
    body = " / ".join([HEAD, *parts])
    return f"{body} / {_crc(body)}"


def read_code(text: str, known: Iterable[str], today: date) -> tuple[Dose, ...]:
    """The rows of a QR; HandoverProblem FOREIGN, TORN or NEWER (a vaccine this terminal has no name for)."""
    words = " / ".join(" ".join(part.split()) for part in text.upper().split("/"))
    if not words.startswith(HEAD.split(" ", 1)[0]) or len(words) > 4096:
        raise HandoverProblem(Reason.FOREIGN)
    body, _, crc = words.rpartition(" / ")
    if not body or crc != _crc(body):
        raise HandoverProblem(Reason.TORN)
    head, *parts = body.split(" / ")
    if head != HEAD:
        raise HandoverProblem(Reason.NEWER)
    doses = tuple(_dose(part, today) for part in parts)
    if len(doses) > MOST_DOSES or not {dose.vaccine for dose in doses} <= set(known):
        raise HandoverProblem(Reason.NEWER)
    return in_order(doses)


def _dose(part: str, today: date) -> Dose:
    found = _PART.fullmatch(part)
    try:
        dose = Dose(date.fromisoformat(found[2]), found[1], Given(found[3] or "")) if found else None
    except ValueError:
        dose = None
    if dose is None or not OLDEST <= dose.day <= today:
        raise HandoverProblem(Reason.TORN)
    return dose


def _crc(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08X}"
