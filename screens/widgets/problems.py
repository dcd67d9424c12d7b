"""The error summary (RX2): how many to mend, and a tile for each that jumps to its place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.views import Problem
from screens.theme import Role, Theme
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import round_pen

ROW_MM = 16.0


class ProblemTile(PressArea):
    """One line of the summary."""

    def __init__(self, theme: Theme, index: int, problem: Problem, parent: QWidget) -> None:
        super().__init__(theme, f"problem_{index}", problem.text, parent)
        self._words = RubyText(problem.text, theme.font(Role.SMALL, bold=True), theme.furigana)
        self._fitted: RubyText | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fitted = None

    def words_rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(self.theme.px(3.0), self.theme.px(0.5), -self.theme.px(9.0), -self.theme.px(0.5))

    def shown(self) -> RubyText:
        """The words as drawn now."""
        if self._fitted is None:
            self._fitted = self._words.fitted(self.words_rect().width(), self.words_rect().height())
        return self._fitted

    def paint(self, painter: QPainter) -> None:
        palette, mm = self.theme.palette, self.theme.px_per_mm
        fill = palette.pressed_bg if self.pressed_now else palette.panel
        draw_box(painter, QRectF(self.rect()), self.theme, fill, palette.error, mm * 0.5)
        self.shown().paint(painter, self.words_rect(), palette.error, Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(round_pen(palette.error, mm * 0.8))
        x, y, h = self.width() - mm * 5.5, self.height() / 2, mm * 2.0
        painter.drawPolyline([QPointF(x, y - h), QPointF(x + h, y), QPointF(x, y + h)])


class ProblemBox(QWidget):
    """The box above the content. `jumped` carries the place of the touched line."""

    jumped = Signal(str)

    def __init__(self, theme: Theme, title: str, problems: tuple[Problem, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._title = RubyText(title, theme.font(Role.BODY, bold=True), theme.furigana)
        self.setAccessibleName(self._title.text)
        self.tiles = [ProblemTile(theme, i, problem, self) for i, problem in enumerate(problems)]
        for tile, problem in zip(self.tiles, problems, strict=True):
            tile.pressed_once.connect(lambda place=problem.place: self.jumped.emit(place))

    def _title_width(self, width: int) -> int:
        return min(round(self._title.natural_width()) + self.theme.px(18.0), round(width * 0.42))

    def height_for(self, width: int) -> int:
        """px the box takes at that width: the title at the left, the lines at the right, one below the other."""
        row = self.theme.px(ROW_MM)
        rows = len(self.tiles)
        return rows * row + (rows - 1) * self.theme.px(3.0) + 2 * self.theme.px(2.5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        px = self.theme.px
        x, y = self._title_width(self.width()), px(2.5)
        for tile in self.tiles:
            tile.setGeometry(x, y, self.width() - x - px(3.0), px(ROW_MM))
            y += px(ROW_MM) + px(3.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), theme, palette.error_bg, palette.error, theme.px_per_mm * 0.9)
        side = px(9.0)
        mark = QRectF(px(3.5), (self.height() - side) / 2, side, side)
        painter.setBrush(palette.error)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(mark)
        painter.setPen(round_pen(palette.error_bg, side * 0.13))
        x = mark.center().x()
        painter.drawLine(QPointF(x, mark.top() + side * 0.25), QPointF(x, mark.top() + side * 0.56))
        painter.drawPoint(QPointF(x, mark.top() + side * 0.76))
        width = self._title_width(self.width()) - px(18.0)
        rect = QRectF(mark.right() + px(2.5), 0, width + px(2.0), self.height())
        self._title.fitted(rect.width(), rect.height()).paint(painter, rect, palette.error, Qt.AlignmentFlag.AlignVCenter)
        painter.end()
