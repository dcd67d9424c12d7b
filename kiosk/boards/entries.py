"""How assets/boards/fits.yaml is written. Importing this costs pydantic; kiosk/boards/kept.py does it only for a file it has not seen."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kiosk.content.entries import ConditionEntry, Entry, Id, Text


class FitQuestionEntry(Entry):
    """One yes/no question. day: asked after a yes, for deadlines that count from it."""

    id: Id
    ask: Text
    hint: Text | None = None
    why: Text | None = None
    day: Text | None = None


class DueEntry(Entry):
    """after: a question with a `day:`; days: the number the procedure's own deadline fact names."""

    after: Id
    days: int = Field(ge=1, le=1000)


class FitEntry(Entry):
    """One rule: when it fits, where it leads (one of procedure and board), and why in words."""

    procedure: Id | None = None
    board: Literal["bids"] | None = None
    when: ConditionEntry
    reason: Text
    due: DueEntry | None = None


class FitsFile(Entry):
    """assets/boards/fits.yaml."""

    questions: list[FitQuestionEntry] = Field(min_length=1, max_length=8)
    fits: list[FitEntry] = Field(min_length=1)
