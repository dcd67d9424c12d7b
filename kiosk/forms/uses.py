"""A form beside the procedures that print it: questions it asks for that nobody asks, and answers that may be longer than their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.procedures import read_procedures
from kiosk.forms.definition import Definition, load_definition
from kiosk.forms.fonts import FontSet
from kiosk.forms.text import fit, shape
from kiosk.model.form import CombField, Form, TextField, plain
from kiosk.model.procedure import Procedure, Step, StepKind

_FREE = (StepKind.TEXT, StepKind.NAME, StepKind.KANA, StepKind.ADDRESS)


def check_uses(forms: Sequence[Path], procedures: Path, fonts: FontSet, *, asked: bool = True) -> tuple[ContentProblem, ...]:
    """What is wrong between those form files and the procedures of that folder; files that cannot be read are passed over.

    asked: also whether the answers are asked for at all, which the procedures' own check looks at too.
    """
    found, _ = read_procedures(procedures)
    return tuple(problem for path in forms for problem in _beside(path, found, fonts, asked))


def _beside(path: Path, procedures: Sequence[Procedure], fonts: FontSet, compare: bool) -> Iterator[ContentProblem]:
    using = [procedure for procedure in procedures if any(use.form == path.stem for use in procedure.forms)]
    if not using:
        return
    try:
        definition = load_definition(path)
    except ContentError:
        return
    asked = {step.id for procedure in using for step in procedure.steps}
    for step in sorted(definition.form.steps() - asked) if compare else ():
        line, field = _place(definition, step)
        wrong = f"no question of {', '.join(procedure.id for procedure in using)} is called {step}."
        yield ContentProblem(path.name, line, field, wrong, "Correct the name, or ask the question there.")
    steps = {step.id: step for procedure in using for step in procedure.steps}
    for field, letters, step in too_long(definition.form, steps, fonts):
        line, place = definition.where(field)
        wrong = f"the answer {step} may have {letters} letters, and they do not fit."
        yield ContentProblem(
            path.name, line, place, wrong, "Give it more width, height or lines, or lower max_chars of the question."
        )


def _place(definition: Definition, step: str) -> tuple[int, str]:
    return definition.where(step if any(field.id == step for field in definition.form.fields) else f"{step}_1")


def too_long(form: Form, steps: Mapping[str, Step], fonts: FontSet) -> Iterator[tuple[str, int, str]]:
    """Places that cannot hold what their question allows: field, letters, step. Only questions that say max_chars are looked at."""
    for field in form.all_fields():
        if not isinstance(field, TextField | CombField):
            continue
        for name in field.source.steps:
            step = steps.get(plain(name))
            if step is None or step.kind not in _FREE or not step.max_chars:
                continue
            if not _holds(field, step.max_chars, fonts):
                yield field.id, step.max_chars, step.id
                break


def _holds(field: TextField | CombField, letters: int, fonts: FontSet) -> bool:
    if isinstance(field, CombField):
        return letters <= field.cells
    run = shape(fonts, field.face, "国" * letters)
    return fit(run.glyphs, field.box.w, field.box.h, field.size, field.floor, field.lines) is not None
