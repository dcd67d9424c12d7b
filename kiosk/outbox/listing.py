"""What `kiosk outbox list` and `kiosk outbox send` print. No content, so it may be read aloud or sent to support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from kiosk.outbox.records import BookingRow, OutboxRow, Status
from kiosk.outbox.sender import SendReport


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def rows_as_json(rows: Sequence[OutboxRow], status: Status) -> dict[str, object]:
    """The queue as plain JSON values."""
    return {
        "waiting": status.waiting,
        "set_aside": status.set_aside,
        "last_delivered_at": _text(status.last_delivered_at),
        "paused": status.paused,
        "next_at": _text(status.next_at),
        "last_problem": status.last_problem,
        "rows": [
            {
                "id": row.id,
                "receipt_no": row.receipt_no,
                "matching_code": row.matching_code,
                "procedure": row.procedure,
                "state": row.state.value,
                "attempts": row.attempts,
                "next_at": _text(row.next_at),
                "last_problem": row.last_problem,
                "created_at": _text(row.created_at),
                "bytes": row.bytes,
                **({"reservation": row.reservation} if row.reservation else {}),
            }
            for row in rows
        ],
    }


def rows_as_lines(rows: Sequence[OutboxRow], status: Status) -> list[str]:
    """The queue for a person at a terminal: a summary line, then a line a row."""
    last = _text(status.last_delivered_at) or "never"
    lines = [f"{status.waiting} waiting, {status.set_aside} set aside, last delivered {last}"]
    if status.last_problem:
        lines.append(f"last problem: {status.last_problem}; next try {_text(status.next_at) or 'now'}")
    for row in rows:
        problem = f"  reservation {row.reservation}" if row.reservation else ""
        problem += f"  {row.last_problem}" if row.last_problem else ""
        name = f"{row.receipt_no}  {row.matching_code}"
        lines.append(f"{name}  {row.state.value:9}  {_text(row.created_at)}  {row.bytes:6} B{problem}")
    return lines


def bookings_as_json(rows: Sequence[BookingRow]) -> list[dict[str, object]]:
    """Reservations as plain JSON values."""
    return [{**asdict(row), "created_at": _text(row.created_at)} for row in rows]


def bookings_as_lines(rows: Sequence[BookingRow]) -> list[str]:
    """A line a reservation, for staff at a desk; a clash stands out."""
    marks = {
        "confirmed": "confirmed",
        "pending": "pending (provisional)",
        "clash": "CLASH: call or offer another time",
        "late": "LATE",
    }
    lines = []
    for row in rows:
        mark = "SET ASIDE: the intake refused it, see outbox list" if row.set_aside else marks[row.state]
        lines.append(f"{row.day} {row.begins}  {row.desk:12}  {row.receipt_no} {row.matching_code}  {mark}")
    return lines or ["no reservations"]


def report_as_json(report: SendReport) -> dict[str, object]:
    """What one sending round did."""
    return {
        "delivered": report.delivered,
        "set_aside": report.set_aside,
        "waiting": report.waiting,
        "next_at": _text(report.next_at),
        "trouble": None if report.trouble is None else report.trouble.value,
        "reason": report.reason,
    }


def report_as_line(report: SendReport) -> str:
    """The same as one sentence."""
    line = f"{report.delivered} delivered, {report.set_aside} set aside, {report.waiting} waiting"
    return f"{line}; stopped: {report.reason}" if report.reason else line
