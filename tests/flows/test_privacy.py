"""After a visit nothing of the person is left: not on disk, not in a live object. What freed memory still holds is counted and told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.flows.privacy_visit import flipped

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "銀鏡　千代乃助"
ADDRESS = "沖縄県那覇市首里金城町３丁目７７７番地"
PHONE = "09087654321"
KANA = "シロミ　チヨノスケ"
BY_HAND = {
    "company": "alone",
    "answers": {
        "who": "self", "name": NAME, "kana": KANA, "birth": "1938-02-28", "address": ADDRESS, "phone": PHONE,
        "scope": "one", "items": [], "copies": 1, "purpose": "bank",
    },
}  # fmt: skip


def visit(tmp_path: Path, script: dict[str, Any], needles: list[str], card: str = "none") -> dict[str, Any]:
    folders = {name: tmp_path / name for name in ("data", "paper", "temp")}
    for folder in folders.values():
        folder.mkdir()
    file = tmp_path / "script.yaml"
    file.write_text(yaml.safe_dump(script, allow_unicode=True), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.flows.privacy_visit", str(folders["data"]), str(file), card, str(folders["paper"])],
        input=json.dumps([flipped(needle) for needle in needles]),
        env={**os.environ, "TMPDIR": str(folders["temp"]), "XDG_CACHE_HOME": str(folders["temp"])},
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    result["said"] = done.stdout + done.stderr
    return result


def files_with(needle: str, *folders: Path) -> list[str]:
    """Files that hold the needle in any encoding, as it is or as JSON escapes."""
    forms = [needle.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932")] + [
        json.dumps(needle)[1:-1].encode()
    ]
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """One visit by hand, shared by the tests below."""
    folder = tmp_path_factory.mktemp("by-hand")
    return folder, visit(folder, BY_HAND, [NAME, ADDRESS, PHONE, KANA])


def test_the_visit_reached_its_end_and_the_first_screen_is_back(by_hand: tuple[Path, dict[str, Any]]) -> None:
    assert by_hand[1]["finished"]
    assert by_hand[1]["screen"] == "R01"


@pytest.mark.parametrize("needle", [NAME, ADDRESS, PHONE, KANA], ids=["name", "address", "phone", "kana"])
def test_no_file_of_data_log_and_temp_holds_it(by_hand: tuple[Path, dict[str, Any]], needle: str) -> None:
    folder, result = by_hand
    assert (folder / "data" / "outbox.db").exists()
    assert (folder / "data" / "log" / "kiosk.jsonl").exists()
    assert files_with(needle, folder / "data", folder / "temp") == []
    assert needle not in result["said"]


def test_no_live_object_holds_it(by_hand: tuple[Path, dict[str, Any]]) -> None:
    assert by_hand[1]["objects"] == []


def test_what_freed_memory_holds_is_counted(by_hand: tuple[Path, dict[str, Any]], record_property: Any) -> None:
    """Not a promise: Qt, Python and C libraries free without wiping. The count is told, and must not grow out of hand."""
    counts = by_hand[1]["memory"]
    record_property("freed copies", counts)
    print(f"copies left in memory, live or freed: {counts}")
    assert sum(counts.values()) < 400


def test_the_search_would_find_what_is_there(tmp_path: Path) -> None:
    """Guards the guard: a planted file and its JSON form are found."""
    (tmp_path / "a.txt").write_text(NAME, "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"name": NAME}), "utf-8")
    assert len(files_with(NAME, tmp_path)) == 2


def test_a_card_number_is_in_no_file_and_no_object(tmp_path: Path) -> None:
    from devices.simulated.card_profiles import profile

    face_code = profile("tanaka").face_code
    script = {
        "face_code": face_code,
        "answers": {"who": "self", "kana": "タナカ　ハナコ", "scope": "all", "copies": 1, "purpose": "work"},
    }
    name = profile("tanaka").name
    result = visit(tmp_path, script, [face_code, name], card="practice")
    assert result["finished"]
    assert result["objects"] == []
    assert files_with(face_code, tmp_path / "data", tmp_path / "temp") == []
    assert files_with(name, tmp_path / "data", tmp_path / "temp") == []
