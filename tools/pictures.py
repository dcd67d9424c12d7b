"""`make pictures`: the pictures of the README, from the program itself, into docs/pictures under names that stay.

Scripted visits (`kiosk walk`: a copy of the record in Japanese and English, a family after a death, a wheelchair to be mended) give most
of them. Two states that a plain visit does not meet, or not for
sure at the same moment, are composed as the flow composes them and shown in the same window. The papers are those the visits printed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.faults import PRINT_NO_PAPER
from kiosk.frame_words import frame_words
from kiosk.outbox.records import Accepted
from kiosk.paths import LOCALES
from kiosk.ports import CardNotice
from kiosk.visit.compose import card, closing
from kiosk.visit.views import Look, View
from kiosk.visit.visit import Place, Visit
from kiosk.words import Catalogue

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
FLOWS = ROOT / "tests" / "flows"
WIDEST_PX = 1280
FORM_DPI = 100
BUNDLE_DPI = 42
BUNDLE_COLUMNS = 5
MOST_BYTES = 3_000_000
WALKED = re.compile(r"\d+-(R\d\d|RX\d)(?:-(.+))?\.png")


@dataclass(frozen=True, slots=True)
class Walked:
    """A picture of a visit. screen: such as R12; step: of a question, "" for any; nth: of several on that screen, -1 for the last."""

    name: str
    visit: str
    screen: str
    step: str = ""
    nth: int = 0


WALKED_PICTURES = (
    Walked("attract", "ja", "R01"),
    Walked("look", "ja", "R02"),
    Walked("question", "ja", "R12", "purpose"),
    Walked("name", "ja", "R12", "kana"),
    Walked("card", "ja", "R10"),
    Walked("check", "ja", "R13"),
    Walked("consent", "ja", "R14"),
    Walked("done", "ja", "R17"),
    Walked("farewell", "ja", "R19"),
    Walked("question-en", "en", "R12", "purpose"),
    Walked("check-en", "en", "R13"),
    Walked("events", "okuyami", "R06"),
    Walked("okuyami-list", "okuyami", "R06", "died"),
    Walked("okuyami-done", "okuyami", "R17"),
    Walked("wheelchair-bring", "wheelchair", "R08"),
    Walked("wheelchair-plan", "wheelchair", "R09"),
)
VISITS = {
    "ja": ("juminhyo", "juminhyo.yaml", "ja"),
    "en": ("juminhyo", "juminhyo.yaml", "en"),
    "okuyami": ("setainushi_henko", "okuyami.yaml", "ja"),
    "wheelchair": ("hosougu", "wheelchair.yaml", "ja"),
}
"""Name -> the procedure asked for, its script, the language."""
PAPER_PICTURES = ("form", "okuyami-cover", "okuyami-papers", "wheelchair-papers")
COMPOSED_PICTURES = ("pin", "trouble")
SCREEN = (1920, 1080, 21.5)


class NoPicture(Exception):
    """A picture that could not be made. str(error): which, and why."""


def main() -> int:
    """0 when every picture was written and all of them together stay small."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    OUT.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="yuimado-pictures-") as folder:
            sources = dict(_sources(Path(folder)))
            for name, path in sources.items():
                shrink(path, OUT / f"{name}.png")
    except NoPicture as error:
        print(f"pictures: {error}", file=sys.stderr)
        return 1
    return _report(sorted(OUT.glob("*.png")), set(sources))


def _sources(folder: Path) -> Iterator[tuple[str, Path]]:
    walks = {name: _walk(name, folder / name) for name in VISITS}
    for wanted in WALKED_PICTURES:
        yield wanted.name, find(walks[wanted.visit], wanted)
    for name, view in zip(COMPOSED_PICTURES, _composed(), strict=True):
        yield name, _shown(view, folder / f"{name}.png")
    papers = (
        _page(walks["ja"] / "form.pdf", folder / "form"),
        _page(walks["okuyami"] / "form.pdf", folder / "okuyami-cover"),
        _pages(walks["okuyami"] / "form.pdf", folder / "okuyami-papers"),
        _pages(walks["wheelchair"] / "form.pdf", folder / "wheelchair-papers"),
    )
    yield from zip(PAPER_PICTURES, papers, strict=True)


