"""What stands around the answers: heading, receipt box, signature, running text, remarks, the office's part, the last line."""

from __future__ import annotations

from datetime import date

from kiosk.content.build import build_condition
from kiosk.forms.blocks import BAR, FOOT, FULL, LEFT, RIGHT, Block, bar
from kiosk.forms.drawing import GREY, Drawing, Place
from kiosk.forms.measure import break_words, length
from kiosk.forms.sections import Blank, Heading, Notes, Office, Sign, Words
from kiosk.forms.text import MM_PER_PT
from kiosk.model.form import Align, Box, ByHandField, DateField, Face, QrField, SealField, Source, TextField

OURS = "見本様式（ゆいまどが作図したもので、市の正式な様式ではありません。正式な様式に差し替えてください）"
_TITLE_W = 113.0


# --- head and last line ---------------------------------------------------------------------------------------------------
def heading(d: Drawing, title: str, section: Heading) -> None:
    """Title, addressee, day and receipt box in the first 38 mm."""
    wide = _TITLE_W if section.receipt else FULL
    if section.subtitle:
        d.label(Box(LEFT, 7, wide, 4.5), section.subtitle, 8, grey=GREY)
    _title(d, title, wide)
    d.line(LEFT, 24, LEFT + wide, 24, 0.5)
    d.line(LEFT, 24.9, LEFT + wide, 24.9, 0.15)
    addressee = f"（あて先）{section.addressee}"
    d.label(Box(LEFT, 29, 48, 6), addressee, min(10.5, 10.5 * 48 / length(addressee, 10.5)))
    if section.date or section.date_by_hand:
        _day(d, section)
    if section.receipt:
        receipt_box(d)


def _title(d: Drawing, title: str, wide: float) -> None:
    size = min(19.0, wide / max(length(title, 1.0), 0.1))
    if size >= 12:
        natural = length(title, size)
        spread = min(wide, natural * (1.5 if len(title) <= 8 else 1.35))
        d.label(Box(LEFT, 12, max(spread, natural), 10), title, size, Align.SPREAD, Face.BOLD)
        return
    lines = break_words(title, wide, 13.5)
    for number, line in enumerate(lines):
        d.label(Box(LEFT, 11 + number * 6, wide, 6), line, 13.5, face=Face.BOLD)


def _day(d: Drawing, section: Heading) -> None:
    words = section.date or "日付"
    size = min(9.0, 9.0 * 14 / length(words, 9))
    d.label(Box(64, 29, 14, 6), words, size)
    for x, unit in ((93.5, "年"), (106.5, "月"), (119.5, "日")):
        d.label(Box(x, 29, 4, 6), unit, 9, Align.CENTER)
    d.line(78, 35, 124, 35, 0.1)
    source = Source(() if section.date_by_hand else ("mark.day",))
    year, month, day = Box(78, 29, 15.5, 6), Box(98, 29, 8, 6), Box(111, 29, 8, 6)
    d.add(DateField(d.names.new("handed_in_on"), words, source, year, month, day, size=10))


def receipt_box(d: Drawing) -> None:
    """Receipt number, matching code and QR in the upper right corner."""
    d.frame(Box(133, 10, 62, 28), 0.35)
    d.label(Box(136, 11.5, 20, 4), "受付番号", 7)
    d.line(136, 24.5, 167.5, 24.5, 0.1)
    d.label(Box(136, 25.5, 16, 4), "照合文字", 7)
    d.label(Box(136, 30, 16, 3), "画面と同じか", 5.5, grey=GREY)
    d.label(Box(136, 33, 16, 3), "見くらべます", 5.5, grey=GREY)
    number, code = Source(("mark.receipt_no",)), Source(("mark.matching_code",))
    d.add(TextField(d.names.new("receipt_no"), "受付番号", number, Box(136, 15.5, 32, 8), 17, 8, face=Face.BOLD))
    d.add(TextField(d.names.new("matching_code"), "照合文字", code, Box(150, 25.5, 18, 11.5), 26, 16, 1, Align.RIGHT, Face.BOLD))
    d.add(QrField(d.names.new("qr"), "受付番号のQR", Box(168.5, 11, 26, 26)))


