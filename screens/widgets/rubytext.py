"""Text with furigana, laid out: parse, break, measure and paint.

Markup is Aozora notation: 住民票《じゅうみんひょう》, or ｜おとな《大人》 where the base is not a run of kanji. A RubyText keeps its own layout and
nothing else does, so that a resident's words die with the widget that shows them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from kiosk.furigana import RUBY, plain

# Words of scripts that break at spaces only, single characters of those that break anywhere, spaces, forced breaks.
ATOM = re.compile(
    r"\n|[ \u3000]+|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
    r"|[^\s][\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
)
NO_START = frozenset("、。，．・：；？！」』）】〕］〉》｝ー゛゜々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥〜,.:;?!)]}%℃")
NO_END = frozenset("「『（【〔［〈《｛([{")
BREAK_AFTER = frozenset("、。，．？！」』）】・")

LINE = 1.5
LINE_WITHOUT_RUBY = 1.36
RUBY_EM = 0.5
OVERHANG_EM = 0.5
CONDENSE_MIN = 0.8
SHRINK_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3)
WHOLE_WORDS_DOWN_TO = 0.55
PHRASE = 10  # 「わからない」「いいえ、ありません」: so few letters are one phrase, and stay together
NARROWER = 0.97  # a small letter may be a little narrower than its share, by the rounding of its hints


@dataclass(slots=True)
class Atom:
    """What is never broken: a base with its ruby, a character, a word or a space. width in px, extra on both sides together."""

    base: str
    ruby: str = ""
    width: float = 0.0
    ruby_width: float = 0.0
    extra: float = 0.0

    @property
    def advance(self) -> float:
        return self.width + self.extra

    @property
    def is_space(self) -> bool:
        return self.base.isspace()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line at x. ruby_width is what the ruby takes after it was condensed."""

    x: float
    text: str
    ruby: str = ""
    ruby_x: float = 0.0
    ruby_width: float = 0.0
    ruby_natural: float = 0.0


@dataclass(frozen=True, slots=True)
class LaidLine:
    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Laid:
    """A text broken for a width. broken: a word had to be cut because it is wider than the line."""

    lines: tuple[LaidLine, ...]
    width: float
    height: float
    broken: bool


def _atoms(markup: str, furigana: bool) -> Iterator[Atom]:
    at = 0
    for found in RUBY.finditer(markup):
        for piece in ATOM.findall(markup[at : found.start()]):
            yield Atom(piece)
        at = found.end()
        base, ruby = found[1] or found[3], found[2] or found[4]
        if furigana and ruby:
            yield Atom(base, ruby)
        else:
            for piece in ATOM.findall(base):
                yield Atom(piece)
    for piece in ATOM.findall(markup[at:]):
        yield Atom(piece)


