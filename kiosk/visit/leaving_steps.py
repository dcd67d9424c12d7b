"""R17 and R18: the number and what comes next, and a last word."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.visit.compose import closing
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import Filled, Services
from kiosk.visit.stretch import Guide
from kiosk.visit.visit import Visit, go, jump


class LeavingSteps:
    """The end of a visit. filled: how much was filled, once it is printed."""

    screens = frozenset({"R17", "R18"})

    def __init__(self, services: Services, flow: Guide, filled: Callable[[], Filled]) -> None:
        self._services = services
        self._flow = flow
        self._filled = filled

    def close(self) -> None:
        """Nothing is kept here."""

    def show(self, visit: Visit) -> None:
        """Draw R17 or R18."""
        _ = self._flow.words
        if visit.place.screen == "R17":
            self._flow.show(closing.done(visit, _, self._flow.setting, self._filled()))
        else:
            self._flow.show(closing.leave(visit, _))

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R17 or R18."""
        if fact.action is not Action.NEXT:
            return
        if fact.screen == "R17":
            self._flow.move(go(visit, "R18"))
        else:
            self._goodbye(visit, fact.value)

    def _goodbye(self, visit: Visit, value: object) -> None:
        wish, face = value if isinstance(value, tuple) and len(value) == 2 else ("", "")
        self._services.record("goodbye", face=face, wish=wish)
        if wish == "talk":
            self._flow.keep(jump(visit, "R18"))
            self._flow.call_person()
        else:
            self._flow.end()
