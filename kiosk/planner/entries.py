"""How assets/documents.yaml, places.yaml and calendar.yaml are written: one pydantic model a kind of entry."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from kiosk.content.entries import Entry, Id, SourcedEntry, Text

HOURS: Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d")
MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def _hours(text: str) -> str:
    if not HOURS.fullmatch(text):
        raise PydanticCustomError("hours", 'are no hours such as "8:30-17:15"')
    return text


def _month_day(text: str) -> str:
    if not MONTH_DAY.fullmatch(text):
        raise PydanticCustomError("month_day", 'is no month and day such as "06-23"')
    return text


Hours = Annotated[str, AfterValidator(_hours)]
MonthDay = Annotated[str, AfterValidator(_month_day)]
WeekDay = Literal["weekdays", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "daily"]


class PlannedEntry(SourcedEntry):
    """Something that is only true because a page said so on a day. naha_confirmed: the page is Naha's own."""

    naha_confirmed: bool = False


class DocumentEntry(PlannedEntry):
    """A paper that has to be got. lead_days: calendar days from asking to ready, `null` where no source says.

    at: places; any does. ask, fetch: ways, the usual one first; `ask: []` where nobody has to ask. appointment: telephone first.
    """

    id: Id
    label: Text
    at: list[Id] = Field(default_factory=list)
    ask: list[Literal["visit", "phone", "net", "post"]]
    fetch: list[Literal["visit", "net", "post", "home"]] = Field(min_length=1)
    lead_days: int | None = Field(ge=0, le=400)
    needs: list[Id] = Field(default_factory=list)
    here: bool = False
    appointment: bool = False
    doctor: bool = False
    asked_by: Id | None = None
    use_within_days: int | None = Field(default=None, ge=1, le=3650)
    note: Text | None = None


class DocumentsFile(Entry):
    """assets/documents.yaml."""

    documents: list[DocumentEntry] = Field(min_length=1)


class PlaceEntry(PlannedEntry):
    """A place. hours: weekday -> times such as "8:30-17:15", `null` where no source says.

    closed: `holidays` and ids of the calendar's closing days; not read where hours are unknown.
    """

    id: Id
    label: Text
    kind: Literal["city", "branch", "office", "hospital", "employer", "school", "shop", "store", "bank", "post", "home"]
    hours: dict[WeekDay, list[Hours]] | None
    closed: list[Id] = Field(default_factory=list)


class PlacesFile(Entry):
    """assets/places.yaml."""

    places: list[PlaceEntry] = Field(min_length=1)


class OwnDayEntry(PlannedEntry):
    """A closing day of the city's own, every year: `day`, or from `first` to `last`."""

    id: Id
    label: Text
    day: MonthDay | None = None
    first: MonthDay | None = None
    last: MonthDay | None = None

    @model_validator(mode="after")
    def _one_form(self) -> OwnDayEntry:
        if (self.day is None) == (self.first is None) or (self.first is None) != (self.last is None):
            raise PydanticCustomError("own_day", "needs `day`, or both `first` and `last`")
        return self


class CalendarFile(Entry):
    """assets/calendar.yaml."""

    closing_days: list[OwnDayEntry]
