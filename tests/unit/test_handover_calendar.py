"""A calendar entry is what RFC 5545 says it is, fits a QR, and is read back from one."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.handover.calendar import Appointment, ics

JST = timezone(timedelta(hours=9))
MADE = datetime(2026, 11, 24, 12, 0, tzinfo=JST)
SLOT = Appointment(
    "予約《よやく》: 窓口; 1,2番",
    datetime(2026, 12, 1, 9, 30, tzinfo=JST),
    "N1-0427",
    MADE,
    30,
    "市役所 本庁 2階",
    "もちもの\nカード",
)


def lines(text: str) -> dict[str, str]:
    """Unfolded lines by name; the order of a file's lines does not matter to a phone."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return dict(line.split(":", 1) for line in text.replace("\r\n ", "").split("\r\n") if line)


def test_a_reservation_has_its_hours_in_utc_and_its_words_without_furigana() -> None:
    found = lines(ics(SLOT))
    assert (found["DTSTART"], found["DTEND"]) == ("20261201T003000Z", "20261201T010000Z")
    assert found["SUMMARY"] == r"予約: 窓口\; 1\,2番"
    assert found["DESCRIPTION"] == r"もちもの\nカード"
    assert found["UID"] == "N1-0427@yuimado"


def test_a_deadline_is_a_whole_day() -> None:
    found = lines(ics(Appointment("しめきり", date(2026, 12, 8), "x", MADE)))
    assert found["DTSTART;VALUE=DATE"] == "20261208"
    assert "DTEND" not in found
    assert "LOCATION" not in found


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="《》｜"), max_size=120))
def test_no_words_break_a_line_or_leave_their_place(words: str) -> None:
    text = ics(Appointment(words, date(2026, 12, 8), "x", MADE))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "").count("\r\n") == 10


def test_a_time_without_a_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        ics(Appointment("x", datetime(2026, 12, 1, 9, 30), "x", MADE))  # noqa: DTZ001


def test_it_is_read_back_from_a_printed_code(tmp_path: Path) -> None:
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(ics(SLOT).encode())
    code.make(fit=True)
    assert code.version is not None
    assert code.version <= 15
    rows = [" ".join("0 0 0" if cell else "255 255 255" for cell in row) for row in code.get_matrix() for _ in range(3)]
    (tmp_path / "c.pgm").write_text(f"P2\n{len(rows)} {len(rows)}\n255\n" + "\n".join(rows) + "\n")
    found = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "c.pgm")], check=True, capture_output=True)
    assert lines(found.stdout.decode().removesuffix("\n")) == lines(ics(SLOT))
