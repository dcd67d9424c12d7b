"""The way to R22 and R26, whose modules and files stay unloaded until somebody goes there: most visits do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.visit.facts import Fact
from kiosk.visit.services import Services
from kiosk.visit.stretch import Guide
from kiosk.visit.visit import Visit

if TYPE_CHECKING:
    from kiosk.visit.boards_steps import BoardsSteps


class BoardsDoor:
    """A stretch that makes the real one (boards_steps.py) when its first screen is wanted."""

    screens = frozenset({"R22", "R26"})

    def __init__(self, services: Services, flow: Guide, begin: Callable[[Visit, str], None]) -> None:
        self._services = services
        self._flow = flow
        self._begin = begin
        self._steps: BoardsSteps | None = None

    def leads_to(self, screen: str) -> bool:
        """Whether there is anything on that screen; asks files whether they are there and reads none."""
        there = self._services.boards()
        if there is None:
            return False
        news = there.has_fits() or bool(self._flow.setting.account)
        return there.has_bids() or (screen == "R22" and news)

    def _opened(self) -> BoardsSteps:
        if self._steps is None:
            from kiosk.visit.boards_steps import BoardsSteps

            self._steps = BoardsSteps(self._services, self._flow, self._begin)
        return self._steps

    def show(self, visit: Visit) -> None:
        """Draw R22 or R26."""
        self._opened().show(visit)

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R22 or R26."""
        self._opened().handle(visit, fact)

    @property
    def busy(self) -> bool:
        """Whether paper is on its way that must not be interrupted by the idle question."""
        return self._steps is not None and self._steps.busy

    def close(self) -> None:
        """Forget everything of this visit."""
        if self._steps is not None:
            self._steps.close()

    def poll(self) -> None:
        """Look after the paper."""
        if self._steps is not None:
            self._steps.poll()
