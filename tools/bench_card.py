"""Four attributes through the virtual reader: our reader beside the same APDUs sent raw with pyscard.

Both open a context, connect, send the same nine APDUs (three for the expiry, six for the attributes), power off and release; they
take turns. Needs root, pcscd and vsmartcard-vpcd; starts the service itself.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from statistics import median

from devices.card.pcsc import PcscReader
from devices.card.scard import Scard, load_scard
from devices.simulated.card_make import make_chip
from devices.simulated.card_pcscd import VirtualReaderService
from devices.simulated.card_profiles import profile
from devices.simulated.card_vpcd import VpcdCard
from kiosk.model.secret import Secret
from kiosk.ports import CardState

TURNS = 150
AIM = 1.1
EXPIRY_APDUS = 3
READ_APDUS = 6
Row = dict[str, object]


def run() -> list[Row]:
    """Two rows: APDUs after the expiry check, and the time of a whole read."""
    wire: list[bytes] = []
    with VirtualReaderService():
        card = VpcdCard(make_chip(profile("tanaka")), listen=lambda command, answer: wire.append(command))
        card.insert()
        reader = PcscReader(today=lambda: date(2026, 11, 24))
        while reader.state() is not CardState.PRESENT:
            time.sleep(0.01)
        reader.read_with_pin(Secret(b"1234"))
        apdus = list(wire)
        ours, raw = _turns(reader, apdus)
        card.remove()
    count = len(apdus) - EXPIRY_APDUS
    ratio = ours / raw
    return [
        _row("four attributes: APDUs after the expiry check", "APDU", count, READ_APDUS, "6", count == READ_APDUS),
        _row("four attributes through the virtual reader", "ms", ours * 1000, raw * 1000, f"<= {AIM} x", ratio <= AIM),
    ]


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


def _turns(reader: PcscReader, apdus: list[bytes]) -> tuple[float, float]:
    """Median seconds of ours and of raw."""
    scard = load_scard()
    ours, raw = [], []
    for _ in range(TURNS):
        began = time.perf_counter()
        reader.read_with_pin(Secret(b"1234"))
        middle = time.perf_counter()
        _raw(scard, apdus)
        raw.append(time.perf_counter() - middle)
        ours.append(middle - began)
    return median(ours), median(raw)


def _raw(scard: Scard, apdus: list[bytes]) -> None:
    """What anybody would write who reads one card once."""
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, names = scard.SCardListReaders(context, [])
    _, card, _ = scard.SCardConnect(context, names[0], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1)
    for apdu in apdus:
        _, answer = scard.SCardTransmit(card, scard.SCARD_PCI_T1, list(apdu))
        if answer[-2] not in (0x90, 0x63):
            raise RuntimeError(f"raw exchange failed: {answer[-2]:02X}{answer[-1]:02X}")
    scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    scard.SCardReleaseContext(context)


if __name__ == "__main__":
    for row in run():
        print(row, file=sys.stdout)
