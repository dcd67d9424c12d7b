"""Reservations between terminal and city: one slot is confirmed as often as it has places, whatever happens on the way."""

from __future__ import annotations

import dataclasses
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from devices.network.intake_client import HttpIntake
from intake.cli import main as intake_main
from intake.embedded import EmbeddedIntake
from kiosk.outbox import envelope
from kiosk.outbox.envelope import (
    Claim,
    NotAnEnvelope,
    Outcome,
    ReceiptVerifier,
    booking_outcome,
    city_key_from_pem,
    seal,
    split_reservation,
)
from kiosk.outbox.listing import bookings_as_lines, rows_as_json, rows_as_lines
from kiosk.outbox.records import Submission, new_submission_id
from kiosk.outbox.schema import TABLES, migrate
from kiosk.outbox.sender import Sender
from kiosk.outbox.store import Outbox
from kiosk.ports import DeliveryError, DeliveryTrouble, SealedItem
from tests.unit.outbox_fakes import CITY, NEEDLES, TestClock

TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
CLAIM = Claim("soudan", TOMORROW, "09:30", 1)
KEYS = {f"N{n}": Ed25519PrivateKey.generate() for n in range(1, 9)}


@dataclasses.dataclass
class City:
    """A running intake and clients of its terminals."""

    intake: EmbeddedIntake
    url: str
    clients: dict[str, HttpIntake]

    def item(self, claim: Claim = CLAIM, terminal: str = "N1", submission_id: str = "") -> SealedItem:
        name = submission_id or new_submission_id()
        payload = json.dumps({"id": name, "answers": {"name": NEEDLES[0], "phone": NEEDLES[2]}}, ensure_ascii=False).encode()
        key = city_key_from_pem(self.intake.city_key_pem)
        return SealedItem(name, seal(payload, key, submission_id=name, terminal=terminal), claim.as_bytes())

    def book(self, item: SealedItem, terminal: str = "N1") -> Outcome | None:
        return booking_outcome(self.clients[terminal].deliver(item))

    def slots(self) -> Counter[str]:
        with closing(sqlite3.connect(self.intake.data_dir / "intake.db")) as connection:
            return Counter(row[0] for row in connection.execute("SELECT outcome FROM bookings"))


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    intake = EmbeddedIntake(tmp_path / "city")
    for terminal, key in KEYS.items():
        intake.enrol(terminal, key.public_key())
    url, verifier = intake.start(), ReceiptVerifier(intake.receipt_key_pem)
    running = City(intake, url, {terminal: HttpIntake(url, terminal, key, verifier) for terminal, key in KEYS.items()})
    yield running
    for client in running.clients.values():
        client.close()
    intake.stop()


def test_two_terminals_that_take_one_slot_end_with_one_confirmed(city: City) -> None:
    assert city.book(city.item()) is Outcome.CONFIRMED
    assert city.book(city.item(terminal="N2"), "N2") is Outcome.CLASH
    assert city.book(city.item(dataclasses.replace(CLAIM, begins="10:00"))) is Outcome.CONFIRMED
    assert city.book(city.item(dataclasses.replace(CLAIM, desk="other"))) is Outcome.CONFIRMED


def test_a_slot_is_confirmed_as_often_as_it_has_places_however_many_ask_at_once(city: City) -> None:
    claim = dataclasses.replace(CLAIM, places=3)

    def ask(terminal: str) -> list[Outcome | None]:
        return [city.book(city.item(claim, terminal), terminal) for _ in range(3)]

    with ThreadPoolExecutor(len(KEYS)) as pool:
        found = Counter(outcome for outcomes in pool.map(ask, KEYS) for outcome in outcomes)
    assert found == {Outcome.CONFIRMED: 3, Outcome.CLASH: len(KEYS) * 3 - 3}
    assert city.slots() == {"confirmed": 3, "clash": len(KEYS) * 3 - 3}


def test_a_replay_gets_the_same_word_and_takes_no_second_place(city: City) -> None:
    claim = dataclasses.replace(CLAIM, places=2)
    item = city.item(claim)
    first = city.clients["N1"].deliver(item)
    assert city.clients["N1"].deliver(item) == first
    assert city.book(city.item(claim)) is Outcome.CONFIRMED
    assert city.book(city.item(claim)) is Outcome.CLASH
    assert city.clients["N1"].deliver(item) == first
    assert city.slots() == {"confirmed": 2, "clash": 1}


