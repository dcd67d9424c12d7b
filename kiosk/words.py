"""Every word a person reads: one gettext catalogue for code and assets.

Code is written with English msgids; assets/ with Japanese ones (a clerk writes them). locales/<language>/LC_MESSAGES/kiosk.po
translates both; a third language is one more file. Japanese text may carry furigana in Aozora notation: 住民票《じゅうみんひょう》,
with ｜ where the base does not begin at the kanji run. Translate first, format after.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path
from typing import NewType

DOMAIN = "kiosk"
SOURCE_LANGUAGE = "en"
LANGUAGES: dict[str, str] = {"ja": "日本語", "en": "English"}

Translate = Callable[[str], str]
Language = NewType("Language", str)


def N_(msgid: str) -> str:  # noqa: N802 - the conventional gettext name
    """Mark a msgid for extraction without translating it here."""
    return msgid


class Catalogue:
    """The translations of one language; a missing one is the msgid itself."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self._translations = gettext.translation(DOMAIN, folder, [language], fallback=True)

    def __call__(self, msgid: str) -> str:
        """The words for that msgid in this language."""
        return self._translations.gettext(msgid) if msgid else ""

    def plural(self, singular: str, plural: str, count: int) -> str:
        """The words for that count; format with {n} afterwards."""
        return self._translations.ngettext(singular, plural, count)
