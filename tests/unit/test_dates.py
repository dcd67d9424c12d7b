"""Dates in both calendars, at the first and last day of each era."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.model.dates import era_of, era_year, show_date


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1868, 1, 25), "明治元年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1912, 7, 30), "大正元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1989, 1, 8), "平成元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2026, 11, 24), "令和8年"),
    ],
)
def test_each_era_begins_and_ends_on_its_day(day: date, words: str) -> None:
    assert era_year(day) == words


def test_a_day_before_meiji_has_no_era() -> None:
    with pytest.raises(ValueError, match="1868"):
        era_of(date(1868, 1, 24))


def test_a_date_is_shown_in_both_calendars_and_never_in_numbers_alone() -> None:
    assert show_date(date(2026, 4, 5), "ja") == "2026年（令和8年）4月5日"
    assert show_date(date(2026, 4, 5), "en") == "5 April 2026 (Reiwa 8)"
    assert show_date(date(2019, 5, 1), "ja") == "2019年（令和元年）5月1日"
