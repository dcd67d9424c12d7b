"""A small IPP printer on loopback, steered by whoever holds it: reasons, job states, silence, odd answers. For tests and demonstrations.

Stdlib only, so it runs on every operating system. Papers stay in memory.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Final, Self

from devices.printer.ipp_message import (
    Attribute,
    Group,
    GroupTag,
    MalformedIpp,
    Message,
    Operation,
    Status,
    ValueTag,
    attribute,
    decode,
    encode,
)
from devices.printer.reasons import JobState, PrinterState, hindrance

_ENDED: Final = (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)


@dataclass(frozen=True, slots=True)
class Paper:
    """What came out, and how it was asked for. wishes: the job attributes of the request."""

    title: str
    user: str
    pdf: bytes
    wishes: dict[str, str]


@dataclass(slots=True)
class FakeJob:
    """A job in the fake printer."""

    id: int
    paper: Paper
    state: JobState = JobState.PENDING
    reasons: list[str] = field(default_factory=lambda: ["none"])


class FakeIppPrinter:
    """Steer it by its fields, between `start` and `stop` or as a context manager.

    reasons: printer-state-reasons; one that a person must mend holds jobs back. Each look moves a free job on: pending, processing,
    completed. hold: jobs stay in processing. accepting, state, formats: as told in Get-Printer-Attributes. refuse: status code for
    Print-Job. swallow: so many next answers get lost after the work was done. answer_with: raw bytes in place of every answer;
    http_status: in place of 200. no_purge: Cancel-Job with purge-job is refused. papers: what came out. asked: operations so far.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.reasons: list[str] = []
        self.hold = False
        self.accepting = True
        self.state: PrinterState | None = None
        self.formats = ["application/pdf", "image/urf"]
        self.is_queue = False
        self.refuse: int | None = None
        self.swallow = 0
        self.answer_with: bytes | None = None
        self.http_status = 200
        self.no_purge = False
        self.papers: list[Paper] = []
        self.asked: list[int] = []
        self.jobs: dict[int, FakeJob] = {}
        self._tls = tls
        self._lock = Lock()
        self._server: ThreadingHTTPServer | None = None
        self._thread: Thread | None = None
        self._port = 0
        self._last_id = 0

    # --- on and off -------------------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Listen on a free port of 127.0.0.1; after `stop`, on the same port again."""
        self._server = _Server(("127.0.0.1", self._port), _handler_for(self))
        self._port = self._server.server_address[1]
        if self._tls is not None:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the socket: connections are refused from here on. Jobs stay, as in a printer that only lost its network."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def uri(self) -> str:
        """ipp:// or, with a TLS context, ipps://."""
        return f"{'ipps' if self._tls else 'ipp'}://127.0.0.1:{self._port}/ipp/print"

    # --- steering ---------------------------------------------------------------------------------------------------------
    def end_jobs(self, state: JobState, *reasons: str) -> None:
        """Put every open job into that state without paper: aborted, cancelled at the panel, or falsely completed."""
        for job in self.jobs.values():
            if job.state not in _ENDED:
                job.state, job.reasons = state, list(reasons) or ["none"]

    def forget_jobs(self) -> None:
        """As after a power cut: no job is known any more, and numbers begin at 1."""
        self.jobs.clear()
        self._last_id = 0

    # --- the work ---------------------------------------------------------------------------------------------------------
    def answer(self, raw: bytes) -> bytes | None:
        """The answer to a request; None: nothing is said and the line closes."""
        with self._lock:
            try:
                request = decode(raw)
            except MalformedIpp:
                return encode(_status(Status.BAD_REQUEST, 0))
            self.asked.append(request.code)
            answer = self._work(request)
            if self.swallow:
                self.swallow -= 1
                return None
            return self.answer_with if self.answer_with is not None else encode(answer)

    def _work(self, request: Message) -> Message:
        works: dict[int, Callable[[Message], Message]] = {
            Operation.PRINT_JOB: self._print_job,
            Operation.CANCEL_JOB: self._cancel_job,
            Operation.GET_JOB_ATTRIBUTES: self._get_job,
            Operation.GET_JOBS: self._get_jobs,
            Operation.GET_PRINTER_ATTRIBUTES: self._get_printer,
        }
        work = works.get(request.code)
        return work(request) if work else _status(Status.OPERATION_NOT_SUPPORTED, request.request_id)

    def _print_job(self, request: Message) -> Message:
        asked = request.group(GroupTag.OPERATION)
        if self.refuse is not None:
            return _status(self.refuse, request.request_id)
        if not self.accepting:
            return _status(Status.NOT_ACCEPTING_JOBS, request.request_id)
        if asked.texts("document-format") != ("application/pdf",) or "application/pdf" not in self.formats:
            return _status(Status.DOCUMENT_FORMAT_NOT_SUPPORTED, request.request_id)
        self._last_id += 1
        wishes = {one.name: str(one.values[0].value) for one in request.group(GroupTag.JOB).attributes}
        paper = Paper("".join(asked.texts("job-name")), "".join(asked.texts("requesting-user-name")), request.data, wishes)
        job = self.jobs[self._last_id] = FakeJob(self._last_id, paper)
        return _status(Status.OK, request.request_id, _job_group(job))

    def _cancel_job(self, request: Message) -> Message:
        asked = request.group(GroupTag.OPERATION)
        job = self.jobs.get(asked.number("job-id") or 0)
        if asked.number("purge-job") is not None and self.no_purge:
            return _status(Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, request.request_id)
        if job is None:
            return _status(Status.NOT_FOUND, request.request_id)
        if asked.number("purge-job"):
            del self.jobs[job.id]
        elif job.state in _ENDED:
            return _status(Status.NOT_POSSIBLE, request.request_id)
        job.state = JobState.CANCELED
        return _status(Status.OK, request.request_id)

    def _get_job(self, request: Message) -> Message:
        job = self.jobs.get(request.group(GroupTag.OPERATION).number("job-id") or 0)
        if job is None:
            return _status(Status.NOT_FOUND, request.request_id)
        self._move_on(job)
        return _status(Status.OK, request.request_id, _job_group(job))

    def _get_jobs(self, request: Message) -> Message:
        ended = request.group(GroupTag.OPERATION).texts("which-jobs") == ("completed",)
        found = [_job_group(job) for job in self.jobs.values() if (job.state in _ENDED) == ended]
        return _status(Status.OK, request.request_id, *found)

    def _get_printer(self, request: Message) -> Message:
        busy = any(job.state is JobState.PROCESSING for job in self.jobs.values())
        state = self.state or (PrinterState.PROCESSING if busy else PrinterState.IDLE)
        told = [
            attribute("printer-state", ValueTag.ENUM, state),
            attribute("printer-state-reasons", ValueTag.KEYWORD, *(self.reasons or ["none"])),
            attribute("printer-is-accepting-jobs", ValueTag.BOOLEAN, self.accepting),
            attribute("document-format-supported", ValueTag.MIME_MEDIA_TYPE, *self.formats),
        ]
        if self.is_queue:
            told.append(attribute("cups-version", ValueTag.TEXT, "2.4.2"))
        return _status(Status.OK, request.request_id, Group(GroupTag.PRINTER, tuple(told)))

    def _move_on(self, job: FakeJob) -> None:
        if job.state is JobState.PENDING and self.state is not PrinterState.STOPPED:
            job.state = JobState.PROCESSING
        elif job.state is JobState.PROCESSING and not self.hold and hindrance(tuple(self.reasons)) is None:
            job.state = JobState.COMPLETED
            self.papers.append(job.paper)


def _status(code: int, request_id: int, *groups: Group) -> Message:
    preamble = (
        attribute("attributes-charset", ValueTag.CHARSET, "utf-8"),
        attribute("attributes-natural-language", ValueTag.NATURAL_LANGUAGE, "en"),
    )
    return Message(code, request_id, (Group(GroupTag.OPERATION, preamble), *groups))


def _job_group(job: FakeJob) -> Group:
    told: tuple[Attribute, ...] = (
        attribute("job-id", ValueTag.INTEGER, job.id),
        attribute("job-name", ValueTag.NAME, job.paper.title),
        attribute("job-state", ValueTag.ENUM, job.state),
        attribute("job-state-reasons", ValueTag.KEYWORD, *job.reasons),
        attribute("job-impressions-completed", ValueTag.INTEGER, int(job.state is JobState.COMPLETED)),
    )
    return Group(GroupTag.JOB, told)


class _Server(ThreadingHTTPServer):
    """Says nothing about broken lines: clients that go away are part of the game."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet."""


def _handler_for(printer: FakeIppPrinter) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = printer.answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            if raw is None:
                self.close_connection = True
                return
            self.send_response(printer.http_status)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    return Handler
