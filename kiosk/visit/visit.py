"""Where one resident is: one frozen Visit, replaced and never changed. Dropping the last reference forgets the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.visit.steps import step_of
from kiosk.visit.views import Look, Problem

if TYPE_CHECKING:
    from kiosk.model.procedure import Answer, Procedure, Step
    from kiosk.outbox.records import Accepted
    from kiosk.planner.model import Plan


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, and on R07 and R12 the question it shows."""

    screen: str
    step: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """Everything one visit knows. trail: the places before this one, for もどる.

    basket: the procedures chosen, in their order; procedure: all of them as one (basket.merged), so that nothing is asked twice.
    plans: how to get what is missing, in person and with the post (R09), () for none; by_post: which of them is shown;
    take_along: papers ticked there.
    picked: ids ticked on R06 and not begun yet; filters: those set there; query: the last word searched for.
    entry: "card", "hand" or "blank" (R10). output: "paper", "qr" or "both" (R16). tries: card numbers sent in this visit.
    practice: nothing is queued and the paper says SAMPLE. draft: the last refused entry, shown again so that nothing is lost.
    """

    token: str
    look: Look
    place: Place
    trail: tuple[Place, ...] = ()
    basket: tuple[Procedure, ...] = ()
    procedure: Procedure | None = None
    picked: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    query: str = ""
    company: str = ""
    eligibility: Mapping[str, str] = field(default_factory=dict)
    bring: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[Plan, ...] = ()
    by_post: bool = False
    take_along: tuple[str, ...] = ()
    entry: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    from_card: frozenset[str] = frozenset()
    tries: int = 0
    editing: bool = False
    consent: tuple[str, ...] = ()
    send: bool = True
    output: str = ""
    accepted: Accepted | None = None
    practice: bool = False
    problems: tuple[Problem, ...] = ()
    draft: Answer = ""

    def __repr__(self) -> str:
        return f"<Visit at {self.place.screen}>"

    @property
    def chosen(self) -> Procedure:
        """What this visit asks: its procedure, or all of its basket in one; asking before one is chosen is a mistake of ours."""
        assert self.procedure is not None, "no procedure chosen yet"
        return self.procedure

    def step(self) -> Step:
        """The question at this place."""
        return step_of(self.chosen, self.answers, self.place.step)


def go(visit: Visit, screen: str, step: str = "") -> Visit:
    """Move on and remember the way back."""
    return replace(visit, place=Place(screen, step), trail=(*visit.trail, visit.place), problems=(), draft="")


def jump(visit: Visit, screen: str, step: str = "") -> Visit:
    """Move without a way back to here."""
    return replace(visit, place=Place(screen, step), problems=(), draft="")


def back(visit: Visit) -> Visit:
    """The place before, with every answer kept; at the beginning it stays where it is."""
    if not visit.trail:
        return visit
    return replace(visit, place=visit.trail[-1], trail=visit.trail[:-1], problems=(), draft="", editing=False)


def refuse(visit: Visit, *problems: Problem, draft: Answer = "") -> Visit:
    """Stay, with what is to be mended and what the person had entered."""
    return replace(visit, problems=problems, draft=draft)


def answer(visit: Visit, step: str, value: Answer) -> Visit:
    """Keep one answer of the person's own."""
    return replace(visit, answers={**visit.answers, step: value}, from_card=visit.from_card - {step})
