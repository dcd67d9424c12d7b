"""R15: days and times as tiles in pages that never scroll, with the closed days between them, and the slip of a reservation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.furigana import plain
from kiosk.visit.facts import Action
from kiosk.visit.views import BookingSlip, Contrast, Days, DayTile, Option, Times, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.pager import Pager, beside_pager
from screens.widgets.press import draw_box
from screens.widgets.qr import draw_qr, qr_matrix, qr_side
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, Tile, even_labels

DAYS_A_PAGE, TIMES_A_PAGE = 5, 6
SHUT_MM, SHUT_ROW_MM = 24.0, 11.0
TALL_MM, ROW_MM = 82.0, 46.0
BUTTON_MM, LOW_BUTTON_MM, LOW_MM = 24.0, 16.0, 100.0
MIDDLE = Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class DaysPage(Page):
    """Five days a page: side by side, on a tall screen one below the other. A thin leaf before a day names the closed ones.

    On a low screen they stand in two rows, and the sixth place names the closed days.
    """

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Days)
        self.body = view.body
        self.tiles = [self._tile(day) for day in view.body.days]
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)
        self._leaves: list[tuple[tuple[str, ...], QRect]] = []
        self.drawn: list[tuple[RubyText, QRectF]] = []
        """Words of the thin leaves and the room they had, of the last painting."""

    def _tile(self, day: DayTile) -> Tile:
        note = "　".join(text for text in (day.mark, day.free) if text)
        tile = Tile(self.theme, f"tile_{day.value}", day.day, note, mark=Mark.NONE, centred=True, parent=self)
        tile.setAccessibleDescription(plain(" ".join((note, *day.shut))))
        tile.pressed_once.connect(lambda: self.report(Action.CHOOSE, day.value))
        return tile

    def _tall(self) -> bool:
        return self.height() > self.width()

    def arrange(self) -> None:
        pages = -(-len(self.tiles) // DAYS_A_PAGE)
        area = self.rect() if pages <= 1 else beside_pager(self.rect(), self.theme)
        self.pager.place(self.rect(), pages)
        first = self.pager.page * DAYS_A_PAGE
        self._leaves = []
        for i, tile in enumerate(self.tiles):
            tile.setVisible(first <= i < first + DAYS_A_PAGE)
        place = self._in_rows if self.height() < self.theme.px(LOW_MM) else self._in_line
        place(self.tiles[first : first + DAYS_A_PAGE], self.body.days[first : first + DAYS_A_PAGE], area)
        even_labels([tile for tile in self.tiles if tile.isVisibleTo(self)])
        self.update()

    def _in_rows(self, tiles: Sequence[Tile], days: Sequence[DayTile], area: QRect) -> None:
        gap = self.theme.gap
        width, height = (area.width() - 2 * gap) // 3, (area.height() - gap) // 2
        cells = [QRect(area.x() + n % 3 * (width + gap), area.y() + n // 3 * (height + gap), width, height) for n in range(6)]
        for tile, cell in zip(tiles, cells, strict=False):
            tile.setGeometry(cell)
        shut = tuple(text for day in days for text in day.shut)
        if shut:
            self._leaves = [(shut, cells[-1])]

    def _in_line(self, tiles: Sequence[Tile], days: Sequence[DayTile], area: QRect) -> None:
        """One after the other along the longer side. Each tile is as large as if the page were full, whatever is closed."""
        px, gap, tall = self.theme.px, self.theme.gap, self._tall()
        length, breadth = (area.height(), area.width()) if tall else (area.width(), area.height())
        thin = px(SHUT_ROW_MM if tall else SHUT_MM)
        leaves = sum(1 for day in days if day.shut)
        each = (length - (DAYS_A_PAGE - 1) * gap - leaves * (thin + gap // 2)) // DAYS_A_PAGE
        each, breadth = min(each, px(ROW_MM if tall else TALL_MM)), min(breadth, breadth if tall else px(TALL_MM))
        at = area.y() if tall else area.x()
        for tile, day in zip(tiles, days, strict=True):
            if day.shut:
                self._leaves.append((day.shut, self._cell(area, at, thin, breadth)))
                at += thin + gap // 2
            tile.setGeometry(self._cell(area, at, each, breadth))
            at += each + gap

    def _cell(self, area: QRect, at: int, size: int, breadth: int) -> QRect:
        return QRect(area.x(), at, breadth, size) if self._tall() else QRect(at, area.y(), size, breadth)

    # --- drawing ----------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        self.drawn.clear()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shut, leaf in self._leaves:
            self._paint_leaf(painter, shut, QRectF(leaf))
        painter.end()

    def _paint_leaf(self, painter: QPainter, shut: Sequence[str], leaf: QRectF) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        draw_box(painter, leaf, theme, palette.ground, palette.hairline, theme.px_per_mm * 0.5, radius=px(3.0), dashed=True)
        inner = leaf.adjusted(px(1.2), px(1.2), -px(1.2), -px(1.2))
        across = len(shut) if self._tall() else 2 if len(shut) > 3 else 1
        down = -(-len(shut) // across)
        width, height = inner.width() / across, inner.height() / down
        for i, text in enumerate(shut):
            box = QRectF(inner.x() + (i % across) * width, inner.y() + (i // across) * height, width, height)
            words = RubyText(text, theme.font(Role.SMALL), theme.furigana, balance=True).fitted(box.width(), box.height())
            words.paint(painter, box, palette.text_sub, CENTRE)
            self.drawn.append((words, box))


class TimesPage(Page):
    """Six times a page, three by two, on a tall screen two by three. A touch is the answer."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, Times)
        self.body = view.body
        self.tiles = [self._tile(option) for option in view.body.options]
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)

    def _tile(self, option: Option) -> Tile:
        tile = Tile(self.theme, f"tile_{option.value}", option.label, option.note, mark=Mark.NONE, centred=True, role=Role.HEADING, parent=self)  # fmt: skip
        tile.pressed_once.connect(lambda: self.report(Action.CHOOSE, option.value))
        return tile

    def arrange(self) -> None:
        gap, pages = self.theme.gap, -(-len(self.tiles) // TIMES_A_PAGE)
        area = self.rect() if pages <= 1 else beside_pager(self.rect(), self.theme)
        self.pager.place(self.rect(), pages)
        columns, rows = (2, 3) if self.height() > self.width() else (3, 2)
        width = (area.width() - gap * (columns - 1)) // columns
        height = min((area.height() - gap * (rows - 1)) // rows, self.theme.px(52.0))
        first = self.pager.page * TIMES_A_PAGE
        for i, tile in enumerate(self.tiles):
            tile.setVisible(first <= i < first + TIMES_A_PAGE)
            row, column = divmod(i - first, columns)
            tile.setGeometry(area.x() + column * (width + gap), area.y() + row * (height + gap), width, height)
        even_labels([tile for tile in self.tiles if tile.isVisibleTo(self)])


class SlipPage(Page):
    """Left: state, day, time, number. Right: what to bring and the calendar's code. Below: the buttons."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, BookingSlip)
        self.body = body = view.body
        self._qr = qr_matrix(body.qr_text)
        self.buttons = [self._button(option) for option in sorted(body.choices, key=lambda option: option.value == body.primary)]
        self._hero, self._bring, self._take = QRectF(), QRectF(), QRectF()
        self.drawn: list[tuple[RubyText, QRectF]] = []
        """Words and the room they had, of the last painting; a slip holds nothing of the person."""
        spoken = [body.state, body.day, body.time, body.desk, body.number_label, body.number, body.code]
        self.setAccessibleName(" ".join(plain(text) for text in spoken))

    def _button(self, option: Option) -> Button:
        kind = Kind.SOLID if option.value == self.body.primary else Kind.OUTLINE
        button = Button(self.theme, f"btn_{option.value}", option.label, kind, role=Role.BUTTON, parent=self)
        button.pressed_once.connect(lambda: self.report(Action.CHOOSE, option.value))
        return button

    # --- layout -----------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        px = self.theme.px
        low = self.height() < px(LOW_MM)
        gap, button_h = px(3.0 if low else 5.0), px(LOW_BUTTON_MM if low else BUTTON_MM)
        area = QRectF(0, 0, self.width(), self.height() - button_h - gap)
        row = QRect(0, self.height() - button_h, self.width(), button_h)
        if self.height() > self.width():
            self._hero = QRectF(0, 0, area.width(), area.height() * 0.42)
            rest = area.adjusted(0, self._hero.height() + gap, 0, 0)
            self._bring = QRectF(rest.x(), rest.y(), rest.width(), rest.height() * 0.48)
            self._take = rest.adjusted(0, self._bring.height() + gap, 0, 0)
        elif low:  # number and code take all the height there is, so that eyes and phones still read them
            side = min(self.height() * 0.86, self.width() * 0.27)
            self._take = QRectF(self.width() - side, 0, side, self.height())
            self._hero = QRectF(0, 0, self.width() * 0.4, self.height())
            self._bring = area.adjusted(self._hero.width() + gap, 0, -side - gap, 0)
            row = QRect(round(self._bring.x()), row.y(), round(self._bring.width()), row.height())
        else:
            self._hero = QRectF(0, 0, area.width() * 0.5, area.height())
            right = area.adjusted(self._hero.width() + gap, 0, 0, 0)
            self._bring = QRectF(right.x(), right.y(), right.width(), right.height() * 0.45)
            self._take = right.adjusted(0, self._bring.height() + gap, 0, 0)
        self._place_buttons(row)
        self.update()

    def _place_buttons(self, row: QRect) -> None:
        gap, count = self.theme.px(3.0 if row.width() < self.theme.px(150.0) else 8.0), max(1, len(self.buttons))
        each = min((row.width() - gap * (count - 1)) // count, self.theme.px(120.0))
        for number, button in enumerate(reversed(self.buttons)):
            button.setGeometry(row.right() + 1 - (number + 1) * each - number * gap, row.y(), each, row.height())

    # --- drawing ----------------------------------------------------------------------------------------------------------
    def _text(self, painter: QPainter, text: str, box: QRectF, em: float, ink: QColor, bold: bool = False) -> None:
        words = RubyText(text, self.theme.font_px(round(em), bold), self.theme.furigana).fitted(box.width(), box.height())
        words.paint(painter, box, ink, MIDDLE)
        self.drawn.append((words, box))

    def paintEvent(self, event: QPaintEvent) -> None:
        self.drawn.clear()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hero(painter)
        self._paint_bring(painter)
        self._paint_take(painter)
        painter.end()

    def _paint_hero(self, painter: QPainter) -> None:
        theme, palette, body, box = self.theme, self.theme.palette, self.body, self._hero
        border = palette.hairline if theme.look.contrast is not Contrast.NORMAL else None
        draw_box(painter, box, theme, palette.accent, border, radius=theme.px(6.0))
        h, pad = box.height(), min(theme.px(10.0), box.height() * 0.07)
        inner = box.adjusted(pad, pad, -pad, -pad)
        rows, y = [], inner.y()
        low = h < theme.px(70.0)  # then the words above the number make room for what is read from afar
        for share in (0.22, 0.22, 0.2, 0.14, 0.0, 0.2) if low else (0.16, 0.2, 0.18, 0.13, 0.11, 0.2):
            rows.append(QRectF(inner.x(), y, inner.width(), inner.height() * share))
            y += inner.height() * (share + 0.004)
        ink = palette.on_accent
        self._paint_state(painter, rows[0])
        self._text(painter, body.day, rows[1], min(theme.px(19.0), h * 0.15), ink, bold=True)
        self._text(painter, body.time, rows[2], min(theme.px(17.0), h * 0.14), ink, bold=True)
        self._text(painter, body.desk, rows[3], min(theme.px(9.0), h * 0.09), ink)
        if not low or not body.number:
            self._text(painter, body.number_label, rows[5 if low else 4], min(theme.px(7.5), h * 0.07), ink)
        if body.number:
            self._text(painter, f"{body.number}　{body.code}", rows[5], min(theme.px(20.0), h * 0.16), ink, bold=True)

    def _paint_state(self, painter: QPainter, row: QRectF) -> None:
        """A chip: filled when the city has confirmed, dashed while it is provisional."""
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        loud = theme.look.contrast is Contrast.HIGH
        fill, ink = (palette.primary, palette.on_primary) if loud else (palette.on_accent, palette.accent)
        words = RubyText(self.body.state, theme.font_px(round(min(px(10.0), row.height() * 0.52)), bold=True), theme.furigana)
        chip = QRectF(row.x(), row.y(), min(row.width(), words.natural_width() + px(12.0)), row.height() * 0.92)
        if self.body.sure:
            draw_box(painter, chip, theme, fill, radius=px(3.0))
        else:
            fill, ink = palette.accent, palette.on_accent
            draw_box(painter, chip, theme, fill, ink, theme.px_per_mm * 0.8, radius=px(3.0), dashed=True)
        inside = chip.adjusted(px(2.0), px(0.5), -px(2.0), -px(0.5))
        fitted = words.fitted(inside.width(), inside.height())
        fitted.paint(painter, inside, ink, CENTRE)
        self.drawn.append((fitted, inside))

    def _panel(self, painter: QPainter, box: QRectF) -> QRectF:
        theme, palette = self.theme, self.theme.palette
        draw_box(painter, box, theme, palette.panel, palette.hairline, theme.px_per_mm * 0.5, radius=theme.px(6.0))
        pad = min(theme.px(7.0), box.height() * 0.06)
        return box.adjusted(pad, pad, -pad, -pad)

    def _paint_bring(self, painter: QPainter) -> None:
        theme, palette, inner = self.theme, self.theme.palette, self._panel(painter, self._bring)
        rows = [
            (text, head) for title, lines in self.body.lists for text, head in ((title, True), *((f"・{t}", False) for t in lines))
        ]
        height = min(inner.height() / max(1, len(rows)), theme.px(26.0))
        fitted = [
            RubyText(text, theme.font_px(theme.em(Role.BODY), head), theme.furigana).fitted(inner.width(), height)
            for text, head in rows
        ]
        em = min((words.font.pixelSize() for words in fitted), default=1)
        for i, (text, head) in enumerate(rows):
            box = QRectF(inner.x(), inner.y() + i * height, inner.width(), height)
            self._text(painter, text, box, em, palette.accent_text if head else palette.text, bold=head)

    def code_side(self) -> int:
        """px of the code with its quiet zone."""
        pad = self.theme.px(2.0)
        if self._beside():
            return qr_side(self._qr, min(self._take.height() - 2 * pad, self._take.width() * 0.62))
        return qr_side(self._qr, min(self._take.width() - 2 * pad, self._take.height() * 0.78))

    def _beside(self) -> bool:
        return self._take.width() > self._take.height() * 1.2

    def _paint_take(self, painter: QPainter) -> None:
        theme, box, side, pad = self.theme, self._take, self.code_side(), self.theme.px(2.0)
        self._panel(painter, box)
        if self._beside():
            draw_qr(painter, QRectF(box.x() + pad, box.center().y() - side / 2, side, side), self._qr)
            hint = box.adjusted(pad * 3 + side, pad * 2, -pad * 2, -pad * 2)
        else:
            draw_qr(painter, QRectF(box.center().x() - side / 2, box.y() + pad, side, side), self._qr)
            hint = box.adjusted(pad, pad + side, -pad, -pad)
        self._text(painter, self.body.qr_hint, hint, theme.em(Role.BODY), theme.palette.text)
