"""A scripted visit through the real widgets: `kiosk walk`, `make run` without a display, tests and benchmarks.

The same plant and shell as app.py, with a robot resident (screens/robot/) instead of a person; afterwards the queue is sent and the
city opens what it received. Third and last module of the composition root.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.app import application, has_display
from kiosk.plant import Plant
from kiosk.settings import Settings
from kiosk.visit.views import Contrast, TextSize
from kiosk.walking import Script, WalkRecord

if TYPE_CHECKING:
    from kiosk.ports import Lane
    from kiosk.visit.services import Services

    MakeServices = Callable[[Lane, Lane, Lane], Services]

DEFAULT_SCREEN = (1920, 1080, 21.5)


@dataclass(frozen=True, slots=True)
class WalkOrder:
    """One `kiosk walk`. screen: (width px, height px, inches). settings: parts and data folder, already chosen.

    assets: an author's own folder with procedures/ and forms/, instead of the shipped one.
    """

    script: Script
    out: Path
    settings: Settings
    language: str = "ja"
    size: TextSize = TextSize.LARGE
    contrast: Contrast = Contrast.NORMAL
    screen: tuple[int, int, float] = DEFAULT_SCREEN
    pictures: bool = True
    assets: Path | None = None


def walk(order: WalkOrder) -> WalkRecord:
    """Walk one visit through the real widgets; leaves pictures, PDFs, queue before and after, and walk.json in `order.out`."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from screens.robot.hands import Stuck
    from screens.robot.robot import Robot, save_photo
    from screens.shell import Shell
    from screens.theme import TapGuard, load_fonts, screen_scale

    _fresh(order.out)
    printed = Path(tempfile.mkdtemp(prefix="kiosk-walk-")) if order.settings.printer.kind == "file" else None
    settings = order.settings if printed is None else _print_into(order.settings, printed)
    app = application()
    load_fonts()
    plant = Plant(settings, deliver=False, content=order.assets)
    setting = plant.setting()
    setting = replace(setting, look=replace(setting.look, size=order.size, contrast=order.contrast, language=order.language))
    # The robot taps faster than a trembling finger, so the 400 ms guard is off here; tests/screens tests it.
    record = WalkRecord(order.script.procedure)
    robot: Robot | None = None
    services = _noting_receipt(plant.services, record)
    shell = Shell(services, setting, screen_scale(*order.screen), practice=settings.practice, guard=TapGuard(0.0))
    shell.window.setFixedSize(*order.screen[:2])
    shell.window.show()
    shell.start(app)
    plant.start()
    try:
        robot = Robot(shell.window, order.script, shell.flow.place, record, _events_of(plant))
        robot.walk(order.language, save_photo(order.out, order.screen[:2]) if order.pictures else lambda *photo: None)
    except Stuck as stuck:
        record.stuck = str(stuck)
    finally:
        shell.stop(app)
        _leave_behind(order, plant, printed, record)
        if robot is not None and robot.tsuzuki:
            (order.out / "tsuzuki.txt").write_text(robot.tsuzuki + "\n", "ascii")
        plant.stop()
        record.write(order.out / "walk.json")
    return record


def _events_of(plant: Plant) -> Callable[[str], Sequence[str]]:
    """The life events a procedure stands under; a person would look for it there too."""

    def events_of(procedure: str) -> Sequence[str]:
        plant.wait()
        return next((known.events for known in plant.shelves.procedures() if known.id == procedure), ())

    return events_of


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
