"""What the entries of a form file have in common, however it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Key

NARROW = "Give a cell a smaller `w` or `label_w`, or put one into a row of its own."
"""The mend where cells stand side by side and do not fit."""

_DECIMAL = re.compile(r"-?\d{1,4}(\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One mistake. path: keys and list places from the top of the file, e.g. ("fields", 3, "w"); mend: what helps, if known."""

    path: tuple[str | int, ...]
    message: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{'.'.join(str(part) for part in self.path)}: {self.message}"


class FormDefinitionError(ValueError):
    """The definition cannot be used. `problems` holds every mistake; path and message are the first one's."""

    def __init__(self, problems: Sequence[Wrong]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
        self.path, self.message = self.problems[0].path, self.problems[0].message


def number(value: object) -> object:
    """A decimal as the content reader keeps it (32.5 as written) as a number; anything else as it is."""
    return float(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value


Mm = Annotated[float, BeforeValidator(number)]
Size = Annotated[float, BeforeValidator(number), Key(gt=0)]
Share = Annotated[float, BeforeValidator(number), Key(ge=0, le=1)]
Name = Annotated[str, Key(min_length=1, max_length=80)]
Id = Annotated[str, Key(pattern=r"^[a-z][a-z0-9_]*$")]
Pair = Annotated[list[Mm], Key(min_length=2, max_length=2)]


class Entry(BaseModel):
    """Strict: no unknown key, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)
