"""`kiosk procedures check`: everything that is wrong with procedures, their forms, pictures and words."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.content.problems import errors
from kiosk.content.procedures import Around
from kiosk.content.procedures import check as check_folder
from kiosk.paths import ASSETS, LOCALES
from kiosk.words import Catalogue, languages

OK, FAILED = 0, 1


def check(assets: Path | None, *, as_json: bool) -> int:
    """Print every problem with file, line, field and mend; not 0 when a file cannot be used."""
    from kiosk.forms.definition import load_form

    root = assets or ASSETS
    around = Around(
        forms=root / "forms",
        read_form=load_form,
        pictures=ASSETS / "icons" / "tile",
        knows={language: Catalogue(language, LOCALES).knows for language in languages(LOCALES) if language != "ja"},
    )
    problems = check_folder(root / "procedures", around)
    if as_json:
        print(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        print(f"{len(errors(problems))} to mend, {len(problems) - len(errors(problems))} to look at")
    return FAILED if errors(problems) else OK
