"""The courier sends by itself and survives what goes wrong."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from devices.simulated.intake import SimulatedIntake
from kiosk.outbox.courier import Courier
from kiosk.outbox.sender import Sender, SendReport
from tests.unit.outbox_fakes import TestClock, outbox, signed_receipt, submission


def wait_until(fact: Callable[[], bool], timeout_s: float = 5.0) -> None:
    ends = time.monotonic() + timeout_s
    while not fact():
        assert time.monotonic() < ends, "it never came true"
        time.sleep(0.005)


def test_what_waits_at_the_start_and_what_comes_later_is_delivered(tmp_path: Path) -> None:
    clock = TestClock()
    box, city = outbox(tmp_path, clock), SimulatedIntake(signed_receipt, clock)
    box.start()
    box.accept(submission())
    courier = Courier(Sender(box, city, clock, random.Random(1)))
    courier.start()
    wait_until(lambda: len(city.taken) == 1)
    box.accept(submission())
    courier.wake()
    wait_until(lambda: box.status().waiting == 0)
    assert courier.alive
    courier.stop()
    courier.stop()
    assert not courier.alive
    box.stop()


def test_a_fault_of_the_queue_is_kept_for_staff_and_the_courier_lives(tmp_path: Path) -> None:
    clock = TestClock()
    box = outbox(tmp_path, clock)
    courier = Courier(Sender(box, SimulatedIntake(signed_receipt, clock), clock, random.Random(1)))
    courier.start()
    wait_until(lambda: courier.last_fault is not None)
    assert courier.last_fault is not None
    assert courier.last_fault.fault.code == "QUEUE-03"
    box.start()
    box.accept(submission())
    courier.wake()
    wait_until(lambda: box.status().waiting == 0)
    assert courier.last_fault is None
    courier.stop()
    box.stop()


def test_a_mistake_of_ours_reaches_the_hook_and_the_courier_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: seen.append(arguments.exc_value))

    class Mistaken(Sender):
        def __init__(self) -> None:
            pass

        def send_due(self, limit: int | None = None) -> SendReport:
            raise AssertionError("ours")

    courier = Courier(Mistaken())
    courier.start()
    wait_until(lambda: len(seen) == 1)
    courier.wake()
    wait_until(lambda: len(seen) == 2)
    assert courier.alive
    courier.stop()
