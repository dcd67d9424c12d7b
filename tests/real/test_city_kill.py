"""Kill the kiosk and the intake at random and swallow answers after the commit: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from devices.network.terminal_key import load_or_create

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUBMISSIONS = int(os.environ.get("YUIMADO_KILL_SUBMISSIONS", "2000"))
LONGEST_S = 150.0
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def intake_command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "intake.cli", *(str(argument) for argument in arguments)]


class Server:
    """A real `intake serve` process that can be killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self.kills = 0

    def start(self) -> int:
        """The port it listens on."""
        command = intake_command("serve", "--data", self._folder / "city", "--keys", self._folder / "keys", "--port", 0)
        self._process = subprocess.Popen(command, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("intake listens on http://127.0.0.1:"), line
        return int(line.rpartition(":")[2])

    def kill(self) -> None:
        """No time for goodbyes."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self.kills += 1

    def stop(self) -> int:
        """The exit code of a polite end."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)


class Kiosk:
    """The driver process; remembers every promise it made before it was killed."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._url = f"http://127.0.0.1:{port}"
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self.promises: list[tuple[int, str, str]] = []
        self.done = threading.Event()
        self.kills = 0

    def start(self) -> None:
        """Go on after the last promise."""
        first = self.promises[-1][0] + 1 if self.promises else 0
        command = [sys.executable, str(HERE / "city_kiosk_driver.py"), str(self._folder / "kiosk"), self._url, str(first)]
        self._process = subprocess.Popen([*command, str(SUBMISSIONS)], env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                if line == "done\n":
                    self.done.set()
                elif line.endswith("\n"):
                    number, submission_id, receipt_no = line.split()
                    self.promises.append((int(number), submission_id, receipt_no))

    def kill(self) -> None:
        """No time for goodbyes; what it printed before still counts."""
        assert self._process is not None
        assert self._reader is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        self.kills += 1

    def ended_well(self) -> bool:
        """Whether the process ended by itself without an error."""
        assert self._process is not None
        return self._process.wait(30) == 0

    def crashed(self) -> bool:
        """Whether it ended on its own before it was done."""
        return self._process is not None and self._process.poll() not in (None, 0, -signal.SIGKILL)


@contextmanager
def city(folder: Path) -> Iterator[Server]:
    subprocess.run(intake_command("keygen", "--out", folder / "keys"), env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
    (folder / "kiosk").mkdir()
    load_or_create(folder / "kiosk" / "terminal.key")
    for name in ("city.pub", "receipt.pub"):
        (folder / "kiosk" / name).write_bytes((folder / "keys" / name).read_bytes())
    enrol = intake_command("enrol", "--data", folder / "city", "--terminal", "N1", "--key", folder / "kiosk" / "terminal.pub")
    subprocess.run(enrol, env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
    server = Server(folder)
    try:
        yield server
    finally:
        server.kill()


@pytest.mark.timeout(240)
def test_killed_at_random_with_answers_swallowed_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    from tests.real.city_hostile_proxy import HostileProxy

    seed = int(os.environ.get("YUIMADO_SEED", random.SystemRandom().randrange(10**6)))
    print(f"YUIMADO_SEED={seed}")
    rng = random.Random(seed)
    with city(tmp_path) as server:
        proxy = HostileProxy(seed)
        proxy.target = server.start()
        proxy.start()
        kiosk = Kiosk(tmp_path, proxy.port)
        began = time.monotonic()
        try:
            kiosk.start()
            while not kiosk.done.wait(rng.uniform(0.5, 1.8)):
                assert not kiosk.crashed(), "the kiosk ended by itself"
                assert time.monotonic() - began < LONGEST_S, f"not done in time, seed {seed}"
                if rng.random() < 0.5:
                    server.kill()
                    proxy.target = server.start()
                else:
                    kiosk.kill()
                    kiosk.start()
            assert kiosk.ended_well()
        finally:
            if not kiosk.done.is_set():
                kiosk.kill()
            proxy.stop()
        assert server.stop() == 0
    seconds = time.monotonic() - began
    print(
        f"{len(kiosk.promises)} promised in {seconds:.0f} s; kiosk killed {kiosk.kills}, intake killed {server.kills - 1},"
        f" {proxy.dropped} dropped, {proxy.swallowed} swallowed after the commit"
    )
    check_everything(tmp_path, kiosk.promises)
    assert kiosk.kills >= 2
    assert server.kills >= 2
    assert proxy.swallowed >= SUBMISSIONS // 40
    assert proxy.dropped >= SUBMISSIONS // 100


def check_everything(folder: Path, promises: list[tuple[int, str, str]]) -> None:
    """Each promise is at the city exactly once and opens; a row accepted in the very moment of the kill may be there unpromised."""
    with closing(sqlite3.connect(folder / "city" / "intake.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = [row[0] for row in connection.execute("SELECT id FROM submissions")]
    with closing(sqlite3.connect(folder / "kiosk" / "outbox.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        receipts = {row[0]: row[1] for row in connection.execute("SELECT id, receipt_no FROM receipts")}
    assert len(stored) == len(set(stored))
    assert len({submission_id for _, submission_id, _ in promises}) == len(promises)
    lost = {submission_id for _, submission_id, _ in promises} - set(stored)
    assert lost == set()
    assert set(receipts) == set(stored)
    assert all(receipts[submission_id] == receipt_no for _, submission_id, receipt_no in promises)
    assert len(set(receipts.values())) == len(receipts)

    out = folder / "opened"
    opener = intake_command("open", "--data", folder / "city", "--key", folder / "keys" / "city.key", "--out", out)
    done = subprocess.run(opener, check=False, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    opened = {json.loads(file.read_text(encoding="utf-8"))["id"]: file for file in out.iterdir()}
    assert set(opened) == set(stored)
    numbers = {json.loads(opened[submission_id].read_text(encoding="utf-8"))["answers"]["n"] for _, submission_id, _ in promises}
    assert numbers == set(range(SUBMISSIONS))
    assert [number for number, _, _ in promises] == list(range(SUBMISSIONS))


@pytest.mark.timeout(60)
def test_a_second_intake_on_a_busy_port_says_so_in_one_line(tmp_path: Path) -> None:
    with city(tmp_path) as server:
        port = server.start()
        command = intake_command("serve", "--data", tmp_path / "other", "--keys", tmp_path / "keys", "--port", port)
        done = subprocess.run(command, check=False, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, timeout=30)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "cannot listen" in done.stderr


@pytest.mark.timeout(60)
def test_the_serving_process_needs_no_private_city_key_and_open_reads_while_it_serves(tmp_path: Path) -> None:
    with city(tmp_path) as server:
        city_key = tmp_path / "elsewhere.key"
        (tmp_path / "keys" / "city.key").rename(city_key)
        port = server.start()
        driver = [sys.executable, str(HERE / "city_kiosk_driver.py"), str(tmp_path / "kiosk"), f"http://127.0.0.1:{port}"]
        done = subprocess.run(
            [*driver, "0", "20"], check=False, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, timeout=40
        )
        assert done.stdout.endswith("done\n"), done.stderr
        opener = intake_command("open", "--data", tmp_path / "city", "--key", city_key, "--out", "-")
        opened = subprocess.run(opener, check=False, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True, timeout=40)
        assert opened.returncode == 0, opened.stderr
        assert [json.loads(line)["answers"]["n"] for line in opened.stdout.splitlines()] == list(range(20))
        assert "沖縄花子".encode() not in (tmp_path / "city" / "intake.db").read_bytes()
        assert server.stop() == 0
