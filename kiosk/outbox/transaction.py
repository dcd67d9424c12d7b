"""One durable transaction of the queue's database."""

from __future__ import annotations

import sqlite3
from typing import Literal


class transaction:  # noqa: N801 - a context manager, read as a word
    """`with transaction(db):` BEGIN IMMEDIATE, then COMMIT, or ROLLBACK and the error. db: a connection with isolation_level=None.

    Our own statements instead of the connection's: sqlite3 keeps them prepared, where its `with` prepares BEGIN and COMMIT anew each time.
    """

    __slots__ = ("_db",)

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, error: object, trace: object) -> Literal[False]:
        if kind is None:
            try:
                self._db.execute("COMMIT")
            except sqlite3.Error:
                self._undo()
                raise
        else:
            self._undo()
        return False

    def _undo(self) -> None:
        if self._db.in_transaction:  # a full disk may have ended it already
            self._db.execute("ROLLBACK")
