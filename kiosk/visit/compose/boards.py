"""R22: what may fit you, from a few answers; R26: what the city buys. Nothing of the answers is in any View but the one being shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from kiosk.boards.bids import Bid, BidPack, stale, still_open
from kiosk.boards.fits import NO, UNKNOWN, YES, FitQuestion, Match
from kiosk.entry_words import DATE_WORDS, labels
from kiosk.furigana import plain
from kiosk.handover.calendar import Appointment, ics
from kiosk.handover.short_code import short_code
from kiosk.visit.compose.facts import short_fact
from kiosk.visit.compose.finding import BADGE_CHARS, card
from kiosk.visit.compose.planning import WEEKDAYS, day_words
from kiosk.visit.compose.resume import END, PRINT
from kiosk.visit.compose.summary import net_page
from kiosk.visit.services import NoticeRow, NoticeWords
from kiosk.visit.setting import Setting
from kiosk.visit.views import Badge, Card, Cards, Choices, DateEntry, Frame, Handover, Menu, Option, Problem, Stage, View
from kiosk.words import N_, Catalogue, Translate

FITS, BIDS, ACCOUNT = "fits", "bids", "account"
PAPER, PHONE, CALENDAR, MORE = "paper", "phone", "calendar", "more_days"
ON_PHONE = 420  # bytes; a version 16 code at level M
MOST_SHOWN = 60  # bids; who looks further looks on the city's page
LONG_TITLE = 40  # characters
STAYS_NOWHERE = N_("Your answers stay nowhere.")


# --- R22: the menu ----------------------------------------------------------------------------------------------------------
def hub(fits: bool, bids: bool, account: bool, _: Translate) -> View:
    """R22, what there is to look at; a tile only for what this terminal has."""
    tiles = (
        (fits, Option(FITS, _(N_("What fits you")), _(N_("A few questions, and a list with reasons")), "hands")),
        (bids, Option(BIDS, _(N_("Bid information")), _(N_("What the city buys, by deadline")), "megaphone")),
        (account, Option(ACCOUNT, _(N_("News on your phone")), _(N_("The city's own account, by QR")), "smartphone")),
    )
    frame = Frame("R22", heading=_(N_("News for you")), hint=_(N_("Touch one.")), stage=Stage.CHOOSE, next_label=None)
    return View(frame, Menu(tuple(tile for there, tile in tiles if there)))


def account(address: str, _: Translate) -> View:
    """R22, the city's own account as the settings name it."""
    lines = (
        _(N_("Read the code with your phone's camera.")),
        _(N_("It opens: {page}")).format(page=address.split("//", 1)[-1].split("/", 1)[0]),
        _(N_("You need to tell us no name for it.")),
    )
    body = Handover(lines, (Option(END, _(N_("Finish"))),), qr_text=address, primary=END, numbered=False)
    frame = Frame("R22", heading=_(N_("News on your phone")), stage=Stage.CHOOSE, next_label=None)
    return View(frame, body)


# --- R22: the questions -----------------------------------------------------------------------------------------------------
def question(asked: FitQuestion, at: tuple[int, int], given: str, problems: tuple[Problem, ...], _: Translate) -> View:
    """R22, one yes/no question. at: (this one, of how many), from 1."""
    options = (
        Option(YES, _(N_("Yes")), picture="yes"),
        Option(NO, _(N_("No")), picture="no"),
        Option(UNKNOWN, _(N_("I do not know")), picture="unknown", quiet=True),
    )
    frame = Frame(
        "R22",
        heading=_(asked.ask),
        hint=_(asked.hint),
        stage=Stage.CHOOSE,
        stage_note=_(N_("{n} of {total}")).format(n=at[0], total=at[1]),
        why=" ".join(text for text in (_(asked.why), _(STAYS_NOWHERE)) if text),
        guide="think",
        problems=problems,
    )
    return View(frame, Choices(options, (given,) if given else ()))


def day(asked: FitQuestion, given: str, today: date, problems: tuple[Problem, ...], _: Translate) -> View:
    """R22, the day deadlines count from."""
    frame = Frame(
        "R22",
        heading=_(asked.day),
        hint=_(N_("About is enough.")),
        stage=Stage.CHOOSE,
        why=" ".join((_(N_("Some things have a last day. We count it for you.")), _(STAYS_NOWHERE))),
        problems=problems,
    )
    unknown = (Option(UNKNOWN, _(N_("I do not know")), quiet=True),)
    return View(frame, DateEntry(given, labels(DATE_WORDS, _), today.year - 1, today.year, unknown))


