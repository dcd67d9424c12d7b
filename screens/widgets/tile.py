"""A choice one can touch: picture, words, a note, and a mark when it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from kiosk.visit.views import Contrast
from screens.theme import CHOICE_MAX_MM, CHOICE_MIN_MM, Role, Theme
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText

LABEL_SHARE = 0.48  # of the height, for the label, where label and note must both shrink
WORDS_BEFORE_PICTURE = 0.7  # below this share of their size words take the picture's room


class Mark(StrEnum):
    """What stands at the end of a tile."""

    NONE = "none"
    ONE = "one"  # round: one of several
    MANY = "many"  # square: tick any
    GO = "go"  # chevron: acts at once


def tick_path(rect: QRectF) -> QPainterPath:
    """A tick inside rect, to be stroked."""
    tick = QPainterPath(QPointF(rect.x() + rect.width() * 0.22, rect.y() + rect.height() * 0.53))
    tick.lineTo(rect.x() + rect.width() * 0.43, rect.y() + rect.height() * 0.73)
    tick.lineTo(rect.x() + rect.width() * 0.79, rect.y() + rect.height() * 0.29)
    return tick


def round_pen(colour: QColor, width: float) -> QPen:
    """A pen with round ends and joins."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def draw_mark(painter: QPainter, rect: QRectF, theme: Theme, mark: Mark, on: bool) -> None:
    """The round, square or chevron mark of a tile."""
    palette = theme.palette
    line = theme.px_per_mm * 0.7
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark is Mark.GO:
        painter.setPen(round_pen(palette.primary, line * 1.2))
        x, y, h = rect.center().x(), rect.center().y(), rect.height() * 0.27
        painter.drawPolyline([QPointF(x - h / 2, y - h), QPointF(x + h / 2, y), QPointF(x - h / 2, y + h)])
        return
    corner = rect.height() / 2 if mark is Mark.ONE else theme.px(1.2)
    draw_box(
        painter,
        rect,
        theme,
        palette.primary if on else palette.panel,
        palette.primary if on else palette.border,
        line,
        radius=corner,
    )
    if on:
        painter.strokePath(tick_path(rect), round_pen(palette.on_primary, line * 1.25))


def even_labels(tiles: Sequence[Tile]) -> None:
    """Give tiles that stand together one label size, so that none looks more important than another."""
    if tiles:
        smallest = min(tile.label_px() for tile in tiles)
        for tile in tiles:
            tile.cap_label(smallest)


