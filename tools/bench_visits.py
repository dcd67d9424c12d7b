"""Many visits in one process: prints the PSS in MB after five of them and after the last. Called by bench_screen."""

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

WARM = 5


def pss_mb() -> float:
    """This process's share of memory."""
    found = re.search(r"Pss:\s+(\d+)", Path("/proc/self/smaps_rollup").read_text("ascii"))
    assert found is not None
    return int(found[1]) / 1024


def main(data: Path, visits: int) -> None:
    """Walk the plain visit that often."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from screens.robot import Robot
    from screens.shell import Shell
    from screens.theme import TapGuard, load_fonts, screen_scale

    qt = app.application()
    load_fonts()
    settings = replace(practice_settings(data), printer=PrinterSettings(kind="file", folder=str(data / "paper")))
    plant = Plant(settings)
    shell = Shell(plant.services, plant.setting(), screen_scale(1920, 1080, 21.5), practice=True, guard=TapGuard(0.0))
    shell.window.setFixedSize(1920, 1080)
    shell.window.show()
    shell.start(qt)
    plant.start()
    script = read_script(Path("tests/flows/juminhyo.yaml"), "juminhyo")
    for number in range(visits):
        robot = Robot(shell.window, script, shell.flow.place, WalkRecord("juminhyo"))
        robot.walk("ja", lambda *photo: None)
        shell.flow.start()
        for paper in (data / "paper").glob("*.pdf"):
            paper.unlink()
        if number + 1 == WARM:
            print(pss_mb(), flush=True)
    print(pss_mb(), flush=True)
    shell.stop(qt)
    plant.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
