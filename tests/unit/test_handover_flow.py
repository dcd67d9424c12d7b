"""R05 and R05M through the flow: a code becomes a visit, a visit a code; what cannot be taken is a sentence and a way to begin anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.handover.codes import Kind, write
from kiosk.handover.desk import HandoverDesk
from kiosk.handover.draft import Draft
from kiosk.handover.sealing import load_or_make
from kiosk.handover.short_code import short_code
from kiosk.handover.used import UsedDrafts
from kiosk.ports import DeliveryError, DeliveryTrouble, ShelfAnswer, ShelfState
from kiosk.printing import DeskState, DeskView
from kiosk.visit.facts import Action
from kiosk.visit.services import TranscriptWords, TsuzukiWords
from kiosk.visit.views import Handover, Notice, NumberEntry, Working
from kiosk.words import Catalogue
from tests.unit.flow_fakes import FakeClock, FakeDesk, Stand
from tests.unit.test_flow import nexts, say, to_r10

NOW = FakeClock().now()
LONG = {"who": "self", "name": "田中　花子", "address": "沖縄県那覇市泉崎１丁目１番１号"}


class FakeShelf:
    """Keeps one draft; counts tries as the city does."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, bytes]] = {}
        self.tries = 5
        self.away = False

    def put(self, name: str, kept: bytes, proof: bytes) -> None:
        self._ask()
        self.kept[name] = (kept, proof)

    def release(self, name: str, proof: bytes) -> ShelfAnswer:
        self._ask()
        if name not in self.kept:
            return ShelfAnswer(ShelfState.UNKNOWN)
        kept, right = self.kept[name]
        if proof == right:
            return ShelfAnswer(ShelfState.RELEASED, kept)
        self.tries -= 1
        return ShelfAnswer(ShelfState.WRONG, tries=self.tries) if self.tries else ShelfAnswer(ShelfState.DESTROYED)

    def forget(self, name: str, proof: bytes) -> None:
        self.kept.pop(name)

    def _ask(self) -> None:
        if self.away:
            raise DeliveryError(DeliveryTrouble.LINK, "away")


class FakeSlips:
    """Remembers what it was asked to print."""

    def __init__(self) -> None:
        self.words: list[TsuzukiWords] = []
        self.tables: list[TranscriptWords] = []

    def tsuzuki(self, words: TsuzukiWords, translate: Catalogue, sample: bool, /) -> bytes:
        self.words.append(words)
        return b"%PDF-"

    def transcript(self, words: TranscriptWords, translate: Catalogue, sample: bool, /) -> bytes:
        self.tables.append(words)
        return b"%PDF-"


