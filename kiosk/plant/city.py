"""The way from here to the city: the queue, the courier that empties it, the intake, and what unfinished visits need of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.faults import QUEUE_NO_KEY, KioskError
from kiosk.journal import Journal
from kiosk.plant.deferred import DeferredIntake
from kiosk.settings import Settings

if TYPE_CHECKING:
    from devices.network.handover_client import HttpShelf
    from devices.network.intake_client import HttpIntake
    from intake.embedded import EmbeddedIntake
    from kiosk.handover.desk import HandoverDesk
    from kiosk.outbox.courier import Courier
    from kiosk.outbox.sender import Sender
    from kiosk.outbox.store import Outbox
    from kiosk.ports import Clock, Intake


class City:
    """This terminal's link to the city. deliver: whether the courier sends by itself."""

    def __init__(self, settings: Settings, clock: Clock, journal: Journal, *, deliver: bool) -> None:
        self._settings = settings
        self._clock = clock
        self._journal = journal
        self._deliver = deliver
        self._make_shelf: Callable[[], HttpShelf] | None = None
        self._closers: list[Callable[[], None]] = []
        self.outbox: Outbox | None = None
        self.sender: Sender | None = None
        self.courier: Courier | None = None
        self.embedded: EmbeddedIntake | None = None

    def open(self) -> None:
        """Open the queue and begin to send; KioskError when the queue or a key cannot be opened."""
        from kiosk.outbox.courier import Courier
        from kiosk.outbox.sender import Sender

        city_key, intake = self._reach()
        self._open_queue(city_key)
        assert self.outbox is not None
        if intake is not None:
            self.sender = Sender(self.outbox, intake, self._clock, random.Random())  # noqa: S311 - jitter, not a secret
            if self._deliver:
                self.courier = Courier(self.sender)
                self.courier.start()

    def open_to_look(self) -> Outbox:
        """The queue alone, for staff commands; KioskError when a running kiosk holds it."""
        return self._open_queue(None)

    def reach(self) -> Intake | None:
        """The way to the city's intake alone; None where the settings name none."""
        return self._reach()[1]

    @property
    def answers(self) -> bool:
        """Whether an answer may come while a person waits: entries are sent, and the last round did not fail."""
        if self.courier is None:
            return False
        report = self.courier.last_report
        return self.courier.last_fault is None and (report is None or report.trouble is None)

    def wake(self) -> None:
        """Tell the courier that something waits."""
        if self.courier is not None:
            self.courier.wake()

    def open_handover(self) -> HandoverDesk:
        """Makes and takes つづきQR; a key that cannot be used is told in the log, and codes are refused with a plain reason."""
        from kiosk.handover.desk import HandoverDesk
        from kiosk.handover.sealing import KeyFileError, load_keys, load_or_make
        from kiosk.handover.used import UsedDrafts

        data, path, keys = self._settings.data, self._settings.handover.key, None
        try:
            keys = load_keys(Path(path)) if path else load_or_make(data / "terminals.key")
        except KeyFileError as error:
            self._journal.record("fault", code="handover-key", detail=type(error).__name__)
        shelf = self._make_shelf() if self._make_shelf is not None else None
        if shelf is not None:
            self._closers.append(shelf.close)
        return HandoverDesk(keys, shelf, UsedDrafts(data / "handover-used.txt"), self._clock.now)

    def close(self) -> None:
        """Close everything, last opened first."""
        if self.courier is not None:
            self.courier.stop()
        if self.outbox is not None:
            self.outbox.stop()
        for close in self._closers:
            close()
        self._closers.clear()
        if self.embedded is not None:
            self.embedded.stop()

    def _open_queue(self, city_key: bytes | None) -> Outbox:
        from kiosk.outbox.store import Outbox

        self.outbox = Outbox(self._settings.data / "outbox.db", self._settings.terminal.id, city_key, self._clock)
        self.outbox.start()
        return self.outbox

    def _reach(self) -> tuple[bytes | None, Intake | None]:
        """The city's public key for sealing, and the way to its intake; None where the settings name none."""
        intake = self._settings.intake
        if intake.kind == "embedded":
            return self._reach_embedded()
        city_key = _read_key(intake.city_key)
        if intake.kind == "none" or not intake.receipt_key:
            return city_key, None
        return city_key, self._client(intake.url, _read_key(intake.receipt_key) or b"")

    def _reach_embedded(self) -> tuple[bytes, Intake]:
        from devices.network.terminal_key import load_or_create
        from intake.embedded import EmbeddedIntake

        data = self._settings.data
        self.embedded = EmbeddedIntake(data / "city")
        self.embedded.enrol(self._settings.terminal.id, load_or_create(data / "terminal.key").public_key())
        url = self.embedded.start()
        return self.embedded.city_key_pem, self._client(url, self.embedded.receipt_key_pem)

    def _client(self, url: str, receipt_key: bytes) -> Intake:
        from devices.network.terminal_key import load_or_create
        from kiosk.outbox.envelope import ReceiptVerifier

        terminal = self._settings.terminal.id
        key, verifier = load_or_create(self._settings.data / "terminal.key"), ReceiptVerifier(receipt_key)

        def make() -> HttpIntake:
            from devices.network.intake_client import HttpIntake

            return HttpIntake(url, terminal, key, verifier)

        def make_shelf() -> HttpShelf:
            from devices.network.handover_client import HttpShelf

            return HttpShelf(url, terminal, key, verifier)

        client = DeferredIntake(make)
        self._closers.append(client.close)
        self._make_shelf = make_shelf
        return client


def _read_key(path: str) -> bytes | None:
    """A public key file's bytes; None for no path. A missing file is a fault, not an empty key."""
    if not path:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise KioskError(QUEUE_NO_KEY, detail=f"errno={error.errno}") from None
