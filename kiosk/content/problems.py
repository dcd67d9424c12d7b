"""What is wrong with a content file, in one line a clerk can act on: file, line, field, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: the file cannot be used. WARNING: it works, but somebody will stumble."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One problem. file: as it was named to us; line: from 1; field: such as steps.purpose.choices[2].label, "" for the whole file."""

    file: str
    line: int
    field: str
    wrong: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        mark = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.file}:{self.line}: {mark}{field}{self.wrong} {self.mend}".rstrip()

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, for --json."""
        return {**asdict(self), "severity": self.severity.value}


class ContentError(Exception):
    """Content that cannot be used; problems holds every one found, str(error) one line each."""

    def __init__(self, problems: Sequence[ContentProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def errors(problems: Sequence[ContentProblem]) -> tuple[ContentProblem, ...]:
    """Those that make a file unusable."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)
