"""Every shipped walk can be stopped at every question and goes on there, at another terminal, with the same answers; and how large it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.content.procedures import load_procedures
from kiosk.handover.desk import MOST_WHOLE
from kiosk.handover.draft import pack, unpack
from kiosk.handover.visits import draft_of, take_up
from kiosk.model.procedure import Answer, Step, StepKind
from kiosk.paths import ASSETS
from kiosk.visit import rules, steps
from kiosk.visit.basket import with_basket
from kiosk.visit.visit import Place, Visit, answer, go
from tests.unit.flow_fakes import FakeClock
from tests.unit.test_handover_visits import START

KNOWN = load_procedures(ASSETS / "procedures")
NOW = FakeClock().now()
TODAY = date(2026, 11, 24)
FLOWS = Path(__file__).resolve().parents[1] / "flows"
SCRIPTS = sorted(FLOWS.glob("*.yaml"))


def given(step: Step, script: Mapping[str, Any]) -> object:
    """What the script says to that question, as a page would report it; its own default where it is silent."""
    value = script.get(step.id)
    if isinstance(value, dict):
        value = value.get("write", "").replace(" ", "　")
    match step.kind:
        case StepKind.CHOICE:
            return str(value) if value is not None else step.choices[-1].value
        case StepKind.CHOICES:
            return tuple(str(part) for part in value) if isinstance(value, list) else ()
        case StepKind.NUMBER:
            return str(value if value is not None else step.minimum)
        case StepKind.DATE:
            return "" if value is None else str(value)
        case _:
            return "" if value is None else str(value)


def stops(script: Mapping[str, Any]) -> Iterator[Visit]:
    """The visit as it stands at each of its questions."""
    basket = [p for p in KNOWN if p.id in (script.get("procedures") or [script["procedure"]])]
    visit = replace(with_basket(START, basket), entry="hand")
    answers = script.get("answers") or {}
    while step := steps.first_unanswered(visit.chosen, visit.answers):
        yield go(replace(visit, trail=()), "R12", step.id)
        visit = answer(visit, step.id, _clean(step, given(step, answers)))
    yield replace(visit, place=Place("R13"))


def _clean(step: Step, value: object) -> Answer:
    try:
        return rules.clean(step, value, TODAY)
    except rules.AnswerProblem:
        return ""  # from the card in that walk, or only said on a page


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_stopped_anywhere_it_goes_on_there(path: Path) -> None:
    for before in stops(yaml.safe_load(path.read_text("utf-8"))):
        draft = draft_of(before, NOW)
        after = take_up(unpack(pack(draft)), START, KNOWN, TODAY)
        stays = {s.id for s in steps.asked_steps(before.chosen, before.answers) if s.paper_only or s.needs_my_number}
        assert {s: v for s, v in before.answers.items() if s not in stays and v} == {s: v for s, v in after.answers.items() if v}
        assert not stays & set(after.answers)
        opened = steps.first_unanswered(after.chosen, after.answers)
        assert after.place == (Place("R12", opened.id) if opened else Place("R13"))


def test_the_everyday_visit_fits_on_paper() -> None:
    script = yaml.safe_load((FLOWS / "juminhyo.yaml").read_text("utf-8"))
    assert max(len(pack(draft_of(before, NOW))) for before in stops(script)) < MOST_WHOLE
