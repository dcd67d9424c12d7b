"""A wish made into a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from kiosk.planner.graph import Graph, build_graph
from kiosk.planner.model import HERE, Atlas, Day, Deed, Kind, Plan, Said, Stop, Wait, Way, Wish
from kiosk.planner.opening import Calendar, Hours
from kiosk.planner.search import EXACT_LOOKS, Found, Search
from kiosk.planner.state import NEVER, Progress
from kiosk.planner.usual import usual
from kiosk.words import N_

WHOLE_DAY = -1
SHOWN_ON_ARRIVAL = frozenset({(Kind.FETCH, Way.POST), (Kind.FETCH, Way.NET)})
READY = N_("By then it is ready: {what}.")
PERHAPS = N_("By then it may be ready (a guess): {what}. Ask there.")
CLOSED = N_("{place} is closed for {holiday}.")
TOGETHER = N_("Several places on one way.")
GUESSED_LEAD = N_("How long it takes is not known, so about {days} days are planned: {what}. Please ask.")
GUESSED_HOURS = N_("The hours are not known, so weekdays from 9 to 5 are planned: {place}. Please ask.")
GUESSED_TIME = N_("When the doctor has time is not known: {what}. Please telephone first.")
GUESSED_POST = N_("A letter is planned to take {days} days.")
IN_TIME = N_("Hand it in within {days} days after it was written: {what}.")
TOO_OLD = N_("It would be older than {days} days when it is handed in: {what}. Please ask at the counter.")


def make_plan(wish: Wish, atlas: Atlas, calendar: Calendar, looks: int = EXACT_LOOKS) -> Plan:
    """The best plan for that wish. An outing is one way out of the house on one day, today's included; it may lead to up to
    `places_a_day` counters, each within its hours, with the way between them. A letter box is on nobody's account.

    Circle, Unobtainable and NoWay say why there is none; KeyError names a document or place that is not in the atlas.
    """
    graph = build_graph(wish, atlas)
    hours = Hours(atlas.places, calendar, wish.today, wish.guesses)
    start = wish.now.hour * 60 + wish.now.minute if wish.now else WHOLE_DAY
    ordinary = usual(graph, hours, wish.here, start)
    fewer_places = Graph(graph.acts, graph.goals, _worth(graph, atlas, wish.here))
    found = Search(fewer_places, hours, wish.here, start, wish.guesses.places_a_day, looks).best()
    return _Teller(wish, atlas, graph, hours).plan(_better(found, ordinary, Progress(graph, hours.delivered)), ordinary)


def _told_once(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Asked for and handed over at the same counter is one thing to do."""
    found = tuple(deeds)
    fetched = {deed.subject for deed in found if deed.kind is Kind.FETCH}
    return tuple(deed for deed in found if deed.kind is not Kind.ASK or deed.subject not in fetched)


def _better(found: Found, ordinary: Found, progress: Progress) -> Found:
    """Never worse than the usual way: a beam may miss what is plain."""
    if found.exact or (len(found.trips), progress.finish(found.days)) <= (len(ordinary.trips), progress.finish(ordinary.days)):
        return found
    return ordinary


def _worth(graph: Graph, atlas: Atlas, here: str) -> tuple[str, ...]:
    """The places without those at which nothing can be done that another, open at the same times, does not do too."""
    acts = {place: frozenset(i for i, act in enumerate(graph.acts) if place in act.places) for place in graph.places}

    def beats(other: str, place: str) -> bool:
        one, two = atlas.places[other], atlas.places[place]
        same_hours = (one.hours, one.holidays, one.own_days) == (two.hours, two.holidays, two.own_days)
        alike = acts[other] == acts[place] and graph.places.index(other) > graph.places.index(place)
        return same_hours and acts[place] <= acts[other] and not alike

    return tuple(p for p in graph.places if p == here or not any(beats(other, p) for other in graph.places if other != p))


