"""A checked entry as the frozen Procedure the rest of the program works with."""

from __future__ import annotations

from kiosk.content.entries import BringEntry, ChoiceEntry, ConditionEntry, FactEntry, ProcedureEntry, QuestionEntry, StepEntry
from kiosk.model.procedure import (
    AllOf,
    AnyOf,
    BringItem,
    Choice,
    Condition,
    ConsentRow,
    FactLine,
    Is,
    Not,
    Procedure,
    Question,
    Step,
    StepKind,
)


def build_procedure(entry: ProcedureEntry) -> Procedure:
    """The procedure of that entry."""
    return Procedure(
        id=entry.id,
        title=entry.title,
        summary=entry.summary,
        picture=entry.picture,
        minutes=entry.minutes,
        form=entry.form,
        topics=tuple(entry.topics),
        search=tuple(entry.search),
        facts=tuple(_fact(fact) for fact in entry.facts),
        eligibility=tuple(_question(question) for question in entry.eligibility),
        bring=tuple(_bring(item) for item in entry.bring),
        steps=tuple(_step(step) for step in entry.steps),
        consent=tuple(ConsentRow(row.what, row.why, row.who, row.until) for row in entry.consent),
        next_steps=tuple(entry.next_steps),
        call=entry.call,
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


def _fact(fact: FactEntry) -> FactLine:
    return FactLine(fact.id, fact.label, fact.value or "", fact.source, fact.verified_on, fact.naha_confirmed)


def _question(question: QuestionEntry) -> Question:
    return Question(question.id, question.ask, question.hint or "", question.why or "", question.fits, question.otherwise)


def _bring(item: BringEntry) -> BringItem:
    when = build_condition(item.when)
    return BringItem(
        item.id, item.label, item.note or "", item.picture or "", item.instead or "", when, item.source, item.verified_on
    )


def _choice(choice: ChoiceEntry) -> Choice:
    takes_back = tuple((step, value) for step, values in choice.takes_back.items() for value in values)
    return Choice(choice.value, choice.label, choice.note or "", choice.picture or "", choice.quiet, takes_back)


def _step(step: StepEntry) -> Step:
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
    )
