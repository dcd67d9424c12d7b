"""`kiosk plan`, `kiosk boards …`, `kiosk doctor`: for those who look after a terminal and its content."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kiosk.lines.base import CommandError, data_option, settings_from
from kiosk.model.dates import JAPAN


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    _add_plan(commands)
    _add_boards(commands)
    _add_doctor(commands)


def _add_plan(commands: Any) -> None:
    command = commands.add_parser("plan", help="the fewest outings for some procedures, day by day")
    command.add_argument("procedures", metavar="PROCEDURE", nargs="+")
    command.add_argument("--have", default="", metavar="DOC,DOC", help="documents already at hand")
    command.add_argument("--from", dest="start", metavar="DATE", help="the day it begins, such as 2026-12-01 (default: today)")
    command.add_argument("--no-post", action="store_true", help="nothing by post")
    command.add_argument("--lang", default="ja")
    command.add_argument("--json", action="store_true")
    command.set_defaults(command=_plan)


def _plan(arguments: argparse.Namespace) -> int:
    from kiosk.commands import plan

    try:
        start = date.fromisoformat(arguments.start) if arguments.start else datetime.now(JAPAN).date()
    except ValueError:
        raise CommandError(f"--from: {arguments.start!r} is no day. Write it as 2026-12-01.") from None
    have = [name for name in arguments.have.split(",") if name]
    try:
        return plan.plan(
            arguments.procedures, have, start, post=not arguments.no_post, language=arguments.lang, as_json=arguments.json
        )
    except plan.PlanningError as error:
        raise CommandError(str(error)) from error


def _add_boards(commands: Any) -> None:
    boards = commands.add_parser("boards", help="bids, and the rules of what may fit a person").add_subparsers(
        metavar="WHAT", required=True
    )
    command = boards.add_parser("check", help="everything wrong with a pack of bids; without a file, with the rules")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE.csv")
    command.set_defaults(command=_boards_check)
    command = boards.add_parser("import", help="put a pack of bids on the board; the one before is kept")
    command.add_argument("file", type=Path, metavar="FILE.csv")
    command.add_argument("--dated", metavar="DATE", help="the data's own day, where the file does not say it, such as 2026-12-01")
    data_option(command)
    command.set_defaults(command=_boards_import)


def _boards_check(arguments: argparse.Namespace) -> int:
    from kiosk.commands import boards

    return boards.check_fits() if arguments.file is None else boards.check(arguments.file, datetime.now(JAPAN))


def _boards_import(arguments: argparse.Namespace) -> int:
    from kiosk.boards.shelf import BIDS_FILE
    from kiosk.commands import boards

    try:
        dated = date.fromisoformat(arguments.dated) if arguments.dated else None
    except ValueError:
        raise CommandError(f"--dated: {arguments.dated!r} is no day. Write it as 2026-12-01.") from None
    settings = settings_from(arguments)
    target = Path(settings.boards.bids) if settings.boards.bids else settings.data / "boards" / BIDS_FILE
    return boards.take(arguments.file, target, datetime.now(JAPAN), dated)


def _add_doctor(commands: Any) -> None:
    command = commands.add_parser(
        "doctor", help="screen, fonts, reader, printer, disk, clock, queue, intake: each OK or NG with the mend"
    )
    command.add_argument("--json", action="store_true")
    data_option(command)
    command.set_defaults(command=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from kiosk.commands import doctor

    return doctor.examine(settings_from(arguments), as_json=arguments.json)
