"""Screen figures: start to first paint, a touch to the next paint, memory at rest and after many visits."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Row = dict[str, object]
STARTS = 9
STEPS = 200
RESTED_STEPS = 60
REST_MS = 250
VISITS = 50
FRAME_MS = 16.7

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, done)
def done():
    print(time.monotonic(), flush=True)
    {then}
app = QApplication(sys.argv[:1])
window = Bare()
window.resize(1920, 1080)
window.show()
app.exec()
"""
OURS = """
import sys, time
from pathlib import Path
from kiosk.cli import parser
from kiosk import app
from kiosk.settings import practice_settings, ScreenSettings
from dataclasses import replace
settings = replace(practice_settings(Path({data!r})), screen=ScreenSettings(size="1920x1080@21.5"))
def ready():
    print(time.monotonic(), flush=True)
    {then}
app.run(settings, windowed=True, {when}=ready)
"""
# As a city sets it up: a reader, a printer that speaks IPP, the intake elsewhere; none of them answers here.
TERMINAL = """
import sys, time
from pathlib import Path
from kiosk import app
from kiosk.settings import IntakeSettings, ScreenSettings, Settings
from PySide6.QtCore import QTimer
data = {data!r}
def tell():
    {then}
settings = Settings(
    data=Path(data),
    screen=ScreenSettings(size="1920x1080@21.5"),
    intake=IntakeSettings("url", "https://intake.invalid", data + "/city.pem", data + "/receipt.pem"),
)
app.run(settings, windowed=True, live=lambda: QTimer.singleShot(4000, tell))
"""
QUIT = "import os; os._exit(0)"
MEMORY = """
import re, os
print(re.search(r"Rss:\\s+(\\d+)", open("/proc/self/smaps_rollup").read())[1], flush=True); os._exit(0)
"""


def run() -> list[Row]:
    """Every figure of this page."""
    return [_start(), _step(), *_memory()]


def _row(name: str, unit: str, ours: float, floor: float, aim: str, ok: bool) -> Row:
    return {
        "name": name,
        "unit": unit,
        "ours": round(ours, 3),
        "floor": round(floor, 3),
        "ratio": round(ours / floor, 3),
        "aim": aim,
        "ok": ok,
    }


