"""R17: it is done. The number, what to do next, and something to take home."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.furigana import plain
from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Done, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.figures import draw_tabular
from screens.widgets.press import draw_box
from screens.widgets.qr import draw_qr, qr_matrix, qr_side
from screens.widgets.ruby import RubyText

BUTTON_ROOM_MM = 55.0
LOW_TAKE_MM = 42.0
MOST_STEPS = 5
STEP_MIN_MM = 4.6  # letters as in a large-print book; what would be smaller is left to phone and paper
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class DonePage(Page):
    """A teal panel with the receipt number; steps at the right; QR and counters below. Painted as one picture."""

    wants_rail = False
    owns_heading = True

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Done)
        self.body = body = view.body
        self._qr = qr_matrix(body.qr_text)
        self._hero = self._next = self._take = QRectF()
        self._counters: list[QRectF] = []
        self._button_cell = QRectF()
        self.print_button = Button(theme, "btn_print", body.print_label, Kind.OUTLINE, role=Role.SMALL, parent=self)
        self.print_button.setVisible(bool(body.print_label))
        self.print_button.pressed_once.connect(lambda: self.report(Action.CHOOSE, "print"))
        spoken = [body.title, body.receipt_label, body.receipt_no, body.code_label, body.code, *body.steps, body.if_lost]
        self.setAccessibleName(" ".join(plain(text) for text in spoken))

    # --- layout ---------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        gap = self.theme.px(5.0)
        area = QRectF(self.rect()).adjusted(0, self.theme.px(2.0), 0, 0)
        if self.height() > self.width():
            self._arrange_tall(area, gap)
        else:
            self._arrange_wide(area, gap)
        self._place_button()
        self.update()

    def _arrange_wide(self, area: QRectF, gap: int) -> None:
        if area.height() < self.theme.px(110.0):
            self._arrange_low(area, gap)
            return
        left = round(area.width() * 0.57)
        counters = self.theme.px(38.0) if self.body.counters else 0.0
        self._hero = QRectF(area.x(), area.y(), left, area.height() - (counters + gap if counters else 0))
        right = QRectF(area.x() + left + gap, area.y(), area.width() - left - gap, area.height())
        take = right.height() * 0.38
        self._next = QRectF(right.x(), right.y(), right.width(), right.height() - take - gap)
        self._take = QRectF(right.x(), right.bottom() - take, right.width(), take)
        self._place_counters(QRectF(area.x(), area.bottom() - counters, left, counters), gap)

    def _arrange_low(self, area: QRectF, gap: int) -> None:
        """Number and code at the left, the code large enough for a camera; at the right as much height as can be for the steps."""
        px = self.theme.px
        left, counters = round(area.width() * 0.5), px(18.0) if self.body.counters else 0.0
        take = min(float(px(LOW_TAKE_MM)), area.height() * 0.45)
        self._hero = QRectF(area.x(), area.y(), left, area.height() - take - gap)
        self._take = QRectF(area.x(), area.bottom() - take, left, take)
        right = QRectF(area.x() + left + gap, area.y(), area.width() - left - gap, area.height())
        self._next = right.adjusted(0, 0, 0, -(counters + gap if counters else 0))
        self._place_counters(QRectF(right.x(), right.bottom() - counters, right.width(), counters), gap)

    def _arrange_tall(self, area: QRectF, gap: int) -> None:
        heights = [area.height() * share for share in (0.34, 0.3, 0.22)]
        y = area.y()
        boxes = []
        for height in heights:
            boxes.append(QRectF(area.x(), y, area.width(), height - gap))
            y += height
        self._hero, self._next, self._take = boxes
        self._place_counters(QRectF(area.x(), y, area.width(), area.bottom() - y), gap)

    def _place_counters(self, row: QRectF, gap: int) -> None:
        count = max(1, len(self.body.counters) + (1 if self._button_beside_counters() else 0))
        width = (row.width() - gap * (count - 1)) / count
        cells = [QRectF(row.x() + i * (width + gap), row.y(), width, row.height()) for i in range(count)]
        self._counters = cells[: len(self.body.counters)]
        self._button_cell = cells[-1]

    def _button_beside_counters(self) -> bool:
        """Where what is taken home has no room for a button."""
        return bool(self.body.print_label) and self._take.height() < self.theme.px(BUTTON_ROOM_MM)

    def _place_button(self) -> None:
        """In the lower right of what is taken home, under the words; on a low screen at the end of the counters."""
        if self._button_beside_counters():
            self.print_button.setGeometry(self._button_cell.toRect())
            return
        box, pad = self._take, self._take_pad()
        height = min(self.theme.px(15.0), max(self.theme.px(14.0), round(box.height() * 0.24)))
        left = box.x() + pad * 2 + self._qr_side()
        self.print_button.setGeometry(round(left), round(box.bottom() - pad - height), round(box.right() - pad - left), height)

    def _take_pad(self) -> float:
        return min(self.theme.px(5.0), self._take.height() * 0.07)

    def _qr_side(self) -> int:
        return qr_side(self._qr, min(self._take.height() - 2 * self._take_pad(), self._take.width() * 0.5))

    # --- drawing --------------------------------------------------------------------------------------------------------
    def _text(
        self, painter: QPainter, text: str, box: QRectF, em: float, ink: QColor, bold: bool = False, level: bool = False
    ) -> None:
        """Draw text in box, em px large or as large as fits."""
        words = RubyText(text, self.theme.font_px(round(em), bold), self.theme.furigana, level=level).fitted(
            box.width(), box.height()
        )
        words.paint(painter, box, ink, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hero(painter)
        self._paint_next(painter)
        self._paint_take(painter)
        for box, (label, value) in zip(self._counters, self.body.counters, strict=True):
            self._paint_counter(painter, box, label, value)
        painter.end()

    def _paint_hero(self, painter: QPainter) -> None:
        theme, palette, body, box = self.theme, self.theme.palette, self.body, self._hero
        border = palette.hairline if theme.look.contrast is not Contrast.NORMAL else None
        draw_box(painter, box, theme, palette.accent, border, radius=theme.px(6.0))
        h, pad = box.height(), min(theme.px(11.0), box.height() * 0.09)
        inner = box.adjusted(pad, pad * 0.6, -pad, -pad * 0.6)
        side = min(inner.height() * 0.62, inner.width() * 0.3)
        guide = theme.art.has(f"guide/{self.view.frame.guide}")
        if guide:
            theme.art.draw(
                painter, f"guide/{self.view.frame.guide}", QRectF(inner.right() - side, inner.bottom() - side, side, side)
            )
        words_w = inner.width() - (side + theme.px(3.0) if guide else 0)
        shares = (0.2, 0.13, 0.3, 0.2, 0.13)
        rows, y = [], inner.y()
        for share in shares:
            rows.append(QRectF(inner.x(), y, words_w, inner.height() * share))
            y += inner.height() * (share + 0.01)
        ink = palette.on_accent
        rows[0].setWidth(inner.width())
        self._text(painter, body.title, rows[0], min(theme.px(17.0), h * 0.125), ink, bold=True)
        self._text(painter, body.receipt_label, rows[1], min(theme.px(9.0), h * 0.08), ink)
        draw_tabular(painter, rows[2], body.receipt_no, theme.font_px(round(min(theme.px(36.0), h * 0.27)), bold=True), ink)
        self._paint_code(painter, rows[3])
        self._text(painter, body.code_hint, rows[4], min(theme.px(8.0), h * 0.07), ink)

    def _paint_code(self, painter: QPainter, row: QRectF) -> None:
        theme, palette = self.theme, self.theme.palette
        em = min(theme.px(9.0), row.height() * 0.5)
        label = RubyText(self.body.code_label, theme.font_px(round(em)), theme.furigana).fitted(row.width() * 0.6, row.height())
        width = label.lay(row.width() * 0.6).width
        label.paint(
            painter, QRectF(row.x(), row.y(), row.width() * 0.6, row.height()), palette.on_accent, Qt.AlignmentFlag.AlignVCenter
        )
        code_em = round(min(theme.px(14.0), row.height() * 0.66))
        code = RubyText(self.body.code, theme.font_px(code_em, bold=True), furigana=False)
        chip_w = code.natural_width() + code_em * 1.1
        chip = QRectF(row.x() + width + theme.px(5.0), row.y() + row.height() * 0.06, chip_w, row.height() * 0.88)
        fill, ink = (
            (palette.primary, palette.on_primary) if theme.look.contrast is Contrast.HIGH else (palette.on_accent, palette.accent)
        )
        draw_box(painter, chip, theme, fill, radius=theme.px(3.0))
        code.paint(painter, chip, ink, CENTRE)

    def _panel(self, painter: QPainter, box: QRectF) -> None:
        palette, theme = self.theme.palette, self.theme
        draw_box(painter, box, theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5, radius=theme.px(6.0))

    def _paint_next(self, painter: QPainter) -> None:
        theme, palette, box = self.theme, self.theme.palette, self._next
        self._panel(painter, box)
        pad = min(theme.px(7.0), box.height() * 0.06)
        inner = box.adjusted(pad * 1.1, pad * 0.7, -pad, -pad * 0.7)
        title_h = min(theme.em(Role.HEADING) * 1.5, inner.height() * 0.2)
        title = QRectF(inner.x(), inner.y(), inner.width(), title_h)
        self._text(
            painter, self.body.steps_title, title, min(theme.em(Role.HEADING), title_h / 1.5), palette.accent_text, bold=True
        )
        area = inner.adjusted(0, title_h, 0, 0)
        disc = min(theme.px(13.0), area.height() / max(1, min(len(self.body.steps), MOST_STEPS)) * 0.72)
        indent = disc + theme.px(4.0)
        lines = self._lines(area.width() - indent, area.height(), disc)
        high = [self._row_height(text, area.width() - indent, disc) for text in lines]
        spare = (area.height() - sum(high)) / max(1, len(lines))
        y = area.y()
        for i, (text, height) in enumerate(zip(lines, high, strict=True)):
            row = QRectF(area.x(), y, area.width(), height + spare)
            self._paint_step(painter, text, row, indent, disc, i)
            y += height + spare

    def _paint_step(self, painter: QPainter, text: RubyText, row: QRectF, indent: float, disc: float, i: int) -> None:
        """The i-th line with its number; the one after the last step has none."""
        theme, palette = self.theme, self.theme.palette
        words = row.adjusted(indent, 0, 0, 0)
        if text.markup == self.body.more:
            text.paint(painter, words, palette.accent_text, Qt.AlignmentFlag.AlignVCenter)
            return
        high = theme.look.contrast is Contrast.HIGH
        disc = min(disc, row.height())
        circle = QRectF(row.x(), row.center().y() - disc / 2, disc, disc)
        draw_box(painter, circle, theme, palette.primary if high else palette.accent, radius=disc / 2)
        ink = palette.on_primary if high else palette.on_accent
        draw_tabular(painter, circle, str(i + 1), theme.font_px(round(disc * 0.62), bold=True), ink, Qt.AlignmentFlag.AlignHCenter)
        text.paint(painter, words, palette.text, Qt.AlignmentFlag.AlignVCenter)

    def _row_height(self, text: RubyText, width: float, disc: float) -> float:
        """What a line takes; a step at least its number."""
        return text.height(width) if text.markup == self.body.more else max(text.height(width), disc * 1.06)

    def _lines(self, width: float, height: float, disc: float) -> list[RubyText]:
        """The steps in one size, so that none looks more important than another; fewer where five could not be read from a chair."""
        steps, more, lines = self.body.steps, self.body.more, list[RubyText]()
        em, least = self.theme.em(Role.BODY), self.theme.px(STEP_MIN_MM)
        for count in range(min(len(steps), MOST_STEPS), 0, -1):
            texts = (*steps[:count], more) if count < len(steps) and more else steps[:count]
            for px in range(em, least - 1, -2):
                lines = [RubyText(text, self.theme.font_px(px, bold=True), self.theme.furigana) for text in texts]
                if sum(self._row_height(line, width, disc) for line in lines) <= height and not any(
                    line.lay(width).broken for line in lines
                ):
                    return lines
        return [line.fitted(width, height / len(lines)) for line in lines]

    def _paint_take(self, painter: QPainter) -> None:
        theme, palette, box = self.theme, self.theme.palette, self._take
        self._panel(painter, box)
        pad, side = self._take_pad(), self._qr_side()
        frame = QRectF(box.x() + pad, box.center().y() - side / 2, side, side)
        draw_qr(painter, frame, self._qr)
        words = box.adjusted(pad * 2 + side, pad, -pad, -pad)
        if self.body.print_label and not self._button_beside_counters():
            words.setBottom(self.print_button.y() - theme.px(2.0))
        upper = QRectF(words.x(), words.y(), words.width(), words.height() * 0.5)
        lower = QRectF(words.x(), words.y() + words.height() * 0.52, words.width(), words.height() * 0.48)
        em = theme.em(Role.SMALL)
        self._text(painter, self.body.qr_hint, upper, em, palette.text)
        self._text(painter, self.body.if_lost, lower, em, palette.text_sub)

    def _paint_counter(self, painter: QPainter, box: QRectF, label: str, value: str) -> None:
        theme, palette = self.theme, self.theme.palette
        self._panel(painter, box)
        pad = theme.px(5.0 if box.height() > theme.px(24.0) else 2.0)
        inner = box.adjusted(pad, theme.px(1.0), -pad, -theme.px(1.0))
        if box.height() < theme.px(24.0):
            value_box = QRectF(inner.x(), inner.y(), inner.width() * 0.4, inner.height())
            label_box = QRectF(inner.x() + inner.width() * 0.45, inner.y(), inner.width() * 0.55, inner.height())
        else:
            label_box = QRectF(inner.x(), inner.y(), inner.width(), inner.height() * 0.4)
            value_box = QRectF(inner.x(), inner.y() + inner.height() * 0.4, inner.width(), inner.height() * 0.6)
        self._text(painter, label, label_box, min(theme.em(Role.SMALL), theme.px(7.5)), palette.text_sub, level=True)
        em = round(min(theme.px(16.0), value_box.height() * 0.72))
        draw_tabular(painter, value_box, plain(value), theme.font_px(em, bold=True), palette.accent_text)

    def hit_rect(self) -> QRect:
        """The panel with the number, px; tests look there."""
        return self._hero.toRect()
