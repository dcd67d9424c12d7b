"""The ten-key in phone order: 123 / 456 / 789 / 0, always at the same places."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from screens.theme import KEY_MM, Theme
from screens.widgets.keys import Key, Tone, grid, key_gap

LARGEST_MM = (36.0, 32.0)


class TenKey(QWidget):
    """Twelve places: nine digits, then an optional extra key, 0 and [erase]. Emits digits as int 0-9."""

    digit = Signal(int)
    erased = Signal()
    extra_pressed = Signal()

    def __init__(self, theme: Theme, erase: str, secret: bool = False, extra: str = "", parent: QWidget | None = None) -> None:
        """erase: words of the erase key. secret: keys that show nothing to somebody looking on. extra: a key left of 0, key_<extra>."""
        super().__init__(parent)
        self.theme = theme
        tone = Tone.SECRET if secret else Tone.WRITE
        self.digits = [Key(theme, f"key_{n}", str(n), tone, parent=self, kept=True) for n in range(10)]
        for n, key in enumerate(self.digits):
            key.pressed_once.connect(lambda n=n: self.digit.emit(n))
        self.erase = Key(theme, "key_erase", erase, Tone.ERASE, parent=self, kept=True)
        self.erase.pressed_once.connect(self.erased)
        self.extra = Key(theme, f"key_{extra}", extra, parent=self) if extra else None
        if self.extra is not None:
            self.extra.pressed_once.connect(self.extra_pressed)

    @staticmethod
    def least(theme: Theme) -> tuple[int, int]:
        """px below which the keys would be smaller than 18 x 16 mm."""
        gap = key_gap(theme)
        return 3 * theme.px(KEY_MM[0]) + 2 * gap, 4 * theme.px(KEY_MM[1]) + 3 * gap

    @staticmethod
    def most(theme: Theme) -> tuple[int, int]:
        """px above which the keys grow no more."""
        gap = key_gap(theme)
        return 3 * theme.px(LARGEST_MM[0]) + 2 * gap, 4 * theme.px(LARGEST_MM[1]) + 3 * gap

    def resizeEvent(self, event: QResizeEvent) -> None:
        cells = grid(QRect(0, 0, self.width(), self.height()), 3, 4, key_gap(self.theme))
        places = [*self.digits[1:], self.extra, self.digits[0], self.erase]
        for key, cell in zip(places, cells, strict=True):
            if key is not None:
                key.setGeometry(cell)
