"""A ring that runs out, and one that goes round while something takes a moment."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from screens.theme import Theme
from screens.widgets.figures import draw_tabular
from screens.widgets.tile import round_pen

STEP_MS = 250


class CountdownRing(QWidget):
    """Seconds left, large, in a ring that grows shorter. Emits `ran_out` once; a hidden ring goes on counting."""

    ran_out = Signal()

    def __init__(self, theme: Theme, seconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._seconds = seconds
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to count."""
        self._clock.start()
        self._timer.start()

    def left_s(self) -> float:
        """Seconds left, never below 0."""
        spent = self._clock.elapsed() / 1000 if self._clock.isValid() else 0.0
        return max(0.0, self._seconds - spent)

    def _tick(self) -> None:
        self.update()
        if self.left_s() <= 0 and self._timer.isActive():
            self._timer.stop()
            self.ran_out.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, mm = self.theme.palette, self.theme.px_per_mm
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = mm * 3.0
        side = min(self.width(), self.height()) - width - 2
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(round_pen(palette.hairline, width * 0.6))
        painter.drawEllipse(rect)
        painter.setPen(round_pen(palette.accent_text, width))
        painter.drawArc(rect, 90 * 16, round(360 * 16 * self.left_s() / max(1, self._seconds)))
        font = self.theme.font_px(round(side * 0.4), bold=True)
        draw_tabular(painter, rect, str(round(self.left_s() + 0.49)), font, palette.text, Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class BusyDots(QWidget):
    """Three dots, one after the other dark: it works. Still where motion is off."""

    def __init__(self, theme: Theme, moving: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._tick)
        if moving:
            self._timer.start()

    def _tick(self) -> None:
        self._at = (self._at + 1) % 3
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        dot = min(self.theme.px(5.0), self.height())
        step = dot * 2
        x = (self.width() - 2 * step - dot) / 2
        for i in range(3):
            painter.setBrush(self.theme.palette.accent_text if i == self._at else self.theme.palette.hairline)
            painter.drawEllipse(QRectF(x + i * step, (self.height() - dot) / 2, dot, dot))
        painter.end()
