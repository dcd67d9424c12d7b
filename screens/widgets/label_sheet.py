"""A sheet of labels as a picture: paper white in every contrast, the labels in their places, what stands on them very small."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from kiosk.visit.views import SheetPicture
from screens.theme import Theme

PAPER, EDGE, CUT, GONE, INK = (QColor(name) for name in ("#ffffff", "#8a8a8a", "#b8b8b8", "#d5d5d5", "#1a1a1a"))
FIRST_FILL, FIRST_EDGE, WRITTEN = QColor("#ffe9b8"), QColor("#b35900"), QColor("#f2f8ff")
INSIDE = 0.06
NAME_SHARE = 1.7
"""How much higher the largest line of a label is than the others."""


@dataclass(frozen=True, slots=True)
class Marks:
    """start: labels before it are gone; labels: lines of the labels from there on; pointing: whether the start is marked."""

    start: int = 1
    labels: tuple[tuple[str, ...], ...] = ()
    pointing: bool = False


def fitted(sheet: SheetPicture, room: QRectF) -> QRectF:
    """The sheet as large as it can be in the middle of that room."""
    scale = min(room.width() / sheet.width, room.height() / sheet.height)
    width, height = sheet.width * scale, sheet.height * scale
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)


def nearest(sheet: SheetPicture, place: QRectF, touched: QPointF) -> int:
    """The label nearest to that point, from 1. place: where the sheet is drawn."""
    scale = place.width() / sheet.width
    x, y = (touched.x() - place.x()) / scale, (touched.y() - place.y()) / scale

    def distance(cell: tuple[float, float, float, float]) -> float:
        left, top, width, height = cell
        return max(left - x, 0, x - left - width) ** 2 + max(top - y, 0, y - top - height) ** 2

    return min(range(len(sheet.cells)), key=lambda number: distance(sheet.cells[number])) + 1


def draw_sheet(painter: QPainter, place: QRectF, theme: Theme, sheet: SheetPicture, marks: Marks) -> None:
    """Paper, labels, what is gone, what will be written."""
    scale = place.width() / sheet.width
    painter.setPen(QPen(EDGE, max(1.0, theme.px_per_mm * 0.35)))
    painter.setBrush(PAPER)
    painter.drawRect(place)
    for number, (x, y, width, height) in enumerate(sheet.cells, 1):
        cell = QRectF(place.x() + x * scale, place.y() + y * scale, width * scale, height * scale)
        at = number - marks.start
        _draw_cell(painter, cell, theme, gone=at < 0, first=marks.pointing and at == 0, written=0 <= at < len(marks.labels))
        if 0 <= at < len(marks.labels):
            _write(painter, cell, theme, marks.labels[at])
        elif marks.pointing and at == 0:
            _number(painter, cell, theme, number)


def draw_label(painter: QPainter, cell: QRectF, theme: Theme, lines: tuple[str, ...]) -> None:
    """One label with what will stand on it, at any size."""
    _draw_cell(painter, cell, theme, gone=False, first=False, written=True)
    _write(painter, cell, theme, lines)


def _draw_cell(painter: QPainter, cell: QRectF, theme: Theme, gone: bool, first: bool, written: bool) -> None:
    thin = max(1.0, theme.px_per_mm * 0.2)
    inside = cell.adjusted(thin, thin, -thin, -thin)
    round_by = min(inside.width(), inside.height()) * 0.12
    pen = (
        QPen(FIRST_EDGE, theme.px_per_mm * 0.9)
        if first
        else QPen(CUT, thin, Qt.PenStyle.DashLine if gone else Qt.PenStyle.SolidLine)
    )
    painter.setPen(pen)
    painter.setBrush(GONE if gone else FIRST_FILL if first else WRITTEN if written else PAPER)
    painter.drawRoundedRect(inside, round_by, round_by)


def _number(painter: QPainter, cell: QRectF, theme: Theme, number: int) -> None:
    painter.setFont(theme.font_px(max(6, round(min(cell.height() * 0.6, cell.width() * 0.5))), bold=True))
    painter.setPen(FIRST_EDGE)
    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(number))


def _write(painter: QPainter, cell: QRectF, theme: Theme, lines: tuple[str, ...]) -> None:
    """The lines one under the other, each as large as its row and the label's width let it be; the name is the largest."""
    box = cell.adjusted(cell.width() * INSIDE, cell.height() * INSIDE, -cell.width() * INSIDE, -cell.height() * INSIDE)
    name = 1 if len(lines) > 2 else 0
    shares = [NAME_SHARE if number == name else 1.0 for number in range(len(lines))]
    row, y = box.height() / max(sum(shares), 3.0), box.y()
    painter.setPen(INK)
    for line, share, number in zip(lines, shares, range(len(lines)), strict=True):
        size = row * share * 0.8
        wide = QFontMetricsF(theme.font_px(100, bold=number == name)).horizontalAdvance(line) / 100
        size = min(size, box.width() / wide) if wide else size
        painter.setFont(theme.font_px(max(1, int(size)), bold=number == name))
        painter.drawText(
            QRectF(box.x(), y, box.width(), row * share), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line
        )
        y += row * share
