"""`kiosk outbox …`, `kiosk bookings …`, `kiosk handover …`: what waits here, what was booked, what goes on elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.lines.base import OK, CommandError, data_option, settings_from


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    _add_outbox(commands)
    _add_bookings(commands)
    _add_handover(commands)


def _add_outbox(commands: Any) -> None:
    outbox = commands.add_parser("outbox", help="the queue to the city").add_subparsers(metavar="WHAT", required=True)
    for name, function in (("list", _outbox_list), ("send", _outbox_send)):
        command = outbox.add_parser(name)
        command.add_argument("--json", action="store_true")
        data_option(command)
        command.set_defaults(command=function)


def _outbox_list(arguments: argparse.Namespace) -> int:
    from kiosk.commands import outbox

    return outbox.show(settings_from(arguments), as_json=arguments.json)


def _outbox_send(arguments: argparse.Namespace) -> int:
    from kiosk.commands import outbox

    return outbox.send(settings_from(arguments), as_json=arguments.json)


def _add_bookings(commands: Any) -> None:
    bookings = commands.add_parser("bookings", help="reservations made at this terminal").add_subparsers(
        metavar="WHAT", required=True
    )
    command = bookings.add_parser("list", help="day, time, desk, number, and what the city made of it; no names")
    command.add_argument("--json", action="store_true")
    command.add_argument("--all", action="store_true", help="those of days gone by too")
    data_option(command)
    command.set_defaults(command=_bookings_list)


def _bookings_list(arguments: argparse.Namespace) -> int:
    from kiosk.commands import outbox

    return outbox.show_bookings(settings_from(arguments), everything=arguments.all, as_json=arguments.json)


def _add_handover(commands: Any) -> None:
    handover = commands.add_parser("handover", help="visits that go on at another terminal").add_subparsers(
        metavar="WHAT", required=True
    )
    command = handover.add_parser("keygen", help="make the key that all terminals of the city share")
    command.add_argument("--out", type=Path, required=True, metavar="FILE")
    command.set_defaults(command=_handover_keygen)


def _handover_keygen(arguments: argparse.Namespace) -> int:
    from kiosk.commands.handover import keygen

    try:
        print(keygen(arguments.out))
    except ValueError as error:
        raise CommandError(str(error)) from error
    return OK
