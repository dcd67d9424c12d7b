"""Many visits in one process: prints its resident MB after ten of them and after that many more. Called by bench_screen."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from pathlib import Path

from kiosk import app
from kiosk.plant import Plant
from kiosk.settings import PrinterSettings, practice_settings
from kiosk.walking import WalkRecord, read_script

WARM = 10  # Qt's Python side makes most of its classes once, somewhere in the first visits: 3.5 MB


def resident_mb() -> float:
    """This process's memory, shared libraries counted whole."""
    found = re.search(r"Rss:\s+(\d+)", Path("/proc/self/smaps_rollup").read_text("ascii"))
    assert found is not None
    return int(found[1]) / 1024


def main(data: Path, visits: int) -> None:
    """Walk the plain visit that often, after the warming ones."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from screens.robot.robot import Robot
    from screens.shell import Shell
    from screens.theme import TapGuard, load_fonts, screen_scale

    qt = app.application()
    app.give_back_large_blocks()
    load_fonts()
    settings = replace(practice_settings(data), printer=PrinterSettings(kind="file", folder=str(data / "paper")))
    plant = Plant(settings)
    scale, guard = screen_scale(1920, 1080, 21.5), TapGuard(0.0)
    shell = Shell(plant.services, plant.setting(), scale, practice=True, guard=guard, kept=data / "cache")
    shell.window.setFixedSize(1920, 1080)
    shell.window.show()
    shell.start(qt)
    plant.start()
    script = read_script(Path("tests/flows/juminhyo.yaml"), "juminhyo")
    for number in range(WARM + visits):
        robot = Robot(shell.window, script, shell.flow.place, WalkRecord("juminhyo"))
        robot.walk("ja", lambda *photo: None)
        shell.flow.start()
        for paper in (data / "paper").glob("*.pdf"):
            paper.unlink()
        if number + 1 == WARM:
            print(resident_mb(), flush=True)
    print(resident_mb(), flush=True)
    shell.stop(qt)
    plant.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
