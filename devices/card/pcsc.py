"""The real reader: PC/SC through pyscard's SCARD functions.

Why `smartcard.scard` and not pyscard's CardConnection:
- every call answers with a result code, so one table (scard.py) names every failure; CardConnection raises two unrelated
  families of exceptions (SmartcardException and BaseSCardException) and some codes only in a text;
- there is no `__del__` that powers a card down when the collector gets to it, or prints "Exception ignored" when the service
  has gone; the one place that powers the chip off is `_Chip.close`, in a `finally`;
- no monitor threads: pyscard's die with a traceback when the service restarts. We poll; the context is kept from one good call to the
  next, and a call that finds it dead makes a new one at once, so a restarted service or a reader that comes back is found by the
  next poll. After any failure the next call begins with a new one. (A new context is a connection to the service and a thread in
  it: four a second for nothing, and a tenth of a read.)

The chip is held exclusively: while a number is verified no other program can talk to it. pyscard is imported on first use; a
machine without it, or without libpcsclite, is a machine without the service.

Limit of wiping: pyscard copies an APDU into memory of its own and into the service's socket; we overwrite the two buffers that
are ours (the bytearray and the list), not those.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final, TypeVar

from devices.card import session
from devices.card.apdu import Connection, Octets
from devices.card.deadline import Abandoned, DeadlineRunner
from devices.card.scard import (
    NO_SMARTCARD,
    OK,
    READER_UNAVAILABLE,
    SHARING_VIOLATION,
    UNKNOWN_READER,
    Scard,
    expect_ok,
    fault_of,
    load_scard,
)
from kiosk.faults import CARD_NO_ANSWER, CARD_NO_READER, CARD_NO_SERVICE, KioskError
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from kiosk.ports import CardNotice, CardState

T = TypeVar("T")

_POLL_DEADLINE_S: Final = 2.0
_BUSY_PATIENCE_S: Final = 1.5  # Windows looks at a fresh card itself for a moment (certificate propagation)
_BUSY_PAUSE_S: Final = 0.05
_TRY_ANOTHER: Final = (NO_SMARTCARD, UNKNOWN_READER, READER_UNAVAILABLE)


class _Chip:
    """A powered chip behind PC/SC; a Connection."""

    def __init__(self, scard: Scard, handle: int, protocol: int, abandoned: Abandoned) -> None:
        self._scard = scard
        self._handle: int | None = handle
        self._t0 = protocol == scard.SCARD_PROTOCOL_T0
        self._pci = scard.SCARD_PCI_T0 if self._t0 else scard.SCARD_PCI_T1
        self._abandoned = abandoned

    def transmit(self, apdu: Octets) -> bytes:
        """The chip's answer. Over T=0 a command of four bytes gets the fifth that protocol cannot do without."""
        if self._handle is None:
            raise KioskError(CARD_NO_ANSWER, detail="closed")
        self._abandoned.check()
        octets = list(apdu)
        if self._t0 and len(octets) == 4:
            octets.append(0)
        try:
            hresult, answer = self._scard.SCardTransmit(self._handle, self._pci, octets)
        finally:
            octets[:] = bytes(len(octets))
        if hresult != OK:
            expect_ok(hresult, "transmit")
        return bytes(answer)

    def close(self) -> None:
        """Power off, whatever happened before; twice, should the first be refused. Removal or a dead service need no mending."""
        handle, self._handle = self._handle, None
        if handle is not None and self._scard.SCardDisconnect(handle, self._scard.SCARD_UNPOWER_CARD) != OK:
            self._scard.SCardDisconnect(handle, self._scard.SCARD_UNPOWER_CARD)


