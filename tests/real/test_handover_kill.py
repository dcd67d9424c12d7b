"""Kill the city's shelf at random while numbers are guessed: no answered guess is ever forgotten, and nothing kept is lost by it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from devices.network.handover_client import HttpShelf
from devices.network.terminal_key import load_or_create
from intake.handover_store import TRIES, DraftStore, Release, Standing
from kiosk.outbox.envelope import ReceiptVerifier
from kiosk.ports import DeliveryError, ShelfState

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
GUESSED, SPARED, KILLS = 12, 6, 8
RIGHT, WRONG = b"r" * 32, b"w" * 32


def intake(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "intake.cli", *(str(argument) for argument in arguments)]


class Server:
    """A real `intake serve` on the same data each time, and always on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = intake("serve", "--data", self._folder / "city", "--keys", self._folder / "keys", "--port", self.port)
        self.process = subprocess.Popen(command, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rpartition(":")[2])

    def kill(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


def name_of(number: int) -> str:
    return f"{number:032x}"


def test_a_killed_shelf_forgets_no_try_it_has_answered(tmp_path: Path) -> None:
    subprocess.run(intake("keygen", "--out", tmp_path / "keys"), env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
    key = load_or_create(tmp_path / "terminal.key")
    enrol = intake("enrol", "--data", tmp_path / "city", "--terminal", "N1", "--key", tmp_path / "terminal.pub")
    subprocess.run(enrol, env=ENVIRONMENT, cwd=ROOT, check=True, capture_output=True)
    server = Server(tmp_path)
    server.start()

    def shelf() -> HttpShelf:
        receipts = ReceiptVerifier((tmp_path / "keys" / "receipt.pub").read_bytes())
        return HttpShelf(f"http://127.0.0.1:{server.port}", "N1", key, receipts, deadline_s=3.0)

    first = shelf()
    for number in range(GUESSED + SPARED):
        first.put(name_of(number), f"content {number}".encode(), RIGHT)
    first.close()
    answered: Counter[int] = Counter()
    lock, over = threading.Lock(), threading.Event()

    def guess(seed: int) -> None:
        chance, client = random.Random(seed), shelf()
        while not over.is_set():
            number = chance.randrange(GUESSED)
            try:
                state = client.release(name_of(number), WRONG).state
            except DeliveryError:
                continue
            if state is ShelfState.WRONG:
                with lock:
                    answered[number] += 1
            time.sleep(0.05)  # spread the guesses over all the kills
        client.close()

    guessers = [threading.Thread(target=guess, args=(seed,)) for seed in range(3)]
    for guesser in guessers:
        guesser.start()
    chance = random.Random(7)
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.3))
        server.kill()
        server.start()
    over.set()
    for guesser in guessers:
        guesser.join()
    server.kill()

    assert sum(answered.values()) > GUESSED, "too few guesses came through to mean anything"
    assert max(answered.values()) < TRIES
    store = DraftStore(tmp_path / "city")
    store.start()
    for number in range(GUESSED):
        assert answered[number] + _tries_left(store, name_of(number)) <= TRIES - 1
    for number in range(GUESSED, GUESSED + SPARED):
        assert store.release(name_of(number), RIGHT) == Release(Standing.RELEASED, f"content {number}".encode())
    store.stop()


def _tries_left(store: DraftStore, name: str) -> int:
    """How many more wrong answers it gives before it is destroyed."""
    left = 0
    while store.release(name, WRONG).standing is Standing.KEPT:
        left += 1
    return left
