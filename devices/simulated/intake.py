"""The intake's twin: does what a script says, for practice, classes and tests without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from kiosk.ports import Clock, DeliveryError, SealedItem


class SimulatedIntake:
    """Answers each delivery with the next word of the script: None takes the item, a DeliveryError is raised.

    After the script every item is taken. make_receipt: signs for the practice city. taken: what arrived, by id.
    """

    def __init__(
        self, make_receipt: Callable[[SealedItem], bytes], clock: Clock, script: Iterable[DeliveryError | None] = ()
    ) -> None:
        self._make_receipt = make_receipt
        self._clock = clock
        self._script = list(script)
        self.taken: dict[str, bytes] = {}
        self.asked: list[str] = []

    def deliver(self, item: SealedItem) -> bytes:
        """A receipt, or the script's trouble."""
        self.asked.append(item.id)
        trouble = self._script.pop(0) if self._script else None
        if trouble is not None:
            raise trouble
        self.taken[item.id] = item.sealed
        return self._make_receipt(item)

    def hello(self) -> datetime:
        """The clock it was given."""
        return self._clock.now()
