"""R25: name and address labels. Which paper, from which label on, how many of each, how the sheet will look, and that it came out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kiosk.faults import Fault
from kiosk.visit import labels
from kiosk.visit.compose.resume import ask_paper, on
from kiosk.visit.rules import group_phone
from kiosk.visit.services import LabelPaper, LabelTrouble, LabelWords
from kiosk.visit.views import (
    Body,
    Frame,
    Handover,
    LabelPapers,
    LabelPlaces,
    NumberEntry,
    Option,
    Problem,
    SheetPicture,
    Stage,
    View,
    Working,
)
from kiosk.words import N_, Translate

FILL, MORE, ON, END = "fill", "more", "on", "end"
AGAIN, WITHOUT = "again", "without"
STAYS_NOWHERE = N_("Nothing of it stays on this machine.")


def _view(body: Body, stage: Stage = Stage.RECEIVE, **frame: Any) -> View:
    return View(Frame("R25", stage=stage, **frame), body)


def opening(_: Translate) -> View:
    """R25, while the papers are read or the names are checked."""
    return _view(Working(_(N_("One moment, please."))), heading=_(N_("Your labels")), back=False, next_label=None)


def no_printer(_: Translate) -> View:
    """R25 where nothing can be printed."""
    text = _(N_("This machine cannot print labels now. A person at the counter helps you."))
    return _view(Working(text, "staff", busy=False), heading=_(N_("Your labels")), next_label=None)


def which(papers: Sequence[LabelPaper], _: Translate) -> View:
    """R25, the paper that lies in the printer."""
    options = tuple(Option(paper.id, paper_name(paper.picture, _), _size(paper.picture)) for paper in papers)
    makers = tuple(" · ".join(paper.makers) for paper in papers)
    return _view(
        LabelPapers(options, tuple(paper.picture for paper in papers), makers),
        heading=_(N_("Which label paper is it?")),
        hint=_(N_("Count the labels on a sheet. The number is on the package too.")),
        next_label=None,
    )


def paper_name(picture: SheetPicture, _: Translate) -> str:
    """How people call that paper."""
    if len(picture.cells) == 1:
        return _(N_("Roll, one by one"))
    return _(N_("A4, {n} labels")).format(n=len(picture.cells))


def _known_as(paper: LabelPaper, _: Translate) -> str:
    return f"{paper_name(paper.picture, _)} · {paper.makers[0]}"


def _size(picture: SheetPicture) -> str:
    _x, _y, width, height = picture.cells[0]
    return f"{width:g} × {height:g} mm"


def start(paper: LabelPaper, first: int, _: Translate) -> View:
    """R25, the first label that is still on the sheet."""
    lines = (
        _(N_("A new sheet: leave it at the first label.")),
        _(N_("A half-used sheet: touch the first label that is still there.")),
    )
    body = LabelPlaces(paper.picture, first, movable=True, label=_(N_("From label {n}")), lines=lines)
    return _view(body, heading=_(N_("Which label comes first?")), hint=_(N_("Touch it in the picture, or use − and ＋.")))


def copies(paper: LabelPaper, people: int, first: int, given: int, _: Translate) -> View:
    """R25, how many of each person."""
    places = len(paper.picture.cells)
    fill = labels.to_fill(places, people, first)
    text = _(N_("{n} of each: the sheet is used up")).format(n=fill)
    choices = (Option(FILL, text),) if fill > 1 else ()
    most = labels.most_copies(places, people)
    body = NumberEntry(str(given), _(N_("labels each")), 1, most, stepper=True, choices=choices)
    hint = _(N_("For {n} people, a block for each.")).format(n=people) if people > 1 else ""
    return _view(body, heading=_(N_("How many labels of each person?")), hint=hint)


def preview(
    paper: LabelPaper,
    people: Sequence[LabelWords],
    first: int,
    count: int,
    troubles: Sequence[LabelTrouble],
    _: Translate,
) -> View:
    """R25, the sheet as it will come out. A line too long for this paper stops it; a letter with no picture leaves its line empty."""
    places = len(paper.picture.cells)
    needed = labels.sheets(places, len(people), first, count)
    fewer = N_("Or go back as far as your answers and let only name and address stand on it.")
    put = N_("Please put this paper into the printer. The person at the counter helps you.")
    used = (_(N_("The half-used sheet lies on top.")),) if first > 1 else ()
    more = (_(N_("The picture shows the first of {n} sheets.")).format(n=needed),) if needed > 1 else ()
    letters = "".join(dict.fromkeys(character for trouble in troubles for character in trouble.characters))
    gaps = (_(N_("This machine cannot write {letters}. That line stays empty.")).format(letters=letters),) if letters else ()
    long = any(trouble.stops for trouble in troubles)
    problems = (
        (Problem(_(N_("The words are too long for so small a label. Please go back and choose a larger one."))),) if long else ()
    )
    drawn = tuple(_lines(person) for person in people for _n in range(count))
    body = LabelPlaces(paper.picture, first, labels=drawn, lines=(_(fewer),) if long else (*gaps, _(put), *used, *more))
    return _view(
        body,
        heading=_(N_("This is how it will look")),
        hint=_known_as(paper, _),
        next_label=None if long else print_label(needed, _),
        problems=problems,
    )


def print_label(needed: int, _: Translate) -> str:
    """The button says what it does."""
    return _(N_("Print 1 sheet")) if needed == 1 else _(N_("Print {n} sheets")).format(n=needed)


def _lines(person: LabelWords) -> tuple[str, ...]:
    birth = labels.birth_line(date.fromisoformat(person.birth)) if person.birth else ""
    last = "　".join(part for part in (birth, group_phone(person.phone) if person.phone else "") if part)
    return person.kana, person.name, person.address, last


def printing(_: Translate) -> View:
    """R25, the sheet is on its way."""
    body = Working(_(N_("Printing. Please wait for your paper.")), "paper-out", busy=True)
    return _view(body, heading=_(N_("Your labels")), back=False, next_label=None, quit=False)


def trouble(fault: Fault, paper: LabelPaper, _: Translate) -> View:
    """R25, the printer needs a hand; whoever puts paper in should know which."""
    lies = _(N_("Label paper: {paper}")).format(paper=_known_as(paper, _))
    remedy = f"{_(N_('Staff: {remedy}')).format(remedy=_(fault.remedy))} {lies}"
    choices = (Option(AGAIN, _(N_("Print once more"))), Option(WITHOUT, _(N_("Do not print"))))
    body = Working(_(fault.resident), fault.picture, busy=False, detail=remedy, code=fault.code, choices=choices)
    return _view(body, heading=_(N_("Your labels")), back=False, next_label=None, quit=False)


def came_out(_: Translate) -> View:
    """R25, only a person's word counts as paper."""
    return on("R25", ask_paper(_))


def made(printed: bool, goes_on: bool, _: Translate) -> View:
    """R25 at its end. goes_on: whether something for the city is still to be handed in."""
    lines = (
        _(N_("Please take every sheet, also what is left over.")),
        _(N_("The person at the counter puts plain paper back.")),
        _(STAYS_NOWHERE),
    )
    last = Option(ON, _(N_("Go on with the form"))) if goes_on else Option(END, _(N_("Finish")))
    body = Handover(lines, (Option(MORE, _(N_("Make more labels"))), last), picture="labels", primary=last.value)
    heading = N_("Your labels are ready") if printed else N_("No labels were printed")
    return _view(body, heading=_(heading), next_label=None)