# --- R22: the list ----------------------------------------------------------------------------------------------------------
def result(found: Sequence[Match], today: date, bids: bool, _: Translate, setting: Setting) -> View:
    """R22, what may fit, each with its reason; a touch leads into it. bids: whether the bid board is offered too."""
    acts = (
        (bool(found) and setting.printer, Option(PAPER, _(N_("This list on paper")))),
        (bool(found), Option(PHONE, _(N_("This list on my phone")))),
        (bids, Option(BIDS, _(N_("Bid information")))),
    )
    body = Cards(
        tuple(_fit_card(match, today, _) for match in found),
        filters=tuple(act for there, act in acts if there),
        acts=(PAPER, PHONE, BIDS),
        empty="" if found else _(N_("For these answers nothing is ready here. Please find it by a word, or ask a person.")),
        at_once=True,
    )
    heading = _(N_("These may fit you: {n}")).format(n=len(found)) if found else _(N_("Nothing was found for these answers"))
    hint = _(N_("Touch one to begin. Whether it fits is asked there.")) if found else ""
    return View(Frame("R22", heading=heading, hint=hint, stage=Stage.CHOOSE, next_label=None), body)


def _fit_card(match: Match, today: date, _: Translate) -> Card:
    plain_card = card(match.procedure, (), _)
    when = due_words(match, today, _)
    badges = (Badge(when, "clock"),) if when and (match.last_day or len(plain(when)) <= BADGE_CHARS) else ()
    return replace(plain_card, line=_(match.reason), badges=(*badges, *plain_card.badges))


def due_words(match: Match, today: date, _: Translate) -> str:
    """Until when, from the procedure's own sourced fact; "" where no source says. Naha's rule as it is, another's as what is usual."""
    fact = match.procedure.fact("deadline")
    if fact is None or not fact.value or not fact.source:
        return ""
    if match.last_day is not None and match.last_day < today:
        return _(N_("The day has passed. Please ask soon."))
    if match.last_day is not None:
        text = N_("By {day}") if fact.naha_confirmed else N_("By about {day}")
        return _(text).format(day=day_words(match.last_day, _))
    return short_fact(fact, _)


def phone(found: Sequence[Match], today: date, printed: bool, _: Catalogue, setting: Setting) -> View:
    """R22, the list as a code a phone reads without any net. printed: whether it is on paper already."""
    with_day = any(match.last_day is not None and match.last_day >= today for match in found)
    choices = (
        (with_day, Option(CALENDAR, _(N_("Put the days into the calendar")))),
        (setting.printer and not printed, Option(PRINT, _(N_("On paper too")))),
        (True, Option(END, _(N_("Finish")))),
    )
    lines = (_(N_("Read the code with your phone's camera.")), _(N_("The list shows as text. No net is needed.")), _(STAYS_NOWHERE))
    body = Handover(
        lines, tuple(choice for there, choice in choices if there), qr_text=list_text(found, today, _), primary=END, numbered=False
    )
    frame = Frame("R22", heading=_(N_("This list on my phone")), stage=Stage.RECEIVE, next_label=None)
    return View(frame, body)


def list_text(found: Sequence[Match], today: date, _: Translate, most: int = ON_PHONE) -> str:
    """The list for a phone, as much of it as a code can hold. most: bytes."""
    lines = [plain(_(N_("What may fit you (Yuimado)")))]
    rest = _(N_("and {n} more"))
    for number, match in enumerate(found):
        when = plain(due_words(match, today, _)) if match.last_day else ""
        line = " ".join(part for part in (f"{number + 1}.", plain(_(match.procedure.title)), when) if part)
        left = plain(rest).format(n=len(found) - number)
        if len("\n".join([*lines, line, left]).encode()) > most:
            return "\n".join([*lines, left])
        lines.append(line)
    return "\n".join(lines)


def with_days(found: Sequence[Match], today: date) -> tuple[Match, ...]:
    """Those whose last day is known and still to come."""
    return tuple(match for match in found if match.last_day is not None and match.last_day >= today)


def calendar(match: Match, more: bool, now: datetime, _: Translate) -> View:
    """R22, one last day as a calendar entry."""
    assert match.last_day is not None, "only what has a day goes into a calendar"
    title = _(match.procedure.title)
    when = due_words(match, now.date(), _)
    entry = Appointment(
        _(N_("Last day: {title}")).format(title=title),
        match.last_day,
        f"{match.procedure.id}-{match.last_day:%Y%m%d}",
        now,
        note=_(N_("Please ask the counter whether the day is right for you.")),
    )
    lines = (title, when, _(N_("Read the code: your phone asks whether to put it into the calendar.")))
    next_day = (Option(MORE, _(N_("The next day"))),) if more else ()
    body = Handover(
        lines, (*next_day, Option(END, _(N_("Finish")))), qr_text=ics(entry), primary=MORE if more else END, numbered=False
    )
    frame = Frame("R22", heading=_(N_("Into your calendar")), stage=Stage.RECEIVE, next_label=None)
    return View(frame, body)


