"""What the scripted resident does on the glass: find a widget, touch it, turn pages, write, hold a code under the scanner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import kana
from kiosk.visit.views import View
from screens.widgets.pager import Pager
from screens.window import KioskWindow


class Stuck(Exception):
    """The robot cannot go on. The message names screen and widget, never an answer."""


class Hands:
    """taps: how many touches there have been, keys of the counter's own keyboard among them."""

    def __init__(self, window: KioskWindow) -> None:
        self._window = window
        self.taps = 0

    @property
    def view(self) -> View:
        """What is shown now."""
        view = self._window.view
        if view is None:
            raise Stuck("the window shows nothing")
        return view

    def find(self, name: str) -> QWidget | None:
        """The visible widget of that name, None for none."""
        found = [w for w in self._window.findChildren(QWidget, name) if w.isVisible()]
        return found[0] if found else None

    def shown(self, prefix: str) -> dict[str, str]:
        """Name -> words of the visible widgets whose names begin so."""
        found = [w for w in self._window.findChildren(QWidget) if w.isVisible() and w.objectName().startswith(prefix)]
        return {w.objectName(): w.accessibleName() for w in found}

    def tap(self, name: str) -> None:
        """Touch the widget of that name."""
        widget = self.find(name)
        if widget is None:
            raise Stuck(f"{self.view.frame.screen}: no {name} to touch")
        self.taps += 1
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(widget.width() // 2, widget.height() // 2)
        )
        QApplication.processEvents()

    def tap_paged(self, name: str) -> None:
        """Tap a widget that may lie on another page of its list."""
        for button in ("btn_more", "btn_fewer"):
            while self.find(name) is None and (pager := self.find(button)) is not None and pager.isEnabled():
                before = self._names()
                self.tap(button)
                if self._names() == before:
                    break
        self.tap(name)

    def _names(self) -> set[str]:
        """Every name on the screen, and which page of a list it is: painted pages have no names of their own."""
        shown = [w for w in self._window.findChildren(QWidget) if w.isVisible()]
        return {w.objectName() for w in shown} | {w.accessibleName() for w in shown if isinstance(w, Pager)}

    def next(self) -> None:
        """つぎへ."""
        self.tap("btn_next")

    def choose(self, *values: str) -> None:
        """Touch those tiles, then つぎへ."""
        for value in values:
            self.tap_paged(f"tile_{value}")
        self.next()

    def write(self, text: str) -> None:
        """Touch the keys there are; a letter with no key comes from the counter's own keyboard."""
        for character in text:
            name, marks = key_for(character)
            if name and self.find(name) is not None:
                self.tap(name)
                for mark in marks:
                    self.tap(mark)
            else:
                self._type(character)

    def _type(self, character: str) -> None:
        page = self._window.page
        if page is None:
            raise Stuck("no page to type on")
        self.taps += 1
        QApplication.sendEvent(page, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))
        QApplication.processEvents()

    def scan(self, text: str) -> None:
        """As a scanner that works as a keyboard."""
        QTest.keyClicks(self._window.focusWidget() or self._window, text)
        QTest.keyClick(self._window.focusWidget() or self._window, Qt.Key.Key_Return)


def key_for(character: str) -> tuple[str, tuple[str, ...]]:
    """(key's object name, marks to touch after it) for a hiragana; ("", ()) where the board has no such key."""
    if character in (" ", "\u3000"):
        return "key_space", ()
    for mark, toggle in (
        ("key_dakuten", kana.toggle_voiced),
        ("key_handakuten", kana.toggle_half_voiced),
        ("key_small", kana.toggle_small),
    ):
        plain = toggle(character)
        if plain != character and toggle(plain) == character and _is_base(plain):
            return f"key_{plain}", (mark,)
    return f"key_{character}", ()


def _is_base(character: str) -> bool:
    return any(character in column for column in kana.KANA_COLUMNS)
