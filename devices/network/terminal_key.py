"""The terminal's own signing key: made at the first start, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.faults import QUEUE_DISK_FULL, QUEUE_NOT_ALLOWED, KioskError


def load_or_create(path: Path) -> Ed25519PrivateKey:
    """The key in that PEM file; a missing one is made (0600) with its public half beside it as <name>.pub, for enrolling.

    A file that holds no Ed25519 key raises QUEUE-05 and is left alone; a folder that cannot be written raises QUEUE-01.
    """
    try:
        if not path.exists():
            _create(path)
        return _load(path.read_bytes())
    except OSError as error:
        raise KioskError(QUEUE_DISK_FULL, detail=f"terminal key: errno={error.errno}") from None


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """What the intake needs to enrol this terminal."""
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _load(pem: bytes) -> Ed25519PrivateKey:
    with contextlib.suppress(ValueError, TypeError):
        key = serialization.load_pem_private_key(pem, password=None)
        if isinstance(key, Ed25519PrivateKey):
            return key
    raise KioskError(QUEUE_NOT_ALLOWED, detail="the terminal key file holds no Ed25519 private key")


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write_whole(path, pem, 0o600)
    _write_whole(path.with_suffix(".pub"), public_pem(key), 0o644)


def _write_whole(path: Path, content: bytes, mode: int) -> None:
    """All of it or nothing, also across a power cut: a half-written key would lock the terminal out."""
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    half.replace(path)
