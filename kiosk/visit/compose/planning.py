"""R09: the plan in words and pictures; and what the phone reads of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kiosk.furigana import plain
from kiosk.planner.model import HERE, Day, Deed, PlaceKind, Plan, Said, Way
from kiosk.visit.setting import Setting
from kiosk.visit.views import Frame, Handover, Option, Stage, TripBar, TripDay, TripLine, TripPlan, View
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

SHEET, DOCTOR = "plan_sheet", "doctor_pack"
BY_POST, IN_PERSON, PHONE, BACK = "by_post", "in_person", "phone_code", "back_to_plan"
BETWEEN_JAPANESE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
MOST_LINES, LONG_LINES = 5, 2
PICTURES: Mapping[PlaceKind, str] = {
    PlaceKind.CITY: "city-hall",
    PlaceKind.BRANCH: "city-hall",
    PlaceKind.OFFICE: "certificate",
    PlaceKind.HOSPITAL: "hospital",
    PlaceKind.EMPLOYER: "work",
    PlaceKind.SCHOOL: "school",
    PlaceKind.SHOP: "shop",
    PlaceKind.STORE: "store",
    PlaceKind.BANK: "bank",
    PlaceKind.POST: "mail",
    PlaceKind.HOME: "house",
}
AT_HOME: Mapping[Way, str] = {Way.PHONE: "phone", Way.NET: "computer", Way.POST: "mail", Way.HOME: "house"}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
PRINT_HERE = N_("You print your papers here.")
UNTOLD = N_("Nobody told us where to get it.")
TITLES: Mapping[Way, str] = {
    Way.PHONE: N_("By telephone"),
    Way.NET: N_("On the net"),
    Way.POST: N_("By post"),
    Way.HOME: N_("At home"),
}


def plan(visit: Visit, found: Plan, other: Plan, _: Translate, setting: Setting) -> View:
    """R09. found: the plan shown; other: the same errands with the post, or without it where it is shown with it."""
    frame = Frame(
        "R09",
        heading=_(N_("A plan with fewer trips")),
        hint=_(_hint(found)),
        stage=Stage.BRING,
        next_label=_(N_("Go on to the form")),
        problems=visit.problems,
    )
    body = TripPlan(
        bars=tuple(_bars(found, other, _)),
        facts=(
            (_(N_("Days off work")), f"{found.usual_days_off} → {found.days_off}"),
            (_(N_("All done on (about)")), day_words(found.finish, _)),
        ),
        days=(*_days(found, _), *_to_mind(found, _)),
        options=tuple(_options(_, setting, doctor=bool(found.doctor))),
        selected=visit.take_along,
        acts=tuple(_acts(visit, found, other, _)),
    )
    return View(frame, body)


def _hint(found: Plan) -> str:
    if found.guesses or found.unknown:
        return N_("Some of it is a guess. Please ask where it says so.")
    return N_("Today's visit is counted too.")


def _bars(found: Plan, other: Plan, _: Translate) -> Iterator[TripBar]:
    yield TripBar(_(N_("Usually")), found.usual_trips, _times(found.usual_trips, _))
    yield TripBar(_(N_("In this order")), found.trips, _times(found.trips, _), best=True)
    if other.trips < found.trips:
        yield TripBar(_(N_("With the post")), other.trips, _times(other.trips, _))


def _times(trips: int, _: Translate) -> str:
    return _(N_("{n} trips")).format(n=trips) if trips != 1 else _(N_("1 trip"))


def _options(_: Translate, setting: Setting, *, doctor: bool) -> Iterator[Option]:
    if setting.printer:
        yield Option(SHEET, _(N_("Print this plan too")))
        if doctor:
            yield Option(DOCTOR, _(N_("Print papers for the doctor too")))


def _acts(visit: Visit, found: Plan, other: Plan, _: Translate) -> Iterator[Option]:
    yield Option(PHONE, _(N_("On my phone")), picture="smartphone")
    if visit.by_post:
        yield Option(IN_PERSON, _(N_("Without the post")), picture="city-hall")
    elif other.trips < found.trips:
        yield Option(BY_POST, _(N_("Use the post")), picture="mail")


# --- days ---------------------------------------------------------------------------------------------------------------
def day_words(day: date, _: Translate) -> str:
    """The day with its weekday, without a year."""
    return _(N_("{month}/{day} ({weekday})")).format(month=day.month, day=day.day, weekday=_(WEEKDAYS[day.weekday()]))


def _days(found: Plan, _: Translate) -> Iterator[TripDay]:
    """A day with much to do takes several cards."""
    first = found.days[0].date
    for day in found.days:
        lines = tuple(_lines(day, _))
        why = " ".join(said.text(_) for said in _told(day))
        for number, part in enumerate(_cards(lines)):
            mark = _mark((day.date - first).days, _) if number == 0 else _(N_("(continued)"))
            yield TripDay(day_words(day.date, _), mark, part, why if number == 0 else "", home=not day.stops)


def _cards(lines: Sequence[TripLine]) -> Iterator[tuple[TripLine, ...]]:
    """As many lines as a card holds; a line that names its place takes two."""
    part: list[TripLine] = []
    for line in lines:
        if part and sum(2 if one.place else 1 for one in (*part, line)) > MOST_LINES:
            yield tuple(part)
            part = []
        part.append(line)
    yield tuple(part)


def _told(day: Day) -> Sequence[Said]:
    """Why this day; that today is today, its mark says."""
    return [said for said in day.why if said.msgid != HERE][:1]


def _to_mind(found: Plan, _: Translate) -> Iterator[TripDay]:
    """What was guessed, and what nobody told us: cards of their own at the end."""
    lines = [TripLine("unknown", "", said.text(_)) for said in found.guesses]
    lines += [TripLine("unknown", _(UNTOLD), _(label)) for label in found.unknown]
    lines += [TripLine("talk", "", said.text(_)) for said in found.notes]
    for at in range(0, len(lines), LONG_LINES):
        yield TripDay(_(N_("Please ask, please mind")), "", tuple(lines[at : at + LONG_LINES]), home=True)


def _mark(days: int, _: Translate) -> str:
    soon = {0: N_("Today"), 1: N_("Tomorrow")}
    return _(soon[days]) if days in soon else _(N_("in {n} days")).format(n=days)


def _lines(day: Day, _: Translate) -> Iterator[TripLine]:
    for stop in day.stops:
        if not stop.deeds:
            yield TripLine(PICTURES[stop.kind], _(stop.label), _(PRINT_HERE))
        for n, deed in enumerate(stop.deeds):
            yield TripLine(PICTURES[stop.kind], _(stop.label) if n == 0 else "", deed.said().text(_))
    way: Way | None = None
    for deed in sorted(day.at_home, key=lambda deed: deed.way):
        yield TripLine(AT_HOME[deed.way], _(TITLES[deed.way]) if deed.way is not way else "", deed.said().text(_))
        way = deed.way


# --- to take along ------------------------------------------------------------------------------------------------------
def on_phone(found: Plan, _: Translate) -> View:
    """R09, the plan as a code the phone reads."""
    body = Handover(
        lines=(
            _(N_("Hold your phone's camera over the code.")),
            _(N_("It holds days and places only, nothing about you.")),
        ),
        qr_text=as_text(found, _),
        choices=(Option(BACK, _(N_("Back to the plan"))),),
        primary=BACK,
    )
    frame = Frame("R09", heading=_(N_("Your plan, for your phone")), stage=Stage.BRING, next_label=None)
    return View(frame, body)


def as_text(found: Plan, _: Translate) -> str:
    """The plan as lines of text, short enough for a QR: day, place, what to do; nothing of the person."""
    lines = [plain(_(N_("Your plan")))]
    for day in found.days:
        lines.append(plain(day_words(day.date, _)))
        lines += [f"・{plain(_(stop.label))}: {_joined(stop.deeds, _)}" for stop in day.stops if stop.deeds]
        lines += [f"・{plain(deed.said().text(_))}" for deed in day.at_home]
    return _short("\n".join(lines))


def _joined(deeds: Sequence[Deed], _: Translate) -> str:
    return "、".join(plain(deed.said().text(_)) for deed in deeds)


def letters(found: Plan, _: Translate) -> str:
    """The letters a doctor is asked for, in one line."""
    return _as_on_paper("、".join(plain(_(label)) for label in found.doctor))


MOST_BYTES = 900
"""What a phone still reads from the screen."""


def _short(text: str) -> str:
    raw = text.encode()
    return text if len(raw) <= MOST_BYTES else raw[: MOST_BYTES - 3].decode(errors="ignore") + "…"


def sheet_answers(found: Plan, _: Translate) -> dict[str, str]:
    """The plan as the answers of assets/forms/plan.yaml: day#1, place#1, act#1 …, mind#1 …; words without furigana."""
    rows: dict[str, str] = {
        "usual": plain(_times(found.usual_trips, _)),
        "trips": plain(_times(found.trips, _)),
        "finish": plain(day_words(found.finish, _)),
    }
    written = ("", "")
    for number, (day, place, act) in enumerate(_entries(found, _), 1):
        same = (day, place) == written
        rows |= {f"day#{number}": "" if day == written[0] else day, f"place#{number}": "" if same else place, f"act#{number}": act}
        written, rows["entries"] = (day, place), str(number)
    minded = [said.text(_) for said in (*found.guesses, *found.notes)]
    minded += [f"{_(UNTOLD)} {_(label)}" for label in found.unknown]
    for number, text in enumerate(minded, 1):
        rows |= {f"mind#{number}": plain(text), "minded": str(number)}
    return {key: _as_on_paper(text) for key, text in rows.items()}


def _entries(found: Plan, _: Translate) -> Iterator[tuple[str, str, str]]:
    """(day, place, what to do), one thing each: a box of the sheet never gets too much."""
    for day in found.days:
        when = plain(day_words(day.date, _))
        for stop in day.stops:
            for text in [deed.said().text(_) for deed in stop.deeds] or [_(PRINT_HERE)]:
                yield when, plain(_(stop.label)), plain(text)
        for deed in day.at_home:
            yield when, plain(_(TITLES[deed.way])), plain(deed.said().text(_))


def _as_on_paper(text: str) -> str:
    """Without the spaces between Japanese phrases, which help on the screen."""
    return BETWEEN_JAPANESE.sub("", text)
