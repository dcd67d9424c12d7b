"""A QR code drawn as whole pixels, so that every phone reads it."""

from __future__ import annotations

import qrcode
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

QUIET = 4  # modules of white around it (ISO/IEC 18004)


def qr_matrix(text: str) -> list[list[bool]]:
    """The modules without quiet zone, level M; True is dark."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.get_matrix()]


def qr_side(matrix: list[list[bool]], room: float) -> int:
    """The side of the largest whole-pixel code with its quiet zone in that room, px."""
    modules = len(matrix) + 2 * QUIET
    return int(room // modules) * modules


def draw_qr(painter: QPainter, rect: QRectF, matrix: list[list[bool]]) -> None:
    """Black on white in the middle of rect, whatever the palette: readers want it so."""
    modules = len(matrix) + 2 * QUIET
    module = int(min(rect.width(), rect.height()) // modules)
    side = module * modules
    x0, y0 = round(rect.center().x() - side / 2), round(rect.center().y() - side / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRect(x0, y0, side, side), Qt.GlobalColor.white)
    ink = QColor("#000000")
    for row, cells in enumerate(matrix):
        start = None
        for column, dark in enumerate([*cells, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                painter.fillRect(x0 + (start + QUIET) * module, y0 + (row + QUIET) * module, (column - start) * module, module, ink)
                start = None
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
