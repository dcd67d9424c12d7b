"""What the planner works with, all frozen: documents, places, errands, the wish, and the plan that comes out.

Every label is a Japanese msgid of assets/ and may carry furigana; sentences are Said, English msgids of code with their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.words import N_, Translate

if TYPE_CHECKING:
    from kiosk.model.procedure import BringItem, Procedure

Minutes = tuple[int, int]
"""From and to, in minutes after midnight."""


class Way(StrEnum):
    """How something is asked for, fetched or handed in. All but VISIT are done from home and cost no outing."""

    VISIT = "visit"
    PHONE = "phone"
    NET = "net"
    POST = "post"
    HOME = "home"  # it lies at home, or comes there by itself


ALL_WAYS = frozenset(Way)


@dataclass(frozen=True, slots=True, repr=False)
class Want:
    """A procedure, what it takes, and what the person said about each thing: item id -> have, have_not, later."""

    procedure: Procedure
    items: tuple[BringItem, ...]
    states: Mapping[str, str]


class PlaceKind(StrEnum):
    """What kind of place; screens draw one picture a kind."""

    CITY = "city"
    BRANCH = "branch"
    OFFICE = "office"
    HOSPITAL = "hospital"
    EMPLOYER = "employer"
    SCHOOL = "school"
    SHOP = "shop"
    STORE = "store"
    BANK = "bank"
    POST = "post"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and when. naha: the page is Naha's own."""

    text: str = ""
    verified_on: date | None = None
    naha: bool = False


NO_SOURCE = Source()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody goes. hours: weekday (0 Monday) -> when it is open; None where nobody knows.

    holidays: closed on national holidays; own_days: ids of the calendar's closing days that shut it. hours None is planned as weekdays
    in the daytime, closed on every closing day, and the plan says so.
    """

    id: str
    label: str
    kind: PlaceKind
    hours: Mapping[int, tuple[Minutes, ...]] | None = None
    holidays: bool = True
    own_days: tuple[str, ...] = ()
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that has to be got. at: places where it is asked for and fetched, any of them does.

    ask, fetch: ways, the usual one first; ask () = nobody has to ask. lead_days: calendar days from asking to ready, None where nobody
    knows. needs: documents asking takes. here: this machine prints it. appointment: telephone first, so never on the spot.
    asked_by: the procedure whose application asks for it. use_within_days: how long it is taken after it was made.
    """

    id: str
    label: str
    at: tuple[str, ...] = ()
    ask: tuple[Way, ...] = (Way.VISIT,)
    fetch: tuple[Way, ...] = (Way.VISIT,)
    lead_days: int | None = None
    needs: tuple[str, ...] = ()
    here: bool = False
    appointment: bool = False
    doctor: bool = False
    asked_by: str = ""
    use_within_days: int | None = None
    note: str = ""
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True)
class Errand:
    """A procedure to hand in. needs: documents that go with it; from_home: labels of things that lie at home today.

    unknown: labels of things the person has not and nobody told us how to get; they are planned like things at home, and said.
    """

    id: str
    label: str
    at: tuple[str, ...]
    ways: tuple[Way, ...] = (Way.VISIT,)
    needs: tuple[str, ...] = ()
    from_home: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guesses:
    """What is assumed where nobody knows; a plan that used one says so. minutes for a counter or a way, days for the rest."""

    lead_days: int = 14
    post_days: int = 3
    appointment_days: int = 1
    hours: Minutes = (9 * 60, 17 * 60)
    counter_minutes: int = 45
    way_minutes: int = 30
    places_a_day: int = 3


@dataclass(frozen=True, slots=True)
class Atlas:
    """All documents and places by id, as the files give them."""

    documents: Mapping[str, Document]
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to get done. here: the place this machine stands in; now: None means from when it opens.

    have: ids of documents at hand. ways: those the person agrees to beside the usual way of a thing; VISIT and HOME always count.
    """

    errands: tuple[Errand, ...]
    today: date
    here: str
    now: time | None = None
    have: frozenset[str] = frozenset()
    ways: frozenset[Way] = ALL_WAYS
    guesses: Guesses = field(default_factory=Guesses)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: an English msgid and what stands in its braces; values are msgids themselves, or plain text."""

    msgid: str
    values: tuple[tuple[str, str], ...] = ()

    def text(self, _: Translate) -> str:
        """The sentence in the language of that catalogue."""
        return _(self.msgid).format(**{name: _(value) for name, value in self.values})


HERE = N_("You are here today.")


class Kind(StrEnum):
    """What is done."""

    CALL = "call"
    ASK = "ask"
    FETCH = "fetch"
    FIND = "find"
    HAND_IN = "hand_in"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done. subject: id of the document or errand; label: its name; way: how."""

    kind: Kind
    subject: str
    label: str
    way: Way

    def said(self) -> Said:
        """What to do, as a sentence."""
        return Said(SENTENCES[self.kind, self.way], (("what", self.label),))


SENTENCES: Mapping[tuple[Kind, Way], str] = {
    (Kind.CALL, Way.PHONE): N_("Telephone for a time: {what}"),
    (Kind.ASK, Way.VISIT): N_("Ask for it: {what}"),
    (Kind.ASK, Way.PHONE): N_("Ask by telephone: {what}"),
    (Kind.ASK, Way.NET): N_("Ask on the net: {what}"),
    (Kind.ASK, Way.POST): N_("Ask by post: {what}"),
    (Kind.FETCH, Way.VISIT): N_("Pick it up: {what}"),
    (Kind.FETCH, Way.NET): N_("It comes over the net: {what}"),
    (Kind.FETCH, Way.POST): N_("It comes by post: {what}"),
    (Kind.FETCH, Way.HOME): N_("Get it ready: {what}"),
    (Kind.FIND, Way.HOME): N_("Bring it from home: {what}"),
    (Kind.HAND_IN, Way.VISIT): N_("Hand it in: {what}"),
    (Kind.HAND_IN, Way.NET): N_("Hand it in on the net: {what}"),
    (Kind.HAND_IN, Way.POST): N_("Put it in the post: {what}"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of an outing and what is done there."""

    place: str
    label: str
    kind: PlaceKind
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the plan. stops: where the outing leads, () for a day at home; at_home: done without a counter; why: why this day."""

    date: date
    stops: tuple[Stop, ...] = ()
    at_home: tuple[Deed, ...] = ()
    why: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A paper being made. days: how many; known: False where it is a guess."""

    document: str
    label: str
    since: date
    until: date
    days: int
    known: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The days, in order. trips counts outings with today's; days_off those that fall into the working hours of a working day.

    usual_*: the same for one place at a time (see usual.py). exact: proven to be the fewest and the earliest; else the best found.
    guesses, notes: what was assumed, and what to mind. unknown: things nobody told us how to get. doctor: letters a doctor writes.
    """

    days: tuple[Day, ...]
    waits: tuple[Wait, ...]
    trips: int
    usual_trips: int
    days_off: int
    usual_days_off: int
    finish: date
    usual_finish: date
    exact: bool = True
    guesses: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    unknown: tuple[str, ...] = ()
    doctor: tuple[str, ...] = ()

    @property
    def outings(self) -> tuple[Day, ...]:
        """The days on which somebody leaves home."""
        return tuple(day for day in self.days if day.stops)

    @property
    def saved(self) -> int:
        """Outings less than usual."""
        return max(0, self.usual_trips - self.trips)

    @property
    def left(self) -> int:
        """Outings still to make after today's."""
        return self.trips - 1
