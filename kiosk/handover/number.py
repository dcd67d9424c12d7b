"""The four digits a person chooses for a つづきQR whose content the city keeps."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

DIGITS: Final = 4


def too_easy(number: str) -> bool:
    """Whether those digits are among the first anybody would try: all the same, or in a row."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(number)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def is_number(number: str) -> bool:
    """Whether that is four digits."""
    return len(number) == DIGITS and number.isascii() and number.isdigit()
