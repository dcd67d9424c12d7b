"""A scanner types where a person might be typing: the code arrives whole, the field sees nothing of it, and no person's key is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.handover.burst import GAP_MS
from kiosk.visit.facts import Fact
from screens.page import Page
from screens.wedge import Wedge
from tests.screens.entry_kit import key, number_view, shown, text_view, window_for

CODE = "74291" + "0123456789" * 30


@pytest.fixture
def wedge(qtbot: QtBot) -> Iterator[Wedge]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Wedge()
    made.start(app)
    yield made
    made.stop(app)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    window = window_for("21.5")
    qtbot.addWidget(window)
    return shown(window, number_view(most=20))


def scan(page: Page, text: str = CODE, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    QTest.keyClicks(page, text)
    if end is not None:
        QTest.keyClick(page, end)


def test_a_scan_is_told_whole_and_leaves_the_field_and_the_screen_alone(qtbot: QtBot, wedge: Wedge, page: Page) -> None:
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    with qtbot.waitSignal(wedge.scanned) as told:
        scan(page)
    assert told.args == [CODE]
    qtbot.wait(round(GAP_MS * 2))
    assert (page.answer(), facts) == ("", [])


def test_a_scanner_that_sends_no_enter_is_understood_by_its_silence(qtbot: QtBot, wedge: Wedge, page: Page) -> None:
    with qtbot.waitSignal(wedge.scanned) as told:
        scan(page, end=None)
    assert told.args == [CODE]
    assert page.answer() == ""


def test_any_letters_of_a_foreign_code_stay_out_of_the_field_too(qtbot: QtBot, wedge: Wedge) -> None:
    window = window_for("21.5")
    qtbot.addWidget(window)
    page = shown(window, text_view())
    with qtbot.waitSignal(wedge.scanned) as told:
        scan(page, "https://example.test/Menu?A=1&b=2")
    assert told.args == ["https://example.test/Menu?A=1&b=2"]
    qtbot.wait(round(GAP_MS * 2))
    assert page.answer() == ""


def test_a_person_at_a_keyboard_writes_as_ever(qtbot: QtBot, wedge: Wedge, page: Page) -> None:
    for digit in "0988670111":
        QTest.keyClicks(page, digit)
        qtbot.wait(round(GAP_MS) + 40)
    assert page.answer() == "0988670111"


def test_the_last_key_before_enter_comes_before_enter(qtbot: QtBot, wedge: Wedge, page: Page) -> None:
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    QTest.keyClicks(page, "7")
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(facts))
    assert facts[0].value == "7"


def test_space_still_presses_the_button_that_has_the_focus(qtbot: QtBot, wedge: Wedge, page: Page) -> None:
    button = key(page, "key_7")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert page.answer() == "7"


def test_two_scans_after_each_other_are_two(qtbot: QtBot, wedge: Wedge, page: Page) -> None:
    told: list[str] = []
    wedge.scanned.connect(told.append)
    scan(page)
    scan(page, CODE[::-1])
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [CODE, CODE[::-1]]
