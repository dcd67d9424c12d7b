"""R13 to R19: look it over, agree, print and send, the number, goodbye, erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kiosk.faults import Fault
from kiosk.model.procedure import Step
from kiosk.visit import basket, steps
from kiosk.visit.compose import summary
from kiosk.visit.compose.questions import numbered, topic
from kiosk.visit.rules import show
from kiosk.visit.services import Filled
from kiosk.visit.setting import Setting
from kiosk.visit.views import Check, CheckRow, Choices, Consent, Done, Frame, Leave, Option, Stage, View, Wiped, Working
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

SEND = "send"
PAPER_ONLY = "paper_only"
BOOK = "book"
PAPER, QR, BOTH = "paper", "qr", "both"


def check(visit: Visit, _: Translate) -> View:
    """R13."""
    asked = steps.asked_steps(visit.chosen, visit.answers)
    frame = Frame(
        "R13",
        heading=_(N_("Is everything right?")),
        hint=_(N_("Nothing has been handed in yet.")),
        stage=Stage.CHECK,
        next_label=_(N_("It is right")),
        guide="point-left",
        problems=visit.problems,
    )
    rows = [_row(visit, step, _) for step in asked]
    groups = list(dict.fromkeys(("", *(_(procedure.title) for procedure in visit.basket))))
    rows.sort(key=lambda row: groups.index(row.group))
    named = any(row.group for row in rows)
    everybody = _(N_("What several papers need"))
    return View(frame, Check(tuple(replace(row, group=row.group or everybody) if named else row for row in rows), _(N_("Change"))))


def _row(visit: Visit, step: Step, _: Translate) -> CheckRow:
    given = visit.answers.get(step.id, "")
    value = show(step, given, _, visit.look.language) if given else _(N_("Left empty"))
    mark = _(N_("From the card")) if step.id in visit.from_card else ""
    return CheckRow(step.id, numbered(step, _(step.label), _), value, mark, topic(visit, step, _))


def consent(visit: Visit, _: Translate) -> View:
    """R14. No tick is set beforehand; the paper-only way stays open."""
    body = Consent(
        headers=(_(N_("What")), _(N_("What for")), _(N_("Who sees it")), _(N_("Until when"))),
        table=_terms(visit, _),
        options=(Option(SEND, _(N_("I agree to send this form to the city"))),),
        selected=visit.consent,
        decline=Option(PAPER_ONLY, _(N_("I do not agree; paper only")), quiet=True),
    )
    frame = Frame(
        "R14",
        heading=_(N_("May the city receive it?")),
        hint=_(N_("It is locked so that only the city can open it.")),
        stage=Stage.CHECK,
        problems=visit.problems,
    )
    return View(frame, body)


def _terms(visit: Visit, _: Translate) -> tuple[tuple[str, str, str, str], ...]:
    """(what, why, who, until). What goes to the same people for as long stands once, with every purpose: few lines are read."""
    whys: dict[tuple[str, str, str], list[str]] = {}
    for row in visit.chosen.consent:
        whys.setdefault((row.what, row.who, row.until), []).append(_(row.why))
    return tuple((_(what), _listed(why), _(who), _(until)) for (what, who, until), why in whys.items())


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else "\n".join(f"• {text}" for text in texts)


def output(visit: Visit, _: Translate, setting: Setting) -> View:
    """R16, how to take it home."""
    forms = len(basket.papers(visit.basket, visit.answers)) + len(visit.take_along)
    paper = (Option(PAPER, _(N_("On paper")), _what_is_printed(forms, _), "printer"),) if setting.printer else ()
    code = (Option(QR, _(N_("On my phone")), _(N_("Number and next steps as a QR code")), "smartphone"),) if visit.send else ()
    both = (Option(BOTH, _(N_("Both")), "", "both"),) if paper and code else ()
    frame = Frame(
        "R16",
        heading=_(N_("How would you like to take it home?")),
        hint=_(N_("The counter needs the paper if you go there today.")),
        stage=Stage.RECEIVE,
        next_label=_act(visit, forms, _, setting),
        guide="point-left",
        problems=visit.problems,
    )
    return View(frame, Choices((*paper, *code, *both), (visit.output,) if visit.output else ()))


def _what_is_printed(forms: int, _: Translate) -> str:
    return _(N_("The form, filled in")) if forms == 1 else _(N_("{n} forms and a cover sheet")).format(n=forms)


def _act(visit: Visit, forms: int, _: Translate, setting: Setting) -> str:
    """The button says what it does."""
    if visit.output == QR or not setting.printer:
        return _(N_("Hand in"))
    if forms == 1:
        return _(N_("Print 1 sheet and hand in")) if visit.send else _(N_("Print 1 sheet"))
    return _(N_("Print everything and hand in")) if visit.send else _(N_("Print everything"))


def taking(visit: Visit, _: Translate) -> View:
    """R16, while the row is written to the disk."""
    return _working(_(N_("One moment, please.")), "", busy=True)


def printing(visit: Visit, _: Translate) -> View:
    """R16, the paper is on its way."""
    return _working(_accepted(visit, _), _(N_("Printing. Please wait for your paper.")), busy=True, picture="paper-out")


def print_trouble(visit: Visit, fault: Fault, _: Translate) -> View:
    """R16, the printer needs a hand; the job is kept."""
    choices = [Option("again", _(N_("Print once more")))] if fault.code == "PRINT-07" else []
    if visit.accepted is not None:
        choices.append(Option("without", _(N_("Go on with the number only"))))
    remedy = _(N_("Staff: {remedy}")).format(remedy=_(fault.remedy))
    body = Working(_(fault.resident), fault.picture, False, remedy, fault.code, tuple(choices))
    return View(_print_frame(_accepted(visit, _)), body)


def ask_paper(visit: Visit, _: Translate, pages: int = 0) -> View:
    """R16, only a person's word counts as paper. pages: how many there should be, 0 where nobody counted."""
    options = (
        Option("yes", _(N_("Yes, I have it")), picture="paper-yes"),
        Option("no", _(N_("No paper came out")), picture="paper-no"),
    )
    frame = Frame(
        "R16",
        heading=_(N_("Did the paper come out?")),
        hint=_(N_("{n} sheets in all. Please take them with you.")).format(n=pages)
        if pages > 1
        else _(N_("Please take it with you.")),
        stage=Stage.RECEIVE,
        back=False,
        next_label=None,
        quit=False,
        guide="point-right",
    )
    return View(frame, Choices(options, at_once=True))


