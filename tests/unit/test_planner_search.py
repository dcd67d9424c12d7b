"""The planner against an exhaustive search, on every kind of small town hypothesis can think of."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from kiosk.planner.graph import Graph, Unobtainable, build_graph
from kiosk.planner.making import make_plan
from kiosk.planner.model import (
    ALL_WAYS,
    Atlas,
    Deed,
    Document,
    Errand,
    Guesses,
    Kind,
    Minutes,
    Place,
    PlaceKind,
    Plan,
    Way,
    Wish,
)
from kiosk.planner.opening import Calendar, Hours
from kiosk.planner.search import NoWay
from tests.unit.planner_oracle import Town, better_exists

TUESDAY = date(2026, 11, 24)
HORIZON = 30
GUESSES = Guesses(lead_days=2, post_days=2, appointment_days=1, counter_minutes=60, way_minutes=30, places_a_day=3)
WEEKS: list[dict[int, tuple[Minutes, ...]]] = [
    dict.fromkeys(range(5), ((540, 1020),)),
    dict.fromkeys(range(6), ((540, 720),)),
    {1: ((540, 660),), 3: ((780, 1020),)},
    dict.fromkeys(range(5), ((540, 690), (780, 960))),
    {5: ((600, 900),), 0: ((600, 660),)},
]
PLACES = ("city", "hospital", "office", "school")


@st.composite
def towns(
    draw: st.DrawFn, documents_: tuple[int, int] = (0, 4), most_errands: int = 2, places_: tuple[int, int] = (1, 3)
) -> tuple[Wish, Atlas, Calendar]:
    """A wish with some documents in some places, closed on odd days."""
    names = PLACES[: draw(st.integers(*places_))]
    places = {name: Place(name, name, PlaceKind.OFFICE, draw(st.sampled_from(WEEKS)), draw(st.booleans())) for name in names}
    documents: dict[str, Document] = {}
    for n in range(draw(st.integers(*documents_))):
        documents[f"d{n}"] = _document(draw, f"d{n}", names, tuple(documents))
    errands = tuple(
        Errand(
            f"e{n}",
            f"e{n}",
            tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))),
            draw(st.sampled_from([(Way.VISIT,), (Way.VISIT,), (Way.VISIT, Way.POST)])),
            tuple(draw(st.lists(st.sampled_from(sorted(documents)), max_size=3, unique=True))) if documents else (),
            ("seal",) if draw(st.integers(0, 4)) == 0 else (),
        )
        for n in range(draw(st.integers(1, most_errands)))
    )
    now = draw(st.sampled_from([None, time(9, 0), time(11, 0), time(15, 30)]))
    ways = draw(st.sampled_from([ALL_WAYS, frozenset({Way.VISIT, Way.PHONE})]))
    closed = draw(st.sets(st.integers(0, 12), max_size=4))
    holidays = {TUESDAY + timedelta(days=day) for day in closed}
    wish = Wish(errands, TUESDAY, names[0], now, frozenset(), ways, GUESSES)
    return wish, Atlas(documents, places), Calendar((), lambda day: "holiday" if day in holidays else "")


def _document(draw: st.DrawFn, name: str, places: tuple[str, ...], others: tuple[str, ...]) -> Document:
    return Document(
        name,
        name,
        tuple(draw(st.lists(st.sampled_from(places), min_size=1, max_size=2, unique=True))),
        draw(st.sampled_from([(Way.VISIT,), (Way.VISIT,), (Way.VISIT, Way.PHONE), (Way.POST,), ()])),
        draw(st.sampled_from([(Way.VISIT,), (Way.VISIT,), (Way.VISIT, Way.POST), (Way.NET,)])),
        draw(st.sampled_from([0, 0, 1, 3, None])),
        tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True))) if others else (),
        appointment=draw(st.integers(0, 5)) == 0,
    )


def town_of(wish: Wish, atlas: Atlas, calendar: Calendar, graph: Graph, eager: bool = True) -> Town:
    """The same town for the exhaustive search."""
    hours = Hours(atlas.places, calendar, wish.today, wish.guesses)
    windows = {(place, day): hours.windows(place, day) for place in graph.places for day in range(HORIZON)}
    start = wish.now.hour * 60 + wish.now.minute if wish.now else -1
    guesses = wish.guesses
    return Town(
        graph, windows, wish.here, start, guesses.places_a_day, guesses.counter_minutes, guesses.way_minutes, hours.delivered, eager
    )


@settings(max_examples=150, deadline=None)
@given(towns() | towns((5, 7), 2, (3, 4)))
def test_no_way_is_shorter_or_earlier_than_the_plan(found: tuple[Wish, Atlas, Calendar]) -> None:
    wish, atlas, calendar = found
    plan, graph = _planned(wish, atlas, calendar)
    finish = (plan.finish - wish.today).days
    assume(finish < HORIZON)
    assert plan.exact
    event(f"{plan.trips} outings")
    assert better_exists(town_of(wish, atlas, calendar, graph), plan.trips, finish, HORIZON) is None


@settings(max_examples=40, deadline=None)
@given(towns((0, 1), 1, (1, 2)))
def test_no_way_of_leaving_things_for_later_is_better_either(found: tuple[Wish, Atlas, Calendar]) -> None:
    wish, atlas, calendar = found
    plan, graph = _planned(wish, atlas, calendar)
    finish = (plan.finish - wish.today).days
    assume(finish < 14)
    assert better_exists(town_of(wish, atlas, calendar, graph, eager=False), plan.trips, finish, 14) is None


@settings(max_examples=150, deadline=None)
@given(towns())
def test_the_plan_can_be_walked_as_it_says(found: tuple[Wish, Atlas, Calendar]) -> None:
    wish, atlas, calendar = found
    plan, graph = _planned(wish, atlas, calendar)
    assert plan.trips == 1 + sum(1 for day in plan.outings if day.date > wish.today)
    town = town_of(wish, atlas, calendar, graph)
    walked = better_exists(town, plan.trips, (plan.finish - wish.today).days + 1, HORIZON)
    assume((plan.finish - wish.today).days < HORIZON)
    assert walked == (plan.trips, (plan.finish - wish.today).days)
    _in_order(plan, graph)


@settings(max_examples=150, deadline=None)
@given(towns())
def test_planning_never_costs_more_outings_than_usual_and_no_closed_door_is_met(found: tuple[Wish, Atlas, Calendar]) -> None:
    wish, atlas, calendar = found
    plan, _ = _planned(wish, atlas, calendar)
    assert plan.trips <= plan.usual_trips
    hours = Hours(atlas.places, calendar, wish.today, wish.guesses)
    for day in plan.outings:
        for stop in day.stops:
            if stop.deeds:
                assert hours.windows(stop.place, (day.date - wish.today).days)


@settings(max_examples=100, deadline=None)
@given(towns())
def test_the_beam_gives_a_way_too_and_says_that_it_proved_nothing(found: tuple[Wish, Atlas, Calendar]) -> None:
    wish, atlas, calendar = found
    exact, graph = _planned(wish, atlas, calendar)
    assume(exact.trips > 1)
    plan = make_plan(wish, atlas, calendar, looks=0)
    assert not plan.exact
    assert exact.trips <= plan.trips <= plan.usual_trips
    _in_order(plan, graph)


def _planned(wish: Wish, atlas: Atlas, calendar: Calendar) -> tuple[Plan, Graph]:
    try:
        return make_plan(wish, atlas, calendar), build_graph(wish, atlas)
    except (Unobtainable, NoWay):
        assume(False)
        raise


def _in_order(plan: Plan, graph: Graph) -> None:
    """Nothing is done before what it waits for, and nothing is left out."""
    told: list[Deed] = []
    for day in plan.days:
        told += [*day.at_home, *(deed for stop in day.stops for deed in stop.deeds)]
    done = {(deed.kind, deed.subject) for deed in told}
    for act in graph.acts:
        joined = act.kind is Kind.ASK and (Kind.FETCH, act.subject) in done
        assert (act.kind, act.subject) in done or joined
