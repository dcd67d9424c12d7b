"""R18 and R19: a last question, and the broom."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Leave, Option, View, Wiped
from screens.page import Page
from screens.theme import CHOICE_MAX_MM, CHOICE_MIN_MM, Role, Theme
from screens.widgets.press import draw_box
from screens.widgets.ring import CountdownRing
from screens.widgets.ruby import RubyLabel, RubyText
from screens.widgets.tile import Mark, Tile, even_labels, round_pen, tick_path

FACE_MM = (24.0, 40.0)


class LeavePage(Page):
    """NEXT carries (answer, face); each may be ""."""

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Leave)
        self.body = view.body
        self._answer = self._face = ""
        self.tiles = [self._tile(option, is_face=False) for option in view.body.options]
        self.faces = [self._tile(option, is_face=True) for option in view.body.faces]
        self.faces_title = RubyLabel(view.body.faces_title, theme, Role.BODY, bold=True, parent=self)

    def _tile(self, option: Option, is_face: bool) -> Tile:
        tile = Tile(
            self.theme, f"tile_{option.value}", option.label, option.note, self.theme.art.first(option.picture, "tile", "ui"), Mark.ONE, quiet=option.quiet,
            role=Role.BODY if is_face else Role.BUTTON, parent=self,
        )  # fmt: skip
        tile.pressed_once.connect(lambda: self._touched(option.value, is_face))
        return tile

    def _touched(self, value: str, is_face: bool) -> None:
        # A second touch takes it back: neither question has to be answered.
        if is_face:
            self._face = "" if self._face == value else value
        else:
            self._answer = "" if self._answer == value else value
        for tile, option in zip([*self.tiles, *self.faces], [*self.body.options, *self.body.faces], strict=True):
            tile.set_chosen(option.value in (self._answer, self._face))

    def answer(self) -> tuple[str, str]:
        return (self._answer, self._face)

    def arrange(self) -> None:
        px, gap = self.theme.px, self.theme.gap
        faces_h = min(max(px(FACE_MM[0]), self.height() // 5), px(FACE_MM[1])) if self.faces else 0
        title_h = min(self.faces_title.heightForWidth(self.width()), self.height() // 6) if self.faces else 0
        if self.height() < px(90.0):
            faces_h, title_h = (px(18.0), px(8.0)) if self.faces else (0, 0)
        top = QRect(0, 0, self.width(), self.height() - faces_h - title_h - gap)
        columns, height = self._grid(top)
        rows = -(-len(self.tiles) // columns)
        tile_w = (top.width() - gap * (columns - 1)) // columns
        for i, tile in enumerate(self.tiles):
            row, column = divmod(i, columns)
            tile.setGeometry(column * (tile_w + gap), row * (height + gap), tile_w, height)
        y = rows * (height + gap) + max(0, (top.height() - rows * (height + gap)) // 3)
        self.faces_title.setGeometry(0, y, self.width(), title_h)
        width = (self.width() - gap * (len(self.faces) - 1)) // max(1, len(self.faces))
        for i, face in enumerate(self.faces):
            face.setGeometry(i * (width + gap), y + title_h, width, faces_h)
        even_labels(self.tiles)
        even_labels(self.faces)

    def _grid(self, area: QRect) -> tuple[int, int]:
        """Columns and tile height: the fewest columns in which every tile is 20 mm, else all side by side."""
        gap, count = self.theme.gap, max(1, len(self.tiles))
        for columns in range(1, count):
            rows = -(-count // columns)
            height = min((area.height() - gap * (rows - 1)) // rows, self.theme.px(CHOICE_MAX_MM))
            if height >= self.theme.px(CHOICE_MIN_MM):
                return columns, height
        return count, min(area.height(), self.theme.px(CHOICE_MAX_MM))


class WipedPage(Page):
    """What was erased and when. Goes back by itself (TIME_UP) or with a touch (NEXT)."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Wiped)
        self.body = view.body
        self.ring = CountdownRing(theme, view.body.back_in_s, self)
        self.ring.ran_out.connect(lambda: self.report(Action.TIME_UP))
        self.ring.start()
        self._rows = [RubyText(row, theme.font(Role.BODY, bold=True), theme.furigana) for row in view.body.rows]
        self._erased = RubyText(view.body.erased, theme.font(Role.BODY), theme.furigana)
        self.setAccessibleName(" ".join([*(row.text for row in self._rows), self._erased.text]))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.theme.guard.allows():
            self.report(Action.NEXT)

    def arrange(self) -> None:
        side = min(self.theme.px(44.0), self.height() // 3)
        self.ring.setGeometry(self.width() - side - self.theme.px(6.0), self.height() - side - self.theme.px(6.0), side, side)
        self.ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = palette.hairline if theme.look.contrast is not Contrast.NORMAL else None
        draw_box(painter, QRectF(self.rect()), theme, palette.accent_soft, border, radius=px(6.0))
        pad = px(8.0)
        inner = QRectF(self.rect()).adjusted(pad, pad * 0.6, -pad, -pad * 0.6)
        portrait = inner.height() > inner.width()
        side = min(inner.width() * 0.42, inner.height()) if not portrait else min(inner.width(), inner.height() * 0.4)
        side = side if theme.art.has(f"guide/{self.view.frame.guide}") else 0.0
        theme.art.draw(
            painter,
            f"guide/{self.view.frame.guide}",
            QRectF(inner.x(), inner.y() if portrait else inner.center().y() - side / 2, side, side),
        )
        words = inner.adjusted(0, side + pad, 0, 0) if portrait else inner.adjusted(side + pad if side else 0, 0, 0, 0)
        self._paint_rows(painter, words)
        painter.end()

    def _paint_rows(self, painter: QPainter, box: QRectF) -> None:
        palette, count = self.theme.palette, len(self._rows) + 1
        row_h = min(box.height() / count, self.theme.em(Role.BODY) * 2.2)
        y = box.y() + (box.height() - row_h * count) / 2
        for row in self._rows:
            em = min(row_h * 0.6, self.theme.em(Role.BODY) * 1.0)
            mark = QRectF(box.x(), y + (row_h - em) / 2, em, em)
            painter.strokePath(tick_path(mark), round_pen(palette.success, em * 0.15))
            rect = QRectF(box.x() + em * 1.5, y, box.width() - em * 1.5, row_h)
            row.fitted(rect.width(), rect.height()).paint(painter, rect, palette.text, Qt.AlignmentFlag.AlignVCenter)
            y += row_h
        room = QRectF(box.x(), y, box.width() - self.ring.width() - self.theme.px(6.0), row_h)
        self._erased.fitted(room.width(), room.height()).paint(painter, room, palette.accent_text, Qt.AlignmentFlag.AlignVCenter)
