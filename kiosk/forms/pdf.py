"""Ink to PDF bytes by reportlab: one or more pages, fonts embedded as glyph subsets, the same bytes for the same ink.

The printed layer of a form never changes, so it is drawn once (`Layer`) and each paper only adds its answers. Pages of one file
share their fonts: one set for all printed layers, one for all answers.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import BasicFonts, PDFArray, PDFDictionary, PDFInfo, PDFObjectReference, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from kiosk.forms.embed import Embedded, add_fonts, embed, resource, stream
from kiosk.forms.fonts import Glyph
from kiosk.forms.ink import Colour, Ink, Modules, Path, Polygon, Rectangle, Ring, Words

PT_PER_MM = 72 / 25.4
_PRINTED, _ANSWERS = "P", "A"
_KEPT_SETS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Ink that is the same on every copy of a page of width by height mm: drawn, packed, and the letters it takes.

    shift: how far right and down, in mm, the ink over it is moved, to meet boxes that are on the paper already.
    """

    width: float
    height: float
    content: bytes
    letters: frozenset[Glyph]
    shift: tuple[float, float] = (0.0, 0.0)


class Bindery:
    """Makes files of pages. Keeps the fonts of the printed layers it has bound lately: they are most of the work."""

    def __init__(self) -> None:
        self._printed: dict[frozenset[Layer], tuple[Embedded, ...]] = {}

    def layer(self, inks: Iterable[Ink], width: float, height: float, shift: tuple[float, float] = (0.0, 0.0)) -> Layer:
        """The printed layer of a page of width by height mm."""
        pen = _Pen(_PRINTED)
        pen.open(width, height)
        for ink in inks:
            pen.draw(ink)
        return Layer(width, height, zlib.compress(pen.getCurrentPageContent().encode("ascii")), frozenset(pen.letters), shift)

    def bind(self, pages: Sequence[tuple[Layer, Iterable[Ink]]], title: str) -> bytes:
        """A whole PDF file of pages, each a printed layer and the ink over it; the same pages give the same bytes.

        title: form and receipt number, nothing of a person.
        """
        pen = _Pen(_ANSWERS)
        pen.setTitle(title)
        names = {printed: f"{number}" for number, printed in enumerate(dict.fromkeys(printed for printed, _ in pages))}
        for printed, name in names.items():
            pen.add_layer(name, printed)
        for printed, inks in pages:
            pen.open(printed.width, printed.height)
            pen.doForm(names[printed])
            pen.move(*printed.shift)
            for ink in inks:
                pen.draw(ink)
            pen.close()
        pen.add_fonts(self._fonts_of(names), _PRINTED)
        pen.add_fonts(embed(pen.letters), _ANSWERS)
        return pen.finished()

    def _fonts_of(self, layers: Iterable[Layer]) -> tuple[Embedded, ...]:
        key = frozenset(layers)
        if key not in self._printed:
            if len(self._printed) >= _KEPT_SETS:
                del self._printed[next(iter(self._printed))]
            self._printed[key] = embed(frozenset[Glyph]().union(*(printed.letters for printed in key)))
        return self._printed[key]


class _Info(PDFInfo):  # type: ignore[misc]
    """What a file says of itself: its title and this program, no day and no name."""

    def format(self, document: object) -> bytes:
        entries = PDFDictionary({"Title": PDFString(self.title), "Producer": PDFString("Yuimado")})
        shown: bytes = entries.format(document)
        return shown


