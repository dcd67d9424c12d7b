"""When places are open: weekly hours, national holidays, the city's own closing days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.planner.model import NO_SOURCE, Guesses, Minutes, Place, Source

WEEKDAYS = range(5)
LONGEST_CLOSED_DAYS = 366


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The city's own closing days, every year. first, last: (month, day), last may lie in the next year."""

    id: str
    label: str
    first: tuple[int, int]
    last: tuple[int, int]
    source: Source = NO_SOURCE

    def covers(self, day: date) -> bool:
        """Whether that day is one of them."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """Why a day is closed. national: day -> the holiday's name, "" for none."""

    own: tuple[OwnDay, ...] = ()
    national: Callable[[date], str] = field(default=lambda day: "")

    def own_day(self, day: date, ids: Collection[str] | None = None) -> str:
        """The name of the city's own closing day, "" for none. ids: those that count, None for all."""
        return next((own.label for own in self.own if (ids is None or own.id in ids) and own.covers(day)), "")

    def working_day(self, day: date) -> bool:
        """Whether most people work on it: Monday to Friday, no holiday."""
        return day.weekday() in WEEKDAYS and not self.national(day) and not self.own_day(day)


class Hours:
    """Answers for the places of one wish; remembers, because a search asks often.

    Days are numbers, days after the wish's today, so that comparing them is cheap.
    """

    def __init__(self, places: Mapping[str, Place], calendar: Calendar, today: date, guesses: Guesses) -> None:
        self._places = places
        self._calendar = calendar
        self._today = today
        self._guesses = guesses
        self._windows: dict[tuple[str, int], tuple[Minutes, ...]] = {}
        self._fits: dict[tuple[tuple[Minutes, ...], ...], bool] = {}
        self._delivered: dict[int, int] = {}
        self._together: dict[tuple[str, ...], bool] = {}
        self._next: dict[tuple[tuple[str, ...], int], int | None] = {}

    def date_of(self, day: int) -> date:
        """That day as a date."""
        return self._today + timedelta(days=day)

    def windows(self, place: str, day: int) -> tuple[Minutes, ...]:
        """When that place is open on that day; () when it is closed."""
        key = (place, day)
        if key not in self._windows:
            self._windows[key] = self._look_up(self._places[place], self.date_of(day))
        return self._windows[key]

    def _look_up(self, place: Place, day: date) -> tuple[Minutes, ...]:
        if self.closed_because(place, day):
            return ()
        return self._weekly(place, day.weekday())

    def _weekly(self, place: Place, weekday: int) -> tuple[Minutes, ...]:
        if place.hours is None:
            return (self._guesses.hours,) if weekday in WEEKDAYS else ()
        return place.hours.get(weekday, ())

    def closed_because(self, place: Place, day: date) -> str:
        """The holiday or closing day that shuts the place, "" when none does (its week may still have no hours that day)."""
        unknown = place.hours is None
        national = self._calendar.national(day) if place.holidays or unknown else ""
        return national or self._calendar.own_day(day, None if unknown else place.own_days)

    def fits(self, places: Sequence[str], day: int) -> bool:
        """Whether one outing can take these places in this order: each counter within its hours, with the way between them."""
        windows = tuple(self.windows(place, day) for place in places)
        if () in windows:
            return False
        if windows not in self._fits:
            self._fits[windows] = self._in_order(windows)
        return self._fits[windows]

    def after(self, places: Sequence[str], day: int, start: int, at: str) -> int | None:
        """The minute the last counter is left, None when it cannot be done. start: minute one is at `at`; -1: from home, any time."""
        minute = start
        for place in places:
            way = self._guesses.way_minutes if at and at != place else 0
            left = self._left(self.windows(place, day), minute + way if minute >= 0 else 0)
            if left is None:
                return None
            minute, at = left, place
        return minute

    def _in_order(self, windows: Sequence[tuple[Minutes, ...]]) -> bool:
        """Whether counters with these hours can be taken one after the other, from home on."""
        there = 0
        for hours in windows:
            left = self._left(hours, there)
            if left is None:
                return False
            there = left + self._guesses.way_minutes
        return True

    def _left(self, windows: Sequence[Minutes], there: int) -> int | None:
        """The minute a counter is left when one is there at that minute."""
        counter = self._guesses.counter_minutes
        for opens, shuts in windows:
            if max(opens, there) + counter <= shuts:
                return max(opens, there) + counter
        return None

    def next_fit(self, places: Sequence[str], day: int) -> int | None:
        """The first day from that one on which the outing can be made; None when there is none within a year."""
        key = (tuple(places), day)
        if key not in self._next:
            days = range(day, day + LONGEST_CLOSED_DAYS) if self.ever_together(places) else ()
            self._next[key] = next((later for later in days if self.fits(places, later)), None)
        return self._next[key]

    def ever_together(self, places: Sequence[str]) -> bool:
        """Whether a week without any holiday has a day for the outing."""
        key = tuple(places)
        if key not in self._together:
            self._together[key] = any(self._in_order([self._weekly(self._places[p], day) for p in places]) for day in range(7))
        return self._together[key]

    def delivered(self, day: int) -> int:
        """The day a letter comes that would be there on that day: none comes on Saturdays, Sundays and national holidays.

        source: 日本郵便, ordinary mail since 2021-10-02, as supple-m.com/4507 and toko-blo.com tell it (read 2026-11-24)
        """
        if day not in self._delivered:
            later = day
            while self.date_of(later).weekday() not in WEEKDAYS or self._calendar.national(self.date_of(later)):
                later += 1
            self._delivered[day] = later
        return self._delivered[day]

    def needs_day_off(self, places: Sequence[str], day: int) -> bool:
        """Whether somebody who works on weekdays must stay away from work for it: a working day, and a place that is open
        neither by seven in the morning nor until seven in the evening.
        """
        if not self._calendar.working_day(self.date_of(day)):
            return False
        return any(not self._outside_work(self.windows(place, day)) for place in places)

    @staticmethod
    def _outside_work(windows: Sequence[Minutes]) -> bool:
        return any(opens <= 7 * 60 or shuts >= 19 * 60 for opens, shuts in windows)

    def shut_between(self, place: str, first: int, last: int) -> str:
        """The name of a holiday or closing day of that place from first up to before last, "" for none."""
        days = (self.date_of(day) for day in range(first, last))
        return next(
            (name for day in days if day.weekday() in WEEKDAYS and (name := self.closed_because(self._places[place], day))), ""
        )
