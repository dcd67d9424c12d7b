"""`kiosk …`: thin commands, each calls one service. An error is one clear line on stderr and an exit code that is not 0."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.settings import Settings, SettingsError, parse_screen, practice_settings, read_settings

if TYPE_CHECKING:
    from kiosk.walking import Script

DEFAULT_CONFIGS = (Path("/etc/yuimado/config.toml"),)
OK, FAILED, USAGE = 0, 1, 2


class CommandError(Exception):
    """A command that cannot go on. str(error): what, where, how to mend, in one line."""


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
    _add_run(commands)
    _add_walk(commands)
    _add_card(commands)
    _add_content(commands)
    _add_plan(commands)
    _add_outbox(commands)
    _add_bookings(commands)
    _add_handover(commands)
    _add_boards(commands)
    _add_doctor(commands)
    return root


def _data_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--config", type=Path, metavar="F", help="configuration file (default: /etc/yuimado/config.toml, else practice)"
    )
    command.add_argument("--data", type=Path, metavar="DIR", help="data folder, instead of the configured one")


def settings_from(arguments: argparse.Namespace) -> Settings:
    """The settings of --config, of the installed file, or of the practice profile; with --data in place."""
    path = arguments.config or next((p for p in DEFAULT_CONFIGS if p.exists()), None)
    settings = read_settings(path) if path else practice_settings(default_data())
    if settings.card.kind == "practice":
        _known_card(settings.card.profile)
    return replace(settings, data=arguments.data) if arguments.data else settings


def default_data() -> Path:
    """The data folder of the practice profile: the user's own."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "yuimado"


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


# --- run, walk ------------------------------------------------------------------------------------------------------------
def _add_run(commands: Any) -> None:
    command = commands.add_parser("run", help="start the kiosk")
    _data_option(command)
    command.add_argument("--screen", metavar="WxH@INCHES", help="size to lay out for, such as 1920x1080@21.5")
    command.add_argument("--windowed", action="store_true", help="in a window, for trying things out")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    from kiosk import app

    settings = settings_from(arguments)
    if arguments.screen:
        _screen(arguments.screen)
        settings = replace(settings, screen=replace(settings.screen, size=arguments.screen))
    if not app.has_display() and os.environ.get("QT_QPA_PLATFORM", "") in ("", "xcb", "wayland"):
        raise CommandError("no display here (DISPLAY is not set). Start it in a graphical session, or use `kiosk walk`.")
    return app.run(settings, windowed=arguments.windowed)


def _screen(text: str) -> tuple[int, int, float]:
    try:
        return parse_screen(text)
    except ValueError as error:
        raise CommandError(f"--screen: {error}") from error


def _add_walk(commands: Any) -> None:
    command = commands.add_parser("walk", help="a scripted resident walks one visit through the real widgets")
    command.add_argument("procedure", metavar="PROCEDURE")
    command.add_argument("--script", type=Path, required=True, metavar="F.yaml")
    command.add_argument("--out", type=Path, required=True, metavar="DIR")
    _assets_option(command)
    _look_options(command)
    command.add_argument("--card", metavar="none|practice[:PROFILE]|reader", help="default: practice where the script has a number")
    command.add_argument("--printer", default="file", metavar="file|ipp://…")
    command.add_argument("--intake", default="embedded", metavar="none|embedded|URL")
    command.add_argument("--no-pictures", dest="pictures", action="store_false", help="leave no picture of the screens")
    _data_option(command)
    command.set_defaults(command=_walk)


def _walk(arguments: argparse.Namespace) -> int:
    from kiosk.walking import ScriptError, read_script

    _known_procedure(arguments.assets, arguments.procedure)
    try:
        script = read_script(arguments.script, arguments.procedure)
    except ScriptError as error:
        raise CommandError(str(error)) from error
    return _walked(arguments, script, _walk_settings(arguments, script.way == "card"))


def _walked(arguments: argparse.Namespace, script: Script, settings: Settings) -> int:
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
        screen=_screen(arguments.screen),
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
        _known_card(profile)
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


def _known_card(profile: str) -> None:
    from kiosk.plant import practice_cards

    if profile not in practice_cards():
        raise CommandError(f"no practice card {profile!r}. Known: {', '.join(practice_cards())}.")


def _walk_intake(settings: Settings, intake: str) -> Settings:
    if intake in ("none", "embedded"):
        return replace(settings, intake=replace(settings.intake, kind=intake))
    if not intake.startswith(("http://", "https://")):
        raise CommandError(f"--intake: {intake!r} should be none, embedded or an http(s) address.")
    return replace(settings, intake=replace(settings.intake, kind="url", url=intake))


