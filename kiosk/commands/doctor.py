"""`kiosk doctor`: each part of a terminal OK or NG, with the mend. Looks only; changes nothing but opening the queue for a moment."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.faults import CARD_NO_READER, CARD_NO_SERVICE, Fault, KioskError
from kiosk.paths import ASSETS
from kiosk.plant import Plant, make_card, make_printer
from kiosk.ports import CardState, DeliveryError
from kiosk.settings import Settings, parse_screen

OK, FAILED = 0, 1
FREE_BYTES = 200 * 1024 * 1024
OLDEST_BUILD = datetime(2026, 11, 1, tzinfo=UTC)
MOST_SKEW_S = 300
SCREEN_FONTS = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "BIZUDGothic-Regular.ttf", "BIZUDMincho-Regular.ttf")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part looked at. says: what was found; mend: what to do when not ok, or worth knowing when ok."""

    part: str
    ok: bool
    says: str
    mend: str = ""


def examine(settings: Settings, *, as_json: bool) -> int:
    """Print every finding; not 0 when one is NG."""
    findings = [look(settings) for look in LOOKS]
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for f in findings:
            print(f"{'OK' if f.ok else 'NG'}  {f.part:8}  {f.says}{'  → ' + f.mend if f.mend else ''}")
    return OK if all(finding.ok for finding in findings) else FAILED


def _fault(part: str, fault: Fault, detail: str = "") -> Finding:
    return Finding(part, False, f"{fault.code}: {fault.staff}{' (' + detail + ')' if detail else ''}", fault.remedy)


def look_at_screen(settings: Settings) -> Finding:
    """A display, and a size to lay out for."""
    from kiosk.app import has_display

    size = settings.screen.size
    if not has_display():
        return Finding("screen", False, "no display here", "start in a graphical session; DISPLAY or WAYLAND_DISPLAY is not set")
    if not size:
        return Finding(
            "screen",
            True,
            "the display is asked for its size",
            'panels often report a wrong one: set screen.size = "1920x1080@21.5"',
        )
    width, height, inches = parse_screen(size)
    return Finding(
        "screen",
        inches >= 10,
        f"{width}x{height} at {inches} inches",
        "" if inches >= 15.6 else "15.6 inches or more is easier to read",
    )


def look_at_fonts(settings: Settings) -> Finding:
    """Fonts of screen and paper, and the one for rare kanji."""
    missing = [name for name in SCREEN_FONTS if not (ASSETS / "fonts" / name).exists()]
    if missing:
        return Finding("fonts", False, f"missing: {', '.join(missing)}", "install the program again; these ship with it")
    from kiosk.forms.fonts import find_ipamj

    rare = find_ipamj()
    if rare is None:
        return Finding(
            "fonts",
            True,
            "BIZ UD fonts are here; IPAmj Mincho is not",
            "rare kanji are left for handwriting: apt install fonts-ipamj-mincho",
        )
    return Finding("fonts", True, "BIZ UD fonts and IPAmj Mincho are here")


def look_at_reader(settings: Settings) -> Finding:
    """Service and reader; a card need not lie there."""
    if settings.card.kind == "none":
        return Finding("reader", True, "none configured: residents go on without a card")
    reader = make_card(settings)
    state = reader.state() if reader else CardState.NO_READER
    if state is CardState.NO_SERVICE:
        return _fault("reader", CARD_NO_SERVICE)
    if state is CardState.NO_READER:
        return _fault("reader", CARD_NO_READER)
    return Finding(
        "reader", True, f"{settings.card.kind}, {'a card lies on it' if state is CardState.PRESENT else 'no card on it'}"
    )


def look_at_printer(settings: Settings) -> Finding:
    """Whether a job could be printed now, and whether the print service keeps documents."""
    printer = make_printer(settings)
    if printer is None:
        return Finding("printer", True, "none configured: residents take the number on their phone")
    fault = printer.health()
    if fault is not None:
        return _fault("printer", fault)
    if settings.printer.kind == "ipp" and any(host in settings.printer.uri for host in ("localhost", "127.0.0.1", "[::1]")):
        from devices.printer.cups_conf import spool_keeps_documents

        if spool_keeps_documents(Path("/etc/cups/cupsd.conf")):
            return Finding(
                "printer", False, "CUPS keeps finished documents on disk", "set PreserveJobFiles No in /etc/cups/cupsd.conf"
            )
    return Finding("printer", True, f"{settings.printer.kind} is ready")


