"""Paper through real programs: our client, CUPS (cupsd with its filters), and an IPP Everywhere printer (ippeveprinter), on loopback."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from devices.printer.cups_conf import spool_keeps_documents
from devices.printer.ipp import IppPrinter
from kiosk.faults import KioskError
from kiosk.ports import PrintState, PrintTicket
from kiosk.printing import DeskState, DeskView, PrintDesk
from tests.real.cups_service import QUEUE, RealCups, RealPrinter, files_holding, private_folder, real_cups, real_printer, wait_for

PLANTED = b"PLANTED RESIDENT 0427"
TITLE = "N1-0427"
A4_PT = (595.28, 841.89)


def form() -> bytes:
    """One A4 page whose words lie in clear in the bytes, so that a scan of files finds them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4_PT, pageCompression=0, invariant=1)
    canvas.drawString(100, 700, PLANTED.decode())
    canvas.showPage()
    canvas.save()
    assert PLANTED in out.getvalue()
    return out.getvalue()


@pytest.fixture(scope="module")
def paper() -> Iterator[RealPrinter]:
    with real_printer() as running:
        yield running


@pytest.fixture(scope="module")
def running_cups(paper: RealPrinter) -> Iterator[RealCups]:
    with real_cups(paper.uri) as running:
        yield running


@pytest.fixture
def cups(running_cups: RealCups, paper: RealPrinter) -> Iterator[RealCups]:
    """The queue with nothing in it and nothing wrong."""
    paper.set_mode("ok")
    yield running_cups
    paper.set_mode("ok")
    IppPrinter(running_cups.uri).cancel_titled(TITLE)


def until(desk: PrintDesk, state: DeskState, timeout_s: float = 40.0) -> DeskView:
    """Poll until that state; any end that is not it fails at once."""
    views: list[DeskView] = []

    def there() -> bool:
        views.append(desk.poll())
        assert views[-1].state is state or views[-1].state not in (DeskState.PRINTED, DeskState.LOST), views[-1]
        return views[-1].state is state

    wait_for(there, f"{state}", timeout_s)
    return views[-1]


def until_paper(desk: PrintDesk, most_lost: int = 3) -> None:
    """Poll until printed, printing once more as a person would when CUPS drops a job, as it does now and then on a loaded machine."""
    lost = 0
    while True:
        wait_for(lambda: desk.poll().asks_for_paper or desk.poll().state is DeskState.LOST, "paper or its loss", 40.0)
        if desk.poll().asks_for_paper:
            return
        lost += 1
        assert lost <= most_lost
        desk.paper_came_out(False)


def until_help(desk: PrintDesk, code: str, timeout_s: float = 40.0) -> None:
    wait_for(lambda: desk.poll().help is not None, "a call for help", timeout_s)
    view = desk.poll()
    assert view.state is DeskState.NEEDS_HELP
    assert view.help is not None and view.help.code == code, view


def look_until(printer: IppPrinter, ticket: PrintTicket, state: PrintState) -> None:
    wait_for(lambda: printer.look(ticket).state is state, f"{state}")


def started(uri: str) -> PrintDesk:
    desk = PrintDesk(IppPrinter(uri))
    desk.start(form(), TITLE)
    return desk


# --- all is well ----------------------------------------------------------------------------------------------------------
def test_a_form_arrives_as_a4_unscaled_and_leaves_no_document_behind(cups: RealCups, paper: RealPrinter) -> None:
    before = len(paper.papers())
    desk = started(cups.uri)
    until_paper(desk)
    arrived = paper.papers()[before:]
    assert 1 <= len(arrived) <= desk.poll().attempts  # one, but where CUPS dropped the job and it was printed once more
    (page,) = PdfReader(io.BytesIO(arrived[-1])).pages
    assert [float(side) for side in page.mediabox[2:]] == pytest.approx(A4_PT, abs=1)
    placed: list[tuple[float, float]] = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: placed.append(_place(cm, tm)) if "PLANTED" in text else None)
    assert placed == [pytest.approx((100, 700), abs=1)]
    assert cups.files_holding(PLANTED) == []
    desk.paper_came_out(True)
    assert desk.poll().state is DeskState.CONFIRMED
    wait_for(lambda: list((cups.folder / "spool").rglob("c*")) == [], "the control file is gone too")


def _place(cm: list[float], tm: list[float]) -> tuple[float, float]:
    """The place of a text in points, from its matrix and the page's."""
    return (tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5])


