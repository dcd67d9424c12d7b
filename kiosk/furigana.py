"""Furigana in Aozora notation, as every part of the product reads it: 住民票《じゅうみんひょう》, or ｜お金《おかね》 with the base marked."""

from __future__ import annotations

import re
from typing import Final

# Variation selectors belong to the kanji before them.
KANJI: Final = "一-鿿㐀-䶿豈-﫿々〆〇〻ヶ\U00020000-\U0003ffff\ufe00-\ufe0f\U000e0100-\U000e01ef"
RUBY: Final = re.compile(rf"｜([^《｜》]+)《([^《｜》]*)》|([{KANJI}]+)《([^《｜》]*)》")
"""Groups: marked base, its reading, or kanji run, its reading."""


def plain(text: str) -> str:
    """The text without its readings, as it is spoken, searched and counted."""
    return RUBY.sub(lambda found: found[1] or found[3], text)


def reading(text: str) -> str:
    """The text as it is read aloud: every base replaced by its reading."""
    return RUBY.sub(lambda found: found[2] if found[1] else found[4], text)
