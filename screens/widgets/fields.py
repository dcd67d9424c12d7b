"""What a person has entered so far, drawn large: text with a caret, grouped digits, dots for secret ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from screens.theme import Role, Theme
from screens.widgets.buffer import WipeableBuffer
from screens.widgets.press import draw_box
from screens.widgets.ruby import RubyText

SHRINK = (1.0, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42, 0.36, 0.3)
LINE = 1.3
ORPHAN_SHRINK = 0.82


@dataclass(frozen=True, slots=True)
class _Spot:
    """One character of a laid-out field; start: its place in the buffer."""

    char: str
    x: float
    line: int
    width: float
    start: int


class TextField(QWidget):
    """Shows a WipeableBuffer: what is written, a caret, and a line under the kana that can still become kanji.

    It draws character by character and keeps none, so that no copy of the whole text stays in a drawing call.
    """

    def __init__(self, theme: Theme, buffer: WipeableBuffer, name: str, label: str, parent: QWidget | None = None) -> None:
        """label: for assistive technology and, while nothing is written, the quiet words in the field."""
        super().__init__(parent)
        self.theme = theme
        self.buffer = buffer
        self.composing_from = 0
        self.in_error = False
        self._label = label
        self.setObjectName(name)
        self.setAccessibleName(plain(label))

    def _room(self) -> QRectF:
        pad = self.theme.px(3.5)
        return QRectF(self.rect()).adjusted(pad, self.theme.px(1.0), -pad, -self.theme.px(1.0))

    def largest_em(self) -> int:
        """px of the text while it is short."""
        return min(self.theme.em(Role.HEADING), round(self._room().height() / LINE))

    def laid(self) -> tuple[int, list[_Spot], int]:
        """(em in px, spots, lines) at the largest size at which all of it can be seen."""
        room = self._room()
        for share in SHRINK:
            em = max(1, round(self.largest_em() * share))
            spots, lines = self._lay(em, room.width())
            if lines * em * LINE <= room.height() + 0.5:
                break
        if lines > 1:  # a little smaller rather than one character alone on the last line
            small = max(1, round(em * ORPHAN_SHRINK))
            tighter, fewer = self._lay(small, room.width())
            if fewer < lines:
                return small, tighter, fewer
        return em, spots, lines

    def fits(self) -> bool:
        """Whether the whole text can be seen."""
        em, _, lines = self.laid()
        return lines * em * LINE <= self._room().height() + 0.5

    def _lay(self, em: int, width: float) -> tuple[list[_Spot], int]:
        advance = QFontMetricsF(self.theme.font_px(em, True)).horizontalAdvance
        spots: list[_Spot] = []
        x, line, start = 0.0, 0, 0
        for char in self.buffer.clusters():
            step = advance(char)
            if x + step > width - em * 0.15 and x:
                x, line = 0.0, line + 1
            spots.append(_Spot(char, x, line, step, start))
            x += step
            start += len(char)
        return spots, line + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        p = self.theme.palette
        draw_box(painter, QRectF(self.rect()), self.theme, p.panel, p.error if self.in_error else p.primary, self.theme.line * 1.6)
        if len(self.buffer):
            self._paint_text(painter)
        else:
            self._paint_empty(painter)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        room, em = self._room(), self.largest_em()
        self._paint_caret(painter, room.left(), room.center().y(), em)
        words = RubyText(self._label, self.theme.font_px(min(em, self.theme.em(Role.BODY)), False), self.theme.furigana)
        box = room.adjusted(em * 0.5, 0, 0, 0)
        words.fitted(box.width(), box.height()).paint(painter, box, self.theme.palette.text_sub, Qt.AlignmentFlag.AlignVCenter)

    def _paint_text(self, painter: QPainter) -> None:
        room = self._room()
        em, spots, lines = self.laid()
        font = self.theme.font_px(em, True)
        metrics = QFontMetricsF(font)
        top = room.center().y() - lines * em * LINE / 2
        painter.setFont(font)
        for spot in spots:
            middle = top + (spot.line + 0.5) * em * LINE
            baseline = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.setPen(self.theme.palette.text)
            painter.drawText(QPointF(room.left() + spot.x, baseline), spot.char)
            if spot.start >= self.composing_from:
                line = self.theme.line * 1.2
                painter.fillRect(QRectF(room.left() + spot.x, middle + em * 0.56, spot.width, line), self.theme.palette.primary)
        last = spots[-1]
        self._paint_caret(painter, room.left() + last.x + last.width, top + (last.line + 0.5) * em * LINE, em)

    def _paint_caret(self, painter: QPainter, x: float, middle: float, em: int) -> None:
        width = max(2.0, self.theme.px_per_mm * 0.9)
        painter.fillRect(QRectF(x + width * 0.5, middle - em * 0.55, width, em * 1.1), self.theme.palette.primary)


class DigitsField(TextField):
    """Shows digits in groups with large cells; empty cells are drawn while the number of digits is known."""

    def __init__(
        self,
        theme: Theme,
        buffer: WipeableBuffer,
        name: str,
        label: str,
        cells: Sequence[int] = (),
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """cells: digits a group, () for a free run; unit: words after the digits."""
        super().__init__(theme, buffer, name, label, parent)
        self.cells = tuple(cells)
        self._unit = unit
        self.centred = False  # a count stands in the middle, without a caret

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        p = self.theme.palette
        draw_box(painter, QRectF(self.rect()), self.theme, p.panel, p.error if self.in_error else p.primary, self.theme.line * 1.6)
        if not self.cells and not len(self.buffer):
            self._paint_empty(painter)
        else:
            self._paint_digits(painter)
        painter.end()

    def digit_em(self) -> float:
        """px em of the digits: all of them, dashes and unit, fit the width."""
        room, groups = self._room(), self.cells or (len(self.buffer),)
        widths = sum(groups) * 0.72 + (len(groups) - 1) * 0.6 + 0.2 + (self._unit_width(100.0) / 100.0 if self._unit else 0.0)
        return float(min(self.theme.em(Role.NUMBER), room.height() / LINE, room.width() / widths))

    def _paint_digits(self, painter: QPainter) -> None:
        room, em, p = self._room(), self.digit_em(), self.theme.palette
        font = self.theme.font_px(round(em), True)
        painter.setFont(font)
        digits = list(self.buffer.clusters())
        x, cell, done = room.left(), em * 0.72, 0
        if self.centred:
            x = room.center().x() - (cell * len(digits) + self._unit_width(em)) / 2
        for g, group in enumerate(self.cells or (len(digits),)):
            if g:
                painter.setPen(p.text_sub)
                painter.drawText(QRectF(x, room.top(), em * 0.6, room.height()), Qt.AlignmentFlag.AlignCenter, "-")
                x += em * 0.6
            for _ in range(group):
                box = QRectF(x, room.top(), cell, room.height())
                if done < len(digits):
                    painter.setPen(p.text)
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, digits[done])
                else:
                    here = done == len(digits)
                    y = room.center().y() + em * 0.45
                    painter.fillRect(
                        QRectF(x + cell * 0.1, y, cell * 0.8, self.theme.line * (2.0 if here else 1.0)),
                        p.primary if here else p.border,
                    )
                x += cell
                done += 1
        if not self.cells and not self.centred:
            self._paint_caret(painter, x, room.center().y(), round(em))
        if self._unit:
            box = QRectF(x + em * 0.25, room.top(), room.right() - x - em * 0.25, room.height())
            self._unit_words(em).fitted(box.width(), box.height()).paint(painter, box, p.text, Qt.AlignmentFlag.AlignVCenter)

    def _unit_words(self, em: float) -> RubyText:
        return RubyText(self._unit, self.theme.font_px(round(em * 0.6), True), self.theme.furigana)

    def _unit_width(self, em: float) -> float:
        return em * 0.25 + self._unit_words(em).natural_width() if self._unit else 0.0


class Dots(QWidget):
    """One place a digit, filled as digits come; which digit it is never reaches this widget."""

    def __init__(self, theme: Theme, groups: tuple[int, ...], labels: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.groups = groups
        self.filled = 0
        self.in_error = False
        self.setObjectName("dots")
        self._labels = [RubyText(label, theme.font(Role.SMALL), theme.furigana) for label in labels] if any(labels) else []
        self.setAccessibleName(" ".join(plain(label) for label in labels))

    def set_filled(self, filled: int) -> None:
        """Show that many digits as entered."""
        self.filled = filled
        self.update()

    def least_height(self) -> int:
        """px it needs."""
        label = self._labels[0].line_height if self._labels else 0.0
        return round(len(self.groups) * (label + self.theme.px(13.0)) + (len(self.groups) - 1) * self.theme.px(1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.shown_groups()
        height = self.height() / len(shown)
        for i, g in enumerate(shown):
            self._paint_group(painter, QRectF(0, i * height, self.width(), height), g, self.groups[g], sum(self.groups[:g]))
        painter.end()

    def shown_groups(self) -> tuple[int, ...]:
        """The groups to be seen: all of them, or only the one being entered where the glass is low."""
        if self.height() >= self.least_height():
            return tuple(range(len(self.groups)))
        done = 0
        for g, group in enumerate(self.groups):
            done += group
            if self.filled < done:
                return (g,)
        return (len(self.groups) - 1,)

    def _paint_group(self, painter: QPainter, rect: QRectF, g: int, group: int, before: int) -> None:
        p = self.theme.palette
        here = before <= self.filled < before + group
        top = rect.top()
        if g < len(self._labels):
            box = QRectF(rect.left(), top, rect.width(), min(self._labels[g].line_height, rect.height() * 0.45))
            ink = p.text if here or self.filled >= before + group else p.text_sub
            self._labels[g].fitted(box.width(), box.height()).paint(painter, box, ink, Qt.AlignmentFlag.AlignVCenter)
            top = box.bottom()
        panel = QRectF(rect.left(), top + self.theme.px(0.5), rect.width(), rect.bottom() - top - self.theme.px(0.5))
        panel.setHeight(min(panel.height(), self.theme.px(32.0)))
        side = min(panel.height() * 0.42, panel.width() / (group * 1.9 + 0.8), self.theme.px(12.0))
        panel.setWidth(min(panel.width(), side * (group * 1.9 + 0.8)))
        border = p.error if self.in_error else p.primary if here else p.tile_border
        draw_box(painter, panel, self.theme, p.panel, border, self.theme.line * (1.6 if here else 1.0))
        step = panel.width() / (group + 0.2)
        for i in range(group):
            centre = QPointF(panel.left() + step * (i + 0.6), panel.center().y())
            self._paint_dot(painter, centre, side / 2, before + i)

    def _paint_dot(self, painter: QPainter, centre: QPointF, radius: float, index: int) -> None:
        p = self.theme.palette
        if index < self.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(p.text)
            painter.drawEllipse(centre, radius, radius)
            return
        ink = p.primary if index == self.filled else p.border
        line = self.theme.line * (1.6 if index == self.filled else 1.0)
        painter.fillRect(QRectF(centre.x() - radius, centre.y() + radius - line, radius * 2, line), ink)
