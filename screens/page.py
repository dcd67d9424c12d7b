"""What every page has in common. A page shows one View, reports Facts and decides nothing."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import View
from screens.theme import Theme


class Page(QWidget):
    """The content of one screen, in the rectangle the window gives it.

    Subclasses build their widgets in the constructor and place them in `arrange()`, which runs at every size.
    """

    reported = Signal(object)  # a Fact

    full_screen: ClassVar[bool] = False  # no header, no footer (R01)
    hint_gives_way = False  # on a low screen what can be touched is more than the hint
    wants_rail: ClassVar[bool] = True  # leaves room for 「なぜ ききますか」 and the guide on wide screens
    wants_keyboard_room: ClassVar[bool] = False  # on a low screen the frame shrinks to leave room for keys
    owns_heading: ClassVar[bool] = False  # draws its heading itself (R17, notices)

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.theme = theme
        self.setObjectName(view.frame.screen)
        self.setAccessibleName(plain(view.frame.heading))

    def report(self, action: Action, value: object = None) -> None:
        """Emit a Fact of this screen."""
        self.reported.emit(Fact(self.view.frame.screen, action, value))

    def answer(self) -> object:
        """The untrusted value NEXT and BACK carry; None where the screen asks nothing."""
        return None

    def on_next(self) -> Fact:
        """What つぎへ reports; a page whose answer is a secret reports that instead."""
        return Fact(self.view.frame.screen, Action.NEXT, self.answer())

    def focus_place(self, place: str) -> None:
        """Go to a tile, key or field named in a Problem, turning pages if needed."""
        found = self.findChild(QWidget, place) or self.findChild(QWidget, f"tile_{place}")
        if isinstance(found, QWidget):
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem_at(self, place: str) -> str:
        """The words of the problem to repeat beside that place; empty for none."""
        return next((problem.text for problem in self.view.frame.problems if problem.place == place), "")

    def arrange(self) -> None:
        """Place the widgets for the present size."""

    def forget(self) -> None:
        """Wipe what was typed; called just before the page is thrown away."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()
