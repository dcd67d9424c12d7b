"""RX1, RX3, RX5 and the privacy cover: one sentence and one next step on a card."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent

from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Notice, View
from screens.page import Page
from screens.theme import DANGER_GAP_MM, Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.press import draw_box
from screens.widgets.ring import CountdownRing
from screens.widgets.ruby import RubyLabel

CARD_MM = (330.0, 190.0)
PICTURE_MM = 70.0
BUTTON_MM = (80.0, 30.0)
MIDDLE_MM = 150.0  # below it a second row of buttons takes smaller ones


class NoticePage(Page):
    """A card in the middle. While a ring runs, a touch anywhere beside the buttons is the primary choice."""

    wants_rail = False
    owns_heading = True

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Notice)
        self.body = body = view.body
        self.title = RubyLabel(view.frame.heading or body.text, theme, Role.HEADING, parent=self)
        lines = [line for line in (body.text if view.frame.heading else "", body.detail) if line]
        self.texts = [
            RubyLabel(line, theme, Role.BODY, theme.palette.text if i == 0 else theme.palette.text_sub, parent=self)
            for i, line in enumerate(lines)
        ]
        self.code = RubyLabel(body.code, theme, Role.SMALL, theme.palette.text_sub, Qt.AlignmentFlag.AlignRight, parent=self)
        self.buttons = [self._button(option.value, option.label) for option in body.choices]
        self.ring = CountdownRing(theme, body.countdown_s, self) if body.countdown_s else None
        if self.ring is not None:
            self.ring.ran_out.connect(lambda: self.report(Action.TIME_UP))
            self.ring.start()
        self._card = QRect()
        self._picture_rect = QRect()

    def _button(self, value: str, label: str) -> Button:
        kind = Kind.SOLID if value == self.body.primary else Kind.DANGER if value == self.body.danger else Kind.OUTLINE
        kind = Kind.CALL if value == "call" and kind is Kind.OUTLINE else kind
        button = Button(
            self.theme, f"btn_{value}", label, kind, "call-person" if kind is Kind.CALL else "", role=Role.BUTTON, parent=self
        )
        button.pressed_once.connect(lambda: self.report(Action.CHOOSE, value))
        return button

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.ring is not None and self.body.primary and self.theme.guard.allows():
            self.report(Action.CHOOSE, self.body.primary)

    # --- layout ---------------------------------------------------------------------------------------------------------
    def _picture(self) -> str:
        art = self.theme.art
        return art.first(self.body.picture, "faults", "scene", "guide") or art.first(self.view.frame.guide, "guide")

    def arrange(self) -> None:
        px = self.theme.px
        portrait = self.height() > self.width()
        width = min(self.width(), px(CARD_MM[0]))
        low = self.height() < px(110.0)
        pad = px(5.0) if low else min(px(12.0), width // 20)
        inner_w = width - 2 * pad
        side = 0
        if self.ring is not None or self._picture():
            side = min(px(PICTURE_MM), inner_w // 4 if not portrait else px(60.0), self.height() // 2)
        text_w = inner_w - (side + pad if side and not portrait else 0)
        words = [label for label in (self.title, *self.texts) if label.ruby.markup]
        gap = px(2.0 if low else 4.0)
        words_h = sum(label.heightForWidth(text_w) + gap for label in words)
        rows = self._button_rows(inner_w)
        crowded = low or (len(rows) > 1 and self.height() < px(MIDDLE_MM))
        button_h = px(18.0) if crowded else px(BUTTON_MM[1])
        row_gap = px(4.0)
        buttons_h = len(rows) * (button_h + row_gap)
        code_h = min(self.code.heightForWidth(inner_w), px(6.0) if low else self.height()) if self.body.code else 0
        head_h = max(words_h, side) if not portrait else words_h + side + (gap if side else 0)
        room = self.height() - 2 * pad - buttons_h - code_h - gap
        head_h = min(head_h, room)
        side = min(side, head_h)
        height = head_h + buttons_h + code_h + 2 * pad + gap
        self._card = QRect((self.width() - width) // 2, max(0, (self.height() - height) // 2), width, min(height, self.height()))
        x, y = self._card.x() + pad, self._card.y() + pad
        self._picture_rect = QRect(x, y + max(0, (head_h - side) // 2 if not portrait else 0), side, side)
        if portrait:
            self._picture_rect.moveLeft(self._card.center().x() - side // 2)
        if self.ring is not None:
            self.ring.setGeometry(self._picture_rect)
        words_room = head_h - (side + gap if portrait and side else 0)
        text_y = y + (side + gap if portrait and side else max(0, (words_room - words_h) // 2))
        self._place_words(words, QRect(x + (side + pad if side and not portrait else 0), text_y, text_w, words_room), words_h, gap)
        self._place_buttons(rows, QRect(x, y + head_h + gap, inner_w, buttons_h), button_h, row_gap)
        self.code.setGeometry(x, self._card.bottom() - pad // 2 - code_h, inner_w, code_h)

    def _place_words(self, words: list[RubyLabel], area: QRect, wanted: int, gap: int) -> None:
        share = min(1.0, area.height() / max(1, wanted))
        y = area.y()
        for label in words:
            height = int(label.heightForWidth(area.width()) * share)
            label.setGeometry(area.x(), y, area.width(), height)
            y += height + int(gap * share)

    def _button_rows(self, width: int) -> list[list[Button]]:
        """Buttons side by side while each keeps its words on one line; the primary one is the last, at the right."""
        ordered = sorted(self.buttons, key=lambda button: button.kind is Kind.SOLID)
        wide = max((button.natural_width() for button in ordered), default=1)
        if self.height() < self.theme.px(110.0):
            wide = self.theme.px(44.0)  # on low screens words shrink before rows are added
        each = max(1, (width + self._spread()) // (min(max(wide, self.theme.px(44.0)), width // 2) + self._spread()))
        return [ordered[i : i + each] for i in range(0, len(ordered), each)]

    def _spread(self) -> int:
        """px between two buttons of a row."""
        return self.theme.px(DANGER_GAP_MM) if self.body.danger else self.theme.gap * 2

    def _place_buttons(self, rows: list[list[Button]], area: QRect, height: int, gap: int) -> None:
        """One in the middle, or spread from edge to edge."""
        y = area.y()
        for row in rows:
            count = len(row)
            width = min((area.width() - self._spread() * (count - 1)) // count, self.theme.px(110.0))
            step = (area.width() - width) // (count - 1) if count > 1 else 0
            for i, button in enumerate(row):
                x = area.x() + i * step if count > 1 else area.x() + (area.width() - width) // 2
                button.setGeometry(x, y, width, height)
            y += height + gap

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = palette.border if theme.look.contrast is Contrast.HIGH else palette.hairline
        draw_box(painter, QRectF(self._card), theme, palette.panel, border, theme.px_per_mm * 0.6, radius=theme.px(6.0))
        picture = self._picture()
        if self.ring is None and picture:
            if theme.look.contrast is not Contrast.NORMAL:
                draw_box(painter, QRectF(self._picture_rect), theme, QColor("#ffffff"))
            theme.art.draw(painter, picture, QRectF(self._picture_rect))
        painter.end()
