"""How the scripted resident answers the questions of あなたに あう もの and looks at a bid."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.visit.views import Body, Cards, Choices, DateEntry, Handover, Menu
from kiosk.walking import Board, Script
from screens.robot_finding import Hand


class BoardsRobot:
    """day: touches a day on a date page."""

    screens = frozenset({"R22", "R26"})

    def __init__(self, script: Script, hand: Hand, day: Callable[[object], None]) -> None:
        self._script = script
        self._hand = hand
        self._day = day
        self._board = script.board or Board("")
        self._paper_comes = script.paper

    def answer(self, screen: str, step: str, body: Body) -> None:
        """Do the next thing on R22 or R26. step: which question is shown."""
        match body:
            case Menu():
                self._hand.tap(f"tile_{self._board.name}")
            case Choices(at_once=True):
                self._hand.tap("tile_yes" if self._paper_comes else "tile_no")
                self._paper_comes = True
            case Choices():
                self._hand.tap(f"tile_{self._board.answers.get(step, 'no')}")
                self._hand.tap("btn_next")
            case DateEntry():
                self._named(step.removeprefix("day."))
            case Cards(cards=cards):
                self._choose([card.value for card in cards], screen)
            case Handover():
                self._hand.tap("btn_end")
            case _:
                self._hand.tap("btn_next")

    def _named(self, question: str) -> None:
        if question in self._board.days:
            self._day(self._board.days[question])
        else:
            self._hand.tap("btn_unknown")

    def _choose(self, cards: list[str], screen: str) -> None:
        if screen == "R26":
            self._hand.tap_paged(f"card_{cards[0]}" if cards else "btn_back")
        elif self._board.take:
            self._hand.tap(f"filter_{self._board.take}")
        else:
            self._hand.tap_paged(f"card_{self._script.procedure}")
