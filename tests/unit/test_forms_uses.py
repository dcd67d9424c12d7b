"""A form beside its procedures: names that nobody asks, and answers that may outgrow their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.forms.definition import load_form
from kiosk.forms.lint import form_files
from kiosk.forms.uses import check_uses, too_long
from kiosk.model.procedure import Step, StepKind
from kiosk.paths import ASSETS
from tests.unit.forms_paper import press

FORMS = ASSETS / "forms"


def changed(tmp_path: Path, old: str, new: str) -> list[str]:
    """What is said of the certificate's form with that change."""
    path = tmp_path / "juminhyo_jotyo.yaml"
    text = (FORMS / path.name).read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [str(problem) for problem in check_uses([path], ASSETS / "procedures", press().fonts)]


def test_the_shipped_forms_ask_only_what_is_asked_and_hold_what_may_be_answered() -> None:
    assert check_uses(form_files(FORMS), ASSETS / "procedures", press().fonts) == ()


def test_a_question_that_nobody_asks_is_named_by_its_line(tmp_path: Path) -> None:
    (said,) = changed(tmp_path, "from: phone,", "from: phnoe,")
    line = next(
        n for n, text in enumerate((tmp_path / "juminhyo_jotyo.yaml").read_text("utf-8").splitlines(), 1) if "phnoe" in text
    )
    assert said.startswith(f"juminhyo_jotyo.yaml:{line}:") and "phnoe" in said


def test_a_form_nobody_uses_or_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "juminhyo.yaml").write_text("id: [", "utf-8")
    (tmp_path / "unused.yaml").write_text((FORMS / "kokuho_join.yaml").read_text("utf-8").replace("kokuho_join", "unused"), "utf-8")
    assert check_uses(form_files(tmp_path), ASSETS / "procedures", press().fonts) == ()


@pytest.mark.parametrize(("letters", "fits"), [(60, True), (400, False)])
def test_a_place_must_hold_as_many_letters_as_its_question_takes(letters: int, fits: bool) -> None:
    step = Step("old_insurance", StepKind.TEXT, "保険", "保険は", max_chars=letters)
    found = list(too_long(load_form(FORMS / "kokuho_join.yaml"), {step.id: step}, press().fonts))
    assert found == ([] if fits else [("old_insurance", letters, "old_insurance")])


def test_rows_of_a_group_are_looked_at_too() -> None:
    step = Step("person_name", StepKind.TEXT, "名前", "名前は", max_chars=400)
    found = {field for field, _, _ in too_long(load_form(FORMS / "kokuho_join.yaml"), {step.id: step}, press().fonts)}
    assert "person_name_1" in found
