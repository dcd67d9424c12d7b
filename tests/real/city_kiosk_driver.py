"""The kiosk side of the kill test: accepts entries and sends them, until it is killed or all is delivered.

usage: city_kiosk_driver.py DATA URL TARGET. Prints one flushed line an accepted entry: "<n> <id> <receipt number>", written only
after accept returned, so every printed line is a promise. It never accepts the same n twice: the parent says where to go on.
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
from kiosk.outbox.courier import Courier
from kiosk.outbox.envelope import ReceiptVerifier
from kiosk.outbox.records import Submission
from kiosk.outbox.sender import Sender
from kiosk.outbox.store import Outbox


class FastClock:
    """Real time, sped up, so that a back-off of minutes takes seconds."""

    SPEED = 200.0

    def __init__(self) -> None:
        self._origin = datetime(2026, 11, 24, tzinfo=UTC)

    def now(self) -> datetime:
        """Where the fast hand stands; the same for every process of the test."""
        return self._origin + timedelta(seconds=(datetime.now(UTC) - self._origin).total_seconds() * self.SPEED)


def main(data: Path, url: str, first: int, target: int) -> None:
    """Accept from `first` to `target`, send meanwhile, end when nothing waits."""
    clock = FastClock()
    outbox = Outbox(data / "outbox.db", "N1", (data / "city.pub").read_bytes(), clock)
    outbox.start()
    key = load_or_create(data / "terminal.key")
    verifier = ReceiptVerifier((data / "receipt.pub").read_bytes())
    intake = HttpIntake(url, "N1", key, verifier, deadline_s=5.0)
    courier = Courier(Sender(outbox, intake, clock, random.Random()), longest_nap_s=0.02)
    courier.start()
    for number in range(first, target):
        accepted = outbox.accept(Submission("juminhyo", "juminhyo/1", "juminhyo", {"n": number, "name": "沖縄花子" * 20}))
        os.write(1, f"{number} {accepted.submission_id} {accepted.receipt_no}\n".encode())
        courier.wake()
        if number % 5 == 0:
            threading.Event().wait(0.01)
    while outbox.status().waiting:
        threading.Event().wait(0.02)
    courier.stop()
    outbox.stop()
    os.write(1, b"done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
