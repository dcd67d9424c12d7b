"""Half of the composition root: everything that works behind the screens, built in order from Settings.

Log, content, forms, devices, city, queue, courier. Nothing heavy is imported before `start`, which runs while the first screen is
already painted. app.py puts the screens in front; these two modules alone know devices/ and intake/.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.faults import CARD_NO_READER, QUEUE_BROKEN, QUEUE_NO_KEY, Fault, KioskError
from kiosk.forms.label_desk import LabelDesk
from kiosk.handover.deferred import DeferredHandover, DeferredSlips
from kiosk.journal import Journal
from kiosk.paths import ASSETS, LOCALES
from kiosk.ports import CardNotice, CardState
from kiosk.settings import Settings
from kiosk.visit.basket import to_send
from kiosk.visit.services import FormTrouble, Paper, PaperDesk, Services, Sheet
from kiosk.visit.setting import Setting
from kiosk.visit.views import Look, TextSize
from kiosk.words import Catalogue, languages

if TYPE_CHECKING:
    from devices.kanji.mozc import MozcConverter
    from devices.network.handover_client import HttpShelf
    from devices.network.intake_client import HttpIntake
    from devices.simulated.card_reader import SimulatedReader
    from intake.embedded import EmbeddedIntake
    from kiosk.boards.shelf import Boards
    from kiosk.booking.office import BookingOffice
    from kiosk.content.towns import Towns
    from kiosk.finder.finder import Finder
    from kiosk.forms.fonts import FontSet
    from kiosk.forms.render import Press
    from kiosk.handover.desk import HandoverDesk
    from kiosk.handover.vaccination import Vaccine
    from kiosk.model.life_event import LifeEvent
    from kiosk.model.person import Person
    from kiosk.model.procedure import Answer, Procedure
    from kiosk.model.secret import Secret
    from kiosk.outbox.courier import Courier
    from kiosk.outbox.records import Accepted, Submission
    from kiosk.outbox.sender import Sender
    from kiosk.outbox.store import Outbox
    from kiosk.planner.model import Atlas
    from kiosk.planner.opening import Calendar
    from kiosk.planner.service import Planner
    from kiosk.ports import CardReader, CodeScanner, Intake, Lane, Printer, SealedItem
    from kiosk.printing import Leftovers
    from kiosk.visit.services import PaperMaker

JST = timezone(timedelta(hours=9))
START_WAIT_S = 10.0
HERE = "city_hall"
"""The place of assets/places.yaml this terminal stands in."""


class SystemClock:
    """The terminal's clock."""

    def now(self) -> datetime:
        """Now, in Japan."""
        return datetime.now(JST)


