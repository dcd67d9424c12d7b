"""`kiosk run`, `kiosk walk`: the kiosk itself, and a scripted resident."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.lines.base import (
    OK,
    CommandError,
    assets_option,
    data_option,
    known_card,
    look_options,
    screen_size,
    settings_from,
)
from kiosk.settings import Settings, practice_settings, read_settings

if TYPE_CHECKING:
    from kiosk.walking import Script


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    _add_run(commands)
    _add_walk(commands)


def _add_run(commands: Any) -> None:
    command = commands.add_parser("run", help="start the kiosk")
    data_option(command)
    command.add_argument("--screen", metavar="WxH@INCHES", help="size to lay out for, such as 1920x1080@21.5")
    command.add_argument("--windowed", action="store_true", help="in a window, for trying things out")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    from kiosk import app

    settings = settings_from(arguments)
    if arguments.screen:
        screen_size(arguments.screen)
        settings = replace(settings, screen=replace(settings.screen, size=arguments.screen))
    if not app.has_display() and os.environ.get("QT_QPA_PLATFORM", "") in ("", "xcb", "wayland"):
        raise CommandError("no display here (DISPLAY is not set). Start it in a graphical session, or use `kiosk walk`.")
    return app.run(settings, windowed=arguments.windowed)


def _add_walk(commands: Any) -> None:
    command = commands.add_parser("walk", help="a scripted resident walks one visit through the real widgets")
    command.add_argument("procedure", metavar="PROCEDURE")
    command.add_argument("--script", type=Path, required=True, metavar="F.yaml")
    command.add_argument("--out", type=Path, required=True, metavar="DIR")
    assets_option(command)
    look_options(command)
    command.add_argument("--card", metavar="none|practice[:PROFILE]|reader", help="default: practice where the script has a number")
    command.add_argument("--printer", default="file", metavar="file|ipp://…")
    command.add_argument("--intake", default="embedded", metavar="none|embedded|URL")
    command.add_argument("--no-pictures", dest="pictures", action="store_false", help="leave no picture of the screens")
    data_option(command)
    command.set_defaults(command=_walk)


def _walk(arguments: argparse.Namespace) -> int:
    from kiosk.walking import ScriptError, read_script

    _known_procedure(arguments.assets, arguments.procedure)
    try:
        script = read_script(arguments.script, arguments.procedure)
    except ScriptError as error:
        raise CommandError(str(error)) from error
    return walked(arguments, script, _walk_settings(arguments, script.way == "card"))


def walked(arguments: argparse.Namespace, script: Script, settings: Settings) -> int:
    """Walk that script with the look the arguments ask for; one line about how it went."""
    from kiosk import rehearsal
    from kiosk.paths import LOCALES
    from kiosk.visit.views import Contrast, TextSize
    from kiosk.words import languages

    known = languages(LOCALES)
    if arguments.lang not in known:
        raise CommandError(f"--lang: {arguments.lang!r} is not here. Languages: {', '.join(known)}.")
    order = rehearsal.WalkOrder(
        script=script,
        out=arguments.out,
        settings=settings,
        language=arguments.lang,
        size=TextSize(arguments.size),
        contrast=Contrast(arguments.contrast),
        screen=screen_size(arguments.screen),
        pictures=getattr(arguments, "pictures", True),
        assets=arguments.assets,
    )
    record = rehearsal.walk(order)
    if not record.finished:
        raise CommandError(
            f"the visit did not reach its end (R17): {record.stuck or 'it was ended early'}. See {arguments.out}/walk.json."
        )
    taps = sum(step.taps for step in record.steps)
    print(f"{record.receipt or 'paper only'}: {len(record.steps)} screens, {taps} taps, see {arguments.out}/")
    return OK


def _known_procedure(assets: Path | None, wanted: str) -> None:
    from kiosk.commands.content import known_procedure

    try:
        known_procedure(assets, wanted)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _walk_settings(arguments: argparse.Namespace, by_card: bool) -> Settings:
    """The parts a walk is done with; the data folder is inside --out unless --data names one."""
    settings = practice_settings(arguments.data or arguments.out / "data")
    if arguments.config:
        settings = replace(read_settings(arguments.config), data=settings.data)
    card = arguments.card or ("practice" if by_card else "none")
    kind, _, profile = card.partition(":")
    if kind not in ("none", "practice", "reader"):
        raise CommandError(f"--card: {card!r} should be none, practice, practice:PROFILE or reader.")
    if profile:
        known_card(profile)
    settings = replace(settings, card=replace(settings.card, kind=kind, profile=profile or settings.card.profile))
    if arguments.printer == "file":
        settings = replace(settings, printer=replace(settings.printer, kind="file"))
    elif arguments.printer.startswith(("ipp://", "ipps://", "http://", "https://")):
        settings = replace(settings, printer=replace(settings.printer, kind="ipp", uri=arguments.printer))
    else:
        raise CommandError(
            f"--printer: {arguments.printer!r} should be file or an address such as ipp://localhost:631/printers/kiosk."
        )
    return _walk_intake(settings, arguments.intake)


def _walk_intake(settings: Settings, intake: str) -> Settings:
    if intake in ("none", "embedded"):
        return replace(settings, intake=replace(settings.intake, kind=intake))
    if not intake.startswith(("http://", "https://")):
        raise CommandError(f"--intake: {intake!r} should be none, embedded or an http(s) address.")
    return replace(settings, intake=replace(settings.intake, kind="url", url=intake))
