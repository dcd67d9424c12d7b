"""A stretch of the way: the screens that belong together, what they show and what they do with an act.

A new screen is a body in views.py, a compose function, a stretch here beside the others, and one line in stretches.py.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.faults import KioskError
from kiosk.ports import CardState
from kiosk.visit.facts import Fact
from kiosk.visit.setting import Setting
from kiosk.visit.views import View
from kiosk.visit.visit import Place, Visit
from kiosk.words import Catalogue


class Stretch(Protocol):
    """One part of a visit's way."""

    @property
    def screens(self) -> frozenset[str]:
        """The ids of the screens it looks after."""
        ...

    def show(self, visit: Visit) -> None:
        """Draw the place the visit is at."""
        ...

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act of the person on one of its screens."""
        ...

    def close(self) -> None:
        """Forget everything of this visit."""
        ...


class Guide(Protocol):
    """What a stretch may ask of the flow. `move` replaces the visit and draws; `keep` replaces it without drawing."""

    @property
    def visit(self) -> Visit: ...

    @property
    def words(self) -> Catalogue: ...

    @property
    def setting(self) -> Setting: ...

    @property
    def card_state(self) -> CardState: ...

    def is_at(self, token: str, screen: str) -> bool: ...

    def place(self) -> Place | None: ...

    def leads_to(self, screen: str) -> bool: ...

    def keep(self, visit: Visit) -> None: ...

    def move(self, visit: Visit) -> None: ...

    def show(self, view: View) -> None: ...

    def notice(self, view: View) -> None: ...

    def refuse(self, visit: Visit, msgid: str) -> None: ...

    def call_person(self) -> None: ...

    def failed(self, error: KioskError) -> None: ...

    def end(self) -> None: ...


def one_of(value: object) -> str:
    """The one value of a tile answer, "" for none."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 and isinstance(value[0], str) else ""
    return value if isinstance(value, str) else ""
