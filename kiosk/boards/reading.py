"""assets/boards/fits.yaml read and checked: every mistake with file, line, field and mend.

Importing this costs pydantic and PyYAML; the program asks kiosk/boards/kept.py, which remembers.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from kiosk.boards.entries import FitEntry, FitsFile
from kiosk.boards.fits import ANSWERS, Due, Fit, FitQuestion, FitRules, says_days
from kiosk.content import surroundings
from kiosk.content.build import build_condition
from kiosk.content.entries import ConditionEntry
from kiosk.content.problems import ContentError, ContentProblem, Severity, errors
from kiosk.content.reading import read_file
from kiosk.content.source import Path_, Source
from kiosk.model.procedure import Procedure

FITS = "fits.yaml"


def load_fits(path: Path) -> FitRules:
    """The rules of that file; ContentError with every problem inside it. Whether its procedures exist is for `check`."""
    source, entry = read_file(path, FitsFile, path.name)
    problems = errors(tuple(_inside(source, entry)))
    if problems:
        raise ContentError(problems)
    return _build(entry)


def check(
    path: Path, procedures: Sequence[Procedure], knows: Mapping[str, Callable[[str], bool]] | None = None
) -> tuple[ContentProblem, ...]:
    """Everything that is wrong with it, against those procedures and languages. knows: language -> whether it has words for a msgid."""
    try:
        source, entry = read_file(path, FitsFile, path.name)
    except ContentError as error:
        return error.problems
    found = [*_inside(source, entry), *_targets(source, entry, procedures), *surroundings.check_words(source, entry)]
    if knows is not None:
        found += surroundings.check_translations(source, entry, knows)
    return tuple(sorted(found, key=lambda problem: problem.line))


def _build(entry: FitsFile) -> FitRules:
    questions = tuple(FitQuestion(q.id, q.ask, q.hint or "", q.why or "", q.day or "") for q in entry.questions)
    return FitRules(questions, tuple(_fit(fit) for fit in entry.fits))


def _fit(entry: FitEntry) -> Fit:
    when = build_condition(entry.when)
    assert when is not None, "the model wants a condition"
    due = Due(entry.due.after, entry.due.days) if entry.due else None
    return Fit(when, entry.reason, entry.procedure or "", entry.board or "", due)


# --- problems ---------------------------------------------------------------------------------------------------------------
def _problem(source: Source, path: Path_, wrong: str, mend: str, severity: Severity = Severity.ERROR) -> ContentProblem:
    return ContentProblem(source.file, source.line(path), source.field(path), wrong, mend, severity)


def _inside(source: Source, entry: FitsFile) -> Iterator[ContentProblem]:
    ids = [question.id for question in entry.questions]
    for n, name in enumerate(ids):
        if name in ids[:n]:
            yield _problem(source, ("questions", n, "id"), f"{name!r} stands here twice.", "Keep one of them.")
    with_day = [question.id for question in entry.questions if question.day is not None]
    looked_at: set[str] = set()
    for n, fit in enumerate(entry.fits):
        yield from _condition(source, ("fits", n, "when"), fit.when, ids, looked_at)
        if (fit.procedure is None) == (fit.board is None):
            yield _problem(source, ("fits", n), "leads nowhere, or to two places.", "Write one of `procedure:` and `board:`.")
        if fit.due is not None and fit.due.after not in with_day:
            wrong = f"no question {fit.due.after!r} asks for a day."
            yield _problem(
                source, ("fits", n, "due", "after"), wrong, f"Questions with `day:` are: {', '.join(with_day) or 'none'}."
            )
        if fit.due is not None and fit.procedure is None:
            yield _problem(source, ("fits", n, "due"), "needs a procedure.", "Take it out.")
    for n, question in enumerate(entry.questions):
        if question.id not in looked_at:
            wrong, mend = "is asked, but no rule looks at it.", "Write a rule, or do not ask it."
            yield _problem(source, ("questions", n, "id"), wrong, mend, Severity.WARNING)


def _condition(
    source: Source, path: Path_, entry: ConditionEntry, ids: Sequence[str], looked_at: set[str]
) -> Iterator[ContentProblem]:
    if entry.step is not None:
        looked_at.add(entry.step)
        if entry.step not in ids:
            yield _problem(source, (*path, "step"), f"there is no question {entry.step!r}.", _nearest(entry.step, ids))
        for value in entry.values or ():
            if value not in ANSWERS:
                mend = f"Write one of {', '.join(ANSWERS)}; yes and no in quotes."
                yield _problem(source, (*path, "is"), f"nobody can answer {value!r}.", mend)
    for key, parts in (("all", entry.all), ("any", entry.any)):
        for n, part in enumerate(parts or ()):
            yield from _condition(source, (*path, key, n), part, ids, looked_at)
    if entry.no is not None:
        yield from _condition(source, (*path, "not"), entry.no, ids, looked_at)


def _targets(source: Source, entry: FitsFile, procedures: Sequence[Procedure]) -> Iterator[ContentProblem]:
    known = {procedure.id: procedure for procedure in procedures}
    for n, fit in enumerate(entry.fits):
        if fit.procedure is None:
            continue
        if fit.procedure not in known:
            wrong, mend = f"there is no procedure {fit.procedure!r}.", _nearest(fit.procedure, list(known))
            yield _problem(source, ("fits", n, "procedure"), wrong, mend)
        elif fit.due is not None and not says_days(known[fit.procedure].fact("deadline"), fit.due.days):
            wrong = f"the deadline fact of {fit.procedure} does not say {fit.due.days}日 with a source."
            yield _problem(source, ("fits", n, "due", "days"), wrong, "Write the number that stands there, or take `due:` out.")


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"Did you mean `{near[0]}`?" if near else f"Known: {', '.join(known)}."
