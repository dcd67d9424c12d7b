"""A private CUPS and a private IPP printer on loopback: own ports, own folders, stopped at the end whatever happens.

cupsd and its `ipp` backend are run from copies: on a Debian machine AppArmor ties /usr/sbin/cupsd to the system's own folders, and the
backend is root's only. Needs Debian's cups, cups-ipp-utils and dbus.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

SYSTEM_BIN: Final = Path("/usr/lib/cups")
QUEUE: Final = "Kiosk"

DBUS_CONF = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>
"""

# Debian's own job policy; what its file asks a password for (administration) goes without one here.
CUPSD_CONF = """Listen 127.0.0.1:{port}
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobFiles {preserve}
JobRetryInterval 1
DirtyCleanInterval 0
MaxJobTime 0
LogLevel debug
<Location />
Order deny,allow
</Location>
<Policy default>
JobPrivateAccess default
JobPrivateValues default
<Limit Send-Document Send-URI Hold-Job Release-Job Restart-Job Purge-Jobs Set-Job-Attributes Cancel-My-Jobs Close-Job Cancel-Job>
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""

FILES_CONF = """ServerRoot {folder}/etc
ServerBin {folder}/bin
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
DocumentRoot {folder}/doc
AccessLog {folder}/log/access_log
ErrorLog {folder}/log/error_log
PageLog {folder}/log/page_log
FileDevice No
"""

# ippeveprinter gives the document as $1; STATE lines on stderr are its printer-state-reasons. The mode file steers it.
PRINT_COMMAND = """#!/bin/sh
folder='{folder}'
last=
while :; do
  mode=$(cat "$folder/mode")
  if [ "$mode" != "$last" ]; then
    [ -n "$last" ] && [ "$last" != ok ] && [ "$last" != hang ] && echo "STATE: -$last" >&2
    [ "$mode" != ok ] && [ "$mode" != hang ] && [ "$mode" != fail ] && echo "STATE: +$mode" >&2
    echo "$mode" > "$folder/seen"
    last=$mode
  fi
  [ "$mode" = ok ] && break
  [ "$mode" = fail ] && exit 1
  sleep 0.05
done
cp "$1" "$folder/paper/.half-$$" && mv "$folder/paper/.half-$$" "$folder/paper/$(date +%s%N).pdf"
"""


def free_port() -> int:
    """A port of loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(fact: Callable[[], bool], what: str, timeout_s: float = 30.0) -> None:
    """Return as soon as the fact is true; AssertionError names it if it never is."""
    end = time.monotonic() + timeout_s
    while not fact():
        assert time.monotonic() < end, f"not seen within {timeout_s:.0f} s: {what}"
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Program:
    """A process group of our own; `kill` is a power cut, `stop` is polite."""

    def __init__(self, command: list[str], log: Path, **environment: str) -> None:
        self._command = command
        self._log = log
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self._environment, start_new_session=True
            )

    def kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            self._process.wait(10)
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self.kill()


