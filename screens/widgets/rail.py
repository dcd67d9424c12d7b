"""The right rail: why we ask, and the guide."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.views import Contrast
from screens.theme import Role, Theme
from screens.widgets.press import draw_box
from screens.widgets.ruby import RubyText


class Rail(QWidget):
    """A soft panel with the reason and the guide in its corner; the guide alone where there is no reason."""

    def __init__(self, theme: Theme, why: str, guide: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._guide = guide
        self._title = RubyText(theme.word("why"), theme.font(Role.BODY, bold=True), theme.furigana)
        self._why = RubyText(why, theme.font(Role.SMALL), theme.furigana) if why else None
        self._fitted: RubyText | None = None
        self.setAccessibleName(f"{self._title.text} {self._why.text}" if self._why else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fitted = None

    def _guide_box(self, inner: QRectF) -> QRectF:
        if not self.theme.art.has(f"guide/{self._guide}"):
            return QRectF()
        wide = self.width() > self.height() * 1.4  # a band in portrait: the guide stands beside the words
        side = min(inner.height(), inner.width() * 0.34) if wide else min(inner.width() * 0.72, inner.height() * 0.46)
        return QRectF(inner.right() - side, inner.bottom() - side, side, side)

    def words_rect(self) -> QRectF:
        """Where title and reason may lie, px."""
        pad = self.theme.px(6.0)
        inner = QRectF(self.rect()).adjusted(pad, pad * 0.7, -pad, -pad * 0.7)
        box = self._guide_box(inner)
        if box.isEmpty():
            return inner
        if box.top() <= inner.top() + 1:
            return inner.adjusted(0, 0, -box.width() - pad, 0)
        return inner.adjusted(0, 0, 0, -box.height())

    def shown(self) -> RubyText | None:
        """The reason as it is drawn now; tests ask it whether it fits."""
        if self._why is not None and self._fitted is None:
            rect = self.words_rect()
            self._fitted = self._why.fitted(rect.width(), rect.height() - self._title.height(rect.width()))
        return self._fitted

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = theme.px(6.0)
        inner = QRectF(self.rect()).adjusted(pad, pad * 0.7, -pad, -pad * 0.7)
        why = self.shown()
        if why is not None:
            border = palette.hairline if theme.look.contrast is not Contrast.NORMAL else None
            draw_box(painter, QRectF(self.rect()), theme, palette.accent_soft, border, theme.px_per_mm * 0.4, radius=theme.px(5.0))
            rect = self.words_rect()
            title_h = self._title.height(rect.width())
            self._title.paint(painter, QRectF(rect.topLeft(), rect.size()), palette.accent_text)
            why.paint(painter, rect.adjusted(0, title_h, 0, 0), palette.text, Qt.AlignmentFlag.AlignTop)
        theme.art.draw(painter, f"guide/{self._guide}", self._guide_box(inner))
        painter.end()
