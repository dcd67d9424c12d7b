"""What every printer must do, real protocol and twins alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.printer.ipp import IppPrinter
from devices.simulated.printer_file import FilePrinter, ScriptedPrinter
from devices.simulated.printer_ipp import FakeIppPrinter
from kiosk.ports import Printer, PrintState, PrintTicket, PrintView

PDF = b"%PDF-1.4 a form\n%%EOF\n"


@pytest.fixture(params=["ipp", "strict ipp", "file", "scripted"])
def printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Printer]:
    if request.param == "file":
        yield FilePrinter(tmp_path / "paper")
    elif request.param == "scripted":
        yield ScriptedPrinter(["waiting", "printing", "printed"])
    else:
        with FakeIppPrinter() as fake:
            fake.no_purge = request.param == "strict ipp"
            yield IppPrinter(fake.uri)


def until_ended(printer: Printer, ticket: PrintTicket) -> PrintView:
    """Look until the job has ended; these printers move on at each look."""
    for _ in range(5):
        view = printer.look(ticket)
        if view.state in (PrintState.PRINTED, PrintState.LOST):
            return view
        assert view.state in (PrintState.WAITING, PrintState.PRINTING)
    raise AssertionError(f"not ended: {view}")


def test_a_healthy_printer_has_nothing_in_its_way(printer: Printer) -> None:
    assert printer.health() is None


def test_a_job_is_printed_in_the_end(printer: Printer) -> None:
    view = until_ended(printer, printer.submit(PDF, "N1-0427"))
    assert (view.state, view.help) == (PrintState.PRINTED, None)


def test_the_same_number_may_be_printed_twice_as_two_jobs(printer: Printer) -> None:
    first = printer.submit(PDF, "N1-0427")
    until_ended(printer, first)
    second = printer.submit(PDF, "N1-0427")
    assert second != first
    assert until_ended(printer, second).state is PrintState.PRINTED


def test_a_job_nobody_knows_is_lost_and_cancelling_it_is_no_error(printer: Printer) -> None:
    printer.cancel(PrintTicket(4711))
    view = printer.look(PrintTicket(4711))
    assert view.state is PrintState.LOST
    assert view.help is not None and view.help.code == "PRINT-07"


def test_cancelling_twice_or_after_the_end_is_no_error(printer: Printer) -> None:
    ticket = printer.submit(PDF, "N1-0427")
    until_ended(printer, ticket)
    printer.cancel(ticket)
    printer.cancel(ticket)


@pytest.mark.parametrize("title", ["那覇 太郎", "", "../etc/passwd", "a b", "N1-0427\n", "x" * 64])
def test_a_title_that_is_no_receipt_number_is_a_mistake_of_ours(printer: Printer, title: str) -> None:
    with pytest.raises(ValueError, match="receipt number"):
        printer.submit(PDF, title)
