"""The plan and the doctor's papers as they come out: read back from the PDF."""

from __future__ import annotations

import io
from datetime import date, datetime

from pypdf import PdfReader

from kiosk.forms.maker import FormLibrary
from kiosk.model.procedure import Procedure
from kiosk.paths import ASSETS, LOCALES
from kiosk.planner.kept import load_kept_atlas
from kiosk.planner.model import Plan, Want
from kiosk.planner.service import Planner
from kiosk.visit.compose import planning
from kiosk.visit.planning_steps import take_along
from kiosk.visit.services import Paper
from kiosk.visit.views import Look
from kiosk.visit.visit import Place, Visit
from kiosk.words import Catalogue
from tests.unit.flow_fakes import small_procedure

JAPANESE = Catalogue("ja", LOCALES)
NOW = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - the counter's own time


def plans(*documents: str) -> tuple[Plan, ...]:
    from dataclasses import replace

    from kiosk.model.procedure import BringItem

    items = tuple(BringItem(name, name, document=name) for name in documents)
    wanted: Procedure = replace(
        small_procedure(), title="身体障害者手帳《しんたいしょうがいしゃてちょう》の 申請《しんせい》", bring=items
    )
    planner = Planner(lambda: load_kept_atlas(ASSETS), "city_hall")
    return planner.plans((Want(wanted, items, dict.fromkeys(documents, "have_not")),), NOW)


def printed(papers: tuple[Paper, ...]) -> list[str]:
    """The text of every page, without spaces."""
    library = FormLibrary(ASSETS / "forms", today=lambda: date(2026, 11, 24))
    assert list(library.check(papers)) == []
    sheet = library.make(papers, "", "", False)
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(sheet.pdf)).pages]


def test_the_plan_stands_on_paper_day_by_day() -> None:
    found = plans("disability_letter", "id_photo")[0]
    (page,) = printed((Paper("plan", planning.sheet_answers(found, JAPANESE)),))
    for words in (
        "11月24日（火）",
        "11月25日（水）",
        "12月9日（水）",
        "なは市役所",
        "もらう：身体障害者診断書・意見書",
        "4回",
        "3回",
        "出す：身体障害者手帳の申請",
    ):
        assert words in page, words
    assert "目安" in page
    assert "《" not in page


def test_the_plan_counts_as_no_form_filled() -> None:
    library = FormLibrary(ASSETS / "forms", today=lambda: date(2026, 11, 24))
    answers = planning.sheet_answers(plans("disability_letter")[0], JAPANESE)
    form = Paper("juminhyo", {"name": "比嘉　花子"}, "juminhyo", "住民票《じゅうみんひょう》")
    alone = library.make((form,), "", "", False)
    both = library.make((form, Paper("plan", answers, title="だんどり", beside=True)), "", "", False)
    assert (both.boxes, both.forms) == (alone.boxes, alone.forms)
    assert both.pages == 3


def test_a_long_plan_loses_nothing() -> None:
    atlas, _ = load_kept_atlas(ASSETS)
    found = plans(*atlas.documents)[0]
    answers = planning.sheet_answers(found, JAPANESE)
    assert int(answers["entries"]) > 18
    pages = "".join(printed((Paper("plan", answers),)))
    for number in range(1, int(answers["entries"]) + 1):
        for word in answers[f"act#{number}"].split("、"):
            assert "".join(word.split()) in pages, word


def test_the_doctors_papers_hold_name_birth_and_letter_and_leave_the_doctors_part_empty() -> None:
    visit = Visit("t", Look(), Place("R16"), plans=plans("disability_letter"), take_along=(planning.DOCTOR,))
    from dataclasses import replace

    given = replace(visit, answers={"name": "比嘉　花子", "birth": "1958-04-12", "address": "沖縄県那覇市泉崎１丁目１番１号"})
    (paper,) = take_along(given, JAPANESE)
    assert set(paper.answers) <= {"name", "birth", "address", "letters"}
    (page,) = printed((paper,))
    for words in ("比嘉花子", "1958", "身体障害者診断書・意見書", "予約の電話で、こう言います", "返信用の封筒"):
        assert words in page, words
    (empty,) = printed(take_along(visit, JAPANESE))
    assert "比嘉" not in empty
