"""One worker thread for one blocking device; results come home to the UI thread."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.faults import KioskError

T = TypeVar("T")


class Lane(QObject):
    """Runs one piece of work after another on its own thread.

    `run` returns at once; `done` or `failed` is called later on the thread that made the lane. Only KioskError reaches `failed`;
    any other exception is a mistake of ours and goes to sys.excepthook on the UI thread.
    """

    _home = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting = 0
        self._home.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or running."""
        return self._waiting == 0

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[KioskError], None]) -> None:
        """Queue `work`; exactly one of `done` and `failed` follows."""
        self._waiting += 1
        self._pool.submit(self._work, work, done, failed)

    def stop(self) -> None:
        """Finish what runs, drop what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[KioskError], None]) -> None:
        try:
            result = work()
        except KioskError as error:
            error.__traceback__ = None  # frames would keep what the work had in hand
            self._home.emit(_call(failed, error))
        except BaseException as error:  # noqa: BLE001 - carried to the one place that names it: sys.excepthook
            self._home.emit(_raise(error))
        else:
            self._home.emit(_call(done, result))

    @Slot(object)
    def _arrive(self, parcel: Callable[[], None]) -> None:
        self._waiting -= 1
        parcel()


def _call(receiver: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: receiver(value)


def _raise(error: BaseException) -> Callable[[], None]:
    return lambda: sys.excepthook(type(error), error, error.__traceback__)
