"""R23: the vaccination record. Rows live in this stretch until the visit ends; nothing of them is queued or stored."""

from __future__ import annotations

from datetime import date

from kiosk.handover.problems import HandoverProblem
from kiosk.handover.vaccination import MOST_DOSES, Dose, Given, in_order, read_code
from kiosk.visit.compose import resume, vaccines
from kiosk.visit.facts import Action, Fact
from kiosk.visit.one_paper import OnePaper
from kiosk.visit.services import Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import Problem, View
from kiosk.visit.visit import Visit, back
from kiosk.words import N_


class VaccineSteps:
    """phase: which → when → where → another → (which …) → check → made."""

    screens = frozenset({"R23"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow
        self._paper = OnePaper(services, self._redraw)
        self._reset()

    def _reset(self) -> None:
        self._phase = "which"
        self._doses: tuple[Dose, ...] = ()
        self._vaccine = ""
        self._day: date | None = None
        self._printed = False
        self._problems: tuple[Problem, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether paper is on its way that must not be interrupted by the idle question."""
        return self._paper.busy

    def close(self) -> None:
        """Forget every row; unfinished paper is taken back."""
        self._paper.close()
        self._reset()

    def poll(self) -> None:
        """Look after the paper."""
        self._paper.poll()

    # --- what is shown ----------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw the phase R23 is in."""
        self._flow.show(self._view())

    def _view(self) -> View:
        _, setting = self._flow.words, self._flow.setting
        names = {vaccine.id: vaccine.name(_.language) for vaccine in self._services.vaccines()}
        match self._phase:
            case "which":
                return vaccines.which(self._services.vaccines(), len(self._doses), self._problems, _, setting)
            case "when":
                today = self._services.clock.now().date()
                draft = self._day.isoformat() if self._day else ""
                return vaccines.when(names[self._vaccine], today, self._problems, draft, _)
            case "where":
                return vaccines.where(names[self._vaccine], _)
            case "another":
                return vaccines.another(len(self._doses), len(self._doses) >= MOST_DOSES, _)
            case "check":
                return vaccines.check(self._doses, names, _)
            case _:
                return self._made_view()

    def _made_view(self) -> View:
        _, setting = self._flow.words, self._flow.setting
        if self._paper.phase == "ask":
            return resume.on("R23", resume.ask_paper(_))
        if self._paper.phase == "trouble" and self._paper.fault is not None:
            return resume.on("R23", resume.print_trouble(self._paper.fault, _))
        if self._paper.busy:
            return resume.on("R23", resume.printing(_))
        return vaccines.made(self._doses, self._printed, _, setting)

    def _redraw(self) -> None:
        place = self._flow.place()
        if place is not None and place.screen == "R23":
            self.show(self._flow.visit)

    def _go(self, phase: str, *problems: str) -> None:
        self._phase = phase
        self._problems = tuple(Problem(text) for text in problems)
        self.show(self._flow.visit)

    # --- acts -------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R23."""
        value = one_of(fact.value)
        if fact.action is Action.BACK:
            self._step_back(visit)
            return
        match self._phase:
            case "which":
                self._chose(value)
            case "when" if fact.action is Action.NEXT:
                self._dated(value)
            case "where":
                self._placed(value)
            case "another":
                self._go("which" if value == vaccines.MORE else "check")
            case "check":
                self._looked_over(fact, value)
            case "made":
                self._take_along(value)

    def _step_back(self, visit: Visit) -> None:
        before = {"when": "which", "where": "when", "which": "another", "check": "another", "made": "check"}
        if self._phase == "another" or (self._phase == "which" and not self._doses):
            self.close()
            self._flow.move(back(visit))
        else:
            self._paper.close()
            self._go(before[self._phase])

    def _chose(self, vaccine: str) -> None:
        if vaccine in {known.id for known in self._services.vaccines()}:
            self._vaccine, self._day = vaccine, None
            self._go("when")

    def _dated(self, text: str) -> None:
        _, today = self._flow.words, self._services.clock.now().date()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self._go("when", _(N_("Please choose year, month and day.")))
            return
        if day > today:
            self._go("when", _(N_("That day has not come yet. Please look at the year again.")))
            return
        self._day = day
        self._go("where")

    def _placed(self, place: str) -> None:
        place = "" if place == vaccines.UNSAID else place
        if self._day is None or place not in list(Given):
            return
        self._doses = in_order((*self._doses, Dose(self._day, self._vaccine, Given(place))))
        self._go("another")

    def _looked_over(self, fact: Fact, value: str) -> None:
        if fact.action is Action.EDIT and value.isdigit() and int(value) < len(self._doses):
            at = int(value)
            self._doses = (*self._doses[:at], *self._doses[at + 1 :])
            self._go("check" if self._doses else "which")
        elif fact.action is Action.NEXT:
            self._go("made")

    def _take_along(self, value: str) -> None:
        if value in ("yes", "no", "again", "show") and self._paper.phase != "idle":
            self._paper.close() if value == "show" else self._paper.came_out(value == "yes")
            self._printed = value == "yes"
            self._redraw()
        elif value == resume.PRINT:
            self._print()
        elif value == resume.END:
            self._flow.end()

    def _print(self) -> None:
        slips, _ = self._services.slips, self._flow.words
        if slips is None:
            return
        names = {vaccine.id: vaccine.name(_.language) for vaccine in self._services.vaccines()}
        words = vaccines.words_for_paper(self._doses, names, _)
        sample, make = self._flow.visit.practice or self._flow.setting.practice, slips.transcript
        self._paper.print(lambda: make(words, _, sample), "vaccines")
        self._redraw()

    def scanned(self, text: str) -> None:
        """A record's own code comes back as the same table; only before anything was entered, so that nothing is overwritten."""
        if self._phase != "which" or self._doses:
            return
        known = [vaccine.id for vaccine in self._services.vaccines()]
        try:
            self._doses = read_code(text, known, self._services.clock.now().date())
        except HandoverProblem as problem:
            self._go("which", resume.why(problem, self._flow.words).text)
            return
        self._go("check" if self._doses else "which")
