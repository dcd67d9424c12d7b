"""What the tests of window and pages share: a window of a given screen, and a walk over everything that can be seen in it."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Fact
from kiosk.visit.views import Look
from screens.gallery.views import LABELS
from screens.theme import TapGuard, load_fonts, screen_scale
from screens.widgets.buttons import Button
from screens.widgets.keys import Key
from screens.widgets.press import PressArea
from screens.widgets.problems import ProblemTile
from screens.widgets.rail import Rail
from screens.widgets.ruby import RubyLabel, RubyText
from screens.widgets.tile import Tile
from screens.window import KioskWindow

SCREENS = {"21.5in": (1920, 1080, 21.5), "portrait": (1080, 1920, 21.5), "12.1in": (1280, 800, 12.1), "10.1in": (1280, 800, 10.1)}
ENTRY_PAGES = (
    "R11-pin",
    "R11-face",
    "R12-copies",
    "R12-phone",
    "R12-date",
    "R12-name",
    "R12-address",
    "R06-search",
    "R06-search-found",
    "R06-search-miss",
)
_fonts_loaded: list[bool] = []


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def open_window(
    qtbot: QtBot, screen: str = "21.5in", practice: bool = False, guard: TapGuard | None = None, motion: bool = False
) -> KioskWindow:
    """A shown window; taps are not held back unless a guard is given."""
    if not _fonts_loaded:
        load_fonts()
        _fonts_loaded.append(True)
    width, height, inches = SCREENS[screen]
    window = KioskWindow(
        screen_scale(width, height, inches), LABELS, practice=practice, motion=motion, guard=guard or TapGuard(0.0)
    )
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def collect(window: KioskWindow) -> list[Fact]:
    """The list that every Fact from now on lands in."""
    facts: list[Fact] = []
    window.reported.connect(facts.append)
    return facts


def tap(window: QWidget, name: str) -> None:
    """Touch the visible widget of that name."""
    widget = find(window, name)
    assert widget is not None and widget.isVisible(), f"{name} is not to be seen"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def find(window: QWidget, name: str) -> PressArea | None:
    """The visible touch area of that name, else any."""
    all_of_it = [widget for widget in window.findChildren(PressArea) if widget.objectName() == name]
    return next((widget for widget in all_of_it if widget.isVisible()), all_of_it[0] if all_of_it else None)


def visible_areas(window: KioskWindow) -> list[PressArea]:
    """Every touch area on screen."""
    return [widget for widget in window.findChildren(PressArea) if widget.isVisible()]


def drawn_texts(window: KioskWindow) -> Iterator[tuple[str, RubyText, float, float]]:
    """(where, text as drawn, width, height it has) of everything whose words can be asked for."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Key):  # keys have tests of their own: entry_kit.py
            continue
        name = widget.objectName() or type(widget).__name__
        if isinstance(widget, RubyLabel):
            if widget.ruby.markup:
                yield name, widget.shown(), widget.width(), widget.height()
        elif isinstance(widget, Tile):
            label, note = widget.shown()
            box = widget.words_rect()
            yield name, label, box.width(), box.height() - (note.height(box.width()) if note else 0)
            if note:
                yield f"{name} note", note, box.width(), box.height() - label.height(box.width())
        elif isinstance(widget, (Button, ProblemTile)):
            words = widget.shown()  # first: it decides whether the icon has room
            box = widget.words_rect()
            yield name, words, box.width(), box.height()
        elif isinstance(widget, Rail):
            why = widget.shown()
            if why is not None:
                yield name, why, widget.words_rect().width(), widget.words_rect().height()
        elif hasattr(widget, "shown"):
            for text, rect in widget.shown():
                assert isinstance(rect, QRectF)
                yield name, text, rect.width(), rect.height()


def look(**changes: object) -> Look:
    """The default look with changes."""
    return Look(**changes)  # type: ignore[arg-type]
