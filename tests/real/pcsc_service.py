"""A hand that lays simulated cards on the virtual reader of a real PC/SC service, and waits until the service sees them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Final

from devices.card.pcsc import PcscReader
from devices.simulated.card_make import make_chip
from devices.simulated.card_profiles import Profile, profile
from devices.simulated.card_vpcd import VpcdCard
from kiosk.ports import CardReader, CardState

TODAY: Final = date(2026, 11, 24)
_PATIENCE_S: Final = 30.0


def wait_until(fact: Callable[[], bool], what: str) -> None:
    """Return once the fact holds; AssertionError after half a minute."""
    deadline = time.monotonic() + _PATIENCE_S
    while not fact():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.01)


class PcscStand:
    """The Stand of the contract over pcscd."""

    def __init__(self, deadline_s: float = 10.0) -> None:
        self.pcsc = PcscReader(deadline_s=deadline_s, today=lambda: TODAY)
        self.reader: CardReader = self.pcsc
        self.wire: list[tuple[bytes, bytes]] = []
        self.card: VpcdCard | None = None

    def lay(
        self,
        which: str | Profile,
        *,
        pull_at: int | None = None,
        garble_at: int | None = None,
        mute_at: int | None = None,
        delay_s: float = 0.0,
    ) -> None:
        if self.card is not None:
            self.take()
        who = profile(which) if isinstance(which, str) else which
        self.card = VpcdCard(
            make_chip(who),
            delay_s=delay_s,
            pull_at=pull_at,
            garble_at=garble_at,
            mute_at=mute_at,
            listen=lambda command, answer: self.wire.append((command, answer)),
        )
        self.put_back()

    def put_back(self) -> None:
        """The same card again, when the service is there."""
        assert self.card is not None
        self.card.insert()
        wait_until(lambda: self.reader.state() is CardState.PRESENT, "card seen")
        self.wire.clear()

    def take(self) -> None:
        if self.card is not None:
            broke_off = not self.card.lies_in_reader
            self.card.remove()
            self.card = None
            if broke_off:
                # The failed exchange tells the service at once, but its poll of the virtual reader has to see it too, and shows that
                # to nobody. A card put in before that is never seen (pcscd 1.9.9 with vpcd 3.3).
                time.sleep(1.0)
        wait_until(lambda: self.reader.state() is not CardState.PRESENT, "card gone")

    def powered(self) -> bool:
        """Powering off is not immediate: the service tells the driver a moment after the disconnect."""
        assert self.card is not None
        deadline = time.monotonic() + 1.0
        while self.card.chip.powered and time.monotonic() < deadline:
            time.sleep(0.005)
        return self.card.chip.powered
