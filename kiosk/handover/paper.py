"""Small papers people take along, on the upper half of an A4 sheet: つづき slips. Drawn with the same ink as the forms.

The code is 56 mm wide where it has 97 modules (version 20): 0.53 mm each, which office printers draw and counter scanners read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Path, Rectangle, Ring
from kiosk.forms.layout import text_lines
from kiosk.forms.qr import qr
from kiosk.forms.render import sample_words
from kiosk.forms.text import fit, shape
from kiosk.furigana import plain
from kiosk.model.form import Align, Box, Face
from kiosk.visit.services import NoticeWords, ReservationWords, SummaryPart, SummaryWords, TranscriptWords, TsuzukiWords
from kiosk.words import N_, Translate

if TYPE_CHECKING:
    from kiosk.forms.pdf import Bindery

WIDTH, HEIGHT, FOLD = 210.0, 297.0, 148.5
LEFT, RIGHT = 14.0, 196.0
CODE_MM: Final = 60.0
MOST_TITLES: Final = 3


class SlipPress:
    """Makes the slips. fonts: opened once, shared with the forms."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._bindery: Bindery | None = None

    def tsuzuki(self, words: TsuzukiWords, translate: Translate, sample: bool) -> bytes:
        """The slip with the code of an unfinished visit; words that do not fit raise ValueError."""
        return self._bind(list(_tsuzuki(self._fonts, words, translate)), sample=sample, title="tsuzuki")

    def transcript(self, words: TranscriptWords, translate: Translate, sample: bool) -> bytes:
        """The table of a vaccination record on a whole page; words that do not fit raise ValueError."""
        return self._bind(list(_transcript(self._fonts, words, translate)), sample=sample, title="vaccines", fold=False)

    def summary(self, words: SummaryWords, translate: Translate, sample: bool) -> bytes:
        """What comes next, desk by desk, on a page; words that do not fit raise ValueError."""
        title = f"summary {words.receipt_no}".strip()
        return self._bind(*_summary(self._fonts, words, translate), sample=sample, title=title, fold=False)

    def reservation(self, words: ReservationWords, translate: Translate, sample: bool) -> bytes:
        """The slip of a reservation; words that do not fit raise ValueError."""
        from kiosk.handover.booking_slip import reservation_slip  # drawn there; this module draws the others

        title = f"reservation {words.number}".strip()
        return self._bind(list(reservation_slip(self._fonts, words, translate)), sample=sample, title=title)

    def notices(self, words: NoticeWords, translate: Translate, sample: bool) -> bytes:
        """What may fit a person, on a page or more; words that do not fit raise ValueError."""
        from kiosk.handover.notice_list import notice_pages

        return self._bind(*notice_pages(self._fonts, words, translate), sample=sample, title="notices", fold=False)

    def _bind(self, *pages: list[Ink], sample: bool, title: str, fold: bool = True) -> bytes:
        if self._bindery is None:
            from kiosk.forms.pdf import Bindery  # brings reportlab: only when a slip is wanted

            self._bindery = Bindery()
        under = [sample_words(self._fonts, WIDTH, FOLD)] if sample else []
        layer = self._bindery.layer([*under, *frame(fold)], WIDTH, HEIGHT)
        return self._bindery.bind([(layer, inks) for inks in pages], title)


def frame(fold: bool) -> Iterator[Ink]:
    """The band of waves, and the fold."""
    for row, width in enumerate((0.7, 0.45, 0.25)):
        yield _wave(10.5 + row * 1.9, width, phase=row * math.pi / 2)
    if fold:
        yield Path(((0, FOLD), (WIDTH, FOLD)), 0.15, dash=1.5)


def _wave(y: float, width: float, phase: float) -> Path:
    xs = [LEFT + (RIGHT - LEFT) * step / 240 for step in range(241)]
    return Path(tuple((x, y + 1.1 * math.sin(x * 2 * math.pi / 13 + phase)) for x in xs), width)


def text(
    fonts: FontSet,
    words: str,
    box: Box,
    size: float,
    face: Face = Face.GOTHIC,
    lines: int = 1,
    align: Align = Align.LEFT,
    floor: float = 7.0,
) -> Iterator[Ink]:
    """Words without furigana in the box, smaller or on more lines where they must; ValueError when they do not fit."""
    run = shape(fonts, face, plain(words))
    fitted = fit(run.glyphs, box.w, box.h, size, floor, lines)
    if fitted is None or run.missing:
        raise ValueError("these words cannot be set on the slip")
    yield from text_lines(fitted, box, align)


def numbered(fonts: FontSet, lines: tuple[str, ...], x: float, y: float, w: float, step: float, first: int = 1) -> Iterator[Ink]:
    """Lines with a number in a ring before each, `step` mm apart."""
    for number, words in enumerate(lines, first):
        top = y + (number - first) * step
        yield Ring(Box(x, top + 1.0, 8, 8), 0.5)
        yield from text(fonts, str(number), Box(x, top + 1.0, 8, 8), 12, Face.BOLD, align=Align.CENTER)
        yield from text(fonts, words, Box(x + 12, top, w - 12, step - 2), 14, lines=2)


