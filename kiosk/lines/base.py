"""What all commands share: errors of one line, options, settings. Light: nothing here loads a library."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.settings import Settings, parse_screen, practice_settings, read_settings

DEFAULT_CONFIGS = (Path("/etc/yuimado/config.toml"),)
OK, FAILED, USAGE = 0, 1, 2


class CommandError(Exception):
    """A command that cannot go on. str(error): what, where, how to mend, in one line."""


def data_option(command: argparse.ArgumentParser) -> None:
    """Which configuration and which data folder."""
    command.add_argument(
        "--config", type=Path, metavar="F", help="configuration file (default: /etc/yuimado/config.toml, else practice)"
    )
    command.add_argument("--data", type=Path, metavar="DIR", help="data folder, instead of the configured one")


def settings_from(arguments: argparse.Namespace) -> Settings:
    """The settings of --config, of the installed file, or of the practice profile; with --data in place."""
    path = arguments.config or next((p for p in DEFAULT_CONFIGS if p.exists()), None)
    settings = read_settings(path) if path else practice_settings(default_data())
    if settings.card.kind == "practice":
        known_card(settings.card.profile)
    return replace(settings, data=arguments.data) if arguments.data else settings


def default_data() -> Path:
    """The data folder of the practice profile: the user's own."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "yuimado"


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def screen_size(text: str) -> tuple[int, int, float]:
    """(width px, height px, inches) of a text such as 1920x1080@21.5; CommandError for another."""
    try:
        return parse_screen(text)
    except ValueError as error:
        raise CommandError(f"--screen: {error}") from error


def known_card(profile: str) -> None:
    """CommandError when there is no simulated card of that name."""
    from kiosk.plant import practice_cards

    if profile not in practice_cards():
        raise CommandError(f"no practice card {profile!r}. Known: {', '.join(practice_cards())}.")


def assets_option(command: argparse.ArgumentParser) -> None:
    """An author's folder instead of the shipped content."""
    command.add_argument(
        "--assets", type=Path, metavar="DIR", help="a folder with procedures/ and forms/, instead of the shipped one"
    )


def look_options(command: argparse.ArgumentParser) -> None:
    """Language, size, colours and screen of the pictures."""
    command.add_argument("--lang", default="ja")
    command.add_argument("--size", default="large", choices=("normal", "large", "xlarge"))
    command.add_argument("--contrast", default="normal", choices=("normal", "high", "dark"))
    command.add_argument("--screen", default="1920x1080@21.5", metavar="WxH@INCHES")


def told(work: Callable[[], int]) -> int:
    """What the work gives; a ValueError that says what to mend becomes the command's one line."""
    try:
        return work()
    except ValueError as error:
        raise CommandError(str(error)) from error
