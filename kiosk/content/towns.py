"""The towns of the city by postal code: what the address screen offers after seven digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.kana import half_width_digits

CITY = "沖縄県那覇市"


@dataclass(frozen=True, slots=True)
class Town:
    """One town. code: seven digits; kana: full-width katakana; name: "" for a place that is not in the list."""

    code: str
    kana: str
    name: str

    @property
    def address(self) -> str:
        """The address up to the town, as a form wants it."""
        return f"{CITY}{self.name}"


@dataclass(frozen=True, slots=True)
class Towns:
    """All towns of the city."""

    by_postal_code: Mapping[str, tuple[Town, ...]]

    def by_code(self, code: str) -> tuple[str, ...]:
        """Addresses up to the town for a postal code ("900-0021", "９００００２１"); () for a code outside the city."""
        digits = "".join(character for character in half_width_digits(code) if character.isascii() and character.isdigit())
        return tuple(town.address for town in self.by_postal_code.get(digits, ()))

    def all_by_kana(self) -> tuple[Town, ...]:
        """Every named town in the order of its reading."""
        every = (town for towns in self.by_postal_code.values() for town in towns)
        return tuple(sorted((town for town in every if town.name), key=lambda town: (town.kana, town.code)))


def load_towns(path: Path) -> Towns:
    """The towns of a file such as assets/words/naha_towns.tsv; a damaged line raises ValueError with its number."""
    found: dict[str, tuple[Town, ...]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not (len(cells[0]) == 7 and cells[0].isascii() and cells[0].isdigit()):
            raise ValueError(f"{path.name}:{number}: expected postal code, reading and town, separated by tabs")
        found[cells[0]] = (*found.get(cells[0], ()), Town(*cells))
    return Towns(found)
