"""R11: where the card goes, what is read and what never is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action
from kiosk.visit.views import CardPlace, Contrast, Option, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.press import draw_box
from screens.widgets.ring import BusyDots
from screens.widgets.ruby import RubyText
from screens.widgets.tile import round_pen, tick_path

BUTTON_MM = 20.0


class ReadsPanel(QWidget):
    """Two short lists, ticks and crosses, and the promise. All of it shrinks together until it fits."""

    def __init__(self, theme: Theme, body: CardPlace, guide: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.body = body
        self._guide = guide
        self._lines: list[tuple[str, RubyText, QRectF]] = []
        self.setAccessibleName(" ".join(RubyText(text, theme.font(Role.SMALL)).text for _, text in self._words()))

    def _words(self) -> list[tuple[str, str]]:
        body = self.body
        reads, reads_not = list(body.reads), list(body.reads_not)
        if self.height() < self.theme.px(90.0):  # a line each where there is room, else one after the other
            between = "・" if self.theme.look.language == "ja" else ", "
            reads, reads_not = [between.join(reads)], [between.join(reads_not)]
        return [
            ("title", body.reads_title), *[("tick", line) for line in reads],
            ("title", body.reads_not_title), *[("cross", line) for line in reads_not], ("promise", body.promise),
        ]  # fmt: skip

    def resizeEvent(self, event: object) -> None:
        for em in range(self.theme.em(Role.BODY), 5, -1):
            self._lines, height, broken = self._lay(em)
            if height <= self.height() - self.theme.px(1.5) and not broken:
                break

    def _lay(self, em: int) -> tuple[list[tuple[str, RubyText, QRectF]], float, bool]:
        px = self.theme.px
        low = self.height() < px(90.0)
        pad, y, broken = px(3.0 if low else 6.0), float(px(1.5 if low else 4.0)), False
        lines: list[tuple[str, RubyText, QRectF]] = []
        for kind, words in self._words():
            indent = em * 1.4 if kind in ("tick", "cross") else 0.0
            text = RubyText(words, self.theme.font_px(em, bold=kind not in ("tick", "cross")), self.theme.furigana, level=True)
            width = self.width() - 2 * pad - indent - (self._guide_side() if kind == "promise" else 0)
            if lines and kind in ("title", "promise"):
                y += em * (0.1 if low else 0.5)
            height = text.height(width)
            broken = broken or text.lay(width).broken
            lines.append((kind, text, QRectF(pad + indent, y, width, height)))
            y += max(height, self._guide_side()) if kind == "promise" else height
        return lines, y, broken

    def _guide_side(self) -> int:
        tall = self.height() > self.theme.px(110.0)
        return self.theme.px(38.0) if tall and self.theme.art.has(f"guide/{self._guide}") else 0

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The texts as drawn, with their boxes."""
        return [(text, box) for _, text, box in self._lines]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5, radius=theme.px(5.0))
        for kind, text, box in self._lines:
            ink = {"title": palette.accent_text, "promise": palette.accent_text}.get(kind, palette.text)
            text.paint(painter, box, ink)
            em = text.font.pixelSize()
            mark = QRectF(box.left() - em * 1.4, box.top() + text.line_height - em * 1.02, em, em)
            if kind == "tick":
                painter.strokePath(tick_path(mark), round_pen(palette.success, em * 0.14))
            elif kind == "cross":
                painter.setPen(round_pen(palette.error, em * 0.13))
                x, y, r = mark.center().x(), mark.center().y(), em * 0.26
                painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
                painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
        side = self._guide_side()
        if side:
            rect = QRectF(self.width() - side - theme.px(5.0), self.height() - side - theme.px(4.0), side, side)
            theme.art.draw(painter, f"guide/{self._guide}", rect)
        painter.end()


class CardPlacePage(Page):
    """The picture of the act at the left, the promise at the right, other ways below."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, CardPlace)
        self.body = view.body
        self.reads = ReadsPanel(theme, view.body, view.frame.guide, self)
        self.dots = BusyDots(theme, moving=view.body.busy, parent=self)
        self.dots.setVisible(view.body.busy)
        self.buttons = [self._button(option) for option in view.body.choices]
        self._scene = QRect()

    def _button(self, option: Option) -> Button:
        button = Button(self.theme, f"btn_{option.value}", option.label, Kind.OUTLINE, role=Role.BODY, parent=self)
        button.pressed_once.connect(lambda: self.report(Action.CHOOSE, option.value))
        return button

    def arrange(self) -> None:
        px, gap = self.theme.px, self.theme.px(6.0)
        low = self.height() < px(90.0)
        button_h = px(14.0 if low else BUTTON_MM) if self.buttons else 0
        below = button_h + px(4.0) if self.buttons else 0
        if self.height() > self.width():
            half = (self.height() - below - gap) // 2
            self._scene = QRect(0, 0, self.width(), half)
            self.reads.setGeometry(0, half + gap, self.width(), half)
            left = self.width()
        else:
            left = round(self.width() * (0.5 if low else 0.58))
            self._scene = QRect(0, 0, left, self.height() - below)
            self.reads.setGeometry(left + gap, 0, self.width() - left - gap, self.height())
        self.dots.setGeometry(self._scene.x(), self._scene.bottom() - px(14.0), self._scene.width(), px(8.0))
        each = (left - px(4.0) * (len(self.buttons) - 1)) // max(1, len(self.buttons))
        for i, button in enumerate(self.buttons):
            button.setGeometry(i * (each + px(4.0)), self.height() - button_h, each, button_h)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = theme.look.contrast is not Contrast.NORMAL
        fill = QColor("#ffffff") if plain else palette.accent_soft
        draw_box(painter, QRectF(self._scene), theme, fill, palette.hairline if plain else None, radius=theme.px(5.0))
        pad = theme.px(1.0 if self.height() < theme.px(90.0) else 5.0)
        scene = QRectF(self._scene).adjusted(pad, pad, -pad, -pad - (theme.px(12.0) if self.body.busy else 0))
        theme.art.draw(painter, f"scene/{self.body.scene}", scene)
        painter.end()
