"""Where sealed submissions lie: ciphertext, digest, terminal, time and the receipt given. One class per database.

SQLite with a rollback journal (DELETE, synchronous=EXTRA), not WAL: `intake open` and backups read while `intake serve` writes, and
the WAL mode of SQLite before 3.51.3 can lose commits with two connections. Submissions that arrive together share one commit, so
the syncs of a rollback journal are no limit for a city's terminals.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from intake.errors import IntakeError
from kiosk.outbox.envelope import Claim, Outcome

DATABASE: Final = "intake.db"
GROUP: Final = 64
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS submissions (
    id TEXT PRIMARY KEY, terminal TEXT NOT NULL, sha256 TEXT NOT NULL, received_at TEXT NOT NULL, receipt BLOB NOT NULL,
    sealed BLOB NOT NULL
)
"""
_BOOKINGS: Final = """
CREATE TABLE IF NOT EXISTS bookings (
    id TEXT PRIMARY KEY REFERENCES submissions (id), desk TEXT NOT NULL, day TEXT NOT NULL, begins TEXT NOT NULL, outcome TEXT NOT NULL
)
"""
_BY_SLOT: Final = "CREATE INDEX IF NOT EXISTS bookings_slot ON bookings (desk, day, begins)"
_LIST: Final = """
SELECT day, begins, desk, outcome, id, terminal, received_at FROM bookings JOIN submissions USING (id)
ORDER BY day, begins, desk, received_at
"""


class Kept(StrEnum):
    """What became of a submission."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stored:
    """A submission as it is kept. received_at: ISO 8601, UTC."""

    id: str
    terminal: str
    sha256: str
    received_at: str
    receipt: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Booking:
    """A claim on a slot. late: its time has passed already; sign: the receipt that says what became of it."""

    claim: Claim
    late: bool
    sign: Callable[[Outcome], bytes]


@dataclass(frozen=True, slots=True)
class BookingLine:
    """A reservation as the intake knows it: the slot and what became of it, nobody's name."""

    day: str
    begins: str
    desk: str
    outcome: str
    id: str
    terminal: str
    received_at: str


@dataclass(frozen=True, slots=True)
class PutResult:
    """NEW or SAME with the receipt that stands; OTHER when the id already holds other bytes or another terminal's."""

    kept: Kept
    receipt: bytes


class Store(Protocol):
    """What the intake asks of its database; PostgreSQL can be a second class."""

    def start(self) -> None:
        """Open it."""
        ...

    def stop(self) -> None:
        """Close it."""
        ...

    def put(self, item: Stored, booking: Booking | None = None) -> Future[PutResult]:
        """Keep it once; resolved only after it is on disk. With a booking, its outcome is decided in the same transaction."""
        ...

    def receipt(self, submission_id: str) -> Future[bytes | None]:
        """The receipt given for that id."""
        ...


