"""How fast a finished entry becomes durable, beside the disk's own append + fsync in the same run.

One enqueue is `Outbox.accept`: seal 2 KiB for the city, row, number and print job in one synced transaction. The floor writes 2 KiB
to the end of a file and calls fsync. Both run in turns of 50 on the same disk; the ratio is throughput ours / floor, so 1 means as
fast as the disk itself. Run as a script it prints one JSON line a figure.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: E402

from kiosk.outbox.records import Submission  # noqa: E402
from kiosk.outbox.store import Outbox  # noqa: E402

PAYLOAD_BYTES = 2048
FRAME_BYTES = 234
FILES = 5
ROUNDS = 60
PER_ROUND = 50
PREFILL = 100_000
AIM = 0.85


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def run(folder: Path | None = None) -> list[dict[str, object]]:
    """One line a figure: name, unit, ours, floor, ratio, aim, ok. folder: on the disk to measure; default: the project's own."""
    work = Path(tempfile.mkdtemp(prefix="bench-queue-", dir=folder or ROOT))
    try:
        empty = _middle("durable enqueue 2 KiB, empty queue", work / "empty", prefill=0)
        full = _middle(f"durable enqueue 2 KiB, {PREFILL} queued", work / "full", prefill=PREFILL)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    flat = round(float(str(full["ratio"])) / float(str(empty["ratio"])), 2)
    line = {"name": f"enqueue with {PREFILL} queued against empty", "unit": "ratio", "ours": full["ratio"], "floor": empty["ratio"]}
    return [empty, full, {**line, "ratio": flat, "aim": f">= {AIM}", "ok": flat >= AIM}]


def _middle(name: str, folder: Path, prefill: int) -> dict[str, object]:
    """The middle one of a few files: where a file happens to lie on the disk moves its fsync by a tenth."""
    found = [_measure(name, folder / str(n), prefill) for n in range(FILES)]
    return sorted(found, key=lambda row: float(str(row["ratio"])))[FILES // 2]


def _measure(name: str, folder: Path, prefill: int) -> dict[str, object]:
    clock = _Clock()
    assert len(_entry().payload("N1-0001", "N1", clock.now())) == PAYLOAD_BYTES
    outbox = Outbox(folder / "outbox.db", "N1", X25519PrivateKey.generate().public_key(), clock)
    outbox.start()
    outbox.accept(_entry())
    if prefill:
        outbox.stop()
        _fill(folder / "outbox.db", prefill)
        os.sync()  # such a queue grows over days: its pages are long on disk when the next entry comes
        outbox.start()
    descriptor = os.open(folder / "floor", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    ours, floor = _in_turns(outbox.accept, lambda _: _append(descriptor))
    os.close(descriptor)
    waiting = outbox.status().waiting
    outbox.stop()
    assert waiting == prefill + 1 + ROUNDS * PER_ROUND, waiting
    ratio = round(sum(floor) / sum(ours), 2)
    return {
        "name": name,
        "unit": "entries/s",
        "ours": round(len(ours) / sum(ours)),
        "floor": round(len(floor) / sum(floor)),
        "ratio": ratio,
        "aim": f">= {AIM}",
        "ok": ratio >= AIM,
        "p50_ms": round(statistics.median(ours) * 1000, 3),
        "p99_ms": round(sorted(ours)[int(len(ours) * 0.99)] * 1000, 3),
        "floor_p50_ms": round(statistics.median(floor) * 1000, 3),
    }


def _entry() -> Submission:
    """An entry whose payload is 2 KiB with everything around the answers."""
    return Submission("juminhyo", "juminhyo/1", "juminhyo", {"note": "x" * (PAYLOAD_BYTES - FRAME_BYTES)})


def _append(descriptor: int) -> None:
    os.write(descriptor, b"x" * PAYLOAD_BYTES)
    os.fsync(descriptor)


def _in_turns(ours: Callable[[Submission], object], floor: Callable[[Submission], object]) -> tuple[list[float], list[float]]:
    """Seconds of each call; the two take turns so that a noisy moment of the machine meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS * 2):
        call, kept = ((ours, times[0]), (floor, times[1]))[turn % 2]
        for entry in [_entry() for _ in range(PER_ROUND)]:
            began = time.perf_counter()
            call(entry)
            kept.append(time.perf_counter() - began)
    return times


def _fill(path: Path, count: int) -> None:
    """That many copies of the first row and its print job, in one transaction, while nobody holds the queue."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= {count})"
        entry = "i, id, receipt_no, procedure, state, attempts, next_at, last_problem, created_at, randomblob(length(sealed))"
        job = "i, form, state, attempts, fault_code, updated_at"
        connection.execute(f"{numbers} INSERT INTO outbox SELECT {entry} FROM n, outbox WHERE seq = 1")
        connection.execute(f"{numbers} INSERT INTO print_jobs SELECT {job} FROM n, print_jobs")
    connection.close()


if __name__ == "__main__":
    began = time.perf_counter()
    lines = run(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    print(f"{time.perf_counter() - began:.1f} s")
    sys.exit(0 if all(line["ok"] for line in lines) else 1)
