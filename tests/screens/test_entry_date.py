"""A date in three touches, in both calendars."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from screens.page import Page
from screens.widgets.eras import ERAS, era_of, eras_within, years_of
from screens.window import KioskWindow
from tests.screens.entry_kit import SCREENS, date_view, key, shown, tap, visible_areas, window_for


@pytest.fixture(params=list(SCREENS))
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> KioskWindow:
    window = window_for(request.param)
    qtbot.addWidget(window)
    return window


def tap_year(page: Page, year: int) -> None:
    """Turn pages until the year is there."""
    names = {area.objectName() for area in visible_areas(page)}
    while f"year_{year}" not in names and "btn_more" in names:
        tap(page, "btn_more")
        names = {area.objectName() for area in visible_areas(page)}
    tap(page, f"year_{year}")


def names(page: Page) -> set[str]:
    return {area.objectName() for area in visible_areas(page)}


@pytest.mark.parametrize(
    ("era", "day"),
    [
        ("showa", date(1951, 4, 15)),
        ("meiji", date(1905, 1, 1)),
        ("taisho", date(1926, 12, 24)),
        ("heisei", date(2000, 2, 29)),
        ("reiwa", date(2026, 11, 24)),
    ],
)
def test_era_year_month_and_day_make_the_date(window: KioskWindow, era: str, day: date) -> None:
    page = shown(window, date_view())
    assert page.answer() == ""
    tap(page, f"era_{era}")
    tap_year(page, day.year)
    tap(page, f"month_{day.month}")
    assert page.answer() == ""
    tap(page, f"day_{day.day}")
    assert page.answer() == day.isoformat()


def test_a_year_tile_shows_both_calendars(window: KioskWindow) -> None:
    page = shown(window, date_view())
    tap(page, "era_showa")
    assert key(page, "year_1926").accessibleName() == "昭和元年 1926年"


def test_the_chosen_year_stays_in_view_in_both_calendars(window: KioskWindow) -> None:
    page = shown(window, date_view("1951-04-15"))
    assert key(page, "part_year").accessibleName() == "昭和26年 （1951年）"
    assert (key(page, "part_month").accessibleName(), key(page, "part_day").accessibleName()) == ("4月", "15日")


def test_the_era_follows_the_day_where_a_year_has_two(window: KioskWindow) -> None:
    page = shown(window, date_view())
    tap(page, "era_showa")
    tap_year(page, 1989)
    tap(page, "month_5", "day_1")
    assert key(page, "part_year").accessibleName() == "平成元年 （1989年）"


@pytest.mark.parametrize(("value", "last"), [("1951-04-01", 30), ("1951-02-01", 28), ("2000-02-01", 29), ("1951-12-01", 31)])
def test_only_days_of_that_month_are_offered(window: KioskWindow, value: str, last: int) -> None:
    page = shown(window, date_view(value))
    days = [name for name in names(page) if name.startswith("day_")]
    assert len(days) == last


def test_changing_the_month_drops_a_day_it_does_not_have(window: KioskWindow) -> None:
    page = shown(window, date_view("1951-01-31"))
    tap(page, "part_month", "month_4")
    assert page.answer() == ""
    tap(page, "day_30")
    assert page.answer() == "1951-04-30"


def test_one_part_can_be_mended_without_the_others(window: KioskWindow) -> None:
    page = shown(window, date_view("1951-04-15"))
    tap(page, "part_year")
    tap(page, "year_1952") if "year_1952" in names(page) else tap_year(page, 1952)
    assert page.answer() == "1952-04-15"


def test_a_value_that_is_no_date_begins_empty(window: KioskWindow) -> None:
    assert shown(window, date_view("1951-02-31")).answer() == ""


def test_a_problem_opens_the_missing_part(window: KioskWindow) -> None:
    page = shown(window, date_view())
    tap(page, "era_showa", "year_1926")
    page.focus_place("")
    assert "month_1" in names(page)


def test_leaving_lets_the_date_go(window: KioskWindow) -> None:
    page = shown(window, date_view("1951-04-15"))
    page.forget()
    assert page.answer() == ""
    assert not [area for area in visible_areas(page) if "1951" in area.accessibleName()]


def test_eras_meet_without_a_gap_and_share_the_years_of_change() -> None:
    assert [era.id for era in eras_within(1905, 2026)] == ["meiji", "taisho", "showa", "heisei", "reiwa"]
    assert [(years_of(era, 1905, 2026)[0], years_of(era, 1905, 2026)[-1]) for era in ERAS] == [
        (1905, 1912), (1912, 1926), (1926, 1989), (1989, 2019), (2019, 2026),
    ]  # fmt: skip
    assert [era_of(day).id for day in (date(1989, 1, 7), date(1989, 1, 8), date(2019, 4, 30), date(2019, 5, 1))] == [
        "showa",
        "heisei",
        "heisei",
        "reiwa",
    ]
