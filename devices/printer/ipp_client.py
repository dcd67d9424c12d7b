"""One IPP request and its answer over HTTP, with a deadline on the whole of it.

ipp:// and http:// go in clear, ipps:// and https:// through TLS with the operating system's trust store.
Source: RFC 8010 §4 (HTTP), RFC 3510 and RFC 7472 (the URIs).
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from devices.printer.ipp_message import (
    Attribute,
    Group,
    GroupTag,
    MalformedIpp,
    Message,
    Operation,
    ValueTag,
    attribute,
    decode,
    encode,
)
from kiosk.faults import PRINT_OFFLINE, PRINT_REFUSED, KioskError

if TYPE_CHECKING:  # HTTP and TLS are 4 MB: loaded when there is something to print
    import http.client
    import ssl

CONNECT_DEADLINE_S: Final = 4.0
PROBE_DEADLINE_S: Final = 1.5
LARGEST_ANSWER: Final = 1 << 20
USER: Final = "kiosk"
_PORTS: Final = {"ipp": 631, "ipps": 631, "http": 80, "https": 443}


class AnswerMissing(KioskError):
    """The request went out and no answer came that can be read: whether the printer did it is not known."""


@dataclass(frozen=True, slots=True)
class PrinterAddress:
    """Where a printer lives. uri: as the printer is told, always ipp or ipps."""

    host: str
    port: int
    path: str
    tls: bool

    @property
    def uri(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'ipps' if self.tls else 'ipp'}://{host}:{self.port}{self.path}"


def parse_address(uri: str) -> PrinterAddress:
    """The parts of an ipp, ipps, http or https URI; ValueError says what is wrong with it."""
    parts = urlsplit(uri)
    if parts.scheme not in _PORTS:
        raise ValueError(f"a printer is given as ipp://, ipps://, http:// or https://, not {parts.scheme or 'nothing'}://")
    if not parts.hostname:
        raise ValueError("the printer's URI names no host")
    if parts.username or parts.password:
        raise ValueError("a printer's URI holds no user name or password")
    return PrinterAddress(parts.hostname, parts.port or _PORTS[parts.scheme], parts.path or "/", parts.scheme in ("ipps", "https"))


def answers(uri: str) -> bool:
    """Whether somebody takes connections there; nothing is sent. A URI we cannot read counts as yes: we know nothing against it."""
    try:
        where = parse_address(uri)
        socket.create_connection((where.host, where.port), PROBE_DEADLINE_S).close()
    except OSError:
        return False
    except ValueError:
        return True
    return True


class IppClient:
    """Asks one printer. Opens a connection for each request, so a printer that was away is simply there again."""

    def __init__(self, address: PrinterAddress, tls: ssl.SSLContext | None = None) -> None:
        self._address = address
        self._tls = tls
        self._request_id = 0

    def ask(
        self,
        operation: Operation,
        *more: Attribute,
        job: tuple[Attribute, ...] = (),
        document: bytes = b"",
        deadline_s: float = 6.0,
    ) -> Message:
        """The printer's answer, whatever its status code says.

        KioskError: PRINT_OFFLINE (nobody there), PRINT_REFUSED (not an IPP printer, no trust); AnswerMissing once the request was under way.
        """
        self._request_id += 1
        operation_group = Group(GroupTag.OPERATION, (*_preamble(self._address.uri), *more))
        groups = (operation_group, Group(GroupTag.JOB, job)) if job else (operation_group,)
        request = encode(Message(operation, self._request_id, groups, document))
        with self._connected() as connection, _cut_off(connection, deadline_s):
            raw = _exchange(connection, self._address.path, request)
        if not raw:  # the line went down within the headers
            raise AnswerMissing(PRINT_OFFLINE, "exchange: empty answer")
        return _decoded(raw)

    @contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        import http.client
        import ssl

        where = self._address
        if where.tls:
            trust = self._tls or ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                where.host, where.port, timeout=CONNECT_DEADLINE_S, context=trust
            )
        else:
            connection = http.client.HTTPConnection(where.host, where.port, timeout=CONNECT_DEADLINE_S)
        try:
            _connect(connection)
            yield connection
        finally:
            connection.close()


def _connect(connection: http.client.HTTPConnection) -> None:
    import ssl

    try:
        connection.connect()
    except ssl.SSLCertVerificationError as error:
        raise KioskError(PRINT_REFUSED, f"certificate not trusted: {error.verify_code}") from None
    except OSError as error:
        raise KioskError(PRINT_OFFLINE, f"connect: {type(error).__name__}") from None


@contextmanager
def _cut_off(connection: http.client.HTTPConnection, deadline_s: float) -> Iterator[None]:
    """Shut the line down at the deadline: a socket timeout alone would let a slow drip go on for ever."""
    line: socket.socket = connection.sock
    line.settimeout(deadline_s)
    timer = Timer(deadline_s, _shut, [line])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):  # closed in the same moment
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _exchange(connection: http.client.HTTPConnection, path: str, request: bytes) -> bytes:
    from http.client import HTTPException

    try:
        connection.request("POST", path, body=request, headers={"Content-Type": "application/ipp", "Accept": "application/ipp"})
        answer = connection.getresponse()
        raw = answer.read(LARGEST_ANSWER + 1)
    except (OSError, HTTPException) as error:
        raise AnswerMissing(PRINT_OFFLINE, f"exchange: {type(error).__name__}") from None
    if answer.status >= 500:
        raise KioskError(PRINT_OFFLINE, f"http {answer.status}")
    if answer.status != 200:
        raise KioskError(PRINT_REFUSED, f"http {answer.status}")
    return raw


def _decoded(raw: bytes) -> Message:
    if len(raw) > LARGEST_ANSWER:
        raise AnswerMissing(PRINT_REFUSED, "answer too long")
    try:
        return decode(raw)
    except MalformedIpp as error:
        raise AnswerMissing(PRINT_REFUSED, f"not an IPP answer: {error}") from None


def _preamble(uri: str) -> tuple[Attribute, ...]:
    return (  # in this order, RFC 8011 §4.1.4
        attribute("attributes-charset", ValueTag.CHARSET, "utf-8"),
        attribute("attributes-natural-language", ValueTag.NATURAL_LANGUAGE, "en"),
        attribute("printer-uri", ValueTag.URI, uri),
    )
