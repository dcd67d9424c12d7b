"""`intake keygen | enrol | serve | bookings | bundle | open`: the city's side. Every error is one line and a non-zero exit."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from intake.errors import IntakeError


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 something did not open, 2 could not be done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except IntakeError as error:
        print(f"intake: {error}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="intake", description="The city's intake of sealed submissions.")
    commands = parser.add_subparsers(required=True, metavar="command")

    keygen = commands.add_parser("keygen", help="make the city's key pair and the receipt key pair")
    keygen.add_argument("--out", type=Path, required=True, metavar="DIR")
    keygen.set_defaults(run=_keygen)

    enrol = commands.add_parser("enrol", help="let a terminal in")
    enrol.add_argument("--data", type=Path, required=True, metavar="DIR")
    enrol.add_argument("--terminal", required=True, metavar="ID")
    enrol.add_argument("--key", type=Path, required=True, metavar="F", help="the terminal's public key (PEM)")
    enrol.add_argument("--replace", action="store_true", help="change the key of a terminal already enrolled")
    enrol.add_argument("--terminals", type=Path, metavar="DIR", help="folder of terminal keys (default: DATA/terminals)")
    enrol.set_defaults(run=_enrol)

    serve = commands.add_parser("serve", help="receive; needs receipt.key only, never the city's private key")
    serve.add_argument("--data", type=Path, required=True, metavar="DIR")
    serve.add_argument("--keys", type=Path, required=True, metavar="DIR", help="folder with receipt.key")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8471, help="0 takes a free one and prints it")
    serve.add_argument("--terminals", type=Path, metavar="DIR", help="folder of terminal keys (default: DATA/terminals)")
    serve.set_defaults(run=_serve)

    bookings = commands.add_parser("bookings", help="the reservations by day and time, without content")
    bookings.add_argument("--data", type=Path, required=True, metavar="DIR")
    bookings.add_argument("--json", action="store_true")
    bookings.set_defaults(run=_bookings)

    bundle = commands.add_parser("bundle", help="write what was received into one file for the way inside")
    bundle.add_argument("--data", type=Path, required=True, metavar="DIR")
    bundle.add_argument("--keys", type=Path, required=True, metavar="DIR", help="folder with receipt.key")
    bundle.add_argument("--out", type=Path, required=True, metavar="F")
    bundle.set_defaults(run=_bundle)

    opener = commands.add_parser("open", help="open with the city's private key; needs no network")
    source = opener.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, metavar="DIR")
    source.add_argument("--bundle", type=Path, metavar="F")
    opener.add_argument("--key", type=Path, required=True, metavar="city.key")
    opener.add_argument("--receipt-pub", type=Path, metavar="F", help="check that the bundle's list was signed by the intake")
    opener.add_argument("--out", required=True, metavar="DIR|-", help="one JSON file each, or - for JSON lines")
    opener.set_defaults(run=_open)
    return parser


def _keygen(options: argparse.Namespace) -> int:
    from intake.keys import make_keys

    ids = make_keys(options.out)
    print(f"city key {ids['city']}, receipt key {ids['receipt']} in {options.out}")
    print("city.key opens every submission: keep it off this network, and a copy in a safe.")
    print("Terminals need city.pub and receipt.pub; `intake serve` needs receipt.key.")
    return 0


def _enrol(options: argparse.Namespace) -> int:
    from intake.server import TERMINALS
    from intake.terminals import enrol

    folder = options.terminals or options.data / TERMINALS
    print(f"{options.terminal} enrolled with key {enrol(folder, options.terminal, options.key, options.replace)}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from intake.handover_store import DraftStore
    from intake.keys import RECEIPT_KEY, load_receipt_key
    from intake.server import TERMINALS, listen, make_server
    from intake.store import SqliteStore

    key = load_receipt_key(options.keys / RECEIPT_KEY)
    store, drafts = SqliteStore(options.data), DraftStore(options.data)
    listener = listen(options.host, options.port)
    try:
        store.start()
        drafts.start()
        server = make_server(store, drafts, key, options.terminals or options.data / TERMINALS)
        signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn raises it again after a clean end; that is no failure
        print(f"intake listens on http://{options.host}:{listener.getsockname()[1]}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.run([listener])
    finally:
        listener.close()
        drafts.stop()
        store.stop()
    return 0


def _bookings(options: argparse.Namespace) -> int:
    import json
    from dataclasses import asdict

    from intake.store import read_bookings

    found = read_bookings(options.data)
    if options.json:
        print(json.dumps([asdict(line) for line in found], indent=1))
        return 0
    for line in found:
        print(f"{line.day} {line.begins}  {line.desk:12}  {line.outcome:9}  {line.terminal}  {line.id}")
    print(f"{sum(line.outcome == 'confirmed' for line in found)} confirmed, {len(found)} in all")
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from intake.bundle import write_bundle
    from intake.keys import RECEIPT_KEY, load_receipt_key
    from intake.store import read_all

    count = write_bundle(read_all(options.data), load_receipt_key(options.keys / RECEIPT_KEY), options.out)
    print(f"{count} submissions in {options.out}")
    return 0


def _open(options: argparse.Namespace) -> int:
    from intake.bundle import read_bundle
    from intake.keys import load_signing_public
    from intake.opener import open_all
    from intake.store import read_all

    receipt_pub = None if options.receipt_pub is None else load_signing_public(options.receipt_pub)
    items = read_all(options.data) if options.data is not None else read_bundle(options.bundle, receipt_pub)
    report = open_all(items, options.key, None if options.out == "-" else Path(options.out))
    for problem in report.problems:
        print(f"intake: set aside {problem}", file=sys.stderr)
    print(f"{len(report.opened)} opened, {len(report.problems)} set aside", file=sys.stderr)
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
