"""R15: a desk, a day, a time, what should be ready, whom to call, and the slip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from kiosk.entry_words import TEXT_WORDS, labels
from kiosk.furigana import plain
from kiosk.handover.calendar import Appointment, ics
from kiosk.visit.compose.planning import WEEKDAYS
from kiosk.visit.services import ReservationWords
from kiosk.visit.setting import Setting
from kiosk.visit.views import (
    BookingSlip,
    Check,
    CheckRow,
    Choices,
    Days,
    DayTile,
    Frame,
    NumberEntry,
    Option,
    Problem,
    Stage,
    TextEntry,
    TextKind,
    Times,
    View,
    Working,
)
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

if TYPE_CHECKING:
    from kiosk.booking.model import Desk, OpenDay, Request, ShutDay, Slot, State
    from kiosk.outbox.records import Accepted

SCREEN: Final = "R15"
DESK, DAY, TIME, NEEDS, NAME, PHONE = "desk", "day", "time", "needs", "name", "phone"
UNSAID, PRINT, END = "unsaid", "print", "end"
NAME_CHARS: Final = 20
SHUT_SHOWN: Final = 2
NEED_LABELS: Final = {
    "wheelchair": (N_("I come with a wheelchair"), "wheelchair"),
    "child": (N_("I come with a child"), "child"),
    "interpreter": (N_("I need an interpreter"), "language"),
    "online": (N_("I talk online, from home"), "computer"),
}


def _frame(
    heading: str, hint: str = "", *, problems: tuple[Problem, ...] = (), next_label: str | None = None, why: str = ""
) -> Frame:
    return Frame(SCREEN, heading=heading, hint=hint, stage=Stage.CHOOSE, next_label=next_label, problems=problems, why=why)


# --- choosing -----------------------------------------------------------------------------------------------------------
def looking(_: Translate) -> View:
    """R15, while the calendar is read."""
    return View(_frame(_(N_("One moment, please."))), Working(_(N_("Looking for free times.")), "", True))


def desks(known: Sequence[Desk], problems: tuple[Problem, ...], _: Translate) -> View:
    """R15, which desk."""
    options = tuple(Option(desk.id, _(desk.label), _(desk.note) if desk.note else "", desk.picture) for desk in known)
    frame = _frame(_(N_("Which desk would you like to visit?")), _(N_("Touch one.")), problems=problems)
    return View(frame, Choices(options, at_once=True))


def nothing_free(desk: Desk, _: Translate) -> View:
    """R15, a desk without a free time."""
    frame = _frame(_(N_("There is no free time at this desk now")), _(desk.label))
    return View(frame, Working(_(N_("Please go back for another desk, or ask a person.")), "calendar", False))


def days(desk: Desk, found: Sequence[OpenDay], today: date, problems: tuple[Problem, ...], _: Translate) -> View:
    """R15, the days with free times."""
    tiles = tuple(
        DayTile(
            open_day.day.isoformat(),
            day_words(open_day.day, _),
            _mark((open_day.day - today).days, _),
            _(N_("{n} free")).format(n=open_day.free),
            _shut(open_day.shut, _),
        )
        for open_day in found
    )
    return View(_frame(_(N_("Which day?")), _(desk.label), problems=problems), Days(tiles))


def _mark(ahead: int, _: Translate) -> str:
    near = {0: N_("Today"), 1: N_("Tomorrow"), 2: N_("The day after tomorrow")}
    return _(near[ahead]) if ahead in near else ""


def _shut(shut: Sequence[ShutDay], _: Translate) -> tuple[str, ...]:
    """The closed days before a day, the last few of them; holidays say that they are."""
    words = []
    for closed in shut[-SHUT_SHOWN:]:
        day = f"{closed.day.month}/{closed.day.day}"
        weekday = _(WEEKDAYS[closed.day.weekday()])
        text = N_("{day} ({weekday}) holiday") if closed.holiday else N_("{day} ({weekday}) closed")
        words.append(_(text).format(day=day, weekday=weekday))
    return tuple(words)


def times(desk: Desk, open_day: OpenDay, problems: tuple[Problem, ...], _: Translate) -> View:
    """R15, the free times of that day."""
    options = tuple(
        Option(slot.value, f"{slot.begins:%H:%M}".lstrip("0"), _(N_("{n} free")).format(n=slot.free)) for slot in open_day.slots
    )
    hint = _(N_("{desk}, {n} minutes")).format(desk=_(desk.label), n=desk.minutes)
    return View(
        _frame(_(N_("What time on {day}?")).format(day=day_words(open_day.day, _)), hint, problems=problems), Times(options)
    )


def needs(desk: Desk, ticked: Sequence[str], _: Translate) -> View:
    """R15, what the desk should get ready."""
    options = tuple(Option(need, _(NEED_LABELS[need][0]), "", NEED_LABELS[need][1]) for need in desk.needs)
    frame = _frame(_(N_("What should we get ready?")), _(N_("Touch all that apply. If nothing does, go on.")), next_label="")
    return View(frame, Choices(options, tuple(ticked), multiple=True))


# --- whom to call -------------------------------------------------------------------------------------------------------
def name(value: str, problems: tuple[Problem, ...], _: Translate, setting: Setting) -> View:
    """R15, how the person wishes to be called."""
    body = TextEntry(
        value,
        TextKind.NAME,
        NAME_CHARS,
        labels(TEXT_WORDS, _),
        setting.candidates,
        choices=(Option(UNSAID, _(N_("Call me by my number")), quiet=True),),
    )
    frame = _frame(
        _(N_("What shall we call you?")),
        _(N_("A family name is enough.")),
        problems=problems,
        next_label="",
        why=_(N_("Only the desk reads it. It is not used for anything else.")),
    )
    return View(frame, body)


def phone(value: str, problems: tuple[Problem, ...], _: Translate) -> View:
    """R15, where to call if the time was taken."""
    body = NumberEntry(
        value,
        max_digits=11,
        erase=_(N_("Erase one")),
        choices=(Option(UNSAID, _(N_("Without a telephone")), quiet=True),),
    )
    frame = _frame(
        _(N_("Where can we call you?")),
        _(N_("We call only if somebody else already has this time.")),
        problems=problems,
        next_label="",
        why=_(N_("Only the desk reads it. It is not used for anything else.")),
    )
    return View(frame, body)


# --- looking over -------------------------------------------------------------------------------------------------------
def check(request: Request, _: Translate) -> View:
    """R15, everything once more; nothing is booked yet."""
    said = _needs_words(request, _)
    rows = [
        CheckRow(DESK, _(N_("Desk")), _(request.desk.label)),
        CheckRow(TIME, _(N_("Day and time")), f"{day_words(request.slot.begins.date(), _)} {clock_words(request.slot, _)}"),
    ]
    if request.desk.needs:
        rows.append(CheckRow(NEEDS, _(N_("To get ready")), said or _(N_("Nothing"))))
    rows.append(CheckRow(NAME, _(N_("We call you")), request.name or _(N_("by your number"))))
    rows.append(CheckRow(PHONE, _(N_("Telephone")), request.phone or _(N_("Left empty"))))
    frame = Frame(
        SCREEN,
        heading=_(N_("Shall we book this?")),
        hint=_(N_("It goes to the city, locked. Only the desk, day and time stay readable on the way.")),
        stage=Stage.CHECK,
        next_label=_(N_("Book it")),
    )
    return View(frame, Check(tuple(rows), _(N_("Change")), _(N_("Not booked yet"))))


def booking(_: Translate, *, asking: bool) -> View:
    """R15, while it is written down, and while the city is asked."""
    message = N_("Asking the city. A few seconds, please.") if asking else N_("Writing it down.")
    frame = Frame(SCREEN, heading=_(N_("One moment, please.")), stage=Stage.RECEIVE, back=False, next_label=None, quit=False)
    return View(frame, Working(_(message), "", True))


# --- the slip -----------------------------------------------------------------------------------------------------------
def taken_meanwhile(_: Translate) -> Problem:
    """Why the days stand there again."""
    return Problem(_(N_("Somebody else has just taken that time. Please choose another.")))


def slip(
    request: Request,
    accepted: Accepted | None,
    state: State,
    made: datetime,
    printed: bool,
    _: Translate,
    setting: Setting,
    visit: Visit,
) -> View:
    """R15, the number, the day and what to bring. accepted: None in practice."""
    words = on_paper(request, accepted, state, made, _)
    paper = (Option(PRINT, _(N_("Print it"))),) if setting.printer and not printed else ()
    body = BookingSlip(
        state=words.state,
        sure=_sure(state),
        number_label=_(N_("Your number")) if accepted else _(N_("Practice: nothing was booked")),
        number=words.number,
        code=words.code,
        day=words.day,
        time=words.time,
        desk=words.desk,
        lists=words.lists,
        qr_text=words.calendar,
        qr_hint=_(N_("Your phone puts it into its calendar.")),
        choices=(*paper, Option(END, _(N_("Finish")))),
        primary=PRINT if paper else END,
    )
    frame = Frame(
        SCREEN, heading=_(N_("Please come at this time")), hint=words.state_note, stage=Stage.RECEIVE, back=False, next_label=None, quit=False
    )  # fmt: skip
    return View(frame, body)


def on_paper(request: Request, accepted: Accepted | None, state: State, made: datetime, _: Translate) -> ReservationWords:
    """Finished words for slip and screen."""
    desk, slot = request.desk, request.slot
    online = "online" in request.needs
    lists = ((_(N_("Please bring")), tuple(_(text) for text in desk.bring)),) if desk.bring and not online else ()
    if online and desk.prepare:
        lists = (*lists, (_(N_("Please have ready")), tuple(_(text) for text in desk.prepare)))
    where = desk.join or _(N_("Online: staff send you the address")) if online else _(desk.where) if desk.where else ""
    return ReservationWords(
        state=_(N_("Booked")) if _sure(state) else _(N_("Provisional booking")),
        state_note=_(_note(state, request)),
        number=accepted.receipt_no if accepted else "",
        code=accepted.matching_code if accepted else "",
        day=day_words(slot.begins.date(), _),
        time=clock_words(slot, _),
        desk=_(desk.label),
        where=where,
        lists=lists,
        needs=_needs_words(request, _),
        calendar=_calendar(request, accepted, state, made, where, _),
    )


def _needs_words(request: Request, _: Translate) -> str:
    return _(N_(", ")).join(_(NEED_LABELS[need][0]) for need in request.needs)


def _sure(state: State) -> bool:
    return state.value == "confirmed"


def _note(state: State, request: Request) -> str:
    if _sure(state):
        return N_("The city has confirmed it.")
    if request.phone:
        return N_("The city confirms it later. If somebody else has this time, we call you.")
    return N_("The city confirms it later. To be sure, ask staff with your number before you come.")


def _calendar(request: Request, accepted: Accepted | None, state: State, made: datetime, where: str, _: Translate) -> str:
    title = N_("Booked: {desk}") if _sure(state) else N_("Provisional: {desk}")
    number = accepted.receipt_no if accepted else ""
    note = f"{_(N_('Your number'))} {number} {accepted.matching_code}" if accepted else ""
    uid = number or f"practice-{request.slot.value}"
    entry = Appointment(
        _(title).format(desk=_(request.desk.label)), request.slot.begins, uid, made, request.slot.minutes, plain(where), note
    )
    return ics(entry)


# --- words --------------------------------------------------------------------------------------------------------------
def day_words(day: date, _: Translate) -> str:
    """The day with its weekday, without a year; in two pieces where room is small."""
    return _(N_("{month}/{day} ({weekday})")).format(month=day.month, day=day.day, weekday=_(WEEKDAYS[day.weekday()]))


def clock_words(slot: Slot, _: Translate) -> str:
    """From when to when."""
    ends = slot.begins.hour * 60 + slot.begins.minute + slot.minutes
    return _(N_("{begins} to {ends}")).format(
        begins=f"{slot.begins.hour}:{slot.begins.minute:02}", ends=f"{ends // 60}:{ends % 60:02}"
    )
