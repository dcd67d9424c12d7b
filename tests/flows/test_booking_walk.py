"""A scripted resident books a time through the real widgets: the slip's paper, its calendar code, the queue, what the city opens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import jpholiday
import pytest

from kiosk.booking.model import Request, State
from kiosk.model.dates import JAPAN
from kiosk.plant import Plant
from kiosk.settings import IntakeSettings, practice_settings

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "tests" / "flows" / "booking.yaml"


def kiosk(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "kiosk", *(str(argument) for argument in arguments)]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)


def walk(out: Path, script: Path = SCRIPT, *more: object) -> subprocess.CompletedProcess[str]:
    return kiosk("walk", "juminhyo", "--script", script, "--out", out, *more)


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def expected_day(number: int, first: int, weekdays: set[int]) -> date:
    """The n-th day the desk of the script is open, counted here once more, by hand."""
    day, left = datetime.now(JAPAN).date() + timedelta(days=first - 1), number
    while left:
        day += timedelta(days=1)
        own = (day.month, day.day) in {(6, 23), (12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
        left -= day.weekday() in weekdays and not jpholiday.is_holiday(day) and not own
    return day


def test_a_time_is_booked_the_slip_says_so_and_only_the_city_reads_who(tmp_path: Path) -> None:
    done = walk(tmp_path)
    assert done.returncode == 0, done.stderr
    (row,) = read(tmp_path / "queue-before.json")["rows"]
    assert (row["state"], row["reservation"], row["procedure"]) == ("waiting", "pending", "reservation")
    (row,) = read(tmp_path / "queue-after.json")["rows"]
    assert (row["state"], row["reservation"], row["bytes"]) == ("sent", "confirmed", 0)

    (opened,) = [read(path) for path in (tmp_path / "city").glob("*.json")]
    wanted = expected_day(2, first=2, weekdays={0, 1, 3})
    answers = opened["answers"]
    assert answers["day"] == wanted.isoformat()
    assert (answers["desk"], answers["needs"], answers["name"], answers["phone"]) == (
        "soudan",
        ["wheelchair", "child"],
        "たなか",
        "0988671111",
    )
    assert opened["reservation"] == "confirmed"

    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "form.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for said in ("仮予約", row["receipt_no"], f"{wanted.month}月{wanted.day}日", "もってくる", "車いす"):
        assert said in text, said
    assert "たなか" not in text and "0988671111" not in text
    subprocess.run(["pdftoppm", "-r", "150", "-gray", str(tmp_path / "form.pdf"), str(tmp_path / "page")], check=True)
    code = subprocess.run(
        ["zbarimg", "-q", "--raw", str(next(tmp_path.glob("page*.pgm")))], check=True, capture_output=True
    ).stdout.decode()
    begins = datetime.fromisoformat(f"{answers['day']}T{answers['begins']}+09:00")
    assert f"DTSTART:{begins - timedelta(hours=9):%Y%m%dT%H%M%SZ}" in code
    assert row["receipt_no"] in code

    left = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert not any(word.encode(how) in left for word in ("たなか", "0988671111") for how in ("utf-8", "utf-16-le", "cp932"))

    listed = kiosk("bookings", "list", "--json", "--data", tmp_path / "data")
    assert listed.returncode == 0, listed.stderr
    (line,) = json.loads(listed.stdout)
    assert (line["desk"], line["day"], line["begins"], line["state"]) == ("soudan", answers["day"], answers["begins"], "confirmed")
    assert "confirmed" in kiosk("bookings", "list", "--data", tmp_path / "data").stdout
    assert "reservation confirmed" in kiosk("outbox", "list", "--data", tmp_path / "data").stdout


def test_the_same_wish_at_the_same_terminal_gets_another_time(tmp_path: Path) -> None:
    script = tmp_path / "book.yaml"
    script.write_text("procedure: juminhyo\nbook: {desk: soudan, day: first, slot: first}\n", "utf-8")
    times = []
    for name in ("a", "b"):
        assert walk(tmp_path / name, script, "--data", tmp_path / "data", "--no-pictures").returncode == 0
        times = json.loads(kiosk("bookings", "list", "--json", "--data", tmp_path / "data").stdout)
    assert len({(line["day"], line["begins"]) for line in times}) == 2
    assert [line["state"] for line in times] == ["confirmed", "confirmed"]


@pytest.mark.parametrize(
    "look", [("--lang", "en", "--screen", "1080x1920@21.5"), ("--screen", "1280x800@10.1", "--size", "xlarge")]
)
def test_it_is_booked_on_a_tall_and_on_a_small_screen(tmp_path: Path, look: tuple[str, ...]) -> None:
    done = walk(tmp_path, SCRIPT, *look)
    assert done.returncode == 0, done.stderr
    assert read(tmp_path / "walk.json")["faults"] == []


def test_a_book_line_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    script = tmp_path / "book.yaml"
    for wrong in ("book: soudan", "book: {day: 1}", "book: {desk: soudan, slot: 0}", "book: {desk: soudan, hour: 9}"):
        script.write_text(f"procedure: juminhyo\n{wrong}\n", "utf-8")
        done = walk(tmp_path / "out", script)
        assert done.returncode == 1
        assert "book:" in done.stderr and done.stderr.count("\n") == 1


def test_a_terminal_with_a_network_hears_the_citys_word_while_the_person_waits(tmp_path: Path) -> None:
    plant = Plant(practice_settings(tmp_path))
    plant.start()
    try:
        office = plant.shelves.booking()
        assert office is not None and office.live and plant.outbox is not None and plant.link.courier is not None
        desk = office.desks[0]
        now = plant.clock.now()
        slot = office.days(desk, now)[0].slots[0]
        entries = [office.submission(Request(desk, slot)) for _ in range(slot.places + 1)]
        for entry in entries:
            plant.outbox.accept(entry)
        plant.link.courier.wake()
        wait_until(lambda: all(office.outcome(entry.id) is not State.PENDING for entry in entries))
        assert [office.outcome(entry.id) for entry in entries] == [*[State.CONFIRMED] * slot.places, State.CLASH]
        days = office.days(desk, now)
        assert slot.value not in {again.value for day in days for again in day.slots}
    finally:
        plant.stop()


def wait_until(true: Callable[[], bool], at_most_s: float = 30.0) -> None:
    ends = time.monotonic() + at_most_s
    while not true():
        assert time.monotonic() < ends, "it did not come true"
        time.sleep(0.02)


def test_a_real_terminal_offers_no_desk_that_is_made_up(tmp_path: Path) -> None:
    plant = Plant(replace(practice_settings(tmp_path), practice=False, intake=IntakeSettings("none")), deliver=False)
    plant.start()
    try:
        office = plant.shelves.booking()
        assert office is not None and office.desks == ()
    finally:
        plant.stop()
