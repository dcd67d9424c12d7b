"""Parts of a plant that may be asked before they stand: each waits for its own, or is made when first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.faults import CARD_NO_READER, QUEUE_BROKEN, Fault, KioskError
from kiosk.ports import CardNotice, CardState
from kiosk.visit.services import FormTrouble, Paper, Sheet
from kiosk.words import Catalogue

if TYPE_CHECKING:
    from devices.network.intake_client import HttpIntake
    from devices.simulated.card_reader import SimulatedReader
    from kiosk.model.person import Person
    from kiosk.model.secret import Secret
    from kiosk.outbox.records import Accepted, Submission
    from kiosk.plant.plant import Plant
    from kiosk.ports import CardReader, SealedItem
    from kiosk.visit.services import PaperMaker


class DeferredOutbox:
    """The queue, waiting for its opening; tells the trouble of a failed one."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant

    def ready(self) -> Fault | None:
        trouble = self._plant.trouble()
        return trouble or (self._plant.outbox.ready() if self._plant.outbox else QUEUE_BROKEN)

    def accept(self, submission: Submission) -> Accepted:
        trouble = self._plant.trouble()
        if trouble is not None or self._plant.outbox is None:
            raise KioskError(trouble or QUEUE_BROKEN, detail="the queue did not open")
        return self._plant.outbox.accept(submission)


class DeferredForms:
    """The forms, waiting for their opening."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant

    def _opened(self) -> PaperMaker:
        return self._plant.shelves.forms()

    def check(self, papers: Sequence[Paper], /) -> Sequence[FormTrouble]:
        return self._opened().check(papers)

    def make(
        self, papers: Sequence[Paper], receipt_no: str, code: str, sample: bool, /, *, words: Catalogue | None = None
    ) -> Sheet:
        return self._opened().make(papers, receipt_no, code, sample, words=words)


class DeferredIntake:
    """The way to the city, whose libraries (9 MB) are loaded when there is something to say."""

    def __init__(self, make: Callable[[], HttpIntake]) -> None:
        self._make = make
        self._made: HttpIntake | None = None

    def _opened(self) -> HttpIntake:
        if self._made is None:
            self._made = self._make()
        return self._made

    def deliver(self, item: SealedItem) -> bytes:
        return self._opened().deliver(item)

    def hello(self) -> datetime:
        return self._opened().hello()

    def close(self) -> None:
        if self._made is not None:
            self._made.close()


class PracticeCard:
    """The simulated card in nobody's hand."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant

    def insert(self) -> None:
        self._simulated().insert()

    def remove(self) -> None:
        self._simulated().remove()

    def _simulated(self) -> SimulatedReader:
        from devices.simulated.card_reader import SimulatedReader

        self._plant.wait()
        assert isinstance(self._plant.card, SimulatedReader)
        return self._plant.card


class DeferredCard:
    """The reader, waiting for its opening; a terminal whose reader could not be made has none."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant

    def _opened(self) -> CardReader:
        self._plant.wait()
        if self._plant.card is None:
            raise KioskError(CARD_NO_READER)
        return self._plant.card

    def state(self) -> CardState:
        self._plant.wait()
        return self._plant.card.state() if self._plant.card is not None else CardState.NO_READER

    def inspect(self) -> CardNotice:
        return self._opened().inspect()

    def read_with_pin(self, pin: Secret) -> Person:
        return self._opened().read_with_pin(pin)

    def read_with_face_code(self, face_code: Secret) -> Person:
        return self._opened().read_with_face_code(face_code)
