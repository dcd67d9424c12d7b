"""`python -m tools.trips_saved`: outings usual and planned, for the procedures of each life event, with no document at hand.

Only procedures that take a document from elsewhere count; those of an event are done together, and one by one for comparison. A Tuesday.
"""

from __future__ import annotations

from datetime import date

from kiosk.content.events import EVENTS, load_events
from kiosk.content.procedures import read_procedures
from kiosk.furigana import plain
from kiosk.model.procedure import Procedure
from kiosk.paths import ASSETS
from kiosk.planner.errands import HAVE, HAVE_NOT, errand_of
from kiosk.planner.kept import load_kept_atlas
from kiosk.planner.making import make_plan
from kiosk.planner.model import Atlas, Errand, Plan, Wish
from kiosk.planner.service import IN_PERSON, WITH_POST

TUESDAY = date(2026, 12, 1)
HERE = "city_hall"


def errand(procedure: Procedure, atlas: Atlas) -> Errand:
    """The procedure with every document missing, those for some answers only left out."""
    items = [item for item in procedure.bring if item.when is None]
    states = {item.id: HAVE_NOT if item.document else HAVE for item in items}
    return errand_of(procedure, items, states, atlas, HERE)


def main() -> None:
    """Print a line for each life event."""
    atlas, calendar = load_kept_atlas(ASSETS)
    procedures, _ = read_procedures(ASSETS / "procedures")
    for event in load_events(ASSETS / EVENTS):
        errands = [errand(procedure, atlas) for procedure in procedures if event.id in procedure.events]
        wanted = tuple(one for one in errands if one.needs)
        if not wanted:
            continue
        found: list[Plan] = [make_plan(Wish(wanted, TUESDAY, HERE, ways=ways), atlas, calendar) for ways in (IN_PERSON, WITH_POST)]
        alone = sum(make_plan(Wish((one,), TUESDAY, HERE, ways=IN_PERSON), atlas, calendar).usual_trips for one in wanted)
        names = ", ".join(one.id for one in wanted)
        print(
            f"{plain(event.label):16} one by one {alone:2}  together, usual {found[0].usual_trips:2}  planned {found[0].trips:2}  "
            f"with post {found[1].trips:2}  ({len(wanted)}: {names})"
        )


if __name__ == "__main__":
    main()
