"""Reservations as a visit uses them: the desks, their free days, the entry for the queue, and what the city made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.booking.model import Desk, Minutes, OpenDay, Request, State, Taken
from kiosk.booking.offering import OpenHours, open_days

if TYPE_CHECKING:
    from kiosk.outbox.records import Submission
    from kiosk.outbox.store import Outbox
    from kiosk.planner.model import Atlas
    from kiosk.planner.opening import Calendar

PROCEDURE, SCHEMA = "reservation", "reservation/1"


class BookingOffice:
    """One terminal's reservations. atlas: places and closing days, read at the first question; outbox: None while it is not open.

    live: whether entries are sent while a visit goes on, so that waiting for the city's answer makes sense.
    """

    def __init__(
        self,
        desks: Sequence[Desk],
        atlas: Callable[[], tuple[Atlas, Calendar]],
        outbox: Callable[[], Outbox | None],
        live: Callable[[], bool],
    ) -> None:
        self.desks = tuple(desks)
        self._load = atlas
        self._outbox = outbox
        self._live = live
        self._atlas: tuple[Atlas, Calendar] | None = None

    @property
    def live(self) -> bool:
        """Whether an answer of the city can come within a visit."""
        return self._live()

    def days(self, desk: Desk, now: datetime) -> tuple[OpenDay, ...]:
        """The days of that desk with free slots. Blocking."""
        outbox = self._outbox()
        rows = outbox.bookings(now.date().isoformat()) if outbox is not None else ()
        taken = [Taken(row.desk, row.day, row.begins, row.state) for row in rows]
        return open_days(desk, now, self._open_hours(desk, now.date()), taken)

    def submission(self, request: Request) -> Submission:
        """The entry for the queue: sealed for the city but for its slot. Offer the same value again for the same reservation."""
        from kiosk.outbox.envelope import Claim
        from kiosk.outbox.records import Submission

        begins = request.slot.begins
        claim = Claim(request.desk.id, begins.date().isoformat(), f"{begins:%H:%M}", request.slot.places)
        answers = {
            "desk": claim.desk,
            "day": claim.day,
            "begins": claim.begins,
            "minutes": request.slot.minutes,
            "needs": [need.value for need in request.needs],
            "name": request.name,
            "phone": request.phone,
        }
        return Submission(PROCEDURE, SCHEMA, PROCEDURE, answers, claim=claim)

    def outcome(self, submission_id: str) -> State:
        """What became of a reservation made here. Blocking, quick."""
        outbox = self._outbox()
        return State((outbox.booking_state(submission_id) if outbox is not None else "") or State.PENDING)

    def _open_hours(self, desk: Desk, today: date) -> OpenHours:
        from kiosk.planner.model import Guesses
        from kiosk.planner.opening import Hours

        atlas, calendar = self._atlas = self._atlas or self._load()
        place = atlas.places.get(desk.place)
        if place is None:  # a place that was taken out of the file: then nothing can be known, and nothing is offered
            return lambda day: None
        hours = Hours(atlas.places, calendar, today, Guesses())

        def open_hours(day: date) -> Sequence[Minutes] | None:
            return None if hours.closed_because(place, day) else hours.windows(place.id, (day - today).days)

        return open_hours
