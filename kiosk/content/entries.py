"""How a procedure file is written: one pydantic model a kind of entry. These also make assets/schemas/procedure.schema.json."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

FORMS_OF_CONDITION: Final = "use `step` with `is`, or one of `all`, `any`, `not`"


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""Japanese, read by residents; may carry furigana."""
Word = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Picture = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Values = Annotated[
    list[Word],
    Field(min_length=1),
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]


class Entry(BaseModel):
    """Strict: no unknown keys, no conversion of kinds."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ConditionEntry(Entry):
    """When something applies: `{step: who, is: proxy}`, `{step: who, is: [household, proxy]}`, `{all: […]}`, `{any: […]}`, `{not: …}`."""

    step: Id | None = None
    values: Values | None = Field(default=None, alias="is")
    all: list[ConditionEntry] | None = Field(default=None, min_length=1)
    any: list[ConditionEntry] | None = Field(default=None, min_length=1)
    no: ConditionEntry | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_form(self) -> ConditionEntry:
        forms = [self.step is not None and self.values is not None, self.all is not None, self.any is not None, self.no is not None]
        halves = (self.step is None) != (self.values is None)
        if halves or forms.count(True) != 1:
            raise PydanticCustomError("condition", "is no condition")
        return self


class ChoiceEntry(Entry):
    """One tile of a question. takes_back: answers this one unticks, such as {items: mynumber}."""

    value: Id
    label: Text
    note: Text | None = None
    picture: Picture | None = None
    quiet: bool = False
    takes_back: dict[Id, Values] = Field(default_factory=dict)


class StepEntry(Entry):
    """One question. label: its name where answers are looked over; ask: the question itself; why: the panel beside it.

    counts: of kind number, the group it says the size of; each: asked for everyone of that group, one after the other.
    paper_only: printed, then forgotten; it never reaches the queue. future: of kind date, a day that has not come yet is right.
    """

    id: Id
    kind: Literal["choice", "choices", "number", "name", "kana", "date", "address", "phone", "text"]
    label: Text
    ask: Text
    hint: Text | None = None
    why: Text | None = None
    choices: list[ChoiceEntry] = Field(default_factory=list)
    when: ConditionEntry | None = None
    from_card: Literal["name", "address", "birth", "sex"] | None = None
    optional: bool = False
    unknown: Text | None = None
    minimum: int | None = Field(default=None, ge=0)
    maximum: int | None = Field(default=None, ge=0)
    unit: Text | None = None
    max_chars: int | None = Field(default=None, ge=1, le=200)
    needs_my_number: bool = False
    counts: Id | None = None
    each: Id | None = None
    paper_only: bool = False
    future: bool = False
    stands_for: Id | None = None


class UseEntry(Entry):
    """A question of assets/questions.yaml, asked once in a visit however many procedures use it; other words may be put to it here.

    stands_for: the shared question whose answer this one gives to the other procedures of a visit: who moves in lives at the new address.
    """

    use: Id
    label: Text | None = None
    ask: Text | None = None
    hint: Text | None = None
    why: Text | None = None
    when: ConditionEntry | None = None
    optional: bool | None = None
    unknown: Text | None = None
    stands_for: Id | None = None


OWN, SHARED = "own", "shared"


def _which(value: Any) -> str:
    if isinstance(value, dict):
        return SHARED if "use" in value else OWN
    return SHARED if isinstance(value, UseEntry) else OWN


AnyStep = Annotated[Annotated[StepEntry, Tag(OWN)] | Annotated[UseEntry, Tag(SHARED)], Discriminator(_which)]


class QuestionEntry(Entry):
    """A yes/no question before the form's own. otherwise: what to know when the answer is not the one that fits."""

    id: Id
    ask: Text
    hint: Text | None = None
    why: Text | None = None
    fits: Literal["yes", "no"]
    otherwise: Text


class SourcedEntry(Entry):
    """Something that is only true because a page said so on a day. naha_confirmed: it was Naha's own page."""

    source: Word
    verified_on: date
    naha_confirmed: bool = False


class BringEntry(SourcedEntry):
    """One thing to have at hand. instead: what may stand in for it. document: its id in assets/documents.yaml."""

    id: Id
    label: Text
    note: Text | None = None
    picture: Picture | None = None
    instead: Text | None = None
    when: ConditionEntry | None = None
    document: Id | None = None


class FactEntry(Entry):
    """A fact. Without a value the screen says 窓口で きいてください; not confirmed by Naha it says ふつうは.

    label: left out for the ids of assets/facts.yaml. is: whether that way exists, for the filters. What is said needs its source.
    """

    id: Id
    label: Text | None = None
    value: Text | None = None
    holds: Literal["yes", "no"] | None = Field(default=None, alias="is")
    source: Word | None = None
    verified_on: date | None = None
    naha_confirmed: bool = False


class FactKindEntry(Entry):
    """A fact every procedure is asked for. required: a file without it is not finished; no value is a value: ask at the counter."""

    id: Id
    label: Text
    required: bool = False


class FactKindsFile(Entry):
    """assets/facts.yaml."""

    facts: list[FactKindEntry]


class QuestionsFile(Entry):
    """assets/questions.yaml: the questions several procedures share."""

    questions: list[StepEntry]


class FormUseEntry(Entry):
    """A paper: the file of that name under assets/forms. each: a sheet for everyone of that group."""

    id: Id
    each: Id | None = None
    when: ConditionEntry | None = None


def _as_papers(value: Any) -> Any:
    return [{"id": value}] if isinstance(value, str) else value


class _OrItsName:
    """Tells editors that a name alone may stand for the list."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Papers = Annotated[list[FormUseEntry], Field(min_length=1), BeforeValidator(_as_papers), _OrItsName()]


class ConsentEntry(Entry):
    """One row of the agreement table."""

    what: Text
    why: Text
    who: Text
    until: Text


class ProcedureEntry(Entry):
    """A whole procedure file. form: the file of that name under assets/forms, or a list. minutes: measured here, left out where nobody did.

    events: life events of assets/events.yaml, under which it is found. rank: a smaller one stands, is asked and is printed earlier.
    """

    id: Id
    title: Text
    summary: Text
    picture: Picture
    minutes: int | None = Field(default=None, ge=1, le=240)
    form: Papers
    events: list[Id] = Field(default_factory=list)
    rank: int = Field(default=50, ge=1, le=99)
    search: list[Word] = Field(default_factory=list)
    facts: list[FactEntry] = Field(min_length=1)
    eligibility: list[QuestionEntry] = Field(default_factory=list)
    bring: list[BringEntry] = Field(min_length=1)
    steps: list[AnyStep] = Field(min_length=1)
    consent: list[ConsentEntry] = Field(min_length=1)
    next_steps: list[Text] = Field(min_length=1)
    call: Text
