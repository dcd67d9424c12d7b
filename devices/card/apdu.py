"""Commands and answers as a chip speaks them (ISO 7816-4, short APDUs only), over any Connection.

Short only: readers and drivers may not pass extended lengths on. What a log may show of an exchange is decided here and
nowhere else: `trace_command` and `trace_answer`.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from kiosk.faults import CARD_REFUSED, CARD_REMOVED, KioskError

Octets = bytes | bytearray
INS_VERIFY: Final = 0x20
_CHANGE_PIN: Final = 0x24
_ROUNDS: Final = 8  # GET RESPONSE and right-Le repeats for one command; a chip that wants more is broken


class Connection(Protocol):
    """One powered chip. `close` takes the power away, which alone ends a successful VERIFY."""

    def transmit(self, apdu: Octets) -> bytes:
        """The answer with its two status bytes; KioskError when reader, card or time failed."""
        ...

    def close(self) -> None:
        """Power the chip off; never raises, may be called twice."""
        ...


class SW(IntEnum):
    """Status words we know by name; others stay plain numbers."""

    OK = 0x9000
    END_REACHED = 0x6282
    NO_COUNT = 0x6300
    BLOCKED_NOW = 0x63C0
    LENGTH = 0x6700
    NO_CHANNEL = 0x6881
    WRONG_KIND = 0x6981
    NOT_VERIFIED = 0x6982
    BLOCKED_ISO = 0x6983
    BLOCKED = 0x6984
    CONDITION = 0x6985
    NO_EF = 0x6986
    NO_FILE = 0x6A82
    NO_RECORD = 0x6A83
    P1P2 = 0x6A86
    OFFSET = 0x6B00
    NO_INS = 0x6D00
    NO_CLA = 0x6E00
    UNKNOWN = 0x6F00


class Answer(NamedTuple):
    """data without the status word, and the status word (may be none of SW)."""

    data: bytes
    sw: int


class Command(bytes):
    """One short APDU without a secret in it, as it goes over the wire; printed, it shows what a log may show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Command {trace_command(self)}>"

    def with_le(self, le: int) -> Command:
        """The same command asking for that many bytes (256 is sent as 00)."""
        has_le = len(self) == 5 or (len(self) > 5 and len(self) == 6 + self[4])
        return Command((self[:-1] if has_le else self) + bytes((le & 0xFF,)))


@lru_cache(32)
def select_ap(aid: bytes) -> Command:
    """SELECT an application by its full name, no FCI wanted."""
    return Command(b"\x00\xa4\x04\x0c" + bytes((len(aid),)) + aid)


@lru_cache(32)
def select_ef(fid: int) -> Command:
    """SELECT a file or key of the current application."""
    return Command(b"\x00\xa4\x02\x0c\x02" + fid.to_bytes(2, "big"))


@lru_cache(32)
def read_binary(offset: int, le: int = 256) -> Command:
    """READ BINARY of the selected file. offset: 0..7FFF; le: 1..256."""
    return Command((0x00, 0xB0, offset >> 8 & 0x7F, offset & 0xFF, le & 0xFF))


@lru_cache(32)
def read_record(number: int) -> Command:
    """READ RECORD of the selected file. number: from 1."""
    return Command((0x00, 0xB2, number, 0x04, 0x00))


def get_response(le: int) -> Command:
    """GET RESPONSE for that many bytes."""
    return Command((0x00, 0xC0, 0x00, 0x00, le & 0xFF))


QUERY_TRIES: Final = Command((0x00, INS_VERIFY, 0x00, 0x80))  # how many tries the selected key has left; costs none


def send(connection: Connection, command: Command) -> Answer:
    """The whole answer: 61xx is fetched, 6Cxx asked again with the right length. Not for VERIFY, which is sent once."""
    answer = split(connection.transmit(command))
    return answer if answer.sw >> 8 not in (0x61, 0x6C) else _rest(connection, command, answer)


def _rest(connection: Connection, command: Command, answer: Answer) -> Answer:
    data = b""
    for _ in range(_ROUNDS):
        high, low = answer.sw >> 8, answer.sw & 0xFF
        if high == 0x61:
            data += answer.data
            answer = split(connection.transmit(get_response(low)))
        elif high == 0x6C:
            answer = split(connection.transmit(command.with_le(low)))
        else:
            return Answer(data + answer.data, answer.sw)
    raise KioskError(CARD_REFUSED, detail=f"sw={answer.sw:04X} again and again")


def split(raw: bytes) -> Answer:
    """Data and status word. Fewer than two bytes is how PC/SC shows a card taken away in the middle of an APDU."""
    if len(raw) < 2:
        raise KioskError(CARD_REMOVED, detail=f"answer of {len(raw)} bytes")
    return Answer(raw[:-2], raw[-2] << 8 | raw[-1])


def tries_left(sw: int) -> int | None:
    """What 63Cx, 6983 or 6984 say about the tries left; None for any other status word."""
    if sw & 0xFFF0 == SW.BLOCKED_NOW:
        return sw & 0xF
    return 0 if sw in (SW.BLOCKED, SW.BLOCKED_ISO) else None


def trace_command(apdu: Octets) -> str:
    """A command for the log: first 5 ~ last 2 (length); of VERIFY and CHANGE PIN the header alone, their last bytes are digits."""
    head = bytes(apdu[:5]).hex(" ").upper()
    if len(apdu) <= 5:
        return f"{head} ({len(apdu)})"
    tail = "" if apdu[1] in (INS_VERIFY, _CHANGE_PIN) else " " + bytes(apdu[-2:]).hex(" ").upper()
    return f"{head} ~{tail} ({len(apdu)})"


def trace_answer(raw: bytes) -> str:
    """An answer for the log: status word and length only, for any byte of a file may be part of a name or a number."""
    return f"~ {raw[-2:].hex(' ').upper()} ({len(raw)})"
