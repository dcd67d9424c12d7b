"""Everything that is wrong with a folder of procedures and their papers: what `kiosk procedures check` prints.

The shipped folder has to be whole, every language too. A folder of an author's own may still lack translations: a clerk need not know
every language, and a sentence nobody has translated is shown in Japanese. There it is a warning, one a file and language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.authoring.skeleton import LEFT_OPEN
from kiosk.boards import reading as boards
from kiosk.booking import reading as booking
from kiosk.content.entries import ProcedureEntry
from kiosk.content.folders import FACTS, QUESTIONS
from kiosk.content.problems import ContentError, ContentProblem, Severity
from kiosk.content.procedures import Around, read_procedures
from kiosk.content.procedures import check as check_procedures
from kiosk.content.reading import read_entry
from kiosk.content.source import Source
from kiosk.content.texts import texts_of
from kiosk.forms.definition import load_form
from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
from kiosk.forms.lint import check_form, form_files
from kiosk.forms.uses import check_uses
from kiosk.paths import ASSETS
from kiosk.planner import reading as planner
from kiosk.planner.model import Place

Knows = Mapping[str, Callable[[str], bool]]
NAMES: Mapping[str, str] = {"en": "English"}
PICTURES = ASSETS / "icons" / "tile"


def check_all(assets: Path, knows: Knows, names: Collection[str] = ()) -> tuple[ContentProblem, ...]:
    """Every problem by file and line; forms are named forms/<file>. names: of procedures, to leave the others out; ValueError if unknown.

    knows: language -> whether it has words for a msgid.
    """
    folder, own = assets / "procedures", assets.resolve() != ASSETS.resolve()
    _known(folder, names)
    places, documents, found = _planning(assets, knows, own)
    around = Around(
        assets / "forms", load_form, (ContentError,), PICTURES, ASSETS / "events.yaml", None if own else knows, documents
    )
    found += check_procedures(folder, around)
    if places is not None:
        found += booking.check(assets, {} if own else knows, places, [path.stem for path in folder.glob("*.yaml")], PICTURES)
    found += _boards(assets, {} if own else knows)
    found += [problem for path in sorted(folder.glob("*.yaml")) for problem in _of_author(path, knows if own else {})]
    found = [problem for problem in found if not _elsewhere(problem, assets)]
    wanted = {f"{name}.yaml" for name in names}
    kept = [problem for problem in found if not wanted or problem.file in wanted]
    papers = _papers(assets, names)
    return (*_once(kept, papers), *papers)


def _known(folder: Path, names: Collection[str]) -> None:
    known = [path.stem for path in sorted(folder.glob("*.yaml"))]
    for name in names:
        if name not in known:
            raise ValueError(f"no procedure {name!r} in {folder}. Known: {', '.join(known) or 'none'}.")


def _boards(assets: Path, knows: Knows) -> tuple[ContentProblem, ...]:
    """What is wrong with the rules of あなたに あう もの, where the folder has any."""
    rules = assets / "boards" / boards.FITS
    return boards.check(rules, read_procedures(assets / "procedures")[0], knows) if rules.is_file() else ()


def _planning(
    assets: Path, knows: Knows, own: bool
) -> tuple[Mapping[str, Place] | None, Collection[str] | None, list[ContentProblem]]:
    """The places, the ids of the documents, and what is wrong with them; those of the program where the folder has none."""
    beside = (assets / planner.DOCUMENTS).is_file()
    root = assets if beside else ASSETS
    _, problems = planner.check(root, {} if own else knows)
    try:
        atlas, _ = planner.load_atlas(root)
    except ContentError:
        return None, None, list(problems)
    return atlas.places, tuple(atlas.documents), list(problems) if beside else []


def _elsewhere(problem: ContentProblem, assets: Path) -> bool:
    """Whether it is only an oddity of a shared file that the author does not keep."""
    shared = problem.file in (QUESTIONS, FACTS) and not (assets / problem.file).is_file()
    return shared and problem.severity is Severity.WARNING


# --- what an author has not finished ------------------------------------------------------------------------------------------
def _of_author(path: Path, knows: Knows) -> Iterator[ContentProblem]:
    """Texts that stand as `kiosk procedures new` wrote them; languages that lack sentences. A file that cannot be read has been told."""
    try:
        source, entry = read_entry(path, path.name)
    except ContentError:
        return
    yield from _left_open(source, entry)
    msgids = {text.msgid for text in texts_of(entry)}
    for language, known in knows.items():
        missing = sum(not known(msgid) for msgid in msgids)
        if missing:
            wrong = f"{missing} of {len(msgids)} sentences have no {NAMES.get(language, language)} yet."
            mend = "The screens show them in Japanese. Who translates comes later: docs/authoring.md, part 7."
            yield ContentProblem(path.name, 1, "", wrong, mend, Severity.WARNING)


def _left_open(source: Source, entry: ProcedureEntry) -> Iterator[ContentProblem]:
    texts = [(text.path, text.msgid) for text in texts_of(entry)]
    texts += [(("bring", n, "source"), item.source) for n, item in enumerate(entry.bring)]
    for path, text in texts:
        if text in LEFT_OPEN:
            wrong = "is still as `kiosk procedures new` wrote it."
            yield ContentProblem(source.file, source.line(path), source.field(path), wrong, LEFT_OPEN[text], Severity.WARNING)


# --- papers -----------------------------------------------------------------------------------------------------------------
def _papers(assets: Path, names: Collection[str]) -> tuple[ContentProblem, ...]:
    """What is wrong with the drawings of the folder's forms; with names, of those the procedures print."""
    paths = form_files(assets / "forms")
    if names:
        procedures, _ = read_procedures(assets / "procedures")
        wanted = {use.form for procedure in procedures if procedure.id in names for use in procedure.forms} | set(names)
        paths = tuple(path for path in paths if path.stem in wanted)
    if not paths:
        return ()
    fonts = open_fonts((ASSETS / "fonts", *SYSTEM_FOLDERS))
    found = [problem for path in paths for problem in check_form(path, fonts)]
    found += check_uses(paths, assets / "procedures", fonts, asked=False)
    return tuple(replace(problem, file=f"forms/{problem.file}") for problem in sorted(found, key=lambda one: (one.file, one.line)))


def _once(found: Sequence[ContentProblem], papers: Sequence[ContentProblem]) -> list[ContentProblem]:
    """Without the lines that only say a form is broken where the form's own lines say how."""
    told = {problem.file.removeprefix("forms/") for problem in papers}
    return [problem for problem in found if not any(problem.wrong.startswith(f"the form {file} is broken") for file in told)]
