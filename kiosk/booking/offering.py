"""Which days and times of a desk can be booked: within its hours and its place's, never on a closed day, never in the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from kiosk.booking.model import Desk, Minutes, OpenDay, ShutDay, Slot, State, Taken

OpenHours = Callable[[date], Sequence[Minutes] | None]
"""day -> when the place is open, () where the week has no hours that day, None on a holiday or closing day."""


def open_days(desk: Desk, now: datetime, place: OpenHours, taken: Iterable[Taken] = ()) -> tuple[OpenDay, ...]:
    """The days with free slots, in order. now: aware, in Japan; taken: what this terminal knows of."""
    known = tuple(one for one in taken if one.desk == desk.id)
    found: list[OpenDay] = []
    shut: list[ShutDay] = []
    for ahead in range(desk.first_day, desk.first_day + desk.days):
        day = now.date() + timedelta(days=ahead)
        windows = place(day)
        if windows is None or day in desk.closed_on:
            shut.append(ShutDay(day, holiday=True))
            continue
        times = [minute for minute in _times(desk, day) if _inside(minute, desk.minutes, windows)]
        if not times:
            shut.append(ShutDay(day, holiday=False))
            continue
        slots = tuple(slot for slot in _slots(desk, day, times, now, known) if slot.free > 0)
        if slots:
            found.append(OpenDay(day, slots, tuple(shut)))
            shut = []
    return tuple(found)


def _times(desk: Desk, day: date) -> list[int]:
    """When slots begin that day, in minutes after midnight; a rest of a window that is too short for one is nobody's."""
    return [
        begins
        for opens, shuts in desk.hours.get(day.weekday(), ())
        for begins in range(opens, shuts - desk.minutes + 1, desk.minutes)
    ]


def _inside(begins: int, minutes: int, windows: Sequence[Minutes]) -> bool:
    return any(opens <= begins and begins + minutes <= shuts for opens, shuts in windows)


def _slots(desk: Desk, day: date, times: Sequence[int], now: datetime, taken: Sequence[Taken]) -> list[Slot]:
    counted = Counter((one.begins, one.state) for one in taken if one.day == day.isoformat())
    slots = []
    for minute in times:
        begins = datetime.combine(day, time(minute // 60, minute % 60), now.tzinfo)
        if begins > now:
            slots.append(Slot(desk.id, begins, desk.minutes, desk.places, _free(f"{begins:%H:%M}", desk.places, counted)))
    return slots


def _free(begins: str, places: int, counted: Counter[tuple[str, str]]) -> int:
    """A slot that clashed once is full: the city said so."""
    if counted[begins, State.CLASH]:
        return 0
    return max(0, places - counted[begins, State.PENDING] - counted[begins, State.CONFIRMED])
