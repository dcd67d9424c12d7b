"""Run as a process of its own by test_privacy: one whole visit with planted answers, then a look into this very process.

Arguments: data folder, script file, what the card is (none or practice). Prints one JSON object. The needles arrive on standard input,
each byte flipped, so that looking for them does not plant them.
"""

from __future__ import annotations

import gc
import json
import linecache
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

FLIP = 0x5A
ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")


def flipped(text: str) -> str:
    """The text as hex of its flipped UTF-8 bytes."""
    return bytes(b ^ FLIP for b in text.encode()).hex()


def unflip(word: str) -> str:
    return bytes(b ^ FLIP for b in bytes.fromhex(word)).decode()


def live_texts() -> Iterator[tuple[str, object]]:
    """Every str, bytes and bytearray that a live Python object holds, with the kind of its holder."""
    seen: set[int] = set()
    for holder in gc.get_objects():
        for value in gc.get_referents(holder):
            if isinstance(value, str | bytes | bytearray) and id(value) not in seen:
                seen.add(id(value))
                yield type(holder).__name__, value


def found_in_objects(words: list[str]) -> list[str]:
    """Kinds of holders of a needle, among Python objects and Qt widgets."""
    from PySide6.QtWidgets import QApplication

    hits = []
    for word in words:
        needle = unflip(word)
        for kind, value in live_texts():
            text = value if isinstance(value, str) else bytes(value).decode("utf-8", "ignore")  # type: ignore[call-overload]
            if text is not needle and needle in text and len(text) < 100_000:
                hits.append(f"{kind}: {type(value).__name__}")
        for widget in QApplication.allWidgets():
            if any(needle in text for text in (widget.accessibleName(), widget.windowTitle(), widget.toolTip())):
                hits.append(f"widget {type(widget).__name__}")
        del needle
    return hits


def found_in_memory(words: list[str]) -> dict[str, int]:
    """How often each encoding of each needle stands anywhere in this process's memory, live or freed."""
    counts: dict[str, int] = {}
    ranges = re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw", Path("/proc/self/maps").read_text("ascii"), re.MULTILINE)
    with Path("/proc/self/mem").open("rb", buffering=0) as memory:
        for low, high in ranges:
            start, end = int(low, 16), int(high, 16)
            try:
                memory.seek(start)
                chunk = memory.read(min(end - start, 512 * 2**20))
            except (OSError, ValueError, OverflowError):
                continue
            flat = chunk.translate(bytes(b ^ FLIP for b in range(256)))  # flipped copy: the needle itself is never written here
            del chunk
            for number, word in enumerate(words):
                for encoding in ENCODINGS:
                    needle = bytes(b ^ FLIP for b in unflip(word).encode(encoding))
                    counts[f"{number}:{encoding}"] = counts.get(f"{number}:{encoding}", 0) + flat.count(needle)
    return counts


def main() -> None:
    """Walk, come back to R01, look."""
    data, script_path, card = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    words: list[str] = json.loads(sys.stdin.read())
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk import app
    from kiosk.plant import Plant
    from kiosk.settings import PrinterSettings, practice_settings
    from kiosk.walking import WalkRecord, read_script
    from screens.robot.robot import Robot
    from screens.shell import Shell
    from screens.theme import TapGuard, load_fonts, screen_scale

    qt = app.application()
    load_fonts()
    settings = practice_settings(data)
    settings = replace(settings, printer=PrinterSettings(kind="file", folder=sys.argv[4]), card=replace(settings.card, kind=card))
    plant = Plant(settings)
    shell = Shell(plant.services, plant.setting(), screen_scale(1920, 1080, 21.5), practice=True, guard=TapGuard(0.0))
    shell.window.setFixedSize(1920, 1080)
    shell.window.show()
    shell.start(qt)
    plant.start()
    record = WalkRecord("juminhyo")
    finished = _walk(Robot, shell, record, read_script(script_path, "juminhyo"))
    script_path.unlink()
    shell.flow.start()  # R19 -> R01
    for _ in range(20):
        qt.processEvents()
    linecache.clearcache()  # holds source lines of the simulated cards, whose people are made up
    gc.collect()
    result: dict[str, Any] = {
        "finished": finished,
        "screen": shell.window.view.frame.screen if shell.window.view else "",
        "objects": found_in_objects(words),
        "memory": found_in_memory(words),
    }
    print(json.dumps(result))
    shell.stop(qt)
    plant.stop()


def _walk(robot: Any, shell: Any, record: Any, script: Any) -> bool:
    robot(shell.window, script, shell.flow.place, record).walk("ja", lambda *photo: None)
    return bool(record.finished)


if __name__ == "__main__":
    main()
