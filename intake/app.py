"""The intake's HTTP side: takes sealed bytes once, answers with a signed receipt, sees no content.

PUT  /v1/submissions/{uuid}          201 new, 200 the same again (both with the receipt), 409 other bytes under this id
GET  /v1/submissions/{uuid}/receipt  200 with the receipt, 404
GET  /v1/hello?nonce=…               200 with the signed clock
Errors are application/problem+json (RFC 9457). 401 signature, 403 terminal not enrolled, 413, 415, 422 for good; 503 come again.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import ContentDigest, HTTPMessageVerifier, InvalidSignature
from http_message_signatures.algorithms import ED25519
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from intake.store import Kept, Store, Stored
from intake.terminals import Terminals
from kiosk.outbox.envelope import (
    CONTENT_TYPE,
    SIGNATURE_TAG,
    SIGNED_COMPONENTS,
    NotAnEnvelope,
    is_submission_id,
    make_hello,
    make_receipt,
    read_header,
)

BODY_LIMIT = 1024 * 1024
CLOCK_TOLERANCE = timedelta(hours=24)
RETRY_AFTER_S = 30
NONCE = re.compile(r"[0-9a-f]{16,64}")


class Problem(HTTPException):
    """An answer that is not a receipt. name: the last part of the problem's type."""

    def __init__(self, status: int, name: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.name = name


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = CLOCK_TOLERANCE


@dataclass(frozen=True, slots=True)
class _Message:
    """A request as the signature library reads it."""

    method: str
    url: str
    headers: Headers


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
        self._terminals = terminals
        self._now = now
        self._verifier = _Verifier(signature_algorithm=ED25519, key_resolver=terminals)

    async def put(self, request: Request) -> Response:
        """Keep a sealed submission once."""
        submission_id = _submission_id(request)
        if request.headers.get("content-type", "").split(";")[0].strip() != CONTENT_TYPE:
            raise Problem(415, "content-type", f"send {CONTENT_TYPE}")
        body = await _body(request)
        terminal = self._signed_by(request, body)
        try:
            read_header(body)
        except NotAnEnvelope as error:
            raise Problem(422, "not-an-envelope", str(error)) from None
        digest, received_at = hashlib.sha256(body).hexdigest(), self._now()
        receipt = make_receipt(submission_id, digest, received_at, self._key)
        stamp = received_at.astimezone(UTC).isoformat(timespec="microseconds")
        try:
            result = await asyncio.wrap_future(self._store.put(Stored(submission_id, terminal, digest, stamp, receipt, body)))
        except sqlite3.Error:
            raise Problem(503, "storage", "cannot store now", {"Retry-After": str(RETRY_AFTER_S)}) from None
        if result.kept is Kept.OTHER:
            raise Problem(409, "other-content", "this id already holds other content")
        return _document(result.receipt, 201 if result.kept is Kept.NEW else 200)

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

    def _signed_by(self, request: Request, body: bytes) -> str:
        """The terminal that signed this request over this body; 401, 403 or (body changed on the way) 400."""
        message = _Message(request.method, _url(request), request.headers)
        try:
            results = self._verifier.verify(
                message, max_age=timedelta(0), expect_tag=SIGNATURE_TAG, require_components=SIGNED_COMPONENTS
            )
            terminal = str(results[0].parameters["keyid"])
        except InvalidSignature as error:
            if "Unable to resolve" in str(error):
                raise Problem(403, "not-enrolled", "this terminal is not enrolled") from None
            raise Problem(401, "signature", "the request's signature does not verify") from None
        try:
            ContentDigest.verify(request.headers["content-digest"], body)
        except InvalidSignature:
            raise Problem(400, "digest", "the body is not what was signed") from None
        return terminal


def make_app(intake: Intake) -> Starlette:
    """The five lines that make HTTP of it."""
    return Starlette(
        routes=[
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
    body = {"type": f"urn:yuimado:problem:{name}", "title": error.detail, "status": error.status_code}
    return JSONResponse(body, error.status_code, error.headers, "application/problem+json")


def _document(content: bytes, status: int) -> Response:
    return Response(content, status, media_type="application/json", headers={"Cache-Control": "no-store"})


def _submission_id(request: Request) -> str:
    submission_id = str(request.path_params["id"])
    if not is_submission_id(submission_id):
        raise Problem(422, "submission-id", "the id is not a UUID in lower case")
    return submission_id


async def _body(request: Request) -> bytes:
    """The body, never holding more than the limit."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_LIMIT:
            raise Problem(413, "too-large", f"at most {BODY_LIMIT} bytes", {"Connection": "close"})
        parts.append(part)
    return b"".join(parts)


def _url(request: Request) -> str:
    """The URL as sent; only its path is signed, because host and scheme change behind a city's reverse proxy."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    return f"http://intake{path.decode('ascii', 'replace')}"
