"""Takes what waits to the city: oldest first, one in flight, believed only with a verified receipt.

Three kinds of trouble end differently. LINK: nothing is wrong with the item, the whole queue backs off. ITEM: that row is set aside
and the rest goes on. AUTH: the queue pauses, nothing is deleted; it is asked again at the pace of the longest back-off, so that a
terminal enrolled again needs no visit. A row that met LINK trouble OWN_PAUSE_AFTER times lets the others pass for a while, so that
no single row can hold the line (a server may stumble over one item only).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.outbox.records import DueItem, QueueState
from kiosk.outbox.store import Outbox
from kiosk.ports import Clock, DeliveryError, DeliveryTrouble, Intake, SealedItem

BASE_S: Final = 5.0
CAP_S: Final = 15 * 60.0
LONGEST_HOLD_S: Final = 24 * 3600.0
OWN_PAUSE_AFTER: Final = 5
WIPE_EVERY: Final = 50
NETWORK_BACK_S: Final = 10.0
PROBLEM_CHARS: Final = 160


@dataclass(frozen=True, slots=True)
class SendReport:
    """What one round did. next_at: no request before then; None when nothing holds the queue back."""

    delivered: int = 0
    set_aside: int = 0
    waiting: int = 0
    next_at: datetime | None = None
    trouble: DeliveryTrouble | None = None
    reason: str = ""


def backoff_s(failures: int, rng: random.Random) -> float:
    """Seconds to wait after that many failures in a row (1 for the first): full jitter, 5 s doubling to 15 min.

    source: full jitter as in "Exponential Backoff And Jitter", AWS Architecture Blog, 2015
    """
    return rng.uniform(0.0, min(CAP_S, BASE_S * 2.0 ** min(failures - 1, 30)))


class Sender:
    """Sends what is due. All that it must remember stands in the outbox, so a restart goes on where it was."""

    def __init__(self, outbox: Outbox, intake: Intake, clock: Clock, rng: random.Random) -> None:
        self._outbox = outbox
        self._intake = intake
        self._clock = clock
        self._rng = rng

    def send_due(self, limit: int | None = None) -> SendReport:
        """Send until nothing is due, the link fails, or `limit` rows were tried. Silent while the queue is held back."""
        delivered = aside = tried = 0
        trouble: DeliveryError | None = None
        while trouble is None and (limit is None or tried < limit) and not self._held_back():
            item = self._outbox.next_due()
            if item is None:
                break
            tried += 1
            try:
                receipt = self._intake.deliver(SealedItem(item.id, item.sealed, item.claim))
            except DeliveryError as error:
                if error.trouble is DeliveryTrouble.ITEM:
                    self._outbox.set_aside(item, _short(error.reason))
                    aside += 1
                else:
                    self._back_off(item, error)
                    trouble = error
            else:
                self._outbox.delivered(item, receipt)
                delivered += 1
                if delivered % WIPE_EVERY == 0:
                    self._outbox.forget_erased()
        if delivered % WIPE_EVERY:
            self._outbox.forget_erased()
        return self._report(delivered, aside, trouble)

    def send_now(self) -> SendReport:
        """A person asks: forget the back-off, then send. What was set aside stays aside."""
        self._outbox.set_queue_state(QueueState())
        return self.send_due()

    def network_is_back(self) -> None:
        """A hint that the link may work again: ask soon, within 10 s at random so that 100 terminals do not ask at once.

        Never shortens what the city itself asked for (Retry-After), nor a pause for want of permission.
        """
        state = self._outbox.queue_state()
        if state.next_at is None or state.paused or state.held:
            return
        now = self._clock.now()
        soon = now + timedelta(seconds=self._rng.uniform(0.0, NETWORK_BACK_S))
        if soon < state.next_at:
            self._outbox.set_queue_state(QueueState(state.attempts, soon, now, last_problem=state.last_problem))

    def due_in_s(self) -> float | None:
        """Seconds until there is something to do: 0 when now, None when nothing waits."""
        if self._outbox.status().waiting == 0:
            return None
        now = self._clock.now()
        opens_at = self._queue_opens_at(now)
        return 0.0 if opens_at is None else (opens_at - now).total_seconds()

    def _held_back(self) -> bool:
        return self._queue_opens_at(self._clock.now()) is not None

    def _queue_opens_at(self, now: datetime) -> datetime | None:
        """When the queue may speak again, None for now. A clock set back must not hold it for the difference."""
        state = self._outbox.queue_state()
        if state.next_at is None or state.next_at <= now:
            return None
        if state.decided_at is not None and now < state.decided_at - timedelta(seconds=5):
            return None
        return state.next_at

    def _back_off(self, item: DueItem, error: DeliveryError) -> None:
        now = self._clock.now()
        before = self._outbox.queue_state()
        failures = before.attempts + 1
        paused = error.trouble is DeliveryTrouble.AUTH
        wait_s = self._rng.uniform(CAP_S / 2, CAP_S) if paused else backoff_s(failures, self._rng)
        held = error.retry_after_s is not None
        if error.retry_after_s is not None:
            asked_s = min(max(0.0, error.retry_after_s), LONGEST_HOLD_S)
            wait_s = max(wait_s, asked_s + self._rng.uniform(0.0, BASE_S))
        next_at = now + timedelta(seconds=wait_s)
        steps_back = not paused and not held and item.attempts + 1 >= OWN_PAUSE_AFTER
        row_next_at = next_at + timedelta(seconds=CAP_S) if steps_back else None
        state = QueueState(failures, next_at, now, paused, held, _short(error.reason))
        self._outbox.link_failed(item, row_next_at, state)

    def _report(self, delivered: int, aside: int, trouble: DeliveryError | None) -> SendReport:
        status = self._outbox.status()
        return SendReport(
            delivered=delivered,
            set_aside=aside,
            waiting=status.waiting,
            next_at=status.next_at,
            trouble=None if trouble is None else trouble.trouble,
            reason="" if trouble is None else _short(trouble.reason),
        )


def _short(reason: str) -> str:
    return reason[:PROBLEM_CHARS]
