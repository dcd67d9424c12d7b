"""The life of a visit's paper, against a printer that follows a script or breaks when told."""

from __future__ import annotations

import gc

import pytest

from devices.simulated.printer_file import ScriptedPrinter
from kiosk.faults import PRINT_JAM, PRINT_OFFLINE, PRINT_REFUSED, PRINT_SLOW, Fault, KioskError
from kiosk.ports import PrintState, PrintTicket, PrintView
from kiosk.printing import DeskState, Leftovers, PrintDesk

PDF = b"%PDF-1.4 a form\n"
TITLE = "N1-0427"


class Seconds:
    """A clock that stands until told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class HandPrinter:
    """A printer moved by hand. away: the fault every call meets; deaf: only calling back fails."""

    def __init__(self) -> None:
        self.deaf = False
        self.away: Fault | None = None
        self.view = PrintView(PrintState.PRINTING)
        self.taken: list[tuple[bytes, str]] = []
        self.cancelled: list[int] = []

    def _meet(self) -> None:
        if self.away is not None:
            raise KioskError(self.away, "by hand")

    def submit(self, pdf: bytes, title: str) -> PrintTicket:
        self._meet()
        self.taken.append((pdf, title))
        return PrintTicket(len(self.taken))

    def look(self, ticket: PrintTicket) -> PrintView:
        return PrintView(PrintState.NEEDS_HELP, self.away) if self.away else self.view

    def cancel(self, ticket: PrintTicket) -> None:
        self._meet()
        if self.deaf:
            raise KioskError(PRINT_OFFLINE, "by hand")
        self.cancelled.append(ticket.id)

    def cancel_titled(self, title: str) -> None:
        raise AssertionError("a desk knows its own ticket")

    def health(self) -> Fault | None:
        return self.away


@pytest.fixture
def printer() -> HandPrinter:
    return HandPrinter()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def told() -> list[tuple[str, str, int, str]]:
    return []


@pytest.fixture
def desk(printer: HandPrinter, seconds: Seconds, told: list[tuple[str, str, int, str]]) -> PrintDesk:
    return PrintDesk(printer, seconds, on_state=lambda *row: told.append(row))


def test_a_paper_goes_from_waiting_to_a_persons_word(
    desk: PrintDesk, printer: HandPrinter, told: list[tuple[str, str, int, str]]
) -> None:
    desk.start(PDF, TITLE)
    assert desk.poll().state is DeskState.PRINTING
    printer.view = PrintView(PrintState.PRINTED)
    assert desk.poll().asks_for_paper
    desk.paper_came_out(True)
    assert desk.poll().ended
    assert printer.cancelled == [1]  # the printer forgets it too
    assert told == [(TITLE, "printing", 1, ""), (TITLE, "printed", 1, ""), (TITLE, "confirmed", 1, "")]


def test_the_printers_word_alone_never_counts_as_paper(desk: PrintDesk, printer: HandPrinter) -> None:
    desk.start(PDF, TITLE)
    printer.view = PrintView(PrintState.PRINTED)
    assert {desk.poll().state for _ in range(5)} == {DeskState.PRINTED}
    assert not desk.poll().ended


def test_no_prints_once_more_from_our_own_copy_and_counts_it(desk: PrintDesk, printer: HandPrinter) -> None:
    desk.start(PDF, TITLE)
    printer.view = PrintView(PrintState.PRINTED)
    desk.poll()
    desk.paper_came_out(False)
    assert printer.taken == [(PDF, TITLE), (PDF, TITLE)]
    assert printer.cancelled == [1]
    assert desk.poll().attempts == 2


def test_help_is_shown_while_the_job_is_kept_and_goes_by_itself(
    desk: PrintDesk, printer: HandPrinter, told: list[tuple[str, str, int, str]]
) -> None:
    desk.start(PDF, TITLE)
    printer.view = PrintView(PrintState.NEEDS_HELP, PRINT_JAM, detail="media-jam-error")
    assert desk.poll().help is PRINT_JAM
    desk.poll()
    printer.view = PrintView(PrintState.PRINTING)
    assert desk.poll().help is None
    assert len(printer.taken) == 1
    assert [row[1:] for row in told] == [("printing", 1, ""), ("needs_help", 1, "PRINT-02"), ("printing", 1, "")]


def test_a_lost_job_offers_a_reprint_and_waits_for_the_person(desk: PrintDesk, printer: HandPrinter) -> None:
    desk.start(PDF, TITLE)
    printer.view = PrintView(PrintState.LOST)
    view = desk.poll()
    assert (view.state, view.help and view.help.code) == (DeskState.LOST, "PRINT-07")
    assert len(printer.taken) == 1
    printer.view = PrintView(PrintState.PRINTING)
    desk.paper_came_out(False)
    assert (desk.poll().state, desk.poll().attempts) == (DeskState.PRINTING, 2)


def test_an_absent_printer_gets_the_paper_by_itself_when_it_is_back(
    desk: PrintDesk, printer: HandPrinter, seconds: Seconds
) -> None:
    printer.away = PRINT_OFFLINE
    desk.start(PDF, TITLE)
    view = desk.poll()
    assert (view.state, view.help, view.attempts) == (DeskState.NEEDS_HELP, PRINT_OFFLINE, 0)
    printer.away = None
    assert desk.poll().attempts == 0  # not hammered
    seconds.now += 2.0
    assert desk.poll().attempts == 1
    assert len(printer.taken) == 1


def test_a_job_once_taken_is_never_sent_again_unasked(desk: PrintDesk, printer: HandPrinter, seconds: Seconds) -> None:
    desk.start(PDF, TITLE)
    printer.away = PRINT_OFFLINE
    for _ in range(5):
        seconds.now += 10
        assert desk.poll().help is PRINT_OFFLINE
    printer.away = None
    assert desk.poll().state is DeskState.PRINTING
    assert len(printer.taken) == 1


def test_a_refused_paper_waits_for_the_person(desk: PrintDesk, printer: HandPrinter, seconds: Seconds) -> None:
    printer.away = PRINT_REFUSED
    desk.start(PDF, TITLE)
    printer.away = None
    seconds.now += 100
    assert desk.poll().help is PRINT_REFUSED
    desk.paper_came_out(False)
    assert desk.poll().attempts == 1


def test_a_busy_printer_is_waited_for_before_anyone_is_called(desk: PrintDesk, printer: HandPrinter, seconds: Seconds) -> None:
    printer.away = PRINT_SLOW
    desk.start(PDF, TITLE)
    seconds.now += 29.0
    assert (desk.poll().state, desk.poll().help) == (DeskState.WAITING, None)
    seconds.now += 2.0
    assert desk.poll().help is PRINT_SLOW


def test_paper_that_no_printer_ever_took_cannot_have_come_out(desk: PrintDesk, printer: HandPrinter) -> None:
    printer.away = PRINT_OFFLINE
    desk.start(PDF, TITLE)
    desk.paper_came_out(True)
    assert desk.poll().state is DeskState.NEEDS_HELP


def test_a_persons_word_counts_even_while_the_printer_complains(desk: PrintDesk, printer: HandPrinter) -> None:
    desk.start(PDF, TITLE)
    printer.view = PrintView(PrintState.NEEDS_HELP, PRINT_JAM)
    desk.poll()
    desk.paper_came_out(True)
    assert desk.poll().state is DeskState.CONFIRMED


def test_closing_takes_the_job_back_and_drops_the_bytes(desk: PrintDesk, printer: HandPrinter) -> None:
    pdf = bytes(bytearray(b"a paper that must be forgotten"))
    desk.start(pdf, TITLE)
    printer.taken.clear()
    desk.close()
    assert printer.cancelled == [1]
    assert desk.poll().state is DeskState.ABANDONED
    holders = [
        each for each in gc.get_referrers(pdf) if each is desk or (isinstance(each, dict | list | tuple) and each is not globals())
    ]
    assert not any(holder is desk for holder in holders)


def test_closing_after_the_word_changes_nothing_and_closing_twice_neither(desk: PrintDesk, printer: HandPrinter) -> None:
    desk.start(PDF, TITLE)
    desk.paper_came_out(True)
    desk.close()
    desk.close()
    desk.paper_came_out(False)
    assert desk.poll().state is DeskState.CONFIRMED
    assert (len(printer.taken), printer.cancelled) == (1, [1])


def test_a_desk_that_printed_nothing_closes_quietly(desk: PrintDesk, told: list[tuple[str, str, int, str]]) -> None:
    desk.close()
    assert desk.poll().state is DeskState.ABANDONED
    assert told == []


def test_a_desk_prints_one_paper_only(desk: PrintDesk) -> None:
    desk.start(PDF, TITLE)
    with pytest.raises(RuntimeError):
        desk.start(PDF, TITLE)
    desk.close()
    with pytest.raises(RuntimeError):
        desk.start(PDF, TITLE)


def test_a_strangers_job_is_called_back_before_the_next_visits_paper_is_sent(printer: HandPrinter, seconds: Seconds) -> None:
    leftovers = Leftovers(printer)
    first = PrintDesk(printer, seconds, leftovers=leftovers)
    first.start(PDF, TITLE)
    printer.deaf = True
    first.close()
    assert leftovers.tidy() == 1
    second = PrintDesk(printer, seconds, leftovers=leftovers)
    second.start(PDF, "N1-0428")
    assert second.poll().help is PRINT_OFFLINE
    assert [title for _, title in printer.taken] == [TITLE]
    printer.deaf = False
    seconds.now += 2
    assert second.poll().attempts == 1
    assert (printer.cancelled, leftovers.tidy()) == ([1], 0)


def test_a_printer_that_refuses_to_cancel_does_not_block_everybody_else(printer: HandPrinter, seconds: Seconds) -> None:
    leftovers = Leftovers(printer)
    printer.away = PRINT_REFUSED
    leftovers.take_back(PrintTicket(1))
    assert leftovers.tidy() == 0


def test_a_scripted_printer_leads_through_a_class(seconds: Seconds) -> None:
    desk = PrintDesk(ScriptedPrinter(["offline", "printing", "media-empty", "printing", "lost", "printed"]), seconds)
    desk.start(PDF, TITLE)
    seen = []
    for _ in range(6):
        seconds.now += 2
        view = desk.poll()
        seen.append((view.state.value, view.help.code if view.help else ""))
    assert seen[:5] == [("printing", ""), ("printing", ""), ("needs_help", "PRINT-01"), ("printing", ""), ("lost", "PRINT-07")]
    desk.paper_came_out(False)
    assert desk.poll().asks_for_paper
