"""`python -m screens.gallery --out DIR`: a PNG of every screen, with sample views, through the real window."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.visit.views import Contrast, Look, TextSize, View
from screens.gallery.views import LABELS, sample_views
from screens.theme import load_fonts, screen_scale
from screens.window import KioskWindow

SCREEN = re.compile(r"(\d+)x(\d+)@([\d.]+)(?:in)?")


def render_all(out: Path, look: Look, screen: tuple[int, int, float], only: str = "", practice: bool = False) -> list[Path]:
    """Write <out>/<name>.png for every sample view whose name begins with only; what was written."""
    width, height, inches = screen
    out.mkdir(parents=True, exist_ok=True)
    window = KioskWindow(screen_scale(width, height, inches), LABELS, practice=practice)
    window.resize(width, height)
    window.show()
    views = sample_views(look)
    written = []
    for name, view in views.items():
        if name.startswith(only):
            written.append(_render(window, look, name, view, views["R12"], out))
    window.close()
    return written


def _render(window: KioskWindow, look: Look, name: str, view: View, below: View, out: Path) -> Path:
    if view.over:
        window.show_view(below, look)
    window.show_view(view, look)
    QApplication.processEvents()
    path = out / f"{name}.png"
    window.grab().save(str(path))
    return path


def main(arguments: list[str] | None = None) -> int:
    """0 when every picture was written."""
    parser = argparse.ArgumentParser(prog="python -m screens.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=[size.value for size in TextSize], default=TextSize.LARGE.value)
    parser.add_argument("--contrast", choices=[contrast.value for contrast in Contrast], default=Contrast.NORMAL.value)
    parser.add_argument("--lang", choices=sorted(LABELS), default="ja")
    parser.add_argument("--screen", default="1920x1080@21.5", help="WxH@INCHES")
    parser.add_argument("--no-furigana", action="store_true")
    parser.add_argument("--only", default="", help="names beginning with this, e.g. R12")
    parser.add_argument("--practice", action="store_true")
    chosen = parser.parse_args(arguments)
    found = SCREEN.fullmatch(chosen.screen)
    if not found:
        parser.error("--screen is written like 1920x1080@21.5")
    look = Look(chosen.lang, TextSize(chosen.size), Contrast(chosen.contrast), not chosen.no_furigana)
    written = render_all(chosen.out, look, (int(found[1]), int(found[2]), float(found[3])), chosen.only, chosen.practice)
    print(f"{len(written)} pictures in {chosen.out}")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    load_fonts()
    sys.exit(main())
