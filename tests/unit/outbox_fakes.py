"""What the queue's tests share: a clock they own, a city key, a plain submission."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.outbox.envelope import make_receipt
from kiosk.outbox.records import Submission
from kiosk.outbox.store import Outbox
from kiosk.ports import SealedItem

CITY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
JAPAN = timezone(timedelta(hours=9))
NEEDLES = ("沖縄花子沖縄花子", "宜野湾市普天間一丁目", "09012345678")


class TestClock:
    """Stands still until told."""

    __test__ = False

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 9, 0, tzinfo=JAPAN)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def passes(self, seconds: float) -> None:
        """Let that much time go by."""
        self.moment += timedelta(seconds=seconds)


def outbox(folder: Path, clock: TestClock, terminal: str = "N1") -> Outbox:
    """A queue in that folder, not yet started."""
    return Outbox(folder / "outbox.db", terminal, CITY.public_key(), clock)


def submission(note: str = "") -> Submission:
    """A finished entry with planted strings."""
    answers = {"name": NEEDLES[0], "address": NEEDLES[1], "phone": NEEDLES[2], "copies": 1, "note": note}
    return Submission("juminhyo", "juminhyo/1", "juminhyo", answers)


def signed_receipt(item: SealedItem) -> bytes:
    """The receipt a good city gives."""
    return make_receipt(item.id, hashlib.sha256(item.sealed).hexdigest(), datetime(2026, 11, 24, tzinfo=JAPAN), SIGNER)
