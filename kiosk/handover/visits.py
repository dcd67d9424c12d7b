"""A visit as a draft, and a draft as a visit again. What comes back is untrusted: every answer passes the same rules as when entered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from kiosk.handover.draft import Draft
from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.model.procedure import Answer, Procedure, Step
from kiosk.visit import rules, steps
from kiosk.visit.basket import with_basket
from kiosk.visit.visit import Place, Visit

LEAVABLE: Final = frozenset({"R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14"})


def can_be_continued(visit: Visit) -> bool:
    """Whether there is something to go on with elsewhere: a procedure was chosen and nothing is handed in yet."""
    return visit.procedure is not None and visit.accepted is None and visit.place.screen in LEAVABLE


def draft_of(visit: Visit, now: datetime) -> Draft:
    """What may leave on paper: procedures, place and answers; not those for paper only, not 個人番号, not what came with the card.

    The answers a card gave go as the person's own, as they would have been typed; that they came from a card does not.
    """
    at = visit.place if visit.place.screen != "R11" else Place("R10")
    kept = {step.id for step in steps.asked_steps(visit.chosen, visit.answers) if _may_leave(step)}
    answers = {name: value for name, value in visit.answers.items() if name in kept}
    made = now.replace(second=0, microsecond=0)
    return Draft(secrets.token_hex(8), made, tuple(p.id for p in visit.basket), at.screen, at.step, answers)


def _may_leave(step: Step) -> bool:
    return not (step.paper_only or step.needs_my_number)


def take_up(draft: Draft, visit: Visit, procedures: Sequence[Procedure], today: date) -> Visit:
    """The visit with the draft's procedures, answers and place; UNKNOWN_PROCEDURE when this terminal lacks one of them.

    An answer that is no longer asked for, or no longer passes, is left out and asked again; the place is the question where the person
    left, or the first before it that has no answer.
    """
    known = {procedure.id: procedure for procedure in procedures}
    if not draft.procedures or not all(name in known for name in draft.procedures):
        raise HandoverProblem(Reason.UNKNOWN_PROCEDURE)
    visit = with_basket(visit, [known[name] for name in dict.fromkeys(draft.procedures)])
    answers = _trusted(visit.chosen, draft.answers, today)
    visit = replace(visit, answers=answers, from_card=frozenset(), eligibility={}, bring={}, entry="hand", send=True, editing=False)
    place = _place(visit, draft)
    return replace(visit, place=place, trail=(*visit.trail, *_way_to(visit, place)), problems=(), draft="")


def _trusted(procedure: Procedure, given: Mapping[str, Answer], today: date) -> dict[str, Answer]:
    """The answers that are asked for and pass, one after the other: an answer may open further questions."""
    answers: dict[str, Answer] = {}
    seen: set[str] = set()
    while step := next((s for s in steps.asked_steps(procedure, answers) if s.id in given and s.id not in seen), None):
        seen.add(step.id)
        value = _passes(step, given[step.id], today)
        if value is not None:
            answers[step.id] = value
    return answers


def _passes(step: Step, value: Answer, today: date) -> Answer | None:
    if value == "" and (step.unknown or step.optional):
        return ""
    try:
        return rules.clean(step, value, today)
    except rules.AnswerProblem:
        return None


def _place(visit: Visit, draft: Draft) -> Place:
    if draft.screen in ("R07", "R08", "R09", "R10") and not visit.answers:
        return Place("R07", visit.chosen.eligibility[0].id) if draft.screen == "R07" and visit.chosen.eligibility else Place("R10")
    asked = [step.id for step in steps.asked_steps(visit.chosen, visit.answers)]
    opened = steps.first_unanswered(visit.chosen, visit.answers)
    wanted = draft.step if draft.screen == "R12" and draft.step in asked else ""
    if opened is not None and (not wanted or asked.index(opened.id) < asked.index(wanted)):
        wanted = opened.id
    return Place("R12", wanted) if wanted else Place("R13")


def _way_to(visit: Visit, place: Place) -> tuple[Place, ...]:
    """The places もどる goes through: as if the person had come this way today."""
    if place.screen == "R07":
        return ()
    asked = [step.id for step in steps.asked_steps(visit.chosen, visit.answers)]
    before = asked[: asked.index(place.step)] if place.step in asked else asked if place.screen == "R13" else []
    start = () if place.screen == "R10" else (Place("R10"),)
    return (Place("R08"), *start, *(Place("R12", name) for name in before))
