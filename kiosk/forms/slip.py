"""The slip people take home: number, code, what to do next, whom to call. The upper half of an A4 sheet, to be folded and kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Path, Rectangle, Ring
from kiosk.forms.layout import text_lines
from kiosk.forms.qr import qr, receipt_data
from kiosk.forms.render import sample_words
from kiosk.forms.text import fit, shape
from kiosk.model.form import Align, Box, Face

WIDTH, HEIGHT, FOLD = 210.0, 297.0, 148.5
MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Slip:
    """Plain words, already translated. steps: at most three; form: id of the form the number belongs to (for the QR)."""

    title: str
    number_label: str
    receipt_no: str
    code_label: str
    matching_code: str
    steps: tuple[str, ...]
    call: str
    promise: str
    form: str


def render_slip(slip: Slip, fonts: FontSet, sample: bool = False) -> bytes:
    """One A4 page with the slip on its upper half; the same slip gives the same bytes. Words that do not fit raise ValueError."""
    if len(slip.steps) > MOST_STEPS:
        raise ValueError(f"a slip has room for {MOST_STEPS} steps")
    under = [sample_words(fonts, WIDTH, FOLD)] if sample else []
    from kiosk.forms.pdf import Bindery  # brings reportlab: only when a slip is wanted

    bindery = Bindery()
    return bindery.bind([(bindery.layer([*under, *_drawing()], WIDTH, HEIGHT), _answers(slip, fonts))], f"slip {slip.receipt_no}")


def _drawing() -> Iterator[Ink]:
    """The band of waves, the frame around whom to call, the fold."""
    for row, width in enumerate((0.7, 0.45, 0.25)):
        yield _wave(10.5 + row * 1.9, width, phase=row * math.pi / 2)
    yield Rectangle(Box(14, 111, 182, 13), 0.4)
    yield Path(((0, FOLD), (WIDTH, FOLD)), 0.15, dash=1.5)


def _wave(y: float, width: float, phase: float) -> Path:
    xs = [14 + 182 * step / 240 for step in range(241)]
    return Path(tuple((x, y + 1.1 * math.sin(x * 2 * math.pi / 13 + phase)) for x in xs), width)


def _answers(slip: Slip, fonts: FontSet) -> Iterator[Ink]:
    yield from _words(fonts, slip.title, Box(14, 19, 132, 10), 18, Face.BOLD)
    yield from _words(fonts, slip.number_label, Box(14, 32, 84, 5), 9)
    yield from _words(fonts, slip.receipt_no, Box(14, 37, 84, 20), 40, Face.BOLD)
    yield from _words(fonts, slip.code_label, Box(104, 32, 44, 5), 9)
    yield from _words(fonts, slip.matching_code, Box(104, 37, 44, 20), 40, Face.BOLD)
    yield qr(receipt_data("v1:{receipt_no}:{form.id}:{crc}", slip.receipt_no, slip.form), Box(152, 18, 44, 44))
    for number, text in enumerate(slip.steps, 1):
        top = 65 + (number - 1) * 14.5
        yield Ring(Box(14, top + 1.5, 9, 9), 0.5)
        yield from _words(fonts, str(number), Box(14, top + 1.5, 9, 9), 14, Face.BOLD, align=Align.CENTER)
        yield from _words(fonts, text, Box(28, top, 168, 12), 14, lines=2)
    yield from _words(fonts, slip.call, Box(18, 112, 174, 11), 13, Face.BOLD, lines=2)
    yield from _words(fonts, slip.promise, Box(14, 129, 182, 9), 12, lines=2, align=Align.CENTER)


def _words(
    fonts: FontSet, text: str, box: Box, size: float, face: Face = Face.GOTHIC, lines: int = 1, align: Align = Align.LEFT
) -> Iterator[Ink]:
    run = shape(fonts, face, text)
    fitted = fit(run.glyphs, box.w, box.h, size, 7.0, lines)
    if fitted is None or run.missing:
        raise ValueError("these words cannot be set on the slip")
    yield from text_lines(fitted, box, align)
