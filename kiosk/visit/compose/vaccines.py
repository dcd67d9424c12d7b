"""R23: a vaccination record, dose by dose. It says what was entered; no next date, no advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.entry_words import DATE_WORDS, labels
from kiosk.handover.vaccination import OLDEST, Dose, Given, Vaccine, code_text, counts
from kiosk.model.dates import show_date
from kiosk.visit.compose.resume import END, PRINT
from kiosk.visit.services import TranscriptWords
from kiosk.visit.setting import Setting
from kiosk.visit.views import Check, CheckRow, Choices, DateEntry, Frame, Handover, Option, Problem, Stage, View
from kiosk.words import N_, Catalogue, Translate

MORE, ENOUGH = "more", "enough"
UNSAID = "unsaid"
PLACES: Mapping[Given, str] = {
    Given.CLINIC: N_("Clinic or hospital"),
    Given.HEALTH_CENTRE: N_("Health centre or city hall"),
    Given.SCHOOL: N_("School or workplace"),
    Given.ABROAD: N_("In another country"),
    Given.UNSAID: N_("I do not know"),
}
STAYS_NOWHERE = N_("Nothing of it stays on this machine.")


def which(vaccines: Sequence[Vaccine], count: int, problems: tuple[Problem, ...], _: Catalogue, setting: Setting) -> View:
    """R23, the vaccine of the next dose."""
    hint = _(N_("Look into the booklet and touch its name."))
    if setting.scanner and not count:
        hint = _(N_("Touch its name. If you have a code from last time, hold it under the scanner."))
    options = tuple(Option(v.id, v.name(_.language), v.about(_.language)) for v in vaccines)
    frame = Frame("R23", heading=_(N_("Which vaccine was it?")), hint=hint, next_label=None, stage_note="", problems=problems)
    return View(frame, Choices(options, at_once=True))


def when(name: str, today: date, problems: tuple[Problem, ...], draft: str, _: Translate) -> View:
    """R23, the day of that dose."""
    frame = Frame(
        "R23",
        heading=_(N_("On which day? ({name})")).format(name=name),
        hint=_(N_("Choose year, month and day in turn.")),
        problems=problems,
    )
    return View(frame, DateEntry(draft, labels(DATE_WORDS, _), max(OLDEST.year, today.year - 120), today.year))


def where(name: str, _: Translate) -> View:
    """R23, where that dose was given."""
    options = tuple(Option(given.value or UNSAID, _(words), quiet=given is Given.UNSAID) for given, words in PLACES.items())
    frame = Frame("R23", heading=_(N_("Where? ({name})")).format(name=name), hint=_(N_("Touch one.")), next_label=None)
    return View(frame, Choices(options, at_once=True))


def another(count: int, full: bool, _: Translate) -> View:
    """R23, whether there is one more dose to write."""
    more = () if full else (Option(MORE, _(N_("One more")), picture="syringe"),)
    options = (*more, Option(ENOUGH, _(N_("That is all")), _(N_("Look it over")), picture="yes"))
    heading = _(N_("{n} so far. Is there one more?")).format(n=count)
    frame = Frame("R23", heading=heading, hint=_(STAYS_NOWHERE), next_label=None, guide="listen")
    return View(frame, Choices(options, at_once=True))


def check(doses: Sequence[Dose], names: Mapping[str, str], _: Catalogue) -> View:
    """R23, every dose; touching one takes it away."""
    rows = tuple(
        CheckRow(str(number), f"{number + 1}. {names[dose.vaccine]}", _row_words(dose, _)) for number, dose in enumerate(doses)
    )
    frame = Frame(
        "R23",
        heading=_(N_("Is it as in the booklet?")),
        hint=_(STAYS_NOWHERE),
        stage=Stage.CHECK,
        next_label=_(N_("It is right")),
    )
    return View(frame, Check(rows, _(N_("Take out")), _(N_("Only what you entered"))))


def _row_words(dose: Dose, _: Catalogue) -> str:
    place = f" {_(PLACES[dose.given])}" if dose.given is not Given.UNSAID else ""
    return show_date(dose.day, _.language) + place


def made(doses: Sequence[Dose], printed: bool, _: Translate, setting: Setting) -> View:
    """R23, the code and the ways to take it along."""
    paper = (Option(PRINT, _(N_("Print it"))),) if setting.printer and not printed else ()
    lines = (
        _(N_("A phone shows the same table from this code.")),
        _(N_("Held under the scanner here, it comes back as it is.")),
        _(STAYS_NOWHERE),
    )
    body = Handover(lines, (*paper, Option(END, _(N_("Finish")))), qr_text=code_text(doses), primary=PRINT if paper else END)
    frame = Frame(
        "R23",
        heading=_(N_("Your record: {n} doses")).format(n=len(doses)),
        hint=_(N_("It is a copy of what you entered, not a certificate and no advice.")),
        stage=Stage.RECEIVE,
        next_label=None,
    )
    return View(frame, body)


def words_for_paper(doses: Sequence[Dose], names: Mapping[str, str], _: Catalogue) -> TranscriptWords:
    """Finished words for the table on paper."""
    rows = tuple(
        (_day_on_paper(dose.day, _), names[dose.vaccine], _(PLACES[dose.given]) if dose.given is not Given.UNSAID else "")
        for dose in doses
    )
    return TranscriptWords(rows, tuple((names[vaccine], count) for vaccine, count in counts(doses)), code_text(doses))


def _day_on_paper(day: date, _: Translate) -> str:
    """Short enough for its column, and in the order of the booklet."""
    return _(N_("{year}-{month:02}-{day:02}")).format(year=day.year, month=day.month, day=day.day)
