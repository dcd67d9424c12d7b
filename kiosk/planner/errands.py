"""Procedures and what a person said about their things, as errands for the planner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.model.procedure import BringItem, Procedure
from kiosk.planner.model import Atlas, Errand, PlaceKind, Way

HAVE, HAVE_NOT, LATER = "have", "have_not", "later"
WAYS: Mapping[str, Way] = {"post": Way.POST, "net": Way.NET}


def errand_of(procedure: Procedure, items: Sequence[BringItem], states: Mapping[str, str], atlas: Atlas, here: str) -> Errand:
    """The errand of handing that procedure in.

    items: what is to be brought, as the answers so far have it. states: item id -> have, have_not, later; one not tapped counts as at
    hand, the person was asked. here: the place this machine stands in; a procedure goes to the city hall, to the branches too where its
    facts say so. An item not at hand is got as its document says; without one it lies at home (later), or nobody told us how to get it.
    """
    missing = [item for item in items if states.get(item.id, HAVE) != HAVE]
    documents = [item for item in missing if item.document in atlas.documents]
    others = [item for item in missing if item not in documents]
    return Errand(
        id=procedure.id,
        label=procedure.title,
        at=_places(procedure, atlas, here),
        ways=(Way.VISIT, *(way for name, way in WAYS.items() if _holds(procedure, name))),
        needs=tuple(dict.fromkeys(item.document for item in documents)),
        from_home=tuple(item.label for item in others if states[item.id] == LATER),
        unknown=tuple(item.label for item in others if states[item.id] != LATER),
    )


def _places(procedure: Procedure, atlas: Atlas, here: str) -> tuple[str, ...]:
    kinds = {PlaceKind.CITY, PlaceKind.BRANCH} if _holds(procedure, "branches") else {PlaceKind.CITY}
    own = [place.id for place in atlas.places.values() if place.kind in kinds]
    return tuple(sorted(own, key=lambda place: place != here))


def _holds(procedure: Procedure, name: str) -> bool:
    return any(fact.id == name and fact.holds is True for fact in procedure.facts)


def unknown_documents(procedures: Sequence[Procedure], atlas: Atlas) -> tuple[tuple[str, str, str], ...]:
    """(procedure, item, document) of everything to bring whose document has no entry."""
    return tuple(
        (procedure.id, item.id, item.document)
        for procedure in procedures
        for item in procedure.bring
        if item.document and item.document not in atlas.documents
    )
