"""The four attributes of a person as a My Number card gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """Sex as the card's chip codes it (JIS X 0303)."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    NOT_APPLICABLE = "9"


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """The four attributes, as the resident register spells them.

    name: family and given name separated by U+3000; a mononym or a Latin name has none. NFC is not applied: variation
    selectors and private-use characters stay as read.
    address: full-width digits as on the card.
    """

    name: str
    address: str
    birth: date
    sex: Sex

    def __repr__(self) -> str:
        return "<Person>"
