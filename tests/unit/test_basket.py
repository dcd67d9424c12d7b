"""Several procedures in one visit: every question once, every paper filled, every answer under the name its paper knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.model.procedure import (
    AnyOf,
    BringItem,
    Choice,
    ConsentRow,
    FormUse,
    Is,
    Procedure,
    Question,
    Step,
    StepKind,
)
from kiosk.visit import basket, steps

NAME = Step("name", StepKind.NAME, "名前", "名前は", shared=True, from_card="name")
PHONE = Step("phone", StepKind.PHONE, "電話", "電話は", shared=True, optional=True, unknown="書かない")
CHILDREN = Step("children", StepKind.NUMBER, "人数", "何人", shared=True, minimum=1, maximum=12, counts="child")
CHILD = Step("child_name", StepKind.NAME, "子の名前", "子の名前は", shared=True, each="child")
CHILD_BIRTH = Step("child_birth", StepKind.DATE, "子の生まれた日", "いつ", shared=True, each="child")
COPIES = Step("copies", StepKind.NUMBER, "何通", "何通", minimum=1, maximum=9)
WHO = Step("who", StepKind.CHOICE, "だれ", "だれの", choices=(Choice("self", "わたし"), Choice("proxy", "ほかの人")))
TARGET = Step("target_name", StepKind.NAME, "その人", "その人は", shared=True, when=Is("who", ("proxy",)))


def a_procedure(name: str, *asked: Step, **changes: object) -> Procedure:
    plain = Procedure(
        id=name,
        title=f"{name}の てつづき",
        summary="",
        picture="",
        minutes=None,
        forms=(FormUse(name, procedure=name),),
        events=(),
        search=(),
        facts=(),
        eligibility=(),
        bring=(),
        steps=asked,
        consent=(ConsentRow("これ", "その ため", "市", "すぐ"),),
        next_steps=("紙を とる",),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


A = a_procedure("a", WHO, NAME, TARGET, COPIES)
B = a_procedure("b", NAME, PHONE, COPIES)
C = a_procedure("c", NAME, CHILDREN, CHILD, forms=(FormUse("c_sheet", each="child", procedure="c"),))
D = a_procedure("d", CHILDREN, CHILD, CHILD_BIRTH)


def ids(procedure: Procedure) -> list[str]:
    return [step.id for step in procedure.steps]


def test_one_procedure_alone_keeps_its_names() -> None:
    assert basket.merged([A]) is A


def test_a_shared_question_is_asked_once_and_own_questions_keep_apart() -> None:
    assert ids(basket.merged([A, B])) == ["a.who", "name", "target_name", "a.copies", "phone", "b.copies"]


def test_a_question_one_of_them_always_asks_loses_its_condition() -> None:
    always = a_procedure("e", replace(TARGET, when=None))
    found = next(step for step in basket.merged([A, always]).steps if step.id == "target_name")
    assert found.when is None


def test_a_question_two_ask_on_different_conditions_is_asked_on_either() -> None:
    other = a_procedure("f", WHO, TARGET)
    found = next(step for step in basket.merged([A, other]).steps if step.id == "target_name")
    assert found.when == AnyOf((Is("a.who", ("proxy",)), Is("f.who", ("proxy",))))
    asked = [step.id for step in steps.asked_steps(basket.merged([A, other]), {"a.who": "self", "f.who": "proxy"})]
    assert "target_name" in asked


def test_a_question_stands_after_everything_its_condition_looks_at() -> None:
    merged = basket.merged([A, a_procedure("f", WHO, TARGET)])
    assert ids(merged).index("f.who") < ids(merged).index("target_name")


def test_questions_that_wait_for_each_other_are_not_lost() -> None:
    one = a_procedure("g", WHO, replace(NAME, when=Is("target_name", ("x",))))
    other = a_procedure("h", WHO, replace(TARGET, when=Is("name", ("x",))))
    assert set(ids(basket.merged([one, other]))) == {"g.who", "h.who", "name", "target_name"}


def test_one_that_must_be_answered_for_somebody_must_be_answered() -> None:
    merged = basket.merged([B, a_procedure("i", replace(PHONE, optional=False, unknown=""))])
    phone = next(step for step in merged.steps if step.id == "phone")
    assert not phone.optional and not phone.unknown


def test_the_questions_about_a_child_stay_together_child_by_child() -> None:
    asked = [step.id for step in steps.asked_steps(basket.merged([C, D]), {"children": "2"})]
    assert asked == ["name", "children", "child_name#1", "child_birth#1", "child_name#2", "child_birth#2"]


def test_a_group_of_unknown_size_asks_nothing_yet() -> None:
    assert [step.id for step in steps.asked_steps(D, {})] == ["children"]
    assert [step.id for step in steps.asked_steps(D, {"children": "0"})] == ["children"]


def test_fewer_children_forget_the_answers_of_those_taken_away() -> None:
    answers = {"children": "1", "child_name#1": "花子", "child_name#2": "太郎"}
    assert steps.drop_unasked(D, answers) == {"children": "1", "child_name#1": "花子"}


def test_a_condition_inside_a_group_looks_at_the_same_child() -> None:
    sick = Step(
        "child_sick", StepKind.CHOICE, "病気", "病気", choices=(Choice("yes", "はい"), Choice("no", "いいえ")), each="child"
    )
    what = Step("child_what", StepKind.TEXT, "何の", "何の", each="child", when=Is("child_sick", ("yes",)))
    asked = steps.asked_steps(
        a_procedure("j", CHILDREN, sick, what), {"children": "2", "child_sick#1": "no", "child_sick#2": "yes"}
    )
    assert [step.id for step in asked] == ["children", "child_sick#1", "child_sick#2", "child_what#2"]


def test_each_procedure_sees_its_own_answers_under_its_own_names() -> None:
    answers = {"a.copies": "2", "b.copies": "5", "name": "花子", "phone": "098"}
    assert basket.view_of(A, [A, B], answers) == {"copies": "2", "name": "花子"}
    assert basket.view_of(B, [A, B], answers) == {"copies": "5", "name": "花子", "phone": "098"}


def test_a_sheet_for_each_child_sees_that_child_under_the_plain_name() -> None:
    sheets = basket.papers([C], {"name": "母", "children": "2", "child_name#1": "花子", "child_name#2": "太郎"})
    assert [(sheet.form, sheet.answers["child_name"]) for sheet in sheets] == [("c_sheet", "花子"), ("c_sheet", "太郎")]


def test_a_sheet_for_each_child_says_whose_it_is() -> None:
    sheets = basket.papers([C], {"name": "母", "children": "2", "child_name#1": "花子", "child_name#2": "太郎"})
    assert [sheet.whose for sheet in sheets] == ["花子", "太郎"]


def test_next_steps_that_most_procedures_say_come_first() -> None:
    one, two, three = (replace(of, next_steps=steps) for of, steps in ((A, ("x", "pen")), (B, ("y", "pen")), (C, ("z",))))
    assert basket.merged([one, two, three]).next_steps == ("pen", "x", "y", "z")


def test_a_paper_on_a_condition_comes_only_when_it_holds() -> None:
    guide = FormUse("guide", when=Is("who", ("proxy",)), procedure="a")
    with_guide = replace(A, forms=(*A.forms, guide))
    assert [paper.form for paper in basket.papers([with_guide, B], {"a.who": "self"})] == ["a", "b"]
    assert [paper.form for paper in basket.papers([with_guide, B], {"a.who": "proxy"})] == ["a", "guide", "b"]


def test_the_same_paper_of_two_procedures_comes_once() -> None:
    guide = FormUse("guide", procedure="b")
    one, other = replace(B, forms=(guide,)), replace(B, id="k", forms=(replace(guide, procedure="k"),))
    assert [paper.form for paper in basket.papers([one, other], {"name": "花子"})] == ["guide"]


def test_the_box_of_a_paper_leads_back_to_the_question_of_the_visit() -> None:
    papers = basket.papers([B, C], {"children": "2", "child_name#1": "花子", "child_name#2": "太郎"})
    assert basket.question_of([B, C], papers, 0, "copies") == "b.copies"
    assert basket.question_of([B, C], papers, 2, "child_name") == "child_name#2"
    assert basket.question_of([B], basket.papers([B], {}), 0, "copies") == "copies"


def test_what_is_for_the_paper_alone_never_goes_to_the_city() -> None:
    account = Step("bank_number", StepKind.TEXT, "口座", "口座", shared=True, paper_only=True)
    merged = basket.merged([A, a_procedure("l", NAME, account)])
    assert basket.to_send(merged, {"name": "花子", "bank_number": "1234567"}) == {"name": "花子"}


def test_a_question_before_the_form_is_asked_once_for_all() -> None:
    where = Question("in_naha", "なは市に すんでいますか", "", "", "yes", "窓口へ")
    merged = basket.merged([replace(A, eligibility=(where,)), replace(B, eligibility=(where,))])
    assert [question.id for question in merged.eligibility] == ["a.in_naha"]


def test_a_thing_two_procedures_need_is_brought_once() -> None:
    card = BringItem("id_card", "名前が わかる もの")
    merged = basket.merged([replace(A, bring=(card,)), replace(B, bring=(card, BringItem("money", "お金")))])
    assert [item.label for item in merged.bring] == ["名前が わかる もの", "お金"]


@pytest.mark.parametrize(("chosen", "asked", "alone"), [((A, B), 5, 6), ((C, D), 2, 3), ((A,), 3, 3)])
def test_the_saving_counts_questions_nobody_answers_again(chosen: tuple[Procedure, ...], asked: int, alone: int) -> None:
    assert basket.saving(chosen, {"a.who": "self", "who": "self"}) == basket.Saving(asked, alone)


ADDRESS = Step("address", StepKind.ADDRESS, "住所", "住所は", shared=True, from_card="address")
NEW_ADDRESS = Step("new_address", StepKind.ADDRESS, "新しい住所", "どこ", shared=True, stands_for="address")
MOVING = a_procedure("move", WHO, replace(ADDRESS, when=Is("who", ("proxy",))), NEW_ADDRESS)
SEAL = a_procedure("seal", NAME, ADDRESS)


def test_who_moves_in_lives_at_the_new_address_in_every_other_paper() -> None:
    answers = {"move.who": "self", "name": "花子", "new_address": "那覇市"}
    assert "address" not in [step.id for step in steps.asked_steps(basket.merged([MOVING, SEAL]), answers)]
    assert basket.view_of(SEAL, [MOVING, SEAL], answers)["address"] == "那覇市"
    assert "address" not in basket.view_of(MOVING, [MOVING, SEAL], answers)


def test_who_moves_for_somebody_else_lives_where_they_say() -> None:
    answers = {"move.who": "proxy", "name": "花子", "address": "浦添市", "new_address": "那覇市"}
    assert "address" in [step.id for step in steps.asked_steps(basket.merged([MOVING, SEAL]), answers)]
    assert basket.view_of(SEAL, [MOVING, SEAL], answers)["address"] == "浦添市"
