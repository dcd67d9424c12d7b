"""PcscReader over scripted PC/SC functions: each result code by name, power off on every path, and the deadline."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from datetime import date
from threading import Event
from time import monotonic

import pytest

from devices.card import scard as real_scard
from devices.card.deadline import DeadlineRunner
from devices.card.pcsc import PcscReader
from devices.card.scard import FAULTS, Scard, expect_ok, fault_of
from devices.simulated.card_make import make_chip
from devices.simulated.card_profiles import profile
from kiosk.faults import (
    CARD_BUSY,
    CARD_NO_ANSWER,
    CARD_NO_READER,
    CARD_NO_SERVICE,
    CARD_REMOVED,
    CARD_TIMEOUT,
    Fault,
    KioskError,
)
from kiosk.model.secret import Secret
from kiosk.ports import CardState

TODAY = date(2026, 11, 24)
T0, T1 = 1, 2


class FakeScard:
    """PC/SC's functions over a simulated chip. codes: the result a function gives instead of working."""

    SCARD_SCOPE_USER, SCARD_SHARE_EXCLUSIVE, SCARD_UNPOWER_CARD = 0, 1, 2
    SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1, SCARD_PCI_T0, SCARD_PCI_T1 = T0, T1, T0, T1
    SCARD_STATE_UNAWARE, SCARD_STATE_PRESENT = 0, 0x20

    def __init__(
        self, *, readers: tuple[str, ...] = ("Reader 00 00",), holding: tuple[str, ...] = ("Reader 00 00",), protocol: int = T1
    ) -> None:
        self.codes: dict[str, int] = {}
        self.dead_contexts: dict[int, int] = {}  # the code a call in that context gives, instead of working
        self.transmit_code: tuple[int, int] | None = None  # (number of the APDU, code)
        self.empty_at: int | None = None
        self.busy_times = 0
        self.held = Event()
        self.held.set()
        self.powered_off = Event()
        self.calls: list[str] = []
        self.disconnects: list[int] = []
        self.buffers: list[list[int]] = []
        self.sent: list[bytes] = []
        self.connected_to = ""
        self.readers, self.holding, self._protocol = readers, holding, protocol
        self.chip = make_chip(profile("tanaka"))

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:
        self.calls.append("open")
        return self.codes.get("context", 0), self.calls.count("open")

    def SCardReleaseContext(self, context: int) -> int:
        self.calls.append("release")
        return 0

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        return self.dead_contexts.get(context, self.codes.get("list", 0)), list(self.readers)

    def SCardGetStatusChange(
        self, context: int, timeout_ms: int, readers: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        return self.codes.get("status", 0), [(name, 0x20 if name in self.holding else 0x10, []) for name, _ in readers]

    def SCardConnect(self, context: int, reader: str, share: int, protocols: int) -> tuple[int, int, int]:
        assert share == self.SCARD_SHARE_EXCLUSIVE
        self.connected_to = reader
        if reader not in self.holding:
            return 0x8010000C, 0, 0
        if self.busy_times:
            self.busy_times -= 1
            return -2146435061, 0, 0  # 8010000B as pyscard gives it: signed
        if self.dead_contexts.get(context) or self.codes.get("connect", 0):
            return self.dead_contexts.get(context) or self.codes["connect"], 0, 0
        self.chip.power_on()
        return 0, 7, self._protocol

    def SCardTransmit(self, card: int, pci: int, apdu: list[int]) -> tuple[int, list[int]]:
        self.held.wait(10)
        self.buffers.append(apdu)
        self.sent.append(bytes(apdu))
        assert pci == self._protocol
        number = len(self.sent)
        if self.transmit_code and self.transmit_code[0] == number:
            return self.transmit_code[1], []
        if self.empty_at == number:
            return 0, []
        return 0, list(self.chip.transmit(bytes(apdu)))

    def SCardDisconnect(self, card: int, disposition: int) -> int:
        self.disconnects.append(disposition)
        code = self.codes.pop("disconnect", 0)
        if not code:
            self.chip.power_off()
            self.powered_off.set()
        return code


def reader(fake: FakeScard, **changes: object) -> PcscReader:
    return PcscReader(today=lambda: TODAY, scard=lambda: fake, **changes)  # type: ignore[arg-type]


def fault(work: Callable[[], object]) -> Fault:
    with pytest.raises(KioskError) as caught:
        work()
    return caught.value.fault


TABLE = [
    (0x8010001D, CARD_NO_SERVICE),
    (0x8010001E, CARD_NO_SERVICE),
    (0x80100013, CARD_NO_SERVICE),
    (0x80100009, CARD_NO_READER),
    (0x80100017, CARD_NO_READER),
    (0x8010002E, CARD_NO_READER),
    (0x8010000C, CARD_REMOVED),
    (0x80100016, CARD_REMOVED),
    (0x80100069, CARD_REMOVED),
    (0x8010000A, CARD_TIMEOUT),
    (0x80100068, CARD_BUSY),
    (0x8010000B, CARD_BUSY),
    (0x80100066, CARD_NO_ANSWER),
    (0x80100067, CARD_NO_ANSWER),
    (0xFFFFFFFF, CARD_NO_ANSWER),
    (0x8010DEAD, CARD_NO_ANSWER),
]


@pytest.mark.parametrize(("code", "named"), TABLE)
def test_each_result_code_has_its_fault_signed_or_not(code: int, named: Fault) -> None:
    assert fault_of(code) is named
    assert fault_of(code - 2**32) is named


@pytest.mark.parametrize(("code", "named"), TABLE)
def test_a_code_in_the_middle_of_a_read_is_named_with_its_hex_and_powers_off(code: int, named: Fault) -> None:
    for number in range(1, 10):
        fake = FakeScard()
        fake.transmit_code = (number, code - 2**32)
        with pytest.raises(KioskError) as caught:
            reader(fake).read_with_pin(Secret(b"1234"))
        assert caught.value.fault is named
        assert caught.value.detail == f"transmit {code:08X}"
        assert fake.disconnects == [fake.SCARD_UNPOWER_CARD]
        assert fake.calls == ["open", "release"]


@pytest.mark.parametrize("step", ["context", "list", "connect"])
def test_a_code_before_the_first_apdu_is_named_too_and_leaves_no_context_open(step: str) -> None:
    for code, named in TABLE:
        fake = FakeScard()
        fake.codes[step] = code
        if code != 0x8010000B or step != "connect":  # a busy card is waited for; it has its own tests
            assert fault(reader(fake).inspect) is named
            assert fake.calls.count("open") - fake.calls.count("release") == (1 if step == "context" else 0)


def test_good_calls_share_one_context_and_a_failure_ends_it() -> None:
    fake = FakeScard()
    pcsc = reader(fake)
    assert [pcsc.state(), pcsc.inspect().pin_tries, pcsc.read_with_pin(Secret(b"1234")).name != ""] == [CardState.PRESENT, 3, True]
    assert fake.calls == ["open"]
    fake.transmit_code = (len(fake.sent) + 2, 0x80100069)
    assert fault(pcsc.inspect) is CARD_REMOVED
    assert fake.calls == ["open", "release"]


@pytest.mark.parametrize("code", [0x8010001D, 0x8010001E, 0x80100013, 0x80100003])
def test_a_context_that_died_with_its_service_is_replaced_within_the_call(code: int) -> None:
    fake = FakeScard()
    pcsc = reader(fake)
    assert pcsc.state() is CardState.PRESENT
    fake.dead_contexts = {1: code}
    assert pcsc.read_with_pin(Secret(b"1234")).name
    assert [apdu for apdu in fake.sent if apdu[1] == 0x20 and len(apdu) > 5] == [b"\x00\x20\x00\x80\x041234"]
    fake.dead_contexts = {1: code, 2: code}
    assert pcsc.state() is CardState.PRESENT
    assert (fake.calls.count("open"), fake.calls.count("release")) == (3, 2)
    fake.dead_contexts = dict.fromkeys(range(10), code)
    assert fault(pcsc.inspect) is CARD_NO_SERVICE
    assert fake.calls.count("open") == fake.calls.count("release") == 4


def test_a_service_lost_once_the_chip_has_spoken_is_not_tried_again() -> None:
    fake = FakeScard()
    pcsc = reader(fake)
    assert pcsc.state() is CardState.PRESENT
    fake.transmit_code = (7, 0x80100013)
    assert fault(lambda: pcsc.read_with_pin(Secret(b"1234"))) is CARD_NO_SERVICE
    assert len(fake.sent) == 7
    assert fake.calls == ["open", "release"]


def test_no_answer_with_success_is_a_card_removed() -> None:
    fake = FakeScard()
    fake.empty_at = 9
    assert fault(lambda: reader(fake).read_with_pin(Secret(b"1234"))) is CARD_REMOVED
    assert fake.disconnects == [fake.SCARD_UNPOWER_CARD]


def test_a_short_look_by_another_program_is_waited_for_and_a_long_one_is_busy() -> None:
    fake = FakeScard()
    fake.busy_times = 3
    assert reader(fake).inspect().pin_tries == 3
    fake.busy_times = 10_000
    assert fault(reader(fake).inspect) is CARD_BUSY


def test_a_refused_power_off_is_asked_once_more() -> None:
    fake = FakeScard()
    fake.codes["disconnect"] = 0x80100016
    reader(fake).inspect()
    assert fake.disconnects == [fake.SCARD_UNPOWER_CARD] * 2
    assert not fake.chip.powered


def test_a_mistake_of_ours_powers_off_and_flies_as_it_is() -> None:
    fake = FakeScard()
    with pytest.raises(ValueError, match="digits"):
        reader(fake).read_with_pin(Secret(b"12"))
    assert fake.disconnects == [fake.SCARD_UNPOWER_CARD]


def test_the_list_handed_to_pyscard_is_wiped() -> None:
    fake = FakeScard()
    reader(fake).read_with_pin(Secret(b"1234"))
    assert fake.sent[6] == b"\x00\x20\x00\x80\x041234"
    assert not any(any(buffer) for buffer in fake.buffers)


def test_over_t0_the_query_gets_its_fifth_byte() -> None:
    fake = FakeScard(protocol=T0)
    assert reader(fake).read_with_pin(Secret(b"1234")).name
    assert fake.sent[5] == b"\x00\x20\x00\x80\x00"


def test_the_reader_that_holds_a_card_is_taken_and_a_name_narrows_it_down() -> None:
    fake = FakeScard(readers=("Left 00", "Right 01"), holding=("Right 01",))
    reader(fake).inspect()
    assert fake.connected_to == "Right 01"
    assert reader(fake, name="left").state() is CardState.EMPTY
    assert reader(fake, name="nowhere").state() is CardState.NO_READER
    assert fault(reader(fake, name="nowhere").inspect) is CARD_NO_READER
    assert reader(fake).names() == ["Left 00", "Right 01"]


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (0x8010001D, CardState.NO_SERVICE),
        (0x8010002E, CardState.NO_READER),
        (0x80100017, CardState.NO_READER),
        (0x8010DEAD, CardState.NO_SERVICE),
    ],
)
def test_a_poll_never_raises(code: int, state: CardState) -> None:
    fake = FakeScard()
    fake.codes["list"] = code
    assert reader(fake).state() is state
    fake.codes = {"status": code}
    assert reader(fake).state() is state
    assert reader(FakeScard(readers=())).state() is CardState.NO_READER


