"""Furigana in Aozora notation, read strictly: 住民票《じゅうみんひょう》, ｜お金《おかね》. What a text lacks, and what is written wrongly."""

from __future__ import annotations

import re
from typing import Final

from kiosk.furigana import KANJI, RUBY, plain

_RUN: Final = re.compile(f"[{KANJI}]+")
_READING: Final = re.compile("[ぁ-ゖァ-ヺー・ 　]+")


def bare_kanji(text: str) -> tuple[str, ...]:
    """Every run of kanji that has no reading."""
    return tuple(_RUN.findall(RUBY.sub("　", text)))


def misspelt(text: str) -> str:
    """What is wrong with the notation in one clause, "" when nothing is."""
    for match in RUBY.finditer(text):
        reading = match[2] if match[1] else match[4]
        if not _READING.fullmatch(reading):
            return f"the reading 《{reading}》 is not written in kana"
    rest = RUBY.sub("", text)
    if "《" in rest:
        return "a reading 《…》 does not stand right after a kanji (or after ｜ and its word)"
    if "》" in rest:
        return "》 stands without 《"
    if "｜" in rest:
        return "｜ stands without a reading after it"
    return ""


def width(text: str) -> float:
    """How many full-width characters the text takes in a line; ASCII counts half."""
    return sum(0.5 if ord(character) < 0x250 else 1.0 for character in plain(text))
