"""Taking a new pack of bids over: checked, copied whole, the one before kept beside it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from kiosk.boards.bids import BidPack
from kiosk.boards.csv_pack import DATED, read_bids
from kiosk.content.problems import ContentError, ContentProblem

PREVIOUS = ".previous.csv"


def import_bids(source: Path, target: Path, dated: date | None = None) -> BidPack:
    """Copy the pack to target in one step and keep the one before as <name>.previous.csv; the pack as it stands there.

    dated: the data's day; None takes what the file or its name says. ContentError and nothing changed where the file has no use; OSError
    where the folder cannot be written.
    """
    pack = read_bids(source)
    if not pack.bids:
        empty = ContentProblem(source.name, 1, "", "holds no row that can be shown.", "Mend the rows that were told.")
        raise ContentError([*pack.problems, empty])
    content, day = source.read_bytes(), dated or pack.dated
    if day is not None and day != read_bids(source, by_name=False).dated:
        content = _with_day(content, day)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    written = read_bids(fresh, target.name)
    if target.is_file():
        _keep(target)
    fresh.replace(target)
    return written


def _keep(target: Path) -> None:
    """The pack before, beside the new one; a hard link or a copy, so that there is never a moment without a pack."""
    kept = target.with_name(target.stem + PREVIOUS)
    copy = target.with_name(target.stem + PREVIOUS + ".new")
    copy.write_bytes(target.read_bytes())
    copy.replace(kept)


def _with_day(content: bytes, day: date) -> bytes:
    """The same file with a line above that says the data's day, in the file's own letters."""
    line = f"{DATED},{day.isoformat()}\r\n"
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return mark + line.encode(encoding) + content[len(mark) :]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return line.encode("cp932") + content
    return line.encode("utf-8") + content
