"""Every fault has its paragraph, its picture and its sentences; no paragraph speaks of a fault that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.faults import Fault, by_code, catalogue
from kiosk.paths import ASSETS, LOCALES
from kiosk.words import Catalogue

MANUAL = (Path(__file__).resolve().parent.parent / "docs" / "manual.md").read_text("utf-8")
PARAGRAPHS = dict(re.findall(r"^### ([A-Z]+-\d\d)\n(.+?)(?=\n### |\Z)", MANUAL, re.MULTILINE | re.DOTALL))


def test_the_catalogue_and_the_manual_name_the_same_codes() -> None:
    assert sorted(PARAGRAPHS) == sorted(fault.code for fault in catalogue())


@pytest.mark.parametrize("fault", catalogue(), ids=lambda fault: fault.code)
def test_a_fault_has_something_for_each_reader(fault: Fault) -> None:
    assert len(PARAGRAPHS[fault.code].split()) >= 12
    assert (ASSETS / "icons" / "faults" / f"{fault.picture}.svg").exists()
    japanese = Catalogue("ja", LOCALES)
    for text in (fault.resident, fault.staff, fault.remedy):
        assert japanese.knows(text)


@pytest.mark.parametrize("fault", catalogue(), ids=lambda fault: fault.code)
def test_a_resident_reads_no_blame_and_no_jargon(fault: Fault) -> None:
    words = fault.resident.lower()
    for word in ("error", "invalid", "illegal", "fail", "pin ", "pdf", "timeout", "you must", "sorry"):
        assert word not in words


def test_codes_are_never_reused() -> None:
    codes = [fault.code for fault in catalogue()]
    assert len(set(codes)) == len(codes)
    assert all(by_code(code).code == code for code in codes)
