"""What a visit needs done for it, as Protocols; app.py gives the real ones, tests give small fakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from kiosk.faults import Fault
from kiosk.ports import CardReader, Clock, CodeScanner, Lane
from kiosk.visit.views import SheetPicture
from kiosk.words import Catalogue

if TYPE_CHECKING:
    from kiosk.boards.bids import BidPack
    from kiosk.boards.fits import FitRules
    from kiosk.booking.model import Desk, OpenDay, Request, State
    from kiosk.finder.finder import Finder
    from kiosk.handover.draft import Draft, NeedsNumber, Written
    from kiosk.handover.vaccination import Vaccine
    from kiosk.model.life_event import LifeEvent
    from kiosk.model.procedure import Answer, Procedure
    from kiosk.outbox.records import Accepted, Submission
    from kiosk.planner.service import Planner
    from kiosk.printing import DeskView


@dataclass(frozen=True, slots=True)
class FormTrouble:
    """A box of a form that cannot take its value. step: the question to mend, as that paper's answers call it; stops: whether
    printing must wait for that; paper: which of the papers, from 0.
    """

    step: str
    fault: Fault
    characters: str = ""
    stops: bool = True
    paper: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """One form to fill. answers: as its procedure's own form sees them (plain step ids, rows of a group as `child_name#1` …).

    procedure: id of the procedure it belongs to; title: that procedure's title, a msgid; counter: where the paper is handed in, ""
    takes what the form's own definition says. whose: the child or other person of a group this sheet is for, to tell twelve of a kind
    apart on the cover. beside: a sheet of ours beside the forms (the plan), which counts as no form filled.
    """

    form: str
    answers: Mapping[str, Answer]
    procedure: str = ""
    title: str = ""
    counter: str = ""
    beside: bool = False
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """How much a visit filled: boxes of forms, forms, pages with the cover."""

    boxes: int = 0
    forms: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """Filled forms as one file: PDF bytes, how many boxes of how many forms were filled, how many pages there are with the cover."""

    pdf: bytes
    boxes: int
    forms: int = 1
    pages: int = 1

    @property
    def filled(self) -> Filled:
        """The counts alone, which know nobody."""
        return Filled(self.boxes, self.forms, self.pages)


class PaperMaker(Protocol):
    """Fills the forms of a visit as one file. Blocking; call it in a lane."""

    def check(self, papers: Sequence[Paper], /) -> Sequence[FormTrouble]:
        """What would not come out right, before anything is accepted."""
        ...

    def make(
        self, papers: Sequence[Paper], receipt_no: str, code: str, sample: bool, /, *, words: Catalogue | None = None
    ) -> Sheet:
        """All papers, dated today, in that order; a cover sheet comes first when there is more than one.

        words: the visit's language, for a second line on the cover; None or Japanese leaves that out. The same papers on the same
        day give the same bytes.
        """
        ...


class Acceptor(Protocol):
    """Takes a finished visit durably."""

    def accept(self, submission: Submission) -> Accepted:
        """Row, number and print job on disk together, else a KioskError and nothing."""
        ...

    def ready(self) -> Fault | None:
        """None when an entry could be accepted now."""
        ...


class PaperDesk(Protocol):
    """The print job of one visit; dies with it."""

    def start(self, pdf: bytes, receipt_no: str) -> None:
        """Hand the sheet to the printer; trouble shows in `poll`."""
        ...

    def poll(self) -> DeskView:
        """How it stands."""
        ...

    def paper_came_out(self, came: bool) -> None:
        """The person's word; False prints once more from our own copy."""
        ...

    def close(self) -> None:
        """Take back what is unfinished and drop the bytes."""
        ...


class PracticeCard(Protocol):
    """The simulated card of the practice profile: nobody has it in hand, so the screen offers to put it down."""

    def insert(self) -> None:
        """Put it on the reader."""
        ...

    def remove(self) -> None:
        """Take it away."""
        ...


class Handover(Protocol):
    """Makes つづきQR and takes them back (kiosk/handover/desk.py). Blocking; what cannot be taken is a HandoverProblem."""

    def write(self, draft: Draft) -> Written | None:
        """The whole visit as a code; None when it is too large for paper."""
        ...

    def keep(self, draft: Draft, number: str) -> Written:
        """The visit kept by the city, and its key as a code."""
        ...

    def read(self, text: str) -> Draft | NeedsNumber:
        """What a scanner typed."""
        ...

    def collect(self, needs: NeedsNumber, number: str) -> Draft:
        """What the city releases for that number."""
        ...

    def done(self, draft: Draft) -> None:
        """The visit taken up from it was handed in."""
        ...

    def let_go(self, draft: Draft) -> None:
        """A newer code stands for it."""
        ...

    def forget(self) -> None:
        """The visit is over."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class TsuzukiWords:
    """What stands on a つづき slip. text: the code's digits; until: the day in words; kept: whether four digits are needed too.

    titles, codes: of the procedures, the numbers to type where there is no scanner.
    """

    text: str
    until: str
    kept: bool
    titles: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class TranscriptWords:
    """A vaccination record as it stands on paper: rows of day, vaccine and place, how many of each, and what its code says."""

    rows: tuple[tuple[str, str, str], ...]
    counts: tuple[tuple[str, int], ...]
    code: str


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """One procedure on the summary. code: its eight digits; desk: lines such as counter and hours; page: the city's own, or ""."""

    title: str
    code: str
    desk: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """What a person takes home from R17; nothing of the person. qr: the same as text for a phone."""

    receipt_no: str
    matching_code: str
    steps: tuple[str, ...]
    parts: tuple[SummaryPart, ...]
    calls: tuple[str, ...]
    if_lost: str
    qr: str


