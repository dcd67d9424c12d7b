"""TrueType files read in place: which glyph a character has, how wide it is, and small fonts that hold only the glyphs in use.

The file is memory-mapped and looked up by bisection, so a 46 MB font costs no load time and only the pages that are touched.
Source of the formats: OpenType 1.9 — cmap (formats 12 and 14), glyf, loca, hmtx. Only outlines in a glyf table are taken.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Sequence
from pathlib import Path

_HEAD_UNITS, _HEAD_BOX, _HEAD_LOCA_FORMAT = 18, 36, 50
_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_XY_SCALE, _HAS_MATRIX, _HAS_INSTRUCTIONS = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100


class FontProblem(Exception):
    """The file is not a TrueType font this reader can use."""


class TrueType:
    """One font file. Advances are thousandths of the type size."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] not in (b"\0\1\0\0", b"true"):
            raise FontProblem(f"{path.name}: not a TrueType file with glyf outlines")
        self._tables = self._directory()
        head = self._table("head")
        self.units: int = struct.unpack_from(">H", self._data, head + _HEAD_UNITS)[0]
        self._long_loca: int = struct.unpack_from(">h", self._data, head + _HEAD_LOCA_FORMAT)[0]
        self.box = tuple(self._scaled(value) for value in struct.unpack_from(">4h", self._data, head + _HEAD_BOX))
        ascent, descent = struct.unpack_from(">hh", self._data, self._table("hhea") + 4)
        self.ascent, self.descent = self._scaled(ascent), self._scaled(descent)
        self._metrics: int = struct.unpack_from(">H", self._data, self._table("hhea") + 34)[0]
        self._groups, self._group_count, self._variations = self._cmap()
        self.name = self._postscript_name()

    def glyph(self, code: int) -> int:
        """The glyph of that code point; 0 when the font has none."""
        at = self._bisect(self._groups, self._group_count, 12, ">I", code)
        if at is None:
            return 0
        start, end, first = struct.unpack_from(">III", self._data, at)
        return int(first + code - start) if code <= end else 0

    def variant(self, code: int, selector: int) -> int:
        """The glyph of a base character with that variation selector; 0 when the font does not know the sequence."""
        if not self._variations:
            return 0
        count = struct.unpack_from(">I", self._data, self._variations + 6)[0]
        at = self._bisect(self._variations + 10, count, 11, ">3s", selector.to_bytes(3, "big"))
        if at is None or self._uint24(at) != selector:
            return 0
        default, special = struct.unpack_from(">II", self._data, at + 3)
        return self._special(special, code) or (self.glyph(code) if self._is_default(default, code) else 0)

    def advance(self, glyph: int) -> int:
        """How far the pen moves, in thousandths of the size."""
        at = self._table("hmtx") + 4 * min(glyph, self._metrics - 1)
        return self._scaled(struct.unpack_from(">H", self._data, at)[0])

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """A font file of exactly these glyphs, renumbered 0, 1, 2 … in their order; hinting is left out.

        A glyph may stand there twice: then two numbers draw the same shape. Parts of composite glyphs are added at the end.
        """
        order, outlines, position = list(glyphs), [], 0
        while position < len(order):
            outlines.append(self._outline(order[position], order, len(glyphs)))
            position += 1
        return _assemble(self._small_tables(order, outlines))

    # --- reading ----------------------------------------------------------------------------------------------------
    def _directory(self) -> dict[str, tuple[int, int]]:
        count = struct.unpack_from(">H", self._data, 4)[0]
        rows = (struct.unpack_from(">4sIII", self._data, 12 + 16 * row) for row in range(count))
        return {tag.decode("latin-1"): (offset, length) for tag, _sum, offset, length in rows}

    def _table(self, tag: str) -> int:
        try:
            return self._tables[tag][0]
        except KeyError:
            raise FontProblem(f"{self.path.name}: table {tag} is missing") from None

    def _scaled(self, value: int) -> int:
        return round(value * 1000 / self.units)

    def _uint24(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 3], "big")

    def _bisect(self, base: int, count: int, width: int, shape: str, wanted: int | bytes) -> int | None:
        """The offset of the last row whose first value is not above the wanted one."""
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            if struct.unpack_from(shape, self._data, base + width * middle)[0] <= wanted:
                low = middle + 1
            else:
                high = middle
        return base + width * (low - 1) if low else None

    def _cmap(self) -> tuple[int, int, int]:
        start = self._table("cmap")
        count = struct.unpack_from(">H", self._data, start + 2)[0]
        by_format: dict[int, int] = {}
        for row in range(count):
            at = start + struct.unpack_from(">HHI", self._data, start + 4 + 8 * row)[2]
            by_format[struct.unpack_from(">H", self._data, at)[0]] = at
        if 12 not in by_format:
            raise FontProblem(f"{self.path.name}: no cmap of format 12")
        groups = by_format[12]
        return groups + 16, struct.unpack_from(">I", self._data, groups + 12)[0], by_format.get(14, 0)

    def _special(self, offset: int, code: int) -> int:
        if not offset:
            return 0
        base = self._variations + offset
        count = struct.unpack_from(">I", self._data, base)[0]
        at = self._bisect(base + 4, count, 5, ">3s", code.to_bytes(3, "big"))
        found = at is not None and self._uint24(at) == code
        return int(struct.unpack_from(">H", self._data, at + 3)[0]) if found and at is not None else 0

    def _is_default(self, offset: int, code: int) -> bool:
        if not offset:
            return False
        base = self._variations + offset
        count = struct.unpack_from(">I", self._data, base)[0]
        at = self._bisect(base + 4, count, 4, ">3s", code.to_bytes(3, "big"))
        return at is not None and self._uint24(at) <= code <= self._uint24(at) + self._data[at + 3]

    def _postscript_name(self) -> str:
        start = self._table("name")
        count, strings = struct.unpack_from(">HH", self._data, start + 2)
        for row in range(count):
            platform, _enc, _lang, name, length, offset = struct.unpack_from(">6H", self._data, start + 6 + 12 * row)
            if name == 6 and platform == 3:
                raw = self._data[start + strings + offset : start + strings + offset + length]
                return raw.decode("utf-16-be")
        return self.path.stem

    # --- making small fonts -----------------------------------------------------------------------------------------
    def _outline(self, glyph: int, order: list[int], asked: int) -> bytes:
        shape, size = (">II", 4) if self._long_loca else (">HH", 2)
        first, last = struct.unpack_from(shape, self._data, self._table("loca") + size * glyph)
        scale, glyf = (1 if self._long_loca else 2), self._table("glyf")
        raw = self._data[glyf + first * scale : glyf + last * scale]
        if not raw:
            return b""
        contours = struct.unpack_from(">h", raw)[0]
        return _without_hints(raw, contours) if contours >= 0 else _with_parts(raw, order, asked)

    def _small_tables(self, order: list[int], outlines: list[bytes]) -> dict[str, bytes]:
        loca, glyf = [0], bytearray()
        for outline in outlines:
            glyf += outline + b"\0" * (-len(outline) % 4)
            loca.append(len(glyf))
        whole = {tag: bytearray(self._data[at : at + length]) for tag, (at, length) in self._tables.items() if tag in _KEPT}
        whole["head"][8:12] = b"\0\0\0\0"
        struct.pack_into(">h", whole["head"], _HEAD_LOCA_FORMAT, 1)
        struct.pack_into(">H", whole["maxp"], 4, len(order))
        struct.pack_into(">H", whole["hhea"], 34, len(order))
        tables = {tag: bytes(data) for tag, data in whole.items()}
        tables["hmtx"] = b"".join(self._metric(glyph) for glyph in order)
        tables["loca"] = struct.pack(f">{len(loca)}I", *loca)
        tables["glyf"] = bytes(glyf)
        return tables

    def _metric(self, glyph: int) -> bytes:
        at, extra = self._table("hmtx"), glyph - self._metrics
        if extra < 0:
            return self._data[at + 4 * glyph : at + 4 * glyph + 4]
        last, bearings = at + 4 * (self._metrics - 1), at + 4 * self._metrics
        return self._data[last : last + 2] + self._data[bearings + 2 * extra : bearings + 2 * extra + 2]


_KEPT = ("head", "hhea", "maxp")


def _without_hints(raw: bytes, contours: int) -> bytes:
    """A simple glyph whose instructions are cut out: paper has no need of them."""
    length_at = 10 + 2 * contours
    length = struct.unpack_from(">H", raw, length_at)[0]
    return raw[:length_at] + b"\0\0" + raw[length_at + 2 + length :]


def _with_parts(raw: bytes, order: list[int], asked: int) -> bytes:
    """A composite glyph whose parts are renumbered; new parts are put at the end of `order`."""
    out, at, flags = bytearray(raw), 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", out, at)
        if part not in order[asked:]:
            order.append(part)
        struct.pack_into(">HH", out, at, flags & ~_HAS_INSTRUCTIONS, asked + order[asked:].index(part))
        at += 4 + (4 if flags & _ARGS_ARE_WORDS else 2)
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY_SCALE else 8 if flags & _HAS_MATRIX else 0
    return bytes(out[:at])


def _assemble(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset, rows, body = 12 + 16 * count, [], []
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        rows.append(struct.pack(">4sIII", tag.encode("latin-1"), total, offset, len(data)))
        body.append(padded)
        offset += len(padded)
    return head + b"".join(rows) + b"".join(body)
