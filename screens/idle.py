"""Watches for touches; tells when nobody has touched the screen for the set time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

TOUCHES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress, QEvent.Type.Wheel})


class IdleWatch(QObject):
    """touched: at every touch. idle: once per quiet stretch of idle_s seconds."""

    touched = Signal()
    idle = Signal()

    def __init__(self, idle_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(idle_s * 1000))
        self._timer.timeout.connect(self.idle)

    def start(self, app: QApplication) -> None:
        """Begin to watch every window of the program."""
        app.installEventFilter(self)
        self._timer.start()

    @Slot()
    def restart(self) -> None:
        """Count from now on again."""
        self._timer.start()

    def stop(self, app: QApplication) -> None:
        """Stop watching."""
        self._timer.stop()
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES and event.spontaneous():
            self._timer.start()
            self.touched.emit()
        return False
