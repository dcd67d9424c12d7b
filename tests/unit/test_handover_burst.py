"""Whose keys these are: a scanner's come fast and many, a person's do not, and nobody's are lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.handover.burst import GAP_MS, LEAST, PAUSE_MS, Burst, Sorted


def test_a_scan_is_whole_and_nothing_of_it_is_handed_on() -> None:
    burst: Burst[str] = Burst()
    code = "7429" * 10
    assert all(burst.key(c, at * 4.0) == Sorted() for at, c in enumerate(code))
    assert burst.end(len(code) * 4.0) == Sorted(scanned=tuple(code))
    assert not burst.holds


def test_a_person_typing_gets_every_key_a_moment_later() -> None:
    burst: Burst[str] = Burst()
    handed: list[str] = []
    for at, c in enumerate("09012345678"):
        handed += burst.key(c, at * 90.0).typed
    assert handed == list("0901234567")
    assert burst.end(11 * 90.0) == Sorted(typed=("8",))


def test_two_fingers_at_once_and_enter_are_no_scan() -> None:
    burst: Burst[str] = Burst()
    burst.key("a", 0.0)
    burst.key("b", 3.0)
    assert burst.end(8.0) == Sorted(typed=("a", "b"))


def test_enter_alone_is_nobodys_scan() -> None:
    assert Burst[str]().end(5.0) == Sorted()


def test_a_scanner_that_pauses_between_blocks_is_still_one_scan_and_one_without_enter_ends_by_silence() -> None:
    burst: Burst[int] = Burst()
    for block in range(3):
        for key in range(20):
            assert burst.key(key, block * (PAUSE_MS - 80.0) + key * 3.0) == Sorted()
    end = 2 * (PAUSE_MS - 80.0) + 60.0
    assert burst.quiet(end + PAUSE_MS - 10.0) == Sorted()
    assert len(burst.quiet(end + PAUSE_MS + 10.0).scanned) == 60


@given(st.lists(st.floats(0.0, 400.0), max_size=60))
def test_no_key_is_lost_or_doubled_and_the_order_stays(gaps: list[float]) -> None:
    burst: Burst[int] = Burst()
    at, out = 0.0, []
    for number, gap in enumerate(gaps):
        at += gap
        clear = burst.key(number, at)
        out += [*clear.typed, *clear.scanned]
    clear = burst.end(at + GAP_MS)
    assert [*out, *clear.typed, *clear.scanned] == list(range(len(gaps)))


@given(st.lists(st.floats(60.0, 400.0), min_size=1, max_size=40))
def test_a_person_is_never_taken_for_a_scanner(gaps: list[float]) -> None:
    burst: Burst[int] = Burst()
    at = 0.0
    for number, gap in enumerate(gaps):
        at += gap
        assert burst.key(number, at).scanned == ()
    assert burst.end(at + 60.0).scanned == ()
    assert LEAST > 3
