"""A chip that is on or off: a filter, or "all of them"; or one that leads elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from screens.theme import Role, Theme
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, draw_mark

EM_MM = 7.0
MARK_MM = 6.5


class Chip(PressArea):
    """14 mm high; a square that is ticked says whether it is on. leads: an arrow at the right instead, for one that acts at once."""

    def __init__(self, theme: Theme, name: str, label: str, on: bool, parent: QWidget, *, leads: bool = False) -> None:
        super().__init__(theme, name, label, parent)
        self._words = RubyText(label, theme.font_px(min(theme.em(Role.SMALL), theme.px(EM_MM))), theme.furigana, level=True)
        self._on = on
        self._leads = leads
        self.setCheckable(not leads)
        self.setChecked(on)

    # QAbstractButton flips `checked` by itself on a click; the page alone says what is on.
    def nextCheckState(self) -> None:
        pass

    def set_on(self, on: bool) -> None:
        """Show it as on or off."""
        self._on = on
        self.setChecked(on)
        self.update()

    def natural_width(self) -> int:
        """px it would like to be wide."""
        return round(self._words.natural_width()) + self.theme.px(MARK_MM + 9.0)

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The words as they are drawn now, with their box."""
        px = self.theme.px
        left, right = (5.0, MARK_MM + 3.0) if self._leads else (MARK_MM + 5.0, 3.0)
        box = QRectF(self.rect()).adjusted(px(left), px(0.5), -px(right), -px(0.5))
        return [(self._words.fitted(box.width(), box.height()), box)]

    def paint(self, painter: QPainter) -> None:
        palette, px, rect = self.theme.palette, self.theme.px, QRectF(self.rect())
        fill = palette.pressed_bg if self.pressed_now else palette.selected_bg if self._on else palette.panel
        border = palette.primary if self._on or self._leads or self.pressed_now else palette.tile_border
        draw_box(
            painter, rect, self.theme, fill, border, self.theme.px_per_mm * (0.9 if self._on else 0.5), radius=rect.height() / 2
        )
        side = px(MARK_MM)
        lower = px(1.0) if self.theme.furigana else 0  # the words stand below the room for their readings
        x, mark = (self.width() - side - px(2.5), Mark.GO) if self._leads else (px(3.5), Mark.MANY)
        draw_mark(painter, QRectF(x, (self.height() - side) / 2 + lower, side, side), self.theme, mark, self._on)
        for words, box in self.shown():
            words.paint(painter, box, palette.text, Qt.AlignmentFlag.AlignVCenter)
