"""What a procedure file must keep within itself: ids, tiles, numbers, and conditions that look back only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.content.build import build_condition, own_steps
from kiosk.content.common import Common
from kiosk.content.entries import ConditionEntry, ProcedureEntry, StepEntry
from kiosk.content.problems import ContentProblem, Severity
from kiosk.content.reading import EXAMPLES
from kiosk.content.source import Path_, Source
from kiosk.model.procedure import steps_in

TILES = ("choice", "choices")
FREE = ("name", "kana", "address", "text")
MOST_IN_A_GROUP = 20
CARD_KINDS = {"name": ("name",), "address": ("address",), "birth": ("date",), "sex": ("choice",)}


class Checker:
    """Checks one entry, its shared questions resolved, against itself and what all procedures share."""

    def __init__(self, source: Source, entry: ProcedureEntry, common: Common) -> None:
        self._source = source
        self._entry = entry
        self._all = own_steps(entry)
        self._common = common
        self._order = {step.id: number for number, step in reversed(list(enumerate(self._all)))}

    def problems(self) -> tuple[ContentProblem, ...]:
        """Every problem, in the order of the file."""
        found = [*self._ids(), *self._facts(), *self._steps(), *self._groups(), *self._conditions()]
        return tuple(sorted(found, key=lambda problem: problem.line))

    def _problem(self, path: Path_, wrong: str, mend: str, severity: Severity = Severity.ERROR) -> ContentProblem:
        return ContentProblem(self._source.file, self._source.line(path), self._source.field(path), wrong, mend, severity)

    # --- ids ----------------------------------------------------------------------------------------------------------------
    def _ids(self) -> Iterator[ContentProblem]:
        for key in ("facts", "eligibility", "bring", "steps"):
            ids = [item.id for item in getattr(self._entry, key)]
            yield from self._twice(ids, (key,), "id")
        for number, step in enumerate(self._all):
            yield from self._twice([choice.value for choice in step.choices], ("steps", number, "choices"), "value")

    def _twice(self, names: Sequence[str], path: Path_, key: str) -> Iterator[ContentProblem]:
        for number, name in enumerate(names):
            if name in names[:number]:
                first = self._source.line((*path, names.index(name), key))
                yield self._problem(
                    (*path, number, key), f"{name!r} is taken by line {first} already.", "Give it a name of its own."
                )

    # --- facts --------------------------------------------------------------------------------------------------------------
    def _facts(self) -> Iterator[ContentProblem]:
        for number, fact in enumerate(self._entry.facts):
            path: Path_ = ("facts", number)
            if fact.label is None and fact.id not in self._common.facts:
                yield self._problem((*path, "label"), "is missing.", "Only the facts of facts.yaml go without one.")
            if fact.value is None and fact.holds is None:
                continue
            if fact.source is None:
                yield self._problem((*path, "source"), "is missing.", EXAMPLES["source"])
            if fact.verified_on is None:
                yield self._problem((*path, "verified_on"), "is missing.", EXAMPLES["verified_on"])
        told = {fact.id for fact in self._entry.facts}
        for kind in self._common.facts.values():
            if kind.required and kind.id not in told:
                mend = f"Add `- {{id: {kind.id}}}`; without a value the screen says to ask at the counter."
                yield self._problem(("facts",), f"says nothing of {kind.id!r}.", mend, Severity.WARNING)

    # --- steps --------------------------------------------------------------------------------------------------------------
    def _steps(self) -> Iterator[ContentProblem]:
        for number, step in enumerate(self._all):
            path: Path_ = ("steps", number)
            yield from self._tiles(path, step)
            yield from self._numbers(path, step)
            yield from self._taken_back(path, step)
            if step.stands_for and step.stands_for not in self._common.questions:
                mend = f"Shared questions are: {', '.join(self._common.questions)}."
                yield self._problem((*path, "stands_for"), f"{step.stands_for!r} is no shared question.", mend)
            if step.future and step.kind != "date":
                yield self._problem((*path, "future"), f"means nothing for kind {step.kind}.", "Take it out.")
            if step.max_chars is not None and step.kind not in FREE:
                yield self._problem((*path, "max_chars"), f"means nothing for kind {step.kind}.", "Take it out.")
            if step.unknown is not None and step.kind in TILES:
                yield self._problem(
                    (*path, "unknown"), f"means nothing for kind {step.kind}.", "Write a tile with `quiet: true` instead."
                )
            if step.from_card and step.kind not in CARD_KINDS[step.from_card]:
                wanted = CARD_KINDS[step.from_card][0]
                yield self._problem(
                    (*path, "from_card"), f"{step.from_card!r} does not fit kind {step.kind}.", f"Use it with kind {wanted}."
                )

    def _tiles(self, path: Path_, step: StepEntry) -> Iterator[ContentProblem]:
        if step.kind in TILES and len(step.choices) < 2:
            yield self._problem((*path, "choices"), f"kind {step.kind} needs at least two tiles.", "List them under `choices`.")
        if step.kind not in TILES and step.choices:
            yield self._problem((*path, "choices"), f"means nothing for kind {step.kind}.", "Take it out, or use kind choice.")

    def _numbers(self, path: Path_, step: StepEntry) -> Iterator[ContentProblem]:
        for key in ("minimum", "maximum", "unit"):
            given = getattr(step, key) is not None
            if given and step.kind != "number":
                yield self._problem((*path, key), f"means nothing for kind {step.kind}.", "Take it out.")
            elif not given and step.kind == "number" and key != "unit":
                yield self._problem((*path, key), "is missing.", f"Kind number needs `{key}:`.")
        if step.minimum is not None and step.maximum is not None and step.maximum < step.minimum:
            wrong = f"{step.maximum} is less than the minimum, {step.minimum}."
            yield self._problem((*path, "maximum"), wrong, "Write the larger one here.")

    def _taken_back(self, path: Path_, step: StepEntry) -> Iterator[ContentProblem]:
        for number, choice in enumerate(step.choices):
            for other, values in choice.takes_back.items():
                where: Path_ = (*path, "choices", number, "takes_back", other)
                if self._order.get(other, len(self._order)) >= self._order[step.id]:
                    yield self._problem(where, f"{other!r} is no step before this one.", "Name an earlier question.")
                elif self._all[self._order[other]].kind != "choices":
                    yield self._problem(where, f"{other!r} is not of kind choices.", "Only a tick among several can be taken back.")
                else:
                    yield from self._known_values(where, other, values)

    def _groups(self) -> Iterator[ContentProblem]:
        sizes = {step.counts: number for number, step in reversed(list(enumerate(self._all))) if step.counts}
        for number, step in enumerate(self._all):
            path: Path_ = ("steps", number)
            if step.counts and step.kind != "number":
                yield self._problem((*path, "counts"), f"means nothing for kind {step.kind}.", "Only a number counts a group.")
            if step.counts and step.maximum is not None and step.maximum > MOST_IN_A_GROUP:
                mend = f"Write at most {MOST_IN_A_GROUP}."
                yield self._problem((*path, "maximum"), f"{step.maximum} is too large for a group.", mend)
            if step.each and sizes.get(step.each, number) >= number:
                mend = f"Ask a number with `counts: {step.each}` before it."
                yield self._problem((*path, "each"), f"nothing before it says how many of {step.each!r} there are.", mend)
        for number, paper in enumerate(self._entry.form):
            if paper.each and paper.each not in sizes:
                mend = f"Ask a number with `counts: {paper.each}`."
                yield self._problem(("form", number, "each"), f"nothing says how many of {paper.each!r} there are.", mend)

    # --- conditions -----------------------------------------------------------------------------------------------------------
    def _conditions(self) -> Iterator[ContentProblem]:
        for number, item in enumerate(self._entry.bring):
            yield from self._condition(("bring", number, "when"), item.when, None)
        for number, paper in enumerate(self._entry.form):
            yield from self._condition(("form", number, "when"), paper.when, None)
        for number, step in enumerate(self._all):
            yield from self._condition(("steps", number, "when"), step.when, step.id)

    def _condition(self, path: Path_, entry: ConditionEntry | None, owner: str | None) -> Iterator[ContentProblem]:
        if entry is None:
            return
        if entry.step is not None:
            yield from self._looks_at((*path, "step"), entry.step, owner)
            if entry.step in self._order:
                yield from self._known_values((*path, "is"), entry.step, entry.values or [])
        for key, parts in (("all", entry.all or []), ("any", entry.any or [])):
            for number, part in enumerate(parts):
                yield from self._condition((*path, key, number), part, owner)
        yield from self._condition((*path, "not"), entry.no, owner)

    def _looks_at(self, path: Path_, other: str, owner: str | None) -> Iterator[ContentProblem]:
        if other not in self._order:
            yield self._problem(path, f"{other!r} is no step of this procedure.", f"Steps are: {', '.join(self._order)}.")
        elif owner is not None and self._order[other] >= self._order[owner]:
            loop = self._loop(owner, other)
            wrong = f"waits in a loop: {' → '.join(loop)}." if loop else f"looks at {other!r}, which is asked later."
            yield self._problem(path, wrong, "A question can only depend on one that stands before it.")

    def _loop(self, owner: str, other: str) -> tuple[str, ...]:
        """owner → other → … → owner, or () when no way leads back."""
        ways: list[tuple[str, ...]] = [(owner, other)]
        seen = {other}
        while ways:
            way = ways.pop(0)
            if way[-1] == owner:
                return way
            step = self._all[self._order[way[-1]]]
            for following in steps_in(build_condition(step.when)):
                if following in self._order and (following == owner or following not in seen):
                    seen.add(following)
                    ways.append((*way, following))
        return ()

    def _known_values(self, path: Path_, other: str, values: Sequence[str]) -> Iterator[ContentProblem]:
        step = self._all[self._order[other]]
        known = [choice.value for choice in step.choices]
        if step.kind not in TILES:
            yield self._problem(path, f"{other!r} has no tiles to compare with.", "Look at a question of kind choice or choices.")
            return
        for value in values:
            if value not in known:
                yield self._problem(path, f"{value!r} is no answer of {other!r}.", f"Its answers are: {', '.join(known)}.")
