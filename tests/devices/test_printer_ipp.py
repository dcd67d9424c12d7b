"""The IPP client and printer against a fake printer that says, hides and breaks whatever a test wants."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.cups_conf import spool_keeps_documents
from devices.printer.ipp import IppPrinter
from devices.printer.ipp_client import IppClient, parse_address
from devices.printer.ipp_message import Attribute, Group, MalformedIpp, Message, Operation, Value, decode, encode
from devices.printer.reasons import JobState, PrinterState, Sight, judge
from devices.simulated.printer_ipp import FakeIppPrinter
from kiosk.faults import KioskError
from kiosk.ports import PrintState, PrintTicket, PrintView

PDF = b"%PDF-1.4 a form\n%%EOF\n"
TITLE = "N1-0427"


class Seconds:
    """A clock that stands until told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def fake() -> Iterator[FakeIppPrinter]:
    with FakeIppPrinter() as running:
        yield running


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def printer(fake: FakeIppPrinter, seconds: Seconds) -> IppPrinter:
    return IppPrinter(fake.uri, monotonic=seconds)


def help_code(view: PrintView) -> str:
    return view.help.code if view.help else ""


def refused_with(printer: IppPrinter) -> str:
    with pytest.raises(KioskError) as caught:
        printer.submit(PDF, TITLE)
    return caught.value.fault.code


def looks(printer: IppPrinter, ticket: PrintTicket, count: int) -> PrintView:
    return [printer.look(ticket) for _ in range(count)][-1]


# --- what is asked for ----------------------------------------------------------------------------------------------------
def test_a_job_is_one_a4_page_side_unscaled_with_the_number_as_its_only_name(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    looks(printer, printer.submit(PDF, TITLE), 2)
    (paper,) = fake.papers
    assert (paper.title, paper.user, paper.pdf) == (TITLE, "kiosk", PDF)
    assert paper.wishes == {"media": "iso_a4_210x297mm", "print-scaling": "none", "sides": "one-sided", "copies": "1"}


# --- what the printer says ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["", "-error", "-warning", "-report"])
@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("media-empty", "PRINT-01"),
        ("media-needed", "PRINT-01"),
        ("media-jam", "PRINT-02"),
        ("door-open", "PRINT-03"),
        ("cover-open", "PRINT-03"),
        ("interlock-open", "PRINT-03"),
        ("offline", "PRINT-04"),
        ("shutdown", "PRINT-04"),
        ("timed-out", "PRINT-04"),
        ("paused", "PRINT-05"),
        ("stopped", "PRINT-05"),
        ("toner-empty", "PRINT-06"),
        ("marker-supply-empty", "PRINT-06"),
    ],
)
def test_each_reason_calls_for_its_own_help(reason: str, code: str, ending: str) -> None:
    view = judge(Sight(JobState.PROCESSING, (), PrinterState.PROCESSING, ("none", reason + ending)))
    assert (view.state, help_code(view)) == (PrintState.NEEDS_HELP, code)


@pytest.mark.parametrize(
    "reason", ["none", "toner-low-report", "media-low", "cups-waiting-for-job-completed", "marker-supply-low-warning"]
)
def test_low_toner_and_the_like_call_nobody(reason: str) -> None:
    assert judge(Sight(JobState.PROCESSING, (), PrinterState.PROCESSING, (reason,))).state is PrintState.PRINTING


