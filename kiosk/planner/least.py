"""The fewest outings, waiting as long as it takes: sets of acts as bits, one outing after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kiosk.planner.graph import Graph

Outing = tuple[str, ...]
"""The places of one outing, in order."""


class TooMuch(Exception):
    """The search would take longer than a person at a counter waits."""


class Effort:
    """How much a search may still do; counts acts looked at, not seconds, so that the same wish always gives the same plan.

    each: what one stop costs, the acts there are.
    """

    def __init__(self, looks: int, each: int) -> None:
        self._looks = looks
        self._each = each

    def spend(self) -> None:
        """One stop more; TooMuch when nothing is left."""
        self._looks -= self._each
        if self._looks < 0:
            raise TooMuch


_Bits = tuple[int, int, int]
"""An act: itself, what may be done on the same day before it, what must have been done on an earlier day."""


class Sets:
    """Moves of the relaxed problem, in which all waits are over between two outings.

    together: whether an outing is ever possible on one day. Acts stand after what they wait for, so going through them once is enough.
    """

    def __init__(self, graph: Graph, together: Callable[[Outing], bool], most_places: int) -> None:
        acts: list[_Bits] = [
            (1 << i, _bits(before for before, wait in act.after if wait == 0), _bits(before for before, wait in act.after if wait))
            for i, act in enumerate(graph.acts)
        ]
        at_once = {i for i, act in enumerate(graph.acts) if any(days == 0 for _, days in act.remote)}
        self._remote = [bits for bits, act in zip(acts, graph.acts, strict=True) if act.remote]
        self._at = {
            place: [acts[i] for i, act in enumerate(graph.acts) if place in act.places or i in at_once] for place in graph.places
        }
        self._together = together
        self._most = most_places
        self.goal = _bits(graph.goals)
        self._moves: dict[int, tuple[tuple[int, Outing], ...]] = {}

    def rest(self, done: int) -> int:
        """Everything that then happens at home."""
        for me, soon, late in self._remote:
            if (soon | late) & ~done == 0:
                done |= me
        return done

    def visit(self, morning: int, done: int, place: str) -> int:
        """What is done after a stop; morning: what was done when the day began."""
        not_before = ~morning
        for me, soon, late in self._at[place]:
            if not (late & not_before or soon & ~done):
                done |= me
        return done

    def moves(self, done: int, effort: Effort) -> tuple[tuple[int, Outing], ...]:
        """(what is done after it and the waiting, the outing) for every outing that gets further; of two alike the shorter."""
        if done not in self._moves:
            found: dict[int, Outing] = {}
            for after, outing in self._outings(done, done, (), effort):
                rested = self.rest(after)
                if rested not in found or len(outing) < len(found[rested]):
                    found[rested] = outing
            self._moves[done] = tuple((after, outing) for after, outing in found.items() if not _beaten(after, found))
        return self._moves[done]

    def _outings(self, morning: int, done: int, outing: Outing, effort: Effort) -> Iterator[tuple[int, Outing]]:
        if outing:
            yield done, outing
        if len(outing) == self._most:
            return
        for place in self._at:
            if outing[-1:] != (place,):
                effort.spend()
                after = self.visit(morning, done, place)
                if after != done and self._together((*outing, place)):
                    yield from self._outings(morning, after, (*outing, place), effort)

    def chains(self, done: int, firsts: int) -> Iterator[tuple[int, Outing]]:
        """A few good outings: the best first places, each gone on from to the place that does most."""
        for first in self._further(done, done, ())[:firsts]:
            way = first
            while len(way[1]) < self._most:
                longer = self._further(done, *way)
                if not longer:
                    break
                way = longer[0]
            yield self.rest(way[0]), way[1]

    def _further(self, morning: int, done: int, outing: Outing) -> list[tuple[int, Outing]]:
        reached = [(self.visit(morning, done, place), (*outing, place)) for place in self._at]
        good = [(after, longer) for after, longer in reached if after != done and self._together(longer)]
        return sorted(good, key=lambda each: -each[0].bit_count())


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in set(numbers))


def _beaten(after: int, others: dict[int, Outing]) -> bool:
    """Whether another outing does all of this and more."""
    return any(other != after and other & after == after for other in others)


class Least:
    """The fewest outings from a set of done acts on; exact, remembers, and gives up with TooMuch."""

    def __init__(self, sets: Sets, effort: Effort) -> None:
        self._sets = sets
        self._effort = effort
        self._known: dict[int, int] = {}

    def outings(self, done: int, most: int) -> int | None:
        """How many, if not more than `most`; None if more."""
        done = self._sets.rest(done)
        level, seen = {done}, {done}
        if done in self._known:
            return self._known[done] if self._known[done] <= most else None
        for count in range(most + 1):
            if any(self._sets.goal & ~each == 0 for each in level):
                self._known[done] = count
                return count
            level = self._next(level) - seen
            seen |= level
            if not level:
                return None
        return None

    def _next(self, level: set[int]) -> set[int]:
        after: set[int] = set()
        for each in level:
            for reached, _ in self._sets.moves(each, self._effort):
                after.add(reached)
        return {each for each in after if not any(other != each and other & each == each for other in after)}
