"""R07 and R08: whether the procedures are the right ones, what to have at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.model.procedure import BringItem, Procedure, Question, holds
from kiosk.visit.compose.facts import fact_value
from kiosk.visit.rebasing import Together
from kiosk.visit.steps import items_that_may_be_needed
from kiosk.visit.views import Checklist, ChecklistItem, Choices, Facts, Frame, Offer, Option, Stage, View
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

YES, NO, UNKNOWN = "yes", "no", "unknown"
HAVE, HAVE_NOT, LATER = "have", "have_not", "later"


def eligibility(visit: Visit, question: Question, _: Translate) -> View:
    """R07, one question: which of how many, and in a basket what it is about."""
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
        stage_note=_how_far(visit, question, _),
        topic=_about(visit, question, _),
        why=_(question.why),
        guide="think",
        problems=visit.problems,
    )
    return View(frame, Choices(options, (given,) if given else ()))


def _how_far(visit: Visit, question: Question, _: Translate) -> str:
    asked = [one.id for one in visit.chosen.eligibility]
    return _(N_("{n} of {total}")).format(n=asked.index(question.id) + 1, total=len(asked)) if len(asked) > 1 else ""


def _about(visit: Visit, question: Question, _: Translate) -> str:
    """The procedure it is asked for, or for how many; nothing where there is but one."""
    if len(visit.basket) < 2:
        return ""
    of = [procedure for procedure in visit.basket if any(own.ask == question.ask for own in procedure.eligibility)]
    return _(of[0].title) if len(of) == 1 else _(N_("For {n} of your procedures")).format(n=len(of))


def eligible(visit: Visit, _: Translate) -> View:
    """R07, the result: for one procedure what is known of it, for several whether each fits. Never a dead end."""
    doubts = [(procedure, question.otherwise) for procedure in visit.basket for question in _doubtful(procedure, visit)]
    fits = not doubts
    heading = N_("You can do this here.") if fits else N_("Let us ask a person, just to be sure.")
    rows = _results(visit, doubts, _) if len(visit.basket) > 1 else _result(visit.chosen, [text for _of, text in doubts], _)
    frame = Frame(
        "R07",
        heading=_(heading),
        hint=_(N_("Press Next to go on.")) if fits else _(N_("You may also go on and decide later.")),
        stage=Stage.CHOOSE,
        guide="happy" if fits else "listen",
    )
    return View(frame, Facts(rows))


def _result(procedure: Procedure, doubts: Sequence[str], _: Translate) -> tuple[tuple[str, str], ...]:
    known = ((_(N_("Procedure")), _(procedure.title)), *_fact_lines(procedure, _))
    return tuple((_(N_("Good to know")), _(text)) for text in doubts) or known


def _results(visit: Visit, doubts: Sequence[tuple[Procedure, str]], _: Translate) -> tuple[tuple[str, str], ...]:
    """Each doubt first, then the procedures that raise none; on a screen of five rows nobody should have to look for them."""
    doubted = [procedure for procedure, _text in doubts]
    rows = [(_(procedure.title), _(text)) for procedure, text in doubts]
    rows += [(_(procedure.title), _(N_("You can do this here."))) for procedure in visit.basket if procedure not in doubted]
    return tuple(rows)


def _doubtful(procedure: Procedure, visit: Visit) -> Iterator[Question]:
    """The questions whose answer does not fit this procedure; one text asked for several counts for each of them."""
    given = {question.ask: visit.eligibility.get(question.id) for question in visit.chosen.eligibility}
    return (question for question in procedure.eligibility if given.get(question.ask) != question.fits)


def bring(visit: Visit, together: Sequence[Together], _: Translate) -> View:
    """R08: everything the whole basket needs, each thing once. together: what could be done in the same visit."""
    states = (Option(HAVE, _(N_("I have it"))), Option(HAVE_NOT, _(N_("I do not"))), Option(LATER, _(N_("Later"))))
    rows = tuple(
        ChecklistItem(item.id, _(item.label), _bring_note(visit, item, _), item.picture, visit.bring.get(item.id, ""))
        for item in _once_each(items_that_may_be_needed(visit.chosen, visit.answers))
    )
    frame = Frame(
        "R08",
        heading=_(N_("Do you have these with you?")),
        hint=_(N_("You can go on even if something is missing.")),
        stage=Stage.BRING,
        guide="point-left",
        why=_(_why_bring(visit)),
    )
    offered = tuple(_offer(one, _) for one in together)
    title, add = (_(N_("You could do this at the same time")), _(N_("Add"))) if offered else ("", "")
    return View(frame, Checklist(rows, states, offers_title=title, offers=offered, add=add))


def _once_each(items: Sequence[BringItem]) -> Sequence[BringItem]:
    """Without those that another item is too: one document shown to several counters is brought once."""
    found: dict[str, BringItem] = {}
    for item in items:
        found.setdefault(item.document or item.id, item)
    return list(found.values())


def _offer(one: Together, _: Translate) -> Offer:
    note = _(N_("{n} answers need not be given again")).format(n=one.saved)
    return Offer(one.procedure.id, _(one.procedure.title), note, one.procedure.picture)


def _why_bring(visit: Visit) -> str:
    """What Naha has not confirmed is said to be what is usual."""
    if all(item.naha_confirmed for item in items_that_may_be_needed(visit.chosen, visit.answers)):
        return N_("Staff look at these when you hand the form in.")
    return N_("Staff look at these when you hand the form in. This is what is usual; the counter tells you what Naha needs.")


def _bring_note(visit: Visit, item: BringItem, _: Translate) -> str:
    missing = visit.bring.get(item.id) == HAVE_NOT
    note = _(item.instead) if missing and item.instead else _(item.note)
    if holds(item.when, visit.answers):
        return note
    return _(N_("Only if it applies to you. {note}")).format(note=note).strip()


def _fact_lines(procedure: Procedure, _: Translate) -> tuple[tuple[str, str], ...]:
    return tuple((_(fact.label), fact_value(fact.value, fact.naha_confirmed, _)) for fact in procedure.facts)
