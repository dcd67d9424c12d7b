"""R05 and R05M: a picture of the act, or the code itself, with what to do in numbered lines."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.furigana import plain
from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Handover, Option, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.figures import draw_tabular
from screens.widgets.press import draw_box
from screens.widgets.qr import draw_qr, qr_matrix, qr_side
from screens.widgets.ruby import RubyText

BUTTON_MM = 24.0
LOW_BUTTON_MM = 16.0
LOW_MM = 100.0
CODE_MM = 130.0
LEAST_EM_MM = 3.2


class HandoverPage(Page):
    """Left: code or picture. Right: the lines. Below: the buttons, the solid one at the right."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Handover)
        self.body = body = view.body
        self._matrix = qr_matrix(body.qr_text) if body.qr_text else []
        self.buttons = [self._button(option) for option in sorted(body.choices, key=lambda option: option.value == body.primary)]
        self._left, self._right = QRect(), QRect()
        self.setAccessibleName(" ".join(plain(text) for text in (view.frame.heading, *body.lines)))

    def _button(self, option: Option) -> Button:
        kind = Kind.SOLID if option.value == self.body.primary else Kind.QUIET if option.quiet else Kind.OUTLINE
        button = Button(self.theme, f"btn_{option.value}", option.label, kind, role=Role.BUTTON, parent=self)
        button.pressed_once.connect(lambda: self.report(Action.CHOOSE, option.value))
        return button

    def arrange(self) -> None:
        px = self.theme.px
        low, gap = self.height() < px(LOW_MM), px(3.0 if self.height() < px(LOW_MM) else 6.0)
        button_h = px(LOW_BUTTON_MM if low else BUTTON_MM) if self.buttons else 0
        room = self.height() - button_h - (gap if self.buttons else 0)
        row = QRect(0, self.height() - button_h, self.width(), button_h)
        if self.height() > self.width():
            side = min(self.width(), round(room * 0.5))
            self._left = QRect(0, 0, self.width(), side)
            self._right = QRect(0, side + gap, self.width(), room - side - gap)
        else:
            tall = self.height() if low else room  # on a low screen the code takes all the height there is
            side = min(tall, round(self.width() * 0.48), px(CODE_MM))
            self._left = QRect(0, 0, side, tall)
            self._right = QRect(side + gap, 0, self.width() - side - gap, room)
            row.setLeft(side + gap if low else 0)
        self._place_buttons(row)
        self.update()

    def _place_buttons(self, row: QRect) -> None:
        gap = self.theme.px(8.0 if row.width() > self.theme.px(150.0) else 3.0)
        count = max(1, len(self.buttons))
        each = min((row.width() - gap * (count - 1)) // count, self.theme.px(120.0))
        for number, button in enumerate(reversed(self.buttons)):
            button.setGeometry(row.right() + 1 - (number + 1) * each - number * gap, row.y(), each, row.height())

    # --- drawing ----------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self.theme, self.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in (self._left, self._right):
            draw_box(painter, QRectF(box), theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5, radius=theme.px(6.0))
        self._paint_left(painter)
        self._paint_lines(painter)
        painter.end()

    def _room(self) -> float:
        return min(self._left.width(), self._left.height()) - 2.0 * self.theme.px(2.5)

    def code_side(self) -> int:
        """px of the code with its quiet zone."""
        return qr_side(self._matrix, self._room())

    def _paint_left(self, painter: QPainter) -> None:
        theme, box = self.theme, QRectF(self._left)
        room = self._room()
        if self._matrix:
            side = self.code_side()
            draw_qr(painter, QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side), self._matrix)
            return
        picture_side = min(room, float(theme.px(100.0)))
        place = QRectF(box.center().x() - picture_side / 2, box.center().y() - picture_side / 2, picture_side, picture_side)
        if theme.look.contrast is not Contrast.NORMAL:
            draw_box(painter, place, theme, QColor("#ffffff"))
        picture = theme.art.first(self.body.picture, "scene", "tile")
        if picture:
            theme.art.draw(painter, picture, place)

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The lines as drawn, with their boxes: one size for all of them."""
        box = QRectF(self._right)
        pad = min(self.theme.px(8.0), box.height() * 0.06)
        inner = box.adjusted(pad, pad, -pad, -pad)
        return self._steps(inner) if self.body.numbered else self._told(inner)

    def _steps(self, inner: QRectF) -> list[tuple[RubyText, QRectF]]:
        """Rows of one height, with room for the number before each."""
        theme, rows = self.theme, max(1, len(self.body.lines))
        row_h = inner.height() / rows
        disc = self._disc(row_h)
        room = inner.width() - disc - theme.px(4.0)
        fitted = [self._line(line, theme.em(Role.BODY)).fitted(room, row_h * 0.94) for line in self.body.lines]
        em = min((text.font.pixelSize() for text in fitted), default=theme.em(Role.BODY))
        places = [QRectF(inner.x() + disc + theme.px(4.0), inner.y() + at * row_h, room, row_h) for at in range(rows)]
        return [(self._line(line, em), place) for line, place in zip(self.body.lines, places, strict=False)]

    def _told(self, inner: QRectF) -> list[tuple[RubyText, QRectF]]:
        """Each line as high as it needs, as large as all of them together can be; what is left over goes between them."""
        em, least = self.theme.em(Role.BODY), self.theme.px(LEAST_EM_MM)
        texts = [self._line(line, em) for line in self.body.lines]
        while em > least and sum(text.height(inner.width()) for text in texts) > inner.height():
            em -= 1
            texts = [self._line(line, em) for line in self.body.lines]
        heights = [text.height(inner.width()) for text in texts]
        gap = max(0.0, (inner.height() - sum(heights)) / max(1, len(texts)))
        found, top = [], inner.y() + gap / 2
        for text, height in zip(texts, heights, strict=True):
            found.append((text, QRectF(inner.x(), top, inner.width(), height)))
            top += height + gap
        return found

    def _line(self, line: str, em: int) -> RubyText:
        return RubyText(line, self.theme.font_px(em, bold=True), self.theme.furigana)

    def _disc(self, row_h: float) -> float:
        return min(self.theme.px(13.0), row_h * 0.7)

    def _paint_lines(self, painter: QPainter) -> None:
        theme, palette = self.theme, self.theme.palette
        loud = theme.look.contrast is Contrast.HIGH
        fill, ink = (palette.primary, palette.on_primary) if loud else (palette.accent, palette.on_accent)
        for number, (text, place) in enumerate(self.shown(), 1):
            disc = self._disc(place.height())
            if not self.body.numbered:
                text.paint(painter, place, palette.text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                continue
            circle = QRectF(place.x() - disc - theme.px(4.0), place.center().y() - disc / 2, disc, disc)
            draw_box(painter, circle, theme, fill, radius=disc / 2)
            font = theme.font_px(round(disc * 0.62), bold=True)
            draw_tabular(painter, circle, str(number), font, ink, Qt.AlignmentFlag.AlignHCenter)
            text.paint(painter, place, palette.text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