class Plant:
    """Everything behind the screens of one terminal. `start` opens it, `stop` closes it in reverse order.

    Until `start` has finished, what needs it waits; if it failed, residents are told before they begin.
    """

    def __init__(
        self,
        settings: Settings,
        card: CardReader | None = None,
        printer: Printer | None = None,
        *,
        deliver: bool = True,
        content: Path | None = None,
    ) -> None:
        """card, printer: given by the caller instead of those the settings name. deliver: whether the courier sends by itself.

        content: an author's folder, whose procedures/ and forms/ take the place of the shipped ones.
        """
        self.settings = settings
        self._content = content or ASSETS
        self._deliver = deliver
        self.clock = SystemClock()
        self.journal = Journal(settings.data / "log" / "kiosk.jsonl", self.clock.now)
        self._given_card = card
        self._make_shelf: Callable[[], HttpShelf] | None = None
        self._vaccine_list: tuple[Vaccine, ...] = ()
        self.card: CardReader | None = card
        self.printer: Printer | None = printer
        self.outbox: Outbox | None = None
        self.sender: Sender | None = None
        self.courier: Courier | None = None
        self.city: EmbeddedIntake | None = None
        self.forms: PaperMaker | None = None
        self.procedures: tuple[Procedure, ...] = ()
        self.events: tuple[LifeEvent, ...] = ()
        self.finder: Finder | None = None
        self.planner: Planner | None = None
        self.booking: BookingOffice | None = None
        self._boards: Boards | None = None
        self._towns: Towns | None = None
        self._kanji: MozcConverter | None = None
        self._leftovers: Leftovers | None = None
        self._closers: list[Callable[[], None]] = []
        self._trouble: Fault | None = None
        self._ready = threading.Event()
        self._findable = threading.Event()

    # --- opening and closing ----------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Open everything, most needed first. A fault is kept and shown before a resident begins; it does not end the program."""
        try:
            self._open_content()
            self._open_devices()
            self._open_queue()
        except KioskError as error:
            self._trouble = error.fault
            self._note(error)
        finally:
            self._ready.set()
        try:
            self._make_finder()  # nobody searches in the first moments
        finally:
            self._findable.set()
        if self._kanji is not None:
            self._kanji.warm_up()
        self._take_back_old_papers()

    def open_queue_to_look(self) -> Outbox:
        """The queue alone, for staff commands; KioskError when a running kiosk holds it."""
        from kiosk.outbox.store import Outbox

        self.outbox = Outbox(self.settings.data / "outbox.db", self.settings.terminal.id, None, self.clock)
        self.outbox.start()
        return self.outbox

    def open_queue_to_send(self) -> Sender:
        """The queue and the way to the city; KioskError when either cannot be opened."""
        self._open_queue()
        if self.sender is None:
            raise KioskError(QUEUE_NO_KEY, detail="no receipt key is configured")
        return self.sender

    def reach_city(self) -> Intake | None:
        """The way to the city's intake alone; None where the settings name none."""
        return self._reach_city()[1]

    def stop(self) -> None:
        """Close everything, last opened first."""
        if self.courier is not None:
            self.courier.stop()
        if self.outbox is not None:
            self.outbox.stop()
        for close in self._closers:
            close()
        self._closers.clear()
        if self.city is not None:
            self.city.stop()
        self.journal.stop()

    def _open_content(self) -> None:
        self.settings.data.mkdir(parents=True, exist_ok=True)
        self.journal.start()
        from devices.kanji.mozc import MozcConverter
        from kiosk.content.cache import load_procedures_fast
        from kiosk.content.events import load_events
        from kiosk.content.problems import ContentError
        from kiosk.content.towns import load_towns
        from kiosk.forms.maker import FormLibrary
        from kiosk.planner.kept import load_kept_atlas
        from kiosk.planner.service import Planner

        self.procedures, problems = load_procedures_fast(self._content / "procedures", self.settings.data / "cache")
        for problem in problems:  # one broken file does not take the others away from residents
            self.journal.record("content", where=f"{problem.file}:{problem.line} {problem.field}")
        try:
            self.events = load_events(ASSETS / "events.yaml", self.settings.data / "cache")
        except ContentError as error:
            self.journal.record("content", where=str(error).splitlines()[0])
        cache = self.settings.data / "cache"
        self.planner = Planner(lambda: load_kept_atlas(ASSETS, cache), HERE)
        try:
            self._open_booking(lambda: load_kept_atlas(ASSETS, cache), cache)
        except ContentError as error:
            self.journal.record("content", where=str(error).splitlines()[0])
        printer = self.settings.printer
        self.forms = FormLibrary(
            self._content / "forms",
            today=lambda: self.clock.now().date(),
            offset_mm=(printer.offset_x_mm, printer.offset_y_mm),
        )
        self._towns = load_towns(ASSETS / "words" / "naha_towns.tsv")
        self._kanji = MozcConverter(ASSETS / "words" / "surnames.tsv")

    def _make_finder(self) -> None:
        from kiosk.finder.finder import Finder
        from kiosk.finder.synonyms import read_synonyms

        words = [catalogue(language) for language in languages(LOCALES)]
        events = {event.id: event for event in self.events}
        self.finder = Finder(self.procedures, events, read_synonyms(ASSETS / "words" / "synonyms.tsv"), words)

    def _open_booking(self, atlas: Callable[[], tuple[Atlas, Calendar]], cache: Path) -> None:
        """What can be booked here; a desk that is made up is for practice only."""
        from kiosk.booking.kept import load_kept_desks
        from kiosk.booking.office import BookingOffice

        desks = [desk for desk in load_kept_desks(ASSETS, cache) if self.settings.practice or not desk.example]
        self.booking = BookingOffice(desks, atlas, lambda: self.outbox, self._city_answers)

    def _city_answers(self) -> bool:
        """Whether an answer may come while a person waits: entries are sent, and the last round did not fail."""
        if self.courier is None:
            return False
        report = self.courier.last_report
        return self.courier.last_fault is None and (report is None or report.trouble is None)

    def _open_devices(self) -> None:
        if self.card is None:
            self.card = make_card(self.settings, inserted=False)
        if self.printer is None:
            self.printer = make_printer(self.settings)

    def _open_queue(self) -> None:
        from kiosk.outbox.courier import Courier
        from kiosk.outbox.sender import Sender
        from kiosk.outbox.store import Outbox

        city_key, intake = self._reach_city()
        self.outbox = Outbox(self.settings.data / "outbox.db", self.settings.terminal.id, city_key, self.clock)
        self.outbox.start()
        if intake is not None:
            self.sender = Sender(self.outbox, intake, self.clock, random.Random())  # noqa: S311 - jitter, not a secret
            if self._deliver:
                self.courier = Courier(self.sender)
                self.courier.start()

    def _reach_city(self) -> tuple[bytes | None, Intake | None]:
        """The city's public key for sealing, and the way to its intake; None where the settings name none."""
        intake = self.settings.intake
        if intake.kind == "embedded":
            return self._reach_embedded()
        city_key = _read_key(intake.city_key)
        if intake.kind == "none" or not intake.receipt_key:
            return city_key, None
        return city_key, self._client(intake.url, _read_key(intake.receipt_key) or b"")

    def _reach_embedded(self) -> tuple[bytes, Intake]:
        from devices.network.terminal_key import load_or_create
        from intake.embedded import EmbeddedIntake

        self.city = EmbeddedIntake(self.settings.data / "city")
        self.city.enrol(self.settings.terminal.id, load_or_create(self.settings.data / "terminal.key").public_key())
        url = self.city.start()
        return self.city.city_key_pem, self._client(url, self.city.receipt_key_pem)

    def _client(self, url: str, receipt_key: bytes) -> Intake:
        from devices.network.terminal_key import load_or_create
        from kiosk.outbox.envelope import ReceiptVerifier

        key, verifier = load_or_create(self.settings.data / "terminal.key"), ReceiptVerifier(receipt_key)

        def make() -> HttpIntake:
            from devices.network.intake_client import HttpIntake

            return HttpIntake(url, self.settings.terminal.id, key, verifier)

        client = _DeferredIntake(make)
        self._closers.append(client.close)

        def make_shelf() -> HttpShelf:
            from devices.network.handover_client import HttpShelf

            return HttpShelf(url, self.settings.terminal.id, key, verifier)

        self._make_shelf = make_shelf
        return client

    def _note(self, error: KioskError) -> None:
        self.journal.record("fault", code=error.fault.code, detail=error.detail)

    # --- what a visit needs -----------------------------------------------------------------------------------------------
    def services(self, card_lane: Lane, disk_lane: Lane, print_lane: Lane) -> Services:
        """This plant as a Flow sees it."""
        return Services(
            procedures=self._wait_procedures,
            catalogue=catalogue,
            clock=self.clock,
            forms=_DeferredForms(self),
            outbox=_DeferredOutbox(self),
            desk=self._desk,
            card=_DeferredCard(self) if self.settings.card.kind != "none" or self.card is not None else None,
            card_lane=card_lane,
            disk_lane=disk_lane,
            print_lane=print_lane,
            new_submission=new_submission,
            wake_courier=lambda: self.courier.wake() if self.courier else None,
            record=self.journal.record,
            tidy_printer=self.tidy_printer,
            handover=DeferredHandover(self.open_handover) if self._has_handover() else None,
            slips=DeferredSlips(self._fonts),
            labels=LabelDesk(ASSETS / "forms" / "labels.yaml", self._press, self.journal.record),
            scanner=self._scanner(),
            vaccines=self._vaccines,
            events=self._wait_events,
            finder=self._wait_finder,
            planner=lambda: self.planner,
            booking=self._wait_booking,
            boards=self._open_boards,
            practice_card=_PracticeCard(self) if self.settings.card.kind == "practice" and self._given_card is None else None,
        )

    def setting(self) -> Setting:
        """This terminal as the screens see it."""
        terminal = self.settings.terminal
        shown = languages(LOCALES)
        language = terminal.language if terminal.language in shown else "ja"
        return Setting(
            city=terminal.city,
            counter=terminal.counter,
            languages=shown,
            look=Look(language=language, size=TextSize(self.settings.screen.text or "large")),
            card=self.settings.card.kind != "none" or self.card is not None,
            printer=self.settings.printer.kind != "none" or self.printer is not None,
            scanner=self.settings.scanner.kind != "none",
            handover=self._has_handover(),
            practice=self.settings.practice,
            desk=terminal.desk,
            account=self.settings.boards.account,
            towns=self._by_code,
            candidates=self._candidates,
        )

    def _press(self) -> Press:
        from kiosk.forms.maker import FormLibrary

        self.wait()
        assert isinstance(self.forms, FormLibrary), "the forms did not open"
        return self.forms.press

    def _fonts(self) -> FontSet:
        return self._press().fonts

    def _has_handover(self) -> bool:
        return bool(self.settings.handover.key) or self.settings.practice

    def _vaccines(self) -> Sequence[Vaccine]:
        from kiosk.handover.vaccination import read_vaccines

        if not self._vaccine_list:
            self._vaccine_list = read_vaccines(ASSETS / "words" / "vaccines.tsv")
        return self._vaccine_list

    def _scanner(self) -> CodeScanner | None:
        """The scanner that is not a keyboard, where the settings name one."""
        if self.settings.scanner.kind != "serial":
            return None
        from devices.scanner.serial_port import SerialScanner

        scanner = SerialScanner(Path(self.settings.scanner.device))
        self._closers.append(scanner.close)
        return scanner

    def open_handover(self) -> HandoverDesk:
        """Makes and takes つづきQR; a key that cannot be used is told in the log, and codes are refused with a plain reason."""
        from kiosk.handover.desk import HandoverDesk
        from kiosk.handover.sealing import KeyFileError, load_keys, load_or_make
        from kiosk.handover.used import UsedDrafts

        self.wait()
        path, keys = self.settings.handover.key, None
        try:
            keys = load_keys(Path(path)) if path else load_or_make(self.settings.data / "terminals.key")
        except KeyFileError as error:
            self.journal.record("fault", code="handover-key", detail=type(error).__name__)
        shelf = self._make_shelf() if self._make_shelf is not None else None
        if shelf is not None:
            self._closers.append(shelf.close)
        return HandoverDesk(keys, shelf, UsedDrafts(self.settings.data / "handover-used.txt"), self.clock.now)

    def trouble(self) -> Fault | None:
        """What keeps this terminal from taking entries; waits for `start` to end."""
        self.wait()
        return self._trouble

    def wait(self) -> None:
        """Wait until `start` has done its part."""
        self._ready.wait(START_WAIT_S)

    def _wait_procedures(self) -> Sequence[Procedure]:
        self.wait()
        return self.procedures

    def _open_boards(self) -> Boards:
        """News and bids, asked for on R04 at the earliest; what they hold is read behind their tiles only."""
        if self._boards is None:
            from kiosk.boards.shelf import BIDS_FILE, Boards

            pack = Path(self.settings.boards.bids) if self.settings.boards.bids else self.settings.data / "boards" / BIDS_FILE
            self._boards = Boards(
                ASSETS / "boards",
                pack,
                self.settings.data / "cache",
                lambda: self.clock.now().date(),
                lambda where: self.journal.record("content", where=where),
                example=self.settings.practice,
            )
        return self._boards

    def _wait_booking(self) -> BookingOffice | None:
        self.wait()
        return self.booking

    def _wait_events(self) -> Sequence[LifeEvent]:
        self.wait()
        return self.events

    def _wait_finder(self) -> Finder | None:
        self._findable.wait(START_WAIT_S)
        return self.finder

    def _by_code(self, code: str) -> tuple[str, ...]:
        self.wait()
        if self._towns is None:
            return ()
        return self._towns.by_code(code) if code else tuple(dict.fromkeys(town.address for town in self._towns.all_by_kana()))

    def _candidates(self, reading: str) -> tuple[str, ...]:
        return self._kanji.candidates(reading) if self._kanji else ()

    def tidy_printer(self) -> None:
        """Tell the printer again of jobs it could not be told to forget; call it in the print lane now and then."""
        if self._leftovers is not None:
            self._leftovers.tidy()

    def _take_back_old_papers(self) -> None:
        """A visit that ended with the power must not print now: its jobs are called back, its rows are closed."""
        if self.printer is None or self.outbox is None:
            return
        for receipt_no in self.outbox.unfinished_prints():
            try:
                self.printer.cancel_titled(receipt_no)
            except KioskError as error:
                self._note(error)
                continue  # the row stays open, so the next start tries again
            self.outbox.print_state(receipt_no, "abandoned", 0)

    def _desk(self) -> PaperDesk:
        from kiosk.printing import Leftovers, PrintDesk

        assert self.printer is not None, "no printer, yet paper was chosen"
        if self._leftovers is None:
            self._leftovers = Leftovers(self.printer)
        return PrintDesk(self.printer, on_state=self._remember_print, leftovers=self._leftovers)

    def _remember_print(self, receipt_no: str, state: str, attempts: int, fault_code: str) -> None:
        if self.outbox is not None:
            try:
                self.outbox.print_state(receipt_no, state, attempts, fault_code)
            except KeyError:  # paper only, or practice: no row was written for it
                return
            except KioskError as error:
                self._note(error)