class Town:
    """Terminals of one city."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shelf, self.now = folder, FakeShelf(), NOW

    def desk(self, key: str = "t.key") -> HandoverDesk:
        used = UsedDrafts(self.folder / "used.txt")
        return HandoverDesk(load_or_make(self.folder / key), self.shelf, used, lambda: self.now)

    def stand(self, key: str = "t.key", desk: FakeDesk | None = None) -> Stand:
        return Stand(handover=self.desk(key), slips=FakeSlips(), desk=desk or FakeDesk())


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def to_r05(stand: Stand) -> None:
    say(stand, Action.START)
    nexts(stand)
    nexts(stand, ("alone",))
    say(stand, Action.CHOOSE, "resume")
    assert stand.screen == "R05"


def to_code(stand: Stand, *answers: object) -> str:
    """The digits on R05M after those answers."""
    to_r10(stand)
    nexts(stand, ("hand",))
    for answer in answers:
        nexts(stand, answer)
    say(stand, Action.QUIT)
    say(stand, Action.CHOOSE, "take_along")
    assert stand.screen == "R05M"
    return stand.view.body.qr_text if isinstance(stand.view.body, Handover) else ""


def problems(stand: Stand) -> str:
    assert stand.screen == "R05"
    return " ".join(problem.text for problem in stand.view.frame.problems)


def test_a_visit_stopped_here_goes_on_there_at_the_same_question(town: Town) -> None:
    text = to_code(town.stand(), ("self",), "田中　花子")
    there = town.stand()
    to_r05(there)
    there.flow.scanned(text)
    assert isinstance(there.view.body, Notice)
    assert there.view.body.detail.startswith("2 ")
    say(there, Action.CHOOSE, "continue")
    place = there.flow.place()
    assert place is not None
    assert (place.screen, place.step) == ("R12", "address")


def test_handed_in_there_the_same_paper_is_not_taken_again(town: Town) -> None:
    text = to_code(town.stand(), ("self",), "田中　花子")
    there = town.stand()
    to_r05(there)
    there.flow.scanned(text)
    say(there, Action.CHOOSE, "continue")
    for answer in ("那覇市泉崎", ("a",), None, ("send",), ("paper",)):
        nexts(there, answer)
    assert there.outbox.taken[0].answers == {"who": "self", "name": "田中　花子", "address": "那覇市泉崎", "items": ("a",)}
    other = town.stand()
    to_r05(other)
    other.flow.scanned(text)
    assert "used already" in problems(other)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("4912345678904", "not a code of ours"),
        ("https://example.test", "not a code of ours"),
        ("742910000", "to its end"),
        (write(Kind.WHOLE, b"\x01" + bytes(80)), "other machines"),
        (write(Kind.WHOLE, b"\x09" + bytes(80)), "newer machine"),
        (write(Kind.TICKET, b"\x01"), "to its end"),
    ],
)
def test_a_code_that_cannot_be_taken_is_a_sentence_and_beginning_anew_is_one_touch_away(town: Town, text: str, says: str) -> None:
    stand = town.stand()
    to_r05(stand)
    stand.flow.scanned(text)
    assert says in problems(stand)
    say(stand, Action.CHOOSE, "anew")
    assert stand.screen == "R06"


def test_a_foreign_citys_an_expired_code_and_a_clock_set_back_are_told_apart(town: Town) -> None:
    text = to_code(town.stand(), ("self",))
    for key, now, says in (
        ("other.key", NOW, "other machines"),
        ("t.key", NOW + timedelta(days=15), "14 days"),
        ("t.key", datetime(2001, 1, 1, tzinfo=UTC), "clock"),
    ):
        town.now = now
        stand = town.stand(key)
        to_r05(stand)
        stand.flow.scanned(text)
        assert says in problems(stand)


def test_a_code_of_a_procedure_that_is_gone_is_a_sentence(town: Town) -> None:
    made = town.desk().write(Draft("00", NOW, ("gone",), "R12", "x", {}))
    assert made is not None
    stand = town.stand()
    to_r05(stand)
    stand.flow.scanned(made.text)
    assert "does not know the procedure" in problems(stand)


def test_a_scan_on_the_menu_goes_on_too_and_anywhere_else_it_means_nothing(town: Town) -> None:
    text = to_code(town.stand(), ("self",))
    stand = town.stand()
    stand.flow.scanned(text)
    say(stand, Action.START)
    stand.flow.scanned(text)
    assert stand.screen == "R02"
    nexts(stand)
    nexts(stand, ("alone",))
    stand.flow.scanned(text)
    assert isinstance(stand.view.body, Notice)


def test_the_eight_digits_begin_the_procedure_with_empty_answers(town: Town) -> None:
    stand = town.stand()
    to_r05(stand)
    say(stand, Action.CHOOSE, "type_code")
    nexts(stand, "00000000")
    assert "no procedure with that number" in problems(stand)
    nexts(stand, short_code("small").replace("-", ""))
    assert stand.screen == "R07"
    assert not stand.flow.visit.answers


def test_back_on_r05_leads_to_the_picture_and_then_to_the_menu(town: Town) -> None:
    stand = town.stand()
    to_r05(stand)
    say(stand, Action.CHOOSE, "type_code")
    assert isinstance(stand.view.body, NumberEntry)
    say(stand, Action.BACK)
    assert isinstance(stand.view.body, Handover)
    say(stand, Action.BACK)
    assert stand.screen == "R04"


# --- taking along -------------------------------------------------------------------------------------------------------
def test_the_code_can_be_printed_and_only_a_persons_word_counts(town: Town) -> None:
    desk = FakeDesk()
    stand = town.stand(desk=desk)
    text = to_code(stand, ("self",))
    say(stand, Action.CHOOSE, "print")
    stand.flow.poll()
    say(stand, Action.CHOOSE, "no")
    stand.flow.poll()
    say(stand, Action.CHOOSE, "yes")
    assert desk.words == [False, True]
    assert desk.started == ["tsuzuki"]
    assert isinstance(stand.view.body, Handover)
    assert (stand.view.body.qr_text, [o.value for o in stand.view.body.choices]) == (text, ["end"])
    say(stand, Action.CHOOSE, "end")
    assert stand.screen == "R19"


def test_a_printer_in_trouble_still_leaves_the_code_on_the_screen(town: Town) -> None:
    from kiosk.faults import PRINT_NO_PAPER

    stand = town.stand(desk=FakeDesk([DeskView(DeskState.NEEDS_HELP, help=PRINT_NO_PAPER)]))
    to_code(stand, ("self",))
    say(stand, Action.CHOOSE, "print")
    stand.flow.poll()
    assert isinstance(stand.view.body, Working)
    assert stand.view.body.code == "PRINT-01"
    say(stand, Action.CHOOSE, "show")
    assert isinstance(stand.view.body, Handover)


def test_going_back_from_the_code_goes_on_where_the_person_was(town: Town) -> None:
    stand = town.stand()
    to_code(stand, ("self",))
    say(stand, Action.BACK)
    place = stand.flow.place()
    assert place is not None
    assert (place.screen, place.step) == ("R12", "name")


def test_quitting_offers_no_code_where_there_is_nothing_to_go_on_with(town: Town) -> None:
    stand = town.stand()
    to_r05(stand)
    say(stand, Action.QUIT)
    assert isinstance(stand.view.body, Notice)
    assert "take_along" not in [option.value for option in stand.view.body.choices]


def large(town: Town, stand: Stand) -> None:
    """R05M asks for four digits."""
    desk = town.desk()
    desk.write = lambda draft: None  # type: ignore[method-assign]
    stand.flow._services = replace(stand.flow._services, handover=desk)
    stand.flow._resume._services = stand.flow._services
    to_code(stand, ("self",), "田中　花子")


def test_a_large_visit_asks_for_four_digits_that_are_not_the_easiest(town: Town) -> None:
    stand = town.stand()
    large(town, stand)
    for number in ("", "12", "1234", "7777"):
        nexts(stand, number)
        assert isinstance(stand.view.body, NumberEntry)
        assert stand.view.frame.problems
    nexts(stand, "2468")
    assert isinstance(stand.view.body, Handover)
    text = stand.view.body.qr_text

    there = town.stand()
    to_r05(there)
    there.flow.scanned(text)
    nexts(there, "1357")
    assert "still try 4 times" in problems(there)
    nexts(there, "2468")
    assert isinstance(there.view.body, Notice)
    assert there.flow.visit.answers["name"] == "田中　花子"
    desk = there.flow._services.handover
    assert isinstance(desk, HandoverDesk)
    assert desk._tickets
    say(there, Action.CHOOSE, "continue")
    say(there, Action.QUIT)
    say(there, Action.CHOOSE, "end")
    assert not desk._tickets


def test_five_wrong_numbers_end_with_a_plain_reason(town: Town) -> None:
    stand = town.stand()
    large(town, stand)
    nexts(stand, "2468")
    assert isinstance(stand.view.body, Handover)
    text, there = stand.view.body.qr_text, town.stand()
    to_r05(there)
    there.flow.scanned(text)
    for _ in range(5):
        nexts(there, "1357")
    assert "destroyed" in problems(there)


def test_without_the_city_a_large_visit_stays_here_and_nothing_is_lost(town: Town) -> None:
    stand = town.stand()
    large(town, stand)
    town.shelf.away = True
    nexts(stand, "2468")
    assert "cannot be reached" in stand.view.frame.heading
    say(stand, Action.BACK)
    assert stand.flow.visit.answers["name"] == "田中　花子"


def test_the_log_knows_reasons_and_nothing_of_the_code(town: Town) -> None:
    stand = town.stand()
    text = to_code(stand, ("self",), "田中　花子")
    there = town.stand()
    to_r05(there)
    there.flow.scanned("742910000")
    there.flow.scanned(text)
    logged = str(stand.events) + str(there.events)
    assert "torn" in logged
    assert "田中" not in logged
    assert text[5:20] not in logged
