"""What happens in a life, and brings people to the counter; read from assets/events.yaml by kiosk/content/events.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One of the tiles of R06. label, note: Japanese msgids; picture: assets/icons/tile/<picture>.svg."""

    id: str
    label: str
    note: str = ""
    picture: str = ""
