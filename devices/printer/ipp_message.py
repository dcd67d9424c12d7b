"""IPP/2.0 messages as bytes: the thin part of RFC 8010 that a kiosk needs, both ways.

Answers come from outside, so `decode` takes any bytes and gives a Message or raises MalformedIpp, nothing else. Collections are not
taken apart: their members stand as further values of the attribute they belong to.
Source: RFC 8010 §3 (encoding), RFC 8011 §5.4 and appendix B (states, status codes), read 2026-11-24.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

VERSION = (2, 0)
END_OF_ATTRIBUTES = 0x03


class GroupTag(IntEnum):
    """Delimiter tags that begin an attribute group."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class ValueTag(IntEnum):
    """The value tags we write; others are only read."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    NATURAL_LANGUAGE = 0x48
    MIME_MEDIA_TYPE = 0x49


class Operation(IntEnum):
    """operation-id of RFC 8011 §5.4.15."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Status(IntEnum):
    """status-code of RFC 8011 appendix B, as far as one of them changes what we do."""

    OK = 0x0000
    BAD_REQUEST = 0x0400
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    GONE = 0x0407
    DOCUMENT_FORMAT_NOT_SUPPORTED = 0x040A
    ATTRIBUTES_OR_VALUES_NOT_SUPPORTED = 0x040B
    OPERATION_NOT_SUPPORTED = 0x0501
    SERVICE_UNAVAILABLE = 0x0502
    DEVICE_ERROR = 0x0504
    TEMPORARY_ERROR = 0x0505
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507


class MalformedIpp(ValueError):
    """Bytes that are not an IPP message; says where, never what stood there."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value with its tag: int, bool and text where we know the syntax, else the raw bytes."""

    tag: int
    value: int | bool | str | bytes


@dataclass(frozen=True, slots=True)
class Attribute:
    """A named attribute with one value or more (1setOf)."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """An attribute group; a message may hold several of one kind (one for each job of Get-Jobs)."""

    tag: int
    attributes: tuple[Attribute, ...]

    def texts(self, name: str) -> tuple[str, ...]:
        """The text, name and keyword values of that attribute; () if it is not there."""
        return tuple(found for found in self._values(name) if isinstance(found, str))

    def number(self, name: str) -> int | None:
        """The first integer, enum or boolean value of that attribute."""
        return next((found for found in self._values(name) if isinstance(found, int)), None)

    def _values(self, name: str) -> Iterator[int | bool | str | bytes]:
        return (each.value for attribute in self.attributes if attribute.name == name for each in attribute.values)


NOTHING = Group(0, ())


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer. code: operation-id or status-code; data: the document behind the attributes."""

    code: int
    request_id: int
    groups: tuple[Group, ...]
    data: bytes = b""
    version: tuple[int, int] = VERSION

    def group(self, tag: int) -> Group:
        """The first group of that kind, or an empty one."""
        return next((each for each in self.groups if each.tag == tag), NOTHING)


def attribute(name: str, tag: ValueTag, *values: int | bool | str) -> Attribute:
    """An attribute to send."""
    return Attribute(name, tuple(Value(tag, each) for each in values))


# --- writing --------------------------------------------------------------------------------------------------------
def encode(message: Message) -> bytes:
    """The message as it goes over the wire, document included."""
    head = struct.pack(">BBHi", *message.version, message.code, message.request_id)
    return b"".join([head, *map(_encode_group, message.groups), bytes([END_OF_ATTRIBUTES]), message.data])


def _encode_group(group: Group) -> bytes:
    return bytes([group.tag]) + b"".join(_encode_attribute(each) for each in group.attributes)


def _encode_attribute(one: Attribute) -> bytes:
    names: Iterable[bytes] = [one.name.encode("ascii"), *[b""] * (len(one.values) - 1)]
    return b"".join(_encode_value(name, value) for name, value in zip(names, one.values, strict=True))


def _encode_value(name: bytes, value: Value) -> bytes:
    raw = _raw(value)
    return struct.pack(">BH", value.tag, len(name)) + name + struct.pack(">H", len(raw)) + raw


def _raw(value: Value) -> bytes:
    match value.value:
        case bool(truth):
            return b"\x01" if truth else b"\x00"
        case int(number):
            return struct.pack(">i", number)
        case str(text):
            return text.encode("utf-8")
        case raw:
            return raw


# --- reading --------------------------------------------------------------------------------------------------------
class _Reader:
    """A place in some bytes that never runs past the end."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.at = 0

    def take(self, count: int) -> bytes:
        found = self._raw[self.at : self.at + count]
        if len(found) < count:
            raise MalformedIpp(f"ends at byte {len(self._raw)}, {count} more were promised at {self.at}")
        self.at += count
        return found

    def byte(self) -> int:
        return self.take(1)[0]

    def block(self) -> bytes:
        """A length of two bytes (signed in RFC 8010, so at most 32,767) and what it counts."""
        (length,) = struct.unpack(">h", self.take(2))
        if length < 0:
            raise MalformedIpp(f"negative length at byte {self.at}")
        return self.take(length)

    def rest(self) -> bytes:
        return self._raw[self.at :]


def decode(raw: bytes) -> Message:
    """The message in those bytes; MalformedIpp for anything else."""
    reader = _Reader(raw)
    major, minor, code, request_id = struct.unpack(">BBHi", reader.take(8))
    groups = tuple(_decode_groups(reader))
    return Message(code, request_id, groups, reader.rest(), (major, minor))


def _decode_groups(reader: _Reader) -> Iterator[Group]:
    tag = reader.byte()
    while tag != END_OF_ATTRIBUTES:
        if tag > 0x0F:
            raise MalformedIpp(f"value before any group at byte {reader.at}")
        attributes, next_tag = _decode_attributes(reader)
        yield Group(tag, attributes)
        tag = next_tag


def _decode_attributes(reader: _Reader) -> tuple[tuple[Attribute, ...], int]:
    found: list[tuple[str, list[Value]]] = []
    while (tag := reader.byte()) > 0x0F:
        name = reader.block()
        value = _decode_value(tag, reader.block())
        if name:
            found.append((name.decode("utf-8", "replace"), [value]))
        elif found:
            found[-1][1].append(value)
        else:
            raise MalformedIpp(f"further value without a first one at byte {reader.at}")
    return tuple(Attribute(name, tuple(values)) for name, values in found), tag


def _decode_value(tag: int, raw: bytes) -> Value:
    if tag in (ValueTag.INTEGER, ValueTag.ENUM):
        return Value(tag, _integer(raw))
    if tag == ValueTag.BOOLEAN:
        return Value(tag, raw != b"\x00")
    if tag in (ValueTag.TEXT_WITH_LANGUAGE, ValueTag.NAME_WITH_LANGUAGE):
        return Value(tag, _without_language(raw))
    if 0x40 <= tag <= 0x49:  # character strings, RFC 8010 §3.5.2
        return Value(tag, raw.decode("utf-8", "replace"))
    return Value(tag, raw)


def _integer(raw: bytes) -> int:
    if len(raw) != 4:
        raise MalformedIpp(f"an integer of {len(raw)} bytes")
    return int(struct.unpack(">i", raw)[0])


def _without_language(raw: bytes) -> str:
    inner = _Reader(raw)
    inner.block()
    return inner.block().decode("utf-8", "replace")
