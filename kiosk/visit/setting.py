"""What a terminal is set to, as far as the screens need to know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kiosk.visit.views import Look


def _nothing(text: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One terminal's place in the world.

    city, counter: as they stand on the screen. card, printer, scanner: whether this terminal has them at all. handover: whether it
    makes つづきQR. practice: parts are simulated, so papers say SAMPLE. desk: who to call, "" for the
    person at the counter. account: web address of the city's own news account, "" for none. towns, candidates: the entry helps of the address and text screens.
    """

    city: str
    counter: str
    languages: Mapping[str, str]
    look: Look = field(default_factory=Look)
    card: bool = True
    printer: bool = True
    scanner: bool = False
    handover: bool = False
    practice: bool = False
    desk: str = ""
    account: str = ""
    idle_countdown_s: int = 30
    wipe_screen_s: int = 10
    towns: Callable[[str], tuple[str, ...]] = field(default=_nothing)
    candidates: Callable[[str], tuple[str, ...]] = field(default=_nothing)
