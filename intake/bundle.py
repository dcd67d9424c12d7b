"""One file for the way inside: sealed submissions, their receipts, and a signed list, so that nothing can go missing unnoticed.

A ZIP without compression: manifest.json (canonical JSON, Ed25519 by the receipt key), and <id>.sealed and <id>.receipt for each.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from intake.errors import IntakeError
from intake.store import Stored
from kiosk.outbox.envelope import is_submission_id

MANIFEST = "manifest.json"
LISTED = ("id", "terminal", "sha256", "received_at")
ENTRY_LIMIT = 2 * 1024 * 1024
# What zipfile raises on damaged input: RuntimeError covers unknown compression and the encryption flag, ValueError bad offsets.
ZIP_DAMAGE = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, struct.error, zlib.error)
_CONTEXT = b"yuimado bundle v1\n"


def write_bundle(items: Iterable[Stored], key: Ed25519PrivateKey, out: Path) -> int:
    """How many submissions the new file holds; refuses to overwrite one."""
    entries: list[dict[str, str]] = []
    try:
        descriptor = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w") as bundle:
            for item in items:
                bundle.writestr(f"{item.id}.sealed", item.sealed)
                bundle.writestr(f"{item.id}.receipt", item.receipt)
                entries.append({name: getattr(item, name) for name in LISTED})
            body = _canonical(entries)
            signature = base64.b64encode(key.sign(_CONTEXT + body)).decode()
            bundle.writestr(MANIFEST, json.dumps({"submissions": entries, "signature": signature}))
    except OSError as error:
        raise IntakeError(f"cannot write {out}: {error.strerror}") from None
    return len(entries)


def read_bundle(path: Path, key: Ed25519PublicKey | None) -> Iterator[Stored]:
    """Every submission on the signed list. key: the receipts' public key; without it the list's signature is not checked.

    Bytes that are missing or changed come back as they are, and the opener sets them aside by name.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            for entry in _entries(bundle, path, key):
                yield _stored(bundle, entry)
    except OSError as error:
        raise IntakeError(f"cannot read {path}: {error.strerror}") from None
    except ZIP_DAMAGE:
        raise IntakeError(f"{path} is damaged or is not a bundle") from None


def _entries(bundle: zipfile.ZipFile, path: Path, key: Ed25519PublicKey | None) -> list[dict[str, str]]:
    try:
        manifest: Any = json.loads(bundle.read(MANIFEST))
        entries = [{name: str(entry[name]) for name in LISTED} for entry in manifest["submissions"]]
        signature = base64.b64decode(manifest["signature"], validate=True)
    except (KeyError, TypeError, *ZIP_DAMAGE):
        raise IntakeError(f"{path} is damaged or is not a bundle (no readable list in it)") from None
    if not all(is_submission_id(entry["id"]) for entry in entries):
        raise IntakeError(f"{path} is damaged or is not a bundle (an id in its list is no UUID)")
    if key is not None:
        try:
            key.verify(signature, _CONTEXT + _canonical(entries))
        except InvalidSignature:
            raise IntakeError(f"the list in {path} was not signed by the intake's receipt key") from None
    return entries


def _stored(bundle: zipfile.ZipFile, entry: dict[str, str]) -> Stored:
    return Stored(
        entry["id"],
        entry["terminal"],
        entry["sha256"],
        entry["received_at"],
        _read(bundle, f"{entry['id']}.receipt"),
        _read(bundle, f"{entry['id']}.sealed"),
    )


def _read(bundle: zipfile.ZipFile, name: str) -> bytes:
    """The entry's bytes; nothing when it is missing, damaged or absurdly large."""
    try:
        return bundle.read(name) if bundle.getinfo(name).file_size <= ENTRY_LIMIT else b""
    except (KeyError, *ZIP_DAMAGE):
        return b""


def _canonical(entries: list[dict[str, str]]) -> bytes:
    digest = hashlib.sha256(json.dumps(entries, sort_keys=True, separators=(",", ":")).encode())
    return digest.digest()
