"""assets/reservations.yaml as desks, and everything that is wrong with it. Importing this costs pydantic and PyYAML."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kiosk.booking.entries import DeskEntry, ReservationsFile
from kiosk.booking.model import Desk, Need
from kiosk.content import surroundings
from kiosk.content.problems import ContentError, ContentProblem, Severity, errors
from kiosk.content.reading import read_file
from kiosk.content.source import Path_, Source
from kiosk.furigana import plain
from kiosk.planner.model import Minutes, Place
from kiosk.planner.reading import DAYS

RESERVATIONS: Final = "reservations.yaml"
SLIP_CHARS: Final = 40


def load_desks(assets: Path) -> tuple[Desk, ...]:
    """The desks in the file's order, () where there is no file; ContentError with every problem that makes it unusable."""
    path = assets / RESERVATIONS
    if not path.is_file():
        return ()
    source, file = read_file(path, ReservationsFile, RESERVATIONS)
    problems = [*_within(source, file)]
    if errors(problems):
        raise ContentError(problems)
    return tuple(_desk(entry) for entry in file.desks)


def check(
    assets: Path,
    knows: Mapping[str, Callable[[str], bool]],
    places: Mapping[str, Place],
    procedures: Collection[str],
    pictures: Path,
) -> tuple[ContentProblem, ...]:
    """Everything that is wrong with the file, with what is around it too. knows: language -> whether it has words for a msgid."""
    path = assets / RESERVATIONS
    if not path.is_file():
        return ()
    try:
        source, file = read_file(path, ReservationsFile, RESERVATIONS)
    except ContentError as error:
        return error.problems
    found = [
        *_within(source, file),
        *_around(source, file, places, procedures, pictures),
        *surroundings.check_words(source, file),
        *surroundings.check_translations(source, file, knows),
    ]
    return tuple(sorted(found, key=lambda problem: problem.line))


# --- values -----------------------------------------------------------------------------------------------------------------
def _desk(entry: DeskEntry) -> Desk:
    return Desk(
        id=entry.id,
        label=entry.label,
        place=entry.place,
        hours=_week(entry),
        minutes=entry.minutes,
        places=entry.places,
        note=entry.note or "",
        picture=entry.picture,
        where=entry.where or "",
        procedures=tuple(entry.procedures),
        needs=tuple(Need(need) for need in entry.needs),
        first_day=entry.first_day,
        days=entry.days,
        closed_on=tuple(entry.closed_on),
        bring=tuple(entry.bring),
        prepare=tuple(entry.prepare),
        join=entry.join or "",
        example=entry.example,
    )


def _week(entry: DeskEntry) -> dict[int, tuple[Minutes, ...]]:
    week: dict[int, tuple[Minutes, ...]] = {}
    for name, windows in entry.hours.items():
        for day in DAYS[name]:
            week[day] = tuple(_window(text) for text in windows)
    return week


def _window(text: str) -> Minutes:
    opens, shuts = (int(part[:-3]) * 60 + int(part[-2:]) for part in text.split("-"))
    return opens, shuts


# --- problems ---------------------------------------------------------------------------------------------------------------
def _problem(source: Source, path: Path_, wrong: str, mend: str, severity: Severity = Severity.ERROR) -> ContentProblem:
    return ContentProblem(source.file, source.line(path), source.field(path), wrong, mend, severity)


def _within(source: Source, file: ReservationsFile) -> Iterator[ContentProblem]:
    ids = [entry.id for entry in file.desks]
    for n, entry in enumerate(file.desks):
        if entry.id in ids[:n]:
            yield _problem(source, ("desks", n, "id"), f"{entry.id!r} stands here twice.", "Keep one of them.")
        for name, windows in entry.hours.items():
            spans = [_window(text) for text in windows]
            edges = [minute for span in spans for minute in span]
            if edges != sorted(set(edges)):
                mend = 'Write the hours in order, such as ["9:00-12:00", "13:00-16:00"].'
                yield _problem(source, ("desks", n, "hours", name), "ends before it begins.", mend)
            elif any(shuts - opens < entry.minutes for opens, shuts in spans):
                wrong = f"has no room for a slot of {entry.minutes} minutes."
                yield _problem(source, ("desks", n, "hours", name), wrong, "Make it longer, or the slot shorter.")
        if not any(entry.hours.values()):
            yield _problem(source, ("desks", n, "hours"), "is never open.", "Write its hours, or take the desk out.")
        for path, text in _on_slip(n, entry):
            if len(plain(text)) > SLIP_CHARS:
                yield _problem(source, path, f"is too long for the slip; {SLIP_CHARS} characters fit.", "Say it in fewer words.")
        if entry.prepare and "online" not in entry.needs:
            yield _problem(
                source, ("desks", n, "prepare"), "is for online meetings only.", "Add `online` to needs, or take it out."
            )


def _on_slip(n: int, entry: DeskEntry) -> Iterator[tuple[Path_, str]]:
    yield ("desks", n, "label"), entry.label
    yield ("desks", n, "where"), entry.where or ""
    for name in ("bring", "prepare"):
        for m, text in enumerate(getattr(entry, name)):
            yield ("desks", n, name, m), text


def _around(
    source: Source, file: ReservationsFile, places: Mapping[str, Place], procedures: Collection[str], pictures: Path
) -> Iterator[ContentProblem]:
    for n, entry in enumerate(file.desks):
        place = places.get(entry.place)
        if place is None:
            mend = f"Places are: {', '.join(sorted(places))}."
            yield _problem(source, ("desks", n, "place"), f"{entry.place!r} is no place of places.yaml.", mend)
        else:
            yield from _outside(source, n, entry, place.hours)
        for m, name in enumerate(entry.procedures):
            if name not in procedures:
                yield _problem(
                    source, ("desks", n, "procedures", m), f"there is no procedure {name!r}.", "Mend the name, or take it out."
                )
        if not (pictures / f"{entry.picture}.svg").is_file():
            yield _problem(
                source, ("desks", n, "picture"), f"there is no picture {entry.picture}.svg.", "Draw it, or name another."
            )
        if entry.example:
            mend = "Write the real desk with source and verified_on, or take it out."
            wrong = "is made up: it is offered in practice only."
            yield _problem(source, ("desks", n, "example"), wrong, mend, Severity.WARNING)


def _outside(source: Source, n: int, entry: DeskEntry, hours: Mapping[int, Sequence[Minutes]] | None) -> Iterator[ContentProblem]:
    """Hours in which the place is shut: no slot is offered there, so somebody meant something else."""
    for name, windows in entry.hours.items():
        spans = [_window(text) for text in windows]
        of_place = [hours.get(day, ()) for day in DAYS[name]] if hours is not None else []
        if any(not any(opens <= a and b <= shuts for opens, shuts in day) for day in of_place for a, b in spans):
            wrong = f"lies outside the hours of {entry.place}."
            yield _problem(
                source, ("desks", n, "hours", name), wrong, "Mend these hours, or those in places.yaml.", Severity.WARNING
            )
