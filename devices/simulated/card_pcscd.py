"""A PC/SC service with one virtual reader, started by hand: the ground for trials and tests without hardware.

Needs root and Debian's pcscd and vsmartcard-vpcd. One service per machine (its socket is fixed), so users of this queue up
behind a file lock, and a service somebody else started is left alone and said so.
"""

from __future__ import annotations

import fcntl
import platform
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Final

from devices.simulated.card_vpcd import PORT

_RUN: Final = Path("/run/pcscd")
_LOCK: Final = Path(tempfile.gettempdir()) / "yuimado-virtual-reader.lock"
_DRIVER: Final = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_READER: Final = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:{PORT:#06X}
LIBPATH {_DRIVER}
CHANNELID {PORT:#06X}
""".replace("0X", "0x")
_START_S: Final = 10.0


class VirtualReaderService:
    """pcscd with one virtual slot. start, stop and kill may be called in any order; `close` gives the machine back."""

    def __init__(self) -> None:
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None

    def start(self) -> None:
        """Run the service and return when its reader listens. RuntimeError names what is missing."""
        self._take_machine()
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="virtual-reader-"))
            (self._folder / "vpcd").write_text(_READER)
        _RUN.mkdir(parents=True, exist_ok=True)
        for left in ("pcscd.comm", "pcscd.pid"):
            (_RUN / left).unlink(missing_ok=True)
        command = ["pcscd", "--foreground", "--error", "-c", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - a fixed program
        self._wait_until_listening()

    @property
    def running(self) -> bool:
        """Whether the service is up."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the service politely."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the service as a crash would."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Stop and let others use the machine's one service."""
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> VirtualReaderService:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _take_machine(self) -> None:
        if shutil.which("pcscd") is None or not _DRIVER.exists():
            raise RuntimeError("pcscd and vsmartcard-vpcd are needed (apt install pcscd vsmartcard-vpcd)")
        if self._lock is None:
            self._lock = _LOCK.open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._process is None and _answers():
            raise RuntimeError("another pcscd runs on this machine; stop it first")

    def _wait_until_listening(self) -> None:
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError("pcscd ended at once; is this root?")
            if _answers() and _listens(PORT):
                return
            time.sleep(0.02)
        raise RuntimeError("pcscd did not open its reader in time")

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(5.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers() -> bool:
    """Whether some pcscd takes connections."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(_RUN / "pcscd.comm")) == 0


def _listens(port: int) -> bool:
    """Whether the virtual reader listens, looked up without connecting: a connection would count as a card."""
    if platform.system() != "Linux":
        return True
    wanted = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and fields[3] == "0A":
                return True
    return False
