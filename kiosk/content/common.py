"""What all procedures share: the questions of assets/questions.yaml and the kinds of facts of assets/facts.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.content.entries import FactKindEntry, FactKindsFile, ProcedureEntry, QuestionsFile, StepEntry, UseEntry
from kiosk.content.folders import common_files
from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.reading import read_file
from kiosk.content.source import Source


@dataclass(frozen=True, slots=True)
class Common:
    """questions: id -> question. facts: id -> kind, in the order they are shown."""

    questions: Mapping[str, StepEntry] = field(default_factory=dict)
    facts: Mapping[str, FactKindEntry] = field(default_factory=dict)


def load_common(folder: Path) -> Common:
    """What the procedures of that folder share; ContentError with file, line, field and mend."""
    questions, facts = common_files(folder)
    _, asked = read_file(questions, QuestionsFile, questions.name)
    _, kinds = read_file(facts, FactKindsFile, facts.name)
    return Common({step.id: step for step in asked.questions}, {kind.id: kind for kind in kinds.facts})


def resolved(source: Source, entry: ProcedureEntry, common: Common) -> ProcedureEntry:
    """The entry with every `use:` replaced by the question it names; ContentError where there is none of that name."""
    found: list[StepEntry] = []
    problems: list[ContentProblem] = []
    for number, step in enumerate(entry.steps):
        if isinstance(step, StepEntry):
            found.append(step)
        elif step.use in common.questions:
            found.append(_with_words(common.questions[step.use], step))
        else:
            path = ("steps", number, "use")
            mend = f"Shared questions are: {_listed(list(common.questions))}."
            wrong = f"there is no shared question {step.use!r}."
            problems.append(ContentProblem(source.file, source.line(path), source.field(path), wrong, mend))
    if problems:
        raise ContentError(problems)
    return entry.model_copy(update={"steps": found})


def _with_words(question: StepEntry, use: UseEntry) -> StepEntry:
    said = {key: value for key in UseEntry.model_fields if key != "use" and (value := getattr(use, key)) is not None}
    return question.model_copy(update=said)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none yet"
