"""Text with furigana on screen: a label, and drawing into a rectangle. The layout itself is in rubytext.py."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.furigana import RUBY, plain
from screens.theme import Role, Theme
from screens.widgets.rubytext import LINE, LINE_WITHOUT_RUBY, NO_END, NO_START, Laid, RubyText

__all__ = ["LINE", "LINE_WITHOUT_RUBY", "NO_END", "NO_START", "RUBY", "Laid", "RubyLabel", "RubyText", "draw_ruby", "plain"]


def draw_ruby(
    painter: QPainter,
    rect: QRect | QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    furigana: bool = True,
) -> None:
    """Draw text with furigana into rect, smaller if it would not fit. Widgets that repaint often keep a RubyText instead."""
    RubyText(text, font, furigana, balance=bool(align & Qt.AlignmentFlag.AlignHCenter)).fitted(rect.width(), rect.height()).paint(
        painter, rect, colour, align
    )


class RubyLabel(QWidget):
    """A piece of text with furigana that knows its height for a width and shrinks rather than being cut."""

    def __init__(
        self,
        text: str,
        theme: Theme,
        role: Role = Role.BODY,
        colour: QColor | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        bold: bool | None = None,
        parent: QWidget | None = None,
        max_em_mm: float | None = None,
    ) -> None:
        """max_em_mm: the letters stay below that, however large the person wants the rest."""
        super().__init__(parent)
        self._theme = theme
        self._max_em_mm = max_em_mm
        self._role = role
        self._bold = bold
        self._colour = colour or theme.palette.text
        self._align = align
        self._fitted: RubyText | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show other words; an empty text takes no room."""
        font = self._theme.font(self._role, self._bold)
        if self._max_em_mm is not None:
            em = min(self._theme.em(self._role), self._theme.px(self._max_em_mm))
            font = self._theme.font_px(em, bool(self._bold))
        heading = self._role is Role.HEADING  # its line must not jump from screen to screen
        self.ruby = RubyText(text, font, self._theme.furigana, balance=heading, level=heading)
        self._fitted = None
        self.setAccessibleName(self.ruby.text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self.ruby.height(width) + 0.49) if self.ruby.markup else 0

    def sizeHint(self) -> QSize:
        return QSize(round(self.ruby.natural_width()) + 1, round(self.ruby.line_height + 0.49))

    def shown(self) -> RubyText:
        """The text as it is drawn now, after any shrinking; tests ask it whether it fits."""
        if self._fitted is None:
            self._fitted = self.ruby.fitted(self.width(), self.height())
        return self._fitted

    def resizeEvent(self, event: object) -> None:
        self._fitted = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.ruby.markup:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            self.shown().paint(painter, self.rect(), self._colour, self._align)
            painter.end()
