"""A helper comes for a person whose wheelchair is broken: asked before anything is repaired, planned, and papers for everyone."""

from __future__ import annotations

import pytest

from tests.flows.walked import Walked, walk


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """The one walk these tests look at."""
    return walk("wheelchair", tmp_path_factory.mktemp("wheelchair"))


def paper(visit: Walked, title: str) -> str:
    """The page with that title; the cover has all of them."""
    (found,) = [page for page in visit.pages[1:] if title in page]
    return found


def test_whether_it_is_repaired_already_is_asked_before_all_else(visit: Walked) -> None:
    assert next(name for name in visit.screens if name.startswith("R07")) == "R07-not_yet"


def test_missing_papers_bring_the_plan_before_the_form(visit: Walked) -> None:
    assert visit.screens.index("R08") < visit.screens.index("R09") < visit.screens.index("R12-name")


def test_the_application_names_the_one_in_the_wheelchair_and_the_helper(visit: Walked) -> None:
    application = paper(visit, "支給申請書")
    assert application.index("沖縄花子") < application.index("窓口に来た人") < application.index("沖縄海")


def test_the_letter_of_proxy_stays_empty(visit: Walked) -> None:
    letter = paper(visit, "たのまれる人")
    assert "沖縄花子" not in letter and "沖縄海" not in letter


def test_the_plan_and_the_papers_for_the_doctor_come_with_it(visit: Walked) -> None:
    cover, *papers = visit.pages
    assert "見積書" in paper(visit, "だんどり")
    assert "補装具の医師意見書" in paper(visit, "病院に出す紙")
    assert len(papers) == 4 and all(title in cover for title in ("支給申請書", "委任状", "だんどり", "病院に出す紙"))
