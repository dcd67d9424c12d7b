"""The paper of what may fit a person: each with why, until when and where, and the same as a code for the phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Path, Rectangle
from kiosk.forms.qr import qr
from kiosk.handover.paper import CODE_MM, LEFT, RIGHT, text
from kiosk.model.form import Align, Box, Face
from kiosk.visit.services import NoticeRow, NoticeWords
from kiosk.words import N_, Translate

ROW_MM: Final = 25.0
FIRST_TOP, NEXT_TOP = 84.0, 22.0
BOTTOM: Final = 268.0
ACCOUNT_MM: Final = 36.0
_TICK: Final = 6.0


def notice_pages(fonts: FontSet, words: NoticeWords, _: Translate) -> list[list[Ink]]:
    """The pages, as many as the rows need; ValueError for words that do not fit."""
    pages: list[list[Ink]] = [list(_head(fonts, words, _))]
    top = FIRST_TOP
    for row in words.rows:
        if top + ROW_MM > BOTTOM:
            pages.append([])
            top = NEXT_TOP
        pages[-1] += _row(fonts, row, top, _)
        top += ROW_MM
    if words.account:
        if top + ACCOUNT_MM > BOTTOM:
            pages.append([])
            top = NEXT_TOP
        pages[-1] += _account(fonts, words.account, top + 3, _)
    return [[*page, *_foot(fonts, _)] for page in pages]


def _head(fonts: FontSet, words: NoticeWords, _: Translate) -> Iterator[Ink]:
    column = RIGHT - CODE_MM - LEFT - 6
    yield from text(fonts, _(N_("What may fit you")), Box(LEFT, 19, column, 10), 20, Face.BOLD)
    yield from text(fonts, _(N_("Made on {day}")).format(day=words.made), Box(LEFT, 31, column, 6), 11)
    yield from text(
        fonts,
        _(N_("From your yes and no at the machine. The counter decides whether it fits.")),
        Box(LEFT, 39, column, 12),
        11,
        lines=2,
    )
    yield from text(
        fonts,
        _(N_("Touch “Go on with an earlier visit” at any of our machines and type the 8 digits: it begins there.")),
        Box(LEFT, 52, column, 17),
        11,
        lines=3,
    )
    yield qr(words.qr, Box(RIGHT - CODE_MM, 18, CODE_MM, CODE_MM))


def _row(fonts: FontSet, row: NoticeRow, top: float, _: Translate) -> Iterator[Ink]:
    x, width = LEFT + _TICK + 4, RIGHT - LEFT - _TICK - 4
    yield Path(((LEFT, top), (RIGHT, top)), 0.15)
    yield Rectangle(Box(LEFT, top + 3, _TICK, _TICK), 0.4)
    yield from text(fonts, row.title, Box(x, top + 1.5, width - 44, 7), 13, Face.BOLD)
    yield from text(fonts, row.code, Box(RIGHT - 42, top + 1.5, 42, 7), 12, align=Align.RIGHT)
    yield from text(fonts, _(N_("Why: {text}")).format(text=row.why), Box(x, top + 8.8, width, 5), 10)
    yield from text(fonts, row.when, Box(x, top + 14.0, width * 0.46, 5), 10, Face.BOLD)
    yield from text(fonts, row.where, Box(x + width * 0.48, top + 14.0, width * 0.52, 5), 9, floor=5.0)
    if row.page:
        yield from text(fonts, row.page, Box(x, top + 19.2, width, 4.4), 7, floor=4.0)


def _account(fonts: FontSet, address: str, top: float, _: Translate) -> Iterator[Ink]:
    side = ACCOUNT_MM - 6
    yield qr(address, Box(LEFT, top, side, side))
    x = LEFT + side + 5
    yield from text(fonts, _(N_("The city's news on your phone")), Box(x, top + 4, RIGHT - x, 8), 13, Face.BOLD)
    yield from text(fonts, address, Box(x, top + 13, RIGHT - x, 6), 9, floor=5.0)


def _foot(fonts: FontSet, _: Translate) -> Iterator[Ink]:
    promise = _(N_("Nothing of your answers stayed at the machine. This paper is the only list."))
    yield from text(fonts, promise, Box(LEFT, 279, RIGHT - LEFT, 6), 10)
