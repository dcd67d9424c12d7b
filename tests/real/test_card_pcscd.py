"""The card through a real PC/SC service: the contract, then what only a real service can do to us."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.card.pcsc import PcscReader
from devices.card.scard import load_scard
from devices.simulated.card_pcscd import VirtualReaderService
from devices.simulated.card_profiles import profile
from kiosk.faults import CARD_BUSY, CARD_NO_READER, CARD_NO_SERVICE, CARD_REMOVED, CARD_TIMEOUT
from kiosk.model.secret import Secret
from kiosk.ports import CardState
from tests.devices.card_contract import PIN, CardReaderContract, Stand, fault_of, looks_like
from tests.real.pcsc_service import PcscStand, wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def service() -> Iterator[VirtualReaderService]:
    with VirtualReaderService() as running:
        yield running


@pytest.fixture
def table(service: VirtualReaderService) -> Iterator[PcscStand]:
    stand = PcscStand()
    wait_until(lambda: stand.reader.state() is CardState.EMPTY, "an empty reader to begin with")
    yield stand
    if service.running:
        stand.take()
    elif stand.card is not None:
        stand.card.remove()


@pytest.fixture
def stand(table: PcscStand) -> Stand:
    return table


class TestPcscReader(CardReaderContract):
    pass


def other_program(code: str) -> subprocess.CompletedProcess[str]:
    """Another process with its own connection; `chip(hex)` sends an APDU, the rest is the caller's."""
    prelude = """
import sys
from smartcard.scard import *
from smartcard.scard import SCardConnect, SCardTransmit
context = SCardEstablishContext(SCARD_SCOPE_USER)[1]
readers = SCardListReaders(context, [])[1]
code, card, protocol = SCardConnect(context, readers[0], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1)
def chip(text):
    code, answer = SCardTransmit(card, SCARD_PCI_T1, list(bytes.fromhex(text)))
    return bytes(answer).hex().upper() or f"{code & 0xFFFFFFFF:08X}"
"""
    return subprocess.run([sys.executable, "-c", prelude + code], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)


LOOK_WITHOUT_PIN = """
print(chip("00A4040C0AD3921000310001010408"), chip("00A4020C020002"), chip("00B0000000")[-4:])
SCardDisconnect(card, SCARD_UNPOWER_CARD)
"""


def test_after_a_read_the_next_program_needs_the_pin_again(table: PcscStand) -> None:
    table.lay("tanaka")
    table.reader.read_with_pin(Secret(PIN))
    assert other_program(LOOK_WITHOUT_PIN).stdout.split() == ["9000", "9000", "6982"]


def test_the_check_above_would_see_a_chip_left_powered(table: PcscStand) -> None:
    """Guards the guard: leave the card powered by hand, and the next program does read the file."""
    table.lay("tanaka")
    verify = """
for each in ("00A4040C0AD3921000310001010408", "00A4020C020011", "002000800431323334"):
    assert chip(each) == "9000", each
SCardDisconnect(card, SCARD_LEAVE_CARD)
"""
    assert other_program(verify).returncode == 0
    assert other_program(LOOK_WITHOUT_PIN).stdout.split() == ["9000", "9000", "9000"]


def test_a_wrong_number_powers_off_too(table: PcscStand) -> None:
    table.lay("two_tries")
    fault_of(lambda: table.reader.read_with_pin(Secret(b"0000")))
    assert not table.powered()


def test_no_other_program_gets_in_between_while_a_number_is_verified(table: PcscStand) -> None:
    table.lay("tanaka", delay_s=0.1)
    reading = threading.Thread(target=lambda: table.reader.read_with_pin(Secret(PIN)))
    reading.start()
    wait_until(lambda: len(table.wire) > 2, "a read under way")
    done = other_program("print(f'{code & 0xFFFFFFFF:08X}')")
    reading.join()
    assert done.stdout.split() == ["8010000B"]


def test_a_card_that_another_program_holds_is_busy_and_then_free(table: PcscStand) -> None:
    table.lay("tanaka")
    scard = load_scard()
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, names = scard.SCardListReaders(context, [])
    code, card, _ = scard.SCardConnect(context, names[0], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1)
    assert code == 0
    assert fault_of(table.reader.inspect) is CARD_BUSY
    scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    scard.SCardReleaseContext(context)
    assert table.reader.inspect().pin_tries == 3


