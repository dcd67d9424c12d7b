"""A serial scanner over a real pseudo-terminal, and its twin: whole codes, in any pieces, and back after it was pulled out."""

from __future__ import annotations

import os
import time
from pathlib import Path

from devices.scanner.serial_port import MOST_BYTES, SerialScanner
from devices.simulated.scanner import SimulatedScanner
from kiosk.ports import CodeScanner


def read_within(scanner: CodeScanner, seconds: float = 5.0) -> str | None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if (text := scanner.read()) is not None:
            return text
    return None


def test_a_code_arrives_whole_however_it_is_cut() -> None:
    ours, theirs = os.openpty()
    scanner = SerialScanner(Path(os.ttyname(theirs)))
    assert scanner.read() is None
    for piece in (b"7429", b"1000", b"11\r", b"\nsecond\n"):
        os.write(ours, piece)
    assert read_within(scanner) == "7429100011"
    assert read_within(scanner) == "second"
    assert scanner.read() is None
    scanner.close()
    os.close(ours)
    os.close(theirs)


def test_kanji_of_a_foreign_code_do_not_break_it() -> None:
    ours, theirs = os.openpty()
    scanner = SerialScanner(Path(os.ttyname(theirs)))
    scanner.read()
    os.write(ours, "那覇\n".encode() + b"\xff\xfe\r")
    assert read_within(scanner) == "那覇"
    assert read_within(scanner) == "\ufffd\ufffd"
    scanner.close()
    os.close(ours)
    os.close(theirs)


def test_a_scanner_that_was_pulled_out_is_found_again(tmp_path: Path) -> None:
    clock = [0.0]
    link = tmp_path / "scanner"
    scanner = SerialScanner(link, monotonic=lambda: clock[0])
    assert scanner.read() is None
    assert not scanner.there
    ours, theirs = os.openpty()
    link.symlink_to(os.ttyname(theirs))
    assert scanner.read() is None
    assert not scanner.there  # it is not looked for at every call
    clock[0] = 2.0
    scanner.read()
    assert scanner.there
    os.close(theirs)
    os.close(ours)
    scanner.read()
    assert not scanner.there
    link.unlink()
    ours, theirs = os.openpty()
    link.symlink_to(os.ttyname(theirs))
    clock[0] = 4.0
    scanner.read()
    os.write(ours, b"again\r")
    assert read_within(scanner) == "again"
    scanner.close()
    os.close(ours)
    os.close(theirs)


def test_an_endless_stream_without_an_end_is_thrown_away() -> None:
    ours, theirs = os.openpty()
    scanner = SerialScanner(Path(os.ttyname(theirs)))
    scanner.read()
    for _ in range(MOST_BYTES // 1024 + 2):
        os.write(ours, b"x" * 1024)
        assert scanner.read() is None
    while scanner.read() is not None:
        pass
    os.write(ours, b"\rgood\r")
    found = [read_within(scanner)]
    while found[-1] not in ("good", None):
        found.append(read_within(scanner))
    assert found[-1] == "good"
    scanner.close()
    os.close(ours)
    os.close(theirs)


def test_the_twin_gives_each_code_once() -> None:
    scanner = SimulatedScanner([None, "first"])
    scanner.present("second")
    assert [scanner.read() for _ in range(4)] == [None, "first", "second", None]
    scanner.close()
    assert scanner.closed
