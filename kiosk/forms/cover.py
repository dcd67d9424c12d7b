"""The sheet on top of several papers: what each is, where it goes, where to sign, in which order. Calm, and in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.forms.blocks import FULL, LEFT, RIGHT, About
from kiosk.forms.drawing import Drawing, Names
from kiosk.forms.figure import figure
from kiosk.forms.fonts import FontSet
from kiosk.forms.furniture import receipt_box
from kiosk.forms.ink import Ink, Path, Rectangle, Ring
from kiosk.forms.layout import text_lines
from kiosk.forms.render import PageJob
from kiosk.forms.text import fit, shape
from kiosk.furigana import plain
from kiosk.model.form import Align, Box, Face, Form
from kiosk.paths import ASSETS
from kiosk.words import N_, Catalogue

ROWS = 16
"""Papers on one cover sheet; more of them take another."""
_TOP, _HEAD, _LAST = 52.0, 9.0, 246.0
_COLUMNS = (10.0, 86.0, 14.0, 36.0, 34.0)
_GREY = 0.35
_REMINDERS_H = 31.0
_GUIDE = Box(RIGHT - 30, 287 - 27, 30, 27)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the cover. title: as it stands on the paper; also: the same in the visit's language, whose: the person of a group it
    is for; "" leaves these out."""

    title: str
    also: str
    pages: int
    sign: tuple[str, ...]
    counter: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """The cover's words. japanese: reads msgids in Japanese; other: in the visit's language, None when that is Japanese."""

    japanese: Catalogue
    other: Catalogue | None

    def ja(self, msgid: str, **values: object) -> str:
        """In Japanese without readings."""
        return plain(self.japanese(msgid)).format(**values)

    def also(self, msgid: str, **values: object) -> str:
        """In the visit's language, "" when that is Japanese."""
        return plain(self.other(msgid)).format(**values) if self.other else ""


class Cover:
    """Makes cover sheets; keeps what is printed the same on each."""

    def __init__(self) -> None:
        kinds = [(numbered, guide) for numbered in (True, False) for guide in (True, False)]
        self._pages = {kind: _page(*kind) for kind in kinds}

    def sheets(self, papers: Sequence[Listed], speech: Speech, fonts: FontSet, numbered: bool) -> list[PageJob]:
        """As many sheets as those papers take. numbered: there is a receipt number to show."""
        pens = [
            _Pen(fonts, speech, papers, papers[at : at + ROWS], at, last=at + ROWS >= len(papers))
            for at in range(0, len(papers), ROWS)
        ]
        return [PageJob(self._pages[numbered, pen.room], {}, tuple(pen.ink())) for pen in pens]


def _page(numbered: bool, guide: bool) -> Form:
    d = Drawing(Names(), {})
    if guide:
        d.art += figure(ASSETS / "icons" / "guide" / "happy.svg", _GUIDE)
    if numbered:
        receipt_box(d)
    return About("cover", "表紙", "", "", date(2026, 11, 24), "", 210.0, 297.0).form(d)


