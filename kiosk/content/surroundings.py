"""What a procedure file needs around it: its paper, its pictures, its translations, and words that fit and can be read."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from kiosk.content import furigana
from kiosk.content.build import build_condition, own_steps
from kiosk.content.entries import Entry, ProcedureEntry
from kiosk.content.problems import ContentProblem, Severity
from kiosk.content.source import Path_, Source
from kiosk.content.texts import Use, texts_of
from kiosk.model.form import Form
from kiosk.model.procedure import steps_in

LONGEST = {Use.HEADING: 24, Use.HINT: 40}
WARNING = Severity.WARNING
Make = Callable[[Path_, str, str, Severity], ContentProblem]


def _maker(source: Source) -> Make:
    def make(path: Path_, wrong: str, mend: str, severity: Severity) -> ContentProblem:
        return ContentProblem(source.file, source.line(path), source.field(path), wrong, mend, severity)

    return make


def check_words(source: Source, entry: Entry) -> Iterator[ContentProblem]:
    """Furigana written wrongly; and as warnings, kanji without furigana and texts too long for their room."""
    make = _maker(source)
    for text in texts_of(entry):
        misspelt = furigana.misspelt(text.msgid)
        if misspelt:
            yield make(
                text.path, f"{misspelt}.", "Write the reading right after its kanji: 住民票《じゅうみんひょう》.", Severity.ERROR
            )
            continue
        bare = furigana.bare_kanji(text.msgid)
        if bare:
            yield make(text.path, f"{'、'.join(bare)} has no furigana.", f"Write the reading after it: {bare[0]}《…》.", WARNING)
        longest = LONGEST.get(text.use)
        width = furigana.width(text.msgid)
        if longest and width > longest:
            yield make(text.path, f"is {width:g} characters wide; {longest} fit.", "Say it in fewer words.", WARNING)


def check_translations(source: Source, entry: Entry, knows: Mapping[str, Callable[[str], bool]]) -> Iterator[ContentProblem]:
    """knows: language -> whether it has words for a msgid."""
    make = _maker(source)
    for text in texts_of(entry):
        missing = [language for language, known in knows.items() if not known(text.msgid)]
        if missing:
            mend = "Run `python tools/catalogues.py update`, then fill it in under locales/."
            yield make(text.path, f"has no translation: {', '.join(missing)}.", mend, Severity.ERROR)


def check_pictures(source: Source, entry: ProcedureEntry, folder: Path) -> Iterator[ContentProblem]:
    """folder: where the tiles' pictures lie."""
    named: list[tuple[Path_, str | None]] = [(("picture",), entry.picture)]
    named += [(("bring", n, "picture"), item.picture) for n, item in enumerate(entry.bring)]
    for n, step in enumerate(own_steps(entry)):
        named += [(("steps", n, "choices", m, "picture"), choice.picture) for m, choice in enumerate(step.choices)]
    for path, name in named:
        if name is not None and not (folder / f"{name}.svg").is_file():
            near = difflib.get_close_matches(name, [svg.stem for svg in folder.glob("*.svg")], 3)
            other = f"Did you mean {' or '.join(near)}?" if near else "Name another."
            mend = f"{other} The pictures lie in assets/icons/{folder.name}/."
            yield _maker(source)(path, f"there is no picture {name}.svg.", mend, Severity.ERROR)


def check_events(source: Source, entry: ProcedureEntry, known: Sequence[str]) -> Iterator[ContentProblem]:
    """known: the life events there are; under another one nobody would find it."""
    for n, event in enumerate(entry.events):
        if event not in known:
            mend = f"Name one of assets/events.yaml: {', '.join(known)}."
            yield _maker(source)(("events", n), f"there is no life event {event!r}.", mend, Severity.ERROR)
    if not entry.events:
        wrong = "belongs to no life event, so it stands under 「ほかの 手つづき」 only."
        yield _maker(source)(("id",), wrong, "Name one or more under events:.", Severity.WARNING)


def check_documents(source: Source, entry: ProcedureEntry, known: Collection[str]) -> Iterator[ContentProblem]:
    """known: ids of assets/documents.yaml, where the trip planner knows how each is got."""
    for n, item in enumerate(entry.bring):
        if item.document is not None and item.document not in known:
            near = difflib.get_close_matches(item.document, known, 1)
            mend = f"Did you mean `{near[0]}`?" if near else "Give it an entry in documents.yaml, or take the key out."
            wrong = f"there is no document {item.document!r}."
            yield _maker(source)(("bring", n, "document"), wrong, mend, Severity.ERROR)


def check_form(source: Source, entry: ProcedureEntry, form: Form, where: Path_) -> Iterator[ContentProblem]:
    """The paper asks for nothing nobody answers. where: the place that names the form."""
    ids = {step.id for step in own_steps(entry)}
    for step in sorted(form.steps() - ids):
        mend = f"Ask it here, or mend `from` in {form.id}.yaml."
        wrong = f"the form {form.id!r} wants an answer {step!r} that no step gives."
        yield _maker(source)(where, wrong, mend, Severity.ERROR)


def check_places(source: Source, entry: ProcedureEntry, forms: Sequence[Form]) -> Iterator[ContentProblem]:
    """As warnings, answers that none of the procedure's papers has a place for."""
    make = _maker(source)
    used = {step for form in forms for step in form.steps()}
    used |= {step for item in own_steps(entry) for choice in item.choices for step in choice.takes_back}
    for number, asked in enumerate(own_steps(entry)):
        if asked.id not in used and not asked.counts and not _steers(entry, asked.id):
            path: Path_ = ("steps", number, "id")
            yield make(path, "is asked, but the form has no place for it.", "Give it a place, or do not ask it.", WARNING)
    places = {step: choices for form in forms for step, choices in form.choices().items()}
    for number, asked in enumerate(own_steps(entry)):
        for n, choice in enumerate(asked.choices):
            if asked.id in places and choice.value not in places[asked.id]:
                path = ("steps", number, "choices", n, "value")
                mend = "Give it one, or list it under `unmarked`."
                yield make(path, f"{choice.value!r} has no place on the form.", mend, WARNING)


def _steers(entry: ProcedureEntry, step: str) -> bool:
    """Whether something else depends on this answer: another question, a paper, a thing to bring."""
    conditions = [step.when for step in own_steps(entry)]
    conditions += [paper.when for paper in entry.form] + [item.when for item in entry.bring]
    return any(step in steps_in(build_condition(condition)) for condition in conditions)
