"""R22 and R26: what may fit the person, and the bid board. Answers live in this stretch and are gone when the check is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.boards.fits import ANSWERS, UNKNOWN, YES, FitQuestion, FitRules, Match, leads_to_board, matches
from kiosk.boards.fits import BIDS as BIDS_BOARD
from kiosk.visit.compose import boards, resume
from kiosk.visit.facts import Action, Fact
from kiosk.visit.one_paper import OnePaper
from kiosk.visit.opening_steps import CHOOSE_ONE
from kiosk.visit.services import Boards, Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import View
from kiosk.visit.visit import Visit, back, go, jump
from kiosk.words import N_

HUB, RESULT, PHONE, CALENDAR, PAPER = "", "result", "phone", "calendar", "paper"
DAY = "day."


class BoardsSteps:
    """R22 at "": the menu; at a question's id or day.<id>: the check; at result, phone, calendar, paper: its list.

    R26 at "": the board; at a bid's id: that one. begin: starts a visit for the procedure of that id.
    """

    screens = frozenset({"R22", "R26"})

    def __init__(self, services: Services, flow: Guide, begin: Callable[[Visit, str], None]) -> None:
        self._services = services
        self._flow = flow
        self._begin = begin
        self._paper = OnePaper(services, self._redraw)
        self._reset()

    def _reset(self) -> None:
        self._answers: dict[str, str] = {}
        self._days: dict[str, date] = {}
        self._at_day = 0
        self._printed = False

    @property
    def busy(self) -> bool:
        """Whether paper is on its way that must not be interrupted by the idle question."""
        return self._paper.busy

    def close(self) -> None:
        """Forget every answer; unfinished paper is taken back."""
        self._paper.close()
        self._reset()

    def poll(self) -> None:
        """Look after the paper."""
        self._paper.poll()

    # --- what there is ----------------------------------------------------------------------------------------------------
    def _boards(self) -> Boards:
        found = self._services.boards()
        assert found is not None, "this terminal has no boards, yet R22 was reached"
        return found

    def _rules(self) -> FitRules:
        return self._boards().rules() or FitRules((), ())

    def _today(self) -> date:
        return self._services.clock.now().date()

    def _matches(self) -> tuple[Match, ...]:
        return matches(self._rules(), self._answers, self._days, self._services.procedures())

    def _offers_bids(self) -> bool:
        return self._boards().has_bids() and leads_to_board(self._rules(), self._answers, BIDS_BOARD)

    # --- showing ----------------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw R22 or R26."""
        if visit.place.screen == "R26":
            self._flow.show(self._board(visit.place.step))
            return
        if visit.place.step not in (HUB, boards.ACCOUNT) and not self._answers and visit.place.step != self._first():
            visit = jump(visit, "R22")  # come back to after it was left: the answers are gone
            self._flow.keep(visit)
        self._flow.show(self._view(visit))
        if visit.place.step == HUB:
            self._services.disk_lane.run(self._read_ahead, _ignore, _ignore)

    def _read_ahead(self) -> None:
        """Read what the tiles lead to while the person reads the tiles; half a second where a file is new to this terminal."""
        there = self._boards()
        there.rules()
        there.bids()

    def _view(self, visit: Visit) -> View:
        _, setting, step, today = self._flow.words, self._flow.setting, visit.place.step, self._today()
        match step:
            case "":
                there = self._boards()
                return boards.hub(there.has_fits(), there.has_bids(), bool(setting.account), _)
            case boards.ACCOUNT:
                return boards.account(setting.account, _)
            case "result":
                return boards.result(self._matches(), today, self._offers_bids(), _, setting)
            case "phone":
                return boards.phone(self._matches(), today, self._printed, _, setting)
            case "calendar":
                found = boards.with_days(self._matches(), today)
                return boards.calendar(found[self._at_day], self._at_day + 1 < len(found), self._services.clock.now(), _)
            case "paper":
                return self._paper_view()
            case _:
                return self._question_view(visit)

    def _question_view(self, visit: Visit) -> View:
        _, step, questions = self._flow.words, visit.place.step, self._rules().questions
        asked = self._question(step.removeprefix(DAY))
        if step.startswith(DAY):
            given = self._days.get(asked.id)
            return boards.day(asked, given.isoformat() if given else "", self._today(), visit.problems, _)
        at = questions.index(asked) + 1, len(questions)
        return boards.question(asked, at, self._answers.get(asked.id, ""), visit.problems, _)

    def _paper_view(self) -> View:
        _ = self._flow.words
        if self._paper.phase == "ask":
            return resume.on("R22", resume.ask_paper(_))
        if self._paper.phase == "trouble" and self._paper.fault is not None:
            return resume.on("R22", resume.print_trouble(self._paper.fault, _))
        if self._paper.busy:
            return resume.on("R22", resume.printing(_))
        return boards.phone(self._matches(), self._today(), self._printed, _, self._flow.setting)

    def _board(self, step: str) -> View:
        _, now, pack = self._flow.words, self._services.clock.now(), self._boards().bids()
        found = next((bid for bid in pack.bids if bid.id == step), None) if pack else None
        if pack is None or found is None:
            return boards.bids(pack, now, _)
        return boards.bid(found, pack, now.date(), _)

    def _redraw(self) -> None:
        place = self._flow.place()
        if place is not None and place.screen == "R22" and place.step == PAPER:
            self._flow.show(self._paper_view())

    # --- acts -------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R22 or R26."""
        value = _value(fact)
        if fact.action is Action.BACK:
            self._step_back(visit)
        elif value == resume.END:
            self._flow.end()
        elif visit.place.screen == "R26":
            self._on_board(visit, value)
        else:
            self._on_news(visit, fact, value)

    def _on_board(self, visit: Visit, value: str) -> None:
        pack = self._boards().bids()
        if pack is not None and any(bid.id == value for bid in pack.bids):
            self._flow.move(jump(visit, "R26", value))

    def _on_news(self, visit: Visit, fact: Fact, value: str) -> None:
        match visit.place.step:
            case "":
                self._after_hub(visit, value)
            case "result":
                self._after_result(visit, value)
            case "phone" | "calendar":
                self._take_along(visit, value)
            case "paper":
                self._after_paper(visit, value)
            case step if step.startswith(DAY):
                self._after_day(visit, self._question(step.removeprefix(DAY)), value)
            case step if fact.action is Action.NEXT and step != boards.ACCOUNT:
                self._after_question(visit, self._question(step), value)

    def _after_hub(self, visit: Visit, value: str) -> None:
        if value == boards.FITS and self._first():
            self._reset()
            self._to(visit, self._first())
        elif value == boards.BIDS and self._boards().has_bids():
            self._flow.move(go(visit, "R26"))
        elif value == boards.ACCOUNT and self._flow.setting.account:
            self._to(visit, boards.ACCOUNT)

    def _after_question(self, visit: Visit, asked: FitQuestion, value: str) -> None:
        if value not in ANSWERS:
            self._flow.refuse(visit, CHOOSE_ONE)
            return
        self._answers[asked.id] = value
        if value != YES:
            self._days.pop(asked.id, None)
        self._to(visit, DAY + asked.id if value == YES and asked.day else self._after(asked))

    def _after_day(self, visit: Visit, asked: FitQuestion, value: str) -> None:
        self._days.pop(asked.id, None)
        if value != UNKNOWN:
            try:
                named = date.fromisoformat(value)
            except ValueError:
                self._flow.refuse(visit, N_("Please choose year, month and day."))
                return
            if named > self._today():
                self._flow.refuse(visit, N_("That day has not come yet. Please look at the year again."))
                return
            self._days[asked.id] = named
        self._to(visit, self._after(asked))

    def _after_result(self, visit: Visit, value: str) -> None:
        if value == boards.PHONE:
            self._to(visit, PHONE)
        elif value == boards.PAPER:
            self._print(visit)
        elif value == boards.BIDS:
            self._flow.move(go(visit, "R26"))
        elif any(match.procedure.id == value for match in self._matches()):
            self._reset()  # the check is left: its answers go
            self._begin(visit, value)

    def _take_along(self, visit: Visit, value: str) -> None:
        if value == boards.CALENDAR and boards.with_days(self._matches(), self._today()):
            self._at_day = 0
            self._to(visit, CALENDAR)
        elif value == boards.MORE and self._at_day + 1 < len(boards.with_days(self._matches(), self._today())):
            self._at_day += 1
            self._to(visit, CALENDAR)
        elif value == resume.PRINT:
            self._print(visit)

    # --- paper ------------------------------------------------------------------------------------------------------------
    def _print(self, visit: Visit) -> None:
        slips, _, setting = self._services.slips, self._flow.words, self._flow.setting
        if slips is None:
            return
        words = boards.words_for_paper(self._matches(), self._today(), _, setting)
        sample, make = visit.practice or setting.practice, slips.notices
        self._flow.keep(jump(visit, "R22", PAPER))
        self._paper.print(lambda: make(words, _, sample), "notices")
        self.show(self._flow.visit)

    def _after_paper(self, visit: Visit, value: str) -> None:
        if self._paper.phase == "idle":
            self._take_along(visit, value)
        elif value == "show":
            self._paper.close()
            self._to(visit, PHONE)
        elif value in ("yes", "no", "again"):
            self._paper.came_out(value == "yes")
            self._printed = self._printed or value == "yes"
            self._to(visit, PHONE) if value == "yes" else self._redraw()

    # --- the way ----------------------------------------------------------------------------------------------------------
    def _to(self, visit: Visit, step: str) -> None:
        self._flow.move(jump(visit, visit.place.screen, step))

    def _first(self) -> str:
        questions = self._rules().questions
        return questions[0].id if questions else HUB

    def _question(self, name: str) -> FitQuestion:
        return next(question for question in self._rules().questions if question.id == name)

    def _after(self, asked: FitQuestion) -> str:
        questions = self._rules().questions
        at = questions.index(asked) + 1
        return questions[at].id if at < len(questions) else RESULT

    def _before(self, name: str) -> str:
        """The screen before that question's, its own day asked in between."""
        questions = self._rules().questions
        ids = [question.id for question in questions]
        at = ids.index(name) if name in ids else len(ids)
        if at == 0:
            return HUB
        asked = questions[at - 1]
        return DAY + asked.id if asked.day and self._answers.get(asked.id) == YES else asked.id

    def _step_back(self, visit: Visit) -> None:
        screen, step = visit.place.screen, visit.place.step
        if not step:
            self.close()
            self._flow.move(back(visit))
        elif screen == "R26":
            self._to(visit, "")
        elif step in (PHONE, CALENDAR, PAPER):
            self._paper.close()
            self._to(visit, RESULT)
        elif step.startswith(DAY):
            self._to(visit, step.removeprefix(DAY))
        else:
            before = HUB if step == boards.ACCOUNT else self._before(step)
            if before == HUB:
                self._reset()
            self._to(visit, before)


def _ignore(result: object) -> None:
    """Nothing waits for this result."""


def _value(fact: Fact) -> str:
    """What was touched: a card or tile by its value, a chip by the first of its pair."""
    match fact.value:
        case (str(value), tuple()):
            return value
        case value:
            return one_of(value)
