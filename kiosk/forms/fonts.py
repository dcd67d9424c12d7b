"""Which font draws which character: BIZ UD first, then the large name font, then nothing (never a box in its place).

Names keep every distinction the register makes: a base character with a variation selector (葛 + U+E0100) is one letter and gets
the glyph of exactly that sequence, looked up in the font's own table, or none at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.model.form import Face

if TYPE_CHECKING:  # fontTools comes with it, and only when a form is wanted
    from kiosk.forms.fontfile import FontFile

FILES: Mapping[Face, str] = {
    Face.GOTHIC: "BIZUDGothic-Regular.ttf",
    Face.BOLD: "BIZUDPGothic-Bold.ttf",
    Face.MINCHO: "BIZUDMincho-Regular.ttf",
}
FALLBACKS = ("ipamjm.ttf",)  # Debian: fonts-ipamj-mincho, 46 MB, optional: without it rare kanji such as 𠮷 are for the pen
SYSTEM_FOLDERS = (Path("/usr/share/fonts/truetype/ipamj"), Path("/usr/local/share/fonts"), Path("C:/Windows/Fonts"))


class FontProblem(Exception):
    """The file is missing, or not a TrueType font this program can use."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter as drawn: the text it stands for, its font, its number there, its advance in thousandths of the size.

    twin: counts the letters that share a number, so that each can still be read back as itself.
    """

    text: str
    font: FontFile
    number: int
    advance: int
    twin: int = 0


OpenFont = Callable[[], "FontFile"]


class FontSet:
    """The fonts of a form by face, each with the ones that help out; a helping font is opened when a letter first needs it."""

    def __init__(self, faces: Mapping[Face, FontFile], helpers: Sequence[OpenFont] = ()) -> None:
        self._faces, self._waiting = dict(faces), list(helpers)
        self._helpers: list[FontFile] = []
        self._known: dict[tuple[Face, str], Glyph | None] = {}

    def glyph(self, face: Face, letter: str) -> Glyph | None:
        """The glyph of a letter (a character, or a character with its variation selector); None when no font has it."""
        key = (face, letter)
        if key not in self._known:
            self._known[key] = self._find(face, letter)
        return self._known[key]

    def _find(self, face: Face, letter: str) -> Glyph | None:
        if not drawable(letter):
            return None
        for font in self._fonts(face):
            number = font.glyph(letter)
            if number:
                return Glyph(letter, font, number, font.advance(number), font.twin(letter))
        return None

    def _fonts(self, face: Face) -> Iterator[FontFile]:
        yield self._faces[face]
        yield from self._helpers
        while self._waiting:
            try:
                self._helpers.append(self._waiting.pop(0)())
            except FontProblem:
                continue  # as if it were not installed: its letters are for the pen
            yield self._helpers[-1]


def drawable(letter: str) -> bool:
    """False for what has no shape of its own or needs its neighbours' (controls, private use, marks, shaped scripts)."""
    code = ord(letter[0])
    needs_shaping = 0x0590 <= code <= 0x10FF or 0x1780 <= code <= 0x18AF
    return not needs_shaping and unicodedata.category(letter[0]) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Mn", "Mc", "Me", "Zl", "Zp")


def open_fonts(folders: Sequence[Path]) -> FontSet:
    """The font set found in these folders, first folder first; a missing BIZ UD file raises FontProblem with its name."""
    from kiosk.forms.fontfile import FontFile

    paths = {face: _find(name, folders) for face, name in FILES.items()}
    missing = [FILES[face] for face, path in paths.items() if path is None]
    if missing:
        raise FontProblem(f"{', '.join(missing)}: not found in {', '.join(str(folder) for folder in folders)}")
    helpers = [path for name in FALLBACKS if (path := _find(name, folders)) is not None]
    faces = {face: FontFile(path) for face, path in paths.items() if path is not None}
    return FontSet(faces, [partial(FontFile, path) for path in helpers])


def find_ipamj(folders: Sequence[Path] = SYSTEM_FOLDERS) -> Path | None:
    """Where the font for rare kanji lies on this terminal; None when it is not installed."""
    return next((folder / FALLBACKS[0] for folder in folders if (folder / FALLBACKS[0]).is_file()), None)


def _find(name: str, folders: Sequence[Path]) -> Path | None:
    return next((folder / name for folder in folders if (folder / name).is_file()), None)
