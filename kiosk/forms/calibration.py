"""The sheet that tells how far a printer shifts: crosses with mm rulers, and how to read the offset for pre-printed paper."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Path, Words
from kiosk.forms.layout import text_lines
from kiosk.forms.text import fit, shape
from kiosk.furigana import plain
from kiosk.model.form import Align, Box, Face
from kiosk.words import N_, Catalogue

WIDTH, HEIGHT = 210.0, 297.0
EDGE = 20.0
"""mm from the paper's edges to the crosses, when nothing is shifted."""
_ARM = 12


def calibration_sheet(fonts: FontSet, words: Catalogue, offset_mm: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """One A4 page, moved by that offset as answers on pre-printed paper are: with the right one, a ruler reads 20 mm everywhere."""
    from kiosk.forms.pdf import Bindery  # brings reportlab: only when a sheet is wanted

    bindery = Bindery()
    empty = bindery.layer((), WIDTH, HEIGHT, offset_mm)
    return bindery.bind([(empty, [*_crosses(fonts), *_reading(fonts, words, offset_mm)])], "calibration")


def _crosses(fonts: FontSet) -> Iterator[Ink]:
    for x in (EDGE, WIDTH - EDGE):
        for y in (EDGE, HEIGHT - EDGE):
            yield Path(((x - _ARM, y), (x + _ARM, y)), 0.1)
            yield Path(((x, y - _ARM), (x, y + _ARM)), 0.1)
            for mm in range(-_ARM, _ARM + 1):
                half = 1.6 if mm % 5 == 0 else 0.8
                yield Path(((x + mm, y - half), (x + mm, y + half)), 0.1)
                yield Path(((x - half, y + mm), (x + half, y + mm)), 0.1)
            for mm in (-10, -5, 5, 10):
                yield _number(fonts, mm, x + mm - 1.2, y + 4.0)
                yield _number(fonts, mm, x + 2.2, y + mm + 0.9)


def _number(fonts: FontSet, mm: int, x: float, y: float) -> Words:
    return Words(x, y, 6.0, shape(fonts, Face.GOTHIC, f"{mm:+d}").glyphs)


def _reading(fonts: FontSet, words: Catalogue, offset: tuple[float, float]) -> Iterator[Ink]:
    yield from _line(fonts, plain(words(N_("Calibration sheet for pre-printed paper"))), 56, 18, Face.BOLD)
    steps = (
        N_("1. Print this sheet at actual size (100 %), from the tray the printed paper will lie in."),
        N_("2. Measure from the paper's left edge to the upright line of the upper left cross: a mm."),
        N_("3. Measure from the paper's upper edge to the level line of the same cross: b mm."),
        N_("4. Work out the two numbers below and write them into the settings file, under [printer]."),
        N_("5. Print the sheet again with --config: the ruler reads 20 mm both ways. Then try one printed paper."),
    )
    for row, text in enumerate(steps):
        yield from _line(fonts, plain(words(text)), 76 + row * 11, 11)
    x, y = offset
    yield from _line(fonts, f"offset_x_mm = {x:g} + 20 − a = ＿＿＿＿＿", 140, 14)
    yield from _line(fonts, f"offset_y_mm = {y:g} + 20 − b = ＿＿＿＿＿", 152, 14)
    notes = (
        N_("Plus moves answers right and down, minus moves them left and up."),
        N_(
            "Do all four crosses read alike? If they differ by more than 0.5 mm, the printer scales or feeds at an angle: mend that first."
        ),
    )
    for row, text in enumerate(notes):
        yield from _line(fonts, plain(words(text)), 172 + row * 11, 10)


def _line(fonts: FontSet, text: str, y: float, size: float, face: Face = Face.GOTHIC) -> Iterator[Ink]:
    box = Box(36, y, WIDTH - 72, 10)
    fitted = fit(shape(fonts, face, text).glyphs, box.w, box.h, size, size, 2)
    assert fitted is not None, "the sheet has room for its own words"
    yield from text_lines(fitted, box, Align.LEFT)
