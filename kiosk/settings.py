"""config.toml as frozen Settings: every key known, typed and bounded; a mistake is named with file, line, key and mend.

Read before the first screen, so this module stays on the standard library.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

TERMINAL = re.compile(r"[A-Za-z0-9]{1,4}")


class SettingsError(Exception):
    """The configuration cannot be used. str(error) is one line: where, what, how to mend."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """[terminal] id: 1–4 letters or digits, part of every receipt number. city, counter, desk: as shown to residents."""

    id: str = "N1"
    city: str = "Naha City"
    counter: str = ""
    desk: str = ""
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """[screen] size: "WxH@INCHES", "" to ask the display. idle_s: 60–900. text: normal, large, xlarge or "" for by screen."""

    size: str = ""
    idle_s: int = 90
    text: str = ""
    motion: bool = True


@dataclass(frozen=True, slots=True)
class CardSettings:
    """[card] kind: none, practice or reader. profile: of the practice card. reader: part of the reader's name, "" for the first."""

    kind: str = "reader"
    profile: str = "tanaka"
    reader: str = ""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """[printer] kind: none, file or ipp. uri: ipp://… or ipps://…; folder: of kind file, "" for printed/ in the data folder.

    offset_x_mm, offset_y_mm: how far right and down answers on pre-printed paper must be moved, from `kiosk forms calibrate`.
    """

    kind: str = "ipp"
    uri: str = "ipp://localhost:631/printers/kiosk"
    folder: str = ""
    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """[intake] kind: none, embedded (practice only) or url. city_key, receipt_key: PEM files of the city's public keys."""

    kind: str = "none"
    url: str = ""
    city_key: str = ""
    receipt_key: str = ""


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """[scanner] kind: keyboard (types like one), serial (USB-COM) or none. device: of kind serial, such as /dev/serial/by-id/…"""

    kind: str = "keyboard"
    device: str = ""


@dataclass(frozen=True, slots=True)
class HandoverSettings:
    """[handover] key: PEM file of the city's terminals, from `kiosk handover keygen`; "" makes no つづきQR (practice makes its own)."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """[boards] bids: CSV of bids, "" for boards/bids.csv in the data folder (`kiosk boards import`).

    account: https:// address of the city's own news account, shown as QR on R22; "" leaves it out.
    """

    bids: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """One terminal. practice: simulated parts may be used, and a red band says so. data: where queue, keys and log live."""

    practice: bool = False
    data: Path = Path("/var/lib/yuimado")
    terminal: Terminal = field(default_factory=Terminal)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    card: CardSettings = field(default_factory=CardSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    intake: IntakeSettings = field(default_factory=IntakeSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    handover: HandoverSettings = field(default_factory=HandoverSettings)
    boards: BoardSettings = field(default_factory=BoardSettings)


CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("card", "kind"): ("none", "practice", "reader"),
    ("printer", "kind"): ("none", "file", "ipp"),
    ("intake", "kind"): ("none", "embedded", "url"),
    ("scanner", "kind"): ("none", "keyboard", "serial"),
    ("screen", "text"): ("", "normal", "large", "xlarge"),
}


def practice_settings(data: Path) -> Settings:
    """The profile of `make run`: simulated card, printer that writes files, the city's intake on loopback."""
    return Settings(
        practice=True,
        data=data,
        card=CardSettings(kind="practice"),
        printer=PrinterSettings(kind="file"),
        intake=IntakeSettings(kind="embedded"),
    )


