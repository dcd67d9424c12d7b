"""Key files of the city's side: making them, and reading them with one clear line when they are not what they should be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from intake.errors import IntakeError
from kiosk.outbox.envelope import EnvelopeError, key_id, signing_key_from_pem

CITY_KEY: Final = "city.key"
CITY_PUB: Final = "city.pub"
RECEIPT_KEY: Final = "receipt.key"
RECEIPT_PUB: Final = "receipt.pub"


def make_keys(folder: Path) -> dict[str, str]:
    """Write city.key, city.pub, receipt.key and receipt.pub; gives both key ids. Never overwrites a key."""
    names = (CITY_KEY, CITY_PUB, RECEIPT_KEY, RECEIPT_PUB)
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise IntakeError(f"{folder / there[0]} is already there; keys are never overwritten")
    city, receipt = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content, mode in (
            (CITY_KEY, _private_pem(city), 0o600),
            (CITY_PUB, _public_pem(city.public_key()), 0o644),
            (RECEIPT_KEY, _private_pem(receipt), 0o600),
            (RECEIPT_PUB, _public_pem(receipt.public_key()), 0o644),
        ):
            write_new(folder / name, content, mode)
    except OSError as error:
        raise IntakeError(f"cannot write keys to {folder}: {error.strerror}") from None
    return {"city": key_id(city.public_key()).hex(), "receipt": key_id(receipt.public_key()).hex()}


def load_city_key(path: Path) -> X25519PrivateKey:
    """The private key that opens submissions."""
    key = _load_private(path)
    if not isinstance(key, X25519PrivateKey):
        raise IntakeError(f"{path} is not the city's private key (X25519)")
    return key


def load_receipt_key(path: Path) -> Ed25519PrivateKey:
    """The private key that signs receipts."""
    key = _load_private(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise IntakeError(f"{path} is not a receipt signing key (Ed25519)")
    return key


def load_signing_public(path: Path) -> Ed25519PublicKey:
    """A terminal's or the receipts' public key."""
    try:
        return signing_key_from_pem(_read(path))
    except EnvelopeError:
        raise IntakeError(f"{path} is not an Ed25519 public key in PEM") from None


def write_new(path: Path, content: bytes, mode: int) -> None:
    """A new file with that mode from its first moment; FileExistsError when there is one."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _load_private(path: Path) -> object:
    try:
        return serialization.load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError):
        raise IntakeError(f"{path} is not a private key in PEM without a passphrase") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(f"cannot read {path}: {error.strerror}") from None


def _private_pem(key: X25519PrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _public_pem(key: X25519PublicKey | Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