class _Pen:
    """Draws one sheet. papers: of the whole visit; here: those on this sheet, from number `before` on."""

    def __init__(
        self, fonts: FontSet, speech: Speech, papers: Sequence[Listed], here: Sequence[Listed], before: int, last: bool
    ) -> None:
        self._fonts, self._speech = fonts, speech
        self._papers, self._here, self._before, self._last = papers, here, before, last

    @property
    def _row_h(self) -> float:
        """Few papers get high rows, but never so high that a row looks empty."""
        return min(19.0, (_LAST - _TOP - _HEAD) / len(self._here))

    @property
    def _end(self) -> float:
        return _TOP + _HEAD + self._row_h * len(self._here)

    @property
    def room(self) -> bool:
        """Whether the guide has a place of its own under everything."""
        return self._end + 12 + _REMINDERS_H + 4 < _GUIDE.y

    def ink(self) -> Iterator[Ink]:
        """Everything this sheet says."""
        yield from self._greeting()
        yield from self._head()
        high = self._row_h
        for number, paper in enumerate(self._here):
            yield from self._row(paper, self._before + number + 1, _TOP + _HEAD + number * high, high)
        if self._last:
            yield from self._reminders(min(252.0, self._end + 12))

    def _greeting(self) -> Iterator[Ink]:
        count, pages = len(self._papers), sum(paper.pages for paper in self._papers)
        yield from self._words(self._speech.ja(N_("Well done")), Box(LEFT, 12, 112, 11), 24, Face.BOLD)
        for row, width in enumerate((0.6, 0.35)):
            yield _wave(26.0 + row * 1.6, width, row * math.pi / 2)
        told = N_("Today you have {count} papers, {pages} sheets. Hand them in in this order.")
        yield from self._words(self._speech.ja(told, count=count, pages=pages), Box(LEFT, 31, 112, 7), 11.5)
        yield from self._words(self._speech.also(told, count=count, pages=pages), Box(LEFT, 38.5, FULL, 5), 9, grey=_GREY)

    def _head(self) -> Iterator[Ink]:
        yield Rectangle(Box(LEFT, _TOP, FULL, _HEAD), 0.0, 0.93)
        names = (N_("Paper"), N_("Sheets"), N_("Sign here"), N_("Hand in at"))
        for msgid, box in zip(names, list(_cells(_TOP, _HEAD))[1:], strict=True):
            inner = Box(box.x + 1.5, box.y, box.w - 2, box.h)
            yield from self._pair(self._speech.ja(msgid), self._speech.also(msgid), inner, 9, 6.5, Face.BOLD)
        yield Path(((LEFT, _TOP + _HEAD), (RIGHT, _TOP + _HEAD)), 0.4)

    def _row(self, paper: Listed, number: int, y: float, high: float) -> Iterator[Ink]:
        order, title, pages, sign, counter = _cells(y, high)
        ring = min(7.5, high - 2.5)
        circle = Box(order.x + (order.w - ring) / 2, y + (high - ring) / 2, ring, ring)
        yield Ring(circle, 0.4)
        yield from self._words(str(number), circle, 11, Face.BOLD, Align.CENTER)
        inner = Box(title.x + 1.5, y + 0.8, title.w - 3, high - 1.6)
        yield from self._title(paper, inner)
        text = self._speech.ja(N_("{count} sheets"), count=paper.pages)
        yield from self._words(text, pages, 10, align=Align.CENTER)
        signing = "、".join(paper.sign) if paper.sign else "－"
        yield from self._words(signing, Box(sign.x + 1.5, y + 0.8, sign.w - 3, high - 1.6), 9.5, lines=3, floor=6.0)
        ask = self._speech.ja(N_("Ask at the counter"))
        where, grey = (paper.counter, 0.0) if paper.counter else (ask, _GREY)
        yield from self._words(where, Box(counter.x + 1.5, y + 0.8, counter.w - 3, high - 1.6), 10.5, lines=3, grey=grey, floor=7.0)
        yield Path(((LEFT, y + high), (RIGHT, y + high)), 0.12)

    def _title(self, paper: Listed, box: Box) -> Iterator[Ink]:
        """What the paper is; under it whose it is, where several of a kind are told apart by that alone."""
        if not paper.whose:
            yield from self._pair(paper.title, paper.also, box, 12.5, 8, Face.BOLD, lines=2)
            return
        upper = Box(box.x, box.y + box.h * 0.05, box.w, box.h * 0.5)
        name = Box(box.x, upper.bottom, box.w * (0.5 if paper.also else 1.0), box.h * 0.42)
        yield from self._words(paper.title, upper, 12.5, Face.BOLD, lines=2)
        yield from self._words(paper.whose, name, 11)
        if paper.also:
            yield from self._words(paper.also, Box(name.right + 1, name.y, box.w - name.w - 1, name.h), 8, grey=_GREY)

    def _reminders(self, y: float) -> Iterator[Ink]:
        lines = (
            N_("Sign with your own hand where it says so. Pens that can be erased are not accepted."),
            N_("Please look whether what is printed is right. What is wrong, the counter puts right."),
            N_("Show this sheet at the counter. It stays with you."),
        )
        yield Rectangle(Box(LEFT, y, FULL, _REMINDERS_H), 0.4)
        for number, msgid in enumerate(lines):
            top = y + 2 + number * 9.2
            yield Rectangle(Box(LEFT + 4, top + 2.4, 3.4, 3.4), 0.3)
            inner = Box(LEFT + 11, top, FULL - 14, 8.4)
            yield from self._pair(self._speech.ja(msgid), self._speech.also(msgid), inner, 11, 7.5)

    # --- letters ------------------------------------------------------------------------------------------------------------
    def _pair(
        self, text: str, also: str, box: Box, size: float, small: float, face: Face = Face.GOTHIC, lines: int = 1
    ) -> Iterator[Ink]:
        """Words, and under them the same in the visit's language."""
        if not also:
            yield from self._words(text, box, size, face, lines=lines)
            return
        upper = Box(box.x, box.y + box.h * 0.05, box.w, box.h * 0.52)
        yield from self._words(text, upper, size, face, lines=lines)
        yield from self._words(also, Box(box.x, upper.bottom, box.w, box.h * 0.4), small, grey=_GREY)

    def _words(
        self,
        text: str,
        box: Box,
        size: float,
        face: Face = Face.GOTHIC,
        align: Align = Align.LEFT,
        lines: int = 1,
        grey: float = 0.0,
        floor: float = 4.5,
    ) -> Iterator[Ink]:
        run = shape(self._fonts, face, text)
        # The printed faces hold Japanese and Latin letters; words of another script are left out rather than printed in part.
        fitted = None if run.missing else fit(run.glyphs, box.w, box.h, size, floor, lines)
        if fitted is not None and run.glyphs:
            yield from text_lines(fitted, box, align, grey)


def _cells(y: float, high: float) -> Iterator[Box]:
    x = LEFT
    for wide in _COLUMNS:
        yield Box(x, y, wide, high)
        x += wide


def _wave(y: float, width: float, phase: float) -> Path:
    xs = [LEFT + 113 * step / 160 for step in range(161)]
    return Path(tuple((x, y + 0.9 * math.sin(x * 2 * math.pi / 13 + phase)) for x in xs), width)
