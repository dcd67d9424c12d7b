"""The best way: fewest outings, then the earliest finish.

Exact: waiting is free in outings and going earlier never hurts, so (1) the fewest outings come from a search over sets of done acts in which
all waits are over (least.py), and (2) among all ways with that many, every outing lies on the first open day on which something becomes
possible; those are walked through, level by level, keeping what no other state beats in every act and in the day. When that is too much
(a count of what was looked at, not of seconds), the sets are followed with a narrow beam, the outings dated one after another, and the answer is
marked as not proven.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from kiosk.planner.graph import Graph
from kiosk.planner.least import Effort, Least, Outing, Sets, TooMuch
from kiosk.planner.opening import Hours
from kiosk.planner.state import NEVER, Days, Progress

EXACT_LOOKS: Final = 60_000
EXACT_ACTS: Final = 64
"""Beyond this many the exact search has never come to an end within its looks, so it is not begun."""
MOST_OUTINGS: Final = 200
BEAM: Final = 6

Trip = tuple[int, Outing]
"""A day and the places, in order."""


class NoWay(Exception):
    """The wish cannot come true: some place never opens, or nothing leads on."""


@dataclass(frozen=True, slots=True)
class Found:
    """trips: today's first, with no places when nothing can be done today. days: of every act. exact: proven."""

    trips: tuple[Trip, ...]
    days: Days
    exact: bool


@dataclass(frozen=True, slots=True)
class _Node:
    days: Days
    last: int
    trips: tuple[Trip, ...]