class _DeferredOutbox:
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


class _DeferredForms:
    """The forms, waiting for their opening."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant

    def _opened(self) -> PaperMaker:
        self._plant.wait()
        assert self._plant.forms is not None, "the forms did not open"
        return self._plant.forms

    def check(self, papers: Sequence[Paper], /) -> Sequence[FormTrouble]:
        return self._opened().check(papers)

    def make(
        self, papers: Sequence[Paper], receipt_no: str, code: str, sample: bool, /, *, words: Catalogue | None = None
    ) -> Sheet:
        return self._opened().make(papers, receipt_no, code, sample, words=words)


class _DeferredIntake:
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


class _PracticeCard:
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


class _DeferredCard:
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


def new_submission(procedure: Procedure, answers: Mapping[str, Answer]) -> Submission:
    """A finished entry with an id of its own; what is for the paper alone stays out. Several procedures' ids are joined by +."""
    from kiosk.model.procedure import LABELS
    from kiosk.outbox.records import Submission

    kept = to_send(procedure, answers)
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in kept.items()}
    forms = "+".join(dict.fromkeys(use.form for use in procedure.forms if use.form != LABELS))
    return Submission(procedure.id, f"{procedure.id}/1", forms, plain)


@cache
def catalogue(language: str) -> Catalogue:
    """The words of that language."""
    return Catalogue(language, LOCALES)


