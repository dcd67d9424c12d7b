"""A family of three that moves in: four procedures in one visit, every question once, the seal's place left for the seal."""

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
SCRIPT = ROOT / "tests" / "flows" / "hikkoshi.yaml"
GIVEN: dict[str, Any] = yaml.safe_load(SCRIPT.read_text("utf-8"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the one walk these tests look at."""
    folder = tmp_path_factory.mktemp("hikkoshi")
    command = [sys.executable, "-m", "kiosk", "walk", GIVEN["procedures"][0], "--script", str(SCRIPT), "--out", str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command, "--no-pictures"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def pages(out: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(out / "form.pdf"), "-"], capture_output=True, text=True, check=True)
    return ["".join(unicodedata.normalize("NFKC", page).split()) for page in done.stdout.split("\f") if page.strip()]


def titled(out: Path, title: str) -> str:
    (page,) = [page for page in pages(out)[1:] if title in page[:80]]
    return page


def asked(out: Path) -> list[str]:
    record = json.loads((out / "walk.json").read_text("utf-8"))
    return [step["id"] for step in record["steps"] if step["screen"] == "R12"]


def test_four_papers_come_under_one_cover_and_name_the_visitor(out: Path) -> None:
    cover, *papers = pages(out)
    assert len(papers) == 4
    for title in ("住民異動届(転入)", "印鑑登録申請書", "転校連絡票", "標識交付申請書"):
        assert title in cover
    for paper in papers:
        assert "那覇太郎" in paper


def test_no_question_comes_twice(out: Path) -> None:
    assert {name: times for name, times in Counter(asked(out)).items() if times > 1} == {}


def test_all_three_of_the_family_stand_on_the_paper_of_the_move(out: Path) -> None:
    paper = titled(out, "住民異動届")
    for name in ("那覇太郎", "那覇花子", "那覇海"):
        assert name in paper
    assert "安波茶1丁目1番1号" in paper
    assert "泉崎1丁目1番1号" in paper


def test_the_new_address_told_once_stands_on_the_paper_of_the_move_and_of_the_school(out: Path) -> None:
    assert asked(out).count("R12-new_address") == 1
    assert "泉崎1丁目1番1号" in titled(out, "転校連絡票")


def test_the_place_of_the_seal_holds_nothing_but_how_to_stamp(out: Path) -> None:
    paper = titled(out, "印鑑登録申請書")
    frame = paper[paper.index("1登録する印鑑") : paper.index("2登録する人")]
    assert "窓口で、登録する印鑑を左のわくに押します" in frame
    assert "那覇" not in frame


def test_the_cover_sends_nobody_after_a_signature_this_family_does_not_need(out: Path) -> None:
    cover = pages(out)[0]
    assert "署名" in cover
    assert "保証人の署名" not in cover
    assert "保護者の同意" not in cover
