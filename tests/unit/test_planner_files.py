"""documents.yaml, places.yaml and calendar.yaml: every mistake with its line, and what is kept between starts."""

from __future__ import annotations

import contextlib
import pickle
import random
import shutil
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.content.problems import ContentError, ContentProblem
from kiosk.content.procedures import Around, check
from kiosk.paths import ASSETS
from kiosk.planner.graph import Unobtainable
from kiosk.planner.kept import FILES, load_kept_atlas
from kiosk.planner.making import make_plan
from kiosk.planner.model import Errand, Wish
from kiosk.planner.opening import Calendar
from kiosk.planner.reading import check as check_files
from kiosk.planner.reading import load_atlas


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(ASSETS / name, tmp_path / name)
    return tmp_path


def problems_after(assets: Path, name: str, old: str, new: str) -> list[str]:
    path = assets / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        load_atlas(assets)
    return [str(problem) for problem in caught.value.problems]


def line_of(assets: Path, name: str, text: str) -> int:
    lines = (assets / name).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_documents_in_a_circle_are_named_with_the_way_round(assets: Path) -> None:
    path = assets / "documents.yaml"
    text = path.read_text("utf-8").replace(
        "  - id: separation_slip\n", "  - id: separation_slip\n    needs: [employment_insurance_card]\n"
    )
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load_atlas(assets)
    (problem,) = caught.value.problems
    assert problem.line == line_of(assets, "documents.yaml", "needs: [employment_insurance_card]")
    assert problem.field == "documents.separation_slip.needs"
    assert "separation_slip → employment_insurance_card → separation_slip" in problem.wrong


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("documents.yaml", "at: [hospital]", "at: [hospitle]", "'hospitle' is no place."),
        ("documents.yaml", "needs: [disability_letter_form]", "needs: [nothing]", "'nothing' is no document."),
        ("documents.yaml", "lead_days: 14", "lead_days: soon", "should be a whole number."),
        ("documents.yaml", "    lead_days: 0\n", "", "lead_days: is missing."),
        ("documents.yaml", "ask: [visit]", "ask: [owl]", "is not one of"),
        ("documents.yaml", "    at: [hospital]\n", "", "is asked for or fetched by a visit, but nowhere."),
        ("documents.yaml", "  - id: mental_letter_form", "  - id: disability_letter_form", "stands here twice."),
        ("documents.yaml", "verified_on: 2026-11-24", "verified_on: 2026-11-31", "is no day of the calendar."),
        ("places.yaml", 'hours: {weekdays: ["8:30-17:15"]}', 'hours: {weekdays: ["17:15-8:30"]}', "ends before it begins."),
        ("places.yaml", 'hours: {weekdays: ["8:30-17:15"]}', 'hours: {weekdays: ["half past eight"]}', "are no hours such as"),
        ("calendar.yaml", '"06-23"', '"6/23"', "is no month and day such as"),
        ("places.yaml", "closed: [holidays, irei_no_hi", "closed: [holidays, full_moon", "'full_moon' is no closing day."),
        ("calendar.yaml", '"06-23"', '"06-31"', "06-31 is no day of the calendar."),
        ("calendar.yaml", '    first: "12-29"\n', "", "needs `day`, or both"),
    ],
)
def test_every_mistake_says_where_it_is(assets: Path, name: str, old: str, new: str, said: str) -> None:
    found = problems_after(assets, name, old, new)
    assert any(said in problem and problem.startswith(f"{name}:") for problem in found), found


def test_a_procedure_that_names_no_document_of_ours_is_told_the_nearest(tmp_path: Path) -> None:
    folder = tmp_path / "procedures"
    folder.mkdir()
    text = (
        (ASSETS / "procedures" / "juminhyo.yaml")
        .read_text("utf-8")
        .replace("  - id: money\n", "  - id: money\n    document: kosekki\n")
    )
    (folder / "juminhyo.yaml").write_text(text, "utf-8")
    known = tuple(load_atlas(ASSETS)[0].documents)
    (problem,) = [problem for problem in check(folder, Around(documents=known)) if "document" in problem.field]
    assert problem.field == "bring.money.document"
    assert problem.mend == "Did you mean `koseki`?"


