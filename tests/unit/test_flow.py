"""The way of one resident, without widgets and without hardware."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.faults import (
    CARD_LAST_TRY,
    CARD_LOCKED,
    CARD_REMOVED,
    FORM_GLYPH,
    FORM_TOO_LONG,
    PRINT_NO_PAPER,
    QUEUE_DISK_FULL,
    KioskError,
)
from kiosk.model.secret import Secret
from kiosk.ports import CardNotice, CardState, WrongNumber
from kiosk.printing import DeskState, DeskView
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import FormTrouble
from kiosk.visit.views import CardPlace, Check, Choices, Done, Facts, Look, Notice, SecretPad, TextSize, Working
from tests.unit.flow_fakes import HANAKO, FakeCard, FakeDesk, FakeForms, FakeOutbox, HandLane, Stand


def shown(stand: Stand, name: str) -> Any:
    """A field of the body on the screen."""
    return getattr(stand.view.body, name)


def say(stand: Stand, action: Action, value: object = None) -> None:
    stand.flow.handle(Fact(stand.screen, action, value))


def nexts(stand: Stand, value: object = None) -> None:
    say(stand, Action.NEXT, value)


def to_r10(stand: Stand, company: str = "alone") -> None:
    say(stand, Action.START)
    nexts(stand)
    nexts(stand, (company,))
    say(stand, Action.CHOOSE, "procedure")
    say(stand, Action.CHOOSE, "others")
    nexts(stand, ("small",))
    nexts(stand, ("yes",))
    nexts(stand)
    nexts(stand, ())
    assert stand.screen == "R10"


def by_hand_to_r13(stand: Stand) -> None:
    to_r10(stand)
    nexts(stand, ("hand",))
    nexts(stand, ("self",))
    nexts(stand, "田中　花子")
    nexts(stand, "沖縄県那覇市泉崎１丁目１番１号")
    nexts(stand, ())
    assert stand.screen == "R13"


def to_r16(stand: Stand) -> None:
    by_hand_to_r13(stand)
    nexts(stand)
    nexts(stand, ("send",))
    assert stand.screen == "R16"


def to_card(stand: Stand) -> None:
    to_r10(stand)
    nexts(stand, ("card",))
    stand.flow.card_changed(CardState.PRESENT)


def heading_of_step(stand: Stand) -> str:
    return stand.view.frame.heading


def test_a_visit_by_hand_ends_with_a_number_and_paper() -> None:
    stand = Stand()
    to_r16(stand)
    nexts(stand, ("paper",))
    stand.flow.poll()
    nexts(stand, ("yes",))
    assert stand.screen == "R17"
    assert isinstance(stand.view.body, Done)
    assert stand.view.body.receipt_no == "N1-0001"
    assert stand.desk.started == ["N1-0001"]
    assert stand.desk.words == [True]
    assert stand.outbox.taken[0].answers["name"] == "田中　花子"
    assert stand.woken == 1


def test_the_number_is_said_only_after_the_row_is_on_disk() -> None:
    disk = HandLane()
    stand = Stand(disk_lane=disk)
    by_hand_to_r13(stand)
    nexts(stand)
    nexts(stand, ("send",))
    disk.at_once = False
    nexts(stand, ("paper",))
    assert isinstance(stand.view.body, Working)
    assert "N1-0001" not in stand.view.frame.heading
    disk.step()
    assert "N1-0001" in stand.view.frame.heading


def test_a_full_disk_loses_nothing_and_the_same_entry_can_be_offered_again() -> None:
    stand = Stand(outbox=FakeOutbox(refuses=[KioskError(QUEUE_DISK_FULL)]))
    to_r16(stand)
    nexts(stand, ("paper",))
    assert isinstance(stand.view.body, Notice)
    assert stand.view.body.code == "QUEUE-01"
    say(stand, Action.CHOOSE, "continue")
    assert stand.screen == "R16"
    nexts(stand, ("paper",))
    assert len(stand.outbox.taken) == 1
    assert stand.outbox.taken[0].answers["name"] == "田中　花子"


def test_a_terminal_that_cannot_take_entries_says_so_before_the_person_begins() -> None:
    stand = Stand(outbox=FakeOutbox(trouble=QUEUE_DISK_FULL))
    say(stand, Action.START)
    assert isinstance(stand.view.body, Notice)
    assert stand.view.body.code == "QUEUE-01"


def test_next_without_an_answer_explains_and_stays() -> None:
    stand = Stand()
    say(stand, Action.START)
    nexts(stand)
    nexts(stand, ())
    assert stand.screen == "R03"
    assert len(stand.view.frame.problems) == 1


def test_a_refused_answer_changes_nothing_and_is_shown_again() -> None:
    stand = Stand()
    to_r10(stand)
    nexts(stand, ("hand",))
    nexts(stand, ("self",))
    too_long = "あ" * 61
    nexts(stand, too_long)
    assert stand.view.frame.problems
    assert shown(stand, "value") == too_long
    assert "name" not in stand.flow.visit.answers


def test_back_keeps_the_answers() -> None:
    stand = Stand()
    to_r10(stand)
    nexts(stand, ("hand",))
    nexts(stand, ("self",))
    nexts(stand, "田中　花子")
    say(stand, Action.BACK, "とちゅう")
    assert shown(stand, "value") == "田中　花子"
    say(stand, Action.BACK, "田中　花子")
    assert isinstance(stand.view.body, Choices)
    assert stand.view.body.selected == ("self",)
    nexts(stand, ("self",))
    nexts(stand, "田中　花子")
    assert shown(stand, "value") == "とちゅう"


def test_one_change_at_the_check_comes_back_to_the_check() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    say(stand, Action.EDIT, "name")
    assert stand.screen == "R12"
    nexts(stand, "田中　太郎")
    assert stand.screen == "R13"
    assert isinstance(stand.view.body, Check)
    assert "田中　太郎" in [row.value for row in stand.view.body.rows]


def test_a_change_that_opens_a_question_asks_it_first() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    say(stand, Action.EDIT, "items")
    nexts(stand, ("b",))
    assert heading_of_step(stand) == "なぜ"
    nexts(stand, "しごとで つかいます")
    assert stand.screen == "R13"


def test_an_answer_no_longer_asked_for_is_dropped() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    say(stand, Action.EDIT, "items")
    nexts(stand, ("b",))
    nexts(stand, "しごとで つかいます")
    say(stand, Action.EDIT, "items")
    nexts(stand, ("a",))
    assert "why" not in stand.flow.visit.answers


def test_back_passes_over_a_question_a_later_answer_has_closed() -> None:
    stand = Stand()
    to_r10(stand)
    nexts(stand, ("hand",))
    for value in (("self",), "田中　花子", "沖縄県那覇市泉崎１丁目１番１号", ("b",)):
        nexts(stand, value)
    assert heading_of_step(stand) == "なぜ"
    nexts(stand, "しごとで つかいます")
    say(stand, Action.EDIT, "items")
    nexts(stand, ("a",))
    say(stand, Action.BACK)
    assert heading_of_step(stand) != "なぜ"


def test_for_somebody_else_begins_with_the_proxy_tile_chosen() -> None:
    stand = Stand()
    to_r10(stand, "family")
    nexts(stand, ("hand",))
    assert isinstance(stand.view.body, Choices)
    assert stand.view.body.selected == ("proxy",)


# --- card -------------------------------------------------------------------------------------------------------------------
def test_the_card_fills_what_it_knows_and_marks_it() -> None:
    stand = Stand()
    to_card(stand)
    assert isinstance(stand.view.body, SecretPad)
    secret = Secret(b"1234")
    say(stand, Action.SECRET, secret)
    assert isinstance(stand.view.body, Facts)
    assert len(secret) == 0
    nexts(stand)
    nexts(stand, ("self",))
    nexts(stand, ())
    assert stand.screen == "R13"
    assert isinstance(stand.view.body, Check)
    marks = {row.step: row.mark for row in stand.view.body.rows}
    assert marks["name"] != ""
    assert marks["who"] == ""


def test_the_tries_left_stand_on_the_pad_before_a_digit_is_asked() -> None:
    stand = Stand(card=FakeCard(notice=CardNotice(date(2031, 4, 5), 3, 10)))
    to_card(stand)
    assert isinstance(stand.view.body, SecretPad)
    assert "2" in stand.view.body.tries


@pytest.mark.parametrize(("tries", "code"), [(1, CARD_LAST_TRY.code), (0, CARD_LOCKED.code)])
def test_at_the_last_try_no_number_is_asked_for(tries: int, code: str) -> None:
    card = FakeCard(notice=CardNotice(date(2031, 4, 5), tries, tries))
    stand = Stand(card=card)
    to_card(stand)
    assert isinstance(stand.view.body, Notice)
    assert stand.view.body.code == code
    assert card.seen == []


def test_a_locked_pin_leads_to_the_numbers_on_the_card_face() -> None:
    stand = Stand(card=FakeCard(notice=CardNotice(date(2031, 4, 5), 0, 10)))
    to_card(stand)
    assert isinstance(stand.view.body, SecretPad)
    assert stand.view.body.groups == (6, 4, 4)


def test_one_entry_is_sent_once() -> None:
    card = FakeCard(answers=[WrongNumber(2), HANAKO])
    stand = Stand(card=card)
    to_card(stand)
    say(stand, Action.SECRET, Secret(b"0000"))
    assert card.seen == [b"0000"]
    assert isinstance(stand.view.body, SecretPad)
    assert stand.view.frame.problems


def test_the_third_number_of_a_visit_is_not_sent() -> None:
    card = FakeCard(notice=CardNotice(date(2031, 4, 5), 9, 9), answers=[WrongNumber(8), WrongNumber(7), HANAKO])
    stand = Stand(card=card)
    to_card(stand)
    for _ in range(3):
        say(stand, Action.SECRET, Secret(b"0000"))
    assert len(card.seen) == 2
    assert isinstance(stand.view.body, Notice)
    assert stand.view.body.code == "CARD-14"


def test_a_number_that_leaves_one_try_stops_the_card_way() -> None:
    stand = Stand(card=FakeCard(answers=[WrongNumber(1)]))
    to_card(stand)
    say(stand, Action.SECRET, Secret(b"0000"))
    assert isinstance(stand.view.body, Notice)
    assert stand.view.body.code == CARD_LAST_TRY.code


def test_too_few_digits_are_not_sent() -> None:
    card = FakeCard()
    stand = Stand(card=card)
    to_card(stand)
    nexts(stand)
    assert card.seen == []
    assert stand.view.frame.problems


def test_a_card_pulled_while_reading_ends_in_the_choice_with_nothing_kept() -> None:
    lane = HandLane()
    stand = Stand(card_lane=lane, card=FakeCard(answers=[KioskError(CARD_REMOVED)]))
    to_card(stand)
    say(stand, Action.SECRET, Secret(b"1234"))
    assert stand.screen == "R10"
    assert stand.flow.visit.answers == {}


def test_a_card_pulled_while_its_fields_are_shown_takes_them_away() -> None:
    stand = Stand()
    to_card(stand)
    say(stand, Action.SECRET, Secret(b"1234"))
    stand.flow.card_changed(CardState.EMPTY)
    assert stand.screen == "R10"
    assert "田中" not in repr(stand.view)
    assert stand.flow.visit.from_card == frozenset()


def test_a_result_of_a_card_already_pulled_is_dropped() -> None:
    lane = HandLane()
    stand = Stand(card_lane=lane)
    to_card(stand)
    lane.at_once = False
    say(stand, Action.SECRET, Secret(b"1234"))
    stand.flow.card_changed(CardState.EMPTY)
    lane.step()
    assert stand.screen == "R10"
    assert "田中" not in repr(stand.view)


def test_a_card_pulled_later_covers_the_answers_until_the_person_says_they_are_here() -> None:
    stand = Stand()
    to_card(stand)
    say(stand, Action.SECRET, Secret(b"1234"))
    nexts(stand)
    stand.flow.card_changed(CardState.EMPTY)
    assert stand.view.over
    say(stand, Action.CHOOSE, "continue")
    assert stand.screen == "R12"


def test_without_the_number_the_way_by_hand_is_one_touch_away() -> None:
    stand = Stand()
    to_card(stand)
    say(stand, Action.CHOOSE, "hand")
    assert stand.screen == "R12"


def test_the_reader_going_away_shows_why_and_keeps_the_way_by_hand() -> None:
    stand = Stand()
    to_r10(stand)
    nexts(stand, ("card",))
    stand.flow.card_changed(CardState.NO_READER)
    assert isinstance(stand.view.body, CardPlace)
    assert [option.value for option in stand.view.body.choices] == ["hand"]
    stand.flow.card_changed(CardState.PRESENT)
    assert isinstance(stand.view.body, SecretPad)


# --- form and paper ---------------------------------------------------------------------------------------------------------
def test_a_value_too_long_for_the_form_is_said_before_anything_is_taken() -> None:
    stand = Stand(forms=FakeForms((FormTrouble("name", FORM_TOO_LONG),)))
    by_hand_to_r13(stand)
    nexts(stand)
    assert stand.screen == "R13"
    assert stand.view.frame.problems[0].place == "name"
    assert stand.outbox.taken == []


def test_a_letter_no_font_has_is_shown_and_does_not_stop_the_visit() -> None:
    stand = Stand(forms=FakeForms((FormTrouble("name", FORM_GLYPH, "\ue000", stops=False),)))
    by_hand_to_r13(stand)
    nexts(stand)
    assert isinstance(stand.view.body, Notice)
    assert "\ue000" in stand.view.body.detail
    say(stand, Action.CHOOSE, "continue")
    assert stand.screen == "R14"


def test_no_tick_is_set_beforehand_and_none_means_no_sending() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    nexts(stand)
    assert shown(stand, "selected") == ()
    nexts(stand, ())
    assert stand.view.frame.problems
    say(stand, Action.CHOOSE, "paper_only")
    nexts(stand, ("paper",))
    stand.flow.poll()
    nexts(stand, ("yes",))
    assert stand.outbox.taken == []
    assert shown(stand, "receipt_no") == ""


def test_practice_prints_a_sample_and_queues_nothing() -> None:
    stand = Stand()
    to_r10(stand, "practice")
    nexts(stand, ("hand",))
    for value in (("self",), "れんしゅう　花子", "沖縄県那覇市泉崎１丁目", ()):
        nexts(stand, value)
    nexts(stand)
    nexts(stand, ("send",))
    nexts(stand, ("paper",))
    assert stand.outbox.taken == []
    assert stand.forms.made[0][3] is True


def test_paper_out_shows_the_remedy_and_keeps_the_job() -> None:
    desk = FakeDesk([DeskView(DeskState.NEEDS_HELP, help=PRINT_NO_PAPER), DeskView(DeskState.PRINTED)])
    stand = Stand(desk=desk)
    to_r16(stand)
    nexts(stand, ("paper",))
    assert isinstance(stand.view.body, Working)
    assert stand.view.body.code == "PRINT-01"
    stand.flow.poll()
    assert isinstance(stand.view.body, Choices)


def test_no_paper_prints_once_more_from_our_own_copy() -> None:
    stand = Stand()
    to_r16(stand)
    nexts(stand, ("paper",))
    stand.flow.poll()
    nexts(stand, ("no",))
    assert stand.desk.words == [False]
    stand.flow.poll()
    nexts(stand, ("yes",))
    assert stand.screen == "R17"


def test_by_phone_prints_nothing() -> None:
    stand = Stand()
    to_r16(stand)
    nexts(stand, ("qr",))
    assert stand.screen == "R17"
    assert stand.desk.started == []
    assert "N1-0001" in shown(stand, "qr_text")
    assert "田中" not in shown(stand, "qr_text")


# --- notices and the end ----------------------------------------------------------------------------------------------------
def test_the_idle_question_hides_the_place_and_going_on_returns_to_it() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    for _ in range(12):
        stand.flow.idle()
        assert stand.screen == "RX1"
        assert stand.view.over
        say(stand, Action.CHOOSE, "continue")
        assert stand.screen == "R13"


def test_nobody_answering_ends_in_forgetting_everything() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    stand.flow.idle()
    say(stand, Action.TIME_UP)
    assert stand.screen == "R19"
    assert stand.forgotten == 1
    assert not stand.flow.busy_with_person
    say(stand, Action.TIME_UP)
    assert stand.screen == "R01"


def test_quitting_asks_first() -> None:
    stand = Stand()
    by_hand_to_r13(stand)
    say(stand, Action.QUIT)
    assert stand.screen == "RX3"
    say(stand, Action.CHOOSE, "back")
    assert stand.screen == "R13"
    say(stand, Action.QUIT)
    say(stand, Action.CHOOSE, "end")
    assert stand.screen == "R19"


def test_taking_the_card_at_the_end_leaves_the_promise_that_all_is_erased_on_the_screen() -> None:
    stand = Stand()
    stand.flow.card_changed(CardState.PRESENT)
    by_hand_to_r13(stand)
    say(stand, Action.QUIT)
    say(stand, Action.CHOOSE, "end")
    stand.flow.card_changed(CardState.EMPTY)
    assert stand.screen == "R19"
    nexts(stand)
    assert stand.screen == "R01"
    stand.flow.card_changed(CardState.PRESENT)
    assert stand.view.body.reminder  # type: ignore[union-attr]


def test_ending_while_paper_is_printed_takes_the_job_back() -> None:
    desk = FakeDesk([DeskView(DeskState.NEEDS_HELP, help=PRINT_NO_PAPER)])
    stand = Stand(desk=desk)
    to_r16(stand)
    nexts(stand, ("paper",))
    stand.flow.close()
    assert desk.closed == 1


def test_a_late_tap_answers_no_other_screen() -> None:
    stand = Stand()
    say(stand, Action.START)
    late = Fact("R02", Action.NEXT)
    stand.flow.handle(late)
    assert stand.screen == "R03"
    stand.flow.handle(late)
    assert stand.screen == "R03"


def test_the_look_of_one_person_does_not_reach_the_next() -> None:
    stand = Stand()
    say(stand, Action.START)
    say(stand, Action.LOOK, Look(language="en", size=TextSize.XLARGE))
    assert stand.looks[-1].size is TextSize.XLARGE
    say(stand, Action.QUIT)
    say(stand, Action.CHOOSE, "end")
    say(stand, Action.NEXT)
    assert stand.looks[-1] == Look()


def test_the_log_knows_events_and_nothing_of_the_person() -> None:
    stand = Stand()
    to_r16(stand)
    nexts(stand, ("paper",))
    assert "田中" not in repr(stand.events)
    assert "泉崎" not in repr(stand.events)
