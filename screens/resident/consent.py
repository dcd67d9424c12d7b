"""R14: what, why, who and until when; a tick for each purpose, none made for you."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action
from kiosk.visit.views import Consent, Option, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.press import draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, Tile

TICK_MM = (20.0, 38.0)
ROOMY_PAD_MM = (5.0, 4.0, 3.0, 1.6)
WEIGHTS = (1.25, 1.15, 1.15, 0.8)
TURNED_WEIGHTS = (0.8, 2.0)


class TermsTable(QWidget):
    """A quiet table of texts that shrinks as a whole so that all of it is seen.

    With one row of terms it may be turned, each head beside its words: whichever can be read from further away.
    """

    def __init__(self, theme: Theme, headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._cells = [list(headers), *[list(row) for row in rows]]
        self._turned = False
        self.setAccessibleName("\n".join(" ".join(RubyText(cell, theme.font(Role.SMALL)).text for cell in row) for row in rows))
        self._laid: list[list[tuple[RubyText, QRectF]]] = []
        self._pad = theme.px(ROOMY_PAD_MM[-1])

    def resizeEvent(self, event: object) -> None:
        self.fit()

    def fit(self) -> None:
        """Take the largest text that fits the present size."""
        for em in range(self.theme.em(Role.SMALL), 5, -1):
            high = {
                turned: self._try(em, turned, ROOMY_PAD_MM[-1]) for turned in ((False, True) if len(self._cells) == 2 else (False,))
            }
            if min(high.values()) <= self.height():
                break
        lower = min(high, key=lambda turned: high[turned])
        for pad_mm in ROOMY_PAD_MM:
            if self._try(em, lower, pad_mm) <= self.height():
                break

    def _try(self, em: int, turned: bool, pad_mm: float) -> float:
        """Lay it out so; px it takes, endless where a word had to be cut."""
        self._turned, self._pad = turned, self.theme.px(pad_mm)
        self._laid, height = self._lay(em)
        return math.inf if any(text.lay(box.width()).broken for row in self._laid for text, box in row) else height

    def _lay(self, em: int) -> tuple[list[list[tuple[RubyText, QRectF]]], float]:
        pad_x, pad_y = self.theme.px(3.5), self._pad
        weights = TURNED_WEIGHTS if self._turned else WEIGHTS
        laid, y = [], 0.0
        for r, row in enumerate(zip(*self._cells, strict=True) if self._turned else self._cells):
            x, line, tall = 0.0, [], 0.0
            for c, (cell, weight) in enumerate(zip(row, weights, strict=True)):
                width = self.width() * weight / sum(weights)
                text = RubyText(cell, self.theme.font_px(em, bold=self._is_head(r, c)), self.theme.furigana, level=True)
                line.append((text, QRectF(x + pad_x, y + pad_y, width - 2 * pad_x, 0.0)))
                tall = max(tall, text.height(width - 2 * pad_x))
                x += width
            laid.append([(text, QRectF(box.x(), box.y(), box.width(), tall)) for text, box in line])
            y += tall + 2 * pad_y
        return laid, y

    def _is_head(self, row: int, column: int) -> bool:
        return (column if self._turned else row) == 0

    def used_height(self) -> int:
        """px the table takes after fitting."""
        return round(self._laid[-1][0][1].bottom()) + self._pad if self._laid else 0

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The texts as drawn, with their boxes."""
        return [cell for row in self._laid for cell in row]

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, theme, pad = self.theme.palette, self.theme, self._pad
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = QRectF(0, 0, self.width(), min(self.used_height(), self.height()))
        draw_box(painter, table, theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5)
        for r, row in enumerate(self._laid):
            top = row[0][1].top() - pad
            if r:
                painter.fillRect(
                    QRectF(theme.px(3.0), top, self.width() - theme.px(6.0), max(1.0, theme.px_per_mm * 0.3)), palette.hairline
                )
            for c, (text, box) in enumerate(row):
                ink = palette.accent_text if self._is_head(r, c) else palette.text
                text.paint(painter, box, ink, Qt.AlignmentFlag.AlignVCenter)
        painter.end()


class ConsentPage(Page):
    """NEXT carries the values ticked; the paper-only way acts at once."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Consent)
        self.body = view.body
        self._chosen = set(view.body.selected)
        self.table = TermsTable(theme, view.body.headers, view.body.table, self)
        self.ticks = [self._tick(option) for option in view.body.options]
        decline = view.body.decline
        self.decline = Tile(
            theme, f"btn_{decline.value}", decline.label, decline.note, mark=Mark.GO, quiet=True, role=Role.BODY, parent=self
        )
        self.decline.pressed_once.connect(lambda: self.report(Action.CHOOSE, decline.value))

    def _tick(self, option: Option) -> Tile:
        problem = self.problem_at(option.value)
        tile = Tile(
            self.theme, f"tick_{option.value}", option.label, option.note, mark=Mark.MANY, chosen=option.value in self._chosen,
            problem=problem, role=Role.BODY, parent=self,
        )  # fmt: skip
        tile.pressed_once.connect(lambda: self._touched(option.value, tile))
        return tile

    def _touched(self, value: str, tile: Tile) -> None:
        self._chosen ^= {value}
        tile.set_chosen(value in self._chosen)

    def answer(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.body.options if option.value in self._chosen)

    def focus_place(self, place: str) -> None:
        super().focus_place(f"tick_{place}" if place else self.ticks[0].objectName())

    def arrange(self) -> None:
        px, gap = self.theme.px, self.theme.px(3.0)
        tiles = [*self.ticks, self.decline]
        beside = self.height() < px(100.0) and self.width() > self.height() * 1.6
        if beside:
            table_w = round(self.width() * 0.58)
            self.table.setGeometry(0, 0, table_w, self.height())
            area = QRect(table_w + gap, 0, self.width() - table_w - gap, self.height())
        else:
            wanted = sum(round(max(px(TICK_MM[0]), tile.wanted_height(self.width()))) + gap for tile in tiles)
            self.table.setGeometry(0, 0, self.width(), max(px(30.0), self.height() - wanted))
            self.table.fit()  # a hidden widget hears of its size only later
            top = min(self.table.used_height() + px(6.0), self.height() - wanted)
            area = QRect(0, top, self.width(), self.height() - top)
        height = min((area.height() - gap * (len(tiles) - 1)) // len(tiles), px(TICK_MM[1]))
        y = area.y() if beside else area.y() + gap
        for tile in tiles:
            tile.setGeometry(area.x(), y, area.width(), height)
            y += height + gap