def test_help_comes_and_goes_with_the_reason(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    ticket = printer.submit(PDF, TITLE)
    fake.reasons = ["media-empty-error"]
    assert help_code(looks(printer, ticket, 3)) == "PRINT-01"
    fake.reasons = []
    assert looks(printer, ticket, 1).state is PrintState.PRINTED


@pytest.mark.parametrize("state", [JobState.ABORTED, JobState.CANCELED])
def test_a_job_dropped_by_the_printer_is_lost(printer: IppPrinter, fake: FakeIppPrinter, state: JobState) -> None:
    ticket = printer.submit(PDF, TITLE)
    fake.end_jobs(state)
    assert help_code(printer.look(ticket)) == "PRINT-07"


def test_completed_without_history_is_lost_once_but_a_reason_left_over_spoils_no_later_job(
    printer: IppPrinter, fake: FakeIppPrinter
) -> None:
    fake.is_queue = True
    ticket = printer.submit(PDF, TITLE)
    fake.reasons = ["cups-ipp-missing-job-history"]
    fake.end_jobs(JobState.COMPLETED, "processing-to-stop-point")
    assert printer.look(ticket).state is PrintState.LOST
    assert looks(printer, printer.submit(PDF, TITLE), 2).state is PrintState.PRINTED


def test_a_job_forgotten_in_a_power_cut_is_lost(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    ticket = printer.submit(PDF, TITLE)
    fake.forget_jobs()
    assert help_code(printer.look(ticket)) == "PRINT-07"


def test_thirty_seconds_without_progress_or_reason_are_slow_and_progress_ends_it(
    printer: IppPrinter, fake: FakeIppPrinter, seconds: Seconds
) -> None:
    fake.hold = True
    ticket = printer.submit(PDF, TITLE)
    looks(printer, ticket, 2)
    seconds.now += 29.9
    assert printer.look(ticket).state is PrintState.PRINTING
    seconds.now += 0.2
    assert help_code(printer.look(ticket)) == "PRINT-08"
    fake.reasons = ["toner-low-report"]
    assert printer.look(ticket).state is PrintState.PRINTING


def test_connecting_is_trouble_only_when_it_lasts(printer: IppPrinter, fake: FakeIppPrinter, seconds: Seconds) -> None:
    fake.hold, fake.reasons = True, ["connecting-to-device"]
    ticket = printer.submit(PDF, TITLE)
    assert looks(printer, ticket, 2).help is None
    seconds.now += 6
    assert help_code(printer.look(ticket)) == "PRINT-04"


def test_a_queue_shows_its_last_jobs_reasons_only_if_they_last(printer: IppPrinter, fake: FakeIppPrinter, seconds: Seconds) -> None:
    fake.is_queue, fake.reasons = True, ["media-empty-warning"]
    assert printer.health() is None
    ticket = printer.submit(PDF, TITLE)
    assert looks(printer, ticket, 2).help is None
    seconds.now += 6
    assert help_code(printer.look(ticket)) == "PRINT-01"


# --- when a job is not taken ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0x0506, "PRINT-05"),
        (0x0406, "PRINT-09"),
        (0x040A, "PRINT-09"),
        (0x0403, "PRINT-09"),
        (0x040B, "PRINT-09"),
        (0x0502, "PRINT-04"),
        (0x0507, "PRINT-08"),
        (0x7FFF, "PRINT-09"),
    ],
)
def test_a_refused_job_is_named(printer: IppPrinter, fake: FakeIppPrinter, status: int, code: str) -> None:
    fake.refuse = status
    assert refused_with(printer) == code


