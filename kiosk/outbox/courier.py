"""The thread that takes waiting rows to the city while the kiosk runs."""

from __future__ import annotations

import threading
from typing import Final

from kiosk.faults import KioskError
from kiosk.outbox.sender import Sender, SendReport

LONGEST_NAP_S: Final = 60.0
AFTER_FAULT_S: Final = 30.0


class Courier:
    """Sends when something is due; `wake` after an entry was accepted. A fault of the disk makes it rest, never end."""

    def __init__(self, sender: Sender, longest_nap_s: float = LONGEST_NAP_S) -> None:
        self._sender = sender
        self._longest_nap_s = longest_nap_s
        self._woken = threading.Event()
        self._stopping = False
        self._network_back = False
        self._thread: threading.Thread | None = None
        self.last_report: SendReport | None = None
        self.last_fault: KioskError | None = None

    def start(self) -> None:
        """Begin; what waits from before goes first."""
        self._stopping = False
        self._woken.set()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 45.0) -> None:
        """End after the delivery in flight, which has its own deadline. Safe to call twice."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopping = True
            self._woken.set()
            thread.join(timeout_s)

    def wake(self) -> None:
        """There may be something to send. Never shortens a back-off."""
        self._woken.set()

    def network_is_back(self) -> None:
        """A hint from the operating system; see Sender.network_is_back."""
        self._network_back = True
        self._woken.set()

    @property
    def alive(self) -> bool:
        """Whether the thread runs; doctor asks."""
        return self._thread is not None and self._thread.is_alive()

    def _run(self) -> None:
        nap_s: float | None = 0.0
        while not self._stopping:
            self._woken.wait(self._longest_nap_s if nap_s is None else min(nap_s, self._longest_nap_s))
            self._woken.clear()
            if not self._stopping:
                nap_s = self._round()

    def _round(self) -> float | None:
        try:
            if self._network_back:
                self._network_back = False
                self._sender.network_is_back()
            self.last_report = self._sender.send_due()
            self.last_fault = None
            return self._sender.due_in_s()
        except KioskError as error:
            self.last_fault = error
        except Exception as mistake:  # noqa: BLE001 - reported by the hook; the next round still gets its chance
            hook_args = (type(mistake), mistake, mistake.__traceback__, threading.current_thread())
            threading.excepthook(threading.ExceptHookArgs(hook_args))
        return AFTER_FAULT_S
