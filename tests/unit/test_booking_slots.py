"""What can be booked: never a closed day, never the past, never a slot this terminal knows to be full."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.booking.kept import load_kept_desks
from kiosk.booking.model import Desk, Minutes, Need, State, Taken
from kiosk.booking.offering import open_days
from kiosk.booking.office import BookingOffice
from kiosk.booking.reading import check, load_desks
from kiosk.content.problems import ContentError, Severity
from kiosk.paths import ASSETS
from kiosk.planner.holidays import national_holidays
from kiosk.planner.kept import load_kept_atlas
from kiosk.planner.model import Place, PlaceKind

JST = timezone(timedelta(hours=9))
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JST)
WEEK = dict.fromkeys(range(5), ((9 * 60, 12 * 60), (13 * 60, 16 * 60)))
DESK = Desk("soudan", "そうだん", "city_hall", WEEK, 60, 1, first_day=0, days=7)


def always(day: date) -> Sequence[Minutes] | None:
    return ((0, 24 * 60),)


def free(desk: Desk = DESK, now: datetime = NOON, taken: Sequence[Taken] = ()) -> dict[str, list[str]]:
    return {str(day.day): [f"{slot.begins:%H:%M}" for slot in day.slots] for day in open_days(desk, now, always, taken)}


def test_a_day_has_its_slots_one_after_the_other_and_no_half_ones() -> None:
    odd = replace(DESK, minutes=50)
    assert free(odd)["2026-11-25"] == ["09:00", "09:50", "10:40", "13:00", "13:50", "14:40"]


def test_today_only_what_has_not_begun_is_offered() -> None:
    assert free()["2026-11-24"] == ["13:00", "14:00", "15:00"]
    assert free(now=NOON.replace(hour=13))["2026-11-24"] == ["14:00", "15:00"]


def test_a_clock_in_the_past_offers_its_own_days_and_the_city_says_that_they_are_late() -> None:
    """The other half stands in tests/unit/test_booking_city.py: the intake, whose clock is right, confirms none of them."""
    assert min(free(now=NOON - timedelta(days=3650))) >= "2016-11-26"


def test_a_weekend_is_told_as_closed_before_the_monday() -> None:
    days = open_days(replace(DESK, days=8), NOON, always)
    (monday,) = [day for day in days if day.day == date(2026, 11, 30)]
    assert [(shut.day.isoformat(), shut.holiday) for shut in monday.shut] == [("2026-11-28", False), ("2026-11-29", False)]


def test_what_this_terminal_took_is_not_offered_again_and_a_clash_closes_the_slot() -> None:
    two = replace(DESK, places=2)
    at = ("soudan", "2026-11-25", "09:00")
    assert "09:00" in free(two, taken=[Taken(*at, State.PENDING)])["2026-11-25"]
    assert "09:00" not in free(two, taken=[Taken(*at, State.PENDING), Taken(*at, State.CONFIRMED)])["2026-11-25"]
    assert "09:00" not in free(two, taken=[Taken(*at, State.CLASH)])["2026-11-25"]
    assert "09:00" in free(two, taken=[Taken("other", *at[1:], State.CLASH), Taken(*at, State.LATE)])["2026-11-25"]


def test_a_day_that_is_full_is_no_day() -> None:
    full = [Taken("soudan", "2026-11-25", f"{hour:02}:00", State.PENDING) for hour in (9, 10, 11, 13, 14, 15)]
    assert "2026-11-25" not in free(taken=full)


def test_a_single_closed_day_of_the_desk_is_left_out() -> None:
    assert "2026-11-25" not in free(replace(DESK, closed_on=(date(2026, 11, 25),)))


# --- with the real calendar ---------------------------------------------------------------------------------------------
def office(desk: Desk) -> BookingOffice:
    return BookingOffice([desk], lambda: load_kept_atlas(ASSETS), lambda: None, lambda: False)


OFFICE_ATLAS, CALENDAR = load_kept_atlas(ASSETS)


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 1)),
    st.times(),
    st.dictionaries(st.integers(0, 6), st.sampled_from([((0, 24 * 60),), ((540, 720), (780, 960)), ((1000, 1300),)]), min_size=1),
    st.integers(5, 240),
    st.integers(0, 60),
    st.integers(1, 120),
)
def test_a_closed_day_is_never_offered(
    on: date, at: time, hours: dict[int, tuple[Minutes, ...]], minutes: int, first: int, days: int
) -> None:
    desk = Desk("d", "d", "city_hall", hours, minutes, 1, first_day=first, days=days)
    moment = datetime.combine(on, at, JST)
    found = BookingOffice([desk], lambda: (OFFICE_ATLAS, CALENDAR), lambda: None, lambda: False).days(desk, moment)
    holiday = national_holidays()
    for day in found:
        assert not holiday(day.day)
        assert (day.day.month, day.day.day) not in {(6, 23), (12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
        assert day.day.weekday() in hours and day.day.weekday() < 5
        assert first <= (day.day - moment.date()).days < first + days
        for slot in day.slots:
            begins = slot.begins.hour * 60 + slot.begins.minute
            assert slot.begins > moment
            assert begins >= 8 * 60 + 30 and begins + minutes <= 17 * 60 + 15
            assert any(opens <= begins and begins + minutes <= shuts for opens, shuts in hours[day.day.weekday()])


def test_the_new_year_is_jumped_over_and_named() -> None:
    days = office(replace(DESK, days=21)).days(DESK_OF_YEAR_END, datetime(2026, 12, 25, 9, 0, tzinfo=JST))
    assert [day.day.isoformat() for day in days][:3] == ["2026-12-25", "2026-12-28", "2027-01-04"]
    assert all(shut.holiday for shut in days[2].shut)


DESK_OF_YEAR_END = replace(DESK, days=21)


def test_a_place_that_is_gone_from_the_files_offers_nothing() -> None:
    gone = replace(DESK, place="nowhere")
    assert office(gone).days(gone, NOON) == ()


# --- the file -------------------------------------------------------------------------------------------------------------
def test_the_shipped_file_can_be_used_and_says_that_it_is_an_example(tmp_path: Path) -> None:
    desks = load_desks(ASSETS)
    assert desks
    assert all(desk.example for desk in desks), "a real desk needs a source; see reservations.yaml"
    assert any(Need.ONLINE in desk.needs and desk.prepare for desk in desks)
    assert load_kept_desks(ASSETS, tmp_path) == desks
    assert load_kept_desks(ASSETS, tmp_path) == desks, "the kept copy is the same"
    next(tmp_path.glob("desks-*.json")).write_text("[{}]")
    assert load_kept_desks(ASSETS, tmp_path) == desks, "a broken copy costs time only"


def test_no_file_means_nothing_to_book(tmp_path: Path) -> None:
    assert load_kept_desks(tmp_path, tmp_path) == ()


GOOD = """desks:
  - id: soudan
    label: そうだん
    picture: talk
    place: city_hall
    hours: {weekdays: ["9:00-12:00"]}
    minutes: 30
    places: 1
    first_day: 1
    days: 10
    source: 福祉の 窓口
    verified_on: 2026-11-24
