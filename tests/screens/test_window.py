"""The fixed frame: what it reports, what never moves, and what it forgets."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Check, CheckRow, Choices, Frame, Option, Problem, View
from screens.gallery.__main__ import render_all
from screens.gallery.views import sample_views
from screens.theme import TapGuard
from tests.screens.window_kit import SCREENS, Clock, collect, find, look, open_window, tap, visible_areas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
VIEWS = sample_views(look())


def name_view(name: str) -> View:
    return View(Frame("R13", f"{name}さん"), Check((CheckRow("name", "名前", name, "カードから"),), "なおす", "まだ"))


@pytest.mark.parametrize(
    ("button", "fact"),
    [
        ("btn_next", Fact("R12", Action.NEXT, ("pension",))),
        ("btn_back", Fact("R12", Action.BACK, ("pension",))),
        ("btn_call_person", Fact("R12", Action.CALL)),
        ("btn_quit", Fact("R12", Action.QUIT)),
        ("chip_size", Fact("R12", Action.LOOK_OPEN, "size")),
        ("chip_language", Fact("R12", Action.LOOK_OPEN, "language")),
        ("chip_voice", Fact("R12", Action.LOOK_OPEN, "voice")),
    ],
)
def test_each_button_of_the_frame_reports_its_fact(qtbot: QtBot, button: str, fact: Fact) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R12"], look())
    tap(window, button)
    assert facts == [fact]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_footer_never_moves(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    seen: dict[str, set[tuple[int, ...]]] = {}
    for view in VIEWS.values():
        window.show_view(view, look())
        if window.page is not None and window.page.wants_keyboard_room and window.height() < window.width():
            continue  # a keyboard on a low screen takes the footer's upper half (flow 0.3)
        for name in ("btn_back", "btn_call_person", "btn_next"):
            button = find(window, name)
            assert button is not None
            if button.isVisible():
                corner = button.mapTo(window, QPoint(0, 0))
                seen.setdefault(name, set()).add((corner.x(), corner.y(), button.width(), button.height()))
    assert {name: len(places) for name, places in seen.items()} == {"btn_back": 1, "btn_call_person": 1, "btn_next": 1}


@pytest.mark.parametrize("screen", SCREENS)
def test_quit_stands_16_mm_from_everything_else(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    window.show_view(VIEWS["R12"], look())
    quit_button, voice = find(window, "btn_quit"), find(window, "chip_voice")
    assert quit_button is not None and voice is not None and window.theme is not None
    assert quit_button.geometry().left() - voice.geometry().right() >= window.theme.px(16) - 1


def test_next_is_never_disabled(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for view in VIEWS.values():
        window.show_view(view, look())
        button = find(window, "btn_next")
        assert button is None or button.isEnabled()


def test_next_is_called_by_the_act(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R16"], look())
    button = find(window, "btn_next")
    assert button is not None and button.accessibleName() == "2まい いんさつして だす"


def test_a_double_tap_reaches_only_one_screen(qtbot: QtBot) -> None:
    clock = Clock()
    window = open_window(qtbot, guard=TapGuard(0.4, clock))
    facts = collect(window)
    window.show_view(VIEWS["R12"], look())
    tap(window, "btn_next")
    window.show_view(VIEWS["R13"], look())
    clock.now += 0.2
    tap(window, "btn_next")
    assert [fact.screen for fact in facts] == ["R12"]
    clock.now += 0.3
    tap(window, "btn_next")
    assert [fact.screen for fact in facts] == ["R12", "R13"]


def test_a_problem_is_told_above_and_beside_its_place_and_jumps_there(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    view = VIEWS["R12"]
    window.show_view(replace(view, frame=replace(view.frame, problems=(Problem("えらんで ください", "home"),))), look())
    summary, tile = find(window, "problem_0"), find(window, "tile_home")
    assert summary is not None and tile is not None
    assert summary.hasFocus()
    assert tile.accessibleDescription() == "えらんで ください"
    tap(window, "problem_0")
    assert tile.hasFocus()


def test_no_ring_is_shown_when_a_screen_opens(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for name in ("R04", "R12", "R13", "R17"):
        window.show_view(VIEWS[name], look())
        assert not any(area.hasFocus() for area in visible_areas(window)), name


def test_the_keyboard_alone_can_go_on(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R04"], look())
    QTest.keyClick(window, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None and focused.hasFocus()
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert len(facts) == 1


def test_a_notice_hides_the_values_below_and_brings_them_back(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    below = VIEWS["R12"]
    window.show_view(below, look())
    tap(window, "tile_home")
    page = window.page
    before = window.grab().toImage()
    window.show_view(VIEWS["RX1"], look())
    names = {area.objectName() for area in visible_areas(window)}
    assert "tile_home" not in names and "btn_continue" in names
    assert "pension" not in names and window.grab().toImage() != before
    window.show_view(below, look())
    assert window.page is page
    tap(window, "btn_next")
    assert window.page is not None and window.page.answer() == ("home",)


def test_after_a_notice_another_screen_drops_the_one_below(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R12"], look())
    window.show_view(VIEWS["RX1"], look())
    window.show_view(VIEWS["R19"], look())
    assert window.page is not None and window.page.objectName() == "R19"
    assert "tile_home" not in {area.objectName() for area in visible_areas(window)}


def test_a_new_look_shows_at_once_with_the_same_view(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R12"], look())
    assert window.theme is not None
    day = window.theme.palette.ground
    window.show_view(VIEWS["R12"], replace(look(), contrast="high"))  # type: ignore[arg-type]
    assert window.theme is not None and window.theme.palette.ground != day


def test_a_reason_without_room_for_it_opens_by_its_button(qtbot: QtBot) -> None:
    window = open_window(qtbot, "10.1in")
    window.show_view(VIEWS["R12"], replace(look(), size="normal"))  # type: ignore[arg-type]
    assert not window._rail.isVisible()
    tap(window, "btn_why")
    assert window._why_card is not None and window._why_card.isVisible()
    tap(window, "btn_why")
    assert window._why_card is None


def test_the_practice_band_stands_at_the_very_top(qtbot: QtBot) -> None:
    window = open_window(qtbot, practice=True)
    window.show_view(VIEWS["R12"], look())
    assert window.theme is not None
    assert window.grab().toImage().pixelColor(2, 2) == window.theme.palette.practice


def test_nothing_alive_holds_the_name_after_forget(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    name = sys.intern("東風平" + str(len(SCREENS)))  # made at run time: no constant of this module holds it
    window.show_view(name_view(name), look())
    QApplication.processEvents()
    window.show_view(VIEWS["RX1"], look())
    window.forget()
    assert window.view is None and window.page is None
    window.show_view(VIEWS["R01"], look())
    QTest.qWait(1)  # deferred deletes
    gc.collect()
    holders = [type(held) for held in gc.get_objects() if _holds(held, name)]
    assert not holders
    assert not [widget for widget in QApplication.allWidgets() if name in widget.accessibleName()]


def _holds(held: object, name: str) -> bool:
    if isinstance(held, dict):
        return any(isinstance(value, str) and name in value for value in held.values())
    if isinstance(held, (list, tuple, set)):
        return any(isinstance(value, str) and name in value for value in held)
    if str(type(held).__module__).startswith(("screens.", "kiosk.")):
        return any(
            isinstance(getattr(held, slot, None), str) and name in getattr(held, slot)
            for slot in getattr(type(held), "__slots__", ())
        )
    return False


def test_a_chosen_value_is_the_answer_and_late_taps_name_their_screen(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(View(Frame("R03"), Choices((Option("a", "あ"), Option("b", "い")), at_once=True)), look())
    tap(window, "tile_b")
    assert facts == [Fact("R03", Action.CHOOSE, "b")]


def test_warming_reads_pages_and_pictures_and_then_stops(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R01"], look())
    window.warm()
    qtbot.waitUntil(lambda: not window._warmer.isActive(), timeout=20000)
    assert {"screens.resident.done", "screens.resident.text_page"} <= set(sys.modules)


def test_a_page_slides_in_and_comes_to_rest_where_it_belongs(qtbot: QtBot) -> None:
    still, moving = open_window(qtbot), open_window(qtbot, motion=True)
    for window in (still, moving):
        window.show_view(VIEWS["R08"], look())
        window.show_view(VIEWS["R12"], look())
    assert still.page is not None and moving.page is not None
    assert moving.page.pos() != still.page.pos()
    qtbot.waitUntil(lambda: moving.page is not None and still.page is not None and moving.page.pos() == still.page.pos())
    moving.show_view(VIEWS["R13"], look())
    moving.show_view(VIEWS["R01"], look())  # thrown away while it still moves


def test_the_gallery_writes_a_picture_of_every_sample(qtbot: QtBot, tmp_path: Path) -> None:
    open_window(qtbot)
    written = render_all(tmp_path, look(), SCREENS["12.1in"])
    assert {path.stem for path in written} == set(VIEWS)
    assert all(path.stat().st_size > 5000 for path in written)