def test_the_same_id_with_another_slot_is_refused_and_changes_nothing(city: City) -> None:
    item = city.item()
    city.clients["N1"].deliver(item)
    moved = dataclasses.replace(item, claim=dataclasses.replace(CLAIM, begins="10:00").as_bytes())
    with pytest.raises(DeliveryError) as caught:
        city.clients["N1"].deliver(moved)
    assert caught.value.trouble is DeliveryTrouble.ITEM
    assert city.slots() == {"confirmed": 1}


def test_a_time_that_has_passed_is_late_and_takes_no_place(city: City) -> None:
    """A terminal whose clock is wrong, or that had no network for a week."""
    assert city.book(city.item(dataclasses.replace(CLAIM, day="2016-11-25"))) is Outcome.LATE
    assert city.slots() == {"late": 1}


def test_the_city_sees_the_slot_and_nothing_of_the_person(city: City) -> None:
    city.book(city.item())
    assert set(json.loads(CLAIM.as_bytes())) == {"desk", "day", "begins", "places"}
    held = b"".join(path.read_bytes() for path in city.intake.data_dir.glob("intake.db*"))
    assert b"soudan" in held
    assert not any(needle.encode(how) in held for needle in NEEDLES for how in ("utf-8", "utf-16-le", "cp932"))


def test_a_receipt_for_another_slot_or_without_an_outcome_erases_nothing(city: City) -> None:
    mine, other = city.item(), city.item(dataclasses.replace(CLAIM, begins="10:00"))
    receipt = city.clients["N1"].deliver(mine)
    verifier = ReceiptVerifier(city.intake.receipt_key_pem)
    verifier.check_booking(receipt, mine.id, mine.sealed, mine.claim)
    for item in (other, dataclasses.replace(mine, claim=other.claim), dataclasses.replace(mine, sealed=b"x")):
        with pytest.raises(envelope.BadDocument):
            verifier.check_booking(receipt, item.id, item.sealed, item.claim)
    with pytest.raises(envelope.BadDocument):
        verifier.check_booking(receipt.replace(b"confirmed", b"clash"), mine.id, mine.sealed, mine.claim)
    with pytest.raises(envelope.BadDocument):
        verifier.check_receipt(receipt, mine.id, mine.sealed)


def test_an_intake_that_knows_no_reservations_sets_that_row_aside_and_holds_up_nothing() -> None:
    """Before this version the answer to another content type was 415."""
    old = httpx2.MockTransport(lambda request: httpx2.Response(415 if "reservation" in request.headers["content-type"] else 500))
    client = HttpIntake("http://old", "N1", KEYS["N1"], ReceiptVerifier(KEYS["N1"].public_key()), transport=old)
    with pytest.raises(DeliveryError) as caught:
        client.deliver(SealedItem(new_submission_id(), b"sealed", CLAIM.as_bytes()))
    client.close()
    assert caught.value.trouble is DeliveryTrouble.ITEM


@pytest.mark.parametrize(
    "claim",
    [
        b"", b"{}", b"[]", b"\xff", b"9" * 5000, CLAIM.as_bytes().replace(b'"1"', b'"0"'), CLAIM.as_bytes().replace(b'"1"', b'"1000"'),
        CLAIM.as_bytes().replace(b"09:30", b"25:00"), CLAIM.as_bytes().replace(TOMORROW.encode(), b"2026-02-30"),
        CLAIM.as_bytes().replace(b"soudan", b"So udan"), CLAIM.as_bytes().replace(b"{", b'{"name":"x",'), b" " + CLAIM.as_bytes(),
    ],
)  # fmt: skip
def test_a_claim_that_is_none_is_refused_for_good(city: City, claim: bytes) -> None:
    with pytest.raises(DeliveryError) as caught:
        city.clients["N1"].deliver(dataclasses.replace(city.item(), claim=claim or b"\n"))
    assert caught.value.trouble is DeliveryTrouble.ITEM
    assert city.slots() == {}


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_claim_or_a_refusal(body: bytes) -> None:
    try:
        claim, _ = split_reservation(body)
    except NotAnEnvelope:
        return
    assert body.startswith(claim.as_bytes())


# --- the queue ------------------------------------------------------------------------------------------------------------
def reservation(claim: Claim = CLAIM) -> Submission:
    answers = {"desk": claim.desk, "name": NEEDLES[0], "phone": NEEDLES[2]}
    return Submission("reservation", "reservation/1", "reservation", answers, claim=claim)