class RubyText:
    """A text ready to be laid out at any width in one font."""

    def __init__(self, markup: str, font: QFont, furigana: bool = True, balance: bool = False, level: bool = False) -> None:
        """balance: lines of like length (headings, buttons) instead of a full first line; level: keep the room for ruby where
        there is none, so that texts side by side stand on one line."""
        self.markup = markup
        self.font = font
        self.furigana = furigana
        self.balance = balance
        self.level = level
        self._metrics = QFontMetricsF(font)
        self._em = float(font.pixelSize())
        self._ruby_font = QFont(font)
        self._ruby_font.setPixelSize(max(1, round(self._em * RUBY_EM)))
        self._ruby_font.setBold(False)
        self._atoms = list(_atoms(markup, furigana))
        self._measure()
        self.has_ruby = any(atom.ruby for atom in self._atoms)
        self.line_height = self._em * (LINE if furigana else LINE_WITHOUT_RUBY)
        self._laid: tuple[float, Laid] | None = None

    @property
    def text(self) -> str:
        """The text alone."""
        return plain(self.markup)

    # --- measuring ------------------------------------------------------------------------------------------------------
    def _measure(self) -> None:
        advance = self._metrics.horizontalAdvance
        ruby_advance = QFontMetricsF(self._ruby_font).horizontalAdvance
        for atom in self._atoms:
            atom.width = advance(atom.base)
            if atom.ruby:
                atom.ruby_width = ruby_advance(atom.ruby)
        for i, atom in enumerate(self._atoms):
            if atom.ruby and atom.ruby_width > atom.width:
                self._widen(i, atom)

    def _widen(self, i: int, atom: Atom) -> None:
        """Room for a ruby wider than its base: first over the kana beside it, then condensed, and only then a gap."""
        need = atom.ruby_width - atom.width - self._free(i, -1) - self._free(i, +1)
        if need > 0:
            squeezed = max(atom.ruby_width - need, atom.ruby_width * CONDENSE_MIN)
            need -= atom.ruby_width - squeezed
            atom.ruby_width = squeezed
            atom.extra = max(0.0, need)

    def _free(self, i: int, step: int) -> float:
        """How far the ruby of atom i may reach over its neighbours on that side."""
        free = 0.0
        i += step
        while 0 <= i < len(self._atoms) and not self._atoms[i].ruby and free < 2 * OVERHANG_EM * self._em:
            free += self._atoms[i].width
            i += step
        shared = 0 <= i < len(self._atoms)
        return min(OVERHANG_EM * self._em, free / 2 if shared else free)

    # --- breaking -------------------------------------------------------------------------------------------------------
    def _words(self) -> Iterator[list[Atom]]:
        """Atoms that stay on one line. Text written with spaces breaks only there (and after punctuation); so does a short phrase."""
        spaced = len(self._atoms) <= PHRASE or any(atom.is_space and atom.base != "\n" for atom in self._atoms)
        word: list[Atom] = []
        for atom in self._atoms:
            if word and (atom.is_space or word[-1].is_space or self._may_break(word[-1], atom, spaced)):
                yield word
                word = []
            word.append(atom)
        if word:
            yield word

    @staticmethod
    def _may_break(before: Atom, after: Atom, spaced: bool) -> bool:
        if after.base[0] in NO_START or before.base[-1] in NO_END or before.base[-1].isdigit():
            return False
        return not spaced or before.base[-1] in BREAK_AFTER

    def _break(self, width: float) -> tuple[list[list[Atom]], bool]:
        lines: list[list[Atom]] = [[]]
        used, cut = 0.0, False
        for word in self._words():
            if word[0].base == "\n":
                lines.append([])
                used = 0.0
                continue
            length = sum(atom.advance for atom in word)
            if used + length <= width or (word[0].is_space and lines[-1]):
                lines[-1] += word
                used += length
            elif length <= width:
                lines.append(word)
                used = length
            elif not word[0].is_space:
                cut = True
                used = self._cut(word, lines, used, width)
        return [line for line in (self._stripped(line) for line in lines) if line] or [[]], cut

    def _cut(self, word: list[Atom], lines: list[list[Atom]], used: float, width: float) -> float:
        """Spread a word wider than the line over lines; a single atom wider than that is split by characters."""
        for i, atom in enumerate(self._split(word, width)):
            if used + atom.advance > width and lines[-1]:
                held = lines[-1].pop() if i and len(lines[-1]) > 1 and atom.base[0] in NO_START else None
                lines.append([held] if held else [])
                used = held.advance if held else 0.0
            lines[-1].append(atom)
            used += atom.advance
        return used

    def _split(self, word: list[Atom], width: float) -> Iterator[Atom]:
        for atom in word:
            if atom.advance <= width or len(atom.base) == 1:
                yield atom
            else:
                for char in atom.base:
                    yield Atom(char, width=self._metrics.horizontalAdvance(char))

    @staticmethod
    def _stripped(line: list[Atom]) -> list[Atom]:
        while line and line[-1].is_space:
            line = line[:-1]
        while line and line[0].is_space:
            line = line[1:]
        return line

    # --- layout ---------------------------------------------------------------------------------------------------------
    def lay(self, width: float) -> Laid:
        """The lines for that width in px; kept for the next call with the same width."""
        if self._laid is None or self._laid[0] != width:
            lines, cut = self._break(width)
            if self.balance and len(lines) > 1 and not cut:
                lines = self._balanced(width, lines)
            laid = tuple(self._line(line) for line in lines)
            self._laid = (width, Laid(laid, max(line.width for line in laid), len(laid) * self.line_height, cut))
        return self._laid[1]

    def _balanced(self, width: float, lines: list[list[Atom]]) -> list[list[Atom]]:
        low, high = width / len(lines) * 0.8, width
        for _ in range(5):
            middle = (low + high) / 2
            tried, cut = self._break(middle)
            if cut or len(tried) > len(lines):
                low = middle
            else:
                high, lines = middle, tried
        return lines

    def _line(self, atoms: list[Atom]) -> LaidLine:
        runs: list[Run] = []
        x, text, text_x, ruby_end = 0.0, "", 0.0, 0.0
        for atom in atoms:
            if not atom.ruby:
                text_x = text_x if text else x
                text += atom.base
                x += atom.width
                continue
            if text:
                runs.append(Run(text_x, text))
                text = ""
            base_x = x + atom.extra / 2
            ruby_x = max(base_x + (atom.width - atom.ruby_width) / 2, ruby_end)
            ruby_end = ruby_x + atom.ruby_width
            natural = QFontMetricsF(self._ruby_font).horizontalAdvance(atom.ruby)
            runs.append(Run(base_x, atom.base, atom.ruby, ruby_x, atom.ruby_width, natural))
            x += atom.advance
        if text:
            runs.append(Run(text_x, text))
        return LaidLine(tuple(runs), max(x, ruby_end))

    def height(self, width: float) -> float:
        """px the text takes at that width."""
        return self.lay(width).height

    def natural_width(self) -> float:
        """px of the text on one line."""
        return self.lay(1e6).width

    def fits(self, width: float, height: float, whole_words: bool = True) -> bool:
        """Whether all of it can be seen in that box, without a cut word if whole_words."""
        laid = self.lay(width)
        return laid.width <= width + 0.5 and laid.height <= height + 0.5 and not (whole_words and laid.broken)

    def fitted(self, width: float, height: float) -> RubyText:
        """This text, or a smaller one that fits: whole words first, words cut between characters next; never "…"."""
        for step in SHRINK_STEPS:
            if not self._may_fit(step, width, height):
                continue
            small = self if step == 1.0 else self._scaled(step)
            if small.fits(width, height, whole_words=step >= WHOLE_WORDS_DOWN_TO):
                return small
        return self._scaled(SHRINK_STEPS[-1])

    def _may_fit(self, step: float, width: float, height: float) -> bool:
        """False where even its ink, laid without a gap, takes more lines than there is height for: saves laying it out to see that."""
        share = int(self._em * step) / self._em
        ink = sum(atom.width for atom in self._atoms if not atom.is_space) * share * NARROWER
        lines = max(1, math.ceil(ink / max(width, 1.0) - 0.01))
        return lines * self.line_height * share <= height + 0.5 + self.line_height * 0.02

    def at_most(self, pixels: int) -> RubyText:
        """This text with an em of no more than that many px."""
        return self if pixels >= self._em else self._sized(pixels)

    def _scaled(self, by: float) -> RubyText:
        return self._sized(int(self._em * by))

    def _sized(self, pixels: int) -> RubyText:
        font = QFont(self.font)
        font.setPixelSize(max(1, pixels))
        return RubyText(self.markup, font, self.furigana, self.balance, self.level)

    # --- drawing --------------------------------------------------------------------------------------------------------
    def paint(
        self, painter: QPainter, rect: QRect | QRectF, colour: QColor, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        """Draw into rect. align: AlignLeft/AlignHCenter/AlignRight with AlignTop (default), AlignVCenter or AlignBottom."""
        laid = self.lay(rect.width())
        y = rect.top() + self._offset(
            rect.height() - laid.height, align, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignBottom
        )
        painter.setPen(colour)
        ruby_band = self._em * RUBY_EM if self.has_ruby or (self.level and self.furigana) else (self.line_height - self._em) / 2
        for line in laid.lines:
            x = rect.left() + self._offset(
                rect.width() - line.width, align, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
            )
            self._paint_line(painter, line, x, y, y + ruby_band + self._metrics.ascent())
            y += self.line_height

    @staticmethod
    def _offset(room: float, align: Qt.AlignmentFlag, middle: Qt.AlignmentFlag, end: Qt.AlignmentFlag) -> float:
        if align & middle:
            return room / 2
        return room if align & end else 0.0

    def _paint_line(self, painter: QPainter, line: LaidLine, x: float, top: float, baseline: float) -> None:
        painter.setFont(self.font)
        for run in line.runs:
            painter.drawText(QPointF(x + run.x, baseline), run.text)
        if not self.has_ruby:
            return
        painter.setFont(self._ruby_font)
        ruby_baseline = top + self._em * RUBY_EM * 0.92
        for run in line.runs:
            if run.ruby:
                self._paint_ruby(painter, run, x, ruby_baseline)

    @staticmethod
    def _paint_ruby(painter: QPainter, run: Run, x: float, baseline: float) -> None:
        if run.ruby_width >= run.ruby_natural - 0.01:
            painter.drawText(QPointF(x + run.ruby_x, baseline), run.ruby)
            return
        painter.save()
        painter.translate(x + run.ruby_x, baseline)
        painter.scale(run.ruby_width / run.ruby_natural, 1.0)
        painter.drawText(QPointF(0.0, 0.0), run.ruby)
        painter.restore()
