"""Numbers, counts: the ten-key in phone order and the stepper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import View
from screens.page import Page
from screens.resident.number_page import groups_of
from screens.window import KioskWindow
from tests.screens.entry_kit import key, number_view, shown, stepper_view, tap, visible_areas, window_for


@pytest.fixture
def window(qtbot: QtBot) -> KioskWindow:
    window = window_for("21.5")
    qtbot.addWidget(window)
    return window


def open_page(window: KioskWindow, view: View) -> Page:
    return shown(window, view)


def test_touched_digits_are_the_answer_and_erase_takes_the_last(window: KioskWindow) -> None:
    page = open_page(window, number_view())
    tap(page, *(f"key_{digit}" for digit in "09886701112"), "key_erase")
    assert page.answer() == "0988670111"


def test_no_digit_beyond_the_most_is_taken(window: KioskWindow) -> None:
    page = open_page(window, number_view(most=7))
    tap(page, *(f"key_{digit}" for digit in "90000213"))
    assert page.answer() == "9000021"


def test_the_pad_stands_in_phone_order(window: KioskWindow) -> None:
    page = open_page(window, number_view())
    tops = [key(page, f"key_{digit}").y() for digit in (1, 4, 7, 0)]
    assert tops == sorted(set(tops))
    for row in ("123", "456", "789"):
        lefts = [key(page, f"key_{digit}").x() for digit in row]
        assert lefts == sorted(set(lefts)) and len({key(page, f"key_{digit}").y() for digit in row}) == 1
    assert key(page, "key_0").x() == key(page, "key_8").x()


@pytest.mark.parametrize(
    ("digits", "most", "groups"),
    [
        ("900", 7, (3, 4)), ("", 7, (3, 4)), ("098", 11, (3, 3, 4)), ("090", 11, (3, 4, 4)), ("03", 11, (2, 4, 4)), ("0120", 11, (4, 3, 3)),
        ("0800", 11, (4, 3, 4)), ("", 11, ()), ("12", 4, ()), ("09886701112", 11, ()),
    ],
)  # fmt: skip
def test_digits_are_grouped_as_people_read_them(digits: str, most: int, groups: tuple[int, ...]) -> None:
    assert groups_of(digits, most) == groups


def test_the_value_given_back_keeps_its_digits_only(window: KioskWindow) -> None:
    assert open_page(window, number_view("098-867-0111")).answer() == "0988670111"


def test_plus_and_minus_stop_at_their_ends(window: KioskWindow) -> None:
    page = open_page(window, stepper_view("1", most=3))
    tap(page, "key_minus")
    assert page.answer() == "1"
    tap(page, "key_plus", "key_plus", "key_plus", "key_plus")
    assert page.answer() == "3"


def test_a_quick_tile_sets_the_count(window: KioskWindow) -> None:
    page = open_page(window, stepper_view())
    tap(page, "tile_4")
    assert page.answer() == "4"


def test_a_wide_range_has_no_quick_tiles(window: KioskWindow) -> None:
    page = open_page(window, stepper_view(most=99))
    assert not [area for area in visible_areas(page) if area.objectName().startswith("tile_")]


def test_an_empty_count_begins_at_the_least(window: KioskWindow) -> None:
    assert open_page(window, stepper_view("")).answer() == "1"


def test_a_real_keyboard_enters_digits_and_goes_on(window: KioskWindow) -> None:
    page = open_page(window, number_view())
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    QTest.keyClicks(page, "098x")
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    QTest.keyClick(page, Qt.Key.Key_Enter)
    assert facts == [Fact("R12", Action.NEXT, "09")]


def test_leaving_zeroes_the_number(window: KioskWindow) -> None:
    page = open_page(window, number_view("0988670111"))
    page.forget()
    assert page.answer() == ""
