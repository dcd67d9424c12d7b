"""Labels of two children on a half-used sheet, through the real widgets to the paper, which is read back label by label."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.forms.label_sheets import LabelSheet, load_label_sheets
from kiosk.paths import ASSETS
from tests.flows.test_every_procedure import Walked, flat, read_in, walk, words_on

FIRST, COPIES, SAMPLE = 5, 3, set("見本SAMPLE")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    return walk("labels", tmp_path_factory.mktemp("labels"))


@pytest.fixture(scope="module")
def sheet() -> LabelSheet:
    return load_label_sheets(ASSETS / "forms" / "labels.yaml")["a4_24"]


def test_the_visit_ends_with_two_equal_prints_because_the_first_did_not_come_out(walked: Walked) -> None:
    assert walked.code == 0, walked.said
    assert walked.read("walk.json")["finished"]
    assert (walked.out / "form.pdf").read_bytes() == (walked.out / "form-2.pdf").read_bytes()


def test_every_label_says_whom_it_is_for_each_child_in_a_block(walked: Walked, sheet: LabelSheet) -> None:
    (page,) = words_on(walked.out / "form.pdf")
    assert len(sheet.cells) == 24
    ink = [word for word in page if not set(word[2]) <= SAMPLE]
    for number in range(1, 25):
        found = read_in(ink, sheet.safe(number), grow=0.0)
        child = (number - FIRST) // COPIES if FIRST <= number < FIRST + 2 * COPIES else None
        if child is None:
            assert found == "", f"label {number} is not to be touched"
            continue
        name, kana, birth = (("沖縄海", "オキナワウミ", "令和8年11月15日生"), ("沖縄空", "オキナワソラ", "令和元年5月1日生"))[child]
        for expected in (name, kana, birth, flat("沖縄県那覇市泉崎１丁目１番１号"), "090-1234-5678"):
            assert expected in found, f"label {number}"


def test_no_word_lies_outside_a_label_s_safe_area(walked: Walked, sheet: LabelSheet) -> None:
    (page,) = words_on(walked.out / "form.pdf")
    areas = [sheet.safe(number) for number in range(1, 25)]
    for x, y, word in page:
        inside = any(box.x <= x <= box.right and box.y <= y <= box.bottom for box in areas)
        assert inside or set(word) <= SAMPLE, word


def test_nothing_was_queued_and_the_city_got_nothing(walked: Walked) -> None:
    before = walked.read("queue-before.json")
    assert before["waiting"] == 0 and before["rows"] == []
    assert not list((walked.out / "city").glob("*.json"))


def test_what_staff_can_look_at_later_holds_nothing_of_the_children(walked: Walked) -> None:
    log = "".join(path.read_text("utf-8") for path in Path(walked.out / "data").rglob("*.jsonl"))
    assert log and "沖縄" not in log and "オキナワ" not in log


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    return walk("labels-family", tmp_path_factory.mktemp("family"))


def test_labels_beside_a_form_use_up_the_sheet_with_what_the_card_said(family: Walked) -> None:
    assert family.code == 0, family.said
    sheet = load_label_sheets(ASSETS / "forms" / "labels.yaml")["a4_44"]
    (page,) = words_on(family.out / "form-2.pdf")
    ink = [word for word in page if not set(word[2]) <= SAMPLE]
    found = [read_in(ink, sheet.safe(number), grow=0.0) for number in range(1, 45)]
    assert found[:30] == [""] * 30
    assert all("田中花子" in text and "昭和55年2月17日生" in text for text in found[30:37])
    assert all("沖縄海" in text and "令和8年11月15日生" in text for text in found[37:])


def test_the_city_hears_of_the_form_and_not_of_the_labels(family: Walked) -> None:
    (entry,) = (family.out / "city").glob("*.json")
    text = entry.read_text("utf-8")
    assert '"kodomo_iryo"' in text and "labels" not in text
    assert "birth" not in family.city(), "only the labels asked for it"
    assert family.city()["child_name#1"] == "沖縄　海"