class RealPrinter:
    """ippeveprinter. `set_mode`: ok, hang, fail, or a reason such as media-empty-error."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.uri = f"ipp://localhost:{self.port}/ipp/print"
        for name in ("paper", "spool"):
            (folder / name).mkdir()
        (folder / "dbus.conf").write_text(DBUS_CONF.format(folder=folder))
        command = folder / "print.sh"
        command.write_text(PRINT_COMMAND.format(folder=folder))
        command.chmod(0o755)
        self.set_mode("ok")
        self._bus = Program(["dbus-daemon", f"--config-file={folder}/dbus.conf", "--nofork", "--nopidfile"], folder / "dbus.log")
        command_line = [
            "ippeveprinter",
            "-r",
            "off",
            "-p",
            str(self.port),
            "-n",
            "localhost",
            "-d",
            str(folder / "spool"),
            "-c",
            str(command),
        ]
        self._printer = Program(
            [*command_line, "-f", "application/pdf", "-vv", "KioskPrinter"],
            folder / "printer.log",
            DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={folder}/bus",
        )

    def set_mode(self, mode: str) -> None:
        half = self.folder / "mode.new"
        half.write_text(mode)
        half.rename(self.folder / "mode")

    def wait_until_it_sees(self, mode: str) -> None:
        seen = self.folder / "seen"
        wait_for(lambda: seen.exists() and seen.read_text().strip() == mode, f"printer in mode {mode}")

    def papers(self) -> list[bytes]:
        """What came out, oldest first."""
        return [path.read_bytes() for path in sorted((self.folder / "paper").glob("[0-9]*.pdf"))]

    def start(self) -> None:
        self._bus.start()
        wait_for((self.folder / "bus").exists, "private D-Bus")
        self.switch_on()

    def switch_on(self) -> None:
        self._printer.start()
        wait_for(lambda: listens(self.port), "ippeveprinter")

    def power_cut(self) -> None:
        """Killed with its running job; nothing in its memory survives."""
        self._printer.kill()
        (self.folder / "seen").unlink(missing_ok=True)

    def stop(self) -> None:
        self._printer.kill()
        self._bus.kill()


class RealCups:
    """cupsd with one queue, error policy retry-current-job."""

    def __init__(self, folder: Path, preserve: str = "No") -> None:
        self.folder = folder
        self.port = free_port()
        self.uri = f"ipp://localhost:{self.port}/printers/{QUEUE}"
        for name in ("etc", "spool", "cache", "state", "tmp", "doc", "log", "bin", "bin/backend"):
            (folder / name).mkdir()
        _fill_server_bin(folder / "bin")
        shutil.copy2("/usr/sbin/cupsd", folder / "bin/cupsd")
        (folder / "etc/cupsd.conf").write_text(CUPSD_CONF.format(port=self.port, preserve=preserve))
        (folder / "etc/cups-files.conf").write_text(FILES_CONF.format(folder=folder))
        conf = ["-c", f"{folder}/etc/cupsd.conf", "-s", f"{folder}/etc/cups-files.conf"]
        self._cupsd = Program([str(folder / "bin/cupsd"), "-f", *conf], folder / "log/stderr")

    def start(self) -> None:
        self._cupsd.start()
        wait_for(lambda: listens(self.port), "cupsd")

    def stop(self) -> None:
        self._cupsd.stop()

    def add_queue(self, printer_uri: str) -> None:
        self.admin(
            "lpadmin", "-p", QUEUE, "-E", "-v", printer_uri, "-m", "everywhere", "-o", "printer-error-policy=retry-current-job"
        )

    def admin(self, program: str, *arguments: str) -> None:
        """lpadmin, cupsdisable, cupsreject … against this cupsd."""
        command = [
            shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") or program,
            "-h",
            f"127.0.0.1:{self.port}",
            *arguments,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, f"{program}: {done.stderr}"

    def files_holding(self, marker: bytes) -> list[Path]:
        """Every file of this CUPS in which that string lies, logs included."""
        return files_holding(self.folder, marker)


def files_holding(folder: Path, marker: bytes) -> list[Path]:
    """Every file under there in which that string lies."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # gone since it was listed
            if path.is_file() and marker in path.read_bytes():
                found.append(path)
    return found


def _fill_server_bin(bin_: Path) -> None:
    for part in SYSTEM_BIN.iterdir():
        if part.name != "backend":
            (bin_ / part.name).symlink_to(part)
    backend = bin_ / "backend/ipp"
    shutil.copyfile(SYSTEM_BIN / "backend/ipp", backend)
    backend.chmod(0o700 if os.geteuid() == 0 else 0o755)


@contextmanager
def private_folder() -> Iterator[Path]:
    """A short path that CUPS' filters, which run as `lp`, may enter."""
    with tempfile.TemporaryDirectory(prefix="kiosk-cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def real_printer() -> Iterator[RealPrinter]:
    """A running ippeveprinter."""
    with ExitStack() as stack:
        printer = RealPrinter(stack.enter_context(private_folder()))
        stack.callback(printer.stop)
        printer.start()
        yield printer


@contextmanager
def real_cups(printer_uri: str, preserve: str = "No") -> Iterator[RealCups]:
    """A running cupsd with a queue to that printer."""
    with ExitStack() as stack:
        cups = RealCups(stack.enter_context(private_folder()), preserve)
        stack.callback(cups.stop)
        cups.start()
        cups.add_queue(printer_uri)
        yield cups
