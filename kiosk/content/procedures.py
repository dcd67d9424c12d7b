"""All procedures of a folder, and everything that is wrong with them.

Importing this costs pydantic and PyYAML (about a quarter of a second cold), so the program does it after the first screen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.content import surroundings
from kiosk.content.build import build_procedure
from kiosk.content.checks import Checker
from kiosk.content.common import Common, load_common, resolved
from kiosk.content.entries import Entry, ProcedureEntry
from kiosk.content.events import load_events
from kiosk.content.folders import common_files, form_file
from kiosk.content.problems import ContentError, ContentProblem, errors
from kiosk.content.reading import read_entry, read_file
from kiosk.content.source import Path_, Source
from kiosk.content.texts import FILES
from kiosk.model.form import Form
from kiosk.model.procedure import LABELS, Procedure

FormReader = Callable[[Path], Form]


@dataclass(frozen=True, slots=True)
class Around:
    """What the files are checked against; None leaves that check out.

    forms: folder of form definitions; read_form: reads one, raising one of form_errors; pictures: folder of the tiles' SVGs; events: the file of life events;
    knows: language -> whether it has words for a msgid; documents: ids of the planner's documents.
    """

    forms: Path | None = None
    read_form: FormReader | None = None
    form_errors: tuple[type[Exception], ...] = (ContentError,)
    pictures: Path | None = None
    events: Path | None = None
    knows: Mapping[str, Callable[[str], bool]] | None = None
    documents: Collection[str] | None = None


def load_procedures(folder: Path) -> tuple[Procedure, ...]:
    """Every procedure of the folder, by rank and file name; ContentError with all problems when one cannot be used."""
    procedures, problems = read_procedures(folder)
    if errors(problems):
        raise ContentError(errors(problems))
    return procedures


def read_procedures(folder: Path) -> tuple[tuple[Procedure, ...], tuple[ContentProblem, ...]]:
    """The procedures that can be used, and the problems of the others: one broken file does not take the rest away."""
    good: list[Procedure] = []
    problems: list[ContentProblem] = []
    try:
        common = load_common(folder)
    except ContentError as error:
        return (), error.problems
    for path in _files(folder):
        procedure, found = _read(path, common, good)
        problems += found
        if procedure is not None:
            good.append(procedure)
    if not good and not problems:
        problems.append(ContentProblem(str(folder), 1, "", "holds no procedure.", "Put a file such as juminhyo.yaml there."))
    return tuple(sorted(good, key=lambda procedure: procedure.rank)), tuple(problems)


def read_procedure(folder: Path, name: str) -> tuple[Procedure | None, tuple[ContentProblem, ...]]:
    """The procedure of that name alone, None where it cannot be used, and its problems; the others of the folder are not read."""
    try:
        return _read(folder / f"{name}.yaml", load_common(folder), ())
    except ContentError as error:
        return None, error.problems


def _read(path: Path, common: Common, before: Sequence[Procedure]) -> tuple[Procedure | None, tuple[ContentProblem, ...]]:
    try:
        source, entry = read_resolved(path, common)
    except ContentError as error:
        return None, error.problems
    found = (*Checker(source, entry, common).problems(), *_twice(source, entry, before))
    return (None if errors(found) else build_procedure(entry, common)), found


def read_resolved(path: Path, common: Common) -> tuple[Source, ProcedureEntry]:
    """A procedure file with its shared questions in place; ContentError with every problem of its shape."""
    source, entry = read_entry(path, path.name)
    return source, resolved(source, entry, common)


def check(folder: Path, around: Around = Around()) -> tuple[ContentProblem, ...]:
    """Everything that is wrong with the folder's procedures and around them, warnings too, by file and line."""
    _, problems = read_procedures(folder)
    found = list(problems)
    try:
        common = load_common(folder)
    except ContentError:
        return problems
    known, wrong = _events(around)
    found += wrong
    for path in _files(folder):
        try:
            source, written = read_entry(path, path.name)
            entry = resolved(source, written, common)
        except ContentError:
            continue
        found += [*_words(source, written, around), *_around(source, entry, around)]
        found += surroundings.check_events(source, entry, known) if known else ()
    found += _shared_words(folder, around)
    return tuple(sorted(found, key=lambda problem: (problem.file, problem.line)))


