"""The bytes of the simulated card's files, encoded as a real card has them (layouts: jpki/myna, soltia48/myna-card)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from hashlib import sha256

from devices.simulated.card_profiles import Profile

_MUNICIPALITY = "47201"  # 那覇市


def tlv(tag: int, value: bytes) -> bytes:
    """One BER-TLV object, its length in the shortest form."""
    size = len(value)
    if size < 0x80:
        length = bytes((size,))
    else:
        octets = size.to_bytes(1 if size < 0x100 else 2, "big")
        length = bytes((0x80 | len(octets),)) + octets
    return tag.to_bytes(2, "big") + length + value


def with_offsets(outer: int, objects: Sequence[bytes]) -> bytes:
    """An outer object whose first member DF21 lists where each other member begins, counted from the start of the file."""
    body_size = 3 + 2 * len(objects) + sum(map(len, objects))
    at = len(tlv(outer, bytes(body_size))) - body_size + 3 + 2 * len(objects)
    offsets = []
    for each in objects:
        offsets.append(at)
        at += len(each)
    return tlv(outer, tlv(0xDF21, struct.pack(f">{len(offsets)}H", *offsets)) + b"".join(objects))


def attributes(who: Profile) -> bytes:
    """EF 0002 of the text application before anything odd is done to it."""
    return with_offsets(0xFF20, _attribute_objects(who))


def my_number(who: Profile) -> bytes:
    """EF 0001 of the text application, 17 bytes."""
    return tlv(0xFF10, who.my_number) + b"\xff\xff"


def text_signature(who: Profile) -> bytes:
    """EF 0003: digests of the two files and a signature-shaped value."""
    digests = tlv(0xDF31, sha256(my_number(who)).digest()) + tlv(0xDF32, sha256(b"".join(_attribute_objects(who))).digest())
    return tlv(0xFF30, digests + tlv(0xDF33, _noise("text signature", 256)))


def cv_certificate() -> bytes:
    """EF 0004: a card-verifiable certificate's shape, 568 bytes of no meaning."""
    return tlv(0x7F21, tlv(0x5F4E, _noise("cv body", 297)) + tlv(0x5F37, _noise("cv signature", 256)))


def basic_info() -> bytes:
    """EF 0005: the application's basic information."""
    return tlv(0xFF40, tlv(0xDF41, b"\x01\x03\x0e\x01") + tlv(0xDF42, _noise("key id", 16)) + tlv(0xDF43, _noise("info", 128)))


def card_face(who: Profile) -> bytes:
    """EF 0002 of the surface application: pictures are blank 1-bit PNG, the photo has only a JPEG 2000 file's head."""
    objects = [
        tlv(0xDF22, who.birth.encode()),
        tlv(0xDF23, who.sex.encode()),
        tlv(0xDF24, _noise("face key", 256)),
        tlv(0xDF25, blank_png(400, 32)),
        tlv(0xDF26, blank_png(400, 64)),
        tlv(0xDF27, bytes.fromhex("0000000C6A5020200D0A870A") + _noise("photo", 512)),
        tlv(0xDF28, _noise("face signature", 256)),
        tlv(0xDF29, f"{who.expires:%Y%m%d}".encode()),
        tlv(0xDF2A, blank_png(64, 32)),
    ]
    return with_offsets(0xFF20, objects)


def age_record(who: Profile) -> bytes:
    """EF 0001 of the surface application."""
    return tlv(0xFF10, tlv(0xDF11, who.birth.encode()) + tlv(0xDF12, _noise("age key", 16)) + tlv(0xDF13, _noise("age", 256)))


def surface_info() -> bytes:
    """EF 0003 of the surface application: the municipality."""
    return tlv(0xFF30, tlv(0xDF34, _MUNICIPALITY.encode()))


def my_number_picture() -> bytes:
    """EF 0005 of the surface application."""
    return tlv(0xFF40, tlv(0xDF41, blank_png(200, 32)))


def common_record(who: Profile) -> bytes:
    """Record 1 of EF 0001 of the common application: serial, municipality, expiry."""
    return b"\x01\x1c" + b"000000000000000" + _MUNICIPALITY.encode() + f"{who.expires:%Y%m%d}".encode()


def blank_png(width: int, height: int) -> bytes:
    """A white 1-bit picture."""
    rows = (b"\x00" + b"\xff" * ((width + 7) // 8)) * height
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _attribute_objects(who: Profile) -> list[bytes]:
    return [
        tlv(0xDF22, who.name.encode()),
        tlv(0xDF23, who.address.encode()),
        tlv(0xDF24, who.birth.encode()),
        tlv(0xDF25, who.sex.encode()),
    ]


def _noise(label: str, size: int) -> bytes:
    """Bytes without meaning, the same each time."""
    blocks = (sha256(f"{label} {number}".encode()).digest() for number in range(size // 32 + 1))
    return b"".join(blocks)[:size]
