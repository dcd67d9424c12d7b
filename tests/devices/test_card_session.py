"""APDUs one by one: what we send, and what each status word means at each place."""

from __future__ import annotations

from datetime import date

import pytest

from devices.card import session
from devices.card.apdu import Octets, read_binary, select_ap, select_ef, send, split, trace_answer, trace_command, tries_left
from devices.card.files import TEXT_AP
from devices.simulated.card_make import make_chip
from devices.simulated.card_profiles import profile
from kiosk.faults import CARD_LOCKED, CARD_NOT_MY_NUMBER, CARD_REFUSED, CARD_REMOVED, CARD_WRONG_PIN, Fault, KioskError
from kiosk.model.secret import Secret

TODAY = date(2026, 11, 24)
VERIFY_AT = 7


class Tampered:
    """The plain card with some answers replaced, by the number of the APDU; keeps the very buffers it was given."""

    def __init__(self, answers: dict[int, bytes] | None = None, name: str = "tanaka") -> None:
        self.answers = answers or {}
        self.buffers: list[Octets] = []
        self.sent: list[bytes] = []
        self._chip = make_chip(profile(name))
        self._chip.power_on()

    def transmit(self, apdu: Octets) -> bytes:
        self.buffers.append(apdu)
        self.sent.append(bytes(apdu))
        real = self._chip.transmit(apdu)
        return self.answers.get(len(self.sent), real)

    def close(self) -> None:
        self._chip.power_off()

    def verifies(self) -> int:
        return sum(apdu[1] == 0x20 and len(apdu) > 5 for apdu in self.sent)


class Scripted:
    """Gives these answers in turn."""

    def __init__(self, *answers: str) -> None:
        self._answers = [bytes.fromhex(answer) for answer in answers]
        self.sent: list[str] = []

    def transmit(self, apdu: Octets) -> bytes:
        self.sent.append(bytes(apdu).hex())
        return self._answers.pop(0)

    def close(self) -> None:
        pass


def fault_at(number: int, status: str) -> Fault:
    """The fault when APDU `number` of a read is answered with that status word; at most one VERIFY whatever happens."""
    card = Tampered({number: bytes.fromhex(status)})
    with pytest.raises(KioskError) as caught:
        session.read_with_pin(card, Secret(b"1234"), TODAY)
    assert card.verifies() <= 1
    return caught.value.fault


ODD_STATUS = (
    "6281",
    "6300",
    "6400",
    "6581",
    "6700",
    "6881",
    "6981",
    "6982",
    "6985",
    "6986",
    "6A80",
    "6A86",
    "6B00",
    "6D00",
    "6E00",
    "6F00",
    "0000",
)


@pytest.mark.parametrize("status", ODD_STATUS)
@pytest.mark.parametrize("number", [5, 6, VERIFY_AT, 8])
def test_an_unexpected_status_word_is_refused_wherever_it_comes(number: int, status: str) -> None:
    assert fault_at(number, status) is CARD_REFUSED


@pytest.mark.parametrize("status", ["6282", *ODD_STATUS])
def test_an_expiry_that_cannot_be_had_stops_nobody(status: str) -> None:
    for number in (1, 2, 3):
        card = Tampered({number: bytes.fromhex(status)})
        assert session.read_with_pin(card, Secret(b"1234"), TODAY).name


@pytest.mark.parametrize("status", ["6A82", "6A86", "6A87", "6A88", "6999", "6D00", "6E00", "6700"])
def test_a_card_that_does_not_know_our_application_is_another_card(status: str) -> None:
    assert fault_at(4, status) is CARD_NOT_MY_NUMBER


@pytest.mark.parametrize(
    ("number", "status"), [(6, "63C0"), (6, "6984"), (6, "6983"), (VERIFY_AT, "63C0"), (VERIFY_AT, "6984"), (VERIFY_AT, "6983")]
)
def test_a_blocked_key_is_locked_in_query_and_verify(number: int, status: str) -> None:
    assert fault_at(number, status) is CARD_LOCKED


def test_wrong_is_wrong_even_when_one_try_is_left() -> None:
    assert fault_at(VERIFY_AT, "63C1") is CARD_WRONG_PIN


def test_a_key_without_a_count_is_never_tried() -> None:
    for status in ("9000", "6300"):
        card = Tampered({6: bytes.fromhex(status)})
        with pytest.raises(KioskError):
            session.read_with_pin(card, Secret(b"1234"), TODAY)
        assert card.verifies() == 0


def test_a_key_the_card_does_not_know_has_no_tries() -> None:
    card = Tampered({7: bytes.fromhex("6A82")})
    assert session.inspect(card, TODAY).face_code_tries is None
    assert fault_at(5, "6A82") is CARD_REFUSED


