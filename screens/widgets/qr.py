"""A QR code drawn as whole pixels, so that every phone reads it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

QUIET = 4  # modules of white around it (ISO/IEC 18004)


def qr_matrix(text: str) -> list[list[bool]]:
    """The modules without quiet zone, level M; True is dark."""
    import qrcode  # brings Pillow along, 4 MB; the paper's code has loaded both before this is shown

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
    image = QImage(modules, modules, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                image.setPixel(column + QUIET, row + QUIET, 0xFF000000)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRect(x0, y0, side, side), image)
