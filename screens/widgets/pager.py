"""Pages instead of scrolling: how tiles are laid out, and the two buttons that turn pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from screens.theme import CHOICE_MAX_MM, GAP_MM, TARGET_MIN_MM, Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.figures import draw_tabular

PAGER_MM = 16.0
PAGER_SIDE_MM = 40.0
LOW_MM = 90.0
COMFORT_MM = 30.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns, rows and tile size in px. per_page < count: pages are turned."""

    columns: int
    rows: int
    width: int
    height: int
    count: int

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    @property
    def pages(self) -> int:
        return -(-self.count // self.per_page)

    def cell(self, area: QRect, i: int, gap: int) -> QRect:
        """Where the i-th tile of a page lies, filled row by row."""
        row, column = divmod(i, self.columns)
        # What the largest tiles leave over goes between the rows, up to twice the gap.
        spare = (area.height() - self.rows * self.height) // max(1, self.rows - 1) if self.pages == 1 else gap
        return QRect(
            area.x() + column * (self.width + gap),
            area.y() + row * (self.height + min(max(spare, gap), 2 * gap)),
            self.width,
            self.height,
        )


def best_grid(
    count: int,
    area: QRect,
    wanted: Callable[[int], float],
    theme: Theme,
    max_columns: int = 2,
    tall_mm: float = CHOICE_MAX_MM,
    min_columns: int = 1,
) -> Grid:
    """The grid that shows all tiles as large as can be: one column while rows stay comfortable, then more, then pages.

    wanted: px height a tile of that width needs. At least one tile a page, whatever the room.
    """
    whole: list[Grid] = []
    for columns in range(min_columns, max_columns + 1):
        grid = _grid(columns, count, area, wanted, theme, tall_mm)
        if grid is not None and grid.height >= theme.px(COMFORT_MM):
            return grid
        whole += [grid] if grid is not None else []
    if whole:
        return max(whole, key=lambda grid: grid.height)
    paged = beside_pager(area, theme)
    best = max(
        (_paged(columns, count, paged, wanted, theme, tall_mm) for columns in range(min_columns, max_columns + 1)),
        key=lambda grid: grid.per_page,
    )
    # One page after all: the place of the pager is theirs too.
    return best if best.pages > 1 else _paged(best.columns, count, area, wanted, theme, tall_mm)


def beside_pager(area: QRect, theme: Theme) -> QRect:
    """What is left of area once the pager has its place: below it, or at its right on low screens."""
    if area.height() < theme.px(LOW_MM):
        return area.adjusted(0, 0, -theme.px(PAGER_SIDE_MM) - theme.gap, 0)
    return area.adjusted(0, 0, 0, -theme.px(PAGER_MM) - theme.gap)


def _width(columns: int, area: QRect, theme: Theme) -> int:
    return (area.width() - (columns - 1) * theme.gap) // columns


def _grid(columns: int, count: int, area: QRect, wanted: Callable[[int], float], theme: Theme, tall_mm: float) -> Grid | None:
    width = _width(columns, area, theme)
    rows = -(-count // columns)
    height = min((area.height() - (rows - 1) * theme.gap) // max(1, rows), theme.px(tall_mm))
    if height < theme.px(TARGET_MIN_MM):  # no tile is so low: nothing needs measuring
        return None
    return Grid(columns, rows, width, height, count) if height >= wanted(width) else None


def _paged(columns: int, count: int, area: QRect, wanted: Callable[[int], float], theme: Theme, tall_mm: float) -> Grid:
    width = _width(columns, area, theme)
    need = min(wanted(width), area.height())
    rows = max(1, int((area.height() + theme.gap) // (need + theme.gap)))
    height = min((area.height() - (rows - 1) * theme.gap) // rows, theme.px(tall_mm))
    return Grid(columns, rows, width, height, count)


class Pager(QWidget):
    """[まえの] and [つぎの]: turns pages and says so. Hidden while there is one page."""

    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.page = 0
        self.pages = 1
        self._side = False
        self.fewer = Button(theme, "btn_fewer", theme.word("fewer"), Kind.OUTLINE, "back", parent=self)
        self.more = Button(theme, "btn_more", theme.word("more"), Kind.OUTLINE, "next", icon_after=True, parent=self)
        self.fewer.pressed_once.connect(lambda: self.turn(self.page - 1))
        self.more.pressed_once.connect(lambda: self.turn(self.page + 1))

    def place(self, area: QRect, pages: int) -> None:
        """Lie at the bottom of area, or at its right on low screens (`beside_pager` is the rest), with that many pages."""
        self.pages = max(1, pages)
        self.page = min(self.page, self.pages - 1)
        px, height = self.theme.px, self.theme.px(PAGER_MM)
        self._side = area.height() < px(LOW_MM)
        if self._side:
            width = px(PAGER_SIDE_MM)
            self.setGeometry(area.right() + 1 - width, area.y(), width, area.height())
            if area.height() < px(2 * TARGET_MIN_MM + GAP_MM):  # no room one above the other
                half, tall = (width - px(3.0)) // 2, min(area.height(), px(PAGER_MM))
                self.fewer.setGeometry(0, area.height() - tall, half, tall)
                self.more.setGeometry(width - half, area.height() - tall, half, tall)
            else:
                tall = max(px(TARGET_MIN_MM), min((area.height() - px(10.0)) // 2, px(22.0)))
                self.fewer.setGeometry(0, 0, width, tall)
                self.more.setGeometry(0, area.height() - tall, width, tall)
        else:
            self.setGeometry(area.x(), area.bottom() + 1 - height, area.width(), height)
            half = min((area.width() - self.theme.gap) * 2 // 5, px(90.0))
            self.fewer.setGeometry(0, 0, half, height)
            self.more.setGeometry(area.width() - half, 0, half, height)
        self._show()

    def turn(self, page: int) -> None:
        """Show that page, 0-based."""
        self.page = min(max(page, 0), self.pages - 1)
        self._show()
        self.turned.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tall, half = self.more.height(), self.more.width() + self.theme.gap
        place = QRectF(half, 0, max(1, self.width() - 2 * half), self.height())
        if self._side:
            top = tall if self.fewer.y() == 0 else 0
            place = QRectF(0, top, self.width(), max(0, self.height() - top - tall))
        words = f"{self.page + 1} / {self.pages}"
        em = min(self.theme.em(Role.SMALL), round(place.height()))
        if em > self.theme.px(3.0) and place.width() > em * 2:
            draw_tabular(painter, place, words, self.theme.font_px(em), self.theme.palette.text_sub, Qt.AlignmentFlag.AlignHCenter)
        painter.end()

    def _show(self) -> None:
        self.setVisible(self.pages > 1)
        self.fewer.setVisible(self.page > 0)
        self.more.setVisible(self.page < self.pages - 1)
        self.setAccessibleName(f"{self.page + 1} / {self.pages}")
        self.update()