class PcscReader:
    """A CardReader over PC/SC. Used from one lane; opens nothing until called, keeps no chip powered between calls.

    name: (part of) the reader's name; None takes the first that holds a card, else the first.
    deadline_s: for one whole call, connecting included.
    """

    def __init__(
        self,
        name: str | None = None,
        deadline_s: float = 10.0,
        today: Callable[[], date] = session.today_in_japan,
        scard: Callable[[], Scard] = load_scard,
    ) -> None:
        self._name = name
        self._deadline_s = deadline_s
        self._today = today
        self._load = scard
        self._runner = DeadlineRunner()
        self._last: str | None = None
        self._kept: int | None = None

    def state(self) -> CardState:
        """What is in the reader now; a service that hangs counts as none."""
        try:
            return self._runner.run(self._poll, _POLL_DEADLINE_S)
        except KioskError as error:
            return CardState.NO_READER if error.fault is CARD_NO_READER else CardState.NO_SERVICE

    def names(self) -> list[str]:
        """The readers the service lists; CARD_NO_SERVICE or CARD_NO_READER."""
        return self._runner.run(self._list, _POLL_DEADLINE_S)

    def inspect(self) -> CardNotice:
        """See kiosk.ports.CardReader."""
        return self._with_chip(lambda chip: session.inspect(chip, self._today()))

    def read_with_pin(self, pin: Secret) -> Person:
        """See kiosk.ports.CardReader."""
        return self._with_chip(lambda chip: session.read_with_pin(chip, pin, self._today()))

    def read_with_face_code(self, face_code: Secret) -> Person:
        """See kiosk.ports.CardReader."""
        return self._with_chip(lambda chip: session.read_with_face_code(chip, face_code, self._today()))

    def _with_chip(self, work: Callable[[Connection], T]) -> T:
        def exchange(abandoned: Abandoned) -> T:
            with self._chip(abandoned) as chip:
                return work(chip)

        return self._runner.run(exchange, self._deadline_s)

    def _list(self, abandoned: Abandoned) -> list[str]:
        scard = self._load()
        context, names = self._reach(scard, lambda context: _reader_names(scard, context))
        self._keep(scard, context, abandoned)
        return names

    def _poll(self, abandoned: Abandoned) -> CardState:
        scard = self._load()
        context, state = self._reach(scard, lambda context: self._look(scard, context))
        self._keep(scard, context, abandoned)
        return state

    def _look(self, scard: Scard, context: int) -> CardState:
        names = self._fitting(scard, context)
        hresult, states = scard.SCardGetStatusChange(context, 0, [(name, scard.SCARD_STATE_UNAWARE) for name in names])
        expect_ok(hresult, "status")
        present = any(bits & scard.SCARD_STATE_PRESENT for _, bits, _ in states)
        return CardState.PRESENT if present else CardState.EMPTY

    @contextmanager
    def _chip(self, abandoned: Abandoned) -> Iterator[Connection]:
        scard = self._load()
        context, chip = self._reach(scard, lambda context: self._open(scard, context, abandoned))
        try:
            yield chip
        except BaseException:
            chip.close()
            scard.SCardReleaseContext(context)
            raise
        chip.close()
        self._keep(scard, context, abandoned)

    def _reach(self, scard: Scard, first: Callable[[int], T]) -> tuple[int, T]:
        """A context, and what the first step in it gave: the kept one, or a new one if that died with its service."""
        kept, self._kept = self._kept, None
        if kept is not None:
            try:
                return kept, _begin(scard, kept, first)
            except KioskError as error:
                if error.fault is not CARD_NO_SERVICE:
                    raise
        hresult, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        expect_ok(hresult, "context")
        return context, _begin(scard, context, first)

    def _keep(self, scard: Scard, context: int, abandoned: Abandoned) -> None:
        """For the next call, unless nobody waited for this one."""
        if abandoned.late:
            scard.SCardReleaseContext(context)
        else:
            self._kept = context

    def _open(self, scard: Scard, context: int, abandoned: Abandoned) -> _Chip:
        """The chip in the first reader that holds one."""
        hresult = NO_SMARTCARD
        for name in self._candidates(scard, context):
            hresult, chip = _connect(scard, context, name, abandoned)
            if chip is not None:
                self._last = name
                return chip
            if hresult not in _TRY_ANOTHER:
                break
        self._last = None
        raise KioskError(fault_of(hresult), detail=f"connect {hresult:08X}")

    def _candidates(self, scard: Scard, context: int) -> Iterator[str]:
        """The reader used last, for which no list is needed; then every other that fits."""
        last = self._last
        if last is not None:
            yield last
        yield from (name for name in self._fitting(scard, context) if name != last)

    def _fitting(self, scard: Scard, context: int) -> list[str]:
        """The readers that may be used; CARD_NO_READER when none fits."""
        wanted = (self._name or "").casefold()
        names = [name for name in _reader_names(scard, context) if wanted in name.casefold()]
        if not names:
            raise KioskError(CARD_NO_READER, detail="no reader of that name")
        return names


def _begin(scard: Scard, context: int, first: Callable[[int], T]) -> T:
    try:
        return first(context)
    except BaseException:
        scard.SCardReleaseContext(context)
        raise


def _reader_names(scard: Scard, context: int) -> list[str]:
    hresult, names = scard.SCardListReaders(context, [])
    expect_ok(hresult, "readers")
    if not names:
        raise KioskError(CARD_NO_READER, detail="the service lists none")
    return names


def _connect(scard: Scard, context: int, name: str, abandoned: Abandoned) -> tuple[int, _Chip | None]:
    """The chip in that reader, exclusively, or why not; another program's short look at it is waited for."""
    patience = time.monotonic() + _BUSY_PATIENCE_S
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    while True:
        abandoned.check()
        hresult, handle, protocol = scard.SCardConnect(context, name, scard.SCARD_SHARE_EXCLUSIVE, protocols)
        hresult &= 0xFFFFFFFF
        if hresult == OK:
            return OK, _Chip(scard, handle, protocol, abandoned)
        if hresult != SHARING_VIOLATION or time.monotonic() > patience:
            return hresult, None
        time.sleep(_BUSY_PAUSE_S)
