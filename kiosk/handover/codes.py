"""Bytes as a QR of digits, and back from what a scanner typed.

Only the digits 0 to 9 are used. A scanner that works as a keyboard types as if on an American one; on a Japanese layout : + * = @ _ and
more come out as other signs, Caps Lock and some scanners' settings turn the case of letters, and a kana lock turns letters into kana.
Digits stay. They cost nothing: a QR packs three digits into ten bits, so 600 bytes are a version 19 code as digits, 19 as base45, 20 as
base32 (level M, measured with the qrcode library, 2026-11-24).

Text: PREFIX 4 | kind 1 | digits of (body | CRC-32). The CRC tells a torn code from a foreign one; whether to trust the body is decided
by its seal, never by the CRC.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.handover.problems import HandoverProblem, Reason

PREFIX: Final = "7429"
CRC_BYTES: Final = 4
MOST_DIGITS: Final = 1600  # version 20, level M: 97 modules, 55 mm on paper with its quiet zone at 0.52 mm a module
MOST_BYTES: Final = 658  # the most that MOST_DIGITS hold beside prefix, kind and CRC
_LONGEST_SCAN: Final = 7089  # no QR holds more digits (ISO/IEC 18004); a longer text is not looked at


class Kind(StrEnum):
    """What a code of ours is: everything inside, or the key to what the city keeps."""

    WHOLE = "1"
    TICKET = "2"


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """A code of ours that arrived whole; nothing says yet that it may be trusted."""

    kind: Kind
    body: bytes


def write(kind: Kind, body: bytes) -> str:
    """The digits of that body. More than MOST_BYTES is a mistake of ours."""
    assert len(body) <= MOST_BYTES, "too large for a code; use the shelf"
    checked = body + _crc(kind, body)
    return f"{PREFIX}{kind}{int.from_bytes(checked, 'big'):0{_digits_for(len(checked))}d}"


def read(text: str) -> Code:
    """The code behind what a scanner typed; HandoverProblem FOREIGN, NEWER or TORN."""
    text = "".join(text.split())
    if len(text) > _LONGEST_SCAN or not (text.isascii() and text.isdigit() and text.startswith(PREFIX)):
        raise HandoverProblem(_why_foreign(text))
    kind, digits = text[len(PREFIX) : len(PREFIX) + 1], text[len(PREFIX) + 1 :]
    if kind not in list(Kind) and kind:
        raise HandoverProblem(Reason.NEWER)
    checked = _bytes_of(digits)
    if checked is None or len(checked) <= CRC_BYTES:
        raise HandoverProblem(Reason.TORN)
    body, crc = checked[:-CRC_BYTES], checked[-CRC_BYTES:]
    if crc != _crc(Kind(kind), body):
        raise HandoverProblem(Reason.TORN)
    return Code(Kind(kind), body)


def _why_foreign(text: str) -> Reason:
    """A code of ours with a letter in it was misread; anything else is not ours."""
    digits = sum(c.isascii() and c.isdigit() for c in text)
    ours = text.startswith(PREFIX) and len(text) <= _LONGEST_SCAN and digits > len(text) * 0.9
    return Reason.TORN if ours else Reason.FOREIGN


def _crc(kind: str, body: bytes) -> bytes:
    return zlib.crc32(f"{PREFIX}{kind}".encode() + body).to_bytes(CRC_BYTES, "big")


def _digits_for(count: int) -> int:
    """How many digits that many bytes take: always the same number, so that the bytes' length can be told from it."""
    return len(str((1 << (8 * count)) - 1))


def _bytes_of(digits: str) -> bytes | None:
    """The bytes written as those digits; None when no number of bytes gives exactly so many, or the number is too large for them."""
    if not digits or len(digits) > MOST_DIGITS:
        return None
    count = int(len(digits) / 2.408239965311849)  # log10(256)
    if _digits_for(count) != len(digits):
        return None
    number = int(digits)
    return number.to_bytes(count, "big") if number < 1 << (8 * count) else None
