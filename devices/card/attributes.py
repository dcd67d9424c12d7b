"""The bytes of two files turned into values: EF 0002 into a Person, the common record into an expiry date.

Anything odd ends in KioskError(CARD_UNREADABLE) whose detail names the tag and what is wrong with it, never what it holds.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from devices.card.apdu import Octets
from devices.card.files import MAX_FILE, unreadable
from devices.card.tlv import Span, find_outer, objects
from kiosk.model.person import Person, Sex

OUTER: Final = b"\xff\x20"
_NAME, _ADDRESS, _BIRTH, _SEX = 0xDF22, 0xDF23, 0xDF24, 0xDF25
_PADDING: Final = "\x00 \u3000"
_SEXES: Final = {sex.value.encode(): sex for sex in Sex}
_FIRST_YEAR: Final = 1868  # Meiji; nobody alive is older, and no form has an era before it
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def bytes_wanted(content: Octets) -> int:
    """How many bytes of the file are needed, judged by its beginning; 0 when that cannot be told."""
    outer = find_outer(content, OUTER)
    return outer.end if outer and outer.end <= MAX_FILE else 0


def parse_person(content: Octets) -> Person:
    """The four attributes of EF 0002: FF20 around DF22 name, DF23 address, DF24 birth, DF25 sex, in any order, others skipped."""
    values = _values(content, _outer(content))
    return Person(
        name=_text(values, _NAME),
        address=_text(values, _ADDRESS),
        birth=_birth(values),
        sex=_sex(values),
    )


def parse_expiry(record: Octets) -> date | None:
    """Expiry of the common record `01 1C` + serial 15 + municipality 5 + YYYYMMDD; None when it has another shape.

    None rather than a fault: the layout rests on one source (soltia48/myna-card), and a card must not be refused because of it.
    """
    if len(record) < 30 or record[:2] != b"\x01\x1c":
        return None
    return _date(bytes(record[22:30]))


def _outer(content: Octets) -> Span:
    outer = find_outer(content, OUTER)
    if outer is None:
        raise unreadable("FF20: not found")
    if outer.end > len(content):
        raise unreadable(f"FF20: {outer.end - len(content)} bytes missing")
    return outer


def _values(content: Octets, outer: Span) -> dict[int, bytes]:
    values: dict[int, bytes] = {}
    for tag, value in objects(content, outer):
        if tag in values and tag in (_NAME, _ADDRESS, _BIRTH, _SEX):
            raise unreadable(f"{tag:X}: twice")
        values[tag] = value
    return values


def _value(values: dict[int, bytes], tag: int) -> bytes:
    if tag not in values:
        raise unreadable(f"{tag:X}: missing")
    return values[tag]


def _text(values: dict[int, bytes], tag: int) -> str:
    """The text as read: variation selectors and private-use characters stay; only padding at the end goes."""
    try:
        text = _value(values, tag).decode("utf-8").rstrip(_PADDING)
    except UnicodeDecodeError:
        # The decode error quotes the bytes; it must not travel along as a cause.
        raise unreadable(f"{tag:X}: not UTF-8") from None
    if not text:
        raise unreadable(f"{tag:X}: empty")
    if _CONTROL.search(text):
        raise unreadable(f"{tag:X}: control character")
    return text


def _birth(values: dict[int, bytes]) -> date:
    birth = _date(_value(values, _BIRTH))
    if birth is None or birth.year < _FIRST_YEAR:
        raise unreadable(f"{_BIRTH:X}: not a date")
    return birth


def _sex(values: dict[int, bytes]) -> Sex:
    """A digit outside JIS X 0303 (one report knows '3') is UNKNOWN: a code must not turn a person away."""
    value = _value(values, _SEX)
    if len(value) != 1 or not value.isdigit():
        raise unreadable(f"{_SEX:X}: not a digit")
    return _SEXES.get(value, Sex.UNKNOWN)


def _date(digits: bytes) -> date | None:
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
