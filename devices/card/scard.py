"""PC/SC's own names as far as they are used here, and what each of its result codes means at the counter."""

from __future__ import annotations

from types import ModuleType
from typing import Final, Protocol, cast

from kiosk.faults import (
    CARD_BUSY,
    CARD_NO_ANSWER,
    CARD_NO_READER,
    CARD_NO_SERVICE,
    CARD_REMOVED,
    CARD_TIMEOUT,
    Fault,
    KioskError,
)

OK: Final = 0x00000000
SHARING_VIOLATION: Final = 0x8010000B
NO_SMARTCARD: Final = 0x8010000C
UNKNOWN_READER: Final = 0x80100009
READER_UNAVAILABLE: Final = 0x80100017

# source: pyscard 2.3.1 on pcscd 1.9.9, measured; the four marked * by name only (winscard.h, not produced here).
FAULTS: Final[dict[int, Fault]] = {
    0x8010001D: CARD_NO_SERVICE,  # NO_SERVICE
    0x8010001E: CARD_NO_SERVICE,  # SERVICE_STOPPED *
    0x80100013: CARD_NO_SERVICE,  # COMM_ERROR: the service was killed during an exchange
    0x80100003: CARD_NO_SERVICE,  # INVALID_HANDLE: the service restarted under an open handle
    UNKNOWN_READER: CARD_NO_READER,
    READER_UNAVAILABLE: CARD_NO_READER,  # *
    0x8010002E: CARD_NO_READER,  # NO_READERS_AVAILABLE
    NO_SMARTCARD: CARD_REMOVED,
    0x80100069: CARD_REMOVED,  # REMOVED_CARD
    0x80100016: CARD_REMOVED,  # NOT_TRANSACTED: the next APDU while the service has not noticed yet
    0x8010000A: CARD_TIMEOUT,  # TIMEOUT
    0x80100002: CARD_TIMEOUT,  # CANCELLED
    SHARING_VIOLATION: CARD_BUSY,
    0x80100068: CARD_BUSY,  # RESET_CARD: another program reset or unpowered it
    0x80100066: CARD_NO_ANSWER,  # UNRESPONSIVE *
    0x80100067: CARD_NO_ANSWER,  # UNPOWERED *
    0xFFFFFFFF: CARD_NO_ANSWER,  # pyscard's own -1: not connected
}


def fault_of(hresult: int) -> Fault:
    """The fault a PC/SC result code means; codes come signed or unsigned. An unknown one is CARD_NO_ANSWER."""
    return FAULTS.get(hresult & 0xFFFFFFFF, CARD_NO_ANSWER)


class Scard(Protocol):
    """The part of `smartcard.scard` that is used here (pyscard has no types)."""

    SCARD_SCOPE_USER: int
    SCARD_SHARE_EXCLUSIVE: int
    SCARD_PROTOCOL_T0: int
    SCARD_PROTOCOL_T1: int
    SCARD_PCI_T0: int
    SCARD_PCI_T1: int
    SCARD_UNPOWER_CARD: int
    SCARD_STATE_UNAWARE: int
    SCARD_STATE_PRESENT: int

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]: ...

    def SCardReleaseContext(self, context: int) -> int: ...

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]: ...

    def SCardGetStatusChange(
        self, context: int, timeout_ms: int, readers: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]: ...

    def SCardConnect(self, context: int, reader: str, share: int, protocols: int) -> tuple[int, int, int]: ...

    def SCardTransmit(self, card: int, pci: int, apdu: list[int]) -> tuple[int, list[int]]: ...

    def SCardDisconnect(self, card: int, disposition: int) -> int: ...


def load_scard() -> Scard:
    """pyscard's functions; CARD_NO_SERVICE when pyscard cannot be imported."""
    try:
        import smartcard.scard  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise KioskError(CARD_NO_SERVICE, detail=f"pyscard: {type(error).__name__}") from None
    return cast(Scard, cast(ModuleType, smartcard.scard))


def expect_ok(hresult: int, step: str) -> None:
    """KioskError with the step and the code in hexadecimal, unless the code is success."""
    if hresult & 0xFFFFFFFF != OK:
        raise KioskError(fault_of(hresult), detail=f"{step} {hresult & 0xFFFFFFFF:08X}")
