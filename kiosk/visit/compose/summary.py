"""What a person takes home from R17, as a QR or on paper: number, next steps, and for each procedure its desk, hours and code.

Only what the procedures' files say, with "usually" where the source is not Naha's own page; nothing of the person. An address of the
net is Naha's own page that a fact was read from, never one made up here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.furigana import plain
from kiosk.handover.short_code import short_code
from kiosk.model.procedure import Procedure
from kiosk.visit.compose.facts import short_fact
from kiosk.visit.services import SummaryPart, SummaryWords
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

ON_SCREEN = 330  # bytes; a version 13 code at level M: 0.4 mm a module and more on the smallest screen
ON_PAPER = 600  # bytes; version 19: 0.55 mm a module
_PAGE = re.compile(r"https://www\.city\.naha\.okinawa\.jp/[!-~]+")
_AT_DESK = ("counter", "floor", "hours")


def page_of(procedure: Procedure) -> str:
    """Naha's own page about it, as a confirmed fact names it; the net way first; "" where no source gives one."""
    facts = sorted(procedure.facts, key=lambda fact: fact.id != "net")
    found = (_PAGE.search(fact.source) for fact in facts if fact.naha_confirmed)
    return next((page[0] for page in found if page), "")


def net_page(procedure: Procedure) -> str:
    """Naha's own page for doing it on the net; "" where no confirmed fact says that this can be done and where."""
    net = procedure.fact("net")
    page = _PAGE.search(net.source) if net is not None and net.holds and net.naha_confirmed else None
    return page[0] if page else ""


def words(visit: Visit, _: Translate) -> SummaryWords:
    """Everything of it as finished words, without furigana."""
    number = visit.accepted.receipt_no if visit.accepted else ""
    code = visit.accepted.matching_code if visit.accepted else ""
    steps = tuple(plain(_(text)) for text in visit.chosen.next_steps)
    calls = tuple(dict.fromkeys(plain(_(procedure.call)) for procedure in visit.basket if procedure.call))
    parts = tuple(_part(procedure, _) for procedure in visit.basket)
    return SummaryWords(number, code, steps, parts, calls, plain(_if_lost(number, _)), qr_text(visit, _, ON_PAPER))


def _part(procedure: Procedure, _: Translate) -> SummaryPart:
    desk = tuple(_facts(procedure, _))
    return SummaryPart(plain(_(procedure.title)), short_code(procedure.id), desk, page_of(procedure))


def _facts(procedure: Procedure, _: Translate) -> Iterator[str]:
    for name in _AT_DESK:
        fact = procedure.fact(name)
        if fact is not None and fact.value:
            value = short_fact(fact, _)
            yield plain(f"{_(fact.label)}: {value}")


def _if_lost(number: str, _: Translate) -> str:
    if number:
        return _(N_("If you lose the paper, tell the counter your number."))
    return _(N_("If you lose the paper, you can make it anew at any of our machines."))


def qr_text(visit: Visit, _: Translate, most: int = ON_SCREEN) -> str:
    """The same for a phone, in the order of its weight; what would make the code too fine to read is left out. most: bytes."""
    number = f"{visit.accepted.receipt_no} ({visit.accepted.matching_code})" if visit.accepted else ""
    first = [_(N_("Yuimado, Naha City")), number, *(_(text) for text in visit.chosen.next_steps)]
    titles = [f"{_(procedure.title)} {short_code(procedure.id)}" for procedure in visit.basket]
    pages = [page_of(procedure) for procedure in visit.basket]
    desks = [fact for procedure in visit.basket for fact in _facts(procedure, _)]
    calls = [_(procedure.call) for procedure in visit.basket]
    lost = [_if_lost(visit.accepted.receipt_no if visit.accepted else "", _)]
    lines: list[str] = []
    for line in dict.fromkeys(plain(line) for line in (*first, *titles, *lost, *pages, *desks, *calls) if line):
        if len("\n".join([*lines, line]).encode()) <= most:
            lines.append(line)
    return "\n".join(lines)
