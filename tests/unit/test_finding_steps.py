"""From a life event or a word to the basket: what is ticked, asked once, brought once and offered along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kiosk.content.procedures import read_procedures
from kiosk.model.procedure import BringItem, Choice, FactLine, Is, Procedure, Question, Step, StepKind
from kiosk.paths import ASSETS
from kiosk.visit.basket import merged, saving, with_basket
from kiosk.visit.compose.opening import DOORS
from kiosk.visit.facts import Action, Fact
from kiosk.visit.rebasing import offers
from kiosk.visit.steps import items_to_bring
from kiosk.visit.views import Cards, Checklist, Facts, Look, Menu, Notice, Search
from kiosk.visit.visit import Place, Visit
from kiosk.visit.ways import Way, goes
from tests.unit.finder_kit import EVENTS, procedure
from tests.unit.flow_fakes import Stand

READ = date(2026, 11, 24)
HERE = Question("here", "なは市に すんでいますか", "", "", "yes", "窓口で きいて ください")
NAME = Step("name", StepKind.NAME, "名前", "名前は", from_card="name", max_chars=60, shared=True)
WHO = Step("who", StepKind.CHOICE, "だれ", "だれの", choices=(Choice("self", "わたし"), Choice("proxy", "ほかの 人")))
ID_CARD = BringItem("id", "名前が わかる もの", document="id_card")


def fact(name: str, value: str = "", holds: bool | None = None) -> FactLine:
    return FactLine(name, name, value, "somewhere", READ, False, holds)


def with_steps(of: Procedure, *steps: Step) -> Procedure:
    return replace(of, steps=steps)


JUMINHYO = with_steps(
    procedure(
        "juminhyo",
        "住民票",
        "住んでいる ところ",
        ("moved",),
        eligibility=(HERE,),
        bring=(ID_CARD,),
        facts=(fact("post", "できます", True),),
        minutes=5,
    ),
    WHO,
    NAME,
)
TENNYU = with_steps(
    procedure(
        "tennyu",
        "転入",
        "ひっこして きた",
        ("moved",),
        eligibility=(replace(HERE, id="city"), Question("days", "14日の 中ですか", "", "", "yes", "すぎても できます")),
        bring=(replace(ID_CARD, id="card", label="本人の カード"), BringItem("paper", "転出証明書")),
        facts=(
            fact("post", "できません", False),
            fact("net", "", False),
            fact("convenience", "", False),
            fact("evening", "", False),
        ),
    ),
    WHO,
    NAME,
    Step("from", StepKind.TEXT, "前の 住所", "どこから", max_chars=20),
)
TEATE = with_steps(
    procedure(
        "teate",
        "児童手当",
        "子どもの お金",
        ("child", "moved"),
        eligibility=(HERE,),
        bring=(ID_CARD,),
        facts=(fact("card", "いりません", False),),
    ),
    NAME,
)
LONELY = procedure("lonely", "ほかの こと", "どれでも ない")
CITY = (JUMINHYO, TENNYU, TEATE, LONELY)


def stand(company: str = "alone", procedures: tuple[Procedure, ...] = CITY) -> Stand:
    """At R04."""
    made = Stand(procedures=procedures, life_events=tuple(EVENTS.values()))
    say(made, Action.START)
    say(made, Action.NEXT)
    say(made, Action.NEXT, (company,))
    return made


def say(at: Stand, action: Action, value: object = None) -> None:
    at.flow.handle(Fact(at.screen, action, value))


def body(at: Stand) -> Any:
    return at.view.body


def at_event(event: str = "moved", company: str = "alone") -> Stand:
    made = stand(company)
    say(made, Action.CHOOSE, "procedure")
    say(made, Action.CHOOSE, event)
    assert isinstance(made.view.body, Cards)
    return made


def at_search() -> Stand:
    made = stand()
    say(made, Action.CHOOSE, "search")
    assert isinstance(made.view.body, Search)
    return made


# --- R04, R06 ---------------------------------------------------------------------------------------------------------------
def test_the_menu_shows_only_ways_this_terminal_has() -> None:
    at = stand()
    assert isinstance(at.view.body, Menu) and at.view.body.search is not None
    shown = [option.value for option in at.view.body.options]
    assert shown == [*(door.value for door in DOORS if at.flow.leads_to(door.screen)), "person"]
    assert "procedure" in shown


def test_a_way_that_is_not_there_leads_nowhere_even_if_somebody_says_so() -> None:
    at = stand()
    say(at, Action.CHOOSE, "nonsense")
    assert at.screen == "R04"


def test_life_events_stand_in_their_order_and_end_with_a_person() -> None:
    at = stand()
    say(at, Action.CHOOSE, "procedure")
    assert [option.value for option in body(at).options] == [*EVENTS, "others", "person"]


def test_a_procedure_of_no_event_has_a_tile_of_its_own() -> None:
    at = at_event("others")
    assert [card.value for card in body(at).cards] == ["lonely"]


def test_an_event_without_procedures_says_what_else_one_can_do() -> None:
    at = at_event("care")
    assert body(at).cards == () and body(at).empty
    assert at.view.frame.call and at.view.frame.next_label is None


def test_going_on_without_a_tick_asks_for_one_and_loses_nothing() -> None:
    at = at_event()
    say(at, Action.NEXT, ())
    assert at.screen == "R06" and at.view.frame.problems


def test_ticks_of_two_events_come_together_in_one_basket() -> None:
    at = at_event("moved")
    say(at, Action.BACK, ("juminhyo",))
    assert at.view.frame.next_label is not None and "住民票" in at.view.frame.hint
    say(at, Action.CHOOSE, "child")
    assert body(at).selected == ("juminhyo",)
    say(at, Action.NEXT, ("juminhyo", "teate"))
    assert [of.id for of in at.flow.visit.basket] == ["juminhyo", "teate"]


def test_from_the_events_page_one_can_go_on_with_what_is_ticked() -> None:
    at = at_event()
    say(at, Action.BACK, ("tennyu",))
    say(at, Action.NEXT)
    assert at.screen == "R07" and [of.id for of in at.flow.visit.basket] == ["tennyu"]


def test_a_filter_moves_what_does_not_fit_to_the_end_and_says_why_but_hides_nothing() -> None:
    at = at_event()
    before = [card.value for card in body(at).cards]
    say(at, Action.CHOOSE, ("home", ("tennyu",)))
    assert [card.value for card in body(at).cards] == ["juminhyo", "tennyu", "teate"] and set(before) == {
        "juminhyo",
        "tennyu",
        "teate",
    }
    assert [bool(card.aside) for card in body(at).cards] == [False, True, True]
    assert len({card.aside for card in body(at).cards}) == 3  # no, and nobody knows, are not the same
    assert body(at).selected == ("tennyu",) and body(at).on == ("home",)
    say(at, Action.CHOOSE, ("home", ("tennyu",)))
    assert [card.value for card in body(at).cards] == before
    say(at, Action.CHOOSE, ("no_card", ()))
    assert [card.value for card in body(at).cards] == ["teate", "juminhyo", "tennyu"]


@pytest.mark.parametrize(
    ("of", "way", "goes_so"),
    [
        (JUMINHYO, Way.HOME, True), (TENNYU, Way.HOME, False), (TEATE, Way.HOME, None), (JUMINHYO, Way.WEEKDAY, True), (TENNYU, Way.WEEKDAY, False),
        (TEATE, Way.NO_CARD, True), (JUMINHYO, Way.NO_CARD, None),
    ],
)  # fmt: skip
def test_what_nobody_has_written_down_is_neither_yes_nor_no(of: Procedure, way: Way, goes_so: bool | None) -> None:
    assert goes(of, way) is goes_so


def test_everything_can_be_ticked_at_once_where_people_mostly_need_everything() -> None:
    assert body(at_event("moved")).all
    assert not body(at_event("child")).all


def test_a_late_or_odd_value_changes_nothing() -> None:
    at = at_event()
    for value in (None, "home", ("home",), ("home", "x"), ("no_such_way", ()), (1, 2), ("home", (1, 2))):
        say(at, Action.CHOOSE, value)
        assert at.screen == "R06"
    assert {card.value for card in body(at).cards} == {"juminhyo", "tennyu", "teate"}


# --- finding by a word ------------------------------------------------------------------------------------------------------
def test_a_card_of_the_search_begins_its_procedure() -> None:
    at = at_search()
    assert [card.value for card in body(at).find("てんにゅう").cards] == [] or body(at).find("転入").cards[0].value == "tennyu"
    say(at, Action.CHOOSE, ("tennyu", "転入"))
    assert at.screen == "R07" and [of.id for of in at.flow.visit.basket] == ["tennyu"]


def test_back_from_what_was_found_the_word_still_stands_there() -> None:
    at = at_search()
    say(at, Action.CHOOSE, ("tennyu", "転入"))
    say(at, Action.BACK, None)
    assert body(at).value == "転入"


def test_a_word_that_means_nothing_shows_the_nearest_and_a_person() -> None:
    at = at_search()
    cards = body(at).find("ぺぺぺぺぺ").cards
    assert len(cards) == 4 and cards[-1].value == "person"
    say(at, Action.CHOOSE, ("person", "ぺぺぺぺぺ"))
    assert isinstance(at.view.body, Notice)


def test_a_miss_is_counted_and_a_name_is_not_told() -> None:
    at = at_search()
    say(at, Action.BACK, "やまだたろう")
    assert [values for event, values in at.events if event == "search_miss"] == [{"language": "ja", "detail": ""}]


def test_a_word_that_was_found_is_no_miss_and_nor_is_nothing() -> None:
    for word in ("転入", "", " ", "x"):
        at = at_search()
        say(at, Action.BACK, word)
        assert not [event for event, _values in at.events if event == "search_miss"]


# --- R07 ------------------------------------------------------------------------------------------------------------------
def begun(*ids: str, company: str = "alone") -> Stand:
    at = at_event("moved", company)
    say(at, Action.NEXT, ids)
    return at


def asked(at: Stand) -> list[str]:
    """Answer yes until the result; the headings of the questions."""
    headings = []
    while at.screen == "R07" and at.flow.visit.place.step != "result":
        headings.append(at.view.frame.heading)
        say(at, Action.NEXT, ("yes",))
    return headings


def test_the_same_question_of_two_procedures_is_asked_once() -> None:
    at = begun("juminhyo", "tennyu", "teate")
    assert asked(at) == [HERE.ask, "14日の 中ですか"]


def test_a_question_says_what_it_is_about_and_how_many_there_are() -> None:
    at = begun("juminhyo", "tennyu")
    assert (at.view.frame.topic, at.view.frame.stage_note) == ("For 2 of your procedures", "1 of 2")
    say(at, Action.NEXT, ("yes",))
    assert (at.view.frame.topic, at.view.frame.stage_note) == ("転入", "2 of 2")


def test_of_one_procedure_nothing_need_be_said() -> None:
    assert begun("juminhyo").view.frame.topic == ""


def test_a_doubt_is_told_for_each_procedure_it_touches() -> None:
    at = begun("juminhyo", "tennyu")
    say(at, Action.NEXT, ("no",))
    say(at, Action.NEXT, ("yes",))
    assert isinstance(at.view.body, Facts)
    assert at.view.body.rows == (("住民票", HERE.otherwise), ("転入", HERE.otherwise))


def test_doubts_stand_before_what_fits() -> None:
    at = begun("juminhyo", "tennyu")
    say(at, Action.NEXT, ("yes",))
    say(at, Action.NEXT, ("unknown",))
    assert body(at).rows == (("転入", "すぎても できます"), ("住民票", "You can do this here."))


def test_without_doubts_every_procedure_of_the_basket_is_said_to_fit() -> None:
    at = begun("juminhyo", "tennyu")
    asked(at)
    assert [row[0] for row in body(at).rows] == ["住民票", "転入"]


def test_who_comes_for_somebody_else_is_not_asked_whose_it_is() -> None:
    at = begun("juminhyo", "tennyu", company="family")
    assert at.flow.visit.answers == {"juminhyo.who": "proxy", "tennyu.who": "proxy"}


def test_choosing_other_procedures_keeps_what_was_said() -> None:
    at = begun("juminhyo")
    say(at, Action.NEXT, ("yes",))
    for _ in range(2):
        say(at, Action.BACK, None)
    say(at, Action.NEXT, ("juminhyo", "tennyu"))
    assert at.view.frame.heading == "14日の 中ですか"


# --- R08 ------------------------------------------------------------------------------------------------------------------
def at_r08(*ids: str) -> Stand:
    at = begun(*ids)
    asked(at)
    say(at, Action.NEXT)
    assert isinstance(at.view.body, Checklist)
    return at


def test_what_two_procedures_need_is_brought_once() -> None:
    at = at_r08("juminhyo", "tennyu", "teate")
    assert [item.label for item in body(at).items] == ["名前が わかる もの", "転出証明書"]


def test_what_one_needs_always_and_the_other_sometimes_is_asked_for() -> None:
    sometimes = replace(JUMINHYO, bring=(replace(ID_CARD, when=Is("who", ("proxy",))),))
    both = merged((sometimes, TEATE))
    assert items_to_bring(both, {"juminhyo.who": "self"}) == both.bring
    assert items_to_bring(merged((sometimes, replace(TEATE, bring=()))), {"juminhyo.who": "self"}) == ()


def test_what_saves_answers_is_offered_along_and_what_is_there_already_is_not() -> None:
    at = at_r08("juminhyo")
    assert [offer.value for offer in body(at).offers] == ["tennyu", "teate"]
    assert not {"juminhyo", "lonely"} & {offer.value for offer in body(at).offers}


def test_what_fits_another_of_its_life_events_only_is_not_offered_along() -> None:
    certificate = replace(JUMINHYO, id="copy", events=("certificate", *TEATE.events))
    now = with_basket(Visit("t", Look(), Place("R08")), (certificate,))
    assert offers(now, (certificate, TEATE)) == ()
    assert [one.procedure.id for one in offers(now, (certificate, TEATE, JUMINHYO, replace(certificate, id="other")))] == ["other"]


def test_who_has_chosen_many_is_offered_no_more() -> None:
    many = tuple(replace(TEATE, id=f"t{n}") for n in range(5))
    now = with_basket(Visit("t", Look(), Place("R08")), many)
    assert offers(now, (*many, JUMINHYO)) == ()
    assert offers(with_basket(now, many[:4]), (*many, JUMINHYO)) != ()


def test_what_an_offer_says_it_saves_is_what_the_larger_basket_saves() -> None:
    procedures, _problems = read_procedures(ASSETS / "procedures")
    tried = 0
    for answers in ({}, {"children": "2", "name": "あ"}):
        for basket in [(one,) for one in procedures[:12]] + [procedures[:2], procedures[2:5]]:
            now = with_basket(Visit("t", Look(), Place("R08"), answers=answers), basket)
            for offer in offers(now, procedures):
                both = saving((*basket, offer.procedure), answers).saved - saving(basket, answers).saved
                assert offer.saved == both, (offer.procedure.id, [of.id for of in basket])
                tried += 1
    assert tried > 20


def test_one_touch_adds_a_procedure_and_asks_only_what_is_new() -> None:
    at = at_r08("juminhyo")
    item = body(at).items[0].id
    say(at, Action.CHOOSE, ("tennyu", ((item, "have"),)))
    assert [of.id for of in at.flow.visit.basket] == ["juminhyo", "tennyu"]
    assert asked(at) == ["14日の 中ですか"]
    say(at, Action.NEXT)
    assert {item.label: item.state for item in body(at).items} == {"名前が わかる もの": "have", "転出証明書": ""}


def test_adding_one_that_asks_nothing_new_stays_on_the_list() -> None:
    at = at_r08("juminhyo")
    say(at, Action.CHOOSE, ("teate", ()))
    assert at.screen == "R08" and len(at.flow.visit.basket) == 2


def test_adding_what_does_not_exist_or_is_there_changes_nothing() -> None:
    at = at_r08("juminhyo")
    for added in ("juminhyo", "no_such", ""):
        say(at, Action.CHOOSE, (added, ()))
        assert at.screen == "R08" and len(at.flow.visit.basket) == 1


def test_answers_given_before_keep_their_meaning_when_one_is_added() -> None:
    at = at_r08("juminhyo")
    say(at, Action.NEXT, ())
    say(at, Action.NEXT, ("hand",))
    say(at, Action.NEXT, ("self",))
    assert at.flow.visit.answers == {"who": "self"}
    for _ in range(3):
        say(at, Action.BACK, None)
    assert at.screen == "R08"
    say(at, Action.CHOOSE, ("teate", ()))
    assert at.flow.visit.answers == {"juminhyo.who": "self"}


def test_the_log_names_each_procedure_once() -> None:
    at = at_r08("juminhyo")
    say(at, Action.CHOOSE, ("teate", ()))
    assert [values["procedure"] for event, values in at.events if event == "procedure"] == ["juminhyo", "teate"]
