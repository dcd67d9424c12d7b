"""R06: the life events, the procedures of one of them, and finding by a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kiosk.entry_words import TEXT_WORDS, labels
from kiosk.finder.finder import Found
from kiosk.furigana import plain
from kiosk.model.life_event import LifeEvent
from kiosk.model.procedure import Procedure
from kiosk.visit.compose.facts import short_fact, usual
from kiosk.visit.views import Badge, Card, Cards, Frame, Hits, Menu, Option, Search, Stage, View
from kiosk.visit.visit import Visit
from kiosk.visit.ways import Way, goes, is_nahas_word
from kiosk.words import N_, Translate

SEARCH, PERSON, BIDS = "search", "person", "bids"
MOST_CHARS = 24
MOST_HITS = 24  # six pages; who has to turn more of them writes another letter
BADGE_CHARS = 18
BUNDLES = frozenset({"died", "moved", "born", "quit_work"})
"""Events of which people mostly need everything, so that one touch can tick it all."""

FILTERS = {
    Way.HOME: N_("From home"),
    Way.WEEKDAY: N_("I cannot come on weekdays"),
    Way.NO_CARD: N_("Without a card"),
}
NOT_THIS_WAY = {
    Way.HOME: N_("You need to come to the counter"),
    Way.WEEKDAY: N_("Only in the daytime on weekdays"),
    Way.NO_CARD: N_("You need your My Number Card"),
}
WAY_UNKNOWN = {
    Way.HOME: N_("Ask us whether it can be done from home"),
    Way.WEEKDAY: N_("Ask us about evenings and weekends"),
    Way.NO_CARD: N_("Ask us whether you need a card"),
}


def search_tile(_: Translate) -> Option:
    """The tile that looks like a search field, on R04 and R06."""
    return Option(SEARCH, _(N_("Find by a word")), _(N_("For example: wheelchair")), "search")


def events(visit: Visit, known: Sequence[LifeEvent], picked: Sequence[Procedure], _: Translate) -> View:
    """R06, the tiles of what happened. picked: what is ticked already, on other pages; then つぎへ is there."""
    tiles = tuple(Option(event.id, _(event.label), _(event.note), event.picture) for event in known)
    other = Option(PERSON, _(N_("It is not here")), _(N_("A person helps you find it")), "staff", quiet=True)
    frame = Frame(
        "R06",
        heading=_(N_("What happened?")),
        hint=_picked_hint(picked, _) or _(N_("Touch what is nearest.")),
        stage=Stage.CHOOSE,
        next_label="" if picked else None,
        problems=visit.problems,
    )
    return View(frame, Menu((*tiles, other), search_tile(_)))


def _picked_hint(picked: Sequence[Procedure], _: Translate) -> str:
    if not picked:
        return ""
    names = _(N_(", ")).join(_(procedure.title) for procedure in picked[:3])
    return _(N_("Chosen so far ({n}): {names}")).format(n=len(picked), names=names)


def of_event(visit: Visit, event: LifeEvent, procedures: Sequence[Procedure], _: Translate, *, bids: bool = False) -> View:
    """R06, the procedures of a life event. What does not fit the filters stands last and says why; nothing is hidden.

    bids: whether the bid board (R26) is offered beside them.
    """
    on = tuple(Way(way) for way in visit.filters)
    cards = [card(procedure, on, _) for procedure in procedures]
    cards.sort(key=lambda one: bool(one.aside))
    board = (Option(BIDS, _(N_("Bid information"))),) if bids else ()
    ways = tuple(Option(way, _(label)) for way, label in FILTERS.items()) if cards else ()
    body = Cards(
        tuple(cards),
        selected=visit.picked,
        filters=(*board, *ways),
        acts=(BIDS,),
        on=tuple(on),
        all=_(N_("Choose all")) if event.id in BUNDLES and len(cards) > 1 else "",
        empty="" if cards else _(N_("Nothing for this is ready here yet. Please find it by a word, or ask a person.")),
    )
    frame = Frame(
        "R06",
        heading=_(event.label),
        hint=_(N_("Touch all you need, then press Next.")) if cards else "",
        stage=Stage.CHOOSE,
        next_label="" if cards else None,
        problems=visit.problems,
    )
    return View(frame, body)


def search(visit: Visit, find: Callable[[str], Hits], _: Translate) -> View:
    """R06, the field and the keys."""
    words = {**labels(TEXT_WORDS, _), "field": _(N_("Write a word"))}
    frame = Frame("R06", heading=_(N_("Find by a word")), stage=Stage.CHOOSE, next_label=None, problems=visit.problems)
    return View(frame, Search(visit.query, MOST_CHARS, words, find))


def hits(word: str, found: Found, known: Mapping[str, Procedure], _: Translate) -> Hits:
    """What stands beside the keys for that word; where it means nothing, the nearest and a person."""
    if not found.ids and not found.nearest:
        return Hits(_(N_("Write what you need. For example: wheelchair, moving, tax")))
    if found.ids:
        title = _(N_("Found: {n}")).format(n=len(found.ids))
        return Hits(title, tuple(card(known[id_], (), _) for id_ in found.ids[:MOST_HITS]))
    person = Card(PERSON, _(N_("Ask a person")), _(N_("We look for it together")), "staff")
    nearest = tuple(card(known[id_], (), _) for id_ in found.nearest)
    return Hits(_(N_("That word is not here. The nearest are these.")), (*nearest, person))


# --- cards --------------------------------------------------------------------------------------------------------------
def card(procedure: Procedure, filters: Sequence[Way], _: Translate) -> Card:
    """A procedure as a card. filters: what it should fit; the first it does not is said on it."""
    aside = next((text for text in (_aside(procedure, way) for way in filters) if text), "")
    return Card(
        procedure.id,
        _(procedure.title),
        _(procedure.summary),
        procedure.picture,
        tuple(_badges(procedure, _)),
        _(aside) if aside else "",
    )


def _aside(procedure: Procedure, way: Way) -> str:
    match goes(procedure, way):
        case True:
            return ""
        case False:
            return NOT_THIS_WAY[way]
        case _:
            return WAY_UNKNOWN[way]


def _badges(procedure: Procedure, _: Translate) -> Iterator[Badge]:
    """Only what is known; the most telling first, for those at the end may find no room."""
    floor, fee = procedure.fact("floor"), procedure.fact("fee")
    if floor and floor.value:
        yield Badge(short_fact(floor, _), "house")
    if procedure.minutes:
        yield Badge(_(N_("About {n} min.")).format(n=procedure.minutes), "clock")
    if fee and fee.value and len(plain(short_fact(fee, _))) <= BADGE_CHARS:
        yield Badge(short_fact(fee, _), "yen")
    for way, words, picture in ((Way.HOME, N_("From home"), "home-way"), (Way.NO_CARD, N_("No card needed"), "card")):
        if goes(procedure, way):
            sure = is_nahas_word(procedure, way)
            yield Badge(usual(words, sure, _), picture)
