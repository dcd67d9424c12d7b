"""R01: the picture that says this is for you, and one thing to do."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action
from kiosk.visit.views import Attract, Contrast, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import round_pen, tick_path

INK = QColor("#1a1a1a")
ON_WATER = QColor("#ffffff")
MANY_LANGUAGES = 4

Part = tuple[RubyText, QRectF, QColor, Qt.AlignmentFlag]


class AttractPage(Page):
    """The whole screen is the button; the languages lie above it."""

    full_screen = True
    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Attract)
        self.body = view.body
        self.start = StartArea(theme, view.body, self)
        self.start.pressed_once.connect(lambda: self.report(Action.START, ""))
        self.languages = [self._language(code, name) for code, name in view.body.languages]

    def _language(self, code: str, name: str) -> Button:
        tile = Button(self.theme, f"tile_lang_{code}", name, Kind.CHIP, role=Role.BODY, max_em_mm=9.0, parent=self)
        tile.pressed_once.connect(lambda: self.report(Action.START, code))
        return tile

    def arrange(self) -> None:
        self.start.setGeometry(self.rect())
        bar = self.start.language_bar(len(self.languages))
        if not self.languages:
            return
        gap = self.theme.gap
        width = (bar.width() - gap * (len(self.languages) - 1)) // len(self.languages)
        for i, tile in enumerate(self.languages):
            tile.setGeometry(bar.x() + i * (width + gap), bar.y(), width, bar.height())


class StartArea(PressArea):
    """Draws the picture, the words and the start button. Sizes are shares of the height, so that small screens keep the picture."""

    def __init__(self, theme: Theme, body: Attract, parent: QWidget) -> None:
        super().__init__(theme, "btn_start", body.start, parent)
        self.body = body
        self._parts: list[Part] = []
        self._button = QRectF()

    @property
    def _portrait(self) -> bool:
        return self.height() > self.width()

    @property
    def _plain(self) -> bool:
        return self.theme.look.contrast is not Contrast.NORMAL

    def language_bar(self, count: int) -> QRect:
        """Where the language tiles lie, px."""
        margin = self._left
        width = (
            self.width() - 2 * margin
            if self._portrait or count > MANY_LANGUAGES
            else min(self._text_width, count * self.theme.px(70.0))
        )
        height = self.theme.px(18.0)
        bottom = self.height() - self.theme.px(6.0) if self.height() < self.theme.px(150.0) else round(self.height() * 0.95)
        return QRect(margin, bottom - height, width, height)

    @property
    def _left(self) -> int:
        return self.theme.px(10.0) if self._portrait or self.width() < self.theme.px(300.0) else self.theme.px(20.0)

    @property
    def _text_width(self) -> int:
        return self.width() - 2 * self._left if self._portrait else round(self.width() * 0.5) - self._left

    # --- layout ---------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._parts = []
        if self._portrait:
            self._lay(0.035, 0.055, self.height() * 0.72, self.language_bar(2).top() - self.theme.px(8.0))
        else:
            self._lay(0.05, 0.115, 0.0, self.language_bar(2).top() - self.theme.px(4.0))

    def _lay(self, top: float, brand: float, upper: float, lower: float) -> None:
        """Names and lines from the top share on, then button and promises down to `lower` px (the button not above `upper`)."""
        px, h = self.theme.px, self.height()
        ink = self.theme.palette.text if self._plain else INK
        x, width, y = self._left, self._text_width, h * top
        small = max(px(6.0), round(h * (0.033 if not self._portrait else 0.02)))
        y = self._put(self.body.city, small, True, self.theme.palette.accent_text, x, y, width)
        y = self._put(self.body.brand, round(h * brand), True, ink, x, y, width)
        line = max(px(6.5), round(h * (0.043 if not self._portrait else 0.024)))
        for text in self.body.lines:
            y = self._put(text, line, False, ink, x, y, width)
        promise_em = max(px(6.0), round(h * (0.03 if not self._portrait else 0.018)))
        if self._portrait:  # the promises on the sky, the button on the shore
            y = self._promises(promise_em, ink, x, y + promise_em, width)
            tall = min(px(44.0), lower - upper)
            self._button = QRectF(x, lower - tall, width, tall)
        else:
            promises_h = len(self.body.promises) * promise_em * 1.5
            room = lower - promises_h - px(3.0) - (y + px(3.0))
            tall = min(max(room * 0.9, px(18.0)), px(52.0))
            self._button = QRectF(x, y + px(3.0) + max(0.0, (room - tall) * 0.55), width, tall)
            self._promises(
                promise_em, ink if self._plain else ON_WATER, x, self._button.bottom() + px(4.0 if h > px(150.0) else 2.0), width
            )
        start = RubyText(self.body.start, self.theme.font_px(round(tall * 0.34), bold=True), self.theme.furigana, balance=True)
        inner = self._button.adjusted(tall * 0.35, 0, -tall * 0.35, 0)
        self._start = start.fitted(inner.width(), inner.height())

    def _promises(self, em: int, ink: QColor, x: float, y: float, width: float) -> float:
        for text in self.body.promises:
            y = self._put(text, em, False, ink, x + em * 1.5, y, width - em * 1.5)
        return y

    def _put(self, text: str, em: int, bold: bool, colour: QColor, x: float, y: float, width: float) -> float:
        words = RubyText(text, self.theme.font_px(em, bold), self.theme.furigana, level=em < self.theme.px(12.0))
        words = words.fitted(width, words.line_height * (1 if em > self.theme.px(8.5) else 2))
        rect = QRectF(x, y, width, words.height(width))
        self._parts.append((words, rect, colour, Qt.AlignmentFlag.AlignLeft))
        return rect.bottom()

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The texts and their boxes as drawn; tests ask whether they fit."""
        return [(words, rect) for words, rect, _, _ in self._parts] + [(self._start, self._button)]

    # --- drawing --------------------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter) -> None:
        self._paint_ground(painter)
        for words, rect, colour, align in self._parts:
            words.paint(painter, rect, colour, align)
        for words, rect, colour, _ in self._parts[-len(self.body.promises) :] if self.body.promises else []:
            em = words.font.pixelSize()
            painter.strokePath(
                tick_path(QRectF(rect.left() - em * 1.45, rect.top() + words.line_height - em * 1.05, em, em)),
                round_pen(colour, em * 0.12),
            )
        self._paint_button(painter)
        if self.body.reminder:
            self._paint_reminder(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        rect = QRectF(self.rect())
        if not self._plain:
            name = "scene/attract-portrait" if self._portrait else "scene/attract"
            painter.fillRect(rect, QColor("#fff1d6"))
            self.theme.art.draw_ground(painter, name, self.rect())
            return
        painter.fillRect(rect, self.theme.palette.ground)
        side = min(self.width() * 0.4, self.height() * 0.6)
        box = QRectF(self.width() * 0.72 - side / 2, self.height() * 0.5 - side / 2, side, side)
        if self._portrait:
            box = QRectF((self.width() - side) / 2, self.height() * 0.36, side, side)
        painter.setBrush(QColor("#fff1d6"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(box)
        pad = side * 0.14
        self.theme.art.draw(painter, "guide/hello", box.adjusted(pad, pad, -pad, -pad))

    def _paint_button(self, painter: QPainter) -> None:
        palette, radius = self.theme.palette, self._button.height() / 2
        depth = self.theme.px_per_mm * 1.6
        if not self.pressed_now:
            draw_box(painter, self._button.translated(0, depth), self.theme, palette.primary_pressed, radius=radius)
        place = self._button.translated(0, depth) if self.pressed_now else self._button
        draw_box(painter, place, self.theme, palette.primary, radius=radius)
        self._start.paint(painter, place, palette.on_primary, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)

    def _paint_reminder(self, painter: QPainter) -> None:
        palette, px = self.theme.palette, self.theme.px
        words = RubyText(self.body.reminder, self.theme.font(Role.BODY, bold=True), self.theme.furigana)
        width = min(self.width() * 0.9, words.natural_width() + px(24.0))
        words = words.fitted(width - px(24.0), px(30.0))
        rect = QRectF((self.width() - width) / 2, px(6.0), width, max(words.height(width - px(24.0)) + px(6.0), px(18.0)))
        draw_box(painter, rect, self.theme, palette.call_bg, palette.call, px(1.0))
        words.paint(
            painter,
            rect.adjusted(px(12.0), 0, -px(12.0), 0),
            palette.text,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
        )
