"""How assets/reservations.yaml is written. Importing this costs pydantic; kiosk/booking/kept.py does it only for a file it has not seen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kiosk.content.entries import Entry, Id, Picture, Text, Word
from kiosk.planner.entries import Hours, WeekDay


class DeskEntry(Entry):
    """A desk that takes reservations. `example: true` for one that is made up; else `source` and `verified_on` say who told it, and when.

    place: of places.yaml; hours: weekday -> times such as "9:00-12:00"; minutes, places: of one slot; first_day: days from today.
    """

    id: Id
    label: Text
    note: Text | None = None
    picture: Picture
    place: Id
    where: Text | None = None
    procedures: list[Id] = Field(default_factory=list)
    hours: dict[WeekDay, list[Hours]]
    minutes: int = Field(ge=5, le=240)
    places: int = Field(ge=1, le=99)
    needs: list[Literal["wheelchair", "child", "interpreter", "online"]] = Field(default_factory=list)
    first_day: int = Field(ge=0, le=60)
    days: int = Field(ge=1, le=120)
    closed_on: list[date] = Field(default_factory=list)
    bring: list[Text] = Field(default_factory=list, max_length=4)
    prepare: list[Text] = Field(default_factory=list, max_length=4)
    join: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=120)] | None = None
    example: bool = False
    source: Word | None = None
    verified_on: date | None = None

    @model_validator(mode="after")
    def _told_by_somebody(self) -> DeskEntry:
        if self.example == (self.source is not None and self.verified_on is not None):
            raise PydanticCustomError("told", "needs `source` and `verified_on`, or `example: true` while it is made up")
        return self


class ReservationsFile(Entry):
    """assets/reservations.yaml."""

    desks: list[DeskEntry]
