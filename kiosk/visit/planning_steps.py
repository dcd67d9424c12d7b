"""R09: the plan between what to bring and the form. It comes when something is not at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.model.procedure import Answer, Procedure
from kiosk.planner.model import Plan, Want
from kiosk.visit import steps
from kiosk.visit.basket import view_of
from kiosk.visit.compose import planning
from kiosk.visit.compose.choosing import HAVE
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import Paper, Services
from kiosk.visit.stretch import Guide
from kiosk.visit.visit import Visit, back, go
from kiosk.words import N_, Translate

CODE = "code"
OWN, WHO = ("name", "birth", "address"), ("who", "applicant")
TARGET = "target_"
PLAN_TITLE = N_("Your plan")
DOCTOR_TITLE = N_("Papers for the doctor")


class PlanningSteps:
    """At "": the plan; at "code": the same for the phone."""

    screens = frozenset({"R09"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow

    def close(self) -> None:
        """Nothing of a person is kept here: the plans are in the visit."""

    def enter(self, visit: Visit) -> None:
        """On from R08: to R09 where something is not at hand and there is a plan, else to R10."""
        planner = self._services.planner()
        if planner is None or all(state == HAVE for state in visit.bring.values() if state):
            self._flow.move(go(replace(visit, plans=(), take_along=()), "R10"))
            return
        self._flow.keep(visit)
        wants, now, token = wants_of(visit), self._services.clock.now(), visit.token

        def planned(plans: tuple[Plan, ...]) -> None:
            if self._flow.is_at(token, "R08"):
                here = replace(self._flow.visit, plans=plans, by_post=False)
                here = here if plans else replace(here, take_along=())
                self._flow.move(go(here, "R09" if plans else "R10"))

        self._services.disk_lane.run(lambda: planner.plans(wants, now), planned, self._flow.failed)

    def show(self, visit: Visit) -> None:
        """Draw R09."""
        shown, _ = visit.plans[visit.by_post], self._flow.words
        if visit.place.step == CODE:
            self._flow.show(planning.on_phone(shown, _))
            return
        other = visit.plans[not visit.by_post]
        self._flow.show(planning.plan(visit, shown, other, _, self._flow.setting))

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R09."""
        match fact.value:
            case (str(act), tuple(ticked)) if fact.action is Action.CHOOSE:
                self._act(replace(visit, take_along=_known(ticked)), act)
            case planning.BACK if fact.action is Action.CHOOSE:
                self._flow.move(back(visit))
            case tuple(ticked) if fact.action is Action.NEXT:
                self._flow.move(go(replace(visit, take_along=_known(ticked)), "R10"))

    def _act(self, visit: Visit, act: str) -> None:
        match act:
            case planning.PHONE:
                self._flow.move(go(visit, "R09", CODE))
            case planning.BY_POST | planning.IN_PERSON:
                self._flow.move(replace(visit, by_post=act == planning.BY_POST))


def _known(ticked: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(value for value in (planning.SHEET, planning.DOCTOR) if value in ticked)


def wants_of(visit: Visit) -> tuple[Want, ...]:
    """Each procedure with what it takes and what the person said of it; a thing shown once for several counts for each."""
    said: dict[str, str] = {}
    for item in steps.items_that_may_be_needed(visit.chosen, visit.answers):
        state = visit.bring.get(item.id)
        if state:
            said[item.document or item.label] = state
    return tuple(_want(procedure, visit, said) for procedure in visit.basket)


def _want(procedure: Procedure, visit: Visit, said: Mapping[str, str]) -> Want:
    items = tuple(steps.items_that_may_be_needed(procedure, view_of(procedure, visit.basket, visit.answers)))
    return Want(procedure, items, {item.id: said.get(item.document or item.label, HAVE) for item in items})


def take_along(visit: Visit, _: Translate) -> tuple[Paper, ...]:
    """The papers ticked on R09, to come out with the forms: the plan, and what the doctor needs."""
    if not visit.plans:
        return ()
    found = visit.plans[visit.by_post]
    papers = []
    if planning.SHEET in visit.take_along:
        papers.append(Paper("plan", planning.sheet_answers(found, _), title=PLAN_TITLE, beside=True))
    if planning.DOCTOR in visit.take_along:
        papers.append(Paper("doctor_pack", _for_doctor(visit, found, _), title=DOCTOR_TITLE, beside=True))
    return tuple(papers)


def _for_doctor(visit: Visit, found: Plan, _: Translate) -> dict[str, Answer]:
    """The patient's name, birth date and address, and the letters that are wanted. Never anything a doctor writes."""
    of_whom = "" if _for_oneself(visit) else TARGET
    patient = {key: visit.answers[of_whom + key] for key in OWN if of_whom + key in visit.answers}
    return {**patient, "letters": planning.letters(found, _)}


def _for_oneself(visit: Visit) -> bool:
    """Whether the person here is the one the doctor writes about."""
    said = {value for key, value in visit.answers.items() if key.rpartition(".")[2] in WHO}
    return visit.company != "family" and said <= {"self"}
