"""R17 and R18: the number and what comes next, and a last word."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.visit.compose import closing, resume, summary
from kiosk.visit.facts import Action, Fact
from kiosk.visit.one_paper import OnePaper
from kiosk.visit.services import Filled, Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import View
from kiosk.visit.visit import Visit, go, jump


class LeavingSteps:
    """The end of a visit. filled: how much was filled, once it is printed."""

    screens = frozenset({"R17", "R18"})

    def __init__(self, services: Services, flow: Guide, filled: Callable[[], Filled]) -> None:
        self._services = services
        self._flow = flow
        self._filled = filled
        self._paper = OnePaper(services, self._redraw)
        self._printed = False

    @property
    def busy(self) -> bool:
        """Whether paper is on its way that must not be interrupted by the idle question."""
        return self._paper.busy

    def close(self) -> None:
        """Unfinished paper is taken back."""
        self._paper.close()
        self._printed = False

    def poll(self) -> None:
        """Look after the paper."""
        self._paper.poll()

    def show(self, visit: Visit) -> None:
        """Draw R17 or R18."""
        _ = self._flow.words
        if visit.place.screen == "R17":
            self._flow.show(self._done(visit))
        else:
            self._flow.show(closing.leave(visit, _, self._bookable(visit)))

    def _done(self, visit: Visit) -> View:
        _ = self._flow.words
        if self._paper.phase == "ask":
            return resume.on("R17", resume.ask_paper(_))
        if self._paper.phase == "trouble" and self._paper.fault is not None:
            return resume.on("R17", resume.print_trouble(self._paper.fault, _))
        if self.busy:
            return resume.on("R17", resume.printing(_))
        printed = self._printed or self._services.slips is None
        return closing.done(visit, _, self._flow.setting, self._filled(), printed)

    def _redraw(self) -> None:
        place = self._flow.place()
        if place is not None and place.screen == "R17":
            self.show(self._flow.visit)

    def _print_summary(self, visit: Visit) -> None:
        slips, _ = self._services.slips, self._flow.words
        if slips is None:
            return
        words, sample, make = summary.words(visit, _), visit.practice or self._flow.setting.practice, slips.summary
        self._paper.print(lambda: make(words, _, sample), words.receipt_no or "summary")
        self._redraw()

    def _after_paper(self, word: str) -> None:
        self._paper.close() if word == "show" else self._paper.came_out(word == "yes")
        self._printed = word == "yes"
        self._redraw()

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R17 or R18."""
        word = one_of(fact.value)
        if fact.screen == "R17" and word == resume.PRINT:
            self._print_summary(visit)
        elif fact.screen == "R17" and word in ("yes", "no", "again", "show"):
            self._after_paper(word)
        elif fact.action is not Action.NEXT:
            return
        elif fact.screen == "R17":
            self._flow.move(go(visit, "R18"))
        else:
            self._goodbye(visit, fact.value)

    def _bookable(self, visit: Visit) -> bool:
        """Whether one of the procedures has a desk that takes reservations; then there is somewhere to go on to."""
        office = self._services.booking()
        done = {procedure.id for procedure in visit.basket}
        return office is not None and any(done & set(desk.procedures) for desk in office.desks)

    def _goodbye(self, visit: Visit, value: object) -> None:
        wish, face = value if isinstance(value, tuple) and len(value) == 2 else ("", "")
        self._services.record("goodbye", face=face, wish=wish)
        if wish == closing.BOOK and self._bookable(visit):
            self._flow.move(go(visit, "R15"))
        elif wish == "talk":
            self._flow.keep(jump(visit, "R18"))
            self._flow.call_person()
        else:
            self._flow.end()
