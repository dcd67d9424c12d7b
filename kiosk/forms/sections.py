"""How a form is written in sections: one pydantic model a kind of section or cell, without a single coordinate.

kiosk/forms/typeset.py turns them into the same art and places in mm that an explicit form has.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetJsonSchemaHandler, model_validator
from pydantic import Field as Key
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from kiosk.content.entries import ConditionEntry
from kiosk.forms.entries import Entry, Id, Mm, Name, Size

Step = Annotated[str, Key(min_length=1, max_length=80)]
Text = Annotated[str, Key(min_length=1, max_length=400)]
CellKind = Literal[
    "text", "name", "kana", "address", "postal", "phone", "number", "date", "era_date", "ticks", "circles", "comb", "by_hand", "words"
]  # fmt: skip
_CHOOSING = ("ticks", "circles")


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


class _OrOne:
    """Tells editors that one value may stand for a list of one."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


class _OrWord:
    """Tells editors that a word alone may stand for it."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Steps = Annotated[list[Step], Key(min_length=1), BeforeValidator(_as_list), _OrOne()]
Lines = Annotated[list[Text], Key(min_length=1), BeforeValidator(_as_list), _OrOne()]


class ChoiceText(Entry):
    """A printed choice with room for words after it, in （　）. from: the question whose answer goes there."""

    label: Name
    source: Step | None = Key(default=None, alias="from")


def _as_choice(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


Choice = Annotated[ChoiceText, BeforeValidator(_as_choice), _OrWord()]


class Writing(Entry):
    """What cells and columns share: which answer, and how it is written.

    by_hand: drawn, never filled. lines: how many lines text may wrap to. w in mm. unmarked: answers that mark no option.
    """

    label: str = Key(default="", max_length=80)
    source: Steps | None = Key(default=None, alias="from")
    kind: CellKind = "text"
    w: Size | None = None
    lines: Annotated[int, Key(ge=1, le=6)] | None = None
    size: Size | None = None
    align: Literal["left", "center", "right"] | None = None
    unit: str = Key(default="", max_length=12)
    by_hand: bool = False
    sign: bool = False
    options: dict[str, Choice] = {}
    unmarked: list[str] = []
    boxes: Annotated[int, Key(ge=1, le=40)] | None = None
    gaps: list[int] = []

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Writing:
        if self.kind in _CHOOSING and not self.options:
            raise ValueError(f"kind {self.kind} needs `options:`, each answer with its printed word")
        if self.kind not in _CHOOSING and self.options:
            raise ValueError("`options` are for kind ticks or circles")
        if self.kind == "comb" and self.boxes is None:
            raise ValueError("kind comb needs `boxes:`, how many characters it takes")
        if self.by_hand and self.source:
            raise ValueError("`by_hand` is never filled: leave out `from`")
        return self


class Cell(Writing):
    """One answer with its printed label. h, label_w in mm; note: small words beside the value, label_note: under the label.

    columns: of ticks, in so many equal columns. seal: a place for a seal at the right end. text: of kind words. called: its name on
    screens and on the cover, when the label alone does not say it.
    """

    called: str = Key(default="", max_length=60)

    label_w: Size | None = None
    h: Size | None = None
    note: str = Key(default="", max_length=120)
    label_note: str = Key(default="", max_length=60)
    columns: Annotated[int, Key(ge=1, le=8)] | None = None
    seal: bool = False
    when: ConditionEntry | None = None
    fall_back_when: dict[str, list[str]] | None = None
    text: Lines | None = None

    @model_validator(mode="after")
    def _has_something(self) -> Cell:
        if (self.kind == "words") != (self.text is not None):
            raise ValueError("kind words takes `text:`, and no other kind does")
        if self.fall_back_when and (self.source is None or len(self.source) < 2):
            raise ValueError("`fall_back_when` is for a `from` with two steps or more")
        return self


class Column(Writing):
    """A column of a table. kana: the step whose answer stands small above a name."""

    kana: Step | None = None

    @model_validator(mode="after")
    def _one_step(self) -> Column:
        if self.source is not None and len(self.source) > 1:
            raise ValueError("a column shows one step")
        if self.kind in ("words", "postal"):
            raise ValueError(f"kind {self.kind} is not for tables")
        return self


Row = Annotated[list[Cell], Key(min_length=1, max_length=6), BeforeValidator(_as_list), _OrOne()]


class Section(Entry):
    """What every section has. title: in the grey bar; title_note: small words after it; gap: mm above."""

    title: str = Key(default="", max_length=60)
    title_note: str = Key(default="", max_length=120)
    gap: Mm = 3.0


class Heading(Entry):
    """Title, whom it is addressed to, the day, and the receipt box. date: what the day is called; "" prints none."""

    addressee: Name = "那覇市長"
    date: str = "届出日"
    date_by_hand: bool = False
    subtitle: str = Key(default="", max_length=60)
    receipt: bool = True


class Rows(Section):
    """Labelled cells under each other, or side by side in a row."""

    rows: Annotated[list[Row], Key(min_length=1)]
    label_w: Size = 28.0
    by_hand: bool = False
    when: ConditionEntry | None = None


class Table(Section):
    """A row for each of several people. each: their group; without it the table is for the pen. rows: on this sheet; row_h in mm."""

    each: Id | None = None
    rows: Annotated[int, Key(ge=1, le=30)]
    columns: Annotated[list[Column], Key(min_length=1, max_length=10)]
    row_h: Size | None = None
    numbered: bool = True
    when: ConditionEntry | None = None

    @model_validator(mode="after")
    def _columns_agree(self) -> Table:
        if self.each is None and any(column.source or column.kana for column in self.columns):
            raise ValueError("columns with `from` need `each:`, the group whose people the rows are")
        if self.each is not None and not any(column.source for column in self.columns):
            raise ValueError("`each` needs a column with `from`; leave `each` out of a table for the pen")
        return self


class BankSource(Entry):
    """Which questions give the account; a person may always write it by hand instead."""

    bank: Step | None = None
    branch: Step | None = None
    type: Step | None = None
    number: Step | None = None
    holder: Step | None = None


class Bank(Section):
    """An account to pay into: empty boxes for the pen, or what the person typed.

    typed: the shared questions bank_name, bank_number and bank_holder, answered by who chose to type them (bank_how).
    """

    title: str = Key(default="振込先の口座", max_length=60)
    typed: bool = False
    source: BankSource = Key(default_factory=BankSource, alias="from")
    note: str = Key(default="請求する人の名義の口座にかぎります。", max_length=120)
    when: ConditionEntry | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Bank:
        if self.typed and "source" in self.model_fields_set:
            raise ValueError("`typed: true` names the questions already: leave out `from`")
        return self

    def sources(self) -> BankSource:
        """Which questions give the account."""
        shared = {"bank": "bank_name", "number": "bank_number", "holder": "bank_holder"}
        return BankSource.model_validate(shared) if self.typed else self.source

    def condition(self) -> ConditionEntry | None:
        """When what was typed is printed."""
        if self.typed and self.when is None:
            return ConditionEntry.model_validate({"step": "bank_how", "is": "typed"})
        return self.when


class Sign(Section):
    """A signature, always by hand. text: what is signed (several lines for a consent); date: 年月日 for the pen beside it."""

    title: Name = "署名"
    text: Lines
    note: str = Key(default="自分で書いてください。", max_length=80)
    date: bool = False
    seal: bool = False
    when: ConditionEntry | None = None


class Proxy(Section):
    """The principal's part of a letter of proxy, all by hand."""

    title: str = Key(default="委任状", max_length=60)
    title_note: str = Key(
        default="代理人が来たときだけ。たのんだ人が、すべて自分で書いてください（消せるペンは使えません）。", max_length=120
    )
    text: Text
    when: ConditionEntry | None = None


