"""Which questions are asked, and in which order: pure functions over a Procedure and the answers so far.

A condition sees only answers of questions that are themselves asked, so one forward pass settles everything. A group of questions for
several people is unrolled first: child_name becomes child_name#1, child_name#2 …, one person after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kiosk.model.procedure import AllOf, Answer, AnyOf, BringItem, Condition, Is, Not, Procedure, Step, holds, may_hold

NTH = "#"


def nth_id(step: str, nth: int) -> str:
    """The id of a group's question for one of its people, from 1."""
    return f"{step}{NTH}{nth}"


def renamed(condition: Condition | None, names: Mapping[str, str]) -> Condition | None:
    """The condition with other step ids; those not named stay."""
    match condition:
        case None:
            return None
        case Is(step, values):
            return Is(names.get(step, step), values)
        case Not(inner):
            return Not(_some(inner, names))
        case AllOf(parts):
            return AllOf(tuple(_some(part, names) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_some(part, names) for part in parts))


def _some(condition: Condition, names: Mapping[str, str]) -> Condition:
    found = renamed(condition, names)
    assert found is not None, "only no condition becomes none"
    return found


def unrolled(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[Step, ...]:
    """The questions one by one: those of a group once for each of its people, as far as their number is known."""
    sizes = {step.counts: _number(answers.get(step.id)) for step in procedure.steps if step.counts}
    found: list[Step] = []
    for group, run in groupby(procedure.steps, key=lambda step: step.each):
        one_by_one = list(run)
        found += _for_each(one_by_one, sizes.get(group, 0)) if group else one_by_one
    return tuple(found)


def _for_each(steps: Sequence[Step], size: int) -> list[Step]:
    return [one for nth in range(1, size + 1) for one in _nth(steps, nth)]


def _nth(steps: Sequence[Step], nth: int) -> list[Step]:
    names = {step.id: nth_id(step.id, nth) for step in steps}
    return [replace(step, id=names[step.id], when=renamed(step.when, names), nth=nth) for step in steps]


def _number(answer: Answer | None) -> int:
    return int(answer) if isinstance(answer, str) and answer.isdigit() else 0


def step_of(procedure: Procedure, answers: Mapping[str, Answer], name: str) -> Step:
    """The question of that id."""
    return next(step for step in unrolled(procedure, answers) if step.id == name)


def asked_steps(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[Step, ...]:
    """The steps whose conditions hold, in the procedure's order."""
    return _pass(procedure, answers)[0]


def drop_unasked(procedure: Procedure, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that still count: without those no longer asked for, and without ticks another answer takes back."""
    return _pass(procedure, _without_taken_back(procedure, answers))[1]


def _pass(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[tuple[Step, ...], dict[str, Answer]]:
    asked: list[Step] = []
    kept: dict[str, Answer] = {}
    for step in unrolled(procedure, answers):
        if holds(step.when, kept):
            asked.append(step)
            if step.id in answers:
                kept[step.id] = answers[step.id]
    return tuple(asked), kept


def _without_taken_back(procedure: Procedure, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    asked, kept = _pass(procedure, answers)
    for step in asked:
        for choice in step.choices:
            if kept.get(step.id) == choice.value:
                for other, value in choice.takes_back:
                    kept[other] = tuple(tick for tick in kept.get(other, ()) if tick != value)
    return kept


def next_step(
    procedure: Procedure, answers: Mapping[str, Answer], after: str | None, from_card: frozenset[str] = frozenset()
) -> Step | None:
    """The first asked step after `after` (None: from the beginning) that the card has not answered; None at the end.

    `after` may be a question that is no longer asked.
    """
    ids = [step.id for step in unrolled(procedure, answers)]
    start = ids.index(after) + 1 if after is not None else 0
    later = set(ids[start:])
    return next((s for s in asked_steps(procedure, answers) if s.id in later and s.id not in from_card), None)


def previous_step(
    procedure: Procedure, answers: Mapping[str, Answer], before: str, from_card: frozenset[str] = frozenset()
) -> Step | None:
    """The last asked step before `before` that the card has not answered; None at the beginning."""
    ids = [step.id for step in unrolled(procedure, answers)]
    earlier = set(ids[: ids.index(before)])
    return next((s for s in reversed(asked_steps(procedure, answers)) if s.id in earlier and s.id not in from_card), None)


def position(
    procedure: Procedure, answers: Mapping[str, Answer], step: str, from_card: frozenset[str] = frozenset()
) -> tuple[int, int]:
    """(this question's number from 1, how many are asked of the person), leaving out what the card answered."""
    ids = [s.id for s in unrolled(procedure, answers)]
    asked = [s.id for s in asked_steps(procedure, answers) if s.id not in from_card or s.id == step]
    before = [other for other in asked if ids.index(other) <= ids.index(step)]
    return max(len(before), 1), len(asked)


def first_unanswered(procedure: Procedure, answers: Mapping[str, Answer]) -> Step | None:
    """The first asked step nobody has answered yet; an empty answer that was given counts as given."""
    return next((step for step in asked_steps(procedure, answers) if step.id not in answers), None)


def items_to_bring(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[BringItem, ...]:
    """What to have at hand, as far as the answers tell; an item whose condition is still open is left out."""
    return tuple(item for item in procedure.bring if holds(item.when, answers))


def items_that_may_be_needed(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[BringItem, ...]:
    """What must be at hand, and after it what answers still to come may ask for."""
    sure = items_to_bring(procedure, answers)
    return (*sure, *(item for item in procedure.bring if item not in sure and may_hold(item.when, answers)))