def _events(around: Around) -> tuple[Sequence[str], Sequence[ContentProblem]]:
    """The ids of the life events, or what is wrong with their file."""
    if around.events is None:
        return (), ()
    try:
        events = load_events(around.events)
    except ContentError as error:
        return (), error.problems
    missing = [e for e in events if around.pictures is not None and not (around.pictures / f"{e.picture}.svg").is_file()]
    name = around.events.name
    return [event.id for event in events], [
        ContentProblem(name, 1, f"events.{e.id}.picture", f"there is no picture {e.picture}.svg.", "Draw it, or name another.")
        for e in missing
    ]


def _files(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.glob("*.yaml") if path.is_file()) if folder.is_dir() else ()


def _twice(source: Source, entry: ProcedureEntry, others: Sequence[Procedure]) -> Iterator[ContentProblem]:
    stem = source.file.removesuffix(".yaml")
    if entry.id != stem:
        wrong = f"{entry.id!r} is not the file's own name."
        yield ContentProblem(source.file, source.line(("id",)), "id", wrong, f"Write {stem!r}, or rename the file.")
    if any(other.id == entry.id for other in others):
        yield ContentProblem(
            source.file, source.line(("id",)), "id", f"{entry.id!r} is another procedure's id.", "Give it one of its own."
        )


def _words(source: Source, written: Entry, around: Around) -> Iterator[ContentProblem]:
    yield from surroundings.check_words(source, written)
    if around.knows is not None:
        yield from surroundings.check_translations(source, written, around.knows)


def _shared_words(folder: Path, around: Around) -> Iterator[ContentProblem]:
    for path in common_files(folder):
        source, written = read_file(path, FILES[path.name], path.name)
        yield from _words(source, written, around)


def _around(source: Source, entry: ProcedureEntry, around: Around) -> Iterator[ContentProblem]:
    if around.pictures is not None:
        yield from surroundings.check_pictures(source, entry, around.pictures)
    if around.documents is not None:
        yield from surroundings.check_documents(source, entry, around.documents)
    for number, paper in enumerate(entry.form):
        yield from _form(source, entry, (number, paper.id), around)


def _form(source: Source, entry: ProcedureEntry, paper: tuple[int, str], around: Around) -> Iterator[ContentProblem]:
    if around.forms is None or around.read_form is None:
        return
    number, name = paper
    if name == LABELS:  # sheets of labels have places for nobody's answers; forms/label_sheets.py checks them
        return
    path = form_file(around.forms, name)
    where: Path_ = ("form",) if isinstance(source.data.get("form"), str) else ("form", number)
    line = source.line(where)
    if not path.is_file():
        mend = f"Make {path.name} there, or name another form."
        yield ContentProblem(source.file, line, "form", f"there is no {path.name} among the forms.", mend)
        return
    try:
        form = around.read_form(path)
    except around.form_errors as error:
        first = str(error).splitlines()[0] if str(error) else "it cannot be read"
        yield ContentProblem(source.file, line, "form", f"the form {path.name} is broken: {first}", "Mend the form first.")
        return
    yield from surroundings.check_form(source, entry, form, where)
    if number + 1 == len(entry.form):
        yield from _unused(source, entry, around)


def _unused(source: Source, entry: ProcedureEntry, around: Around) -> Iterator[ContentProblem]:
    """Answers no paper of the procedure has a place for; only asked when every paper can be read."""
    assert around.forms is not None and around.read_form is not None
    try:
        forms = [around.read_form(form_file(around.forms, paper.id)) for paper in entry.form]
    except around.form_errors:
        return
    yield from surroundings.check_places(source, entry, forms)
