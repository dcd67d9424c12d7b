"""Requests of an enrolled terminal to the city's intake: signed, with one deadline, and with nothing of an answer in an error's text.

Body digest (RFC 9530), request signature (RFC 9421, Ed25519). What an answer means is the caller's; a status code alone means nothing.
"""

from __future__ import annotations

import email.utils
import time
from datetime import UTC, datetime
from typing import Any, Final

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from http_message_signatures.httpx2 import adapt_message

from kiosk.ports import DeliveryError, DeliveryTrouble

SIGNED_COMPONENTS: Final = ("@method", "@path", "content-type", "content-digest")
DEADLINE_S: Final = 30.0
CONNECT_S: Final = 5.0
STEP_S: Final = 10.0

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


class SignedHttp:
    """One intake by its base URL. Calls block for `deadline_s` at most and raise nothing but DeliveryError.

    terminal: the id this terminal is enrolled under; key: its private key. transport: for tests; by default real HTTP with the
    operating system's certificate store.
    """

    def __init__(
        self,
        url: str,
        terminal: str,
        key: Ed25519PrivateKey,
        *,
        transport: httpx2.BaseTransport | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._url = url.rstrip("/")
        self._terminal = terminal
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

    def get(self, path: str, limit: int) -> tuple[int, httpx2.Headers, bytes]:
        """Status, headers and body of an unsigned question; no answer may be longer than `limit`."""
        return self._exchange(self._build("GET", path), limit)

    def send(
        self, method: str, path: str, content: bytes, content_type: str, tag: str, limit: int
    ) -> tuple[int, httpx2.Headers, bytes]:
        """Status, headers and body after a signed request. tag: what the signature is for (RFC 9421 §2.3)."""
        request = self._build(method, path, headers={"Content-Type": content_type}, content=content)
        self._sign(request, content, tag)
        return self._exchange(request, limit)

    def _build(self, method: str, path: str, **parts: Any) -> httpx2.Request:
        try:
            request = self._opened().build_request(method, self._url + path, **parts)
        except (httpx2.InvalidURL, ValueError, OSError):
            request = None
        if request is None or request.url.scheme not in ("http", "https") or not request.url.host:
            raise link_trouble("the intake's address cannot be used")
        return request

    def _opened(self) -> httpx2.Client:
        if self._client is None:
            timeout = httpx2.Timeout(STEP_S, connect=CONNECT_S)
            self._client = httpx2.Client(transport=self._transport, timeout=timeout, follow_redirects=False)
        return self._client

    def _sign(self, request: httpx2.Request, body: bytes, tag: str) -> None:
        self._signer.sign(
            adapt_message(request),
            key_id=self._terminal,
            created=datetime.now(UTC),
            label="terminal",
            tag=tag,
            covered_component_ids=SIGNED_COMPONENTS,
            body=body,
        )

    def _exchange(self, request: httpx2.Request, limit: int) -> tuple[int, httpx2.Headers, bytes]:
        """Status, headers and body, read under one deadline: a server that drips must not hold the queue."""
        ends = time.monotonic() + self._deadline_s
        body = bytearray()
        try:
            response = self._opened().send(request, stream=True)
            try:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > limit:
                        raise link_trouble("the answer is far too long")
                    if time.monotonic() > ends:
                        raise link_trouble("the intake answers too slowly")
            finally:
                response.close()
        except httpx2.TimeoutException:
            raise link_trouble("the intake did not answer in time") from None
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, OSError) as error:
            raise link_trouble(_reason(error)) from None
        return response.status_code, response.headers, bytes(body)


def _reason(error: BaseException) -> str:
    """What went wrong on the way, without the address or anything an answer said."""
    text = str(error).upper()
    if "CERTIFICATE" in text or "SSL" in text:
        return "the intake's certificate is not trusted"
    if isinstance(error, httpx2.ConnectError):
        return "the intake cannot be reached"
    return f"the connection broke ({type(error).__name__})"


def link_trouble(reason: str, retry_after_s: float | None = None) -> DeliveryError:
    """Nothing wrong with what was sent: the link, or who answered."""
    return DeliveryError(DeliveryTrouble.LINK, reason, retry_after_s)


def refusal(status: int, headers: httpx2.Headers) -> DeliveryError:
    """What an answer that is no success says about whose trouble it is."""
    retry_after_s = _retry_after_s(headers.get("Retry-After"))
    if status in _ITEM:
        return DeliveryError(DeliveryTrouble.ITEM, _ITEM[status])
    if status in _AUTH:
        return DeliveryError(DeliveryTrouble.AUTH, _AUTH[status], retry_after_s)
    if 300 <= status < 400:
        return link_trouble(f"sent elsewhere ({status}), perhaps a login page")
    if status in (429, 503):
        return link_trouble(f"the intake asks to wait ({status})", retry_after_s)
    return link_trouble(f"unexpected answer ({status})", retry_after_s)


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
