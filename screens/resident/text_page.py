"""R12: a name or a few words on the kana keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.entry_words import TEXT_WORDS
from kiosk.visit.views import TextEntry, TextKind, View
from screens.resident.entry import EntryPage
from screens.theme import Theme
from screens.widgets.composer import Composer
from screens.widgets.kana import Mode
from screens.widgets.keys import at_least, grid, key_gap

ALL_MODES = (Mode.KANA, Mode.LATIN, Mode.DIGITS)


class TextPage(EntryPage):
    """answer(): what was written, without spaces at the ends."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        assert isinstance(view.body, TextEntry)
        body = view.body
        super().__init__(view, theme, body.choices, parent)
        kana_only = body.kind is TextKind.KANA
        self.composer = Composer(
            theme,
            {**TEXT_WORDS, **body.labels},
            body.labels.get("field", view.frame.heading),
            body.value,
            body.max_chars,
            None if kana_only else body.candidates,
            (Mode.KANA,) if kana_only else ALL_MODES,
            _first_mode(body, theme),
            punctuation=body.kind is TextKind.FREE,
            parent=self,
        )
        self.composer.field.in_error = bool(view.frame.problems)

    def answer(self) -> str:
        """A copy of the buffer."""
        return self.composer.text()

    def forget(self) -> None:
        """Zero the buffer."""
        self.composer.wipe()

    def press(self, event: QKeyEvent) -> bool:
        return self.composer.press(event)

    def focus_place(self, place: str) -> None:
        """The named key, else the first key."""
        self.composer.board.reveal(place)
        found = self.findChild(QWidget, place)
        target = found if isinstance(found, QWidget) and found is not self.composer.field else self.findChild(QWidget, "key_erase")
        if isinstance(target, QWidget):
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self) -> None:
        """The keyboard takes the room; a way out stands right of the field, more of them in a row below the keys."""
        if len(self.ways_out) <= 1:
            self.composer.corner_width = min(self.width() // 4, self.theme.px(70.0)) if self.ways_out else 0
            self.composer.setGeometry(0, 0, self.width(), self.height())
            self.composer.arrange()
            for button in self.ways_out:
                button.setGeometry(self.composer.corner)
            return
        gap, low = key_gap(self.theme), at_least(self.theme, 14.0)
        self.composer.setGeometry(0, 0, self.width(), self.height() - low - 2 * gap)
        row = QRect(0, self.height() - low, self.width(), low)
        for button, cell in zip(self.ways_out, grid(row, len(self.ways_out), 1, gap), strict=True):
            button.setGeometry(cell)


def _first_mode(body: TextEntry, theme: Theme) -> Mode:
    """Latin letters first for the name of a person who reads neither kana nor a kana name already there."""
    return (
        Mode.LATIN
        if body.kind is TextKind.NAME and not theme.look.language.startswith("ja") and body.value.isascii()
        else Mode.KANA
    )
