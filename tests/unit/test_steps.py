"""Which questions are asked, in which order, and what happens to answers nobody asks for any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.procedures import load_procedures
from kiosk.model.procedure import Answer, Choice, Is, Procedure, Step, StepKind, holds
from kiosk.paths import ASSETS
from kiosk.visit.steps import (
    asked_steps,
    drop_unasked,
    first_unanswered,
    items_that_may_be_needed,
    items_to_bring,
    next_step,
    position,
    previous_step,
)

JUMINHYO = next(one for one in load_procedures(ASSETS / "procedures") if one.id == "juminhyo")
SELF: Mapping[str, Answer] = {"who": "self", "items": (), "purpose": "pension"}
PROXY: Mapping[str, Answer] = {"who": "proxy", "items": ("honseki", "mynumber"), "mynumber_reason": "tax", "purpose": "other"}


def ids(procedure: Procedure, answers: Mapping[str, Answer]) -> list[str]:
    return [step.id for step in asked_steps(procedure, answers)]


def test_for_oneself_nobody_else_is_asked_about() -> None:
    plain = ["who", "name", "kana", "birth", "address", "phone", "scope", "items", "copies", "purpose"]
    assert ids(JUMINHYO, SELF) == plain


def test_for_the_household_the_address_is_not_asked_twice() -> None:
    asked = ids(JUMINHYO, {"who": "household"})
    assert "target_name" in asked
    assert "target_birth" in asked
    assert "target_address" not in asked


def test_for_somebody_else_everything_about_them_is_asked() -> None:
    asked = ids(JUMINHYO, PROXY)
    assert asked == [step.id for step in JUMINHYO.steps]


def test_my_number_is_asked_about_only_when_it_was_ticked_and_never_its_digits() -> None:
    assert "mynumber_reason" not in ids(JUMINHYO, SELF)
    assert "mynumber_reason" in ids(JUMINHYO, PROXY)
    assert not any(step.needs_my_number for step in JUMINHYO.steps)


def test_not_knowing_why_my_number_is_needed_unticks_it() -> None:
    kept = drop_unasked(JUMINHYO, {**PROXY, "mynumber_reason": "unsure"})
    assert kept["items"] == ("honseki",)
    assert "mynumber_reason" not in kept
    assert drop_unasked(JUMINHYO, PROXY)["items"] == ("honseki", "mynumber")


def test_a_changed_mind_drops_what_is_no_longer_asked_and_nothing_else() -> None:
    answers = {**PROXY, "target_name": "比嘉　花子", "target_address": "那覇市", "purpose_other": "本", "name": "比嘉　太郎"}
    kept = drop_unasked(JUMINHYO, {**answers, "who": "household", "purpose": "bank"})
    assert kept["target_name"] == "比嘉　花子"
    assert "target_address" not in kept
    assert "purpose_other" not in kept
    assert kept["name"] == "比嘉　太郎"


def test_an_answer_left_over_from_a_question_not_asked_opens_no_other_question() -> None:
    tiles = (Choice("yes", "はい"), Choice("no", "いいえ"))
    first, second, third = (Step(name, StepKind.CHOICE, "l", "a", choices=tiles) for name in ("first", "second", "third"))
    chain = (first, replace(second, when=Is("first", ("yes",))), replace(third, when=Is("second", ("yes",))))
    procedure = replace(JUMINHYO, steps=chain)
    assert ids(procedure, {"first": "yes", "second": "yes"}) == ["first", "second", "third"]
    assert ids(procedure, {"first": "no", "second": "yes"}) == ["first"]
    assert drop_unasked(procedure, {"first": "no", "second": "yes", "third": "yes"}) == {"first": "no"}


def test_the_way_forward_leaves_out_what_the_card_answered() -> None:
    card = frozenset({"name", "birth", "address"})
    way, at = [], None
    while (step := next_step(JUMINHYO, SELF, at, card)) is not None:
        way.append(step.id)
        at = step.id
    assert way == ["who", "kana", "phone", "scope", "items", "copies", "purpose"]


def test_the_way_back_is_the_way_forward_reversed() -> None:
    forward = ids(JUMINHYO, PROXY)
    backward, at = [forward[-1]], forward[-1]
    while (step := previous_step(JUMINHYO, PROXY, at)) is not None:
        backward.append(step.id)
        at = step.id
    assert backward == forward[::-1]


def test_the_way_goes_on_from_a_question_that_is_no_longer_asked() -> None:
    step = next_step(JUMINHYO, SELF, "mynumber_reason")
    assert step is not None
    assert step.id == "copies"


def test_the_count_runs_from_one_to_the_number_of_questions() -> None:
    asked = ids(JUMINHYO, SELF)
    assert [position(JUMINHYO, SELF, step) for step in asked] == [(n, len(asked)) for n in range(1, len(asked) + 1)]
    assert position(JUMINHYO, SELF, "kana", frozenset({"name", "birth", "address"})) == (2, 7)
    assert position(JUMINHYO, SELF, "mynumber_reason") == (8, 10)


def test_an_empty_answer_that_was_given_is_given() -> None:
    answers = {step.id: "" for step in JUMINHYO.steps} | {"who": "self"}
    assert first_unanswered(JUMINHYO, answers) is None
    del answers["phone"]
    unanswered = first_unanswered(JUMINHYO, answers)
    assert unanswered is not None
    assert unanswered.id == "phone"


def test_a_letter_is_brought_only_by_those_who_come_for_somebody_else() -> None:
    assert [item.id for item in items_to_bring(JUMINHYO, SELF)] == ["id_card", "money"]
    assert [item.id for item in items_to_bring(JUMINHYO, PROXY)] == ["id_card", "letter", "money"]
    assert [item.id for item in items_to_bring(JUMINHYO, {})] == ["id_card", "money"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_answered_the_way_ends_and_every_kept_answer_was_asked_for(data: st.DataObject) -> None:
    answers: dict[str, Answer] = {}
    for step in JUMINHYO.steps:
        values = [choice.value for choice in step.choices]
        if data.draw(st.booleans()) and values:
            single = st.sampled_from(values)
            answers[step.id] = data.draw(single) if step.kind is StepKind.CHOICE else tuple(data.draw(st.sets(single)))
    kept = drop_unasked(JUMINHYO, answers)
    assert set(kept) <= {step.id for step in asked_steps(JUMINHYO, kept)}
    assert drop_unasked(JUMINHYO, kept) == kept
    assert all(holds(step.when, kept) for step in asked_steps(JUMINHYO, kept))


@pytest.mark.parametrize("name", [path.stem for path in sorted((ASSETS / "procedures").glob("*.yaml"))])
def test_every_procedure_begins_with_a_question_everybody_is_asked(name: str) -> None:
    procedure = next(p for p in load_procedures(Path(ASSETS / "procedures")) if p.id == name)
    assert asked_steps(procedure, {})[0].id == procedure.steps[0].id


def test_what_a_later_answer_may_ask_for_is_told_after_what_is_sure() -> None:
    assert [item.id for item in items_that_may_be_needed(JUMINHYO, {})] == ["id_card", "money", "letter"]
    assert [item.id for item in items_that_may_be_needed(JUMINHYO, SELF)] == ["id_card", "money"]
    assert [item.id for item in items_that_may_be_needed(JUMINHYO, PROXY)] == ["id_card", "letter", "money"]
