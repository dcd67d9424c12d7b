"""Which files belong to a folder of procedures. Light: the cache asks here on every start."""

from __future__ import annotations

from pathlib import Path

from kiosk.paths import ASSETS

QUESTIONS, FACTS = "questions.yaml", "facts.yaml"


def common_files(folder: Path) -> tuple[Path, Path]:
    """The shared questions and the kinds of facts: beside the folder, or the program's own."""
    beside = [folder.parent / name for name in (QUESTIONS, FACTS)]
    questions, facts = (path if path.is_file() else ASSETS / path.name for path in beside)
    return questions, facts


def form_file(folder: Path, name: str) -> Path:
    """The form of that name in a folder of forms, or the program's own, so that an author's procedure may print a shipped paper too."""
    path = folder / f"{name}.yaml"
    shipped = ASSETS / "forms" / path.name
    return shipped if shipped.is_file() and not path.is_file() else path
