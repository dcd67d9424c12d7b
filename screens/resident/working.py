"""R16 and R11 while something takes a moment, and the question after it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Option, View, Working
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.press import draw_box
from screens.widgets.ring import BusyDots
from screens.widgets.ruby import RubyLabel

FOLDERS = ("faults", "scene", "tile", "guide")
FALLBACK = "listen"
PICTURE_MM = 100.0


class WorkingPage(Page):
    """Picture at the left, what happens at the right, and below it the buttons once there is something to say."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Working)
        self.body = body = view.body
        self.message = RubyLabel(body.message, theme, Role.HEADING, theme.palette.accent_text, parent=self)
        self.detail = RubyLabel(body.detail, theme, Role.BODY, theme.palette.text_sub, parent=self)
        self.code = RubyLabel(body.code, theme, Role.SMALL, theme.palette.text_sub, Qt.AlignmentFlag.AlignRight, parent=self)
        self.dots = BusyDots(theme, moving=body.busy, parent=self)
        self.dots.setVisible(body.busy)
        self.buttons = [self._button(i, option) for i, option in enumerate(body.choices)]
        art = theme.art
        self._picture = art.first(body.picture, *FOLDERS) or art.first(view.frame.guide, "guide") or art.first(FALLBACK, "guide")
        self._picture_rect = QRect()

    def _button(self, i: int, option: Option) -> Button:
        kind = Kind.OUTLINE if option.quiet or i else Kind.SOLID
        button = Button(self.theme, f"btn_{option.value}", option.label, kind, role=Role.BUTTON, parent=self)
        button.pressed_once.connect(lambda: self.report(Action.CHOOSE, option.value))
        return button

    def arrange(self) -> None:
        px, portrait = self.theme.px, self.height() > self.width()
        pad, gap = px(10.0), px(4.0)
        inner = (
            self.rect().adjusted(pad, pad, -pad, -pad)
            if self.height() > px(90.0)
            else self.rect().adjusted(pad, px(2.0), -pad, -px(2.0))
        )
        side = min(px(PICTURE_MM), inner.width() // 3, inner.height()) if self._picture else 0
        if portrait:
            side = min(px(PICTURE_MM), inner.height() // 3) if self._picture else 0
        width = inner.width() if portrait else inner.width() - (side + px(12.0) if side else 0)
        x = inner.x() if portrait else inner.right() + 1 - width
        button_h = 0 if not self.buttons else px(26.0) if inner.height() > px(80.0) else px(18.0)
        code_h = self.code.heightForWidth(width) if self.body.code else 0
        dots_h = px(10.0) if self.body.busy else 0
        room = inner.height() - button_h - code_h - dots_h - 3 * gap - (side + gap if portrait else 0)
        wanted = [label.heightForWidth(width) for label in (self.message, self.detail)]
        share = min(1.0, room / max(1, sum(wanted)))
        tall = int(sum(wanted) * share) + dots_h + button_h + 2 * gap
        y = inner.y() + max(0, (inner.height() - code_h - tall - (side + gap if portrait else 0)) // 2)
        self._picture_rect = QRect(inner.x(), inner.y() + max(0, (inner.height() - side) // 2), side, side)
        if portrait:
            self._picture_rect = QRect(inner.center().x() - side // 2, y, side, side)
            y += side + gap
        for label, height in zip((self.message, self.detail), wanted, strict=True):
            label.setGeometry(x, y, width, int(height * share))
            y += int(height * share)
        self.dots.setGeometry(x, y + gap, px(25.0), dots_h)
        y += dots_h + 2 * gap
        self._place_buttons(x, y, width, button_h)
        self.code.setGeometry(x, inner.bottom() - code_h, width, code_h)
        self.update()

    def _place_buttons(self, x: int, y: int, width: int, height: int) -> None:
        if not self.buttons:
            return
        gap = self.theme.px(8.0)
        each = min((width - gap * (len(self.buttons) - 1)) // len(self.buttons), self.theme.px(110.0))
        for i, button in enumerate(self.buttons):
            button.setGeometry(x + i * (each + gap), y, each, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5, radius=theme.px(6.0))
        if self._picture:
            if theme.look.contrast is not Contrast.NORMAL:
                draw_box(painter, QRectF(self._picture_rect), theme, QColor("#ffffff"))
            theme.art.draw(painter, self._picture, QRectF(self._picture_rect))
        painter.end()
