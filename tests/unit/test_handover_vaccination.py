"""A vaccination record: what was entered, counted, and read back from its own printed code."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.handover.vaccination import MOST_DOSES, Dose, Given, code_text, counts, in_order, read_code, read_vaccines
from kiosk.paths import ASSETS

TODAY = date(2026, 11, 24)
VACCINES = read_vaccines(ASSETS / "words" / "vaccines.tsv")
KNOWN = [vaccine.id for vaccine in VACCINES]
DOSES = (
    Dose(date(2024, 6, 1), "PCV"),
    Dose(date(2024, 5, 1), "MR", Given.CLINIC),
    Dose(date(2024, 7, 1), "PCV", Given.SCHOOL),
)
doses_of = st.lists(
    st.builds(Dose, st.dates(date(1900, 1, 1), TODAY), st.sampled_from(KNOWN), st.sampled_from(Given)), max_size=MOST_DOSES
)


def reason(text: str) -> Reason:
    with pytest.raises(HandoverProblem) as caught:
        read_code(text, KNOWN, TODAY)
    return caught.value.reason


def test_every_vaccine_has_a_source_a_date_and_both_names() -> None:
    assert len(VACCINES) >= 15
    assert len(set(KNOWN)) == len(KNOWN)
    for vaccine in VACCINES:
        assert vaccine.source
        assert vaccine.verified_on <= TODAY
        assert bool(vaccine.note) == bool(vaccine.english_note)


def test_the_list_says_names_and_no_schedule() -> None:
    words = (ASSETS / "words" / "vaccines.tsv").read_text("utf-8")
    assert not any(word in words.split("\n", 1)[1] for word in ("つぎ", "回目", "か月", "歳", "next", "months"))


def test_rows_stand_by_day_and_are_counted_by_vaccine() -> None:
    assert [dose.vaccine for dose in in_order(DOSES)] == ["MR", "PCV", "PCV"]
    assert counts(DOSES) == (("PCV", 2), ("MR", 1))


@given(doses_of)
@settings(max_examples=100)
def test_the_code_reads_back_into_the_same_table_however_a_keyboard_spells_it(doses: list[Dose]) -> None:
    text = code_text(doses)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -/")
    for typed in (text, text.lower(), text.replace(" / ", "/"), f"  {text}\r\n"):
        assert read_code(typed, KNOWN, TODAY) == in_order(doses)


def test_a_decoder_reads_the_printed_code_back_into_the_same_table(tmp_path: Path) -> None:
    import qrcode

    most = [Dose(date(2020, 1, 1 + n % 28), KNOWN[n % len(KNOWN)], Given.CLINIC) for n in range(MOST_DOSES)]
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(code_text(most))
    code.make(fit=True)
    assert code.version is not None
    assert code.version <= 20
    rows = [" ".join("0 0 0" if cell else "255 255 255" for cell in row) for row in code.get_matrix() for _ in range(3)]
    (tmp_path / "c.pgm").write_text(f"P2\n{len(rows)} {len(rows)}\n255\n" + "\n".join(rows) + "\n")
    found = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "c.pgm")], check=True, capture_output=True, text=True)
    assert read_code(found.stdout, KNOWN, TODAY) == in_order(most)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Reason.FOREIGN),
        ("https://example.test/VACCINES 1", Reason.FOREIGN),
        ("7429123", Reason.FOREIGN),
        ("VACCINES 1", Reason.TORN),
        (code_text(DOSES)[:-9], Reason.TORN),
        (code_text(DOSES).replace("2024-05-01", "2024-05-02"), Reason.TORN),
    ],
)
def test_another_or_a_torn_code_is_a_reason(text: str, expected: Reason) -> None:
    assert reason(text) is expected


def test_a_row_that_cannot_be_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.handover import vaccination

    for body, expected in (
        ("VACCINES 1 / MR 2024-13-01", Reason.TORN),
        ("VACCINES 1 / MR 2031-01-01", Reason.TORN),
        ("VACCINES 1 / MR", Reason.TORN),
        ("VACCINES 1 / NEWONE 2024-05-01", Reason.NEWER),
        ("VACCINES 2 / MR 2024-05-01", Reason.NEWER),
    ):
        assert reason(f"{body} / {vaccination._crc(body)}") is expected


def test_a_broken_row_of_the_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "vaccines.tsv").write_text("id\tlabel\nMR\tMR\n", "utf-8")
    with pytest.raises(ValueError, match=r"vaccines\.tsv:2"):
        read_vaccines(tmp_path / "vaccines.tsv")
