"""R05 and R05M: an unfinished visit taken up from a code, and one taken along as a code.

What can go wrong with a code is a sentence on R05 with a way to begin anew; nothing of it is an error of the program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kiosk.handover import visits
from kiosk.handover.draft import Draft, NeedsNumber, Written
from kiosk.handover.number import is_number, too_easy
from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.handover.short_code import procedure_of, short_code
from kiosk.visit.compose import resume
from kiosk.visit.facts import Action, Fact
from kiosk.visit.one_paper import OnePaper
from kiosk.visit.services import Services, TsuzukiWords
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.visit import Visit, back, go, refuse
from kiosk.words import N_

T = TypeVar("T")


class ResumeSteps:
    """phase of R05: show → reading → (number) ; code. Of R05M: making → (number) → made → paper."""

    screens = frozenset({"R05", "R05M"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow
        self._paper = OnePaper(services, self._redraw)
        self._reset()

    def _reset(self) -> None:
        self._phase = ""
        self._needs: NeedsNumber | None = None
        self._draft: Draft | None = None  # what is being made
        self._taken: Draft | None = None  # what this visit was taken up from
        self._written: Written | None = None
        self._problem: HandoverProblem | None = None
        self._printed = False

    @property
    def busy(self) -> bool:
        """Whether something is on its way that must not be interrupted by the idle question."""
        return self._phase in ("reading", "making") or self._paper.busy

    def close(self) -> None:
        """Forget everything of this visit; unfinished paper is taken back."""
        self._paper.close()
        handover, taken = self._services.handover, self._taken
        self._reset()
        if handover is not None and taken is not None:  # in the lane, so after what was asked of it before
            self._services.disk_lane.run(handover.forget, _ignore, _ignore)

    def poll(self) -> None:
        """Look after the paper."""
        self._paper.poll()

    def handed_in(self) -> None:
        """The visit was accepted: the code it was taken up from is used up."""
        handover, draft = self._services.handover, self._taken
        if handover is not None and draft is not None:
            self._services.disk_lane.run(lambda: handover.done(draft), _ignore, _ignore)

    # --- what is shown ----------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw the phase R05 or R05M is in."""
        if visit.place.screen == "R05":
            self._show_taking_up(visit)
        elif self._phase == "":
            self._make(visit)
        else:
            self._show_making(visit)

    def _show_taking_up(self, visit: Visit) -> None:
        _ = self._flow.words
        match self._phase:
            case "reading":
                self._flow.show(resume.reading(_))
            case "number":
                self._flow.show(resume.ask_number(visit, _))
            case "code":
                self._flow.show(resume.ask_short_code(visit, _))
            case _:
                self._flow.show(resume.show_code(visit, _, self._flow.setting))

    def _show_making(self, visit: Visit) -> None:
        _ = self._flow.words
        if self._problem is not None:
            self._flow.show(resume.not_made(self._problem, _))
        elif self._phase == "number":
            self._flow.show(resume.choose_number(visit, _))
        elif self._written is None:
            self._flow.show(resume.making(_))
        elif self._paper.phase == "ask":
            self._flow.show(resume.ask_paper(_))
        elif self._paper.phase == "trouble" and self._paper.fault is not None:
            self._flow.show(resume.print_trouble(self._paper.fault, _))
        elif self._paper.busy:
            self._flow.show(resume.printing(_))
        else:
            written = self._written
            self._flow.show(resume.made(written.text, written.until, written.kept, self._printed, _, self._flow.setting))

    def _redraw(self) -> None:
        place = self._flow.place()
        if place is not None and place.screen == "R05M":
            self.show(self._flow.visit)

    # --- acts -------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R05 or R05M."""
        if fact.screen == "R05":
            self._act_taking_up(visit, fact)
        else:
            self._act_making(visit, fact)

    def _act_taking_up(self, visit: Visit, fact: Fact) -> None:
        if fact.value == resume.ANEW:
            self._reset()
            self._flow.move(go(replace(visit, problems=()), "R06"))
        elif fact.action is Action.BACK:
            self._step_back(visit)
        elif fact.value == resume.TYPE_CODE:
            self._phase = "code"
            self._flow.move(replace(visit, problems=()))
        elif fact.action is Action.NEXT and self._phase == "number":
            self._collect(visit, one_of(fact.value))
        elif fact.action is Action.NEXT and self._phase == "code":
            self._by_short_code(visit, one_of(fact.value))

    def _step_back(self, visit: Visit) -> None:
        if self._phase in ("number", "code"):
            self._phase = ""
            self._flow.move(replace(visit, problems=()))
        else:
            self._phase = ""
            self._flow.move(back(visit))

    # --- taking up --------------------------------------------------------------------------------------------------------
    def scanned(self, text: str) -> None:
        """A code was held under the scanner while R05 stood."""
        handover = self._services.handover
        if self._phase == "reading":
            return
        if handover is None:
            self._refused(HandoverProblem(Reason.NO_KEY))
            return
        self._in_lane(lambda: handover.read(text), self._read)

    def _read(self, found: Draft | NeedsNumber | HandoverProblem) -> None:
        if isinstance(found, HandoverProblem):
            self._refused(found)
        elif isinstance(found, NeedsNumber):
            self._phase, self._needs = "number", found
            self._flow.move(replace(self._flow.visit, problems=()))
        else:
            self._take_up(found)

    def _collect(self, visit: Visit, number: str) -> None:
        handover, needs = self._services.handover, self._needs
        if handover is None or needs is None or not is_number(number):
            self._flow.refuse(visit, N_("Please type four digits."))
            return
        self._in_lane(lambda: handover.collect(needs, number), self._collected)

    def _collected(self, found: Draft | HandoverProblem) -> None:
        if isinstance(found, Draft):
            self._take_up(found)
        elif found.reason in (Reason.WRONG_NUMBER, Reason.NO_WAY):
            self._phase = "number"
            self._flow.move(refuse(self._flow.visit, resume.why(found, self._flow.words)))
        else:
            self._refused(found)

    def _take_up(self, draft: Draft) -> None:
        today = self._services.clock.now().date()
        try:
            visit = visits.take_up(draft, self._flow.visit, self._services.procedures(), today)
        except HandoverProblem as problem:
            self._refused(problem)
            return
        self._phase, self._needs, self._taken = "", None, draft
        self._services.record("resumed", procedure=visit.chosen.id, screen=visit.place.screen)
        self._flow.move(visit)
        self._flow.notice(resume.welcome_back(self._flow.words, len(visit.answers)))

    def _refused(self, problem: HandoverProblem) -> None:
        self._services.record("code refused", code=problem.reason.value)
        self._phase, self._needs = "", None
        self._flow.move(refuse(self._flow.visit, resume.why(problem, self._flow.words)))

    def _by_short_code(self, visit: Visit, digits: str) -> None:
        known = {procedure.id: procedure for procedure in self._services.procedures()}
        found = procedure_of(digits, known)
        if found is None:
            self._flow.refuse(visit, N_("There is no procedure with that number. Please look at the digits again."))
            return
        self._phase = ""
        anew = Draft("", self._services.clock.now(), (found,), "R07", "", {})
        self._flow.move(visits.take_up(anew, visit, self._services.procedures(), self._services.clock.now().date()))

    # --- taking along -----------------------------------------------------------------------------------------------------
    def _make(self, visit: Visit) -> None:
        handover = self._services.handover
        self._problem, self._written = None, None
        if handover is None:
            self._phase, self._problem = "made", HandoverProblem(Reason.NO_KEY)
            self._show_making(visit)
            return
        draft = visits.draft_of(back(visit), self._services.clock.now())
        self._draft = draft
        self._in_lane(lambda: handover.write(draft), self._wrote, phase="making")

    def _wrote(self, written: Written | HandoverProblem | None) -> None:
        self._phase = "number" if written is None else "made"
        if isinstance(written, HandoverProblem):
            self._services.record("code refused", code=written.reason.value)
            self._problem = written
        elif written is not None:
            self._written = written
            self._let_go_of_the_old()
        self._redraw()

    def _let_go_of_the_old(self) -> None:
        """A new code stands for the visit now; what the city still keeps under the old one is destroyed."""
        handover, taken = self._services.handover, self._taken
        self._services.record("code made")
        if handover is not None and taken is not None:
            self._services.disk_lane.run(lambda: handover.let_go(taken), _ignore, _ignore)

    def _act_making(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.BACK:
            self._leave_making(visit)
        elif self._phase == "number" and fact.action is Action.NEXT:
            self._keep(visit, one_of(fact.value))
        elif one_of(fact.value) in ("yes", "no", "again", "show") and self._paper.phase != "idle":
            self._after_paper(one_of(fact.value))
        elif fact.value == resume.PRINT:
            self._print(visit)
        elif fact.value == resume.END:
            self._flow.end()

    def _leave_making(self, visit: Visit) -> None:
        taken = self._taken
        self._paper.close()
        self._reset()
        self._taken = taken
        self._flow.move(back(visit))

    def _keep(self, visit: Visit, number: str) -> None:
        handover, draft = self._services.handover, self._draft
        if not is_number(number):
            self._flow.refuse(visit, N_("Please type four digits."))
        elif too_easy(number):
            self._flow.refuse(visit, N_("Those digits are easy to guess. Please take others."))
        elif handover is not None and draft is not None:
            self._in_lane(lambda: handover.keep(draft, number), self._wrote, phase="making")

    def _print(self, visit: Visit) -> None:
        slips, written, _ = self._services.slips, self._written, self._flow.words
        if slips is None or written is None:
            return
        codes = tuple(short_code(procedure.id) for procedure in visit.basket)
        titles = tuple(_(procedure.title) for procedure in visit.basket)
        words = TsuzukiWords(written.text, resume.day_words(written.until, _), written.kept, titles, codes)
        sample, make = visit.practice or self._flow.setting.practice, slips.tsuzuki
        self._paper.print(lambda: make(words, _, sample), "tsuzuki")
        self._redraw()

    def _after_paper(self, word: str) -> None:
        if word == "show":
            self._paper.close()
        else:
            self._paper.came_out(word == "yes")
            self._printed = word == "yes"
        self._redraw()

    # --- lane -------------------------------------------------------------------------------------------------------------
    def _in_lane(self, work: Callable[[], T], done: Callable[[T | HandoverProblem], None], phase: str = "reading") -> None:
        """Run it off the screen's thread; a problem comes home as a value, and a visit that is over hears nothing."""
        token, screen = self._flow.visit.token, self._flow.visit.place.screen
        self._phase = phase
        self.show(self._flow.visit)

        def home(found: T | HandoverProblem) -> None:
            if self._flow.is_at(token, screen):
                done(found)

        self._services.disk_lane.run(lambda: _tried(work), home, self._flow.failed)


def _tried(work: Callable[[], T]) -> T | HandoverProblem:
    try:
        return work()
    except HandoverProblem as problem:
        return problem


def _ignore(result: object) -> None:
    """Nothing waits for this result."""
