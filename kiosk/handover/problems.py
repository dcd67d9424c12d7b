"""Why a code cannot be taken: one plain sentence each, and starting anew is always possible."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from kiosk.words import N_


class Reason(StrEnum):
    """What is wrong. The value goes into the log; the sentence is SENTENCES[reason]."""

    FOREIGN = "foreign"  # some other code: a shop's, a city's, a link
    TORN = "torn"  # ours, but digits are missing or changed
    NEWER = "newer"  # made by a later program than this one
    OTHER_KEY = "other-key"  # ours in shape, sealed for another city's terminals or to a key that was retired
    EXPIRED = "expired"
    CLOCK = "clock"  # made in the future, as this terminal's clock goes
    USED = "used"  # handed in, or taken out of the city's shelf before
    UNKNOWN_PROCEDURE = "unknown-procedure"
    NO_WAY = "no-way"  # needs the city's shelf, which cannot be reached or is not configured
    WRONG_NUMBER = "wrong-number"
    DESTROYED = "destroyed"  # the number was wrong too often
    NOT_FOUND = "not-found"  # the shelf holds nothing under it
    NO_KEY = "no-key"  # this terminal has no key for つづきQR


SENTENCES: Final[dict[Reason, str]] = {
    Reason.FOREIGN: N_("This is not a code of ours. Please show the one on the paper that says “to be continued”."),
    Reason.TORN: N_("The code could not be read to its end. Please lay the paper flat and show it once more."),
    Reason.NEWER: N_("This code was made by a newer machine. Please ask the person beside you."),
    Reason.OTHER_KEY: N_("This code was made for other machines, so it cannot be opened here."),
    Reason.EXPIRED: N_("The 14 days of this code are over. What it held cannot be opened any more."),
    Reason.CLOCK: N_("The clock of this machine seems wrong, so the code cannot be checked. Please ask the person beside you."),
    Reason.USED: N_("This code has been used already."),
    Reason.UNKNOWN_PROCEDURE: N_("This machine does not know the procedure of this code. Please ask the person beside you."),
    Reason.NO_WAY: N_("The city cannot be reached just now, and this code needs it. Please try again later."),
    Reason.WRONG_NUMBER: N_("The four digits were different. You can still try {tries} times."),
    Reason.DESTROYED: N_("The four digits were wrong five times, so what was kept has been destroyed."),
    Reason.NOT_FOUND: N_("Nothing is kept under this code any more."),
    Reason.NO_KEY: N_("This machine cannot go on with a code. Please ask the person beside you."),
}


class HandoverProblem(Exception):
    """A code that cannot be taken. tries: how often the number may still be entered; str(error) is the reason and holds no content."""

    def __init__(self, reason: Reason, tries: int = 0) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.tries = tries

    @property
    def may_try_again(self) -> bool:
        """Whether the same paper may still work at this moment."""
        return self.reason in (Reason.FOREIGN, Reason.TORN, Reason.WRONG_NUMBER, Reason.NO_WAY)
