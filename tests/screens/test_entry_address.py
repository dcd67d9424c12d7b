"""An address from the postal code, from the town, or written out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from screens.page import Page
from screens.resident.address_page import AddressPage
from screens.window import KioskWindow
from tests.screens.entry_kit import SCREENS, address_view, key, shown, tap, type_kana, visible_areas, window_for


@pytest.fixture(params=list(SCREENS))
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> KioskWindow:
    window = window_for(request.param)
    qtbot.addWidget(window)
    return window


def enter_code(page: Page, code: str) -> None:
    tap(page, *(f"key_{digit}" for digit in code))


def names(page: Page) -> set[str]:
    return {area.objectName() for area in visible_areas(page)}


def test_code_town_and_number_make_an_address_with_wide_digits(window: KioskWindow) -> None:
    page = shown(window, address_view())
    assert page.answer() == ""
    enter_code(page, "9000021")
    tap(page, "key_1", "key_丁目", "key_1", "key_番", "key_1", "key_0", "key_号")
    assert page.answer() == "沖縄県那覇市泉崎１丁目１番１０号"


def test_a_code_of_several_towns_asks_which(window: KioskWindow) -> None:
    page = shown(window, address_view())
    enter_code(page, "9030000")
    while "town_2" not in names(page):
        tap(page, "btn_more")
    tap(page, "town_2", "key_2", "key_－", "key_3")
    assert page.answer() == "沖縄県那覇市首里当蔵町２－３"


def test_a_building_stands_after_a_wide_space_and_can_be_changed(window: KioskWindow) -> None:
    page = shown(window, address_view())
    enter_code(page, "9000021")
    tap(page, "key_1", "key_番地", "btn_building")
    type_kana(page, "はいつ")
    tap(page, "cand_0", "btn_building_done")
    assert page.answer() == "沖縄県那覇市泉崎１番地\u3000ハイツ"
    tap(page, "btn_building", "key_erase_all", "btn_building_done")
    assert page.answer() == "沖縄県那覇市泉崎１番地"


def test_a_building_still_being_written_counts(window: KioskWindow) -> None:
    page = shown(window, address_view("沖縄県那覇市泉崎１番地"))
    tap(page, "btn_building")
    type_kana(page, "はいつ")
    tap(page, "cand_0")
    assert page.answer() == "沖縄県那覇市泉崎１番地\u3000ハイツ"


def test_without_the_code_the_town_is_found_by_its_first_kana(window: KioskWindow) -> None:
    page = shown(window, address_view())
    tap(page, "btn_code_unknown", "row_か", "town_0", "key_5")
    assert page.answer() == "沖縄県那覇市久茂地５"


def test_another_place_is_written_out(window: KioskWindow) -> None:
    page = shown(window, address_view())
    tap(page, "btn_code_unknown", "btn_town_other")
    type_kana(page, "なこ゛")
    assert page.answer() == "なご"


def test_an_unknown_code_says_so_and_takes_another(window: KioskWindow) -> None:
    page = shown(window, address_view())
    enter_code(page, "1234567")
    assert isinstance(page, AddressPage) and "見つかりません" in page.said.accessibleName()
    for _ in range(7):
        tap(page, "key_erase")
    enter_code(page, "9000021")
    assert page.answer() == "沖縄県那覇市泉崎"


def test_a_code_without_a_town_lets_the_town_be_written(window: KioskWindow) -> None:
    page = shown(window, address_view())
    enter_code(page, "9000000")
    type_kana(page, "よき゛")
    assert page.answer() == "沖縄県那覇市よぎ"


def test_erasing_numbers_stops_at_the_town(window: KioskWindow) -> None:
    page = shown(window, address_view())
    enter_code(page, "9000021")
    tap(page, "key_1", "key_erase", "key_erase", "key_erase")
    assert page.answer() == "沖縄県那覇市泉崎"


def test_the_value_given_back_can_be_mended_or_begun_again(window: KioskWindow) -> None:
    page = shown(window, address_view("沖縄県那覇市泉崎１丁目１番１号"))
    tap(page, "key_erase", "key_erase", "key_2", "key_号")
    assert page.answer() == "沖縄県那覇市泉崎１丁目１番２号"
    tap(page, "btn_restart")
    assert page.answer() == ""
    assert key(page, "btn_code_unknown").accessibleName() == "わからない"


def test_a_real_keyboard_enters_the_code(window: KioskWindow) -> None:
    page = shown(window, address_view())
    QTest.keyClicks(page, "90000215")
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    QTest.keyClicks(page, "7")
    assert page.answer() == "沖縄県那覇市泉崎７"


def test_leaving_zeroes_the_address_and_lets_the_towns_go(window: KioskWindow) -> None:
    page = shown(window, address_view("沖縄県那覇市泉崎１丁目"))
    assert isinstance(page, AddressPage)
    cells = page.address._cells
    page.forget()
    assert not any(cells) and page.answer() == "" and page._towns == ()