def _walk(name: str, out: Path) -> Path:
    procedure, script, language = VISITS[name]
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "walk",
        procedure,
        "--script",
        str(FLOWS / script),
        "--out",
        str(out),
        "--lang",
        language,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise NoPicture(f"the visit {name}: {reason[0]}")
    return out


def find(walk: Path, wanted: Walked) -> Path:
    """The picture of that place in a walk's folder."""
    found = []
    for path in sorted(walk.glob("*.png")):
        match = WALKED.fullmatch(path.name)
        if match and match[1] == wanted.screen and (not wanted.step or match[2] == wanted.step):
            found.append(path)
    if not found:
        raise NoPicture(f"{wanted.name}: the visit showed no {wanted.screen} {wanted.step}".rstrip())
    return found[wanted.nth]


def _composed() -> tuple[View, View]:
    """R11 with three tries left, and R16 with no paper in the printer, in the words of the product."""
    words = Catalogue("ja", LOCALES)
    visit = Visit("pictures", Look(), Place("R11"))
    taken = Accepted("N1-0001", "海7", "00000000-0000-4000-8000-000000000000", datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    pad = card.pin_pad(visit, CardNotice(date(2030, 1, 1), 3, 10), words)
    return pad, closing.print_trouble(replace(visit, place=Place("R16"), accepted=taken), PRINT_NO_PAPER, words)


def _shown(view: View, path: Path) -> Path:
    """That view in the real window, as a picture of its own."""
    from kiosk.app import application
    from screens.theme import load_fonts, screen_scale
    from screens.window import KioskWindow

    app = application()
    load_fonts()
    window = KioskWindow(screen_scale(*SCREEN), {"ja": frame_words(Catalogue("ja", LOCALES), "Naha City")}, practice=True)
    window.resize(*SCREEN[:2])
    window.show()
    window.show_view(view, Look())
    app.processEvents()
    window.grab().save(str(path))
    window.close()
    return path


def _page(pdf: Path, stem: Path) -> Path:
    """The first page."""
    _printed(pdf, stem, FORM_DPI, "-singlefile")
    return stem.with_suffix(".png")


def _pages(pdf: Path, stem: Path) -> Path:
    """All pages side by side, small."""
    from PySide6.QtGui import QImage, QPainter

    _printed(pdf, stem, BUNDLE_DPI)
    pages = [QImage(str(path)) for path in sorted(stem.parent.glob(f"{stem.name}-*.png"))]
    width, height, gap = pages[0].width(), pages[0].height(), 12
    columns = min(BUNDLE_COLUMNS, len(pages))
    rows = -(-len(pages) // columns)
    sheet = QImage(columns * (width + gap) + gap, rows * (height + gap) + gap, QImage.Format.Format_RGB32)
    sheet.fill(0xFFD9D4C8)
    painter = QPainter(sheet)
    for number, page in enumerate(pages):
        painter.drawImage(gap + number % columns * (width + gap), gap + number // columns * (height + gap), page)
    painter.end()
    sheet.save(str(stem.with_suffix(".png")))
    return stem.with_suffix(".png")


def _printed(pdf: Path, stem: Path, dpi: int, *more: str) -> None:
    if not pdf.is_file():
        raise NoPicture(f"{stem.name}: the visit left no form.pdf")
    if shutil.which("pdftoppm") is None:
        raise NoPicture(f"{stem.name}: pdftoppm is missing (apt install poppler-utils)")
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", *more, str(pdf), str(stem)], check=True)


def shrink(source: Path, target: Path) -> None:
    """Write the picture at most WIDEST_PX wide, in 256 colours, packed as small as PNG goes."""
    from PIL import Image

    image = Image.open(source).convert("RGB")
    if image.width > WIDEST_PX:
        image = image.resize((WIDEST_PX, round(image.height * WIDEST_PX / image.width)), Image.Resampling.LANCZOS)
    try:
        image.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    except OSError as error:
        raise NoPicture(f"{target.name} cannot be written") from error


def _report(written: list[Path], wanted: set[str]) -> int:
    for stray in (path for path in written if path.stem not in wanted):
        print(f"pictures: {stray.relative_to(ROOT)} is no longer made; remove it", file=sys.stderr)
    total = sum(path.stat().st_size for path in written)
    print(f"{len(written)} pictures in docs/pictures, {total / 1e6:.1f} MB")
    if total > MOST_BYTES:
        print(f"pictures: together over {MOST_BYTES / 1e6:.0f} MB, too much for a repository", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
