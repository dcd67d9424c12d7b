"""The composition root: read it and you know the product.

run:  Qt application → window with R01 painted → plant.start in the disk lane (log, content, devices, city, queue, courier) → visits.
walk: the same, off screen or on, with a robot resident instead of a person; then the queue is sent and the city opens it.
This module and plant.py alone wire Qt, devices/ and intake/ to the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.plant import Plant
from kiosk.settings import Settings, parse_screen
from kiosk.visit.views import Contrast, TextSize
from kiosk.walking import Script, WalkRecord

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from kiosk.ports import Lane
    from kiosk.visit.services import Services

    MakeServices = Callable[[Lane, Lane, Lane], Services]

DEFAULT_SCREEN = (1920, 1080, 21.5)
SMALL_IN = 21.5


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application() -> QApplication:
    """The one Qt application, with our fonts."""
    from PySide6.QtWidgets import QApplication

    from screens.theme import load_fonts

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("Yuimado")
    load_fonts()
    return app


def run(settings: Settings, *, windowed: bool = False, ready: Callable[[], None] | None = None) -> int:
    """Show the kiosk until staff end it; the process's exit code. ready: called once after the first paint."""
    from PySide6.QtCore import QTimer

    from screens.shell import Shell, add_staff_exit

    app = application()
    plant = Plant(settings)
    width, height, inches = _screen_of(settings, app)
    setting = plant.setting()
    if not settings.screen.text:
        setting = replace(setting, look=replace(setting.look, size=_size_for(inches)))
    shell = Shell(
        plant.services,
        setting,
        _scale(width, height, inches),
        practice=settings.practice,
        idle_s=settings.screen.idle_s,
        motion=settings.screen.motion,
    )
    shell.start(app)
    add_staff_exit(shell.window, app.quit)
    if windowed:
        shell.window.resize(width, height)
        shell.window.show()
    else:
        shell.window.showFullScreen()

    def open_plant() -> None:
        shell.disk_lane.run(plant.start, lambda none: None, lambda error: None)
        if ready is not None:
            ready()

    QTimer.singleShot(0, shell, open_plant)
    _quit_on_signals(app)
    code = app.exec()
    shell.stop(app)
    plant.stop()
    return code


def _screen_of(settings: Settings, app: QApplication) -> tuple[int, int, float]:
    if settings.screen.size:
        return parse_screen(settings.screen.size)
    screen = app.primaryScreen()
    size, mm = screen.size(), screen.physicalSize()
    inches = (mm.width() ** 2 + mm.height() ** 2) ** 0.5 / 25.4
    # Panels often report nothing, or nonsense; then take the common counter terminal.
    return size.width(), size.height(), inches if 7 <= inches <= 100 else DEFAULT_SCREEN[2]


def _size_for(inches: float) -> TextSize:
    return TextSize.LARGE if inches >= SMALL_IN else TextSize.NORMAL


def _scale(width: int, height: int, inches: float) -> float:
    from screens.theme import screen_scale

    return screen_scale(width, height, inches)


def _quit_on_signals(app: QApplication) -> None:
    """End in order on SIGTERM and Ctrl+C: a timer lets Python see the signal while Qt waits."""
    from PySide6.QtCore import QTimer

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: app.quit())
    timer = QTimer(app)
    timer.start(200)
    timer.timeout.connect(lambda: None)


# --- a scripted visit ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WalkOrder:
    """One `kiosk walk`. screen: (width px, height px, inches). settings: parts and data folder, already chosen."""

    script: Script
    out: Path
    settings: Settings
    language: str = "ja"
    size: TextSize = TextSize.LARGE
    contrast: Contrast = Contrast.NORMAL
    screen: tuple[int, int, float] = DEFAULT_SCREEN
    pictures: bool = True


def walk(order: WalkOrder) -> WalkRecord:
    """Walk one visit through the real widgets; leaves pictures, PDFs, queue before and after, and walk.json in `order.out`."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from screens.robot import Robot, Stuck, save_photo
    from screens.shell import Shell
    from screens.theme import TapGuard

    _fresh(order.out)
    printed = Path(tempfile.mkdtemp(prefix="kiosk-walk-")) if order.settings.printer.kind == "file" else None
    settings = order.settings if printed is None else _print_into(order.settings, printed)
    app = application()
    plant = Plant(settings, deliver=False)
    setting = plant.setting()
    setting = replace(setting, look=replace(setting.look, size=order.size, contrast=order.contrast, language=order.language))
    # The robot taps faster than a trembling finger, so the 400 ms guard is off here; tests/screens tests it.
    record = WalkRecord(order.script.procedure)
    services = _noting_receipt(plant.services, record)
    shell = Shell(services, setting, _scale(*order.screen), practice=settings.practice, guard=TapGuard(0.0))
    shell.window.setFixedSize(*order.screen[:2])
    shell.window.show()
    shell.start(app)
    plant.start()
    try:
        robot = Robot(shell.window, order.script, shell.flow.place, record)
        robot.walk(order.language, save_photo(order.out, order.screen[:2]) if order.pictures else lambda *photo: None)
    except Stuck as stuck:
        record.stuck = str(stuck)
    finally:
        shell.stop(app)
        _leave_behind(order, plant, printed, record)
        plant.stop()
        record.write(order.out / "walk.json")
    return record


def _noting_receipt(make: MakeServices, record: WalkRecord) -> MakeServices:
    """The same services, with the receipt number noted when an entry is accepted."""

    def made(card_lane: Lane, disk_lane: Lane, print_lane: Lane) -> Services:
        services = make(card_lane, disk_lane, print_lane)

        def note(event: str, **values: object) -> None:
            if event == "accepted":
                record.receipt = str(values["receipt_no"])
            services.record(event, **values)

        return replace(services, record=note)

    return made


def _fresh(out: Path) -> None:
    """Make the folder, without what an earlier walk left; other files stay."""
    out.mkdir(parents=True, exist_ok=True)
    for pattern in ("[0-9][0-9]-*.png", "form*.pdf", "form*.png", "walk.json", "queue-*.json"):
        for old in out.glob(pattern):
            old.unlink()
    shutil.rmtree(out / "city", ignore_errors=True)


def _print_into(settings: Settings, folder: Path) -> Settings:
    return replace(settings, printer=replace(settings.printer, folder=str(folder)))


def _leave_behind(order: WalkOrder, plant: Plant, printed: Path | None, record: WalkRecord) -> None:
    """Copy what a tester wants to see: the paper, the queue before and after, what the city opened."""
    out = order.out
    if printed is not None:
        for number, pdf in enumerate(sorted(printed.glob("*.pdf")), 1):
            name = "form.pdf" if number == 1 else f"form-{number}.pdf"
            shutil.move(pdf, out / name)
            record.forms.append(name)
        shutil.rmtree(printed, ignore_errors=True)
    if plant.outbox is None:
        return
    from kiosk.outbox.listing import rows_as_json

    _write_json(out / "queue-before.json", rows_as_json(plant.outbox.rows(), plant.outbox.status()))
    if plant.sender is not None:
        plant.sender.send_now()
    _write_json(out / "queue-after.json", rows_as_json(plant.outbox.rows(), plant.outbox.status()))
    if plant.city is not None:
        plant.city.open_to(out / "city")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
