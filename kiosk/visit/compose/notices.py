"""RX1, RX3, RX5 and the privacy cover: one sentence, one next step."""

from __future__ import annotations

from kiosk.faults import Fault
from kiosk.visit.setting import Setting
from kiosk.visit.views import Frame, Notice, Option, View
from kiosk.words import N_, Translate

CONTINUE, CALL, END, BACK, TAKE_ALONG = "continue", "call", "end", "back", "take_along"


def _frame(screen: str, heading: str, guide: str = "") -> Frame:
    return Frame(screen, heading=heading, back=False, next_label=None, call=False, quit=False, guide=guide)


def idle(_: Translate, setting: Setting) -> View:
    """RX1."""
    body = Notice(
        text=_(N_("Are you still there?")),
        detail=_(N_("If nobody touches the screen, everything is erased to keep it safe.")),
        choices=(Option(CONTINUE, _(N_("Go on"))), Option(CALL, _(N_("Call a person"))), Option(END, _(N_("Finish")))),
        picture="clock",
        primary=CONTINUE,
        danger=END,
        countdown_s=setting.idle_countdown_s,
    )
    return View(_frame("RX1", ""), body, over=True)


def quit_visit(_: Translate, take_along: bool = False) -> View:
    """RX3. take_along: whether the visit can go on another day from a code."""
    along = (Option(TAKE_ALONG, _(N_("Make a code to go on later"))),) if take_along else ()
    body = Notice(
        text=_(N_("Shall we stop here?")),
        detail=_(N_("What you entered is erased. Nothing is handed in.")),
        choices=(Option(BACK, _(N_("Back to where I was"))), *along, Option(END, _(N_("Erase and finish")))),
        picture="broom",
        primary=BACK,
        danger=END,
    )
    return View(_frame("RX3", ""), body, over=True)


def trouble(fault: Fault, _: Translate, *choices: Option, detail: str = "") -> View:
    """RX5. What happened, what still works, what to do; the code stays small, for staff."""
    body = Notice(
        text=_(fault.resident),
        detail=detail,
        choices=choices or (Option(CONTINUE, _(N_("Go on"))), Option(CALL, _(N_("Call a person")))),
        picture=fault.picture,
        primary=(choices[0].value if choices else CONTINUE),
        code=fault.code,
    )
    return View(_frame("RX5", ""), body, over=True)


def called(_: Translate, setting: Setting) -> View:
    """人をよぶ: the screen itself shows staff where to come."""
    detail = _(N_("You may also show this screen to the person beside you."))
    if setting.desk:
        detail = _(N_("You may also ring {desk}.")).format(desk=setting.desk)
    body = Notice(
        text=_(N_("We are calling a person. Please wait a moment.")),
        detail=detail,
        choices=(Option(CONTINUE, _(N_("Go on"))),),
        picture="person",
        primary=CONTINUE,
    )
    return View(_frame("RX5", ""), body, over=True)


def covered(_: Translate) -> View:
    """The card came off while personal fields were on the screen: they are hidden until the person says they are here."""
    body = Notice(
        text=_(N_("The card was taken off, so we hid your answers.")),
        detail=_(N_("Are you still there? Then just go on; the card is not needed any more.")),
        choices=(Option(CONTINUE, _(N_("I am here, go on"))), Option(END, _(N_("Erase and finish")))),
        picture="card-away",
        primary=CONTINUE,
        danger=END,
    )
    return View(_frame("RX5", ""), body, over=True)
