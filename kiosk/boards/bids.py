"""The bid board: what a pack holds, what of it may still be handed in, and whether the pack is old."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from kiosk.content.problems import ContentProblem

STALE_AFTER_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Bid:
    """One row. due: the last day; at: the time of day on it, None where only a day is named. kind, desk, url: "" where not named."""

    title: str
    due: date
    at: time | None = None
    kind: str = ""
    desk: str = ""
    url: str = ""

    @property
    def id(self) -> str:
        """A short name for it, the same as long as the row is the same."""
        said = "\0".join((self.title, self.due.isoformat(), str(self.at), self.kind, self.desk, self.url))
        return "b" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class BidPack:
    """Rows of one file. dated: the data's own day, None where nothing says it; example: made up, for practice."""

    bids: tuple[Bid, ...]
    dated: date | None = None
    problems: tuple[ContentProblem, ...] = field(default=())
    example: bool = False


def still_open(bids: Sequence[Bid], now: datetime) -> tuple[Bid, ...]:
    """Those that can still be handed in, the nearest deadline first; the same row twice counts once."""
    left = [bid for bid in dict.fromkeys(bids) if (bid.due, bid.at or time.max) >= (now.date(), now.time())]
    return tuple(sorted(left, key=lambda bid: (bid.due, bid.at or time.max, bid.title)))


def stale(pack: BidPack, today: date) -> bool:
    """Whether the data is older than a week, or nobody can say how old it is. A day to come says nothing either."""
    if pack.example:
        return False
    return pack.dated is None or not 0 <= (today - pack.dated).days <= STALE_AFTER_DAYS
