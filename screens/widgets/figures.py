"""Numbers that matter: every digit in a cell of the same width, so that nothing dances."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

CELL_CHARS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def tabular_width(text: str, font: QFont) -> float:
    """px of that text in tabular figures."""
    return sum(_cells(text, QFontMetricsF(font)))


def _cells(text: str, metrics: QFontMetricsF) -> list[float]:
    cell = max(metrics.horizontalAdvance(digit) for digit in "0123456789")
    return [cell if char in "0123456789" else metrics.horizontalAdvance(char) * 1.04 for char in text]


def draw_tabular(
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> float:
    """Draw text on one line, middle of rect, smaller if it would not fit; the width it took, px."""
    width = tabular_width(text, font)
    tall = font.pixelSize() * 1.1
    shrink = min(1.0, rect.width() / width if width else 1.0, rect.height() / tall)
    if shrink < 1.0:
        font = QFont(font)
        font.setPixelSize(max(1, int(font.pixelSize() * shrink)))
    metrics = QFontMetricsF(font)
    cells = _cells(text, metrics)
    x = rect.left() + (rect.width() - sum(cells)) / 2 if align & Qt.AlignmentFlag.AlignHCenter else rect.left()
    y = rect.center().y() + metrics.capHeight() / 2
    painter.setFont(font)
    painter.setPen(colour)
    for char, cell in zip(text, cells, strict=True):
        painter.drawText(QPointF(x + (cell - metrics.horizontalAdvance(char)) / 2, y), char)
        x += cell
    return sum(cells)
