"""The progress strip: five stations, the present one with its note."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.views import Stage
from screens.theme import EM_MM, Role, Theme
from screens.widgets.ruby import RubyText
from screens.widgets.tile import round_pen, tick_path

KEYS = ("stage_choose", "stage_bring", "stage_ask", "stage_check", "stage_receive")
EM_CAP_MM = 6.0


class ProgressStrip(QWidget):
    """Where one is on the way. With little room only the present station keeps its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._stage: Stage | None = None
        self._texts: list[RubyText] = []

    def show_stage(self, stage: Stage | None, note: str) -> None:
        """stage None hides the strip's drawing but keeps its place; note: e.g. 7つのうち 3つめ."""
        self._stage = stage
        em = self.theme.px(min(EM_MM[self.theme.look.size][Role.SMALL], EM_CAP_MM))
        self._texts = []
        for i, key in enumerate(KEYS):
            words = self.theme.word(key)
            if stage is not None and i == stage and note:
                words = f"{words} {note}" if self.theme.look.language == "en" else f"{words}（{note}）"
            self._texts.append(RubyText(words, self.theme.font_px(em, bold=stage == i), self.theme.furigana))
        self.setAccessibleName(self._texts[stage].text if stage is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stage is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self._stage)
        painter.end()

    def _paint(self, painter: QPainter, stage: Stage) -> None:
        px = self.theme.px
        dot, gap = px(5.0), px(2.0)
        wide = [text.natural_width() for text in self._texts]
        room = self.width() - 5 * (dot + gap) - 4 * px(9.0)
        shown = [True] * 5 if sum(wide) <= room else [i == stage for i in range(5)]
        taken = sum(w for w, on in zip(wide, shown, strict=True) if on)
        line = min(max((self.width() - taken - 5 * dot - sum(shown) * gap * 2) / 4 - gap, px(3.0)), px(22.0))
        x = 0.0
        for i, text in enumerate(self._texts):
            self._paint_dot(painter, QRectF(x, (self.height() - dot) / 2, dot, dot), i, stage)
            x += dot + gap
            if shown[i]:
                colour = self.theme.palette.accent_text if i == stage else self.theme.palette.text_sub
                width = min(wide[i], self.width() - x)
                rect = QRectF(x, 0, width + 1, self.height())
                text.fitted(width + 1, self.height()).paint(painter, rect, colour, Qt.AlignmentFlag.AlignVCenter)
                x += width + gap
            if i < 4:
                painter.setPen(
                    round_pen(self.theme.palette.accent_text if i < stage else self.theme.palette.hairline, self.theme.line)
                )
                painter.drawLine(QPointF(x, self.height() / 2), QPointF(x + line, self.height() / 2))
                x += line + gap

    def _paint_dot(self, painter: QPainter, rect: QRectF, i: int, stage: Stage) -> None:
        palette, line = self.theme.palette, self.theme.px_per_mm * 0.7
        done, now = i < stage, i == stage
        ink = palette.accent_text if done or now else palette.border
        painter.setPen(round_pen(ink, line * (1.7 if now else 1.0)))
        painter.setBrush(ink if done else Qt.BrushStyle.NoBrush)
        inset = line
        painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
        if done:
            painter.strokePath(tick_path(rect.adjusted(inset, inset, -inset, -inset)), round_pen(palette.ground, line))