def small_heading(d: Drawing, title: str) -> None:
    """The head of a further sheet: title, receipt number, matching code, page."""
    size = min(13.0, 100 / max(length(title, 1.0), 0.1))
    d.label(Box(LEFT, 12, 102, 8), title, size, face=Face.BOLD)
    d.line(LEFT, 21.5, RIGHT, 21.5, 0.5)
    d.line(LEFT, 22.4, RIGHT, 22.4, 0.15)
    d.label(Box(120, 12, 14, 8), "受付番号", 7, Align.RIGHT)
    number, code = Source(("mark.receipt_no",)), Source(("mark.matching_code",))
    d.add(TextField(d.names.new("receipt_no"), "受付番号", number, Box(136, 12, 27, 8), 15, 8, face=Face.BOLD))
    d.label(Box(164, 12, 14, 8), "照合文字", 7, Align.RIGHT)
    d.add(TextField(d.names.new("matching_code"), "照合文字", code, Box(179, 12, 16, 8), 15, 8, 1, Align.RIGHT, Face.BOLD))


def footer(d: Drawing, form: str, edition: str, verified_on: date) -> None:
    """The last line: what this paper is, its edition, and which page of how many."""
    d.label(Box(LEFT, 285, 122, 4), OURS, 6.5, grey=0.3)
    name = f"{form} {verified_on:%Y-%m} {edition}"
    d.label(Box(150, 285, RIGHT - 150, 4), name, min(6.5, 6.5 * 44 / length(name, 6.5)), Align.RIGHT, grey=0.3)
    d.add(
        TextField(d.names.new("page"), "ページ", Source(("mark.page",)), Box(137, 285, 13, 4), 7.5, 6, 1, Align.CENTER, Face.GOTHIC)
    )


# --- words ------------------------------------------------------------------------------------------------------------------
def words_block(section: Words, place: Place) -> Block:
    """Running text, with a bar above it when it has a title."""
    over = BAR + 1.5 if section.title else 0.0
    wide = FULL - (4 if section.title else 0)
    paragraphs = [break_words(text, wide, section.size) for text in section.lines]
    step = section.size * MM_PER_PT * 1.5
    deep = sum(len(lines) for lines in paragraphs) * step + (len(paragraphs) - 1) * step * 0.35

    def draw(d: Drawing, y: float, scale: float) -> None:
        if section.title:
            bar(d, y, section.title, section.title_note)
            y += over
        for lines in paragraphs:
            for line in lines:
                d.label(Box(LEFT + (2 if section.title else 0), y, wide, step), line, section.size, Align(section.align))
                y += step
            y += step * 0.35

    return Block(place, over + deep, 0.0, draw, section.gap)


def notes_block(section: Notes, place: Place) -> Block:
    """Small remarks with a dot, hanging."""
    size, step = 7.5, 3.9
    lines = [break_words(text, FULL - 5, size) for text in section.lines]
    over = 5.0 if section.title else 0.0

    def draw(d: Drawing, y: float, scale: float) -> None:
        if section.title:
            d.label(Box(LEFT, y, FULL, 4.5), section.title, 8.5, face=Face.BOLD)
            y += over
        for rows in lines:
            d.label(Box(LEFT + 0.5, y, 3, step), "・", size)
            for row in rows:
                d.label(Box(LEFT + 3.5, y, FULL - 3.5, step), row, size)
                y += step

    return Block(place, over + step * sum(map(len, lines)), 0.0, draw, section.gap)


def blank_block(section: Blank, place: Place) -> Block:
    """An empty frame."""
    over = BAR if section.title else 0.0

    def draw(d: Drawing, y: float, scale: float) -> None:
        deep = section.h * scale
        if section.title:
            bar(d, y, section.title, section.title_note)
        inner = Box(LEFT + 0.6, y + over + 0.6, FULL - 1.2, deep - 1.2)
        if section.hint:
            d.label(Box(LEFT + 2, y + over + 1, FULL - 4, 4), section.hint, 7, grey=GREY)
            inner = Box(inner.x, inner.y + 5, inner.w, inner.h - 5)
        d.frame(Box(LEFT, y, FULL, over + deep), 0.4)
        d.add(ByHandField(d.names.new("hand"), section.title or "記入欄", inner))

    return Block(place, over, section.h, draw, section.gap)


