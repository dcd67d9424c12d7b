"""What pages with keys have in common: room for them on low screens, a real keyboard's keys, and quiet ways out such as わからない."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action
from kiosk.visit.views import Option, View
from screens.page import Page
from screens.theme import CHOICE_MIN_MM, Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.keys import at_least, grid, key_gap

LOW_ROOM_MM = 115.0


class EntryPage(Page):
    """A page on which something is entered with keys. Enter on a real keyboard is つぎへ."""

    wants_keyboard_room = True

    def __init__(self, view: View, theme: Theme, choices: Sequence[Option], parent: QWidget | None = None) -> None:
        """choices: buttons that act at once; each emits Action.CHOOSE with its value and is named btn_<value>."""
        super().__init__(view, theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ways_out = [self._way_out(option) for option in choices]

    def _way_out(self, option: Option) -> Button:
        kind = Kind.QUIET if option.quiet else Kind.OUTLINE
        button = Button(self.theme, f"btn_{option.value}", option.label, kind, role=Role.BODY, parent=self)
        button.pressed_once.connect(lambda value=option.value: self.report(Action.CHOOSE, value))
        return button

    def place_ways_out(self, rect: QRect) -> None:
        """The buttons from the bottom of rect up, the last one alone in the lowest row; two beside each other where the room is low."""
        gap, height, y = key_gap(self.theme), self.way_out_height(rect.height()), rect.bottom() + 1
        for row in self._rows(rect.height()):
            y -= height
            for button, cell in zip(row, grid(QRect(rect.x(), y, rect.width(), height), len(row), 1, gap), strict=True):
                button.setGeometry(cell)
            y -= gap

    def _rows(self, room: int) -> list[list[Button]]:
        """The buttons row by row, lowest first."""
        if len(self.ways_out) < 3 or room >= self.theme.px(LOW_ROOM_MM):
            return [[button] for button in reversed(self.ways_out)]
        upper = self.ways_out[:-1]
        pairs = [upper[i : i + 2] for i in range(0, len(upper), 2)]
        return [[self.ways_out[-1]], *reversed(pairs)]

    def way_out_height(self, room: int) -> int:
        """px of one of them in that room."""
        return min(max(room // 5, at_least(self.theme, 14.0)), self.theme.px(CHOICE_MIN_MM))

    def ways_out_height(self, room: int) -> int:
        """px all of them take, with the gaps between."""
        count = len(self._rows(room))
        return count * self.way_out_height(room) + max(0, count - 1) * key_gap(self.theme)

    def showEvent(self, event: QShowEvent) -> None:
        # A real keyboard writes at once, without a touch before.
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, event: QKeyEvent) -> bool:
        """A key of a real keyboard; False when it means nothing here."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.reported.emit(self.on_next())
        elif not self.press(event):
            event.ignore()


def digit_of(event: QKeyEvent) -> int | None:
    """0-9 for a digit key, as a number and not as text; None for another key."""
    code = int(event.key()) - int(Qt.Key.Key_0)
    return code if 0 <= code <= 9 else None
