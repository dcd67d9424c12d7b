"""R09 on every screen: nothing cut or too small, no scrolling, and what a touch reports."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Contrast, Look, TextSize
from screens.gallery.plan import plan_views
from screens.resident.plan import PlanPage
from screens.widgets.pager import Pager
from screens.window import KioskWindow
from tests.screens.window_kit import SCREENS, collect, find, look, open_window, tap

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
LOOKS = [Look(language, size) for language in ("ja", "en") for size in TextSize]
SMALLEST_MM = 3.2


def shown(window: KioskWindow, how: Look) -> PlanPage:
    window.show_view(plan_views(how.language)["R09"], how)
    window.grab()
    page = window.findChild(PlanPage)
    assert page is not None
    return page


def pages(page: PlanPage) -> int:
    """Turn every page; how many there are."""
    pager = page.findChild(Pager)
    assert pager is not None
    return pager.pages


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
def test_every_word_of_every_page_fits_and_can_be_read(qtbot: QtBot, screen: str, how: Look) -> None:
    window = open_window(qtbot, screen)
    page = shown(window, how)
    seen: set[str] = set()
    for number in range(pages(page)):
        page.pager.turn(number)
        window.grab()
        for text, box in page.drawn:
            assert text.fits(box.width() + 1, box.height() + 1, whole_words=False), (number, text.text, box)
            assert text.font.pixelSize() >= page.theme.px_per_mm * SMALLEST_MM - 1, (number, text.text)
            seen.add(text.text)
    assert {bar.shown for bar in page.body.bars if "《" not in bar.shown} <= seen
    assert len(seen) >= len(page.body.days) + sum(len(day.lines) for day in page.body.days)
    assert not page.findChildren(QScrollArea)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_tick_and_act_can_be_reached_by_turning_pages(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    page = shown(window, look())
    found: set[str] = set()
    for number in range(pages(page)):
        page.pager.turn(number)
        found |= {tile.objectName() for tile in (*page.options.values(), *page.acts) if tile.isVisible()}
    assert found == {"tile_plan_sheet", "tile_doctor_pack", "tile_phone_code", "tile_by_post"}


def test_next_carries_the_ticks_and_an_act_carries_them_along(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    shown(window, look())
    facts = collect(window)
    tap(window, "tile_doctor_pack")
    tap(window, "tile_by_post")
    tap(window, "tile_plan_sheet")
    tap(window, "btn_next")
    assert facts == [
        Fact("R09", Action.CHOOSE, ("by_post", ("plan_sheet", "doctor_pack"))),
        Fact("R09", Action.NEXT, ("doctor_pack",)),
    ]


def test_a_tick_shows_that_it_is_ticked(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    page = shown(window, look())
    assert page.options["plan_sheet"].chosen
    tap(window, "tile_plan_sheet")
    assert not page.options["plan_sheet"].chosen
    assert find(window, "tile_plan_sheet") is not None


@pytest.mark.parametrize("contrast", list(Contrast))
@pytest.mark.parametrize("screen", SCREENS)
def test_the_plan_paints_in_every_contrast(qtbot: QtBot, contrast: Contrast, screen: str) -> None:
    window = open_window(qtbot, screen)
    page = shown(window, look(contrast=contrast))
    assert page.drawn
    image = page.grab().toImage()
    assert len({image.pixelColor(x, y).rgb() for x in range(0, image.width(), 20) for y in range(0, image.height(), 20)}) > 2
