"""One scripted visit walked to its end, and what lay on the paper and the screens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent


def flat(text: str) -> str:
    """Without white space, full and half width alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class Walked:
    """script: what the resident was to do. out: what the walk left."""

    script: dict[str, Any]
    out: Path

    @property
    def screens(self) -> list[str]:
        """Every screen in its order, as walk.json names them."""
        return [step["id"] for step in json.loads((self.out / "walk.json").read_text("utf-8"))["steps"]]

    @property
    def questions(self) -> list[str]:
        """Every question that was asked, in its order."""
        return [name.removeprefix("R12-") for name in self.screens if name.startswith("R12-")]

    @property
    def pages(self) -> list[str]:
        """The text of every page without white space."""
        command = ["pdftotext", "-layout", str(self.out / "form.pdf"), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [flat(page) for page in done.stdout.split("\f") if page.strip()]


def walk(name: str, out: Path) -> Walked:
    """The script of that name in this folder, walked to its end; AssertionError with what was said where it stops."""
    path = ROOT / "tests" / "flows" / f"{name}.yaml"
    script = yaml.safe_load(path.read_text("utf-8"))
    procedure = script.get("procedure") or script["procedures"][0]
    command = [sys.executable, "-m", "kiosk", "walk", procedure, "--script", str(path), "--out", str(out)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Walked(script, out)
