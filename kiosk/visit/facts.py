"""What a screen reports: one frozen Fact, carried by a Signal(object) so that its identity survives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What the person did. The comment names what `value` holds."""

    START = "start"  # R01 touched; value: language code or ""
    NEXT = "next"  # the screen's own answer, untrusted (see each body in views.py)
    BACK = "back"  # the screen's answer so far, kept if it can be
    CALL = "call"  # 人をよぶ
    QUIT = "quit"  # やめる
    LOOK = "look"  # Look
    LOOK_OPEN = "look_open"  # "size", "language" or "voice": the header chip
    CHOOSE = "choose"  # value of a button that acts at once
    EDIT = "edit"  # step id
    SECRET = "secret"  # noqa: S105 - the name of an act; value: Secret, the receiver wipes it
    TIME_UP = "time_up"  # a countdown ran out


@dataclass(frozen=True, slots=True)
class Fact:
    """One act on one screen. screen: the id of the view it answers, so that a late tap never answers another screen."""

    screen: str
    action: Action
    value: object = None
