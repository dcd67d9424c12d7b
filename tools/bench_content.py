"""How long the content takes at start, and what one visit of several procedures asks twice.

Ours is what the program does at every start but the first after a change: `load_procedures_fast` with its cache. The floor reads the same
files' bytes, which any program must that wants to know whether they changed. Run as a script it prints one JSON line a figure.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kiosk.authoring import samples  # noqa: E402
from kiosk.content.cache import load_procedures_fast  # noqa: E402
from kiosk.content.folders import common_files  # noqa: E402
from kiosk.content.procedures import read_procedures  # noqa: E402
from kiosk.visit import basket, steps  # noqa: E402

FOLDER = ROOT / "assets" / "procedures"
ROUNDS = 30
START_AIM_MS = 150
TOGETHER = 5


def run() -> list[dict[str, object]]:
    """One line a figure: name, unit, ours, floor, ratio, aim, ok."""
    return [_start(), _asked_twice()]


def _start() -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="bench-content-") as cache:
        procedures, problems = load_procedures_fast(FOLDER, Path(cache))
        assert not problems, problems
        ours = _median_ms(lambda: load_procedures_fast(FOLDER, Path(cache)))
    files = [*sorted(FOLDER.glob("*.yaml")), *common_files(FOLDER)]
    floor = _median_ms(lambda: [path.read_bytes() for path in files])
    without = _median_ms(lambda: read_procedures(FOLDER), rounds=3)
    return {
        "name": f"content at start: {len(procedures)} procedures (all checked anew: {without:.0f} ms)",
        "unit": "ms",
        "ours": round(ours, 2),
        "floor": round(floor, 2),
        "ratio": round(ours / floor, 2),
        "aim": f"<= {START_AIM_MS} ms",
        "ok": ours <= START_AIM_MS,
    }


def _asked_twice() -> dict[str, object]:
    """Questions asked twice, by what they ask for, over baskets of five neighbours of all procedures; the floor asks them one by one."""
    procedures, _ = read_procedures(FOLDER)
    twice, asked, alone = 0, 0, 0
    for first in range(0, len(procedures), TOGETHER):
        chosen = procedures[first : first + TOGETHER]
        whole = basket.merged(chosen)
        answers = samples.answers_for(whole, samples.plain(date(2026, 11, 24)))
        questions = [(step.id, step.nth) for step in steps.asked_steps(whole, answers)]
        twice += sum(count - 1 for count in Counter(questions).values())
        saved = basket.saving(chosen, answers)
        asked, alone = asked + saved.asked, alone + saved.alone
    return {
        "name": f"questions asked twice in a visit of {TOGETHER} procedures (asked {asked}, one by one {alone})",
        "unit": "questions",
        "ours": twice,
        "floor": alone - asked,
        "ratio": round(twice / (alone - asked), 2),
        "aim": "0",
        "ok": twice == 0,
    }


def _median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    for line in run():
        print(json.dumps(line, ensure_ascii=False))
