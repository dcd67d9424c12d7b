"""R06 to R08: which procedure, whether it is the right one, what to have at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.model.procedure import Procedure, Question
from kiosk.visit import steps
from kiosk.visit.basket import with_basket
from kiosk.visit.compose import choosing
from kiosk.visit.facts import Action, Fact
from kiosk.visit.opening_steps import CHOOSE_ONE
from kiosk.visit.services import Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.visit import Visit, go

PROXY_STEP, PROXY_VALUE = "who", "proxy"
RESULT = "result"


class FindingSteps:
    """From the wish to the procedure."""

    screens = frozenset({"R06", "R07", "R08"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow

    def close(self) -> None:
        """Nothing is kept here."""

    def show(self, visit: Visit) -> None:
        """Draw R06, R07 or R08."""
        _ = self._flow.words
        match visit.place.screen:
            case "R06":
                self._flow.show(choosing.find(visit, self._services.procedures(), _))
            case "R07" if visit.place.step == RESULT:
                self._flow.show(choosing.eligible(visit, _doubts(visit), _))
            case "R07":
                question = next(q for q in visit.chosen.eligibility if q.id == visit.place.step)
                self._flow.show(choosing.eligibility(visit, question, _))
            case _:
                self._flow.show(choosing.bring(visit, steps.items_to_bring(visit.chosen, visit.answers), _))

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R06, R07 or R08."""
        {"R06": self._after_find, "R07": self._after_eligibility, "R08": self._after_bring}[fact.screen](visit, fact)

    def _after_find(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if chosen == "person":
            self._flow.call_person()
            return
        for procedure in self._services.procedures():
            if procedure.id == chosen:
                self._begin(visit, procedure)

    def _begin(self, visit: Visit, procedure: Procedure) -> None:
        answers = {PROXY_STEP: PROXY_VALUE} if visit.company == "family" and _has_proxy(procedure) else {}
        visit = with_basket(visit, [procedure])
        visit = replace(visit, answers=answers, from_card=frozenset(), eligibility={}, bring={})
        self._services.record("procedure", procedure=procedure.id)
        first = procedure.eligibility[0].id if procedure.eligibility else RESULT
        self._flow.move(go(visit, "R07", first))

    def _after_eligibility(self, visit: Visit, fact: Fact) -> None:
        if fact.action is not Action.NEXT:
            return
        if visit.place.step == RESULT:
            self._flow.move(go(visit, "R08"))
            return
        chosen = one_of(fact.value)
        if not chosen:
            self._flow.refuse(visit, CHOOSE_ONE)
            return
        visit = replace(visit, eligibility={**visit.eligibility, visit.place.step: chosen})
        self._flow.move(go(visit, "R07", _question_after(visit)))

    def _after_bring(self, visit: Visit, fact: Fact) -> None:
        states = dict(fact.value) if isinstance(fact.value, tuple) else {}
        visit = replace(visit, bring=states)
        self._flow.move(go(visit, "R10") if fact.action is Action.NEXT else visit)


def _question_after(visit: Visit) -> str:
    ids = [question.id for question in visit.chosen.eligibility]
    at = ids.index(visit.place.step)
    return ids[at + 1] if at + 1 < len(ids) else RESULT


def _doubts(visit: Visit) -> Sequence[str]:
    return tuple(q.otherwise for q in visit.chosen.eligibility if _doubtful(q, visit))


def _doubtful(question: Question, visit: Visit) -> bool:
    return visit.eligibility.get(question.id) != question.fits


def _has_proxy(procedure: Procedure) -> bool:
    return any(step.id == PROXY_STEP and any(c.value == PROXY_VALUE for c in step.choices) for step in procedure.steps)
