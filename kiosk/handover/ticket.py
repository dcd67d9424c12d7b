"""A draft too large for paper: sealed for the terminals, closed once more with a key that is only on the person's paper, kept by the city.

Ticket (the QR): format 1 | id 16 | key 32. Kept by the intake: id, ciphertext, and a proof of the person's four digits.
The intake can read nothing: the key never reaches it, and below it lies the terminals' seal. It can guess nothing either: the proof is an
HMAC of the digits under a key derived from the paper's, so four digits are as hard to try there as 256 bits, which no slow hash of four
digits would be (10,000 tries). It keeps SHA-256 of the proof, so that a copy of its database cannot ask for the release.
What the digits are for: whoever finds the paper would need a terminal of the city and five lucky guesses; see intake/handover.py.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.handover.problems import HandoverProblem, Reason

FORMAT: Final = 1
_ID, _KEY, _NONCE = 16, 32, 12


@dataclass(frozen=True, slots=True, repr=False)
class Ticket:
    """What the paper carries. id: names the ciphertext at the intake; key: opens it."""

    id: bytes
    key: bytes

    @property
    def name(self) -> str:
        """The id as the intake's address has it: 32 hex digits."""
        return self.id.hex()

    def body(self) -> bytes:
        """The bytes for the QR."""
        return bytes([FORMAT]) + self.id + self.key

    def close(self, plain: bytes) -> bytes:
        """What the intake keeps."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(_derived(self.key, b"content")).encrypt(nonce, plain, self.id)

    def open(self, kept: bytes) -> bytes:
        """What was closed; TORN when it is not what this ticket closed."""
        try:
            return AESGCM(_derived(self.key, b"content")).decrypt(kept[:_NONCE], kept[_NONCE:], self.id)
        except (InvalidTag, ValueError):
            raise HandoverProblem(Reason.TORN) from None

    def proof(self, number: str) -> bytes:
        """32 bytes that show one knows paper and number, and tell neither."""
        return hmac.digest(_derived(self.key, b"number"), self.id + number.encode(), "sha256")


def new_ticket() -> Ticket:
    """A fresh one."""
    return Ticket(os.urandom(_ID), os.urandom(_KEY))


def read_ticket(body: bytes) -> Ticket:
    """The ticket of a code's body; NEWER or TORN."""
    if body[:1] != bytes([FORMAT]):
        raise HandoverProblem(Reason.NEWER)
    if len(body) != 1 + _ID + _KEY:
        raise HandoverProblem(Reason.TORN)
    return Ticket(body[1 : 1 + _ID], body[1 + _ID :])


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"yuimado ticket v1 " + purpose).derive(key)
