"""R09 in a visit: when it comes, what it shows, what goes onto paper; and nothing of the person in what a phone reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.model.procedure import BringItem, FactLine, Is, Procedure
from kiosk.planner.model import Atlas, Document, Place, PlaceKind, Way
from kiosk.planner.opening import Calendar
from kiosk.planner.service import Planner
from kiosk.visit.compose import planning
from kiosk.visit.facts import Action, Fact
from kiosk.visit.planning_steps import wants_of
from kiosk.visit.views import Handover, TripPlan
from kiosk.visit.visit import Place as At
from kiosk.visit.visit import Visit
from tests.unit.flow_fakes import HandLane, Stand, small_procedure

WEEK = dict.fromkeys(range(5), ((510, 1035),))
ATLAS = Atlas(
    {
        "form": Document("form", "用紙《ようし》", ("city",), lead_days=0),
        "letter": Document("letter", "診断書《しんだんしょ》", ("hospital",), fetch=(Way.VISIT, Way.POST), lead_days=14, needs=("form",), doctor=True),
    },
    {
        "city": Place("city", "市役所《しやくしょ》", PlaceKind.CITY, WEEK),
        "hospital": Place("hospital", "病院《びょういん》", PlaceKind.HOSPITAL, WEEK),
    },
)  # fmt: skip


def planner() -> Planner:
    return Planner(lambda: (ATLAS, Calendar()), "city")


def procedure(name: str = "small") -> Procedure:
    items = (
        BringItem("letter", "診断書", document="letter"),
        BringItem("seal", "はんこ"),
        BringItem("paper", "いにんじょう", when=Is("who", ("proxy",))),
    )
    facts = (FactLine("post", "post", "できます", "a page", holds=True),)
    return replace(small_procedure(), id=name, bring=items, facts=facts, eligibility=())


def at_bring(**changes: object) -> Stand:
    """A visit that stands at R08."""
    stand = Stand(procedures=(procedure(),), planner=planner(), **changes)
    for fact in (
        Fact("R01", Action.START),
        Fact("R02", Action.NEXT),
        Fact("R03", Action.NEXT, ("alone",)),
        Fact("R04", Action.CHOOSE, "procedure"),
        Fact("R06", Action.CHOOSE, "others"),
        Fact("R06", Action.NEXT, ("small",)),
        Fact("R07", Action.NEXT),
    ):
        stand.flow.handle(fact)
    assert stand.screen == "R08"
    return stand


def said(letter: str, seal: str = "have") -> tuple[tuple[str, str], ...]:
    return (("letter", letter), ("seal", seal))


def test_with_everything_at_hand_there_is_no_plan_to_look_at() -> None:
    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have")))
    assert stand.screen == "R10"


def test_something_missing_leads_to_the_plan_and_on_to_the_form() -> None:
    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    assert stand.screen == "R09"
    body = stand.view.body
    assert isinstance(body, TripPlan)
    assert [bar.trips for bar in body.bars] == [4, 2, 1]
    assert [bar.best for bar in body.bars] == [False, True, False]
    assert [day.day for day in body.days][:2] == ["11/24 (Tue)", "12/8 (Tue)"]
    stand.flow.handle(Fact("R09", Action.NEXT, ()))
    assert stand.screen == "R10"


def test_back_from_the_plan_keeps_what_was_said() -> None:
    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not", "later")))
    stand.flow.handle(Fact("R09", Action.BACK, ()))
    assert stand.screen == "R08"
    assert dict(stand.flow.visit.bring) == {"letter": "have_not", "seal": "later"}


def test_using_the_post_shows_the_other_plan_and_keeps_the_ticks() -> None:
    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    stand.flow.handle(Fact("R09", Action.CHOOSE, (planning.BY_POST, (planning.DOCTOR,))))
    body = stand.view.body
    assert isinstance(body, TripPlan)
    assert [bar.trips for bar in body.bars] == [4, 1]
    assert body.selected == (planning.DOCTOR,)
    stand.flow.handle(Fact("R09", Action.CHOOSE, (planning.IN_PERSON, ())))
    assert isinstance(stand.view.body, TripPlan) and stand.view.body.bars[1].trips == 2


def test_the_phone_reads_days_and_places_and_comes_back_to_the_plan() -> None:
    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    stand.flow.handle(Fact("R09", Action.CHOOSE, (planning.PHONE, ())))
    body = stand.view.body
    assert isinstance(body, Handover)
    assert "病院" in body.qr_text and "12/8 (Tue)" in body.qr_text
    assert "《" not in body.qr_text
    assert len(body.qr_text.encode()) <= planning.MOST_BYTES
    stand.flow.handle(Fact("R09", Action.CHOOSE, planning.BACK))
    assert isinstance(stand.view.body, TripPlan)


def test_the_plan_waits_for_the_lane_and_a_late_one_changes_nothing() -> None:
    lane = HandLane(at_once=False)
    stand = at_bring(disk_lane=lane)
    lane.step()  # what a visit makes ready at its beginning
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    assert stand.screen == "R08"
    lane.step()
    assert stand.screen == "R09"
    lane.step()
    assert stand.screen == "R09"
    assert [place.screen for place in stand.flow.visit.trail].count("R08") == 1


@pytest.mark.parametrize(("company", "who"), [("alone", "self"), ("alone", "proxy"), ("family", "self")])
def test_ticked_papers_come_out_with_the_form_and_the_doctors_one_names_the_patient_and_nobody_else(company: str, who: str) -> None:
    from kiosk.visit.planning_steps import take_along

    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    visit = replace(
        stand.flow.visit,
        take_along=(planning.SHEET, planning.DOCTOR),
        company=company,
        answers={"name": "比嘉　花子", "birth": "1958-04-12", "address": "那覇市", "who": who, "target_name": "島袋　芳子"},
    )
    sheet, pack = take_along(visit, stand.flow.words)
    assert (sheet.form, pack.form) == ("plan", "doctor_pack")
    assert sheet.answers["trips"] == "2 trips"
    assert sheet.answers["day#1"] == "11/24 (Tue)"
    assert "比嘉" not in "".join(str(value) for value in sheet.answers.values())
    assert pack.answers["letters"] == "診断書"
    for_oneself = (company, who) == ("alone", "self")
    assert pack.answers["name"] == ("比嘉　花子" if for_oneself else "島袋　芳子")
    assert ("birth" in pack.answers) == for_oneself


def test_without_a_tick_no_paper_is_added() -> None:
    from kiosk.visit.planning_steps import take_along

    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    stand.flow.handle(Fact("R09", Action.NEXT, ("something else",)))
    assert take_along(stand.flow.visit, stand.flow.words) == ()


def test_the_last_screen_counts_the_trips_saved() -> None:
    from kiosk.visit.compose.closing import done
    from kiosk.visit.services import Filled
    from kiosk.visit.views import Done

    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    body = done(stand.flow.visit, stand.flow.words, stand.flow.setting, Filled(1, 9)).body
    assert isinstance(body, Done)
    assert ("Trips you save", "2") in body.counters


def test_what_turns_up_after_all_takes_the_plan_and_its_papers_away() -> None:
    stand = at_bring()
    stand.flow.handle(Fact("R08", Action.NEXT, said("have_not")))
    stand.flow.handle(Fact("R09", Action.NEXT, (planning.SHEET,)))
    stand.flow.handle(Fact("R10", Action.BACK))
    stand.flow.handle(Fact("R09", Action.BACK, (planning.SHEET,)))
    stand.flow.handle(Fact("R08", Action.NEXT, said("have")))
    assert stand.screen == "R10"
    assert (stand.flow.visit.plans, stand.flow.visit.take_along) == ((), ())


def test_a_thing_shown_once_counts_for_every_procedure_that_takes_it() -> None:
    from kiosk.visit.basket import with_basket

    one, two = procedure("one"), procedure("two")
    visit = with_basket(Visit("t", Stand().flow.setting.look, At("R08")), (one, two))
    shown = [item for item in visit.chosen.bring if item.document == "letter"]
    visit = replace(visit, bring={shown[0].id: "have_not"})
    assert [want.states["letter"] for want in wants_of(visit)] == ["have_not", "have_not"]
