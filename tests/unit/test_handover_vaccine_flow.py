"""R23 through the flow: dose by dose to a table on paper, back from its own code, and nothing of it anywhere afterwards."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path

from kiosk.handover.vaccination import Dose, Given, code_text, read_code, read_vaccines
from kiosk.paths import ASSETS
from kiosk.visit.facts import Action
from kiosk.visit.views import Check, Choices, DateEntry, Handover
from tests.unit.flow_fakes import FakeClock, FakeDesk, Stand
from tests.unit.test_flow import nexts, say
from tests.unit.test_handover_flow import FakeSlips

VACCINES = read_vaccines(ASSETS / "words" / "vaccines.tsv")
TODAY = FakeClock().now().date()
DOSES = (Dose(date(2024, 5, 1), "MR", Given.CLINIC), Dose(date(2024, 6, 1), "PCV"), Dose(date(2024, 7, 1), "PCV", Given.SCHOOL))


def to_r23(slips: FakeSlips | None = None) -> Stand:
    stand = Stand(handover=None, slips=slips or FakeSlips(), vaccines=lambda: VACCINES, desk=FakeDesk())
    say(stand, Action.START)
    nexts(stand)
    nexts(stand, ("alone",))
    say(stand, Action.CHOOSE, "vaccines")
    assert stand.screen == "R23"
    return stand


def enter(stand: Stand, dose: Dose) -> None:
    say(stand, Action.CHOOSE, dose.vaccine)
    nexts(stand, dose.day.isoformat())
    say(stand, Action.CHOOSE, dose.given.value or "unsaid")


def entered(slips: FakeSlips | None = None) -> Stand:
    stand = to_r23(slips)
    for number, dose in enumerate(DOSES):
        if number:
            say(stand, Action.CHOOSE, "more")
        enter(stand, dose)
    say(stand, Action.CHOOSE, "enough")
    return stand


def test_three_doses_become_a_table_with_counts_and_a_code_that_reads_back_into_it() -> None:
    slips = FakeSlips()
    stand = entered(slips)
    assert isinstance(stand.view.body, Check)
    assert len(stand.view.body.rows) == 3
    nexts(stand)
    assert isinstance(stand.view.body, Handover)
    assert read_code(stand.view.body.qr_text, [v.id for v in VACCINES], TODAY) == DOSES
    say(stand, Action.CHOOSE, "print")
    stand.flow.poll()
    say(stand, Action.CHOOSE, "yes")
    (table,) = slips.tables
    assert [count for _, count in table.counts] == [2, 1]
    assert table.code == stand.view.body.qr_text if isinstance(stand.view.body, Handover) else False
    say(stand, Action.CHOOSE, "end")
    assert stand.screen == "R19"


def test_nothing_of_it_is_queued_kept_or_logged() -> None:
    stand = entered()
    nexts(stand)
    say(stand, Action.CHOOSE, "end")
    assert stand.outbox.taken == []
    assert stand.flow._vaccines._doses == ()
    assert "PCV" not in str(stand.events)


def test_the_code_from_last_time_comes_back_as_the_same_table() -> None:
    stand = to_r23()
    stand.flow.scanned(code_text(DOSES).lower())
    assert isinstance(stand.view.body, Check)
    assert len(stand.view.body.rows) == 3


def test_a_torn_code_is_a_sentence_and_a_scan_never_overwrites_what_was_entered() -> None:
    stand = to_r23()
    stand.flow.scanned(code_text(DOSES)[:-3])
    assert stand.view.frame.problems
    enter(stand, DOSES[0])
    say(stand, Action.CHOOSE, "more")
    stand.flow.scanned(code_text(DOSES))
    assert isinstance(stand.view.body, Choices)
    assert stand.flow._vaccines._doses == DOSES[:1]


def test_a_day_that_has_not_come_or_was_not_chosen_stays_there_with_a_word() -> None:
    stand = to_r23()
    say(stand, Action.CHOOSE, "MR")
    for day in ("", (TODAY + timedelta(days=1)).isoformat(), "2024-02-30"):
        nexts(stand, day)
        assert isinstance(stand.view.body, DateEntry)
        assert stand.view.frame.problems
    nexts(stand, TODAY.isoformat())
    assert isinstance(stand.view.body, Choices)


def test_a_row_taken_out_is_gone_and_the_last_one_leads_to_the_beginning() -> None:
    stand = entered()
    say(stand, Action.EDIT, "1")
    assert [dose.day for dose in stand.flow._vaccines._doses] == [DOSES[0].day, DOSES[2].day]
    say(stand, Action.EDIT, "0")
    say(stand, Action.EDIT, "0")
    assert isinstance(stand.view.body, Choices)


def test_back_goes_one_step_and_from_the_first_to_the_menu() -> None:
    stand = to_r23()
    say(stand, Action.CHOOSE, "MR")
    say(stand, Action.BACK)
    assert isinstance(stand.view.body, Choices)
    say(stand, Action.BACK)
    assert stand.screen == "R04"


def test_the_paper_of_forty_rows_holds_every_row_and_its_code(tmp_path: Path) -> None:
    from kiosk.forms.maker import FormLibrary
    from kiosk.handover.paper import SlipPress
    from kiosk.paths import LOCALES
    from kiosk.visit.compose.vaccines import words_for_paper
    from kiosk.words import Catalogue
    from tests.unit.forms_paper import raster

    for language in ("ja", "en"):
        words = Catalogue(language, LOCALES)
        names = {vaccine.id: vaccine.name(language) for vaccine in VACCINES}
        doses = tuple(Dose(date(2001 + n // 2, 1 + n % 12, 11), VACCINES[n % 21].id, Given.HEALTH_CENTRE) for n in range(40))
        pdf = SlipPress(FormLibrary(ASSETS / "forms").press.fonts).transcript(words_for_paper(doses, names, words), words, True)
        (tmp_path / f"{language}.pdf").write_bytes(pdf)
        picture = raster(pdf, tmp_path, 200)
        found = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], check=True, capture_output=True, text=True)
        assert found.stdout.strip() == code_text(doses)
        shown = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / f"{language}.pdf"), "-"], check=True, capture_output=True, text=True
        )
        assert all(f"{dose.day.year}" in shown.stdout for dose in doses)
        assert shown.stdout.count("11") >= len(doses)
