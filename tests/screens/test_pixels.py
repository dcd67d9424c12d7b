"""Pictures that lie in a file as pixels look as they did in memory, and a file that is none of ours is drawn anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from screens.art import Art
from screens.curtain import Curtain
from screens.pixels import draw_kept, is_kept, keep

SIZE = QSize(320, 180)
BOX = QRect(0, 0, 320, 180)


@pytest.fixture(autouse=True)
def _app(qapp: QApplication) -> None:
    """Pixmaps need an application."""


def _blank() -> QImage:
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    return image


def _with_ground(art: Art) -> QImage:
    image = _blank()
    painter = QPainter(image)
    art.draw_ground(painter, "scene/attract", BOX)
    painter.end()
    return image


def test_a_ground_from_the_file_is_the_ground_as_drawn(tmp_path: Path) -> None:
    in_memory, drawn, from_file = _with_ground(Art()), _with_ground(Art(kept=tmp_path)), _with_ground(Art(kept=tmp_path))
    assert in_memory == drawn == from_file
    assert in_memory != _blank()
    assert len(list(tmp_path.iterdir())) == 1


def test_only_the_ground_in_use_stays_on_disk(tmp_path: Path) -> None:
    art = Art(kept=tmp_path)
    _with_ground(art)
    image = _blank()
    painter = QPainter(image)
    art.draw_ground(painter, "scene/attract", BOX.adjusted(0, 0, -20, 0))
    painter.end()
    (kept,) = tmp_path.iterdir()
    assert is_kept(kept, QSize(300, 180))


def test_a_file_cut_short_is_drawn_anew(tmp_path: Path) -> None:
    good = _with_ground(Art(kept=tmp_path))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-4])
    assert _with_ground(Art(kept=tmp_path)) == good
    assert is_kept(path, SIZE)


def test_a_folder_that_takes_no_file_still_gets_its_picture(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    assert _with_ground(Art(kept=blocked / "cache")) == _with_ground(Art())


def test_what_is_kept_is_drawn_back_pixel_for_pixel(tmp_path: Path) -> None:
    picture = _blank()
    picture.setPixelColor(3, 4, QColor("teal"))
    keep(tmp_path / "deep" / "one.pixels", picture)
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    assert draw_kept(painter, tmp_path / "deep" / "one.pixels", SIZE, BOX)
    assert not draw_kept(painter, tmp_path / "none.pixels", SIZE, BOX)
    painter.end()
    assert image == picture


def test_the_curtain_shows_the_last_first_screen_and_nothing_before_there_was_one(tmp_path: Path) -> None:
    first = Curtain(tmp_path, (320, 180), lambda: None)
    first.raise_over_screen(full=False)
    assert not first.isVisible()
    keep(tmp_path / "r01-320x180.pixels", _blank())
    painted: list[str] = []
    second = Curtain(tmp_path, (320, 180), lambda: painted.append("once"))
    second.raise_over_screen(full=False)
    assert second.isVisible()
    assert second.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) == _blank()
    second.part(lambda: None, lambda: None)
    assert not second.isVisible()
    assert painted == ["once"]
