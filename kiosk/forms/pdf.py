"""Ink to PDF bytes: one page, two layers, fonts embedded as glyph subsets, the same bytes for the same ink.

The printed layer of a form never changes, so it is made once (`Base`) and each paper only adds its answers. Text is set by glyph
number (Type 0 font, Identity-H), so any glyph of a font can be drawn, variation sequences too, and a letter that has no glyph
cannot be drawn by accident; ToUnicode carries what each glyph says, so text can be read back, searched and spoken.
Source: ISO 32000-1 §7.5 (file), §8 (graphics), §9.7.4 (CID fonts), §9.10.3 (ToUnicode).
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.forms.fonts import Glyph
from kiosk.forms.ink import Ink, Modules, Path, Rectangle, Ring, Words
from kiosk.forms.sfnt import TrueType

PT_PER_MM = 72 / 25.4
_CIRCLE = 0.5522847  # control point distance for a quarter of a circle
_CATALOG, _PAGES, _PAGE, _INFO, _ANSWERS, _PRINTED = 1, 2, 3, 4, 5, 6


@dataclass(frozen=True, slots=True)
class Base:
    """The layer that is the same on every copy: finished objects, where each begins, and the fonts it names."""

    width: float
    height: float
    head: bytes
    offsets: dict[int, int]
    fonts: bytes
    next_number: int


def base(inks: Iterable[Ink], width: float, height: float) -> Base:
    """The printed layer of a page of width by height mm."""
    use = _FontUse("P")
    objects = {
        _CATALOG: b"<</Type/Catalog/Pages 2 0 R/Lang(ja-JP)/ViewerPreferences<</PrintScaling/None/DisplayDocTitle true>>>>",
        _PAGES: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PRINTED: _stream(_content(inks, use, height)),
    }
    names = use.add_objects(objects, _PRINTED + 1)
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets: dict[int, int] = {}
    _write(out, offsets, objects)
    return Base(width, height, bytes(out), offsets, names, max(objects) + 1)


def page(printed: Base, inks: Iterable[Ink], title: str) -> bytes:
    """A whole PDF file: the printed layer and this ink over it. title: form and receipt number, nothing of a person."""
    use = _FontUse("A")
    objects = {_ANSWERS: _stream(_content(inks, use, printed.height))}
    names = use.add_objects(objects, printed.next_number)
    objects[_INFO] = b"<</Title<%s>/Producer(Yuimado)>>" % ("\ufeff" + title).encode("utf-16-be").hex().encode()
    objects[_PAGE] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Resources<</Font<<%s>>>>/Contents[6 0 R 5 0 R]>>" % (
        _number(printed.width * PT_PER_MM, 3),
        _number(printed.height * PT_PER_MM, 3),
        printed.fonts + names,
    )
    out, offsets = bytearray(printed.head), dict(printed.offsets)
    _write(out, offsets, objects)
    return _close(out, offsets)


def _write(out: bytearray, offsets: dict[int, int], objects: dict[int, bytes]) -> None:
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])


def _close(out: bytearray, offsets: dict[int, int]) -> bytes:
    identity = hashlib.sha256(out).hexdigest()[:32].encode()
    start, count = len(out), max(offsets) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % offsets[number] for number in range(1, count))
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 4 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        identity,
        identity,
        start,
    )
    return bytes(out)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 6)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), more, packed)


def _number(value: float, digits: int = 2) -> bytes:
    shown = f"{round(value, digits) + 0.0:.{digits}f}"  # + 0.0 turns -0.0 into 0.0
    return shown.rstrip("0").rstrip(".").encode()


# --- content -----------------------------------------------------------------------------------------------------------
def _content(inks: Iterable[Ink], use: _FontUse, height: float) -> bytes:
    pen = _Pen(use, height)
    return b"q\n1 J 1 j\n" + b"".join(pen.draw(ink) for ink in inks) + b"Q\n"


class _Pen:
    """Turns ink into content operators; y is turned over here and nowhere else."""

    def __init__(self, use: _FontUse, height: float) -> None:
        self._use, self._height = use, height

    def draw(self, ink: Ink) -> bytes:
        if isinstance(ink, Words):
            return self._words(ink)
        if isinstance(ink, Modules):
            boxes = b"".join(self._rectangle(box.x, box.y, box.w, box.h) for box in ink.boxes)
            return b"0 g\n" + boxes + b"f\n"
        if isinstance(ink, Rectangle):
            return self._framed(ink)
        if isinstance(ink, Ring):
            return self._ring(ink)
        return self._path(ink)

    def _at(self, x: float, y: float) -> bytes:
        return _number(x * PT_PER_MM) + b" " + _number((self._height - y) * PT_PER_MM)

    def _rectangle(self, x: float, y: float, w: float, h: float) -> bytes:
        return b"%s %s %s re\n" % (self._at(x, y + h), _number(w * PT_PER_MM, 3), _number(h * PT_PER_MM, 3))

    def _framed(self, ink: Rectangle) -> bytes:
        shade = b"" if ink.fill is None else _number(ink.fill, 3) + b" g "
        line = _number(ink.width * PT_PER_MM) + b" w " if ink.width else b""
        act = b"B" if ink.width and shade else b"S" if ink.width else b"f"
        return shade + line + self._rectangle(ink.box.x, ink.box.y, ink.box.w, ink.box.h) + act + b"\n"

    def _path(self, ink: Path) -> bytes:
        dash = _number(ink.dash * PT_PER_MM)
        style = _number(ink.width * PT_PER_MM) + b" w " + (b"[%s] 0 d " % dash if ink.dash else b"")
        first, *rest = (self._at(x, y) for x, y in ink.points)
        return style + first + b" m " + b"".join(point + b" l " for point in rest) + b"S" + (b" [] 0 d\n" if ink.dash else b"\n")

    def _ring(self, ink: Ring) -> bytes:
        box = ink.box
        cx, cy, rx, ry = box.x + box.w / 2, box.y + box.h / 2, box.w / 2, box.h / 2
        quarter = ((1, 0), (1, _CIRCLE), (_CIRCLE, 1), (0, 1), (-_CIRCLE, 1), (-1, _CIRCLE), (-1, 0))
        half = [*quarter, *((-x, -y) for x, y in quarter[1:])]
        points = [self._at(cx + rx * x, cy + ry * y) for x, y in half]
        curves = b"".join(b" ".join(points[i : i + 3]) + b" c\n" for i in range(1, len(points), 3))
        style = b"0 g " if ink.solid else _number(ink.width * PT_PER_MM) + b" w "
        return style + points[0] + b" m\n" + curves + (b"f\n" if ink.solid else b"s\n")

    def _words(self, ink: Words) -> bytes:
        if not ink.glyphs:
            return b""
        turn = math.radians(ink.angle)
        cos, sin = (_number(value, 5) for value in (math.cos(turn), math.sin(turn)))
        matrix = b"%s %s %s %s %s Tm" % (cos, sin, _number(-math.sin(turn), 5), cos, self._at(ink.x, ink.y))
        head = b"BT %s g %s Tc %s\n" % (_number(ink.grey, 3), _number(ink.gap, 3), matrix)
        return head + self._use.show(ink.glyphs, _number(ink.size)) + b"ET\n"


# --- fonts -------------------------------------------------------------------------------------------------------------
class _FontUse:
    """The letters one layer takes from each font, numbered in the order they are met."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._fonts: dict[TrueType, dict[str, int]] = {}
        self._glyphs: dict[TrueType, list[Glyph]] = {}

    def show(self, glyphs: tuple[Glyph, ...], size: bytes) -> bytes:
        """Text operators for the row; the font is named anew where it changes."""
        out, font, codes = [], glyphs[0].font, bytearray()
        for glyph in glyphs:
            if glyph.font is not font:
                out.append(self._text(font, size, codes))
                font, codes = glyph.font, bytearray()
            codes += self._code(glyph).to_bytes(2, "big")
        out.append(self._text(font, size, codes))
        return b"".join(out)

    def _text(self, font: TrueType, size: bytes, codes: bytearray) -> bytes:
        return b"/%s %s Tf <%s> Tj\n" % (self._name(font), size, codes.hex().encode())

    def _name(self, font: TrueType) -> bytes:
        return f"{self._prefix}{list(self._fonts).index(font)}".encode()

    def _code(self, glyph: Glyph) -> int:
        # Keyed by what it says, not by glyph number: two texts may share one shape and must still read back as themselves.
        codes = self._fonts.setdefault(glyph.font, {})
        if glyph.text not in codes:
            codes[glyph.text] = len(codes) + 1
            self._glyphs.setdefault(glyph.font, []).append(glyph)
        return codes[glyph.text]

    def add_objects(self, objects: dict[int, bytes], number: int) -> bytes:
        """Add the objects of every font from that number on; gives the entries of the page's font dictionary."""
        names = []
        for font, glyphs in self._glyphs.items():
            names.append(b"/%s %d 0 R" % (self._name(font), number))
            objects.update(_font_objects(font, glyphs, number))
            number += 5
        return b"".join(names)


def _font_objects(font: TrueType, glyphs: list[Glyph], first: int) -> dict[int, bytes]:
    file = font.subset([0, *(glyph.number for glyph in glyphs)])
    # Six letters that differ between subsets, so that no viewer mixes two subsets of one font up.
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(file).digest()[:6])
    name = f"{tag}+{font.name}".encode("ascii", "replace")
    widths = b" ".join(b"%d" % glyph.advance for glyph in glyphs)
    box = b" ".join(b"%d" % value for value in font.box)
    return {
        first: b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, first + 1, first + 4),
        first
        + 1: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 1000/W[1[%s]]>>" % (name, first + 2, widths),
        first + 2: b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%s]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
        b"/StemV 80/FontFile2 %d 0 R>>" % (name, box, font.ascent, font.descent, font.ascent, first + 3),
        first + 3: _stream(file, b"/Length1 %d" % len(file)),
        first + 4: _stream(_to_unicode(glyphs)),
    }


def _to_unicode(glyphs: list[Glyph]) -> bytes:
    rows = [b"<%04X><%s>" % (code, glyph.text.encode("utf-16-be").hex().upper().encode()) for code, glyph in enumerate(glyphs, 1)]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    maps = b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        + maps
        + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