def test_the_job_is_known_by_its_receipt_number_and_by_nothing_else(cups: RealCups, paper: RealPrinter) -> None:
    paper.set_mode("hang")
    desk = started(cups.uri)
    paper.wait_until_it_sees("hang")
    (control,) = (cups.folder / "spool").rglob("c*")
    words = control.read_bytes()
    assert TITLE.encode() in words
    assert b"document-name-supplied" not in words and b"PLANTED" not in words
    assert b"kiosk" in words  # job-originating-user-name
    desk.close()


def test_a_cups_that_keeps_documents_forgets_them_at_the_persons_word(paper: RealPrinter) -> None:
    paper.set_mode("ok")
    with real_cups(paper.uri, preserve="Yes") as keeping:
        assert spool_keeps_documents(keeping.folder / "etc/cupsd.conf") is True
        desk = started(keeping.uri)
        until_paper(desk)
        assert keeping.files_holding(PLANTED) != []
        desk.paper_came_out(True)
        wait_for(lambda: keeping.files_holding(PLANTED) == [], "the kept document is gone")


# --- a person must mend something -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("media-empty-error", "PRINT-01"),
        ("media-needed-report", "PRINT-01"),
        ("media-jam-error", "PRINT-02"),
        ("cover-open-error", "PRINT-03"),
        ("toner-empty-error", "PRINT-06"),
    ],
)
def test_trouble_calls_for_help_and_after_the_repair_the_paper_comes(
    cups: RealCups, paper: RealPrinter, reason: str, code: str
) -> None:
    before = len(paper.papers())
    paper.set_mode(reason)
    desk = started(cups.uri)
    until_help(desk, code)
    assert len(paper.papers()) == before
    paper.set_mode("ok")
    assert until(desk, DeskState.PRINTED).attempts == 1
    assert len(paper.papers()) == before + 1
    desk.close()


def test_reasons_left_over_from_a_cancelled_job_do_not_alarm_the_next_person(cups: RealCups, paper: RealPrinter) -> None:
    paper.set_mode("media-empty-error")
    first = started(cups.uri)
    until_help(first, "PRINT-01")
    first.close()
    paper.set_mode("ok")
    assert IppPrinter(cups.uri).health() is None
    seen: list[str] = []
    second = PrintDesk(IppPrinter(cups.uri), on_state=lambda number, state, attempts, code: seen.append(code))
    second.start(form(), TITLE)
    until(second, DeskState.PRINTED)
    assert set(seen) == {""}
    second.close()


def test_a_stopped_queue_calls_for_help_and_goes_on_when_resumed(cups: RealCups, paper: RealPrinter) -> None:
    cups.admin("cupsdisable", QUEUE)
    try:
        health = IppPrinter(cups.uri).health()
        assert health is not None and health.code == "PRINT-05"
        desk = started(cups.uri)
        until_help(desk, "PRINT-05")
    finally:
        cups.admin("cupsenable", QUEUE)
    until(desk, DeskState.PRINTED)
    desk.close()


def test_a_queue_that_takes_no_jobs_is_tried_again_by_itself(cups: RealCups, paper: RealPrinter) -> None:
    cups.admin("cupsreject", QUEUE)
    try:
        desk = started(cups.uri)
        until_help(desk, "PRINT-05")
        assert desk.poll().attempts == 0
    finally:
        cups.admin("cupsaccept", QUEUE)
    assert until(desk, DeskState.PRINTED).attempts == 1
    desk.close()


def test_an_unknown_queue_is_refused(cups: RealCups) -> None:
    unknown = IppPrinter(cups.uri.replace(QUEUE, "Nobody"))
    with pytest.raises(KioskError) as caught:
        unknown.submit(form(), TITLE)
    assert caught.value.fault.code == "PRINT-09"
    health = unknown.health()
    assert health is not None and health.code == "PRINT-09"


# --- power and service go away --------------------------------------------------------------------------------------------
def test_a_printer_killed_in_mid_job_never_counts_as_paper_and_a_reprint_works(cups: RealCups, paper: RealPrinter) -> None:
    before = len(paper.papers())
    paper.set_mode("hang")
    desk = started(cups.uri)
    paper.wait_until_it_sees("hang")
    paper.power_cut()
    until_help(desk, "PRINT-04")
    paper.set_mode("ok")
    paper.switch_on()
    # CUPS now says "completed" for a job that never came out; whichever way we see it, only the person's word counts.
    wait_for(lambda: desk.poll().state in (DeskState.LOST, DeskState.PRINTED), "the printer's false word")
    assert len(paper.papers()) == before
    desk.paper_came_out(False)
    view = until(desk, DeskState.PRINTED)
    assert view.attempts == 2
    assert len(paper.papers()) == before + 1
    desk.paper_came_out(True)
    assert desk.poll().state is DeskState.CONFIRMED


