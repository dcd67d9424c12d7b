"""The public envelope between a terminal and the city: sealing, opening, signed receipts and the signed clock.

This is the one module of the kiosk that the intake imports. Nothing here touches disk or network, and no error quotes content.

Sealed envelope (big endian): magic 4 | version 1 | suite 1 | schema 2 | kid 8 | enc 32 | wrapped key 48 | nonce 12 | ciphertext.
HPKE seals a random content key to the city's key; AES-256-GCM seals the payload under it. The wrapped key does not depend on the
payload, so it is made before a resident finishes, and a second recipient would only be a second wrapped key. All that stands before
the ciphertext, the submission id and the terminal id are bound to it: it cannot be re-filed under another id or terminal.
source: RFC 9180 (HPKE, base mode, single shot, X25519 / HKDF-SHA256 / AES-256-GCM), read 2026-11-24
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MAGIC: Final = b"YMDO"
VERSION: Final = 1
SCHEMA: Final = 1
SUITE_X25519: Final = 1
CONTENT_TYPE: Final = "application/vnd.yuimado.sealed+v1"
RESERVATION_TYPE: Final = "application/vnd.yuimado.reservation+v1"
"""A claim, a line end, a sealed envelope. An intake that does not know it says 415, and only that row is set aside."""
MOST_PLACES: Final = 99
SIGNATURE_TAG: Final = "yuimado-submission"
SIGNED_COMPONENTS: Final = ("@method", "@path", "content-type", "content-digest")
DESK: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
TIME_OF_DAY: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
TERMINAL_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")

_CONTEXT = b"yuimado submission v1"
_BOUND_CONTEXT = len(_CONTEXT).to_bytes(2, "big") + _CONTEXT
_HEADER = struct.Struct(">4sBBH8s")
_SUITES = {SUITE_X25519: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)}
_WRAPPED = 32 + 32 + 16
_TAG = 16
_NONCE = 12


class EnvelopeError(ValueError):
    """What came is not what it should be: an envelope, a key or a signed document. Says what is wrong, quotes nothing of it."""


class NotAnEnvelope(EnvelopeError):
    """Too short, wrong magic, or a version or suite this program does not know."""


class UnknownKey(EnvelopeError):
    """Sealed to another key than the one given; kid is the id of the key that would open it."""

    def __init__(self, kid: bytes) -> None:
        super().__init__(f"sealed to key {kid.hex()}, which is not the key given")
        self.kid = kid


class Damaged(EnvelopeError):
    """Changed on the way, or filed under another submission id or terminal."""


class BadDocument(EnvelopeError):
    """A receipt or a clock answer that does not verify."""


@dataclass(frozen=True, slots=True)
class Header:
    """What an envelope tells without a key."""

    version: int
    suite: int
    schema: int
    kid: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the city vouches for: these bytes (sha256, hex) under this id are stored since received_at (UTC)."""

    id: str
    sha256: str
    received_at: datetime
    key_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """All that the intake sees of a reservation: which place in time, nothing of the person. Two with the same slot may clash.

    day: ISO date; begins: HH:MM, civil time in Japan; places: how many reservations that slot takes.
    """

    desk: str
    day: str
    begins: str
    places: int

    def as_bytes(self) -> bytes:
        """Canonical JSON, one line."""
        return _canonical({"desk": self.desk, "day": self.day, "begins": self.begins, "places": str(self.places)})


class Outcome(StrEnum):
    """What became of a reservation at the intake. LATE: its time had passed when the city got it."""

    CONFIRMED = "confirmed"
    CLASH = "clash"
    LATE = "late"


# --- sealing --------------------------------------------------------------------------------------------------------
class Sealer:
    """Seals for one city key. Wrapping a content key costs about 80 µs, sealing under it about 5: so a key is made ahead of time.

    A content key serves one burst: at most USES_PER_KEY envelopes, each with its own nonce, and `renew` at the first quiet moment
    ends it. It lives in this object only, never on disk. Not thread-safe: the owner keeps callers apart.
    """

    USES_PER_KEY: Final = 256

    def __init__(self, city_key: X25519PublicKey) -> None:
        self._city_key = city_key
        self._header = _HEADER.pack(MAGIC, VERSION, SUITE_X25519, SCHEMA, key_id(city_key))
        self._wrapped = b""
        self._content: AESGCM | None = None
        self._uses = 0

    def renew(self) -> None:
        """Forget the content key if it was used, and have a fresh one ready."""
        if self._content is None or self._uses:
            key = os.urandom(32)
            self._wrapped = _SUITES[SUITE_X25519].encrypt(key, self._city_key, _bind(self._header))
            self._content, self._uses = AESGCM(key), 0

    def seal(self, payload: bytes, submission_id: str, terminal: str) -> bytes:
        """The envelope that only the city's private key opens; 124 bytes longer than the payload."""
        if self._content is None or self._uses >= self.USES_PER_KEY:
            self.renew()
        assert self._content is not None
        self._uses += 1
        head = self._header + self._wrapped + self._uses.to_bytes(_NONCE, "big")
        return head + self._content.encrypt(head[-_NONCE:], payload, _bind(head, submission_id.encode(), terminal.encode()))


