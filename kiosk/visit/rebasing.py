"""A basket that changes under way: what was answered stays answered under its new name, and what could be done along is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kiosk.model.procedure import Answer, Procedure
from kiosk.visit import steps
from kiosk.visit.basket import OF, view_of
from kiosk.visit.visit import Visit

MOST_OFFERS = 2
FEW = 4  # who chose more than that has looked through the list, and their own things need the room


def carried_over(before: Visit, after: Visit) -> Visit:
    """`after`, a visit with another basket, with everything that was answered in `before` and still makes sense."""
    if not before.basket:
        return replace(after, answers={}, from_card=frozenset(), eligibility={}, bring={})
    answers = dict(_renamed(before.basket, after.basket, before.answers))
    from_card = dict(_renamed(before.basket, after.basket, dict.fromkeys(before.from_card, "")))
    return replace(
        after,
        answers=answers,
        from_card=frozenset(from_card),
        eligibility=_by_words(
            {q.id: q.ask for q in before.chosen.eligibility}, {q.id: q.ask for q in after.chosen.eligibility}, before.eligibility
        ),
        bring=_by_words({i.id: i.label for i in before.chosen.bring}, {i.id: i.label for i in after.chosen.bring}, before.bring),
    )


def _renamed(
    before: Sequence[Procedure], after: Sequence[Procedure], answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Answer]]:
    """The answers of the procedures that are in both, as the new basket calls them."""
    for procedure in after:
        if procedure not in before:
            continue
        shared = {step.id for step in procedure.steps if step.shared}
        for name, value in view_of(procedure, before, answers).items():
            step, mark, nth = name.partition(steps.NTH)
            plain = step in shared or len(after) == 1
            yield (step if plain else f"{procedure.id}{OF}{step}") + mark + nth, value


def _by_words(before: Mapping[str, str], after: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What was said to the same words under another id."""
    said = {words: given[name] for name, words in before.items() if name in given}
    return {name: said[words] for name, words in after.items() if words in said}


@dataclass(frozen=True, slots=True)
class Together:
    """A procedure that could be done in the same visit. saved: questions that need no second answer then."""

    procedure: Procedure
    saved: int


def offers(visit: Visit, known: Sequence[Procedure]) -> tuple[Together, ...]:
    """Others of the life event each is first listed under, those that save most first; only such as save something.

    Not of every event: who comes for a 住民票 has seldom moved, and an offer that does not fit is one more thing to understand.
    """
    if len(visit.basket) > FEW:
        return ()
    events = {event for procedure in visit.basket for event in procedure.events[:1]}
    others = [other for other in known if other not in visit.basket and events & set(other.events)]
    asked = {step.id for step in steps.asked_steps(visit.chosen, visit.answers)}
    found = [Together(other, _saved(other, asked, visit)) for other in others]
    found.sort(key=lambda one: -one.saved)
    return tuple(one for one in found if one.saved > 0)[:MOST_OFFERS]


def _saved(other: Procedure, asked: AbstractSet[str], visit: Visit) -> int:
    """What it would ask alone and the visit asks already: `basket.saving` of both, without making the larger basket to count."""
    view = view_of(other, (*visit.basket, other), visit.answers)
    shared = {step.id for step in other.steps if step.shared}
    alone = [step.id for step in steps.asked_steps(other, view)]
    twice = sum(name in asked and name.partition(steps.NTH)[0] in shared for name in alone)
    answered = {name for procedure in visit.basket for name in _answers_for_others(procedure)} - asked
    return twice + sum(name in answered for name in alone) + len((asked & _answers_for_others(other)) - set(alone))


def _answers_for_others(procedure: Procedure) -> AbstractSet[str]:
    """The shared questions nobody need ask for another procedure where this one is: who moves in lives at the new address."""
    return {step.stands_for for step in procedure.steps if step.stands_for}