def _read_key(path: str) -> bytes | None:
    """A public key file's bytes; None for no path. A missing file is a fault, not an empty key."""
    if not path:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise KioskError(QUEUE_NO_KEY, detail=f"errno={error.errno}") from None


def make_card(settings: Settings, *, inserted: bool = True) -> CardReader | None:
    """The reader the settings name. inserted: whether a simulated card lies on it from the beginning."""
    if settings.card.kind == "practice":
        from devices.simulated.card_reader import SimulatedReader

        return SimulatedReader(settings.card.profile, inserted=inserted)
    if settings.card.kind == "reader":
        from devices.card.pcsc import PcscReader

        return PcscReader(settings.card.reader or None)
    return None


def practice_cards() -> tuple[str, ...]:
    """The names of the simulated cards."""
    from devices.simulated.card_profiles import PROFILES

    return tuple(PROFILES)


def make_printer(settings: Settings) -> Printer | None:
    """The printer the settings name."""
    if settings.printer.kind == "file":
        from devices.simulated.printer_file import FilePrinter

        return FilePrinter(Path(settings.printer.folder) if settings.printer.folder else settings.data / "printed")
    if settings.printer.kind == "ipp":
        from devices.printer.ipp import IppPrinter

        return IppPrinter(settings.printer.uri)
    return None