# --- card -----------------------------------------------------------------------------------------------------------------
def _add_card(commands: Any) -> None:
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
            _known_card(profile)
        return make_card(replace(settings, card=replace(settings.card, kind="practice", profile=profile or settings.card.profile)))
    return make_card(replace(settings, card=replace(settings.card, kind="reader", reader=arguments.reader)))


# --- content --------------------------------------------------------------------------------------------------------------
def _add_content(commands: Any) -> None:
    _add_procedures(commands)
    forms = commands.add_parser("forms", help="the forms").add_subparsers(metavar="WHAT", required=True)
    render = forms.add_parser("render", help="fill a form")
    render.add_argument("form", metavar="FORM")
    render.add_argument("--answers", type=Path, required=True, metavar="F")
    render.add_argument("--out", type=Path, required=True, metavar="PDF")
    render.set_defaults(command=_forms_render)
    check = forms.add_parser("check", help="everything that is wrong with the forms")
    check.add_argument("form", nargs="*", help="names under assets/forms, or .yaml files; none checks all")
    check.set_defaults(command=_forms_check)
    preview = forms.add_parser("preview", help="a form with samples in its places")
    preview.add_argument("form", metavar="FORM", help="a name under assets/forms, or a .yaml file")
    preview.add_argument("--grid", action="store_true", help="with mm lines, and every place's outline and id")
    preview.add_argument("--out", type=Path, required=True, metavar="F", help="a .pdf or a .png")
    preview.set_defaults(command=_forms_preview)
    begun = forms.add_parser("import-pdf", help="begin a form file from a city's own PDF and its fields")
    begun.add_argument("pdf", type=Path, metavar="CITY.pdf")
    begun.add_argument("--out", type=Path, required=True, metavar="FORM.yaml", help="the PDF is put beside it under the same name")
    begun.set_defaults(command=_forms_import)
    calibrate = forms.add_parser("calibrate", help="the sheet that tells a printer's offset for pre-printed paper")
    calibrate.add_argument("--out", type=Path, required=True, metavar="PDF")
    _data_option(calibrate)
    calibrate.set_defaults(command=_forms_calibrate)
    labels = forms.add_parser("labels", help="name and address labels")
    labels.add_argument("--sheet", required=True, metavar="S", help="a label paper of assets/forms/labels.yaml, such as a4_24")
    labels.add_argument("--people", type=Path, required=True, metavar="F", help="YAML file with `people:`")
    labels.add_argument("--start", type=int, default=1, metavar="N", help="first label that is still on the sheet, from 1")
    labels.add_argument("--copies", type=int, default=1, metavar="N", help="labels of each person")
    labels.add_argument("--outlines", action="store_true", help="draw the labels' edges, to try it on plain paper")
    labels.add_argument("--out", type=Path, required=True, metavar="PDF")
    labels.set_defaults(command=_forms_labels)


def _add_procedures(commands: Any) -> None:
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
            _assets_option(added[name])
    added["check"].add_argument("procedures", nargs="*", metavar="PROCEDURE", help="look at these only; none looks at everything")
    added["new"].add_argument("--title", required=True, help="its title in Japanese, with 《よみ》 after every kanji")
    added["new"].add_argument("--event", default="living", help="the life event it is found under")
    added["graph"].add_argument("--out", type=Path, required=True, metavar="SVG")
    added["graph"].add_argument("--lang", default="ja")
    added["preview"].add_argument("--out", type=Path, required=True, metavar="DIR")
    added["preview"].add_argument("--longest", action="store_true", help="the longest answers each question takes")
    _look_options(added["preview"])


def _assets_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--assets", type=Path, metavar="DIR", help="a folder with procedures/ and forms/, instead of the shipped one"
    )


def _look_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", default="ja")
    command.add_argument("--size", default="large", choices=("normal", "large", "xlarge"))
    command.add_argument("--contrast", default="normal", choices=("normal", "high", "dark"))
    command.add_argument("--screen", default="1920x1080@21.5", metavar="WxH@INCHES")


def _told(work: Callable[[], int]) -> int:
    """What the work gives; a ValueError that says what to mend becomes the command's one line."""
    try:
        return work()
    except ValueError as error:
        raise CommandError(str(error)) from error


