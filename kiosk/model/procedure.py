"""A procedure as data: what is asked, in which order, on which condition; read from assets/procedures/*.yaml by kiosk/content.

Every text is a Japanese msgid and may carry furigana (kiosk/words.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Answer = str | tuple[str, ...]
UNKNOWN = "unknown"
LABELS = "labels"
"""The form that is no form but a sheet of labels: assets/forms/labels.yaml holds the papers, R25 fills them."""


class StepKind(StrEnum):
    """How a question is asked."""

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    NAME = "name"
    KANA = "kana"
    DATE = "date"
    ADDRESS = "address"
    PHONE = "phone"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Is:
    """Holds when that step's answer is, or contains, one of the values."""

    step: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the inner condition does not."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one part holds."""

    conditions: tuple[Condition, ...]


Condition = Is | Not | AllOf | AnyOf


def holds(condition: Condition | None, answers: Mapping[str, Answer]) -> bool:
    """Whether the condition is met by those answers; no condition is always met."""
    match condition:
        case None:
            return True
        case Is(step, values):
            given = answers.get(step, ())
            return any(value in values for value in ((given,) if isinstance(given, str) else given))
        case Not(inner):
            return not holds(inner, answers)
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)


def may_hold(condition: Condition | None, answers: Mapping[str, Answer]) -> bool:
    """Whether the condition can still be met: what looks at a question nobody has answered yet may go either way."""
    match condition:
        case None:
            return True
        case Is(step, _):
            return step not in answers or holds(condition, answers)
        case Not(inner):
            return not all(step in answers for step in steps_in(inner)) or not holds(inner, answers)
        case AllOf(parts):
            return all(may_hold(part, answers) for part in parts)
        case AnyOf(parts):
            return any(may_hold(part, answers) for part in parts)


def steps_in(condition: Condition | None) -> tuple[str, ...]:
    """The ids of the steps a condition looks at."""
    match condition:
        case None:
            return ()
        case Is(step, _):
            return (step,)
        case Not(inner):
            return steps_in(inner)
        case AllOf(parts) | AnyOf(parts):
            return tuple(step for part in parts for step in steps_in(part))


@dataclass(frozen=True, slots=True)
class Choice:
    """One tile. quiet: drawn dashed, for わからない. takes_back: (step, value) of answers that choosing this one unticks."""

    value: str
    label: str
    note: str = ""
    picture: str = ""
    quiet: bool = False
    takes_back: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One question. label: its name on the check screen. unknown: label of the わからない tile, whose answer is "unknown".

    from_card: which attribute of the card answers it, "" for none. minimum, maximum, unit: of kind number.
    shared: it stands in assets/questions.yaml, so it is one question for every procedure of a visit.
    counts: the group of people (or doses …) this number says the size of. each: the group it is asked for, one by one; nth: for which
    of them, 0 where the group is not unrolled yet.
    paper_only: goes to the paper and is forgotten, never into the queue. future: a date may lie ahead, such as the day of a move.
    stands_for: the shared question whose answer this one gives to other procedures of the visit.
    """

    id: str
    kind: StepKind
    label: str
    ask: str
    hint: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    when: Condition | None = None
    from_card: str = ""
    optional: bool = False
    unknown: str = ""
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    max_chars: int | None = None
    needs_my_number: bool = False
    shared: bool = False
    counts: str = ""
    each: str = ""
    nth: int = 0
    paper_only: bool = False
    future: bool = False
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no question before the visit's own. fits: the answer that fits; otherwise: what to know when it is another."""

    id: str
    ask: str
    hint: str
    why: str
    fits: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class BringItem:
    """One thing to have at hand. instead: what may stand in for it. source, verified_on: where it was read, and when.

    document: its id in assets/documents.yaml, where the trip planner knows how it is got; "" for none. naha_confirmed: as of a fact.
    """

    id: str
    label: str
    note: str = ""
    picture: str = ""
    instead: str = ""
    when: Condition | None = None
    source: str = ""
    verified_on: date | None = None
    document: str = ""
    naha_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact with its source. value "" is for staff to fill in and shows as a question for the counter; only then source may be "".

    naha_confirmed: the source is Naha's own page, so it is shown as Naha's rule; others as what is usual.
    holds: whether the way of that name exists (post, net, convenience …); None where nobody knows.
    """

    id: str
    label: str
    value: str = ""
    source: str = ""
    verified_on: date | None = None
    naha_confirmed: bool = False
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class FormUse:
    """A paper of a procedure. each: the group that gets a sheet each; when: the condition for it; procedure: whose it is."""

    form: str
    each: str = ""
    when: Condition | None = None
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One row of the agreement table."""

    what: str
    why: str
    who: str
    until: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure, from the first question to the paper. minutes: how long it takes here, None where nobody measured it.

    events: ids of assets/events.yaml, the life events it belongs to. rank: where it stands among others, the smaller the earlier.
    """

    id: str
    title: str
    summary: str
    picture: str
    minutes: int | None
    forms: tuple[FormUse, ...]
    events: tuple[str, ...]
    search: tuple[str, ...]
    facts: tuple[FactLine, ...]
    eligibility: tuple[Question, ...]
    bring: tuple[BringItem, ...]
    steps: tuple[Step, ...]
    consent: tuple[ConsentRow, ...]
    next_steps: tuple[str, ...]
    call: str = ""
    rank: int = 50

    @property
    def labels(self) -> bool:
        """Whether it makes labels: printed on R25, nothing for the city."""
        return any(use.form == LABELS for use in self.forms)

    def fact(self, name: str) -> FactLine | None:
        """The fact of that id, such as fee; None where the file says nothing of it."""
        return next((fact for fact in self.facts if fact.id == name), None)
