"""`kiosk procedures …`: list, check, and what an author needs: a file to start from, the graph of the questions, every screen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.booking import reading as booking
from kiosk.content.problems import ContentError, ContentProblem, errors
from kiosk.content.procedures import Around, load_procedures
from kiosk.content.procedures import check as check_folder
from kiosk.furigana import plain
from kiosk.paths import ASSETS, LOCALES
from kiosk.planner import reading as planner
from kiosk.words import Catalogue, languages

if TYPE_CHECKING:
    from kiosk.model.procedure import FactLine, Procedure
    from kiosk.walking import Script

OK, FAILED = 0, 1


def show(*, as_json: bool) -> int:
    """Print every procedure with its facts and where they were read; ValueError with the mend when one cannot be used."""
    procedures = _all(None)
    if as_json:
        print(json.dumps([_as_dict(procedure) for procedure in procedures], ensure_ascii=False, indent=1))
        return OK
    for procedure in procedures:
        forms = ", ".join(use.form for use in procedure.forms)
        print(f"{procedure.id}  {plain(procedure.title)}  {len(procedure.steps)} questions, forms: {forms}")
        for source in dict.fromkeys(fact.source for fact in procedure.facts if fact.source):
            print(f"    {source}")
    print(f"{len(procedures)} procedures")
    return OK


def _as_dict(procedure: Procedure) -> dict[str, object]:
    return {
        "id": procedure.id,
        "title": plain(procedure.title),
        "events": list(procedure.events),
        "forms": [use.form for use in procedure.forms],
        "steps": len(procedure.steps),
        "facts": [_fact_as_dict(fact) for fact in procedure.facts],
    }


def _fact_as_dict(fact: FactLine) -> dict[str, object]:
    return {
        "id": fact.id,
        "value": plain(fact.value),
        "source": fact.source,
        "verified_on": fact.verified_on.isoformat() if fact.verified_on else "",
        "naha_confirmed": fact.naha_confirmed,
    }


def check(assets: Path | None, *, as_json: bool) -> int:
    """Print every problem with file, line, field and mend; not 0 when a file cannot be used."""
    from kiosk.forms.definition import load_form

    root = assets or ASSETS
    knows = {language: Catalogue(language, LOCALES).knows for language in languages(LOCALES) if language != "ja"}
    documents, of_planner = planner.check(root if (root / planner.DOCUMENTS).is_file() else ASSETS, knows)
    around = Around(
        forms=root / "forms",
        read_form=load_form,
        pictures=ASSETS / "icons" / "tile",
        events=ASSETS / "events.yaml",
        knows=knows,
        documents=documents or None,
    )
    problems = (*check_folder(root / "procedures", around), *of_planner, *_reservations(root, around))
    if as_json:
        print(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        print(f"{len(errors(problems))} to mend, {len(problems) - len(errors(problems))} to look at")
    return FAILED if errors(problems) else OK


def _reservations(root: Path, around: Around) -> tuple[ContentProblem, ...]:
    """What is wrong with the desks, once the places they stand in can be read."""
    try:
        atlas, _ = planner.load_atlas(root if (root / planner.DOCUMENTS).is_file() else ASSETS)
    except ContentError:
        return ()
    names = [path.stem for path in (root / "procedures").glob("*.yaml")]
    return booking.check(root, around.knows or {}, atlas.places, names, ASSETS / "icons" / "tile")


# --- for authors --------------------------------------------------------------------------------------------------------
def new(assets: Path | None, name: str, title: str, event: str) -> int:
    """Write a procedure and its paper to start from; ValueError with the mend when it cannot be."""
    from kiosk.authoring.skeleton import write_new
    from kiosk.content.events import EVENTS, load_events
    from kiosk.forms.maker import today_in_japan

    known = tuple(life_event.id for life_event in load_events(ASSETS / EVENTS))
    for path in write_new(assets or ASSETS, name, title, event, known, today_in_japan().isoformat()):
        print(path)
    print(f"Next: fill them in (docs/authoring.md), then `kiosk procedures check` and `kiosk procedures preview {name} --out out`.")
    return OK


def graph(assets: Path | None, name: str, out: Path, language: str) -> int:
    """Write the graph of the questions as SVG; ValueError with the mend when it cannot be."""
    from kiosk.authoring.graph import step_graph

    picture = step_graph(_one(assets, name), Catalogue(language, LOCALES))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(picture, "utf-8")
    except OSError as error:
        raise ValueError(f"{out} cannot be written ({error.strerror}). Name another place with --out.") from None
    print(out)
    return OK


def sample_script(assets: Path | None, name: str, *, longest: bool) -> Script:
    """A visit of that procedure with sample answers, for looking at it; ValueError with the mend when it cannot be."""
    from kiosk.authoring import samples
    from kiosk.forms.maker import today_in_japan
    from kiosk.walking import Script

    procedure = _one(assets, name)
    pick = samples.longest if longest else samples.plain
    answers = samples.answers_for(procedure, pick(today_in_japan()))
    fits = {question.id: question.fits for question in procedure.eligibility}
    return Script(procedure=name, answers=answers, eligibility=fits, entry="hand")


def _one(assets: Path | None, name: str) -> Procedure:
    procedures = _all(assets)
    found = next((procedure for procedure in procedures if procedure.id == name), None)
    if found is None:
        raise ValueError(f"no procedure {name!r}. Known: {', '.join(procedure.id for procedure in procedures)}.")
    return found


def _all(assets: Path | None) -> Sequence[Procedure]:
    try:
        return load_procedures((assets or ASSETS) / "procedures")
    except ContentError as error:
        raise ValueError(f"{error.problems[0]} (`kiosk procedures check` lists all {len(error.problems)})") from None
