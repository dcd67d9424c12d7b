"""What may stand in a print job's title."""

from __future__ import annotations

import re
from typing import Final

_TITLE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,62}\Z")


def check_title(title: str) -> str:
    """The title, if it can be a receipt number: a job title stays in print servers' files, so nothing else may stand there."""
    if not _TITLE.match(title):
        raise ValueError("a print job's title is a receipt number: ASCII letters, digits, - _ . and at most 63 of them")
    return title
