"""`kiosk procedures …`: list, check, and what an author needs: a file to start from, the graph of the questions, every screen."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.problems import ContentError, errors
from kiosk.content.procedures import load_procedures, read_procedure
from kiosk.furigana import plain
from kiosk.paths import ASSETS, LOCALES
from kiosk.words import Catalogue, languages

if TYPE_CHECKING:
    from kiosk.model.procedure import FactLine, Procedure
    from kiosk.walking import Script

OK, FAILED = 0, 1


def show(*, as_json: bool) -> int:
    """Print every procedure with its facts and where they were read; ValueError with the mend when one cannot be used."""
    procedures = _all()
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


def check(assets: Path | None, names: Sequence[str], *, as_json: bool) -> int:
    """Print every problem with file, line, field and mend; not 0 when a file cannot be used. names: of procedures, none for all."""
    from kiosk.authoring.checking import check_all

    knows = {language: Catalogue(language, LOCALES).knows for language in languages(LOCALES) if language != "ja"}
    problems = check_all(assets or ASSETS, knows, names)
    if as_json:
        print(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        print(f"{len(errors(problems))} to mend, {len(problems) - len(errors(problems))} to look at")
    return FAILED if errors(problems) else OK


# --- for authors --------------------------------------------------------------------------------------------------------
def new(assets: Path | None, name: str, title: str, event: str) -> int:
    """Write a procedure and its paper to start from; ValueError with the mend when it cannot be."""
    from kiosk.authoring.skeleton import write_new
    from kiosk.content.events import EVENTS, load_events
    from kiosk.forms.maker import today_in_japan

    known = tuple(life_event.id for life_event in load_events(ASSETS / EVENTS))
    for path in write_new(assets or ASSETS, name, title, event, known, today_in_japan().isoformat()):
        print(path)
    there = f" --assets {assets}" if assets else ""
    print("Next: fill them in (docs/authoring.md), and look at them as often as you like:")
    print(f"  kiosk procedures check {name}{there}")
    print(f"  kiosk procedures preview {name}{there} --out out")
    return OK


def graph(assets: Path | None, name: str, out: Path, language: str) -> int:
    """Write the graph of the questions as SVG; ValueError with the mend when it cannot be."""
    from kiosk.authoring.graph import step_graph

    picture = step_graph(known_procedure(assets, name), Catalogue(language, LOCALES))
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

    procedure = known_procedure(assets, name)
    pick = samples.longest if longest else samples.plain
    answers = samples.answers_for(procedure, pick(today_in_japan()))
    fits = {question.id: question.fits for question in procedure.eligibility}
    return Script(procedure=name, answers=answers, eligibility=fits, entry="hand")


def known_procedure(assets: Path | None, name: str) -> Procedure:
    """That procedure, even where others beside it are broken; ValueError with the mend when it cannot be used."""
    folder = (assets or ASSETS) / "procedures"
    known = sorted(path.stem for path in folder.glob("*.yaml"))
    if name not in known:
        raise ValueError(f"no procedure {name!r}. {_nearest(name, known) or f'There are none in {folder}.'}")
    found, problems = read_procedure(folder, name)
    if found is None:
        wrong = errors(problems)
        raise ValueError(f"{wrong[0]} (`kiosk procedures check {name}` lists all {len(wrong)})")
    return found


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 3)
    if near:
        return f"Did you mean {' or '.join(near)}? `kiosk procedures list` shows all {len(known)}."
    return f"Known: {', '.join(known)}." if known else ""


def _all() -> Sequence[Procedure]:
    try:
        return load_procedures(ASSETS / "procedures")
    except ContentError as error:
        raise ValueError(f"{error.problems[0]} (`kiosk procedures check` lists all {len(error.problems)})") from None
