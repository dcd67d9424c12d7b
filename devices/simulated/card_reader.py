"""The simulated reader: a CardReader without hardware, for practice, classes and tests.

It runs the very flows of devices/card/session.py against the card model in process. `insert` and `remove` may be called from
another thread while a read is under way, as a hand would do it; `weather` says what else goes wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Final

from devices.card import session
from devices.card.apdu import Connection, Octets
from devices.simulated.card_make import make_chip
from devices.simulated.card_model import Chip
from devices.simulated.card_profiles import Profile, profile
from kiosk.faults import (
    CARD_BUSY,
    CARD_NO_ANSWER,
    CARD_NO_READER,
    CARD_NO_SERVICE,
    CARD_REMOVED,
    CARD_TIMEOUT,
    KioskError,
)
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from kiosk.ports import CardNotice, CardState

REALISTIC_S: Final = 0.025  # per APDU; an assumption, no public timing of a real card exists
Listen = Callable[[bytes, bytes], None]


@dataclass(frozen=True, slots=True)
class Weather:
    """What goes wrong. *_at count the APDUs of one session from 1: pulled before it is answered, never answered, answered garbled."""

    service: bool = True
    reader: bool = True
    busy: bool = False
    mute: bool = False
    pull_at: int | None = None
    mute_at: int | None = None
    garble_at: int | None = None
    delay_s: float = 0.0


FAIR: Final = Weather()


class SimulatedReader:
    """A CardReader over the card model.

    card: a profile's name, or a Profile. inserted: whether the card lies in the reader at the start.
    listen: called with each command and answer (tests only: it sees the digits). power: called with True and False as the chip
    gets and loses it.
    """

    def __init__(
        self,
        profile: str | Profile = "tanaka",
        *,
        inserted: bool = True,
        weather: Weather = FAIR,
        today: Callable[[], date] = session.today_in_japan,
        listen: Listen | None = None,
        power: Callable[[bool], None] | None = None,
    ) -> None:
        self.weather = weather
        self._make = _maker(profile)
        self._counters: dict[tuple[bytes, int], int] = {}
        self._today = today
        self._listen = listen
        self._power = power or (lambda on: None)
        self._away = Event()
        if not inserted:
            self._away.set()

    def insert(self, profile: str | Profile | None = None) -> None:
        """Put a card in: a new one of that profile, or (None) the same as before with its counters as they are."""
        if profile is not None:
            self._make, self._counters = _maker(profile), {}
        self._away = Event()  # a new one: a session begun before the card was taken out stays broken

    def remove(self) -> None:
        """Take the card out, also in the middle of a read."""
        self._away.set()

    def state(self) -> CardState:
        """See kiosk.ports.CardReader."""
        if not self.weather.service:
            return CardState.NO_SERVICE
        if not self.weather.reader:
            return CardState.NO_READER
        return CardState.EMPTY if self._away.is_set() else CardState.PRESENT

    def inspect(self) -> CardNotice:
        """See kiosk.ports.CardReader."""
        with self._powered() as connection:
            return session.inspect(connection, self._today())

    def read_with_pin(self, pin: Secret) -> Person:
        """See kiosk.ports.CardReader."""
        with self._powered() as connection:
            return session.read_with_pin(connection, pin, self._today())

    def read_with_face_code(self, face_code: Secret) -> Person:
        """See kiosk.ports.CardReader."""
        with self._powered() as connection:
            return session.read_with_face_code(connection, face_code, self._today())

    @contextmanager
    def _powered(self) -> Iterator[Connection]:
        """One session. The chip is made for it and dropped with it; only its counters are kept, as a card keeps them."""
        self._refuse_if_not_ready()
        chip = self._make()
        chip.restore(self._counters)
        chip.power_on()
        self._power(chip.powered)
        line = _Line(chip, self.weather, self._away, self._listen)
        try:
            yield line
        finally:
            line.close()
            self._counters = chip.counters()
            self._power(chip.powered)

    def _refuse_if_not_ready(self) -> None:
        state = self.state()
        if state is CardState.NO_SERVICE:
            raise KioskError(CARD_NO_SERVICE, detail="simulated")
        if state is CardState.NO_READER:
            raise KioskError(CARD_NO_READER, detail="simulated")
        if state is CardState.EMPTY:
            raise KioskError(CARD_REMOVED, detail="simulated: no card")
        if self.weather.busy:
            raise KioskError(CARD_BUSY, detail="simulated")
        if self.weather.mute:
            raise KioskError(CARD_NO_ANSWER, detail="simulated")


class _Line:
    """The Connection in process: one session with one chip, weather included."""

    def __init__(self, chip: Chip, weather: Weather, away: Event, listen: Listen | None) -> None:
        self._chip = chip
        self._weather = weather
        self._away = away
        self._listen = listen
        self._count = 0

    def transmit(self, apdu: Octets) -> bytes:
        """The chip's answer, or the fault the weather brings."""
        self._count += 1
        if self._count == self._weather.pull_at:
            self._away.set()
        if self._weather.delay_s:
            self._away.wait(self._weather.delay_s)
        if self._away.is_set():
            raise KioskError(CARD_REMOVED, detail=f"simulated: at APDU {self._count}")
        if self._count == self._weather.mute_at:
            raise KioskError(CARD_TIMEOUT, detail=f"simulated: at APDU {self._count}")
        answer = self._chip.transmit(apdu)
        if self._count == self._weather.garble_at:
            answer = bytes(octet ^ 0x5A for octet in answer)
        if self._listen is not None:
            self._listen(bytes(apdu), answer)
        return answer

    def close(self) -> None:
        """Power off."""
        self._chip.power_off()


def _maker(which: str | Profile) -> Callable[[], Chip]:
    """Makes the card; a name is looked up now, so that an unknown one is told at once, and again for each session."""
    if isinstance(which, str):
        profile(which)
        return lambda: make_chip(profile(which))
    return lambda: make_chip(which)
