"""BER-TLV as cards write it (ISO 7816-4 annex): one outer object that may sit behind a prefix and before filler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from devices.card.apdu import Octets
from devices.card.files import unreadable

_PREFIX_MAX = 16  # cards of about 2023 put two bytes before the outer tag (tex2e); room for a few more


class Span(NamedTuple):
    """Where a value lies: content[start:end]. end may lie behind what was read so far."""

    start: int
    end: int


def find_outer(content: Octets, tag: bytes) -> Span | None:
    """The value of the outer object with that tag, near the beginning; None when it is not there or its length is cut off."""
    at = content.find(tag, 0, _PREFIX_MAX + len(tag))
    if at < 0:
        return None
    return _length(content, at + len(tag))


def objects(content: Octets, span: Span) -> Iterator[tuple[int, bytes]]:
    """Every (tag, value) inside the span, padding skipped; KioskError(CARD_UNREADABLE) where an object leaves the span."""
    at = span.start
    while at < span.end:
        if _is_padding(content, at, span.end):
            at += 1
            continue
        tag, at = _tag(content, at, span.end)
        value = _length(content, at)
        if value is None or value.end > span.end:
            raise unreadable(f"{tag:X}: length leaves the file")
        yield tag, bytes(content[value.start : value.end])
        at = value.end


def _is_padding(content: Octets, at: int, end: int) -> bool:
    """00, and FF where it does not begin a two-byte tag FFxx."""
    return content[at] == 0x00 or (content[at] == 0xFF and (at + 1 == end or content[at + 1] >= 0x80))


def _tag(content: Octets, at: int, end: int) -> tuple[int, int]:
    first, stop = content[at], at + 1
    if first & 0x1F == 0x1F:
        while stop < end and content[stop] & 0x80:
            stop += 1
        stop += 1
    if stop > end or stop - at > 3:
        raise unreadable("tag cut off")
    return int.from_bytes(content[at:stop], "big"), stop


def _length(content: Octets, at: int) -> Span | None:
    if at >= len(content):
        return None
    first = content[at]
    if first < 0x80:
        return Span(at + 1, at + 1 + first)
    start = at + 1 + (first & 0x7F)
    if first not in (0x81, 0x82, 0x83) or start > len(content):
        return None
    return Span(start, start + int.from_bytes(content[at + 1 : start], "big"))