def test_a_card_that_never_answers_is_left_behind_at_the_deadline_and_gets_no_verify_later() -> None:
    fake = FakeScard()
    fake.held.clear()
    slow = reader(fake, deadline_s=0.2)
    with Secret(b"1234") as secret:
        assert fault(lambda: slow.read_with_pin(secret)) is CARD_TIMEOUT
    assert fault(slow.inspect) is CARD_TIMEOUT, "while the driver hangs, answer at once"
    assert slow.state() is CardState.NO_SERVICE
    fake.held.set()
    fake.powered_off.wait(5)
    assert len(fake.sent) == 1, "the exchange under way came back; nothing was sent after it"
    assert fake.disconnects == [fake.SCARD_UNPOWER_CARD]
    wait_for(lambda: slow.state() is CardState.PRESENT)
    assert slow.inspect().pin_tries == 3


class Kept:
    """Stands for what was read."""


def wait_for(fact: Callable[[], bool]) -> None:
    """Return once the fact holds; AssertionError after five seconds."""
    deadline = monotonic() + 5
    while not fact():
        assert monotonic() < deadline


def test_a_worker_ends_with_its_runner_and_holds_nothing_between_two_calls() -> None:
    before = {thread.ident for thread in threading.enumerate()}
    short = DeadlineRunner()
    result = weakref.ref(short.run(lambda abandoned: Kept(), 5.0))
    assert result() is None
    assert len({thread.ident for thread in threading.enumerate()} - before) == 1
    del short
    wait_for(lambda: {thread.ident for thread in threading.enumerate()} <= before)


def test_a_fault_carries_no_trace_that_would_keep_what_was_read() -> None:
    fake = FakeScard()
    fake.transmit_code = (9, 0x80100069)
    with pytest.raises(KioskError) as caught:
        reader(fake).read_with_pin(Secret(b"1234"))
    names = []
    trace = caught.value.__traceback__
    while trace is not None:
        names.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    assert "_read_attributes" not in names
    assert caught.value.__context__ is None


def test_a_machine_without_pyscard_is_a_machine_without_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "smartcard.scard", None)
    assert PcscReader().state() is CardState.NO_SERVICE
    assert fault(PcscReader().inspect) is CARD_NO_SERVICE


def test_every_row_of_the_table_is_walked_here() -> None:
    walked = {code for code, _ in TABLE} | {0x80100003, 0x80100002}
    assert set(FAULTS) <= walked
    assert (fault_of(0x80100003), fault_of(0x80100002)) == (CARD_NO_SERVICE, CARD_TIMEOUT)
    expect_ok(0, "anything")


def test_the_fake_has_the_shape_of_the_real_functions() -> None:
    loaded: Scard = real_scard.load_scard()
    for name in vars(FakeScard):
        assert name.startswith("_") or hasattr(loaded, name)
