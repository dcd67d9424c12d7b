"""R15 as a flow: few questions, one entry however often it is tapped, and the city's word on the slip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

import pytest

from kiosk.booking.model import Desk, Need, OpenDay, Request, State
from kiosk.booking.offering import open_days
from kiosk.faults import QUEUE_DISK_FULL, KioskError
from kiosk.outbox.records import Submission
from kiosk.visit.compose.notices import CONTINUE
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import ReservationWords
from kiosk.visit.views import BookingSlip, Check, Choices, Days, Leave, Menu, NumberEntry, TextEntry, Times, Working
from kiosk.visit.visit import go
from kiosk.words import Catalogue
from tests.unit.flow_fakes import FakeOutbox, HandLane, Stand

JST = timezone(timedelta(hours=9))
WEEK = dict.fromkeys(range(5), ((540, 720), (780, 960)))
SOUDAN = Desk("soudan", "そうだん", "city_hall", WEEK, 60, 1, needs=(Need.CHILD, Need.ONLINE), bring=("紙",), prepare=("カメラ",))
PLAIN = Desk("plain", "まどぐち", "city_hall", WEEK, 30, 2)


@dataclass
class FakeOffice:
    desks: tuple[Desk, ...] = (SOUDAN, PLAIN)
    live: bool = False
    outcomes: list[State] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    broken: bool = False

    def days(self, desk: Desk, now: datetime, /) -> tuple[OpenDay, ...]:
        if self.broken:
            raise KioskError(QUEUE_DISK_FULL)
        return open_days(desk, now, lambda day: ((0, 1440),))

    def submission(self, request: Request, /) -> Submission:
        self.requests.append(request)
        return Submission("reservation", "reservation/1", "reservation", {"desk": request.desk.id})

    def outcome(self, submission_id: str, /) -> State:
        self.asked.append(submission_id)
        return self.outcomes.pop(0) if self.outcomes else State.PENDING


class FakeSlips:
    """Remembers the slips it was asked for."""

    def __init__(self) -> None:
        self.words: list[ReservationWords] = []

    def reservation(self, words: ReservationWords, translate: Catalogue, sample: bool, /) -> bytes:
        self.words.append(words)
        return b"%PDF-"


def stand(office: FakeOffice, company: str = "alone", **changes: object) -> Stand:
    """A flow at R15."""
    at = Stand(booking=office, **changes)
    at.flow.handle(Fact("R01", Action.START, ""))
    at.flow.handle(Fact("R02", Action.NEXT))
    at.flow.handle(Fact("R03", Action.NEXT, (company,)))
    at.flow.handle(Fact("R04", Action.CHOOSE, "reserve"))
    return at


def choose(at: Stand, value: str) -> None:
    at.flow.handle(Fact("R15", Action.CHOOSE, value))


def go_on(at: Stand, value: object = None) -> None:
    at.flow.handle(Fact("R15", Action.NEXT, value))


def up_to_check(at: Stand, name: str = "たなか", phone: str = "0988671111") -> None:
    choose(at, "soudan")
    choose(at, "2026-11-25")
    choose(at, "2026-11-25T10:00")
    go_on(at, ("child",))
    go_on(at, name) if name else choose(at, "unsaid")
    go_on(at, phone) if phone else choose(at, "unsaid")


def body_of(at: Stand) -> object:
    return at.view.body


def test_the_tile_is_there_only_where_something_can_be_booked() -> None:
    for office, there in ((FakeOffice(), True), (FakeOffice(desks=()), False), (None, False)):
        at = Stand(booking=office)
        at.flow.handle(Fact("R01", Action.START, ""))
        at.flow.handle(Fact("R02", Action.NEXT))
        at.flow.handle(Fact("R03", Action.NEXT, ("alone",)))
        assert isinstance(at.view.body, Menu)
        assert ("reserve" in {option.value for option in at.view.body.options}) is there


def test_desk_day_time_needs_name_and_telephone_are_all_that_is_asked() -> None:
    office = FakeOffice()
    at = stand(office)
    kinds = [type(at.view.body)]
    acts: tuple[Callable[[], None], ...] = (
        lambda: choose(at, "soudan"),
        lambda: choose(at, "2026-11-25"),
        lambda: choose(at, "2026-11-25T10:00"),
        lambda: go_on(at, ("child",)),
        lambda: go_on(at, "たなか"),
        lambda: go_on(at, "098-867-1111"),
        lambda: go_on(at),
    )
    for act in acts:
        act()
        kinds.append(type(at.view.body))
    assert kinds == [Choices, Days, Times, Choices, TextEntry, NumberEntry, Check, BookingSlip]
    (request,) = office.requests
    assert (request.slot.value, request.needs, request.name, request.phone) == (
        "2026-11-25T10:00",
        (Need.CHILD,),
        "たなか",
        "0988671111",
    )
    assert [values for event, values in at.events if event == "accepted"] == [{"receipt_no": "N1-0001"}]
    assert not any("たなか" in str(values) or "0988671111" in str(values) for _, values in at.events)


def test_name_and_telephone_may_both_stay_unsaid_and_a_wrong_number_is_refused() -> None:
    at = stand(FakeOffice())
    up_to_check(at, name="", phone="")
    body = at.view.body
    assert isinstance(body, Check)
    assert [row.value for row in body.rows][3:] == ["by your number", "Left empty"]
    at.flow.handle(Fact("R15", Action.EDIT, "phone"))
    go_on(at, "12345")
    assert isinstance(at.view.body, NumberEntry) and at.view.frame.problems and at.view.body.value == "12345"
    go_on(at, "09012345678")
    assert isinstance(at.view.body, Check)


def test_a_desk_that_stands_alone_is_not_asked_for_and_one_without_needs_asks_none() -> None:
    at = stand(FakeOffice(desks=(PLAIN,)))
    assert isinstance(at.view.body, Days)
    choose(at, "2026-11-25")
    choose(at, "2026-11-25T09:30")
    assert isinstance(at.view.body, TextEntry)
    for kind in (Times, Days, Menu):
        at.flow.handle(Fact(at.screen, Action.BACK))
        assert isinstance(at.view.body, kind)


def test_a_double_tap_makes_one_entry() -> None:
    outbox, lane = FakeOutbox(), HandLane()
    office = FakeOffice()
    at = stand(office, outbox=outbox, disk_lane=lane)
    up_to_check(at)
    lane.at_once = False
    go_on(at)
    go_on(at)
    choose(at, "unsaid")
    at.flow.handle(Fact("R15", Action.BACK))
    while lane.waiting:
        lane.step()
    assert len(outbox.taken) == 1
    assert isinstance(body_of(at), BookingSlip)


def test_a_full_disk_takes_nothing_and_the_same_entry_is_offered_again() -> None:
    outbox = FakeOutbox(refuses=[KioskError(QUEUE_DISK_FULL)])
    office = FakeOffice()
    at = stand(office, outbox=outbox)
    up_to_check(at)
    go_on(at)
    assert at.screen.startswith("RX")
    at.flow.handle(Fact(at.screen, Action.CHOOSE, CONTINUE))
    assert isinstance(body_of(at), Check)
    go_on(at)
    assert len(office.requests) == 1
    assert isinstance(body_of(at), BookingSlip)


def test_what_the_city_says_within_the_visit_stands_on_the_slip() -> None:
    office = FakeOffice(live=True, outcomes=[State.PENDING, State.CONFIRMED])
    at = stand(office)
    up_to_check(at)
    go_on(at)
    assert isinstance(at.view.body, Working) and at.flow.patient
    at.flow.poll()
    assert isinstance(at.view.body, Working)
    at.flow.poll()
    assert isinstance(body_of(at), BookingSlip)
    body = at.view.body
    assert isinstance(body, BookingSlip)
    assert body.sure and body.state == "Booked" and "SUMMARY:Booked" in body.qr_text


def test_a_city_that_is_away_leaves_a_provisional_booking() -> None:
    at = stand(FakeOffice(live=False))
    up_to_check(at, phone="")
    go_on(at)
    body = at.view.body
    assert isinstance(body, BookingSlip)
    assert not body.sure and body.state == "Provisional booking" and "SUMMARY:Provisional" in body.qr_text
    assert "ask staff with your number" in at.view.frame.hint


def test_a_city_that_does_not_answer_is_not_waited_for_for_ever_even_if_the_clock_is_set_back() -> None:
    for jump in (timedelta(seconds=7), timedelta(hours=-1)):
        office = FakeOffice(live=True)
        at = stand(office)
        up_to_check(at)
        go_on(at)
        at.flow.poll()
        assert isinstance(body_of(at), Working)
        at.clock.moved = jump
        at.flow.poll()
        assert isinstance(body_of(at), BookingSlip)


def test_a_clash_shows_the_days_again_with_every_answer_kept_and_books_anew() -> None:
    outbox = FakeOutbox()
    office = FakeOffice(live=True, outcomes=[State.CLASH])
    at = stand(office, outbox=outbox)
    up_to_check(at)
    go_on(at)
    at.flow.poll()
    assert isinstance(at.view.body, Days)
    assert "taken that time" in at.view.frame.problems[0].text
    choose(at, "2026-11-26")
    choose(at, "2026-11-26T11:00")
    body = body_of(at)
    assert isinstance(body, Check)
    assert [row.value for row in body.rows][3:] == ["たなか", "0988671111"]
    go_on(at)
    assert len({taken.id for taken in outbox.taken}) == 2
    assert [request.slot.value for request in office.requests] == ["2026-11-25T10:00", "2026-11-26T11:00"]


def test_practice_books_nothing_and_says_so() -> None:
    outbox = FakeOutbox()
    at = stand(FakeOffice(live=True), company="practice", outbox=outbox)
    up_to_check(at)
    go_on(at)
    body = at.view.body
    assert isinstance(body, BookingSlip)
    assert outbox.taken == [] and body.number == "" and "nothing was booked" in body.number_label


def test_the_slip_is_printed_once_and_holds_nothing_of_the_person() -> None:
    slips = FakeSlips()
    at = stand(FakeOffice(), slips=slips)
    up_to_check(at)
    go_on(at)
    choose(at, "print")
    at.flow.poll()
    assert isinstance(at.view.body, Choices)
    choose(at, "yes")
    body = body_of(at)
    assert isinstance(body, BookingSlip)
    assert [choice.value for choice in body.choices] == ["end"]
    (words,) = slips.words
    assert not any(secret in str([getattr(words, name) for name in words.__slots__]) for secret in ("たなか", "0988671111"))
    assert at.desk.started == ["N1-0001"]
    choose(at, "end")
    assert at.screen == "R18"


def test_an_online_meeting_says_what_to_have_ready_instead_of_what_to_bring() -> None:
    at = stand(FakeOffice())
    choose(at, "soudan")
    choose(at, "2026-11-25")
    choose(at, "2026-11-25T10:00")
    go_on(at, ("online",))
    choose(at, "unsaid")
    choose(at, "unsaid")
    go_on(at)
    body = at.view.body
    assert isinstance(body, BookingSlip)
    assert body.lists == (("Please have ready", ("カメラ",)),)
    assert "LOCATION:Online" in body.qr_text


def test_after_a_procedure_its_desk_can_be_booked_with_what_was_answered() -> None:
    office = FakeOffice(desks=(replace(SOUDAN, procedures=("small",)), PLAIN))
    at = Stand(booking=office)
    for fact in (Fact("R01", Action.START, ""), Fact("R02", Action.NEXT), Fact("R03", Action.NEXT, ("alone",))):
        at.flow.handle(fact)
    answers = {"name": "田中　花子", "phone": "098-867-1111"}
    here = replace(at.flow.visit, basket=at.procedures, procedure=at.procedures[0], answers=answers)
    at.flow.move(go(here, "R18"))
    body = at.view.body
    assert isinstance(body, Leave)
    assert "book" in {option.value for option in body.options}
    at.flow.handle(Fact("R18", Action.NEXT, ("book", "happy")))
    assert isinstance(body_of(at), Days), "the one desk that looks after it"
    choose(at, "2026-11-25")
    choose(at, "2026-11-25T10:00")
    go_on(at, ())
    entry = body_of(at)
    assert isinstance(entry, TextEntry) and entry.value == "田中　花子"
    go_on(at, entry.value)
    number = body_of(at)
    assert isinstance(number, NumberEntry) and number.value == "0988671111"
    go_on(at, number.value)
    go_on(at)
    assert isinstance(body_of(at), BookingSlip)
    choose(at, "end")
    assert at.screen == "R18"
    at.flow.handle(Fact("R18", Action.NEXT, ("book", "")))
    assert isinstance(body_of(at), Days), "and another one"
    at.flow.handle(Fact("R15", Action.BACK))
    assert at.screen == "R18"


def test_a_procedure_whose_desk_takes_no_reservations_offers_none() -> None:
    at = Stand(booking=FakeOffice())
    for fact in (Fact("R01", Action.START, ""), Fact("R02", Action.NEXT), Fact("R03", Action.NEXT, ("alone",))):
        at.flow.handle(fact)
    at.flow.move(go(replace(at.flow.visit, basket=at.procedures, procedure=at.procedures[0]), "R18"))
    body = at.view.body
    assert isinstance(body, Leave)
    assert "book" not in {option.value for option in body.options}
    at.flow.handle(Fact("R18", Action.NEXT, ("book", "")))
    assert at.screen == "R19"


def test_the_end_of_the_visit_forgets_what_was_chosen() -> None:
    at = stand(FakeOffice())
    up_to_check(at)
    at.flow.handle(Fact("R15", Action.QUIT))
    at.flow.handle(Fact(at.screen, Action.CHOOSE, "end"))
    assert at.screen == "R19"
    assert not any("たなか" in repr(value) for value in vars(at.flow._booking).values())
    assert at.flow._booking._request is None


@pytest.mark.parametrize("value", ["", "nowhere", "2026-12-25T10:00", None, 7, ("a", "b")])
def test_what_is_no_tile_of_the_screen_changes_nothing(value: object) -> None:
    at = stand(FakeOffice())
    for kind, right in ((Choices, "soudan"), (Days, "2026-11-25"), (Times, "2026-11-25T10:00")):
        at.flow.handle(Fact("R15", Action.CHOOSE, value))
        assert isinstance(at.view.body, kind)
        choose(at, right)


def test_a_disk_that_cannot_be_read_is_a_notice_and_the_desks_stand_there_again() -> None:
    office = FakeOffice(broken=True)
    at = stand(office)
    choose(at, "soudan")
    assert at.screen.startswith("RX")
    at.flow.handle(Fact(at.screen, Action.CHOOSE, CONTINUE))
    assert isinstance(at.view.body, Choices)
