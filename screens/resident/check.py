"""R13, everything to look over with [なおす] beside each line; and R11, what was read from the card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action
from kiosk.visit.views import Check, CheckRow, Facts, View
from screens.page import Page
from screens.theme import Role, Theme
from screens.widgets.buttons import Button, Kind
from screens.widgets.pager import Pager, beside_pager
from screens.widgets.press import draw_box
from screens.widgets.ruby import LINE, RubyText

ROWS = 7
ROWS_TALL = 9
ROW_MIN_MM = 16.0
ROW_LOW_MM = 15.0
ROW_MAX_MM = 34.0
NOTE_MM = 14.0
NOTE_LOW_MM = 9.0
NAME_MM = 10.0
NAME_LOW_MM = 7.5
NAME_EM_MM = 6.5


class RowPanel(QWidget):
    """Label, value and mark on one line."""

    def __init__(self, theme: Theme, label: str, value: str, mark: str, edit: Button | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.edit = edit
        if edit is not None:
            edit.setParent(self)
        level = "《" in label + value
        self._label = RubyText(label, theme.font(Role.SMALL), theme.furigana, level=level)
        self._value = RubyText(value, theme.font(Role.BODY, bold=True), theme.furigana, level=level)
        self._mark = RubyText(mark, theme.font_px(min(theme.em(Role.SMALL), theme.px(6.0))), theme.furigana) if mark else None
        self.label_width = 0.0  # px, the same for all rows of a page
        self.setAccessibleName(f"{self._label.text} {self._value.text}")

    def label_wants(self) -> float:
        """px its label takes on one line."""
        return self._label.natural_width() + 1

    def parts(self) -> dict[str, QRectF]:
        """Boxes of label, value, mark and edit, px."""
        px, width = self.theme.px, float(self.width())
        edit = px(34.0) if self.edit is not None else 0
        label = self.label_width or min(px(96.0), width * 0.26)
        mark = min(self._mark.natural_width() + px(6.0), width * 0.2) if self._mark else 0.0
        x = px(5.0) + label + px(3.0)
        end = width - px(3.0) - (edit + px(4.0) if edit else 0)
        return {
            "label": QRectF(px(5.0), 0, label, self.height()),
            "value": QRectF(x, 0, end - x - (mark + px(3.0) if mark else 0), self.height()),
            "mark": QRectF(end - mark, (self.height() - px(10.0)) / 2, mark, px(10.0)),
            "edit": QRectF(width - px(2.5) - edit, (self.height() - px(14.0)) / 2, edit, px(14.0)),
        }

    def resizeEvent(self, event: object) -> None:
        if self.edit is not None:
            self.edit.setGeometry(self.parts()["edit"].toRect())

    def shown(self) -> list[tuple[RubyText, QRectF]]:
        """The texts as drawn, with their boxes."""
        parts = self.parts()
        texts = [(self._label, parts["label"]), (self._value, parts["value"])]
        return [(text.fitted(box.width(), box.height()), box) for text, box in texts]

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, theme = self.theme.palette, self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), theme, palette.panel, palette.hairline, theme.px_per_mm * 0.4)
        (label, label_box), (value, value_box) = self.shown()
        label.paint(painter, label_box, palette.text_sub, Qt.AlignmentFlag.AlignVCenter)
        value.paint(painter, value_box, palette.text, Qt.AlignmentFlag.AlignVCenter)
        if self._mark:
            box = self.parts()["mark"]
            draw_box(painter, box, theme, palette.accent_soft, palette.accent_text, theme.px_per_mm * 0.35, radius=box.height() / 2)
            inner = box.adjusted(theme.px(2.0), 0, -theme.px(2.0), 0)
            align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            self._mark.fitted(inner.width(), inner.height()).paint(painter, inner, palette.accent_text, align)
        painter.end()


class RowsPage(Page):
    """Rows, as many as fit and never more than seven (nine on a tall screen), with a line above them. Where they belong to groups, each group's name stands over it."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme, note: str) -> None:
        super().__init__(view, theme)
        self.rows: Sequence[RowPanel] = ()
        self.groups: Sequence[str] = ()  # of each row; () for none
        self._note = RubyText(note, theme.font(Role.SMALL, bold=True), theme.furigana) if note else None
        self.pager = Pager(theme, self)
        self.pager.turned.connect(self.arrange)
        self._pages: list[list[int]] = []
        self._names: list[tuple[RubyText, QRectF]] = []

    def arrange(self) -> None:
        top = self._note_height() + self.theme.px(2.0) if self._note else 0
        area = QRect(0, top, self.width(), self.height() - top)
        rest = area
        self._pages = self._dealt(area.height())
        if len(self._pages) > 1:
            rest = beside_pager(area, self.theme)
            self._pages = self._dealt(rest.height())
        self.pager.place(area, len(self._pages))
        self._lay(rest, self._pages[self.pager.page] if self.rows else [])
        self.update()

    def _dealt(self, height: int) -> list[list[int]]:
        """The rows of each page: what fits in that height with the names of groups, never a name without a row."""
        pages: list[list[int]] = [[]]
        lowest = (
            self.theme.px(ROW_LOW_MM) if self._low() else max(self.theme.px(ROW_MIN_MM), round(self.theme.em(Role.BODY) * LINE) + 1)
        )
        least, gap = lowest, self._gap()
        left, most = height, ROWS_TALL if self.height() > self.width() else ROWS
        for i in range(len(self.rows)):
            name = self._name_height() if self._begins(i, pages[-1]) else 0
            if pages[-1] and (left < least + name or len(pages[-1]) == most):
                pages.append([])
                left, name = height, self._name_height() if self._begins(i, []) else 0
            pages[-1].append(i)
            left -= least + name + gap
        return pages

    def _begins(self, i: int, before: Sequence[int]) -> bool:
        """Whether the group's name stands above row i, the next on a page of those before."""
        return bool(self.groups) and (not before or self.groups[i] != self.groups[before[-1]])

    def _row_height(self, height: int) -> int:
        """One height for the rows of all pages, so that nothing jumps when they are turned."""
        found = []
        for page in self._pages:
            names = sum(self._begins(i, page[:n]) for n, i in enumerate(page))
            found.append((height - names * self._name_height() - self._gap() * (len(page) - 1)) // max(1, len(page)))
        return min([*found, self.theme.px(ROW_MAX_MM)])

    def _lay(self, rest: QRect, page: Sequence[int]) -> None:
        for row in self.rows:
            row.setVisible(False)
        self._names = []
        y, height = rest.y(), self._row_height(rest.height())
        wanted = max((row.label_wants() for row in self.rows), default=0.0)
        label = min(max(wanted, rest.width() * 0.2), rest.width() * (0.3 if self._low() else 0.36))
        for n, i in enumerate(page):
            if self._begins(i, page[:n]):
                box = QRectF(self.theme.px(2.0), y, rest.width() - self.theme.px(2.0), self._name_height())
                em = min(self.theme.em(Role.SMALL), self.theme.px(NAME_EM_MM))
                name = RubyText(self.groups[i], self.theme.font_px(em, bold=True), self.theme.furigana, level=True)
                self._names.append((name.fitted(box.width(), box.height()), box))
                y += self._name_height()
            self.rows[i].label_width = label
            self.rows[i].setGeometry(0, y, rest.width(), height)
            self.rows[i].setVisible(True)
            y += height + self._gap()

    def _gap(self) -> int:
        return self.theme.px(2.0 if self._low() else 3.0)

    def _low(self) -> bool:
        return self.height() < self.theme.px(90.0)

    def _name_height(self) -> int:
        return self.theme.px(NAME_LOW_MM if self._low() else NAME_MM)

    def _note_height(self) -> int:
        return self.theme.px(NOTE_MM if self.height() > self.theme.px(90.0) else NOTE_LOW_MM)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name, box in self._names:
            name.paint(painter, box, self.theme.palette.accent_text, Qt.AlignmentFlag.AlignVCenter)
        if self._note is not None:
            self._paint_note(painter, self._note)
        painter.end()

    def _paint_note(self, painter: QPainter, words: RubyText) -> None:
        px, palette = self.theme.px, self.theme.palette
        height = self._note_height()
        note = words.fitted(self.width() - px(11.0), height)
        rect = QRectF(0, 0, note.lay(self.width() - px(11.0)).width + px(11.5), height)
        draw_box(
            painter,
            rect,
            self.theme,
            palette.accent_soft,
            palette.accent_text,
            self.theme.px_per_mm * 0.4,
            radius=rect.height() / 2,
        )
        inner = rect.adjusted(px(5.5), 0, -px(5.5), 0)
        note.paint(painter, inner, palette.accent_text, Qt.AlignmentFlag.AlignVCenter)


class CheckPage(RowsPage):
    """R13. EDIT carries the step of the touched line."""

    def __init__(self, view: View, theme: Theme) -> None:
        assert isinstance(view.body, Check)
        super().__init__(view, theme, view.body.not_yet)
        self.body = view.body
        self.rows = [self._row(row) for row in view.body.rows]
        self.groups = [row.group for row in view.body.rows] if any(row.group for row in view.body.rows) else ()

    def _row(self, row: CheckRow) -> RowPanel:
        edit = Button(self.theme, f"edit_{row.step}", self.body.edit, Kind.OUTLINE, role=Role.SMALL, max_em_mm=7.0)
        edit.pressed_once.connect(lambda step=row.step: self.report(Action.EDIT, step))
        edit.setAccessibleDescription(row.label)
        return RowPanel(self.theme, row.label, row.value, row.mark, edit, self)

    def focus_place(self, place: str) -> None:
        steps = [row.step for row in self.body.rows]
        if place in steps:
            self.pager.turn(next(n for n, page in enumerate(self._pages) if steps.index(place) in page))
        super().focus_place(f"edit_{place}")


class FactsPage(RowsPage):
    """What was read from the card."""

    def __init__(self, view: View, theme: Theme) -> None:
        assert isinstance(view.body, Facts)
        super().__init__(view, theme, "")
        self.rows = [RowPanel(theme, label, value, view.body.mark, None, self) for label, value in view.body.rows]
