"""R11: the card is placed, its expiry and tries are asked, then the number, then the four attributes are shown. The chip is dark between.

A pulled card ends in R10 with nothing kept; a fault shows its sentence and leaves the way without a card open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kiosk.faults import CARD_LAST_TRY, CARD_LOCKED, CARD_NO_READER, CARD_NO_SERVICE, CARD_REMOVED, CARD_TOO_MANY, Fault, KioskError
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from kiosk.ports import CardNotice, CardState, WrongNumber
from kiosk.visit import rules
from kiosk.visit.compose import card, notices
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import Services
from kiosk.visit.stretch import Guide
from kiosk.visit.views import Option, Problem
from kiosk.visit.visit import Visit, back, refuse
from kiosk.words import N_

T = TypeVar("T")
MOST_TRIES = 2
TOO_FEW = N_("Please enter all the digits.")


class CardSteps:
    """The card part of a visit. Its own state lives only while R11 is shown."""

    screens = frozenset({"R11"})

    def __init__(self, services: Services, flow: Guide, go_on: Callable[[Visit], None]) -> None:
        """go_on: takes the visit to its questions, with or without what the card gave."""
        self._services = services
        self._flow = flow
        self._go_on = go_on
        self._round = 0
        self.close()

    def take_away(self) -> None:
        """The visit is over: nobody will take the practice card away."""
        if self._services.practice_card is not None:
            self._services.practice_card.remove()

    def close(self) -> None:
        """Forget what the card gave."""
        self._notice: CardNotice | None = None
        self._way = "pin"
        self._busy = False
        self._person: Person | None = None
        self._fault: Fault | None = None
        self._refused: Fault | None = None

    # --- what is shown ----------------------------------------------------------------------------------------------------
    def show(self, visit: Visit) -> None:
        """Draw the state of R11; begin with the card when one lies there already."""
        _ = self._flow.words
        if self._person is not None:
            self._flow.show(card.person_read(visit, self._person, _))
        elif self._busy:
            self._flow.show(card.place_card(visit, _, "card-read", busy=True))
        elif self._notice is None:
            practice = self._services.practice_card is not None
            self._flow.show(card.place_card(visit, _, "card-place", busy=False, fault=self._fault, practice=practice))
            if self._flow.card_state is CardState.PRESENT and self._fault is None:
                self._inspect()
        elif self._way == "pin":
            self._flow.show(card.pin_pad(visit, self._notice, _))
        else:
            self._flow.show(card.face_code_pad(visit, self._notice, _, why_not_pin=self._refused))

    # --- what happens -----------------------------------------------------------------------------------------------------
    def card_changed(self, state: CardState) -> None:
        """A card came: ask it. It went: nothing of it stays, and the choice of R10 is open again."""
        if state is CardState.PRESENT:
            self._fault = None
            self.show(self._flow.visit)
            return
        had_begun = self._notice is not None or self._busy or self._person is not None
        self.close()
        if state in (CardState.NO_READER, CardState.NO_SERVICE):
            self._fault = CARD_NO_READER if state is CardState.NO_READER else CARD_NO_SERVICE
            self.show(self._flow.visit)
        elif had_begun:
            self._leave_for_r10(CARD_REMOVED)

    def handle(self, visit: Visit, fact: Fact) -> None:
        """One act on R11."""
        match fact.action:
            case Action.BACK:
                self.close()
                self._flow.move(back(visit))
            case Action.SECRET if isinstance(fact.value, Secret):
                self._enter(visit, fact.value)
            case Action.CHOOSE if fact.value == card.PRACTICE_CARD and self._services.practice_card is not None:
                self._put_practice_card()
            case Action.CHOOSE if fact.value == "hand":
                self.close()
                self._go_on(visit)
            case Action.CHOOSE if fact.value in ("pin", "face_code"):
                self._choose_way(visit, str(fact.value))
            case Action.CHOOSE:  # the pad's own [とりやめる]
                self.close()
                self._flow.move(back(visit))
            case Action.NEXT if self._person is not None:
                self._accept(visit, self._person)
            case Action.NEXT:
                self._flow.move(refuse(visit, Problem(self._flow.words(TOO_FEW))))

    def _put_practice_card(self) -> None:
        """As a hand would: put it down, or lift it and put it down again where it lies there already."""
        assert self._services.practice_card is not None
        self._services.practice_card.insert()
        if self._flow.card_state is CardState.PRESENT:
            self._fault = None
            self.show(self._flow.visit)

    def _inspect(self) -> None:
        reader = self._services.card
        if reader is None or self._busy:
            return
        self._begin(reader.inspect, self._inspected)

    def _inspected(self, notice: CardNotice) -> None:
        self._notice = notice
        self._refused = _refusal(notice.pin_tries)
        if self._refused is not None and _refusal(notice.face_code_tries) is None:
            self._way = "face_code"
        refusal = _refusal(self._tries(notice))
        if refusal is not None:
            self._stop(refusal)
            return
        self.show(self._flow.visit)

    def _choose_way(self, visit: Visit, way: str) -> None:
        self._way = way
        refusal = _refusal(self._tries(self._notice)) if self._notice else None
        if refusal is not None:
            self._way = "face_code" if way == "pin" else "pin"
            self._flow.notice(notices.trouble(refusal, self._flow.words))
            return
        self._flow.move(replace(visit, problems=()))

    def _tries(self, notice: CardNotice) -> int | None:
        return notice.pin_tries if self._way == "pin" else notice.face_code_tries

    def _enter(self, visit: Visit, secret: Secret) -> None:
        """Send one number once. It is wiped on every path."""
        reader = self._services.card
        wanted = sum(card.PIN_GROUPS if self._way == "pin" else card.FACE_CODE_GROUPS)
        if reader is None or len(secret) != wanted:
            secret.wipe()
            self._flow.move(refuse(visit, Problem(self._flow.words(TOO_FEW))))
            return
        if visit.tries >= MOST_TRIES:
            secret.wipe()
            self._stop(CARD_TOO_MANY)
            return
        self._flow.keep(replace(visit, tries=visit.tries + 1, problems=()))
        read = reader.read_with_pin if self._way == "pin" else reader.read_with_face_code

        def once() -> Person:
            with secret:
                return read(secret)

        self._begin(once, self._read)

    def _begin(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run one piece of card work; its result counts only while this visit is still at R11 and the card was not pulled."""
        token = self._flow.visit.token
        self._busy = True
        self._round += 1
        this_round = self._round
        self.show(self._flow.visit)

        def mine() -> bool:
            return self._busy and self._round == this_round and self._flow.is_at(token, "R11")

        def arrived(result: T) -> None:
            if mine():
                self._busy = False
                done(result)

        def failed(error: KioskError) -> None:
            if mine():
                self._busy = False
                self._failed(error)

        self._services.card_lane.run(work, arrived, failed)

    def _read(self, person: Person) -> None:
        self._person = person
        self._flow.keep(replace(self._flow.visit, tries=0))
        self.show(self._flow.visit)

    def _accept(self, visit: Visit, person: Person) -> None:
        given = rules.from_person(visit.chosen, person)
        self.close()
        visit = replace(visit, answers={**visit.answers, **given}, from_card=frozenset(given))
        self._go_on(visit)

    # --- trouble ----------------------------------------------------------------------------------------------------------
    def _failed(self, error: KioskError) -> None:
        self._services.record("fault", code=error.fault.code, detail=error.detail)
        if isinstance(error, WrongNumber) and error.tries_left > 1 and self._notice is not None:
            self._wrong(error.tries_left)
        elif error.fault is CARD_REMOVED:
            self.close()
            self._leave_for_r10(CARD_REMOVED)
        else:
            self._stop(CARD_LAST_TRY if isinstance(error, WrongNumber) else error.fault)

    def _wrong(self, tries_left: int) -> None:
        assert self._notice is not None
        if self._way == "pin":
            self._notice = replace(self._notice, pin_tries=tries_left)
        else:
            self._notice = replace(self._notice, face_code_tries=tries_left)
        problem = Problem(self._flow.words(N_("The number was different. Please try again, or go on without a card.")))
        self._flow.move(refuse(self._flow.visit, problem))

    def _stop(self, fault: Fault) -> None:
        """The card cannot help now: say why, and leave every other way open."""
        self.close()
        self._fault = fault
        self.show(self._flow.visit)
        _ = self._flow.words
        choices = (Option(notices.CONTINUE, _(N_("I see"))), Option(notices.CALL, _(N_("Call a person"))))
        self._flow.notice(notices.trouble(fault, _, *choices))

    def _leave_for_r10(self, fault: Fault) -> None:
        visit = back(self._flow.visit)
        self._flow.move(refuse(replace(visit, entry=""), Problem(self._flow.words(fault.resident))))


def _refusal(tries: int | None) -> Fault | None:
    """Why no number is asked for: the last try is never used, and an unknown count is left to the card."""
    if tries is None or tries > 1:
        return None
    return CARD_LAST_TRY if tries == 1 else CARD_LOCKED
