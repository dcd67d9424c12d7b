"""How the scripted resident books a time: the desk, the n-th day and time that are free, ticks, name and telephone, the slip."""

from __future__ import annotations

from kiosk.visit.views import Body, BookingSlip, Check, Choices, Days, NumberEntry, TextEntry, Times
from kiosk.walking import Script
from screens.robot.entries import Entries
from screens.robot.hands import Hands


class BookingRobot:
    """Answers R15. A time that was taken meanwhile is asked again, and the same places in the lists are touched again."""

    def __init__(self, script: Script, hands: Hands, entries: Entries) -> None:
        self._wish = script.book
        self._hands = hands
        self._entries = entries
        self._paper_comes = script.paper

    def answer(self, screen: str, body: Body) -> str | None:
        """Do the next thing; None where this is not its screen, else what went wrong in words or ""."""
        wish = self._wish
        if screen != "R15" or wish is None:
            return None
        match body:
            case Choices(options=options) if {option.value for option in options} == {"yes", "no"}:
                self._hands.tap("tile_yes" if self._paper_comes else "tile_no")
                self._paper_comes = True
            case Choices(multiple=True, options=options, selected=selected):
                self._tick([option.value for option in options], selected)
            case Choices(options=options):
                if wish.desk not in {option.value for option in options}:
                    return f"there is no desk {wish.desk}"
                self._hands.tap_paged(f"tile_{wish.desk}")
            case Days(days=days):
                return self._nth("day", wish.day, [day.value for day in days])
            case Times(options=options):
                return self._nth("time", wish.slot, [option.value for option in options])
            case TextEntry():
                self._entries.text(body, wish.name)
            case NumberEntry():
                self._entries.digits(body, wish.phone)
            case BookingSlip(choices=choices):
                self._hands.tap("btn_print" if any(option.value == "print" for option in choices) else "btn_end")
            case Check() | _:
                self._hands.tap("btn_next")
        return ""

    def _nth(self, what: str, number: int, values: list[str]) -> str:
        if number > len(values):
            return f"there is no {what} number {number}, only {len(values)}"
        self._hands.tap_paged(f"tile_{values[number - 1]}")
        return ""

    def _tick(self, shown: list[str], selected: tuple[str, ...]) -> None:
        assert self._wish is not None
        for need in shown:
            if (need in self._wish.needs) != (need in selected):
                self._hands.tap_paged(f"tile_{need}")
        self._hands.tap("btn_next")
