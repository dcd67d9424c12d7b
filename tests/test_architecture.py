"""The picture in docs/architecture.md, kept true: who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOT_OF_ALL = {
    "kiosk/app.py",
    "kiosk/rehearsal.py",
    *(f"kiosk/plant/{name}.py" for name in ("city", "deferred", "parts", "plant", "shelves")),
}
COMMANDS = "kiosk/commands/"


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def offenders(folder: str, forbidden: tuple[str, ...], but: set[str] | None = None) -> list[str]:
    found = []
    for path in sources(folder):
        name = path.relative_to(ROOT).as_posix()
        if name in (but or set()) or name.startswith(COMMANDS):
            continue
        found += [f"{name}: {module}" for module in imports(path) if module.startswith(forbidden)]
    return found


def test_the_core_knows_no_widget_and_no_device() -> None:
    assert offenders("kiosk", ("PySide6", "screens", "devices", "intake"), ROOT_OF_ALL) == []


def test_devices_know_no_widget() -> None:
    assert offenders("devices", ("PySide6", "screens", "intake")) == []


def test_screens_know_no_device() -> None:
    assert offenders("screens", ("devices", "intake")) == []


def test_the_city_knows_the_public_envelope_only() -> None:
    allowed = {"kiosk.outbox.envelope"}
    used = {
        module
        for path in sources("intake")
        for module in imports(path)
        if module.startswith(("kiosk.outbox", "kiosk.visit", "kiosk.forms"))
    }
    assert used <= allowed


def test_the_picture_would_catch_an_intruder(tmp_path: Path) -> None:
    """Guards the guard: a planted import is found."""
    planted = tmp_path / "planted.py"
    planted.write_text("def f() -> None:\n    from devices.card import pcsc\n")
    assert list(imports(planted)) == ["devices.card"]
