"""What a printer's own words mean for the person waiting: from states and reasons to one view.

Source: RFC 8011 §5.3.7, §5.3.8 (job), §5.4.11, §5.4.12 (printer); PWG 5100.9 and the IANA IPP registry for reason keywords; what CUPS
2.4.2 and ippeveprinter were seen to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.faults import (
    PRINT_DOOR,
    PRINT_INK,
    PRINT_JAM,
    PRINT_LOST,
    PRINT_NO_PAPER,
    PRINT_OFFLINE,
    PRINT_REFUSED,
    PRINT_SLOW,
    PRINT_STOPPED,
    Fault,
)
from kiosk.ports import PrintState, PrintView

SLOW_AFTER_S: Final = 30.0
CONNECTING_GRACE_S: Final = 5.0
"""CUPS says connecting-to-device at the start of every job, and shows the last job's reasons for a moment: only what lasts is trouble."""
UNREACHABLE_AFTER_S: Final = 8.0
"""From then on it is worth a try whether a silent queue's device is there at all."""


class JobState(IntEnum):
    """job-state, RFC 8011 §5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class PrinterState(IntEnum):
    """printer-state, RFC 8011 §5.4.11."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


# Matched by prefix: the same fault was seen as …-error, -warning and -report. What a person must do first stands first.
_HINDRANCES: Final[tuple[tuple[str, Fault], ...]] = (
    ("media-jam", PRINT_JAM),
    ("door-open", PRINT_DOOR),
    ("cover-open", PRINT_DOOR),
    ("interlock-open", PRINT_DOOR),
    ("media-empty", PRINT_NO_PAPER),
    ("media-needed", PRINT_NO_PAPER),
    ("input-tray-missing", PRINT_NO_PAPER),
    ("toner-empty", PRINT_INK),
    ("marker-supply-empty", PRINT_INK),
    ("developer-empty", PRINT_INK),
    ("shutdown", PRINT_OFFLINE),
    ("offline", PRINT_OFFLINE),
    ("timed-out", PRINT_OFFLINE),
    ("cups-missing-filter", PRINT_REFUSED),
    ("paused", PRINT_STOPPED),
    ("moving-to-paused", PRINT_STOPPED),
    ("stopped", PRINT_STOPPED),
    ("stopping", PRINT_STOPPED),
    ("hold-new-jobs", PRINT_STOPPED),
    ("spool-area-full", PRINT_STOPPED),
)
# "completed" beside one of these was seen when the power of the printer went in mid job, or stands for a job that never ran out.
_NOT_REALLY_COMPLETED: Final = (
    "cups-ipp-missing-job-history",
    "job-canceled-",
    "canceled-at-device",
    "aborted-by-system",
    "job-completed-with-errors",
)
_KEYWORD: Final = re.compile(r"[a-z0-9._-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at a job and its printer. None and () mean that the printer did not say.

    stale: printer_reasons of a CUPS queue before this job came: they stay after a cancel until the next job, and
    cups-ipp-missing-job-history for good. still_s: seconds since anything here changed last. device_gone: whether the device behind
    the queue was tried and did not answer.
    """

    job_state: int | None
    job_reasons: tuple[str, ...] = ()
    printer_state: int | None = None
    printer_reasons: tuple[str, ...] = ()
    pages_done: int | None = None
    stale: tuple[str, ...] = ()
    still_s: float = 0.0
    device_gone: bool = False

    @property
    def fresh(self) -> tuple[str, ...]:
        """The printer's reasons that came up during this job."""
        return tuple(each for each in self.printer_reasons if each not in self.stale)


def hindrance(reasons: tuple[str, ...]) -> Fault | None:
    """The first thing to mend among those printer-state-reasons; None for `none`, low toner and the like."""
    return next((fault for prefix, fault in _HINDRANCES if any(each.startswith(prefix) for each in reasons)), None)


def judge(sight: Sight) -> PrintView:
    """What that means. `completed` is the printer's word only; whether paper came out a person says."""
    if sight.job_state in (JobState.CANCELED, JobState.ABORTED):
        return _view(sight, PrintState.LOST, PRINT_LOST)
    if sight.job_state == JobState.COMPLETED:
        doubtful = _any_prefix(sight.job_reasons + sight.fresh, _NOT_REALLY_COMPLETED)
        return _view(sight, PrintState.LOST, PRINT_LOST) if doubtful else _view(sight, PrintState.PRINTED)
    fault = _in_the_way(sight)
    if fault is not None:
        return _view(sight, PrintState.NEEDS_HELP, fault)
    return _view(sight, PrintState.PRINTING if sight.job_state == JobState.PROCESSING else PrintState.WAITING)


def keywords(reasons: tuple[str, ...]) -> str:
    """The reasons for a log line: at most eight, and only what looks like a keyword (a printer could say anything)."""
    return " ".join(each for each in reasons[:8] if _KEYWORD.match(each) and each != "none")


def _in_the_way(sight: Sight) -> Fault | None:
    left_over = set(sight.printer_reasons) == set(sight.stale) and sight.still_s < CONNECTING_GRACE_S
    # A queue (it has `stale`) that rests tells of its last job; one that was restarted may leave ours pending like that.
    resting = bool(sight.stale) and sight.job_state == JobState.PENDING and sight.printer_state == PrinterState.IDLE
    fault = None if left_over or resting else hindrance(sight.printer_reasons)
    if fault is not None:
        return fault
    if _any_prefix(sight.printer_reasons, ("connecting-to-",)) and sight.still_s >= CONNECTING_GRACE_S:
        return PRINT_OFFLINE
    backend_failed = sight.job_state == JobState.HELD and "resources-are-not-ready" in sight.job_reasons  # CUPS tries again later
    if backend_failed or sight.device_gone:
        return PRINT_OFFLINE
    if sight.printer_state == PrinterState.STOPPED or "printer-stopped" in sight.job_reasons:
        return PRINT_STOPPED
    return PRINT_SLOW if sight.still_s >= SLOW_AFTER_S else None


def _any_prefix(reasons: tuple[str, ...], prefixes: tuple[str, ...]) -> bool:
    return any(each.startswith(prefixes) for each in reasons)


def _view(sight: Sight, state: PrintState, fault: Fault | None = None) -> PrintView:
    detail = (
        f"job {sight.job_state} [{keywords(sight.job_reasons)}] printer {sight.printer_state} [{keywords(sight.printer_reasons)}]"
    )
    return PrintView(state, fault, sight.pages_done, detail)