@dataclass(frozen=True, slots=True, repr=False)
class ReservationWords:
    """What stands on the slip of a reservation; nothing of the person. state: 仮予約 or confirmed, in words; calendar: the code's text.

    number, code: the receipt number and the two signs, "" in practice; lists: (title, lines) such as what to bring.
    """

    state: str
    state_note: str
    number: str
    code: str
    day: str
    time: str
    desk: str
    where: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    needs: str
    calendar: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One thing that may fit, on paper. code: its eight digits; page: the city's own to do it at home, or ""."""

    title: str
    why: str
    when: str
    where: str
    code: str
    page: str


@dataclass(frozen=True, slots=True, repr=False)
class NoticeWords:
    """A list of what may fit, with reasons; nothing of the person but the list. account: address of the city's own news, or ""."""

    made: str
    rows: tuple[NoticeRow, ...]
    qr: str
    account: str


class Boards(Protocol):
    """What this terminal has for R22 and R26 (kiosk/boards/shelf.py). The two `has_` read nothing."""

    def has_fits(self) -> bool:
        """Whether there are rules of what may fit."""
        ...

    def has_bids(self) -> bool:
        """Whether there is a pack of bids."""
        ...

    def rules(self) -> FitRules | None:
        """The rules, None where they cannot be used."""
        ...

    def bids(self) -> BidPack | None:
        """The newest pack, None where it cannot be used."""
        ...


class Booking(Protocol):
    """Reservations (kiosk/booking/office.py). `desks` and `live` at once; the others block, call them in a lane."""

    @property
    def desks(self) -> Sequence[Desk]:
        """What can be booked, () for nothing."""
        ...

    @property
    def live(self) -> bool:
        """Whether the city can answer within a visit."""
        ...

    def days(self, desk: Desk, now: datetime, /) -> tuple[OpenDay, ...]:
        """Days with free slots."""
        ...

    def submission(self, request: Request, /) -> Submission:
        """The entry for the queue."""
        ...

    def outcome(self, submission_id: str, /) -> State:
        """What became of it."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class LabelWords:
    """What stands on one person's labels; "" leaves its line out. birth: an ISO date."""

    name: str
    kana: str = ""
    address: str = ""
    birth: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """One kind of label paper. makers: names and numbers as they stand on its package."""

    id: str
    makers: tuple[str, ...]
    picture: SheetPicture


@dataclass(frozen=True, slots=True)
class LabelTrouble:
    """A line that does not come out on that paper. person: which, from 0; stops: whether nothing can be printed as long as it is so."""

    person: int
    fault: Fault
    characters: str = ""
    stops: bool = False


class LabelMaker(Protocol):
    """Name and address labels. Blocking; call it in a lane."""

    def papers(self) -> Sequence[LabelPaper]:
        """The papers there are, () where their file cannot be read."""
        ...

    def check(self, paper: str, people: Sequence[LabelWords], /) -> Sequence[LabelTrouble]:
        """What would not come out on that paper."""
        ...

    def make(self, paper: str, people: Sequence[LabelWords], start: int, copies: int, sample: bool, /) -> bytes:
        """The labels as PDF. start: the first label that is still on the sheet, from 1; copies: of each person, side by side."""
        ...


class SlipMaker(Protocol):
    """Small papers beside the forms. Blocking; call it in a lane."""

    def tsuzuki(self, words: TsuzukiWords, translate: Catalogue, sample: bool, /) -> bytes:
        """The slip with the code of an unfinished visit."""
        ...

    def transcript(self, words: TranscriptWords, translate: Catalogue, sample: bool, /) -> bytes:
        """A vaccination record."""
        ...

    def summary(self, words: SummaryWords, translate: Catalogue, sample: bool, /) -> bytes:
        """Next steps and desks, to take home."""
        ...

    def reservation(self, words: ReservationWords, translate: Catalogue, sample: bool, /) -> bytes:
        """A reservation's number, day and time."""
        ...

    def notices(self, words: NoticeWords, translate: Catalogue, sample: bool, /) -> bytes:
        """What may fit a person, with reasons."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a Flow works with. record: event and plain fields for the log, never anything a person said.

    prepare: makes ready what a visit soon asks for; run in the disk lane when one begins.
    """

    procedures: Callable[[], Sequence[Procedure]]
    catalogue: Callable[[str], Catalogue]
    clock: Clock
    forms: PaperMaker
    outbox: Acceptor
    desk: Callable[[], PaperDesk]
    card: CardReader | None
    card_lane: Lane
    disk_lane: Lane
    print_lane: Lane
    new_submission: Callable[[Procedure, Mapping[str, Answer]], Submission]
    wake_courier: Callable[[], None]
    record: Callable[..., None]
    tidy_printer: Callable[[], None] = lambda: None
    prepare: Callable[[], None] = lambda: None
    handover: Handover | None = None
    slips: SlipMaker | None = None
    labels: LabelMaker | None = None
    scanner: CodeScanner | None = None
    vaccines: Callable[[], Sequence[Vaccine]] = tuple
    events: Callable[[], Sequence[LifeEvent]] = tuple
    finder: Callable[[], Finder | None] = lambda: None
    planner: Callable[[], Planner | None] = lambda: None
    booking: Callable[[], Booking | None] = lambda: None
    boards: Callable[[], Boards | None] = lambda: None
    practice_card: PracticeCard | None = None
