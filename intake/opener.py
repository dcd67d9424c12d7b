"""Opens what the intake received, with the city's private key, away from any network.

A submission that does not open is set aside by name and the rest goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from intake.errors import IntakeError
from intake.keys import load_city_key
from intake.store import Stored
from kiosk.outbox.envelope import EnvelopeError, booking_outcome, open_envelope


@dataclass(frozen=True, slots=True)
class OpenReport:
    """opened: ids in order; problems: one line for each that did not open."""

    opened: tuple[str, ...]
    problems: tuple[str, ...]


def open_all(items: Iterable[Stored], key_file: Path, out: Path | None) -> OpenReport:
    """One JSON file a submission under `out` (0600), or one JSON line each on standard output when `out` is None."""
    key = load_city_key(key_file)
    opened, problems = [], []
    for item in items:
        try:
            _write(_opened(item, key), item.id, out)
        except EnvelopeError as error:
            problems.append(f"{item.id}: {error}")
        else:
            opened.append(item.id)
    return OpenReport(tuple(opened), tuple(problems))


def _opened(item: Stored, key: X25519PrivateKey) -> dict[str, object]:
    """The submission as the form names its fields, with what the intake itself knows about it."""
    if hashlib.sha256(item.sealed).hexdigest() != item.sha256:
        raise EnvelopeError("the stored bytes are not those that were received")
    payload = open_envelope(item.sealed, key, submission_id=item.id, terminal=item.terminal)
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError):
        raise EnvelopeError("opened, but it holds no JSON") from None
    if not isinstance(content, dict) or content.get("id") != item.id:
        raise EnvelopeError("opened, but it holds another submission")
    known: dict[str, object] = {"received_at": item.received_at, "received_from": item.terminal}
    outcome = booking_outcome(item.receipt)
    return {**content, **known, **({"reservation": outcome.value} if outcome else {})}


def _write(content: dict[str, object], submission_id: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
        return
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    target = out / f"{submission_id}.json"
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
    except OSError as error:
        raise IntakeError(f"cannot write {target}: {error.strerror}") from None
