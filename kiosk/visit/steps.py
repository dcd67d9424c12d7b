"""Which questions are asked, and in which order: pure functions over a Procedure and the answers so far."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.model.procedure import Answer, BringItem, Procedure, Step, holds


def asked_steps(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[Step, ...]:
    """The steps whose conditions hold, in the procedure's order."""
    return tuple(step for step in procedure.steps if holds(step.when, answers))


def next_step(procedure: Procedure, answers: Mapping[str, Answer], after: str | None, from_card: frozenset[str]) -> Step | None:
    """The first asked step after `after` (None: from the beginning) that the card has not answered; None at the end."""
    ids = [step.id for step in procedure.steps]
    start = ids.index(after) + 1 if after is not None else 0
    later = set(ids[start:])
    return next((s for s in asked_steps(procedure, answers) if s.id in later and s.id not in from_card), None)


def position(procedure: Procedure, answers: Mapping[str, Answer], step: str, from_card: frozenset[str]) -> tuple[int, int]:
    """(this question's number from 1, how many are asked of the person), leaving out what the card answered."""
    asked = [s.id for s in asked_steps(procedure, answers) if s.id not in from_card or s.id == step]
    return asked.index(step) + 1, len(asked)


def first_unanswered(procedure: Procedure, answers: Mapping[str, Answer]) -> Step | None:
    """The first asked step nobody has answered yet; an empty answer that was given counts as given."""
    return next((step for step in asked_steps(procedure, answers) if step.id not in answers), None)


def drop_unasked(procedure: Procedure, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers without those whose question is no longer asked; one pass, as conditions look back only."""
    kept: dict[str, Answer] = {}
    for step in procedure.steps:
        if step.id in answers and holds(step.when, kept):
            kept[step.id] = answers[step.id]
    return kept


def items_to_bring(procedure: Procedure, answers: Mapping[str, Answer]) -> tuple[BringItem, ...]:
    """What to have at hand, as far as the answers tell; an item whose condition is still open is left out."""
    return tuple(item for item in procedure.bring if holds(item.when, answers))
