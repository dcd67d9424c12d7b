"""`kiosk forms …`: papers filled, checked, previewed, begun from a city's PDF; labels."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from kiosk.lines.base import FAILED, OK, CommandError, data_option, settings_from


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
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
    data_option(calibrate)
    calibrate.set_defaults(command=_forms_calibrate)
    labels = forms.add_parser("labels", help="name and address labels")
    labels.add_argument("--sheet", required=True, metavar="S", help="a label paper of assets/forms/labels.yaml, such as a4_24")
    labels.add_argument("--people", type=Path, required=True, metavar="F", help="YAML file with `people:`")
    labels.add_argument("--start", type=int, default=1, metavar="N", help="first label that is still on the sheet, from 1")
    labels.add_argument("--copies", type=int, default=1, metavar="N", help="labels of each person")
    labels.add_argument("--outlines", action="store_true", help="draw the labels' edges, to try it on plain paper")
    labels.add_argument("--out", type=Path, required=True, metavar="PDF")
    labels.set_defaults(command=_forms_labels)


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
