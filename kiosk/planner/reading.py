"""assets/documents.yaml, places.yaml and calendar.yaml as Atlas and Calendar, and everything that is wrong with them.

Importing this costs pydantic and PyYAML; the program asks kiosk/planner/kept.py, which remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from kiosk.content import surroundings
from kiosk.content.problems import ContentError, ContentProblem, errors
from kiosk.content.reading import read_file
from kiosk.content.source import Path_, Source
from kiosk.planner import model
from kiosk.planner.entries import CalendarFile, DocumentEntry, DocumentsFile, OwnDayEntry, PlaceEntry, PlacesFile, PlannedEntry
from kiosk.planner.model import Atlas, Document, Minutes, Place, PlaceKind, Way
from kiosk.planner.opening import OwnDay

DAYS: Mapping[str, tuple[int, ...]] = {
    "mon": (0,), "tue": (1,), "wed": (2,), "thu": (3,), "fri": (4,), "sat": (5,), "sun": (6,),
    "weekdays": (0, 1, 2, 3, 4), "daily": (0, 1, 2, 3, 4, 5, 6),
}  # fmt: skip
HOLIDAYS = "holidays"
DOCUMENTS, PLACES, CALENDAR = "documents.yaml", "places.yaml", "calendar.yaml"


def load_atlas(assets: Path) -> tuple[Atlas, tuple[OwnDay, ...]]:
    """Documents, places and the city's own closing days; ContentError with every problem."""
    documents_source, documents = read_file(assets / DOCUMENTS, DocumentsFile, DOCUMENTS)
    places_source, places = read_file(assets / PLACES, PlacesFile, PLACES)
    calendar_source, calendar = read_file(assets / CALENDAR, CalendarFile, CALENDAR)
    known = {place.id for place in places.places}
    closing = {HOLIDAYS, *(day.id for day in calendar.closing_days)}
    problems = [
        *_places(places_source, places, closing),
        *_documents(documents_source, documents, known),
        *_days(calendar_source, calendar),
    ]
    if errors(problems):
        raise ContentError(problems)
    atlas = Atlas(
        {entry.id: _document(entry) for entry in documents.documents}, {entry.id: _place(entry) for entry in places.places}
    )
    return atlas, tuple(_own_day(entry) for entry in calendar.closing_days)


def check(assets: Path, knows: Mapping[str, Callable[[str], bool]]) -> tuple[tuple[str, ...], tuple[ContentProblem, ...]]:
    """The ids of the documents, and everything that is wrong with the three files, their words too.

    knows: language -> whether it has words for a msgid.
    """
    try:
        atlas, _ = load_atlas(assets)
    except ContentError as error:
        return (), error.problems
    problems: list[ContentProblem] = []
    for name, file in ((DOCUMENTS, DocumentsFile), (PLACES, PlacesFile), (CALENDAR, CalendarFile)):
        source, entry = read_file(assets / name, file, name)
        problems += [*surroundings.check_words(source, entry), *surroundings.check_translations(source, entry, knows)]
    return tuple(atlas.documents), tuple(problems)


# --- values -----------------------------------------------------------------------------------------------------------------
def _source(entry: PlannedEntry) -> model.Source:
    return model.Source(entry.source, entry.verified_on, entry.naha_confirmed)


def _document(entry: DocumentEntry) -> Document:
    return Document(
        id=entry.id,
        label=entry.label,
        at=tuple(entry.at),
        ask=tuple(Way(way) for way in entry.ask),
        fetch=tuple(Way(way) for way in entry.fetch),
        lead_days=entry.lead_days,
        needs=tuple(entry.needs),
        here=entry.here,
        appointment=entry.appointment,
        doctor=entry.doctor,
        asked_by=entry.asked_by or "",
        use_within_days=entry.use_within_days,
        note=entry.note or "",
        source=_source(entry),
    )


def _place(entry: PlaceEntry) -> Place:
    hours = None if entry.hours is None else _week(entry)
    own_days = tuple(name for name in entry.closed if name != HOLIDAYS)
    return Place(entry.id, entry.label, PlaceKind(entry.kind), hours, HOLIDAYS in entry.closed, own_days, _source(entry))


def _week(entry: PlaceEntry) -> dict[int, tuple[Minutes, ...]]:
    week: dict[int, tuple[Minutes, ...]] = {}
    for name, windows in (entry.hours or {}).items():
        for day in DAYS[name]:
            week[day] = tuple(_window(text) for text in windows)
    return week


