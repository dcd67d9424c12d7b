"""R09: two bars, usual and this way, and the days of the plan side by side (one below the other on a tall screen), in pages."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.furigana import plain
from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Option, TripDay, TripPlan, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.pager import Pager, beside_pager
from screens.widgets.press import draw_box
from screens.widgets.ruby import RubyText
from screens.widgets.tile import Mark, Tile, even_labels, round_pen

LOW_MM = 105.0
BAR_MM = 13.0
DAY_WIDTH_MM, DAY_WIDTH_LOW_MM, DAY_HEIGHT_MM = 120.0, 110.0, 66.0
LINES_LOW = 2
TILE_MM = 22.0
TRACK_MM = 8.0
MOST_STEPS = 12
MIDDLE = Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def _spoken(day: TripDay) -> str:
    """A day as it is read aloud."""
    return plain(
        ". ".join(text for text in (day.day, day.mark, *(f"{line.place} {line.text}" for line in day.lines), day.why) if text)
    )


class PlanPage(Page):
    """NEXT carries the ticked options; an act reports (value, ticked options)."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, TripPlan)
        self.body = view.body
        self._ticked = [value for value in view.body.selected if value in {option.value for option in view.body.options}]
        self.options = {option.value: self._option(option) for option in view.body.options}
        self.acts = [self._act(option) for option in view.body.acts]
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)
        self._bars, self._cards = QRect(), list[tuple[TripDay, QRect]]()
        self._per_page = 1
        self.drawn: list[tuple[RubyText, QRectF]] = []
        """Words and the room they had, of the last painting; a plan holds nothing of the person."""
        self.setAccessibleName(
            " ".join(plain(text) for text in (view.frame.heading, *(f"{b.label} {b.shown}" for b in view.body.bars)))
        )

        self.setAccessibleDescription(" ".join(_spoken(day) for day in view.body.days))

    def _option(self, option: Option) -> Tile:
        tile = Tile(
            self.theme, f"tile_{option.value}", option.label, mark=Mark.MANY, chosen=option.value in self._ticked, role=Role.SMALL, parent=self
        )  # fmt: skip
        tile.pressed_once.connect(lambda: self._turn(option.value))
        return tile

    def _act(self, option: Option) -> Tile:
        picture = self.theme.art.first(option.picture, "tile", "ui")
        tile = Tile(self.theme, f"tile_{option.value}", option.label, "", picture, Mark.GO, role=Role.SMALL, parent=self)
        tile.pressed_once.connect(lambda: self.report(Action.CHOOSE, (option.value, self.answer())))
        return tile

    def _turn(self, value: str) -> None:
        on = value not in self._ticked
        self._ticked = [*self._ticked, value] if on else [other for other in self._ticked if other != value]
        self.options[value].set_chosen(on)

    def answer(self) -> tuple[str, ...]:
        return tuple(self._ticked)

    # --- layout -----------------------------------------------------------------------------------------------------------
    def _low(self) -> bool:
        """No room for everything at once: bars, days and buttons take turns."""
        return self.height() < self.theme.px(LOW_MM)

    def _tall(self) -> bool:
        return self.height() > self.width()

    def arrange(self) -> None:
        self._bars, self._cards = QRect(), []
        if self._low():
            self._in_turns()
        else:
            self._at_once()
        even_labels([tile for tile in (*self.options.values(), *self.acts) if tile.isVisibleTo(self)])
        self.update()

    def _at_once(self) -> None:
        px, gap = self.theme.px, self.theme.px(3.0)
        bars = px(BAR_MM) * len(self.body.bars) + px(3.0)
        if self._tall():
            bars += px(BAR_MM) * len(self.body.facts)
        self._bars = QRect(0, 0, self.width(), bars)
        tiles = self._place_tiles(self.rect(), px(TILE_MM))
        area = QRect(0, bars + gap, self.width(), self.height() - bars - tiles - 2 * gap)
        rest, fit, count = area, self._fit(area), max(1, len(self._days()))
        if fit < count:
            rest = beside_pager(area, self.theme)
            fit = self._fit(rest)
        self.pager.place(area, -(-count // min(fit, count)))
        self._place_days(rest, min(fit, count), self.pager.page)

    def _in_turns(self) -> None:
        """The bars, then the days, then the buttons, a page each."""
        rest = beside_pager(self.rect(), self.theme)
        fit, tiles = min(self._fit(rest), max(1, len(self._days()))), [*self.options.values(), *self.acts]
        of_days = -(-len(self._days()) // fit)
        self.pager.place(self.rect(), 1 + of_days + (1 if tiles else 0))
        page = self.pager.page
        for tile in tiles:
            tile.setVisible(page > of_days)
        if page == 0:
            self._bars = rest
        elif page <= of_days:
            self._place_days(rest, fit, page - 1)
        else:
            self._place_tiles(rest, min(self.theme.px(TILE_MM), (rest.height() - self.theme.gap) // 2))

    def _place_tiles(self, area: QRect, tall: int) -> int:
        """The ticks and acts along the bottom of the area; the px they take."""
        every = [*self.options.values(), *self.acts]
        if not every:
            return 0
        gap = self.theme.gap
        across = min(len(every), 2) if self._tall() or self._low() else len(every)
        down = -(-len(every) // across)
        width = (area.width() - gap * (across - 1)) // across
        top = area.bottom() + 1 - down * tall - (down - 1) * gap
        for i, tile in enumerate(every):
            row, column = divmod(i, across)
            tile.setVisible(True)
            tile.setGeometry(area.x() + column * (width + gap), top + row * (tall + gap), width, tall)
        return area.bottom() + 1 - top

    def _place_days(self, area: QRect, per_page: int, page: int) -> None:
        self._per_page = per_page
        shown = self._days()[page * per_page : (page + 1) * per_page]
        self._cards = [(day, self._cell(area, i)) for i, day in enumerate(shown)]

    def _days(self) -> list[TripDay]:
        """The days as cards; on a low screen two lines a card, and why only where there is room."""
        if not self._low():
            return list(self.body.days)
        cards: list[TripDay] = []
        for day in self.body.days:
            for at in range(0, max(1, len(day.lines)), LINES_LOW):
                lines = day.lines[at : at + LINES_LOW]
                cards.append(replace(day, lines=lines, why=day.why if len(lines) == 1 and at == 0 else ""))
        return cards

    def _fit(self, area: QRect) -> int:
        wide = DAY_WIDTH_LOW_MM if self._low() else DAY_WIDTH_MM
        size, need = (area.height(), DAY_HEIGHT_MM) if self._tall() else (area.width(), wide)
        return max(1, int((size + self.theme.gap) // (self.theme.px(need) + self.theme.gap)))

    def _cell(self, area: QRect, i: int) -> QRect:
        gap = self.theme.gap
        if self._tall():
            height = (area.height() - gap * (self._per_page - 1)) // self._per_page
            return QRect(area.x(), area.y() + i * (height + gap), area.width(), height)
        width = (area.width() - gap * (self._per_page - 1)) // self._per_page
        track = self._track()
        return QRect(area.x() + i * (width + gap), area.y() + track, width, area.height() - track)

    def _track(self) -> int:
        return 0 if self._low() or self._tall() else self.theme.px(TRACK_MM)

    # --- drawing ----------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        self.drawn.clear()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._bars.isEmpty():
            self._paint_bars(painter)
        self._paint_track(painter)
        for day, card in self._cards:
            self._paint_day(painter, day, card)
        painter.end()

    def _words(self, text: str, role: Role, bold: bool = False) -> RubyText:
        return RubyText(text, self.theme.font(role, bold=bold), self.theme.furigana)

    def _paint(self, painter: QPainter, words: RubyText, box: QRectF, colour: QColor, align: Qt.AlignmentFlag = MIDDLE) -> None:
        fitted = words.fitted(box.width(), box.height())
        fitted.paint(painter, box, colour, align)
        self.drawn.append((fitted, box))

    def _paint_bars(self, painter: QPainter) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        box = QRectF(self._bars)
        draw_box(painter, box, theme, palette.panel, palette.hairline)
        inner = box.adjusted(px(4.0), px(1.5), -px(4.0), -px(1.5))
        facts_h = px(BAR_MM) * len(self.body.facts) if self._tall() else 0
        bars = inner.adjusted(0, 0, 0 if self._tall() else -inner.width() * 0.36 - px(4.0), -facts_h)
        row = bars.height() / max(1, len(self.body.bars))
        unit = (bars.width() * 0.48) / max(1, min(MOST_STEPS, max((bar.trips for bar in self.body.bars), default=1)))
        for i in range(len(self.body.bars)):
            self._paint_bar(painter, i, QRectF(bars.x(), bars.y() + i * row, bars.width(), row), unit)
        if self._tall():
            self._paint_facts(painter, QRectF(inner.x(), inner.bottom() - facts_h, inner.width(), facts_h))
        else:
            self._paint_facts(
                painter, QRectF(bars.right() + px(4.0), inner.y(), inner.width() - bars.width() - px(4.0), inner.height())
            )

    def _paint_bar(self, painter: QPainter, i: int, row: QRectF, unit: float) -> None:
        palette, px, bar = self.theme.palette, self.theme.px, self.body.bars[i]
        self._paint(
            painter,
            self._words(bar.label, Role.SMALL, bold=bar.best),
            QRectF(row.x(), row.y(), row.width() * 0.32, row.height()),
            palette.text,
        )
        x, side = row.x() + row.width() * 0.34, min(unit, row.height())
        for step in range(min(bar.trips, MOST_STEPS)):
            box = QRectF(
                x + step * unit, row.center().y() - row.height() * 0.36, max(side * 0.3, unit - px(1.5)), row.height() * 0.72
            )
            fill, border = (palette.success, palette.success) if bar.best else (palette.ground, palette.border)
            draw_box(painter, box, self.theme, fill, border, self.theme.px_per_mm * 0.5, radius=px(1.5))
        after = x + max(1, min(bar.trips, MOST_STEPS)) * unit + px(2.0)
        room = QRectF(after, row.y(), row.right() - after, row.height())
        self._paint(painter, self._words(bar.shown, Role.BODY, bold=True), room, palette.success if bar.best else palette.text)

    def _paint_facts(self, painter: QPainter, area: QRectF) -> None:
        palette, px = self.theme.palette, self.theme.px
        row = area.height() / max(1, len(self.body.facts))
        for i, (label, value) in enumerate(self.body.facts):
            box = QRectF(area.x(), area.y() + i * row, area.width(), row)
            split = box.width() * 0.46
            self._paint(painter, self._words(label, Role.SMALL), QRectF(box.x(), box.y(), split, row), palette.text_sub)
            self._paint(painter, self._words(value, Role.SMALL, bold=True), box.adjusted(split + px(2.0), 0, 0, 0), palette.text)

    def _paint_track(self, painter: QPainter) -> None:
        """The line the days stand on."""
        track = self._track()
        if not track or not self._cards:
            return
        palette, px = self.theme.palette, self.theme.px
        y = self._cards[0][1].y() - track / 2
        painter.setPen(round_pen(palette.tile_border, self.theme.px_per_mm * 1.0))
        painter.drawLine(QPointF(px(3.0), y), QPointF(self._cards[-1][1].right() - px(3.0), y))
        for day, card in self._cards:
            radius = px(2.6)
            dot = QRectF(card.x() + px(8.0) - radius, y - radius, 2 * radius, 2 * radius)
            draw_box(
                painter,
                dot,
                self.theme,
                palette.panel if day.home else palette.success,
                palette.success,
                self.theme.px_per_mm,
                radius=radius,
            )

    def _paint_day(self, painter: QPainter, day: TripDay, card: QRect) -> None:
        theme, palette, px = self.theme, self.theme.palette, self.theme.px
        loud = theme.look.contrast is not Contrast.NORMAL
        draw_box(painter, QRectF(card), theme, palette.panel, palette.border if loud or not day.home else palette.hairline)
        inner = QRectF(card.adjusted(px(4.0), px(2.0), -px(4.0), -px(2.0)))
        head_h = min(px(13.0), inner.height() * 0.24)
        mark = self._words(day.mark, Role.SMALL, bold=True)
        mark_w = min(inner.width() * 0.42, mark.natural_width() + px(6.0)) if day.mark else 0.0
        self._paint(
            painter,
            self._words(day.day, Role.BODY, bold=True),
            QRectF(inner.x(), inner.y(), inner.width() - mark_w - px(2.0), head_h),
            palette.text,
        )
        if day.mark:
            chip = QRectF(inner.right() - mark_w, inner.y(), mark_w, head_h)
            draw_box(painter, chip, theme, palette.accent_soft, palette.accent_text if loud else None, radius=px(3.0))
            self._paint(painter, mark, chip.adjusted(px(2.0), 0, -px(2.0), 0), palette.accent_text, CENTRE)
        self._paint_lines(painter, day, inner.adjusted(0, head_h + px(1.0), 0, 0))

    def _paint_lines(self, painter: QPainter, day: TripDay, area: QRectF) -> None:
        px = self.theme.px
        why_h = min(area.height() * 0.28, px(16.0)) if day.why else 0.0
        boxes = self._line_boxes(day, area.adjusted(0, 0, 0, -why_h))
        sizes = [
            self._words(line.text, Role.BODY).fitted(text.width(), text.height())
            for line, (_, _, text) in zip(day.lines, boxes, strict=True)
        ]
        em = min((words.font.pixelSize() for words in sizes), default=1)
        for line, (picture, place, text) in zip(day.lines, boxes, strict=True):
            if line.place or day.lines[0] is line:
                self._paint_picture(painter, line.picture, picture)
            if line.place:
                self._paint(painter, self._words(line.place, Role.SMALL, bold=True), place, self.theme.palette.accent_text)
            words = self._words(line.text, Role.BODY).at_most(em)
            words.paint(painter, text, self.theme.palette.text, MIDDLE)
            self.drawn.append((words, text))
        if day.why:
            room = QRectF(area.x(), area.bottom() - why_h, area.width(), why_h)
            self._paint(painter, self._words(day.why, Role.SMALL), room, self.theme.palette.text_sub)

    def _line_boxes(self, day: TripDay, area: QRectF) -> list[tuple[QRectF, QRectF, QRectF]]:
        """Where picture, place and words of each line lie; a line that names its place is so much taller."""
        px = self.theme.px
        named = sum(1 for line in day.lines if line.place)
        place_h = min(px(12.0), area.height() * 0.2)
        row = min((area.height() - named * place_h) / max(1, len(day.lines)), px(26.0))
        side = min(row + place_h if named else row, px(18.0), area.width() * 0.2)
        boxes: list[tuple[QRectF, QRectF, QRectF]] = []
        y, x, width = area.y(), area.x() + side + px(3.0), area.width() - side - px(3.0)
        for line in day.lines:
            above = place_h if line.place else 0.0
            picture = QRectF(area.x(), y + (above + row - side) / 2 if line.place else y + (row - side) / 2, side, side)
            boxes.append((picture, QRectF(x, y, width, above), QRectF(x, y + above, width, row)))
            y += above + row
        return boxes

    def _paint_picture(self, painter: QPainter, name: str, box: QRectF) -> None:
        picture = self.theme.art.first(name, "tile", "ui")
        if not picture:
            return
        if self.theme.look.contrast is not Contrast.NORMAL and picture.startswith("tile/"):
            draw_box(painter, box, self.theme, QColor("#ffffff"))
        self.theme.art.draw(painter, picture, box, self.theme.palette.text if picture.startswith("ui/") else None)
