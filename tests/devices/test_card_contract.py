"""The contract of a CardReader, kept by the simulated one in process."""

from __future__ import annotations

from datetime import date
from threading import Timer

import pytest

from devices.simulated.card_profiles import Profile
from devices.simulated.card_reader import REALISTIC_S, SimulatedReader, Weather
from kiosk.faults import CARD_BUSY, CARD_NO_ANSWER, CARD_NO_READER, CARD_NO_SERVICE, CARD_REMOVED, CARD_TIMEOUT, Fault
from kiosk.model.secret import Secret
from kiosk.ports import CardReader, CardState, WrongNumber
from tests.devices.card_contract import PIN, TODAY, CardReaderContract, Stand, fault_of, touches_individual_number


class SimulatedStand:
    def __init__(self) -> None:
        self.wire: list[tuple[bytes, bytes]] = []
        self.powers: list[bool] = []
        self.simulated = SimulatedReader(
            inserted=False,
            today=lambda: TODAY,
            listen=lambda command, answer: self.wire.append((command, answer)),
            power=self.powers.append,
        )
        self.reader: CardReader = self.simulated

    def lay(self, which: str | Profile, *, pull_at: int | None = None, garble_at: int | None = None) -> None:
        self.simulated.weather = Weather(pull_at=pull_at, garble_at=garble_at)
        self.simulated.insert(which)
        self.wire.clear()

    def take(self) -> None:
        self.simulated.remove()

    def powered(self) -> bool:
        assert self.powers, "no session was seen at all"
        return self.powers[-1]


@pytest.fixture
def stand() -> Stand:
    return SimulatedStand()


class TestSimulatedReader(CardReaderContract):
    pass


@pytest.mark.parametrize(
    ("weather", "fault", "state"),
    [
        (Weather(service=False), CARD_NO_SERVICE, CardState.NO_SERVICE),
        (Weather(reader=False), CARD_NO_READER, CardState.NO_READER),
        (Weather(busy=True), CARD_BUSY, CardState.PRESENT),
        (Weather(mute=True), CARD_NO_ANSWER, CardState.PRESENT),
        (Weather(mute_at=7), CARD_TIMEOUT, CardState.PRESENT),
    ],
)
def test_each_weather_is_a_named_fault_and_passes(weather: Weather, fault: Fault, state: CardState) -> None:
    reader = SimulatedReader(today=lambda: TODAY, weather=weather)
    assert reader.state() is state
    assert fault_of(lambda: reader.read_with_pin(Secret(PIN))) is fault
    reader.weather = Weather()
    assert reader.read_with_pin(Secret(PIN)).name


def test_a_hand_may_take_the_card_while_it_is_read() -> None:
    reader = SimulatedReader(today=lambda: TODAY, weather=Weather(delay_s=5.0))
    Timer(0.05, reader.remove).start()
    assert fault_of(reader.inspect) is CARD_REMOVED
    assert reader.state() is CardState.EMPTY


def test_a_card_put_back_remembers_its_tries_and_a_new_one_has_its_own() -> None:
    reader = SimulatedReader(today=lambda: TODAY)
    with pytest.raises(WrongNumber):
        reader.read_with_pin(Secret(b"9999"))
    reader.remove()
    reader.insert()
    assert reader.inspect().pin_tries == 2
    reader.insert("tanaka")
    assert reader.inspect().pin_tries == 3


def test_the_last_day_is_still_a_valid_day() -> None:
    reader = SimulatedReader(today=lambda: date(2035, 2, 17))
    assert reader.inspect().expires == date(2035, 2, 17)


def test_an_unknown_profile_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="tanaka, miyagi"):
        SimulatedReader("nobody")


def test_the_realistic_pace_is_that_of_a_contactless_card() -> None:
    assert 0.01 <= REALISTIC_S <= 0.05


def test_the_guard_against_the_individual_number_would_bark() -> None:
    select_text = (bytes.fromhex("00A4040C0AD3921000310001010408"), b"\x90\x00")
    assert touches_individual_number([select_text, (bytes.fromhex("00A4020C020001"), b"\x90\x00")])
    assert touches_individual_number([select_text, (bytes.fromhex("00B0810000"), b"\x69\x82")])
    assert not touches_individual_number([select_text, (bytes.fromhex("00A4020C020002"), b"\x90\x00")])
