"""The paper of one visit: from our own copy in memory to a person's word that it came out.

A job belongs to one visit and dies with it: `close` takes it back from the printer and drops the bytes. What a printer that is away
cannot be told then, `Leftovers` tells it later, and before anything new is sent: nobody finds a stranger's paper in the tray.
Every call blocks for as long as the printer's deadlines; call them in the printer's lane.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic as monotonic_s
from typing import Final

from kiosk.faults import PRINT_LOST, PRINT_OFFLINE, PRINT_REFUSED, PRINT_SLOW, Fault, KioskError
from kiosk.ports import Printer, PrintState, PrintTicket, PrintView

SEND_AGAIN_AFTER_S: Final = 2.0
BUSY_PATIENCE_S: Final = 30.0

OnState = Callable[[str, str, int, str], None]
"""on_state(receipt_no, state, attempts, fault_code): called in the printer's lane at each change, for the print_jobs row."""


class DeskState(StrEnum):
    """Where the paper is. PRINTED is the printer's word, CONFIRMED a person's."""

    WAITING = "waiting"
    PRINTING = "printing"
    NEEDS_HELP = "needs_help"
    PRINTED = "printed"
    LOST = "lost"
    CONFIRMED = "confirmed"
    ABANDONED = "abandoned"


_ENDS: Final = (DeskState.CONFIRMED, DeskState.ABANDONED)


@dataclass(frozen=True, slots=True)
class DeskView:
    """The paper at one moment. attempts: how often a printer took the job; help: set for NEEDS_HELP and LOST; detail: for the log."""

    state: DeskState
    receipt_no: str = ""
    attempts: int = 0
    help: Fault | None = None
    pages_done: int | None = None
    detail: str = ""

    @property
    def asks_for_paper(self) -> bool:
        """Whether a person must now say if the paper came out."""
        return self.state is DeskState.PRINTED

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to this job."""
        return self.state in _ENDS


class Leftovers:
    """Jobs of ours that the printer could not be told to forget. One for a printer, shared by its desks."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._tickets: list[PrintTicket] = []

    def take_back(self, ticket: PrintTicket) -> None:
        """Have the printer forget that job, now or at a later `tidy`."""
        self._tickets.append(ticket)
        self.tidy()

    def tidy(self) -> int:
        """Try what is left; how many jobs the printer still has not been told of. Call it now and then while that is not 0."""
        self._tickets = [ticket for ticket in self._tickets if not self._told(ticket)]
        return len(self._tickets)

    def _told(self, ticket: PrintTicket) -> bool:
        try:
            self._printer.cancel(ticket)
        except KioskError as error:
            # Who answers and refuses will refuse again; only silence is worth another try.
            return error.fault != PRINT_OFFLINE
        return True


class PrintDesk:
    """The one paper of one visit. Its copy of the PDF lives in memory only, from `start` until the person's word or `close`."""

    def __init__(
        self,
        printer: Printer,
        monotonic: Callable[[], float] = monotonic_s,
        on_state: OnState | None = None,
        leftovers: Leftovers | None = None,
    ) -> None:
        """monotonic: seconds, for the pause between two tries. leftovers: the printer's, if several visits share it (they do)."""
        self._printer = printer
        self._monotonic = monotonic
        self._on_state = on_state
        self._leftovers = leftovers or Leftovers(printer)
        self._pdf: bytes | None = None
        self._ticket: PrintTicket | None = None
        self._send_again_at = 0.0
        self._patient_until = 0.0
        self._view = DeskView(DeskState.WAITING)

    def start(self, pdf: bytes, receipt_no: str) -> None:
        """Keep a copy and hand the paper to the printer; a printer in trouble is no error, it shows in `poll`."""
        if self._pdf is not None or self._view.ended:
            raise RuntimeError("a desk prints one paper")
        self._pdf = pdf
        self._view = DeskView(DeskState.WAITING, receipt_no)
        self._patient_until = self._monotonic() + BUSY_PATIENCE_S
        self._send()

    def poll(self) -> DeskView:
        """How the paper stands now, about once a second; sends again by itself what a printer could not take."""
        if self._ticket is not None and self._view.state not in (DeskState.PRINTED, DeskState.LOST, *_ENDS):
            self._see(self._printer.look(self._ticket))
        elif self._waits_to_be_sent() and self._monotonic() >= self._send_again_at:
            self._send()
        return self._view

    def paper_came_out(self, came: bool) -> None:
        """The person's word, which counts more than the printer's. False: take the job back and print once more from our own copy."""
        if self._view.ended or self._pdf is None:
            return
        if not came:
            self._print_once_more()
        elif self._ticket is not None:  # what no printer ever took cannot have come out
            self._end(DeskState.CONFIRMED)

    def close(self) -> None:
        """The visit is over: take back what is unfinished and drop the bytes. May be called again."""
        if not self._view.ended:
            self._end(DeskState.ABANDONED)

    def _waits_to_be_sent(self) -> bool:
        return self._pdf is not None and self._ticket is None and self._view.help != PRINT_REFUSED

    def _print_once_more(self) -> None:
        self._forget_job()
        self._change(DeskView(DeskState.WAITING, self._view.receipt_no, self._view.attempts))
        self._send()

    def _send(self) -> None:
        """Hand the copy over, unless an older job cannot be called back yet: its paper might come out as well."""
        assert self._pdf is not None
        self._send_again_at = self._monotonic() + SEND_AGAIN_AFTER_S
        if self._leftovers.tidy():
            self._stuck(PRINT_OFFLINE, "an older job cannot be called back yet")
            return
        try:
            self._ticket = self._printer.submit(self._pdf, self._view.receipt_no)
        except KioskError as error:
            busy = error.fault == PRINT_SLOW and self._monotonic() < self._patient_until
            self._stuck(None if busy else error.fault, error.detail)
            return
        self._change(DeskView(DeskState.PRINTING, self._view.receipt_no, self._view.attempts + 1))

    def _stuck(self, fault: Fault | None, detail: str) -> None:
        """Not taken: by a fault, or for a while by a printer that has another paper first."""
        state = DeskState.NEEDS_HELP if fault else DeskState.WAITING
        self._change(DeskView(state, self._view.receipt_no, self._view.attempts, fault, None, detail))

    def _see(self, seen: PrintView) -> None:
        # A job in the printer's queue is being printed as far as anyone in front of it can tell.
        state = DeskState.PRINTING if seen.state is PrintState.WAITING else DeskState(seen.state.value)
        help_ = seen.help or (PRINT_LOST if state is DeskState.LOST else None)
        self._change(DeskView(state, self._view.receipt_no, self._view.attempts, help_, seen.pages_done, seen.detail))

    def _end(self, state: DeskState) -> None:
        """The printer forgets the job, finished or not (a print server may keep a finished document for a day), and so do we."""
        self._pdf = None
        self._forget_job()
        self._change(DeskView(state, self._view.receipt_no, self._view.attempts))

    def _forget_job(self) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket is not None:
            self._leftovers.take_back(ticket)

    def _change(self, view: DeskView) -> None:
        before, self._view = self._view, view
        told = (before.state, before.attempts, before.help) != (view.state, view.attempts, view.help)
        if told and self._on_state is not None and view.receipt_no:
            self._on_state(view.receipt_no, view.state.value, view.attempts, view.help.code if view.help else "")
