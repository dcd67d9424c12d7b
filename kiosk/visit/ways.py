"""In which ways a procedure can be done, as far as its facts say: from home, outside of working hours, without a card."""

from __future__ import annotations

from enum import StrEnum

from kiosk.model.procedure import Procedure


class Way(StrEnum):
    """The filters of R06."""

    HOME = "home"
    WEEKDAY = "weekday"
    NO_CARD = "no_card"


FROM_HOME = ("post", "net")
NOT_ON_WEEKDAYS = ("convenience", "evening", *FROM_HOME)
CARD = "card"


def goes(procedure: Procedure, way: Way) -> bool | None:
    """Whether it can be done that way; None where nobody has written it down."""
    match way:
        case Way.HOME:
            return _any_of(procedure, FROM_HOME)
        case Way.WEEKDAY:
            return _any_of(procedure, NOT_ON_WEEKDAYS)
        case Way.NO_CARD:
            needed = _holds(procedure, CARD)
            return None if needed is None else not needed


def _any_of(procedure: Procedure, facts: tuple[str, ...]) -> bool | None:
    known = [_holds(procedure, fact) for fact in facts]
    if True in known:
        return True
    return None if None in known else False


def _holds(procedure: Procedure, name: str) -> bool | None:
    fact = procedure.fact(name)
    return fact.holds if fact else None
