"""Every text of a procedure that a resident reads, with its place: one walk for translators, lint and the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.boards.entries import FitsFile
from kiosk.booking.entries import ReservationsFile
from kiosk.content.entries import Entry, FactKindsFile, ProcedureEntry, QuestionsFile, StepEntry, UseEntry
from kiosk.content.event_entries import EventsFile
from kiosk.content.source import Path_
from kiosk.planner.entries import CalendarFile, DocumentsFile, PlacesFile


class Use(StrEnum):
    """Where a text stands, as its room depends on it."""

    HEADING = "heading"
    HINT = "hint"
    LABEL = "label"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Text:
    """One text. path: where it stands in the file."""

    path: Path_
    msgid: str
    use: Use


def texts_of(entry: Entry) -> tuple[Text, ...]:
    """All that stand in the file itself, in its order; a shared question's own words stand in questions.yaml."""
    match entry:
        case ProcedureEntry():
            return tuple(_texts(entry))
        case QuestionsFile():
            return tuple(text for n, step in enumerate(entry.questions) for text in _step_texts(("questions", n), step))
        case FactKindsFile():
            return tuple(Text(("facts", n, "label"), kind.label, Use.LABEL) for n, kind in enumerate(entry.facts))
        case EventsFile():
            return tuple(_event_texts(entry))
        case DocumentsFile():
            return tuple(_document_texts(entry))
        case PlacesFile():
            return tuple(Text(("places", n, "label"), place.label, Use.LABEL) for n, place in enumerate(entry.places))
        case FitsFile():
            return tuple(_fit_texts(entry))
        case CalendarFile():
            return tuple(Text(("closing_days", n, "label"), day.label, Use.LABEL) for n, day in enumerate(entry.closing_days))
        case ReservationsFile():
            return tuple(_desk_texts(entry))
    return ()


def _texts(entry: ProcedureEntry) -> Iterator[Text]:
    yield Text(("title",), entry.title, Use.HEADING)
    yield Text(("summary",), entry.summary, Use.HINT)
    for n, fact in enumerate(entry.facts):
        yield from _some(("facts", n, "label"), fact.label, Use.LABEL)
        yield from _some(("facts", n, "value"), fact.value, Use.LABEL)
    for n, question in enumerate(entry.eligibility):
        yield Text(("eligibility", n, "ask"), question.ask, Use.HEADING)
        yield from _some(("eligibility", n, "hint"), question.hint, Use.HINT)
        yield from _some(("eligibility", n, "why"), question.why, Use.SENTENCE)
        yield Text(("eligibility", n, "otherwise"), question.otherwise, Use.SENTENCE)
    for n, item in enumerate(entry.bring):
        yield Text(("bring", n, "label"), item.label, Use.LABEL)
        yield from _some(("bring", n, "note"), item.note, Use.SENTENCE)
        yield from _some(("bring", n, "instead"), item.instead, Use.SENTENCE)
    for n, step in enumerate(entry.steps):
        yield from _step_texts(("steps", n), step) if isinstance(step, StepEntry) else _use_texts(("steps", n), step)
    for n, row in enumerate(entry.consent):
        for name in ("what", "why", "who", "until"):
            yield Text(("consent", n, name), getattr(row, name), Use.LABEL)
    for n, sentence in enumerate(entry.next_steps):
        yield Text(("next_steps", n), sentence, Use.SENTENCE)
    yield Text(("call",), entry.call, Use.SENTENCE)


def _step_texts(path: Path_, step: StepEntry) -> Iterator[Text]:
    yield Text((*path, "label"), step.label, Use.LABEL)
    yield Text((*path, "ask"), step.ask, Use.HEADING)
    yield from _some((*path, "hint"), step.hint, Use.HINT)
    yield from _some((*path, "why"), step.why, Use.SENTENCE)
    for n, choice in enumerate(step.choices):
        yield Text((*path, "choices", n, "label"), choice.label, Use.LABEL)
        yield from _some((*path, "choices", n, "note"), choice.note, Use.LABEL)
    yield from _some((*path, "unit"), step.unit, Use.LABEL)
    yield from _some((*path, "unknown"), step.unknown, Use.LABEL)


def _use_texts(path: Path_, use: UseEntry) -> Iterator[Text]:
    yield from _some((*path, "label"), use.label, Use.LABEL)
    yield from _some((*path, "ask"), use.ask, Use.HEADING)
    yield from _some((*path, "hint"), use.hint, Use.HINT)
    yield from _some((*path, "why"), use.why, Use.SENTENCE)
    yield from _some((*path, "unknown"), use.unknown, Use.LABEL)


def _event_texts(entry: EventsFile) -> Iterator[Text]:
    for n, event in enumerate(entry.events):
        yield Text(("events", n, "label"), event.label, Use.LABEL)
        yield from _some(("events", n, "note"), event.note, Use.LABEL)


def _fit_texts(entry: FitsFile) -> Iterator[Text]:
    for n, question in enumerate(entry.questions):
        yield Text(("questions", n, "ask"), question.ask, Use.HEADING)
        yield from _some(("questions", n, "hint"), question.hint, Use.HINT)
        yield from _some(("questions", n, "why"), question.why, Use.SENTENCE)
        yield from _some(("questions", n, "day"), question.day, Use.HEADING)
    for n, fit in enumerate(entry.fits):
        yield Text(("fits", n, "reason"), fit.reason, Use.HINT)


def _document_texts(entry: DocumentsFile) -> Iterator[Text]:
    for n, document in enumerate(entry.documents):
        yield Text(("documents", n, "label"), document.label, Use.LABEL)
        yield from _some(("documents", n, "note"), document.note, Use.SENTENCE)


def _desk_texts(entry: ReservationsFile) -> Iterator[Text]:
    for n, desk in enumerate(entry.desks):
        yield Text(("desks", n, "label"), desk.label, Use.LABEL)
        yield from _some(("desks", n, "note"), desk.note, Use.LABEL)
        yield from _some(("desks", n, "where"), desk.where, Use.LABEL)
        for name in ("bring", "prepare"):
            for m, text in enumerate(getattr(desk, name)):
                yield Text(("desks", n, name, m), text, Use.SENTENCE)


def _some(path: Path_, text: str | None, use: Use) -> Iterator[Text]:
    if text is not None:
        yield Text(path, text, use)


def extract(path: Path, name: str = "") -> tuple[tuple[int, str, str], ...]:
    """(line, msgid, field) of every text of a content file, for the catalogue; ContentError where it cannot be read."""
    from kiosk.content.reading import read_file

    source, entry = read_file(path, FILES.get(path.name, ProcedureEntry), name)
    return tuple((source.line(text.path), text.msgid, source.field(text.path)) for text in texts_of(entry))


FILES: Final[dict[str, type[Entry]]] = {
    "questions.yaml": QuestionsFile,
    "facts.yaml": FactKindsFile,
    "events.yaml": EventsFile,
    "documents.yaml": DocumentsFile,
    "places.yaml": PlacesFile,
    "calendar.yaml": CalendarFile,
    "fits.yaml": FitsFile,
    "reservations.yaml": ReservationsFile,
}
"""The content files that are no procedures."""
