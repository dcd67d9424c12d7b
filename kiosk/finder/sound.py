"""How a word sounds, in one spelling: くるまいす, クルマイス, ｸﾙﾏｲｽ, kurumaisu, KURUMAISU give the same letters.

Kana and Latin letters go into one rough romaji: Hepburn and Kunrei meet (shi = si), long vowels, double consonants, ー and っ fall
away, because people who look for something leave them out. Kanji stay as they are: their readings come from furigana.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kiosk.kana import to_hiragana

_COLUMNS: Final = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと", "d": "だ  でど",
    "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ",
    "w": "わゐ ゑ ",
}  # fmt: skip
_KANA: Final = {
    char: row + vowel for row, kana in _COLUMNS.items() for char, vowel in zip(kana, "aiueo", strict=True) if char != " "
} | {"ぢ": "zi", "づ": "zu", "を": "o", "ん": "n", "ゔ": "bu", "っ": "", "ー": "", "〜": "", "ゎ": "wa", "ゝ": "", "ゞ": ""}
_SMALL: Final = dict(zip("ぁぃぅぇぉゃゅょ", ("a", "i", "u", "e", "o", "ya", "yu", "yo"), strict=True))
_BEFORE_SMALL: Final = frozenset("きぎしじちぢにひびぴみり")
_MARKS: Final = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})
_LATIN: Final = re.compile(r"[a-z]+")

_RULES: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = tuple(
    (needle, re.compile(pattern), spelling)
    for needle, pattern, spelling in (
        ("tch", "tch", "ch"), ("sh", "sh(?=[auoe])", "sy"), ("sh", "sh(?=i)", "s"), ("ch", "ch(?=[auoe])", "ty"), ("ch", "ch", "t"),
        ("tsu", "tsu", "tu"), ("fu", "fu", "hu"), ("jy", "jy", "zy"), ("j", "j(?=[auoe])", "zy"), ("j", "j", "z"), ("cy", "cy", "ty"),
        ("dz", "dz", "z"), ("dy", "dy", "zy"), ("d", "d(?=[iu])", "z"), ("wo", "wo", "o"), ("l", "l", "r"), ("v", "v", "b"),
        ("m", "m(?=[bmp])", "n"), ("oh", "oh(?![aiueoy])", "o"),
        ("", r"(.)\1+", r"\1"), ("ou", "ou", "o"), ("ei", "ei", "e"), ("", r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""What is looked for first, the pattern, and what it becomes; most words need none of them."""
_OPEN_ENDS: Final = re.compile(r"(?:sh|ts|tc|ch|c|f|d|j|m|w|l)$")
_OPEN: Final = {"sh": "s", "ts": "t", "tc": "t", "ch": "t", "j": "z", "l": "r"}
"""What may still become another letter when the next one is typed, and what of it is certain."""


def sound(text: str) -> str:
    """The letters that stand for how text sounds; kanji and digits stay, spaces and signs go."""
    return _LATIN.sub(_canonical, _letters(text))


def open_sound(text: str) -> str:
    """The same for a word still being typed: what at its end may turn out otherwise is left out (sh, or the i of し before ゅ)."""
    letters = _letters(text)
    if len(letters) > 2 and _unified(text)[-1:] in _BEFORE_SMALL:
        letters = letters.removesuffix("i")
    return _LATIN.sub(_canonical, _OPEN_ENDS.sub(lambda found: _OPEN.get(found[0], ""), letters))


def _unified(text: str) -> str:
    """Full width, half width, katakana, marks apart from their kana, capitals and accents as one."""
    whole = unicodedata.normalize("NFKC", text.translate(_MARKS)).casefold()
    return to_hiragana("".join(map(_bare, whole)))


def _bare(char: str) -> str:
    """A Latin letter without its accent: ō is o."""
    if char.isascii() or not "\u00c0" <= char <= "\u1eff":
        return char
    return unicodedata.normalize("NFD", char)[0]


def _letters(text: str) -> str:
    """Kana as romaji, the rest as it is."""
    letters: list[str] = []
    for char in _unified(text):
        if char in _SMALL:
            _join_small(letters, _SMALL[char])
        elif char in _KANA:
            letters.append(_KANA[char])
        elif char.isalnum():
            letters.append(char)
    return "".join(letters)


def _join_small(letters: list[str], small: str) -> None:
    """きゃ is kya, ティ is ti, チェ is tye."""
    before = letters[-1] if letters else ""
    if len(before) < 2 or not before.isascii():
        letters.append(small)
        return
    head = before[:-1]
    glide = "y" if len(small) == 1 and before in ("si", "ti", "zi") and small != "i" else ""
    letters[-1] = ("f" if before == "hu" and len(small) == 1 else head) + glide + small


def _canonical(found: re.Match[str]) -> str:
    word = found[0]
    for needle, pattern, spelling in _RULES:
        if needle in word:
            word = pattern.sub(spelling, word)
    return word
