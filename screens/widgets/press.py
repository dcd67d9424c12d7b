"""The base of everything that can be touched."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.furigana import plain
from screens.theme import TARGET_MIN_MM, Theme


class PressArea(QAbstractButton):
    """A touch target: acts on release inside, sliding off cancels, a trembling second tap is ignored, Space and Enter act.

    Subclasses paint themselves in `paint(painter)`; the DADS focus ring is drawn above. Being a QAbstractButton it is a
    button to assistive technology, whose Press works too. `pressed_now` is true while a finger is on it.
    """

    pressed_once = Signal()

    def __init__(self, theme: Theme, name: str, text: str = "", parent: QWidget | None = None, key: Hashable = None) -> None:
        """name: objectName; text: its words, markup allowed; key: set by keyboards so that other keys may follow at once."""
        super().__init__(parent)
        self.theme = theme
        self._key = key
        self.setObjectName(name)
        self.setAccessibleName(plain(text))
        # A ring after every touch would be noise: focus comes by Tab and by the error summary only.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    @property
    def pressed_now(self) -> bool:
        """Whether it should look pressed."""
        return self.isDown()

    def _on_clicked(self) -> None:
        if self.theme.guard.allows(self._key):
            self.pressed_once.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        side = self.theme.px(TARGET_MIN_MM)
        return QSize(side, side)

    def paint(self, painter: QPainter) -> None:
        """Draw the area; nothing here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), self.theme)
        painter.end()


def draw_focus(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The DADS focus: a black outline with a yellow ring inside, drawn within rect."""
    outer, inner = max(3.0, theme.px_per_mm * 1.0), max(2.0, theme.px_per_mm * 0.7)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, inset, colour in (
        (outer, outer / 2, theme.palette.focus_outer),
        (inner, outer + inner / 2, theme.palette.focus_inner),
    ):
        painter.setPen(QPen(colour, width))
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), theme.radius, theme.radius)


def draw_box(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    fill: QColor | None,
    border: QColor | None = None,
    line: float | None = None,
    dashed: bool = False,
    radius: float | None = None,
) -> None:
    """A flat rounded box with its border inside rect. line: border width in px, the theme's one line weight if None."""
    width = float(theme.line if line is None else line) if border is not None else 0.0
    corner = float(theme.radius if radius is None else radius)
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    path = QPainterPath()
    path.addRoundedRect(inner, corner, corner)
    if fill is not None:
        painter.fillPath(path, fill)
    if border is not None:
        pen = QPen(border, width)
        if dashed:
            pen.setDashPattern([3.0, 2.5])
        painter.strokePath(path, pen)
