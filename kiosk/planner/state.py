"""How far a plan has come: the day each act is done. Going out only ever makes days earlier, which is what makes the search exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kiosk.planner.graph import Graph
from kiosk.planner.model import Way

NEVER: Final = 1 << 30

Days = tuple[int, ...]
"""Day of each act, days after today; NEVER while nothing leads to it."""


class Progress:
    """Moves a state on. A state is the tuple of the acts' days; remote acts are done as soon as they can be.

    delivered: the day a letter that would be there on that day does arrive; letters do not come on every day.
    """

    def __init__(self, graph: Graph, delivered: Callable[[int], int]) -> None:
        self.graph = graph
        self._delivered = delivered
        self._remote = [i for i, act in enumerate(graph.acts) if act.remote]
        self._at: dict[str, tuple[int, ...]] = {
            place: tuple(i for i, act in enumerate(graph.acts) if place in act.places) for place in graph.places
        }

    def begin(self) -> Days:
        """The state before anybody goes anywhere."""
        return self.settle([NEVER] * len(self.graph.acts))

    def settle(self, days: list[int]) -> Days:
        """Do every remote act as early as it can be done."""
        for i in self._remote:
            ready = self.ready(days, i)
            if ready < days[i]:
                days[i] = min(days[i], self.from_home(i, ready)[0])
        return tuple(days)

    def from_home(self, i: int, ready: int) -> tuple[int, Way]:
        """The day that act is done when it is begun at home on that day, and the way that is the quickest."""
        return min(
            (self._delivered(ready + days) if way is Way.POST else ready + days, way) for way, days in self.graph.acts[i].remote
        )

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

    def thresholds(self, days: Days, last: int) -> list[int]:
        """The days after `last` on which something becomes possible."""
        found = {last + 1}
        for act in self.graph.acts:
            found.add(max(act.not_before, last + 1))
            for before, wait in act.after:
                if days[before] != NEVER:
                    found.add(max(days[before] + wait, last + 1))
        return sorted(found)