def test_a_busy_printer_tells_what_holds_it_up(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    fake.refuse, fake.reasons = 0x0507, ["media-jam-error"]
    assert refused_with(printer) == "PRINT-02"


def test_an_absent_printer_is_offline_for_every_call_and_works_when_it_is_back(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    ticket = printer.submit(PDF, TITLE)
    fake.stop()
    assert refused_with(printer) == "PRINT-04"
    assert help_code(printer.look(ticket)) == "PRINT-04"
    health = printer.health()
    assert health is not None and health.code == "PRINT-04"
    with pytest.raises(KioskError):
        printer.cancel(ticket)
    fake.start()
    assert looks(printer, ticket, 2).state is PrintState.PRINTED


@pytest.mark.parametrize(("status", "code"), [(401, "PRINT-09"), (404, "PRINT-09"), (302, "PRINT-09"), (503, "PRINT-04")])
def test_an_http_refusal_is_named(printer: IppPrinter, fake: FakeIppPrinter, status: int, code: str) -> None:
    fake.http_status = status
    assert refused_with(printer) == code


@pytest.mark.parametrize(
    "raw", [b"<html>log in</html>", b"\x02\x00", b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x21", b"\xff" * 2_000_000]
)
def test_an_answer_that_is_no_ipp_is_named_never_a_traceback(printer: IppPrinter, fake: FakeIppPrinter, raw: bytes) -> None:
    ticket = printer.submit(PDF, TITLE)
    fake.answer_with = raw
    assert refused_with(printer) == "PRINT-09"
    assert help_code(printer.look(ticket)) == "PRINT-09"
    health = printer.health()
    assert health is not None and health.code == "PRINT-09"


def test_an_empty_answer_is_as_good_as_none(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    fake.answer_with = b""
    assert refused_with(printer) == "PRINT-04"


def test_a_garbled_answer_to_a_job_that_was_taken_makes_no_second_paper(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    work = fake._print_job

    def garbled(request: Message) -> Message:
        fake._print_job = work  # type: ignore[method-assign]
        return Message(0, 1, work(request).groups[:1])  # successful, but without a job-id

    fake._print_job = garbled  # type: ignore[method-assign]
    ticket = printer.submit(PDF, TITLE)
    assert looks(printer, ticket, 2).state is PrintState.PRINTED
    assert len(fake.papers) == 1


def test_health_names_what_is_in_the_way(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    def code() -> str:
        fault = printer.health()
        return fault.code if fault else ""

    fake.reasons = ["media-empty"]
    assert code() == "PRINT-01"
    fake.reasons, fake.accepting = [], False
    assert code() == "PRINT-05"
    fake.accepting, fake.state = True, PrinterState.STOPPED
    assert code() == "PRINT-05"
    fake.state, fake.formats = None, ["image/urf"]
    assert code() == "PRINT-09"


def test_a_slow_drip_is_cut_off_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        drip = Thread(target=_drip, args=(listener,), daemon=True)
        drip.start()
        client = IppClient(parse_address(f"ipp://127.0.0.1:{listener.getsockname()[1]}/"))
        with pytest.raises(KioskError) as caught:
            client.ask(Operation.GET_PRINTER_ATTRIBUTES, deadline_s=0.4)
        assert caught.value.fault.code == "PRINT-04"
        drip.join(5)
        assert not drip.is_alive()


def _drip(listener: socket.socket) -> None:
    """One header byte at a time, for ever: each comes well within any socket timeout."""
    line, _ = listener.accept()
    with line:
        line.settimeout(0.05)
        try:
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                line.sendall(b"x")
                try:
                    if line.recv(65536) == b"":
                        return
                except TimeoutError:
                    continue
        except OSError:
            return


# --- an answer that got lost ----------------------------------------------------------------------------------------------
def test_a_job_whose_answer_got_lost_is_found_again_and_printed_once(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    first = printer.submit(PDF, TITLE)
    looks(printer, first, 2)
    _lose_the_answer_to_print_job(fake)
    ticket = printer.submit(PDF, TITLE)
    assert ticket.id < 0
    assert looks(printer, ticket, 2).state is PrintState.PRINTED
    assert len(fake.papers) == 2


def test_an_earlier_job_of_the_same_number_is_not_taken_for_the_lost_one(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    fake.hold = True
    first = printer.submit(PDF, TITLE)
    _lose_the_answer_to_print_job(fake)
    second = printer.submit(PDF, TITLE)
    del fake.jobs[first.id + 1]
    assert printer.look(second).state is PrintState.LOST
    assert looks(printer, first, 2).state is PrintState.PRINTING


def test_a_job_whose_request_got_lost_is_lost(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    _lose_the_answer_to_print_job(fake)
    ticket = printer.submit(PDF, TITLE)
    fake.forget_jobs()
    assert help_code(printer.look(ticket)) == "PRINT-07"


def test_a_job_whose_answer_got_lost_can_be_cancelled(printer: IppPrinter, fake: FakeIppPrinter) -> None:
    _lose_the_answer_to_print_job(fake)
    printer.cancel(printer.submit(PDF, TITLE))
    assert fake.jobs == {}


def _lose_the_answer_to_print_job(fake: FakeIppPrinter) -> None:
    work = fake._print_job

    def lost(request: Message) -> Message:
        fake.swallow = 1
        fake._print_job = work  # type: ignore[method-assign]
        return work(request)

    fake._print_job = lost  # type: ignore[method-assign]


# --- TLS ------------------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "printer")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    pem = tmp_path_factory.mktemp("tls") / "printer.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(private + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return pem


@pytest.fixture
def secure(certificate: Path) -> Iterator[FakeIppPrinter]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with FakeIppPrinter(context) as running:
        yield running


def test_ipps_prints_when_the_certificate_is_trusted(secure: FakeIppPrinter, certificate: Path) -> None:
    printer = IppPrinter(secure.uri, tls=ssl.create_default_context(cafile=str(certificate)))
    assert looks(printer, printer.submit(PDF, TITLE), 2).state is PrintState.PRINTED


def test_ipps_sends_nothing_to_a_printer_nobody_vouches_for(secure: FakeIppPrinter) -> None:
    assert refused_with(IppPrinter(secure.uri)) == "PRINT-09"
    assert secure.asked == []


@pytest.mark.parametrize("uri", ["", "printer", "lpd://x/y", "ipp:///x", "ipp://user:word@x/y", "ipp://h:99999/"])
def test_a_uri_that_names_no_ipp_printer_is_a_value_error(uri: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        IppPrinter(uri)


def test_http_and_https_name_the_same_printers() -> None:
    assert parse_address("http://h/printers/Q").uri == "ipp://h:80/printers/Q"
    assert parse_address("https://[::1]/ipp/print").uri == "ipps://[::1]:443/ipp/print"


# --- bytes ----------------------------------------------------------------------------------------------------------------
TEXTS = st.builds(Value, st.sampled_from([0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49]), st.text(max_size=20))
VALUES = (
    TEXTS
    | st.builds(Value, st.sampled_from([0x21, 0x23]), st.integers(-(2**31), 2**31 - 1))
    | st.builds(Value, st.just(0x22), st.booleans())
)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20)
ATTRIBUTES = st.builds(Attribute, NAMES, st.lists(VALUES, min_size=1, max_size=3).map(tuple))
GROUPS = st.builds(Group, st.sampled_from([1, 2, 4, 5]), st.lists(ATTRIBUTES, max_size=4).map(tuple))
MESSAGES = st.builds(
    Message, st.integers(0, 0xFFFF), st.integers(0, 2**31 - 1), st.lists(GROUPS, max_size=3).map(tuple), st.binary(max_size=20)
)


@given(MESSAGES)
def test_what_is_written_is_read_back(message: Message) -> None:
    assert decode(encode(message)) == message


@given(
    st.binary(max_size=200)
    | st.builds(lambda m, cut, put: encode(m)[:cut] + put, MESSAGES, st.integers(0, 200), st.binary(max_size=20))
)
def test_any_bytes_are_a_message_or_malformed_and_nothing_else(raw: bytes) -> None:
    with suppress(MalformedIpp):
        assert decode(raw).code in range(0x10000)


def test_a_request_is_written_as_rfc_8010_writes_it() -> None:
    request = Message(0x000B, 1, (Group(1, (Attribute("attributes-charset", (Value(0x47, "utf-8"),)),)),))
    assert encode(request) == b"\x02\x00\x00\x0b\x00\x00\x00\x01\x01\x47\x00\x12attributes-charset\x00\x05utf-8\x03"


# --- CUPS' configuration --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("", True),
        ("# PreserveJobFiles No\n", True),
        ("PreserveJobFiles No\n", False),
        ("preservejobfiles\tno\n", False),
        ("PreserveJobFiles Yes\n", True),
        ("PreserveJobFiles 86400\n", True),
        ("PreserveJobFiles 0\n", False),
        ("PreserveJobFiles No\nPreserveJobFiles 1h\n", True),
        ("PreserveJobHistory No\n", False),
    ],
)
def test_it_tells_whether_cups_keeps_documents(tmp_path: Path, text: str, keeps: bool) -> None:
    (tmp_path / "cupsd.conf").write_text(text)
    assert spool_keeps_documents(tmp_path / "cupsd.conf") is keeps


def test_without_a_configuration_nothing_is_claimed(tmp_path: Path) -> None:
    assert spool_keeps_documents(tmp_path / "cupsd.conf") is None
