"""How the scripted resident answers the questions of あなたに あう もの and looks at a bid."""

from __future__ import annotations

from kiosk.visit.views import Body, Cards, Choices, DateEntry, Handover, Menu
from kiosk.walking import Board, Script
from screens.robot.entries import Entries
from screens.robot.hands import Hands


class BoardsRobot:
    """What it takes along is on the script's board."""

    screens = frozenset({"R22", "R26"})

    def __init__(self, script: Script, hands: Hands, entries: Entries) -> None:
        self._script = script
        self._hands = hands
        self._entries = entries
        self._board = script.board or Board("")
        self._paper_comes = script.paper

    def answer(self, screen: str, step: str, body: Body) -> None:
        """Do the next thing on R22 or R26. step: which question is shown."""
        match body:
            case Menu():
                self._hands.tap(f"tile_{self._board.name}")
            case Choices(at_once=True):
                self._hands.tap("tile_yes" if self._paper_comes else "tile_no")
                self._paper_comes = True
            case Choices():
                self._hands.tap(f"tile_{self._board.answers.get(step, 'no')}")
                self._hands.tap("btn_next")
            case DateEntry():
                self._named(step.removeprefix("day."))
            case Cards(cards=cards):
                self._choose([card.value for card in cards], screen)
            case Handover():
                self._hands.tap("btn_end")
            case _:
                self._hands.tap("btn_next")

    def _named(self, question: str) -> None:
        if question in self._board.days:
            self._entries.day(self._board.days[question])
        else:
            self._hands.tap("btn_unknown")

    def _choose(self, cards: list[str], screen: str) -> None:
        if screen == "R26":
            self._hands.tap_paged(f"card_{cards[0]}" if cards else "btn_back")
        elif self._board.take:
            self._hands.tap(f"filter_{self._board.take}")
        else:
            self._hands.tap_paged(f"card_{self._script.procedure}")
