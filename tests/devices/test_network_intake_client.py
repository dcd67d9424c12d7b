"""Whatever answers at the city's address: only a receipt that verifies is a delivery, and each refusal has its kind."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import ContentDigest, HTTPMessageVerifier, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from http_message_signatures.httpx2 import adapt_message

from devices.network import intake_client, signed_http
from devices.network.intake_client import HttpIntake
from devices.network.terminal_key import load_or_create, public_pem
from kiosk.faults import KioskError
from kiosk.outbox import envelope
from kiosk.outbox.envelope import ReceiptVerifier, make_hello, make_receipt, signing_key_from_pem
from kiosk.ports import DeliveryError, DeliveryTrouble, SealedItem

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TERMINAL = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
ITEM = SealedItem("3fda3567-bdbd-4628-8866-8c3c8d7e97d1", b"sealed bytes")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
Handler = Callable[[httpx2.Request], httpx2.Response]


def client(handler: Handler, url: str = "http://city.test", deadline_s: float = 30.0) -> HttpIntake:
    verifier = ReceiptVerifier(SIGNER.public_key())
    return HttpIntake(url, "N1", TERMINAL, verifier, transport=httpx2.MockTransport(handler), deadline_s=deadline_s)


def receipt(item: SealedItem = ITEM, key: Ed25519PrivateKey = SIGNER) -> bytes:
    return make_receipt(item.id, hashlib.sha256(item.sealed).hexdigest(), NOW, key)


def trouble(answer: httpx2.Response) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        client(lambda request: answer).deliver(ITEM)
    return caught.value


@pytest.mark.parametrize("status", [200, 201])
def test_a_verified_receipt_is_a_delivery(status: int) -> None:
    assert client(lambda request: httpx2.Response(status, content=receipt())).deliver(ITEM) == receipt()


def test_the_request_is_a_put_signed_by_the_terminal_over_its_body() -> None:
    seen: list[httpx2.Request] = []

    def city(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(201, content=receipt())

    client(city, "http://city.test/").deliver(ITEM)
    (request,) = seen
    assert (request.method, request.url.path) == ("PUT", f"/v1/submissions/{ITEM.id}")
    assert request.content == ITEM.sealed
    ContentDigest.verify(request.headers["content-digest"], ITEM.sealed)
    keys = MappingKeyResolver(public_keys={"N1": TERMINAL.public_key()}, private_keys={})
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=keys)
    verifier.verify(adapt_message(request), expect_tag=envelope.SIGNATURE_TAG, require_components=envelope.SIGNED_COMPONENTS)


def test_both_ends_speak_of_the_same_things() -> None:
    for name in ("CONTENT_TYPE", "SIGNATURE_TAG"):
        assert getattr(intake_client, name) == getattr(envelope, name)
    assert signed_http.SIGNED_COMPONENTS == envelope.SIGNED_COMPONENTS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Welcome to the free Wi-Fi</body></html>",
        b'{"status":"ok"}',
        receipt(key=Ed25519PrivateKey.generate()),
        receipt(SealedItem(ITEM.id, b"other bytes")),
        receipt(SealedItem("00000000-0000-4000-8000-000000000001", ITEM.sealed)),
        receipt()[:-2],
        b"\xff" * 1000,
        b"x" * 200_000,
    ],
)
@pytest.mark.parametrize("status", [200, 201])
def test_success_without_the_citys_receipt_is_no_delivery(status: int, content: bytes) -> None:
    error = trouble(httpx2.Response(status, content=content))
    assert error.trouble is DeliveryTrouble.LINK


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, DeliveryTrouble.ITEM) for status in (409, 413, 415, 422)),
        *((status, DeliveryTrouble.AUTH) for status in (401, 403)),
        *((status, DeliveryTrouble.LINK) for status in (202, 204, 301, 302, 307, 400, 404, 405, 418, 429, 500, 502, 503, 504)),
    ],
)
def test_each_status_has_its_kind_of_trouble(status: int, kind: DeliveryTrouble) -> None:
    error = trouble(httpx2.Response(status, content=receipt(), headers={"Location": "http://login.test/"}))
    assert error.trouble is kind
    assert str(status) in error.reason or status in (202, 204)


@pytest.mark.parametrize("status", [429, 503, 401])
def test_retry_after_is_read_in_both_spellings(status: int) -> None:
    assert trouble(httpx2.Response(status, headers={"Retry-After": "120"})).retry_after_s == 120.0
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    seconds = trouble(httpx2.Response(status, headers={"Retry-After": at})).retry_after_s
    assert seconds is not None
    assert 590 < seconds <= 600
    for nonsense in ("soon", "-5", "", "１２", "Tue, 99 Foo"):
        value = nonsense.encode("latin-1", "ignore").decode("latin-1")
        assert trouble(httpx2.Response(status, headers={"Retry-After": value})).retry_after_s is None


@pytest.mark.parametrize(
    ("raised", "word"),
    [
        (httpx2.ConnectError("refused"), "reached"),
        (httpx2.ConnectTimeout("slow"), "in time"),
        (httpx2.ReadTimeout("slow"), "in time"),
        (httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), "certificate"),
        (httpx2.RemoteProtocolError("garbage 沖縄花子"), "connection broke"),
        (OSError(101, "Network is unreachable"), "connection broke"),
    ],
)
def test_each_failure_on_the_way_is_link_trouble_in_words_of_ours(raised: Exception, word: str) -> None:
    def city(request: httpx2.Request) -> httpx2.Response:
        raise raised

    with pytest.raises(DeliveryError) as caught:
        client(city).deliver(ITEM)
    assert caught.value.trouble is DeliveryTrouble.LINK
    assert word in caught.value.reason
    assert "花子" not in caught.value.reason


def test_an_answer_that_drips_is_cut_off_at_the_deadline() -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(10_000):
            yield b"x"

    with pytest.raises(DeliveryError) as caught:
        client(lambda request: httpx2.Response(200, content=drip()), deadline_s=-1.0).deliver(ITEM)
    assert "slowly" in caught.value.reason


@pytest.mark.parametrize("url", ["", "city.test", "ftp://city.test", "http://[::1", "http://city.test:99999", "http://\x00"])
def test_an_address_that_cannot_be_used_is_link_trouble_not_a_traceback(url: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        HttpIntake(url, "N1", TERMINAL, ReceiptVerifier(SIGNER.public_key())).deliver(ITEM)
    assert caught.value.trouble is DeliveryTrouble.LINK


def test_hello_gives_the_citys_clock_and_believes_nobody_else() -> None:
    def city(key: Ed25519PrivateKey) -> Handler:
        return lambda request: httpx2.Response(200, content=make_hello(NOW, request.url.params["nonce"], key))

    assert client(city(SIGNER)).hello() == NOW
    with pytest.raises(DeliveryError):
        client(city(Ed25519PrivateKey.generate())).hello()
    replayed = make_hello(NOW, "ab" * 16, SIGNER)
    with pytest.raises(DeliveryError):
        client(lambda request: httpx2.Response(200, content=replayed)).hello()
    with pytest.raises(DeliveryError):
        client(lambda request: httpx2.Response(502)).hello()


# --- the terminal's key ---------------------------------------------------------------------------------------------
def test_the_terminal_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "terminal.key"
    first = load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_create(path).private_bytes_raw() == first.private_bytes_raw()
    assert signing_key_from_pem(path.with_suffix(".pub").read_bytes()) == first.public_key()
    assert public_pem(first) == path.with_suffix(".pub").read_bytes()
    assert sorted(file.name for file in path.parent.iterdir()) == ["terminal.key", "terminal.pub"]


@pytest.mark.parametrize("content", [b"", b"garbage", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_terminal_key_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "terminal.key"
    path.write_bytes(content)
    with pytest.raises(KioskError) as caught:
        load_or_create(path)
    assert caught.value.fault.code == "QUEUE-05"
    assert path.read_bytes() == content


def test_a_folder_that_takes_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KioskError) as caught:
        load_or_create(tmp_path / "file" / "terminal.key")
    assert caught.value.fault.code == "QUEUE-01"
