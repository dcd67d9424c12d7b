"""Buttons with words: solid, outlined, the orange call, the red one, and header chips."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from screens.theme import Palette, Role, Theme
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText

WORDS_BEFORE_ICON = 0.7  # below this share of their size words take the icon's room


class Kind(StrEnum):
    """How much a button asks to be pressed."""

    SOLID = "solid"
    OUTLINE = "outline"
    CALL = "call"
    DANGER = "danger"
    CHIP = "chip"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Coat:
    """Fill, ink and border of a button in one state."""

    fill: QColor
    ink: QColor
    border: QColor | None
    line_mm: float = 0.6


def coat(kind: Kind, palette: Palette, pressed: bool) -> Coat:
    """The colours of a kind of button."""
    if kind is Kind.SOLID:
        return Coat(palette.primary_pressed if pressed else palette.primary, palette.on_primary, None)
    if pressed:
        ink = {Kind.CALL: palette.call, Kind.DANGER: palette.error}.get(kind, palette.primary)
        return Coat(palette.pressed_bg, palette.text, ink, 1.0)
    return {
        Kind.OUTLINE: Coat(palette.panel, palette.primary, palette.primary, 0.8),
        Kind.CALL: Coat(palette.call_bg, palette.text, palette.call, 0.8),
        Kind.DANGER: Coat(palette.panel, palette.error, palette.error, 0.8),
        Kind.CHIP: Coat(palette.panel, palette.text, palette.border, 0.5),
        Kind.QUIET: Coat(palette.panel, palette.text, palette.tile_border, 0.5),
    }[kind]


class Button(PressArea):
    """A button with words and, before or after them, an icon of assets/icons/ui."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: str,
        kind: Kind = Kind.OUTLINE,
        icon: str = "",
        icon_after: bool = False,
        role: Role = Role.FOOTER,
        max_em_mm: float = 99.0,
        parent: QWidget | None = None,
        key: Hashable = None,
    ) -> None:
        super().__init__(theme, name, text, parent, key)
        self.kind = kind
        self._icon = icon
        self._icon_after = icon_after
        self._crowded = False
        self._font = theme.font_px(min(theme.em(role), theme.px(max_em_mm)), bold=kind is not Kind.CHIP)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """Show other words."""
        self._words = RubyText(text, self._font, self.theme.furigana, balance=True)
        self._fitted: RubyText | None = None
        self.setAccessibleName(plain(text))
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon of assets/icons/ui; "" for none."""
        self._icon = icon
        self._fitted = None
        self.update()

    @property
    def _icon_side(self) -> int:
        shown = self._icon and not self._crowded and self.theme.art.has(f"ui/{self._icon}")
        return round(self._font.pixelSize() * 1.15) if shown else 0

    @property
    def _pad(self) -> int:
        return self.theme.px(2.5 if self.kind is Kind.CHIP else 3.5)

    def words_rect(self) -> QRectF:
        """Where the words may lie, px."""
        room = self._icon_side + (self.theme.px(2.0) if self._icon_side else 0)
        rect = QRectF(self.rect()).adjusted(self._pad, self.theme.px(0.8), -self._pad, -self.theme.px(0.8))
        return rect.adjusted(0, 0, -room, 0) if self._icon_after else rect.adjusted(room, 0, 0, 0)

    def shown(self) -> RubyText:
        """The words as they are drawn now; tests ask them whether they fit."""
        if self._fitted is None:
            self._crowded = False
            self._fitted = self._fit_words()
            if self._icon_side and self._fitted.font.pixelSize() < self._font.pixelSize() * WORDS_BEFORE_ICON:
                self._crowded = True
                self._fitted = self._fit_words()
        return self._fitted

    def _fit_words(self) -> RubyText:
        rect = self.words_rect()
        return self._words.fitted(rect.width(), rect.height())

    def natural_width(self) -> int:
        """px it would like to be wide, words on one line."""
        room = self._icon_side + (self.theme.px(2.0) if self._icon_side else 0)
        return round(self._words.natural_width()) + room + 2 * self._pad + 2

    def sizeHint(self) -> QSize:
        return QSize(max(self.natural_width(), self.theme.px(14.0)), self.theme.px(14.0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fitted = None

    def paint(self, painter: QPainter) -> None:
        theme = self.theme
        look = coat(self.kind, theme.palette, self.pressed_now)
        draw_box(painter, QRectF(self.rect()), theme, look.fill, look.border, theme.px_per_mm * look.line_mm)
        words = self.shown()
        rect, side = self.words_rect(), self._icon_side
        laid = words.lay(rect.width())
        middle = rect.center().x() - laid.width / 2
        words.paint(painter, rect, look.ink, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        if self.pressed_now:
            y = min(rect.center().y() + laid.height / 2 + theme.line, self.height() - 2.0 * theme.line)
            painter.fillRect(QRectF(middle, y - theme.line / 2, laid.width, theme.line), look.ink)
        if side:
            gap = theme.px(2.0)
            x = middle + laid.width + gap if self._icon_after else middle - gap - side
            y = (self.height() - side) / 2
            ink = theme.palette.call if self.kind is Kind.CALL else look.ink
            theme.art.draw(painter, f"ui/{self._icon}", QRectF(x, y, side, side), ink)
