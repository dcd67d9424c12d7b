"""`kiosk …`: thin commands, each calls one service. An error is one clear line on stderr and an exit code that is not 0.

What can be typed stands in kiosk/lines/, by what it is about; what is done in kiosk/commands/ and the rooms themselves.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from kiosk.lines import cards, forms, procedures, queue, staff, visits
from kiosk.lines.base import FAILED, USAGE, CommandError
from kiosk.settings import SettingsError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code."""
    arguments = parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] | None = getattr(arguments, "command", None)
    if command is None:
        parser().print_help()
        return USAGE
    try:
        return command(arguments)
    except (CommandError, SettingsError) as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    root = argparse.ArgumentParser(prog="kiosk", description="ゆいまど: the counter kiosk")
    commands = root.add_subparsers(metavar="COMMAND")
    for part in (visits, cards, procedures, forms, queue, staff):
        part.add(commands)
    return root


if __name__ == "__main__":
    sys.exit(main())
