"""Two wrong numbers a visit and no more, whichever card or number it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kiosk.faults import CARD_TOO_MANY, KioskError
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from kiosk.ports import CardNotice, CardReader, CardState, WrongNumber

MOST_WRONG: Final = 2


class LimitedReader:
    """A CardReader that stops asking the card after two wrong numbers (CARD_TOO_MANY) until `new_visit`.

    It counts for the visit and not by card: telling cards apart would mean keeping a serial number.
    """

    def __init__(self, reader: CardReader) -> None:
        self._reader = reader
        self._wrong = 0

    def new_visit(self) -> None:
        """Another person stands here now."""
        self._wrong = 0

    def state(self) -> CardState:
        """See kiosk.ports.CardReader."""
        return self._reader.state()

    def inspect(self) -> CardNotice:
        """See kiosk.ports.CardReader; CARD_TOO_MANY before the pad is shown in vain."""
        self._refuse()
        return self._reader.inspect()

    def read_with_pin(self, pin: Secret) -> Person:
        """See kiosk.ports.CardReader."""
        return self._counted(lambda: self._reader.read_with_pin(pin))

    def read_with_face_code(self, face_code: Secret) -> Person:
        """See kiosk.ports.CardReader."""
        return self._counted(lambda: self._reader.read_with_face_code(face_code))

    def _refuse(self) -> None:
        if self._wrong >= MOST_WRONG:
            raise KioskError(CARD_TOO_MANY)

    def _counted(self, read: Callable[[], Person]) -> Person:
        self._refuse()
        try:
            person = read()
        except WrongNumber:
            self._wrong += 1
            raise
        self._wrong = 0
        return person
