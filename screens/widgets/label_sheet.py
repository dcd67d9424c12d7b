"""A sheet of labels as a picture: paper white in every contrast, the labels in their places, what stands on them very small."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from kiosk.visit.views import SheetPicture
from screens.theme import Theme

PAPER, EDGE, CUT, GONE, INK = (QColor(name) for name in ("#ffffff", "#8a8a8a", "#b8b8b8", "#d5d5d5", "#1a1a1a"))
FIRST_FILL, FIRST_EDGE, WRITTEN = QColor("#ffe9b8"), QColor("#b35900"), QColor("#f2f8ff")
INSIDE_MM = 2.0
PARTS = ((0.13, 1, False, 8), (0.3, 2, True, 16), (0.37, 3, False, 10), (0.2, 2, False, 9))
"""Reading, name, address, last line: share of the height, rows, bold, points on a large label; as kiosk.forms.labels has them on paper."""
FREE, LARGE_MM, MM_PER_PT = 0.75, 28.0, 25.4 / 72


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
            _write(painter, cell, theme, marks.labels[at], scale)
        elif marks.pointing and at == 0:
            _number(painter, cell, theme, number)


def draw_label(painter: QPainter, cell: QRectF, theme: Theme, lines: tuple[str, ...], scale: float) -> None:
    """One label with what will stand on it. scale: px for a mm of paper."""
    _draw_cell(painter, cell, theme, gone=False, first=False, written=True)
    _write(painter, cell, theme, lines, scale)


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


def _write(painter: QPainter, cell: QRectF, theme: Theme, lines: tuple[str, ...], scale: float) -> None:
    """The lines one under the other, in the shares and sizes they have on paper."""
    inside = INSIDE_MM * scale
    box = cell.adjusted(inside, inside, -inside, -inside)
    point = MM_PER_PT * scale * min(1.0, box.height() / scale / LARGE_MM)
    kept = [(line, *part) for line, part in zip(lines, PARTS, strict=False) if line]
    whole, y = max(sum(share for _line, share, _rows, _bold, _points in kept), FREE), box.y()
    painter.setPen(INK)
    for line, share, rows, bold, points in kept:
        place = QRectF(box.x(), y, box.width(), box.height() * share / whole)
        y += place.height()
        painter.setFont(theme.font_px(_size(theme, line, place, rows, bold, points * point), bold))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere, line)


def _size(theme: Theme, line: str, place: QRectF, rows: int, bold: bool, most: float) -> int:
    """px at which the line fits, at most as on paper; on more rows only where that makes it larger."""
    wide = QFontMetricsF(theme.font_px(100, bold)).horizontalAdvance(line) / 100
    # A row breaks where a letter no longer fits, so up to a letter of each row stays empty.
    found = (min(most, place.height() * 0.85 / n, place.width() * n / (wide + n - 1)) for n in range(1, rows + 1))
    return max(1, int(max(found)))
