"""A wish as acts with arrows: what is asked, fetched and handed in, where each can be done, and what must come before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.planner.model import Atlas, Deed, Document, Errand, Kind, Way, Wish


class Circle(Exception):
    """Documents that wait for one another. path: their ids, the first again at the end."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(" → ".join(path))
        self.path = tuple(path)


class Unobtainable(Exception):
    """A document nothing leads to under the ways the person agreed to. str(error): its id."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. places: a visit to any of them does it. remote: ways from home and the days each takes.

    after: (index of an act, days that must pass after it); 0 days means the same outing may do both, the other one first.
    usual: the way most people take. not_before: days after today.
    """

    kind: Kind
    subject: str
    label: str
    places: tuple[str, ...]
    remote: tuple[tuple[Way, int], ...]
    after: tuple[tuple[int, int], ...]
    usual: Way = Way.VISIT
    not_before: int = 0

    def deed(self, way: Way) -> Deed:
        """The act as it is told."""
        return Deed(self.kind, self.subject, self.label, way)


@dataclass(frozen=True, slots=True)
class Graph:
    """Acts so that what comes before stands before. goals: indexes of the acts that make the wish come true."""

    acts: tuple[Act, ...]
    goals: tuple[int, ...]
    places: tuple[str, ...]


def build_graph(wish: Wish, atlas: Atlas) -> Graph:
    """Only what the wish needs; Circle or Unobtainable when it cannot be had, KeyError for an unknown document."""
    return _Builder(wish, atlas).graph()


class _Builder:
    def __init__(self, wish: Wish, atlas: Atlas) -> None:
        self._wish = wish
        self._atlas = atlas
        self._acts: list[Act] = []
        self._ready: dict[str, tuple[tuple[int, int], ...]] = {}
        self._handed_in: dict[str, int] = {}
        self._open: list[str] = []
        self._errands = {errand.id: errand for errand in wish.errands}

    def graph(self) -> Graph:
        for errand in self._wish.errands:
            self._hand_in(errand)
        places = dict.fromkeys(place for act in self._acts for place in act.places)
        return Graph(tuple(self._acts), tuple(self._handed_in.values()), tuple(places))

    def _add(self, act: Act) -> int:
        self._acts.append(act)
        return len(self._acts) - 1

    # --- procedures ---------------------------------------------------------------------------------------------------------
    def _hand_in(self, errand: Errand) -> int:
        if errand.id in self._handed_in:
            return self._handed_in[errand.id]
        self._enter(f"procedure {errand.id}")
        after = [arrow for document in errand.needs for arrow in self._having(document)]
        after += [
            arrow
            for number, label in enumerate((*errand.from_home, *errand.unknown))
            for arrow in self._from_home(errand, number, label)
        ]
        self._open.pop()
        act = self._doing(Kind.HAND_IN, errand.id, errand.label, errand.at, errand.ways, tuple(after))
        self._handed_in[errand.id] = self._add(act)
        return self._handed_in[errand.id]

    def _from_home(self, errand: Errand, number: int, label: str) -> tuple[tuple[int, int], ...]:
        key = f"home:{label}"
        if key not in self._ready:
            act = Act(Kind.FIND, f"{errand.id}.{number}", label, (), ((Way.HOME, 1),), (), Way.HOME)
            self._ready[key] = ((self._add(act), 0),)
        return self._ready[key]

    # --- documents ----------------------------------------------------------------------------------------------------------
    def _having(self, document_id: str) -> tuple[tuple[int, int], ...]:
        """What must have happened for the document to be at hand; () when it is at hand already."""
        if document_id in self._wish.have:
            return ()
        if document_id not in self._ready:
            self._enter(document_id)
            self._ready[document_id] = self._get(self._atlas.documents[document_id])
            self._open.pop()
        return self._ready[document_id]

    def _enter(self, name: str) -> None:
        if name in self._open:
            raise Circle((*self._open[self._open.index(name) :], name))
        self._open.append(name)

    def _get(self, document: Document) -> tuple[tuple[int, int], ...]:
        if document.here:
            return ()
        lead = document.lead_days if document.lead_days is not None else self._wish.guesses.lead_days
        asked = self._asked(document)
        waits = bool(document.ask) or document.asked_by in self._errands
        after = tuple((act, lead) for act, _ in asked) if waits else asked
        act = self._doing(Kind.FETCH, document.id, document.label, document.at, document.fetch, after)
        return ((self._add(act if waits else replace(act, not_before=lead)), 0),)

    def _asked(self, document: Document) -> tuple[tuple[int, int], ...]:
        if document.asked_by in self._errands:
            return ((self._hand_in(self._errands[document.asked_by]), 0),)
        needs = tuple(arrow for other in document.needs for arrow in self._having(other))
        if not document.ask:
            return needs
        if document.appointment:
            call = self._add(Act(Kind.CALL, document.id, document.label, (), ((Way.PHONE, 0),), (), Way.PHONE))
            needs = (*needs, (call, self._wish.guesses.appointment_days))
        return ((self._add(self._doing(Kind.ASK, document.id, document.label, document.at, document.ask, needs)), 0),)

    # --- ways ---------------------------------------------------------------------------------------------------------------
    def _doing(
        self, kind: Kind, subject: str, label: str, at: tuple[str, ...], ways: tuple[Way, ...], after: tuple[tuple[int, int], ...]
    ) -> Act:
        agreed = [way for way in ways if way in self._wish.ways or way in (Way.VISIT, Way.HOME, ways[0])]
        if not agreed or (agreed == [Way.VISIT] and not at):
            raise Unobtainable(subject)
        places = at if Way.VISIT in agreed else ()
        return Act(kind, subject, label, places, tuple(self._remote(agreed)), after, agreed[0])

    def _remote(self, agreed: Sequence[Way]) -> Iterator[tuple[Way, int]]:
        days = {Way.POST: self._wish.guesses.post_days, Way.HOME: 1}
        for way in agreed:
            if way is not Way.VISIT:
                yield way, days.get(way, 0)
