"""`kiosk card …` as staff and scripts call it, through a real PC/SC service: what it prints, what it ends with, what it never prints."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.simulated.card_pcscd import VirtualReaderService
from devices.simulated.card_profiles import profile
from kiosk.ports import CardState
from tests.devices.card_contract import touches_individual_number
from tests.real.pcsc_service import PcscStand, wait_until

ROOT = Path(__file__).parents[2]
READER = ("--reader", "Virtual PCD")


@pytest.fixture(scope="module")
def service() -> Iterator[VirtualReaderService]:
    with VirtualReaderService() as running:
        yield running


@pytest.fixture
def table(service: VirtualReaderService) -> Iterator[PcscStand]:
    stand = PcscStand()
    wait_until(lambda: stand.reader.state() is CardState.EMPTY, "an empty reader to begin with")
    yield stand
    stand.take()


def kiosk(*arguments: str, number: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "card", *arguments]
    return subprocess.run(command, input=number, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON it printed; on standard error there is nothing."""
    assert done.stderr == ""
    values = json.loads(done.stdout)
    assert isinstance(values, dict)
    return values


def test_status_tells_expiry_and_tries_without_a_number(table: PcscStand) -> None:
    table.lay("two_tries")
    done = kiosk("status", *READER, "--json")
    assert done.returncode == 0
    assert told(done) == {"state": "present", "expiry": "2035-02-17", "tries_left": 2, "face_code_tries_left": 10}
    assert not table.powered()


def test_status_without_a_card_is_a_fault_that_names_the_state(table: PcscStand) -> None:
    done = kiosk("status", *READER, "--json")
    assert done.returncode != 0
    assert (told(done)["state"], told(done)["fault"]["code"]) == ("empty", "CARD-15")


def test_status_of_a_reader_nobody_has_is_a_fault(table: PcscStand) -> None:
    done = kiosk("status", "--reader", "No such reader", "--json")
    assert done.returncode != 0
    assert (told(done)["state"], told(done)["fault"]["code"]) == ("no_reader", "CARD-02")


@pytest.mark.parametrize("way", ["--pin-stdin", "--face-code-stdin"])
@pytest.mark.parametrize("name", ["tanaka", "ivs"])
def test_read_tells_the_four_attributes(table: PcscStand, way: str, name: str) -> None:
    who = profile(name)
    table.lay(name)
    done = kiosk("read", *READER, way, "--json", number=("1234" if way == "--pin-stdin" else who.face_code) + "\n")
    assert done.returncode == 0
    values = told(done)
    assert (values["name"], values["address"], values["sex"]) == (who.name, who.address, who.sex)
    assert values["birth"].replace("-", "") == who.birth
    assert (values["expiry"], values["tries_left"]) == (who.expires.isoformat(), 3 if way == "--pin-stdin" else 10)
    assert not table.powered()
    assert touches_individual_number(table.wire) == []


@pytest.mark.parametrize(
    ("name", "number", "code", "verifies"),
    [
        ("tanaka", "0000", "CARD-07", 1),
        ("locked", "1234", "CARD-09", 0),
        ("last_try", "1234", "CARD-08", 0),
        ("expired", "1234", "CARD-10", 0),
        ("other_card", "1234", "CARD-04", 0),
        ("bad_utf8", "1234", "CARD-11", 1),
    ],
)
def test_a_read_that_fails_ends_in_its_fault_and_prints_nobody(
    table: PcscStand, name: str, number: str, code: str, verifies: int
) -> None:
    table.lay(name)
    done = kiosk("read", *READER, "--pin-stdin", "--json", number=number)
    assert done.returncode != 0
    fault = told(done)["fault"]
    assert fault["code"] == code
    assert fault["resident"]
    assert fault["staff"]
    assert len([command for command, _ in table.wire if command[1] == 0x20 and len(command) > 5]) == verifies
    assert not any(planted in done.stdout for planted in ("田中", "那覇", number))
    assert not table.powered()


def test_a_wrong_number_tells_what_is_left(table: PcscStand) -> None:
    table.lay("tanaka")
    assert told(kiosk("read", *READER, "--pin-stdin", "--json", number="9999"))["tries_left"] == 2


@pytest.mark.parametrize("number", ["", "123", "12345", "12a4", "１２３４"])
def test_what_is_not_four_digits_never_reaches_the_card(table: PcscStand, number: str) -> None:
    table.lay("tanaka")
    done = kiosk("read", *READER, "--pin-stdin", number=number)
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert table.wire == []


def test_without_json_a_fault_is_one_line_on_standard_error(table: PcscStand) -> None:
    table.lay("locked")
    done = kiosk("read", *READER, "--pin-stdin", number="1234")
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert done.stderr.startswith("kiosk: CARD-09: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_service_that_is_gone_is_a_fault_and_the_next_call_works_again(service: VirtualReaderService, table: PcscStand) -> None:
    service.kill()
    done = kiosk("status", *READER, "--json")
    service.start()
    assert (done.returncode != 0, told(done)["state"], told(done)["fault"]["code"]) == (True, "no_service", "CARD-01")
    table.lay("tanaka")
    assert kiosk("status", *READER).returncode == 0
