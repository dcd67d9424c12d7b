"""Every trouble at every APDU of every flow: a named fault, no power left on the chip, one number sent at most, and the next try works."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from devices.simulated.card_profiles import profile
from devices.simulated.card_reader import SimulatedReader, Weather
from kiosk.faults import CARD_REMOVED, CARD_TIMEOUT, Fault, KioskError
from kiosk.model.secret import Secret
from tests.devices.card_contract import PIN, TODAY, face_code, fault_of, touches_individual_number

Call = Callable[[SimulatedReader], object]
CALLS: dict[str, tuple[str, Call, int]] = {
    "inspect": ("tanaka", lambda reader: reader.inspect(), 8),
    "pin": ("tanaka", lambda reader: reader.read_with_pin(Secret(PIN)), 9),
    "pin, long file": ("long", lambda reader: reader.read_with_pin(Secret(PIN)), 10),
    "face code": ("tanaka", lambda reader: reader.read_with_face_code(face_code(profile("tanaka"))), 9),
    "a first answer of 6F00": ("stumble", lambda reader: reader.read_with_pin(Secret(PIN)), 10),
}
EVERY_APDU = [(way, number) for way, (_, _, count) in CALLS.items() for number in range(1, count + 1)]


class Bench:
    """A reader with that card, and what was seen of it."""

    def __init__(self, name: str, weather: Weather = Weather()) -> None:  # noqa: B008 - frozen
        self.wire: list[tuple[bytes, bytes]] = []
        self.powers: list[bool] = []
        self.reader = SimulatedReader(
            name,
            weather=weather,
            today=lambda: TODAY,
            listen=lambda command, answer: self.wire.append((command, answer)),
            power=self.powers.append,
        )

    def numbers_sent(self) -> int:
        return sum(command[1] == 0x20 and len(command) > 5 for command, _ in self.wire)

    def end_well(self, call: Call) -> None:
        """The chip has no power; in fair weather, card put back, the same call works."""
        assert self.powers == [True, False]
        assert self.numbers_sent() <= 1
        assert touches_individual_number(self.wire) == []
        self.reader.weather = Weather()
        self.reader.insert()
        call(self.reader)
        assert self.powers == [True, False, True, False]


@pytest.mark.parametrize("way", CALLS)
def test_each_flow_has_as_many_apdus_as_are_tried_below(way: str) -> None:
    name, call, count = CALLS[way]
    bench = Bench(name)
    call(bench.reader)
    assert len(bench.wire) == count
    assert bench.powers == [True, False]


@pytest.mark.parametrize(("way", "number"), EVERY_APDU)
@pytest.mark.parametrize("fault", [CARD_REMOVED, CARD_TIMEOUT], ids=["pulled", "mute"])
def test_a_card_pulled_or_silent_at_any_apdu_is_named_and_reads_afterwards(fault: Fault, way: str, number: int) -> None:
    name, call, _ = CALLS[way]
    bench = Bench(name, Weather(pull_at=number) if fault is CARD_REMOVED else Weather(mute_at=number))
    assert fault_of(lambda: call(bench.reader)) is fault
    assert len(bench.wire) == number - 1, "nothing is sent after the trouble"
    bench.end_well(call)


@pytest.mark.parametrize(("way", "number"), EVERY_APDU)
def test_a_garbled_answer_at_any_apdu_is_named_or_does_no_harm(way: str, number: int) -> None:
    name, call, _ = CALLS[way]
    bench = Bench(name, Weather(garble_at=number))
    try:
        call(bench.reader)
    except KioskError as error:
        assert error.fault.code.startswith("CARD-")  # noqa: PT017 - a garbled expiry stops nobody, so both ends are right
    bench.end_well(call)


def test_a_card_pulled_before_the_number_was_sent_has_lost_no_try() -> None:
    for number in range(1, 8):
        bench = Bench("two_tries", Weather(pull_at=number))
        assert fault_of(lambda: bench.reader.read_with_pin(Secret(b"0000"))) is CARD_REMOVED  # noqa: B023 - called at once
        bench.reader.weather = Weather()
        bench.reader.insert()
        assert bench.reader.inspect().pin_tries == 2