class _Pen(Canvas):  # type: ignore[misc]
    """A canvas that draws ink; y is turned over here and nowhere else."""

    def __init__(self, prefix: str) -> None:
        super().__init__(BytesIO(), pageCompression=0, invariant=1, pdfVersion=(1, 7), lang="ja-JP")
        self._doc.defaultStreamFilters = [PDFZCompress]  # pageCompression would write base 85 on top of it
        self.letters: dict[Glyph, None] = {}
        self._prefix, self._height = prefix, 0.0
        self._line: Colour | None = None
        self._through = False
        self._doc.info = _Info()
        self.setViewerPreference("PrintScaling", "None")
        self.setViewerPreference("DisplayDocTitle", "true")

    def _make_preamble(self) -> None:
        # The canvas would set a standard font here, which no file of ours carries.
        self._preamble = ""

    # --- pages --------------------------------------------------------------------------------------------------------------
    def open(self, width: float, height: float) -> None:
        """Begin a page of that size in mm."""
        self._height, self._line, self._through = height, None, False
        self.setPageSize((round(width * PT_PER_MM, 3), round(height * PT_PER_MM, 3)))
        self.setLineCap(1)
        self.setLineJoin(1)

    def move(self, right: float, down: float) -> None:
        """Draw what follows that many mm further right and down."""
        if right or down:
            self.translate(right * PT_PER_MM, -down * PT_PER_MM)

    def close(self) -> None:
        """End the page."""
        self._doc.updateSignature(self.getCurrentPageContent())
        self.showPage()

    def add_layer(self, name: str, printed: Layer) -> None:
        """A drawing for `doForm`."""
        box = PDFArray([0, 0, round(printed.width * PT_PER_MM, 3), round(printed.height * PT_PER_MM, 3)])
        fonts = PDFDictionary({"Font": PDFObjectReference(BasicFonts)})
        self._doc.addForm(name, stream(printed.content, {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": fonts}))
        self._doc.updateSignature(printed.content)

    def add_fonts(self, fonts: Iterable[Embedded], prefix: str) -> None:
        """Fonts for the letters of pages and drawings."""
        add_fonts(self._doc, fonts, prefix)

    def finished(self) -> bytes:
        """The file."""
        data: bytes = self.getpdfdata()
        return data

    # --- ink ----------------------------------------------------------------------------------------------------------------
    def draw(self, ink: Ink) -> None:
        """Put that ink on the page."""
        if isinstance(ink, Words | Path) and ink.through != self._through:
            assert self._prefix != _PRINTED, "a layer has no blend modes of its own"
            self._through = ink.through
            self.setBlendMode("Multiply" if ink.through else "Normal")
        match ink:
            case Words():
                self._words(ink)
            case Modules():
                self._modules(ink)
            case Rectangle():
                self._rectangle(ink)
            case Ring(box, width, solid):
                self.setFillGray(0)
                self.setLineWidth(width * PT_PER_MM)
                corners = (box.x * PT_PER_MM, self._up(box.bottom), box.right * PT_PER_MM, self._up(box.y))
                self.ellipse(*corners, stroke=int(not solid), fill=int(solid))
            case Path():
                self._path(ink)
            case Polygon():
                self._polygon(ink)

    def _up(self, y: float) -> float:
        return (self._height - y) * PT_PER_MM

    def _rectangle(self, ink: Rectangle) -> None:
        box, filled = ink.box, ink.fill is not None
        self.setLineWidth(ink.width * PT_PER_MM)
        self._set_line(ink.colour)
        if filled:
            self.setFillGray(ink.fill)
        size = (box.w * PT_PER_MM, box.h * PT_PER_MM)
        self.rect(box.x * PT_PER_MM, self._up(box.bottom), *size, stroke=int(ink.width > 0), fill=int(filled))

    def _set_line(self, colour: Colour | None) -> None:
        if colour != self._line:
            self._line = colour
            self.setStrokeColorRGB(*(colour or (0.0, 0.0, 0.0)))

    def _modules(self, ink: Modules) -> None:
        """The grid is laid once, so that several hundred runs are whole numbers."""
        step = ink.step * PT_PER_MM
        self.saveState()
        self.setFillGray(0)
        self.transform(step, 0, 0, -step, ink.x * PT_PER_MM, self._up(ink.y))
        self.addLiteral("\n".join(f"{start} {row} {end - start} 1 re" for row, start, end in ink.runs) + " f")
        self.restoreState()

    def _path(self, ink: Path) -> None:
        self.setLineWidth(ink.width * PT_PER_MM)
        self._set_line(ink.colour)
        self.setDash([ink.dash * PT_PER_MM] if ink.dash else [])
        path = self.beginPath()
        (x, y), *rest = ink.points
        path.moveTo(x * PT_PER_MM, self._up(y))
        for x, y in rest:
            path.lineTo(x * PT_PER_MM, self._up(y))
        self.drawPath(path)
        self.setDash([])

    def _polygon(self, ink: Polygon) -> None:
        self.setFillGray(ink.fill)
        self.setLineWidth(ink.width * PT_PER_MM)
        self._set_line((ink.grey, ink.grey, ink.grey))
        path = self.beginPath()
        (x, y), *rest = ink.points
        path.moveTo(x * PT_PER_MM, self._up(y))
        for x, y in rest:
            path.lineTo(x * PT_PER_MM, self._up(y))
        path.close()
        self.drawPath(path, stroke=int(ink.width > 0), fill=1)

    def _words(self, ink: Words) -> None:
        """Text by glyph number; reportlab's own text objects take characters."""
        if not ink.glyphs:
            return
        turn = math.radians(ink.angle)
        matrix = fp_str(math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), ink.x * PT_PER_MM, self._up(ink.y))
        size, shade = fp_str(ink.size), f"{fp_str(ink.colour)} rg" if ink.colour else f"{fp_str(ink.grey)} g"
        self.addLiteral(f"BT {shade} {fp_str(ink.gap)} Tc {matrix} Tm")
        for name, row in groupby(ink.glyphs, lambda glyph: resource(self._prefix, glyph)):
            codes = "".join(f"{glyph.number:04x}" for glyph in row)
            self.addLiteral(f"/{name} {size} Tf <{codes}> Tj")
        self.addLiteral("ET")
        self.letters.update(dict.fromkeys(ink.glyphs))
