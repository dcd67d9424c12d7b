"""A printer spoken to by IPP/2.0: a CUPS queue, or a network printer directly.

Source: RFC 8011; PWG 5100.3 (media), PWG 5100.13 (print-scaling); CUPS' `purge-job`: https://www.cups.org/doc/spec-ipp.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import monotonic as monotonic_s
from typing import TYPE_CHECKING, Final

from devices.printer.ipp_client import USER, AnswerMissing, IppClient, answers, parse_address
from devices.printer.ipp_message import Attribute, Group, GroupTag, Message, Operation, Status, ValueTag, attribute
from devices.printer.reasons import UNREACHABLE_AFTER_S, PrinterState, Sight, hindrance, judge, keywords
from devices.printer.titles import check_title
from kiosk.faults import PRINT_LOST, PRINT_OFFLINE, PRINT_REFUSED, PRINT_SLOW, PRINT_STOPPED, Fault, KioskError
from kiosk.ports import PrintState, PrintTicket, PrintView

if TYPE_CHECKING:
    import ssl

SUBMIT_DEADLINE_S: Final = 20.0
ASK_DEADLINE_S: Final = 6.0
JOBS_REMEMBERED: Final = 32
_JOB_WISHES: Final = ("job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed")
_PRINTER_WISHES: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "document-format-supported",
    "cups-version",
    "device-uri",
)
# One page as the form is drawn: a queue's own default may be Letter, and scaling moves every value (7 mm were seen).
_PAPER: Final = (
    attribute("media", ValueTag.KEYWORD, "iso_a4_210x297mm"),
    attribute("print-scaling", ValueTag.KEYWORD, "none"),
    attribute("sides", ValueTag.KEYWORD, "one-sided"),
    attribute("copies", ValueTag.INTEGER, 1),
)
_FAULT_OF_STATUS: Final[dict[int, Fault]] = {
    Status.NOT_ACCEPTING_JOBS: PRINT_STOPPED,
    Status.SERVICE_UNAVAILABLE: PRINT_OFFLINE,
    Status.DEVICE_ERROR: PRINT_OFFLINE,
    Status.TEMPORARY_ERROR: PRINT_OFFLINE,
    Status.BUSY: PRINT_SLOW,
}


@dataclass(slots=True)
class _Job:
    """What we know of a job we handed over. id is None while the printer's answer to it is missing."""

    title: str
    id: int | None
    stale: tuple[str, ...] = ()
    seen: Sight | None = None
    since_s: float = 0.0