def words_for_paper(found: Sequence[Match], today: date, _: Translate, setting: Setting) -> NoticeWords:
    """The list as finished words without furigana: what, why, until when, where."""
    rows = tuple(
        NoticeRow(
            plain(_(match.procedure.title)),
            plain(_(match.reason)),
            plain(due_words(match, today, _) or _(N_("Last day: please ask at the counter"))),
            plain(_desk(match, _)),
            short_code(match.procedure.id),
            net_page(match.procedure),
        )
        for match in found
    )
    return NoticeWords(day_words(today, _), rows, list_text(found, today, _, 600), setting.account)


def _desk(match: Match, _: Translate) -> str:
    fact = match.procedure.fact("counter")
    if fact is None or not fact.value:
        return _(N_("Where: please ask at the counter"))
    where = short_fact(fact, _)
    return f"{_(fact.label)}: {where}"


# --- R26: the bid board -----------------------------------------------------------------------------------------------------
def bids(pack: BidPack | None, now: datetime, _: Translate) -> View:
    """R26, what can still be handed in, the nearest deadline first, with the data's own day."""
    found = still_open(pack.bids, now) if pack else ()
    nearest = _(N_("The nearest {n} are shown.")).format(n=MOST_SHOWN) if len(found) > MOST_SHOWN else ""
    hint = " ".join(text for text in (_dated(pack, _), nearest) if text)
    heading = _(N_("Bids still open: {n}")).format(n=len(found)) if found else _(N_("Bid information"))
    body = Cards(
        tuple(_bid_card(bid, now.date(), _) for bid in found[:MOST_SHOWN]),
        empty="" if found else _(N_("No bids are open in this data. Please look at the city's page, or ask a person.")),
        at_once=True,
        banner=_banner(pack, now.date(), _),
    )
    return View(Frame("R26", heading=heading, hint=hint, stage=Stage.CHOOSE, next_label=None), body)


def _dated(pack: BidPack | None, _: Translate) -> str:
    if pack is None:
        return ""
    if pack.dated is None:
        return _(N_("Date of the data: not known"))
    return _(N_("Date of the data: {day}")).format(day=long_day(pack.dated, _))


def _banner(pack: BidPack | None, today: date, _: Translate) -> str:
    if pack is None:
        return ""
    if pack.example:
        return _(N_("Examples for practice. These are not real bids."))
    if not stale(pack, today):
        return ""
    if pack.dated is None or pack.dated > today:
        return _(N_("Nobody can say how old this is. Please make sure on the city's page."))
    return _(N_("This is {n} days old. Please make sure on the city's page.")).format(n=(today - pack.dated).days)


def _bid_card(bid: Bid, today: date, _: Translate) -> Card:
    badges = [Badge(_left(bid.due, today, _), "clock"), *([Badge(bid.kind)] if bid.kind else [])]
    if len(bid.title) > LONG_TITLE:  # a name of the city's own, which cannot be said shorter: it takes the badges' room
        badges = []
    return Card(bid.id, bid.title, _(N_("Deadline: {when}")).format(when=deadline(bid.due, bid.at, _)), "", tuple(badges))


def _left(due: date, today: date, _: Translate) -> str:
    days = (due - today).days
    return _(N_("Today")) if days <= 0 else _(N_("{n} days left")).format(n=days)


def long_day(day: date, _: Translate) -> str:
    """The day with its year."""
    return _(N_("{month}/{day}/{year}")).format(year=day.year, month=day.month, day=day.day)


def deadline(due: date, at: time | None, _: Translate, *, year: bool = False) -> str:
    """Day and, where one is named, time."""
    clock = "" if at is None else " 24:00" if at == time.max else f" {at:%H:%M}"
    if not year:
        return f"{day_words(due, _)}{clock}"
    weekday = _(WEEKDAYS[due.weekday()])
    return _(N_("{day} ({weekday})")).format(day=long_day(due, _), weekday=weekday) + clock


def bid(found: Bid, pack: BidPack, today: date, _: Translate) -> View:
    """R26, one bid with its page as a code."""
    return View(
        Frame(
            "R26",
            heading=_(N_("Bid information")),
            hint=_banner(pack, today, _) or _dated(pack, _),
            stage=Stage.CHOOSE,
            next_label=None,
        ),
        Handover(
            tuple(_bid_lines(found, _)),
            (Option(END, _(N_("Finish"))),),
            picture="megaphone",
            qr_text=found.url,
            primary=END,
            numbered=False,
        ),
    )


def _bid_lines(found: Bid, _: Translate) -> Iterator[str]:
    yield found.title
    yield _(N_("Deadline: {when}")).format(when=deadline(found.due, found.at, _, year=True))
    labelled: Mapping[str, str] = {N_("Kind: {text}"): found.kind, N_("In charge: {text}"): found.desk}
    told = [_(text).format(text=value) for text, value in labelled.items() if value]
    if told:
        yield "\u3000".join(told)
    if found.url:
        yield _(N_("The code opens: {page}")).format(page=found.url.split("//", 1)[-1].split("/", 1)[0])
    else:
        yield _(N_("There is no page for it. Please ask the desk in charge."))
