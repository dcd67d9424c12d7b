"""R10 and R11: with a card or without, both the same size; placing it, the number, what was read."""

from __future__ import annotations

from kiosk.faults import Fault
from kiosk.model.dates import show_date
from kiosk.model.person import Person, Sex
from kiosk.ports import CardNotice
from kiosk.visit.compose.summary import net_page
from kiosk.visit.labels import only_labels
from kiosk.visit.setting import Setting
from kiosk.visit.views import CardPlace, Choices, Facts, Frame, Option, SecretPad, Stage, View
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

PIN_RESTS = N_("To keep your card safe we do not ask for the four digits now.")
PRACTICE_CARD = "practice_card"
PIN_GROUPS = (4,)
FACE_CODE_GROUPS = (6, 4, 4)
SEX_WORDS = {Sex.MALE: N_("Male"), Sex.FEMALE: N_("Female"), Sex.UNKNOWN: "―", Sex.NOT_APPLICABLE: "―"}


def entry(visit: Visit, _: Translate, setting: Setting) -> View:
    """R10. Without a reader the card tile is not there."""
    card = (
        (Option("card", _(N_("Use my card")), _(N_("Name, address and birth date are filled in")), "use-card"),)
        if setting.card
        else ()
    )
    at_home = len(visit.basket) == 1 and net_page(visit.basket[0])
    on_phone = Option("phone", _(N_("At home with my phone")), _(N_("The city's page, as a QR")), "smartphone", quiet=True)
    phone = (on_phone,) if at_home else ()
    on_paper = Option("blank", _(N_("I write on paper")), _(N_("The empty form is printed")), "paper", quiet=True)
    blank = () if only_labels(visit) else (on_paper,)
    options = (*card, Option("hand", _(N_("No card")), _(N_("I enter it myself")), "no-card"), *blank, *phone)
    frame = Frame(
        "R10",
        heading=_(N_("Would you like to use your My Number card?")),
        hint=_(N_("Both ways lead to the same form.")),
        stage=Stage.BRING,
        why=_(
            N_("From the card we read name, address, birth date and sex. My Number, tax, illness and bank account are never read.")
        ),
        guide="think",
        problems=visit.problems,
    )
    return View(frame, Choices(options, (visit.entry,) if visit.entry else ()))


def place_card(visit: Visit, _: Translate, scene: str, busy: bool, fault: Fault | None = None, practice: bool = False) -> View:
    """R11, before a number is asked and while the chip works."""
    heading = N_("Reading. Please leave the card where it is.") if busy else N_("Please put your card on the reader")
    card = (Option(PRACTICE_CARD, _(N_("Put the practice card down"))),) if practice else ()
    choices = (*card, Option("hand", _(N_("Go on without a card"))))
    body = CardPlace(
        scene=scene,
        busy=busy,
        reads_title=_(N_("Read from the card")),
        reads=(_(N_("Name")), _(N_("Address")), _(N_("Birth date")), _(N_("Sex"))),
        reads_not_title=_(N_("Never read")),
        reads_not=(_(N_("My Number")), _(N_("Tax")), _(N_("Illness")), _(N_("Bank account"))),
        promise=_(N_("Afterwards nothing of it stays on this machine.")),
        choices=() if busy else choices,
    )
    frame = Frame(
        "R11",
        heading=_(heading),
        hint=_(fault.resident) if fault else _(N_("It takes about three seconds.")),
        stage=Stage.BRING,
        guide="point-right",
        next_label=None,
        problems=visit.problems,
    )
    return View(frame, body)


def pin_pad(visit: Visit, notice: CardNotice, _: Translate) -> View:
    """R11, the four digits. The tries were asked from the card before."""
    tries = notice.pin_tries or 0
    body = SecretPad(
        groups=PIN_GROUPS,
        group_labels=("",),
        tries=_(N_("You can miss {n} more times")).format(n=max(tries - 1, 0)),
        erase=_(N_("Erase")),
        cancel=_(N_("Stop")),
        choices=(Option("face_code", _(N_("I do not know my number"))), Option("hand", _(N_("Go on without a card")))),
    )
    frame = Frame(
        "R11",
        heading=_(N_("Four digits of your card, please")),
        hint=_(N_("The four digits you chose when you received the card.")),
        stage=Stage.BRING,
        why=_(N_("The card opens only with your number. It is not shown and not kept.")),
        guide="eyes-closed",
        problems=visit.problems,
    )
    return View(frame, body)


def face_code_pad(visit: Visit, notice: CardNotice, _: Translate, why_not_pin: Fault | None = None) -> View:
    """R11, 照合番号B: three groups of digits printed on the card's front. why_not_pin: the four digits are locked or almost."""
    body = SecretPad(
        groups=FACE_CODE_GROUPS,
        group_labels=(
            _(N_("Birth date, 6 digits (year of the era, month, day)")),
            _(N_("Year the card ends, 4 digits")),
            _(N_("Security code, 4 digits")),
        ),
        tries=_(N_("You can miss {n} more times")).format(n=max((notice.face_code_tries or 0) - 1, 0)),
        erase=_(N_("Erase")),
        cancel=_(N_("Stop")),
        choices=(
            *(() if why_not_pin else (Option("pin", _(N_("I know my four digits"))),)),
            Option("hand", _(N_("Go on without a card"))),
        ),
    )
    frame = Frame(
        "R11",
        heading=_(N_("The numbers on the front of your card")),
        hint=_(PIN_RESTS) if why_not_pin else _(N_("All three stand on the card itself. Staff may read them out to you.")),
        stage=Stage.BRING,
        why=_(N_("With these numbers the card gives name, address, birth date and sex, and cannot give My Number.")),
        guide="eyes-closed",
        problems=visit.problems,
    )
    return View(frame, body)


def person_read(visit: Visit, person: Person, _: Translate) -> View:
    """R11, the four attributes as read."""
    rows = (
        (_(N_("Name")), person.name),
        (_(N_("Address")), person.address),
        (_(N_("Birth date")), show_date(person.birth, visit.look.language)),
        (_(N_("Sex")), _(SEX_WORDS[person.sex])),
    )
    frame = Frame(
        "R11",
        heading=_(N_("This was read from your card")),
        hint=_(N_("If it is right, press Next.")),
        stage=Stage.BRING,
        guide="happy",
    )
    return View(frame, Facts(rows, mark=_(N_("From the card"))))