def seal(payload: bytes, city_key: X25519PublicKey, *, submission_id: str, terminal: str) -> bytes:
    """One envelope under a content key of its own."""
    return Sealer(city_key).seal(payload, submission_id, terminal)


def read_header(sealed: bytes) -> Header:
    """What stands before the ciphertext; NotAnEnvelope when it is none of ours."""
    if len(sealed) < _HEADER.size:
        raise NotAnEnvelope("too short for an envelope")
    magic, version, suite, schema, kid = _HEADER.unpack_from(sealed)
    if magic != MAGIC:
        raise NotAnEnvelope("does not begin as an envelope")
    if version != VERSION:
        raise NotAnEnvelope(f"envelope version {version} is not known here")
    if suite not in _SUITES:
        raise NotAnEnvelope(f"suite {suite} is not known here")
    if len(sealed) < _HEADER.size + _WRAPPED + _NONCE + _TAG:
        raise NotAnEnvelope("too short for an envelope")
    return Header(version, suite, schema, kid)


def open_envelope(sealed: bytes, private_key: X25519PrivateKey, *, submission_id: str, terminal: str) -> bytes:
    """The payload. UnknownKey, Damaged or NotAnEnvelope say why not."""
    header = read_header(sealed)
    if header.kid != key_id(private_key.public_key()):
        raise UnknownKey(header.kid)
    wrapped_at, nonce_at, content_at = _HEADER.size, _HEADER.size + _WRAPPED, _HEADER.size + _WRAPPED + _NONCE
    bound = _bind(sealed[:content_at], submission_id.encode(), terminal.encode())
    try:
        key = _SUITES[header.suite].decrypt(sealed[wrapped_at:nonce_at], private_key, _bind(sealed[:wrapped_at]))
        return AESGCM(key).decrypt(sealed[nonce_at:content_at], sealed[content_at:], bound)
    except (InvalidTag, ValueError):
        raise Damaged("does not open: changed on the way, or filed under another id or terminal") from None


def _bind(*fields: bytes) -> bytes:
    return b"".join((_BOUND_CONTEXT, *map(_measured, fields)))


def _measured(field: bytes) -> bytes:
    return len(field).to_bytes(2, "big") + field


# --- keys and ids ---------------------------------------------------------------------------------------------------
def key_id(public_key: X25519PublicKey | Ed25519PublicKey) -> bytes:
    """The 8-byte id of a public key: the first bytes of SHA-256 over the raw key."""
    return hashlib.sha256(public_key.public_bytes_raw()).digest()[:8]


def city_key_from_pem(pem: bytes) -> X25519PublicKey:
    """The city's public key; EnvelopeError when the bytes hold no X25519 public key."""
    key = _public_key(pem)
    if not isinstance(key, X25519PublicKey):
        raise EnvelopeError("no X25519 public key in PEM")
    return key


def signing_key_from_pem(pem: bytes) -> Ed25519PublicKey:
    """A receipt or terminal public key; EnvelopeError when the bytes hold no Ed25519 public key."""
    key = _public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise EnvelopeError("no Ed25519 public key in PEM")
    return key


def _public_key(pem: bytes) -> object:
    try:
        return serialization.load_pem_public_key(pem)
    except ValueError:
        return None


def is_submission_id(text: str) -> bool:
    """Whether that is a UUID in its one canonical spelling."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


# --- signed documents -----------------------------------------------------------------------------------------------
def make_receipt(submission_id: str, sha256: str, received_at: datetime, key: Ed25519PrivateKey) -> bytes:
    """The city's signed word that these bytes are stored: canonical JSON, one signature over everything else in it."""
    fields = {"id": submission_id, "sha256": sha256, "received_at": _utc(received_at)}
    return _sign("receipt", fields, key)


def verify_receipt(receipt: bytes, key: Ed25519PublicKey, *, submission_id: str, sealed: bytes) -> Receipt:
    """The receipt, when it was signed by that key over exactly this submission; else BadDocument."""
    fields = _verify("receipt", receipt, key)
    if fields.get("id") != submission_id:
        raise BadDocument("a receipt for another submission")
    if fields.get("sha256") != hashlib.sha256(sealed).hexdigest():
        raise BadDocument("a receipt for other bytes")
    return Receipt(fields["id"], fields["sha256"], _time(fields.get("received_at")), fields["key"])


def make_booking_receipt(
    submission_id: str, sha256: str, received_at: datetime, claim: Claim, outcome: Outcome, key: Ed25519PrivateKey
) -> bytes:
    """The city's signed word on a reservation: these bytes are stored, and this became of that claim."""
    fields = {"id": submission_id, "sha256": sha256, "received_at": _utc(received_at)}
    return _sign("booking", {**fields, "claim": claim.as_bytes().decode(), "outcome": outcome.value}, key)


