"""Which questions are asked, and in which order: pure functions over a Procedure and the answers so far.

A condition sees only answers of questions that are themselves asked, so one forward pass settles everything.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.model.procedure import Answer, BringItem, Procedure, Step, holds


def asked_steps(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[Step, ...]:
    """The steps whose conditions hold, in the procedure's order."""
    return _pass(procedure, answers)[0]


def drop_unasked(procedure: Procedure, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that still count: without those no longer asked for, and without ticks another answer takes back."""
    return _pass(procedure, _without_taken_back(procedure, answers))[1]


def _pass(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[tuple[Step, ...], dict[str, Answer]]:
    asked: list[Step] = []
    kept: dict[str, Answer] = {}
    for step in procedure.steps:
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
    ids = [step.id for step in procedure.steps]
    start = ids.index(after) + 1 if after is not None else 0
    later = set(ids[start:])
    return next((s for s in asked_steps(procedure, answers) if s.id in later and s.id not in from_card), None)


def previous_step(
    procedure: Procedure, answers: Mapping[str, Answer], before: str, from_card: frozenset[str] = frozenset()
) -> Step | None:
    """The last asked step before `before` that the card has not answered; None at the beginning."""
    ids = [step.id for step in procedure.steps]
    earlier = set(ids[: ids.index(before)])
    return next((s for s in reversed(asked_steps(procedure, answers)) if s.id in earlier and s.id not in from_card), None)


def position(
    procedure: Procedure, answers: Mapping[str, Answer], step: str, from_card: frozenset[str] = frozenset()
) -> tuple[int, int]:
    """(this question's number from 1, how many are asked of the person), leaving out what the card answered."""
    ids = [s.id for s in procedure.steps]
    asked = [s.id for s in asked_steps(procedure, answers) if s.id not in from_card or s.id == step]
    before = [other for other in asked if ids.index(other) <= ids.index(step)]
    return max(len(before), 1), len(asked)


def first_unanswered(procedure: Procedure, answers: Mapping[str, Answer]) -> Step | None:
    """The first asked step nobody has answered yet; an empty answer that was given counts as given."""
    return next((step for step in asked_steps(procedure, answers) if step.id not in answers), None)


def items_to_bring(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[BringItem, ...]:
    """What to have at hand, as far as the answers tell; an item whose condition is still open is left out."""
    return tuple(item for item in procedure.bring if holds(item.when, answers))