class _Teller:
    """Turns days and places into what a person reads."""

    def __init__(self, wish: Wish, atlas: Atlas, graph: Graph, hours: Hours) -> None:
        self._wish, self._atlas, self._graph, self._hours = wish, atlas, graph, hours
        self._progress = Progress(graph, hours.delivered)

    def plan(self, found: Found, ordinary: Found) -> Plan:
        stops, visited = self._stops(found)
        home = self._home(found, visited)
        days = sorted({*stops, *home, 0})
        last = self._progress.finish(found.days)
        return Plan(
            days=tuple(self._day(day, stops, home, found) for day in days if day <= last),
            waits=tuple(self._waits(found)),
            trips=len(found.trips),
            usual_trips=len(ordinary.trips),
            days_off=self._days_off(found),
            usual_days_off=self._days_off(ordinary),
            finish=self._hours.date_of(last),
            usual_finish=self._hours.date_of(self._progress.finish(ordinary.days)),
            exact=found.exact,
            guesses=tuple(self._guesses(found, stops)),
            notes=tuple(self._notes(found)),
            doctor=tuple(
                act.label for act in self._graph.acts if act.kind is Kind.FETCH and self._atlas.documents[act.subject].doctor
            ),
            unknown=tuple(dict.fromkeys(label for errand in self._wish.errands for label in errand.unknown)),
        )

    # --- days ---------------------------------------------------------------------------------------------------------------
    def _stops(self, found: Found) -> tuple[dict[int, list[Stop]], set[int]]:
        """Stops by day, and the acts done at a counter. An act belongs to the stop after which its day is what it is in the end."""
        days, visited = self._progress.begin(), set[int]()
        stops: dict[int, list[Stop]] = {}
        for day, outing in found.trips:
            for place in outing:
                after = self._progress.visit(days, place, day)
                at = [i for i, act in enumerate(self._graph.acts) if place in act.places and days[i] > day == after[i]]
                visited.update(at)
                deeds = _told_once(self._graph.acts[i].deed(Way.VISIT) for i in at)
                if deeds:
                    here = self._atlas.places[place]
                    stops.setdefault(day, []).append(Stop(place, here.label, here.kind, deeds))
                days = after
        here = self._atlas.places[self._wish.here]
        if all(stop.place != here.id for stop in stops.get(0, ())):
            stops[0] = [Stop(here.id, here.label, here.kind, ()), *stops.get(0, ())]
        return stops, visited

    def _home(self, found: Found, visited: set[int]) -> dict[int, list[Deed]]:
        home: dict[int, list[Deed]] = {}
        for i, act in enumerate(self._graph.acts):
            if i not in visited and found.days[i] != NEVER:
                begun = self._progress.ready(found.days, i)
                way = self._progress.from_home(i, begun)[1]
                day = found.days[i] if (act.kind, way) in SHOWN_ON_ARRIVAL else begun
                home.setdefault(day, []).append(act.deed(way))
        return home

    def _day(self, day: int, stops: dict[int, list[Stop]], home: dict[int, list[Deed]], found: Found) -> Day:
        here = tuple(stops.get(day, ()))
        return Day(self._hours.date_of(day), here, tuple(home.get(day, ())), tuple(self._why(day, here, found)))

    def _why(self, day: int, stops: tuple[Stop, ...], found: Found) -> Iterator[Said]:
        if day == 0:
            yield Said(HERE)
        if day == 0 or not stops:
            return
        before = max(other for other, _ in found.trips if other < day)
        done = {(deed.kind, deed.subject) for stop in stops for deed in stop.deeds}
        ready = before + 1
        for i, act in enumerate(self._graph.acts):
            if (act.kind, act.subject) in done and found.days[i] == day:
                # What is done on the same outing, just before, is no reason for the day.
                waited = [found.days[b] + wait for b, wait in act.after if found.days[b] < day]
                ready = max([ready, act.not_before, *waited])
                made = max([act.not_before, *(found.days[b] + wait for b, wait in act.after if wait)])
                if act.kind is Kind.FETCH and made > before:
                    yield Said(
                        READY if self._atlas.documents[act.subject].lead_days is not None else PERHAPS, (("what", act.label),)
                    )
        for stop in stops:
            holiday = self._hours.shut_between(stop.place, ready, day)
            if holiday:
                yield Said(CLOSED, (("place", stop.label), ("holiday", holiday)))
        if len(stops) > 1:
            yield Said(TOGETHER)

    def _waits(self, found: Found) -> Iterator[Wait]:
        for i, act in enumerate(self._graph.acts):
            if act.kind is Kind.FETCH and found.days[i] != NEVER:
                since = max((found.days[before] for before, _ in act.after), default=0)
                until = self._progress.ready(found.days, i)
                if until > since:
                    known = self._atlas.documents[act.subject].lead_days is not None
                    yield Wait(act.subject, act.label, self._hours.date_of(since), self._hours.date_of(until), until - since, known)

    def _days_off(self, found: Found) -> int:
        return sum(self._hours.needs_day_off(outing or (self._wish.here,), day) for day, outing in found.trips)

    # --- what to mind -------------------------------------------------------------------------------------------------------
    def _guesses(self, found: Found, stops: dict[int, list[Stop]]) -> Iterator[Said]:
        for wait in self._waits(found):
            if not wait.known:
                yield Said(GUESSED_LEAD, (("days", str(wait.days)), ("what", wait.label)))
        for act in self._graph.acts:
            if act.kind is Kind.CALL:
                yield Said(GUESSED_TIME, (("what", act.label),))
        seen = {stop.place for day in stops.values() for stop in day}
        for place in (self._atlas.places[each] for each in self._graph.places if each in seen):
            if place.hours is None:
                yield Said(GUESSED_HOURS, (("place", place.label),))
        if any(deed.way is Way.POST for deeds in self._home(found, self._stops(found)[1]).values() for deed in deeds):
            yield Said(GUESSED_POST, (("days", str(self._wish.guesses.post_days)),))

    def _notes(self, found: Found) -> Iterator[Said]:
        for i, act in enumerate(self._graph.acts):
            if act.kind is not Kind.FETCH:
                continue
            document = self._atlas.documents[act.subject]
            if document.use_within_days is not None:
                made = self._hours.date_of(self._progress.ready(found.days, i))
                used = max(
                    (found.days[j] for j, other in enumerate(self._graph.acts) if any(b == i for b, _ in other.after)), default=0
                )
                old = self._hours.date_of(used) > made + timedelta(days=document.use_within_days)
                yield Said(TOO_OLD if old else IN_TIME, (("days", str(document.use_within_days)), ("what", document.label)))
            if document.note:
                yield Said(document.note)