def _tsuzuki(fonts: FontSet, words: TsuzukiWords, _: Translate) -> Iterator[Ink]:
    code_x = RIGHT - CODE_MM
    column = code_x - LEFT - 6
    yield from text(fonts, _(N_("To be continued")), Box(LEFT, 19, column, 10), 20, Face.BOLD)
    yield from text(fonts, _(N_("Good until {day}")).format(day=words.until), Box(LEFT, 31, column, 7), 14, Face.BOLD)
    yield qr(words.text, Box(code_x, 18, CODE_MM, CODE_MM))
    yield from text(fonts, _titles(words, _), Box(LEFT, 40, column, 12), 11, lines=2)
    yield from numbered(fonts, _how(words, _), LEFT, 55, column, 13)
    yield Rectangle(Box(code_x + 2, 82, CODE_MM - 4, 17), 0.4)
    yield from text(
        fonts, _(N_("No scanner? Type this number")), Box(code_x + 4, 83.5, CODE_MM - 8, 5), 8, lines=1, align=Align.CENTER
    )
    yield from text(fonts, " ".join(words.codes[:2]), Box(code_x + 4, 88.5, CODE_MM - 8, 9), 16, Face.BOLD, align=Align.CENTER)
    promise = _(N_("What you answered is locked inside the code. Only this city's machines can open it."))
    lost = _(N_("If you lose the paper, nobody can read it, and you simply begin anew."))
    if words.kept:
        promise = _(
            N_("The city keeps your answers locked. Paper and your four digits open them together; five wrong tries destroy them.")
        )
    yield from text(fonts, promise, Box(LEFT, 104, RIGHT - LEFT, 12), 11, lines=2)
    yield from text(fonts, lost, Box(LEFT, 118, RIGHT - LEFT, 7), 11, lines=1)


def _titles(words: TsuzukiWords, _: Translate) -> str:
    more = len(words.titles) - MOST_TITLES
    shown = " / ".join(plain(title) for title in words.titles[:MOST_TITLES])
    return shown + (_(N_(" and {n} more")).format(n=more) if more > 0 else "")


def _how(words: TsuzukiWords, _: Translate) -> tuple[str, ...]:
    last = N_("It asks your four digits and goes on where you stopped.") if words.kept else N_("It goes on where you stopped.")
    return (
        _(N_("Touch “Go on with an earlier visit” at any of our machines.")),
        _(N_("Hold this code under the scanner.")),
        _(last),
    )


# --- vaccination record -------------------------------------------------------------------------------------------------
_ROW, _TABLE_TOP, _TABLE_W = 5.45, 49.0, 116.0


def _transcript(fonts: FontSet, words: TranscriptWords, _: Translate) -> Iterator[Ink]:
    yield from text(fonts, _(N_("Vaccination record")), Box(LEFT, 19, _TABLE_W, 10), 20, Face.BOLD)
    yield from text(fonts, _(N_("Name (write it yourself)")), Box(LEFT, 32, 50, 6), 9)
    yield Path(((LEFT, 44.0), (LEFT + _TABLE_W, 44.0)), 0.2)
    yield from _table(fonts, words, _)
    yield from _beside(fonts, words, _)
    yield from text(fonts, _(N_("Written by the person from their own booklet. Not a certificate, and no medical advice.")), Box(LEFT, 279, RIGHT - LEFT, 5), 9)  # fmt: skip
    yield from text(fonts, _(N_("Nothing of it stays on this machine.")), Box(LEFT, 285, RIGHT - LEFT, 5), 9)


def _table(fonts: FontSet, words: TranscriptWords, _: Translate) -> Iterator[Ink]:
    heads = (_(N_("Day")), _(N_("Vaccine")), _(N_("Place")))
    for number, cells in enumerate((heads, *words.rows)):
        top = _TABLE_TOP + number * _ROW
        face = Face.BOLD if number == 0 else Face.GOTHIC
        count = str(number) if number else ""
        yield from text(fonts, count, Box(LEFT, top, 7, _ROW - 0.6), 9, align=Align.RIGHT) if count else ()
        for (x, w), words_of in zip(((9, 35), (45, 37), (83, 33)), cells, strict=True):
            yield from text(fonts, words_of, Box(LEFT + x, top, w, _ROW - 0.6), 10, face, floor=6.0) if words_of else ()
        yield Path(((LEFT, top + _ROW - 0.4), (LEFT + _TABLE_W, top + _ROW - 0.4)), 0.4 if number == 0 else 0.1)


