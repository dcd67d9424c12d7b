"""R15: a reservation, question by question. What was chosen lives in this stretch until the visit ends; only the queue keeps it, sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kiosk.faults import KioskError
from kiosk.visit.compose import booking, notices, resume
from kiosk.visit.facts import Action, Fact
from kiosk.visit.one_paper import OnePaper
from kiosk.visit.services import Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import Problem, View
from kiosk.visit.visit import Visit, back, jump
from kiosk.words import N_

if TYPE_CHECKING:
    from kiosk.booking.model import Desk, OpenDay, Request, State
    from kiosk.outbox.records import Accepted, Submission

CITY_ANSWERS_WITHIN: Final = timedelta(seconds=6)
PHONE_DIGITS: Final = (10, 11)


class BookingSteps:
    """phase: desk → looking → day → time → (needs) → name → phone → check → taking → asking → slip."""

    screens = frozenset({"R15"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow
        self._paper = OnePaper(services, self._redraw)
        self._reset()

    def _reset(self) -> None:
        self._phase = "desk"
        self._desk: Desk | None = None
        self._days: tuple[OpenDay, ...] = ()
        self._day = ""
        self._request: Request | None = None
        self._editing = False
        self._problems: tuple[Problem, ...] = ()
        self._draft = ""
        self._submission: Submission | None = None
        self._accepted: Accepted | None = None
        self._asked_at: datetime | None = None
        self._looking = False
        self._state: State | None = None
        self._printed = False

    @property
    def offers(self) -> bool:
        """Whether there is anything to book."""
        office = self._services.booking()
        return office is not None and bool(office.desks)

    @property
    def busy(self) -> bool:
        """Whether something is on its way that must not be interrupted by the idle question."""
        return self._phase in ("looking", "taking", "asking") or self._paper.busy

    def close(self) -> None:
        """Forget the reservation here; unfinished paper is taken back. What the queue has stays there."""
        self._paper.close()
        self._reset()

    # --- what is shown ----------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw the phase R15 is in; a desk that stands alone is not asked for."""
        desks = self._desks(visit)
        if self._phase == "desk" and len(desks) == 1 and not self._problems:
            self._chose_desk(visit, desks[0].id)
            return
        self._flow.show(self._view(visit))

    def _desks(self, visit: Visit) -> tuple[Desk, ...]:
        """All of them; after a procedure those that look after it."""
        office = self._services.booking()
        every = tuple(office.desks) if office is not None else ()
        if not _after_procedure(visit):
            return every
        done = {procedure.id for procedure in visit.basket}
        return tuple(desk for desk in every if done & set(desk.procedures)) or every

    def _view(self, visit: Visit) -> View:
        _, problems, request = self._flow.words, self._problems, self._request
        match self._phase:
            case "looking":
                return booking.looking(_)
            case "day" if self._desk is not None:
                today = self._services.clock.now().date()
                return (
                    booking.days(self._desk, self._days, today, problems, _) if self._days else booking.nothing_free(self._desk, _)
                )
            case "time" if self._desk is not None:
                return booking.times(self._desk, self._open_day(), problems, _)
            case "needs" if request is not None:
                return booking.needs(request.desk, request.needs, _)
            case "name" if request is not None:
                return booking.name(self._draft or request.name, problems, _, self._flow.setting)
            case "phone" if request is not None:
                return booking.phone(self._draft or request.phone, problems, _)
            case "check" if request is not None:
                return booking.check(request, _)
            case "taking" | "asking":
                return booking.booking(_, asking=self._phase == "asking")
            case "slip" if request is not None:
                return self._slip_view(visit, request)
            case _:
                return booking.desks(self._desks(visit), problems, _)

    def _slip_view(self, visit: Visit, request: Request) -> View:
        _, setting = self._flow.words, self._flow.setting
        if self._paper.phase == "ask":
            return resume.on("R15", resume.ask_paper(_))
        if self._paper.phase == "trouble" and self._paper.fault is not None:
            return resume.on("R15", resume.print_trouble(self._paper.fault, _))
        if self._paper.busy:
            return resume.on("R15", resume.printing(_))
        assert self._state is not None
        return booking.slip(request, self._accepted, self._state, self._made(), self._printed, _, setting, visit)

    def _made(self) -> datetime:
        return self._accepted.accepted_at if self._accepted is not None else self._services.clock.now()

    def _open_day(self) -> OpenDay:
        return next(day for day in self._days if day.day.isoformat() == self._day)

    def _redraw(self) -> None:
        place = self._flow.place()
        if place is not None and place.screen == "R15":
            self.show(self._flow.visit)

    def _go(self, phase: str, *problems: Problem, draft: str = "") -> None:
        self._phase, self._problems, self._draft = phase, problems, draft
        self.show(self._flow.visit)

    def _next(self, phase: str) -> None:
        """On to that question, or back to looking over where one answer was to be changed."""
        editing, self._editing = self._editing, False
        self._go("check" if editing else phase)

    # --- acts -------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R15; what comes while the queue or the city is asked is a second tap, and dropped."""
        value = one_of(fact.value)
        if fact.action is Action.BACK:
            self._step_back(visit)
            return
        match self._phase:
            case "desk":
                self._chose_desk(visit, value)
            case "day":
                self._chose_day(value)
            case "time":
                self._chose_time(visit, value)
            case "needs" if fact.action is Action.NEXT:
                self._ticked(fact.value)
            case "name":
                self._named(fact, value)
            case "phone":
                self._phoned(fact, value)
            case "check":
                self._looked_over(visit, fact, value)
            case "slip":
                self._take_along(visit, value)

    def _step_back(self, visit: Visit) -> None:
        request = self._request
        if self._editing and request is not None and self._phase in ("needs", "name", "phone"):
            self._next("check")
            return
        before = {"day": "desk", "time": "day", "needs": "time", "name": "needs", "phone": "name", "check": "phone"}
        phase = before.get(self._phase, "")
        if phase == "needs" and request is not None and not request.desk.needs:
            phase = "time"
        if self._phase in ("taking", "asking", "slip", "looking"):
            return
        if self._phase == "desk" or (phase == "desk" and len(self._desks(visit)) == 1):
            self.close()
            self._flow.move(back(visit))
        else:
            self._editing = False
            self._go(phase)

    def _chose_desk(self, visit: Visit, desk_id: str) -> None:
        desk = next((desk for desk in self._desks(visit) if desk.id == desk_id), None)
        if desk is not None:
            self._look(desk)

    def _look(self, desk: Desk, *problems: Problem) -> None:
        """Read the desk's free days off the screen's thread. problems: why the days are shown again."""
        office, now, token = self._services.booking(), self._services.clock.now(), self._flow.visit.token
        assert office is not None
        self._desk, self._phase, self._problems = desk, "looking", ()
        self._flow.show(booking.looking(self._flow.words))

        def found(days: tuple[OpenDay, ...]) -> None:
            if self._flow.is_at(token, "R15") and self._phase == "looking":
                self._days = days
                self._go("day", *problems)

        self._services.disk_lane.run(lambda: office.days(desk, now), found, self._not_read)

    def _not_read(self, error: KioskError) -> None:
        self._phase = "desk"
        self._flow.failed(error)

    def _chose_day(self, day: str) -> None:
        if any(open_day.day.isoformat() == day for open_day in self._days):
            self._day = day
            self._go("time")

    def _chose_time(self, visit: Visit, value: str) -> None:
        from kiosk.booking.model import Request  # plain values, and only for who books

        slot = next((slot for slot in self._open_day().slots if slot.value == value), None)
        if slot is None or self._desk is None:
            return
        kept = self._request
        if kept is not None and kept.desk == self._desk:
            self._change(replace(kept, slot=slot))
        else:
            name, phone = (kept.name, kept.phone) if kept is not None else _known(visit)
            self._change(Request(self._desk, slot, (), name, phone))
        self._next("needs" if self._desk.needs else "name")

    def _change(self, request: Request) -> None:
        """Another reservation than the one offered before is another entry."""
        if request != self._request:
            self._request, self._submission = request, None

    def _ticked(self, value: object) -> None:
        assert self._request is not None
        ticked = value if isinstance(value, tuple) else ()
        self._change(replace(self._request, needs=tuple(need for need in self._request.desk.needs if need in ticked)))
        self._next("name")

    def _named(self, fact: Fact, value: str) -> None:
        assert self._request is not None
        said = "" if value == booking.UNSAID else " ".join(value.split())[: booking.NAME_CHARS]
        if fact.action is Action.NEXT and not said:
            self._go("name", Problem(self._flow.words(N_("Please write a name, or touch “Call me by my number”."))))
        elif fact.action in (Action.NEXT, Action.CHOOSE):
            self._change(replace(self._request, name=said))
            self._next("phone")

    def _phoned(self, fact: Fact, value: str) -> None:
        assert self._request is not None
        if value == booking.UNSAID:
            self._change(replace(self._request, phone=""))
            self._next("check")
        elif fact.action is Action.NEXT:
            digits = "".join(c for c in value if c.isascii() and c.isdigit())
            if len(digits) not in PHONE_DIGITS or not digits.startswith("0"):
                words = self._flow.words(N_("A telephone number has 10 or 11 digits and begins with 0."))
                self._go("phone", Problem(words), draft=digits)
                return
            self._change(replace(self._request, phone=digits))
            self._next("check")

    def _looked_over(self, visit: Visit, fact: Fact, value: str) -> None:
        if fact.action is Action.EDIT and value in (booking.NEEDS, booking.NAME, booking.PHONE):
            self._editing = True
            self._go(value)
        elif fact.action is Action.EDIT and value in (booking.DESK, booking.TIME):
            self._editing = value == booking.TIME
            self._go("day" if value == booking.TIME or len(self._desks(visit)) == 1 else "desk")
        elif fact.action is Action.NEXT:
            self._book(visit)

    # --- booking ----------------------------------------------------------------------------------------------------------
    def _book(self, visit: Visit) -> None:
        """On disk before anything is said. Practice books nothing."""
        from kiosk.booking.model import State

        office, request, token = self._services.booking(), self._request, visit.token
        assert office is not None
        assert request is not None
        if visit.practice:
            self._state = State.PENDING
            self._go("slip")
            return
        self._go("taking")

        def accept() -> Accepted:
            self._submission = self._submission or office.submission(request)
            return self._services.outbox.accept(self._submission)

        def accepted(accepted: Accepted) -> None:
            self._services.wake_courier()
            if self._flow.is_at(token, "R15"):
                self._services.record("accepted", receipt_no=accepted.receipt_no)
                self._accepted = accepted
                self._ask_city()

        self._services.disk_lane.run(accept, accepted, self._not_accepted)

    def _not_accepted(self, error: KioskError) -> None:
        """Nothing was taken, and the same reservation can be offered again."""
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        self._go("check")
        self._flow.notice(notices.trouble(error.fault, self._flow.words))

    def _ask_city(self) -> None:
        from kiosk.booking.model import State

        office = self._services.booking()
        if office is None or not office.live:
            self._settled(State.PENDING)
            return
        self._asked_at = self._services.clock.now()
        self._go("asking")

    def poll(self) -> None:
        """Look after the paper, and whether the city has answered; one look at a time."""
        self._paper.poll()
        office, accepted = self._services.booking(), self._accepted
        if self._phase != "asking" or self._looking or office is None or accepted is None:
            return
        self._looking = True
        self._services.disk_lane.run(lambda: office.outcome(accepted.submission_id), self._looked, self._not_looked)

    def _looked(self, state: State) -> None:
        self._looking = False
        if self._phase == "asking" and (state.value != "pending" or self._waited_enough()):
            self._settled(state)

    def _not_looked(self, error: KioskError) -> None:
        from kiosk.booking.model import State

        self._looking = False
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        if self._phase == "asking":
            self._settled(State.PENDING)

    def _waited_enough(self) -> bool:
        """A clock that was set back meanwhile must not keep a person waiting."""
        waited = self._services.clock.now() - self._asked_at if self._asked_at is not None else CITY_ANSWERS_WITHIN
        return not timedelta() <= waited < CITY_ANSWERS_WITHIN

    def _settled(self, state: State) -> None:
        """Show the slip; where the time was taken meanwhile, the days again, with all answers kept."""
        self._services.record("reservation", state=state.value)
        self._state = state
        if state.value in ("clash", "late") and self._desk is not None:
            self._submission = self._accepted = self._state = None
            self._editing = True
            self._look(self._desk, booking.taken_meanwhile(self._flow.words))
        else:
            self._go("slip")

    # --- taking along -----------------------------------------------------------------------------------------------------
    def _take_along(self, visit: Visit, value: str) -> None:
        if value in ("yes", "no", "again", "show") and self._paper.phase != "idle":
            self._paper.close() if value == "show" else self._paper.came_out(value == "yes")
            self._printed = value == "yes"
            self._redraw()
        elif value == booking.PRINT:
            self._print(visit)
        elif value == booking.END:
            self._leave(visit)

    def _leave(self, visit: Visit) -> None:
        """To the last question, from where another time can be booked."""
        self.close()
        self._flow.move(back(visit) if _after_procedure(visit) else jump(visit, "R18"))

    def _print(self, visit: Visit) -> None:
        slips, request, _ = self._services.slips, self._request, self._flow.words
        if slips is None or request is None or self._state is None:
            return
        words = booking.on_paper(request, self._accepted, self._state, self._made(), _)
        sample, make = visit.practice or self._flow.setting.practice, slips.reservation
        self._paper.print(lambda: make(words, _, sample), words.number or "reservation")
        self._redraw()


def _after_procedure(visit: Visit) -> bool:
    """Whether it was chosen at the end of a procedure, not on the menu."""
    return bool(visit.trail) and visit.trail[-1].screen == "R18"


def _known(visit: Visit) -> tuple[str, str]:
    """Name and telephone as they were answered before, to be shown and changed; of somebody else's visit neither."""
    if not _after_procedure(visit) or visit.company == "family":
        return "", ""
    name, phone = (visit.answers.get(key, "") for key in ("name", "phone"))
    return str(name)[: booking.NAME_CHARS], "".join(c for c in str(phone) if c.isdigit())[:11]
