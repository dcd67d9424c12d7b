"""`kiosk card …`: look at or read a My Number card."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from kiosk.lines.base import known_card
from kiosk.settings import Settings


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    card = commands.add_parser("card", help="look at or read a My Number card").add_subparsers(metavar="WHAT", required=True)
    for name, help_text in (
        ("status", "the reader and, with a card on it, expiry and tries left"),
        ("read", "the four attributes"),
    ):
        command = card.add_parser(name, help=help_text)
        command.add_argument(
            "--reader", metavar="NAME", default="", help="part of the reader's name, or practice[:PROFILE] for the simulated card"
        )
        command.add_argument("--json", action="store_true")
        command.set_defaults(command=_card_status if name == "status" else _card_read)
        if name == "read":
            secret = command.add_mutually_exclusive_group(required=True)
            secret.add_argument("--pin-stdin", action="store_true", help="the 4-digit number on standard input")
            secret.add_argument("--face-code-stdin", action="store_true", help="照合番号B, 14 digits, on standard input")


def _card_status(arguments: argparse.Namespace) -> int:
    from kiosk.commands import card

    return card.status(_reader(arguments), as_json=arguments.json)


def _card_read(arguments: argparse.Namespace) -> int:
    from kiosk.commands import card

    return card.read(_reader(arguments), by_pin=arguments.pin_stdin, as_json=arguments.json)


def _reader(arguments: argparse.Namespace) -> Any:
    from kiosk.plant import make_card

    settings = Settings(practice=arguments.reader.startswith("practice"))
    kind, _, profile = arguments.reader.partition(":")
    if kind == "practice":
        if profile:
            known_card(profile)
        return make_card(replace(settings, card=replace(settings.card, kind="practice", profile=profile or settings.card.profile)))
    return make_card(replace(settings, card=replace(settings.card, kind="reader", reader=arguments.reader)))
