"""Which つづきQR were handed in at this terminal: random ids only, for as long as their paper lives.

A code that carries everything needs no network, so no two terminals can know of each other's: this keeps one terminal from taking the
same paper in twice. Between terminals the city sees two entries, each with its own number.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from kiosk.handover.draft import CLOCK_TOLERANCE, Draft


class UsedDrafts:
    """A small text file, one line `id until` for each. Lines that cannot be read, as after a power cut, are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def holds(self, draft_id: str) -> bool:
        """Whether that draft was handed in here."""
        return draft_id in self._lines()

    def add(self, draft: Draft, now: datetime) -> None:
        """Remember it, on disk before this returns, and drop those whose time is over. OSError when the disk will not take it."""
        kept = {name: until for name, until in self._lines().items() if until + CLOCK_TOLERANCE > now}
        kept[draft.id] = draft.until
        text = "".join(f"{name} {until.astimezone(UTC).isoformat(timespec='minutes')}\n" for name, until in sorted(kept.items()))
        half = self._path.with_name(self._path.name + ".new")
        descriptor = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self._path)

    def _lines(self) -> dict[str, datetime]:
        try:
            lines = self._path.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            return {}
        found = {}
        for line in lines:
            name, _, until = line.partition(" ")
            try:
                moment = datetime.fromisoformat(until)
            except ValueError:
                continue
            if moment.tzinfo is not None:
                found[name] = moment
        return found