# --- signature ----------------------------------------------------------------------------------------------------------------
def sign_block(section: Sign, place: Place) -> Block:
    """What is signed, and the place for the pen; long words stand above it, short ones beside it."""
    beside = [line for text in section.text for line in break_words(text, 63, 8.5)]
    above: list[str] = []
    if len(beside) > 2:
        beside, above = [], [line for text in section.text for line in break_words(text, FULL - 6, 8.5)]
    deep = len(above) * 4.6 + 2.4 if above else 0.0
    low = max(13.0, 4.6 * (len(beside) + bool(section.note)) + 2.6)

    def draw(d: Drawing, y: float, scale: float) -> None:
        d.frame(Box(LEFT, y, FULL, deep + low), 0.4)
        for number, line in enumerate(above):
            d.label(Box(LEFT + 2, y + 1.2 + number * 4.6, FULL - 4, 4.6), line, 8.5)
        if above:
            d.line(LEFT, y + deep, RIGHT, y + deep, 0.1, 0.7)
        _sign_row(d, section, beside, Box(LEFT, y + deep, FULL, low))

    return Block(place, deep + low, 0.0, draw, section.gap)


def _sign_row(d: Drawing, section: Sign, beside: list[str], box: Box) -> None:
    rows = [(line, 8.5) for line in beside] + (
        [(section.note, min(7.5, 7.5 * 63 / length(section.note, 7.5)))] if section.note else []
    )
    top = box.y + (box.h - 4.6 * len(rows)) / 2
    for number, (line, size) in enumerate(rows):
        d.label(Box(LEFT + 2, top + number * 4.6, 64, 4.6), line, size)
    x = 82.0
    d.line(x, box.y, x, box.bottom)
    if section.date:
        d.add(DateField(d.names.new("signed_on"), f"{section.title}の日", Source(()), *_days(d, x, box), size=10))
        x += 44
        d.line(x, box.y, x, box.bottom, 0.1)
    wide = max(length(section.title, 9.5), 11.0)
    d.label(Box(x + 2, box.y, wide + 0.5, box.h), section.title, 9.5, face=Face.BOLD)
    right = box.right
    if section.seal:
        across = min(box.h - 1, 14.0)
        right -= across + 8
        d.word(right + 1, box.y, box.h, "印", 8, GREY)
        d.add(SealField(d.names.new("seal"), "印", box.right - across / 2 - 1.5, box.y + box.h / 2, across))
    place = Box(x + wide + 4, box.y + 0.6, right - x - wide - 4.6, box.h - 1.2)
    d.add(ByHandField(d.names.new("signature"), section.title, place, True, build_condition(section.when)))


def _days(d: Drawing, x: float, box: Box) -> tuple[Box, Box, Box]:
    places = (Box(x + 1, box.y, 14, box.h), Box(x + 19, box.y, 8, box.h), Box(x + 31, box.y, 8, box.h))
    for place, unit in zip(places, "年月日", strict=True):
        d.label(Box(place.right, box.y, 4, box.h), unit, 8.5, Align.CENTER)
    return places


# --- the office -----------------------------------------------------------------------------------------------------------------
def office_block(section: Office, place: Place) -> Block:
    """The part residents leave empty: lines of boxes to tick, then cells, or one empty field."""
    checks, cells = section.checks, section.cells
    upper = 6.5 * len(checks) + (1.0 if checks else 0.0)
    lower = section.h if cells or not checks else 0.0

    def draw(d: Drawing, y: float, scale: float) -> None:
        d.frame(Box(LEFT, y, FULL, upper + lower), 0.2, 0.965)
        d.line(43, y, 43, y + upper + lower)
        d.caption(Box(LEFT, y, 28, upper + lower), section.title, 8.5)
        for number, check in enumerate(checks):
            _check_line(d, check.label, check.options, y + 0.5 + number * 6.5)
        if checks and lower:
            d.line(43, y + upper, RIGHT, y + upper, 0.1)
        for number, cell in enumerate(cells):
            x = 43 + number * (RIGHT - 43) / len(cells)
            if number:
                d.line(x, y + upper, x, y + upper + lower, 0.1)
            d.label(Box(x + 2.5, y + upper + 0.5, (RIGHT - 43) / len(cells) - 3, min(lower, 9)), cell, 8)

    return Block(place, upper + lower, 0.0, draw, section.gap, at_foot=True)


def _check_line(d: Drawing, label: str, options: list[str], y: float) -> None:
    d.label(Box(46, y, 16, 6.5), label, min(8.0, 8.0 * 15.5 / length(label, 8)))
    x = 63.0
    for option in options:
        d.frame(Box(x, y + 1.75, 3, 3), 0.2, 1.0)
        end = d.word(x + 4.2, y, 6.5, option, 8)
        if option == "その他":
            d.word(end + 0.5, y, 6.5, "（", 8)
            d.word(min(end + 24, RIGHT - 5), y, 6.5, "）", 8)
            end += 26
        x = end + 5


assert FOOT < 285, "the last line stands below everything else"
