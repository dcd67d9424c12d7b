"""R12: an address by postal code, town and number; by town alone, or written out, for those who do not know the code."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk import kana
from kiosk.entry_words import ADDRESS_WORDS
from kiosk.furigana import RUBY, plain
from kiosk.visit.views import AddressEntry, View
from screens.resident.entry import EntryPage, digit_of
from screens.theme import Role, Theme
from screens.widgets.buffer import WipeableBuffer
from screens.widgets.buttons import Button, Kind
from screens.widgets.composer import Composer
from screens.widgets.fields import DigitsField, TextField
from screens.widgets.kana import Mode
from screens.widgets.keypad import TenKey
from screens.widgets.keys import Key, Tone, at_least, grid, key_gap
from screens.widgets.ruby import RubyLabel
from screens.widgets.tiles import PagedTiles, Tile, TileSize

MAX_CHARS = 120
CODE_CELLS = (3, 4)
UNITS = ("丁目", "番", "号", "番地")
DASH = "－"
TOWN = TileSize((60.0, 18.0), (200.0, 26.0))
LOW_MM = 100.0
ROWS_FROM = 13  # towns; fewer are simply shown


class Part(StrEnum):
    """What the page asks now."""

    CODE = "code"
    TOWN = "town"
    WRITE = "write"
    NUMBER = "number"
    BUILDING = "building"


def row_of(town: str) -> int:
    """The kana column a town's name begins with, from the furigana of its last word; -1 without furigana."""
    readings = [found[2] or found[4] for found in RUBY.finditer(town)]
    return kana.column_of(readings[-1][0]) if readings and readings[-1] else -1