def _child(code: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def _start() -> Row:
    with tempfile.TemporaryDirectory() as data:
        _child(
            OURS.format(
                data=data,
                when="live",
                then="from PySide6.QtCore import QTimer; QTimer.singleShot(4000, lambda: __import__('os')._exit(0))",
            )
        )
        codes = {
            "bare": BARE.format(then=QUIT),
            "ours": OURS.format(data=data, when="painted", then=QUIT),
            "live": OURS.format(data=data, when="live", then=QUIT),
        }
        times: dict[str, list[float]] = {name: [] for name in codes}
        for _ in range(STARTS):
            for name, code in codes.items():
                began = time.monotonic()
                times[name].append((float(_child(code)[-1]) - began) * 1000)
    ours, floor = statistics.median(times["ours"]), statistics.median(times["bare"])
    print(f"  (live, taking touches: {statistics.median(times['live']):.0f} ms; the picture before it remembers a touch)")
    return _row("process start to first screen painted", "ms", ours, floor, "<= 1.5 x a bare window", ours <= 1.5 * floor)


def _step() -> Row:
    times, rested = sorted(_step_times(STEPS)), sorted(_step_times(RESTED_STEPS, REST_MS))
    p99 = times[int(len(times) * 0.99) - 1]
    print(f"  (touch to next paint: median {statistics.median(times):.1f} ms, worst {times[-1]:.1f} ms)")
    print(
        f"  (each after {REST_MS} ms of sleep, processor and caches cold: median {statistics.median(rested):.1f}, worst {rested[-1]:.1f} ms)"
    )
    return _row("release of a button to next screen painted, p99 of 200", "ms", p99, FRAME_MS, "p99 <= 1 frame", p99 <= FRAME_MS)


def _step_times(steps: int, rest_ms: int = 0) -> list[float]:
    """Milliseconds from a release on つぎへ to the next question of 住民票 painted, 1920×1080, with furigana; rest_ms: sleep before each."""
    from datetime import date

    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    from kiosk.app import application
    from kiosk.content.procedures import load_procedures
    from kiosk.frame_words import frame_words
    from kiosk.paths import ASSETS, LOCALES
    from kiosk.visit.compose.questions import question
    from kiosk.visit.setting import Setting
    from kiosk.visit.views import Look
    from kiosk.visit.visit import Place, Visit
    from kiosk.words import Catalogue
    from screens.theme import TapGuard, load_fonts, screen_scale
    from screens.window import KioskWindow

    app = application()
    load_fonts()
    words = Catalogue("ja", LOCALES)
    procedure = next(one for one in load_procedures(ASSETS / "procedures") if one.id == "juminhyo")
    setting = Setting("Naha City", "", {"ja": "日本語"})
    window = KioskWindow(screen_scale(1920, 1080, 21.5), {"ja": frame_words(words, "Naha City")}, guard=TapGuard(0.0))
    window.resize(1920, 1080)
    window.show()
    at = 0

    def show() -> None:
        step = procedure.steps[at % len(procedure.steps)]
        visit = Visit("bench", Look(), Place("R12", step.id), procedure=procedure)
        window.show_view(question(visit, step, (1, 9), date(2026, 11, 24), words, setting), Look())

    def next_one(fact: object) -> None:
        nonlocal at
        at += 1
        show()

    window.reported.connect(next_one)
    show()
    app.processEvents()
    gc.collect()
    gc.freeze()  # as app.py does once R01 stands, so that a full collection looks at the visit alone
    times = []
    for _ in range(steps + len(procedure.steps)):
        button = window.findChild(QWidget, "btn_next")
        assert isinstance(button, QWidget)
        times.append(_touch(button))
        gc.collect()  # the window does so when nobody has touched for a while (screens/window.py)
        if rest_ms:
            QTest.qWait(rest_ms)
    window.close()
    return times[len(procedure.steps) :]  # the first round fills the caches


def _touch(button: QWidget) -> float:
    """Milliseconds from the release of that button until all it set off is painted."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    middle = QPoint(button.width() // 2, button.height() // 2)
    QTest.mousePress(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QApplication.processEvents()
    began = time.perf_counter()
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def _memory() -> list[Row]:
    """Resident memory, with libraries counted whole: what is shared depends on what else runs, and on a terminal nothing does."""
    then = MEMORY.strip().replace("\n", "\n    ")
    with tempfile.TemporaryDirectory() as data:
        _write_keys(Path(data))
        bare = [int(_child(BARE.format(then=then))[-1]) / 1024 for _ in range(3)]
        # The first of the four makes the queue and reads the content; every later start of a terminal finds both.
        ours = [int(_child(TERMINAL.format(data=data, then=then))[-1]) / 1024 for _ in range(4)]
        growth = _growth(Path(data))
    print(f"  (first start of all {ours[0]:.0f} MB)")
    at_rest, floor = statistics.median(ours[1:]), statistics.median(bare)
    return [
        _row("memory on R01 (RSS)", "MB", at_rest, floor, "<= 2 x a bare window", at_rest <= 2 * floor),
        _row(f"growth over {VISITS} visits (RSS)", "MB", growth, 5.0, "<= 5 MB", growth <= 5.0),
    ]


def _write_keys(data: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    for name, key in (("city", X25519PrivateKey.generate()), ("receipt", Ed25519PrivateKey.generate())):
        (data / f"{name}.pem").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _growth(data: Path) -> float:
    """MB more after VISITS visits in one process; those before fill caches."""
    out = subprocess.run(
        [sys.executable, "-m", "tools.bench_visits", str(data / "visits"), str(VISITS)], capture_output=True, text=True, check=True
    )
    first, last = (float(word) for word in out.stdout.split()[-2:])
    return last - first


if __name__ == "__main__":
    for figure in run():
        print(figure)
