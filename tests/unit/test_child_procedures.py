"""Birth, children and school: what their visits ask, and what stands on the papers afterwards. No screens, no network."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.content.procedures import load_procedures
from kiosk.forms.maker import FormLibrary
from kiosk.model.procedure import Answer, Procedure, Step, StepKind
from kiosk.paths import ASSETS
from kiosk.visit import basket, steps
from kiosk.visit.rules import clean
from kiosk.visit.services import Paper

FLOWS = Path(__file__).resolve().parents[1] / "flows"
TODAY = date(2026, 11, 24)
OURS = (
    "shussei", "ninshin", "jido_teate", "kodomo_iryo", "yobosesshu", "hoiku", "shugaku_enjo", "jido_fuyo", "hitorioya_iryo", "tenko",
    "boshi_techo_saikofu",
)  # fmt: skip
SCRIPTS = sorted([*OURS, *(path.stem for name in OURS for path in FLOWS.glob(f"{name}-*.yaml")), "kosodate"])
FROM_CARD = {"name": "田中　花子", "birth": "1985-05-01", "address": "沖縄県那覇市泉崎１丁目１番１号"}
WRITTEN = (StepKind.NAME, StepKind.KANA, StepKind.ADDRESS, StepKind.TEXT)


@cache
def procedures() -> Mapping[str, Procedure]:
    return {procedure.id: procedure for procedure in load_procedures(ASSETS / "procedures")}


@cache
def library() -> FormLibrary:
    return FormLibrary(ASSETS / "forms", today=lambda: TODAY)


def script(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FLOWS / f"{name}.yaml").read_text("utf-8"))
    return found


def chosen(name: str) -> list[Procedure]:
    raw = script(name)
    return [procedures()[one] for one in raw.get("procedures", [raw.get("procedure")])]


def answered(name: str) -> tuple[dict[str, Answer], list[Step]]:
    """The script's answers through the rules in the order they are asked, and the questions themselves."""
    raw, whole = script(name), basket.merged(chosen(name))
    given = (FROM_CARD if "pin" in raw else {}) | raw["answers"]
    found: dict[str, Answer] = {}
    asked: list[Step] = []
    while (step := steps.first_unanswered(whole, found)) is not None:
        value = given[step.id]
        found[step.id] = clean(step, "unknown" if value == "" and step.unknown else str(value), TODAY)
        asked.append(step)
    assert set(raw["answers"]) <= {step.id for step in asked}, "the script answers what nobody asks"
    return found, asked


def papers(name: str) -> tuple[Paper, ...]:
    return basket.papers(chosen(name), answered(name)[0])


def text_of(made: tuple[Paper, ...], folder: Path) -> str:
    """What pdftotext reads on all sheets, without white space."""
    (folder / "read.pdf").write_bytes(library().make(made, "N1-0001", "海7", True).pdf)
    done = subprocess.run(["pdftotext", "-raw", str(folder / "read.pdf"), "-"], capture_output=True, text=True, check=True)
    return flat(done.stdout)


def flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_written_answer_stands_on_a_paper(name: str, tmp_path: Path) -> None:
    found, asked = answered(name)
    made = papers(name)
    assert not library().check(made)
    read = text_of(made, tmp_path)
    for step in asked:
        value = found[step.id]
        if step.kind in WRITTEN and isinstance(value, str) and value:
            assert flat(value) in read, step.id


def test_a_screening_slip_takes_the_name_the_address_the_birth_and_the_phone_and_no_more() -> None:
    assert library().form("yobosesshu").steps() == {"child_name", "child_kana", "child_birth", "address", "phone"}


def test_each_child_gets_a_slip_of_its_own() -> None:
    slips = papers("yobosesshu-twelve")
    assert [paper.form for paper in slips] == ["yobosesshu"] * 12
    assert len({paper.answers["child_name"] for paper in slips}) == 12


def test_one_visit_for_three_procedures_asks_nothing_twice() -> None:
    found, asked = answered("kosodate")
    assert len({step.id for step in asked}) == len(asked)
    said = [(step.ask, step.id.partition("#")[2]) for step in asked]
    assert len(set(said)) == len(said)
    saving = basket.saving(chosen("kosodate"), found)
    assert saving.asked == len(asked) == 29
    assert saving.saved == 22
    assert [paper.form for paper in papers("kosodate")] == ["jido_teate", "kodomo_iryo", "yobosesshu", "yobosesshu"]


@pytest.mark.parametrize("name", ["jido_teate-twelve", "kodomo_iryo-moved", "hitorioya_iryo-twelve"])
def test_an_account_is_printed_and_never_sent(name: str, tmp_path: Path) -> None:
    found, _ = answered(name)
    assert flat(str(found["bank_number"])) in text_of(papers(name), tmp_path)
    sent = basket.to_send(basket.merged(chosen(name)), found)
    assert not [step for step in sent if step.startswith("bank_")]


@pytest.mark.parametrize("name", OURS)
def test_a_fact_called_nahas_own_names_a_page_of_naha(name: str) -> None:
    for fact in procedures()[name].facts:
        if fact.naha_confirmed:
            assert fact.source.startswith("https://www.city.naha.okinawa.jp/"), fact.id


def test_only_a_signed_letter_stands_in_for_a_pregnant_woman() -> None:
    assert [paper.form for paper in papers("ninshin")] == ["ninshin"]
    assert [paper.form for paper in papers("ninshin-proxy")] == ["ninshin", "inin_guide"]
