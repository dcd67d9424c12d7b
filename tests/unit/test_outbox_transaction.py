"""A transaction of the queue is whole or not there at all, and leaves the connection ready for the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.outbox.transaction import transaction


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("CREATE TABLE rows (n INTEGER PRIMARY KEY, of INTEGER REFERENCES rows DEFERRABLE INITIALLY DEFERRED)")
        yield connection


def numbers(db: sqlite3.Connection) -> list[int]:
    return [n for (n,) in db.execute("SELECT n FROM rows ORDER BY n")]


def test_what_went_well_is_kept(db: sqlite3.Connection) -> None:
    with transaction(db):
        db.execute("INSERT INTO rows VALUES (1, NULL)")
    assert not db.in_transaction
    assert numbers(db) == [1]


def test_an_error_half_way_undoes_the_first_half_and_is_told(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.executemany("INSERT INTO rows VALUES (?, NULL)", [(1,), (1,)])
    assert not db.in_transaction
    assert numbers(db) == []


def test_a_commit_that_fails_undoes_all_and_is_told(db: sqlite3.Connection) -> None:
    """A deferred key is checked by COMMIT alone, which then leaves the transaction open."""
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.execute("INSERT INTO rows VALUES (1, 99)")
    assert not db.in_transaction
    with transaction(db):
        db.execute("INSERT INTO rows VALUES (2, NULL)")
    assert numbers(db) == [2]