def _window(text: str) -> Minutes:
    opens, shuts = (int(part[:-3]) * 60 + int(part[-2:]) for part in text.split("-"))
    return opens, shuts


def _own_day(entry: OwnDayEntry) -> OwnDay:
    first, last = entry.first or entry.day or "", entry.last or entry.day or ""
    return OwnDay(entry.id, entry.label, _month_day(first), _month_day(last), _source(entry))


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


# --- problems ---------------------------------------------------------------------------------------------------------------
def _problem(source: Source, path: Path_, wrong: str, mend: str) -> ContentProblem:
    return ContentProblem(source.file, source.line(path), source.field(path), wrong, mend)


def _twice(source: Source, key: str, ids: list[str]) -> Iterator[ContentProblem]:
    for n, name in enumerate(ids):
        if name in ids[:n]:
            yield _problem(source, (key, n, "id"), f"{name!r} stands here twice.", "Keep one of them.")


def _places(source: Source, file: PlacesFile, closing: Collection[str]) -> Iterator[ContentProblem]:
    yield from _twice(source, "places", [entry.id for entry in file.places])
    for n, entry in enumerate(file.places):
        for m, name in enumerate(entry.closed):
            if name not in closing:
                yield _problem(
                    source, ("places", n, "closed", m), f"{name!r} is no closing day.", f"Known: {', '.join(sorted(closing))}."
                )
        for name, windows in (entry.hours or {}).items():
            spans = [_window(text) for text in windows]
            edges = [minute for span in spans for minute in span]
            if edges != sorted(set(edges)):
                path: Path_ = ("places", n, "hours", name)
                yield _problem(
                    source, path, "ends before it begins.", 'Write the hours in order, such as ["8:30-12:00", "13:00-17:15"].'
                )
        if entry.hours is not None and not any(entry.hours.values()):
            yield _problem(source, ("places", n, "hours"), "is never open.", "Write its hours, or null where nobody knows.")


def _documents(source: Source, file: DocumentsFile, places: Collection[str]) -> Iterator[ContentProblem]:
    ids = [entry.id for entry in file.documents]
    yield from _twice(source, "documents", ids)
    for n, entry in enumerate(file.documents):
        where: Path_ = ("documents", n)
        for m, place in enumerate(entry.at):
            if place not in places:
                yield _problem(source, (*where, "at", m), f"{place!r} is no place.", f"Places are: {', '.join(sorted(places))}.")
        for m, other in enumerate(entry.needs):
            if other not in ids:
                yield _problem(
                    source, (*where, "needs", m), f"{other!r} is no document.", "Give it an entry here, or mend the name."
                )
        if "visit" in (*entry.ask, *entry.fetch) and not entry.at and not entry.here:
            yield _problem(
                source, (*where, "id"), "is asked for or fetched by a visit, but nowhere.", "Name the places under `at`."
            )
        if entry.appointment and "visit" not in entry.ask:
            yield _problem(source, (*where, "appointment"), "means nothing where nobody goes to ask.", "Take it out.")
    yield from _circles(source, file)


def _circles(source: Source, file: DocumentsFile) -> Iterator[ContentProblem]:
    needs = {entry.id: entry.needs for entry in file.documents}
    told: set[frozenset[str]] = set()
    for n, entry in enumerate(file.documents):
        circle = _circle(entry.id, needs)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            wrong = f"waits in a circle: {' → '.join(circle)}."
            yield _problem(
                source, ("documents", n, "needs"), wrong, "Each needs the next, so none can be got. Take one of the arrows out."
            )


def _circle(start: str, needs: Mapping[str, list[str]]) -> tuple[str, ...]:
    """start → … → start, or () when no way leads back."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for other in needs.get(way[-1], []):
            if other == start:
                return (*way, start)
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()


def _days(source: Source, file: CalendarFile) -> Iterator[ContentProblem]:
    yield from _twice(source, "closing_days", [entry.id for entry in file.closing_days])
    for n, entry in enumerate(file.closing_days):
        for key in ("day", "first", "last"):
            text = getattr(entry, key)
            if text is not None and not _in_calendar(*_month_day(text)):
                yield _problem(
                    source, ("closing_days", n, key), f"{text} is no day of the calendar.", "Write month-day, such as 06-23."
                )


def _in_calendar(month: int, day: int) -> bool:
    try:
        date(2024, month, day)  # a leap year: 02-29 may be written
    except ValueError:
        return False
    return True
