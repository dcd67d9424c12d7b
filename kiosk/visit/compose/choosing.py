"""R06 to R08: which procedure, whether it is the right one, what to have at hand."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.model.procedure import BringItem, Procedure, Question
from kiosk.visit.views import Checklist, ChecklistItem, Choices, Facts, Frame, Option, Stage, View
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

YES, NO, UNKNOWN = "yes", "no", "unknown"
HAVE, HAVE_NOT, LATER = "have", "have_not", "later"


def find(visit: Visit, procedures: Sequence[Procedure], _: Translate) -> View:
    """R06. A tile for each procedure, and always a way to a person."""
    tiles = tuple(Option(p.id, _(p.title), _(p.summary), p.picture) for p in procedures)
    other = Option("person", _(N_("It is not here")), _(N_("A person helps you find it")), "staff", quiet=True)
    frame = Frame(
        "R06",
        heading=_(N_("Which one is it?")),
        hint=_(N_("Touch one.")),
        stage=Stage.CHOOSE,
        guide="point-left",
        next_label=None,
    )
    return View(frame, Choices((*tiles, other), at_once=True))


def eligibility(visit: Visit, question: Question, _: Translate) -> View:
    """R07, one question."""
    options = (
        Option(YES, _(N_("Yes")), picture="yes"),
        Option(NO, _(N_("No")), picture="no"),
        Option(UNKNOWN, _(N_("I do not know")), picture="unknown", quiet=True),
    )
    given = visit.eligibility.get(question.id)
    frame = Frame(
        "R07",
        heading=_(question.ask),
        hint=_(question.hint),
        stage=Stage.CHOOSE,
        why=_(question.why),
        guide="think",
        problems=visit.problems,
    )
    return View(frame, Choices(options, (given,) if given else ()))


def eligible(visit: Visit, doubts: Sequence[str], _: Translate) -> View:
    """R07, the result. doubts: what to know first, in words; empty when all fits. Never a dead end."""
    fits = not doubts
    heading = N_("You can do this here.") if fits else N_("Let us ask a person, just to be sure.")
    procedure = visit.chosen
    known = ((_(N_("Procedure")), _(procedure.title)), *_fact_lines(procedure, _))
    rows = tuple((_(N_("Good to know")), _(text)) for text in doubts) or known
    frame = Frame(
        "R07",
        heading=_(heading),
        hint=_(N_("Press Next to go on.")) if fits else _(N_("You may also go on and decide later.")),
        stage=Stage.CHOOSE,
        guide="happy" if fits else "listen",
    )
    return View(frame, Facts(rows))


def bring(visit: Visit, items: Sequence[BringItem], _: Translate) -> View:
    """R08."""
    states = (Option(HAVE, _(N_("I have it"))), Option(HAVE_NOT, _(N_("I do not"))), Option(LATER, _(N_("Later"))))
    rows = tuple(
        ChecklistItem(item.id, _(item.label), _bring_note(visit, item, _), item.picture, visit.bring.get(item.id, ""))
        for item in items
    )
    frame = Frame(
        "R08",
        heading=_(N_("Do you have these with you?")),
        hint=_(N_("You can go on even if something is missing.")),
        stage=Stage.BRING,
        guide="point-left",
        why=_(N_("Staff look at these when you hand the form in.")),
    )
    return View(frame, Checklist(rows, states))


def _bring_note(visit: Visit, item: BringItem, _: Translate) -> str:
    missing = visit.bring.get(item.id) == HAVE_NOT
    return _(item.instead) if missing and item.instead else _(item.note)


def _fact_lines(procedure: Procedure, _: Translate) -> tuple[tuple[str, str], ...]:
    return tuple((_(fact.label), fact_value(fact.value, fact.naha_confirmed, _)) for fact in procedure.facts)


def fact_value(value: str, confirmed: bool, _: Translate) -> str:
    """A fact as it may be shown: Naha's own rule as it is, another source's as what is usual, none as a question for staff."""
    if not value:
        return _(N_("Please ask at the counter"))
    return _(value) if confirmed else _(N_("Usually {fact}. Please ask at the counter.")).format(fact=_(value))
