"""A procedure to choose: picture, name, one line, and the short facts people decide by."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.furigana import plain
from kiosk.visit.views import Badge, Card, Contrast
from screens.theme import Role, Theme
from screens.widgets.press import PressArea, draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, draw_mark

MARK_MM = 8.0
PICTURE_MM = 26.0
PICTURE_SHARE = 0.2
BADGE_MM = 9.5
BADGE_EM_MM = 5.6
LEAST_MM = 31.0
LEAST_PLAIN_MM = 26.0
DENSE_MM = 38.0
DENSE_TITLE_MM = 7.6
DENSE_LINE_MM = 6.2
LINE_SHARE = 0.44  # of the height for words, what the line may take at most

BadgeTexts = dict[str, tuple[RubyText, float]]


class CardTile(PressArea):
    """One card. `chosen` draws it ticked; a card with an aside is drawn quietly and says why it stands last."""

    def __init__(
        self,
        theme: Theme,
        card: Card,
        mark: Mark,
        chosen: bool = False,
        badge_texts: BadgeTexts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """badge_texts: shared by the cards of a page, so that equal badges are measured once."""
        super().__init__(theme, f"card_{card.value}", card.title, parent)
        self.card = card
        self.mark = mark
        self._chosen = chosen
        self.setCheckable(mark is Mark.MANY)
        self.setChecked(chosen)
        self.setAccessibleDescription(" ".join(plain(text) for text in (card.aside or card.line, *(b.text for b in card.badges))))
        self._picture = theme.art.first(card.picture, "tile", "ui")
        self._badge_texts = badge_texts if badge_texts is not None else {}
        self._badges: list[tuple[Badge, RubyText, float]] | None = None
        self._fitted: tuple[RubyText, RubyText] | None = None

    # QAbstractButton flips `checked` by itself on a click; the page alone says what is chosen.
    def nextCheckState(self) -> None:
        pass

    def set_chosen(self, chosen: bool) -> None:
        """Show it as ticked or not."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.setChecked(chosen)
            self.update()

    def _words(self) -> tuple[RubyText, RubyText]:
        """Title and line in the size they would like. Made when looked at: a card on another page costs nothing."""
        theme, title, line = self.theme, self.theme.em(Role.BODY), self.theme.em(Role.SMALL)
        if self.height() < theme.px(DENSE_MM):  # many cards beside each other: one calm size instead of many
            title, line = min(title, theme.px(DENSE_TITLE_MM)), min(line, theme.px(DENSE_LINE_MM))
        return (
            RubyText(self.card.title, theme.font_px(title, True), theme.furigana),
            RubyText(self.card.aside or self.card.line, theme.font_px(line), theme.furigana),
        )

    def _laid_badges(self) -> list[tuple[Badge, RubyText, float]]:
        if self._badges is None:
            self._badges = [(badge, *self._badge_words(badge.text)) for badge in self.card.badges]
        return self._badges

    def _badge_words(self, text: str) -> tuple[RubyText, float]:
        """The words of a badge and their natural width, px; cards beside each other mostly say the same."""
        if text not in self._badge_texts:
            font = self.theme.font_px(min(self.theme.em(Role.SMALL), self.theme.px(BADGE_EM_MM)))
            words = RubyText(text, font, self.theme.furigana, level=True)
            self._badge_texts[text] = words, words.natural_width()
        return self._badge_texts[text]

    # --- geometry -------------------------------------------------------------------------------------------------------
    def _picture_side(self) -> int:
        if not self._picture:
            return 0
        return round(min(self.height() - self.theme.px(4.0), self.theme.px(PICTURE_MM), self.width() * PICTURE_SHARE))

    def _inner(self) -> QRectF:
        px, side = self.theme.px, self._picture_side()
        left = px(3.0) + (side + px(3.0) if side else 0)
        return QRectF(self.rect()).adjusted(left, px(1.5), -px(3.5), -px(1.5))

    def _badge_height(self) -> int:
        roomy = self.height() >= self.theme.px(30.0) and bool(self.card.badges)
        return self.theme.px(BADGE_MM) if roomy and self._badge_width(0) <= self._inner().width() + 1 else 0

    def _badge_icon(self, badge: Badge) -> int:
        return self.theme.px(5.5) if badge.icon and self.theme.art.has(f"ui/{badge.icon}") else 0

    def _badge_width(self, number: int) -> float:
        """px one badge takes; where the first finds no room, none is shown and the words have its place."""
        badge, _, natural = self._laid_badges()[number]
        icon = self._badge_icon(badge)
        return natural + self.theme.px(4.0) + (icon + self.theme.px(1.2) if icon else 0)

    def words_rect(self) -> QRectF:
        """Where title and line may lie, px."""
        beside = self.theme.px(MARK_MM + 2.5) if self.mark is not Mark.NONE else 0
        below = self._badge_height() + (self.theme.px(1.0) if self._badge_height() else 0)
        return self._inner().adjusted(0, 0, -beside, -below)

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """Title and line as they are drawn now, with their boxes; tests ask them whether they fit."""
        rect = self.words_rect()
        title, line = self._fit()
        tall = title.height(rect.width()), line.height(rect.width()) if line.markup else 0.0
        top = rect.top() + max(0.0, (rect.height() - sum(tall)) / 2)
        boxes = [(title, QRectF(rect.left(), top, rect.width(), tall[0]))]
        return [*boxes, (line, QRectF(rect.left(), top + tall[0], rect.width(), tall[1]))] if line.markup else boxes

    def _fit(self) -> tuple[RubyText, RubyText]:
        if self._fitted is None:
            rect = self.words_rect()
            whole, line = self._words()
            needed = line.height(rect.width()) if line.markup else 0.0
            title = whole.fitted(rect.width(), max(rect.height() - needed, rect.height() * (1 - LINE_SHARE)))
            line = line.fitted(rect.width(), max(1.0, rect.height() - title.height(rect.width())))
            self._fitted = title, line
        return self._fitted

    def least_height(self) -> int:
        """px below which a card of this content is hard to read."""
        return self.theme.px(LEAST_MM if self.card.badges else LEAST_PLAIN_MM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fitted = None

    # --- drawing --------------------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter) -> None:
        self._paint_box(painter)
        self._paint_picture(painter)
        palette = self.theme.palette
        quiet = palette.call if self.card.aside and self.theme.look.contrast is Contrast.NORMAL else palette.text_sub
        for (words, box), ink in zip(self.shown(), (palette.text, quiet), strict=False):
            words.paint(painter, box, ink)
        self._paint_badges(painter)
        if self.mark is not Mark.NONE:
            side = self.theme.px(MARK_MM)
            box = QRectF(self._inner().right() - side, self.words_rect().center().y() - side / 2, side, side)
            draw_mark(painter, box, self.theme, self.mark, self._chosen)

    def _paint_box(self, painter: QPainter) -> None:
        palette, mm, rect = self.theme.palette, self.theme.px_per_mm, QRectF(self.rect())
        if self.pressed_now:
            draw_box(painter, rect, self.theme, palette.pressed_bg, palette.primary, mm * 1.1)
        elif self._chosen:
            draw_box(painter, rect, self.theme, palette.selected_bg, palette.primary, mm * 1.1)
        else:
            draw_box(painter, rect, self.theme, palette.panel, palette.tile_border, mm * 0.5, dashed=bool(self.card.aside))

    def _paint_picture(self, painter: QPainter) -> None:
        side = self._picture_side()
        if not side:
            return
        rect = QRectF(self.theme.px(3.0), (self.height() - side) / 2, side, side)
        if self.theme.look.contrast is not Contrast.NORMAL:
            draw_box(painter, rect, self.theme, QColor("#ffffff"))  # pictures keep their paper
        self.theme.art.draw(painter, self._picture, rect)

    def _paint_badges(self, painter: QPainter) -> None:
        height = self._badge_height()
        if not height:
            return
        palette, px, inner = self.theme.palette, self.theme.px, self._inner()
        x, y = inner.left(), inner.bottom() - height
        lower = px(0.9) if self.theme.furigana else 0  # the words stand below the room for their readings
        for number, (badge, words, _natural) in enumerate(self._laid_badges()):
            icon, width = self._badge_icon(badge), self._badge_width(number)
            if x + width > inner.right() + 1:
                break  # the most telling stand first; the rest is on R07
            box = QRectF(x, y, width, height)
            border = palette.accent_text if self.theme.look.contrast is not Contrast.NORMAL else None
            draw_box(painter, box, self.theme, palette.accent_soft, border, self.theme.px_per_mm * 0.35, radius=px(2.0))
            if icon:
                self.theme.art.draw(
                    painter,
                    f"ui/{badge.icon}",
                    QRectF(x + px(1.8), y + (height - icon) / 2 + lower, icon, icon),
                    palette.accent_text,
                )
            text = box.adjusted(px(2.0) + (icon + px(1.0) if icon else 0), 0, 0, -px(0.8))
            words.paint(painter, text, palette.accent_text, Qt.AlignmentFlag.AlignVCenter)
            x += width + px(2.0)