class AddressPage(EntryPage):
    """answer(): the whole address with full-width digits, a building after U+3000; "" before a town is known."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        assert isinstance(view.body, AddressEntry)
        super().__init__(view, theme, (), parent)
        self.body = view.body
        self.words = {**ADDRESS_WORDS, **view.body.labels}
        self.address = WipeableBuffer(max(MAX_CHARS, len(view.body.value)))
        self.address.append(view.body.value)
        self.part = Part.NUMBER if view.body.value else Part.CODE
        self._fixed = 0  # characters of the address that came with the town
        self._towns: tuple[str, ...] = ()
        self._listed: tuple[str, ...] = ()
        self._row = -1
        self._missed = False
        self.composer: Composer | None = None
        self._build_code()
        self._build_town()
        self._build_number()
        for field in (self.code_field, self.field):
            field.in_error = bool(view.frame.problems)
        self._show()

    # --- parts --------------------------------------------------------------------------------------------------------------
    def _build_code(self) -> None:
        self.code = WipeableBuffer(sum(CODE_CELLS))
        self.code_field = DigitsField(self.theme, self.code, "field_code", self.words["code"], CODE_CELLS, parent=self)
        self.said = RubyLabel(self.words["code"], self.theme, Role.BODY, parent=self)
        self.code_pad = TenKey(self.theme, self.words["erase_digit"], parent=self)
        self.code_pad.digit.connect(self._push_code)
        self.code_pad.erased.connect(self._erase_code)
        self.unknown = self._button("btn_code_unknown", "code_unknown", self._code_unknown, Kind.QUIET)

    def _build_town(self) -> None:
        self.towns = PagedTiles(self.theme, TOWN, self.words["more"], self.words["fewer"], parent=self)
        self.towns.picked.connect(lambda i: self._take_town(self._listed[i]))
        self.rows = [
            Key(self.theme, f"row_{column[0]}", column[0], Tone.TURN, parent=self, kept=True) for column in kana.KANA_COLUMNS
        ]
        for row, key in enumerate(self.rows):
            key.pressed_once.connect(lambda row=row: self._open_row(row))
        self.other = self._button("btn_town_other", "town_other", self._write, Kind.QUIET)

    def _build_number(self) -> None:
        self.field = TextField(self.theme, self.address, "field", self.words["address"], self)
        self.pad = TenKey(self.theme, self.words["erase_digit"], extra=DASH, parent=self)
        self.pad.digit.connect(lambda digit: self._add(chr(ord("０") + digit)))
        self.pad.extra_pressed.connect(lambda: self._add(DASH))
        self.pad.erased.connect(self._erase)
        self.units = [Key(self.theme, f"key_{unit}", unit, parent=self, kept=True) for unit in UNITS]
        for unit, key in zip(UNITS, self.units, strict=True):
            key.pressed_once.connect(lambda unit=unit: self._add(unit))
        self.building = self._button("btn_building", "building", self._to_building)
        self.restart = self._button("btn_restart", "restart", self._restart, Kind.QUIET)
        self.done = self._button("btn_building_done", "building_done", self._building_done)

    def _button(self, name: str, word: str, act: Callable[[], None], kind: Kind = Kind.OUTLINE) -> Button:
        button = Button(self.theme, name, self.words[word], kind, role=Role.BODY, parent=self)
        button.pressed_once.connect(act)
        return button

    # --- postal code --------------------------------------------------------------------------------------------------------
    def _push_code(self, digit: int) -> None:
        self._missed = False
        if self.code.append(chr(0x30 + digit)) and len(self.code) == self.code.capacity:
            self._offer(self.body.towns(self.code.text()))
        self._show()

    def _erase_code(self) -> None:
        self._missed = False
        self.code.erase()
        self._show()

    def _offer(self, towns: tuple[str, ...]) -> None:
        self._towns, self._row = towns, -1
        if len(towns) == 1 and towns[0].endswith("市"):  # a code for places without one: the town is still to be written
            self._compose(Part.WRITE, "address", plain(towns[0]))
        elif len(towns) == 1:
            self._take_town(towns[0])
        elif towns:
            self.part = Part.TOWN
        else:
            self._missed = True

    def _code_unknown(self) -> None:
        self._offer(self.body.towns(""))
        if self._missed:
            self._missed = False
            self._write()
        self._show()

    # --- town ---------------------------------------------------------------------------------------------------------------
    def _by_row(self) -> bool:
        return len(self._towns) >= ROWS_FROM and any(row_of(town) >= 0 for town in self._towns)

    def _open_row(self, row: int) -> None:
        self._row = row
        self._show()

    def _take_town(self, town: str) -> None:
        self.address.wipe()
        self.address.append(plain(town))
        self._fixed = len(self.address)
        self.part = Part.NUMBER
        self._show()

    def _write(self) -> None:
        self._compose(Part.WRITE, "address", self.address.text())

    # --- number and building --------------------------------------------------------------------------------------------------
    def _add(self, text: str) -> None:
        self.address.append(text)
        self._show()

    def _erase(self) -> None:
        if len(self.address) > self._fixed:
            self.address.erase()
        self._show()

    def _to_building(self) -> None:
        whole = self.address.text()
        street, space, building = whole.partition(kana.NAME_SPACE)
        self.address.cut(len(street))
        self._compose(Part.BUILDING, "building", building if space else "")

    def _building_done(self) -> None:
        if self.composer is not None:
            building = self.composer.text()
            if building:
                self.address.append(kana.NAME_SPACE + building)
            self._drop_composer()
        self.part = Part.NUMBER
        self._show()

    def _restart(self) -> None:
        self.forget()
        self.part = Part.CODE
        self._show()

    def _compose(self, part: Part, label: str, value: str) -> None:
        self._drop_composer()
        modes = (Mode.KANA, Mode.LATIN, Mode.DIGITS)
        room = MAX_CHARS - (len(self.address) + 1 if part is Part.BUILDING else 0)
        self.composer = Composer(
            self.theme,
            self.words,
            self.words[label],
            value,
            max(room, 1),
            self.body.candidates,
            modes,
            punctuation=True,
            parent=self,
        )
        self.part = part
        self._show()

    def _drop_composer(self) -> None:
        if self.composer is not None:
            self.composer.wipe()
            self.composer.hide()
            self.composer.deleteLater()
            self.composer = None

    # --- the way out ----------------------------------------------------------------------------------------------------------
    def answer(self) -> str:
        """The address as it would stand on the form."""
        if self.part is Part.WRITE and self.composer is not None:
            return self.composer.text()
        if self.part is Part.BUILDING and self.composer is not None:
            building = self.composer.text()
            return self.address.text() + (kana.NAME_SPACE + building if building else "")
        return self.address.text()

    def forget(self) -> None:
        """Zero the buffers and let go of the towns."""
        self._drop_composer()
        self.address.wipe()
        self.code.wipe()
        self._fixed, self._row, self._missed = 0, -1, False
        self._towns = self._listed = ()
        self.towns.set_tiles(())

    def press(self, event: QKeyEvent) -> bool:
        digit = digit_of(event)
        if self.composer is not None:
            return self.composer.press(event)
        if event.key() == Qt.Key.Key_Backspace:
            (self._erase_code if self.part is Part.CODE else self._erase)()
        elif digit is not None and self.part in (Part.CODE, Part.NUMBER):
            self._push_code(digit) if self.part is Part.CODE else self._add(chr(ord("０") + digit))
        else:
            return False
        return True

    def focus_place(self, place: str) -> None:
        """The first key of the part that is open."""
        keys: dict[Part, QWidget] = {Part.CODE: self.code_pad.digits[1], Part.NUMBER: self.pad.digits[1]}
        keys.get(self.part, self).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is seen ---------------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        shown: dict[Part, tuple[QWidget, ...]] = {
            Part.CODE: (self.code_field, self.said, self.code_pad, self.unknown),
            Part.TOWN: (self.said, self.towns, self.other, self.restart),
            Part.WRITE: (self.restart,),
            Part.NUMBER: (self.field, self.pad, *self.units, self.building, self.restart),
            Part.BUILDING: (self.done,),
        }
        by_row = self.part is Part.TOWN and self._by_row()
        widgets = {widget for group in shown.values() for widget in group}
        for widget in widgets:
            widget.setVisible(widget in shown[self.part])
        for row, key in enumerate(self.rows):
            key.setVisible(by_row)
            key.set_chosen(row == self._row)
        if self.composer is not None:
            self.composer.setVisible(self.part in (Part.WRITE, Part.BUILDING))
        self.said.set_text(self.words["town" if self.part is Part.TOWN else "code_none" if self._missed else "code"])
        self.field.composing_from = len(self.address)
        self.field.update()
        self.code_field.update()
        self.arrange()
        if self.part is Part.TOWN:
            self._listed = tuple(town for town in self._towns if not by_row or row_of(town) == self._row)
            self.towns.set_tiles([Tile(f"town_{i}", town) for i, town in enumerate(self._listed)])

    # --- places -----------------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        whole = QRect(0, 0, self.width(), self.height())
        if self.part is Part.CODE:
            self._arrange_code(whole)
        elif self.part is Part.TOWN:
            self._arrange_town(whole)
        elif self.part is Part.NUMBER:
            self._arrange_number(whole)
        else:
            self._arrange_composer(whole)

    def _pad_beside(self, whole: QRect, extra: int) -> tuple[QRect, QRect]:
        """(pad, the rest): the pad at the right on wide pages, at the bottom on tall ones. extra: px wide of a column beside it."""
        most = TenKey.most(self.theme)
        if whole.width() > whole.height():
            width = min(most[0], round(whole.width() * 0.46) - extra)
            pad = QRect(whole.right() + 1 - width - extra, 0, width, min(most[1], whole.height()))
            return pad, QRect(0, 0, pad.left() - self.theme.px(8.0), whole.height())
        size = (min(most[0], whole.width() - extra), min(most[1], whole.height() // 2))
        pad = QRect((whole.width() - size[0] - extra) // 2, whole.height() - size[1], *size)
        return pad, QRect(0, 0, whole.width(), pad.top() - self.theme.px(6.0))

    def _row_height(self, room: int) -> int:
        return min(max(room // 5, at_least(self.theme, 14.0)), self.theme.px(20.0))

    def _arrange_code(self, whole: QRect) -> None:
        pad, rest = self._pad_beside(whole, 0)
        self.code_pad.setGeometry(pad)
        gap, low = self.theme.px(3.0), self._row_height(rest.height())
        said = min(self.said.heightForWidth(rest.width()), rest.height() // 2)
        self.said.setGeometry(0, 0, rest.width(), said)
        field = min(self.theme.px(34.0), rest.height() - said - low - 2 * gap)
        self.code_field.setGeometry(0, said + gap, rest.width(), field)
        self.unknown.setGeometry(0, rest.height() - low, rest.width(), low)

    def _arrange_town(self, whole: QRect) -> None:
        gap, low = key_gap(self.theme), self._row_height(whole.height())
        top = 0
        if whole.height() >= self.theme.px(LOW_MM) or not self._by_row():  # the rows explain themselves where room is short
            said = min(self.said.heightForWidth(whole.width()), whole.height() // 5)
            self.said.setGeometry(0, 0, whole.width(), said)
            top = said + gap
        else:
            self.said.hide()
        if self._by_row():
            for key, cell in zip(self.rows, grid(QRect(0, top, whole.width(), low), len(self.rows), 1, gap), strict=True):
                key.setGeometry(cell)
            top += low + gap
        self.towns.setGeometry(0, top, whole.width(), whole.height() - top - low - gap)
        half = (whole.width() - gap) // 2
        self.other.setGeometry(0, whole.height() - low, half, low)
        self.restart.setGeometry(half + gap, whole.height() - low, half, low)

    def _arrange_number(self, whole: QRect) -> None:
        gap, column = key_gap(self.theme), self.theme.px(24.0)
        pad, rest = self._pad_beside(whole, column + gap)
        self.pad.setGeometry(pad)
        for key, cell in zip(self.units, grid(QRect(pad.right() + 1 + gap, pad.y(), column, pad.height()), 1, 4, gap), strict=True):
            key.setGeometry(cell)
        low = self._row_height(rest.height())
        stacked = rest.width() < rest.height() * 2
        below = 2 * low + gap if stacked else low
        self.field.setGeometry(0, 0, rest.width(), min(self.theme.px(70.0), rest.height() - below - gap))
        cells = grid(QRect(0, rest.height() - below, rest.width(), below), 1 if stacked else 2, 2 if stacked else 1, gap)
        for button, cell in zip((self.building, self.restart), cells, strict=True):
            button.setGeometry(cell)

    def _arrange_composer(self, whole: QRect) -> None:
        if self.composer is not None:
            self.composer.corner_width = min(whole.width() // 4, self.theme.px(60.0))
            self.composer.setGeometry(whole)
            self.composer.arrange()
            (self.done if self.part is Part.BUILDING else self.restart).setGeometry(self.composer.corner)
