"""What a clerk has just begun, in a folder of their own, already walks from the first touch to the paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "kiosk", "procedures", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)


def test_a_procedure_of_ones_own_folder_is_previewed_from_the_first_touch_to_the_paper(tmp_path: Path) -> None:
    folder, out = tmp_path / "mine", tmp_path / "out"
    there = ("--assets", str(folder))
    assert kiosk("new", "inu_hojo", "--title", "犬《いぬ》の 補助金《ほじょきん》", *there).returncode == 0
    done = kiosk("preview", "inu_hojo", *there, "--out", str(out))
    assert done.returncode == 0, done.stderr
    record = json.loads((out / "walk.json").read_text("utf-8"))
    assert record["finished"]
    assert "reason" in [step["id"].split("-")[-1] for step in record["steps"]]
    said = subprocess.run(["pdftotext", str(out / "form.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    assert {"inu_hojo", "花子"} <= set(said.split())
    assert any(picture.name.endswith("R12-reason.png") for picture in out.glob("*.png"))