class Tile(PressArea):
    """One choice. picture: a name under assets/icons (tile/house); problem: words of an error to repeat inside."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        label: str,
        note: str = "",
        picture: str = "",
        mark: Mark = Mark.ONE,
        chosen: bool = False,
        quiet: bool = False,
        problem: str = "",
        centred: bool = False,
        role: Role = Role.BUTTON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, label, parent)
        self.mark = mark
        self._chosen = chosen
        self._quiet = quiet
        self._problem = problem
        self._centred = centred
        self._picture = picture if theme.art.has(picture) else ""
        self._label = RubyText(label, theme.font(role, bold=not quiet), theme.furigana, balance=centred)
        self._cap = self._label.font.pixelSize()
        self._crowded = False
        self._mark_above = False
        extra = problem or note
        self._note = RubyText(extra, theme.font(Role.SMALL), theme.furigana) if extra else None
        self._fitted: tuple[RubyText, RubyText | None] | None = None
        self.setCheckable(mark in (Mark.ONE, Mark.MANY))
        self.setChecked(chosen)
        self.setAccessibleName(plain(label))
        self.setAccessibleDescription(plain(extra))

    # QAbstractButton flips `checked` by itself on a click; the page alone says what is chosen.
    def nextCheckState(self) -> None:
        pass

    @property
    def chosen(self) -> bool:
        """Whether it shows as chosen."""
        return self._chosen

    def set_chosen(self, chosen: bool) -> None:
        """Show it as chosen or not."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.setChecked(chosen)
            self.update()

    # --- geometry -------------------------------------------------------------------------------------------------------
    def _mark_side(self) -> int:
        small = self.height() < self.theme.px(17.0) and self.width() < self.theme.px(48.0)
        return 0 if self.mark is Mark.NONE else self.theme.px(5.0 if small else 8.0)

    def _picture_side(self, height: float) -> int:
        if not self._picture or self._crowded:
            return 0
        return round(min(height - self.theme.px(3.0), self.theme.px(30.0), self.width() * 0.3 if self.width() else height))

    def _pads(self) -> tuple[int, int]:
        small = self.height() < self.theme.px(17.0) and self.width() < self.theme.px(48.0)
        return self.theme.px(2.5 if small else 4.5), self.theme.px(1.0 if small else 2.0)

    def words_width(self, width: float, height: float) -> float:
        """px left for words in a tile of that size."""
        pad_x, _ = self._pads()
        side = min(height - self.theme.px(3.0), self.theme.px(30.0), width * 0.3) if self._picture else 0
        room = width - 2 * pad_x - (self._mark_side() + self.theme.px(2.5) if self._mark_side() else 0)
        return room - (side + self.theme.px(2.0) if side else 0)

    def wanted_height(self, width: float) -> float:
        """px the tile needs at that width so that nothing shrinks, at least 20 mm."""
        least = self.theme.px(CHOICE_MIN_MM)
        words = self.words_width(width, least)
        needed = self._label.height(words) + (self._note.height(words) if self._note else 0) + 2 * self._pads()[1]
        return max(least, needed)

    def keeps_words(self, width: float) -> bool:
        """Whether a tile that wide cuts no word of its label and note."""
        room = self.words_width(width, self.theme.px(CHOICE_MAX_MM))  # the higher the tile, the wider its picture
        return not any(words.lay(room).broken for words in (self._label, self._note) if words is not None)

    def _narrow(self) -> bool:
        """Whether the mark stands above the words."""
        return self._mark_above or self.wants_mark_above()

    def wants_mark_above(self) -> bool:
        """Whether mark and words do not fit side by side."""
        if not self._mark_side() or self._picture or self._note is not None:
            return False
        room = self.width() - 2 * self._pads()[0] - self._mark_side() - self.theme.px(2.5)
        narrow = self.width() < self.theme.px(48.0) and self.height() >= self.theme.px(17.0)
        return narrow and self._label.natural_width() > room

    def put_mark(self, above: bool) -> None:
        """Put the mark above the words, as a tile beside it must; only for tiles of a label alone."""
        if above != self._mark_above:
            self._mark_above = above
            self._fitted = None
            self.update()

    def words_rect(self) -> QRectF:
        """Where label and note may lie, px."""
        pad_x, pad_y = self._pads()
        if self._narrow():
            side = self.theme.px(2.0)
            return QRectF(self.rect()).adjusted(side, pad_y + self._mark_side(), -side, -self.theme.px(1.0))
        rect = QRectF(self.rect()).adjusted(pad_x, pad_y, -pad_x, -pad_y)
        side = self._picture_side(self.height())
        mark = self._mark_side()
        return rect.adjusted(side + self.theme.px(2.0) if side else 0, 0, -(mark + self.theme.px(2.5)) if mark else 0, 0)

    def shown(self) -> tuple[RubyText, RubyText | None]:
        """Label and note as they are drawn now; tests ask them whether they fit."""
        if self._fitted is None:
            self._crowded = False
            self._fitted = self._fit_words()
            if (
                self._picture
                and self._fitted[0].font.pixelSize() < min(self._cap, self._label.font.pixelSize()) * WORDS_BEFORE_PICTURE
            ):
                self._crowded = True
                self._fitted = self._fit_words()
        return self._fitted

    def _fit_words(self) -> tuple[RubyText, RubyText | None]:
        rect, whole = self.words_rect(), self._label.at_most(self._cap)
        if self._note is None:
            return whole.fitted(rect.width(), rect.height()), None
        label_h, note_h = whole.height(rect.width()), self._note.height(rect.width())
        enough = label_h + note_h <= rect.height()
        share = rect.height() if enough else rect.height() * max(LABEL_SHARE, label_h / (label_h + note_h))
        label = whole.fitted(rect.width(), min(label_h, share))
        return label, self._note.fitted(rect.width(), rect.height() - label.height(rect.width()))

    def cap_label(self, pixels: int) -> None:
        """Draw the label no larger than that em, px."""
        if pixels != self._cap:
            self._cap = pixels
            self._fitted = None
            self.update()

    def label_px(self) -> int:
        """The em the label takes by itself, px."""
        self.cap_label(self._label.font.pixelSize())
        return self.shown()[0].font.pixelSize()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(CHOICE_MIN_MM), self.theme.px(CHOICE_MIN_MM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fitted = None

    # --- drawing --------------------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter) -> None:
        self.shown()  # decides whether there is room for the picture
        self._paint_box(painter)
        self._paint_picture(painter)
        self._paint_words(painter)
        side = self._mark_side()
        if side:
            x, y = float(self.width() - self._pads()[0] - side), (self.height() - side) / 2
            if self._narrow():
                x, y = (self.width() - side) / 2, self._pads()[1] * 0.8
            draw_mark(painter, QRectF(x, y, side, side), self.theme, self.mark, self._chosen)

    def _paint_box(self, painter: QPainter) -> None:
        palette, mm = self.theme.palette, self.theme.px_per_mm
        rect = QRectF(self.rect())
        if self.pressed_now:
            draw_box(painter, rect, self.theme, palette.pressed_bg, palette.primary, mm * 1.1)
        elif self._chosen:
            draw_box(painter, rect, self.theme, palette.selected_bg, palette.primary, mm * 1.1)
        elif self._problem:
            draw_box(painter, rect, self.theme, palette.error_bg, palette.error, mm * 0.8)
        else:
            draw_box(painter, rect, self.theme, palette.panel, palette.tile_border, mm * 0.5, dashed=self._quiet)

    def _paint_picture(self, painter: QPainter) -> None:
        side = self._picture_side(self.height())
        if not side:
            return
        rect = QRectF(self._pads()[0] - self.theme.px(1.5), (self.height() - side) / 2, side, side)
        if self._picture.startswith("ui/"):
            inset = side * 0.12
            ink = self.theme.palette.accent_text
            self.theme.art.draw(painter, self._picture, rect.adjusted(inset, inset, -inset, -inset), ink)
            return
        if self.theme.look.contrast is not Contrast.NORMAL:
            # Pictures are drawn on paper white; on black they keep their paper.
            draw_box(painter, rect, self.theme, QColor("#ffffff"))
        self.theme.art.draw(painter, self._picture, rect)

    def _paint_words(self, painter: QPainter) -> None:
        rect = self.words_rect()
        label, note = self.shown()
        label_h = label.height(rect.width())
        note_h = note.height(rect.width()) if note else 0.0
        top = rect.top() + (rect.height() - label_h - note_h) / 2
        align = Qt.AlignmentFlag.AlignHCenter if self._centred or self._narrow() else Qt.AlignmentFlag.AlignLeft
        label.paint(painter, QRectF(rect.left(), top, rect.width(), label_h), self.theme.palette.text, align)
        if note:
            colour = self.theme.palette.error if self._problem else self.theme.palette.text_sub
            note.paint(painter, QRectF(rect.left(), top + label_h, rect.width(), note_h), colour, align)
