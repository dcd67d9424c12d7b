"""Touching: release inside acts, sliding off does not, a second tap does not count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from screens.theme import TapGuard, theme_for
from screens.widgets.press import PressArea
from tests.screens.window_kit import Clock, look

INSIDE, OUTSIDE = QPoint(20, 20), QPoint(400, 400)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def area(qtbot: QtBot, clock: Clock) -> Iterator[PressArea]:
    window = QWidget()
    qtbot.addWidget(window)
    area = PressArea(theme_for(look(), 4.0, TapGuard(0.4, clock)), "tile_yes", "人《ひと》を よぶ", window)
    area.resize(200, 100)
    window.show()
    window.setFocus()
    yield area
    window.close()


@pytest.fixture
def acts(area: PressArea) -> list[str]:
    heard: list[str] = []
    area.pressed_once.connect(lambda: heard.append("act"))
    return heard


def test_it_acts_on_release_and_looks_pressed_before(area: PressArea, acts: list[str]) -> None:
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=INSIDE)
    assert area.pressed_now and acts == []
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=INSIDE)
    assert not area.pressed_now and acts == ["act"]


def test_sliding_off_cancels(area: PressArea, acts: list[str]) -> None:
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=INSIDE)
    QTest.mouseMove(area, OUTSIDE)
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=OUTSIDE)
    assert acts == [] and not area.pressed_now


def test_a_second_tap_within_400_ms_is_ignored_and_a_later_one_is_not(area: PressArea, acts: list[str], clock: Clock) -> None:
    for wait in (0.0, 0.2, 0.3):
        clock.now += wait
        QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=INSIDE)
    assert acts == ["act", "act"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_act(area: PressArea, acts: list[str], key: Qt.Key) -> None:
    QTest.keyClick(area, key)
    assert acts == ["act"]


def test_it_is_a_button_with_a_name_to_assistive_technology(area: PressArea) -> None:
    seen = QAccessible.queryAccessibleInterface(area)
    assert seen.role() == QAccessible.Role.Button
    assert seen.text(QAccessible.Text.Name) == "人を よぶ"


def test_a_touch_leaves_no_focus_ring(area: PressArea) -> None:
    QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=INSIDE)
    assert not area.hasFocus()


def test_it_is_never_smaller_than_14_mm(area: PressArea) -> None:
    assert area.minimumSizeHint().width() == area.minimumSizeHint().height() == 56
