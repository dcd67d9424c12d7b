"""What goes into the queue and what can be seen of it. Only `Submission` holds a person's words, and it never prints them."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.outbox.envelope import Claim

# Kanji of the first school years with few strokes, easy to tell apart aloud and on paper.
MATCHING_KANJI = "山川海空花月星風木石田雨森林火水土竹虫鳥"
MATCHING_DIGITS = "23456789"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class RowState(StrEnum):
    """Where a submission is: waiting for the city, sent (receipt kept, content erased) or set aside for staff."""

    WAITING = "waiting"
    SENT = "sent"
    SET_ASIDE = "set_aside"


def new_submission_id() -> str:
    """A fresh id; it is the idempotency key at the city's intake."""
    return str(uuid.uuid4())


def matching_code(submission_id: str) -> str:
    """Two characters that tell two neighbours' papers apart, e.g. 海7; the same id always gives the same code."""
    digest = hashlib.sha256(b"matching code" + submission_id.encode()).digest()
    return MATCHING_KANJI[digest[0] % len(MATCHING_KANJI)] + MATCHING_DIGITS[digest[1] % len(MATCHING_DIGITS)]


def receipt_number(terminal: str, number: int) -> str:
    """The number as a person reads it, e.g. N1-0427; grows past four digits when it must."""
    return f"{terminal}-{number:04d}"


@dataclass(frozen=True, slots=True, repr=False)
class Submission:
    """One finished entry. Offering the same value twice gives the same receipt number, so a second tap is harmless.

    procedure, form: ids of their definitions; schema: version of the answers' shape, e.g. "juminhyo/1".
    answers: by the form's field names; values are plain JSON. claim: of a reservation, the slot it asks for; it is no part of the content.
    """

    procedure: str
    schema: str
    form: str
    answers: Mapping[str, object]
    id: str = field(default_factory=new_submission_id)
    claim: Claim | None = None
    matching_code: str = field(init=False, compare=False)
    _content: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Freeze the content as it is now: what is offered a second time is the same to the byte."""
        object.__setattr__(self, "matching_code", matching_code(self.id))
        content = {
            "id": self.id,
            "matching_code": self.matching_code,
            "procedure": self.procedure,
            "schema": self.schema,
            "form": self.form,
            "answers": dict(self.answers),
        }
        object.__setattr__(self, "_content", _utf8(content))

    def __repr__(self) -> str:
        return f"<Submission {self.id}>"

    def payload(self, receipt_no: str, terminal: str, accepted_at: datetime) -> bytes:
        """The bytes that get sealed: UTF-8 JSON. Number, code of the terminal and time are our own letters: nothing to escape."""
        moment = accepted_at.isoformat(timespec="seconds")
        given = f'{{"receipt_no":"{receipt_no}","terminal":"{terminal}","accepted_at":"{moment}",'
        return given.encode() + self._content[1:]


def _utf8(value: object) -> bytes:
    """Compact JSON. A lone surrogate from a broken card file is kept as an escape rather than lose the entry."""
    try:
        return _JSON.encode(value).encode()
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The row is on disk: the screen may say 受け付けました."""

    receipt_no: str
    matching_code: str
    submission_id: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A submission as staff may see it: no content. bytes: size of the sealed content still held here.

    reservation: "" for none, else pending, confirmed, clash or late.
    """

    id: str
    receipt_no: str
    matching_code: str
    procedure: str
    state: RowState
    attempts: int
    next_at: datetime | None
    last_problem: str
    created_at: datetime
    bytes: int
    reservation: str = ""


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A reservation as staff may see it: no content. state: pending, confirmed, clash or late.

    set_aside: the intake refused the entry, so nobody decides about it before staff do.
    """

    id: str
    receipt_no: str
    matching_code: str
    desk: str
    day: str
    begins: str
    state: str
    created_at: datetime
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print job as the queue remembers it."""

    receipt_no: str
    form: str
    state: str
    attempts: int
    fault_code: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """The badge for staff; costs one row to read however long the queue is.

    paused: the intake refuses this terminal (QUEUE-05). next_at: no request before that moment.
    """

    waiting: int
    set_aside: int
    last_delivered_at: datetime | None
    paused: bool
    next_at: datetime | None
    last_problem: str


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the link to the city stands. attempts: link failures in a row; decided_at: when next_at was decided."""

    attempts: int = 0
    next_at: datetime | None = None
    decided_at: datetime | None = None
    paused: bool = False
    held: bool = False
    last_problem: str = ""


@dataclass(frozen=True, slots=True)
class DueItem:
    """A row whose turn it is."""

    seq: int
    id: str
    sealed: bytes
    attempts: int
    claim: bytes = b""
