"""R01 to R04: the picture that invites, how to see and hear, who is here, what for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.visit.compose.finding import PERSON, search_tile
from kiosk.visit.setting import Setting
from kiosk.visit.views import Attract, Choices, Frame, LookChoice, Menu, Option, Stage, TextSize, View
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

LOOK_LABELS = {
    "language": N_("Language"),
    "size": N_("Letters"),
    "contrast": N_("Colours"),
    "furigana": N_("Furigana"),
    TextSize.NORMAL: N_("Small"),
    TextSize.LARGE: N_("Medium"),
    TextSize.XLARGE: N_("Large"),
    "contrast_normal": N_("Usual"),
    "contrast_high": N_("Black and yellow"),
    "contrast_dark": N_("Dark"),
}


def attract(_: Translate, setting: Setting, card_left: bool) -> View:
    """R01. card_left: somebody's card still lies on the reader."""
    body = Attract(
        city=_(setting.city),
        brand="ゆいまど",
        lines=(_(N_("Together it goes well.")), _(N_("Slowly, one thing at a time."))),
        start=_(N_("Touch to begin")),
        promises=(_(N_("Free of charge")), _(N_("Mistakes are fine")), _(N_("Nothing of yours stays here"))),
        languages=tuple(setting.languages.items()),
        reminder=_(N_("A card is still on the reader. Please take it.")) if card_left else "",
    )
    return View(Frame("R01", back=False, next_label=None, call=False, quit=False), body)


def look(visit: Visit, _: Translate, setting: Setting) -> View:
    """R02."""
    body = LookChoice(
        look=visit.look,
        languages=tuple(setting.languages.items()),
        labels={key: _(msgid) for key, msgid in LOOK_LABELS.items()},
        preview=_(N_("This is how the words will look.")),
    )
    frame = Frame(
        "R02",
        heading=_(N_("How would you like to see it?")),
        hint=_(N_("You can change it again at any time, at the top of the screen.")),
        next_label=_(N_("Go on")),
        guide="hello",
    )
    return View(frame, body)


def company(visit: Visit, _: Translate, setting: Setting) -> View:
    """R03."""
    options = (
        Option("alone", _(N_("By myself")), _(N_("Staff can come at any time")), "alone"),
        Option("staff", _(N_("With a member of staff")), _(N_("The screen waits as long as you need")), "staff"),
        Option("family", _(N_("For somebody else")), _(N_("Family, or asked by the person")), "family"),
        Option("practice", _(N_("I want to practise")), _(N_("Nothing is sent; the paper says SAMPLE")), "practice"),
    )
    frame = Frame(
        "R03",
        heading=_(N_("Who is here today?")),
        hint=_(N_("Choose one.")),
        stage=Stage.CHOOSE,
        why=_(
            N_("Staff beside you see only which step you are at, not what you write. We ask so that the screen can keep your pace.")
        ),
        guide="hello",
        problems=visit.problems,
    )
    return View(frame, Choices(options, (visit.company,) if visit.company else ()))


@dataclass(frozen=True, slots=True)
class Door:
    """A tile of R04 and the screen behind it."""

    value: str
    screen: str
    label: str
    note: str
    picture: str


DOORS = (
    Door("procedure", "R06", N_("A procedure or a certificate"), N_("Fill in a form with me"), "procedure"),
    Door("resume", "R05", N_("Go on with an earlier visit"), N_("With the QR on your paper"), "resume"),
    Door("vaccines", "R23", N_("Vaccination record"), N_("A table and a QR from your booklet"), "syringe"),
    Door("reserve", "R15", N_("Book a time"), N_("So that you need not wait"), "reserve"),
    Door("news", "R22", N_("News for you"), N_("Allowances, check-ups, bids"), "bell"),
)
"""What R04 offers, in this order, as far as the terminal has the screen."""


def menu(visit: Visit, _: Translate, leads_to: Callable[[str], bool]) -> View:
    """R04. leads_to: whether there is a screen of that id."""
    tiles = [Option(door.value, _(door.label), _(door.note), door.picture) for door in DOORS if leads_to(door.screen)]
    person = Option(PERSON, _(N_("Talk with a person")), _(N_("Anything else, or if you are not sure")), "staff")
    frame = Frame(
        "R04",
        heading=_(N_("What would you like to do today?")),
        hint=_(N_("Touch one.")),
        stage=Stage.CHOOSE,
        guide="point-left",
        next_label=None,
        problems=visit.problems,
    )
    return View(frame, Menu((*tiles, person), search_tile(_)))
