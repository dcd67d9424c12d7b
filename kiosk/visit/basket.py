"""Several procedures in one visit: every question once, every paper filled.

`merged` makes one procedure of the basket. A shared question (assets/questions.yaml) stands in it once; a procedure's own question is
called procedure.step, e.g. juminhyo.copies. `view_of` gives each procedure its own answers back under its own ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kiosk.model.procedure import (
    LABELS,
    Answer,
    AnyOf,
    BringItem,
    Choice,
    Condition,
    FormUse,
    Procedure,
    Question,
    Step,
    StepKind,
    holds,
    steps_in,
)
from kiosk.visit import steps
from kiosk.visit.services import Paper
from kiosk.visit.visit import Visit

OF = "."
JOINED = "+"


def with_basket(visit: Visit, basket: Sequence[Procedure]) -> Visit:
    """The visit with that basket instead of the one it had; its answers stay."""
    return replace(visit, basket=tuple(basket), procedure=merged(basket) if basket else None)


def merged(basket: Sequence[Procedure]) -> Procedure:
    """One procedure that asks what all of them ask; a single one stays as it is."""
    if len(basket) == 1:
        return basket[0]
    parts = [_qualified(procedure) for procedure in basket]
    first = basket[0]
    return Procedure(
        id=JOINED.join(procedure.id for procedure in basket if not procedure.labels),  # the city hears of no labels
        title=first.title,
        summary=first.summary,
        picture=first.picture,
        minutes=_minutes(basket),
        forms=tuple(paper for part in parts for paper in part.forms),
        events=tuple(dict.fromkeys(event for procedure in basket for event in procedure.events)),
        search=(),
        facts=first.facts,
        eligibility=_to_ask_first(parts),
        bring=_to_bring(parts),
        steps=_in_order(_stood_for(parts, _united(parts))),
        consent=tuple(dict.fromkeys(row for procedure in basket for row in procedure.consent)),
        next_steps=_next_steps(basket),
        call=first.call,
    )


def _to_ask_first(parts: Sequence[Procedure]) -> tuple[Question, ...]:
    """Each question once, where it was first."""
    found: dict[str, Question] = {}
    for question in (question for part in parts for question in part.eligibility):
        found.setdefault(question.ask, question)
    return tuple(found.values())


def _to_bring(parts: Sequence[Procedure]) -> tuple[BringItem, ...]:
    """Each thing once, where it was first; wanted when any of them wants it."""
    found: dict[str, BringItem] = {}
    for item in (item for part in parts for item in part.bring):
        known = found.get(item.label)
        found[item.label] = item if known is None else replace(known, when=_any(known.when, item.when))
    return tuple(found.values())


def _next_steps(basket: Sequence[Procedure]) -> tuple[str, ...]:
    """Each once; what most of the procedures say comes first, for a screen shows only a few."""
    said = Counter(text for procedure in basket for text in dict.fromkeys(procedure.next_steps))
    return tuple(sorted(said, key=lambda text: -said[text]))


def _minutes(basket: Sequence[Procedure]) -> int | None:
    known = [procedure.minutes for procedure in basket]
    return sum(minutes for minutes in known if minutes) if all(known) else None


# --- ids ----------------------------------------------------------------------------------------------------------------
def _names(procedure: Procedure) -> dict[str, str]:
    """Own step id -> the id it has beside other procedures."""
    return {step.id: step.id if step.shared else f"{procedure.id}{OF}{step.id}" for step in procedure.steps}


def _qualified(procedure: Procedure) -> Procedure:
    names = _names(procedure)
    return replace(
        procedure,
        forms=tuple(replace(paper, when=steps.renamed(paper.when, names)) for paper in procedure.forms),
        eligibility=tuple(replace(q, id=f"{procedure.id}{OF}{q.id}") for q in procedure.eligibility),
        bring=tuple(replace(i, id=f"{procedure.id}{OF}{i.id}", when=steps.renamed(i.when, names)) for i in procedure.bring),
        steps=tuple(_qualified_step(step, names, procedure.labels) for step in procedure.steps),
    )


def _qualified_step(step: Step, names: Mapping[str, str], paper_only: bool) -> Step:
    """paper_only: what labels alone ask goes to no city."""
    choices = tuple(_qualified_choice(choice, names) for choice in step.choices)
    when = steps.renamed(step.when, names)
    return replace(step, id=names[step.id], when=when, choices=choices, paper_only=step.paper_only or paper_only)


def _qualified_choice(choice: Choice, names: Mapping[str, str]) -> Choice:
    if not choice.takes_back:
        return choice
    return replace(choice, takes_back=tuple((names.get(step, step), value) for step, value in choice.takes_back))


# --- questions ----------------------------------------------------------------------------------------------------------
def _united(parts: Sequence[Procedure]) -> list[Step]:
    """Every question once; one that several ask is asked when any of them asks it. A group's questions stay side by side."""
    found: list[Step] = []
    for step in (step for part in parts for step in part.steps):
        at = next((number for number, other in enumerate(found) if other.id == step.id), None)
        if at is not None:
            found[at] = _either(found[at], step)
        elif step.each and any(other.each == step.each for other in found):
            last = max(number for number, other in enumerate(found) if other.each == step.each)
            found.insert(last + 1, step)
        else:
            found.append(step)
    return found


def _stood_for(parts: Sequence[Procedure], united: Sequence[Step]) -> list[Step]:
    """The questions without those another one stands for, but for what the procedure that says so asks itself."""
    left = list(united)
    for part in parts:
        for replaced in {step.stands_for for step in part.steps if step.stands_for}:
            own = next((step for step in part.steps if step.id == replaced), None)
            left = [
                replace(step, when=own.when) if own is not None and step.id == replaced else step
                for step in left
                if step.id != replaced or own is not None
            ]
    return left


