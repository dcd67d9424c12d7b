"""Any answers at all: what comes out is the right person or a named fault, and never a second VERIFY."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from devices.card import session
from devices.card.apdu import Connection, Octets
from devices.simulated.card_make import make_chip
from devices.simulated.card_profiles import profile
from kiosk.faults import KioskError
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from tests.devices.card_contract import looks_like, touches_individual_number

TODAY = date(2026, 11, 24)
READ = 9  # the APDU that brings the file; whatever is not its content must not change who is read
ENDLESS = 60  # APDUs after which a flow counts as running away
STATUS_WORDS = (
    0x9000,
    0x6282,
    0x6300,
    0x63C0,
    0x63C1,
    0x63C3,
    0x6700,
    0x6982,
    0x6984,
    0x6A82,
    0x6B00,
    0x6C00,
    0x6C10,
    0x6110,
    0x6F00,
)

odd_answers = st.one_of(
    st.binary(max_size=4),
    st.sampled_from([word.to_bytes(2, "big") for word in STATUS_WORDS]),
    st.builds(lambda data, word: data + word.to_bytes(2, "big"), st.binary(max_size=300), st.sampled_from(STATUS_WORDS)),
)


class Garbling:
    """The plain card behind a bad contact: some answers, by number from 1, are others than the chip gave."""

    def __init__(self, answers: Mapping[int, bytes]) -> None:
        self.wire: list[tuple[bytes, bytes]] = []
        self._answers = answers
        self._chip = make_chip(profile("tanaka"))
        self._chip.power_on()

    def transmit(self, apdu: Octets) -> bytes:
        real = self._chip.transmit(apdu)
        answer = self._answers.get(len(self.wire) + 1, real)
        self.wire.append((bytes(apdu), answer))
        assert len(self.wire) < ENDLESS, "the flow does not end"
        return answer

    def close(self) -> None:
        self._chip.power_off()


def person_or_fault(work: Callable[[Connection], Person], card: Garbling) -> Person | None:
    """Who was read; None for a named fault, whose detail is short and holds nothing of the card. All else flies."""
    try:
        return work(card)
    except KioskError as error:
        if not error.detail.isascii() or len(error.detail) > 60:
            raise
        return None


def by_pin(card: Connection) -> Person:
    return session.read_with_pin(card, Secret(b"1234"), TODAY)


def by_face_code(card: Connection) -> Person:
    return session.read_with_face_code(card, Secret(profile("tanaka").face_code.encode()), TODAY)


def numbers_sent(card: Garbling) -> list[bytes]:
    return [command for command, _ in card.wire if command[1] == 0x20 and len(command) > 5]


@given(st.dictionaries(st.integers(1, READ + 3), odd_answers, min_size=1, max_size=4), st.sampled_from([by_pin, by_face_code]))
@example({7: b"\x63\xc2"}, by_pin)
@example({7: b"\x6c\x04"}, by_pin)
@example({7: b"\x61\x10"}, by_pin)
@example({9: bytes.fromhex("FF20820F00DF219000")}, by_pin)  # says it is long, and is not
def test_any_answers_end_in_a_person_or_a_named_fault_with_one_verify_at_most(
    answers: dict[int, bytes], work: Callable[[Connection], Person]
) -> None:
    card = Garbling(answers)
    person_or_fault(work, card)
    assert len(numbers_sent(card)) <= 1
    assert touches_individual_number(card.wire) == []


@given(st.dictionaries(st.integers(1, READ - 1), st.sampled_from([b"\x90\x00", b"\x6f\x00", b"\x6a\x82"]), max_size=3))
def test_a_bad_answer_before_the_file_never_makes_another_person_of_it(answers: dict[int, bytes]) -> None:
    person = person_or_fault(by_pin, Garbling(answers))
    assert person is None or looks_like(person, profile("tanaka"))


@given(st.one_of(st.integers(0x63C0, 0x63CF), st.integers(0x6980, 0x6990), st.integers(0, 0xFFFF)))
def test_a_number_is_sent_only_after_the_card_said_that_two_tries_or_more_are_left(status: int) -> None:
    card = Garbling({6: status.to_bytes(2, "big")})
    person_or_fault(by_pin, card)
    assert not numbers_sent(card) or 0x63C2 <= status <= 0x63CF or status >> 8 in (0x61, 0x6C)


@given(odd_answers)
def test_any_answers_leave_an_inspection_named_too_and_send_no_number(answer: bytes) -> None:
    for number in range(1, 10):
        card = Garbling({number: answer})
        try:
            session.inspect(card, TODAY)
        except KioskError as error:
            assert error.detail.isascii()  # noqa: PT017 - both ends are right here
        assert numbers_sent(card) == []
