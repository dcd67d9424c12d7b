"""Reading a printed form back as a clerk would: text in a place, ink in a place, codes, fonts."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from kiosk.content.source import read_source
from kiosk.forms.command import answers_from
from kiosk.forms.definition import load_form
from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
from kiosk.forms.render import Marks, Press
from kiosk.model.form import Box, Form, Values
from kiosk.paths import ASSETS

ANSWERS = Path(__file__).resolve().parents[1] / "flows" / "answers"
MARKS = Marks("N1-0427", "海7")


@cache
def juminhyo() -> Form:
    """The shipped form."""
    return load_form(ASSETS / "forms" / "juminhyo.yaml")


@cache
def press() -> Press:
    """A press with the shipped fonts and IPAmj Mincho."""
    return Press(open_fonts((ASSETS / "fonts", *SYSTEM_FOLDERS)))


def answers(name: str) -> Values:
    """A sample set of answers."""
    path = ANSWERS / f"{name}.yaml"
    return answers_from(read_source(path).data["answers"], path.name)


def text_in(pdf: bytes, box: Box, folder: Path, *, grow: float = 0.6) -> str:
    """What pdftotext reads inside that box of the paper, without white space."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    scale = 144 / 25.4
    x, y = (round(value * scale) for value in (box.x - grow, box.y - grow))
    w, h = (round(value * scale) for value in (box.w + 2 * grow, box.h + 2 * grow))
    command = ["pdftotext", "-q", "-layout", "-r", "144", "-x", x, "-y", y, "-W", w, "-H", h, str(path), "-"]
    shown = subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout.decode("utf-8")
    return re.sub(r"\s+", "", shown)


def raster(pdf: bytes, folder: Path, dpi: int) -> Path:
    """The page as a grey picture."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", str(path), str(folder / "page")], check=True)
    return folder / "page.pgm"


def darkest(picture: Path, box: Box, dpi: int) -> int:
    """The darkest grey inside the box: 255 is empty paper."""
    data = picture.read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    assert head
    width, body = int(head[1]), data[head.end() :]
    left, top, right, bottom = (round(mm * dpi / 25.4) for mm in (box.x, box.y, box.right, box.bottom))
    return min(min(body[row * width + left : row * width + right]) for row in range(top, bottom))


def codes(pdf: bytes, folder: Path) -> list[str]:
    """What a scanner reads from a 200 dpi raster."""
    picture = raster(pdf, folder, 200)
    found = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], check=True, capture_output=True)
    return found.stdout.decode().split()


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font of the file, in whatever object it stands, and whether its outlines are inside."""
    reader = PdfReader(BytesIO(pdf))
    found: dict[str, bool] = {}
    for number in range(1, len(reader.xref[0]) + 1):
        entry = reader.get_object(number)
        if isinstance(entry, dict) and entry.get("/Type") == "/Font" and "/DescendantFonts" not in entry:
            found[str(entry["/BaseFont"])] = "/FontFile2" in entry.get("/FontDescriptor", {})
    return found
