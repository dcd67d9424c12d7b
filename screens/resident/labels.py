"""R25: label papers as pictures to choose from, and one sheet with its labels: to say where to begin, and as it will come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from kiosk.visit.facts import Action
from kiosk.visit.views import LabelPapers, LabelPlaces, Option, SheetPicture, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.keys import Key, Tone, at_least, key_gap
from screens.widgets.label_sheet import Marks, draw_label, draw_sheet, fitted, nearest
from screens.widgets.pager import Pager, beside_pager, best_grid
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, Tile, even_labels

LOW_MM = 80.0
KEY_MM = 30.0
LEAST_LINES_MM = 62.0
LARGE_FROM_MM = 75.0
LARGE_SHARE = 0.42
"""Of the height beside the sheet: the first label, large enough to read."""


class PaperTile(Tile):
    """A tile with the sheet drawn in it."""

    def __init__(self, theme: Theme, option: Option, sheet: SheetPicture, parent: QWidget) -> None:
        super().__init__(theme, f"tile_{option.value}", option.label, option.note, "tile/labels", Mark.GO, parent=parent)
        self._sheet = sheet

    def _paint_picture(self, painter: QPainter) -> None:
        side = self._picture_side(self.height())
        if side:
            room = QRectF(self._pads()[0] - self.theme.px(1.5), (self.height() - side) / 2, side, side)
            draw_sheet(painter, fitted(self._sheet, room), self.theme, self._sheet, Marks())


class LabelPapersPage(Page):
    """Every touch acts at once."""

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, LabelPapers)
        self.body = view.body
        self.tiles: list[PaperTile] = []
        self._named: bool | None = None
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)

    def _make_tiles(self, named: bool) -> None:
        """The tiles with the makers' names, or on low screens without: more of them can be seen at once then."""
        if named == self._named:
            return
        self._named = named
        for old in self.tiles:
            old.hide()
            old.deleteLater()
        self.tiles = []
        for option, sheet, makers in zip(self.body.options, self.body.pictures, self.body.makers, strict=True):
            words = replace(option, note=f"{option.note} · {makers}") if named else option
            tile = PaperTile(self.theme, words, sheet, self)
            tile.pressed_once.connect(lambda value=option.value: self.report(Action.CHOOSE, value))
            self.tiles.append(tile)

    def arrange(self) -> None:
        self._make_tiles(self.height() >= self.theme.px(LOW_MM))
        heights: dict[int, float] = {}

        def tallest(width: int) -> float:
            if width not in heights:
                heights[width] = max((tile.wanted_height(width) for tile in self.tiles), default=0.0)
            return heights[width]

        columns = 1 if self.height() > self.width() * 1.1 else 3 if self.width() > self.theme.px(270.0) else 2
        grid = best_grid(max(1, len(self.tiles)), self.rect(), tallest, self.theme, columns)
        self.pager.place(self.rect(), grid.pages)
        area = self.rect() if grid.pages == 1 else beside_pager(self.rect(), self.theme)
        first = self.pager.page * grid.per_page
        for number, tile in enumerate(self.tiles):
            shown = first <= number < first + grid.per_page
            tile.setVisible(shown)
            if shown:
                tile.setGeometry(grid.cell(area, number - first, self.theme.gap))
        even_labels(self.tiles[first : first + grid.per_page])


class SheetArea(PressArea):
    """The sheet itself: a touch on it means the label nearest to the finger."""

    def __init__(self, theme: Theme, sheet: SheetPicture, words: str, parent: QWidget) -> None:
        super().__init__(theme, "sheet", words, parent)
        self._sheet = sheet
        self.marks = Marks()
        self.touched = 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.touched = nearest(self._sheet, self._place(), event.position())
        super().mouseReleaseEvent(event)

    def _place(self) -> QRectF:
        return fitted(self._sheet, QRectF(self.rect()).adjusted(2, 2, -2, -2))

    def cell_middle(self, number: int) -> QPointF:
        """Where the label of that number lies in this widget, from 1."""
        place, (x, y, w, h) = self._place(), self._sheet.cells[number - 1]
        scale = place.width() / self._sheet.width
        return QPointF(place.x() + (x + w / 2) * scale, place.y() + (y + h / 2) * scale)

    def paint(self, painter: QPainter) -> None:
        draw_sheet(painter, self._place(), self.theme, self._sheet, self.marks)


