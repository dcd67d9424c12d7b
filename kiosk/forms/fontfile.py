"""One TrueType file through fontTools: which glyph a letter has, how wide it is, and a small font of only the glyphs in use.

Tables are read when a letter first needs them, and outlines straight from the memory-mapped file: fontTools' own glyf table would
bring all 46 MB of the font for rare kanji into memory. Glyphs are named by their number ("7"), which spares reading their names.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline

from kiosk.forms.fonts import FontProblem

_KEPT = ("head", "hhea", "maxp")  # what a PDF reader needs beside outlines and advances


class FontFile:
    """One font file with outlines in a glyf table. Advances and heights are thousandths of the type size."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._font = TTFont(self._data, lazy=True, recalcBBoxes=False)
            self._glyf = self._font.reader.tables["glyf"].offset
            self._font.setGlyphOrder([str(number) for number in range(self._font["maxp"].numGlyphs)])
            self._letters: Mapping[int, str] = self._font.getBestCmap() or {}
        except (TTLibError, KeyError) as error:
            raise FontProblem(f"{path.name}: not a TrueType file with glyf outlines ({error})") from None
        self._outlines: dict[int, bytes] = {}

    # --- what it says of a letter -------------------------------------------------------------------------------------------
    def glyph(self, letter: str) -> int:
        """The glyph of a character, or of a character with its variation selector; 0 when the font has none."""
        code = ord(letter[0])
        if len(letter) == 1:
            return int(self._letters.get(code, 0))
        # The font lists a sequence without a glyph of its own when it looks like the bare character.
        found = self._sequences.get(ord(letter[1]), {}).get(code, "0")
        return int(self._letters.get(code, 0) if found is None else found)

    def twin(self, letter: str) -> int:
        """How many letters before this one share its glyph: the bare character is 0, its sequence of the same shape 1."""
        twins = self._twins if len(letter) == 1 else self._sequence_twins
        return twins.get(letter, 0)

    def advance(self, glyph: int) -> int:
        """How far the pen moves."""
        return self._scaled(self._font["hmtx"].metrics[str(glyph)][0])

    @cached_property
    def name(self) -> str:
        """The PostScript name."""
        return str(self._font["name"].getDebugName(6) or self.path.stem)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The rectangle every glyph lies in: left, bottom, right, top."""
        head = self._font["head"]
        return self._scaled(head.xMin), self._scaled(head.yMin), self._scaled(head.xMax), self._scaled(head.yMax)

    @cached_property
    def heights(self) -> tuple[int, int]:
        """Ascent and descent."""
        return self._scaled(self._font["hhea"].ascent), self._scaled(self._font["hhea"].descent)

    def _scaled(self, value: int) -> int:
        units: int = self._font["head"].unitsPerEm
        return round(value * 1000 / units)

    @cached_property
    def _sequences(self) -> Mapping[int, Mapping[int, str | None]]:
        tables = [table for table in self._font["cmap"].tables if table.format == 14]
        return {selector: dict(rows) for table in tables for selector, rows in table.uvsDict.items()}

    @cached_property
    def _twins(self) -> Mapping[str, int]:
        return _ranks(((chr(code), name) for code, name in self._letters.items()), {})

    @cached_property
    def _sequence_twins(self) -> Mapping[str, int]:
        before: dict[str, int] = {}
        for name in self._letters.values():
            before[name] = before.get(name, 0) + 1
        pairs = sorted(chr(code) + chr(selector) for selector, rows in self._sequences.items() for code in rows)
        return _ranks(((pair, str(self.glyph(pair))) for pair in pairs), before)

    # --- a small font -------------------------------------------------------------------------------------------------------
    def cut(self, glyphs: Iterable[int]) -> tuple[bytes, Mapping[int, int]]:
        """A font file of these glyphs without hints, and where in it each of them stands; place 0 is empty, never a box.

        Parts of composite glyphs are added after them.
        """
        outlines = {"": Outline()}
        for number in glyphs:
            self._take(str(number), outlines)
        small = TTFont(recalcBBoxes=False, recalcTimestamp=False)
        small.setGlyphOrder(list(outlines))
        for tag in _KEPT:
            small[tag] = copy(self._font[tag])
        small["hmtx"], small["loca"], small["glyf"] = newTable("hmtx"), newTable("loca"), newTable("glyf")
        metrics = self._font["hmtx"].metrics
        small["hmtx"].metrics = {name: metrics[name or "0"] for name in outlines}
        small["glyf"].glyphs, small["glyf"].glyphOrder = outlines, list(outlines)
        out = BytesIO()
        small.save(out, reorderTables=None)
        return out.getvalue(), {int(name): place for place, name in enumerate(outlines) if name}

    def _take(self, name: str, outlines: dict[str, Outline]) -> None:
        if name in outlines:
            return
        raw = self._outline(int(name))
        outline = outlines[name] = Outline(raw)
        if raw[:1] >= b"\x80":  # fewer than no contours: made of other glyphs
            outline.expand(_Names())
            for part in outline.components:
                self._take(part.glyphName, outlines)

    def _outline(self, number: int) -> bytes:
        if number not in self._outlines:
            places = self._font["loca"]
            raw = self._data[self._glyf + places[number] : self._glyf + places[number + 1]]
            outline = Outline(raw)
            outline.trim(remove_hinting=True)
            self._outlines[number] = bytes(outline.data) if raw else b""
        return self._outlines[number]


class _Names:
    """What fontTools asks of a glyf table when it reads a composite glyph."""

    extended = False

    def getGlyphName(self, number: int) -> str:
        """The glyph's name in this module's way."""
        return str(number)


def _ranks(letters: Iterable[tuple[str, str]], before: dict[str, int]) -> dict[str, int]:
    """For every letter that is not the first of its glyph, how many came before it; `before` counts on from there."""
    found: dict[str, int] = {}
    for letter, glyph in letters:
        rank = before.get(glyph, 0)
        if rank:
            found[letter] = rank
        before[glyph] = rank + 1
    return found
