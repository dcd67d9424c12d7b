"""あなたに あう もの: a few yes/no questions and what may fit the answers. Pure: the same answers give the same list, nothing is kept.

The rules are data (assets/boards/fits.yaml, read by kiosk/boards/reading.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.furigana import plain
from kiosk.model.procedure import Condition, FactLine, Procedure, holds

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS: Final = (YES, NO, UNKNOWN)
BIDS: Final = "bids"
"""The board a rule may lead to instead of a procedure."""


@dataclass(frozen=True, slots=True)
class FitQuestion:
    """One question, answered yes, no or unknown. day: asked after a yes, for the deadlines that count from it; "" for none."""

    id: str
    ask: str
    hint: str = ""
    why: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that counts from a day the person names. after: the question whose day it is; days: added to that day."""

    after: str
    days: int


@dataclass(frozen=True, slots=True)
class Fit:
    """One rule. procedure: an id of assets/procedures, "" where board says where it leads. reason: why, in words."""

    when: Condition
    reason: str
    procedure: str = ""
    board: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class FitRules:
    """Questions and rules in the file's order."""

    questions: tuple[FitQuestion, ...]
    fits: tuple[Fit, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that may fit. last_day: counted from the day named; None where no day was named or no source gives a number of days."""

    procedure: Procedure
    reason: str
    last_day: date | None = None


def matches(
    rules: FitRules, answers: Mapping[str, str], days: Mapping[str, date], procedures: Sequence[Procedure]
) -> tuple[Match, ...]:
    """What may fit those answers: what has a day first, by that day, then the rest in the rules' order; each procedure once."""
    known = {procedure.id: procedure for procedure in procedures}
    found: dict[str, Match] = {}
    for fit in rules.fits:
        if fit.procedure in known and fit.procedure not in found and holds(fit.when, answers):
            procedure = known[fit.procedure]
            found[fit.procedure] = Match(procedure, fit.reason, _last_day(fit.due, days, procedure.fact("deadline")))
    return tuple(sorted(found.values(), key=lambda match: match.last_day or date.max))


def leads_to_board(rules: FitRules, answers: Mapping[str, str], board: str) -> bool:
    """Whether a rule that leads to that board fits."""
    return any(fit.board == board and holds(fit.when, answers) for fit in rules.fits)


def _last_day(due: Due | None, days: Mapping[str, date], fact: FactLine | None) -> date | None:
    if due is None or due.after not in days or not says_days(fact, due.days):
        return None
    return days[due.after] + timedelta(days=due.days)


def says_days(fact: FactLine | None, days: int) -> bool:
    """Whether a sourced fact names that number of days. A date is only ever made from such a fact."""
    return fact is not None and bool(fact.source) and f"{days}日" in plain(fact.value)