class IppPrinter:
    """kiosk.ports.Printer over IPP. The user name sent is always "kiosk", the title the receipt number; no document name.

    A ticket with a negative id is a job whose answer got lost on the way: the printer may or may not have it. It is looked for by
    its title, so that one form does not become two papers.
    """

    def __init__(self, uri: str, *, tls: ssl.SSLContext | None = None, monotonic: Callable[[], float] = monotonic_s) -> None:
        """uri: ipp://localhost/printers/QUEUE, ipps://printer/ipp/print, http(s)://…; ValueError if it is none of these."""
        self._client = IppClient(parse_address(uri), tls)
        self._monotonic = monotonic
        self._jobs: dict[int, _Job] = {}
        self._unsure = 0

    def submit(self, pdf: bytes, title: str) -> PrintTicket:
        """Hand one job over (Print-Job). KioskError of any PRINT fault, and then the printer has nothing of it."""
        check_title(title)
        printer = self._printer()
        stale = _reasons_of_queue(printer)
        wishes = (*_names(title), attribute("document-format", ValueTag.MIME_MEDIA_TYPE, "application/pdf"))
        try:
            answer = self._client.ask(Operation.PRINT_JOB, *wishes, job=_PAPER, document=pdf, deadline_s=SUBMIT_DEADLINE_S)
        except AnswerMissing:
            return self._remember_unsure(title, stale)
        if answer.code == Status.BUSY:  # a printer without a queue that has another job
            raise KioskError(hindrance(printer.texts("printer-state-reasons")) or PRINT_SLOW, "busy")
        _demand_success(answer)
        number = answer.group(GroupTag.JOB).number("job-id")
        if number is None:
            return self._remember_unsure(title, stale)
        return self._remember(number, _Job(title, number, stale))

    def look(self, ticket: PrintTicket) -> PrintView:
        """How that job stands; whatever keeps us from knowing is a NEEDS_HELP view."""
        try:
            return self._look(self._jobs.get(ticket.id) or _Job("", ticket.id if ticket.id > 0 else None))
        except KioskError as error:
            return PrintView(PrintState.NEEDS_HELP, error.fault, detail=error.detail)

    def cancel(self, ticket: PrintTicket) -> None:
        """Take the job back; a CUPS queue also drops the document and all record of it (purge-job). KioskError if nobody answers."""
        job = self._jobs.get(ticket.id)
        if job is not None and job.id is None:
            self.cancel_titled(job.title)
        elif ticket.id > 0:
            self._cancel(ticket.id)
        self._jobs.pop(ticket.id, None)

    def cancel_titled(self, title: str) -> None:
        """Take back every job of ours with that title, finished ones too: for a visit that died with the program."""
        for number in [*self._numbers_titled(title, "not-completed"), *self._numbers_titled(title, "completed")]:
            self._cancel(number)

    def health(self) -> Fault | None:
        """What keeps a job from being printed now. A resting CUPS queue does not know of empty paper: it learns that while printing."""
        try:
            printer = self._printer()
        except KioskError as error:
            return error.fault
        formats = printer.texts("document-format-supported")
        if formats and "application/pdf" not in formats:
            return PRINT_REFUSED
        reasons = printer.texts("printer-state-reasons")
        resting_queue = bool(printer.texts("cups-version")) and printer.number("printer-state") == PrinterState.IDLE
        fault = None if resting_queue else hindrance(reasons)
        if fault is not None:
            return fault
        stopped = printer.number("printer-state") == PrinterState.STOPPED or printer.number("printer-is-accepting-jobs") == 0
        return PRINT_STOPPED if stopped else None

    def _remember_unsure(self, title: str, stale: tuple[str, ...]) -> PrintTicket:
        self._unsure -= 1
        return self._remember(self._unsure, _Job(title, None, stale))

    def _remember(self, key: int, job: _Job) -> PrintTicket:
        job.since_s = self._monotonic()
        self._jobs.pop(key, None)  # a restarted printer counts from 1 again
        self._jobs[key] = job
        while len(self._jobs) > JOBS_REMEMBERED:
            self._jobs.pop(next(iter(self._jobs)))
        return PrintTicket(key)

    def _look(self, job: _Job) -> PrintView:
        number = job.id if job.id is not None else self._find(job)
        if number is None:
            return PrintView(PrintState.LOST, PRINT_LOST, detail="the printer does not know this job")
        answer = self._client.ask(
            Operation.GET_JOB_ATTRIBUTES, _job_id(number), *_names(), _wishes(*_JOB_WISHES), deadline_s=ASK_DEADLINE_S
        )
        if answer.code in (Status.NOT_FOUND, Status.GONE):
            return PrintView(PrintState.LOST, PRINT_LOST, detail=f"status 0x{answer.code:04x}")
        _demand_success(answer)
        return judge(self._sight(job, answer.group(GroupTag.JOB), self._printer()))

    def _sight(self, job: _Job, of_job: Group, of_printer: Group) -> Sight:
        seen = Sight(
            job_state=of_job.number("job-state"),
            job_reasons=of_job.texts("job-state-reasons"),
            printer_state=of_printer.number("printer-state"),
            printer_reasons=of_printer.texts("printer-state-reasons"),
            pages_done=of_job.number("job-impressions-completed"),
            stale=job.stale,
        )
        now = self._monotonic()
        if seen != job.seen:
            job.seen, job.since_s = seen, now
        still_s = now - job.since_s
        return replace(seen, still_s=still_s, device_gone=still_s >= UNREACHABLE_AFTER_S and _device_gone(of_printer))

    def _printer(self) -> Group:
        answer = self._client.ask(Operation.GET_PRINTER_ATTRIBUTES, *_names(), _wishes(*_PRINTER_WISHES), deadline_s=ASK_DEADLINE_S)
        _demand_success(answer)
        return answer.group(GroupTag.PRINTER)

    def _find(self, job: _Job) -> int | None:
        """The number of a job whose answer got lost: the newest of that title that is not one of the attempts we know."""
        known = {each.id for each in self._jobs.values()}
        for which in ("not-completed", "completed"):
            fresh = [number for number in self._numbers_titled(job.title, which) if number not in known]
            if fresh:
                job.id = max(fresh)
                return job.id
        return None

    def _numbers_titled(self, title: str, which: str) -> list[int]:
        wanted = (attribute("which-jobs", ValueTag.KEYWORD, which), attribute("my-jobs", ValueTag.BOOLEAN, True))
        answer = self._client.ask(Operation.GET_JOBS, *_names(), _wishes(*_JOB_WISHES), *wanted, deadline_s=ASK_DEADLINE_S)
        _demand_success(answer)
        return list(_numbers(answer, title))

    def _cancel(self, number: int) -> None:
        answer = self._client.ask(
            Operation.CANCEL_JOB,
            _job_id(number),
            *_names(),
            attribute("purge-job", ValueTag.BOOLEAN, True),
            deadline_s=ASK_DEADLINE_S,
        )
        if answer.code in (Status.BAD_REQUEST, Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED):  # a strict printer that knows no purge
            answer = self._client.ask(Operation.CANCEL_JOB, _job_id(number), *_names(), deadline_s=ASK_DEADLINE_S)
        if answer.code not in (Status.NOT_POSSIBLE, Status.NOT_FOUND, Status.GONE):
            _demand_success(answer)


def _reasons_of_queue(printer: Group) -> tuple[str, ...]:
    """What a CUPS queue shows before our job comes; a printer itself is believed from the start."""
    return printer.texts("printer-state-reasons") if printer.texts("cups-version") else ()


def _device_gone(printer: Group) -> bool:
    """Whether the network printer behind a CUPS queue does not answer: CUPS waits for it without giving a reason."""
    for uri in printer.texts("device-uri"):
        if uri.startswith(("ipp://", "ipps://", "http://", "https://")):
            return not answers(uri)
    return False


def _numbers(answer: Message, title: str) -> Iterator[int]:
    for group in answer.groups:
        number = group.number("job-id")
        if group.tag == GroupTag.JOB and number is not None and group.texts("job-name") == (title,):
            yield number


def _names(title: str | None = None) -> tuple[Attribute, ...]:
    who = attribute("requesting-user-name", ValueTag.NAME, USER)
    return (who,) if title is None else (who, attribute("job-name", ValueTag.NAME, title))


def _job_id(number: int) -> Attribute:
    return attribute("job-id", ValueTag.INTEGER, number)


def _wishes(*names: str) -> Attribute:
    return attribute("requested-attributes", ValueTag.KEYWORD, *names)


def _demand_success(answer: Message) -> None:
    """Let successful-… codes (0x0000 to 0x00ff) pass; name the fault of any other."""
    if answer.code > 0x00FF:
        fault = _FAULT_OF_STATUS.get(answer.code, PRINT_REFUSED)
        unsupported = tuple(each.name for each in answer.group(GroupTag.UNSUPPORTED).attributes)
        raise KioskError(fault, f"status 0x{answer.code:04x} {keywords(unsupported)}".rstrip())
