"""R15 on every screen: days, closed days, times and the slip can be read, reached without scrolling, and report what was touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import BookingSlip, Contrast, Days, Look, TextSize, Times
from screens.gallery.booking import ICS, booking_views
from screens.resident.booking import DAYS_A_PAGE, TIMES_A_PAGE, DaysPage, SlipPage, TimesPage
from screens.window import KioskWindow
from tests.screens.window_kit import SCREENS, collect, drawn_texts, look, open_window, tap, visible_areas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
LOOKS = [Look(language, size) for language in ("ja", "en") for size in TextSize]
SMALLEST_MM = 2.2


def shown(window: KioskWindow, name: str, how: Look) -> DaysPage | TimesPage | SlipPage:
    window.show_view(booking_views(how.language)[name], how)
    window.grab()
    page = window.page
    assert isinstance(page, DaysPage | TimesPage | SlipPage)
    return page


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
@pytest.mark.parametrize("name", ["R15-days", "R15-times", "R15-slip"])
def test_every_word_of_every_page_fits_and_can_be_read(qtbot: QtBot, screen: str, how: Look, name: str) -> None:
    window = open_window(qtbot, screen)
    page = shown(window, name, how)
    for number in range(1 if isinstance(page, SlipPage) else page.pager.pages):
        if not isinstance(page, SlipPage):
            page.pager.turn(number)
            window.grab()
        for where, text, width, height in drawn_texts(window):
            assert text.fits(width + 1, height + 1, whole_words=False), (where, text.text)
        for text, box in [] if isinstance(page, TimesPage) else page.drawn:
            assert text.fits(box.width() + 1, box.height() + 1, whole_words=False), (number, text.text, box)
            assert text.font.pixelSize() >= page.theme.px_per_mm * SMALLEST_MM - 1, (number, text.text)
    assert not page.findChildren(QScrollArea)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_page_holds_five_days_or_six_times_and_every_one_can_be_touched(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    for name, most in (("R15-days", DAYS_A_PAGE), ("R15-times", TIMES_A_PAGE)):
        page = shown(window, name, look())
        assert isinstance(page, DaysPage | TimesPage)
        seen: list[str] = []
        for number in range(page.pager.pages):
            page.pager.turn(number)
            window.grab()
            tiles = [tile for tile in page.tiles if tile.isVisible()]
            assert 0 < len(tiles) <= most
            areas = visible_areas(window)
            assert not [
                (a, b)
                for a in areas
                for b in areas
                if a is not b and a.parent() is b.parent() and a.geometry().intersects(b.geometry())
            ]
            assert all(page.rect().contains(tile.geometry()) for tile in tiles)
            seen += [tile.objectName() for tile in tiles]
        assert seen == [tile.objectName() for tile in page.tiles]


@pytest.mark.parametrize("screen", SCREENS)
def test_closed_days_stand_beside_the_days_and_cannot_be_touched(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    page = shown(window, "R15-days", look())
    assert isinstance(page, DaysPage)
    assert isinstance(page.body, Days)
    named = {text for day in page.body.days[:DAYS_A_PAGE] for text in day.shut}
    assert len(page.drawn) == len(named)
    assert not any("01-02" in area.objectName() or "01-03" in area.objectName() for area in visible_areas(window))


def test_a_touch_is_the_answer(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    page = shown(window, "R15-days", look())
    facts = collect(window)
    tap(window, "tile_2027-01-05")
    page = shown(window, "R15-times", look())
    assert isinstance(page.body, Times)
    tap(window, "tile_2027-01-05T10:30")
    page = shown(window, "R15-slip", look())
    assert isinstance(page.body, BookingSlip)
    tap(window, "btn_print")
    assert facts == [Fact("R15", Action.CHOOSE, value) for value in ("2027-01-05", "2027-01-05T10:30", "print")]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_phone_reads_the_calendar_entry_off_the_screen(qtbot: QtBot, screen: str, tmp_path: Path) -> None:
    window = open_window(qtbot, screen)
    shown(window, "R15-slip", look())
    window.grab().save(str(tmp_path / "slip.png"))
    read = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "slip.png")], check=True, capture_output=True)
    assert read.stdout.decode().replace("\r\n", "\n").strip() == ICS.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("contrast", list(Contrast))
def test_it_paints_in_every_contrast(qtbot: QtBot, contrast: Contrast) -> None:
    window = open_window(qtbot)
    for name in ("R15-days", "R15-times", "R15-slip"):
        image = shown(window, name, look(contrast=contrast)).grab().toImage()
        assert len({image.pixelColor(x, y).rgb() for x in range(0, image.width(), 20) for y in range(0, image.height(), 20)}) > 1
