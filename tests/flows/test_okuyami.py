"""A family's visit after a death: twelve procedures in one go, every question once, twelve papers under one cover."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "tests" / "flows" / "okuyami.yaml"
GIVEN: dict[str, Any] = yaml.safe_load(SCRIPT.read_text("utf-8"))
ACCOUNT = ("bank_how", "bank_name", "bank_number", "bank_holder")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the one walk these tests look at."""
    folder = tmp_path_factory.mktemp("okuyami")
    command = [sys.executable, "-m", "kiosk", "walk", GIVEN["procedures"][0], "--script", str(SCRIPT), "--out", str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def pages(out: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(out / "form.pdf"), "-"], capture_output=True, text=True, check=True)
    return ["".join(unicodedata.normalize("NFKC", page).split()) for page in done.stdout.split("\f") if page.strip()]


def questions(out: Path) -> list[str]:
    record = json.loads((out / "walk.json").read_text("utf-8"))
    return [step["id"] for step in record["steps"] if step["screen"] == "R12"]


def city(out: Path) -> dict[str, Any]:
    (entry,) = (out / "city").glob("*.json")
    opened: dict[str, Any] = json.loads(entry.read_text("utf-8"))
    return opened


def test_one_visit_fills_the_papers_of_twelve_procedures(out: Path) -> None:
    cover, *papers = pages(out)
    titles = [
        yaml.safe_load((ROOT / "assets" / "forms" / f"{name}.yaml").read_text("utf-8"))["title"] for name in GIVEN["procedures"]
    ]
    assert len(titles) == len(papers) == 12
    for title in titles:
        assert "".join(unicodedata.normalize("NFKC", title).split()) in cover


def test_every_paper_names_the_visitor_and_the_one_who_died(out: Path) -> None:
    for paper in pages(out)[1:]:
        assert "那覇太郎" in paper
        assert "那覇一郎" in paper


def test_no_question_comes_twice(out: Path) -> None:
    assert {name: times for name, times in Counter(questions(out)).items() if times > 1} == {}


def test_the_address_of_one_who_lived_together_is_not_asked_but_printed(out: Path) -> None:
    assert "R12-deceased_address" not in questions(out)
    for paper in pages(out)[1:]:
        assert paper.count("泉崎1丁目1番1号") >= 2


def test_the_account_is_printed_and_never_sent(out: Path) -> None:
    holding = [paper for paper in pages(out) if GIVEN["answers"]["bank_number"] in paper]
    assert len(holding) == 3
    opened = city(out)
    assert not [name for name in opened["answers"] if name.rpartition(".")[2] in ACCOUNT]
    assert GIVEN["answers"]["bank_number"] not in unicodedata.normalize("NFKC", json.dumps(opened, ensure_ascii=False))
