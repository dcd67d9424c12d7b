"""How the scripted resident makes labels: the paper, the first label that is left, how many of each, the paper that comes."""

from __future__ import annotations

from kiosk.visit.views import Body, Choices, Handover, LabelPapers, LabelPlaces, NumberEntry
from kiosk.walking import Script
from screens.robot.hands import Hands


class LabelRobot:
    """Answers R25."""

    def __init__(self, script: Script, hands: Hands) -> None:
        self._wish = script.labels
        self._hands = hands
        self._paper_comes = script.paper

    def answer(self, screen: str, body: Body) -> bool:
        """Do the next thing; False where this is not its screen, or the script wants no labels."""
        wish = self._wish
        if screen != "R25" or wish is None:
            return False
        match body:
            case LabelPapers():
                self._hands.tap_paged(f"tile_{wish.sheet}")
            case LabelPlaces(movable=True, start=start):
                self._step(wish.start - start)
            case NumberEntry() if wish.copies == 0:
                self._hands.tap("btn_fill")
            case NumberEntry(value=value):
                self._step(wish.copies - int(value))
            case Choices():
                self._hands.tap("tile_yes" if self._paper_comes else "tile_no")
                self._paper_comes = True
            case Handover(choices=choices):
                self._hands.tap(f"btn_{choices[-1].value}")
            case LabelPlaces() | _:
                self._hands.tap("btn_next")
        return True

    def _step(self, by: int) -> None:
        for _ in range(abs(by)):
            self._hands.tap("key_plus" if by > 0 else "key_minus")
        self._hands.tap("btn_next")
