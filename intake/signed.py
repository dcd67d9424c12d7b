"""Who sent a request: the terminal that signed it over this body (RFC 9421, RFC 9530). Shared by all that terminals may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from http_message_signatures import ContentDigest, HTTPMessageVerifier, InvalidSignature
from http_message_signatures.algorithms import ED25519
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request

from intake.terminals import Terminals
from kiosk.outbox.envelope import SIGNED_COMPONENTS

CLOCK_TOLERANCE = timedelta(hours=24)


class Problem(HTTPException):
    """An answer that is not a receipt. name: the last part of the problem's type; more: further members of the document."""

    def __init__(
        self, status: int, name: str, detail: str, headers: dict[str, str] | None = None, more: dict[str, int] | None = None
    ) -> None:
        super().__init__(status, detail, headers)
        self.name = name
        self.more = more or {}


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = CLOCK_TOLERANCE


@dataclass(frozen=True, slots=True)
class _Message:
    """A request as the signature library reads it."""

    method: str
    url: str
    headers: Headers


class Signatures:
    """Checks requests against the folder of terminals."""

    def __init__(self, terminals: Terminals) -> None:
        self._verifier = _Verifier(signature_algorithm=ED25519, key_resolver=terminals)

    def terminal(self, request: Request, body: bytes, tag: str) -> str:
        """The terminal that signed this request over this body; 401, 403 or (body changed on the way) 400."""
        message = _Message(request.method, _url(request), request.headers)
        try:
            results = self._verifier.verify(message, max_age=timedelta(0), expect_tag=tag, require_components=SIGNED_COMPONENTS)
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


async def limited_body(request: Request, limit: int) -> bytes:
    """The body, never holding more than the limit."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise Problem(413, "too-large", f"at most {limit} bytes", {"Connection": "close"})
        parts.append(part)
    return b"".join(parts)


def _url(request: Request) -> str:
    """The URL as sent; only its path is signed, because host and scheme change behind a city's reverse proxy."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    return f"http://intake{path.decode('ascii', 'replace')}"
