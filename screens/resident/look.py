"""R02: language and how it looks. Every touch shows at once; the whole screen is the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, Qt

from kiosk.visit.facts import Action
from kiosk.visit.views import Contrast, Look, LookChoice, TextSize, View
from screens.page import Page
from screens.theme import Role, Theme, theme_for
from screens.widgets.ruby import RubyLabel
from screens.widgets.tile import Mark, Tile, even_labels

TILE_MAX_MM = 45.0


class LookPage(Page):
    """Four blocks: language, size, colours, furigana and voice. labels: language size normal large xlarge contrast
    contrast_normal contrast_high contrast_dark furigana voice."""

    wants_rail = False

    def __init__(self, view: View, theme: Theme) -> None:
        super().__init__(view, theme)
        assert isinstance(view.body, LookChoice)
        self.body = body = view.body
        look = body.look
        languages = [
            self._tile(f"lang_{code}", name, replace(look, language=code), code == look.language) for code, name in body.languages
        ]
        sizes = [
            self._tile(f"size_{size}", body.labels.get(size, size), replace(look, size=size), size is look.size, size=size)
            for size in TextSize
        ]
        colours = [
            self._tile(
                f"contrast_{kind}",
                body.labels.get(f"contrast_{kind}", kind),
                replace(look, contrast=kind),
                kind is look.contrast,
                contrast=kind,
            )
            for kind in Contrast
        ]
        switches = [
            self._tile(
                "furigana", body.labels.get("furigana", ""), replace(look, furigana=not look.furigana), look.furigana, Mark.MANY
            ),
        ]
        if body.labels.get("voice"):
            switches.append(self._tile("voice", body.labels["voice"], replace(look, voice=not look.voice), look.voice, Mark.MANY))
        self.blocks: list[tuple[RubyLabel, Sequence[Tile]]] = [
            (self._label("language"), languages), (self._label("size"), sizes), (self._label("contrast"), colours), (self._label(""), switches),
        ]  # fmt: skip
        self.preview = RubyLabel(
            body.preview, theme, Role.BODY, align=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, parent=self
        )

    def _label(self, key: str) -> RubyLabel:
        return RubyLabel(self.body.labels.get(key, ""), self.theme, Role.SMALL, self.theme.palette.text_sub, bold=True, parent=self)

    def _tile(
        self,
        name: str,
        label: str,
        look: Look,
        chosen: bool,
        mark: Mark = Mark.ONE,
        size: TextSize | None = None,
        contrast: Contrast | None = None,
    ) -> Tile:
        """A tile drawn in the very look it stands for."""
        shown = replace(self.theme.look, size=size or self.theme.look.size, contrast=contrast or self.theme.look.contrast)
        theme = theme_for(shown, self.theme.px_per_mm, self.theme.guard, self.theme.art, self.theme.labels)
        tile = Tile(theme, f"tile_{name}", label, mark=mark, chosen=chosen, role=Role.BODY, parent=self)
        tile.pressed_once.connect(lambda: self.report(Action.LOOK, look))
        return tile

    def arrange(self) -> None:
        px, gap = self.theme.px, self.theme.px(8.0)
        columns = 1 if self.height() > self.width() else 2
        rows = 4 // columns
        preview = px(24.0) if self.height() > px(100.0) else 0
        self.preview.setGeometry(0, self.height() - preview, self.width(), preview)
        self.preview.setVisible(preview > 0)
        row_gap = px(6.0) if preview else px(3.0)
        height = (self.height() - preview - row_gap * rows) // rows
        width = (self.width() - gap * (columns - 1)) // columns
        for i, (label, tiles) in enumerate(self.blocks):
            row, column = divmod(i, columns)
            self._block(label, tiles, QRect(column * (width + gap), row * (height + row_gap), width, height))

    def _block(self, label: RubyLabel, tiles: Sequence[Tile], area: QRect) -> None:
        px = self.theme.px
        head = min(round(label.ruby.line_height) + 1, px(6.5) if area.height() < px(32.0) else area.height() // 3)
        label.setGeometry(area.x(), area.y(), area.width(), head)
        rows = 1 if len(tiles) <= 3 else 2
        columns = -(-len(tiles) // rows)
        gap = px(3.0)
        width = (area.width() - gap * (columns - 1)) // columns
        height = min((area.height() - head - px(1.0) - gap * (rows - 1)) // rows, px(TILE_MAX_MM))
        for i, tile in enumerate(tiles):
            row, column = divmod(i, columns)
            tile.setGeometry(area.x() + column * (width + gap), area.y() + head + px(1.0) + row * (height + gap), width, height)
        if label is not self.blocks[1][0]:  # the sizes show themselves
            even_labels(tiles)
