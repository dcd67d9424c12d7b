"""The intake's HTTP side: takes sealed bytes once, answers with a signed receipt, sees no content.

PUT  /v1/submissions/{uuid}          201 new, 200 the same again (both with the receipt), 409 other bytes under this id;
                                     as a reservation its slot stands before the sealed bytes, and the receipt says confirmed or clash
GET  /v1/submissions/{uuid}/receipt  200 with the receipt, 404
GET  /v1/hello?nonce=…               200 with the signed clock
Errors are application/problem+json (RFC 9457). 401 signature, 403 terminal not enrolled, 413, 415, 422 for good; 503 come again.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from intake.signed import Problem, Signatures, limited_body
from intake.store import Booking, Kept, Store, Stored
from intake.terminals import Terminals
from kiosk.model.dates import JAPAN
from kiosk.outbox.envelope import (
    CONTENT_TYPE,
    RESERVATION_TYPE,
    SIGNATURE_TAG,
    Claim,
    NotAnEnvelope,
    Outcome,
    is_submission_id,
    make_booking_receipt,
    make_hello,
    make_receipt,
    read_header,
    split_reservation,
)

BODY_LIMIT = 1024 * 1024
RETRY_AFTER_S = 30
NONCE = re.compile(r"[0-9a-f]{16,64}")


class Intake:
    """The handlers. They share a store, the receipt key and the folder of terminals. now: the server's clock."""

    def __init__(
        self,
        store: Store,
        receipt_key: Ed25519PrivateKey,
        terminals: Terminals,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._key = receipt_key
        self._now = now
        self._signatures = Signatures(terminals)

    async def put(self, request: Request) -> Response:
        """Keep a sealed submission once."""
        submission_id = _submission_id(request)
        kind = request.headers.get("content-type", "").split(";")[0].strip()
        if kind not in (CONTENT_TYPE, RESERVATION_TYPE):
            raise Problem(415, "content-type", f"send {CONTENT_TYPE}")
        body = await limited_body(request, BODY_LIMIT)
        terminal = self._signatures.terminal(request, body, SIGNATURE_TAG)
        claim = None
        try:
            if kind == RESERVATION_TYPE:
                claim, body = split_reservation(body)
            read_header(body)
        except NotAnEnvelope as error:
            raise Problem(422, "not-an-envelope", str(error)) from None
        digest, received_at = hashlib.sha256(body).hexdigest(), self._now()
        receipt = make_receipt(submission_id, digest, received_at, self._key)
        stamp = received_at.astimezone(UTC).isoformat(timespec="microseconds")
        item = Stored(submission_id, terminal, digest, stamp, receipt, body)
        booking = None if claim is None else self._booking(claim, submission_id, digest, received_at)
        try:
            result = await asyncio.wrap_future(self._store.put(item, booking) if booking else self._store.put(item))
        except sqlite3.Error:
            raise Problem(503, "storage", "cannot store now", {"Retry-After": str(RETRY_AFTER_S)}) from None
        if result.kept is Kept.OTHER:
            raise Problem(409, "other-content", "this id already holds other content")
        return _document(result.receipt, 201 if result.kept is Kept.NEW else 200)

    def _booking(self, claim: Claim, submission_id: str, digest: str, now: datetime) -> Booking:
        begins = datetime.fromisoformat(f"{claim.day}T{claim.begins}").replace(tzinfo=JAPAN)

        def sign(outcome: Outcome) -> bytes:
            return make_booking_receipt(submission_id, digest, now, claim, outcome, self._key)

        return Booking(claim, begins <= now, sign)

    async def receipt(self, request: Request) -> Response:
        """The receipt once given, for a terminal that never got the answer."""
        submission_id = _submission_id(request)
        try:
            receipt = await asyncio.wrap_future(self._store.receipt(submission_id))
        except sqlite3.Error:
            raise Problem(503, "storage", "cannot read now", {"Retry-After": str(RETRY_AFTER_S)}) from None
        if receipt is None:
            raise Problem(404, "unknown-submission", "nothing is stored under this id")
        return _document(receipt, 200)

    async def hello(self, request: Request) -> Response:
        """The signed clock."""
        nonce = request.query_params.get("nonce", "")
        if not NONCE.fullmatch(nonce):
            raise Problem(400, "nonce", "give a nonce of 16 to 64 hexadecimal digits")
        return _document(make_hello(self._now(), nonce, self._key), 200)


def make_app(intake: Intake, more: Sequence[Route] = ()) -> Starlette:
    """The five lines that make HTTP of it. more: routes of other rooms of the intake."""
    return Starlette(
        routes=[
            *more,
            Route("/v1/submissions/{id}", intake.put, methods=["PUT"]),
            Route("/v1/submissions/{id}/receipt", intake.receipt, methods=["GET"]),
            Route("/v1/hello", intake.hello, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _problem},
    )


async def _problem(request: Request, error: Exception) -> Response:
    """RFC 9457. Holds nothing of what was sent."""
    assert isinstance(error, HTTPException)
    name = error.name if isinstance(error, Problem) else str(error.status_code)
    more = error.more if isinstance(error, Problem) else {}
    body = {"type": f"urn:yuimado:problem:{name}", "title": error.detail, "status": error.status_code, **more}
    return JSONResponse(body, error.status_code, error.headers, "application/problem+json")


def _document(content: bytes, status: int) -> Response:
    return Response(content, status, media_type="application/json", headers={"Cache-Control": "no-store"})


def _submission_id(request: Request) -> str:
    submission_id = str(request.path_params["id"])
    if not is_submission_id(submission_id):
        raise Problem(422, "submission-id", "the id is not a UUID in lower case")
    return submission_id
