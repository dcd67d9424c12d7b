"""Half of the composition root: everything that works behind the screens, built in order from Settings.

Log, content (shelves.py), devices (parts.py), queue and city (city.py). Nothing heavy is imported before `start`, which runs while the
first screen is already painted. app.py puts the screens in front; these modules alone know devices/ and intake/.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.faults import QUEUE_NO_KEY, Fault, KioskError
from kiosk.forms.label_desk import LabelDesk
from kiosk.handover.deferred import DeferredHandover, DeferredSlips
from kiosk.journal import Journal
from kiosk.model.dates import JAPAN
from kiosk.paths import ASSETS, LOCALES
from kiosk.plant.city import City
from kiosk.plant.deferred import DeferredCard, DeferredForms, DeferredOutbox, PracticeCard
from kiosk.plant.parts import make_card, make_printer, make_scanner
from kiosk.plant.shelves import Shelves, catalogue
from kiosk.settings import Settings
from kiosk.visit.basket import to_send
from kiosk.visit.services import PaperDesk, Services
from kiosk.visit.setting import Setting
from kiosk.visit.views import Look, TextSize
from kiosk.words import languages

if TYPE_CHECKING:
    from intake.embedded import EmbeddedIntake
    from kiosk.handover.desk import HandoverDesk
    from kiosk.model.procedure import Answer, Procedure
    from kiosk.outbox.records import Submission
    from kiosk.outbox.sender import Sender
    from kiosk.outbox.store import Outbox
    from kiosk.ports import CardReader, CodeScanner, Intake, Lane, Printer
    from kiosk.printing import Leftovers

START_WAIT_S = 10.0


class SystemClock:
    """The terminal's clock."""

    def now(self) -> datetime:
        """Now, in Japan."""
        return datetime.now(JAPAN)


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
        self.clock = SystemClock()
        self.journal = Journal(settings.data / "log" / "kiosk.jsonl", self.clock.now)
        self.link = City(settings, self.clock, self.journal, deliver=deliver)
        self.shelves = Shelves(settings, content or ASSETS, self.clock, self.journal, self.link, self.wait)
        self._given_card = card
        self.card: CardReader | None = card
        self.printer: Printer | None = printer
        self._scanner: CodeScanner | None = None
        self._leftovers: Leftovers | None = None
        self._trouble: Fault | None = None
        self._ready = threading.Event()

    # --- opening and closing ----------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Open everything, most needed first. A fault is kept and shown before a resident begins; it does not end the program."""
        try:
            self.settings.data.mkdir(parents=True, exist_ok=True)
            self.journal.start()
            self.shelves.open()
            self._open_devices()
            self.link.open()
        except KioskError as error:
            self._trouble = error.fault
            self._note(error)
        finally:
            self._ready.set()
        self._take_back_old_papers()

    def open_queue_to_look(self) -> Outbox:
        """The queue alone, for staff commands; KioskError when a running kiosk holds it."""
        return self.link.open_to_look()

    def open_queue_to_send(self) -> Sender:
        """The queue and the way to the city; KioskError when either cannot be opened."""
        self.link.open()
        if self.link.sender is None:
            raise KioskError(QUEUE_NO_KEY, detail="no receipt key is configured")
        return self.link.sender

    def reach_city(self) -> Intake | None:
        """The way to the city's intake alone; None where the settings name none."""
        return self.link.reach()

    def stop(self) -> None:
        """Close everything, last opened first."""
        if self._scanner is not None:
            self._scanner.close()
        self.link.close()
        self.journal.stop()

    def _open_devices(self) -> None:
        if self.card is None:
            self.card = make_card(self.settings, inserted=False)
        if self.printer is None:
            self.printer = make_printer(self.settings)

    def _note(self, error: KioskError) -> None:
        self.journal.record("fault", code=error.fault.code, detail=error.detail)

    # --- what stands ------------------------------------------------------------------------------------------------------
    @property
    def outbox(self) -> Outbox | None:
        """The queue, once it is open."""
        return self.link.outbox

    @property
    def sender(self) -> Sender | None:
        """What sends the queue, where there is a city."""
        return self.link.sender

    @property
    def city(self) -> EmbeddedIntake | None:
        """The practice city."""
        return self.link.embedded

    def trouble(self) -> Fault | None:
        """What keeps this terminal from taking entries; waits for `start` to end."""
        self.wait()
        return self._trouble

    def wait(self) -> None:
        """Wait until `start` has done its part."""
        self._ready.wait(START_WAIT_S)

    # --- what a visit needs -----------------------------------------------------------------------------------------------
    def services(self, card_lane: Lane, disk_lane: Lane, print_lane: Lane) -> Services:
        """This plant as a Flow sees it."""
        self._scanner = make_scanner(self.settings)
        return Services(
            procedures=self.shelves.procedures,
            catalogue=catalogue,
            clock=self.clock,
            forms=DeferredForms(self),
            outbox=DeferredOutbox(self),
            desk=self._desk,
            card=DeferredCard(self) if self.settings.card.kind != "none" or self.card is not None else None,
            card_lane=card_lane,
            disk_lane=disk_lane,
            print_lane=print_lane,
            new_submission=new_submission,
            wake_courier=self.link.wake,
            record=self.journal.record,
            tidy_printer=self.tidy_printer,
            handover=DeferredHandover(self.open_handover) if self._has_handover() else None,
            slips=DeferredSlips(self.shelves.fonts),
            labels=LabelDesk(ASSETS / "forms" / "labels.yaml", self.shelves.press, self.journal.record),
            scanner=self._scanner,
            vaccines=self.shelves.vaccines,
            events=self.shelves.events,
            finder=self.shelves.finder,
            prepare=self.shelves.prepare,
            planner=lambda: self.shelves.planner,
            booking=self.shelves.booking,
            boards=self.shelves.boards,
            practice_card=PracticeCard(self) if self.settings.card.kind == "practice" and self._given_card is None else None,
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
            towns=self.shelves.towns,
            candidates=self.shelves.candidates,
        )

    def _has_handover(self) -> bool:
        return bool(self.settings.handover.key) or self.settings.practice

    def open_handover(self) -> HandoverDesk:
        """Makes and takes つづきQR."""
        self.wait()
        return self.link.open_handover()

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


def new_submission(procedure: Procedure, answers: Mapping[str, Answer]) -> Submission:
    """A finished entry with an id of its own; what is for the paper alone stays out. Several procedures' ids are joined by +."""
    from kiosk.model.procedure import LABELS
    from kiosk.outbox.records import Submission

    kept = to_send(procedure, answers)
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in kept.items()}
    forms = "+".join(dict.fromkeys(use.form for use in procedure.forms if use.form != LABELS))
    return Submission(procedure.id, f"{procedure.id}/1", forms, plain)
