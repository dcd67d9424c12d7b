"""The towns of Naha by postal code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.content.towns import load_towns
from kiosk.paths import ASSETS

FILE = ASSETS / "words" / "naha_towns.tsv"


@pytest.mark.parametrize("code", ["9000021", "900-0021", "９００-００２１", " 900 0021 "])
def test_a_postal_code_gives_the_address_up_to_the_town(code: str) -> None:
    assert load_towns(FILE).by_code(code) == ("沖縄県那覇市泉崎",)


def test_the_code_for_places_not_in_the_list_gives_the_city() -> None:
    assert load_towns(FILE).by_code("9000000") == ("沖縄県那覇市",)


@pytest.mark.parametrize("code", ["", "1000001", "900002", "90000211", "abc", "٩٠٠٠٠٢١"])
def test_a_code_outside_the_city_gives_nothing(code: str) -> None:
    assert load_towns(FILE).by_code(code) == ()


def test_all_78_towns_come_in_the_order_of_their_reading() -> None:
    towns = load_towns(FILE).all_by_kana()
    assert len(towns) == 78
    assert [town.kana for town in towns] == sorted(town.kana for town in towns)
    assert {"首里金城町", "おもろまち", "泉崎"} <= {town.name for town in towns}
    assert all(re.fullmatch("[ァ-ヺー]+", town.kana) for town in towns)


def test_the_file_says_source_day_and_licence() -> None:
    head = "".join(line for line in FILE.read_text("utf-8").splitlines() if line.startswith("#"))
    assert "Japan Post" in head
    assert "2026-11-24" in head
    assert "Licence" in head


def test_the_city_s_name_is_written_as_in_japan() -> None:
    assert "霸" not in FILE.read_text("utf-8")


def test_two_towns_of_one_code_are_both_offered(tmp_path: Path) -> None:
    file = tmp_path / "towns.tsv"
    file.write_text("# x\n9000001\tア\t亜\n9000001\tイ\t伊\n", "utf-8")
    assert load_towns(file).by_code("9000001") == ("沖縄県那覇市亜", "沖縄県那覇市伊")


@pytest.mark.parametrize("line", ["900001\tア\t亜", "9000001 ア 亜", "9000001\tア", "９００００００\tア\t亜"])
def test_a_damaged_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "towns.tsv"
    file.write_text(f"# x\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"towns\.tsv:2: expected"):
        load_towns(file)
