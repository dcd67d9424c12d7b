"""The city's intake over HTTP, as kiosk.ports.Intake asks for it.

PUT with an id made here, body digest (RFC 9530), request signature (RFC 9421, Ed25519). A status code never counts as success: only
a receipt that verifies does, so a captive portal, a proxy's page or a wrong server can never make the kiosk erase anything.
"""

from __future__ import annotations

import email.utils
import secrets
import time
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from http_message_signatures.httpx2 import adapt_message

from kiosk.ports import DeliveryError, DeliveryTrouble, SealedItem

CONTENT_TYPE: Final = "application/vnd.yuimado.sealed+v1"
SIGNATURE_TAG: Final = "yuimado-submission"
SIGNED_COMPONENTS: Final = ("@method", "@path", "content-type", "content-digest")
DEADLINE_S: Final = 30.0
CONNECT_S: Final = 5.0
STEP_S: Final = 10.0
ANSWER_LIMIT: Final = 64 * 1024

_ITEM = {
    409: "the intake has other content under this id (409)",
    413: "too large for the intake (413)",
    415: "the intake does not know this kind of content (415)",
    422: "the intake refuses this content (422)",
}
_AUTH = {
    401: "the intake does not accept this terminal's signature (401)",
    403: "this terminal is not enrolled at the intake (403)",
}


class Verifier(Protocol):
    """Checks the city's signed answers; raises ValueError, whose text quotes nothing, when one does not verify."""

    def check_receipt(self, receipt: bytes, submission_id: str, sealed: bytes) -> None:
        """Nothing when the receipt stands for exactly these bytes under this id."""
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
        self._url = url.rstrip("/")
        self._terminal = terminal
        self._verifier = verifier
        self._deadline_s = deadline_s
        self._transport = transport
        self._client: httpx2.Client | None = None
        self._signer = HTTPMessageSigner(
            signature_algorithm=ED25519, key_resolver=MappingKeyResolver(public_keys={}, private_keys={terminal: key})
        )

    def close(self) -> None:
        """Let the connection go."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def deliver(self, item: SealedItem) -> bytes:
        """The verified receipt's bytes; DeliveryError says whose trouble it is otherwise."""
        headers = {"Content-Type": CONTENT_TYPE}
        request = self._build("PUT", f"/v1/submissions/{item.id}", headers=headers, content=item.sealed)
        self._sign(request, item.sealed)
        status, answer_headers, body = self._exchange(request)
        if status not in (200, 201):
            raise _refusal(status, answer_headers)
        try:
            self._verifier.check_receipt(body, item.id, item.sealed)
        except ValueError as error:
            raise _link(f"answer {status} without a valid receipt: {error}") from None
        return body

    def hello(self) -> datetime:
        """The intake's signed clock, the one proof that the link works."""
        nonce = secrets.token_hex(16)
        request = self._build("GET", f"/v1/hello?nonce={nonce}")
        status, answer_headers, body = self._exchange(request)
        if status != 200:
            raise _refusal(status, answer_headers)
        try:
            return self._verifier.read_hello(body, nonce)
        except ValueError as error:
            raise _link(f"answer 200, but not from the city's intake: {error}") from None

    def _build(self, method: str, path: str, **parts: Any) -> httpx2.Request:
        try:
            request = self._opened().build_request(method, self._url + path, **parts)
        except (httpx2.InvalidURL, ValueError, OSError):
            request = None
        if request is None or request.url.scheme not in ("http", "https") or not request.url.host:
            raise _link("the intake's address cannot be used")
        return request

    def _opened(self) -> httpx2.Client:
        if self._client is None:
            timeout = httpx2.Timeout(STEP_S, connect=CONNECT_S)
            self._client = httpx2.Client(transport=self._transport, timeout=timeout, follow_redirects=False)
        return self._client

    def _sign(self, request: httpx2.Request, body: bytes) -> None:
        self._signer.sign(
            adapt_message(request),
            key_id=self._terminal,
            created=datetime.now(UTC),
            label="terminal",
            tag=SIGNATURE_TAG,
            covered_component_ids=SIGNED_COMPONENTS,
            body=body,
        )

    def _exchange(self, request: httpx2.Request) -> tuple[int, httpx2.Headers, bytes]:
        """Status, headers and body, read under one deadline: a server that drips must not hold the queue."""
        ends = time.monotonic() + self._deadline_s
        body = bytearray()
        try:
            response = self._opened().send(request, stream=True)
            try:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > ANSWER_LIMIT:
                        raise _link("the answer is far too long for a receipt")
                    if time.monotonic() > ends:
                        raise _link("the intake answers too slowly")
            finally:
                response.close()
        except httpx2.TimeoutException:
            raise _link("the intake did not answer in time") from None
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError) as error:
            raise _link(_reason(error)) from None
        return response.status_code, response.headers, bytes(body)


def _reason(error: BaseException) -> str:
    """What went wrong on the way, without the address or anything an answer said."""
    text = str(error).upper()
    if "CERTIFICATE" in text or "SSL" in text:
        return "the intake's certificate is not trusted"
    if isinstance(error, httpx2.ConnectError):
        return "the intake cannot be reached"
    return f"the connection broke ({type(error).__name__})"


def _link(reason: str, retry_after_s: float | None = None) -> DeliveryError:
    return DeliveryError(DeliveryTrouble.LINK, reason, retry_after_s)


def _refusal(status: int, headers: httpx2.Headers) -> DeliveryError:
    retry_after_s = _retry_after_s(headers.get("Retry-After"))
    if status in _ITEM:
        return DeliveryError(DeliveryTrouble.ITEM, _ITEM[status])
    if status in _AUTH:
        return DeliveryError(DeliveryTrouble.AUTH, _AUTH[status], retry_after_s)
    if 300 <= status < 400:
        return _link(f"sent elsewhere ({status}), perhaps a login page")
    if status in (429, 503):
        return _link(f"the intake asks to wait ({status})", retry_after_s)
    return _link(f"unexpected answer ({status})", retry_after_s)


def _retry_after_s(value: str | None) -> float | None:
    """Seconds to wait as the header says, in either of its two spellings (RFC 9110 §10.2.3); None when there is none to read."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
