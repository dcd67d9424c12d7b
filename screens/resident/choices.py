"""Tiles to choose from: menus, one of several, any of several."""

from __future__ import annotations

from kiosk.visit.facts import Action
from kiosk.visit.views import Choices, Option, View
from screens.page import Page
from screens.theme import Theme
from screens.widgets.pager import Pager, beside_pager, best_grid
from screens.widgets.tile import Mark, Tile, even_labels


class ChoicesPage(Page):
    """As many tiles as fit, the rest a page further. NEXT carries the chosen values in the order of the options."""

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Choices)
        self.body = view.body
        self._chosen = list(view.body.selected)
        self.tiles = [self._tile(option) for option in view.body.options]
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)

    def _tile(self, option: Option) -> Tile:
        mark = Mark.GO if self.body.at_once else Mark.MANY if self.body.multiple else Mark.ONE
        tile = Tile(
            self.theme,
            f"tile_{option.value}",
            option.label,
            option.note,
            self.theme.art.first(option.picture, "tile", "ui"),
            mark,
            option.value in self._chosen,
            option.quiet,
            self.problem_at(option.value),
            parent=self,
        )
        tile.pressed_once.connect(lambda value=option.value: self._touched(value))
        return tile

    def _touched(self, value: str) -> None:
        if self.body.at_once:
            self.report(Action.CHOOSE, value)
        elif not self.body.multiple:
            self._chosen = [value]
        elif value in self._chosen:
            self._chosen.remove(value)
        else:
            self._chosen.append(value)
        for tile, option in zip(self.tiles, self.body.options, strict=True):
            tile.set_chosen(option.value in self._chosen)

    def answer(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.body.options if option.value in self._chosen)

    def focus_place(self, place: str) -> None:
        names = [option.value for option in self.body.options]
        if place in names:
            self.pager.turn(names.index(place) // max(1, self._per_page))
        super().focus_place(place if place in names else f"tile_{names[0]}" if names else place)

    def _columns(self) -> int:
        """How many may stand side by side: three only where that cuts no word, so that はい, いいえ and わからない need no second page."""
        if self.height() > self.width() * 1.1:
            return 1
        third = (self.width() - 2 * self.theme.gap) // 3
        return 3 if all(tile.keeps_words(third) for tile in self.tiles) else 2

    def arrange(self) -> None:
        wanted = {}

        def tallest(width: int) -> float:
            if width not in wanted:
                wanted[width] = max((tile.wanted_height(width) for tile in self.tiles), default=0.0)
            return wanted[width]

        grid = best_grid(max(1, len(self.tiles)), self.rect(), tallest, self.theme, self._columns())
        self._per_page = grid.per_page
        self.pager.place(self.rect(), grid.pages)
        first = self.pager.page * grid.per_page
        area = self.rect() if grid.pages == 1 else beside_pager(self.rect(), self.theme)
        for i, tile in enumerate(self.tiles):
            shown = first <= i < first + grid.per_page
            tile.setVisible(shown)
            if shown:
                tile.setGeometry(grid.cell(area, i - first, self.theme.gap))
        even_labels(self.tiles[first : first + grid.per_page])
