"""Sealing for the terminals of one city: what one of them closes, any of them opens and nobody else.

Sealed (big endian): format 1 | kid 4 | enc 32 | ciphertext and tag. HPKE base mode as in kiosk/outbox/envelope.py, 53 bytes more than
the plain text. The private half lies on every terminal, so it is no secret of one of them; a public key is used all the same, so that a
page of the city may one day make such a code at home without being able to open anybody else's.
source: RFC 9180 (HPKE, base mode, single shot, X25519 / HKDF-SHA256 / AES-256-GCM), read 2026-11-24
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.handover.problems import HandoverProblem, Reason

FORMAT: Final = 1
OVERHEAD: Final = 1 + 4 + 32 + 16
_CONTEXT: Final = b"yuimado handover v1"
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_BLOCK: Final = re.compile(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", re.DOTALL)


class KeyFileError(ValueError):
    """A key file that cannot be used; says why, quotes nothing of it."""


class TerminalsKeys:
    """The terminals' private keys: the first seals, all of them open. A retired key stays in the file for 14 days."""

    def __init__(self, keys: tuple[X25519PrivateKey, ...]) -> None:
        assert keys, "at least one key"
        self._public = keys[0].public_key()
        self._by_id = {_key_id(key.public_key()): key for key in keys}

    @property
    def id(self) -> str:
        """Of the key that seals; terminals that show the same one can open each other's papers."""
        return _key_id(self._public).hex()

    def seal(self, plain: bytes) -> bytes:
        """What only a terminal of this city opens."""
        head = bytes([FORMAT]) + _key_id(self._public)
        return head + _SUITE.encrypt(plain, self._public, _CONTEXT + head)

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes; HandoverProblem NEWER, OTHER_KEY (no key of ours, or tampered with) or TORN."""
        if len(sealed) < OVERHEAD:
            raise HandoverProblem(Reason.TORN)
        if sealed[0] != FORMAT:
            raise HandoverProblem(Reason.NEWER)
        key = self._by_id.get(sealed[1:5])
        if key is None:
            raise HandoverProblem(Reason.OTHER_KEY)
        try:
            return _SUITE.decrypt(sealed[5:], key, _CONTEXT + sealed[:5])
        except (InvalidTag, ValueError):
            raise HandoverProblem(Reason.OTHER_KEY) from None


def load_keys(path: Path) -> TerminalsKeys:
    """The keys in that PEM file, one block after another; KeyFileError when there is none to use."""
    try:
        blocks = _BLOCK.findall(path.read_bytes())
    except OSError as error:
        raise KeyFileError(f"cannot read {path}: {error.strerror}") from None
    keys = [_key(block) for block in blocks]
    good = tuple(key for key in keys if isinstance(key, X25519PrivateKey))
    if not good or len(good) != len(keys):
        raise KeyFileError(f"{path} should hold X25519 private keys in PEM, made by `kiosk handover keygen`")
    return TerminalsKeys(good)


def make_key(path: Path) -> str:
    """A new key file (0600) for all terminals of a city; gives the key's id. Never overwrites."""
    key = X25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise KeyFileError(f"{path} is already there; keys are never overwritten") from None
    except OSError as error:
        raise KeyFileError(f"cannot write {path}: {error.strerror}") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return _key_id(key.public_key()).hex()


def load_or_make(path: Path) -> TerminalsKeys:
    """The practice profile's own key; a real city's is made once and copied."""
    if not path.exists():
        make_key(path)
    return load_keys(path)


def _key(block: bytes) -> object:
    try:
        return serialization.load_pem_private_key(block, password=None)
    except (ValueError, TypeError):
        return None


def _key_id(key: X25519PublicKey) -> bytes:
    return hashlib.sha256(key.public_bytes_raw()).digest()[:4]
