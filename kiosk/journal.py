"""The log: one JSON line an event, allow-listed plain fields only, so that nothing a person said can enter.

Rotates 10 × 5 MB. Values are codes, ids and numbers; a field that is not on the list is a mistake of ours and raises.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

FIELDS: Final = frozenset(
    {
        "screen",
        "language",
        "procedure",
        "code",
        "detail",
        "receipt_no",
        "face",
        "wish",
        "state",
        "attempts",
        "ms",
        "where",
        "kind",
        "version",
        "mend",
    }
)
PLAIN: Final = re.compile(r"[\x20-\x7e]{0,200}")
LONG_DIGITS: Final = re.compile(r"\d{7,}")


class Journal:
    """Writes events to a rotating file; `start` opens it, `stop` closes it."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._handler: RotatingFileHandler | None = None

    def start(self) -> None:
        """Open the file; the folder is made when missing."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._handler = RotatingFileHandler(self._path, maxBytes=5_000_000, backupCount=9, encoding="utf-8", delay=True)

    def stop(self) -> None:
        """Close the file."""
        if self._handler is not None:
            self._handler.close()
            self._handler = None

    def record(self, event: str, **values: object) -> None:
        """One event. Fields are those of FIELDS; text that is not plain ASCII, or holds a long number, is dropped from the line."""
        unknown = set(values) - FIELDS
        if unknown:
            raise KeyError(f"not a field of the log: {sorted(unknown)}")
        if self._handler is None:
            return
        line = {"at": self._now().isoformat(timespec="seconds"), "event": event} | {
            key: _plain(value) for key, value in values.items()
        }
        self._handler.emit(logging.makeLogRecord({"msg": json.dumps(line), "levelno": logging.INFO}))


def _plain(value: object) -> object:
    if isinstance(value, int | float) or value is None:
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) and not LONG_DIGITS.search(text) else "(dropped)"
