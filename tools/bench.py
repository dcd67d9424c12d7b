"""`make bench`: every figure beside its floor, measured in the same run, and bench.json.

Machines are shared and noisy, so contestants take turns and ratios count, not absolute times.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

PARTS = (
    "tools.bench_screen",
    "tools.bench_card",
    "tools.bench_form",
    "tools.bench_queue",
    "tools.bench_finder",
    "tools.bench_planner",
    "tools.bench_content",
)
RESULT = Path("bench.json")
Row = dict[str, object]


def shown(row: Row) -> str:
    """One line: name, ours, floor, ratio, aim, verdict."""
    cells = [
        f"{row['name']!s:58}",
        f"{_number(row['ours'])} {row['unit']}",
        f"floor {_number(row['floor'])}",
        f"ratio {_number(row['ratio'])}",
    ]
    return "  ".join([*cells, f"aim {row['aim']}", "ok" if row["ok"] else "NOT MET"])


def _number(value: object) -> str:
    return f"{value:8.3g}" if isinstance(value, int | float) else f"{'-':>8}"


def main(only: list[str]) -> int:
    """Run the parts named, or all; 1 when an aim is missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows: list[Row] = []
    for part in PARTS:
        if only and not any(word in part for word in only):
            continue
        for row in importlib.import_module(part).run():
            print(shown(row), flush=True)
            rows.append(row)
    RESULT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
