"""Four attributes through the virtual reader: our reader beside the same APDUs sent raw.

The contestants take turns: ours; pyscard's own connection object; and bare SCARD calls, without a deadline, so that a card that never
answers would hang them. All connect exclusively, send the same nine APDUs (three for the expiry, six for the attributes) and power
off. The floors are programs that read one card: they open a context and release it. Ours has one from its last look at the reader, as
on a terminal; what is printed in brackets gives the bare calls that advantage too, and what is left is our deadline and checks.
Needs root, pcscd and vsmartcard-vpcd; starts the service itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median

from smartcard.scard import SCARD_SHARE_EXCLUSIVE, SCARD_UNPOWER_CARD
from smartcard.System import readers

from devices.card.pcsc import PcscReader
from devices.card.scard import Scard, load_scard
from devices.simulated.card_make import make_chip
from devices.simulated.card_pcscd import VirtualReaderService
from devices.simulated.card_profiles import profile
from devices.simulated.card_vpcd import VpcdCard
from kiosk.model.secret import Secret
from kiosk.ports import CardState

TURNS = 400
AIM = 1.1
EXPIRY_APDUS = 3
READ_APDUS = 6
Row = dict[str, object]


def run() -> list[Row]:
    """APDUs after the expiry check, and the time of a whole read beside two floors."""
    reader = PcscReader(today=lambda: date(2026, 11, 24))
    with VirtualReaderService():
        apdus = _wire(reader)
    with VirtualReaderService(), _card_of_its_own():
        _wait_for_card(reader)
        ours, pyscard, bare, spared = _turns(reader, apdus)
    print(f"  (beside bare calls that are given a context as well: {ours / spared:.2f} x)")
    count = len(apdus) - EXPIRY_APDUS
    return [
        _row("four attributes: APDUs after the expiry check", "APDU", count, READ_APDUS, "6", count == READ_APDUS),
        _beside("four attributes, beside pyscard's connection", ours, pyscard),
        _beside("four attributes, beside the same APDUs sent raw", ours, bare),
    ]


def _wire(reader: PcscReader) -> list[bytes]:
    """The APDUs of one read, as the card got them."""
    wire: list[bytes] = []
    card = VpcdCard(make_chip(profile("tanaka")), listen=lambda command, answer: wire.append(command))
    card.insert()
    _wait_for_card(reader)
    reader.read_with_pin(Secret(b"1234"))
    card.remove()
    return wire


@contextmanager
def _card_of_its_own() -> Iterator[None]:
    """The card in another process, so that it does not share an interpreter lock with either contestant."""
    with subprocess.Popen([sys.executable, "-m", "devices.simulated.card_vpcd"]) as card:
        try:
            yield
        finally:
            card.terminate()  # else a failure here would wait for the card, and the card for the service


def _wait_for_card(reader: PcscReader) -> None:
    deadline = time.monotonic() + 10.0
    while reader.state() is not CardState.PRESENT:
        if time.monotonic() > deadline:
            raise RuntimeError("the virtual reader never saw the card")
        time.sleep(0.01)


def _beside(name: str, ours: float, floor: float) -> Row:
    return _row(name, "ms", ours * 1000, floor * 1000, f"<= {AIM} x", ours / floor <= AIM)


def _row(name: str, unit: str, ours: float, floor: float, aim: str, ok: bool) -> Row:
    return {
        "name": name,
        "unit": unit,
        "ours": round(ours, 4),
        "floor": round(floor, 4),
        "ratio": round(ours / floor, 3),
        "aim": aim,
        "ok": ok,
    }


def _turns(reader: PcscReader, apdus: list[bytes]) -> tuple[float, ...]:
    """Median seconds of ours, pyscard's connection, bare calls, and bare calls in a context they need not open; in changing order."""
    scard = load_scard()
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    contestants: list[Callable[[], object]] = [
        lambda: reader.read_with_pin(Secret(b"1234")),
        lambda: _pyscard(apdus),
        lambda: _bare(scard, apdus),
        lambda: _bare_in(scard, context, apdus),
    ]
    times: list[list[float]] = [[] for _ in contestants]
    for turn in range(TURNS):
        for place in range(len(contestants)):
            who = (turn + place) % len(contestants)
            began = time.perf_counter()
            contestants[who]()
            times[who].append(time.perf_counter() - began)
    scard.SCardReleaseContext(context)
    return tuple(median(taken) for taken in times)


def _pyscard(apdus: list[bytes]) -> None:
    """What anybody would write who reads one card with pyscard."""
    connection = readers()[0].createConnection()
    connection.connect(mode=SCARD_SHARE_EXCLUSIVE, disposition=SCARD_UNPOWER_CARD)
    for apdu in apdus:
        _, high, low = connection.transmit(list(apdu))
        _check(high, low)
    connection.disconnect()
    connection.release()


def _bare(scard: Scard, apdus: list[bytes]) -> None:
    """The least that can be sent."""
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _bare_in(scard, context, apdus)
    scard.SCardReleaseContext(context)


def _bare_in(scard: Scard, context: int, apdus: list[bytes]) -> None:
    _, names = scard.SCardListReaders(context, [])
    _, card, _ = scard.SCardConnect(context, names[0], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1)
    for apdu in apdus:
        _, answer = scard.SCardTransmit(card, scard.SCARD_PCI_T1, list(apdu))
        _check(*answer[-2:])
    scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)


def _check(high: int, low: int) -> None:
    if high not in (0x90, 0x63):
        raise RuntimeError(f"raw exchange failed: {high:02X}{low:02X}")


if __name__ == "__main__":
    for row in run():
        print(row, file=sys.stdout)
