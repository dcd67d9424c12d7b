"""R25: a touch on the picture means the label under the finger; − and ＋ stay on the sheet; what will be printed can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Action, Fact
from screens.gallery.labels import A4_24, A4_44, label_views
from screens.resident.labels import LabelPapersPage, LabelPlacesPage
from screens.widgets.label_sheet import fitted, nearest
from tests.screens.window_kit import SCREENS, collect, look, open_window, tap

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
VIEWS = label_views("ja")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("number", [1, 4, 23, 44])
def test_a_touch_on_a_label_makes_it_the_first(qtbot: QtBot, screen: str, number: int) -> None:
    window = open_window(qtbot, screen)
    window.show_view(VIEWS["R25-start"], look())
    page = window.page
    assert isinstance(page, LabelPlacesPage)
    QTest.mouseClick(page.sheet, Qt.MouseButton.LeftButton, pos=page.sheet.cell_middle(number).toPoint())
    assert page.answer() == str(number)


def test_a_touch_beside_the_labels_means_the_nearest_one() -> None:
    place = fitted(A4_24, QRectF(0, 0, 210, 297))
    assert nearest(A4_24, place, QPointF(1, 1)) == 1
    assert nearest(A4_24, place, QPointF(209, 296)) == 24
    assert nearest(A4_24, place, QPointF(100, 2)) == 2


def test_the_keys_go_one_further_and_stop_at_the_ends_of_the_sheet(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R25-start"], look())
    page = window.page
    assert isinstance(page, LabelPlacesPage)
    tap(window, "key_plus")
    assert page.answer() == "8"
    for _ in range(60):
        tap(window, "key_plus")
    assert page.answer() == str(len(A4_44.cells))
    for _ in range(60):
        tap(window, "key_minus")
    assert page.answer() == "1"


def test_next_tells_the_label_that_was_touched(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R25-start"], look())
    tap(window, "key_minus")
    tap(window, "btn_next")
    assert facts == [Fact("R25", Action.NEXT, "6")]


def test_the_picture_before_printing_cannot_be_moved(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R25-look"], look())
    page = window.page
    assert isinstance(page, LabelPlacesPage)
    QTest.mouseClick(page.sheet, Qt.MouseButton.LeftButton)
    assert page.answer() == "5" and page.steps == ()


def test_every_paper_can_be_touched_on_a_small_screen(qtbot: QtBot) -> None:
    window = open_window(qtbot, "10.1in")
    facts = collect(window)
    window.show_view(VIEWS["R25"], look())
    assert isinstance(window.page, LabelPapersPage)
    tap(window, "tile_a4_24")
    assert facts == [Fact("R25", Action.CHOOSE, "a4_24")]
