"""Printers without a printer, in process: one that writes files and one that follows a script."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from devices.printer.reasons import JobState, PrinterState, Sight, hindrance, judge
from devices.printer.titles import check_title
from kiosk.faults import PRINT_LOST, PRINT_OFFLINE, PRINT_REFUSED, PRINT_SLOW, PRINT_STOPPED, Fault, KioskError
from kiosk.ports import Printer, PrintState, PrintTicket, PrintView


class FilePrinter:
    """Writes each job as <title>.pdf (a reprint as <title>-2.pdf): the paper of the practice profile and of `kiosk walk`.

    The files are the paper, so they stay until somebody takes them away. Never use it for residents: what they said would lie on disk.
    """

    def __init__(self, folder: Path) -> None:
        """folder: made at the first job."""
        self._folder = folder
        self._files: dict[int, Path] = {}

    def submit(self, pdf: bytes, title: str) -> PrintTicket:
        """Write the file, whole or not at all. PRINT_REFUSED when the folder cannot be written."""
        try:
            path = self._write(pdf, check_title(title))
        except OSError as error:
            raise KioskError(PRINT_REFUSED, f"file printer: {type(error).__name__} {error.errno}") from None
        ticket = PrintTicket(len(self._files) + 1)
        self._files[ticket.id] = path
        return ticket

    def look(self, ticket: PrintTicket) -> PrintView:
        """PRINTED as soon as it is written."""
        if ticket.id not in self._files:
            return PrintView(PrintState.LOST, PRINT_LOST, detail="unknown job")
        return PrintView(PrintState.PRINTED, pages_done=1)

    def cancel(self, ticket: PrintTicket) -> None:
        """Nothing to take back: the paper is out."""

    def cancel_titled(self, title: str) -> None:
        """Nothing to take back: the paper is out."""

    def health(self) -> Fault | None:
        """None if files can be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return PRINT_REFUSED
        return None if os.access(self._folder, os.W_OK) else PRINT_REFUSED

    def _write(self, pdf: bytes, title: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        names = (title if n == 1 else f"{title}-{n}" for n in count(1))
        path = next(path for path in (self._folder / f"{name}.pdf" for name in names) if not path.exists())
        half = path.with_suffix(".part")
        try:
            half.write_bytes(pdf)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        return path


@dataclass(slots=True)
class _Scripted:
    """A job of the scripted printer; the document is dropped with the job."""

    pdf: bytes
    title: str
    ended: PrintView | None = None


_AT_SUBMIT: Final = {"offline": PRINT_OFFLINE, "stopped": PRINT_STOPPED, "paused": PRINT_STOPPED, "refused": PRINT_REFUSED}
_LOST: Final = ("lost", "aborted", "canceled")


class ScriptedPrinter:
    """Follows a script such as ["printing", "media-empty", "printing", "printed"], one word for each look; then prints everything.

    Words: printing, waiting, printed, lost, slow, offline, stopped, refused, and any printer-state-reason (media-empty, media-jam,
    cover-open, toner-empty …). A submit that meets offline, stopped or refused fails with it and uses it up.
    """

    def __init__(self, script: Sequence[str] = (), paper: Printer | None = None) -> None:
        """paper: where printed jobs go, e.g. a FilePrinter; nowhere if None. ValueError for a word it does not know."""
        for word in script:
            _view(word)
        self._words = list(script)
        self._paper = paper
        self._jobs: dict[int, _Scripted] = {}
        self._numbers = count(1)

    def submit(self, pdf: bytes, title: str) -> PrintTicket:
        """Take a job, unless the script says that the printer does not take any now."""
        check_title(title)
        if self._words and self._words[0] in _AT_SUBMIT:
            raise KioskError(_AT_SUBMIT[self._words.pop(0)], "scripted")
        ticket = PrintTicket(next(self._numbers))
        self._jobs[ticket.id] = _Scripted(pdf, title)
        return ticket

    def look(self, ticket: PrintTicket) -> PrintView:
        """The script's next word as a view; a job that has ended stays as it ended."""
        job = self._jobs.get(ticket.id)
        if job is None:
            return PrintView(PrintState.LOST, PRINT_LOST, detail="unknown job")
        if job.ended is not None:
            return job.ended
        view = _view(self._words.pop(0) if self._words else "printed")
        if view.state in (PrintState.PRINTED, PrintState.LOST):
            self._end(job, view)
        return view

    def cancel(self, ticket: PrintTicket) -> None:
        """Forget that job."""
        self._jobs.pop(ticket.id, None)

    def cancel_titled(self, title: str) -> None:
        """Forget every job of that title."""
        self._jobs = {number: job for number, job in self._jobs.items() if job.title != title}

    def health(self) -> Fault | None:
        """What the script's next word puts in the way."""
        return _view(self._words[0]).help if self._words and self._words[0] not in _LOST else None

    def _end(self, job: _Scripted, view: PrintView) -> None:
        job.ended = view
        if self._paper is not None and view.state is PrintState.PRINTED:
            self._paper.submit(job.pdf, job.title)
        job.pdf = b""


def _view(word: str) -> PrintView:
    """What a real printer that says so would be judged to mean."""
    match word:
        case "printing":
            return PrintView(PrintState.PRINTING)
        case "waiting":
            return PrintView(PrintState.WAITING)
        case "printed":
            return PrintView(PrintState.PRINTED, pages_done=1)
        case "slow":
            return PrintView(PrintState.NEEDS_HELP, PRINT_SLOW)
        case "refused":
            return PrintView(PrintState.NEEDS_HELP, PRINT_REFUSED)
        case _ if word in _LOST:
            return PrintView(PrintState.LOST, PRINT_LOST)
        case _ if hindrance((word,)) is None:
            raise ValueError(f"the scripted printer does not know {word!r}")
    return judge(Sight(JobState.PROCESSING, (), PrinterState.PROCESSING, (word,)))
