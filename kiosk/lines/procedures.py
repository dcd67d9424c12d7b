"""`kiosk procedures …`: listed, checked, and for authors begun, drawn and previewed."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.lines.base import CommandError, assets_option, look_options, told
from kiosk.lines.visits import walked
from kiosk.settings import practice_settings


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    procedures = commands.add_parser("procedures", help="the procedures of this terminal").add_subparsers(
        metavar="WHAT", required=True
    )
    made = {
        "list": (_procedures_list, "all of them, with their sources"),
        "check": (_procedures_check, "everything that is wrong with them, by file, line and field"),
        "new": (_procedures_new, "a procedure and its paper to start from"),
        "graph": (_procedures_graph, "the questions and what opens them, as SVG"),
        "preview": (_procedures_preview, "every screen and the paper, with sample answers"),
    }
    added = {name: procedures.add_parser(name, help=said) for name, (_, said) in made.items()}
    for name, (function, _) in made.items():
        added[name].set_defaults(command=function)
        if name in ("list", "check"):
            added[name].add_argument("--json", action="store_true")
        else:
            added[name].add_argument("procedure", metavar="PROCEDURE")
        if name != "list":
            assets_option(added[name])
    added["check"].add_argument("procedures", nargs="*", metavar="PROCEDURE", help="look at these only; none looks at everything")
    added["new"].add_argument("--title", required=True, help="its title in Japanese, with 《よみ》 after every kanji")
    added["new"].add_argument("--event", default="living", help="the life event it is found under")
    added["graph"].add_argument("--out", type=Path, required=True, metavar="SVG")
    added["graph"].add_argument("--lang", default="ja")
    added["preview"].add_argument("--out", type=Path, required=True, metavar="DIR")
    added["preview"].add_argument("--longest", action="store_true", help="the longest answers each question takes")
    look_options(added["preview"])


def _procedures_list(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    return told(lambda: content.show(as_json=arguments.json))


def _procedures_check(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    return told(lambda: content.check(arguments.assets, arguments.procedures, as_json=arguments.json))


def _procedures_new(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    a = arguments
    return told(lambda: content.new(a.assets, a.procedure, a.title, a.event))


def _procedures_graph(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    a = arguments
    return told(lambda: content.graph(a.assets, a.procedure, a.out, a.lang))


def _procedures_preview(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    try:
        script = content.sample_script(arguments.assets, arguments.procedure, longest=arguments.longest)
    except ValueError as error:
        raise CommandError(str(error)) from error
    settings = practice_settings(arguments.out / "data")
    settings = replace(settings, card=replace(settings.card, kind="none"))
    return walked(arguments, script, settings)
