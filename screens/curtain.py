"""The picture that stands while the program wakes up: the last R01 of this very window, painted within a frame of Qt's own start.

It holds nobody's data: only R01 is ever saved. A touch on it is remembered and begins the visit as soon as the live screen is there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from screens.pixels import draw_kept, is_kept, keep


class Curtain(QWidget):
    """One window for the first moments. painted: called once after its first paint."""

    def __init__(self, folder: Path, size: tuple[int, int], painted: Callable[[], None]) -> None:
        super().__init__()
        self._path = folder / f"r01-{size[0]}x{size[1]}.pixels"
        self._size = QSize(*size)
        self._painted: Callable[[], None] | None = painted
        self._touched = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(*size)

    def raise_over_screen(self, *, full: bool) -> None:
        """Show the picture and let it be painted before anything else is loaded; without a picture yet there is no curtain."""
        if not is_kept(self._path, self._size):
            return
        if full:
            self.showFullScreen()
        else:
            self.show()
        QGuiApplication.processEvents()
        QGuiApplication.processEvents()  # the second round tells that the first has painted

    def part(self, picture: Callable[[], QPixmap | None], begin: Callable[[], None]) -> None:
        """The live screen is there: go away, begin if somebody has touched, and keep its picture for the next start."""
        if self._painted is not None:
            painted, self._painted = self._painted, None
            painted()
        self.hide()
        if self._touched:
            begin()
            self.deleteLater()
        else:
            QTimer.singleShot(2000, self, lambda: self._keep(picture()))

    def _keep(self, picture: QPixmap | None) -> None:
        self.deleteLater()  # with it goes its window and the memory behind it
        if picture is not None:
            keep(self._path, picture.toImage())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._touched = True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_kept(painter, self._path, self._size, self.rect())
        painter.end()
        if self._painted is not None:
            painted, self._painted = self._painted, None
            QTimer.singleShot(0, self, painted)
