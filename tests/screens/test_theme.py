"""Sizes, colours and the guard against trembling taps."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from kiosk.visit.views import Contrast, Look, TextSize
from screens.theme import EM_MM, PALETTES, Palette, Role, TapGuard, screen_scale, theme_for
from tests.screens.window_kit import Clock


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    ("text", "ground"), ("text", "panel"), ("text_sub", "ground"), ("text_sub", "panel"), ("on_primary", "primary"),
    ("on_primary", "primary_pressed"), ("primary", "panel"), ("text", "selected_bg"), ("text", "pressed_bg"), ("error", "error_bg"),
    ("error", "panel"), ("on_accent", "accent"), ("accent_text", "ground"), ("accent_text", "panel"), ("accent_text", "accent_soft"),
    ("text", "accent_soft"), ("text", "call_bg"), ("on_practice", "practice"), ("success", "panel"),
]  # fmt: skip
SHAPE_PAIRS = [
    ("border", "panel"),
    ("tile_border", "panel"),
    ("tile_border", "ground"),
    ("call", "call_bg"),
    ("focus_outer", "panel"),
]


@pytest.mark.parametrize("contrast", list(Contrast))
def test_every_text_holds_4_5_and_every_border_3_to_1(contrast: Contrast) -> None:
    palette: Palette = PALETTES[contrast]
    for pairs, least in ((TEXT_PAIRS, 4.5), (SHAPE_PAIRS, 3.0)):
        for one, other in pairs:
            assert _contrast(getattr(palette, one), getattr(palette, other)) >= least, (contrast, one, other)


def test_a_millimetre_is_measured_from_the_panel_and_clamped() -> None:
    assert screen_scale(1920, 1080, 21.5) == pytest.approx(4.034, abs=0.01)
    assert screen_scale(1280, 800, 10.1) == pytest.approx(5.88, abs=0.01)
    assert screen_scale(3840, 2160, 10.0) == 6.5
    assert screen_scale(640, 480, 60.0) == 2.0


def test_the_footer_text_is_capped_while_the_body_grows() -> None:
    assert [EM_MM[size][Role.FOOTER] for size in TextSize] == [7.0, 7.5, 8.0]
    assert [EM_MM[size][Role.BODY] for size in TextSize] == [7.0, 9.0, 11.0]


def test_only_japanese_has_furigana() -> None:
    assert theme_for(Look("ja"), 4.0).furigana
    assert not theme_for(Look("en"), 4.0).furigana
    assert not theme_for(Look("ja", furigana=False), 4.0).furigana


def test_the_second_tap_of_a_trembling_hand_does_not_count() -> None:
    clock = Clock()
    guard = TapGuard(0.4, clock)
    assert guard.allows()
    clock.now += 0.39
    assert not guard.allows()
    clock.now += 0.02
    assert guard.allows()


def test_another_key_may_follow_at_once_but_not_the_same_one() -> None:
    clock = Clock()
    guard = TapGuard(0.4, clock)
    assert guard.allows("key_1")
    clock.now += 0.1
    assert guard.allows("key_2")
    clock.now += 0.1
    assert not guard.allows("key_2")
    assert guard.allows("key_3")


def test_a_key_under_the_finger_that_changed_the_screen_waits() -> None:
    clock = Clock()
    guard = TapGuard(0.4, clock)
    assert guard.allows()
    clock.now += 0.2
    assert not guard.allows("key_5")
