"""R04 and the life events of R06: a tile that looks like a search field, and tiles below it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action
from kiosk.visit.views import Menu, Option, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.pager import Grid, Pager, beside_pager, best_grid
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, Tile, draw_mark, even_labels

SEARCH_MM = 22.0
SEARCH_LOW_MM = 14.0
LOW_MM = 70.0
LEAST_WIDTH_MM = 100.0
DENSE_MM = 18.0
DENSE_COLUMNS = 3
MANY = 6  # more tiles than this may stand in three or four columns


class SearchTile(PressArea):
    """Looks like a field to write in and opens the page with the keyboard."""

    def __init__(self, theme: Theme, option: Option, parent: QWidget) -> None:
        super().__init__(theme, f"tile_{option.value}", option.label, parent)
        self._label = RubyText(option.label, theme.font(Role.BUTTON), theme.furigana)
        self._note = RubyText(option.note, theme.font(Role.SMALL), theme.furigana) if option.note else None

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The texts as drawn, with their boxes."""
        px = self.theme.px
        inner = QRectF(self.rect()).adjusted(px(5.0) + self._icon() + px(3.0), 0, -px(16.0), 0)
        label = self._label.fitted(inner.width(), inner.height())
        found = [(label, inner)]
        taken = label.lay(inner.width()).width + px(8.0)
        if self._note is not None and inner.width() - taken > px(40.0):
            beside = inner.adjusted(taken, 0, 0, 0)
            found.append((self._note.fitted(beside.width(), beside.height()), beside))
        return found

    def _icon(self) -> int:
        return min(self.theme.px(11.0), round(self.height() * 0.6))

    def paint(self, painter: QPainter) -> None:
        palette, px, rect, side = self.theme.palette, self.theme.px, QRectF(self.rect()), self._icon()
        fill = palette.pressed_bg if self.pressed_now else palette.panel
        draw_box(painter, rect, self.theme, fill, palette.primary, self.theme.px_per_mm * 0.9, radius=rect.height() / 2)
        self.theme.art.draw(painter, "ui/search", QRectF(px(6.0), (self.height() - side) / 2, side, side), palette.primary)
        for (words, box), ink in zip(self.shown(), (palette.text, palette.text_sub), strict=False):
            words.paint(painter, box, ink, Qt.AlignmentFlag.AlignVCenter)
        mark = px(8.0)
        draw_mark(
            painter, QRectF(rect.right() - px(7.0) - mark, (self.height() - mark) / 2, mark, mark), self.theme, Mark.GO, False
        )


class MenuPage(Page):
    """Every touch acts at once."""

    hint_gives_way = True

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Menu)
        self.body = view.body
        self.search = SearchTile(theme, view.body.search, self) if view.body.search else None
        if self.search is not None and view.body.search is not None:
            self.search.pressed_once.connect(lambda value=view.body.search.value: self.report(Action.CHOOSE, value))
        self.tiles: list[Tile] = []
        self._noted: tuple[bool, bool] | None = None
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)

    def _make_tiles(self, noted: bool, marked: bool = True) -> None:
        """The tiles with their notes and chevrons, or on low screens without: more of them can be seen at once then."""
        if (noted, marked) == self._noted:
            return
        self._noted = (noted, marked)
        for tile in self.tiles:
            tile.hide()
            tile.deleteLater()
        self.tiles = [self._tile(option, option.note if noted else "", marked) for option in self.body.options]

    def _tile(self, option: Option, note: str, marked: bool) -> Tile:
        picture = self.theme.art.first(option.picture, "tile", "ui")
        mark = Mark.GO if marked else Mark.NONE
        tile = Tile(self.theme, f"tile_{option.value}", option.label, note, picture, mark, quiet=option.quiet, parent=self)
        tile.pressed_once.connect(lambda value=option.value: self.report(Action.CHOOSE, value))
        return tile

    def arrange(self) -> None:
        area = QRect(self.rect())
        if self.search is not None:
            tall = self.theme.px(SEARCH_MM if self.height() > self.theme.px(110.0) else SEARCH_LOW_MM)
            self.search.setGeometry(0, 0, self.width(), tall)
            area.setTop(tall + self.theme.gap)
        self._place_tiles(area)

    def _place_tiles(self, area: QRect) -> None:
        """All on one page if that can be; on a low screen, or where that alone helps, without the notes."""
        low = area.height() < self.theme.px(LOW_MM)
        grid = self._grid(area, noted=not low)
        if grid.pages > 1 and not low:
            bare = self._grid(area, noted=False)
            grid = bare if bare.pages == 1 else self._grid(area, noted=True)
        if grid.pages > 2 and area.width() > area.height():
            grid = self._dense(area, grid)
        self.pager.place(area, grid.pages)
        first = self.pager.page * grid.per_page
        room = area if grid.pages == 1 else beside_pager(area, self.theme)
        for i, tile in enumerate(self.tiles):
            shown = first <= i < first + grid.per_page
            tile.setVisible(shown)
            if shown:
                tile.setGeometry(grid.cell(room, i - first, self.theme.gap))
        even_labels(self.tiles[first : first + grid.per_page])

    def _dense(self, area: QRect, grid: Grid) -> Grid:
        """Three in a row and their words a little smaller, where the whole menu would be leafed through two by two."""
        room, gap, least = beside_pager(area, self.theme), self.theme.gap, self.theme.px(DENSE_MM)
        rows = max(1, (room.height() + gap) // (least + gap))
        if rows * DENSE_COLUMNS >= len(self.tiles):
            room = area
        if rows * DENSE_COLUMNS <= grid.per_page:
            return grid
        self._make_tiles(noted=False, marked=False)
        height = (room.height() - (rows - 1) * gap) // rows
        return Grid(DENSE_COLUMNS, rows, (room.width() - (DENSE_COLUMNS - 1) * gap) // DENSE_COLUMNS, height, len(self.tiles))

    def _grid(self, area: QRect, noted: bool) -> Grid:
        self._make_tiles(noted)
        heights: dict[int, float] = {}

        def tallest(width: int) -> float:
            if width not in heights:
                heights[width] = max((tile.wanted_height(width) for tile in self.tiles), default=0.0)
            return heights[width]

        return best_grid(max(1, len(self.tiles)), area, tallest, self.theme, self._columns(area))

    def _columns(self, area: QRect) -> int:
        few = len(self.tiles) <= MANY
        if area.height() > area.width() * 1.1:
            return 1 if few else 2
        return 2 if few else max(2, min(4, int(area.width() // self.theme.px(LEAST_WIDTH_MM))))