def look_at_disk(settings: Settings) -> Finding:
    """Room, and the right to write."""
    folder = settings.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return Finding("disk", False, f"{settings.data} cannot be written", "give the kiosk's user that folder")
    free = shutil.disk_usage(folder).free
    return Finding(
        "disk", free > FREE_BYTES, f"{free // 2**20} MiB free at {settings.data}", "" if free > FREE_BYTES else "free some space"
    )


def look_at_clock(settings: Settings) -> Finding:
    """A clock before this program was made is wrong; the intake's clock is compared under intake."""
    now = datetime.now(UTC)
    ok = now > OLDEST_BUILD
    return Finding("clock", ok, now.isoformat(timespec="seconds"), "" if ok else "set date and time")


def look_at_queue(settings: Settings) -> Finding:
    """Whether it opens, and what waits."""
    if not (settings.data / "outbox.db").exists():
        return Finding("queue", True, "no entry yet")
    plant = Plant(settings, deliver=False)
    try:
        status = plant.open_queue_to_look().status()
    except KioskError as error:
        return _fault("queue", error.fault, error.detail)
    finally:
        plant.stop()
    said = f"{status.waiting} waiting, {status.set_aside} set aside"
    if status.paused:
        return Finding("queue", False, f"{said}; sending is paused", "enrol this terminal at the intake again")
    return Finding("queue", status.set_aside == 0, said, "see `kiosk outbox list`" if status.set_aside else "")


def look_at_intake(settings: Settings) -> Finding:
    """Whether the city answers with a signature we trust, and how far the clocks are apart."""
    if settings.intake.kind == "none":
        return Finding("intake", True, "none configured: entries wait in the queue")
    plant = Plant(settings, deliver=False)
    try:
        city = plant.reach_city()
        if city is None:
            return Finding("intake", False, "no receipt key", "set intake.receipt_key to the city's public receipt key")
        skew = abs((city.hello() - datetime.now(UTC)).total_seconds())
    except KioskError as error:
        return _fault("intake", error.fault, error.detail)
    except DeliveryError as error:
        return Finding("intake", False, error.reason, "entries wait in the queue; check network, intake.url and intake.receipt_key")
    finally:
        plant.stop()
    ok = skew < MOST_SKEW_S
    return Finding("intake", ok, f"answers; clocks are {skew:.0f} s apart", "" if ok else "set date and time of this terminal")


def look_at_scanner(settings: Settings) -> Finding:
    """Whether a serial scanner's device is there; one that types like a keyboard cannot be seen."""
    scanner = settings.scanner
    if scanner.kind != "serial":
        says = (
            "none configured: codes are typed by hand"
            if scanner.kind == "none"
            else "types like a keyboard: scan a つづきQR to try it"
        )
        return Finding("scanner", True, says)
    if os.access(scanner.device, os.R_OK):
        return Finding("scanner", True, f"{scanner.device} can be read")
    return Finding(
        "scanner", False, f"{scanner.device} cannot be read", "plug it in; the user needs group dialout; see /dev/serial/by-id"
    )


def look_at_handover(settings: Settings) -> Finding:
    """The key all terminals of the city share."""
    from kiosk.handover.sealing import KeyFileError, load_keys

    if not settings.handover.key:
        says = "practice makes its own key" if settings.practice else "no key: no つづきQR is offered"
        return Finding(
            "handover", True, says, "" if settings.practice else "kiosk handover keygen, then handover.key on every terminal"
        )
    try:
        keys = load_keys(Path(settings.handover.key))
    except KeyFileError as error:
        return Finding("handover", False, str(error), "kiosk handover keygen; copy the same file to every terminal")
    return Finding("handover", True, f"seals with key {keys.id}, the same on every terminal of the city")


LOOKS: tuple[Callable[[Settings], Finding], ...] = (
    look_at_screen,
    look_at_fonts,
    look_at_reader,
    look_at_printer,
    look_at_disk,
    look_at_clock,
    look_at_queue,
    look_at_intake,
    look_at_scanner,
    look_at_handover,
)
