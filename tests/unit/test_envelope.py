"""The envelope opens for the city alone, and only under the id and terminal it was sealed for."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kiosk.outbox.envelope import (
    BadDocument,
    Damaged,
    EnvelopeError,
    NotAnEnvelope,
    ReceiptVerifier,
    Sealer,
    UnknownKey,
    city_key_from_pem,
    is_submission_id,
    key_id,
    make_hello,
    make_receipt,
    open_envelope,
    read_header,
    seal,
    signing_key_from_pem,
    verify_hello,
    verify_receipt,
)

ID = "3fda3567-bdbd-4628-8866-8c3c8d7e97d1"
OTHER_ID = "00000000-0000-4000-8000-000000000001"
CITY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=9)))


# --- a second implementation of RFC 9180, written from the RFC's text, so that the city is not tied to one library ---------------
def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    first = hmac.digest(prk, labeled + b"\x01", "sha256")
    return (first + hmac.digest(prk, first + labeled + b"\x02", "sha256"))[:length]


def rfc9180_open(
    enc: bytes, ciphertext: bytes, key: X25519PrivateKey, info: bytes, aad: bytes, aead_id: int, key_bytes: int
) -> bytes:
    """Base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-GCM, first message."""
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    prk = _extract(kem, b"", b"eae_prk", shared)
    secret = _expand(kem, prk, b"shared_secret", enc + key.public_key().public_bytes_raw(), 32)
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x20, 1, aead_id))
    context = b"\x00" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    schedule = _extract(suite, secret, b"secret", b"")
    content_key = _expand(suite, schedule, b"key", context, key_bytes)
    return AESGCM(content_key).decrypt(_expand(suite, schedule, b"base_nonce", context, 12), ciphertext, aad)


def test_the_second_implementation_opens_the_published_vector_of_rfc_9180() -> None:
    """RFC 9180 appendix A.1.1, sequence number 0."""
    opened = rfc9180_open(
        enc=bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
        ciphertext=bytes.fromhex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"),
        key=X25519PrivateKey.from_private_bytes(bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")),
        info=bytes.fromhex("4f6465206f6e2061204772656369616e2055726e"),
        aad=b"Count-0",
        aead_id=1,
        key_bytes=16,
    )
    assert opened == b"Beauty is truth, truth beauty"


def test_the_second_implementation_opens_what_the_kiosk_sealed() -> None:
    sealed = seal("沖縄 花子".encode(), CITY.public_key(), submission_id=ID, terminal="N1")
    header, wrapped, nonce, content = sealed[:16], sealed[16:96], sealed[96:108], sealed[108:]

    def bound(*fields: bytes) -> bytes:
        return b"".join(len(field).to_bytes(2, "big") + field for field in (b"yuimado submission v1", *fields))

    content_key = rfc9180_open(wrapped[:32], wrapped[32:], CITY, bound(header), b"", 2, 32)
    assert AESGCM(content_key).decrypt(nonce, content, bound(sealed[:108], ID.encode(), b"N1")) == "沖縄 花子".encode()


@given(st.binary(max_size=5000))
def test_what_was_sealed_opens_to_the_same_bytes(payload: bytes) -> None:
    sealed = seal(payload, CITY.public_key(), submission_id=ID, terminal="N1")
    assert open_envelope(sealed, CITY, submission_id=ID, terminal="N1") == payload
    assert len(payload) < 16 or payload not in sealed


@pytest.mark.parametrize(("submission_id", "terminal"), [(OTHER_ID, "N1"), (ID, "N2"), (ID + "N", "1")])
def test_an_envelope_filed_under_another_id_or_terminal_does_not_open(submission_id: str, terminal: str) -> None:
    sealed = seal(b"content", CITY.public_key(), submission_id=ID, terminal="N1")
    with pytest.raises(Damaged):
        open_envelope(sealed, CITY, submission_id=submission_id, terminal=terminal)


def test_no_single_changed_byte_goes_unnoticed() -> None:
    sealed = seal(b"x" * 40, CITY.public_key(), submission_id=ID, terminal="N1")
    for place in range(len(sealed)):
        changed = bytes(byte ^ (1 if at == place else 0) for at, byte in enumerate(sealed))
        with pytest.raises(EnvelopeError):
            open_envelope(changed, CITY, submission_id=ID, terminal="N1")


def test_every_truncation_is_refused_by_name() -> None:
    sealed = seal(b"x" * 40, CITY.public_key(), submission_id=ID, terminal="N1")
    for length in range(len(sealed)):
        with pytest.raises((NotAnEnvelope, Damaged)):
            open_envelope(sealed[:length], CITY, submission_id=ID, terminal="N1")


def test_another_key_is_told_which_key_would_open_it() -> None:
    sealed = seal(b"content", CITY.public_key(), submission_id=ID, terminal="N1")
    with pytest.raises(UnknownKey) as caught:
        open_envelope(sealed, X25519PrivateKey.generate(), submission_id=ID, terminal="N1")
    assert caught.value.kid == key_id(CITY.public_key()) == read_header(sealed).kid
    assert key_id(CITY.public_key()).hex() in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_envelope_or_a_named_error(untrusted: bytes) -> None:
    for candidate in (untrusted, b"YMDO" + untrusted, b"YMDO\x01\x01" + untrusted):
        with pytest.raises(EnvelopeError):
            open_envelope(candidate, CITY, submission_id=ID, terminal="N1")


def test_no_nonce_is_used_twice_under_one_content_key() -> None:
    sealer = Sealer(CITY.public_key())
    seen = {sealer.seal(b"same", ID, "N1")[16:108] for _ in range(Sealer.USES_PER_KEY * 3)}
    assert len(seen) == Sealer.USES_PER_KEY * 3
    assert len({head[:80] for head in seen}) == 3


def test_a_quiet_moment_ends_a_used_content_key_and_keeps_an_unused_one() -> None:
    sealer = Sealer(CITY.public_key())
    sealer.renew()
    sealer.renew()
    first = sealer.seal(b"a", ID, "N1")
    sealer.renew()
    second = sealer.seal(b"a", ID, "N1")
    assert first[16:96] != second[16:96]
    assert open_envelope(second, CITY, submission_id=ID, terminal="N1") == b"a"


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"\xff\xfe"])
def test_bytes_that_are_no_key_are_refused_by_name(pem: bytes) -> None:
    for load in (city_key_from_pem, signing_key_from_pem):
        with pytest.raises(EnvelopeError):
            load(pem)


def test_a_key_of_the_other_kind_is_refused() -> None:
    city = CITY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signing = SIGNER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(EnvelopeError):
        signing_key_from_pem(city)
    with pytest.raises(EnvelopeError):
        city_key_from_pem(signing)
    assert city_key_from_pem(city) == CITY.public_key()


@pytest.mark.parametrize("text", ["", "x", ID.upper(), ID.replace("-", ""), "../" + ID, "{" + ID + "}", ID + "\n"])
def test_only_the_one_spelling_of_a_uuid_is_an_id(text: str) -> None:
    assert is_submission_id(ID)
    assert not is_submission_id(text)


# --- receipts and the clock -----------------------------------------------------------------------------------------
SEALED = b"sealed bytes"
RECEIPT = make_receipt(ID, hashlib.sha256(SEALED).hexdigest(), NOW, SIGNER)


def test_a_receipt_verifies_and_tells_id_digest_time_and_key() -> None:
    receipt = verify_receipt(RECEIPT, SIGNER.public_key(), submission_id=ID, sealed=SEALED)
    assert (receipt.id, receipt.sha256) == (ID, hashlib.sha256(SEALED).hexdigest())
    assert receipt.received_at == NOW
    assert receipt.key_id == key_id(SIGNER.public_key()).hex()


def _changed(change: Callable[[dict[str, object]], object]) -> bytes:
    fields = json.loads(RECEIPT)
    change(fields)
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    "receipt",
    [
        b"",
        b"<html>Please log in</html>",
        b"[]",
        b"{}",
        b'{"kind":"receipt"}',
        b"[" * 100_000,
        b"\xff\xfe",
        _changed(lambda fields: fields.update(id=OTHER_ID)),
        _changed(lambda fields: fields.update(sha256="0" * 64)),
        _changed(lambda fields: fields.update(received_at="2020-01-01T00:00:00+00:00")),
        _changed(lambda fields: fields.update(extra="1")),
        _changed(lambda fields: fields.update(v=1)),
        _changed(lambda fields: fields.update(signature="!")),
        _changed(lambda fields: fields.pop("signature")),
        make_hello(NOW, "ab" * 16, SIGNER),
        make_receipt(OTHER_ID, hashlib.sha256(SEALED).hexdigest(), NOW, SIGNER),
        make_receipt(ID, hashlib.sha256(b"other").hexdigest(), NOW, SIGNER),
        make_receipt(ID, hashlib.sha256(SEALED).hexdigest(), NOW, Ed25519PrivateKey.generate()),
    ],
)
def test_a_receipt_that_is_not_exactly_the_citys_word_is_refused(receipt: bytes) -> None:
    with pytest.raises(BadDocument):
        ReceiptVerifier(SIGNER.public_key()).check_receipt(receipt, ID, SEALED)


def test_the_clock_answers_only_the_question_that_was_asked() -> None:
    hello = make_hello(NOW, "ab" * 16, SIGNER)
    assert verify_hello(hello, SIGNER.public_key(), nonce="ab" * 16) == NOW.astimezone(UTC)
    for nonce, key in (("cd" * 16, SIGNER.public_key()), ("ab" * 16, Ed25519PrivateKey.generate().public_key())):
        with pytest.raises(BadDocument):
            verify_hello(hello, key, nonce=nonce)
    with pytest.raises(BadDocument):
        verify_hello(RECEIPT, SIGNER.public_key(), nonce="ab" * 16)


def test_no_error_quotes_what_it_was_given() -> None:
    secret = "沖縄花子"
    sealed = seal(secret.encode(), CITY.public_key(), submission_id=ID, terminal="N1")
    for broken in (sealed[:-1], secret.encode(), sealed[:4] + b"\x09" + sealed[5:]):
        with pytest.raises(EnvelopeError) as caught:
            open_envelope(broken, CITY, submission_id=ID, terminal="N1")
        assert secret not in str(caught.value)
        assert caught.value.__cause__ is None
