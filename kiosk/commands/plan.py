"""`kiosk plan PROCEDURE …`: the plan a resident would see, for staff and tests."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from kiosk.content.problems import ContentError
from kiosk.content.procedures import read_procedures
from kiosk.furigana import plain
from kiosk.model.procedure import Procedure
from kiosk.paths import ASSETS, LOCALES
from kiosk.planner.errands import HAVE, HAVE_NOT, errand_of
from kiosk.planner.graph import Circle, Unobtainable
from kiosk.planner.kept import load_kept_atlas
from kiosk.planner.making import make_plan
from kiosk.planner.model import ALL_WAYS, Atlas, Errand, Plan, Way, Wish
from kiosk.planner.search import NoWay
from kiosk.words import Catalogue

HERE = "city_hall"


class PlanningError(Exception):
    """No plan. str(error): what, where, how to mend, in one line."""


def plan(
    names: Sequence[str],
    have: Collection[str],
    start: date,
    *,
    post: bool = True,
    language: str = "ja",
    as_json: bool = False,
    assets: Path = ASSETS,
) -> int:
    """Print the plan for those procedures, begun on that day at the city hall, with nothing at hand but `have`."""
    try:
        found = _plan(names, have, start, post=post, assets=assets)
    except ContentError as error:
        raise PlanningError(str(error)) from error
    _ = Catalogue(language, LOCALES)
    if as_json:
        print(json.dumps(as_plain(found, _), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found, _)))
    return 0


def _plan(names: Sequence[str], have: Collection[str], start: date, *, post: bool, assets: Path) -> Plan:
    atlas, calendar = load_kept_atlas(assets)
    good, problems = read_procedures(assets / "procedures")
    known = {procedure.id: procedure for procedure in good}
    for name in names:
        broken = [problem for problem in problems if problem.file == f"{name}.yaml"]
        if broken:
            raise PlanningError(str(broken[0]))
        if name not in known:
            raise PlanningError(f"there is no procedure {name!r}. Known: {', '.join(known)}.")
    for document in have:
        if document not in atlas.documents:
            raise PlanningError(f"--have: there is no document {document!r}. Known: {', '.join(sorted(atlas.documents))}.")
    errands = tuple(_errand(known[name], have, atlas) for name in names)
    ways = ALL_WAYS if post else ALL_WAYS - {Way.POST}
    try:
        return make_plan(Wish(errands, start, HERE, have=frozenset(have), ways=ways), atlas, calendar)
    except (Circle, Unobtainable, NoWay) as error:
        raise PlanningError(f"no plan: {error}.") from error


def _errand(procedure: Procedure, have: Collection[str], atlas: Atlas) -> Errand:
    states = {item.id: HAVE_NOT if item.document and item.document not in have else HAVE for item in procedure.bring}
    return errand_of(procedure, procedure.bring, states, atlas, HERE)


def _lines(found: Plan, _: Catalogue) -> list[str]:
    proven = "" if found.exact else " (best found, not proven)"
    lines = [
        f"usual {found.usual_trips} outings, this way {found.trips}{proven}; days off {found.usual_days_off} -> {found.days_off}"
    ]
    lines.append(f"done {found.finish.isoformat()} (usual {found.usual_finish.isoformat()})")
    for day in found.days:
        lines.append(f"{day.date.isoformat()} {day.date:%a}" + ("" if day.stops else "  at home"))
        for stop in day.stops:
            lines.append(f"    {plain(_(stop.label))}")
            lines += [f"        {plain(deed.said().text(_))}" for deed in stop.deeds]
        lines += [f"    - {plain(deed.said().text(_))}" for deed in day.at_home]
        lines += [f"    # {plain(said.text(_))}" for said in day.why]
    lines += [f"? {plain(said.text(_))}" for said in found.guesses]
    lines += [f"! {plain(said.text(_))}" for said in found.notes]
    return [*lines, *(f"? {plain(_(label))}" for label in found.unknown)]


def as_plain(found: Plan, _: Catalogue) -> dict[str, object]:
    """The plan as plain values, for --json."""
    return {
        "trips": found.trips,
        "usual_trips": found.usual_trips,
        "days_off": found.days_off,
        "usual_days_off": found.usual_days_off,
        "finish": found.finish.isoformat(),
        "usual_finish": found.usual_finish.isoformat(),
        "exact": found.exact,
        "days": [
            {
                "date": day.date.isoformat(),
                "stops": [
                    {"place": stop.place, "acts": [[deed.kind.value, deed.subject, deed.way.value] for deed in stop.deeds]}
                    for stop in day.stops
                ],
                "at_home": [[deed.kind.value, deed.subject, deed.way.value] for deed in day.at_home],
                "why": [plain(said.text(_)) for said in day.why],
            }
            for day in found.days
        ],
        "waits": [
            {"document": wait.document, "since": wait.since.isoformat(), "until": wait.until.isoformat(), "known": wait.known}
            for wait in found.waits
        ],
        "guesses": [plain(said.text(_)) for said in found.guesses],
        "notes": [plain(said.text(_)) for said in found.notes],
        "unknown": [plain(_(label)) for label in found.unknown],
    }
