"""A procedure's facts as they may be shown: Naha's own rule as it is, what only other sources say as what is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.words import N_

if TYPE_CHECKING:
    from kiosk.model.procedure import FactLine
    from kiosk.words import Translate


def usual(words: str, confirmed: bool, _: Translate) -> str:
    """Those words (a msgid), marked as usual unless Naha confirms them."""
    return _(words) if confirmed else _(N_("{fact} (usually)")).format(fact=_(words))


def short_fact(fact: FactLine, _: Translate) -> str:
    """The fact in a badge or a line; its label is not part of it."""
    return usual(fact.value, fact.naha_confirmed, _)


def fact_value(value: str, confirmed: bool, _: Translate) -> str:
    """A fact where there is room to say what to do about it; one nobody has told is a question for staff."""
    if not value:
        return _(N_("Please ask at the counter"))
    return _(value) if confirmed else _(N_("{fact} (usually). Please ask at the counter.")).format(fact=_(value))
