"""An unfinished visit as a few hundred bytes: which procedures, what was answered, where it stood, and until when it may be taken up.

JSON and raw deflate with a fixed dictionary, standard library only. Measured (2026-11-24, 7 / 17 / 41 answers): 138 / 271 / 444 bytes;
CBOR (cbor2 6.2.1) with the same dictionary 151 / 283 / 467, without one 204 / 331 / 526. So another dependency would make it larger.
Never in it: 個人番号, card numbers, which fields came from a card, answers that are only for paper; see `kiosk/handover/visits.py`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.model.procedure import Answer

if TYPE_CHECKING:
    from kiosk.handover.ticket import Ticket

LIFE: Final = timedelta(days=14)
CLOCK_TOLERANCE: Final = timedelta(hours=24)  # two terminals' clocks may differ that much, as with the intake
MOST_PLAIN: Final = 256 * 1024
FORMAT: Final = 1

# Part of format 1: another dictionary is another format. Commonest last, as deflate reaches those with the shortest distance.
_DICTIONARY: Final = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴザジズゼゾダヂヅデドバビブベボ"
    "パピプペポャュョッー０１２３４５６７８９都道府県市立区町村小学校中学校病院番地丁目号"
    '","unknown","no","yes","household","proxy","self","relation":"","target_name":"","target_birth":"20","copies":"1","phone":"0980"'
    ',"address":"沖縄県那覇市","birth":"19","kana":"","name":"","who":"","R10","R13","R12"'
).encode()


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """One unfinished visit. id: random, 16 hex digits; screen, step: where it stood; made: aware, to the minute."""

    id: str
    made: datetime
    procedures: tuple[str, ...]
    screen: str
    step: str
    answers: Mapping[str, Answer]

    def __repr__(self) -> str:
        return f"<Draft {self.id}>"

    @property
    def until(self) -> datetime:
        """When it can no longer be taken up."""
        return self.made + LIFE

    def refuse_unless_current(self, now: datetime) -> None:
        """EXPIRED after its time; CLOCK when it seems to come from the future: setting a clock back makes no paper younger."""
        if now < self.made - CLOCK_TOLERANCE:
            raise HandoverProblem(Reason.CLOCK)
        if now >= self.until:
            raise HandoverProblem(Reason.EXPIRED)


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """A つづきQR. text: its digits; until: when it ends; kept: whether the city's shelf holds the content, so the number is needed."""

    text: str
    until: datetime
    kept: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class NeedsNumber:
    """A ticket was read: the person's four digits release what the city keeps."""

    ticket: Ticket


def pack(draft: Draft) -> bytes:
    """The draft as bytes, one format byte before the deflated rest."""
    answers = {key: list(value) if isinstance(value, tuple) else value for key, value in draft.answers.items()}
    minutes = int(draft.made.timestamp() // 60)
    fields = [draft.id, minutes, list(draft.procedures), draft.screen, draft.step, answers]
    plain = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    return bytes([FORMAT]) + packer.compress(plain) + packer.flush()


def unpack(packed: bytes) -> Draft:
    """The draft behind bytes whose seal has held; HandoverProblem NEWER or TORN."""
    if packed[:1] != bytes([FORMAT]):
        raise HandoverProblem(Reason.NEWER)
    unpacker = zlib.decompressobj(-15, _DICTIONARY)
    try:
        plain = unpacker.decompress(packed[1:], MOST_PLAIN)
        if not unpacker.eof or unpacker.unused_data:
            raise HandoverProblem(Reason.TORN)
        return _draft(json.loads(plain.decode("utf-8", "surrogatepass")))
    except (zlib.error, ValueError, TypeError, OverflowError, OSError, RecursionError):
        raise HandoverProblem(Reason.TORN) from None


def _draft(fields: Any) -> Draft:
    draft_id, minutes, procedures, screen, step, answers = fields
    if not all(isinstance(text, str) for text in (draft_id, screen, step, *procedures)) or type(minutes) is not int:
        raise TypeError
    made = datetime.fromtimestamp(minutes * 60, UTC)
    return Draft(draft_id, made, tuple(procedures), screen, step, {_text(key): _answer(value) for key, value in answers.items()})


def _answer(value: object) -> Answer:
    return tuple(_text(part) for part in value) if isinstance(value, list) else _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