def _beside(fonts: FontSet, words: TranscriptWords, _: Translate) -> Iterator[Ink]:
    x = RIGHT - CODE_MM
    yield qr(words.code, Box(x, 18, CODE_MM, CODE_MM))
    yield from text(fonts, _(N_("A phone shows the same table from this code.")), Box(x, 79, CODE_MM, 10), 9, lines=2)
    yield from text(fonts, _(N_("How many of each")), Box(x, 94, CODE_MM, 7), 12, Face.BOLD)
    for number, (name, count) in enumerate(words.counts):
        top = 102 + number * 7.2
        yield from text(fonts, name, Box(x, top, CODE_MM - 16, 6.4), 10, lines=2)
        yield from text(fonts, _(N_("× {n}")).format(n=count), Box(RIGHT - 15, top, 15, 6.4), 11, Face.BOLD, align=Align.RIGHT)
        yield Path(((x, top + 6.8), (RIGHT, top + 6.8)), 0.1)


# --- summary ------------------------------------------------------------------------------------------------------------
_PART_H, _STEP_H, _FOOT = 12.0, 13.0, 64.0
_ON_FIRST, _ON_FURTHER = 82.0, 22.0


class _Pages:
    """Pages of ink with a place where the next thing goes; one that is full is followed by a fresh one."""

    def __init__(self) -> None:
        self.inks: list[list[Ink]] = [[]]
        self.top = 0.0

    def room(self, height: float, top: float = _ON_FURTHER) -> float:
        """Where something of that height goes, mm from the top."""
        if self.top + height > HEIGHT - 12:
            self.inks.append([])
            self.top = top
        at, self.top = self.top, self.top + height
        return at

    def add(self, inks: Iterator[Ink]) -> None:
        """Draw on the page that is under way."""
        self.inks[-1] += inks


def _summary(fonts: FontSet, words: SummaryWords, _: Translate) -> list[list[Ink]]:
    """Head and steps, then the desks, then whom to ask."""
    pages = _Pages()
    pages.add(_summary_head(fonts, words, _))
    pages.top = 42.0
    for number, step in enumerate(words.steps, 1):
        top = pages.room(_STEP_H)
        beside = len(pages.inks) == 1 and top + _STEP_H <= _ON_FIRST
        width = RIGHT - LEFT - (CODE_MM + 6 if beside else 0)
        pages.add(numbered(fonts, (step,), LEFT, top, width, _STEP_H, first=number))
    if len(pages.inks) == 1:
        pages.top = max(pages.top + 4, _ON_FIRST)
    for at, part in enumerate(words.parts):
        if at == 0:
            pages.room(9 + _PART_H)
            pages.top -= _PART_H
            pages.add(text(fonts, _(N_("Where to go")), Box(LEFT, pages.top - 9, 120, 7), 14, Face.BOLD))
        top = pages.room(_PART_H)
        pages.add(_part(fonts, part, top, _))
    top = pages.room(_FOOT) + 4
    pages.add(_summary_foot(fonts, words, top, _))
    return pages.inks


def _summary_head(fonts: FontSet, words: SummaryWords, _: Translate) -> Iterator[Ink]:
    column = RIGHT - CODE_MM - LEFT - 6
    yield from text(fonts, _(N_("What comes next")), Box(LEFT, 19, column, 10), 20, Face.BOLD)
    if words.receipt_no:
        receipt = f"{_(N_('Your number'))}: {plain(words.receipt_no)}  {words.matching_code}"
        yield from text(fonts, receipt, Box(LEFT, 31, column, 8), 16, Face.BOLD)
    yield qr(words.qr, Box(RIGHT - CODE_MM, 18, CODE_MM, CODE_MM))


def _summary_foot(fonts: FontSet, words: SummaryWords, top: float, _: Translate) -> Iterator[Ink]:
    yield from text(fonts, _(N_("If something is not clear")), Box(LEFT, top, 120, 7), 14, Face.BOLD)
    top += 8
    for call in words.calls[:4]:
        yield from text(fonts, call, Box(LEFT, top, RIGHT - LEFT, 6), 11)
        top += 6.5
    yield from text(fonts, words.if_lost, Box(LEFT, top + 3, RIGHT - LEFT, 7), 11)
    code_words = _(
        N_("The 8 digits are the procedure's number: type them at any of our machines to begin it again, or tell them to staff.")
    )
    yield from text(fonts, code_words, Box(LEFT, top + 11, RIGHT - LEFT, 11), 10, lines=2)


def _part(fonts: FontSet, part: SummaryPart, top: float, _: Translate) -> Iterator[Ink]:
    yield Path(((LEFT, top), (RIGHT, top)), 0.15)
    yield from text(fonts, part.title, Box(LEFT, top + 0.8, 74, 5.4), 11, Face.BOLD, floor=6.0)
    yield from text(fonts, part.code, Box(LEFT, top + 6.2, 40, 5), 10)
    right = " / ".join(part.desk) or plain(_(N_("Please ask at the counter")))
    yield from text(fonts, right, Box(LEFT + 77, top + 0.8, RIGHT - LEFT - 77, 5.6 if part.page else 10.6), 9, lines=2, floor=5.0)
    if part.page:
        yield from text(fonts, part.page, Box(LEFT + 77, top + 6.6, RIGHT - LEFT - 77, 4.6), 7, floor=4.0)
