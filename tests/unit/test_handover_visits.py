"""What of a visit may leave on paper, and how it is taken up again: at the right question, with nothing believed that was not checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.handover.draft import Draft, pack, unpack
from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.handover.visits import can_be_continued, draft_of, take_up
from kiosk.model.procedure import Choice, FormUse, Procedure, Step, StepKind
from kiosk.visit import steps
from kiosk.visit.basket import with_basket
from kiosk.visit.views import Look
from kiosk.visit.visit import Place, Visit, go
from tests.unit.flow_fakes import small_procedure

NOW = datetime(2026, 11, 24, 3, 0, 59, tzinfo=UTC)
TODAY = date(2026, 11, 24)
START = Visit("t", Look(), Place("R04"), (Place("R02"), Place("R03")))


def family() -> Procedure:
    """Children one by one, a bank account for paper only, a number that must never leave."""
    return replace(
        small_procedure(),
        id="family",
        forms=(FormUse("family", procedure="family"),),
        steps=(
            Step("children", StepKind.NUMBER, "こども", "なん人", minimum=1, maximum=9, counts="child"),
            Step("child_name", StepKind.NAME, "名前", "名前は", each="child", max_chars=60),
            Step("bank", StepKind.TEXT, "口座", "口座は", paper_only=True, max_chars=40),
            Step("my_number", StepKind.TEXT, "番号", "番号は", needs_my_number=True, max_chars=20),
            Step("phone", StepKind.PHONE, "電話", "電話は", optional=True, unknown="書かない"),
            Step("use", StepKind.CHOICE, "つかう", "なにに", choices=(Choice("a", "あ"), Choice("b", "い"))),
        ),
    )


KNOWN = (small_procedure(), family())


def visit(procedure: Procedure, at: str, **answers: str | tuple[str, ...]) -> Visit:
    chosen = with_basket(START, [procedure])
    return go(replace(chosen, answers=answers), "R12", at)


def again(before: Visit) -> Visit:
    return take_up(unpack(pack(draft_of(before, NOW))), replace(START, place=Place("R05")), KNOWN, TODAY)


def test_a_visit_goes_on_at_its_question_with_its_answers() -> None:
    before = visit(small_procedure(), "address", who="proxy", name="田中　花子")
    after = again(before)
    assert (after.place, after.answers) == (Place("R12", "address"), before.answers)
    assert after.basket == before.basket
    assert (after.entry, after.from_card, after.eligibility) == ("hand", frozenset(), {})


def test_the_way_back_leads_through_the_questions_answered_before() -> None:
    after = again(visit(small_procedure(), "address", who="self", name="田中　花子"))
    assert after.trail[-4:] == (Place("R08"), Place("R10"), Place("R12", "who"), Place("R12", "name"))


def test_that_answers_came_from_a_card_does_not_leave() -> None:
    before = replace(
        visit(small_procedure(), "items", who="self", name="田中　花子", address="那覇市"), from_card=frozenset({"name"})
    )
    assert b"card" not in pack(draft_of(before, NOW))
    assert again(before).from_card == frozenset()


def test_bank_details_and_the_number_of_a_person_never_leave_and_are_asked_again() -> None:
    answers = {"children": "2", "child_name#1": "田中 一", "child_name#2": "田中 二", "bank": "普通1234567", "my_number": "123456789018", "phone": ""}  # fmt: skip
    before = visit(family(), "use", **answers)
    draft = draft_of(before, NOW)
    assert set(draft.answers) == {"children", "child_name#1", "child_name#2", "phone"}
    after = again(before)
    assert after.place == Place("R12", "bank")
    assert after.answers["child_name#2"] == "田中 二"


def test_an_answer_the_person_left_out_on_purpose_stays_left_out() -> None:
    after = again(visit(family(), "use", children="1", **{"child_name#1": "田中 一"}, bank="x", phone=""))
    assert after.answers["phone"] == ""


def draft(
    answers: Mapping[str, str | tuple[str, ...]], procedures: tuple[str, ...] = ("small",), screen: str = "R12", step: str = "name"
) -> Draft:
    return Draft("00", NOW, procedures, screen, step, answers)


@pytest.mark.parametrize("procedures", [(), ("gone",), ("small", "gone")])
def test_a_procedure_this_terminal_does_not_know_is_a_reason(procedures: tuple[str, ...]) -> None:
    with pytest.raises(HandoverProblem) as caught:
        take_up(draft({}, procedures), START, KNOWN, TODAY)
    assert caught.value.reason is Reason.UNKNOWN_PROCEDURE


@pytest.mark.parametrize(
    "answers",
    [
        {"who": "nobody"},
        {"who": ("self",)},
        {"who": "self", "name": "あ" * 500},
        {"who": "self", "name": "マイナンバー 123456789018"},
        {"who": "self", "never_asked": "x", "target": "条件が ちがう"},
    ],
)
def test_answers_that_do_not_pass_the_rules_are_asked_again(answers: dict[str, str | tuple[str, ...]]) -> None:
    after = take_up(draft(answers), START, KNOWN, TODAY)
    asked = {step.id for step in steps.asked_steps(after.chosen, after.answers)}
    assert set(after.answers) <= asked & {"who"}
    assert after.place.step in ("who", "name")


def test_a_place_that_is_gone_is_the_first_question_without_an_answer_or_the_check() -> None:
    assert take_up(draft({"who": "self"}, step="gone"), START, KNOWN, TODAY).place == Place("R12", "name")
    full: dict[str, str | tuple[str, ...]] = {"who": "self", "name": "田中", "address": "那覇市", "items": ("a",)}
    assert take_up(draft(full, screen="R14", step=""), START, KNOWN, TODAY).place == Place("R13")


def test_who_left_before_the_first_question_begins_there() -> None:
    assert take_up(draft({}, screen="R10", step=""), START, KNOWN, TODAY).place == Place("R10")
    assert take_up(draft({}, screen="R07", step=""), START, KNOWN, TODAY).place == Place("R07", "here")


def test_a_visit_can_be_taken_along_from_the_first_question_until_it_is_handed_in() -> None:
    one = visit(small_procedure(), "name", who="self")
    assert can_be_continued(one)
    assert not can_be_continued(replace(one, place=Place("R17")))
    assert not can_be_continued(START)
