"""Pictures kept as plain pixels in a file and drawn straight from it.

Nothing is unpacked and nothing stays in memory: the file is mapped for the moment of one painting, and what the system keeps of it
it may take back. The name of a file says what it shows and its size in pixels; a file of another length is none of ours.
"""

from __future__ import annotations

import mmap
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter

FORMAT = QImage.Format.Format_RGB32
PIXEL_BYTES = 4


def is_kept(path: Path, size: QSize) -> bool:
    """Whether that file holds a picture of that size (px)."""
    return path.is_file() and path.stat().st_size == size.width() * size.height() * PIXEL_BYTES


def keep(path: Path, image: QImage) -> None:
    """Write the picture, whole or not at all. A disk that takes none costs time at the next painting, nothing else."""
    half = path.with_name(path.name + ".new")
    plain = image.convertToFormat(FORMAT)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(plain.constBits())
        half.replace(path)


def draw_kept(painter: QPainter, path: Path, size: QSize, rect: QRect) -> bool:
    """Draw the picture of that size into rect; False, and nothing drawn, when the file holds none."""
    if not is_kept(path, size):
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as pixels:
        image = QImage(pixels, size.width(), size.height(), size.width() * PIXEL_BYTES, FORMAT)
        painter.drawImage(rect, image)
        del image  # before the file is let go
    return True
