"""Every word a person reads: one gettext catalogue for code and assets.

Code is written with English msgids; assets/ with Japanese ones (a clerk writes them). locales/<language>/LC_MESSAGES/kiosk.po
translates both; a third language is one more file. Japanese text may carry furigana in Aozora notation: 住民票《じゅうみんひょう》,
with ｜ where the base does not begin at the kanji run. Translate first, format after.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

DOMAIN = "kiosk"

Translate = Callable[[str], str]


def N_(msgid: str) -> str:
    """Mark a msgid for extraction without translating it here."""
    return msgid


CITY_NAMES = (N_("Naha City"),)
"""Names that come from the configuration and are translated all the same."""


class Catalogue:
    """The translations of one language; a missing one is the msgid itself."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self._translations = _read(language, folder)

    def __call__(self, msgid: str) -> str:
        """The words for that msgid in this language."""
        return self._translations.gettext(msgid) if msgid else ""

    def plural(self, singular: str, plural: str, count: int) -> str:
        """The words for that count; format with {n} afterwards."""
        return self._translations.ngettext(singular, plural, count)

    def knows(self, msgid: str) -> bool:
        """Whether this language has words of its own for the msgid."""
        found = getattr(self._translations, "_catalog", {})
        return bool(found.get(msgid) or found.get((msgid, 0)))

    def header(self, name: str) -> str:
        """A line of the catalogue's header, such as X-Language-Name; "" where it has none."""
        return self._translations.info().get(name.lower(), "")


def languages(folder: Path) -> dict[str, str]:
    """The languages that lie under locales/, code -> name in its own script, in the order their headers ask for (X-Language-Order)."""
    codes = {path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.[mp]o")}
    found = [Catalogue(code, folder) for code in sorted(codes)]
    found.sort(key=lambda catalogue: (int(catalogue.header("X-Language-Order") or "99"), catalogue.language))
    return {catalogue.language: catalogue.header("X-Language-Name") or catalogue.language for catalogue in found}


def _read(language: str, folder: Path) -> gettext.NullTranslations:
    """The compiled catalogue; where it is missing or older than its .po, that is compiled in memory, so a language is one file."""
    po = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    mo = po.with_suffix(".mo")
    if mo.is_file() and not (po.is_file() and po.stat().st_mtime_ns > mo.stat().st_mtime_ns):
        return gettext.GNUTranslations(BytesIO(mo.read_bytes()))
    return _compiled(po) if po.is_file() else gettext.NullTranslations()


def _compiled(po: Path) -> gettext.NullTranslations:
    # Babel costs a tenth of a second and is not needed where the catalogues are compiled.
    from kiosk.po import compile_po

    return gettext.GNUTranslations(BytesIO(compile_po(po.read_bytes())))
