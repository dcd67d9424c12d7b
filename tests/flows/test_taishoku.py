"""Somebody who left a firm: insurance, its lower tax, pension and its exemption in one visit."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.flows.walked import Walked, walk

SHARED = ("name", "address", "household_who", "quit_date", "employer", "applicant")


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """The one walk these tests look at."""
    return walk("taishoku", tmp_path_factory.mktemp("taishoku"))


@pytest.mark.parametrize("question", SHARED)
def test_what_several_papers_need_is_asked_once(visit: Walked, question: str) -> None:
    assert Counter(name.rpartition(".")[2] for name in visit.questions)[question] == 1


def test_four_papers_come_with_the_name_and_the_day_on_each(visit: Walked) -> None:
    cover, *papers = visit.pages
    assert len(papers) == 4 and "国民健康保険資格取得届" in cover
    for page in papers:
        assert "那覇太郎" in page and "8年11月15日" in page


def test_the_numbers_of_pension_and_person_are_left_to_the_pen(visit: Walked) -> None:
    assert not {"number", "my_number", "pension_number"} & {name.rpartition(".")[2] for name in visit.questions}
    assert all("個人番号" in page for page in visit.pages[1:])
