"""How long the four attributes take through the virtual reader, beside the same APDUs sent raw over the same kind of connection.

A real pcscd with one virtual slot is started for it; the simulated card runs in a process of its own, as a chip does, and answers at
once: what is left is our own work. Ours is a whole `read_with_pin`: expiry check, tries, VERIFY, READ, parsing, deadline thread, chip powered off. The floor opens a context, finds
the reader, connects, sends the recorded APDUs and powers off, with pyscard's functions and nothing in between. They take turns; medians.
Run as a script it prints one line a figure. Needs root, Debian's pcscd and vsmartcard-vpcd, and no other pcscd running.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from devices.card.pcsc import PcscReader  # noqa: E402
from devices.card.scard import Scard, expect_ok, load_scard  # noqa: E402
from devices.simulated.card_pcscd import VirtualReaderService  # noqa: E402
from devices.simulated.card_profiles import profile  # noqa: E402
from kiosk.model.secret import Secret  # noqa: E402
from kiosk.ports import CardState  # noqa: E402

ROUNDS = 150
WARM_UP = 10
AIM = 1.1
EXPIRY_APDUS = 3
AIM_APDUS = 6
TODAY = date(2026, 11, 24)
SEEN_S = 10.0


def run() -> list[dict[str, object]]:
    """One line a figure: name, unit, ours, floor, ratio, aim, ok. Times include connecting and powering off."""
    pin, scard = profile("tanaka").pin, load_scard()
    reader = PcscReader(today=lambda: TODAY)
    with VirtualReaderService(), _card():
        _wait_for_card(reader)
        apdus = _recorded(scard, pin)
        ours, floor = _in_turns(lambda: _read(reader, pin), _raw(scard, apdus))
    return [_time_row(ours, floor), _count_row(len(apdus) - EXPIRY_APDUS)]


@contextmanager
def _card() -> Iterator[None]:
    command = [sys.executable, "-m", "devices.simulated.card_vpcd", "--profile", "tanaka"]
    with subprocess.Popen(command, cwd=ROOT) as card:
        try:
            yield
        finally:
            card.terminate()


def _wait_for_card(reader: PcscReader) -> None:
    deadline = time.monotonic() + SEEN_S
    while reader.state() is not CardState.PRESENT:
        if time.monotonic() > deadline:
            raise RuntimeError("the virtual reader did not see the card")
        time.sleep(0.02)


class _Recording:
    """pyscard's functions, each APDU noted before it is sent."""

    def __init__(self, scard: Scard) -> None:
        self._scard = scard
        self.apdus: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._scard, name)

    def SCardTransmit(self, card: int, pci: int, apdu: list[int]) -> tuple[int, list[int]]:
        self.apdus.append(bytes(apdu))
        return self._scard.SCardTransmit(card, pci, apdu)


def _recorded(scard: Scard, pin: bytes) -> list[bytes]:
    """The APDUs of one read."""
    recording = _Recording(scard)
    _read(PcscReader(today=lambda: TODAY, scard=lambda: cast(Scard, recording)), pin)
    return recording.apdus


def _read(reader: PcscReader, pin: bytes) -> None:
    with Secret(pin) as secret:
        reader.read_with_pin(secret)


def _raw(scard: Scard, apdus: list[bytes]) -> Callable[[], None]:
    """Sends the APDUs over a connection of its own, set up and ended as ours is."""
    lists = [list(apdu) for apdu in apdus]
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1

    def send_all() -> None:
        hresult, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        expect_ok(hresult, "context")
        _, names = scard.SCardListReaders(context, [])
        scard.SCardGetStatusChange(context, 0, [(name, scard.SCARD_STATE_UNAWARE) for name in names])
        hresult, chip, protocol = scard.SCardConnect(context, names[0], scard.SCARD_SHARE_EXCLUSIVE, protocols)
        expect_ok(hresult, "connect")
        pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        for apdu in lists:
            hresult, answer = scard.SCardTransmit(chip, pci, apdu)
            assert hresult == 0 and len(answer) >= 2, f"{hresult & 0xFFFFFFFF:08X}"
        scard.SCardDisconnect(chip, scard.SCARD_UNPOWER_CARD)
        scard.SCardReleaseContext(context)

    return send_all


def _in_turns(ours: Callable[[], None], floor: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Milliseconds of each call, one after the other so that a noisy moment meets both; who goes first changes too."""
    times: dict[Callable[[], None], list[float]] = {ours: [], floor: []}
    for turn in range(WARM_UP + ROUNDS):
        for call in (ours, floor) if turn % 2 else (floor, ours):
            began = time.perf_counter()
            call()
            if turn >= WARM_UP:
                times[call].append((time.perf_counter() - began) * 1000)
    return times[ours], times[floor]


def _time_row(ours: list[float], floor: list[float]) -> dict[str, object]:
    one, other = statistics.median(ours), statistics.median(floor)
    ratio = round(one / other, 3)
    return {
        "name": "four attributes through the virtual reader",
        "unit": "ms",
        "ours": round(one, 3),
        "floor": round(other, 3),
        "ratio": ratio,
        "aim": f"<= {AIM}",
        "ok": ratio <= AIM,
    }


def _count_row(count: int) -> dict[str, object]:
    return {
        "name": "APDUs after the expiry check",
        "unit": "APDUs",
        "ours": count,
        "floor": AIM_APDUS,
        "ratio": round(count / AIM_APDUS, 3),
        "aim": f"<= {AIM_APDUS}",
        "ok": count <= AIM_APDUS,
    }


if __name__ == "__main__":
    lines = run()
    for line in lines:
        print(line)
    sys.exit(0 if all(line["ok"] for line in lines) else 1)