def test_a_card_taken_by_hand_in_the_middle_is_seen_at_once(table: PcscStand) -> None:
    table.lay("tanaka", delay_s=0.1)
    card = table.card
    assert card is not None
    hand = threading.Timer(0.45, card.remove)
    hand.start()
    began = time.monotonic()
    assert fault_of(lambda: table.reader.read_with_pin(Secret(PIN))) is CARD_REMOVED
    assert time.monotonic() - began < 1.5
    hand.join()


def test_a_silent_card_ends_at_the_deadline_and_a_good_one_reads_afterwards(table: PcscStand) -> None:
    impatient = PcscStand(deadline_s=0.5)
    impatient.lay("tanaka", mute_at=5)
    began = time.monotonic()
    assert fault_of(lambda: impatient.reader.read_with_pin(Secret(PIN))) is CARD_TIMEOUT
    assert time.monotonic() - began < 1.5
    assert impatient.card is not None
    impatient.card.remove()
    wait_until(lambda: impatient.reader.state() is CardState.EMPTY, "the silent exchange let go")
    impatient.card = None
    impatient.lay("tanaka")
    assert impatient.reader.inspect().pin_tries == 3
    impatient.take()


def test_a_name_that_fits_no_reader_is_no_reader(table: PcscStand) -> None:
    nowhere = PcscReader("No such reader")
    assert nowhere.state() is CardState.NO_READER
    assert fault_of(nowhere.inspect) is CARD_NO_READER
    assert PcscReader("virtual pcd").state() is CardState.EMPTY
    assert table.pcsc.names() == ["Virtual PCD 00 00", "Virtual PCD 00 01"]


@pytest.mark.parametrize("crash", [False, True])
def test_a_service_that_ends_is_named_and_found_again_without_a_new_reader(
    service: VirtualReaderService, table: PcscStand, crash: bool
) -> None:
    table.lay("tanaka")
    assert table.reader.inspect().pin_tries == 3
    (service.kill if crash else service.stop)()
    assert table.reader.state() is CardState.NO_SERVICE
    assert fault_of(table.reader.inspect) is CARD_NO_SERVICE
    service.start()
    table.put_back()
    assert looks_like(table.reader.read_with_pin(Secret(PIN)), profile("tanaka"))


def test_a_service_killed_in_the_middle_of_a_read_is_named_and_found_again(service: VirtualReaderService, table: PcscStand) -> None:
    table.lay("tanaka", delay_s=0.1)
    killer = threading.Timer(0.45, service.kill)
    killer.start()
    assert fault_of(lambda: table.reader.read_with_pin(Secret(PIN))) is CARD_NO_SERVICE
    killer.join()
    service.start()
    table.put_back()
    assert looks_like(table.reader.read_with_pin(Secret(PIN)), profile("tanaka"))


def test_nothing_is_printed_when_the_service_dies_under_a_reader(service: VirtualReaderService, table: PcscStand) -> None:
    """pyscard's own classes print "Exception ignored" here; ours has nothing for the collector to trip over."""
    table.lay("tanaka")
    program = (
        "import sys, gc; from devices.card.pcsc import PcscReader; from kiosk.faults import KioskError\n"
        "reader = PcscReader(); print(reader.inspect().pin_tries, flush=True); sys.stdin.readline()\n"
        "try: reader.inspect()\nexcept KioskError as error: print(error.fault.code)\n"
        "del reader; gc.collect()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "3\n"
        service.kill()
        out, err = child.communicate("\n", timeout=30)
    assert (out, err) == ("CARD-01\n", "")
    service.start()


def test_the_card_shop_by_hand_works_as_its_readme_says(table: PcscStand) -> None:
    with subprocess.Popen([sys.executable, "-m", "devices.simulated.card_vpcd", "--profile", "latin"], cwd=ROOT) as shop:
        wait_until(lambda: table.reader.state() is CardState.PRESENT, "card seen")
        assert table.reader.read_with_pin(Secret(PIN)).name == "SMITH JOHN MICHAEL"
        shop.terminate()
    wait_until(lambda: table.reader.state() is CardState.EMPTY, "card gone")