"""
PLACES = {"city_hall": Place("city_hall", "市役所", PlaceKind.CITY, dict.fromkeys(range(5), ((510, 1035),)))}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes: 30", "minutes: 300", "reservations.yaml:7: desks.soudan.minutes"),
        ('"9:00-12:00"', '"12:00-9:00"', "reservations.yaml:6: desks.soudan.hours.weekdays: ends before it begins."),
        ('"9:00-12:00"', '"9:00-9:20"', "desks.soudan.hours.weekdays: has no room for a slot of 30 minutes."),
        ('"9:00-12:00"', '"9:00"', "desks.soudan.hours.weekdays[0]: are no hours"),
        ('{weekdays: ["9:00-12:00"]}', "{}", "reservations.yaml:6: desks.soudan.hours: is never open."),
        ("place: city_hall", "place: castle", "reservations.yaml:5: desks.soudan.place: 'castle' is no place"),
        ("picture: talk", "picture: dragon", "reservations.yaml:4: desks.soudan.picture: there is no picture dragon.svg."),
        ("    days: 10", "    days: 10\n    procedures: [juminhyoo]", "there is no procedure 'juminhyoo'."),
        ("    days: 10", "    days: 10\n    needs: [rocket]", "desks.soudan.needs[0]"),
        ("    verified_on: 2026-11-24\n", "", "needs `source` and `verified_on`"),
        ("    days: 10", "    days: 10\n    example: true", "needs `source` and `verified_on`"),
        ("    days: 10", "    days: 10\n    join: javascript:1", "desks.soudan.join"),
        ("    days: 10", "    dyas: 10", "Did you mean `days`?"),
        ("minutes: 30", "minutes:", "has no value"),
        (
            "label: そうだん",
            f"label: {'あ' * 41}",
            "reservations.yaml:3: desks.soudan.label: is too long for the slip; 40 characters fit.",
        ),
    ],
)
def test_every_mistake_is_named_by_file_line_and_field(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    (tmp_path / "reservations.yaml").write_text(GOOD.replace(old, new), "utf-8")
    found = check(tmp_path, {}, PLACES, ["juminhyo"], ASSETS / "icons" / "tile")
    assert any(said in str(problem) for problem in found), [str(problem) for problem in found]
    assert all(problem.mend and problem.line > 0 for problem in found)


def test_a_good_file_has_nothing_to_mend_and_hours_outside_the_place_are_told(tmp_path: Path) -> None:
    path = tmp_path / "reservations.yaml"
    path.write_text(GOOD, "utf-8")
    assert check(tmp_path, {}, PLACES, [], ASSETS / "icons" / "tile") == ()
    path.write_text(GOOD.replace("9:00-12:00", "7:00-12:00"), "utf-8")
    (problem,) = check(tmp_path, {}, PLACES, [], ASSETS / "icons" / "tile")
    assert (problem.severity, problem.wrong) == (Severity.WARNING, "lies outside the hours of city_hall.")


def test_two_desks_of_one_name_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "reservations.yaml").write_text(GOOD + GOOD.removeprefix("desks:\n"), "utf-8")
    with pytest.raises(ContentError, match="stands here twice"):
        load_desks(tmp_path)


MUTATIONS: tuple[str, ...] = (
    "",
    "null",
    "-1",
    "1.5",
    "yes",
    "[]",
    "{}",
    "[null]",
    '"x"',
    "2026-02-30",
    "9999999999999",
    "&a [*a]",
    "\t",
    "あ",
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 40), st.sampled_from(MUTATIONS), st.sampled_from(["value", "key", "line", "cut", "twice"]))
def test_a_broken_file_is_named_by_its_place_and_never_ends_in_a_traceback(tmp_path: Path, at: int, word: str, how: str) -> None:
    lines = (ASSETS / "reservations.yaml").read_text("utf-8").splitlines()
    at = 5 + at % (len(lines) - 5)
    key, colon, _ = lines[at].partition(":")
    changed = {
        "value": [f"{key}{colon} {word}"],
        "key": [f"{key}x{colon} {word}"],
        "line": [word],
        "cut": [],
        "twice": [lines[at]] * 2,
    }
    (tmp_path / "reservations.yaml").write_text("\n".join([*lines[:at], *changed[how], *lines[at + 1 :]]), "utf-8")
    found = check(tmp_path, {}, PLACES, ["juminhyo"], ASSETS / "icons" / "tile")
    assert all(problem.file == "reservations.yaml" and problem.line >= 1 and problem.mend for problem in found)
    with suppress(ContentError):
        load_desks(tmp_path)
