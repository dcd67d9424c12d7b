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


def is_nahas_word(procedure: Procedure, way: Way) -> bool:
    """Whether Naha itself says that it goes that way; what only other cities say is what is usual."""
    facts = [
        procedure.fact(name) for name in (FROM_HOME if way is Way.HOME else NOT_ON_WEEKDAYS if way is Way.WEEKDAY else (CARD,))
    ]
    return any(fact is not None and fact.holds is (way is not Way.NO_CARD) and fact.naha_confirmed for fact in facts)


def _any_of(procedure: Procedure, facts: tuple[str, ...]) -> bool | None:
    known = [_holds(procedure, fact) for fact in facts]
    if True in known:
        return True
    return None if None in known else False


def _holds(procedure: Procedure, name: str) -> bool | None:
    fact = procedure.fact(name)
    return fact.holds if fact else None
