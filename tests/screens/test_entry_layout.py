"""Every key of every entry page can be hit and read, on every glass, in every text size, in both languages."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.visit.views import Option, TextKind, View
from screens.page import Page
from screens.resident.text_page import TextPage
from tests.screens.entry_kit import (
    SCREENS,
    address_view,
    date_view,
    flaws,
    number_view,
    pin_view,
    shown,
    stepper_view,
    tap,
    text_view,
    window_for,
)

UNKNOWN = (Option("unknown", "わからない", quiet=True),)


def states(language: str) -> list[tuple[View, tuple[str, ...]]]:
    """Each page with the touches that bring it into each of its states."""
    return [
        (pin_view(), ("key_1",)),
        (pin_view((6, 4, 4)), ("key_1",) * 7),
        (number_view("0988", choices=UNKNOWN), ()),
        (number_view("", 7), ("key_9",)),
        (stepper_view(), ("key_plus",)),
        (date_view("", language), ()),
        (date_view("", language), ("era_showa",)),
        (date_view("", language), ("era_heisei", "year_1990")),
        (date_view("1951-04-15", language), ()),
        (text_view("", language=language), ("mode_kana", "key_ひ", "key_か", "key_dakuten")),
        (text_view("", TextKind.KANA, language=language), ()),
        (text_view("", TextKind.FREE, language=language, choices=UNKNOWN), ("key_た",)),
        (text_view("", language=language), ("mode_latin",)),
        (text_view("", language=language), ("mode_digits",)),
        (address_view("", language), ("key_9",)),
        (address_view("", language), tuple("key_" + digit for digit in "9030000")),
        (address_view("", language), tuple("key_" + digit for digit in "1234567")),
        (address_view("", language), ("btn_code_unknown",)),
        (address_view("", language), ("btn_code_unknown", "row_さ")),
        (address_view("沖縄県那覇市泉崎１丁目１番１号", language), ()),
        (address_view("沖縄県那覇市泉崎１丁目１番１号", language), ("btn_building", "key_は")),
    ]


def mode_of(page: Page) -> str:
    """The mode a keyboard is in; "" without one."""
    return page.composer.board.mode if isinstance(page, TextPage) else ""


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", ["normal", "large", "xlarge"])
@pytest.mark.parametrize("screen", list(SCREENS))
def test_every_target_is_large_apart_and_readable(qtbot: QtBot, screen: str, size: str, language: str) -> None:
    window = window_for(screen)
    qtbot.addWidget(window)
    found = []
    for i, (view, touches) in enumerate(states(language)):
        page = shown(window, view, size, language)
        for name in touches:
            if name != f"mode_{mode_of(page)}":
                tap(page, name)
        found += [(i, type(page).__name__, flaw.name, flaw.what) for flaw in flaws(page)]
    assert not found


def test_a_name_of_sixty_characters_is_seen_whole(qtbot: QtBot) -> None:
    for screen in SCREENS:
        window = window_for(screen)
        qtbot.addWidget(window)
        page = shown(window, text_view("比" * 60), "xlarge")
        assert not [flaw for flaw in flaws(page) if flaw.name == "field"]
