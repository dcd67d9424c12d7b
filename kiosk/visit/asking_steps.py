"""R10 and R12 to R14: with the card or by hand, the questions one by one, the look over them, and the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.visit import basket, rules, steps
from kiosk.visit.compose import card, closing, notices, questions
from kiosk.visit.facts import Action, Fact
from kiosk.visit.opening_steps import CHOOSE_ONE
from kiosk.visit.services import FormTrouble, Services
from kiosk.visit.stretch import Guide, one_of
from kiosk.visit.views import Option, Problem
from kiosk.visit.visit import Visit, answer, go, jump, refuse
from kiosk.words import N_


class AskingSteps:
    """What the city has to know, asked once."""

    screens = frozenset({"R10", "R12", "R13", "R14"})

    def __init__(self, services: Services, flow: Guide) -> None:
        self._services = services
        self._flow = flow

    def close(self) -> None:
        """Nothing is kept here."""

    def show(self, visit: Visit) -> None:
        """Draw R10, R12, R13 or R14."""
        _, setting = self._flow.words, self._flow.setting
        match visit.place.screen:
            case "R10":
                self._flow.show(card.entry(visit, _, setting))
            case "R12":
                at = steps.position(visit.chosen, visit.answers, visit.place.step, visit.from_card)
                today = self._services.clock.now().date()
                self._flow.show(questions.question(visit, visit.step(), at, today, _, setting))
            case "R13":
                self._flow.show(closing.check(visit, _))
            case _:
                self._flow.show(closing.consent(visit, _))

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R10, R12, R13 or R14."""
        after = {"R10": self._after_entry, "R12": self._after_question, "R13": self._after_check, "R14": self._after_consent}
        after[fact.screen](visit, fact)

    # --- R10 --------------------------------------------------------------------------------------------------------------
    def _after_entry(self, visit: Visit, fact: Fact) -> None:
        chosen = one_of(fact.value)
        if not chosen:
            self._flow.refuse(visit, CHOOSE_ONE)
        elif chosen == "card":
            self._flow.move(go(replace(visit, entry="card"), "R11"))
        elif chosen == "phone":
            self._flow.move(go(visit, "R24"))
        elif chosen == "blank":
            blank = replace(visit, entry="blank", send=False, answers={}, from_card=frozenset(), output=closing.PAPER)
            self._flow.move(go(blank, "R16"))
        else:
            self.by_hand(visit)

    def by_hand(self, visit: Visit) -> None:
        """Go on to the questions; what the card gave, if anything, is answered already."""
        entry = "card" if visit.from_card else "hand"
        self.next_question(replace(visit, entry=entry, send=True))

    # --- R12 --------------------------------------------------------------------------------------------------------------
    def next_question(self, visit: Visit) -> None:
        """The first question after this place that has no answer from the card; after the last one, look it over."""
        after = visit.place.step if visit.place.screen == "R12" else None
        step = steps.next_step(visit.chosen, visit.answers, after, visit.from_card)
        self._flow.move(go(visit, "R12", step.id) if step else go(_settled(visit), "R13"))

    def _after_question(self, visit: Visit, fact: Fact) -> None:
        untrusted = fact.value
        if isinstance(untrusted, tuple) and visit.step().kind != "choices":
            untrusted = one_of(untrusted)
        try:
            value = rules.clean(visit.step(), untrusted, self._services.clock.now().date())
        except rules.AnswerProblem as problem:
            draft = untrusted if isinstance(untrusted, str | tuple) else ""
            self._flow.move(refuse(visit, Problem(self._flow.words(problem.msgid), problem.place), draft=draft))
            return
        visit = answer(visit, visit.place.step, value)
        # What the card said may be asked for by an answer that is still to come: it waits until the questions are over.
        waiting = {step: value for step, value in visit.answers.items() if step in visit.from_card}
        visit = replace(visit, answers={**waiting, **steps.drop_unasked(visit.chosen, visit.answers)})
        self._mended(visit) if visit.editing else self.next_question(visit)

    def _mended(self, visit: Visit) -> None:
        """Back to R13 after one change, by way of any question the change has opened."""
        opened = steps.first_unanswered(visit.chosen, visit.answers)
        self._flow.move(go(visit, "R12", opened.id) if opened else jump(_settled(replace(visit, editing=False)), "R13"))

    def kept(self, visit: Visit, untrusted: object) -> Visit:
        """The visit with what was entered so far, where it can be an answer; もどる loses nothing."""
        try:
            value = rules.clean(visit.step(), untrusted, self._services.clock.now().date())
        except rules.AnswerProblem:
            return visit
        return answer(visit, visit.place.step, value) if value else visit

    # --- R13, R14 ---------------------------------------------------------------------------------------------------------
    def _after_check(self, visit: Visit, fact: Fact) -> None:
        if fact.action is Action.EDIT and isinstance(fact.value, str):
            self._flow.move(go(replace(visit, editing=True), "R12", fact.value))
        elif fact.action is Action.NEXT:
            self._check_form(visit)

    def _check_form(self, visit: Visit) -> None:
        token = visit.token

        def checked(troubles: Sequence[FormTrouble]) -> None:
            if self._flow.is_at(token, "R13"):
                self._after_form_check(self._flow.visit, troubles)

        papers = basket.papers(visit.basket, visit.answers)
        if visit.basket and not papers:
            self._after_form_check(visit, ())
            return
        self._services.disk_lane.run(lambda: self._services.forms.check(papers), checked, self._flow.failed)

    def _after_form_check(self, visit: Visit, troubles: Sequence[FormTrouble]) -> None:
        _ = self._flow.words
        papers = basket.papers(visit.basket, visit.answers)
        stops = {basket.question_of(visit.basket, papers, t.paper, t.step): t.fault for t in troubles if t.stops}
        if stops:
            self._flow.move(refuse(visit, *(Problem(_(fault.resident), step) for step, fault in stops.items())))
            return
        self._flow.move(go(visit, "R25" if visit.chosen.labels else "R14"))
        if troubles:
            letters = "".join(dict.fromkeys(c for trouble in troubles for c in trouble.characters))
            on = Option(notices.CONTINUE, _(N_("Go on")))
            self._flow.notice(notices.trouble(troubles[0].fault, _, on, detail=letters))

    def _after_consent(self, visit: Visit, fact: Fact) -> None:
        if fact.value == closing.PAPER_ONLY:
            self._flow.move(go(replace(visit, consent=(), send=False), "R16"))
            return
        if fact.action is not Action.NEXT:
            return
        chosen = tuple(fact.value) if isinstance(fact.value, tuple) else ()
        if closing.SEND not in chosen:
            self._flow.refuse(visit, N_("Please tick the box, or choose paper only."))
            return
        self._flow.move(go(replace(visit, consent=chosen, send=True), "R16"))


def _settled(visit: Visit) -> Visit:
    """The questions are over: what the card said and nothing asks for goes; opened again by a change, it is asked by hand."""
    answers = steps.drop_unasked(visit.chosen, visit.answers)
    return replace(visit, answers=answers, from_card=visit.from_card & answers.keys())
