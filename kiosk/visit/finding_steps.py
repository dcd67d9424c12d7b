"""R06 to R08: which procedures, whether they are the right ones, what to have at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kiosk.finder.finder import Finder, Found
from kiosk.model.life_event import LifeEvent
from kiosk.model.procedure import Procedure
from kiosk.visit.basket import with_basket
from kiosk.visit.compose import choosing, finding
from kiosk.visit.facts import Action, Fact
from kiosk.visit.opening_steps import CHOOSE_ONE
from kiosk.visit.rebasing import carried_over, offers
from kiosk.visit.services import Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import Hits
from kiosk.visit.visit import Visit, go
from kiosk.visit.ways import Way
from kiosk.words import N_

PROXY_STEPS, PROXY_VALUE = ("who", "applicant"), "proxy"
RESULT = "result"
OTHERS = LifeEvent("others", N_("Other procedures"), "", "other")
BUSINESS = "business"
MISS_FROM = 2  # characters; a shorter word is not yet one


class FindingSteps:
    """From the wish to the procedures. R06 at "": life events; at an event's id: its procedures; at "search": a word."""

    screens = frozenset({"R06", "R07", "R08"})

    def __init__(self, services: Services, flow: Guide, after_bring: Callable[[Visit], None] | None = None) -> None:
        self._services = services
        self._flow = flow
        self._go_on = after_bring or (lambda visit: flow.move(go(visit, "R10")))
        self._own_finder: tuple[Sequence[Procedure], Finder] | None = None

    def close(self) -> None:
        """Nothing of a person is kept here."""

    # --- showing ----------------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw R06, R07 or R08."""
        _ = self._flow.words
        match visit.place.screen:
            case "R06":
                self._show_finding(visit)
            case "R07" if visit.place.step == RESULT:
                self._flow.show(choosing.eligible(visit, _))
            case "R07":
                question = next(q for q in visit.chosen.eligibility if q.id == visit.place.step)
                self._flow.show(choosing.eligibility(visit, question, _))
            case _:
                together = offers(visit, self._services.procedures())
                self._flow.show(choosing.bring(visit, together, _))

    def _show_finding(self, visit: Visit) -> None:
        _, at = self._flow.words, visit.place.step
        if at == finding.SEARCH:
            self._flow.show(finding.search(visit, self._hits, _))
            return
        events = self._events()
        event = next((event for event in events if event.id == at), None)
        if event is None:
            self._flow.show(finding.events(visit, events, self._picked(visit.picked), _))
        else:
            bids = event.id == BUSINESS and self._flow.leads_to("R26")
            self._flow.show(finding.of_event(visit, event, self._of(event), _, bids=bids))

    def _hits(self, word: str) -> Hits:
        return finding.hits(word, self._found(word), self._by_id(), self._flow.words)

    # --- what there is ----------------------------------------------------------------------------------------------------
    def _by_id(self) -> Mapping[str, Procedure]:
        return {procedure.id: procedure for procedure in self._services.procedures()}

    def _picked(self, ids: Sequence[str]) -> list[Procedure]:
        known = self._by_id()
        return [known[id_] for id_ in dict.fromkeys(ids) if id_ in known]

    def _events(self) -> Sequence[LifeEvent]:
        """The life events, and one more tile where a procedure belongs to none of them."""
        events = tuple(self._services.events())
        return (*events, OTHERS) if self._of(OTHERS) else events

    def _of(self, event: LifeEvent) -> Sequence[Procedure]:
        procedures = self._services.procedures()
        if event.id != OTHERS.id:
            return [procedure for procedure in procedures if event.id in procedure.events]
        known = {known.id for known in self._services.events()}
        return [procedure for procedure in procedures if not known & set(procedure.events)]

    def _found(self, word: str) -> Found:
        return self._finder().find(word)

    def _finder(self) -> Finder:
        """The plant's, else one of our own over the same procedures."""
        finder, procedures = self._services.finder(), self._services.procedures()
        if finder is not None:
            return finder
        if self._own_finder is None or self._own_finder[0] is not procedures:
            events = {event.id: event for event in self._services.events()}
            self._own_finder = (procedures, Finder(procedures, events, (), (self._flow.words,)))
        return self._own_finder[1]

    # --- R06 --------------------------------------------------------------------------------------------------------------
    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R06, R07 or R08."""
        if fact.screen == "R06":
            act = {"": self._after_events, finding.SEARCH: self._after_search}.get(visit.place.step, self._after_cards)
            act(visit, fact)
        else:
            {"R07": self._after_eligibility, "R08": self._after_bring}[fact.screen](visit, fact)

    def kept(self, visit: Visit, value: object) -> Visit:
        """What もどる keeps: the word searched for, or the ticks."""
        if visit.place.step == finding.SEARCH:
            word = value if isinstance(value, str) else ""
            self._count_miss(word)
            return replace(visit, query=word[: finding.MOST_CHARS])
        return replace(visit, picked=_ids(value)) if visit.place.step else visit

    def _after_events(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if fact.action is Action.NEXT:
            self._begin_picked(visit)
        elif chosen == finding.PERSON:
            self._flow.call_person()
        elif chosen == finding.SEARCH or any(event.id == chosen for event in self._events()):
            self._flow.move(go(visit, "R06", chosen))

    def _after_cards(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.NEXT:
            self._begin_picked(replace(visit, picked=_ids(fact.value)))
            return
        match fact.value:
            case (finding.BIDS, tuple(ticked)) if self._flow.leads_to("R26"):
                self._flow.move(go(replace(visit, picked=_ids(ticked)), "R26"))
            case (str(way), tuple(ticked)) if way in list(Way):
                on = [*visit.filters, way] if way not in visit.filters else [one for one in visit.filters if one != way]
                self._flow.move(replace(visit, filters=tuple(on), picked=_ids(ticked), problems=()))

    def _after_search(self, visit: Visit, fact: Fact) -> None:
        match fact.value:
            case (str(chosen), str(word)):
                self._count_miss(word)
                visit = replace(visit, query=word[: finding.MOST_CHARS])
                self._flow.keep(visit)
                if chosen == finding.PERSON:
                    self._flow.call_person()
                else:
                    self._begin_picked(replace(visit, picked=(*visit.picked, chosen)))

    def _count_miss(self, word: str) -> None:
        """Staff should know what people look for in vain. A word may be a name, so only words of our own list are told, as they sound."""
        if len(word.strip()) < MISS_FROM or self._found(word).ids:
            return
        self._services.record("search_miss", language=self._flow.visit.look.language, detail=self._finder().known_word(word))

    def begin_with(self, visit: Visit, procedure: str) -> None:
        """Go straight to R07 with that procedure, and what was ticked before."""
        self._begin_picked(replace(visit, picked=(*visit.picked, procedure)))

    # --- the basket -------------------------------------------------------------------------------------------------------
    def _begin_picked(self, visit: Visit) -> None:
        basket = self._picked(visit.picked)
        if not basket:
            self._flow.refuse(visit, N_("Please touch at least one."))
            return
        self._begin(replace(visit, picked=tuple(procedure.id for procedure in basket)), basket)

    def _begin(self, visit: Visit, basket: Sequence[Procedure]) -> None:
        for procedure in basket:
            if procedure not in visit.basket:
                self._services.record("procedure", procedure=procedure.id)
        visit = carried_over(visit, with_basket(visit, basket))
        if visit.company == "family":
            visit = replace(visit, answers={**_as_proxy(visit.chosen), **visit.answers})
        self._flow.move(go(visit, "R07", _first_open(visit)))

    # --- R07, R08 ---------------------------------------------------------------------------------------------------------
    def _after_eligibility(self, visit: Visit, fact: Fact) -> None:
        if fact.action is not Action.NEXT:
            return
        if visit.place.step == RESULT:
            self._flow.move(go(visit, "R08"))
            return
        chosen = one_of(fact.value)
        if not chosen:
            self._flow.refuse(visit, CHOOSE_ONE)
            return
        visit = replace(visit, eligibility={**visit.eligibility, visit.place.step: chosen})
        self._flow.move(go(visit, "R07", _question_after(visit)))

    def _after_bring(self, visit: Visit, fact: Fact) -> None:
        match fact.value:
            case (str(added), tuple(states)) if fact.action is Action.CHOOSE:
                self._add(replace(visit, bring=_states(states)), added)
            case tuple(states):
                visit = replace(visit, bring=_states(states))
                if fact.action is Action.NEXT:
                    self._go_on(visit)
                else:
                    self._flow.move(visit)

    def _add(self, visit: Visit, added: str) -> None:
        """One more procedure in the same visit: its own questions first, then back to what to bring."""
        more = [procedure for procedure in self._picked((added,)) if procedure not in visit.basket]
        if not more:
            return
        basket = (*visit.basket, *more)
        visit = replace(visit, picked=tuple(procedure.id for procedure in basket))
        self._services.record("procedure", procedure=added)
        visit = carried_over(visit, with_basket(visit, basket))
        first = _first_open(visit)
        self._flow.move(visit if first == RESULT else go(visit, "R07", first))


def _first_open(visit: Visit) -> str:
    """The first question before the visit's own that has no answer yet."""
    return next((q.id for q in visit.chosen.eligibility if q.id not in visit.eligibility), RESULT)


def _question_after(visit: Visit) -> str:
    """The next one in order, so that もどる and つぎへ pass every question; after the last, the result."""
    ids = [question.id for question in visit.chosen.eligibility]
    at = ids.index(visit.place.step)
    return ids[at + 1] if at + 1 < len(ids) else RESULT


def _as_proxy(procedure: Procedure) -> dict[str, str]:
    """Who came for somebody else need not say so again."""
    return {
        step.id: PROXY_VALUE
        for step in procedure.steps
        if step.id.rpartition(".")[2] in PROXY_STEPS and any(choice.value == PROXY_VALUE for choice in step.choices)
    }


def _ids(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()


def _states(value: tuple[object, ...]) -> dict[str, str]:
    pairs = [pair for pair in value if isinstance(pair, tuple) and len(pair) == 2]
    return {str(item): str(state) for item, state in pairs}
