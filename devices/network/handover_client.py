"""The city's shelf for unfinished visits over HTTP, as kiosk.ports.HandoverShelf asks for it. All it carries is ciphertext."""

from __future__ import annotations

import hashlib
import json
from typing import Final

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.network.intake_client import Verifier
from devices.network.signed_http import SignedHttp, link_trouble, refusal
from kiosk.ports import DeliveryError, ShelfAnswer, ShelfState

CONTENT_TYPE: Final = "application/vnd.yuimado.draft+v1"
SIGNATURE_TAG: Final = "yuimado-draft"
ANSWER_LIMIT: Final = 300 * 1024
DEADLINE_S: Final = 10.0  # a person stands at the screen and waits for it
_PROBLEM: Final = "urn:yuimado:problem:"
_ENDS: Final = (ShelfState.UNKNOWN, ShelfState.EXPIRED, ShelfState.USED, ShelfState.DESTROYED)


class HttpShelf:
    """One intake by its base URL. Calls block for 10 s at most and raise nothing but DeliveryError. Arguments as HttpIntake's."""

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

    def put(self, name: str, kept: bytes, proof: bytes) -> None:
        """Nothing, after a receipt that verifies over these bytes. Only a hash of the proof travels, and only it is kept."""
        body = _hash(proof) + kept
        status, headers, answer = self._send("PUT", f"/v1/drafts/{name}", body)
        if status not in (200, 201):
            raise refusal(status, headers)
        try:
            self._verifier.check_receipt(answer, name, body)
        except ValueError as error:
            raise link_trouble(f"answer {status} without a valid receipt: {error}") from None

    def release(self, name: str, proof: bytes) -> ShelfAnswer:
        """What the shelf says; an answer that is not the intake's own is trouble of the link."""
        status, headers, answer = self._send("POST", f"/v1/drafts/{name}/release", proof)
        if status == 200 and headers.get("content-type") == CONTENT_TYPE:
            return ShelfAnswer(ShelfState.RELEASED, answer)
        problem, tries = _problem(headers, answer)
        if problem == ShelfState.WRONG:
            return ShelfAnswer(ShelfState.WRONG, tries=tries)
        if problem in _ENDS:
            return ShelfAnswer(ShelfState(problem))
        raise self._trouble(status, headers)

    def forget(self, name: str, proof: bytes) -> None:
        """Have it destroyed."""
        status, headers, _ = self._send("POST", f"/v1/drafts/{name}/forget", proof)
        if status != 204:
            raise self._trouble(status, headers)

    def _send(self, method: str, path: str, body: bytes) -> tuple[int, httpx2.Headers, bytes]:
        return self._http.send(method, path, body, CONTENT_TYPE, SIGNATURE_TAG, ANSWER_LIMIT)

    @staticmethod
    def _trouble(status: int, headers: httpx2.Headers) -> DeliveryError:
        return refusal(status, headers) if status >= 300 else link_trouble(f"unexpected answer ({status})")


def _hash(proof: bytes) -> bytes:

    return hashlib.sha256(proof).digest()


def _problem(headers: httpx2.Headers, answer: bytes) -> tuple[str, int]:
    """(name of the problem, tries left) of the intake's own problem document; ("", 0) for anything else."""
    if headers.get("content-type") != "application/problem+json":
        return "", 0
    try:
        document = json.loads(answer)
        tries = document.get("tries_left", 0)
        return str(document["type"]).removeprefix(_PROBLEM), tries if type(tries) is int else 0
    except (ValueError, KeyError, AttributeError, RecursionError):
        return "", 0
