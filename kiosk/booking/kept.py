"""The desks kept between starts, so that PyYAML and pydantic stay unloaded: R04 must know at once whether anything can be booked."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from kiosk.booking import model
from kiosk.booking.model import Desk, Need

FORMAT: Final = b"desks-1"
FILE: Final = "reservations.yaml"


def load_kept_desks(assets: Path, cache: Path | None = None) -> tuple[Desk, ...]:
    """The desks; ContentError where the file cannot be used. cache: a folder of our own; one that fails costs time, never content."""
    path = assets / FILE
    if not path.is_file():
        return ()
    kept = cache / f"desks-{_digest(path)}.json" if cache is not None else None
    found = _read(kept) if kept is not None else None
    if found is None:
        from kiosk.booking.reading import load_desks

        found = load_desks(assets)
        if kept is not None:
            _write(kept, found)
    return found


def _digest(path: Path) -> str:
    code = Path(model.__file__ or "")
    content = b"\0".join(part.read_bytes() for part in (path, code) if part.is_file())
    return hashlib.sha256(FORMAT + content).hexdigest()[:32]


def _read(path: Path) -> tuple[Desk, ...] | None:
    try:
        return tuple(_desk(raw) for raw in json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _desk(raw: dict[str, Any]) -> Desk:
    hours = {int(day): tuple((int(a), int(b)) for a, b in windows) for day, windows in raw["hours"].items()}
    lists = {name: tuple(raw[name]) for name in ("procedures", "bring", "prepare")}
    closed = tuple(date.fromisoformat(day) for day in raw["closed_on"])
    return Desk(**{**raw, **lists, "hours": hours, "needs": tuple(Need(need) for need in raw["needs"]), "closed_on": closed})


def _write(path: Path, desks: tuple[Desk, ...]) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("desks-*.json"):
            old.unlink()
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(desk) for desk in desks], ensure_ascii=False, default=str), "utf-8")
        fresh.replace(path)
