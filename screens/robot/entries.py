"""How the scripted resident answers the questions of a procedure, and how it fills the entries other screens share with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.model.dates import ERAS
from kiosk.visit.views import AddressEntry, Body, Choices, DateEntry, NumberEntry, TextEntry
from screens.robot.hands import Hands, Stuck


class Entries:
    """A number, a day, a text, an address. Where nothing is given, the way without is taken if the screen has one."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def answer(self, body: Body, given: object) -> None:
        """Answer that screen with that value; None where the script gives none."""
        match body:
            case Choices(options=options, multiple=multiple, selected=selected):
                values = _as_list(given) if given is not None else ([] if multiple else [options[-1].value])
                self._hands.choose(*(v for v in values if v not in selected or not multiple))
            case NumberEntry(stepper=True, choices=[way_out, *_]) if given == "":
                self._hands.tap(f"btn_{way_out.value}")
            case NumberEntry(stepper=True):
                self._step_to(body, int(str(given if given is not None else body.minimum)))
            case NumberEntry():
                self.digits(body, "" if given is None else str(given))
            case DateEntry():
                self._date_or_unknown(body, given)
            case TextEntry():
                self.text(body, given)
            case AddressEntry():
                self._address("" if given is None else str(given))
            case _:
                self._hands.next()

    def _step_to(self, body: NumberEntry, wanted: int) -> None:
        at = int(body.value or body.minimum)
        while at != wanted:
            self._hands.tap("key_plus" if wanted > at else "key_minus")
            at += 1 if wanted > at else -1
        self._hands.next()

    def digits(self, body: NumberEntry, digits: str) -> None:
        """Touch those digits on the ten-key."""
        digits = "".join(c for c in digits if c.isdigit())
        if not digits and body.choices:
            self._hands.tap(f"btn_{body.choices[0].value}")
            return
        for _ in body.value:
            self._hands.tap("key_erase")
        for digit in digits:
            self._hands.tap(f"key_{digit}")
        self._hands.next()

    def _date_or_unknown(self, body: DateEntry, given: object) -> None:
        if (given is None or given == "") and body.choices:
            self._hands.tap(f"btn_{body.choices[0].value}")
            return
        self.day(given)

    def day(self, given: object) -> None:
        """Touch that day (a date, or like 1951-04-05) on the date page."""
        try:
            day = given if isinstance(given, date) else date.fromisoformat(str(given))
        except ValueError:
            raise Stuck("R12: a date in the script should look like 1951-04-05") from None
        era = next(e for e in ERAS if day >= e.first)
        if self._hands.find("part_year") is not None and self._hands.find(f"era_{era.id}") is None:
            self._hands.tap("part_year")
        self._hands.tap(f"era_{era.id}")
        self._hands.tap_paged(f"year_{day.year}")
        self._hands.tap(f"month_{day.month}")
        self._hands.tap(f"day_{day.day}")
        self._hands.next()

    def text(self, body: TextEntry, given: object) -> None:
        """Write that text, or {read, write}: kana first, then the kanji among the tiles."""
        if (given is None or given == "") and body.choices:
            self._hands.tap(f"btn_{body.choices[0].value}")
            return
        if body.value:
            self._hands.tap("key_erase_all")
        if isinstance(given, Mapping):  # {read: たなか, write: 田中}: by the kana keys and the kanji tiles
            parts = zip(str(given.get("read", "")).split(), str(given.get("write", "")).split(), strict=True)
            for number, (read, write) in enumerate(parts):
                if number:
                    self._hands.tap("key_space")
                self._write_by_reading(body, read, write)
        else:
            self._hands.write("" if given is None else str(given))
        self._hands.next()

    def _write_by_reading(self, body: TextEntry, read: str, write: str) -> None:
        self._hands.write(read)
        spellings = body.candidates(read)
        if write in spellings:
            self._tap_candidate(write)
        else:
            for _ in read:
                self._hands.tap("key_erase")
            self._hands.write(write)

    def _tap_candidate(self, write: str) -> None:
        """Touch the kanji, turning the pages of the strip until it is there."""
        for _ in range(20):
            tile = next((name for name, words in self._hands.shown("cand_").items() if words == write), "")
            if tile:
                self._hands.tap(tile)
                return
            if self._hands.find("btn_more") is None:
                break
            self._hands.tap("btn_more")
        raise Stuck("R12: the kanji is not among the tiles shown")

    def _address(self, text: str) -> None:
        """Written from the first letter: past the postal code and the list of towns."""
        if self._hands.find("btn_restart") is not None:
            self._hands.tap("btn_restart")
        if self._hands.find("btn_code_unknown") is not None:
            self._hands.tap("btn_code_unknown")
        if self._hands.find("btn_town_other") is not None:
            self._hands.tap("btn_town_other")
        self._hands.write(text)
        self._hands.next()


def _as_list(given: object) -> list[str]:
    if isinstance(given, list | tuple):
        return [str(value) for value in given]
    return [str(given)]
