"""R12: a phone number or postal code on the ten-key, or a count with − and +."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.views import NumberEntry, View
from screens.resident.entry import EntryPage, digit_of
from screens.theme import Theme
from screens.widgets.buffer import WipeableBuffer
from screens.widgets.fields import DigitsField
from screens.widgets.keypad import TenKey
from screens.widgets.keys import Key, Tone, at_least, grid, key_gap

POSTAL_DIGITS = 7
PHONE_DIGITS = 10
QUICK_MOST = 10
MOBILE = ("090", "080", "070", "060", "050", "020")
TWO_DIGIT_AREAS = ("03", "06")


def groups_of(digits: str, max_digits: int) -> tuple[int, ...]:
    """How digits are grouped to be read: a postal code 3-4, a Japanese phone number by its beginning; () for a plain run."""
    if max_digits == POSTAL_DIGITS:
        return (3, 4)
    if max_digits < PHONE_DIGITS or not digits:
        return ()
    if digits.startswith(("0120", "0800")):  # free numbers; 0800 only looks like a mobile one
        first = (4, 3, 4) if digits.startswith("0800") else (4, 3, 3)
    elif digits.startswith(MOBILE):
        first = (3, 4, 4)
    else:
        first = (2, 4, 4) if digits.startswith(TWO_DIGIT_AREAS) else (3, 3, 4)
    return first if len(digits) <= sum(first) else ()


class NumberPage(EntryPage):
    """answer(): the digits as str, "" while nothing is entered; with a stepper the count as str."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        assert isinstance(view.body, NumberEntry)
        body = view.body
        super().__init__(view, theme, body.choices, parent)
        self.body = body
        digits = "".join(char for char in body.value if char.isascii() and char.isdigit())
        self.buffer = WipeableBuffer(max(body.max_digits, len(digits)))
        self.buffer.append(digits)
        self.field = DigitsField(theme, self.buffer, "field", view.frame.heading, unit=body.unit, parent=self)
        self.field.centred = body.stepper
        self.field.in_error = bool(view.frame.problems)
        self.pad: TenKey | None = None
        self.steps: tuple[Key, Key] | None = None
        self.quick: list[Key] = []
        if body.stepper:
            self._build_stepper()
        else:
            self.pad = TenKey(theme, body.erase, parent=self)
            self.pad.digit.connect(self.push)
            self.pad.erased.connect(self.erase)
        self._show()

    def _build_stepper(self) -> None:
        body = self.body
        if not len(self.buffer):
            self.buffer.append(str(body.minimum))
        minus, plus = (
            Key(self.theme, name, sign, Tone.TURN, parent=self) for name, sign in (("key_minus", "−"), ("key_plus", "＋"))
        )
        minus.pressed_once.connect(lambda: self._set(self._count() - 1))
        plus.pressed_once.connect(lambda: self._set(self._count() + 1))
        self.steps = (minus, plus)
        if body.maximum - body.minimum < QUICK_MOST:
            for n in range(body.minimum, body.maximum + 1):
                key = Key(self.theme, f"tile_{n}", f"{n}", parent=self)
                key.pressed_once.connect(lambda n=n: self._set(n))
                self.quick.append(key)

    # --- what keys do -----------------------------------------------------------------------------------------------------
    def push(self, digit: int) -> None:
        """Add a digit; a full number stays as it is."""
        if len(self.buffer) < self.body.max_digits:
            self.buffer.append(chr(0x30 + digit))
        self._show()

    def erase(self) -> None:
        """Take off the last digit."""
        self.buffer.erase()
        self._show()

    def _count(self) -> int:
        return int(self.buffer.text() or "0")

    def _set(self, count: int) -> None:
        count = max(count, self.body.minimum)
        if self.body.maximum:
            count = min(count, self.body.maximum)
        self.buffer.wipe()
        self.buffer.append(str(count))
        self._show()

    def _show(self) -> None:
        self.field.cells = () if self.body.stepper else groups_of(self.buffer.text(), self.body.max_digits)
        self.field.update()
        for key in self.quick:
            key.set_chosen(key.objectName() == f"tile_{self._count()}")

    def answer(self) -> str:
        """The digits, half-width, without dashes."""
        return self.buffer.text()

    def forget(self) -> None:
        """Zero the number."""
        self.buffer.wipe()
        self.field.update()

    def press(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        if self.body.stepper:
            return self._press_stepper(event, digit)
        if digit is not None:
            self.push(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        else:
            return False
        return True

    def _press_stepper(self, event: QKeyEvent, digit: int | None) -> bool:
        step = {Qt.Key.Key_Plus: +1, Qt.Key.Key_Up: +1, Qt.Key.Key_Minus: -1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if digit is None and step is None:
            return False
        self._set(self._count() + step if step is not None else digit or 0)
        return True

    def focus_place(self, place: str) -> None:
        """The first key, whatever the place: there is only one number."""
        first = self.pad.digits[1] if self.pad else self.steps[1] if self.steps else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- places -------------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        if self.body.stepper:
            self._arrange_stepper()
        elif self.width() > self.height():
            self._arrange_wide()
        else:
            self._arrange_tall()

    def _arrange_wide(self) -> None:
        assert self.pad is not None
        width, height, theme = self.width(), self.height(), self.theme
        pad = QRect(0, 0, min(TenKey.most(theme)[0], round(width * 0.46)), min(TenKey.most(theme)[1], height))
        pad.moveRight(width - 1)
        self.pad.setGeometry(pad)
        left = QRect(0, 0, pad.left() - theme.px(8.0), height)
        self.field.setGeometry(0, 0, left.width(), min(theme.px(36.0), height - self.ways_out_height(height) - theme.px(4.0)))
        self.place_ways_out(left)

    def _arrange_tall(self) -> None:
        assert self.pad is not None
        width, height, theme = self.width(), self.height(), self.theme
        field = min(theme.px(36.0), height // 5)
        out = self.ways_out_height(height)
        most = TenKey.most(theme)
        self.field.setGeometry(0, 0, width, field)
        room = QRect(0, field + theme.px(6.0), width, height - field - out - theme.px(12.0))
        size = (min(most[0], width), min(most[1], room.height()))
        self.pad.setGeometry((width - size[0]) // 2, room.y() + max(0, (room.height() - size[1]) // 2), *size)
        self.place_ways_out(QRect(0, 0, width, height))

    def _arrange_stepper(self) -> None:
        assert self.steps is not None
        theme, gap, width = self.theme, key_gap(self.theme), self.width()
        out = self.ways_out_height(self.height())
        height = self.height() - (out + theme.px(4.0) if out else 0)
        rows = self._quick_rows(width)
        quick = rows * min(max(height // 4, at_least(theme, 16.0)), theme.px(32.0)) + max(0, rows - 1) * gap
        high = min(theme.px(60.0), height - (quick + theme.px(8.0) if quick else 0))
        step = min(high, theme.px(45.0))
        middle = min(width - 2 * step - 2 * theme.px(6.0), theme.px(140.0))
        x = (width - middle - 2 * step - 2 * theme.px(6.0)) // 2
        minus, plus = self.steps
        minus.setGeometry(x, 0, step, high)
        self.field.setGeometry(x + step + theme.px(6.0), 0, middle, high)
        plus.setGeometry(x + step + middle + 2 * theme.px(6.0), 0, step, high)
        if rows:
            columns = -(-len(self.quick) // rows)
            cells = grid(QRect(0, high + theme.px(8.0), width, quick), columns, rows, gap, (theme.px(48.0), theme.px(32.0)))
            for key, cell in zip(self.quick, cells, strict=False):
                key.setGeometry(cell)
        self.place_ways_out(QRect(0, 0, width, self.height()))

    def _quick_rows(self, width: int) -> int:
        if not self.quick:
            return 0
        gap = key_gap(self.theme)
        return -(-(len(self.quick) * (self.theme.px(18.0) + gap)) // (width + gap))
