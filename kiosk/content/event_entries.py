"""How assets/events.yaml is written. Importing this costs pydantic; kiosk/content/events.py does it only for a file it has not seen."""

from __future__ import annotations

from pydantic import Field

from kiosk.content.entries import Entry, Id, Picture, Text


class EventEntry(Entry):
    """One life event, in the order of the tiles. note: one line under the label."""

    id: Id
    label: Text
    note: Text | None = None
    picture: Picture


class EventsFile(Entry):
    """assets/events.yaml."""

    events: list[EventEntry] = Field(min_length=1)
