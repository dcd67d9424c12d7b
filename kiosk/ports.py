"""What the core asks of the outside world. devices/ implements these; devices/simulated/ has a twin of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from kiosk.faults import CARD_WRONG_PIN, Fault, KioskError
from kiosk.model.person import Person
from kiosk.model.secret import Secret

T = TypeVar("T")


# --- card -----------------------------------------------------------------------------------------------------------
class CardState(StrEnum):
    """What a poll of the reader finds; never an exception."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    EMPTY = "empty"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class CardNotice:
    """What a card tells without any secret. Tries are None where the card does not know the key."""

    expires: date | None
    pin_tries: int | None
    face_code_tries: int | None


class WrongNumber(KioskError):
    """The card did not accept the number; tries_left is what the card said in the same answer."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(CARD_WRONG_PIN, detail=f"tries_left={tries_left}")
        self.tries_left = tries_left


class CardReader(Protocol):
    """A reader for one My Number card. Every call blocks, has a deadline and leaves the chip without power.

    Faults: KioskError with a CARD-… fault. CARD-07 (wrong number) is raised as WrongNumber, which knows the tries left.
    """

    def state(self) -> CardState:
        """Poll, about 1 ms; works again by itself after the service or the reader comes back."""
        ...

    def inspect(self) -> CardNotice:
        """Expiry and tries left, without a secret. An expired card raises CARD-10."""
        ...

    def read_with_pin(self, pin: Secret) -> Person:
        """The four attributes after one VERIFY with the 4-digit 券面事項入力補助用暗証番号; refused at 1 try left."""
        ...

    def read_with_face_code(self, face_code: Secret) -> Person:
        """The four attributes after one VERIFY with 照合番号B (14 digits: birth yymmdd in era years, expiry yyyy, security code)."""
        ...


# --- printer --------------------------------------------------------------------------------------------------------
class PrintState(StrEnum):
    """Where a job is. PRINTED means the printer says so; only a person's word counts as paper."""

    WAITING = "waiting"
    PRINTING = "printing"
    NEEDS_HELP = "needs_help"
    PRINTED = "printed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class PrintTicket:
    """A job as the printer knows it. id is the printer's own job number."""

    id: int


@dataclass(frozen=True, slots=True)
class PrintView:
    """A look at a job. help is set when state is NEEDS_HELP or LOST; detail is for the log (reason keywords only)."""

    state: PrintState
    help: Fault | None = None
    pages_done: int | None = None
    detail: str = ""


class Printer(Protocol):
    """A printer that takes A4 PDF. Calls block with a deadline; faults are PRINT-…."""

    def submit(self, pdf: bytes, title: str) -> PrintTicket:
        """Hand one job over. title: the receipt number and nothing else."""
        ...

    def look(self, ticket: PrintTicket) -> PrintView:
        """How that job stands now; an unreachable printer is a NEEDS_HELP view, not an exception."""
        ...

    def cancel(self, ticket: PrintTicket) -> None:
        """Take the job back and have the printer forget it; a job already gone is no error."""
        ...

    def cancel_titled(self, title: str) -> None:
        """Take back every job of ours with that title, of an earlier run too."""
        ...

    def health(self) -> Fault | None:
        """None when a job could be printed now, else what is in the way."""
        ...


# --- city -----------------------------------------------------------------------------------------------------------
class DeliveryTrouble(StrEnum):
    """Why a delivery did not end in a verified receipt; decides what the outbox does next."""

    LINK = "link"  # nothing wrong with the item: back off the whole queue
    ITEM = "item"  # this item is refused for good: set it aside, go on with the rest
    AUTH = "auth"  # this terminal is refused: pause the queue, tell staff


class DeliveryError(Exception):
    """A delivery without a receipt. reason: short, for the row and staff; holds nothing of the content."""

    def __init__(self, trouble: DeliveryTrouble, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.trouble = trouble
        self.reason = reason
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class SealedItem:
    """A submission as it travels. sealed: the envelope's bytes, which the terminal cannot open.

    claim: of a reservation, which slot it asks for, in the clear and in one line; b"" for everything else.
    """

    id: str
    sealed: bytes
    claim: bytes = b""


class Intake(Protocol):
    """The city's intake as a terminal sees it."""

    def deliver(self, item: SealedItem) -> bytes:
        """PUT the item and give the signed receipt's bytes after verifying them; else DeliveryError."""
        ...

    def hello(self) -> datetime:
        """The intake's signed clock; DeliveryError when it cannot be reached or trusted."""
        ...


class ShelfState(StrEnum):
    """What the city's shelf says of a kept draft. After RELEASED it may be asked for again for a quarter of an hour."""

    RELEASED = "released"
    WRONG = "wrong-number"
    UNKNOWN = "unknown-draft"
    EXPIRED = "draft-expired"
    USED = "draft-used"
    DESTROYED = "draft-destroyed"


@dataclass(frozen=True, slots=True, repr=False)
class ShelfAnswer:
    """kept: the ciphertext of RELEASED; tries: how often the number may still be tried after WRONG."""

    state: ShelfState
    kept: bytes = b""
    tries: int = 0


class HandoverShelf(Protocol):
    """Where the city keeps unfinished visits that are too large for paper. Calls block; DeliveryError when the link or the city fails.

    name: 32 hex digits, random; kept: ciphertext whose key the city never sees; proof: 32 bytes that show paper and number together.
    """

    def put(self, name: str, kept: bytes, proof: bytes) -> None:
        """Returns only after the city's signed receipt for exactly these bytes."""
        ...

    def release(self, name: str, proof: bytes) -> ShelfAnswer:
        """The ciphertext for the right proof; a wrong one costs one of five tries, counted at the city."""
        ...

    def forget(self, name: str, proof: bytes) -> None:
        """Destroy what was released; what is gone already is no error."""
        ...


# --- scanner --------------------------------------------------------------------------------------------------------
class CodeScanner(Protocol):
    """A scanner of printed codes that is not a keyboard. (One that is types its digits; screens/wedge.py catches those.)"""

    def read(self) -> str | None:
        """The text of a code that was held under it since the last call; None for none. About 1 ms, never an exception."""
        ...

    def close(self) -> None:
        """Let the device go."""
        ...


# --- the ground -----------------------------------------------------------------------------------------------------
class Clock(Protocol):
    """The time, passed in so that tests own it."""

    def now(self) -> datetime:
        """Civil time in Japan, aware."""
        ...


class Lane(Protocol):
    """One worker for one blocking device; results come home to the caller's thread in order."""

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[KioskError], None]) -> None:
        """Queue `work`; `done` or `failed` is called later on the caller's own thread, never both.

        Only KioskError reaches `failed`; any other exception is a mistake of ours and goes to sys.excepthook.
        """
        ...
