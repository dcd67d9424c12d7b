"""The way of one resident: takes the screens' facts, asks services, shows the next view. Knows order, not words and not widgets.

R01 → R02 → R03 → R04 → R06 → R07* → R08 → (R09) → R10 → (R11) → R12* → R13 → R14 → R16 → R17 → R18 → R19 → R01. Notices (RX…) lie over a place
and go back to it. Everything about the person is in `self._visit`; `_end` drops it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from kiosk.faults import Fault, KioskError
from kiosk.handover.visits import can_be_continued
from kiosk.ports import CardState
from kiosk.visit import steps
from kiosk.visit.asking_steps import AskingSteps
from kiosk.visit.boards_door import BoardsDoor
from kiosk.visit.booking_steps import BookingSteps
from kiosk.visit.card_steps import CardSteps
from kiosk.visit.compose import closing, notices, opening
from kiosk.visit.facts import Action, Fact
from kiosk.visit.finding_steps import FindingSteps
from kiosk.visit.label_steps import LabelSteps
from kiosk.visit.leaving_steps import LeavingSteps
from kiosk.visit.opening_steps import OpeningSteps
from kiosk.visit.paper_steps import PaperSteps
from kiosk.visit.phone_steps import PhoneSteps
from kiosk.visit.planning_steps import PlanningSteps
from kiosk.visit.resume_steps import ResumeSteps
from kiosk.visit.services import Services
from kiosk.visit.setting import Setting
from kiosk.visit.stretch import Stretch
from kiosk.visit.vaccine_steps import VaccineSteps
from kiosk.visit.views import Look, Problem, View
from kiosk.visit.visit import Place, Visit, back, go, refuse
from kiosk.words import Catalogue

SHOWS_PERSON = frozenset({"R11", "R12", "R13", "R14", "R25"})
OWN_BACK = frozenset({"R05", "R05M", "R11", "R15", "R16", "R22", "R23", "R25", "R26"})

Show = Callable[[View, Look], None]


class Flow:
    """One terminal's flow; at most one visit at a time.

    show: draws a view. forget: drops every widget of the visit and clears what screens hold.
    """

    def __init__(self, services: Services, setting: Setting, show: Show, forget: Callable[[], None]) -> None:
        self._services = services
        self._setting = setting
        self._show_view = show
        self._forget = forget
        self._visit: Visit | None = None
        self._notice: View | None = None
        self._card_state = CardState.EMPTY
        self._at_attract = False
        self._planning = PlanningSteps(services, self)
        self._finding = FindingSteps(services, self, self._planning.enter)
        self._asking = AskingSteps(services, self)
        self._card = CardSteps(services, self, self._asking.by_hand)
        self._resume = ResumeSteps(services, self)
        self._vaccines = VaccineSteps(services, self)
        self._booking = BookingSteps(services, self)
        self._labels = LabelSteps(services, self)
        self._boards = BoardsDoor(services, self, self._finding.begin_with)
        self._leaving = LeavingSteps(services, self, filled=lambda: self._paper.filled)
        self._paper = PaperSteps(services, self, self._resume.handed_in)
        stretches: tuple[Stretch, ...] = (
            OpeningSteps(self),
            self._finding,
            self._planning,
            self._asking,
            self._card,
            self._resume,
            self._vaccines,
            self._booking,
            self._boards,
            self._labels,
            PhoneSteps(self),
            self._paper,
            self._leaving,
        )
        self._stretches = {screen: stretch for stretch in stretches for screen in stretch.screens}

    # --- what the program calls -------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Show R01."""
        self._show_attract()

    def close(self) -> None:
        """The program ends: forget the person, take back unfinished paper."""
        self._close_stretches()
        self._visit = None
        self._notice = None

    @property
    def busy_with_person(self) -> bool:
        """Whether a visit is going on; the idle watch asks it."""
        return self._visit is not None

    @property
    def patient(self) -> bool:
        """Whether the idle question stays away: staff sit along, or paper is being printed."""
        printing = any(
            part.busy
            for part in (self._paper, self._resume, self._vaccines, self._booking, self._boards, self._labels, self._leaving)
        )
        return self._visit is not None and (self._visit.company == "staff" or printing)

    def handle(self, fact: Fact) -> None:
        """One act of the person. A late tap on a screen that is gone is dropped."""
        if fact.screen.startswith("RX"):
            if self._notice is not None and self._notice.frame.screen == fact.screen:
                self._answer_notice(fact)
        elif self._notice is None:
            self._act(fact)

    def idle(self) -> None:
        """Nobody touched the screen for the set time."""
        if (self._visit is not None and self._notice is None) or (
            self._visit is not None and self._notice is not None and not self._is_idle_notice()
        ):
            self.notice(notices.idle(self.words, self._setting))

    def still_here(self) -> None:
        """Any touch while the idle question stands means: go on."""
        if self._is_idle_notice():
            self._close_notice()

    def card_changed(self, state: CardState) -> None:
        """The reader saw a card come or go, or went itself."""
        before, self._card_state = self._card_state, state
        if self._visit is None:
            if (
                self._at_attract and self._notice is None
            ):  # R19 stays: who takes their card there still reads that everything is erased
                self._show_attract()
            return
        if self._visit.place.screen == "R11":
            self._card.card_changed(state)
        elif before is CardState.PRESENT and self._visit.from_card and self._visit.place.screen in SHOWS_PERSON:
            self.notice(notices.covered(self.words))

    def poll(self) -> None:
        """Called a few times a second: looks after the paper."""
        if self._visit is not None:
            self._paper.poll()
            self._resume.poll()
            self._vaccines.poll()
            self._booking.poll()
            self._labels.poll()
            self._boards.poll()
            self._leaving.poll()

    def scanned(self, text: str) -> None:
        """A code was held under the scanner; it means something on R04, R05 and R23 only."""
        visit = self._visit
        if visit is None or self._notice is not None:
            return
        if visit.place.screen == "R23":
            self._vaccines.scanned(text)
        elif visit.place.screen in ("R04", "R05"):
            if visit.place.screen == "R04":
                self.move(go(visit, "R05"))
            self._resume.scanned(text)

    def fail(self, fault: Fault) -> None:
        """Something of ours broke: the calm page, nothing lost."""
        self.notice(notices.trouble(fault, self.words))

    # --- what the parts of a visit use ------------------------------------------------------------------------------------
    @property
    def visit(self) -> Visit:
        """The visit going on."""
        assert self._visit is not None, "no visit is going on"
        return self._visit

    def place(self) -> Place | None:
        """Where the visit stands; None between two visits."""
        return self._visit.place if self._visit else None

    @property
    def setting(self) -> Setting:
        """This terminal's setting."""
        return self._setting

    @property
    def card_state(self) -> CardState:
        """What the reader last said."""
        return self._card_state

    @property
    def words(self) -> Catalogue:
        """The catalogue of the visit's language."""
        look = self._visit.look if self._visit else self._setting.look
        return self._services.catalogue(look.language)

    def is_at(self, token: str, screen: str) -> bool:
        """Whether that visit is still the one going on, and at that screen; late results of a lane ask this first."""
        return self._visit is not None and self._visit.token == token and self._visit.place.screen == screen

    def leads_to(self, screen: str) -> bool:
        """Whether this terminal has that screen; a menu shows only ways that lead somewhere."""
        if screen in self._boards.screens:
            return self._boards.leads_to(screen)
        return screen in self._stretches and (screen != "R15" or self._booking.offers)

    def keep(self, visit: Visit) -> None:
        """Replace the visit without drawing."""
        self._visit = visit

    def show(self, view: View) -> None:
        """Draw a view of this visit; under a notice it waits until the notice is answered."""
        if self._notice is None:
            self._show_view(view, self.visit.look)

    def notice(self, view: View) -> None:
        """Lay a notice over the place."""
        self._notice = view
        look = self._visit.look if self._visit else self._setting.look
        self._show_view(view, look)

    def move(self, visit: Visit) -> None:
        """Take a new visit value and show its place."""
        self._visit = visit
        self.show_place()

    def refuse(self, visit: Visit, msgid: str) -> None:
        """Stay, with one sentence of what is to be done."""
        self.move(refuse(visit, Problem(self.words(msgid))))

    def call_person(self) -> None:
        """Lay the notice over the place that somebody is coming."""
        self.notice(notices.called(self.words, self._setting))

    def failed(self, error: KioskError) -> None:
        """Something outside failed: note it, and say what to do."""
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        self.notice(notices.trouble(error.fault, self.words))

    def show_place(self) -> None:
        """Draw the place the visit is at."""
        visit = self.visit
        self._stretches[visit.place.screen].show(visit)

    def _show_attract(self) -> None:
        self._at_attract = True
        language = self._setting.look.language
        left = self._card_state is CardState.PRESENT
        self._show_view(opening.attract(self._services.catalogue(language), self._setting, left), self._setting.look)

    # --- acts -------------------------------------------------------------------------------------------------------------
    def _act(self, fact: Fact) -> None:
        if fact.screen == "R01":
            self._begin(fact)
        elif fact.screen == "R19":
            self._show_attract()
        elif self._visit is not None and self._visit.place.screen == fact.screen:
            self._act_in_visit(self._visit, fact)

    def _act_in_visit(self, visit: Visit, fact: Fact) -> None:
        match fact.action:
            case Action.CALL:
                self._services.record("call", screen=visit.place.screen)
                self.call_person()
            case Action.QUIT:
                self.notice(notices.quit_visit(self.words, self._setting.handover and can_be_continued(visit)))
            case Action.LOOK_OPEN:
                if visit.place.screen != "R02":
                    self.move(go(visit, "R02"))
            case Action.BACK if visit.place.screen not in OWN_BACK:
                self._go_back(visit, fact)
            case _:
                self._stretches[fact.screen].handle(visit, fact)

    def _begin(self, fact: Fact) -> None:
        language = (
            fact.value if isinstance(fact.value, str) and fact.value in self._setting.languages else self._setting.look.language
        )
        visit = Visit(uuid.uuid4().hex, replace(self._setting.look, language=language), opening_place())
        self._services.record("begin", language=language)
        fault = self._services.outbox.ready()
        self._services.disk_lane.run(self._services.prepare, _ignore, _ignore)
        self.move(visit)
        if fault is not None:
            self.notice(notices.trouble(fault, self.words))

    def _go_back(self, visit: Visit, fact: Fact) -> None:
        if visit.place.screen == "R12":
            visit = self._asking.kept(visit, fact.value)
        elif visit.place.screen == "R06":
            visit = self._finding.kept(visit, fact.value)
        if not visit.trail:
            self.end()
            return
        visit = back(visit)
        while visit.trail and not self._still_asked(visit):
            visit = back(visit)
        self.move(visit)

    @staticmethod
    def _still_asked(visit: Visit) -> bool:
        """Whether this place still makes sense: a later answer may have closed a question."""
        if visit.place.screen != "R12":
            return True
        return visit.place.step in [step.id for step in steps.asked_steps(visit.chosen, visit.answers)]

    # --- notices ----------------------------------------------------------------------------------------------------------
    def _is_idle_notice(self) -> bool:
        return self._notice is not None and self._notice.frame.screen == "RX1"

    def _answer_notice(self, fact: Fact) -> None:
        if fact.action is Action.TIME_UP or fact.value == notices.END:
            self._notice = None
            self.end()
        elif fact.value == notices.TAKE_ALONG and self._visit is not None:
            self._notice = None
            self.move(go(self._visit, "R05M"))
        elif fact.value == notices.CALL:
            self._services.record("call", screen=self.visit.place.screen if self._visit else "R01")
            self.call_person()
        else:
            self._close_notice()

    def _close_notice(self) -> None:
        self._notice = None
        if self._visit is None:
            self._show_attract()
        else:
            self.show_place()

    def end(self) -> None:
        """Forget the person: paper taken back, chip dark, visit dropped, widgets gone; then show that it is so."""
        look = self._visit.look if self._visit else self._setting.look
        screen = self._visit.place.screen if self._visit else "R01"
        self._close_stretches()
        self._card.take_away()
        self._visit = None
        self._notice = None
        self._at_attract = False
        self._forget()
        self._services.record("end", screen=screen)
        view = closing.wiped(self._services.clock.now(), self._services.catalogue(look.language), self._setting)
        self._show_view(view, look)

    def _close_stretches(self) -> None:
        for stretch in dict.fromkeys(self._stretches.values()):
            stretch.close()


def _ignore(result: object) -> None:
    """Nothing waits for it."""


def opening_place() -> Place:
    """Where every visit begins."""
    return Place("R02")
