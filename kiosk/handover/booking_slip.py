"""The slip of a reservation, on the upper half of an A4 sheet: state, day and time large, the number, what to bring, the calendar's code."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Path, Rectangle
from kiosk.forms.qr import qr
from kiosk.handover.paper import CODE_MM, LEFT, RIGHT, text
from kiosk.model.form import Align, Box, Face
from kiosk.visit.services import ReservationWords
from kiosk.words import N_, Translate

FLOOR = 5.0  # pt; what is longer does not pass kiosk/booking/reading.py
COLUMN = RIGHT - CODE_MM - LEFT - 6


def reservation_slip(fonts: FontSet, words: ReservationWords, _: Translate) -> Iterator[Ink]:
    """Everything on the slip; words that do not fit raise ValueError."""
    code_x = RIGHT - CODE_MM
    yield Rectangle(Box(LEFT, 19, 58, 11), 0.6)
    yield from text(fonts, words.state, Box(LEFT + 2, 20, 54, 9), 15, Face.BOLD, align=Align.CENTER)
    yield from text(fonts, words.day, Box(LEFT, 33, COLUMN, 12), 26, Face.BOLD)
    yield from text(fonts, words.time, Box(LEFT, 46, COLUMN, 11), 22, Face.BOLD)
    yield from text(fonts, words.desk, Box(LEFT, 59, COLUMN, 9.5), 14, Face.BOLD, lines=2, floor=FLOOR)
    if words.where:
        yield from text(fonts, words.where, Box(LEFT, 69, COLUMN, 8), 11, lines=2, floor=FLOOR)
    yield from _lists(fonts, words, _)
    yield qr(words.calendar, Box(code_x, 18, CODE_MM, CODE_MM))
    yield from text(fonts, _(N_("Your phone puts it into its calendar.")), Box(code_x, 79, CODE_MM, 6), 9, align=Align.CENTER)
    yield from _number(fonts, words, code_x, _)
    yield Path(((LEFT, 126.0), (RIGHT, 126.0)), 0.15)
    yield from text(fonts, words.state_note, Box(LEFT, 128, RIGHT - LEFT, 12), 12, lines=2)


def _number(fonts: FontSet, words: ReservationWords, x: float, _: Translate) -> Iterator[Ink]:
    if not words.number:
        return
    yield Rectangle(Box(x + 2, 88, CODE_MM - 4, 30), 0.4)
    yield from text(fonts, _(N_("Your number")), Box(x + 4, 90, CODE_MM - 8, 5), 9, align=Align.CENTER)
    yield from text(fonts, words.number, Box(x + 4, 95, CODE_MM - 8, 12), 24, Face.BOLD, align=Align.CENTER)
    yield from text(fonts, words.code, Box(x + 4, 107, CODE_MM - 8, 10), 18, Face.BOLD, align=Align.CENTER)


def _lists(fonts: FontSet, words: ReservationWords, _: Translate) -> Iterator[Ink]:
    """What to bring or to have ready, and what the desk gets ready."""
    top = 80.0
    for title, lines in words.lists:
        yield from text(fonts, title, Box(LEFT, top, COLUMN, 6), 11, Face.BOLD)
        for number, line in enumerate(lines, 1):
            yield from text(fonts, f"・{line}", Box(LEFT + 2, top + number * 6.5, COLUMN - 2, 6), 11, lines=2, floor=FLOOR)
        top += 6.5 * (len(lines) + 1) + 1.5
    if words.needs:
        said = _(N_("We get ready: {what}")).format(what=words.needs)
        yield from text(fonts, said, Box(LEFT, top, COLUMN, 9), 10, lines=2, floor=FLOOR)
