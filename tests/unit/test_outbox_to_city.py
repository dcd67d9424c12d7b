"""The whole way in one process: accept, send over loopback, verified receipt, opened by the city."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

from devices.network.intake_client import HttpIntake
from devices.network.terminal_key import load_or_create
from intake.embedded import EmbeddedIntake
from kiosk.outbox.envelope import ReceiptVerifier
from kiosk.outbox.records import Submission
from kiosk.outbox.sender import Sender
from kiosk.outbox.store import Outbox
from kiosk.ports import DeliveryTrouble


class Clock:
    """Real time in Japan, with a hand that can be moved."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(timezone(timedelta(hours=9))) + self.ahead


def test_an_entry_accepted_while_the_network_is_down_reaches_the_city_once_and_opens(tmp_path: Path) -> None:
    clock, city, key = Clock(), EmbeddedIntake(tmp_path / "city"), load_or_create(tmp_path / "terminal.key")
    city.enrol("N1", key.public_key())
    box = Outbox(tmp_path / "kiosk" / "outbox.db", "N1", city.city_key_pem, clock)
    box.start()
    accepted = box.accept(Submission("juminhyo", "juminhyo/1", "juminhyo", {"name": "𠮷田　花子", "copies": 2}))

    down = HttpIntake("http://127.0.0.1:9", "N1", key, ReceiptVerifier(city.receipt_key_pem))
    report = Sender(box, down, clock, random.Random(1)).send_due()
    assert (report.delivered, report.waiting, report.trouble) == (0, 1, DeliveryTrouble.LINK)
    down.close()

    link = HttpIntake(city.start(), "N1", key, ReceiptVerifier(city.receipt_key_pem))
    sender = Sender(box, link, clock, random.Random(1))
    clock.ahead = timedelta(seconds=6)
    assert sender.send_due().delivered == 1
    assert box.receipt(accepted.submission_id) is not None
    assert city.open_to(tmp_path / "opened").opened == (accepted.submission_id,)
    opened = json.loads((tmp_path / "opened" / f"{accepted.submission_id}.json").read_text(encoding="utf-8"))
    assert opened["answers"] == {"name": "𠮷田　花子", "copies": 2}
    assert (opened["receipt_no"], opened["matching_code"]) == (accepted.receipt_no, accepted.matching_code)

    box.accept(Submission("juminhyo", "juminhyo/1", "juminhyo", {"name": "x"}))
    clock.ahead = timedelta(days=1, hours=12)  # the item's time is the kiosk's word; the request's signature uses the real clock
    assert sender.send_due().delivered == 1
    link.close()
    city.stop()
    box.stop()
