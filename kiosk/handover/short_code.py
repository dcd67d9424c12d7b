"""An eight-digit number for a procedure, for people who come back without a paper or to a terminal without a scanner.

It names what is to be done and nothing of a person: typing it begins the same procedures with empty answers.
Seven digits from the procedure's id and a Luhn digit, so that a slip of the finger is noticed and staff need not keep a list.
source: ISO/IEC 7812-1 annex B (Luhn), read 2026-11-24
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def short_code(procedure: str) -> str:
    """The number of that procedure, such as 1234-5674."""
    number = int.from_bytes(hashlib.sha256(procedure.encode()).digest()[:8], "big") % 10**7
    digits = f"{number:07d}"
    return f"{digits[:4]}-{digits[4:]}{_luhn(digits)}"


def procedure_of(code: str, procedures: Iterable[str]) -> str | None:
    """The procedure with that number, hyphen or not; None when a digit is wrong or no procedure has it."""
    digits = code.replace("-", "").replace(" ", "")
    return next((name for name in procedures if short_code(name).replace("-", "") == digits), None)


def is_short_code(code: str) -> bool:
    """Whether its last digit fits the others."""
    digits = code.replace("-", "").replace(" ", "")
    return len(digits) == 8 and digits.isascii() and digits.isdigit() and _luhn(digits[:7]) == digits[7]


def _luhn(digits: str) -> str:
    doubled = [int(d) * (2 - at % 2) for at, d in enumerate(reversed(digits))]
    return str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)
