"""What getting it done costs without a plan, counted fairly.

Usual is somebody who goes out for one place at a time: today this counter; after that, always to the place where something becomes possible
first (of two the one their list names first), on the first day it is open. At a place they do everything that can be done there on that day,
for all procedures: nobody walks past the next counter. What most people do from home (a telephone call) they do from home; they do not join
two places in one outing, they send nothing by post that most people bring, and they always know what to bring: being sent away for a
missing paper is not counted.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.planner.graph import Act, Graph
from kiosk.planner.model import Way
from kiosk.planner.opening import Hours
from kiosk.planner.search import MOST_OUTINGS, Found, NoWay, Trip
from kiosk.planner.state import NEVER, Days, Progress


def usual(graph: Graph, hours: Hours, here: str, start: int) -> Found:
    """The outings of that person, today's first. start: the minute it is now at `here`, -1 for a day that has not begun."""
    progress = Progress(Graph(tuple(_usual(act) for act in graph.acts), graph.goals, graph.places), hours.delivered)
    days = progress.begin()
    today: tuple[str, ...] = ()
    if here in graph.places and progress.possible(days, here, 0) and hours.after((here,), 0, start, here) is not None:
        days, today = progress.visit(days, here, 0), (here,)
    trips: list[Trip] = [(0, today)]
    while progress.finish(days) == NEVER and len(trips) < MOST_OUTINGS:
        day, place = _where_next(progress, hours, days, trips[-1][0])
        days = progress.visit(days, place, day)
        trips.append((day, (place,)))
    return Found(tuple(trips), days, exact=False)


def _usual(act: Act) -> Act:
    if act.usual is Way.VISIT:
        return replace(act, remote=())
    return replace(act, places=(), remote=tuple(pair for pair in act.remote if pair[0] is act.usual))


def _where_next(progress: Progress, hours: Hours, days: Days, last: int) -> tuple[int, str]:
    found: list[tuple[int, int, str]] = []
    for i, act in enumerate(progress.graph.acts):
        ready = progress.ready(days, i)
        if act.places and days[i] == NEVER and ready != NEVER:
            day = hours.next_fit(act.places[:1], max(ready, last + 1))
            if day is not None:
                found.append((day, i, act.places[0]))
    if not found:
        raise NoWay("some place is never open")
    day, _, place = min(found)
    return day, place
