"""Makes つづきQR and takes them back: whole on paper where it fits, else the key on paper and the rest on the city's shelf.

Blocking (disk, and the network for the shelf): call it in a lane. Nothing here knows a screen; why a code cannot be taken is a
HandoverProblem.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.handover import codes
from kiosk.handover.codes import Kind
from kiosk.handover.draft import Draft, NeedsNumber, Written, pack, unpack
from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.handover.sealing import OVERHEAD, TerminalsKeys
from kiosk.handover.ticket import Ticket, new_ticket, read_ticket
from kiosk.handover.used import UsedDrafts
from kiosk.ports import DeliveryError, HandoverShelf, ShelfState

MOST_WHOLE = codes.MOST_BYTES - OVERHEAD  # 605 bytes of a packed draft: 52 of 55 shipped walks, but not those with twelve children


_SHELF_REASONS = {
    ShelfState.UNKNOWN: Reason.NOT_FOUND,
    ShelfState.EXPIRED: Reason.EXPIRED,
    ShelfState.USED: Reason.USED,
    ShelfState.DESTROYED: Reason.DESTROYED,
}


class HandoverDesk:
    """One terminal's. keys: None where it has none; shelf: None where it knows no intake; now: aware."""

    def __init__(
        self, keys: TerminalsKeys | None, shelf: HandoverShelf | None, used: UsedDrafts, now: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._shelf = shelf
        self._used = used
        self._now = now
        self._tickets: dict[str, tuple[Ticket, str]] = {}  # of the visit going on: to have the shelf forget what it released

    # --- making -----------------------------------------------------------------------------------------------------------
    def write(self, draft: Draft) -> Written | None:
        """The whole visit as a code; None when it is too large for paper. NO_KEY where this terminal makes none."""
        packed = pack(draft)
        if self._keys is None:
            raise HandoverProblem(Reason.NO_KEY)
        if len(packed) > MOST_WHOLE:
            return None
        return Written(codes.write(Kind.WHOLE, self._keys.seal(packed)), draft.until)

    def keep(self, draft: Draft, number: str) -> Written:
        """The visit on the city's shelf, and its key as a code. NO_WAY when the city did not confirm that it keeps it."""
        if self._keys is None:
            raise HandoverProblem(Reason.NO_KEY)
        if self._shelf is None:
            raise HandoverProblem(Reason.NO_WAY)
        ticket = new_ticket()
        try:
            self._shelf.put(ticket.name, ticket.close(self._keys.seal(pack(draft))), ticket.proof(number))
        except DeliveryError:
            raise HandoverProblem(Reason.NO_WAY) from None
        return Written(codes.write(Kind.TICKET, ticket.body()), draft.until, kept=True)

    # --- taking back ------------------------------------------------------------------------------------------------------
    def read(self, text: str) -> Draft | NeedsNumber:
        """What a scanner typed, as a visit to go on with, or the wish for the number."""
        code = codes.read(text)
        if self._keys is None:
            raise HandoverProblem(Reason.NO_KEY)
        if code.kind is Kind.TICKET:
            return NeedsNumber(read_ticket(code.body))
        return self._checked(self._keys.open(code.body))

    def collect(self, needs: NeedsNumber, number: str) -> Draft:
        """What the shelf releases for that number; WRONG_NUMBER knows the tries left."""
        if self._keys is None:
            raise HandoverProblem(Reason.NO_KEY)
        if self._shelf is None:
            raise HandoverProblem(Reason.NO_WAY)
        ticket = needs.ticket
        try:
            answer = self._shelf.release(ticket.name, ticket.proof(number))
        except DeliveryError:
            raise HandoverProblem(Reason.NO_WAY) from None
        if answer.state is ShelfState.WRONG:
            raise HandoverProblem(Reason.WRONG_NUMBER, answer.tries)
        if answer.state is not ShelfState.RELEASED:
            raise HandoverProblem(_SHELF_REASONS[answer.state])
        draft = self._checked(self._keys.open(ticket.open(answer.kept)))
        self._tickets[draft.id] = (ticket, number)
        return draft

    def _checked(self, packed: bytes) -> Draft:
        draft = unpack(packed)
        draft.refuse_unless_current(self._now())
        if self._used.holds(draft.id):
            raise HandoverProblem(Reason.USED)
        return draft

    # --- afterwards -------------------------------------------------------------------------------------------------------
    def done(self, draft: Draft) -> None:
        """The visit taken up from that draft was handed in: the paper is used up here, and the shelf forgets it.

        What cannot be told now passes by itself: the shelf destroys what it released after a quarter of an hour.
        """
        try:
            self._used.add(draft, self._now())
        except OSError:
            return
        finally:
            self.let_go(draft)

    def forget(self) -> None:
        """The visit is over: nothing of its paper or number stays here."""
        self._tickets.clear()

    def let_go(self, draft: Draft) -> None:
        """Have the shelf forget it; never raises."""
        ticket, number = self._tickets.pop(draft.id, (None, ""))
        if ticket is not None and self._shelf is not None:
            try:
                self._shelf.forget(ticket.name, ticket.proof(number))
            except DeliveryError:
                return
