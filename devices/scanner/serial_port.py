"""A scanner in USB-COM mode (CDC-ACM, /dev/ttyACM…): text ending in CR or LF, with no keyboard layout in between.

Linux and other POSIX systems; elsewhere use the scanner as a keyboard. A scanner pulled out is normal weather: it is opened again once
it is back. Name it by a udev rule or /dev/serial/by-id, as the number of ttyACM changes.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

OPEN_AGAIN_S: Final = 1.0
MOST_BYTES: Final = 16 * 1024


class SerialScanner:
    """Reads whole codes from one serial device without ever waiting for it. monotonic: seconds, for the pause between two openings."""

    def __init__(self, device: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._device = device
        self._monotonic = monotonic
        self._descriptor: int | None = None
        self._open_at = 0.0
        self._pending = b""

    def read(self) -> str | None:
        """The next whole code; None for none."""
        if self._descriptor is None and not self._open():
            return None
        self._pending += self._arrived()
        line, end, rest = _first_line(self._pending)
        if not end:
            self._pending = b"" if len(self._pending) > MOST_BYTES else self._pending
            return None
        self._pending = rest
        return line.decode("utf-8", "replace") or None

    def close(self) -> None:
        """Let the device go."""
        descriptor, self._descriptor, self._pending = self._descriptor, None, b""
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    @property
    def there(self) -> bool:
        """Whether the device is open now."""
        return self._descriptor is not None

    def _open(self) -> bool:
        if self._monotonic() < self._open_at:
            return False
        self._open_at = self._monotonic() + OPEN_AGAIN_S
        try:
            self._descriptor = os.open(self._device, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
            _make_raw(self._descriptor)
        except OSError:
            self.close()
            return False
        return True

    def _arrived(self) -> bytes:
        assert self._descriptor is not None
        try:
            arrived = os.read(self._descriptor, MOST_BYTES)
        except BlockingIOError:
            return b""
        except OSError:
            self.close()
            return b""
        if not arrived:  # the other end is gone
            self.close()
        return arrived


def _first_line(pending: bytes) -> tuple[bytes, bytes, bytes]:
    """(line, its end, what follows); no end while the line is still coming."""
    pending = pending.lstrip(b"\r\n")
    ends = [at for at in (pending.find(b"\r"), pending.find(b"\n")) if at >= 0]
    if not ends:
        return pending, b"", b""
    at = min(ends)
    return pending[:at], pending[at : at + 1], pending[at + 1 :]


def _make_raw(descriptor: int) -> None:
    """No echo, no line editing: bytes as they come."""
    try:
        import termios
        import tty
    except ImportError:  # not a POSIX system
        return
    try:
        tty.setraw(descriptor, termios.TCSANOW)
    except termios.error as error:
        raise OSError(str(error)) from None
