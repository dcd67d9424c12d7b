"""The life events of assets/events.yaml, kept between starts like the procedures are, so that their checker stays unloaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.model.life_event import LifeEvent

EVENTS: Final = "events.yaml"


def load_events(path: Path, cache: Path | None = None) -> tuple[LifeEvent, ...]:
    """The events in the file's order; ContentError with file, line, field and mend where it cannot be used.

    cache: a folder of this program's own; one that cannot be read or written costs time, never content.
    """
    kept = cache / f"events-{_digest(path)}.json" if cache is not None else None
    found = _kept(kept) if kept is not None else None
    if found is None:
        found = _read(path)
        if kept is not None:
            _keep(kept, found)
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32] if path.is_file() else "none"


def _read(path: Path) -> tuple[LifeEvent, ...]:
    from kiosk.content.event_entries import EventsFile
    from kiosk.content.reading import read_file

    source, file = read_file(path, EventsFile, path.name)
    ids = [event.id for event in file.events]
    twice = next((number for number, name in enumerate(ids) if name in ids[:number]), None)
    if twice is not None:
        at = ("events", twice, "id")
        problem = ContentProblem(
            source.file, source.line(at), source.field(at), f"{ids[twice]!r} stands here twice.", "Keep one of them."
        )
        raise ContentError([problem])
    return tuple(LifeEvent(event.id, event.label, event.note or "", event.picture) for event in file.events)


def _kept(path: Path) -> tuple[LifeEvent, ...] | None:
    try:
        return tuple(LifeEvent(**event) for event in json.loads(path.read_text("utf-8"))) or None
    except (OSError, ValueError, TypeError):
        return None


def _keep(path: Path, events: Sequence[LifeEvent]) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("events-*.json"):
            old.unlink()
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(event) for event in events], ensure_ascii=False), "utf-8")
        fresh.replace(path)
