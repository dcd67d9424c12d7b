"""R02 to R04: how the person wants to see it, with whom they are here, and what for."""

from __future__ import annotations

from dataclasses import replace

from kiosk.visit.compose import finding, opening
from kiosk.visit.facts import Action, Fact
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import Look
from kiosk.visit.visit import Visit, back, go
from kiosk.words import N_

CHOOSE_ONE = N_("Please choose one.")


class OpeningSteps:
    """The beginning of every visit."""

    screens = frozenset({"R02", "R03", "R04"})

    def __init__(self, flow: Guide) -> None:
        self._flow = flow

    def close(self) -> None:
        """Nothing is kept here."""

    def show(self, visit: Visit) -> None:
        """Draw R02, R03 or R04."""
        if visit.place.screen == "R04":
            self._flow.show(opening.menu(visit, self._flow.words, self._flow.leads_to))
            return
        compose = {"R02": opening.look, "R03": opening.company}[visit.place.screen]
        self._flow.show(compose(visit, self._flow.words, self._flow.setting))

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R02, R03 or R04."""
        {"R02": self._after_look, "R03": self._after_company, "R04": self._after_menu}[fact.screen](visit, fact)

    def _after_look(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.LOOK and isinstance(fact.value, Look):
            self._flow.move(replace(visit, look=fact.value))
        elif fact.action is Action.NEXT:
            self._flow.move(back(visit) if visit.trail else go(visit, "R03"))

    def _after_company(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if not chosen:
            self._flow.refuse(visit, CHOOSE_ONE)
            return
        self._flow.move(go(replace(visit, company=chosen, practice=chosen == "practice"), "R04"))

    def _after_menu(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        door = next((door for door in opening.DOORS if door.value == chosen), None)
        if chosen == finding.PERSON:
            self._flow.call_person()
        elif chosen == finding.SEARCH:
            self._flow.move(go(visit, "R06", finding.SEARCH))
        elif door is not None and self._flow.leads_to(door.screen):
            self._flow.move(go(visit, door.screen))
