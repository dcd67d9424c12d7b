"""Ten thousand ways to spoil a good file: none ends in a traceback, and each problem names its file and a line that is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kiosk.content.problems import Severity
from kiosk.content.procedures import check
from kiosk.paths import ASSETS

DATA = Path(__file__).parent.parent / "data" / "content"
MUTANTS, SHARES = 10_000, 4
SEED = 20261124
KEYS = (
    "id",
    "kind",
    "when",
    "is",
    "step",
    "use",
    "each",
    "counts",
    "choices",
    "label",
    "source",
    "verified_on",
    "form",
    "all",
    "not",
)
VALUES = ("", "5", "-1", "yes", "true", "null", "[]", "{}", "{a: b}", "[1, 2]", "2026-13-45", "'", '"', "&a x", "*a", "!!int 3", "《", "a: b: c", "\t", "0x1F",
          "9" * 40, "名前《なまえ", "who", "[[[[[[", "2026-02-29", "\u2028", "\U000e0100", "- - - -", "# ", "|", ">", "?", "%x", "~")  # fmt: skip

Mutation = Callable[[list[str], Random], None]


def _drop(lines: list[str], chance: Random) -> None:
    del lines[chance.randrange(len(lines))]


def _twice(lines: list[str], chance: Random) -> None:
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))


def _swap(lines: list[str], chance: Random) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _indent(lines: list[str], chance: Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((" ", "  ", "\t", "    ")) + lines[at] if chance.random() < 0.5 else lines[at].lstrip()


def _value(lines: list[str], chance: Random) -> None:
    at = chance.randrange(len(lines))
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {chance.choice(VALUES)}\n"


def _key(lines: list[str], chance: Random) -> None:
    at = chance.randrange(len(lines))
    _, colon, value = lines[at].partition(":")
    lines[at] = f"{' ' * chance.choice((0, 2, 4))}{chance.choice(KEYS)}{colon or ':'}{value or chr(10)}"


def _letters(lines: list[str], chance: Random) -> None:
    at = chance.randrange(len(lines))
    place = chance.randrange(len(lines[at]) or 1)
    lines[at] = lines[at][:place] + chance.choice(VALUES) + lines[at][place + chance.randrange(4) :]


def _cut(lines: list[str], chance: Random) -> None:
    del lines[chance.randrange(len(lines)) :]


MUTATIONS: tuple[Mutation, ...] = (_drop, _twice, _swap, _indent, _value, _key, _letters, _cut)


def mutant(text: str, chance: Random) -> str:
    """The text with one to three things wrong."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        if lines:
            chance.choice(MUTATIONS)(lines, chance)
    return "".join(lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of procedures beside shared files small enough to be read ten thousand times."""
    for name in ("questions.yaml", "facts.yaml"):
        shutil.copy(DATA / "shared" / name, tmp_path)
    shutil.copy(ASSETS / "events.yaml", tmp_path)
    (tmp_path / "procedures").mkdir()
    return tmp_path / "procedures"


@pytest.mark.parametrize("share", range(SHARES))
def test_no_mutant_of_a_good_file_ends_in_a_traceback(folder: Path, share: int) -> None:
    good = (DATA / "good.yaml").read_text("utf-8")
    chance = Random(SEED + share)
    told = 0
    for _ in range(MUTANTS // SHARES):
        text = mutant(good, chance)
        (folder / "good.yaml").write_text(text, "utf-8")
        problems = check(folder)
        lines = len(text.splitlines()) + 2
        for problem in problems:
            assert problem.file in ("good.yaml", str(folder)), problem
            assert 1 <= problem.line <= lines, problem
            assert problem.wrong and (problem.mend or problem.severity is Severity.WARNING), problem
        told += bool(problems)
    assert told > MUTANTS // SHARES * 0.8, "the mutants are too tame to tell anything"
