"""`kiosk boards check|import`: the pack of bids, and the rules of あなたに あう もの."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.boards.bids import STALE_AFTER_DAYS, BidPack, stale, still_open
from kiosk.boards.csv_pack import read_bids
from kiosk.boards.importing import import_bids
from kiosk.content.problems import ContentError, ContentProblem, errors

if TYPE_CHECKING:
    from kiosk.words import Catalogue

OK, FAILED = 0, 1


def check(path: Path, now: datetime) -> int:
    """Print every problem of a pack of bids with file and line, and what the board would show; not 0 when it cannot be used."""
    try:
        pack = read_bids(path)
    except ContentError as error:
        return _print(error.problems)
    for problem in pack.problems:
        print(problem)
    print(_summary(pack, now))
    return OK if pack.bids else FAILED


def take(path: Path, target: Path, now: datetime, dated: date | None) -> int:
    """Put the pack where the kiosk reads it; the one before is kept. Not 0, and nothing changed, when it cannot be used."""
    try:
        pack = import_bids(path, target, dated)
    except ContentError as error:
        return _print(error.problems)
    except OSError as error:
        print(f"{target}: cannot be written ({error.strerror}). Nothing was changed; ask for the right to write there.")
        return FAILED
    for problem in pack.problems:
        print(problem)
    print(_summary(pack, now))
    print(target)
    return OK


def check_fits() -> int:
    """Print every problem of the rules of あなたに あう もの; not 0 when they cannot be used."""
    from kiosk.paths import ASSETS

    found = _fits_problems(ASSETS)
    code = _print(found)
    print(f"{len(errors(found))} to mend, {len(found) - len(errors(found))} to look at")
    return code


def _fits_problems(assets: Path) -> tuple[ContentProblem, ...]:
    from kiosk.boards.reading import FITS
    from kiosk.boards.reading import check as check_rules
    from kiosk.content.procedures import read_procedures
    from kiosk.paths import LOCALES
    from kiosk.words import Catalogue, languages

    words: dict[str, Catalogue] = {language: Catalogue(language, LOCALES) for language in languages(LOCALES) if language != "ja"}
    knows = {language: catalogue.knows for language, catalogue in words.items()}
    return check_rules(assets / "boards" / FITS, read_procedures(assets / "procedures")[0], knows)


def _print(problems: tuple[ContentProblem, ...]) -> int:
    for problem in problems:
        print(problem)
    return FAILED if errors(problems) else OK


def _summary(pack: BidPack, now: datetime) -> str:
    day = pack.dated.isoformat() if pack.dated else "unknown (give it with --dated 2026-12-01)"
    old = f", older than {STALE_AFTER_DAYS} days: the board says so" if pack.dated and stale(pack, now.date()) else ""
    shown = len(still_open(pack.bids, now))
    return f"{len(pack.bids)} rows, {shown} still open, {len(pack.problems)} to look at; data of {day}{old}"
