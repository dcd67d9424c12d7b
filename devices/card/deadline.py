"""Blocking work with a deadline, where the work itself cannot be interrupted (SCardTransmit has no timeout).

The work runs in a thread of its own. When it overruns, the caller gets CARD_TIMEOUT and the thread is left behind; it holds
the chip until the driver lets go, then finds itself abandoned, sends nothing more, and powers the chip off. Limit: a driver
that never returns keeps that thread and the reader until the process ends; every call meanwhile answers CARD_TIMEOUT at once.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar

from kiosk.faults import CARD_TIMEOUT, KioskError

T = TypeVar("T")


class Abandoned:
    """Says to work in progress that nobody waits for it any more."""

    def __init__(self) -> None:
        self._event = Event()

    def set(self) -> None:
        """Nobody waits any more."""
        self._event.set()

    def check(self) -> None:
        """CARD_TIMEOUT when nobody waits any more; called before each exchange, so that no late VERIFY leaves."""
        if self._event.is_set():
            raise KioskError(CARD_TIMEOUT, detail="abandoned")


class _Run(Generic[T]):
    """One piece of work in one thread, and what came of it."""

    def __init__(self, work: Callable[[Abandoned], T]) -> None:
        self.abandoned = Abandoned()
        self.result: list[T] = []
        self.error: BaseException | None = None
        self._work = work

    def __call__(self) -> None:
        try:
            self.result.append(self._work(self.abandoned))
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread, all of it
            self.error = error


class DeadlineRunner:
    """Runs one piece of work at a time within a deadline; a runner belongs to one device lane."""

    def __init__(self) -> None:
        self._left_behind: Thread | None = None

    def run(self, work: Callable[[Abandoned], T], deadline_s: float) -> T:
        """What `work` gives or raises; KioskError(CARD_TIMEOUT) when it takes longer, or when an earlier one still hangs."""
        if self._left_behind is not None and self._left_behind.is_alive():
            raise KioskError(CARD_TIMEOUT, detail="an earlier exchange still hangs")
        run = _Run(work)
        thread = Thread(target=run, name="card exchange", daemon=True)
        thread.start()
        thread.join(deadline_s)
        if thread.is_alive():
            run.abandoned.set()
            self._left_behind = thread
            raise KioskError(CARD_TIMEOUT, detail=f"after {deadline_s:.1f} s")
        if isinstance(run.error, KioskError):
            # Without the trace: its frames would keep what was read alive for as long as the fault is shown.
            raise run.error.with_traceback(None)
        if run.error is not None:
            raise run.error
        return run.result.pop()
