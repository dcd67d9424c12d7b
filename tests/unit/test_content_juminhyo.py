"""住民票の写し as it ships: its sources, its words, its schema, and what it never asks."""

from __future__ import annotations

import importlib
import sys
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands import content
from kiosk.content import schema
from kiosk.content.procedures import Around, check, load_procedures
from kiosk.model.procedure import Procedure, StepKind
from kiosk.paths import ASSETS, LOCALES
from kiosk.words import Catalogue

FOLDER = ASSETS / "procedures"


@pytest.fixture(scope="module")
def juminhyo() -> Procedure:
    return next(procedure for procedure in load_procedures(FOLDER) if procedure.id == "juminhyo")


def test_the_shipped_procedures_have_no_problem_and_no_warning_of_their_own() -> None:
    assert [str(problem) for problem in check(FOLDER, Around(knows={"en": Catalogue("en", LOCALES).knows}))] == []


def test_the_shipped_procedures_fit_their_forms_and_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    assert content.check(None, (), as_json=False) == 0, capsys.readouterr().out


def test_every_fact_and_every_thing_to_bring_says_where_it_was_read_and_when(juminhyo: Procedure) -> None:
    read = [(fact.source, fact.verified_on) for fact in juminhyo.facts if fact.value or fact.holds is not None]
    read += [(item.source, item.verified_on) for item in juminhyo.bring]
    assert all(source and day == date(2026, 11, 23) for source, day in read)


def test_only_the_postal_page_is_naha_s_own_word(juminhyo: Procedure) -> None:
    confirmed = [fact for fact in juminhyo.facts if fact.naha_confirmed]
    assert [fact.id for fact in confirmed] == ["post"]
    assert "city.naha.okinawa.jp" in confirmed[0].source


def test_nobody_measured_the_minutes_so_none_are_claimed(juminhyo: Procedure) -> None:
    assert juminhyo.minutes is None


def test_nothing_is_ticked_beforehand_and_nothing_extra_has_to_be(juminhyo: Procedure) -> None:
    items = next(step for step in juminhyo.steps if step.id == "items")
    assert items.optional
    assert [choice.value for choice in items.choices] == ["honseki", "tsuzukigara", "nationality", "mynumber", "juminhyo_code"]


def test_questions_of_choice_offer_a_way_out_where_the_law_asks_nothing(juminhyo: Procedure) -> None:
    quiet = {step.id for step in juminhyo.steps if any(choice.quiet for choice in step.choices)}
    assert {"purpose", "mynumber_reason"} <= quiet
    assert all(step.unknown or step.optional for step in juminhyo.steps if step.kind is StepKind.PHONE)


def test_every_question_says_why_but_the_number_of_copies(juminhyo: Procedure) -> None:
    assert [step.id for step in juminhyo.steps if not step.why] == ["copies"]


def _mutable(value: Any) -> list[str]:
    if isinstance(value, dict | list | set):
        return [type(value).__name__]
    inner = value if isinstance(value, tuple) else [getattr(value, f.name) for f in fields(value)] if is_dataclass(value) else []
    return [name for part in inner for name in _mutable(part)]


def test_a_loaded_procedure_cannot_be_changed_anywhere(juminhyo: Procedure) -> None:
    assert _mutable(juminhyo) == []
    with pytest.raises(FrozenInstanceError):
        juminhyo.steps[0].ask = "x"  # type: ignore[misc]


def test_the_schemas_for_editors_are_current() -> None:
    assert schema.stale(ASSETS / "schemas") == []


def test_an_old_schema_is_told_and_renewed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert schema.main(["--check"], tmp_path) == 1
    assert "procedure.schema.json: out of date" in capsys.readouterr().out
    assert schema.main([], tmp_path) == 0
    assert schema.main(["--check"], tmp_path) == 0


@pytest.mark.parametrize(
    "module",
    ["kiosk.model.procedure", "kiosk.visit.steps", "kiosk.visit.rules", "kiosk.words", "kiosk.content", "kiosk.content.towns"],
)
def test_the_core_and_the_towns_need_neither_pydantic_nor_yaml(module: str) -> None:
    heavy = {"pydantic", "yaml", "babel"}
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] in {*heavy, "kiosk"}}
    try:
        importlib.import_module(module)
        assert not heavy & {name.partition(".")[0] for name in sys.modules}
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] in {*heavy, "kiosk"}]:
            del sys.modules[name]
        sys.modules.update(before)
