"""Letters to fonts inside a PDF: for every font the glyphs in use, set by number, with the text that each of them says.

A Type 0 font whose codes are the numbers of the whole font file (Identity-H): any glyph can be drawn, variation sequences too, and
content written once fits every document that embeds its glyphs, whatever else it embeds. Letters that share a glyph are told
apart by a font entry each (`Glyph.twin`) with a ToUnicode of its own. reportlab's own TrueType font knows neither (its codes are
characters, its ToUnicode ends at U+FFFF); the objects here are of its classes.
Source: ISO 32000-1 §9.7.4 (CID fonts), §9.10.3 (ToUnicode).
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportlab.pdfbase.pdfdoc import BasicFonts, PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream

from kiosk.forms.fontfile import FontFile
from kiosk.forms.fonts import Glyph


@dataclass(frozen=True, slots=True)
class Embedded:
    """One font cut down to the glyphs of some letters, packed. to_unicode: by twin."""

    font: FontFile
    tag: str
    program: bytes
    length: int
    places: bytes
    widths: str
    to_unicode: Mapping[int, bytes]


def resource(prefix: str, glyph: Glyph) -> str:
    """The name by which content asks for the glyph's font. prefix: one for each set of letters that is embedded together."""
    return f"{prefix}{glyph.twin}+{glyph.font.name}"


def embed(letters: Iterable[Glyph]) -> tuple[Embedded, ...]:
    """The fonts of these letters, each with those letters only; the same set gives the same bytes."""
    by_font: dict[FontFile, list[Glyph]] = {}
    for letter in letters:
        by_font.setdefault(letter.font, []).append(letter)
    return tuple(_cut(font, by_font[font]) for font in sorted(by_font, key=lambda font: font.name))


def add_fonts(document: PDFDocument, fonts: Iterable[Embedded], prefix: str) -> None:
    """Put the fonts into the document, under the names that `resource` gives for that prefix."""
    for font in fonts:
        _add(document, font, prefix)


def stream(data: bytes, entries: Mapping[str, object] | None = None) -> PDFStream:
    """A stream of data that is packed already."""
    return PDFStream(PDFDictionary({**(entries or {}), "Filter": PDFName("FlateDecode")}), data)


def _cut(font: FontFile, letters: list[Glyph]) -> Embedded:
    letters.sort(key=lambda letter: (letter.number, letter.twin))
    program, places = font.cut(dict.fromkeys(letter.number for letter in letters))
    # Six letters that differ between subsets, so that no viewer mixes two subsets of one font up.
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
    table = array("H", bytes(2 * (letters[-1].number + 1)))
    for letter in letters:
        table[letter.number] = places[letter.number]
    table.byteswap()  # numbers in a PDF are big-endian; every machine this runs on is not
    twins = sorted({letter.twin for letter in letters})
    maps = {twin: zlib.compress(_to_unicode([letter for letter in letters if letter.twin == twin])) for twin in twins}
    widths = "".join(f"{letter.number}[{letter.advance}]" for letter in letters if letter.advance != 1000)
    return Embedded(font, tag, zlib.compress(program), len(program), zlib.compress(table.tobytes()), f"[{widths}]", maps)


def _add(document: PDFDocument, font: Embedded, prefix: str) -> None:
    name = PDFName(f"{font.tag}+{font.font.name}")
    ascent, descent = font.font.heights
    descriptor = PDFDictionary(
        {
            "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "FontBBox": PDFArray(font.font.box), "ItalicAngle": 0,
            "Ascent": ascent, "Descent": descent, "CapHeight": ascent, "StemV": 80,
            "FontFile2": document.Reference(stream(font.program, {"Length1": font.length})),
        }
    )  # fmt: skip
    system = PDFDictionary({"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0})
    outlines = PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name, "CIDSystemInfo": system, "DW": 1000, "W": font.widths,
            "FontDescriptor": document.Reference(descriptor), "CIDToGIDMap": document.Reference(stream(font.places)),
        }
    )  # fmt: skip
    for twin, to_unicode in font.to_unicode.items():
        entry = PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
                "DescendantFonts": PDFArray([document.Reference(outlines)]), "ToUnicode": document.Reference(stream(to_unicode)),
            }
        )  # fmt: skip
        document.idToObject[BasicFonts].dict[f"{prefix}{twin}+{font.font.name}"] = document.Reference(entry)


def _to_unicode(letters: list[Glyph]) -> bytes:
    rows = [f"<{letter.number:04X}><{letter.text.encode('utf-16-be').hex().upper()}>" for letter in letters]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    maps = "".join("{} beginbfchar\n{}\nendbfchar\n".format(len(block), "\n".join(block)) for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{maps}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
