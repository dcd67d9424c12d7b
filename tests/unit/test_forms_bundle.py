"""Several papers as one file: order, cover, continuation sheets, and that nobody of a long list is lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG, KioskError
from kiosk.forms.figure import figure
from kiosk.forms.maker import FormLibrary
from kiosk.forms.sheets import leaves
from kiosk.model.form import Box, Values
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.services import Paper
from kiosk.words import Catalogue
from tests.unit.forms_paper import answers

ENGLISH = Catalogue("en", LOCALES)


@cache
def library() -> FormLibrary:
    """The shipped forms, with one day for today."""
    return FormLibrary(ASSETS / "forms", today=lambda: date(2026, 11, 24))


def family(count: int) -> Values:
    """A person with that many who join the insurance."""
    people: dict[str, str | tuple[str, ...]] = {"name": "那覇　太郎", "household_who": "head"}
    for number in range(1, count + 1):
        people |= {
            f"person_name#{number}": f"那覇　子{number}",
            f"person_kana#{number}": f"ナハ　コ{number}",
            f"person_birth#{number}": f"{2000 + number % 25}-03-{1 + number % 28:02}",
            f"person_relation#{number}": "child",
        }
    return people


def paper(form: str, values: Values, title: str = "住民票《じゅうみんひょう》の 写《うつ》し") -> Paper:
    return Paper(form, values, form, title)


def pages(pdf: bytes) -> list[str]:
    """The text of every page, without white space."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def made(papers: list[Paper], number: str = "N1-0427", words: Catalogue | None = None) -> list[str]:
    sheet = library().make(papers, number, "海7", False, words=words)
    found = pages(sheet.pdf)
    assert sheet.pages == len(found) and sheet.forms == len(papers)
    return found


def two() -> list[Paper]:
    return [paper("juminhyo", answers("plain")), paper("kokuho_join", family(2), "国民健康保険")]


def test_one_paper_has_no_cover() -> None:
    (page,) = made([paper("kokuho_join", family(1))])
    assert "国民健康保険資格取得届" in page and "おつかれさま" not in page


def test_several_papers_come_in_order_under_a_cover() -> None:
    cover, first, second = made(two())
    assert "おつかれさまでした" in cover and "N1-0427" in cover and "海7" in cover
    assert cover.index("住民票の写し等交付請求書") < cover.index("国民健康保険資格取得届")
    assert "ハイサイ市民課" in cover and "国民健康保険課" in cover and "署名" in cover and "消せるペンはつかえません" in cover
    assert "住民票の写し等交付請求書" in first and "国民健康保険資格取得届" in second


def test_the_cover_carries_no_readings_and_says_nothing_of_the_person() -> None:
    cover = made(two(), words=ENGLISH)[0]
    assert "《" not in cover and "那覇　太郎" not in cover and "子1" not in cover


def test_the_cover_tells_papers_of_a_kind_apart_by_whose_they_are() -> None:
    cover = made([replace(paper("juminhyo", answers("plain")), whose=name) for name in ("沖縄 海", "沖縄 空")], words=ENGLISH)[0]
    assert cover.count("住民票の写し等交付請求書") == 2 and cover.index("沖縄海") < cover.index("沖縄空")


def test_the_cover_speaks_the_visits_language_under_the_japanese() -> None:
    cover = made(two(), words=ENGLISH)[0]
    assert "おつかれさまでした" in cover and "Handinat" in cover
    assert "Handinat" not in made(two(), words=Catalogue("ja", LOCALES))[0]


def test_the_cover_shows_the_visits_own_counter_where_it_has_one() -> None:
    own = [Paper("juminhyo", answers("plain"), counter="真和志《まわし》支所《ししょ》"), *two()[1:]]
    cover = made(own)[0]
    assert "真和志支所" in cover and "《" not in cover and "ハイサイ市民課" not in cover


def test_a_paper_only_visit_has_a_cover_without_a_number_box() -> None:
    cover = made(two(), number="")[0]
    assert "おつかれさまでした" in cover and "受付番号" not in cover


def test_thirty_papers_take_two_covers_and_none_is_left_out() -> None:
    found = made([paper("inin_guide", {})] * 30)
    assert len(found) == 32
    assert sum(page.count("委任状") for page in found[:2]) == 30
    assert "消せるペン" not in found[0] and "消せるペン" in found[1]


def test_the_same_papers_on_the_same_day_give_the_same_bytes() -> None:
    one, other = (library().make(two(), "N1-0427", "海7", False).pdf for _ in range(2))
    assert one == other


def test_boxes_are_counted_over_all_papers_and_not_the_kiosks_own() -> None:
    single = [library().make([one], "N1-0427", "海7", False).boxes for one in two()]
    assert library().make(two(), "N1-0427", "海7", False).boxes == sum(single)
    assert library().make([paper("inin_guide", {})], "N1-0427", "海7", False).boxes == 0


