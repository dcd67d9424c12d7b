"""A resident answers six questions and goes home with a list, or into a procedure; another looks at a bid: real widgets, real paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).parent
JST = timezone(timedelta(hours=9))


def walk(folder: Path, procedure: str, script: dict[str, Any], *more: object) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A walk with that script; where it left things."""
    (folder / "script.yaml").write_text(yaml.safe_dump({"procedure": procedure, **script}, allow_unicode=True), "utf-8")
    out = folder / "out"
    words = [
        sys.executable,
        "-m",
        "kiosk",
        "walk",
        procedure,
        "--script",
        folder / "script.yaml",
        "--out",
        out,
        "--no-pictures",
        *more,
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [str(word) for word in words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False
    ), out


def screens(out: Path) -> list[str]:
    return [step["id"] for step in json.loads((out / "walk.json").read_text("utf-8"))["steps"]]


def test_six_answers_become_a_list_on_paper_with_reasons_and_nothing_of_them_stays(tmp_path: Path) -> None:
    moved = datetime.now(JST).date() - timedelta(days=3)
    last = moved + timedelta(days=14)
    fits = {"child": "yes", "moved": "yes", "quit_work": "unknown"}
    done, out = walk(tmp_path, "tennyu", {"board": {"fits": fits, "days": {"moved": moved.isoformat()}, "take": "paper"}})
    assert done.returncode == 0, done.stderr
    assert screens(out)[-3:] == ["R22-paper", "R22-phone", "R19"]
    assert "R22-day.moved" in screens(out)
    text = subprocess.run(["pdftotext", "-layout", out / "form.pdf", "-"], capture_output=True, text=True, check=True).stdout
    for words in ("転入届", f"{last.month}月{last.day}日", "国民健康保険に 入る", "児童手当の 申しこみ", "なぜ"):
        assert words in text, words
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", out / "form.pdf", out / "page"], check=True)
    read = subprocess.run(["zbarimg", "-q", "--raw", out / "page.pgm"], check=True, capture_output=True, text=True)
    assert "転入届" in read.stdout
    assert json.loads((out / "queue-after.json").read_text("utf-8"))["rows"] == []
    log = (out / "data" / "log" / "kiosk.jsonl").read_text("utf-8")
    assert not any(word in log for word in ("moved", "quit_work", "child", "unknown", moved.isoformat()))


def test_a_card_of_the_list_leads_through_its_procedure_to_the_city(tmp_path: Path) -> None:
    script = yaml.safe_load((HERE / "kodomo_iryo.yaml").read_text("utf-8"))
    done, out = walk(tmp_path, "kodomo_iryo", {**script, "board": {"fits": {"child": "yes"}}})
    assert done.returncode == 0, done.stderr
    seen = screens(out)
    assert seen.index("R22-result") + 1 == next(number for number, name in enumerate(seen) if name.startswith("R07"))
    assert "R06" not in seen
    assert "R17" in seen
    assert (out / "form.pdf").is_file()


def test_a_bid_of_an_imported_pack_is_shown_and_of_an_old_one_too(tmp_path: Path) -> None:
    pack = tmp_path / "入札一覧.csv"
    pack.write_bytes(
        "案件名称,区分,提出期限,担当課,リンク\r\nいすの購入,物品,令和20年1月8日 17時,管財課,https://www.example.com/1\r\n".encode(
            "cp932"
        )
    )
    taken = subprocess.run(
        [sys.executable, "-m", "kiosk", "boards", "import", pack, "--data", tmp_path / "data", "--dated", "2026-01-05"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "1 rows, 1 still open" in taken.stdout
    done, out = walk(tmp_path, "tennyu", {"board": "bids"}, "--data", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert screens(out)[-4:-2] == ["R22", "R26"]
    assert screens(out)[-2].startswith("R26-b")
    assert screens(out)[-1] == "R19"
