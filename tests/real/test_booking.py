"""Two terminals and a live intake, killed and started again: each slot ends with exactly as many confirmed as it has places."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.network.terminal_key import load_or_create
from intake.store import read_bookings
from tests.real.city_hostile_proxy import HostileProxy
from tests.real.test_city_kill import ENVIRONMENT, HERE, ROOT, Server, intake_command

DAY = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
TIMES = [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 15, 30, 45)]
TERMINALS = ("N1", "N2", "N3")


def city(folder: Path) -> Server:
    subprocess.run(intake_command("keygen", "--out", folder / "keys"), env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
    for terminal in TERMINALS:
        (folder / terminal).mkdir()
        load_or_create(folder / terminal / "terminal.key")
        for name in ("city.pub", "receipt.pub"):
            (folder / terminal / name).write_bytes((folder / "keys" / name).read_bytes())
        enrol = intake_command(
            "enrol", "--data", folder / "city", "--terminal", terminal, "--key", folder / terminal / "terminal.pub"
        )
        subprocess.run(enrol, env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
    return Server(folder)


def terminal(folder: Path, name: str, port: int, places: int) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        str(HERE / "booking_terminal.py"),
        str(folder / name),
        f"http://127.0.0.1:{port}",
        name,
        DAY,
        str(places),
    ]
    return subprocess.Popen([*command, *TIMES], env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> dict[str, tuple[str, str]]:
    """id -> (state, time), as the terminal said at its end."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert said.endswith("done\n")
    lines = [line.split() for line in said.splitlines() if line not in ("done",) and not line.startswith("accepted")]
    return {submission_id: (state, begins) for state, submission_id, begins in lines}


def check(folder: Path, at_terminals: dict[str, tuple[str, str]], most: int) -> None:
    """City and terminals say the same, and no slot has more or fewer confirmed than it can take."""
    at_city = {line.id: (line.outcome, line.begins) for line in read_bookings(folder / "city")}
    assert at_city == at_terminals
    slots: dict[str, Counter[str]] = defaultdict(Counter)
    for state, begins in at_city.values():
        slots[begins][state] += 1
    assert set(slots) == set(TIMES)
    assert all(states == {"confirmed": most, "clash": len(TERMINALS) - most} for states in slots.values())
    assert "沖縄花子".encode() not in (folder / "city" / "intake.db").read_bytes()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("places", [1, 2])
def test_terminals_that_want_the_same_times_share_them_out(tmp_path: Path, places: int) -> None:
    server = city(tmp_path)
    try:
        port = server.start()
        running = [terminal(tmp_path, name, port, places) for name in TERMINALS]
        found = {key: value for process in running for key, value in told(process).items()}
        assert server.stop() == 0
    finally:
        server.kill()
    check(tmp_path, found, places)


@pytest.mark.timeout(180)
def test_with_kills_and_swallowed_answers_no_slot_is_given_twice_and_none_is_lost(tmp_path: Path) -> None:
    """A terminal that never heard the answer asks again and hears the same; a killed one goes on with what its disk knows."""
    seed = int(os.environ.get("YUIMADO_SEED", random.SystemRandom().randrange(10**6)))
    print(f"YUIMADO_SEED={seed}")
    rng = random.Random(seed)
    server, proxy = city(tmp_path), HostileProxy(seed)
    try:
        proxy.target = server.start()
        proxy.start()
        running = {name: terminal(tmp_path, name, proxy.port, 1) for name in TERMINALS}
        for _ in range(4):
            time.sleep(rng.uniform(0.3, 0.9))  # chaos, not a wait for something
            server.kill()
            victim = rng.choice(TERMINALS)
            running[victim].kill()
            running[victim].communicate()
            running[victim] = terminal(tmp_path, victim, proxy.port, 1)
            proxy.target = server.start()
        found = {key: value for process in running.values() for key, value in told(process).items()}
        assert server.stop() == 0
    finally:
        for process in running.values():
            process.kill()
        proxy.stop()
        server.kill()
    check(tmp_path, found, 1)
