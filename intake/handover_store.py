"""Unfinished visits the city keeps for their owners: ciphertext under a random id, tries counted, 14 days, then destroyed.

One file beside the submissions, rollback journal and synchronous=EXTRA as there. Every call is one transaction, committed before its
answer is known to anybody: a try that was answered is a try that is counted, whatever dies afterwards. What is destroyed is overwritten
(secure_delete) and leaves a line without content for as long as its paper may turn up, so that its owner is told why.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from intake.errors import IntakeError

DATABASE: Final = "drafts.db"
LIFE: Final = timedelta(days=14)
TOMBSTONE: Final = timedelta(days=30)
GRACE: Final = timedelta(minutes=15)
TRIES: Final = 5
MOST_DRAFTS: Final = 20_000
SWEEP_S: Final = 600.0
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS drafts (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, tries INTEGER NOT NULL, until TEXT NOT NULL, released_at TEXT,
    proof BLOB, digest BLOB, kept BLOB
)
"""


class Standing(StrEnum):
    """How a draft stands. RELEASED: was given out, and is given again until GRACE is over."""

    KEPT = "kept"
    RELEASED = "released"
    USED = "used"
    EXPIRED = "expired"
    DESTROYED = "destroyed"


class Put(StrEnum):
    """What became of a draft that was brought."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Release:
    """The answer to a proof. standing None: nothing is known under that id; kept: set when it was right; tries: left when wrong."""

    standing: Standing | None
    kept: bytes | None = None
    tries: int = 0


class DraftStore:
    """One file, one connection behind a lock: drafts are few. now: aware, the intake's clock."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = folder / DATABASE
        self._now = now
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._sweeper: threading.Thread | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        """Open the file and destroy what is due; IntakeError with one clear line when that fails."""
        try:
            self._connection = _open(self._path)
            self.sweep()
        except (sqlite3.Error, OSError) as error:
            raise IntakeError(f"cannot open {self._path}: {error}") from None
        self._stopping.clear()
        self._sweeper = threading.Thread(target=self._sweep_on, name="intake-drafts", daemon=True)
        self._sweeper.start()

    def stop(self) -> None:
        """Close it. Safe to call twice."""
        self._stopping.set()
        sweeper, self._sweeper = self._sweeper, None
        if sweeper is not None:
            sweeper.join()
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def put(self, name: str, proof_hash: bytes, kept: bytes) -> Put:
        """Keep it for 14 days. proof_hash: SHA-256 of the proof, so that this file cannot ask for a release."""
        digest = hashlib.sha256(proof_hash + kept).digest()
        with self._transaction() as connection:
            self._destroy_due(connection)
            row = connection.execute("SELECT digest, state FROM drafts WHERE id = ?", (name,)).fetchone()
            if row is not None:
                return Put.SAME if row[0] == digest and row[1] == Standing.KEPT else Put.OTHER
            if connection.execute("SELECT count(*) FROM drafts").fetchone()[0] >= MOST_DRAFTS:
                return Put.FULL
            connection.execute(
                "INSERT INTO drafts (id, state, tries, until, proof, digest, kept) VALUES (?, ?, 0, ?, ?, ?, ?)",
                (name, Standing.KEPT, _stamp(self._now() + LIFE), proof_hash, digest, kept),
            )
            return Put.NEW

    def release(self, name: str, proof: bytes) -> Release:
        """The ciphertext for the right proof. A wrong one is counted before anybody learns that it was wrong; the fifth destroys."""
        with self._transaction() as connection:
            self._destroy_due(connection)
            row = connection.execute("SELECT state, tries, proof, kept FROM drafts WHERE id = ?", (name,)).fetchone()
            if row is None:
                return Release(None)
            standing = Standing(row[0])
            if standing not in (Standing.KEPT, Standing.RELEASED):
                return Release(standing)
            if _right(row[2], proof):
                if standing is Standing.KEPT:
                    when = _stamp(self._now())
                    connection.execute("UPDATE drafts SET state = ?, released_at = ? WHERE id = ?", (Standing.RELEASED, when, name))
                return Release(Standing.RELEASED, bytes(row[3]))
            return self._count(connection, name, int(row[1]) + 1)

    def forget(self, name: str, proof: bytes) -> None:
        """Destroy it, for who knows its proof; anything else changes nothing, and costs no try."""
        with self._transaction() as connection:
            row = connection.execute("SELECT proof FROM drafts WHERE id = ?", (name,)).fetchone()
            if row is not None and row[0] is not None and _right(row[0], proof):
                _destroy(connection, "id = ?", (name,), Standing.USED)

    def sweep(self) -> None:
        """Destroy what is due now."""
        with self._transaction() as connection:
            self._destroy_due(connection)

    @staticmethod
    def _count(connection: sqlite3.Connection, name: str, tries: int) -> Release:
        if tries >= TRIES:
            _destroy(connection, "id = ?", (name,), Standing.DESTROYED)
            connection.execute("UPDATE drafts SET tries = ? WHERE id = ?", (tries, name))
            return Release(Standing.DESTROYED)
        connection.execute("UPDATE drafts SET tries = ? WHERE id = ?", (tries, name))
        return Release(Standing.KEPT, None, TRIES - tries)

    def _destroy_due(self, connection: sqlite3.Connection) -> None:
        now = self._now()
        _destroy(connection, "until <= ?", (_stamp(now),), Standing.EXPIRED)
        _destroy(connection, "released_at <= ?", (_stamp(now - GRACE),), Standing.USED)
        connection.execute("DELETE FROM drafts WHERE until <= ?", (_stamp(now - TOMBSTONE),))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._connection
            if connection is None:
                raise sqlite3.ProgrammingError("the draft store is closed")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _sweep_on(self) -> None:
        while not self._stopping.wait(SWEEP_S):
            with contextlib.suppress(sqlite3.Error):  # the next request or the next round tries again
                self.sweep()


def _destroy(connection: sqlite3.Connection, where: str, values: tuple[str, ...], standing: Standing) -> None:
    connection.execute(
        f"UPDATE drafts SET state = ?, kept = NULL, proof = NULL, released_at = NULL WHERE kept IS NOT NULL AND {where}",  # noqa: S608
        (standing, *values),
    )


def _right(proof_hash: bytes, proof: bytes) -> bool:
    return hmac.compare_digest(hashlib.sha256(proof).digest(), bytes(proof_hash))


def _stamp(moment: datetime) -> str:
    """UTC in one spelling, so that stamps compare as text."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path, timeout=10.0, isolation_level=None, check_same_thread=False)
    try:
        settings = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "temp_store=MEMORY")
        for statement in (*(f"PRAGMA {setting}" for setting in settings), _TABLE):
            connection.execute(statement).fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
