"""One terminal of the booking test: books slots as the program does, sends them, says what became of each, until it is done or killed.

usage: booking_terminal.py DATA URL TERMINAL DAY PLACES TIME… — prints "accepted <id> <time>" once a row is on disk, and at the end one
"<state> <id> <time>" for every reservation in the queue.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from devices.network.intake_client import HttpIntake
from devices.network.terminal_key import load_or_create
from kiosk.booking.model import Desk, Request, Slot
from kiosk.booking.office import BookingOffice
from kiosk.outbox.courier import Courier
from kiosk.outbox.envelope import ReceiptVerifier
from kiosk.outbox.sender import Sender
from kiosk.outbox.store import Outbox

JST_HOURS = 9


class FastClock:
    """Real time, sped up, so that a back-off of minutes takes seconds."""

    SPEED = 200.0

    def now(self) -> datetime:
        """The same for every process of the test."""
        origin = datetime(2026, 11, 24, tzinfo=UTC)
        return origin + timedelta(seconds=(datetime.now(UTC) - origin).total_seconds() * self.SPEED)


def main(data: Path, url: str, terminal: str, day: str, places: int, times: list[str]) -> None:
    """Book every time that is not in the queue yet, send, tell."""
    clock = FastClock()
    outbox = Outbox(data / "outbox.db", terminal, (data / "city.pub").read_bytes(), clock)
    outbox.start()
    verifier = ReceiptVerifier((data / "receipt.pub").read_bytes())
    intake = HttpIntake(url, terminal, load_or_create(data / "terminal.key"), verifier, deadline_s=5.0)
    courier = Courier(Sender(outbox, intake, clock, random.Random()), longest_nap_s=0.02)
    courier.start()
    desk = Desk("soudan", "そうだん", "city_hall", {}, 30, places)
    office = BookingOffice([desk], lambda: (_ for _ in ()).throw(AssertionError), lambda: outbox, lambda: True)
    booked = {row.begins for row in outbox.bookings()}
    for time in [time for time in times if time not in booked]:
        begins = datetime.fromisoformat(f"{day}T{time}+09:00")
        entry = office.submission(Request(desk, Slot(desk.id, begins, 30, places, places), (), "沖縄花子", "09012345678"))
        outbox.accept(entry)
        os.write(1, f"accepted {entry.id} {time}\n".encode())
        courier.wake()
    while outbox.status().waiting:
        threading.Event().wait(0.02)
    courier.stop()
    for row in outbox.bookings():
        os.write(1, f"{office.outcome(row.id)} {row.id} {row.begins}\n".encode())
    outbox.stop()
    os.write(1, b"done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6:])