def read_settings(path: Path) -> Settings:
    """The settings of that file; SettingsError names file, line, key and mend."""
    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}). Name another file with --config.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}. Mend this place; see packaging/config.toml.") from error
    return _Reader(path, text).settings(raw)


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def settings(self, raw: dict[str, Any]) -> Settings:
        settings = Settings()
        sections = {f.name: type(getattr(settings, f.name)) for f in fields(Settings) if f.name not in ("practice", "data")}
        for key, value in raw.items():
            if key in sections:
                settings = replace(settings, **{key: self._section(key, sections[key], value)})
            elif key == "practice":
                settings = replace(settings, practice=self._typed("", key, value, bool))
            elif key == "data":
                settings = replace(settings, data=Path(self._typed("", key, value, str)).expanduser())
            else:
                raise self._unknown("", key, [*sections, "practice", "data"])
        self._check(settings)
        return settings

    def _section(self, name: str, kind: type[Any], raw: object) -> Any:
        if not isinstance(raw, dict):
            raise self._error("", name, f"[{name}] is a section. Write it as [{name}] with its keys below.")
        known = {f.name: f for f in fields(kind)}
        values = {}
        for key, value in raw.items():
            if key not in known:
                raise self._unknown(name, key, list(known))
            values[key] = self._typed(name, key, value, type(known[key].default))
            allowed = CHOICES.get((name, key))
            if allowed and value not in allowed:
                raise self._error(name, key, f"{value!r} is not one of {', '.join(repr(a) for a in allowed)}.")
        return kind(**values)

    def _typed(self, section: str, key: str, value: object, kind: type[Any]) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise self._error(section, key, f"should be {_KIND_WORDS[kind]}, not {value!r}.")
        return value

    def _check(self, settings: Settings) -> None:
        if not TERMINAL.fullmatch(settings.terminal.id):
            raise self._error("terminal", "id", "should be 1 to 4 letters or digits, such as N1.")
        if not 60 <= settings.screen.idle_s <= 900:
            raise self._error("screen", "idle_s", "should be from 60 to 900 seconds.")
        for key in ("offset_x_mm", "offset_y_mm"):
            if not -10 <= getattr(settings.printer, key) <= 10:
                raise self._error("printer", key, "should be from -10 to 10 mm; a larger shift is a wrong tray or scaling.")
        if settings.screen.size:
            try:
                parse_screen(settings.screen.size)
            except ValueError as error:
                raise self._error("screen", "size", str(error)) from error
        if settings.scanner.kind == "serial" and not settings.scanner.device:
            raise self._error("scanner", "device", 'kind "serial" needs one, such as /dev/serial/by-id/usb-…')
        account = settings.boards.account
        if account and not re.fullmatch(r"https://[!-~]{4,200}", account):
            raise self._error("boards", "account", "should be the account's own address, beginning with https://, or empty.")
        if not settings.practice:
            for section, value in (("card", "practice"), ("intake", "embedded")):
                if getattr(settings, section).kind == value:
                    raise self._error(section, "kind", f"{value!r} is simulated and needs practice = true at the top of the file.")

    def _unknown(self, section: str, key: str, known: list[str]) -> SettingsError:
        near = difflib.get_close_matches(key, known, 1)
        mend = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(sorted(known))}."
        return self._error(section, key, f"unknown key. {mend}")

    def _error(self, section: str, key: str, wrong: str) -> SettingsError:
        name = f"{section}.{key}" if section else key
        return SettingsError(f"{self._path}:{self._line(section, key)}: {name}: {wrong}")

    def _line(self, section: str, key: str) -> int:
        """The line of that key, from 1; of its section where the key itself is not found."""
        inside, found = section == "", 1
        for number, line in enumerate(self._lines, 1):
            header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if header:
                inside = header.group(1) == section
                if header.group(1) in (section, key):
                    found = number
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                return number
        return found


_KIND_WORDS = {str: "text in quotes", int: "a whole number", bool: "true or false", float: "a number"}


def parse_screen(text: str) -> tuple[int, int, float]:
    """("1920x1080@21.5") -> width px, height px, diagonal in inches; ValueError says what is wrong."""
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})@(\d{1,3}(?:\.\d+)?)", text, re.ASCII)
    if match is None:
        raise ValueError(f"{text!r} should look like 1920x1080@21.5 (width x height in pixels @ diagonal in inches).")
    width, height, inches = int(match[1]), int(match[2]), float(match[3])
    if not (640 <= width <= 7680 and 480 <= height <= 7680 and 7 <= inches <= 100):
        raise ValueError(f"{text!r}: from 640x480 to 7680x7680 pixels and from 7 to 100 inches.")
    return width, height, inches
