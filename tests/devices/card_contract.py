"""What every CardReader keeps, real or simulated. Subclasses give a `stand` fixture: a reader and a hand that lays cards on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

import pytest

from devices.simulated.card_profiles import PROFILES, Profile, profile
from kiosk.faults import (
    CARD_EXPIRED,
    CARD_LAST_TRY,
    CARD_LOCKED,
    CARD_NOT_MY_NUMBER,
    CARD_REFUSED,
    CARD_REMOVED,
    CARD_UNREADABLE,
    CARD_WRONG_PIN,
    Fault,
    KioskError,
)
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from kiosk.ports import CardReader, CardState, WrongNumber

TODAY = date(2026, 11, 24)
PIN = b"1234"
WRONG = b"0000"
UNREADABLE = ("truncated", "endless", "empty_file", "blank", "bad_utf8", "no_name", "no_address", "no_sex", "bad_birth")
READABLE = tuple(
    name
    for name in PROFILES
    if name not in (*UNREADABLE, "locked", "last_try", "no_pin", "expired", "other_card")  # each has a test of its own
)


class Stand(Protocol):
    """A reader on a table. wire: what went over since the card was laid, commands and answers."""

    reader: CardReader
    wire: list[tuple[bytes, bytes]]

    def lay(self, which: str | Profile, *, pull_at: int | None = None, garble_at: int | None = None) -> None:
        """Put a new card in and return when the reader sees it."""
        ...

    def take(self) -> None:
        """Take the card away and return when the reader sees that."""
        ...

    def powered(self) -> bool:
        """Whether the chip still has power, a moment after."""
        ...


def fault_of(work: Callable[[], object]) -> Fault:
    """The fault `work` ends in."""
    with pytest.raises(KioskError) as caught:
        work()
    return caught.value.fault


def face_code(which: Profile) -> Secret:
    return Secret(which.face_code.encode())


def looks_like(person: Person, who: Profile) -> bool:
    shown = (person.name, person.address, f"{person.birth:%Y%m%d}", person.sex.value)
    return shown == (who.name, who.address, who.birth, who.sex)


class CardReaderContract:
    """Inherit and give the `stand` fixture."""

    def test_it_sees_a_card_come_and_go(self, stand: Stand) -> None:
        assert stand.reader.state() is CardState.EMPTY
        stand.lay("tanaka")
        assert stand.reader.state() is CardState.PRESENT
        stand.take()
        assert stand.reader.state() is CardState.EMPTY

    def test_without_a_card_every_call_asks_for_it(self, stand: Stand) -> None:
        assert fault_of(stand.reader.inspect) is CARD_REMOVED
        assert fault_of(lambda: stand.reader.read_with_pin(Secret(PIN))) is CARD_REMOVED

    def test_a_card_tells_expiry_and_tries_without_a_secret(self, stand: Stand) -> None:
        stand.lay("tanaka")
        notice = stand.reader.inspect()
        assert (notice.expires, notice.pin_tries, notice.face_code_tries) == (date(2035, 2, 17), 3, 10)
        assert not stand.powered()
        assert all(len(command) == 4 for command, _ in stand.wire if command[1] == 0x20), "no VERIFY with digits"

    @pytest.mark.parametrize("name", READABLE)
    def test_it_reads_that_card_by_pin(self, stand: Stand, name: str) -> None:
        stand.lay(name)
        assert looks_like(stand.reader.read_with_pin(Secret(PIN)), profile(name))
        assert not stand.powered()

    @pytest.mark.parametrize("name", ["tanaka", "locked", "last_try", "no_pin", "very_long"])
    def test_it_reads_that_card_by_the_numbers_on_its_face(self, stand: Stand, name: str) -> None:
        stand.lay(name)
        assert looks_like(stand.reader.read_with_face_code(face_code(profile(name))), profile(name))
        assert not stand.powered()

    @pytest.mark.parametrize("name", UNREADABLE)
    def test_a_garbled_file_is_unreadable_and_the_detail_quotes_nothing_of_it(self, stand: Stand, name: str) -> None:
        stand.lay(name)
        with pytest.raises(KioskError) as caught:
            stand.reader.read_with_pin(Secret(PIN))
        assert caught.value.fault is CARD_UNREADABLE
        assert caught.value.detail.isascii() and "198002" not in caught.value.detail
        assert not stand.powered()

    @pytest.mark.parametrize(
        ("name", "fault"),
        [
            ("locked", CARD_LOCKED),
            ("last_try", CARD_LAST_TRY),
            ("no_pin", CARD_LOCKED),
            ("expired", CARD_EXPIRED),
            ("other_card", CARD_NOT_MY_NUMBER),
        ],
    )
    def test_a_card_that_must_not_be_tried_gets_no_verify(self, stand: Stand, name: str, fault: Fault) -> None:
        stand.lay(name)
        assert fault_of(lambda: stand.reader.read_with_pin(Secret(PIN))) is fault
        assert [command for command, _ in stand.wire if command[1] == 0x20 and len(command) > 5] == []
        assert not stand.powered()

    def test_an_expired_card_is_refused_before_any_key_is_touched(self, stand: Stand) -> None:
        stand.lay("expired")
        assert fault_of(stand.reader.inspect) is CARD_EXPIRED
        assert not any(command[1] == 0x20 for command, _ in stand.wire)

    def test_a_wrong_number_is_sent_once_and_tells_what_is_left(self, stand: Stand) -> None:
        stand.lay("tanaka")
        with pytest.raises(WrongNumber) as caught:
            stand.reader.read_with_pin(Secret(WRONG))
        assert (caught.value.fault, caught.value.tries_left) == (CARD_WRONG_PIN, 2)
        assert len([command for command, _ in stand.wire if command[1] == 0x20 and len(command) > 5]) == 1
        assert not stand.powered()
        assert stand.reader.inspect().pin_tries == 2

    def test_at_one_left_it_stops_by_itself_and_the_right_face_code_still_works(self, stand: Stand) -> None:
        stand.lay("two_tries")
        with pytest.raises(WrongNumber) as caught:
            stand.reader.read_with_pin(Secret(WRONG))
        assert caught.value.tries_left == 1
        assert fault_of(lambda: stand.reader.read_with_pin(Secret(PIN))) is CARD_LAST_TRY
        assert stand.reader.inspect().pin_tries == 1
        assert stand.reader.read_with_face_code(face_code(profile("two_tries"))).name

    def test_a_right_number_brings_the_tries_back(self, stand: Stand) -> None:
        stand.lay("two_tries")
        stand.reader.read_with_pin(Secret(PIN))
        assert stand.reader.inspect().pin_tries == 3

    @pytest.mark.parametrize("number", range(1, 10))
    def test_a_card_pulled_at_any_apdu_is_a_card_removed(self, stand: Stand, number: int) -> None:
        stand.lay("tanaka", pull_at=number)
        assert fault_of(lambda: stand.reader.read_with_pin(Secret(PIN))) is CARD_REMOVED
        stand.take()
        stand.lay("tanaka")
        assert looks_like(stand.reader.read_with_pin(Secret(PIN)), profile("tanaka"))

    @pytest.mark.parametrize("number", range(4, 10))
    def test_a_garbled_answer_ends_in_a_named_fault(self, stand: Stand, number: int) -> None:
        stand.lay("tanaka", garble_at=number)
        assert fault_of(lambda: stand.reader.read_with_pin(Secret(PIN))) is CARD_REFUSED
        assert len([command for command, _ in stand.wire if command[1] == 0x20 and len(command) > 5]) <= 1
        assert not stand.powered()

    def test_after_the_expiry_check_six_apdus_read_a_card_and_a_seventh_a_long_file(self, stand: Stand) -> None:
        for name, count in (("tanaka", 6), ("long", 7)):
            stand.lay(name)
            stand.reader.read_with_pin(Secret(PIN))
            assert len(stand.wire) == 3 + count
            assert [command[1] for command, _ in stand.wire[:9]] == [0xA4, 0xA4, 0xB2, 0xA4, 0xA4, 0x20, 0x20, 0xA4, 0xB0]
            stand.take()

    def test_the_individual_number_is_never_selected_nor_read_by_short_id(self, stand: Stand) -> None:
        who = profile("tanaka")
        stand.lay("tanaka")
        stand.reader.inspect()
        stand.reader.read_with_pin(Secret(PIN))
        stand.reader.read_with_face_code(face_code(who))
        fault_of(lambda: stand.reader.read_with_pin(Secret(WRONG)))
        assert len(stand.wire) > 30
        assert touches_individual_number(stand.wire) == []


def touches_individual_number(wire: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Commands that go near file 0001 of any application but the common one, and answers that hold its number."""
    text_ap, application, found = bytes.fromhex("D3921000310001010408"), b"", []
    for command, answer in wire:
        if command[:3] == b"\x00\xa4\x04" and answer == b"\x90\x00":
            application = command[5:15]
        in_text = application == text_ap
        by_id = command[:5] == b"\x00\xa4\x02\x0c\x02" and command[5:7] == b"\x00\x01"
        by_sfi = command[1] == 0xB0 and command[2] & 0x80
        if (in_text and (by_id or by_sfi)) or profile("tanaka").my_number in answer:
            found.append(command)
    return found