class Words(Section):
    """Running text, a paragraph an entry of `lines`."""

    lines: Lines
    size: Size = 10.0
    align: Literal["left", "center"] = "left"


class Notes(Section):
    """Small remarks, each with a dot before it."""

    lines: Lines


class Blank(Section):
    """An empty frame of h mm for a map, a drawing, a photo."""

    h: Size
    hint: str = Key(default="", max_length=120)


class Check(Entry):
    """A line of boxes that the office ticks."""

    label: Name
    options: Annotated[list[Name], Key(min_length=1)]


class Office(Section):
    """The office's own part, at the foot of the page. h in mm of its empty line."""

    title: str = Key(default="職員使用欄", max_length=20)
    h: Size = 10.0
    checks: list[Check] = []
    cells: list[Name] = []


class NewPage(Entry):
    """Here the next sheet begins."""


class SectionEntry(Entry):
    """One section: a single key that says its kind."""

    heading: Heading | None = None
    rows: Rows | None = None
    table: Table | None = None
    bank: Bank | None = None
    sign: Sign | None = None
    proxy: Proxy | None = None
    words: Words | None = None
    notes: Notes | None = None
    blank: Blank | None = None
    office: Office | None = None
    page: NewPage | None = None
    footer: NewPage | None = None

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, value: Any) -> Any:
        """`- office:` and `- office: {}` say the same."""
        return {key: {} if inner is None else inner for key, inner in value.items()} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _one_kind(self) -> SectionEntry:
        if len(self.model_fields_set) != 1:
            raise ValueError("a section is one key, such as `rows:`")
        return self

    def inner(self) -> tuple[str, AnySection]:
        """Its key and what stands under it."""
        key = next(iter(self.model_fields_set))
        section = getattr(self, key)
        assert section is not None, "an empty section has become its defaults"
        return key, section


AnySection = Heading | Rows | Table | Bank | Sign | Proxy | Words | Notes | Blank | Office | NewPage
