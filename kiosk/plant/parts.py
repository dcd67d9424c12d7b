"""The devices the settings name. Each is imported only where it is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.ports import CardReader, CodeScanner, Printer


def make_card(settings: Settings, *, inserted: bool = True) -> CardReader | None:
    """The reader the settings name. inserted: whether a simulated card lies on it from the beginning."""
    if settings.card.kind == "practice":
        from devices.simulated.card_reader import SimulatedReader

        return SimulatedReader(settings.card.profile, inserted=inserted)
    if settings.card.kind == "reader":
        from devices.card.pcsc import PcscReader

        return PcscReader(settings.card.reader or None)
    return None


def practice_cards() -> tuple[str, ...]:
    """The names of the simulated cards."""
    from devices.simulated.card_profiles import PROFILES

    return tuple(PROFILES)


def make_printer(settings: Settings) -> Printer | None:
    """The printer the settings name."""
    if settings.printer.kind == "file":
        from devices.simulated.printer_file import FilePrinter

        return FilePrinter(Path(settings.printer.folder) if settings.printer.folder else settings.data / "printed")
    if settings.printer.kind == "ipp":
        from devices.printer.ipp import IppPrinter

        return IppPrinter(settings.printer.uri)
    return None


def make_scanner(settings: Settings) -> CodeScanner | None:
    """The scanner that is not a keyboard, where the settings name one."""
    if settings.scanner.kind != "serial":
        return None
    from devices.scanner.serial_port import SerialScanner

    return SerialScanner(Path(settings.scanner.device))