def test_a_printer_that_fails_a_job_loses_it_by_name(cups: RealCups, paper: RealPrinter) -> None:
    paper.set_mode("fail")
    desk = started(cups.uri)
    wait_for(lambda: desk.poll().state in (DeskState.LOST, DeskState.PRINTED), "the end of the failed job")
    paper.set_mode("ok")
    desk.paper_came_out(False)
    assert until(desk, DeskState.PRINTED).attempts == 2
    desk.close()


def test_a_printer_switched_off_beforehand_is_named_and_prints_once_when_it_is_back(cups: RealCups, paper: RealPrinter) -> None:
    before = len(paper.papers())
    paper.power_cut()
    desk = started(cups.uri)
    until_help(desk, "PRINT-04")
    paper.switch_on()
    assert until(desk, DeskState.PRINTED).attempts == 1
    assert len(paper.papers()) == before + 1
    desk.close()


def test_without_the_print_service_the_form_waits_and_is_sent_by_itself(cups: RealCups, paper: RealPrinter) -> None:
    before = len(paper.papers())
    cups.stop()
    try:
        desk = started(cups.uri)
        until_help(desk, "PRINT-04")
    finally:
        cups.start()
    assert until(desk, DeskState.PRINTED).attempts == 1
    assert len(paper.papers()) == before + 1
    desk.close()


def test_a_restart_of_the_print_service_in_mid_job_sends_no_second_job_unasked(cups: RealCups, paper: RealPrinter) -> None:
    paper.set_mode("media-empty-error")
    desk = started(cups.uri)
    until_help(desk, "PRINT-01")
    cups.stop()
    try:
        until_help(desk, "PRINT-04")
    finally:
        cups.start()
    paper.set_mode("ok")
    # CUPS may now print on, print again, or leave the job pending for a long time (all three were seen); we only watch.
    wait_for(lambda: desk.poll().help is None, "CUPS is back")
    assert desk.poll().attempts == 1
    desk.paper_came_out(False)
    assert until(desk, DeskState.PRINTED).attempts == 2
    desk.close()


# --- the visit ends -------------------------------------------------------------------------------------------------------
def test_closing_a_visit_leaves_nothing_of_its_paper_in_any_file_of_cups(cups: RealCups, paper: RealPrinter) -> None:
    paper.set_mode("media-empty-error")
    desk = started(cups.uri)
    until_help(desk, "PRINT-01")
    assert cups.files_holding(PLANTED) != []  # the scan finds it while the job is kept
    desk.close()
    wait_for(lambda: cups.files_holding(PLANTED) == [], "the document is gone")
    assert desk.poll().state is DeskState.ABANDONED


def test_the_job_of_a_visit_that_died_with_the_program_can_be_taken_back_by_its_number(cups: RealCups, paper: RealPrinter) -> None:
    paper.set_mode("hang")
    started(cups.uri)  # and the program is gone: nobody knows the ticket
    paper.wait_until_it_sees("hang")
    assert cups.files_holding(PLANTED) != []
    IppPrinter(cups.uri).cancel_titled("N1-9999")
    assert cups.files_holding(PLANTED) != []
    IppPrinter(cups.uri).cancel_titled(TITLE)
    wait_for(lambda: cups.files_holding(PLANTED) == [], "the document is gone")


# --- without CUPS ---------------------------------------------------------------------------------------------------------
def test_a_network_printer_is_printed_to_directly(paper: RealPrinter) -> None:
    before = len(paper.papers())
    paper.set_mode("media-empty-error")
    desk = started(paper.uri)
    until_help(desk, "PRINT-01")
    paper.set_mode("ok")
    until(desk, DeskState.PRINTED)
    assert form() in paper.papers()[before:]  # byte for byte
    desk.close()


def test_a_network_printer_killed_in_mid_job_is_lost_not_printed(paper: RealPrinter) -> None:
    printer = IppPrinter(paper.uri)
    paper.set_mode("hang")
    ticket = printer.submit(form(), TITLE)
    paper.wait_until_it_sees("hang")
    paper.power_cut()
    view = printer.look(ticket)
    assert view.help is not None and view.help.code == "PRINT-04"
    paper.set_mode("ok")
    paper.switch_on()
    look_until(printer, ticket, PrintState.LOST)


def test_the_scan_for_left_over_words_can_fail() -> None:
    with private_folder() as folder:
        (folder / "spool").mkdir()
        (folder / "spool/d00001-001").write_bytes(form())
        assert files_holding(folder, PLANTED) == [folder / "spool/d00001-001"]
