"""The queue's one database connection: one caller at a time, every transaction on disk before its caller hears of it.

One connection, held exclusively, because SQLite 3.7.0–3.51.2 can lose commits in WAL mode when two connections race (Debian 12
ships 3.40.1). A lock, not a thread, keeps callers apart: handing each call to a thread and back costs a third of a whole commit.
WAL + synchronous=FULL: the commit's fdatasync has returned before the caller goes on. The WAL is kept with room in it, because a
commit that overwrites costs the disk half of one that makes the file longer.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from kiosk.faults import QUEUE_BROKEN, QUEUE_DISK_FULL, Fault, KioskError
from kiosk.outbox.transaction import transaction

T = TypeVar("T")

IDLE_S: Final = 1.0
PAGE_BYTES: Final = 2048  # a sealed entry of 2 KiB changes 4 pages: the fewer bytes to sync, the sooner it is safe
ROOM_BYTES: Final = 4 * 1024 * 1024
FILLER_BYTES: Final = 64 * 1024
COMMITS_IN_ROOM: Final = 480  # folding the WAL in costs two syncs: seldom, and still within the room
PRAGMAS: Final = (
    f"PRAGMA page_size={PAGE_BYTES}",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA temp_store=MEMORY",
)
_DISK_CODES = frozenset(
    (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
)


def fault_of(error: sqlite3.Error) -> Fault:
    """QUEUE-01 when the disk cannot take it, QUEUE-03 when the file is held or damaged."""
    code = getattr(error, "sqlite_errorcode", None)
    return QUEUE_DISK_FULL if code is not None and code & 0xFF in _DISK_CODES else QUEUE_BROKEN


def _named(error: sqlite3.Error | OSError) -> KioskError:
    if isinstance(error, sqlite3.Error):
        return KioskError(fault_of(error), detail=str(getattr(error, "sqlite_errorname", type(error).__name__)))
    return KioskError(QUEUE_DISK_FULL, detail=f"errno={error.errno}")


class Writer:
    """Runs functions on the database, one after the other; `call` gives their result or their error.

    prepare: runs on every fresh connection (migrations). when_quiet: runs, no caller inside, once nothing was asked for idle_s.
    After a database error the connection is dropped and opened again at the next call: a disk with room again, or a lock let go, is
    enough to go on.
    """

    def __init__(
        self,
        path: Path,
        prepare: Callable[[sqlite3.Connection], None],
        when_quiet: Callable[[], None] = lambda: None,
        idle_s: float = IDLE_S,
    ) -> None:
        self.path = path
        self._prepare = prepare
        self._when_quiet = when_quiet
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._calls = 0
        self._running = False
        self._house: threading.Thread | None = None
        self._db: sqlite3.Connection | None = None
        self._commits = 0

    def start(self) -> None:
        """Open the file (0600, its folder 0700 when new); KioskError when that fails, and then nothing runs."""
        self._stopping.clear()
        self._running = True
        try:
            self.call(lambda db: None)
        except BaseException:
            self._running = False
            raise
        self._house = threading.Thread(target=self._keep_house, name="outbox-house", daemon=True)
        self._house.start()

    def stop(self) -> None:
        """Fold the WAL into the file and close. Safe to call twice."""
        self._running = False
        self._stopping.set()
        house, self._house = self._house, None
        if house is not None:
            house.join()
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._checkpoint("TRUNCATE")
        with self._lock:
            self._drop()

    def call(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` gives, after its transaction is on disk. sqlite3.Connection and disk errors arrive as KioskError."""
        with self._lock:
            if not self._running:
                raise KioskError(QUEUE_BROKEN, detail="the queue is not running")
            try:
                if self._commits >= COMMITS_IN_ROOM:
                    self._checkpoint("PASSIVE")
                result = work(self._open())
            except (sqlite3.Error, OSError) as error:
                self._drop()
                raise _named(error) from None
            self._commits += 1
            self._calls += 1
        return result

    def wipe(self) -> None:
        """Fold the WAL into the file and cut it to nothing, so that erased content is in neither."""
        self.call(lambda db: self._checkpoint("TRUNCATE"))

    # --- housekeeping -----------------------------------------------------------------------------------------------
    def _keep_house(self) -> None:
        """Look once a second: waking this thread at every call would cost the caller more than the looking does."""
        seen = self._calls
        while not self._stopping.wait(self._idle_s):
            if self._commits and self._calls == seen:
                self._tidy()
            seen = self._calls

    def _tidy(self) -> None:
        with self._lock:
            self._when_quiet()
            try:
                self._checkpoint("PASSIVE")
                if self._db is not None:
                    self._make_room(self._db)
            except (sqlite3.Error, OSError):
                self._drop()  # the next caller opens again, and is told if that fails

    # --- with the lock held -----------------------------------------------------------------------------------------
    def _checkpoint(self, mode: str) -> None:
        if self._db is not None:
            self._db.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        self._commits = 0

    def _make_room(self, db: sqlite3.Connection) -> None:
        """Let the WAL be long before it is needed: write the same few pages over and over; folded in, it keeps its length."""
        wal = self.path.with_name(self.path.name + "-wal")
        missing = ROOM_BYTES - (wal.stat().st_size if wal.exists() else 0)
        if missing > 0:
            for _ in range(missing // FILLER_BYTES + 1):
                with transaction(db):  # random, because SQLite skips a page that would not change
                    db.execute("UPDATE room SET filler = randomblob(?)", (FILLER_BYTES,))
            self._checkpoint("PASSIVE")

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            make_private(self.path)
            connection = sqlite3.connect(self.path, timeout=1.0, cached_statements=64, check_same_thread=False)
            try:
                self._db = self._set_up(connection)
            except BaseException:
                connection.close()
                raise
            with contextlib.suppress(sqlite3.Error):  # room is speed only; a nearly full disk must not keep the queue shut
                self._make_room(self._db)
        return self._db

    def _set_up(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        for pragma in PRAGMAS:
            connection.execute(pragma).fetchall()
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        durable = connection.execute("PRAGMA synchronous").fetchone()[0]
        if (mode, durable) != ("wal", 2):
            raise KioskError(QUEUE_BROKEN, detail=f"journal_mode={mode} synchronous={durable}")
        self._prepare(connection)
        connection.isolation_level = None  # from here on every transaction is spelt out (transaction.py)
        return connection

    def _drop(self) -> None:
        db, self._db = self._db, None
        self._commits = 0
        if db is not None:
            with contextlib.suppress(sqlite3.Error):
                db.close()


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one; SQLite gives -wal the same rights."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
