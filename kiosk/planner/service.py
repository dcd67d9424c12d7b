"""The planner as a visit uses it: reads the atlas at the first question and keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from kiosk.planner.errands import errand_of
from kiosk.planner.graph import Circle, Unobtainable
from kiosk.planner.making import make_plan
from kiosk.planner.model import Atlas, Plan, Want, Way, Wish
from kiosk.planner.opening import Calendar
from kiosk.planner.search import NoWay

IN_PERSON: Final = frozenset({Way.VISIT, Way.HOME, Way.PHONE})
WITH_POST: Final = IN_PERSON | {Way.POST}


class Planner:
    """Makes plans for one terminal. load: the atlas and the calendar, slow the first time; here: id of the place it stands in."""

    def __init__(self, load: Callable[[], tuple[Atlas, Calendar]], here: str) -> None:
        self._load = load
        self._here = here
        self._known: tuple[Atlas, Calendar] | None = None

    def plans(self, wants: Sequence[Want], now: datetime) -> tuple[Plan, ...]:
        """(in person, using the post as well), or () where there is no way; the same twice where the post changes nothing.

        Blocking: files at the first question, then a few milliseconds for what people bring, a fifth of a second for 60 documents.
        """
        atlas, calendar = self._known = self._known or self._load()
        errands = tuple(errand_of(want.procedure, want.items, want.states, atlas, self._here) for want in wants)
        found = [
            _plan(Wish(errands, now.date(), self._here, now.time(), ways=ways), atlas, calendar) for ways in (IN_PERSON, WITH_POST)
        ]
        known = [plan for plan in found if plan is not None]
        return tuple(plan or known[0] for plan in found) if known else ()


def _plan(wish: Wish, atlas: Atlas, calendar: Calendar) -> Plan | None:
    try:
        return make_plan(wish, atlas, calendar)
    except (Circle, Unobtainable, NoWay):
        return None
