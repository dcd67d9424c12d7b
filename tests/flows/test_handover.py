"""A resident stops at one terminal and goes on at another: real widgets, a scanner that types, the paper's code read back by a decoder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.handover.short_code import short_code
from kiosk.handover.vaccination import read_code

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERS = {"who": "self", "name": "仲宗根　美代子", "kana": "なかそね みよこ", "birth": "1951-04-05"}
LATER = {"address": "沖縄県那覇市泉崎１丁目１番１号", "phone": "0988671111", "scope": "all", "items": ["tsuzukigara"], "copies": 2, "purpose": "pension"}  # fmt: skip


def kiosk(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "kiosk", *(str(argument) for argument in arguments)]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)


def walk(folder: Path, name: str, script: dict[str, Any], *more: object) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A walk at a terminal of its own: own data folder, the city's key of the terminals."""
    (folder / f"{name}.yaml").write_text(json.dumps({"procedure": "juminhyo", **script}, ensure_ascii=False), "utf-8")
    (folder / f"{name}.toml").write_text(f'practice = true\n[card]\nkind = "none"\n[printer]\nkind = "file"\n[intake]\nkind = "embedded"\n[handover]\nkey = "{folder}/terminals.key"\n')  # fmt: skip
    out = folder / name
    at = ("--config", folder / f"{name}.toml", "--card", "none")
    return kiosk("walk", "juminhyo", "--script", folder / f"{name}.yaml", "--out", out, *at, *more), out


@pytest.fixture
def town(tmp_path: Path) -> Path:
    assert kiosk("handover", "keygen", "--out", tmp_path / "terminals.key").returncode == 0
    (tmp_path / "short.txt").write_text(short_code("juminhyo"))
    return tmp_path


def test_stopped_at_the_fifth_question_here_it_goes_on_there_and_reaches_paper_and_city(town: Path) -> None:
    done, a = walk(town, "a", {"answers": ANSWERS, "stop_at": "address", "resume": "short.txt"})
    assert done.returncode == 0, done.stderr
    text = (a / "tsuzuki.txt").read_text().strip()
    page = subprocess.run(["pdftoppm", "-r", "200", "-gray", str(a / "form.pdf"), str(a / "page")], check=True)
    assert page.returncode == 0
    read = subprocess.run(["zbarimg", "-q", "--raw", str(next(a.glob("page*.pgm")))], check=True, capture_output=True, text=True)
    assert read.stdout.strip() == text
    assert json.loads((a / "queue-after.json").read_text())["rows"] == []
    left = b"".join(path.read_bytes() for path in a.rglob("*") if path.is_file() and path.suffix != ".png")
    assert not any(word.encode(how) in left for word in ("仲宗根", "美代子", "ナカソネ") for how in ("utf-8", "utf-16-le", "cp932"))

    done, b = walk(town, "b", {"answers": LATER, "resume": "a/tsuzuki.txt"})
    assert done.returncode == 0, done.stderr
    screens = [step["id"] for step in json.loads((b / "walk.json").read_text())["steps"]]
    assert "R12-address" in screens
    assert "R12-name" not in screens
    (opened,) = [json.loads(path.read_text("utf-8")) for path in (b / "city").glob("*.json")]
    assert opened["answers"]["name"] == ANSWERS["name"]
    assert opened["answers"]["address"] == LATER["address"]

    done, _ = walk(town, "c", {"answers": LATER, "resume": "a/tsuzuki.txt"}, "--data", b / "data")
    assert done.returncode != 0
    assert "R05 refused" in done.stderr


def test_a_terminal_of_another_city_refuses_it_kindly(town: Path) -> None:
    done, a = walk(town, "a", {"answers": ANSWERS, "stop_at": "name", "resume": "short.txt"})
    assert done.returncode == 0, done.stderr
    (town / "terminals.key").unlink()
    assert kiosk("handover", "keygen", "--out", town / "terminals.key").returncode == 0
    done, _ = walk(town, "b", {"answers": LATER, "resume": "a/tsuzuki.txt"})
    assert done.returncode != 0
    assert "R05 refused" in done.stderr
    assert "Traceback" not in done.stderr
    assert (a / "tsuzuki.txt").exists()


def test_a_vaccination_record_is_printed_and_its_code_reads_back_and_nothing_stays(town: Path) -> None:
    rows = [
        {"vaccine": "MR", "date": "2024-05-01", "place": "C"},
        {"vaccine": "PCV", "date": "2024-06-01"},
        {"vaccine": "PCV", "date": "2024-07-01", "place": "S"},
    ]
    done, out = walk(town, "v", {"doses": rows})
    assert done.returncode == 0, done.stderr
    subprocess.run(["pdftoppm", "-r", "200", "-gray", str(out / "form.pdf"), str(out / "page")], check=True)
    read = subprocess.run(["zbarimg", "-q", "--raw", str(next(out.glob("page*.pgm")))], check=True, capture_output=True, text=True)
    doses = read_code(read.stdout, ["MR", "PCV"], date(2026, 11, 24))
    assert [(dose.vaccine, dose.day.isoformat(), dose.given.value) for dose in doses] == [
        ("MR", "2024-05-01", "C"),
        ("PCV", "2024-06-01", ""),
        ("PCV", "2024-07-01", "S"),
    ]
    page = subprocess.run(["pdftotext", "-layout", str(out / "form.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    assert "2回" in page
    assert json.loads((out / "queue-after.json").read_text())["rows"] == []
    left = b"".join(path.read_bytes() for path in (out / "data").rglob("*") if path.is_file())
    assert b"2024-05-01" not in left