class SqliteStore:
    """One file, one writer thread, one commit for all that arrived together."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the file; IntakeError with one clear line when that fails."""
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="intake-store", daemon=True)
        self._thread.start()
        ready.result()

    def stop(self) -> None:
        """Finish what arrived and close. Safe to call twice."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            thread.join()

    def put(self, item: Stored, booking: Booking | None = None) -> Future[PutResult]:
        """Keep it once; resolved only after the commit is on disk, with sqlite3.Error when that failed."""
        job = _Put(item, booking, Future())
        self._jobs.put(job)
        return job.answer

    def receipt(self, submission_id: str) -> Future[bytes | None]:
        """The receipt given for that id."""
        job = _Ask(submission_id, Future())
        self._jobs.put(job)
        return job.answer

    # --- on the store's thread --------------------------------------------------------------------------------------
    def _run(self, ready: Future[None]) -> None:
        try:
            connection = _open_for_writing(self._path)
        except (sqlite3.Error, OSError) as error:
            ready.set_exception(IntakeError(f"cannot open {self._path}: {error}"))
            return
        ready.set_result(None)
        with contextlib.closing(connection):
            while (group := self._next_group()) is not None:
                _work_off(connection, group)

    def _next_group(self) -> list[_Job] | None:
        """All that waits, at least one; None when it is time to go."""
        first = self._jobs.get()
        if first is None:
            return None
        group = [first]
        while len(group) < GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            group.append(job)
        return group


@dataclass(frozen=True, slots=True)
class _Put:
    item: Stored
    booking: Booking | None
    answer: Future[PutResult]


@dataclass(frozen=True, slots=True)
class _Ask:
    id: str
    answer: Future[bytes | None]


_Job = _Put | _Ask


def _open_for_writing(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None)
    try:
        for statement in (
            "PRAGMA journal_mode=DELETE",
            "PRAGMA synchronous=EXTRA",
            "PRAGMA temp_store=MEMORY",
            _TABLE,
            _BOOKINGS,
            _BY_SLOT,
        ):
            connection.execute(statement).fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _work_off(connection: sqlite3.Connection, group: list[_Job]) -> None:
    """One transaction for the whole group; every answer is given after it, so none promises what is not on disk."""
    results: list[tuple[_Put, PutResult] | tuple[_Ask, bytes | None]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for job in group:
            if isinstance(job, _Put):
                results.append((job, _put(connection, job.item, job.booking)))
            else:
                results.append((job, _receipt(connection, job.id)))
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        for job in group:
            job.answer.set_exception(error)
        return
    for job, result in results:
        job.answer.set_result(result)  # type: ignore[arg-type]


def _put(connection: sqlite3.Connection, item: Stored, booking: Booking | None) -> PutResult:
    """The write lock is held since BEGIN IMMEDIATE, so nothing comes between counting a slot's reservations and adding one."""
    outcome = _outcome(connection, booking) if booking else None
    slot = (booking.claim.desk, booking.claim.day, booking.claim.begins) if booking else None
    if booking and outcome:
        item = replace(item, receipt=booking.sign(outcome))
    added = connection.execute(
        "INSERT INTO submissions (id, terminal, sha256, received_at, receipt, sealed) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        (item.id, item.terminal, item.sha256, item.received_at, item.receipt, item.sealed),
    ).rowcount
    if added:
        if slot and outcome:
            connection.execute("INSERT INTO bookings VALUES (?, ?, ?, ?, ?)", (item.id, *slot, outcome.value))
        return PutResult(Kept.NEW, item.receipt)
    held = connection.execute("SELECT terminal, sha256, receipt FROM submissions WHERE id = ?", (item.id,)).fetchone()
    same = (held[0], held[1], _slot_of(connection, item.id)) == (item.terminal, item.sha256, slot)
    return PutResult(Kept.SAME if same else Kept.OTHER, bytes(held[2]))


def _slot_of(connection: sqlite3.Connection, submission_id: str) -> tuple[str, str, str] | None:
    row = connection.execute("SELECT desk, day, begins FROM bookings WHERE id = ?", (submission_id,)).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def _outcome(connection: sqlite3.Connection, booking: Booking) -> Outcome:
    if booking.late:
        return Outcome.LATE
    claim = booking.claim
    taken = connection.execute(
        "SELECT count(*) FROM bookings WHERE desk = ? AND day = ? AND begins = ? AND outcome = ?",
        (claim.desk, claim.day, claim.begins, Outcome.CONFIRMED.value),
    ).fetchone()[0]
    return Outcome.CONFIRMED if taken < claim.places else Outcome.CLASH


def _receipt(connection: sqlite3.Connection, submission_id: str) -> bytes | None:
    row = connection.execute("SELECT receipt FROM submissions WHERE id = ?", (submission_id,)).fetchone()
    return None if row is None else bytes(row[0])


def read_all(folder: Path) -> Iterator[Stored]:
    """Every submission in that data folder, oldest first; may run while `intake serve` does. IntakeError when it cannot be read."""
    path = folder / DATABASE
    if not path.exists():
        raise IntakeError(f"{folder} holds no intake data ({DATABASE} is missing)")
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=10.0)) as connection:
            rows = connection.execute(
                "SELECT id, terminal, sha256, received_at, receipt, sealed FROM submissions ORDER BY received_at, rowid"
            )
            for row in rows:
                yield Stored(row[0], row[1], row[2], row[3], bytes(row[4]), bytes(row[5]))
    except sqlite3.Error as error:
        raise IntakeError(f"cannot read {path}: {error}") from None


def read_bookings(folder: Path) -> tuple[BookingLine, ...]:
    """Every reservation in that data folder by day and time; may run while `intake serve` does. IntakeError when it cannot be read."""
    path = folder / DATABASE
    if not path.exists():
        raise IntakeError(f"{folder} holds no intake data ({DATABASE} is missing)")
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=10.0)) as connection:
            known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'bookings'").fetchone()
            return tuple(BookingLine(*row) for row in connection.execute(_LIST)) if known else ()
    except sqlite3.Error as error:
        raise IntakeError(f"cannot read {path}: {error}") from None
