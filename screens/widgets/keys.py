"""One key of a keypad or keyboard, and where keys lie."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from screens.theme import Role, Theme
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import LINE, LINE_WITHOUT_RUBY, RubyText

KEY_GAP_MM = 3.0
MARKS = frozenset("゛゜、。ー－−＋")  # their ink lies in a corner of the em box: centred by what is seen
GLYPH_SHARE = 0.56  # of a key's smaller side
NOTE_SHARE = 0.42
NOTE_EM = 0.9


class Tone(StrEnum):
    """What a key does to what is written."""

    WRITE = "write"
    SECRET = "secret"  # noqa: S105 - a name; same look pressed or not but for its border: nothing to read over a shoulder
    TURN = "turn"
    ERASE = "erase"
    QUIET = "quiet"


class Key(PressArea):
    """A key with a large label and, under it, a small note. `chosen` draws it as the present choice."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        label: str,
        tone: Tone = Tone.WRITE,
        note: str = "",
        parent: QWidget | None = None,
        kept: bool = False,
    ) -> None:
        """kept: its picture is painted once and kept. For the fixed keys of a keyboard only, never for what a person wrote or entered."""
        # An opaque object, not the name: the guard remembers the last key, and that must not tell a digit of a PIN.
        super().__init__(theme, name, label, parent, key=object())
        self.tone = tone
        self._kept = kept
        self.chosen = False
        self.set_label(label, note)

    def set_label(self, label: str, note: str = "") -> None:
        """Show other words."""
        self.label = label
        self.note = note
        self._drawn: tuple[RubyText, RubyText | None] | None = None
        self.setAccessibleName(" ".join(filter(None, (plain(label), plain(note)))))
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Whether this is the present choice."""
        if self.chosen != chosen:
            self.chosen = chosen
            self.update()

    def words_rects(self) -> tuple[QRectF, QRectF]:
        """Where label and note lie."""
        pad = self.theme.px(1.2)
        rect = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        if not self.note:
            return rect, QRectF()
        split = rect.height() * (1 - NOTE_SHARE)
        return rect.adjusted(0, 0, 0, split - rect.height()), rect.adjusted(0, split, 0, 0)

    def shown(self) -> tuple[RubyText, RubyText | None]:
        """Label and note as they are drawn now; tests ask them whether they fit."""
        if self._drawn is None:
            label, note = self.words_rects()
            words = self._text(self.label, self._label_em(label), True).fitted(label.width(), label.height())
            small = None
            if self.note:
                em = self._one_line_em(self.note, round(self.theme.em(Role.SMALL) * NOTE_EM), note, False)
                small = self._text(self.note, em, False).fitted(note.width(), note.height())
            self._drawn = (words, small)
        return self._drawn

    def _text(self, text: str, em: int, bold: bool) -> RubyText:
        return RubyText(text, self.theme.font_px(em, bold), self._has_ruby(text), balance=True)

    def _has_ruby(self, text: str) -> bool:
        return self.theme.furigana and "《" in text

    def _one_line_em(self, text: str, em: int, room: QRectF, bold: bool) -> int:
        """em, or less where one line would be too high or a word too wide: found at once, not by trying sizes."""
        em = max(1, min(em, int(room.height() / (LINE if self._has_ruby(text) else LINE_WITHOUT_RUBY))))
        measure = QFontMetricsF(self.theme.font_px(em, bold)).horizontalAdvance
        widest = max((measure(word) for word in plain(text).split()), default=1.0)
        return max(1, min(em, int(em * (room.width() - 1) / max(widest, 1.0))))

    def _is_glyph(self) -> bool:
        return len(self.label) == 1 or (len(self.label) == 2 and self.label.isdigit())

    def _label_em(self, room: QRectF) -> int:
        """A single character fills its key; words take the button size, larger on tall keys, and no word is broken."""
        if self._is_glyph():
            return max(round(min(self.width(), self.height()) * GLYPH_SHARE), 1)
        em = max(self.theme.em(Role.BUTTON), min(round(room.height() * 0.3), round(self.theme.em(Role.HEADING) * 1.3)))
        return self._one_line_em(self.label, em, room, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawn = None

    def _coat(self) -> tuple[QColor, QColor, QColor, float]:
        """Fill, ink, border and border width."""
        p, line = self.theme.palette, float(self.theme.line)
        if self.tone is Tone.SECRET:
            return p.panel, p.text, p.border if self.pressed_now else p.tile_border, line
        if self.pressed_now:
            return p.pressed_bg, p.text, p.primary, line * 1.6
        if self.chosen:
            return p.selected_bg, p.text, p.primary, line * 1.6
        if self.tone is Tone.ERASE:
            return p.panel, p.error, p.error, line
        if self.tone is Tone.TURN:
            return p.accent_soft, p.accent_text, p.accent_text, line
        return p.panel, p.text, p.tile_border, line

    def paint(self, painter: QPainter) -> None:
        if not self._kept:
            self._paint(painter)
            return
        # A keyboard has sixty keys: painting each anew would take a third of a frame.
        key = ("key", self.theme.look, self.label, self.note, self.tone, self.pressed_now, self.chosen)
        picture = self.theme.art.painted(key, self.size(), self._paint)
        if picture is not None:
            painter.drawPixmap(0, 0, picture)

    def _paint(self, painter: QPainter) -> None:
        fill, ink, border, line = self._coat()
        dashed = self.tone is Tone.QUIET and not self.chosen
        draw_box(painter, QRectF(self.rect()), self.theme, fill, border, line, dashed)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        top, bottom = self.words_rects()
        if self.label in MARKS:
            self._paint_mark(painter, top, ink)
            return
        label, note = self.shown()
        label.paint(painter, top, ink, middle)
        if note is not None:
            note.paint(painter, bottom, self.theme.palette.text_sub, middle)

    def _paint_mark(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        font = self.theme.font_px(round(min(self.width(), self.height()) * GLYPH_SHARE * 1.2), True)
        seen = QFontMetricsF(font).tightBoundingRect(self.label)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(rect.center() - seen.center(), self.label)


def key_gap(theme: Theme) -> int:
    """Between two keys, px: 3 mm, never rounded below."""
    return -int(-KEY_GAP_MM * theme.px_per_mm // 1)


def at_least(theme: Theme, mm: float) -> int:
    """That many mm in px, never rounded below."""
    return -int(-mm * theme.px_per_mm // 1)


def grid(
    rect: QRect, columns: int, rows: int, gap: int, largest: tuple[int, int] | None = None, left: bool = False, top: bool = False
) -> list[QRect]:
    """Cells row by row that fill rect, none larger than `largest`, the whole in the middle (or at its left, at its top)."""
    width = (rect.width() - (columns - 1) * gap) // columns
    height = (rect.height() - (rows - 1) * gap) // rows
    if largest is not None:
        width, height = min(width, largest[0]), min(height, largest[1])
    x0 = rect.x() if left else rect.x() + (rect.width() - columns * width - (columns - 1) * gap) // 2
    y0 = rect.y() if top else rect.y() + (rect.height() - rows * height - (rows - 1) * gap) // 2
    return [QRect(x0 + c * (width + gap), y0 + r * (height + gap), width, height) for r in range(rows) for c in range(columns)]
