"""R24: doing it at home with the phone, by the city's own page, where a confirmed fact names one."""

from __future__ import annotations

from kiosk.visit.compose import resume, summary
from kiosk.visit.facts import Fact
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.visit import Visit, back


class PhoneSteps:
    """One screen between R10 and either the end or the questions here."""

    screens = frozenset({"R24"})

    def __init__(self, flow: Guide) -> None:
        self._flow = flow

    def close(self) -> None:
        """Nothing is kept here."""

    def show(self, visit: Visit) -> None:
        """Draw R24."""
        self._flow.show(resume.on_the_phone(visit, summary.net_page(visit.chosen), self._flow.words))

    def handle(self, visit: Visit, fact: Fact) -> None:
        """Here after all, or enough for today."""
        if one_of(fact.value) == resume.HERE:
            self._flow.move(back(visit))
        elif one_of(fact.value) == resume.END:
            self._flow.end()
