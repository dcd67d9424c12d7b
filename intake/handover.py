"""The HTTP side of つづきQR that are too large for paper: keeps ciphertext, gives it back for paper and number together, reads nothing.

PUT  /v1/drafts/{32 hex}          body SHA-256(proof) 32 | ciphertext: 201 or 200 with a signed receipt, 409 other bytes, 507 full
POST /v1/drafts/{32 hex}/release  body proof 32: 200 ciphertext; 422 wrong-number (tries_left); 410 draft-used, draft-expired,
                                  draft-destroyed; 404 unknown-draft
POST /v1/drafts/{32 hex}/forget   body proof 32: 204, also when it is gone already
All are signed by an enrolled terminal. Guessing needs such a terminal, a paper and luck: five of ten thousand numbers, then it is gone.
The proof is an HMAC under a key that is on the paper only (kiosk/handover/ticket.py), so nothing here helps to guess the number either.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from intake.handover_store import DraftStore, Put, Standing
from intake.signed import Problem, Signatures, limited_body
from intake.terminals import Terminals
from kiosk.outbox.envelope import make_receipt

T = TypeVar("T")
BODY_LIMIT = 256 * 1024
CONTENT_TYPE = "application/vnd.yuimado.draft+v1"
SIGNATURE_TAG = "yuimado-draft"
RETRY_AFTER_S = 30
PROOF = 32
NAME = re.compile(r"[0-9a-f]{32}")
_GONE = {
    Standing.USED: ("draft-used", "released before"),
    Standing.EXPIRED: ("draft-expired", "its 14 days are over"),
    Standing.DESTROYED: ("draft-destroyed", "the number was wrong too often"),
}


class Handover:
    """The handlers. now: the server's clock."""

    def __init__(
        self,
        drafts: DraftStore,
        receipt_key: Ed25519PrivateKey,
        terminals: Terminals,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._drafts = drafts
        self._key = receipt_key
        self._signatures = Signatures(terminals)
        self._now = now

    def routes(self) -> Sequence[Route]:
        """What to add to the app."""
        return (
            Route("/v1/drafts/{id}", self.put, methods=["PUT"]),
            Route("/v1/drafts/{id}/release", self.release, methods=["POST"]),
            Route("/v1/drafts/{id}/forget", self.forget, methods=["POST"]),
        )

    async def put(self, request: Request) -> Response:
        """Keep a draft; the receipt is signed over these very bytes, so no proxy's page can pass for it."""
        name, body = await self._signed(request)
        if len(body) <= PROOF:
            raise Problem(422, "empty-draft", "no content after the proof")
        put = await _stored(lambda: self._drafts.put(name, body[:PROOF], body[PROOF:]))
        if put is Put.OTHER:
            raise Problem(409, "other-content", "this id already holds other content")
        if put is Put.FULL:
            raise Problem(507, "full", "no room for more drafts")
        receipt = make_receipt(name, hashlib.sha256(body).hexdigest(), self._now(), self._key)
        return Response(receipt, 201 if put is Put.NEW else 200, _NO_STORE, "application/json")

    async def release(self, request: Request) -> Response:
        """The ciphertext for the right proof."""
        name, proof = await self._signed(request)
        answer = await _stored(lambda: self._drafts.release(name, proof))
        if answer.kept is not None:
            return Response(answer.kept, 200, _NO_STORE, CONTENT_TYPE)
        if answer.standing is None:
            raise Problem(404, "unknown-draft", "nothing is kept under this id")
        if answer.standing in _GONE:
            raise Problem(410, *_GONE[answer.standing])
        raise Problem(422, "wrong-number", "the number was different", more={"tries_left": answer.tries})

    async def forget(self, request: Request) -> Response:
        """Destroy it for who knows its proof."""
        name, proof = await self._signed(request)
        await _stored(lambda: self._drafts.forget(name, proof))
        return Response(None, 204)

    async def _signed(self, request: Request) -> tuple[str, bytes]:
        name = str(request.path_params["id"])
        if not NAME.fullmatch(name):
            raise Problem(422, "draft-id", "the id is not 32 hexadecimal digits")
        if request.headers.get("content-type", "").split(";")[0].strip() != CONTENT_TYPE:
            raise Problem(415, "content-type", f"send {CONTENT_TYPE}")
        body = await limited_body(request, BODY_LIMIT)
        self._signatures.terminal(request, body, SIGNATURE_TAG)
        return name, body


_NO_STORE = {"Cache-Control": "no-store"}


async def _stored(work: Callable[[], T]) -> T:
    try:
        return await run_in_threadpool(work)
    except sqlite3.Error:
        raise Problem(503, "storage", "cannot store now", {"Retry-After": str(RETRY_AFTER_S)}) from None
