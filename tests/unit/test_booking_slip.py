"""The slip on paper takes the longest words a desk may have, in both languages, and its code is read back."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.booking.model import Desk, Need, Request, Slot, State
from kiosk.booking.reading import SLIP_CHARS
from kiosk.forms.maker import FormLibrary
from kiosk.handover.paper import SlipPress
from kiosk.outbox.records import Accepted
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.compose.booking import on_paper
from kiosk.words import Catalogue

JST = timezone(timedelta(hours=9))
BEGINS = datetime(2026, 12, 28, 10, 30, tzinfo=JST)
LONG = "窓口の人がとても長く書いた" * 4
DESK = Desk(
    "d",
    LONG[:SLIP_CHARS],
    "city_hall",
    {},
    90,
    1,
    where=LONG[:SLIP_CHARS],
    bring=(LONG[:SLIP_CHARS],) * 4,
    prepare=(LONG[:SLIP_CHARS],) * 4,
)
NUMBER = Accepted("N123-10427", "海7", "3fda3567-bdbd-4628-8866-8c3c8d7e97d1", BEGINS)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("needs", [(Need.WHEELCHAIR, Need.CHILD, Need.INTERPRETER), tuple(Need)])
@pytest.mark.parametrize("state", [State.CONFIRMED, State.PENDING])
def test_the_longest_words_come_out_and_a_phone_reads_the_code(
    tmp_path: Path, language: str, needs: tuple[Need, ...], state: State
) -> None:
    desk = replace(DESK, join=f"https://{'x' * 112}") if Need.ONLINE in needs else DESK
    request = Request(desk, Slot("d", BEGINS, 90, 1, 1), needs, "たなか", "0988671111")
    words = on_paper(request, NUMBER, state, BEGINS, Catalogue(language, LOCALES))
    pdf = SlipPress(FormLibrary(ASSETS / "forms").press.fonts).reservation(words, Catalogue(language, LOCALES), False)
    (tmp_path / "slip.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", str(tmp_path / "slip.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    assert "N123-10427" in text and "10:30" in text and "12:00" in text and "たなか" not in text
    subprocess.run(
        ["pdftoppm", "-r", "200", "-gray", "-singlefile", str(tmp_path / "slip.pdf"), str(tmp_path / "slip")], check=True
    )
    read = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "slip.pgm")], check=True, capture_output=True).stdout.decode()
    assert "DTSTART:20261228T013000Z" in read and "DTEND:20261228T030000Z" in read
    assert words.calendar.replace("\r\n", "\n").strip() == read.replace("\r\n", "\n").strip()
