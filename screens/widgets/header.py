"""Header and footer: the buttons that are always at the same place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.views import Frame
from screens.layout import FrameRects
from screens.theme import DANGER_GAP_MM, TARGET_MIN_MM, Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.ruby import RubyText

CHIPS = ("size", "language", "voice")
CHIP_EM_MM = 6.0
CHIP_GAP_MM = 3.0


class Header(QWidget):
    """Logo and city at the left; size, language and voice, and 16 mm apart やめる, at the right."""

    look_opened = Signal(str)
    quit_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._brand = RubyText(theme.word("brand"), theme.font_px(theme.px(8.0), bold=True), theme.furigana)
        self._city = RubyText(theme.word("city"), theme.font_px(theme.px(CHIP_EM_MM)), theme.furigana)
        # A terminal that gives no words for a chip does not have what it opens.
        keys = [key for key in CHIPS if theme.word(key)]
        self.chips = [self._chip(key) for key in keys]
        for key, chip in zip(keys, self.chips, strict=True):
            chip.pressed_once.connect(lambda key=key: self.look_opened.emit(key))
        self.quit = Button(
            theme, "btn_quit", theme.word("quit"), Kind.CHIP, "quit", role=Role.SMALL, max_em_mm=CHIP_EM_MM, parent=self
        )
        self.quit.pressed_once.connect(self.quit_pressed)
        self._compact = False

    def _chip(self, key: str) -> Button:
        # The voice chip tells its state by its icon as well as by its look.
        icon = "speaker-off" if key == "voice" and not self.theme.look.voice else key
        words = self.theme.word(key)
        return Button(self.theme, f"chip_{key}", words, Kind.CHIP, icon, role=Role.SMALL, max_em_mm=CHIP_EM_MM, parent=self)

    def show_frame(self, frame: Frame, compact: bool) -> None:
        """Show or leave out やめる; compact leaves out the chips, for keyboards on low screens."""
        self._compact = compact
        self.quit.setVisible(frame.quit)
        for chip in self.chips:
            chip.setVisible(not compact)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        px = self.theme.px
        height = px(TARGET_MIN_MM)
        y = (self.height() - height) // 2
        x = self.width() - self.theme.margin
        buttons = [*self.chips, self.quit]
        wide = [max(px(24.0), min(button.natural_width(), px(42.0))) for button in buttons]
        room = self.width() - 2 * self.theme.margin - px(DANGER_GAP_MM) - 2 * px(CHIP_GAP_MM) - px(14.0)
        squeeze = min(1.0, room / sum(wide))
        for i, button in reversed(list(enumerate(buttons))):
            width = max(px(TARGET_MIN_MM), int(wide[i] * squeeze))
            x -= width
            button.setGeometry(x, y, width, height)
            x -= px(DANGER_GAP_MM) if button is self.quit else px(CHIP_GAP_MM)
        self._free = x - px(4.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.palette.panel)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.palette.hairline)
        x, free = theme.margin, self.width() - theme.margin - px(60.0) if self._compact else self._free
        face = px(12.0)
        theme.art.draw(painter, "guide/face", QRectF(x, (self.height() - face) / 2, face, face))
        x += face + px(2.5)
        for text, colour in ((self._brand, theme.palette.accent_text), (self._city, theme.palette.text_sub)):
            width = text.natural_width() + 1
            if x + width > free:
                break
            text.paint(painter, QRectF(x, 0, width, self.height()), colour, Qt.AlignmentFlag.AlignVCenter)
            x += round(width) + px(5.0)
        painter.end()


class Footer(QWidget):
    """もどる, 人をよぶ, つぎへ: never moved, never disabled."""

    back_pressed = Signal()
    call_pressed = Signal()
    next_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.back = Button(theme, "btn_back", theme.word("back"), Kind.OUTLINE, "back", parent=self)
        self.call = Button(theme, "btn_call_person", theme.word("call"), Kind.CALL, "call-person", parent=self)
        self.next = Button(theme, "btn_next", theme.word("next"), Kind.SOLID, "next", icon_after=True, parent=self)
        self.back.pressed_once.connect(self.back_pressed)
        self.call.pressed_once.connect(self.call_pressed)
        self.next.pressed_once.connect(self.next_pressed)

    def show_frame(self, frame: Frame) -> None:
        """Which buttons there are, and what つぎへ is called here ("" is the plain word)."""
        self.back.setVisible(frame.back)
        self.call.setVisible(frame.call)
        self.next.setVisible(frame.next_label is not None)
        self.next.set_words(frame.next_label or self.theme.word("next"))

    def place(self, rects: FrameRects) -> None:
        """Put the three where the frame has them."""
        self.setGeometry(rects.footer)
        for button, rect in ((self.back, rects.back), (self.call, rects.call), (self.next, rects.next)):
            button.setGeometry(rect.translated(0, -rects.footer.top()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.palette.panel)
        painter.fillRect(0, 0, self.width(), 1, self.theme.palette.hairline)
        painter.end()
