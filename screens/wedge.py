"""Catches what a scanner types as a keyboard, before any field sees it, and lets a person's keys through a moment later.

Which keys are whose: kiosk/handover/burst.py. Only keys that carry a letter wait; Escape, arrows, Ctrl+… and keys sent by the program
itself pass at once. Auto-repeat is a held key, never a scanner.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.handover.burst import Burst, Sorted

ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
SLACK_MS = 15


@dataclass(frozen=True, slots=True, repr=False)
class _Key:
    """A key that waits, and where it would have gone."""

    event: QKeyEvent
    to: QWidget


class Wedge(QObject):
    """An event filter for the whole application. scanned: the text of one code."""

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._burst: Burst[_Key] = Burst()
        self._replaying = False
        self._ahead_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._quiet)

    def start(self, app: QApplication) -> None:
        """Begin to watch the keys."""
        app.installEventFilter(self)

    def stop(self, app: QApplication) -> None:
        """Watch no longer; what waits is dropped."""
        app.removeEventFilter(self)
        self._timer.stop()
        self._burst = Burst()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return False
        if self._replaying or not event.spontaneous() or event.isAutoRepeat() or event.modifiers() & ~PLAIN:
            return False
        if event.key() in ENDS:
            return self._end(self._time_of(event))
        if not event.text() or not event.text().isprintable():
            return False
        if event.key() == Qt.Key.Key_Space and not self._burst.holds:  # presses a button; its release must not overtake it
            return False
        self._hand_on(self._burst.key(_Key(_copy(event), watched), self._time_of(event)))
        self._timer.start(round(self._burst.patience_ms) + SLACK_MS)
        return True

    def _time_of(self, event: QKeyEvent) -> float:
        """When the key was pressed, as the window system says: a busy moment of ours must not tear a scan apart."""
        at = float(event.timestamp()) or _now_ms()
        self._ahead_ms = at - _now_ms()
        return at

    def _end(self, at_ms: float) -> bool:
        """Whether the key belonged to a scan, and so to nobody's field."""
        clear = self._burst.end(at_ms)
        self._hand_on(clear)
        return bool(clear.scanned)

    def _quiet(self) -> None:
        self._hand_on(self._burst.quiet(_now_ms() + self._ahead_ms))
        if self._burst.holds:
            self._timer.start(round(self._burst.patience_ms) + SLACK_MS)

    def _hand_on(self, clear: Sorted[_Key]) -> None:
        self._replaying = True
        try:
            for key in clear.typed:
                to = QApplication.focusWidget() or key.to
                if shiboken6.isValid(to):
                    QApplication.sendEvent(to, key.event)
        finally:
            self._replaying = False
        if clear.scanned:
            self.scanned.emit("".join(key.event.text() for key in clear.scanned))


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count())


def _now_ms() -> float:
    return time.monotonic() * 1000
