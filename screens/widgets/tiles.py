"""Tiles in a grid that turns pages and never scrolls: candidates, years, towns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from screens.theme import Role, Theme
from screens.widgets.keys import Key, Tone, at_least, grid, key_gap


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. name: objectName."""

    name: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TileSize:
    """mm: smallest and largest width and height of a tile. squeeze: how far labels may shrink so that more tiles fit."""

    least: tuple[float, float]
    most: tuple[float, float]
    squeeze: float = 1.0


class PagedTiles(QWidget):
    """Shows as many tiles as fit; [more] and [fewer] at the right turn pages. Keys are reused, not rebuilt."""

    picked = Signal(int)  # place in the list

    def __init__(self, theme: Theme, size: TileSize, more: str, fewer: str, step: int = 1, parent: QWidget | None = None) -> None:
        """step: columns come in multiples of it where there is room (years: 5, so that decades stay together)."""
        super().__init__(parent)
        self.theme = theme
        self._size = size
        self._step = step
        self._tiles: tuple[Tile, ...] = ()
        self._natural = -1  # px of the widest label, measured when needed
        self._chosen = -1
        self._page = 0
        self._keys: list[Key] = []
        self._more = Key(theme, "btn_more", more, Tone.TURN, parent=self)
        self._fewer = Key(theme, "btn_fewer", fewer, Tone.TURN, parent=self)
        self._more.pressed_once.connect(lambda: self._turn(+1))
        self._fewer.pressed_once.connect(lambda: self._turn(-1))
        for key in (self._more, self._fewer):
            key.hide()

    def set_tiles(self, tiles: Sequence[Tile], chosen: int = -1) -> None:
        """Show these; the page with the chosen one first."""
        self._tiles = tuple(tiles)
        self._natural = -1
        self._chosen = chosen
        self._page = chosen // self._per_page() if chosen >= 0 else 0
        self._show()

    def count(self) -> int:
        """How many tiles there are in all."""
        return len(self._tiles)

    def turn_to(self, name: str) -> bool:
        """Turn to the page of the tile with that name."""
        for i, tile in enumerate(self._tiles):
            if tile.name == name:
                self._page = i // self._per_page()
                self._show()
                return True
        return False

    def per_page(self) -> int:
        """Tiles on one page at the present size."""
        return self._per_page()

    def _turn(self, by: int) -> None:
        self._page = min(max(self._page + by, 0), (len(self._tiles) - 1) // self._per_page())
        self._show()

    # --- places -----------------------------------------------------------------------------------------------------------
    def _wished_width(self) -> int:
        if self._natural < 0:
            measure = QFontMetricsF(self.theme.font_px(self.theme.em(Role.BODY), True)).horizontalAdvance
            self._natural = round(max((measure(plain(tile.label)) for tile in self._tiles), default=1.0))
        return min(round(self._natural * self._size.squeeze) + 2 * self.theme.px(3.0), self.width() // 2)

    def _shape(self, width: int) -> tuple[int, int]:
        """(columns, rows) that fit in that width."""
        gap = key_gap(self.theme)
        cell = max(at_least(self.theme, self._size.least[0]), self._wished_width())
        columns = max(1, (width + gap) // (cell + gap))
        if columns > self._step:
            columns -= columns % self._step
        rows = max(1, (self.height() + gap) // (at_least(self.theme, self._size.least[1]) + gap))
        return columns, rows

    def _turn_width(self) -> int:
        gap = key_gap(self.theme)
        two_rows = self.height() >= 2 * at_least(self.theme, 14.0) + gap
        if two_rows:
            return self.theme.px(26.0)
        return 2 * at_least(self.theme, 18.0 if self.width() > self.theme.px(150.0) else 14.0) + gap

    def _fit(self) -> tuple[int, int, int]:
        """(columns, rows, px left for tiles)."""
        columns, rows = self._shape(self.width())
        if columns * rows >= len(self._tiles):
            return columns, rows, self.width()
        left = self.width() - self._turn_width() - 2 * key_gap(self.theme)
        return *self._shape(left), left

    def _per_page(self) -> int:
        columns, rows, _ = self._fit()
        return columns * rows

    def _show(self) -> None:
        columns, rows, width = self._fit()
        if len(self._tiles) <= columns * rows:
            rows = min(rows, max(1, -(-len(self._tiles) // columns)))
        largest = (self.theme.px(self._size.most[0]), self.theme.px(self._size.most[1]))
        cells = grid(QRect(0, 0, width, self.height()), columns, rows, key_gap(self.theme), largest, left=True, top=True)
        page = self._tiles[self._page * columns * rows :][: columns * rows]
        for i, tile in enumerate(page):
            self._key(i, tile, cells[i], self._page * columns * rows + i == self._chosen)
        for key in self._keys[len(page) :]:
            key.set_label("")
            key.setObjectName("")
            key.hide()
        self._place_turns(columns * rows)

    def _key(self, i: int, tile: Tile, cell: QRect, chosen: bool) -> None:
        if i == len(self._keys):
            key = Key(self.theme, tile.name, tile.label, parent=self)
            key.pressed_once.connect(lambda i=i: self._pick(i))
            self._keys.append(key)
        key = self._keys[i]
        key.setObjectName(tile.name)
        key.set_label(tile.label, tile.note)
        key.set_chosen(chosen)
        key.setGeometry(cell)
        key.show()

    def _pick(self, i: int) -> None:
        self.picked.emit(self._page * self._per_page() + i)

    def _place_turns(self, per_page: int) -> None:
        gap, width = key_gap(self.theme), self._turn_width()
        paged = len(self._tiles) > per_page
        x = self.width() - width
        if self.height() >= 2 * at_least(self.theme, 14.0) + gap:
            cells = grid(QRect(x, 0, width, self.height()), 1, 2, gap, (width, self.theme.px(30.0)), left=True, top=True)
        else:
            cells = grid(QRect(x, 0, width, self.height()), 2, 1, gap)
        for key, cell in zip((self._fewer, self._more), cells, strict=True):
            key.setGeometry(cell)
        self._fewer.setVisible(paged and self._page > 0)
        self._more.setVisible(paged and (self._page + 1) * per_page < len(self._tiles))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._chosen >= 0:
            self._page = self._chosen // self._per_page()
        self._page = min(self._page, max(0, len(self._tiles) - 1) // self._per_page())
        self._show()
