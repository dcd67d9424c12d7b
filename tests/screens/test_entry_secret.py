"""The number of the card: dots only, one wiped block, and never a str."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.model.secret import Secret
from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Problem
from screens.page import Page
from screens.resident.secret_page import SecretPage
from screens.window import KioskWindow
from tests.screens.entry_kit import pin_view, shown, tap, window_for

PIN = "7391"
FACE_CODE = "26041520310258"


@pytest.fixture
def window(qtbot: QtBot) -> KioskWindow:
    window = window_for("21.5")
    qtbot.addWidget(window)
    return window


def open_page(window: KioskWindow, groups: tuple[int, ...] = (4,)) -> SecretPage:
    page = shown(window, pin_view(groups))
    assert isinstance(page, SecretPage)
    return page


def enter(page: Page, digits: str) -> None:
    tap(page, *(f"key_{digit}" for digit in digits))


def reach(*roots: object) -> list[object]:
    """Every object that can be reached from roots through references, types and modules aside."""
    seen: dict[int, object] = {}
    todo = list(roots)
    while todo:
        thing = todo.pop()
        if id(thing) in seen or isinstance(thing, type) or type(thing).__name__ in ("module", "frame"):
            continue
        seen[id(thing)] = thing
        todo += gc.get_referents(thing)
        if isinstance(thing, QWidget):
            todo += [*thing.children(), thing.accessibleName(), thing.objectName(), thing.accessibleDescription()]
    return list(seen.values())


@pytest.mark.parametrize(("groups", "digits"), [((4,), PIN), ((6, 4, 4), FACE_CODE)])
def test_a_whole_number_leaves_as_a_secret_and_the_block_is_zeroed(
    window: KioskWindow, groups: tuple[int, ...], digits: str
) -> None:
    page = open_page(window, groups)
    enter(page, digits)
    cells = page._digits._cells
    fact = page.on_next()
    assert (fact.screen, fact.action) == ("R12", Action.SECRET)
    assert isinstance(fact.value, Secret) and bytes(fact.value.view()) == digits.encode()
    assert not any(cells) and len(page._digits) == 0 and page.dots.filled == 0


def test_too_few_digits_are_an_ordinary_next_without_a_value(window: KioskWindow) -> None:
    page = open_page(window)
    enter(page, "739")
    assert page.on_next() == Fact("R12", Action.NEXT, None)
    assert page.dots.filled == 3
    assert page.answer() is None


def test_more_digits_than_asked_for_change_nothing(window: KioskWindow) -> None:
    page = open_page(window)
    enter(page, PIN + "5")
    secret = page.on_next().value
    assert isinstance(secret, Secret) and bytes(secret.view()) == PIN.encode()


def test_erasing_zeroes_the_digit(window: KioskWindow) -> None:
    page = open_page(window)
    enter(page, "73")
    tap(page, "key_erase")
    assert list(page._digits._cells) == [ord("7"), 0, 0, 0]


@pytest.mark.parametrize("leave", ["hide", "forget"])
def test_leaving_the_page_zeroes_the_digits(window: KioskWindow, leave: str) -> None:
    page = open_page(window)
    enter(page, PIN)
    cells = page._digits._cells
    getattr(page, leave)()
    assert not any(cells)


def test_the_digits_are_in_no_text_that_page_or_window_can_reach(window: KioskWindow) -> None:
    page = open_page(window, (6, 4, 4))
    enter(page, FACE_CODE)
    found = [thing for thing in reach(page, window) if isinstance(thing, str | bytes) and _shows(thing)]
    assert not found


def _shows(thing: str | bytes) -> bool:
    text = thing if isinstance(thing, str) else thing.decode("latin-1")
    return FACE_CODE in text or FACE_CODE[:6] in text or FACE_CODE[-8:] in text


def test_the_scan_would_find_digits_kept_as_text(window: KioskWindow) -> None:
    page = open_page(window, (6, 4, 4))
    page.dots.setAccessibleName(FACE_CODE)
    assert [thing for thing in reach(page) if isinstance(thing, str) and _shows(thing)]


def test_the_tap_guard_does_not_remember_which_key_was_last(window: KioskWindow) -> None:
    page = open_page(window)
    enter(page, "7")
    assert type(page.theme.guard._key) is object


def test_a_pressed_key_looks_the_same_whatever_its_digit(window: KioskWindow) -> None:
    page = open_page(window)
    coats = set()
    for key in page.pad.digits:
        key.setDown(True)
        fill, ink, border, _ = key._coat()
        coats.add((fill.name(), ink.name(), border.name()))
        key.setDown(False)
        assert key._coat()[0] == fill
    assert len(coats) == 1


def test_cancel_and_the_other_way_act_at_once(window: KioskWindow) -> None:
    page = open_page(window)
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    tap(page, "btn_face_code", "btn_cancel")
    assert [(fact.action, fact.value) for fact in facts] == [(Action.CHOOSE, "face_code"), (Action.CHOOSE, "cancel")]


def test_a_real_keyboard_enters_the_number_and_enter_sends_it(window: KioskWindow) -> None:
    page = open_page(window)
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    for code in (Qt.Key.Key_7, Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_Backspace, Qt.Key.Key_9, Qt.Key.Key_1, Qt.Key.Key_Return):
        QTest.keyClick(page, code)
    assert [fact.action for fact in facts] == [Action.SECRET]
    secret = facts[0].value
    assert isinstance(secret, Secret) and bytes(secret.view()) == PIN.encode()


def test_a_low_screen_shows_the_group_being_entered(qtbot: QtBot) -> None:
    window = window_for("10.1")
    qtbot.addWidget(window)
    page = open_page(window, (6, 4, 4))
    groups = []
    for digit in FACE_CODE:
        groups.append(page.dots.shown_groups())
        enter(page, digit)
    assert groups == [(0,)] * 6 + [(1,)] * 4 + [(2,)] * 4


def test_a_problem_is_marked_at_the_dots(window: KioskWindow) -> None:
    page = shown(window, pin_view(problems=(Problem("4けた 入《い》れてください", "dots"),)))
    assert isinstance(page, SecretPage) and page.dots.in_error
