"""R16: from the choice of paper or phone to the row on disk, the paper, and a person's word that it came out.

Order matters: accept (row, number and job in one transaction) → say so → make the sheet with that number → print → ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.faults import PRINT_LOST, KioskError
from kiosk.visit import basket
from kiosk.visit.compose import closing, notices
from kiosk.visit.facts import Action, Fact
from kiosk.visit.planning_steps import take_along
from kiosk.visit.services import Filled, PaperDesk, Services, Sheet
from kiosk.visit.stretch import Guide
from kiosk.visit.views import Problem
from kiosk.visit.visit import Visit, back, go, refuse
from kiosk.words import N_

if TYPE_CHECKING:
    from kiosk.outbox.records import Accepted, Submission
    from kiosk.printing import DeskView


class PaperSteps:
    """The paper part of a visit. phase: choose → taking → printing → ask → done. handed_in: called when the entry is accepted."""

    screens = frozenset({"R16"})

    def __init__(self, services: Services, flow: Guide, handed_in: Callable[[], None]) -> None:
        self._services = services
        self._flow = flow
        self._handed_in = handed_in
        self._reset()

    def _reset(self) -> None:
        self._phase = "choose"
        self._desk: PaperDesk | None = None
        self._view: DeskView | None = None
        self._looking = False
        self._submission: Submission | None = None
        self.filled = Filled()

    @property
    def busy(self) -> bool:
        """Whether something is on its way that must not be interrupted by the idle question."""
        return self._phase in ("taking", "printing")

    def close(self) -> None:
        """Take back what is unfinished; the paper's bytes go with the desk."""
        desk = self._desk
        self._reset()
        if desk is not None:
            self._services.print_lane.run(desk.close, _ignore, _ignore)

    # --- what is shown ----------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw the phase R16 is in."""
        _ = self._flow.words
        if self._phase == "choose" and visit.entry == "blank":
            self._take(visit)
        elif self._phase == "choose":
            self._flow.show(closing.output(visit, _, self._flow.setting))
        elif self._phase == "taking":
            self._flow.show(closing.taking(visit, _))
        elif self._phase == "ask":
            self._flow.show(closing.ask_paper(visit, _, self.filled.pages))
        elif self._view is not None and self._view.help is not None:
            self._flow.show(closing.print_trouble(visit, self._view.help, _))
        else:
            self._flow.show(closing.printing(visit, _))

    # --- acts -------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R16."""
        if self._phase == "choose":
            self._choose(visit, fact)
        elif self._phase == "ask" and fact.value in ("yes", ("yes",)):
            self._finish(came=True)
        elif (self._phase == "ask" and fact.value in ("no", ("no",))) or fact.value == "again":
            self._once_more(came=False)
        elif fact.value == "without":
            self._finish(came=None)

    def _choose(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.BACK:
            self._flow.move(back(visit))
            return
        chosen = fact.value[0] if isinstance(fact.value, tuple) and fact.value else fact.value
        if not isinstance(chosen, str) or chosen not in (closing.PAPER, closing.QR, closing.BOTH):
            self._flow.move(refuse(visit, Problem(self._flow.words(N_("Please choose one.")))))
            return
        visit = replace(visit, output=chosen, problems=())
        self._flow.keep(visit)
        self._take(visit)

    def _take(self, visit: Visit) -> None:
        """Have the submission on disk before anything is said or printed."""
        self._phase = "taking"
        self._flow.show(closing.taking(visit, self._flow.words))
        if not visit.send or visit.practice:
            self._print(visit)
            return
        if self._submission is None:
            self._submission = self._services.new_submission(visit.chosen, visit.answers)
        submission, token = self._submission, visit.token

        def accepted(accepted: Accepted) -> None:
            self._services.wake_courier()
            if self._flow.is_at(token, "R16"):
                self._services.record("accepted", receipt_no=accepted.receipt_no)
                self._handed_in()
                visit = replace(self._flow.visit, accepted=accepted)
                self._flow.keep(visit)
                self._print(visit)

        self._services.disk_lane.run(lambda: self._services.outbox.accept(submission), accepted, self._not_accepted)

    def _not_accepted(self, error: KioskError) -> None:
        """Nothing was taken, nothing is lost: the answers are still here and the same submission can be offered again."""
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        self._phase = "choose"
        self.show(self._flow.visit)
        self._flow.notice(notices.trouble(error.fault, self._flow.words))

    # --- paper ------------------------------------------------------------------------------------------------------------
    def _print(self, visit: Visit) -> None:
        if visit.output == closing.QR:
            self._make(visit, lambda sheet: self._counted(sheet, and_finish=True))
            return
        self._phase = "printing"
        self.show(self._flow.visit)
        self._make(visit, lambda sheet: self._counted(sheet, and_finish=False))

    def _make(self, visit: Visit, done: Callable[[Sheet], None]) -> None:
        number = visit.accepted.receipt_no if visit.accepted else ""
        code = visit.accepted.matching_code if visit.accepted else ""
        papers = (*basket.papers(visit.basket, visit.answers), *take_along(visit, self._flow.words))
        sample, words, token = visit.practice or self._flow.setting.practice, self._flow.words, visit.token

        def made(sheet: Sheet) -> None:
            if self._flow.is_at(token, "R16"):
                done(sheet)

        self._services.disk_lane.run(
            lambda: self._services.forms.make(papers, number, code, sample, words=words), made, self._failed
        )

    def _counted(self, sheet: Sheet, and_finish: bool) -> None:
        self.filled = sheet.filled
        if and_finish:
            self._finish(came=None)
            return
        accepted = self._flow.visit.accepted
        title = accepted.receipt_no if accepted else "kiosk"
        desk = self._services.desk()
        self._desk = desk
        self._services.print_lane.run(lambda: desk.start(sheet.pdf, title), lambda none: self.poll(), self._failed)

    def poll(self) -> None:
        """Look at the paper; one look at a time."""
        desk = self._desk
        if desk is None or self._looking or self._phase != "printing":
            return
        self._looking = True
        self._services.print_lane.run(desk.poll, lambda view: self._looked(desk, view), self._failed)

    def _looked(self, desk: PaperDesk, view: DeskView) -> None:
        self._looking = False
        if desk is not self._desk or self._phase != "printing":
            return
        before, self._view = self._view, view
        if view.asks_for_paper:
            self._phase = "ask"
            self.show(self._flow.visit)
        elif before is None or before.help != view.help:
            if view.help is not None:
                self._services.record("fault", code=view.help.code)
            self.show(self._flow.visit)

    def _once_more(self, came: bool) -> None:
        desk = self._desk
        if desk is None:
            return
        self._phase, self._view = "printing", None
        self._services.record("reprint", code=PRINT_LOST.code)
        self.show(self._flow.visit)
        self._services.print_lane.run(lambda: desk.paper_came_out(came), lambda none: self.poll(), self._failed)

    def _finish(self, came: bool | None) -> None:
        desk, self._desk = self._desk, None
        self._phase = "done"
        if desk is not None:
            self._services.print_lane.run(lambda: _conclude(desk, came), _ignore, _ignore)
        self._flow.move(go(self._flow.visit, "R17"))

    def _failed(self, error: KioskError) -> None:
        self._looking = False
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        self._flow.notice(notices.trouble(error.fault, self._flow.words))


def _conclude(desk: PaperDesk, came: bool | None) -> None:
    if came:
        desk.paper_came_out(True)
    desk.close()


def _ignore(result: object) -> None:
    """Nothing waits for this result: the person has gone on."""
