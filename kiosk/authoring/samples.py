"""Answers for trying a procedure out: harmless people, every asked question answered, plain or as long as it may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from kiosk.model.procedure import Answer, Procedure, Step, StepKind
from kiosk.visit import steps

Pick = Callable[[Step], Answer]
EXAMPLE_DAY: Final = date(1980, 2, 29)
PLAIN: Final[Mapping[StepKind, str]] = {
    StepKind.NAME: "那覇　花子",
    StepKind.KANA: "ナハ　ハナコ",
    StepKind.ADDRESS: "沖縄県那覇市泉崎１丁目１番１号",
    StepKind.PHONE: "0980000000",
    StepKind.TEXT: "れいの　ことば",
}
LETTERS: Final[Mapping[StepKind, str]] = {
    StepKind.NAME: "那",
    StepKind.KANA: "ナ",
    StepKind.ADDRESS: "那",
    StepKind.PHONE: "0",
    StepKind.TEXT: "れ",
}
MOST_CHARS: Final = 60
LONG_PHONE: Final = "09012345678"


def answers_for(procedure: Procedure, pick: Pick) -> dict[str, Answer]:
    """An answer to every question that is asked, as later ones open. pick: gives the answer of a question."""
    given: dict[str, Answer] = {}
    while (step := steps.first_unanswered(procedure, given)) is not None:
        given[step.id] = pick(step)
    return given


def plain(today: date) -> Pick:
    """Everyday answers: the first tile, the smallest number but one person of every group."""

    def pick(step: Step) -> Answer:
        match step.kind:
            case StepKind.CHOICE:
                return step.choices[0].value
            case StepKind.CHOICES:
                return (step.choices[0].value,)
            case StepKind.NUMBER:
                return str(max(step.minimum or 0, 1 if step.counts else 0))
            case StepKind.DATE:
                return (EXAMPLE_DAY if "birth" in step.id else today - timedelta(days=3)).isoformat()
            case _:
                return PLAIN[step.kind][: step.max_chars or MOST_CHARS].strip()

    return pick


def longest(today: date) -> Pick:
    """The most a question takes: every tick, the largest number (a group of two), as many letters as fit."""
    everyday = plain(today)

    def pick(step: Step) -> Answer:
        match step.kind:
            case StepKind.CHOICES:
                return tuple(choice.value for choice in step.choices)
            case StepKind.CHOICE:
                return max(step.choices, key=lambda choice: len(choice.label)).value
            case StepKind.NUMBER:
                return str(min(step.maximum or 1, 2) if step.counts else step.maximum or 1)
            case StepKind.PHONE:
                return LONG_PHONE
            case StepKind.DATE:
                return everyday(step)
            case _:
                return LETTERS[step.kind] * (step.max_chars or MOST_CHARS)

    return pick
