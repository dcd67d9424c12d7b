"""R25: labels of the people who were asked for on R12. Nothing is queued; what was chosen lives in this stretch until the visit ends."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.visit import labels
from kiosk.visit.compose import labels as compose
from kiosk.visit.facts import Action, Fact
from kiosk.visit.one_paper import OnePaper
from kiosk.visit.services import LabelPaper, LabelTrouble, Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import View
from kiosk.visit.visit import Visit, back, go


class LabelSteps:
    """phase: opening → which → start → copies → checking → preview → made; the paper has its own phases meanwhile."""

    screens = frozenset({"R25"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow
        self._sheet = OnePaper(services, self._redraw)
        self._reset()

    def _reset(self) -> None:
        self._phase = "opening"
        self._papers: tuple[LabelPaper, ...] = ()
        self._paper: LabelPaper | None = None
        self._first, self._copies = 1, 1
        self._troubles: tuple[LabelTrouble, ...] = ()
        self._printed = False

    @property
    def busy(self) -> bool:
        """Whether paper is on its way that must not be interrupted by the idle question."""
        return self._sheet.busy

    def close(self) -> None:
        """Forget what was chosen; unfinished paper is taken back."""
        self._sheet.close()
        self._reset()

    def poll(self) -> None:
        """Look after the paper."""
        self._sheet.poll()

    # --- what is shown ----------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw the phase R25 is in; the papers are read when it is entered."""
        self._flow.show(self._view(visit))
        if self._phase == "opening" and self._can_print():
            self._phase = "reading"
            self._read()

    def _can_print(self) -> bool:
        return self._services.labels is not None and self._flow.setting.printer

    def _view(self, visit: Visit) -> View:
        _ = self._flow.words
        if not self._can_print() or self._phase == "none":
            return compose.no_printer(_)
        if self._paper is None or self._phase == "which":
            return compose.which(self._papers, _) if self._papers else compose.opening(_)
        people = labels.people(visit)
        match self._phase:
            case "start":
                return compose.start(self._paper, self._first, _)
            case "copies" | "checking":
                return compose.copies(self._paper, len(people), self._first, self._copies, _)
            case "preview" if self._sheet.phase == "idle":
                return compose.preview(self._paper, people, self._first, self._copies, self._troubles, _)
            case "preview":
                return self._paper_view()
            case _:
                return compose.made(self._printed, not labels.only_labels(visit), _)

    def _paper_view(self) -> View:
        _ = self._flow.words
        if self._sheet.phase == "ask":
            return compose.came_out(_)
        if self._sheet.phase == "trouble" and self._sheet.fault is not None and self._paper is not None:
            return compose.trouble(self._sheet.fault, self._paper, _)
        return compose.printing(_)

    def _redraw(self) -> None:
        place = self._flow.place()
        if place is not None and place.screen == "R25":
            self.show(self._flow.visit)

    def _go(self, phase: str) -> None:
        self._phase = phase
        self.show(self._flow.visit)

    def _read(self) -> None:
        maker, token = self._services.labels, self._flow.visit.token
        assert maker is not None, "nothing can be printed"

        def read(papers: Sequence[LabelPaper]) -> None:
            if self._phase == "reading" and self._flow.is_at(token, "R25"):
                self._papers = tuple(papers)
                self._go("which" if papers else "none")

        self._services.disk_lane.run(maker.papers, read, self._flow.failed)

    # --- acts -------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R25."""
        value = one_of(fact.value)
        if fact.action is Action.BACK:
            self._step_back(visit)
            return
        if self._sheet.phase != "idle":
            self._after_paper(visit, value)
            return
        match self._phase:
            case "which":
                self._chose(value)
            case "start" if fact.action is Action.NEXT:
                self._begins(value)
            case "copies":
                self._counted(visit, value)
            case "preview" if fact.action is Action.NEXT:
                self._print(visit)
            case "made":
                self._leave(visit, value)

    def _step_back(self, visit: Visit) -> None:
        if self._sheet.phase not in ("idle", "done"):
            return
        single = self._paper is not None and len(self._paper.picture.cells) == 1
        before = {"start": "which", "copies": "which" if single else "start", "preview": "copies", "checking": "copies"}
        if self._phase in before:
            self._go(before[self._phase])
        elif self._phase == "made":
            self._sheet.close()
            self._go("preview")
        else:
            self.close()
            self._flow.move(back(visit))

    def _chose(self, value: str) -> None:
        paper = next((paper for paper in self._papers if paper.id == value), None)
        if paper is None:
            return
        if paper is not self._paper:
            self._first, self._copies = 1, 1
        self._paper = paper
        self._go("copies" if len(paper.picture.cells) == 1 else "start")

    def _begins(self, value: str) -> None:
        """A label that is not on this paper cannot be touched; one that comes anyway changes nothing."""
        assert self._paper is not None
        if 1 <= _number(value) <= len(self._paper.picture.cells):
            self._first = _number(value)
            self._go("copies")

    def _counted(self, visit: Visit, value: str) -> None:
        assert self._paper is not None
        places, people = len(self._paper.picture.cells), len(labels.people(visit))
        count = labels.to_fill(places, people, self._first) if value == compose.FILL else _number(value)
        if 1 <= count <= labels.most_copies(places, people):
            self._copies = count
            self._check(visit)

    def _check(self, visit: Visit) -> None:
        maker, paper, token, people = self._services.labels, self._paper, visit.token, labels.people(visit)
        assert maker is not None and paper is not None

        def checked(troubles: Sequence[LabelTrouble]) -> None:
            if self._phase == "checking" and self._flow.is_at(token, "R25"):
                self._troubles = tuple(troubles)
                self._go("preview")

        self._phase = "checking"  # a moment; no other screen flashes up for it
        self._services.disk_lane.run(lambda: maker.check(paper.id, people), checked, self._flow.failed)

    # --- paper ------------------------------------------------------------------------------------------------------------
    def _print(self, visit: Visit) -> None:
        maker, paper = self._services.labels, self._paper
        if maker is None or paper is None or any(trouble.stops for trouble in self._troubles):
            return
        people, first, count = labels.people(visit), self._first, self._copies
        sample = visit.practice or self._flow.setting.practice
        self._sheet.print(lambda: maker.make(paper.id, people, first, count, sample), "labels")
        self._redraw()

    def _after_paper(self, visit: Visit, value: str) -> None:
        match self._sheet.phase, value:
            case "ask", "yes":
                self._printed = True
                self._sheet.came_out(came=True)
                self._sheet.close()
                self._go("made")
            case "ask", "no":
                self._sheet.came_out(came=False)
                self._redraw()
            case "trouble", compose.AGAIN:
                self._print(visit)
            case "trouble", compose.WITHOUT:
                self._sheet.close()
                self._go("made")

    def _leave(self, visit: Visit, value: str) -> None:
        if value == compose.MORE:
            self._printed = False
            self._go("which")
        elif value == compose.ON:
            self._flow.move(go(visit, "R14"))
        elif value == compose.END:
            self._flow.move(go(visit, "R18"))


def _number(value: str) -> int:
    """0 for what is no number."""
    return int(value) if value.isascii() and value.isdigit() else 0
