"""The city's side over real loopback HTTP: keeps each submission once, knows its terminals, sees no content."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import socket
import sqlite3
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from http_message_signatures.httpx2 import adapt_message

from devices.network.intake_client import HttpIntake
from intake import app
from intake.embedded import EmbeddedIntake
from intake.server import listen
from intake.store import PutResult, Stored
from kiosk.outbox.envelope import (
    CONTENT_TYPE,
    SIGNATURE_TAG,
    SIGNED_COMPONENTS,
    ReceiptVerifier,
    city_key_from_pem,
    seal,
)
from kiosk.ports import DeliveryError, DeliveryTrouble, SealedItem

ID = "3fda3567-bdbd-4628-8866-8c3c8d7e97d1"
TERMINAL = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
NEEDLE = "沖縄花子沖縄花子"


@dataclasses.dataclass
class City:
    """A running intake with one enrolled terminal."""

    intake: EmbeddedIntake
    url: str
    clients: list[HttpIntake] = dataclasses.field(default_factory=list)

    def client(self, terminal: str = "N1", key: Ed25519PrivateKey = TERMINAL) -> HttpIntake:
        made = HttpIntake(self.url, terminal, key, ReceiptVerifier(self.intake.receipt_key_pem))
        self.clients.append(made)
        return made

    def item(self, submission_id: str = ID, note: str = "", terminal: str = "N1") -> SealedItem:
        payload = json.dumps({"id": submission_id, "answers": {"name": NEEDLE, "note": note}}, ensure_ascii=False).encode()
        key = city_key_from_pem(self.intake.city_key_pem)
        return SealedItem(submission_id, seal(payload, key, submission_id=submission_id, terminal=terminal))

    def put(self, item: SealedItem, created: datetime | None = None, changes: Mapping[str, str] | None = None) -> httpx2.Response:
        """A signed PUT; changes: headers changed after signing."""
        headers = {"Content-Type": CONTENT_TYPE}
        request = httpx2.Request("PUT", f"{self.url}/v1/submissions/{item.id}", headers=headers, content=item.sealed)
        keys = MappingKeyResolver(public_keys={}, private_keys={"N1": TERMINAL})
        HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys).sign(
            adapt_message(request),
            key_id="N1",
            created=created or datetime.now(UTC),
            tag=SIGNATURE_TAG,
            covered_component_ids=SIGNED_COMPONENTS,
            body=item.sealed,
        )
        for name, value in (changes or {}).items():
            request.headers[name.replace("_", "-")] = value
        with httpx2.Client() as client:
            return client.send(request)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    intake = EmbeddedIntake(tmp_path / "city")
    intake.enrol("N1", TERMINAL.public_key())
    running = City(intake, intake.start())
    yield running
    for client in running.clients:
        client.close()
    intake.stop()


def rows(city: City) -> int:
    with closing(sqlite3.connect(city.intake.data_dir / "intake.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM submissions").fetchone()[0])


def problem(response: httpx2.Response) -> tuple[int, str]:
    assert response.headers["content-type"].startswith("application/problem+json")
    body = response.json()
    assert body["status"] == response.status_code
    return response.status_code, body["type"].rpartition(":")[2]


def test_a_submission_is_stored_once_and_a_replay_gets_the_same_receipt(city: City) -> None:
    item = city.item()
    first, again = city.put(item), city.put(item)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert city.client().deliver(item) == first.content
    with httpx2.Client() as client:
        assert client.get(f"{city.url}/v1/submissions/{ID}/receipt").content == first.content
    assert rows(city) == 1


def test_other_bytes_under_the_same_id_are_refused_and_change_nothing(city: City) -> None:
    city.put(city.item())
    assert problem(city.put(city.item(note="changed"))) == (409, "other-content")
    with pytest.raises(DeliveryError) as caught:
        city.client().deliver(city.item(note="changed"))
    assert caught.value.trouble is DeliveryTrouble.ITEM
    assert rows(city) == 1


def test_the_same_bytes_from_another_terminal_are_not_taken_as_a_replay(city: City) -> None:
    other = Ed25519PrivateKey.generate()
    city.intake.enrol("N2", other.public_key())
    item = city.item()
    city.client("N2", other).deliver(item)
    with pytest.raises(DeliveryError) as caught:
        city.client().deliver(item)
    assert caught.value.trouble is DeliveryTrouble.ITEM


def test_a_hundred_at_once_are_each_stored_once(city: City) -> None:
    items = [city.item(f"00000000-0000-4000-8000-{number:012d}") for number in range(50)]
    with ThreadPoolExecutor(8) as pool:
        statuses = [response.status_code for response in pool.map(city.put, items * 2)]
    assert sorted(statuses) == [200] * 50 + [201] * 50
    assert rows(city) == 50


def test_a_terminal_that_is_not_enrolled_or_was_revoked_is_told_so(city: City) -> None:
    for terminal in ("N9", "..", "N1/../N1", ""):
        with pytest.raises(DeliveryError) as caught:
            city.client(terminal).deliver(city.item())
        assert caught.value.trouble is DeliveryTrouble.AUTH
    (city.intake.data_dir / "terminals" / "N1.pub").unlink()
    assert problem(city.put(city.item())) == (403, "not-enrolled")
    assert rows(city) == 0


def test_a_signature_by_another_key_is_refused(city: City) -> None:
    with pytest.raises(DeliveryError) as caught:
        city.client(key=Ed25519PrivateKey.generate()).deliver(city.item())
    assert caught.value.trouble is DeliveryTrouble.AUTH
    assert rows(city) == 0


@pytest.mark.parametrize("hours", [-23.9, 23.9])
def test_a_terminal_clock_off_by_less_than_a_day_is_accepted(city: City, hours: float) -> None:
    assert city.put(city.item(), created=datetime.now(UTC) + timedelta(hours=hours)).status_code == 201


@pytest.mark.parametrize("hours", [-24.1, 24.1, 24 * 400])
def test_a_terminal_clock_off_by_more_than_a_day_is_refused(city: City, hours: float) -> None:
    assert problem(city.put(city.item(), created=datetime.now(UTC) + timedelta(hours=hours))) == (401, "signature")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"content_type": "text/plain"}, (415, "content-type")),
        ({"content_digest": "sha-256=:" + "A" * 43 + "=:"}, (401, "signature")),
        ({"signature": "terminal=:AAAA:"}, (401, "signature")),
        ({"signature_input": ""}, (401, "signature")),
    ],
)
def test_a_request_changed_on_the_way_is_refused(city: City, changes: dict[str, str], expected: tuple[int, str]) -> None:
    assert problem(city.put(city.item(), changes=changes)) == expected
    assert rows(city) == 0


def test_a_request_without_any_signature_is_refused(city: City) -> None:
    with httpx2.Client() as client:
        answer = client.put(f"{city.url}/v1/submissions/{ID}", content=b"x", headers={"Content-Type": CONTENT_TYPE})
    assert problem(answer) == (401, "signature")


def test_a_body_other_than_the_signed_one_is_not_stored_and_may_come_again(city: City) -> None:
    """The signature is good and the digest it covers is not this body's: changed on the way, so not the item's fault."""
    item = city.item()
    request = httpx2.Request("PUT", f"{city.url}/v1/submissions/{ID}", headers={"Content-Type": CONTENT_TYPE}, content=item.sealed)
    keys = MappingKeyResolver(public_keys={}, private_keys={"N1": TERMINAL})
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys).sign(
        adapt_message(request),
        key_id="N1",
        tag=SIGNATURE_TAG,
        covered_component_ids=SIGNED_COMPONENTS,
        body=b"y" * len(item.sealed),
    )
    with httpx2.Client() as client:
        assert problem(client.send(request)) == (400, "digest")
    assert rows(city) == 0


@pytest.mark.parametrize("content", [b"", b"no envelope, but long enough to be looked at" * 4, b"YMDO\x09\x01" + b"x" * 200])
def test_what_is_no_envelope_is_refused_for_good(city: City, content: bytes) -> None:
    assert problem(city.put(SealedItem(ID, content)))[0] == 422


def test_too_large_a_body_is_refused_before_it_is_held(city: City) -> None:
    big = SealedItem(ID, city.item().sealed + b"x" * app.BODY_LIMIT)
    assert problem(city.put(big)) == (413, "too-large")
    exactly = city.item(note="x" * 900_000)
    assert city.put(exactly).status_code == 201


@pytest.mark.parametrize("path", ["x", ID.upper(), "%2e%2e", ID + "%00"])
def test_an_id_that_is_no_uuid_is_refused(city: City, path: str) -> None:
    with httpx2.Client() as client:
        answer = client.put(f"{city.url}/v1/submissions/{path}", content=b"x", headers={"Content-Type": CONTENT_TYPE})
    assert answer.status_code in (404, 422)


def test_the_clock_is_signed_and_asks_for_a_nonce(city: City) -> None:
    assert abs((city.client().hello() - datetime.now(UTC)).total_seconds()) < 5
    with httpx2.Client() as client:
        assert problem(client.get(f"{city.url}/v1/hello")) == (400, "nonce")
        assert problem(client.get(f"{city.url}/v1/submissions/{ID}/receipt")) == (404, "unknown-submission")
        assert problem(client.get(f"{city.url}/elsewhere"))[0] == 404
        assert problem(client.delete(f"{city.url}/v1/hello"))[0] == 405


def test_the_intake_holds_ciphertext_only(city: City) -> None:
    city.put(city.item())
    data = b"".join(file.read_bytes() for file in city.intake.data_dir.rglob("*") if file.is_file())
    assert hashlib.sha256(city.item().sealed).digest() not in data
    assert NEEDLE.encode() not in data


def test_what_was_received_opens_with_the_practice_key_and_survives_a_restart(city: City, tmp_path: Path) -> None:
    city.put(city.item())
    report = city.intake.open_to(tmp_path / "opened")
    assert (report.opened, report.problems) == ((ID,), ())
    opened = json.loads((tmp_path / "opened" / f"{ID}.json").read_text(encoding="utf-8"))
    assert opened["answers"]["name"] == NEEDLE
    assert opened["received_from"] == "N1"
    city.intake.stop()
    again = EmbeddedIntake(city.intake.data_dir)
    assert again.start().startswith("http://127.0.0.1:")
    assert again.receipt_key_pem == city.intake.receipt_key_pem
    again.stop()
    assert "practice" in (again.keys_dir / "PRACTICE-ONLY.txt").read_text(encoding="utf-8")


def test_an_answer_leaves_at_once_not_after_nagles_forty_milliseconds(city: City) -> None:
    listener = listen("127.0.0.1", 0)
    assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    assert listener.proto == socket.IPPROTO_TCP
    listener.close()
    client = city.client()
    client.hello()
    times = []
    for _ in range(15):
        began = time.monotonic()
        client.hello()
        times.append(time.monotonic() - began)
    assert sorted(times)[7] < 0.03


def test_a_store_that_fails_asks_the_terminal_to_come_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(item: Stored) -> Future[PutResult]:
        answer: Future[PutResult] = Future()
        answer.set_exception(sqlite3.OperationalError("database or disk is full"))
        return answer

    monkeypatch.setattr(city.intake._store, "put", full)
    response = city.put(city.item())
    assert problem(response) == (503, "storage")
    assert int(response.headers["retry-after"]) > 0
    with pytest.raises(DeliveryError) as caught:
        city.client().deliver(city.item())
    assert (caught.value.trouble, caught.value.retry_after_s) == (DeliveryTrouble.LINK, float(app.RETRY_AFTER_S))