class LabelPlacesPage(Page):
    """Left the sheet, right what to know and, where the start can be chosen, − and ＋. answer(): the first label as text."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, LabelPlaces)
        self.body = body = view.body
        self.start = body.start
        self.sheet = SheetArea(theme, body.picture, view.frame.heading, self)
        self.sheet.setEnabled(body.movable)
        self.sheet.pressed_once.connect(lambda: self._move_to(self.sheet.touched or self.start))
        self.steps: tuple[Key, ...] = ()
        if body.movable:
            minus, plus = (
                Key(theme, name, sign, Tone.TURN, parent=self) for name, sign in (("key_minus", "−"), ("key_plus", "＋"))
            )
            minus.pressed_once.connect(lambda: self._move_to(self.start - 1))
            plus.pressed_once.connect(lambda: self._move_to(self.start + 1))
            self.steps = (minus, plus)
        self._words, self._large = QRect(), QRectF()
        self._say()

    def _move_to(self, number: int) -> None:
        self.start = min(max(1, number), len(self.body.picture.cells))
        self._say()

    def _say(self) -> None:
        body = self.body
        self.sheet.marks = Marks(self.start, body.labels, pointing=body.movable)
        self.sheet.setAccessibleDescription(plain(self._label()))
        self.sheet.update()
        self.update()

    def _label(self) -> str:
        return self.body.label.format(n=self.start)

    def answer(self) -> str:
        """The first label, from 1."""
        return str(self.start)

    def focus_place(self, place: str) -> None:
        (self.steps[1] if self.steps else self.sheet).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- places -----------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        gap, picture = self.theme.px(6.0), self.body.picture
        if self.height() > self.width():
            high = round(self.height() * 0.62)
            self.sheet.setGeometry(0, 0, self.width(), high)
            rest = QRect(0, high + gap, self.width(), self.height() - high - gap)
        else:
            most = self.width() - self.theme.px(LEAST_LINES_MM) - gap
            wide = min(round(self.height() * picture.width / picture.height), round(self.width() * 0.55), most)
            self.sheet.setGeometry(0, 0, wide, self.height())
            rest = QRect(wide + gap, 0, self.width() - wide - gap, self.height())
        self._words = self._place_large(self._place_steps(rest))
        self.update()

    def _place_large(self, rest: QRect) -> QRect:
        """The first label above the lines, where there is one and room for it."""
        self._large = QRectF()
        if not self.body.labels or len(self.body.picture.cells) == 1 or rest.height() < self.theme.px(LARGE_FROM_MM):
            return rest
        _x, _y, width, height = self.body.picture.cells[0]
        scale = min(rest.height() * LARGE_SHARE / height, rest.width() / width)
        self._large = QRectF(rest.x() + (rest.width() - width * scale) / 2, rest.y(), width * scale, height * scale)
        return rest.adjusted(0, round(height * scale) + self.theme.px(5.0), 0, 0)

    def _place_steps(self, rest: QRect) -> QRect:
        """The two keys at the bottom, the number between them; what is left above is for the lines."""
        if not self.steps:
            return rest
        gap = key_gap(self.theme)
        side = min(max(rest.height() // 4, at_least(self.theme, 14.0)), self.theme.px(KEY_MM))
        y = rest.bottom() + 1 - side
        self.steps[0].setGeometry(rest.x(), y, side, side)
        self.steps[1].setGeometry(rest.right() + 1 - side, y, side, side)
        return rest.adjusted(0, 0, 0, -side - gap)

    # --- drawing ----------------------------------------------------------------------------------------------------------
    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The texts as drawn, with their boxes."""
        theme, found = self.theme, list(self._shown_lines())
        if self.steps:
            left, right = (QRectF(key.geometry()) for key in self.steps)
            place = QRectF(left.right() + theme.px(3.0), left.y(), right.x() - left.right() - theme.px(6.0), left.height())
            text = RubyText(self._label(), theme.font(Role.HEADING, bold=True), theme.furigana, balance=True)
            found.append((text.fitted(place.width(), place.height()), place))
        return found

    def _shown_lines(self) -> Iterator[tuple[RubyText, QRectF]]:
        """One size for all of them, the largest at which they fit, and the same room between."""
        theme = self.theme
        box = QRectF(self._words).adjusted(theme.px(5.0), theme.px(3.0), -theme.px(5.0), -theme.px(3.0))
        em = theme.em(Role.BODY)
        while True:
            texts = [RubyText(line, theme.font_px(em, bold=True), theme.furigana) for line in self.body.lines]
            heights = [text.height(box.width()) for text in texts]
            if sum(heights) <= box.height() or em <= 1:
                break
            em -= 1
        gap = max(0.0, box.height() - sum(heights)) / (len(texts) + 1)
        y = box.y() + gap
        for text, height in zip(texts, heights, strict=True):
            yield text, QRectF(box.x(), y, box.width(), height)
            y += height + gap

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self._words), theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5, radius=theme.px(6.0))
        if not self._large.isEmpty():
            draw_label(painter, self._large, theme, self.body.labels[0], self._large.width() / self.body.picture.cells[0][2])
        align = Qt.AlignmentFlag.AlignVCenter
        texts = self.shown()
        for number, (text, place) in enumerate(texts):
            middle = Qt.AlignmentFlag.AlignHCenter if self.steps and number + 1 == len(texts) else Qt.AlignmentFlag.AlignLeft
            text.paint(painter, place, palette.text, align | middle)
        painter.end()
