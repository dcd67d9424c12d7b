"""Pictures by name from assets/icons, as pixmaps of the size they are drawn at."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.paths import ASSETS
from screens.pixels import draw_kept, keep

MOST_PIXELS = 8_000_000  # 32 MB
GROUND = "ground-"
INK = "#1a1a1a"  # the colour ui/ icons are drawn in


class Art:
    """Draws assets/icons/<name>.svg. Pixmaps are kept by name, size and colour; they never hold anything of a resident.

    kept: a folder where a picture that fills the screen lies as pixels instead of in memory; None keeps it in memory as well.
    """

    def __init__(self, folder: Path = ASSETS / "icons", kept: Path | None = None) -> None:
        self._folder = folder
        self._kept = kept
        self._grounds: dict[tuple[str, int, int], Path] = {}
        self._pixmaps: dict[tuple[Hashable, int, int], QPixmap | None] = {}
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
        key = (name, colour.name() if colour is not None else "", cover)
        return self._once(key, size, lambda: self._drawn(name, size, colour, cover))

    def painted(self, key: Hashable, size: QSize, paint: Callable[[QPainter], None]) -> QPixmap | None:
        """What `paint` draws on a clear ground of that size (px), painted once for that key and size. Never anything of a resident."""
        return self._once(key, size, lambda: _clear_picture(size, paint))

    def _once(self, key: Hashable, size: QSize, draw: Callable[[], QPixmap | None]) -> QPixmap | None:
        whole = (key, size.width(), size.height())
        if whole not in self._pixmaps:
            self._pixels += size.width() * size.height()
            if self._pixels > MOST_PIXELS:  # many sizes were tried on; what is in use is drawn again
                self._pixmaps.clear()
                self._pixels = size.width() * size.height()
            self._pixmaps[whole] = draw()
        return self._pixmaps[whole]

    def _drawn(self, name: str, size: QSize, colour: QColor | None, cover: bool) -> QPixmap | None:
        if not self.has(name) or size.isEmpty():
            return None
        text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        # Not kept: reading one again takes a tenth of a millisecond, all of them together are six megabytes.
        renderer = QSvgRenderer(QByteArray((text.replace(INK, colour.name()) if colour is not None else text).encode()))
        if not renderer.isValid():
            return None
        mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if cover else Qt.AspectRatioMode.KeepAspectRatio
        whole = renderer.defaultSize().scaled(size, mode)
        x, y = (size.width() - whole.width()) / 2, (size.height() - whole.height()) / 2
        return _clear_picture(size, lambda painter: renderer.render(painter, QRectF(x, y, whole.width(), whole.height())))

    def draw(self, painter: QPainter, name: str, rect: QRectF, colour: QColor | None = None, cover: bool = False) -> None:
        """Draw the picture into rect; a missing one draws nothing. colour: for ui/ icons, in place of their ink."""
        pixmap = self.pixmap(name, rect.size().toSize(), colour, cover)
        if pixmap is not None:
            painter.drawPixmap(QPoint(round(rect.x()), round(rect.y())), pixmap)

    def draw_ground(self, painter: QPainter, name: str, rect: QRect) -> None:
        """Fill rect with an opaque picture. It lies in a file as plain pixels: eight megabytes that need not be in memory."""
        if self._kept is None or not self.has(name):
            self.draw(painter, name, QRectF(rect), cover=True)
            return
        path = self._ground(self._kept, name, rect.size())
        if not draw_kept(painter, path, rect.size(), rect):
            picture = self._drawn(name, rect.size(), None, cover=True)
            if picture is not None:
                painter.drawPixmap(rect.topLeft(), picture)
                _forget_grounds(self._kept)
                keep(path, picture.toImage())

    def _ground(self, kept: Path, name: str, size: QSize) -> Path:
        """Where that picture lies in that size; another drawing has another name."""
        key = (name, size.width(), size.height())
        if key not in self._grounds:
            drawing = zlib.crc32((self._folder / f"{name}.svg").read_bytes())
            self._grounds[key] = kept / f"{GROUND}{name.replace('/', '-')}-{drawing:08x}-{size.width()}x{size.height()}.pixels"
        return self._grounds[key]


def _forget_grounds(kept: Path) -> None:
    """One at a time: a window that is pulled larger and larger must not fill the disk."""
    with suppress(OSError):
        for path in kept.glob(f"{GROUND}*"):
            path.unlink()


def _clear_picture(size: QSize, paint: Callable[[QPainter], None]) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return pixmap
