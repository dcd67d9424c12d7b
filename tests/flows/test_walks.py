"""A scripted resident walks whole visits through the real widgets, to the paper and to what the city opens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
FLOWS = ROOT / "tests" / "flows"
SCRIPTS = sorted([FLOWS / "juminhyo.yaml", *FLOWS.glob("juminhyo-*.yaml")])


@dataclass(frozen=True)
class Walk:
    """What one walk left behind."""

    code: int
    said: str
    out: Path

    @property
    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "walk.json").read_text("utf-8"))
        return found

    @property
    def opened(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text("utf-8")) for path in sorted((self.out / "city").glob("*.json"))]

    def paper(self, name: str = "form.pdf") -> str:
        done = subprocess.run(["pdftotext", "-layout", str(self.out / name), "-"], capture_output=True, text=True, check=True)
        return done.stdout


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def walk(script: Path, out: Path, *more: str) -> Walk:
    done = kiosk("walk", "juminhyo", "--script", str(script), "--out", str(out), *more)
    return Walk(done.returncode, done.stdout + done.stderr, out)


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walk]:
    """Every script of this folder, walked once."""
    folder = tmp_path_factory.mktemp("walks")
    return {path.stem: walk(path, folder / path.stem) for path in SCRIPTS}


def flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", [path.stem for path in SCRIPTS])
def test_the_visit_reaches_its_end(walks: dict[str, Walk], name: str) -> None:
    done = walks[name]
    assert done.code == 0, done.said
    assert done.record["finished"]
    assert "R17" in [step["screen"] for step in done.record["steps"]]
    assert list(done.out.glob("*-R17.png"))


@pytest.mark.parametrize("name", ["juminhyo", "juminhyo-proxy", "juminhyo-longest", "juminhyo-face-code"])
def test_the_city_opens_what_was_answered(walks: dict[str, Walk], name: str) -> None:
    done = walks[name]
    assert len(done.opened) == 1
    opened = done.opened[0]
    assert opened["receipt_no"] == done.record["receipt"]
    script = yaml.safe_load((FLOWS / f"{name}.yaml").read_text("utf-8"))
    for step, given in (script["answers"] | script.get("edit", {})).items():
        if isinstance(given, str) and given and step not in ("kana", "phone"):
            assert opened["answers"][step] == given
    assert "pin" not in opened["answers"]


@pytest.mark.parametrize("name", ["juminhyo", "juminhyo-proxy", "juminhyo-longest"])
def test_the_paper_says_what_the_city_opens(walks: dict[str, Walk], name: str) -> None:
    done = walks[name]
    paper, opened = flat(done.paper()), done.opened[0]
    assert flat(opened["receipt_no"]) in paper
    for step in ("name", "kana", "target_name", "purpose_other"):
        if opened["answers"].get(step) and step != "purpose_other":
            assert flat(opened["answers"][step]) in paper


def test_the_queue_waits_before_sending_and_is_empty_afterwards(walks: dict[str, Walk]) -> None:
    out = walks["juminhyo"].out
    before, after = (json.loads((out / f"queue-{when}.json").read_text("utf-8")) for when in ("before", "after"))
    assert (before["waiting"], after["waiting"]) == (1, 0)
    assert before["rows"][0]["bytes"] > 0
    assert after["rows"][0]["bytes"] == 0


def test_a_paper_that_did_not_come_out_is_printed_again(walks: dict[str, Walk]) -> None:
    assert walks["juminhyo-proxy"].record["forms"] == ["form.pdf", "form-2.pdf"]
    first, second = (walks["juminhyo-proxy"].out / name for name in ("form.pdf", "form-2.pdf"))
    assert first.read_bytes() == second.read_bytes()


def test_on_the_phone_no_sheet_is_printed(walks: dict[str, Walk]) -> None:
    assert walks["juminhyo-face-code"].record["forms"] == []


def test_without_consent_nothing_is_queued_and_the_paper_carries_no_number(walks: dict[str, Walk]) -> None:
    done = walks["juminhyo-paper-only"]
    assert done.record["receipt"] == ""
    assert done.opened == []
    assert "N1-" not in done.paper()
    assert flat("Maria de Souza Pereira") in flat(done.paper())


def test_the_kanji_of_a_reading_come_from_the_tiles(walks: dict[str, Walk]) -> None:
    assert walks["juminhyo-proxy"].opened[0]["answers"]["name"] == "比嘉　太郎"


@pytest.mark.parametrize(
    ("language", "size", "contrast", "screen"),
    [
        ("en", "xlarge", "high", "1920x1080@21.5"),
        ("en", "normal", "normal", "1280x800@12.1"),
        ("ja", "large", "dark", "1080x1920@21.5"),
    ],
)
def test_every_look_reaches_the_end(tmp_path: Path, language: str, size: str, contrast: str, screen: str) -> None:
    look = ("--lang", language, "--size", size, "--contrast", contrast, "--screen", screen)
    assert walk(FLOWS / "juminhyo.yaml", tmp_path, *look).code == 0


@pytest.mark.parametrize("profile", ["locked", "expired", "other_card", "last_try"])
def test_a_card_that_cannot_help_leaves_the_way_by_hand(tmp_path: Path, profile: str) -> None:
    script = yaml.safe_load((FLOWS / "juminhyo.yaml").read_text("utf-8"))
    script["answers"] |= {"name": "比嘉　太郎", "birth": "1951-04-05", "address": "沖縄県那覇市泉崎１丁目１番１号"}
    file = tmp_path / "script.yaml"
    file.write_text(yaml.safe_dump(script, allow_unicode=True), "utf-8")
    done = walk(file, tmp_path / "out", "--card", f"practice:{profile}")
    assert done.code == 0, done.said
    assert done.opened[0]["answers"]["name"] == "比嘉　太郎"
    if profile in ("expired", "other_card"):  # the others go on to the numbers on the card's face, without a notice
        assert done.record["faults"] == [{"expired": "CARD-10", "other_card": "CARD-04"}[profile]]


@pytest.mark.parametrize(
    "answers", [{}, {"name": "比嘉　太郎", "birth": "1951-04-05", "address": "沖縄県那覇市泉崎１丁目１番１号"}]
)
def test_a_script_with_a_pin_and_no_card_goes_by_hand_or_says_what_is_missing(tmp_path: Path, answers: dict[str, str]) -> None:
    script = yaml.safe_load((FLOWS / "juminhyo.yaml").read_text("utf-8"))
    script["answers"] |= answers
    file = tmp_path / "script.yaml"
    file.write_text(yaml.safe_dump(script, allow_unicode=True), "utf-8")
    done = walk(file, tmp_path / "out", "--card", "none")
    if answers:
        assert done.code == 0, done.said
    else:
        assert done.code == 1
        assert "R10: there is no card to read" in done.said


def test_with_no_intake_the_entry_waits_in_the_queue(tmp_path: Path) -> None:
    """An unreachable city is normal weather: the visit ends as ever, and the row waits."""
    with_city = walk(FLOWS / "juminhyo.yaml", tmp_path / "first")
    keys = with_city.out / "data" / "city" / "practice-keys"
    config = tmp_path / "config.toml"
    config.write_text(
        f'practice = true\n[intake]\nkind = "url"\nurl = "http://127.0.0.1:9"\ncity_key = "{keys}/city.pub"\nreceipt_key = "{keys}/receipt.pub"\n'
        '[card]\nkind = "practice"\n[printer]\nkind = "file"\n',
        "utf-8",
    )
    done = walk(FLOWS / "juminhyo.yaml", tmp_path / "second", "--config", str(config), "--intake", "http://127.0.0.1:9")
    assert done.code == 0, done.said
    after = json.loads((done.out / "queue-after.json").read_text("utf-8"))
    assert (after["waiting"], after["rows"][0]["state"]) == (1, "waiting")
