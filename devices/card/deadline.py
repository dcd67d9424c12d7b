"""Blocking work with a deadline, where the work itself cannot be interrupted (SCardTransmit has no timeout).

The work runs in a worker thread. When it overruns, the caller gets CARD_TIMEOUT and the worker is left behind; it holds the
chip until the driver lets go, then finds itself abandoned, sends nothing more, powers the chip off and ends. Limit: a driver
that never returns keeps that thread and the reader until the process ends; every call meanwhile answers CARD_TIMEOUT at once.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar
from weakref import finalize

from kiosk.faults import CARD_TIMEOUT, KioskError

T = TypeVar("T")


class Abandoned:
    """Says to work in progress that nobody waits for it any more. late: looked at before each exchange, so that no late VERIFY leaves."""

    __slots__ = ("late",)

    def __init__(self) -> None:
        self.late = False

    def check(self) -> None:
        """CARD_TIMEOUT when nobody waits any more."""
        if self.late:
            raise KioskError(CARD_TIMEOUT, detail="abandoned")


class _Run(Generic[T]):
    """One piece of work, and what came of it."""

    def __init__(self, work: Callable[[Abandoned], T]) -> None:
        self.abandoned = Abandoned()
        self.done: SimpleQueue[None] = SimpleQueue()
        self._work = work
        self._result: list[T] = []
        self._error: BaseException | None = None

    def do(self) -> None:
        """In the worker: work, and keep whatever comes of it."""
        try:
            self._result.append(self._work(self.abandoned))
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread, all of it
            self._error = error
        self.done.put(None)

    def outcome(self) -> T:
        """In the caller: the result or the error, which is not kept here."""
        error, self._error = self._error, None
        if isinstance(error, KioskError):
            # Without the trace: its frames would keep what was read alive for as long as the fault is shown.
            raise error.with_traceback(None)
        if error is not None:
            raise error
        return self._result.pop()


class _Worker:
    """One thread that does runs in turn until one of them was abandoned, or nobody has the worker any more.

    Between runs it holds nothing, not even the worker: the thread knows the queue alone.
    """

    def __init__(self) -> None:
        self._todo: SimpleQueue[Callable[[], bool]] = SimpleQueue()
        self.thread = Thread(target=_work, args=(self._todo,), name="card exchange", daemon=True)
        self.thread.start()
        finalize(self, self._todo.put, lambda: True)

    def put(self, run: _Run[T]) -> None:
        """Hand one run over."""

        def do() -> bool:
            run.do()
            return run.abandoned.late

        self._todo.put(do)


def _work(todo: SimpleQueue[Callable[[], bool]]) -> None:
    # The call is one expression on purpose: a variable would keep the last run, and a person, until the next one.
    while not todo.get()():
        pass


class DeadlineRunner:
    """Runs one piece of work at a time within a deadline; a runner belongs to one device lane."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._left_behind: Thread | None = None

    def run(self, work: Callable[[Abandoned], T], deadline_s: float) -> T:
        """What `work` gives or raises; KioskError(CARD_TIMEOUT) when it takes longer, or when an earlier one still hangs."""
        if self._left_behind is not None and self._left_behind.is_alive():
            raise KioskError(CARD_TIMEOUT, detail="an earlier exchange still hangs")
        if self._worker is None:
            self._worker = _Worker()
        run = _Run(work)
        self._worker.put(run)
        try:
            run.done.get(timeout=deadline_s)
        except Empty:
            run.abandoned.late = True
            self._left_behind, self._worker = self._worker.thread, None
            raise KioskError(CARD_TIMEOUT, detail=f"after {deadline_s:.1f} s") from None
        return run.outcome()