def test_the_first_answer_after_power_on_may_be_6f00() -> None:
    card = Tampered({1: bytes.fromhex("6F00")})
    assert session.read_with_pin(card, Secret(b"1234"), TODAY).name
    assert card.sent[0] == card.sent[1]
    assert len(card.sent) == 10


@pytest.mark.parametrize("answer", ["", "90"])
@pytest.mark.parametrize("number", range(1, 10))
def test_an_answer_without_a_status_word_is_a_card_removed(number: int, answer: str) -> None:
    assert fault_at(number, answer) is CARD_REMOVED


def test_the_digits_leave_no_trace_in_the_buffer_that_was_sent() -> None:
    for answers in ({}, {VERIFY_AT: b"\x63\xc2"}, {VERIFY_AT: b""}):
        card = Tampered(answers)
        try:
            session.read_with_pin(card, Secret(b"1234"), TODAY)
        except KioskError:
            assert answers
        assert card.sent[VERIFY_AT - 1] == b"\x00\x20\x00\x80\x041234"
        assert isinstance(card.buffers[VERIFY_AT - 1], bytearray)
        assert bytes(card.buffers[VERIFY_AT - 1]) == bytes(9)


@pytest.mark.parametrize("digits", [b"", b"123", b"12345", b"12345678901234"])
def test_a_number_of_the_wrong_length_is_our_mistake_and_costs_no_try(digits: bytes) -> None:
    card = Tampered()
    with pytest.raises(ValueError, match="4 digits"):
        session.read_with_pin(card, Secret(digits), TODAY)
    assert card.verifies() == 0


def test_a_secret_can_be_wiped_at_once_after_the_call() -> None:
    with Secret(b"1234") as secret:
        session.read_with_pin(Tampered(), secret, TODAY)
    assert len(secret) == 0


def test_the_face_code_opens_its_own_key() -> None:
    card = Tampered()
    session.read_with_face_code(card, Secret(profile("tanaka").face_code.encode()), TODAY)
    assert card.sent[4] == bytes.fromhex("00A4020C020015")
    assert len(card.sent) == 9


def test_a_length_the_card_corrects_is_asked_again() -> None:
    line = Scripted("6C03", "414243 9000")
    assert send(line, read_binary(0)) == (b"ABC", 0x9000)
    assert line.sent == ["00b0000000", "00b0000003"]


def test_a_length_goes_where_a_command_has_none_yet() -> None:
    assert select_ef(2).with_le(256) == bytes.fromhex("00A4020C02000200")
    assert select_ef(2).with_le(256).with_le(8) == bytes.fromhex("00A4020C02000208")


def test_an_answer_in_parts_is_fetched_whole() -> None:
    line = Scripted("41 6102", "4243 6101", "44 9000")
    assert send(line, select_ap(TEXT_AP)) == (b"ABCD", 0x9000)
    assert line.sent[1:] == ["00c0000002", "00c0000001"]


def test_a_card_that_always_has_more_is_refused() -> None:
    with pytest.raises(KioskError) as caught:
        send(Scripted(*["6101"] * 99), read_binary(0))
    assert caught.value.fault is CARD_REFUSED


def test_verify_is_not_repeated_for_a_corrected_length() -> None:
    assert fault_at(VERIFY_AT, "6C00") is CARD_REFUSED
    assert fault_at(VERIFY_AT, "6110") is CARD_REFUSED


def test_the_log_sees_five_bytes_and_two_and_of_numbers_the_header_alone() -> None:
    assert trace_command(select_ap(TEXT_AP)) == "00 A4 04 0C 0A ~ 04 08 (15)"
    assert trace_command(b"\x00\x20\x00\x80\x041234") == "00 20 00 80 04 ~ (9)"
    assert trace_command(b"\x00\x24\x01\x80\x041234") == "00 24 01 80 04 ~ (9)"
    assert trace_command(b"\x00\x20\x00\x80") == "00 20 00 80 (4)"
    assert trace_answer("田中".encode() + b"\x90\x00") == "~ 90 00 (8)"
    assert repr(select_ef(2)) == "<Command 00 A4 02 0C 02 ~ 00 02 (7)>"


def test_offsets_go_to_fifteen_bits() -> None:
    assert read_binary(0x7FFF) == bytes.fromhex("00B07FFF00")
    assert read_binary(256, 16) == bytes.fromhex("00B0010010")


def test_tries_are_read_from_the_status_word() -> None:
    assert [tries_left(sw) for sw in (0x63C3, 0x63C0, 0x6984, 0x6983, 0x63CF, 0x6300, 0x9000)] == [3, 0, 0, 0, 15, None, None]


def test_a_short_answer_is_no_answer() -> None:
    with pytest.raises(KioskError):
        split(b"\x90")
