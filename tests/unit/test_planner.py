"""What a plan says: trips, days, reasons, guesses; and what usual means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from kiosk.model.procedure import BringItem, FactLine, Procedure
from kiosk.paths import ASSETS
from kiosk.planner.errands import errand_of, unknown_documents
from kiosk.planner.graph import Circle, Unobtainable, build_graph
from kiosk.planner.holidays import NATIONAL_HOLIDAY, national_holidays
from kiosk.planner.kept import load_kept_atlas
from kiosk.planner.making import READY, make_plan
from kiosk.planner.model import ALL_WAYS, Atlas, Document, Errand, Kind, Minutes, Place, PlaceKind, Plan, Want, Way, Wish
from kiosk.planner.opening import Calendar, OwnDay
from kiosk.planner.service import IN_PERSON, Planner

TUESDAY = date(2026, 11, 24)
WEEK: Mapping[int, tuple[Minutes, ...]] = dict.fromkeys(range(5), ((510, 1035),))
CITY = Place("city", "city", PlaceKind.CITY, WEEK)
HOSPITAL = Place("hospital", "hospital", PlaceKind.HOSPITAL, dict.fromkeys(range(5), ((540, 1020),)))
OFFICE = Place("office", "office", PlaceKind.OFFICE, WEEK)
FORM = Document("form", "form", ("city",), lead_days=0)
LETTER = Document("letter", "letter", ("hospital",), fetch=(Way.VISIT, Way.POST), lead_days=14, needs=("form",))
HANDBOOK = Errand("handbook", "handbook", ("city",), (Way.VISIT, Way.POST), ("letter",))
CHAIN = Atlas({"form": FORM, "letter": LETTER}, {"city": CITY, "hospital": HOSPITAL, "office": OFFICE})

OPEN = Calendar()


def planned(wish: Wish, atlas: Atlas = CHAIN, calendar: Calendar = OPEN) -> Plan:
    return make_plan(wish, atlas, calendar)


def wish(*errands: Errand, today: date = TUESDAY, now: time | None = None, ways: frozenset[Way] = IN_PERSON) -> Wish:
    return Wish(errands or (HANDBOOK,), today, "city", now, ways=ways)


# --- the four days of the seed's voice -----------------------------------------------------------------------------------
def test_form_doctor_letter_and_counter_are_four_outings_usually_and_two_in_this_order() -> None:
    plan = planned(wish())
    assert (plan.usual_trips, plan.trips) == (4, 2)
    first, second = plan.outings
    assert [stop.place for stop in first.stops] == ["city", "hospital"]
    assert [stop.place for stop in second.stops] == ["hospital", "city"]
    assert (first.date, second.date, plan.finish) == (TUESDAY, date(2026, 12, 8), date(2026, 12, 8))
    assert plan.exact


def test_the_post_leaves_one_outing() -> None:
    plan = planned(wish(ways=ALL_WAYS))
    assert plan.trips == 1
    assert [deed.kind for day in plan.days for deed in day.at_home] == [Kind.FETCH, Kind.HAND_IN]


def test_days_off_work_fall_with_the_outings() -> None:
    plan = planned(wish())
    assert (plan.usual_days_off, plan.days_off) == (4, 2)


def test_a_saturday_costs_no_day_off() -> None:
    saturdays = replace(OFFICE, hours={5: ((540, 1020),)})
    atlas = Atlas({"paper": Document("paper", "paper", ("office",), lead_days=0)}, {"city": CITY, "office": saturdays})
    plan = planned(wish(Errand("e", "e", ("office",), needs=("paper",))), atlas)
    assert (plan.trips, plan.days_off) == (2, 1)  # today, and Saturday


def test_an_appointment_is_never_today() -> None:
    atlas = Atlas({"form": FORM, "letter": replace(LETTER, appointment=True)}, CHAIN.places)
    plan = planned(wish(), atlas)
    assert plan.trips == 3
    assert plan.days[0].at_home[0].kind is Kind.CALL
    assert [stop.place for stop in plan.days[1].stops] == ["hospital"]
    assert plan.days[1].date == date(2026, 11, 25)


def test_what_is_at_hand_is_handed_in_at_once() -> None:
    plan = planned(replace(wish(), have=frozenset({"letter"})))
    assert (plan.trips, plan.usual_trips, plan.finish) == (1, 1, TUESDAY)


def test_after_closing_time_the_counter_waits_for_the_next_day() -> None:
    plan = planned(replace(wish(now=time(17, 0)), have=frozenset({"letter"})))
    assert (plan.trips, plan.finish) == (2, date(2026, 11, 25))
    assert plan.days[0].stops[0].deeds == ()


def test_only_what_had_to_be_made_is_said_to_be_ready() -> None:
    evening = planned(wish(now=time(18, 0)))
    assert [said.msgid for day in evening.days for said in day.why].count(READY) == 1
    assert evening.trips == 3


def test_a_thing_at_home_comes_along_on_the_next_outing() -> None:
    plan = planned(wish(Errand("e", "e", ("city",), from_home=("seal",))))
    assert (plan.trips, plan.finish) == (2, date(2026, 11, 25))
    assert [deed.label for deed in plan.days[0].at_home] == ["seal"]


def test_an_application_in_the_basket_is_where_its_document_comes_from() -> None:
    card = Document("card", "card", ("city",), lead_days=60, needs=("letter",), asked_by="handbook")
    atlas = Atlas({**CHAIN.documents, "card": card}, CHAIN.places)
    plan = planned(wish(HANDBOOK, Errand("discount", "discount", ("city",), needs=("card",))), atlas)
    assert [deed.kind for day in plan.days for stop in day.stops for deed in stop.deeds].count(Kind.HAND_IN) == 2
    assert plan.trips == 3
    assert plan.finish == date(2027, 2, 8)  # sixty days after 8 December is a Saturday


# --- what usual means ----------------------------------------------------------------------------------------------------
def test_usual_does_everything_a_place_allows_while_there() -> None:
    atlas = Atlas({f"d{n}": Document(f"d{n}", f"d{n}", ("city",), lead_days=0) for n in range(3)}, {"city": CITY})
    errands = [Errand(f"e{n}", f"e{n}", ("city",), needs=(f"d{n}",)) for n in range(3)]
    assert planned(wish(*errands), atlas).usual_trips == 1


def test_usual_goes_to_one_place_an_outing() -> None:
    atlas = Atlas({n: Document(n, n, (n,), lead_days=0) for n in ("hospital", "office")}, CHAIN.places)
    plan = planned(wish(Errand("e", "e", ("city",), needs=("hospital", "office"))), atlas)
    assert (plan.usual_trips, plan.trips) == (4, 1)


def test_usual_uses_the_way_the_file_names_first() -> None:
    by_post = replace(LETTER, ask=(Way.PHONE, Way.VISIT), fetch=(Way.POST, Way.VISIT), needs=())
    plan = planned(wish(), Atlas({"letter": by_post}, CHAIN.places))
    assert plan.usual_trips == 2  # today, and to hand it in
    assert plan.trips == 2


# --- never a closed day --------------------------------------------------------------------------------------------------
CLOSED = Calendar(
    (OwnDay("irei", "Memorial Day", (6, 23), (6, 23)), OwnDay("year_end", "the year-end holidays", (12, 29), (1, 3))),
    national_holidays(),
)
CAREFUL = Atlas(
    {"paper": Document("paper", "paper", ("city",), lead_days=1)}, {"city": replace(CITY, own_days=("irei", "year_end"))}
)


@pytest.mark.parametrize(
    ("today", "ready"),
    [
        (date(2026, 12, 28), date(2027, 1, 4)),  # the year-end days, which no holiday law names
        (date(2027, 6, 22), date(2027, 6, 24)),  # 慰霊の日
        (date(2027, 4, 28), date(2027, 4, 30)),  # 昭和の日
        (date(2027, 4, 30), date(2027, 5, 6)),  # a week-end, 憲法記念日, みどりの日, こどもの日
        (date(2026, 9, 18), date(2026, 9, 24)),  # a week-end, two holidays, and the day between them
        (date(2027, 3, 19), date(2027, 3, 23)),  # 春分の日 on a Sunday moves to Monday
    ],
)
def test_no_plan_leads_to_a_closed_door(today: date, ready: date) -> None:
    plan = planned(wish(Errand("e", "e", ("city",), needs=("paper",)), today=today), CAREFUL, CLOSED)
    assert [day.date for day in plan.outings] == [today, ready]


def test_a_day_moved_on_by_a_holiday_says_so() -> None:
    plan = planned(wish(Errand("e", "e", ("city",), needs=("paper",)), today=date(2027, 4, 28)), CAREFUL, CLOSED)
    assert f"city is closed for {NATIONAL_HOLIDAY}." in [said.text(str) for said in plan.days[1].why]


def test_unknown_hours_are_planned_as_weekdays_and_the_plan_says_that_it_guessed() -> None:
    atlas = Atlas(CHAIN.documents, {**CHAIN.places, "hospital": replace(HOSPITAL, hours=None)})
    said = [guess.text(str) for guess in planned(wish(), atlas).guesses]
    assert said == ["The hours are not known, so weekdays from 9 to 5 are planned: hospital. Please ask."]


def test_an_unknown_lead_time_is_a_guess_and_the_wait_is_not_called_known() -> None:
    atlas = Atlas({"form": FORM, "letter": replace(LETTER, lead_days=None)}, CHAIN.places)
    plan = planned(wish(), atlas)
    assert [(wait.days, wait.known) for wait in plan.waits] == [(14, False)]
    assert "about 14 days" in plan.guesses[0].text(str)


def test_a_letter_that_gets_too_old_is_told() -> None:
    slow = Document("slow", "slow", ("office",), lead_days=120)
    atlas = Atlas({**CHAIN.documents, "letter": replace(LETTER, use_within_days=90), "slow": slow}, CHAIN.places)
    plan = planned(wish(replace(HANDBOOK, needs=("letter", "slow"))), atlas)
    assert any(note.msgid.startswith("It would be older") for note in plan.notes)


# --- what cannot be ------------------------------------------------------------------------------------------------------
def test_a_circle_of_documents_is_named() -> None:
    documents = {name: Document(name, name, ("city",), needs=(other,)) for name, other in (("a", "b"), ("b", "c"), ("c", "a"))}
    with pytest.raises(Circle) as caught:
        build_graph(wish(Errand("e", "e", ("city",), needs=("a",))), Atlas(documents, CHAIN.places))
    assert caught.value.path == ("a", "b", "c", "a")


def test_a_document_without_a_way_is_named() -> None:
    atlas = Atlas({"x": Document("x", "x", (), ask=(), fetch=(Way.VISIT,))}, CHAIN.places)
    with pytest.raises(Unobtainable, match="x"):
        build_graph(wish(Errand("e", "e", ("city",), needs=("x",))), atlas)


# --- procedures as errands -----------------------------------------------------------------------------------------------
def _procedure(*facts: FactLine) -> Procedure:
    items = (BringItem("letter", "letter", document="letter"), BringItem("seal", "seal"), BringItem("proof", "proof"))
    return Procedure(
        "p", "p", "", "", None, (), events=(), search=(), facts=facts, eligibility=(), bring=items, steps=(), consent=(), next_steps=()
    )  # fmt: skip


def test_what_is_missing_is_got_brought_or_said_to_be_unknown() -> None:
    states = {"letter": "have_not", "seal": "later", "proof": "have_not"}
    errand = errand_of(_procedure(), _procedure().bring, states, CHAIN, "city")
    assert (errand.needs, errand.from_home, errand.unknown) == (("letter",), ("seal",), ("proof",))


def test_ways_and_branches_come_from_the_facts() -> None:
    branch = Place("branch", "branch", PlaceKind.BRANCH, WEEK)
    atlas = Atlas({}, {"city": CITY, "branch": branch})
    facts = (FactLine("post", "", holds=True), FactLine("net", "", holds=False), FactLine("branches", "", holds=True))
    errand = errand_of(_procedure(*facts), (), {}, atlas, "branch")
    assert errand.ways == (Way.VISIT, Way.POST)
    assert errand.at == ("branch", "city")


def test_the_planner_gives_both_plans_and_none_where_there_is_no_way() -> None:
    planner = Planner(lambda: (CHAIN, Calendar()), "city")
    now = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - the counter's own time
    want = Want(_procedure(FactLine("post", "", holds=True)), _procedure().bring, {"letter": "have_not"})
    in_person, with_post = planner.plans((want,), now)
    assert (in_person.trips, with_post.trips) == (2, 1)
    nowhere = Planner(lambda: (Atlas({**CHAIN.documents, "letter": replace(LETTER, at=())}, CHAIN.places), Calendar()), "city")
    assert nowhere.plans((want,), now) == ()


# --- what ships ----------------------------------------------------------------------------------------------------------
def test_every_document_content_names_is_known() -> None:
    from kiosk.content.procedures import read_procedures

    atlas, _ = load_kept_atlas(ASSETS)
    assert unknown_documents(read_procedures(ASSETS / "procedures")[0], atlas) == ()


def test_every_document_that_ships_can_be_got_and_has_a_source() -> None:
    atlas, calendar = load_kept_atlas(ASSETS)
    for document in atlas.documents.values():
        assert document.source.text, document.id
        assert document.source.verified_on, document.id
        plan = make_plan(Wish((Errand("e", "e", ("city_hall",), needs=(document.id,)),), TUESDAY, "city_hall"), atlas, calendar)
        assert plan.trips <= plan.usual_trips, document.id


def test_the_handbook_letter_of_the_shipped_files_saves_outings() -> None:
    atlas, calendar = load_kept_atlas(ASSETS)
    errand = Errand("shintai_techo", "x", ("city_hall",), (Way.VISIT, Way.POST), ("disability_letter", "id_photo"))
    trips = [make_plan(Wish((errand,), TUESDAY, "city_hall", ways=ways), atlas, calendar) for ways in (IN_PERSON, ALL_WAYS)]
    assert [(plan.usual_trips, plan.trips) for plan in trips] == [(4, 3), (4, 2)]
