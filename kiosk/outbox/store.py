"""The durable queue: a finished entry becomes a sealed row, a receipt number and a print job in one transaction."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from kiosk.faults import QUEUE_BROKEN, QUEUE_DISK_FULL, QUEUE_NO_KEY, Fault, KioskError
from kiosk.outbox import statements
from kiosk.outbox.envelope import TERMINAL_ID, EnvelopeError, Sealer, booking_outcome, city_key_from_pem
from kiosk.outbox.records import (
    Accepted,
    BookingRow,
    DueItem,
    OutboxRow,
    PrintRow,
    QueueState,
    Status,
    Submission,
    receipt_number,
)
from kiosk.outbox.schema import migrate
from kiosk.outbox.writer import Writer
from kiosk.ports import Clock

FREE_BYTES_NEEDED: Final = 32 * 1024 * 1024
ROWS_SHOWN: Final = 1000


class Outbox:
    """The queue of one terminal. Every call is safe from any thread, blocks until it is on disk, and may raise QUEUE-… faults.

    city_key: the city's X25519 public key, or its PEM; None for looking only (accepting then raises QUEUE-02).
    The content is sealed before it touches the disk, and the terminal has no key that opens it.
    """

    def __init__(self, path: Path, terminal: str, city_key: X25519PublicKey | bytes | None, clock: Clock) -> None:
        self._terminal = terminal
        self._city_key = city_key
        self._clock = clock
        self._sealer: Sealer | None = None
        self._writer = Writer(path, self._prepare, self._when_quiet)
        self._number = 0
        self._last: Accepted | None = None
        self._doubtful: str | None = None

    def start(self) -> None:
        """Open the queue. QUEUE-01 or QUEUE-03 when the file cannot be used, QUEUE-02 when the key given is no key."""
        if not TERMINAL_ID.fullmatch(self._terminal):
            raise KioskError(QUEUE_BROKEN, detail="the terminal's code is not letters, digits and hyphens")
        if self._city_key is not None:
            self._sealer = Sealer(_city_key(self._city_key))
            self._sealer.renew()
        self._writer.start()

    def stop(self) -> None:
        """Close the queue; what was accepted stays."""
        self._writer.stop()

    # --- the resident's side ----------------------------------------------------------------------------------------
    def accept(self, submission: Submission) -> Accepted:
        """Take a finished entry: when this returns, row, number and print job are on disk, together.

        On a KioskError nothing was taken and no number was given; the same submission can be offered again.
        """
        sealer = self._sealer
        if sealer is None:
            raise KioskError(QUEUE_NO_KEY)
        return self._writer.call(lambda db: self._accept(db, submission, sealer))

    def ready(self) -> Fault | None:
        """None when an entry could be accepted now, else what is in the way; asked before a resident begins."""
        if self._city_key is None:
            return QUEUE_NO_KEY
        try:
            self.status()
            free = shutil.disk_usage(self._writer.path.parent).free
        except KioskError as error:
            return error.fault
        except OSError:
            return QUEUE_DISK_FULL
        return QUEUE_DISK_FULL if free < FREE_BYTES_NEEDED else None

    def print_state(self, receipt_no: str, state: str, attempts: int, fault_code: str = "") -> None:
        """Remember how the print job of that number stands; KeyError for a number never given."""
        seq = _number_in(receipt_no)
        if not self._writer.call(lambda db: statements.set_print(db, seq, state, attempts, fault_code, self._clock.now())):
            raise KeyError(receipt_no)

    def print_job(self, receipt_no: str) -> PrintRow | None:
        """The print job of that number."""
        return self._writer.call(lambda db: statements.print_row(db, _number_in(receipt_no), receipt_no))

    def unfinished_prints(self) -> tuple[str, ...]:
        """Receipt numbers whose paper was handed to a printer and never came to an end, after a power cut for instance."""
        return tuple(receipt_number(self._terminal, seq) for seq in self._writer.call(statements.unfinished_prints))

    # --- the staff's side -------------------------------------------------------------------------------------------
    def rows(self, limit: int = ROWS_SHOWN) -> tuple[OutboxRow, ...]:
        """The newest rows, oldest first, without content."""
        return self._writer.call(lambda db: statements.rows(db, limit))

    def status(self) -> Status:
        """How many wait and when the city last took one; flat however long the queue is."""
        return self._writer.call(statements.status)

    def requeue(self, submission_id: str) -> bool:
        """Put a row that was set aside back in line; False when there is none."""
        return self._writer.call(lambda db: statements.requeue(db, submission_id))

    def receipt(self, submission_id: str) -> bytes | None:
        """The city's signed receipt, kept for audit."""
        return self._writer.call(lambda db: statements.receipt_of(db, submission_id))

    def bookings(self, from_day: str = "") -> tuple[BookingRow, ...]:
        """The reservations made here for that day (ISO) and later, without content."""
        return self._writer.call(lambda db: statements.bookings(db, from_day, self._terminal))

    def booking_state(self, submission_id: str) -> str:
        """pending, confirmed, clash or late; "" when no reservation was made under that id."""
        return self._writer.call(lambda db: statements.booking_state(db, submission_id))

    def check(self) -> Mapping[str, str]:
        """What the database says of itself; reads the whole file, so for `doctor`, not for a screen."""
        return self._writer.call(_check)

    # --- the sender's side ------------------------------------------------------------------------------------------
    def next_due(self) -> DueItem | None:
        """The oldest row whose turn it is."""
        return self._writer.call(lambda db: statements.next_due(db, self._clock.now()))

    def queue_state(self) -> QueueState:
        """How the link to the city stands."""
        return self._writer.call(statements.read_queue)

    def set_queue_state(self, state: QueueState) -> None:
        """Remember how the link stands."""
        self._writer.call(lambda db: statements.write_queue(db, state))

    def delivered(self, item: DueItem, receipt: bytes) -> None:
        """Keep the verified receipt and erase the content, in one transaction. Follow a batch with `forget_erased`."""
        outcome = booking_outcome(receipt) if item.claim else None
        self._writer.call(lambda db: statements.delivered(db, item, receipt, self._clock.now(), outcome or ""))

    def link_failed(self, item: DueItem, row_next_at: datetime | None, state: QueueState) -> None:
        """Note a try without a receipt."""
        self._writer.call(lambda db: statements.link_failed(db, item, row_next_at, state))

    def set_aside(self, item: DueItem, problem: str) -> None:
        """Take a refused row out of the line; its content stays."""
        self._writer.call(lambda db: statements.set_aside(db, item, problem))

    def forget_erased(self) -> None:
        """Cut the WAL, so that erased content is in no file of the queue."""
        self._writer.wipe()

    # --- one caller at a time --------------------------------------------------------------------------------------
    def _prepare(self, db: sqlite3.Connection) -> None:
        migrate(db)
        if not statements.claim_terminal(db, self._terminal):
            raise KioskError(QUEUE_BROKEN, detail="the queue holds undelivered rows of another terminal code")
        self._number = statements.last_number(db)

    def _accept(self, db: sqlite3.Connection, submission: Submission, sealer: Sealer) -> Accepted:
        known = self._already_accepted(db, submission)
        if known is not None:
            return known
        number, now = self._number + 1, self._clock.now()
        receipt_no = receipt_number(self._terminal, number)
        accepted = Accepted(receipt_no, submission.matching_code, submission.id, now)
        payload = submission.payload(receipt_no, self._terminal, now)
        sealed = sealer.seal(payload, submission.id, self._terminal)
        self._doubtful = submission.id
        values = (submission.id, receipt_no, submission.procedure, statements.stamp(now) or "", sealed)
        statements.add(db, number, values, submission.form, submission.claim)
        self._doubtful, self._number = None, number
        self._last = accepted
        return accepted

    def _when_quiet(self) -> None:
        """A burst is over: its content key goes, and the next one is ready before the next resident is."""
        if self._sealer is not None:
            self._sealer.renew()

    def _already_accepted(self, db: sqlite3.Connection, submission: Submission) -> Accepted | None:
        """The answer given before, for a second tap or for a commit that failed and yet reached the disk."""
        if self._last is not None and self._last.submission_id == submission.id:
            return self._last
        if self._doubtful == submission.id and statements.id_at(db, self._number) == submission.id:
            receipt_no = receipt_number(self._terminal, self._number)
            self._last = Accepted(receipt_no, submission.matching_code, submission.id, self._clock.now())
            return self._last
        return None


def _city_key(key: X25519PublicKey | bytes) -> X25519PublicKey:
    try:
        return city_key_from_pem(key) if isinstance(key, bytes) else key
    except EnvelopeError as error:
        raise KioskError(QUEUE_NO_KEY, detail=str(error)) from None


def _number_in(receipt_no: str) -> int:
    digits = receipt_no.rpartition("-")[2]
    if not digits.isascii() or not digits.isdigit():
        raise KeyError(receipt_no)
    return int(digits)


def _check(db: sqlite3.Connection) -> Mapping[str, str]:
    verdict = db.execute("PRAGMA integrity_check").fetchone()[0]
    counted = db.execute("SELECT count(*) FROM outbox WHERE state = 'waiting'").fetchone()[0]
    return {"integrity": str(verdict), "waiting": str(counted)}
