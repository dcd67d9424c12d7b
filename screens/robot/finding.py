"""How the scripted resident finds procedures: by life events, by a word, or one after the other until the card is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.visit.views import Cards, Checklist, Menu, Search
from kiosk.walking import Script
from screens.robot.hands import Hands


class FindingRobot:
    """events: procedure -> life events it is found under; without them it looks behind one tile after the other."""

    def __init__(self, script: Script, hands: Hands, events: Callable[[str], Sequence[str]]) -> None:
        self._script = script
        self._hands = hands
        self._events = events
        self._to_tick = list(script.wanted)
        self._to_add = list(script.add)
        self._looked_behind: set[str] = set()

    def answer(self, screen: str, body: Menu | Cards | Search) -> str:
        """Do the next thing on R04 or R06; what went wrong in words, else ""."""
        match body:
            case Search():
                self._hands.write(self._script.find)
                self._hands.tap_paged(f"card_{self._to_tick.pop(0)}")
            case Cards():
                for value in [card.value for card in body.cards if card.value in self._to_tick]:
                    self._hands.tap_paged(f"card_{value}")
                    self._to_tick.remove(value)
                self._hands.tap("btn_back" if self._to_tick else "btn_next")
            case Menu() if screen == "R04":
                self._hands.tap_paged(f"tile_{self._door()}")
            case Menu():
                event = self._next_event([option.value for option in body.options])
                if not event:
                    return f"there is no card for {self._to_tick[0]}"
                self._hands.tap_paged(f"tile_{event}")
        return ""

    def _door(self) -> str:
        """The tile of R04."""
        script = self._script
        ways = (
            ("resume", script.resume),
            ("vaccines", script.doses),
            ("reserve", script.book),
            ("news", script.board),
            ("search", script.find),
        )
        return next((door for door, wanted in ways if wanted), "procedure")

    def _next_event(self, shown: Sequence[str]) -> str:
        """Where the next procedure is said to be, else the next tile nobody has looked behind."""
        likely = [event for event in self._events(self._to_tick[0]) if event in shown]
        fresh = [event for event in (*likely, *shown) if event not in self._looked_behind and event != "person"]
        self._looked_behind.update(fresh[:1])
        return fresh[0] if fresh else ""

    def add(self, body: Checklist) -> str | None:
        """Touch an offer of R08 that the script wants: None when it wants none, else what went wrong in words or ""."""
        if not self._to_add:
            return None
        offered = [offer.value for offer in body.offers if offer.value in self._to_add]
        if not offered:
            return f"{self._to_add[0]} is not offered"
        self._to_add.remove(offered[0])
        self._hands.tap(f"offer_{offered[0]}")
        return ""
