"""Pictures by name from assets/icons, as pixmaps of the size they are drawn at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.paths import ASSETS

MOST_PIXELS = 8_000_000  # 32 MB
INK = "#1a1a1a"  # the colour ui/ icons are drawn in


class Art:
    """Draws assets/icons/<name>.svg. Pixmaps are kept by name, size and colour; they never hold anything of a resident."""

    def __init__(self, folder: Path = ASSETS / "icons") -> None:
        self._folder = folder
        self._pixmaps: dict[tuple[str, int, int, str, bool], QPixmap | None] = {}
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}
        self._there: dict[str, bool] = {}
        self._pixels = 0

    def has(self, name: str) -> bool:
        """Whether there is such a picture."""
        if name not in self._there:
            self._there[name] = bool(name) and (self._folder / f"{name}.svg").is_file()
        return self._there[name]

    def first(self, picture: str, *folders: str) -> str:
        """The name of that picture in the first of the folders that has it; "" for none."""
        return next((f"{folder}/{picture}" for folder in folders if picture and self.has(f"{folder}/{picture}")), "")

    def pixmap(self, name: str, size: QSize, colour: QColor | None = None, cover: bool = False) -> QPixmap | None:
        """The picture in that box (px), whole and centred, or filling it if cover; None where there is no such file."""
        key = (name, size.width(), size.height(), colour.name() if colour is not None else "", cover)
        if key not in self._pixmaps:
            self._pixels += size.width() * size.height()
            if self._pixels > MOST_PIXELS:  # many sizes were tried on; what is in use is drawn again
                self._pixmaps.clear()
                self._pixels = size.width() * size.height()
            self._pixmaps[key] = self._drawn(name, size, colour, cover)
        return self._pixmaps[key]

    def _drawn(self, name: str, size: QSize, colour: QColor | None, cover: bool) -> QPixmap | None:
        if not self.has(name) or size.isEmpty():
            return None
        renderer = self._renderer(name, colour.name() if colour is not None else "")
        if not renderer.isValid():
            return None
        mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if cover else Qt.AspectRatioMode.KeepAspectRatio
        whole = renderer.defaultSize().scaled(size, mode)
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = (size.width() - whole.width()) / 2, (size.height() - whole.height()) / 2
        renderer.render(painter, QRectF(x, y, whole.width(), whole.height()))
        painter.end()
        return pixmap

    def _renderer(self, name: str, colour: str) -> QSvgRenderer:
        if (name, colour) not in self._renderers:
            text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            self._renderers[name, colour] = QSvgRenderer(QByteArray((text.replace(INK, colour) if colour else text).encode()))
        return self._renderers[name, colour]

    def names(self, folder: str) -> list[str]:
        """The pictures of one folder, as `draw` wants them."""
        return sorted(f"{folder}/{path.stem}" for path in (self._folder / folder).glob("*.svg"))

    def read(self, name: str) -> None:
        """Read a picture before it is needed, so that its first showing costs no frame."""
        self._renderer(name, "")

    def draw(self, painter: QPainter, name: str, rect: QRectF, colour: QColor | None = None, cover: bool = False) -> None:
        """Draw the picture into rect; a missing one draws nothing. colour: for ui/ icons, in place of their ink."""
        pixmap = self.pixmap(name, rect.size().toSize(), colour, cover)
        if pixmap is not None:
            painter.drawPixmap(QPoint(round(rect.x()), round(rect.y())), pixmap)
