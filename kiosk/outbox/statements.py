"""The queue's statements, each a function of the open database. They run inside `Writer.call` only."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kiosk.model.dates import JAPAN
from kiosk.outbox.records import (
    BookingRow,
    DueItem,
    OutboxRow,
    PrintRow,
    QueueState,
    RowState,
    Status,
    matching_code,
    receipt_number,
)
from kiosk.outbox.transaction import transaction

if TYPE_CHECKING:
    from kiosk.outbox.envelope import Claim

_GIVEN = "SELECT ifnull(max(seq), 0) FROM print_jobs"
_TERMINAL = "SELECT terminal, (SELECT ifnull(max(seq), 0) FROM print_jobs) - sent FROM counters"
_STATUS = """
SELECT (SELECT ifnull(max(seq), 0) FROM print_jobs) - sent - set_aside, set_aside, last_delivered_at FROM counters
"""
_WRITE_QUEUE = "UPDATE queue SET attempts = ?, next_at = ?, decided_at = ?, paused = ?, held = ?, last_problem = ?"
_ROWS = """
SELECT all_rows.*, ifnull(bookings.state, '') FROM (
    SELECT seq, id, receipt_no, procedure, state, attempts, next_at, last_problem, created_at, length(sealed) FROM outbox
    UNION ALL
    SELECT seq, id, receipt_no, procedure, 'sent', attempts, NULL, '', created_at, 0 FROM receipts
) AS all_rows LEFT JOIN bookings USING (seq) ORDER BY seq DESC LIMIT ?
"""
_BOOKINGS = """
SELECT bookings.seq, bookings.id, desk, day, begins, bookings.state, bookings.created_at, ifnull(outbox.state = 'set_aside', 0)
FROM bookings LEFT JOIN outbox USING (seq) WHERE day >= ? ORDER BY day, begins, bookings.seq
"""


def stamp(at: datetime | None) -> str | None:
    """A moment as the tables keep it: ISO 8601 in UTC with microseconds, so that text sorts as time does."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str | None) -> datetime | None:
    """The moment behind `stamp`, in Japan's civil time."""
    return None if text is None else _at(text)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(JAPAN)


def claim_terminal(db: sqlite3.Connection, terminal: str) -> bool:
    """Whether this queue may be used as that terminal; a queue with undelivered rows of another terminal may not."""
    held, open_rows = db.execute(_TERMINAL).fetchone()
    if held == terminal:
        return True
    if held and open_rows:
        return False
    with transaction(db):
        db.execute("UPDATE counters SET terminal = ?", (terminal,))
    return True


def last_number(db: sqlite3.Connection) -> int:
    """The last receipt number given out."""
    return int(db.execute(_GIVEN).fetchone()[0])


def id_at(db: sqlite3.Connection, seq: int) -> str | None:
    """The submission id under that number, while the row is in the queue."""
    row = db.execute("SELECT id FROM outbox WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else str(row[0])


def add(db: sqlite3.Connection, seq: int, values: tuple[str, str, str, str, bytes], form: str, claim: Claim | None = None) -> None:
    """Number, sealed row, print job and the slot claimed in one durable transaction.

    values: id, receipt_no, procedure, created_at, sealed.
    """
    submission_id, receipt_no, procedure, created_at, sealed = values
    with transaction(db):
        db.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, 'waiting', 0, NULL, '', ?, ?)",
            (seq, submission_id, receipt_no, procedure, created_at, sealed),
        )
        db.execute("INSERT INTO print_jobs VALUES (?, ?, 'waiting', 0, '', ?)", (seq, form, created_at))
        if claim is not None:
            slot = (submission_id, claim.desk, claim.day, claim.begins, claim.as_bytes())
            db.execute("INSERT INTO bookings VALUES (?, ?, ?, ?, ?, ?, 'pending', ?)", (seq, *slot, created_at))


def next_due(db: sqlite3.Connection, now: datetime) -> DueItem | None:
    """The oldest waiting row that has not stepped back; when all have, the oldest of them."""
    ask = (
        "SELECT seq, id, sealed, attempts, ifnull((SELECT claim FROM bookings WHERE bookings.seq = outbox.seq), x'')"
        " FROM outbox WHERE state = 'waiting' {} ORDER BY seq LIMIT 1"
    )
    row = db.execute(ask.format("AND (next_at IS NULL OR next_at <= ?)"), (stamp(now),)).fetchone()
    row = row or db.execute(ask.format("")).fetchone()
    return None if row is None else DueItem(*row)


def delivered(db: sqlite3.Connection, item: DueItem, receipt: bytes, now: datetime, outcome: str = "") -> None:
    """Keep the receipt, erase the content, open the link again: one transaction. outcome: what became of a reservation."""
    with transaction(db):
        db.execute(
            "INSERT INTO receipts SELECT seq, id, receipt_no, procedure, attempts + 1, created_at, ?, ? FROM outbox WHERE seq = ?",
            (stamp(now), receipt, item.seq),
        )
        db.execute("DELETE FROM outbox WHERE seq = ?", (item.seq,))
        if outcome:
            db.execute("UPDATE bookings SET state = ? WHERE seq = ?", (outcome, item.seq))
        db.execute("UPDATE counters SET sent = sent + 1, last_delivered_at = ?", (stamp(now),))
        db.execute(_WRITE_QUEUE, _columns(QueueState()))


