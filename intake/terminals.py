"""Which terminals may add submissions: a folder with one public key per terminal, <terminal id>.pub. Deleting a file revokes it."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPSignatureKeyResolver

from intake.errors import IntakeError
from intake.keys import load_signing_public, write_new
from kiosk.outbox.envelope import TERMINAL_ID, EnvelopeError, key_id, signing_key_from_pem


class Terminals(HTTPSignatureKeyResolver):
    """Looks a terminal up in its folder at each request, so that enrolling and revoking need no restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        """The terminal's key; None when it is not enrolled."""
        if not TERMINAL_ID.fullmatch(key_id):
            return None
        try:
            return signing_key_from_pem((self._folder / f"{key_id}.pub").read_bytes())
        except (OSError, EnvelopeError):
            return None

    def resolve_private_key(self, key_id: str) -> None:
        """The intake holds no terminal's private key."""
        raise KeyError(key_id)


def enrol(folder: Path, terminal: str, key_file: Path, replace: bool = False) -> str:
    """Let that terminal in; gives its key id. Another key under the same id is refused unless `replace`."""
    if not TERMINAL_ID.fullmatch(terminal):
        raise IntakeError("a terminal id is made of letters, digits and hyphens, 32 at most")
    key = load_signing_public(key_file)
    target = folder / f"{terminal}.pub"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists() and not replace and not _same(target, key):
            raise IntakeError(f"{terminal} is enrolled with another key; use --replace to change it")
        half = target.with_name(target.name + ".new")
        half.unlink(missing_ok=True)
        write_new(half, key_file.read_bytes(), 0o644)
        half.replace(target)
    except OSError as error:
        raise IntakeError(f"cannot enrol into {folder}: {error.strerror}") from None
    return key_id(key).hex()


def _same(path: Path, key: Ed25519PublicKey) -> bool:
    try:
        return load_signing_public(path).public_bytes_raw() == key.public_bytes_raw()
    except IntakeError:
        return False
