"""A checked entry as the frozen Procedure the rest of the program works with."""

from __future__ import annotations

from kiosk.content.common import Common
from kiosk.content.entries import (
    BringEntry,
    ChoiceEntry,
    ConditionEntry,
    FactEntry,
    FormUseEntry,
    ProcedureEntry,
    QuestionEntry,
    StepEntry,
)
from kiosk.model.procedure import (
    AllOf,
    AnyOf,
    BringItem,
    Choice,
    Condition,
    ConsentRow,
    FactLine,
    FormUse,
    Is,
    Not,
    Procedure,
    Question,
    Step,
    StepKind,
)


def build_procedure(entry: ProcedureEntry, common: Common) -> Procedure:
    """The procedure of that entry, whose shared questions stand in it already (common.resolved)."""
    return Procedure(
        id=entry.id,
        title=entry.title,
        summary=entry.summary,
        picture=entry.picture,
        minutes=entry.minutes,
        forms=tuple(_paper(paper, entry.id) for paper in entry.form),
        events=tuple(entry.events),
        search=tuple(entry.search),
        facts=tuple(_fact(fact, common) for fact in entry.facts),
        eligibility=tuple(_question(question) for question in entry.eligibility),
        bring=tuple(_bring(item) for item in entry.bring),
        steps=tuple(_step(step, step.id in common.questions) for step in own_steps(entry)),
        consent=tuple(ConsentRow(row.what, row.why, row.who, row.until) for row in entry.consent),
        next_steps=tuple(entry.next_steps),
        call=entry.call,
        rank=entry.rank,
    )


def build_condition(entry: ConditionEntry | None) -> Condition | None:
    """The condition of that entry; its model has made sure that exactly one form is used."""
    if entry is None:
        return None
    if entry.step is not None and entry.values is not None:
        return Is(entry.step, tuple(entry.values))
    if entry.no is not None:
        return Not(_some(entry.no))
    if entry.all is not None:
        return AllOf(tuple(_some(part) for part in entry.all))
    return AnyOf(tuple(_some(part) for part in entry.any or ()))


def _some(entry: ConditionEntry) -> Condition:
    condition = build_condition(entry)
    assert condition is not None, "an entry always makes a condition"
    return condition


def own_steps(entry: ProcedureEntry) -> tuple[StepEntry, ...]:
    """The questions of an entry whose `use:` have been resolved."""
    return tuple(step for step in entry.steps if isinstance(step, StepEntry))


def _paper(paper: FormUseEntry, procedure: str) -> FormUse:
    return FormUse(paper.id, paper.each or "", build_condition(paper.when), procedure)


def _fact(fact: FactEntry, common: Common) -> FactLine:
    label = fact.label or (common.facts[fact.id].label if fact.id in common.facts else fact.id)
    holds = None if fact.holds is None else fact.holds == "yes"
    return FactLine(fact.id, label, fact.value or "", fact.source or "", fact.verified_on, fact.naha_confirmed, holds)


def _question(question: QuestionEntry) -> Question:
    return Question(question.id, question.ask, question.hint or "", question.why or "", question.fits, question.otherwise)


def _bring(item: BringEntry) -> BringItem:
    when = build_condition(item.when)
    return BringItem(
        id=item.id,
        label=item.label,
        note=item.note or "",
        picture=item.picture or "",
        instead=item.instead or "",
        when=when,
        source=item.source,
        verified_on=item.verified_on,
        document=item.document or "",
        naha_confirmed=item.naha_confirmed,
    )


def _choice(choice: ChoiceEntry) -> Choice:
    takes_back = tuple((step, value) for step, values in choice.takes_back.items() for value in values)
    return Choice(choice.value, choice.label, choice.note or "", choice.picture or "", choice.quiet, takes_back)


def _step(step: StepEntry, shared: bool) -> Step:
    return Step(
        id=step.id,
        kind=StepKind(step.kind),
        label=step.label,
        ask=step.ask,
        hint=step.hint or "",
        why=step.why or "",
        choices=tuple(_choice(choice) for choice in step.choices),
        when=build_condition(step.when),
        from_card=step.from_card or "",
        optional=step.optional,
        unknown=step.unknown or "",
        minimum=step.minimum,
        maximum=step.maximum,
        unit=step.unit or "",
        max_chars=step.max_chars,
        needs_my_number=step.needs_my_number,
        shared=shared,
        counts=step.counts or "",
        each=step.each or "",
        paper_only=step.paper_only,
        future=step.future,
        stands_for=step.stands_for or "",
    )
