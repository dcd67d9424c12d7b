"""How far a plan has come: the day each act is done. Going out only ever makes days earlier, which is what makes the search exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kiosk.planner.graph import Act, Graph
from kiosk.planner.model import Way

NEVER: Final = 1 << 30

Days = tuple[int, ...]
"""Day of each act, days after today; NEVER while nothing leads to it."""
Steps = list[tuple[Way, str, int]]
"""For each act, for telling the plan: the way it was done, the place of a visit, the day it was begun (posted, asked)."""


class Progress:
    """Moves a state on. A state is the tuple of the acts' days; remote acts are done as soon as they can be."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._quickest = [min((days for _, days in act.remote), default=NEVER) for act in graph.acts]
        self._at: dict[str, tuple[int, ...]] = {
            place: tuple(i for i, act in enumerate(graph.acts) if place in act.places) for place in graph.places
        }

    def begin(self) -> Days:
        """The state before anybody goes anywhere."""
        return self.settle([NEVER] * len(self.graph.acts))

    def settle(self, days: list[int]) -> Days:
        """Do every remote act as early as it can be done."""
        for i, quickest in enumerate(self._quickest):
            if quickest != NEVER:
                ready = self.ready(days, i)
                days[i] = min(days[i], ready + quickest)
        return tuple(days)

    def ready(self, days: Sequence[int], i: int) -> int:
        """The day from which that act can be done; NEVER while something before it is not done."""
        ready = self.graph.acts[i].not_before
        for before, wait in self.graph.acts[i].after:
            if days[before] == NEVER:
                return NEVER
            ready = max(ready, days[before] + wait)
        return ready

    def possible(self, days: Sequence[int], place: str, day: int) -> list[int]:
        """The acts a visit to that place on that day would do sooner than they are done otherwise."""
        return [i for i in self._at[place] if days[i] > day and self.ready(days, i) <= day]

    def visit(self, days: Days, place: str, day: int) -> Days:
        """Everything that can be done there on that day, and what follows from it at home."""
        now = list(days)
        found = False
        while True:
            able = self.possible(now, place, day)
            if not able:
                return tuple(now) if found else days
            found = True
            for i in able:
                now[i] = day
            now = list(self.settle(now))

    def go(self, days: Days, places: Iterable[str], day: int) -> Days:
        """One outing."""
        for place in places:
            days = self.visit(days, place, day)
        return days

    def finish(self, days: Days) -> int:
        """The day the last goal is done; NEVER while one is open."""
        return max((days[goal] for goal in self.graph.goals), default=0)

    def earliest(self, days: Days, last: int) -> int:
        """No plan that goes on from here can be done sooner: counters counted as open every day after `last`."""
        bound = list(days)
        for i, act in enumerate(self.graph.acts):
            ready = self.ready(bound, i)
            if act.places and ready != NEVER:
                bound[i] = min(bound[i], max(ready, last + 1))
            if self._quickest[i] != NEVER and ready != NEVER:
                bound[i] = min(bound[i], ready + self._quickest[i])
        return self.finish(tuple(bound))

    def thresholds(self, days: Days, last: int) -> list[int]:
        """The days after `last` on which something becomes possible."""
        found = {last + 1}
        for act in self.graph.acts:
            found.add(max(act.not_before, last + 1))
            for before, wait in act.after:
                if days[before] != NEVER:
                    found.add(max(days[before] + wait, last + 1))
        return sorted(found)


def how(act: Act, day: int, ready: int) -> tuple[Way, int]:
    """The remote way that did the act on that day, and the day it was begun."""
    way, days = min(((way, days) for way, days in act.remote if ready + days <= day), key=lambda pair: pair[1])
    return way, day - days
