"""One small paper beside the forms, such as a slip to take home: made, printed, and a person's word that it came out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.faults import Fault, KioskError
from kiosk.visit.services import PaperDesk, Services

if TYPE_CHECKING:
    from kiosk.printing import DeskView


class OnePaper:
    """phase: idle → making → printing → ask → done, or trouble. changed: called whenever there is something new to show."""

    def __init__(self, services: Services, changed: Callable[[], None]) -> None:
        self._services = services
        self._changed = changed
        self._desk: PaperDesk | None = None
        self._looking = False
        self._run = 0
        self.phase = "idle"
        self.fault: Fault | None = None

    @property
    def busy(self) -> bool:
        """Whether it is on its way and must not be interrupted."""
        return self.phase in ("making", "printing")

    def print(self, make: Callable[[], bytes], title: str) -> None:
        """Make it in the disk lane and print it. title: the job's name, nothing of a person."""
        self.close()
        self.phase, run = "making", self._run

        def made(pdf: bytes) -> None:
            if run == self._run:
                self._start(pdf, title)

        self._services.disk_lane.run(make, made, lambda error: self._failed(error, run))

    def _start(self, pdf: bytes, title: str) -> None:
        self.phase, desk = "printing", self._services.desk()
        self._desk, run = desk, self._run
        self._services.print_lane.run(
            lambda: desk.start(pdf, title), lambda none: self.poll(), lambda error: self._failed(error, run)
        )

    def poll(self) -> None:
        """Look at it; one look at a time."""
        desk, run = self._desk, self._run
        if desk is None or self._looking or self.phase not in ("printing", "trouble"):
            return
        self._looking = True
        self._services.print_lane.run(desk.poll, lambda view: self._looked(desk, view), lambda error: self._failed(error, run))

    def _looked(self, desk: PaperDesk, view: DeskView) -> None:
        self._looking = False
        if desk is not self._desk or self.phase not in ("printing", "trouble"):
            return
        before = (self.phase, self.fault)
        self.fault = view.help
        self.phase = "ask" if view.asks_for_paper else "trouble" if view.help is not None else "printing"
        if before != (self.phase, self.fault):
            self._changed()

    def came_out(self, came: bool) -> None:
        """The person's word; False prints once more."""
        desk, run = self._desk, self._run
        if desk is None:
            return
        self.phase, self.fault = ("done" if came else "printing"), None
        self._services.print_lane.run(
            lambda: desk.paper_came_out(came), lambda none: self.poll(), lambda error: self._failed(error, run)
        )
        if came:
            self._desk = None
            self._services.print_lane.run(desk.close, _ignore, _ignore)

    def close(self) -> None:
        """Take back what is unfinished; the bytes go with the desk."""
        desk, self._desk = self._desk, None
        self._run += 1
        self._looking, self.phase, self.fault = False, "idle", None
        if desk is not None:
            self._services.print_lane.run(desk.close, _ignore, _ignore)

    def _failed(self, error: KioskError, run: int) -> None:
        if run == self._run:
            self._services.record("fault", code=error.fault.code, detail=error.detail)
            self._looking, self.phase, self.fault = False, "trouble", error.fault
            self._changed()


def _ignore(result: object) -> None:
    """Nothing waits for this result."""