def test_the_words_of_the_files_are_checked_too(assets: Path) -> None:
    path = assets / "places.yaml"
    path.write_text(path.read_text("utf-8").replace("label: 病院《びょういん》", "label: 病院"), "utf-8")
    ids, problems = check_files(assets, {"en": lambda msgid: msgid != "病院"})
    assert "disability_letter" in ids
    assert {problem.wrong for problem in problems} == {"病院 has no furigana.", "has no translation: en."}


def test_what_ships_is_in_order_and_knows_the_closing_days_of_naha() -> None:
    atlas, own = load_atlas(ASSETS)
    assert [(day.first, day.last) for day in own] == [((6, 23), (6, 23)), ((12, 29), (1, 3))]
    assert set(atlas.places["city_hall"].own_days) == {day.id for day in own}


def test_a_kept_atlas_is_the_same_and_a_changed_file_is_read_anew(assets: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _ = load_kept_atlas(assets, cache)
    assert load_kept_atlas(assets, cache)[0] == first
    path = assets / "places.yaml"
    path.write_text(path.read_text("utf-8").replace('weekdays: ["8:30', 'weekdays: ["9:30'), "utf-8")
    assert load_kept_atlas(assets, cache)[0] != first
    assert len(list(cache.glob("atlas-*.bin"))) == 1


def test_a_kept_file_that_holds_something_else_is_not_believed(assets: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _ = load_kept_atlas(assets, cache)
    (kept,) = cache.glob("atlas-*.bin")
    kept.write_bytes(pickle.dumps(Path("/")))
    assert load_kept_atlas(assets, cache)[0] == first


def test_the_command_prints_the_plan_and_says_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "tenko", "--from", "2026-12-28", "--json"]) == 0
    said = capsys.readouterr().out
    assert '"date": "2026-12-28"' in said
    assert "2026-12-29" not in said
    assert cli.main(["plan", "nothing"]) == 1
    assert "there is no procedure 'nothing'" in capsys.readouterr().err
    assert cli.main(["plan", "tenko", "--have", "moon"]) == 1
    assert "there is no document 'moon'" in capsys.readouterr().err
    assert cli.main(["plan", "tenko", "--from", "soon"]) == 1


ODD = (
    "null",
    "[]",
    "{}",
    "-1",
    "99999999999",
    '""',
    "yes",
    "2026-02-30",
    "[[]]",
    "{a: b}",
    "\t",
    "*x",
    "&y",
    "'",
    '"',
    "12:30",
    "\0",
    "…",
)


def mutant(lines: list[str], draw: random.Random) -> list[str]:
    """The file with one thing wrong somewhere."""
    found, at = list(lines), draw.randrange(len(lines))
    match draw.randrange(5):
        case 0:
            del found[at]
        case 1:
            found.insert(at, draw.choice(lines))
        case 2:
            found[at] = f"{found[at].split(':')[0]}: {draw.choice(ODD)}"
        case 3:
            found[at] = " " * draw.randint(1, 4) + found[at]
        case _:
            found[at] = found[at].replace(":", "", 1)
    return found


def test_a_hundred_mutants_end_in_a_plan_or_in_words_with_a_line(assets: Path) -> None:
    draw = random.Random(11)
    shipped = {name: (assets / name).read_text("utf-8") for name in FILES}
    for _ in range(100):
        name = draw.choice(FILES)
        (assets / name).write_text("\n".join(mutant(shipped[name].splitlines(), draw)), "utf-8")
        problems: tuple[ContentProblem, ...] = ()
        try:
            atlas, own = load_atlas(assets)
        except ContentError as error:
            problems = error.problems
        else:
            wanted = tuple(Errand(document, document, ("city_hall",), needs=(document,)) for document in islice(atlas.documents, 5))
            with contextlib.suppress(Unobtainable):
                make_plan(Wish(wanted, date(2026, 11, 24), "city_hall"), atlas, Calendar(own))
        assert all(problem.file in FILES and problem.line >= 1 and problem.wrong and problem.mend for problem in problems)
        (assets / name).write_text(shipped[name], "utf-8")