def verify_booking_receipt(receipt: bytes, key: Ed25519PublicKey, *, submission_id: str, sealed: bytes, claim: bytes) -> Outcome:
    """What became of the reservation, when that key signed it over exactly these bytes and this claim; else BadDocument."""
    fields = _verify("booking", receipt, key)
    if (fields.get("id"), fields.get("claim")) != (submission_id, claim.decode("ascii", "replace")):
        raise BadDocument("a receipt for another reservation")
    if fields.get("sha256") != hashlib.sha256(sealed).hexdigest():
        raise BadDocument("a receipt for other bytes")
    outcome = booking_outcome(receipt)
    if outcome is None:
        raise BadDocument("a receipt that does not say what became of the reservation")
    return outcome


def booking_outcome(receipt: bytes) -> Outcome | None:
    """What a receipt that was verified before says of its reservation; None for one of another kind."""
    try:
        fields = _parse(receipt)
        return Outcome(fields["outcome"]) if fields.get("kind") == "booking" else None
    except (BadDocument, KeyError, ValueError):
        return None


def split_reservation(body: bytes) -> tuple[Claim, bytes]:
    """(claim, sealed envelope) of what travelled as RESERVATION_TYPE; NotAnEnvelope when it is none."""
    line, _, sealed = body.partition(b"\n")
    try:
        fields = _parse(line)
        claim = Claim(fields["desk"], fields["day"], fields["begins"], int(fields["places"]))
        sound = claim.as_bytes() == line and 1 <= claim.places <= MOST_PLACES and DESK.fullmatch(claim.desk)
        if not sound or date.fromisoformat(claim.day).isoformat() != claim.day or not TIME_OF_DAY.fullmatch(claim.begins):
            raise NotAnEnvelope("does not begin with a reservation's claim")
    except (BadDocument, KeyError, ValueError):
        raise NotAnEnvelope("does not begin with a reservation's claim") from None
    return claim, sealed


def make_hello(now: datetime, nonce: str, key: Ed25519PrivateKey) -> bytes:
    """The intake's signed clock; nonce comes from the asking terminal so that an old answer proves nothing."""
    return _sign("hello", {"time": _utc(now), "nonce": nonce}, key)


def verify_hello(document: bytes, key: Ed25519PublicKey, *, nonce: str) -> datetime:
    """The intake's clock (aware, UTC); BadDocument for another key, another nonce or anything else."""
    fields = _verify("hello", document, key)
    if fields.get("nonce") != nonce:
        raise BadDocument("an answer to another question")
    return _time(fields.get("time"))


class ReceiptVerifier:
    """Checks what the intake answers against the one receipt key this terminal trusts. Hand it to the network adapter."""

    def __init__(self, key: Ed25519PublicKey | bytes) -> None:
        self._key = signing_key_from_pem(key) if isinstance(key, bytes) else key

    def check_receipt(self, receipt: bytes, submission_id: str, sealed: bytes) -> None:
        """Nothing, or BadDocument."""
        verify_receipt(receipt, self._key, submission_id=submission_id, sealed=sealed)

    def check_booking(self, receipt: bytes, submission_id: str, sealed: bytes, claim: bytes) -> None:
        """Nothing, or BadDocument."""
        verify_booking_receipt(receipt, self._key, submission_id=submission_id, sealed=sealed, claim=claim)

    def read_hello(self, document: bytes, nonce: str) -> datetime:
        """The intake's clock, or BadDocument."""
        return verify_hello(document, self._key, nonce=nonce)


def _canonical(fields: Mapping[str, str]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _sign(kind: str, fields: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
    body = {**fields, "kind": kind, "v": "1", "key": key_id(key.public_key()).hex()}
    signature = base64.b64encode(key.sign(b"yuimado signed document\n" + _canonical(body))).decode()
    return _canonical({**body, "signature": signature})


def _verify(kind: str, document: bytes, key: Ed25519PublicKey) -> dict[str, str]:
    fields = _parse(document)
    signature = fields.pop("signature", "")
    if fields.get("kind") != kind or fields.get("v") != "1":
        raise BadDocument(f"no {kind} of a known version")
    if fields.get("key") != key_id(key).hex():
        raise BadDocument("signed by another key")
    try:
        key.verify(base64.b64decode(signature, validate=True), b"yuimado signed document\n" + _canonical(fields))
    except (InvalidSignature, ValueError):
        raise BadDocument("the signature does not verify") from None
    return fields


def _parse(document: bytes) -> dict[str, str]:
    try:
        fields = json.loads(document)
    except (ValueError, RecursionError):
        raise BadDocument("not a signed document") from None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise BadDocument("not a signed document")
    return fields


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        raise BadDocument("without a readable time") from None
    if moment.tzinfo is None:
        raise BadDocument("without a readable time")
    return moment
