"""Who stands on the labels of a visit, and how many labels and sheets that makes: pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.model.dates import era_year
from kiosk.model.procedure import Answer
from kiosk.visit import steps
from kiosk.visit.basket import view_of
from kiosk.visit.services import LabelWords
from kiosk.visit.visit import Visit

MOST = 400
"""Labels at a time, as kiosk.forms.labels has it."""


def only_labels(visit: Visit) -> bool:
    """Whether the visit makes labels and nothing for the city."""
    return bool(visit.basket) and all(procedure.labels for procedure in visit.basket)


def people(visit: Visit) -> tuple[LabelWords, ...]:
    """Everyone a label is for, in the order they were asked; only what is to stand on it."""
    procedure = next(one for one in visit.basket if one.labels)
    view = view_of(procedure, visit.basket, visit.answers)
    kept = steps.drop_unasked(procedure, view)  # what the card gave unasked stands on no label
    count = kept.get("children", "")
    children = [_child(kept, nth) for nth in range(1, int(count) + 1)] if isinstance(count, str) and count.isdigit() else []
    own = [_words(kept)] if kept.get("whose") in ("self", "both") else []
    return tuple(one for one in (*own, *children) if one.name)


def _child(kept: Mapping[str, Answer], nth: int) -> LabelWords:
    own = {name: kept.get(steps.nth_id(f"child_{name}", nth), "") for name in ("name", "kana", "birth")}
    return _words({**kept, **own})


def _words(kept: Mapping[str, Answer]) -> LabelWords:
    def text(name: str) -> str:
        value = kept.get(name, "")
        return value if isinstance(value, str) else ""

    return LabelWords(text("name"), text("kana"), text("address"), text("birth"), text("phone"))


def birth_line(birth: date) -> str:
    """The date of birth as a label has it, e.g. 昭和26年4月5日生."""
    return f"{era_year(birth)}{birth.month}月{birth.day}日生"


def sheets(places: int, people: int, start: int, copies: int) -> int:
    """How many sheets of that many labels it takes."""
    return -(-(start - 1 + people * copies) // places)


def most_copies(places: int, people: int) -> int:
    """The largest number of labels of each person that can be asked for: two full sheets of one person, never more than MOST in all."""
    return max(1, min(MOST // max(1, people), max(10, 2 * places)))


def to_fill(places: int, people: int, start: int) -> int:
    """Labels of each person so that what is left of the sheet is used up, at least one."""
    return max(1, min((places - start + 1) // max(1, people), MOST // max(1, people)))
