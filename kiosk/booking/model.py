"""What can be booked, all frozen: a desk with its hours, a slot, and what one reservation asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Minutes = tuple[int, int]
"""From and to, in minutes after midnight."""


class Need(StrEnum):
    """What the desk should get ready."""

    WHEELCHAIR = "wheelchair"
    CHILD = "child"
    INTERPRETER = "interpreter"
    ONLINE = "online"


class State(StrEnum):
    """What became of a reservation. PENDING: the city has not answered yet (仮予約); LATE: its time had passed when it did."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    CLASH = "clash"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that takes reservations, as assets/reservations.yaml gives it. Texts are Japanese msgids with furigana.

    place: of assets/places.yaml, whose closed days nobody can book; hours: weekday (0 Monday) -> when it takes people; minutes, places:
    of one slot; first_day: the first that can be booked, in days from today; days: how many from there; closed_on: single days on which
    it is shut; join: the address of an online meeting, "" where staff send it; example: not a real desk, for practice only.
    """

    id: str
    label: str
    place: str
    hours: Mapping[int, tuple[Minutes, ...]]
    minutes: int
    places: int
    note: str = ""
    picture: str = ""
    where: str = ""
    procedures: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    first_day: int = 1
    days: int = 30
    closed_on: tuple[date, ...] = ()
    bring: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    join: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at a desk. begins: aware, civil time in Japan; free: how many of its places this terminal knows to be free."""

    desk: str
    begins: datetime
    minutes: int
    places: int
    free: int

    @property
    def value(self) -> str:
        """How facts and scripts name it, e.g. 2026-12-01T09:30."""
        return f"{self.begins:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True, slots=True)
class ShutDay:
    """A day nobody can book. holiday: it is one, or a closing day of the city's own; else the desk has no hours that weekday."""

    day: date
    holiday: bool


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day with free slots. shut: the closed days between the one before and this one; full days in between are not told."""

    day: date
    slots: tuple[Slot, ...]
    shut: tuple[ShutDay, ...] = ()

    @property
    def free(self) -> int:
        """Free places in all."""
        return sum(slot.free for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Taken:
    """A reservation this terminal knows of. day, begins: as the queue keeps them, YYYY-MM-DD and HH:MM."""

    desk: str
    day: str
    begins: str
    state: str


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What one person asks for. name: as they wish to be called, phone: for a call if the time was taken; both may be ""."""

    desk: Desk
    slot: Slot
    needs: tuple[Need, ...] = ()
    name: str = ""
    phone: str = ""
