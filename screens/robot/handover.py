"""How the scripted resident leaves with a つづきQR, comes back with one, prints the summary and writes a vaccination record."""

from __future__ import annotations

from kiosk.visit.views import Body, Check, Choices, DateEntry, Done, Handover, NumberEntry
from kiosk.walking import Script
from screens.robot.entries import Entries
from screens.robot.hands import Hands


class HandoverRobot:
    """code: of the last つづきQR it was shown."""

    def __init__(self, script: Script, hands: Hands, entries: Entries) -> None:
        self._script = script
        self._hands = hands
        self._entries = entries
        self._doses = list(script.doses)
        self._paper_comes = script.paper
        self._summary_wanted = script.summary
        self.code = ""

    def answer(self, screen: str, body: Body) -> bool:
        """Do the next thing on R05, R05M, R17 or R23; False where this is not its screen."""
        if screen == "R05":
            self._resume(body)
        elif screen in ("R05M", "R17", "R23") and isinstance(body, Choices) and self._asks_for_paper(body):
            self._hands.tap("tile_yes" if self._paper_comes else "tile_no")
            self._paper_comes = True
        elif screen == "R05M":
            self._take_along(body)
        elif screen == "R23":
            self._vaccines(body)
        elif screen == "R17" and isinstance(body, Done) and body.print_label and self._summary_wanted:
            self._summary_wanted = False
            self._hands.tap("btn_print")
        else:
            return False
        return True

    @staticmethod
    def _asks_for_paper(body: Choices) -> bool:
        return {option.value for option in body.options} == {"yes", "no"}

    def _resume(self, body: Body) -> None:
        """Hold the code under a scanner that types it, or touch the digits where there is none."""
        by_hand = len(self._script.resume.replace("-", "")) == 8
        if isinstance(body, NumberEntry):
            self._entries.digits(body, self._script.resume if by_hand else self._script.number)
        elif by_hand:
            self._hands.tap("btn_type_code")
        else:
            self._hands.scan(self._script.resume)

    def _take_along(self, body: Body) -> None:
        if isinstance(body, NumberEntry):
            self._entries.digits(body, self._script.number)
        elif isinstance(body, Handover):
            self.code = body.qr_text
            self._print_or_end(body)
        else:
            self._hands.tap("btn_back")

    def _print_or_end(self, body: Handover) -> None:
        self._hands.tap("btn_print" if any(option.value == "print" for option in body.choices) else "btn_end")

    def _vaccines(self, body: Body) -> None:
        match body:
            case DateEntry():
                self._entries.day(self._doses[0][1])
            case Handover():
                self._print_or_end(body)
            case Choices():
                self._vaccine_tile({option.value for option in body.options})
            case Check() | _:
                self._hands.tap("btn_next")

    def _vaccine_tile(self, tiles: set[str]) -> None:
        if "enough" in tiles:
            self._hands.tap("tile_more" if self._doses else "tile_enough")
        elif "unsaid" in tiles:
            self._hands.tap_paged(f"tile_{self._doses.pop(0)[2]}")
        else:
            self._hands.tap_paged(f"tile_{self._doses[0][0]}")
