"""JSON Schemas of the content files, so that an editor helps while they are written: `python -m kiosk.content.schema [--check]`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kiosk.boards.entries import FitsFile
from kiosk.booking.entries import ReservationsFile
from kiosk.content.entries import Entry, ProcedureEntry
from kiosk.forms.definition import FormFile
from kiosk.paths import ASSETS
from kiosk.planner.entries import CalendarFile, DocumentsFile, PlacesFile

PLANNER: Final[Mapping[str, tuple[type[Entry], str]]] = {
    "documents": (DocumentsFile, "The documents of the trip planner"),
    "places": (PlacesFile, "The places of the trip planner"),
    "calendar": (CalendarFile, "The city's own closing days"),
    "fits": (FitsFile, "What may fit a person"),
    "reservations": (ReservationsFile, "The desks that take reservations"),
}
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[str, dict[str, Any]]:
    """File name -> schema."""
    procedure = ProcedureEntry.model_json_schema(by_alias=True)
    form = FormFile.model_json_schema(by_alias=True)
    return {
        "procedure.schema.json": {"$schema": DRAFT, **procedure, "title": "A procedure of the kiosk"},
        **{
            f"{name}.schema.json": {"$schema": DRAFT, **file.model_json_schema(), "title": title}
            for name, (file, title) in PLANNER.items()
        },
        "form.schema.json": {"$schema": DRAFT, **form, "title": "A form of the kiosk"},
    }


def written(schema: Mapping[str, Any]) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def stale(folder: Path) -> list[str]:
    """The files that do not say what the program reads."""
    wanted = schemas().items()
    return [
        name for name, schema in wanted if not (folder / name).is_file() or (folder / name).read_text("utf-8") != written(schema)
    ]


def main(arguments: list[str] | None = None, folder: Path = ASSETS / "schemas") -> int:
    """Write the files; with --check only say which are out of date."""
    if "--check" in (sys.argv[1:] if arguments is None else arguments):
        out_of_date = stale(folder)
        sys.stdout.writelines(f"{name}: out of date. Run `python -m kiosk.content.schema`.\n" for name in out_of_date)
        return 1 if out_of_date else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(written(schema), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