def link_failed(db: sqlite3.Connection, item: DueItem, row_next_at: datetime | None, state: QueueState) -> None:
    """Note the try in the row, and what the whole queue does next."""
    with transaction(db):
        db.execute(
            "UPDATE outbox SET attempts = attempts + 1, next_at = ?, last_problem = ? WHERE seq = ?",
            (stamp(row_next_at), state.last_problem, item.seq),
        )
        db.execute(_WRITE_QUEUE, _columns(state))


def set_aside(db: sqlite3.Connection, item: DueItem, problem: str) -> None:
    """Take the row out of the line; its content stays."""
    with transaction(db):
        db.execute(
            "UPDATE outbox SET state = 'set_aside', attempts = attempts + 1, next_at = NULL, last_problem = ? WHERE seq = ?",
            (problem, item.seq),
        )
        db.execute("UPDATE counters SET set_aside = set_aside + 1")


def requeue(db: sqlite3.Connection, submission_id: str) -> bool:
    """Put a row that was set aside back in line; False when there is none under that id."""
    with transaction(db):
        done = db.execute(
            "UPDATE outbox SET state = 'waiting', next_at = NULL WHERE id = ? AND state = 'set_aside'", (submission_id,)
        ).rowcount
        if done:
            db.execute("UPDATE counters SET set_aside = set_aside - 1")
    return bool(done)


def read_queue(db: sqlite3.Connection) -> QueueState:
    """How the link stands."""
    row = db.execute("SELECT attempts, next_at, decided_at, paused, held, last_problem FROM queue").fetchone()
    return QueueState(row[0], moment(row[1]), moment(row[2]), bool(row[3]), bool(row[4]), row[5])


def write_queue(db: sqlite3.Connection, state: QueueState) -> None:
    """Remember how the link stands."""
    with transaction(db):
        db.execute(_WRITE_QUEUE, _columns(state))


def _columns(state: QueueState) -> tuple[object, ...]:
    return (state.attempts, stamp(state.next_at), stamp(state.decided_at), state.paused, state.held, state.last_problem)


def set_print(db: sqlite3.Connection, seq: int, state: str, attempts: int, fault_code: str, now: datetime) -> bool:
    """Remember how the print job stands; False when there is none."""
    with transaction(db):
        done = db.execute(
            "UPDATE print_jobs SET state = ?, attempts = ?, fault_code = ?, updated_at = ? WHERE seq = ?",
            (state, attempts, fault_code, stamp(now), seq),
        ).rowcount
    return bool(done)


def print_row(db: sqlite3.Connection, seq: int, receipt_no: str) -> PrintRow | None:
    """The print job behind that number."""
    row = db.execute("SELECT form, state, attempts, fault_code, updated_at FROM print_jobs WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else PrintRow(receipt_no, row[0], row[1], row[2], row[3], _at(row[4]))


def unfinished_prints(db: sqlite3.Connection) -> tuple[int, ...]:
    """Numbers of the latest jobs a printer took and nobody has confirmed or given up."""
    asked = "SELECT seq FROM print_jobs WHERE seq > (SELECT ifnull(max(seq), 0) FROM print_jobs) - 200 AND state NOT IN (?, ?, ?)"
    return tuple(row[0] for row in db.execute(asked, ("waiting", "confirmed", "abandoned")))


def status(db: sqlite3.Connection) -> Status:
    """The staff's badge from two one-row tables."""
    waiting, aside, last = db.execute(_STATUS).fetchone()
    state = read_queue(db)
    return Status(waiting, aside, moment(last), state.paused, state.next_at, state.last_problem)


def rows(db: sqlite3.Connection, limit: int) -> tuple[OutboxRow, ...]:
    """The newest `limit` rows, oldest first, without content."""
    found = db.execute(_ROWS, (limit,)).fetchall()
    return tuple(_outbox_row(row) for row in reversed(found))


def _outbox_row(row: tuple[Any, ...]) -> OutboxRow:
    _, submission_id, receipt_no, procedure, state, attempts, next_at, problem, created_at, size, reservation = row
    return OutboxRow(
        id=submission_id,
        receipt_no=receipt_no,
        matching_code=matching_code(submission_id),
        procedure=procedure,
        state=RowState(state),
        attempts=attempts,
        next_at=moment(next_at),
        last_problem=problem,
        created_at=_at(created_at),
        bytes=size,
        reservation=reservation,
    )


def bookings(db: sqlite3.Connection, from_day: str, terminal: str) -> tuple[BookingRow, ...]:
    """The reservations made here for that day and later, in their order."""
    found = db.execute(_BOOKINGS, (from_day,)).fetchall()
    return tuple(
        BookingRow(id_, receipt_number(terminal, seq), matching_code(id_), desk, day, begins, state, _at(created_at), bool(aside))
        for seq, id_, desk, day, begins, state, created_at, aside in found
    )


def booking_state(db: sqlite3.Connection, submission_id: str) -> str:
    """What became of that reservation, "" when none was made under that id. The newest rows are looked at first."""
    row = db.execute("SELECT state FROM bookings WHERE id = ? ORDER BY seq DESC LIMIT 1", (submission_id,)).fetchone()
    return "" if row is None else str(row[0])


def receipt_of(db: sqlite3.Connection, submission_id: str) -> bytes | None:
    """The receipt kept for audit."""
    row = db.execute("SELECT receipt FROM receipts WHERE id = ?", (submission_id,)).fetchone()
    return None if row is None else bytes(row[0])
