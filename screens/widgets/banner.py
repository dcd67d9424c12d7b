"""A strip of warning above a list, such as how old its data is. Nothing to touch; the sign, not the colour alone, says what it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from screens.theme import Role, Theme
from screens.widgets.press import draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import round_pen

SIGN_MM = 9.0


class Banner(QWidget):
    """One sentence in a box with an exclamation mark."""

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._words = RubyText(words, theme.font(Role.SMALL, bold=True), theme.furigana)
        self.setObjectName("banner")
        self.setAccessibleName(self._words.text)

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The sentence as drawn, with its box."""
        px = self.theme.px
        box = QRectF(self.rect()).adjusted(px(SIGN_MM + 6.0), px(0.5), -px(3.0), -px(0.5))
        return [(self._words.fitted(box.width(), box.height()), box)]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), theme, palette.call_bg, palette.call, theme.px_per_mm * 0.7)
        side = px(SIGN_MM)
        sign = QRectF(px(3.0), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.call)
        painter.drawEllipse(sign)
        painter.setPen(round_pen(palette.call_bg, side * 0.13))
        x = sign.center().x()
        painter.drawLine(QPointF(x, sign.top() + side * 0.25), QPointF(x, sign.top() + side * 0.56))
        painter.drawPoint(QPointF(x, sign.top() + side * 0.76))
        for words, box in self.shown():
            words.paint(painter, box, palette.text, Qt.AlignmentFlag.AlignVCenter)
        painter.end()
