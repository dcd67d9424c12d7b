"""The city's intake over HTTP, as kiosk.ports.Intake asks for it.

PUT with an id made here, signed (devices/network/signed_http.py). A status code never counts as success: only a receipt that verifies
does, so a captive portal, a proxy's page or a wrong server can never make the kiosk erase anything.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final, Protocol

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.network.signed_http import DEADLINE_S, SignedHttp, link_trouble, refusal
from kiosk.ports import SealedItem

CONTENT_TYPE: Final = "application/vnd.yuimado.sealed+v1"
RESERVATION_TYPE: Final = "application/vnd.yuimado.reservation+v1"
SIGNATURE_TAG: Final = "yuimado-submission"
ANSWER_LIMIT: Final = 64 * 1024


class Verifier(Protocol):
    """Checks the city's signed answers; raises ValueError, whose text quotes nothing, when one does not verify."""

    def check_receipt(self, receipt: bytes, submission_id: str, sealed: bytes) -> None:
        """Nothing when the receipt stands for exactly these bytes under this id."""
        ...

    def check_booking(self, receipt: bytes, submission_id: str, sealed: bytes, claim: bytes) -> None:
        """Nothing when the receipt stands for exactly this reservation and says what became of it."""
        ...

    def read_hello(self, document: bytes, nonce: str) -> datetime:
        """The intake's clock."""
        ...


class HttpIntake:
    """One intake by its base URL. Calls block for 30 s at most and raise nothing but DeliveryError.

    terminal: the id this terminal is enrolled under; key: its private key; verifier: holds the receipt key it trusts.
    transport: for tests; by default real HTTP with the operating system's certificate store.
    """

    def __init__(
        self,
        url: str,
        terminal: str,
        key: Ed25519PrivateKey,
        verifier: Verifier,
        *,
        transport: httpx2.BaseTransport | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._verifier = verifier
        self._http = SignedHttp(url, terminal, key, transport=transport, deadline_s=deadline_s)

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def deliver(self, item: SealedItem) -> bytes:
        """The verified receipt's bytes; DeliveryError says whose trouble it is otherwise."""
        content, kind = item.sealed, CONTENT_TYPE
        if item.claim:
            content, kind = item.claim + b"\n" + item.sealed, RESERVATION_TYPE
        status, answer_headers, body = self._http.send(
            "PUT", f"/v1/submissions/{item.id}", content, kind, SIGNATURE_TAG, ANSWER_LIMIT
        )
        if status not in (200, 201):
            raise refusal(status, answer_headers)
        try:
            if item.claim:
                self._verifier.check_booking(body, item.id, item.sealed, item.claim)
            else:
                self._verifier.check_receipt(body, item.id, item.sealed)
        except ValueError as error:
            raise link_trouble(f"answer {status} without a valid receipt: {error}") from None
        return body

    def hello(self) -> datetime:
        """The intake's signed clock, the one proof that the link works."""
        nonce = secrets.token_hex(16)
        status, answer_headers, body = self._http.get(f"/v1/hello?nonce={nonce}", ANSWER_LIMIT)
        if status != 200:
            raise refusal(status, answer_headers)
        try:
            return self._verifier.read_hello(body, nonce)
        except ValueError as error:
            raise link_trouble(f"answer 200, but not from the city's intake: {error}") from None
