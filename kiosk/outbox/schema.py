"""The queue's tables, as migrations of sqlite-utils.

outbox holds what the city has not vouched for; its key is the number in the receipt number, so every insert goes to the end of the
table and no second index grows. A delivered row moves to receipts, without content. print_jobs keeps one row for every number ever
given and so is the counter: never delete its newest row. What waits is what was given less what was sent or set aside, so accepting
writes no counter page. bookings has a row for each reservation: its slot and what became of it, never content; its key is the number
too. counters and queue are one row each; room holds noise (writer.py says what for).
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SET = "outbox"
TABLES = """
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, receipt_no TEXT NOT NULL, procedure TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, next_at TEXT, last_problem TEXT NOT NULL, created_at TEXT NOT NULL, sealed BLOB NOT NULL
);
CREATE INDEX outbox_set_aside ON outbox (id) WHERE state = 'set_aside';
CREATE TABLE print_jobs (
    seq INTEGER PRIMARY KEY, form TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, fault_code TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE TABLE receipts (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, receipt_no TEXT NOT NULL, procedure TEXT NOT NULL, attempts INTEGER NOT NULL,
    created_at TEXT NOT NULL, delivered_at TEXT NOT NULL, receipt BLOB NOT NULL
);
CREATE TABLE counters (
    one INTEGER PRIMARY KEY CHECK (one = 1), terminal TEXT NOT NULL, sent INTEGER NOT NULL, set_aside INTEGER NOT NULL,
    last_delivered_at TEXT
);
CREATE TABLE queue (
    one INTEGER PRIMARY KEY CHECK (one = 1), attempts INTEGER NOT NULL, next_at TEXT, decided_at TEXT, paused INTEGER NOT NULL,
    held INTEGER NOT NULL, last_problem TEXT NOT NULL
);
CREATE TABLE room (one INTEGER PRIMARY KEY CHECK (one = 1), filler BLOB NOT NULL);
INSERT INTO room VALUES (1, zeroblob(65536));
INSERT INTO counters VALUES (1, '', 0, 0, NULL);
INSERT INTO queue VALUES (1, 0, NULL, NULL, 0, 0, '');
"""


def first_tables(db: Database) -> None:
    """The tables of the first version."""
    for statement in TABLES.split(";"):
        if statement.strip():
            db.execute(statement)


def bookings(db: Database) -> None:
    """Reservations. state: pending until the city's receipt says confirmed, clash or late; claim: what travels in the clear."""
    db.execute(
        "CREATE TABLE bookings (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, desk TEXT NOT NULL, day TEXT NOT NULL,"
        " begins TEXT NOT NULL, claim BLOB NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL)"
    )


STEPS = (("first tables", first_tables), ("bookings", bookings))
_DONE = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
_KEPT = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps between this file and today's tables. sqlite-utils (8 MB) is loaded only when there is one to take."""
    done = {row[0] for row in connection.execute(_DONE, (SET,))} if connection.execute(_KEPT).fetchone() else set()
    if all(name in done for name, _ in STEPS):
        return
    from sqlite_utils import Database, Migrations

    steps = Migrations(SET)
    for name, step in STEPS:
        steps(name=name)(step)
    steps.apply(Database(connection, execute_plugins=False))