def _either(one: Step, other: Step) -> Step:
    if one == other:
        return one
    return replace(
        one,
        when=_any(one.when, other.when),
        optional=one.optional and other.optional,
        paper_only=one.paper_only and other.paper_only,
        unknown=one.unknown if one.optional and other.optional else (one.unknown and other.unknown),
    )


def _any(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None:
        return None
    return one if one == other else AnyOf((one, other))


def _in_order(united: Sequence[Step]) -> tuple[Step, ...]:
    """The same questions, each after those its condition looks at; otherwise in the order they came.

    Files that make two questions wait for each other keep their order: a test of the shipped content sees to it that none do.
    """
    waiting, found, done = list(united), list[Step](), set[str]()
    known = {step.id for step in united}
    while waiting:
        step = next((s for s in waiting if set(steps_in(s.when)) & known <= done), waiting[0])
        run = [other for other in waiting if other is step or (step.each and other.each == step.each)]
        waiting = [other for other in waiting if other not in run]
        found += run
        done |= {other.id for other in run}
    return tuple(found)


# --- papers -------------------------------------------------------------------------------------------------------------
def view_of(procedure: Procedure, basket: Sequence[Procedure], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers as that procedure and its papers call them; group answers keep their number: child_name#2."""
    names = _names(procedure) if len(basket) > 1 else {step.id: step.id for step in procedure.steps}
    own = {there: here for here, there in names.items()}
    view: dict[str, Answer] = {}
    for name, value in answers.items():
        step, mark, nth = name.partition(steps.NTH)
        if step in own:
            view[own[step] + mark + nth] = value
    for question in (question for other in basket if other.id != procedure.id for question in other.steps):
        if question.stands_for in own and question.id in answers:
            view.setdefault(question.stands_for, answers[question.id])
    return view


def papers(basket: Sequence[Procedure], answers: Mapping[str, Answer]) -> tuple[Paper, ...]:
    """Every sheet the visit fills, in the basket's order; a form several procedures use with the same answers comes once."""
    found = [paper for procedure in basket for paper in _papers_of(procedure, view_of(procedure, basket, answers))]
    return tuple(paper for number, paper in enumerate(found) if not any(_same(paper, other) for other in found[:number]))


def _same(one: Paper, other: Paper) -> bool:
    return one.form == other.form and one.answers == other.answers


def _papers_of(procedure: Procedure, view: Mapping[str, Answer]) -> Iterator[Paper]:
    counter = procedure.fact("counter")
    for use in procedure.forms:
        if use.form == LABELS or not holds(use.when, view):
            continue
        for answers in _sheets(procedure, use, view):
            whose = _whose(procedure, use, answers)
            yield Paper(use.form, answers, procedure.id, procedure.title, counter.value if counter else "", whose=whose)


def _whose(procedure: Procedure, use: FormUse, answers: Mapping[str, Answer]) -> str:
    """The name of the one a sheet for each of a group is for, as it was written."""
    name = next((step.id for step in procedure.steps if use.each and step.each == use.each and step.kind is StepKind.NAME), "")
    found = answers.get(name, "")
    return found if isinstance(found, str) else ""


def _sheets(procedure: Procedure, use: FormUse, view: Mapping[str, Answer]) -> Iterator[Mapping[str, Answer]]:
    if not use.each:
        yield view
        return
    size = next((view.get(step.id, "0") for step in procedure.steps if step.counts == use.each), "0")
    group = [step.id for step in procedure.steps if step.each == use.each]
    for nth in range(1, int(size) + 1 if isinstance(size, str) and size.isdigit() else 1):
        yield {**view, **{step: view[steps.nth_id(step, nth)] for step in group if steps.nth_id(step, nth) in view}}


def question_of(basket: Sequence[Procedure], papers: Sequence[Paper], number: int, step: str) -> str:
    """The visit's question behind a box of a paper. number: which paper; step: as that paper's answers call it."""
    paper = papers[number]
    procedure = next(procedure for procedure in basket if procedure.id == paper.procedure)
    name, mark, nth = step.partition(steps.NTH)
    group = next((question.each for question in procedure.steps if question.id == name), "")
    if group and not mark:
        before = [other for other in papers[:number] if (other.form, other.procedure) == (paper.form, paper.procedure)]
        mark, nth = steps.NTH, str(len(before) + 1)
    whole = _names(procedure).get(name, name) if len(basket) > 1 else name
    return whole + mark + nth


# --- what the city gets, and what the basket saves ----------------------------------------------------------------------
def to_send(procedure: Procedure, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that go to the city: all but those for the paper alone."""
    kept = {step.id for step in procedure.steps if not step.paper_only}
    return {step: value for step, value in answers.items() if step.partition(steps.NTH)[0] in kept}


@dataclass(frozen=True, slots=True)
class Saving:
    """asked: questions the basket asks; alone: how many its procedures would ask one by one."""

    asked: int
    alone: int

    @property
    def saved(self) -> int:
        """Questions nobody has to answer again."""
        return self.alone - self.asked


def saving(basket: Sequence[Procedure], answers: Mapping[str, Answer]) -> Saving:
    """How much one visit saves beside one visit for each procedure, with the answers so far."""
    asked = len(steps.asked_steps(merged(basket), answers))
    alone = sum(len(steps.asked_steps(procedure, view_of(procedure, basket, answers))) for procedure in basket)
    return Saving(asked, alone)
