"""What pydantic refused of a form file, in words a clerk can act on: what is wrong, and the keys that may stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from kiosk.content.reading import keys_of, said
from kiosk.forms.drawing import Place

Models = tuple[type[BaseModel], ...]
NO_KEYS = ("model_type", "model_attributes_type")
FEW = 4
GUIDE = "Compare docs/forms.md."


def told(detail: ErrorDetails, place: Place, file: type[BaseModel]) -> tuple[str, str]:
    """What is wrong, without a dot at its end, and the mend. place: the mistake's in the file; file: the model of the whole file."""
    kind = detail["type"]
    if kind == "value_error":  # one of our own sentences; it says what to do
        return detail["msg"].removeprefix("Value error, "), GUIDE
    if kind == "union_tag_invalid":
        return "is of no known kind", f"Known here: {detail['ctx']['expected_tags']}."
    if kind in NO_KEYS and (keys := _keys(_around((file,), detail["loc"]))):
        shown = [f"{key}: …" for key in keys[:FEW]] + ["…"] * (len(keys) > FEW)
        return "should hold keys with values", f"Write it as {{{', '.join(shown)}}}; see docs/forms.md."
    outer = _around((file,), detail["loc"][:-1])
    wrong, mend = said(detail, place or detail["loc"], _keys(outer))
    return wrong.removesuffix("."), mend if mend != "Compare it with a working file." else GUIDE


def _keys(models: Models) -> list[str]:
    return list(dict.fromkeys(key for model in models for key in keys_of(model)))


def _around(models: Models, place: Sequence[str | int]) -> Models:
    """The models that place may hold, going down from those. Of several kinds of entry only the one the file names stays."""
    for part in place:
        if isinstance(part, str):
            models = _under(models, part) or tuple(model for model in models if part in _tags(model)) or models
    return models


def _under(models: Models, key: str) -> Models:
    fields = [field for model in models for name, field in model.model_fields.items() if key == (field.alias or name)]
    return tuple(dict.fromkeys(inner for field in fields for inner in _models_in(field.annotation)))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _tags(model: type[BaseModel]) -> tuple[object, ...]:
    kind = model.model_fields.get("kind")
    return get_args(kind.annotation) if kind is not None and get_origin(kind.annotation) is Literal else ()