# --- people without a row -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [0, 1, 4, 5, 12, 40])
def test_every_person_of_a_list_stands_on_a_sheet_once(count: int) -> None:
    found = made([paper("kokuho_join", family(count))])
    whole = "".join(found)
    for number in range(1, count + 1):
        assert len(re.findall(rf"那覇子{number}(?!\d)", whole)) == 1, number
    assert len(found) == (1 if count <= 4 else 2 if count <= 20 else 4)
    assert ("別紙" in found[0]) == (count > 4)


def test_continuation_sheets_number_their_people_and_pages() -> None:
    first, second = made([paper("kokuho_join", family(12))])
    assert "ほか8件は別紙" in first and "1/2" in first and "2/2" in second
    assert all(str(number) in second for number in range(5, 13)) and "N1-0427" in second


def test_a_gap_in_a_list_keeps_everybody_in_their_row() -> None:
    values = {step: value for step, value in family(6).items() if not step.endswith("#2")}
    first, second = leaves(library().form("kokuho_join"), values)
    assert "person_name#2" not in first.values and first.values["person_name#3"] == "那覇　子3"
    assert second.values["person_name#1"] == "那覇　子5"


def test_nothing_of_the_others_goes_onto_a_continuation_sheet_but_what_is_no_row() -> None:
    _, second = leaves(library().form("kokuho_join"), family(5))
    assert second.values["name"] == "那覇　太郎" and second.values["person_name#1"] == "那覇　子5"
    assert "person_name#2" not in second.values


# --- trouble ------------------------------------------------------------------------------------------------------------------
def test_trouble_on_a_continuation_sheet_names_the_person_of_the_list_and_the_paper() -> None:
    values = {**family(6), "person_name#6": "那覇　" + "あ" * 200}
    (trouble,) = library().check([*two()[:1], paper("kokuho_join", values)])
    assert (trouble.step, trouble.paper, trouble.fault, trouble.stops) == ("person_name#6", 1, FORM_TOO_LONG, True)
    with pytest.raises(KioskError) as raised:
        library().make([paper("kokuho_join", values)], "N1-0427", "海7", False)
    assert raised.value.fault is FORM_TOO_LONG and "あ" not in raised.value.detail


def test_a_letter_no_font_has_is_told_with_its_paper() -> None:
    (trouble,) = library().check([paper("kokuho_join", {**family(1), "person_name#1": "\U0001f600子"})])
    assert (trouble.step, trouble.fault, trouble.characters, trouble.stops) == ("person_name#1", FORM_GLYPH, "\U0001f600", False)


def longest() -> Iterator[tuple[str, str]]:
    yield "name", "邉" * 20
    yield "kana", "ナガイ" * 8
    yield "address", "沖縄県那覇市泉崎一丁目" + "１" * 109
    yield "old_insurance", "保" * 40
    yield "reason_other", "理" * 20


def test_the_longest_values_fit() -> None:
    values = {**family(4), **dict(longest()), "reason": "other", "birth": "1911-02-28", "person_birth#1": "1912-02-29"}
    assert library().check([paper("kokuho_join", values)]) == []


def test_an_unknown_form_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        library().check([paper("nothing", {})])


def test_a_bundle_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    library().make(two(), "N1-0427", "海7", False)
    assert not list(tmp_path.iterdir())


def test_the_guide_on_the_cover_is_drawn_inside_its_place_in_greys() -> None:
    place = Box(160, 250, 30, 27)
    shapes = figure(ASSETS / "icons" / "guide" / "happy.svg", place)
    assert len(shapes) > 50
    for shape in shapes:
        assert all(place.x - 1 <= x <= place.right + 1 and place.y - 1 <= y <= place.bottom + 1 for x, y in shape.points)
        assert (shape.fill is None or 0 <= shape.fill <= 1) and shape.width >= 0


def test_every_picture_of_the_guide_can_go_on_paper() -> None:
    pictures = sorted((ASSETS / "icons" / "guide").glob("*.svg"))
    assert pictures and all(figure(picture, Box(0, 0, 30, 30)) for picture in pictures)


def test_codes_of_a_bundle_read_back_as_their_papers(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(library().make(two(), "N1-0427", "海7", False).pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-png", str(tmp_path / "b.pdf"), str(tmp_path / "b")], check=True)
    shown = [
        subprocess.run(["zbarimg", "-q", "--raw", str(page)], check=True, capture_output=True).stdout.decode()
        for page in sorted(tmp_path.glob("b-*.png"))
    ]
    assert [code.split(":")[1:3] for code in shown] == [["N1-0427", "cover"], ["N1-0427", "juminhyo"], ["N1-0427", "kokuho_join"]]
