"""`kiosk outbox list|send`, `kiosk bookings list`: the queue of a terminal whose kiosk is stopped (a running one holds the file for itself)."""

from __future__ import annotations

import json
import sys

from kiosk.faults import KioskError
from kiosk.plant import Plant
from kiosk.settings import Settings

OK, FAILED = 0, 1


def show(settings: Settings, *, as_json: bool) -> int:
    """Print every row without content."""
    from kiosk.outbox.listing import rows_as_json, rows_as_lines

    plant = Plant(settings, deliver=False)
    try:
        outbox = plant.open_queue_to_look()
    except KioskError as error:
        return _fault(error)
    try:
        rows, status = outbox.rows(), outbox.status()
    finally:
        plant.stop()
    print(
        json.dumps(rows_as_json(rows, status), ensure_ascii=False, indent=1) if as_json else "\n".join(rows_as_lines(rows, status))
    )
    return OK


def show_bookings(settings: Settings, *, everything: bool, as_json: bool) -> int:
    """Print the reservations of today and later, or all of them, without content."""
    from kiosk.outbox.listing import bookings_as_json, bookings_as_lines

    plant = Plant(settings, deliver=False)
    try:
        outbox = plant.open_queue_to_look()
    except KioskError as error:
        return _fault(error)
    try:
        rows = outbox.bookings("" if everything else plant.clock.now().date().isoformat())
    finally:
        plant.stop()
    print(json.dumps(bookings_as_json(rows), ensure_ascii=False, indent=1) if as_json else "\n".join(bookings_as_lines(rows)))
    return OK


def send(settings: Settings, *, as_json: bool) -> int:
    """Send what waits, now; not 0 when something is still waiting."""
    from kiosk.outbox.listing import report_as_json, report_as_line

    if settings.intake.kind == "none":
        print("kiosk: no intake is configured. Set intake.kind, intake.url and the two keys.", file=sys.stderr)
        return FAILED
    plant = Plant(settings, deliver=False)
    try:
        sender = plant.open_queue_to_send()
        report = sender.send_now()
    except KioskError as error:
        return _fault(error)
    finally:
        plant.stop()
    print(json.dumps(report_as_json(report), ensure_ascii=False, indent=1) if as_json else report_as_line(report))
    return OK if not report.waiting else FAILED


def _fault(error: KioskError) -> int:
    print(f"kiosk: {error.fault.code}: {error.fault.staff} {error.fault.remedy}", file=sys.stderr)
    return FAILED
