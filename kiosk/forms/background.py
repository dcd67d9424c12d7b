"""A city's own PDF under our ink: checked against the file it was measured on, laid upright as people see it, or refused.

A page may be rotated, cropped or of any size: its places are measured from the top left corner of what a viewer shows, and the
printed page is that rectangle, upright. Fields and notes of the file (AcroForm, annotations) are left out; our ink takes their place.
pypdf reads and merges. Whatever is wrong with a file is a BackgroundProblem, whoever made it; pypdf itself raises many kinds.
"""

from __future__ import annotations

import hashlib
import logging
import struct
import zlib
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, StreamObject

from kiosk.model.form import Background

MM_PER_PT = 25.4 / 72
STUMBLES = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, RuntimeError, TypeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises on files that are torn or made badly: its own kind, and what comes."""
SMALLEST_MM, LARGEST_MM = 50.0, 450.0

# pypdf tells of every oddity it reads over; what matters to us is raised.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class BackgroundProblem(Exception):
    """The file cannot be printed over. key: pdf or sha256, the key of the form's file that it is about; wrong, mend: sentences."""

    def __init__(self, key: str, wrong: str, mend: str) -> None:
        super().__init__(f"{wrong} {mend}")
        self.key, self.wrong, self.mend = key, wrong, mend


@dataclass(frozen=True, slots=True)
class Visible:
    """A page as a viewer shows it: its size in mm, and how its own points (PDF matrix) come to lie on it from the lower left."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]


class CityPaper:
    """The pages of one file, read and checked."""

    def __init__(self, data: bytes, name: str) -> None:
        """BackgroundProblem when the bytes are no PDF that can be printed over."""
        self.sha256 = hashlib.sha256(data).hexdigest()
        if b"%PDF-" not in data[:1024] or b"%%EOF" not in data[-1024:]:
            raise BackgroundProblem("pdf", f"{name} is not a whole PDF file.", "Fetch it again.")
        try:
            self.reader = PdfReader(BytesIO(data))
            if self.reader.is_encrypted:
                raise BackgroundProblem("pdf", f"{name} is encrypted.", "Ask its owner for one without protection.")
            if _hidden_layers(self.reader):
                raise BackgroundProblem("pdf", f"{name} has hidden layers, which would be printed.", "Have it saved without them.")
            self.pages = [visible(page) for page in self.reader.pages]
            self._drawings = [_packed(page) for page in self.reader.pages]
            self._try()
        except BackgroundProblem:
            raise
        except STUMBLES as error:
            raise BackgroundProblem("pdf", f"{name} cannot be read ({type(error).__name__}).", "Fetch it again.") from None
        if not self.pages:
            raise BackgroundProblem("pdf", f"{name} has no page.", "Fetch it again.")
        for number, page in enumerate(self.pages, 1):
            if not all(SMALLEST_MM <= side <= LARGEST_MM for side in (page.width, page.height)):
                size = f"{page.width:.0f} × {page.height:.0f} mm"
                raise BackgroundProblem("pdf", f"Page {number} of {name} is {size}.", "Printers take paper from A6 to A3.")

    def _try(self) -> None:
        """Every page once, so that whatever pypdf stumbles over is found now and not when somebody waits for paper."""
        writer = PdfWriter()
        for number, shown in enumerate(self.pages, 1):
            page = writer.add_blank_page(shown.width, shown.height)
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject()})
            page[NameObject("/Contents")] = writer._add_object(DecodedStreamObject())
            self.lay_under(page, writer, number)
        writer.write(BytesIO())

    def lay_under(self, page: PageObject, writer: PdfWriter, number: int) -> None:
        """Put page `number` of this file under that page of the writer, as a drawing of its own: nothing of either is rewritten."""
        source, shown = self.reader.pages[number - 1], self.pages[number - 1]
        drawing = copy(self._drawings[number - 1])
        drawing.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(FloatObject(value) for value in source.cropbox),
                NameObject("/Matrix"): ArrayObject(FloatObject(value) for value in shown.matrix),
                NameObject("/Resources"): source.get("/Resources", DictionaryObject()).get_object().clone(writer),
            }
        )
        if "/Group" in source:
            drawing[NameObject("/Group")] = source["/Group"].clone(writer)
        drawings: DictionaryObject = page.get("/Resources", {}).get_object()["/XObject"].get_object()  # our layer is there
        drawings[NameObject("/City")] = writer._add_object(drawing)
        before = DecodedStreamObject()
        before.set_data(b"/City Do\n")
        page[NameObject("/Contents")] = ArrayObject([writer._add_object(before), page.raw_get("/Contents")])


def _hidden_layers(reader: PdfReader) -> bool:
    layers: Any = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
    return bool(layers.get("/D", DictionaryObject()).get_object().get("/OFF"))


def _packed(page: PageObject) -> StreamObject:
    contents, drawing = page.get_contents(), DecodedStreamObject()
    drawing.set_data(contents.get_data() if contents is not None else b"")
    return drawing.flate_encode()


def open_paper(path: Path, sha256: str | None = None) -> CityPaper:
    """The file, when it is the one of that hash (None takes any); else BackgroundProblem."""
    data = read(path)
    found = hashlib.sha256(data).hexdigest()
    if sha256 is not None and found != sha256:
        raise BackgroundProblem(
            "sha256",
            f"{path.name} is not the file these places were measured on: needs re-check.",
            f"Look at `kiosk forms preview`, move what moved, then write sha256: {found}",
        )
    return CityPaper(data, path.name)


def read(path: Path) -> bytes:
    """The file's bytes; BackgroundProblem when there are none."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BackgroundProblem(
            "pdf", f"{path.name} cannot be read ({error.strerror}).", "Put it beside the form's file."
        ) from None


def visible(page: PageObject) -> Visible:
    """The page as a viewer shows it: cropped, and turned by its /Rotate."""
    box, turn = page.cropbox, page.rotation % 360
    left, bottom, right, top = (float(value) for value in (box.left, box.bottom, box.right, box.top))
    wide, high = right - left, top - bottom
    if turn % 180:
        wide, high = high, wide
    matrix = {
        0: (1.0, 0.0, 0.0, 1.0, -left, -bottom),
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }[turn]
    unit = float(page.user_unit)
    return Visible(wide * MM_PER_PT * unit, high * MM_PER_PT * unit, tuple(value * unit for value in matrix))  # type: ignore[arg-type]


class Underlay:
    """Lays cities' papers under our pages. A file is read once and looked at again before every print."""

    def __init__(self) -> None:
        self._papers: dict[Path, CityPaper] = {}

    def check(self, background: Background) -> None:
        """BackgroundProblem when that page cannot be printed over as it is now."""
        paper = self._papers.get(background.path)
        if paper is None or not paper.sha256 == background.sha256 == hashlib.sha256(read(background.path)).hexdigest():
            self._papers.pop(background.path, None)
            paper = self._papers[background.path] = open_paper(background.path, background.sha256)
        if not 1 <= background.page <= len(paper.pages):
            raise BackgroundProblem("pdf", f"{background.path.name} has no page {background.page}.", "Compare the form's pages.")

    def lay(self, pdf: bytes, backgrounds: Sequence[Background | None]) -> bytes:
        """Our file with each page's background, checked just before, under it; None leaves a page as it is. Same input, same bytes."""
        if not any(backgrounds):
            return pdf
        writer = PdfWriter(clone_from=BytesIO(pdf))
        for page, background in zip(writer.pages, backgrounds, strict=True):
            if background is not None:
                self._papers[background.path].lay_under(page, writer, background.page)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()