def queue(folder: Path, key: object = None) -> Outbox:
    box = Outbox(folder / "outbox.db", "N1", key or CITY.public_key(), TestClock())  # type: ignore[arg-type]
    box.start()
    return box


def test_the_queue_keeps_slot_and_outcome_and_never_the_content(city: City, tmp_path: Path) -> None:
    box = queue(tmp_path, city.intake.city_key_pem)
    entry = reservation()
    accepted = box.accept(entry)
    assert box.accept(entry) == accepted, "a double tap is one row"
    box.accept(Submission("juminhyo", "juminhyo/1", "juminhyo", {"name": NEEDLES[0]}))
    clash = box.accept(reservation())
    assert [row.state for row in box.bookings()] == ["pending", "pending"]
    assert box.booking_state(accepted.submission_id) == "pending"
    assert Sender(box, city.clients["N1"], TestClock(), random.Random(1)).send_due().delivered == 3
    assert [(row.receipt_no, row.state) for row in box.bookings()] == [
        (accepted.receipt_no, "confirmed"),
        (clash.receipt_no, "clash"),
    ]
    assert [row.reservation for row in box.rows()] == ["confirmed", "", "clash"]
    lines = rows_as_lines(box.rows(), box.status())
    assert "reservation confirmed" in lines[1] and "reservation" not in lines[2] and "reservation clash" in lines[3]
    told = rows_as_json(box.rows(), box.status())["rows"]
    assert isinstance(told, list) and [row.get("reservation") for row in told] == ["confirmed", None, "clash"]
    assert "CLASH" in bookings_as_lines(box.bookings())[1]
    assert box.bookings("2999-01-01") == ()
    assert box.booking_state(new_submission_id()) == ""
    box.stop()
    held = (tmp_path / "outbox.db").read_bytes()
    assert not any(needle.encode(how) in held for needle in NEEDLES for how in ("utf-8", "utf-16-le", "cp932"))


def test_a_reservation_set_aside_and_put_back_asks_for_the_same_slot(tmp_path: Path) -> None:
    box = queue(tmp_path)
    accepted = box.accept(reservation())
    item = box.next_due()
    assert item is not None and item.claim == CLAIM.as_bytes()
    box.set_aside(item, "refused")
    assert "SET ASIDE" in bookings_as_lines(box.bookings())[0]
    assert box.requeue(accepted.submission_id)
    again = box.next_due()
    assert "pending" in bookings_as_lines(box.bookings())[0]
    assert again is not None and (again.claim, again.sealed) == (item.claim, item.sealed)
    box.stop()


def test_a_queue_of_the_version_before_is_taken_over_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(TABLES)
        old.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)")
        old.execute("CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations (migration_set, name)")
        old.execute("INSERT INTO _sqlite_migrations VALUES (1, 'outbox', 'first tables', '2026-11-24')")
        old.execute(
            "INSERT INTO outbox VALUES (1, ?, 'N1-0001', 'p', 'waiting', 0, NULL, '', '2026-11-24T00:00:00+00:00', x'00')",
            (new_submission_id(),),
        )
        old.execute("INSERT INTO print_jobs VALUES (1, 'f', 'waiting', 0, '', '2026-11-24T00:00:00+00:00')")
        old.commit()
    box = queue(tmp_path)
    assert [row.receipt_no for row in box.rows()] == ["N1-0001"]
    assert box.accept(reservation()).receipt_no == "N1-0002"
    assert [row.receipt_no for row in box.bookings()] == ["N1-0002"]
    box.stop()
    with closing(sqlite3.connect(path)) as again:
        migrate(again)


# --- the city's list ------------------------------------------------------------------------------------------------------
def test_the_city_lists_its_reservations_by_day_and_opens_them_with_their_outcome(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = city.item(), city.item(terminal="N2")
    city.book(first)
    city.book(second, "N2")
    assert intake_main(["bookings", "--data", str(city.intake.data_dir)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{TOMORROW} 09:30  soudan") and "confirmed" in told[0] and first.id in told[0]
    assert "clash" in told[1]
    assert told[-1] == "1 confirmed, 2 in all"
    assert intake_main(["bookings", "--data", str(city.intake.data_dir), "--json"]) == 0
    assert [line["outcome"] for line in json.loads(capsys.readouterr().out)] == ["confirmed", "clash"]
    city.intake.open_to(tmp_path / "opened")
    opened = json.loads((tmp_path / "opened" / f"{second.id}.json").read_text("utf-8"))
    assert opened["reservation"] == "clash"
