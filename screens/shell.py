"""The Qt side of one terminal: window, lanes, timers and the Flow they serve. No device and no database is known here."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication

from kiosk.faults import OURS
from kiosk.frame_words import frame_words
from kiosk.ports import CardReader, CardState, Lane
from kiosk.visit.facts import Action, Fact
from kiosk.visit.flow import Flow
from kiosk.visit.services import Services
from kiosk.visit.setting import Setting
from screens.idle import IdleWatch
from screens.lane import Lane as QtLane
from screens.theme import TapGuard
from screens.wedge import Wedge
from screens.window import KioskWindow

CARD_POLL_MS = 250
PAPER_POLL_MS = 500
TIDY_MS = 5000
SCAN_POLL_MS = 100


class Shell(QObject):
    """One terminal's window with everything that moves it.

    make_services: gets the three lanes, gives what a visit needs. px_per_mm: of the screen in use. kept: a folder for drawn pictures.
    """

    def __init__(
        self,
        make_services: Callable[[Lane, Lane, Lane], Services],
        setting: Setting,
        px_per_mm: float,
        *,
        practice: bool,
        idle_s: float = 90.0,
        motion: bool = False,
        guard: TapGuard | None = None,
        kept: Path | None = None,
    ) -> None:
        super().__init__()
        self.card_lane, self.disk_lane, self.print_lane = (QtLane(name, self) for name in ("card", "disk", "print"))
        self._services = make_services(self.card_lane, self.disk_lane, self.print_lane)
        words = {language: frame_words(self._services.catalogue(language), setting.city) for language in setting.languages}
        self.window = KioskWindow(px_per_mm, words, practice=practice, motion=motion, guard=guard, kept=kept)
        self.flow = Flow(self._services, setting, self.window.show_view, self.window.forget)
        self.idle = IdleWatch(idle_s, self)
        self.wedge = Wedge(self)
        self.wedge.scanned.connect(self._scanned)
        self._card_state = CardState.EMPTY
        self._looking = False
        self.window.reported.connect(self._reported)
        self.idle.idle.connect(self._quiet)
        self.idle.touched.connect(self.flow.still_here)
        self._timers = [
            self._timer(CARD_POLL_MS, self._look_at_card),
            self._timer(PAPER_POLL_MS, self.flow.poll),
            self._timer(TIDY_MS, self._tidy),
            self._timer(SCAN_POLL_MS, self._look_at_scanner),
        ]

    def _timer(self, interval_ms: int, tick: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(tick)
        return timer

    # --- opening and closing ----------------------------------------------------------------------------------------------
    def start(self, app: QApplication) -> None:
        """Show R01 and begin to watch; mistakes of ours from now on end at the calm page."""
        sys.excepthook = self._our_mistake
        threading.excepthook = lambda args: self._our_mistake(args.exc_type, args.exc_value, args.exc_traceback)
        self.flow.start()
        self.idle.start(app)
        self.wedge.start(app)
        for timer in self._timers:
            timer.start()

    def show(self, seen: Callable[[], None], *, full: bool, leave: Callable[[], None]) -> None:
        """Put the window on the screen; `seen` follows its first paint. leave: what Ctrl+Alt+Q does, for staff with a keyboard."""

        def painted() -> None:
            seen()
            self.window.warm()

        FirstPaint(self.window, painted)
        QShortcut("Ctrl+Alt+Q", self.window).activated.connect(leave)
        if full:
            self.window.showFullScreen()
        else:
            self.window.show()

    def begin(self) -> None:
        """Begin a visit: somebody touched the curtain before the live screen was there."""
        self.flow.handle(Fact("R01", Action.START, ""))

    def stop(self, app: QApplication) -> None:
        """Stop watching, forget the person, let the lanes finish."""
        for timer in self._timers:
            timer.stop()
        self.idle.stop(app)
        self.wedge.stop(app)
        self.flow.close()
        for lane in (self.print_lane, self.card_lane, self.disk_lane):
            lane.stop()
        self.window.forget()
        self.window.close()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    # --- facts ------------------------------------------------------------------------------------------------------------
    @Slot(object)
    def _reported(self, fact: object) -> None:
        self.idle.restart()
        self.flow.handle(fact)  # type: ignore[arg-type]  # Signal(object) carries a Fact

    @Slot()
    def _quiet(self) -> None:
        if self.flow.busy_with_person and not self.flow.patient:
            self.flow.idle()
        else:
            self.idle.restart()

    @Slot(str)
    def _scanned(self, text: str) -> None:
        self.idle.restart()
        self.flow.scanned(text)

    def _look_at_scanner(self) -> None:
        scanner = self._services.scanner
        text = scanner.read() if scanner is not None else None
        if text:
            self._scanned(text)

    def _look_at_card(self) -> None:
        reader: CardReader | None = self._services.card
        if reader is None or self._looking or not self.card_lane.idle:
            return
        self._looking = True
        self.card_lane.run(reader.state, self._saw_card, lambda error: self._saw_card(CardState.NO_SERVICE))

    def _saw_card(self, state: CardState) -> None:
        self._looking = False
        if state is not self._card_state:
            self._card_state = state
            self.flow.card_changed(state)

    def _tidy(self) -> None:
        if self.print_lane.idle:
            self.print_lane.run(self._services.tidy_printer, lambda none: None, lambda error: None)

    def _our_mistake(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Name the place in the log, without the exception's text, which may quote a person."""
        where = "unknown"
        while trace is not None:
            code = trace.tb_frame.f_code
            where = f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}"
            trace = trace.tb_next
        self._services.record("mistake", kind=kind.__name__, where=where, code=OURS.code)
        QTimer.singleShot(0, self, lambda: self.flow.fail(OURS))


class FirstPaint(QObject):
    """Calls `then` once, right after the window's first paint has reached the screen buffer."""

    def __init__(self, window: KioskWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then: Callable[[], None] | None = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._then is not None:
            then, self._then = self._then, None
            QTimer.singleShot(0, watched, then)
        return False
