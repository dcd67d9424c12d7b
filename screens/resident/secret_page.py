"""R11: the number of the card. What is pressed goes into one wiped block and nowhere else."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.model.secret import Secret
from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Option, SecretPad, View
from screens.resident.entry import EntryPage, digit_of
from screens.theme import Role, Theme
from screens.widgets.buffer import DigitBuffer
from screens.widgets.fields import Dots
from screens.widgets.keypad import TenKey
from screens.widgets.keys import key_gap
from screens.widgets.ruby import RubyLabel

CANCEL = "cancel"


class SecretPage(EntryPage):
    """Ten-key and dots. つぎへ with every digit emits Action.SECRET with a Secret; with fewer it emits NEXT with None."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        assert isinstance(view.body, SecretPad)
        body = view.body
        cancel = (Option(CANCEL, body.cancel),) if body.cancel else ()
        super().__init__(view, theme, (*body.choices, *cancel), parent)
        self._digits = DigitBuffer(sum(body.groups))
        self.dots = Dots(theme, body.groups, body.group_labels, self)
        self.dots.in_error = bool(view.frame.problems)
        self.tries = RubyLabel(body.tries, theme, Role.BUTTON, parent=self)
        self.pad = TenKey(theme, body.erase, secret=True, parent=self)
        self.pad.digit.connect(self._push)
        self.pad.erased.connect(self._erase)
        self._picture = QRect()

    def _push(self, digit: int) -> None:
        self._digits.push(digit)
        self.dots.set_filled(len(self._digits))

    def _erase(self) -> None:
        self._digits.erase()
        self.dots.set_filled(len(self._digits))

    def on_next(self) -> Fact:
        """SECRET with the number when it is whole, and forget it here; NEXT with None when digits are missing."""
        if not self._digits.full:
            return super().on_next()
        secret = Secret(self._digits.view())
        self.forget()
        return Fact(self.view.frame.screen, Action.SECRET, secret)

    def forget(self) -> None:
        """Zero the digits."""
        self._digits.wipe()
        self.dots.set_filled(0)

    def hideEvent(self, event: QHideEvent) -> None:
        self.forget()

    def press(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        if digit is not None:
            self._push(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        else:
            return False
        return True

    def focus_place(self, place: str) -> None:
        """There is one place: the pad."""
        self.pad.digits[1].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- places -------------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        width, height = self.width(), self.height()
        most = TenKey.most(self.theme)
        if width > height:
            pad = QRect(0, 0, min(most[0], round(width * 0.5)), min(most[1], height))
            pad.moveRight(width - 1)
            self.pad.setGeometry(pad)
            self._arrange_words(QRect(0, 0, pad.left() - self.theme.px(10.0), height))
        else:
            pad_height = min(most[1], round(height * 0.5))
            pad = QRect((width - min(most[0], width)) // 2, height - pad_height, min(most[0], width), pad_height)
            self.pad.setGeometry(pad)
            self._arrange_words(QRect(0, 0, width, pad.top() - self.theme.px(8.0)))
        self.update()

    def _arrange_words(self, rect: QRect) -> None:
        gap, out = key_gap(self.theme), self.ways_out_height(rect.height())
        self.place_ways_out(rect)
        room = rect.height() - out - 2 * gap
        tries = min(self.tries.heightForWidth(rect.width()), max(room - self._dots_height(room), room // 4))
        dots = min(self._dots_height(room), room - tries - gap)
        self.dots.setGeometry(rect.x(), rect.y(), rect.width(), dots)
        self.tries.setGeometry(rect.x(), rect.y() + dots + gap, rect.width(), tries)
        top = rect.y() + dots + tries + 2 * gap
        self._picture = QRect(rect.x(), top, rect.width(), rect.bottom() - out - 2 * gap - top)

    def _dots_height(self, room: int) -> int:
        return min(round(self.dots.least_height() * 2.2), round(room * 0.72))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The guide closes its eyes, where there is room and no rail that shows it."""
        side = min(self._picture.height(), self._picture.width() // 2, self.theme.px(46.0))
        if side < self.theme.px(24.0) or self.view.frame.guide:
            return
        painter = QPainter(self)
        rect = QRectF(self._picture.left(), self._picture.center().y() - side / 2, side, side)
        self.theme.art.draw(painter, "guide/eyes-closed", rect)
        painter.end()