class Search:
    """One search. start: the minute it is now, at `here`; -1 for a day that has not begun."""

    def __init__(self, graph: Graph, hours: Hours, here: str, start: int, most_places: int, looks: int = EXACT_LOOKS) -> None:
        self._graph = graph
        self._progress = Progress(graph, hours.delivered)
        self._hours = hours
        self._here, self._start, self._most = here, start, most_places
        self._sets = Sets(graph, hours.ever_together, most_places)
        self._looks = looks

    def best(self) -> Found:
        """The fewest outings, then the earliest finish; NoWay when there is none."""
        if len(self._graph.acts) <= EXACT_ACTS:
            with suppress(TooMuch):
                return self._exact(Effort(self._looks, len(self._graph.acts)))
        return self._good()

    # --- exact --------------------------------------------------------------------------------------------------------------
    def _exact(self, effort: Effort) -> Found:
        least = Least(self._sets, effort)
        level = self._unbeaten(self._todays(effort))
        left = self._fewest(level, least)
        for more in range(left, 0, -1):
            level = [node for node in level if self._can(least, node, more)]
            level = self._unbeaten(node for old in level for node in self._next(old, effort))
        level = [node for node in level if self._progress.finish(node.days) != NEVER]
        if not level:
            raise NoWay("the places are never open on one day")
        best = min(level, key=lambda node: (self._progress.finish(node.days), sum(len(stops) for _, stops in node.trips)))
        return Found(best.trips, best.days, exact=True)

    def _fewest(self, level: Sequence[_Node], least: Least) -> int:
        counts = [least.outings(_done(node.days), MOST_OUTINGS) for node in level]
        found = [count for count in counts if count is not None]
        if not found:
            raise NoWay("nothing leads to the end")
        return min(found)

    @staticmethod
    def _can(least: Least, node: _Node, more: int) -> bool:
        return least.outings(_done(node.days), more) is not None

    def _todays(self, effort: Effort) -> Iterator[_Node]:
        begin = self._progress.begin()
        yield _Node(begin, 0, ((0, ()),))
        for outing, days in self._outings_today(begin, (), effort):
            yield _Node(days, 0, ((0, outing),))

    def _outings_today(self, days: Days, outing: Outing, effort: Effort) -> Iterator[tuple[Outing, Days]]:
        if len(outing) == self._most:
            return
        for place in self._graph.places:
            longer = (*outing, place)
            if outing[-1:] != (place,) and self._progress.possible(days, place, 0):
                effort.spend()
                if self._hours.after(longer, 0, self._start, self._here) is not None:
                    after = self._progress.visit(days, place, 0)
                    yield longer, after
                    yield from self._outings_today(after, longer, effort)

    def _next(self, node: _Node, effort: Effort) -> Iterator[_Node]:
        seen: set[Trip] = set()
        for threshold in self._progress.thresholds(node.days, node.last):
            yield from self._outings(node, (), threshold, seen, effort)

    def _outings(self, node: _Node, outing: Outing, threshold: int, seen: set[Trip], effort: Effort) -> Iterator[_Node]:
        if len(outing) == self._most:
            return
        for place in self._graph.places:
            longer = (*outing, place)
            day = self._hours.next_fit(longer, threshold) if outing[-1:] != (place,) else None
            if day is None:
                continue
            before = self._progress.go(node.days, outing, day)
            if not self._progress.possible(before, place, day):
                continue
            if (day, longer) not in seen:
                effort.spend()
                seen.add((day, longer))
                yield _Node(self._progress.visit(before, place, day), day, (*node.trips, (day, longer)))
            yield from self._outings(node, longer, threshold, seen, effort)

    @staticmethod
    def _unbeaten(nodes: Iterator[_Node]) -> list[_Node]:
        """Those of which no other is as early in every act and in its last day; of two alike the one with fewer stops."""
        ordered = sorted(nodes, key=lambda node: (node.last, sum(node.days), sum(len(stops) for _, stops in node.trips)))
        kept: list[_Node] = []
        for node in ordered:
            if not any(all(a <= b for a, b in zip(other.days, node.days, strict=True)) for other in kept):
                kept.append(node)
        return kept

    # --- good ---------------------------------------------------------------------------------------------------------------
    def _good(self) -> Found:
        """The best of a narrow beam."""
        todays = sorted(self._good_todays(), key=lambda node: -_done(node.days).bit_count())[:BEAM]
        level: list[tuple[int, _Node, tuple[Outing, ...]]] = [(self._sets.rest(_done(node.days)), node, ()) for node in todays]
        for _ in range(MOST_OUTINGS):
            ends = [self._dated(node, outings) for done, node, outings in level if self._sets.goal & ~done == 0]
            if ends:
                best = min(ends, key=lambda node: self._progress.finish(node.days))
                return Found(best.trips, best.days, exact=False)
            level = self._beam(level)
            if not level:
                break
        raise NoWay("nothing leads to the end")

    def _good_todays(self) -> Iterator[_Node]:
        """Nothing more today, or one of the places and from there always on to where most is done."""
        begin = self._progress.begin()
        yield _Node(begin, 0, ((0, ()),))
        for first in self._further_today(begin, ()):
            node, further = first, [first]
            while further:
                node = further[0]
                yield node
                further = self._further_today(node.days, node.trips[0][1])

    def _further_today(self, days: Days, outing: Outing) -> list[_Node]:
        if len(outing) == self._most:
            return []
        found = []
        for place in self._graph.places:
            longer = (*outing, place)
            able = outing[-1:] != (place,) and self._progress.possible(days, place, 0)
            if able and self._hours.after(longer, 0, self._start, self._here) is not None:
                found.append(_Node(self._progress.visit(days, place, 0), 0, ((0, longer),)))
        return sorted(found, key=lambda node: -_done(node.days).bit_count())

    def _beam(self, level: Sequence[tuple[int, _Node, tuple[Outing, ...]]]) -> list[tuple[int, _Node, tuple[Outing, ...]]]:
        """The outings after which most is done, one for each set of done acts."""
        after: dict[int, tuple[int, _Node, tuple[Outing, ...]]] = {}
        for done, node, outings in level:
            for reached, outing in self._sets.chains(done, BEAM):
                after.setdefault(reached, (reached, node, (*outings, outing)))
        return sorted(after.values(), key=lambda each: -each[0].bit_count())[:BEAM]

    def _dated(self, node: _Node, outings: Sequence[Outing]) -> _Node:
        """Those outings on the first days on which each does all it is for."""
        done = self._sets.rest(_done(node.days))
        for outing in outings:
            target = done
            for place in outing:
                target = self._sets.visit(done, target, place)
            node = self._on_first_day(node, outing, target)
            done = self._sets.rest(target)
        return node

    def _on_first_day(self, node: _Node, outing: Outing, target: int) -> _Node:
        new = [act for i, act in enumerate(self._graph.acts) if target >> i & 1 and node.days[i] == NEVER]
        earliest = max((node.days[b] + wait for act in new for b, wait in act.after if node.days[b] != NEVER), default=0)
        for threshold in self._progress.thresholds(node.days, node.last):
            day = self._hours.next_fit(outing, threshold) if threshold >= min(earliest, NEVER) else None
            if day is not None:
                days = self._progress.go(node.days, outing, day)
                if target & ~_done(days) == 0:
                    return _Node(days, day, (*node.trips, (day, outing)))
        raise NoWay("the places are never open together")


def _done(days: Days) -> int:
    return sum(1 << i for i, day in enumerate(days) if day != NEVER)