def _procedures_list(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    return _told(lambda: content.show(as_json=arguments.json))


def _procedures_check(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    return _told(lambda: content.check(arguments.assets, arguments.procedures, as_json=arguments.json))


def _procedures_new(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    a = arguments
    return _told(lambda: content.new(a.assets, a.procedure, a.title, a.event))


def _procedures_graph(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    a = arguments
    return _told(lambda: content.graph(a.assets, a.procedure, a.out, a.lang))


def _procedures_preview(arguments: argparse.Namespace) -> int:
    from kiosk.commands import content

    try:
        script = content.sample_script(arguments.assets, arguments.procedure, longest=arguments.longest)
    except ValueError as error:
        raise CommandError(str(error)) from error
    settings = practice_settings(arguments.out / "data")
    settings = replace(settings, card=replace(settings.card, kind="none"))
    return _walked(arguments, script, settings)


def _forms_render(arguments: argparse.Namespace) -> int:
    from kiosk.forms.command import render_file

    try:
        notes = render_file(arguments.form, arguments.answers, arguments.out)
    except ValueError as error:
        raise CommandError(str(error)) from error
    for note in notes:
        print(note, file=sys.stderr)
    return OK


def _forms_check(arguments: argparse.Namespace) -> int:
    from kiosk.forms.command import check_files

    found = check_files(names=arguments.form)
    print("\n".join(found) if found else "every form is in order")
    return FAILED if found else OK


def _forms_preview(arguments: argparse.Namespace) -> int:
    from kiosk.forms.command import preview_file

    try:
        for path in preview_file(arguments.form, arguments.out, grid=arguments.grid):
            print(path)
    except ValueError as error:
        raise CommandError(str(error)) from error
    return OK


def _forms_import(arguments: argparse.Namespace) -> int:
    from kiosk.forms.command import import_file

    try:
        notes = import_file(arguments.pdf, arguments.out)
    except ValueError as error:
        raise CommandError(str(error)) from error
    for note in notes:
        print(note, file=sys.stderr)
    print(f"{arguments.out}: finish it as its first lines say")
    return OK


def _forms_calibrate(arguments: argparse.Namespace) -> int:
    from kiosk.forms.command import calibration_file

    printer = settings_from(arguments).printer
    try:
        calibration_file(arguments.out, (printer.offset_x_mm, printer.offset_y_mm))
    except ValueError as error:
        raise CommandError(str(error)) from error
    return OK


def _forms_labels(arguments: argparse.Namespace) -> int:
    from kiosk.forms.labels import LabelError, print_labels

    a = arguments
    try:
        notes = print_labels(a.sheet, a.people, a.start, a.copies, a.outlines, a.out)
    except LabelError as error:
        raise CommandError(str(error)) from error
    for note in notes:
        print(note, file=sys.stderr)
    return OK


# --- queue, health --------------------------------------------------------------------------------------------------------
def _add_outbox(commands: Any) -> None:
    outbox = commands.add_parser("outbox", help="the queue to the city").add_subparsers(metavar="WHAT", required=True)
    for name, function in (("list", _outbox_list), ("send", _outbox_send)):
        command = outbox.add_parser(name)
        command.add_argument("--json", action="store_true")
        _data_option(command)
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
    _data_option(command)
    command.set_defaults(command=_bookings_list)


def _bookings_list(arguments: argparse.Namespace) -> int:
    from kiosk.commands import outbox

    return outbox.show_bookings(settings_from(arguments), everything=arguments.all, as_json=arguments.json)


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
        start = date.fromisoformat(arguments.start) if arguments.start else datetime.now().astimezone().date()
    except ValueError:
        raise CommandError(f"--from: {arguments.start!r} is no day. Write it as 2026-12-01.") from None
    have = [name for name in arguments.have.split(",") if name]
    try:
        return plan.plan(
            arguments.procedures, have, start, post=not arguments.no_post, language=arguments.lang, as_json=arguments.json
        )
    except plan.PlanningError as error:
        raise CommandError(str(error)) from error


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
    _data_option(command)
    command.set_defaults(command=_boards_import)


def _boards_check(arguments: argparse.Namespace) -> int:
    from kiosk.commands import boards

    return boards.check_fits() if arguments.file is None else boards.check(arguments.file, datetime.now().astimezone())


def _boards_import(arguments: argparse.Namespace) -> int:
    from kiosk.boards.shelf import BIDS_FILE
    from kiosk.commands import boards

    try:
        dated = date.fromisoformat(arguments.dated) if arguments.dated else None
    except ValueError:
        raise CommandError(f"--dated: {arguments.dated!r} is no day. Write it as 2026-12-01.") from None
    settings = settings_from(arguments)
    target = Path(settings.boards.bids) if settings.boards.bids else settings.data / "boards" / BIDS_FILE
    return boards.take(arguments.file, target, datetime.now().astimezone(), dated)


def _add_doctor(commands: Any) -> None:
    command = commands.add_parser(
        "doctor", help="screen, fonts, reader, printer, disk, clock, queue, intake: each OK or NG with the mend"
    )
    command.add_argument("--json", action="store_true")
    _data_option(command)
    command.set_defaults(command=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from kiosk.commands import doctor

    return doctor.examine(settings_from(arguments), as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
