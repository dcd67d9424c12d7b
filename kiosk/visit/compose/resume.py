"""R05 and R05M: going on with an unfinished visit, and taking one along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.faults import Fault
from kiosk.handover.number import DIGITS
from kiosk.handover.problems import SENTENCES, HandoverProblem
from kiosk.model.dates import JAPAN
from kiosk.visit.compose.notices import CONTINUE
from kiosk.visit.setting import Setting
from kiosk.visit.views import Choices, Frame, Handover, Notice, NumberEntry, Option, Problem, Stage, View, Working
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

ANEW, TYPE_CODE, PRINT, END, HERE = "anew", "type_code", "print", "end", "here"
SHORT_CODE_DIGITS = 8


def why(problem: HandoverProblem, _: Translate) -> Problem:
    """The reason as one sentence on the screen."""
    return Problem(_(SENTENCES[problem.reason]).format(tries=problem.tries))


# --- R05: going on ------------------------------------------------------------------------------------------------------
def show_code(visit: Visit, _: Translate, setting: Setting) -> View:
    """R05. Where there is no scanner, the number on the paper is the way."""
    scan = (
        _(N_("Take out the paper that says “to be continued”.")),
        _(N_("Hold its code under the scanner.")),
        _(N_("It goes on where you stopped.")),
    )
    by_number = (_(N_("The paper has a number of 8 digits.")), _(N_("Type it, and the same procedure begins anew.")))
    anew = Option(ANEW, _(N_("Begin from the start")), quiet=True)
    body = Handover(
        lines=scan if setting.scanner else by_number,
        picture="resume",
        choices=(Option(TYPE_CODE, _(N_("Type the 8 digits"))), anew),
    )
    frame = Frame(
        "R05",
        heading=_(N_("Where did you stop last time?")),
        hint=_(N_("Only this city's machines can read the code. The city keeps no copy you did not ask for.")),
        stage=Stage.CHOOSE,
        next_label=None,
        guide="hello",
        problems=visit.problems,
    )
    return View(frame, body)


def reading(_: Translate) -> View:
    """R05, while the code is opened."""
    frame = Frame("R05", heading=_(N_("One moment, please.")), stage=Stage.CHOOSE, back=False, next_label=None)
    return View(frame, Working(_(N_("Looking at your code.")), "", True))


def ask_number(visit: Visit, _: Translate) -> View:
    """R05, the four digits the person chose."""
    frame = Frame(
        "R05",
        heading=_(N_("Which four digits did you choose?")),
        hint=_(N_("The ones you made up yourself last time, not those of a card.")),
        stage=Stage.CHOOSE,
        problems=visit.problems,
    )
    return View(frame, NumberEntry("", max_digits=DIGITS, erase=_(N_("Erase one")), choices=(_anew(_),)))


def ask_short_code(visit: Visit, _: Translate) -> View:
    """R05, the number of the procedure on the paper."""
    frame = Frame(
        "R05",
        heading=_(N_("Please type the 8 digits on the paper")),
        hint=_(N_("They name the procedure only, so your answers are asked again.")),
        stage=Stage.CHOOSE,
        problems=visit.problems,
    )
    return View(frame, NumberEntry("", max_digits=SHORT_CODE_DIGITS, erase=_(N_("Erase one")), choices=(_anew(_),)))


def _anew(_: Translate) -> Option:
    return Option(ANEW, _(N_("Begin from the start")), quiet=True)


def welcome_back(_: Translate, answers: int) -> View:
    """Over the question where it goes on."""
    body = Notice(
        text=_(N_("Welcome back. We go on where you stopped.")),
        detail=_(N_("{n} of your answers are here. You can still change each of them.")).format(n=answers),
        choices=(Option(CONTINUE, _(N_("Go on"))),),
        picture="person",
        primary=CONTINUE,
    )
    return View(Frame("RX5", back=False, next_label=None, call=False, quit=False), body, over=True)


# --- R24: the city's own page -------------------------------------------------------------------------------------------
def on_the_phone(visit: Visit, page: str, _: Translate) -> View:
    """R24. The code holds the address and nothing else, so that a phone opens it."""
    lines = (
        _(N_("Read the code with your phone's camera.")),
        _(N_("The city's own page opens: {page}")).format(page=page.removeprefix("https://").split("/", 1)[0]),
        _(N_("Nothing was handed in here.")),
    )
    body = Handover(
        lines,
        (Option(HERE, _(N_("Do it here after all"))), Option(END, _(N_("Finish")))),
        qr_text=page,
        primary=END,
    )
    frame = Frame("R24", heading=_(visit.chosen.title), hint=_(N_("You can do this at home.")), stage=Stage.BRING, next_label=None)
    return View(frame, body)


# --- R05M: taking it along ----------------------------------------------------------------------------------------------
def making(_: Translate) -> View:
    """R05M, while the code is made."""
    frame = Frame("R05M", heading=_(N_("One moment, please.")), back=False, next_label=None, quit=False)
    return View(frame, Working(_(N_("Making your code.")), "", True))


def not_made(problem: HandoverProblem, _: Translate) -> View:
    """R05M, why there is no code; nothing is lost, the visit goes on."""
    body = Working(_(N_("Your answers are still here. You can go back and finish now.")), "cloud", False)
    frame = Frame("R05M", heading=why(problem, _).text, next_label=None, quit=True)
    return View(frame, body)


def choose_number(visit: Visit, _: Translate) -> View:
    """R05M, four digits for what the city will keep."""
    frame = Frame(
        "R05M",
        heading=_(N_("Please make up four digits")),
        hint=_(
            N_(
                "Your answers are too many for paper, so the city keeps them locked for 14 days. You need paper and digits together."
            )
        ),
        why=_(N_("Do not take the number of a card. After five wrong tries everything is destroyed.")),
        problems=visit.problems,
    )
    return View(frame, NumberEntry("", max_digits=DIGITS, erase=_(N_("Erase one"))))


def made(text: str, until: datetime, kept: bool, printed: bool, _: Translate, setting: Setting) -> View:
    """R05M, the code itself. Showing it is enough for a phone's photo; paper is better."""
    lines = [
        _(N_("This code holds your answers, locked.")),
        _(N_("Touch “Go on with an earlier visit” and hold it under the scanner.")),
        _(N_("You can do so until {day}.")).format(day=day_words(until, _)),
    ]
    if kept:
        lines[0] = _(N_("This code and your four digits open your answers."))
    paper = (Option(PRINT, _(N_("Print it"))),) if setting.printer and not printed else ()
    body = Handover(
        lines=tuple(lines),
        qr_text=text,
        choices=(*paper, Option(END, _(N_("Erase here and finish")))),
        primary=PRINT if paper else END,
    )
    frame = Frame(
        "R05M",
        heading=_(N_("Please take this code with you")),
        hint=_(N_("You may also take a photo of it.")),
        next_label=None,
        quit=False,
    )
    return View(frame, body)


