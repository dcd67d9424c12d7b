"""An exhaustive search over everything a person could do, day by day and step by step, to judge the planner by. Slow and plain on purpose.

Plain, it tries every order of every subset of acts: a handful of acts is all it can do. Eager, it takes one thing for granted, which the
plain one shows: that doing what can be done at once never hurts. It still goes out on any day to any places in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.planner.graph import Graph
from kiosk.planner.model import Minutes, Way

NOT = 10_000
Done = tuple[int, ...]


@dataclass(frozen=True)
class Town:
    """windows: (place, day) -> hours. start: the minute it is at `here` on day 0, -1 for the whole day."""

    graph: Graph
    windows: Mapping[tuple[str, int], tuple[Minutes, ...]]
    here: str
    start: int
    most: int
    counter: int
    way: int
    delivered: Callable[[int], int]
    eager: bool = True


@dataclass(frozen=True)
class Out:
    """One moment of a day. stops: counters so far; minute: when the last one is left, -1 at home."""

    done: Done
    place: str
    minute: int
    stops: int


def better_exists(town: Town, trips: int, finish: int, horizon: int) -> tuple[int, int] | None:
    """Some (outings, day of finish) that is less than the given one, within the horizon; None when there is none."""
    level: dict[Done, int] = {tuple(NOT for _ in town.graph.acts): 0}
    for day in range(horizon):
        after: dict[Done, int] = {}
        for done, used in level.items():
            for reached, went in a_day(town, done, day):
                now = used + (1 if went or day == 0 else 0)
                end = max((reached[goal] for goal in town.graph.goals), default=0)
                if end < NOT and (now, end) < (trips, finish):
                    return (now, end)
                if now < trips or (now == trips and day < finish):
                    after[reached] = min(now, after.get(reached, NOT))
        level = _unbeaten(after) if town.eager else after
    return None


def _unbeaten(level: dict[Done, int]) -> dict[Done, int]:
    kept: dict[Done, int] = {}
    for done, used in sorted(level.items(), key=lambda each: (each[1], sum(each[0]))):
        if not any(before <= used and all(a <= b for a, b in zip(other, done, strict=True)) for other, before in kept.items()):
            kept[done] = used
    return kept


def a_day(town: Town, done: Done, day: int) -> set[tuple[Done, bool]]:
    """Every state that day can end in, and whether the person went out for it."""
    first = Out(done, town.here, town.start, 0) if day == 0 else Out(done, "", -1, 0)
    if town.eager:
        first = _all_at_once(town, first, day)
    seen = {first}
    waiting = [first]
    while waiting:
        now = waiting.pop()
        steps = [_all_at_once(town, step, day) for step in _moves(town, now, day)] if town.eager else _steps(town, now, day)
        for following in steps:
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return {(out.done, out.stops > 0) for out in seen}


def _all_at_once(town: Town, out: Out, day: int) -> Out:
    while True:
        following = next(iter(_acts(town, out, day)), None)
        if following is None:
            return out
        out = following


def _steps(town: Town, out: Out, day: int) -> Iterator[Out]:
    yield from _acts(town, out, day)
    yield from _moves(town, out, day)


def _acts(town: Town, out: Out, day: int) -> Iterator[Out]:
    for i, act in enumerate(town.graph.acts):
        if out.done[i] > day and _may(town, out.done, i, day):
            if out.stops and out.place in act.places:
                yield Out(_with(out.done, i, day), out.place, out.minute, out.stops)
            for by, days in act.remote:
                there = town.delivered(day + days) if by is Way.POST else day + days
                if there < out.done[i]:
                    yield Out(_with(out.done, i, there), out.place, out.minute, out.stops)


def _moves(town: Town, out: Out, day: int) -> Iterator[Out]:
    if out.stops < town.most:
        for place in town.graph.places:
            if not (out.stops and place == out.place):
                left = _left(town, out, place, day)
                if left is not None:
                    yield Out(out.done, place, left, out.stops + 1)


def _left(town: Town, out: Out, place: str, day: int) -> int | None:
    ready = 0 if out.minute < 0 else out.minute + (town.way if place != out.place else 0)
    for opens, shuts in town.windows[place, day]:
        if max(opens, ready) + town.counter <= shuts:
            return max(opens, ready) + town.counter
    return None


def _may(town: Town, done: Done, i: int, day: int) -> bool:
    act = town.graph.acts[i]
    return act.not_before <= day and all(done[before] + wait <= day for before, wait in act.after)


def _with(done: Done, i: int, day: int) -> Done:
    return (*done[:i], day, *done[i + 1 :])