def _accepted(visit: Visit, _: Translate) -> str:
    if visit.accepted is None:
        return _(N_("Your paper"))
    return _(N_("Received. Your number is {number}.")).format(number=visit.accepted.receipt_no)


def _print_frame(heading: str) -> Frame:
    return Frame("R16", heading=heading, stage=Stage.RECEIVE, back=False, next_label=None, quit=False)


def _working(heading: str, message: str, *, busy: bool, picture: str = "") -> View:
    return View(_print_frame(heading), Working(message, picture, busy))


def done(visit: Visit, _: Translate, setting: Setting, filled: Filled, printed: bool = True) -> View:
    """R17. filled: what the visit filled, counted. printed: whether the summary is on paper already."""
    number = visit.accepted.receipt_no if visit.accepted else ""
    code = visit.accepted.matching_code if visit.accepted else ""
    next_steps = tuple(_(text) for text in _next_steps(visit))
    body = Done(
        title=_(N_("All done")),
        receipt_label=_(N_("Your number")) if number else _(N_("Paper only")),
        receipt_no=number,
        code_label=_(N_("Sign on the paper")) if code else "",
        code=code,
        code_hint=_(N_("Is it the same on screen and paper?")) if code else "",
        steps_title=_(N_("What to do next")),
        steps=next_steps,
        qr_text=summary.qr_text(visit, _),
        qr_hint=_(N_("Read it with your phone to see the same at home.")),
        counters=_counters(visit, filled, _),
        if_lost=_(N_("If you lose the paper, tell the counter your number.")) if number else "",
        more=_(N_("More on your phone or on paper")) if setting.printer else _(N_("More on your phone")),
        print_label=_(N_("On paper too")) if setting.printer and not printed else "",
    )
    frame = Frame(
        "R17", stage=Stage.RECEIVE, back=False, next_label=_(N_("Finish")), quit=False, guide="happy", heading=_(N_("Please take your paper and your card.")),
    )  # fmt: skip
    return View(frame, body)


def _counters(visit: Visit, filled: Filled, _: Translate) -> tuple[tuple[str, str], ...]:
    boxes = (_(N_("Boxes you did not write")), str(filled.boxes))
    trips = visit.plans[visit.by_post].saved if visit.plans else 0
    fewer = ((_(N_("Trips you save")), str(trips)),) if trips else ()
    if len(visit.basket) > 1:
        saved = basket.saving(visit.basket, visit.answers).saved
        forms = ((_(N_("Forms filled")), str(filled.forms)),) if not fewer else ()
        return (*forms, boxes, (_(N_("Questions not asked twice")), str(saved)), *fewer)
    return (boxes, *(fewer or ((_(N_("Left on this machine")), "0"),)))


def _next_steps(visit: Visit) -> tuple[str, ...]:
    return visit.chosen.next_steps


def leave(visit: Visit, _: Translate, bookable: bool = False) -> View:
    """R18. bookable: whether a desk for what was done takes reservations."""
    book = (Option(BOOK, _(N_("Book a time at the desk")), picture="reserve"),) if bookable else ()
    body = Leave(
        options=(
            Option("talk", _(N_("Yes, talk with a person")), picture="staff"),
            *book,
            Option("none", _(N_("No, I am fine")), picture="yes"),
        ),
        faces=(
            Option("happy", _(N_("Easy")), picture="face-happy"),
            Option("so-so", _(N_("So-so")), picture="face-so-so"),
            Option("sad", _(N_("Hard")), picture="face-sad"),
        ),
        faces_title=_(N_("How was it? (if you like)")),
    )
    frame = Frame(
        "R18", heading=_(N_("Is there anything else on your mind?")), stage=Stage.RECEIVE, back=True, next_label=_(N_("Finish")), quit=False, guide="listen",
    )  # fmt: skip
    return View(frame, body)


def wiped(at: datetime, _: Translate, setting: Setting) -> View:
    """R19. Shown after everything is gone, so it knows nobody."""
    rows = (N_("Name and address"), N_("Your answers"), N_("What the card gave"), N_("The printed form"))
    erased = _(N_("erased {time}")).format(time=f"{at:%H:%M}")
    body = Wiped(tuple(_(row) for row in rows), erased, setting.wipe_screen_s)
    frame = Frame(
        "R19",
        heading=_(N_("Everything of yours is erased here")),
        hint=_(N_("Thank you for coming. Take care on your way.")),
        back=False,
        next_label=_(N_("Close")),
        call=True,
        quit=False,
        guide="broom",
    )
    return View(frame, body)
