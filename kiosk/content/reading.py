"""A procedure file read into its entry: what pydantic refuses becomes file, line, field, what is wrong, how to mend it."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiosk.content.entries import FORMS_OF_CONDITION, OWN, SHARED, ProcedureEntry, StepEntry, UseEntry
from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.source import Path_, Source, read_source

Model = TypeVar("Model", bound=BaseModel)
KINDS_OF_STEP: Final[dict[str, type[BaseModel]]] = {OWN: StepEntry, SHARED: UseEntry}
EXAMPLES = {
    "source": "Write the page or paper it was read on.",
    "verified_on": "Write the day it was read there, such as 2026-11-23.",
}
PATTERNS = {
    "pdf": ("is no file name.", "Put the PDF beside this file and write its name alone, such as city.pdf."),
    "sha256": ("is no SHA-256.", "It has 64 digits 0-9 a-f; `kiosk forms import-pdf` and `sha256sum` print it."),
}
KINDS = {
    "string_type": ("should be text.", "Put it in quotes."),
    "int_type": ("should be a whole number.", "Write it without quotes."),
    "float_type": ("should be a number.", "Write figures alone, such as 62 or 7.5, without a unit."),
    "bool_type": ("should be true or false.", "Write true or false without quotes."),
    "date_type": ("should be a day.", "Write year-month-day without quotes, such as 2026-11-23."),
    "date_from_datetime_parsing": ("should be a day.", "Write year-month-day without quotes, such as 2026-11-23."),
    "list_type": ("should be a list.", "Begin each entry on its own line with `- `."),
    "dict_type": ("should hold keys with values.", "Write `key: value` on indented lines."),
    "model_type": ("should hold keys with values.", "Write `key: value` on indented lines."),
    "model_attributes_type": ("should hold keys with values.", "Write `key: value` on indented lines."),
    "string_too_short": ("is empty.", "Write the text, or take the key out."),
    "too_short": ("is an empty list.", "Write at least one entry."),
    "condition": ("is no condition.", f"{FORMS_OF_CONDITION[0].upper()}{FORMS_OF_CONDITION[1:]}."),
}
BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}


def read_entry(path: Path, name: str = "") -> tuple[Source, ProcedureEntry]:
    """A procedure file and its entry; ContentError with every problem of its shape."""
    return read_file(path, ProcedureEntry, name)


def read_file(path: Path, model: type[Model], name: str = "") -> tuple[Source, Model]:
    """A content file and what it holds; ContentError with every problem of its shape. name: how problems call the file."""
    source = read_source(path, name)
    try:
        return source, model.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        raise ContentError([_problem(source, model, detail) for detail in details]) from None


def _problem(source: Source, model: type[BaseModel], detail: ErrorDetails) -> ContentProblem:
    path, kind = _place(detail, model)
    wrong, mend = said(detail, path, keys_of(kind))
    return ContentProblem(source.file, source.line(path), source.field(path), wrong, mend)


def _place(detail: ErrorDetails, model: type[BaseModel]) -> tuple[Path_, type[BaseModel] | None]:
    """The path as it stands in the file, and the model around its last part. A step's kind, own or shared, is no part of the file."""
    path: Path_ = ()
    kind: type[BaseModel] | None = model
    for part in (part for part in detail["loc"] if part != "[key]"):
        if path and isinstance(path[-1], int) and part in KINDS_OF_STEP:
            kind = KINDS_OF_STEP[str(part)]
            continue
        if path and isinstance(path[-1], str) and kind is not None:
            kind = _model_under(kind, path[-1])
        path = (*path, part)
    return path, kind


def said(detail: ErrorDetails, path: Path_, keys: list[str]) -> tuple[str, str]:
    """What is wrong, and the mend, for one thing pydantic refused. path: in the file; keys: those that may stand beside its last part."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing.", EXAMPLES.get(str(path[-1]), f"Add `{path[-1]}:` here.")
    if kind == "extra_forbidden":
        return "is no known key.", _nearest(str(path[-1]), keys)
    if kind == "literal_error":
        return f"{_shown(detail)} is not one of {context['expected']}.", _nearest(
            str(detail["input"]), _quoted(str(context["expected"]))
        )
    if kind == "string_pattern_mismatch" and path and path[-1] in PATTERNS:
        wrong, mend = PATTERNS[str(path[-1])]
        return f"{_shown(detail)} {wrong}", mend
    if kind == "string_pattern_mismatch":
        return f"{_shown(detail)} is no name.", "Use small letters, digits and _ (in pictures -), beginning with a letter."
    if kind in BOUNDS:
        bound, limit = BOUNDS[kind]
        return f"{_shown(detail)} is out of range.", f"Write {bound} {context[limit]:g}."
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters.", "Say it in fewer words."
    if kind == "too_long":
        return f"has more than {context['max_length']} entries.", "Take some out."
    if detail["input"] is None:
        return "has no value.", "Write one after the colon, or take the key out."
    return KINDS.get(kind, (f"{detail['msg']}.", "Compare it with a working file."))


def _shown(detail: ErrorDetails) -> str:
    text = repr(detail["input"])
    return text if len(text) <= 40 else f"{text[:37]}…"


def _quoted(text: str) -> list[str]:
    return [part for part in text.split("'") if part.isidentifier() and part != "or"]


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known here: {', '.join(known)}." if known else "Take it out."


def keys_of(model: type[BaseModel] | None) -> list[str]:
    """The keys of an entry as they are written in a file."""
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _model_under(model: type[BaseModel] | None, key: str) -> type[BaseModel] | None:
    if model is None:
        return None
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return _model_in(field.annotation)
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
