"""The way of one resident: takes the screens' facts, asks services, shows the next view. Knows order, not words and not widgets.

R01 → R02 → R03 → R04 → R06 → R07* → R08 → R10 → (R11) → R12* → R13 → R14 → R16 → R17 → R18 → R19 → R01. Notices (RX…) lie over a place
and go back to it. Everything about the person is in `self._visit`; `_end` drops it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.faults import Fault, KioskError
from kiosk.model.procedure import Procedure, Question
from kiosk.ports import CardState
from kiosk.visit import rules, steps
from kiosk.visit.card_steps import CardSteps
from kiosk.visit.compose import card, choosing, closing, notices, opening, questions
from kiosk.visit.facts import Action, Fact
from kiosk.visit.paper_steps import PaperSteps
from kiosk.visit.services import FormTrouble, Services
from kiosk.visit.setting import Setting
from kiosk.visit.views import Look, Option, Problem, View
from kiosk.visit.visit import Place, Visit, answer, back, go, jump, refuse
from kiosk.words import N_, Catalogue

CHOOSE_ONE = N_("Please choose one.")
SHOWS_PERSON = frozenset({"R11", "R12", "R13", "R14"})
PROXY_STEP, PROXY_VALUE = "who", "proxy"
RESULT = "result"

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
        self._card = CardSteps(services, self)
        self._paper = PaperSteps(services, self)
        self._handlers: dict[str, Callable[[Visit, Fact], None]] = {
            "R02": self._after_look,
            "R03": self._after_company,
            "R04": self._after_menu,
            "R06": self._after_find,
            "R07": self._after_eligibility,
            "R08": self._after_bring,
            "R10": self._after_entry,
            "R11": self._card.handle,
            "R12": self._after_question,
            "R13": self._after_check,
            "R14": self._after_consent,
            "R16": self._paper.handle,
            "R17": self._after_done,
            "R18": self._after_leave,
        }

    # --- what the program calls -------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Show R01."""
        self._show_attract()

    def close(self) -> None:
        """The program ends: forget the person, take back unfinished paper."""
        self._paper.close()
        self._card.close()
        self._visit = None
        self._notice = None

    @property
    def busy_with_person(self) -> bool:
        """Whether a visit is going on; the idle watch asks it."""
        return self._visit is not None

    @property
    def patient(self) -> bool:
        """Whether the idle question stays away: staff sit along, or paper is being printed."""
        return self._visit is not None and (self._visit.company == "staff" or self._paper.busy)

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

    def show_place(self) -> None:
        """Draw the place the visit is at."""
        visit, screen = self.visit, self.visit.place.screen
        if screen == "R11":
            self._card.show()
        elif screen == "R16":
            self._paper.show()
        else:
            self.show(self._compose(visit, screen))

    # --- the places -------------------------------------------------------------------------------------------------------
    def _compose(self, visit: Visit, screen: str) -> View:  # noqa: C901 - one line a place
        _, setting = self.words, self._setting
        match screen:
            case "R02":
                return opening.look(visit, _, setting)
            case "R03":
                return opening.company(visit, _, setting)
            case "R04":
                return opening.menu(visit, _, setting)
            case "R06":
                return choosing.find(visit, self._services.procedures(), _)
            case "R07":
                return self._compose_eligibility(visit)
            case "R08":
                return choosing.bring(visit, steps.items_to_bring(visit.chosen, visit.answers), _)
            case "R10":
                return card.entry(visit, _, setting)
            case "R12":
                at = steps.position(visit.chosen, visit.answers, visit.place.step, visit.from_card)
                return questions.question(visit, visit.step(), at, self._services.clock.now().date(), _, setting)
            case "R13":
                return closing.check(visit, _)
            case "R14":
                return closing.consent(visit, _)
            case "R17":
                return closing.done(visit, _, setting, self._paper.boxes)
            case "R18":
                return closing.leave(visit, _)
        raise AssertionError(f"no screen {screen}")

    def _compose_eligibility(self, visit: Visit) -> View:
        if visit.place.step == RESULT:
            return choosing.eligible(visit, self._doubts(visit), self.words)
        question = next(q for q in visit.chosen.eligibility if q.id == visit.place.step)
        return choosing.eligibility(visit, question, self.words)

    def _show_attract(self) -> None:
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
                self.notice(notices.called(self.words, self._setting))
            case Action.QUIT:
                self.notice(notices.quit_visit(self.words))
            case Action.LOOK_OPEN:
                if visit.place.screen != "R02":
                    self.move(go(visit, "R02"))
            case Action.BACK if visit.place.screen not in ("R11", "R16"):
                self._go_back(visit, fact)
            case _:
                self._handlers[fact.screen](visit, fact)

    def _begin(self, fact: Fact) -> None:
        language = (
            fact.value if isinstance(fact.value, str) and fact.value in self._setting.languages else self._setting.look.language
        )
        visit = Visit(uuid.uuid4().hex, replace(self._setting.look, language=language), opening_place())
        self._services.record("begin", language=language)
        fault = self._services.outbox.ready()
        self.move(visit)
        if fault is not None:
            self.notice(notices.trouble(fault, self.words))

    def _go_back(self, visit: Visit, fact: Fact) -> None:
        if visit.place.screen == "R12":
            visit = self._kept(visit, fact.value)
        if not visit.trail:
            self._end()
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

    def _kept(self, visit: Visit, untrusted: object) -> Visit:
        try:
            value = rules.clean(visit.step(), untrusted, self._services.clock.now().date())
        except rules.AnswerProblem:
            return visit
        return answer(visit, visit.place.step, value) if value else visit

    # --- notices ----------------------------------------------------------------------------------------------------------
    def _is_idle_notice(self) -> bool:
        return self._notice is not None and self._notice.frame.screen == "RX1"

    def _answer_notice(self, fact: Fact) -> None:
        if fact.action is Action.TIME_UP or fact.value == notices.END:
            self._notice = None
            self._end()
        elif fact.value == notices.CALL:
            self._services.record("call", screen=self.visit.place.screen if self._visit else "R01")
            self.notice(notices.called(self.words, self._setting))
        else:
            self._close_notice()

    def _close_notice(self) -> None:
        self._notice = None
        if self._visit is None:
            self._show_attract()
        else:
            self.show_place()

    def _end(self) -> None:
        """Forget the person: paper taken back, chip dark, visit dropped, widgets gone; then show that it is so."""
        look = self._visit.look if self._visit else self._setting.look
        screen = self._visit.place.screen if self._visit else "R01"
        self._paper.close()
        self._card.close()
        self._card.take_away()
        self._visit = None
        self._notice = None
        self._forget()
        self._services.record("end", screen=screen)
        view = closing.wiped(self._services.clock.now(), self._services.catalogue(look.language), self._setting)
        self._show_view(view, look)

    # --- R02 … R08 --------------------------------------------------------------------------------------------------------
    def _after_look(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.LOOK and isinstance(fact.value, Look):
            self.move(replace(visit, look=fact.value))
        elif fact.action is Action.NEXT:
            self.move(back(visit) if visit.trail else go(visit, "R03"))

    def _after_company(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if not chosen:
            self._refuse(visit, CHOOSE_ONE)
            return
        self.move(go(replace(visit, company=chosen, practice=chosen == "practice"), "R04"))

    def _after_menu(self, visit: Visit, fact: Fact) -> None:
        if one_of(fact.value) == "procedure":
            self.move(go(visit, "R06"))
        elif one_of(fact.value) == "person":
            self.notice(notices.called(self.words, self._setting))

    def _after_find(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if chosen == "person":
            self.notice(notices.called(self.words, self._setting))
            return
        for procedure in self._services.procedures():
            if procedure.id == chosen:
                self._begin_procedure(visit, procedure)

    def _begin_procedure(self, visit: Visit, procedure: Procedure) -> None:
        answers = {PROXY_STEP: PROXY_VALUE} if visit.company == "family" and _has_proxy(procedure) else {}
        visit = replace(visit, procedure=procedure, answers=answers, from_card=frozenset(), eligibility={}, bring={})
        self._services.record("procedure", procedure=procedure.id)
        first = procedure.eligibility[0].id if procedure.eligibility else RESULT
        self.move(go(visit, "R07", first))

    def _after_eligibility(self, visit: Visit, fact: Fact) -> None:
        if fact.action is not Action.NEXT:
            return
        if visit.place.step == RESULT:
            self.move(go(visit, "R08"))
            return
        chosen = one_of(fact.value)
        if not chosen:
            self._refuse(visit, CHOOSE_ONE)
            return
        visit = replace(visit, eligibility={**visit.eligibility, visit.place.step: chosen})
        self.move(go(visit, "R07", self._question_after(visit)))

    def _question_after(self, visit: Visit) -> str:
        ids = [question.id for question in visit.chosen.eligibility]
        at = ids.index(visit.place.step)
        return ids[at + 1] if at + 1 < len(ids) else RESULT

    def _doubts(self, visit: Visit) -> Sequence[str]:
        return tuple(q.otherwise for q in visit.chosen.eligibility if _doubtful(q, visit))

    def _after_bring(self, visit: Visit, fact: Fact) -> None:
        states = dict(fact.value) if isinstance(fact.value, tuple) else {}
        visit = replace(visit, bring=states)
        if fact.action is Action.NEXT:
            self.move(go(visit, "R10"))
        else:
            self.move(visit)

    # --- R10, R12 ---------------------------------------------------------------------------------------------------------
    def _after_entry(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if not chosen:
            self._refuse(visit, CHOOSE_ONE)
        elif chosen == "card":
            self.move(go(replace(visit, entry="card"), "R11"))
        elif chosen == "blank":
            blank = replace(visit, entry="blank", send=False, answers={}, from_card=frozenset(), output=closing.PAPER)
            self.move(go(blank, "R16"))
        else:
            self.by_hand(visit)

    def by_hand(self, visit: Visit) -> None:
        """Go on to the questions; what the card gave, if anything, is answered already."""
        entry = "card" if visit.from_card else "hand"
        self.next_question(replace(visit, entry=entry, send=True))

    def next_question(self, visit: Visit) -> None:
        """The first question after this place that has no answer from the card; after the last one, look it over."""
        after = visit.place.step if visit.place.screen == "R12" else None
        step = steps.next_step(visit.chosen, visit.answers, after, visit.from_card)
        self.move(go(visit, "R12", step.id) if step else go(visit, "R13"))

    def _after_question(self, visit: Visit, fact: Fact) -> None:
        untrusted = fact.value
        if isinstance(untrusted, tuple) and visit.step().kind != "choices":
            untrusted = one_of(untrusted)
        try:
            value = rules.clean(visit.step(), untrusted, self._services.clock.now().date())
        except rules.AnswerProblem as problem:
            draft = untrusted if isinstance(untrusted, str | tuple) else ""
            self.move(refuse(visit, Problem(self.words(problem.msgid), problem.place), draft=draft))
            return
        step = visit.step()
        visit = answer(visit, step.id, value)
        visit = replace(visit, answers=steps.drop_unasked(visit.chosen, visit.answers))
        self._mended(visit) if visit.editing else self.next_question(visit)

    def _mended(self, visit: Visit) -> None:
        """Back to R13 after one change, by way of any question the change has opened."""
        opened = steps.first_unanswered(visit.chosen, visit.answers)
        self.move(go(visit, "R12", opened.id) if opened else jump(replace(visit, editing=False), "R13"))

    # --- R13 … R18 --------------------------------------------------------------------------------------------------------
    def _after_check(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.EDIT and isinstance(fact.value, str):
            self.move(go(replace(visit, editing=True), "R12", fact.value))
        elif fact.action is Action.NEXT:
            self._check_form(visit)

    def _check_form(self, visit: Visit) -> None:
        token = visit.token

        def checked(troubles: Sequence[FormTrouble]) -> None:
            if self.is_at(token, "R13"):
                self._after_form_check(self.visit, troubles)

        work = self._services.forms.check
        self._services.disk_lane.run(lambda: work(visit.chosen.form, visit.answers), checked, self._failed)

    def _after_form_check(self, visit: Visit, troubles: Sequence[FormTrouble]) -> None:
        stops = [trouble for trouble in troubles if trouble.stops]
        if stops:
            self.move(refuse(visit, *(Problem(self.words(t.fault.resident), t.step) for t in stops)))
            return
        self.move(go(visit, "R14"))
        if troubles:
            letters = "".join(dict.fromkeys(c for trouble in troubles for c in trouble.characters))
            self.notice(
                notices.trouble(troubles[0].fault, self.words, Option(notices.CONTINUE, self.words(N_("Go on"))), detail=letters)
            )

    def _failed(self, error: KioskError) -> None:
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        self.notice(notices.trouble(error.fault, self.words))

    def _after_consent(self, visit: Visit, fact: Fact) -> None:
        if fact.value == closing.PAPER_ONLY:
            self.move(go(replace(visit, consent=(), send=False), "R16"))
            return
        if fact.action is not Action.NEXT:
            return
        chosen = tuple(fact.value) if isinstance(fact.value, tuple) else ()
        if closing.SEND not in chosen:
            self._refuse(visit, N_("Please tick the box, or choose paper only."))
            return
        self.move(go(replace(visit, consent=chosen, send=True), "R16"))

    def _after_done(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.NEXT:
            self.move(go(visit, "R18"))

    def _after_leave(self, visit: Visit, fact: Fact) -> None:
        wish, face = fact.value if isinstance(fact.value, tuple) and len(fact.value) == 2 else ("", "")
        if fact.action is not Action.NEXT:
            return
        self._services.record("goodbye", face=face, wish=wish)
        if wish == "talk":
            self.keep(jump(visit, "R18"))
            self.notice(notices.called(self.words, self._setting))
            return
        self._end()

    def _refuse(self, visit: Visit, msgid: str) -> None:
        self.move(refuse(visit, Problem(self.words(msgid))))


def opening_place() -> Place:
    """Where every visit begins."""
    return Place("R02")


def one_of(value: object) -> str:
    """The one value of a tile answer, "" for none."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 and isinstance(value[0], str) else ""
    return value if isinstance(value, str) else ""


def _doubtful(question: Question, visit: Visit) -> bool:
    return visit.eligibility.get(question.id) != question.fits


def _has_proxy(procedure: Procedure) -> bool:
    return any(step.id == PROXY_STEP and any(c.value == PROXY_VALUE for c in step.choices) for step in procedure.steps)