def on(screen: str, view: View) -> View:
    """The same view as a phase of another screen."""
    return replace(view, frame=replace(view.frame, screen=screen))


def day_words(moment: datetime, _: Translate) -> str:
    """The day in Japan, as people say it."""
    day = moment.astimezone(JAPAN)
    return _(N_("{month}/{day}")).format(month=day.month, day=day.day)


def printing(_: Translate) -> View:
    """R05M, the slip is on its way."""
    frame = Frame("R05M", heading=_(N_("Your paper")), back=False, next_label=None, quit=False)
    return View(frame, Working(_(N_("Printing. Please wait for your paper.")), "paper-out", True))


def print_trouble(fault: Fault, _: Translate) -> View:
    """R05M, the printer needs a hand; the code can still be shown."""
    remedy = _(N_("Staff: {remedy}")).format(remedy=_(fault.remedy))
    choices = (Option("again", _(N_("Print once more"))), Option("show", _(N_("Show the code instead"))))
    frame = Frame("R05M", heading=_(N_("Your paper")), back=False, next_label=None, quit=False)
    return View(frame, Working(_(fault.resident), fault.picture, False, remedy, fault.code, choices))


def ask_paper(_: Translate) -> View:
    """R05M, only a person's word counts as paper."""
    options = (
        Option("yes", _(N_("Yes, I have it")), picture="paper-yes"),
        Option("no", _(N_("No paper came out")), picture="paper-no"),
    )
    frame = Frame(
        "R05M",
        heading=_(N_("Did the paper come out?")),
        hint=_(N_("Please take it with you.")),
        back=False,
        next_label=None,
        quit=False,
        guide="point-right",
    )
    return View(frame, Choices(options, at_once=True))
