"""Name and address labels (氏名・住所シール): several people on a sheet that may be half used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG, Fault, KioskError
from kiosk.forms.ink import Ink, Rectangle
from kiosk.forms.label_sheets import LabelSheet
from kiosk.forms.layout import text_lines
from kiosk.forms.render import Marks, PageJob, Press
from kiosk.forms.text import fit, shape
from kiosk.model.form import Align, Box, Face
from kiosk.visit.labels import birth_line
from kiosk.visit.rules import group_phone

MOST_LABELS = 400


class LabelError(ValueError):
    """What was asked for cannot be printed; str(error) says why, without anything of a person."""


@dataclass(frozen=True, slots=True, repr=False)
class LabelPerson:
    """What stands on a label; "" leaves its line out. birth: an ISO date."""

    name: str
    kana: str = ""
    address: str = ""
    postal: str = ""
    birth: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LabelTrouble:
    """A line of a label that does not come out. person: which, from 0; part: name kana address birth phone."""

    person: int
    part: str
    fault: Fault
    characters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a label: share of the label's height, type and how far it may shrink, how many rows."""

    part: str
    text: str
    share: float
    size: float
    floor: float
    rows: int = 1
    face: Face = Face.MINCHO


def check_labels(sheet: LabelSheet, people: Sequence[LabelPerson], press: Press) -> tuple[LabelTrouble, ...]:
    """What would not come out on that paper: letters without a glyph (the line stays empty), lines that are too long."""
    box = min((sheet.safe(number) for number in range(1, len(sheet.cells) + 1)), key=lambda one: (one.w, one.h))
    return tuple(
        LabelTrouble(number, line.part, fault, missing)
        for number, person in enumerate(people)
        for line, fault, missing, _ in _set(person, box, press)
        if fault is not None
    )


def render_labels(
    press: Press,
    sheet: LabelSheet,
    people: Sequence[LabelPerson],
    start: int = 1,
    copies: int = 1,
    outlines: bool = False,
    sample: bool = False,
) -> bytes:
    """A PDF of label sheets. start: the first label that is still there, from 1, on the first sheet; copies: of each person.

    outlines: the labels' edges as thin lines, to try a sheet on plain paper. LabelError for what cannot be; KioskError FORM-02 for a
    line that does not fit.
    """
    places = len(sheet.cells)
    if not 1 <= start <= places:
        raise LabelError(f"this paper has labels 1 to {places}; there is no label {start} to start at")
    if not people or copies < 1 or len(people) * copies > MOST_LABELS:
        raise LabelError(f"between 1 and {MOST_LABELS} labels can be printed at a time")
    wanted = [person for person in people for _ in range(copies)]
    jobs, at = [], start - 1
    while wanted:
        here, wanted = wanted[: places - at], wanted[places - at :]
        inks: list[Ink] = [Rectangle(cell, 0.1) for cell in sheet.cells] if outlines else []
        for number, person in enumerate(here, at + 1):
            inks += _label(people.index(person), person, sheet.safe(number), press)
        jobs.append(PageJob(sheet.paper, {}, tuple(inks)))
        at = 0
    return press.fill_all(jobs, Marks(), sample, f"labels {sheet.id}")[0]


def pages(sheet: LabelSheet, people: int, start: int, copies: int) -> int:
    """How many sheets of paper that takes."""
    return -(-(start - 1 + people * copies) // len(sheet.cells))


def _label(number: int, person: LabelPerson, box: Box, press: Press) -> Iterator[Ink]:
    for line, fault, _, inks in _set(person, box, press):
        if fault is FORM_TOO_LONG:
            raise KioskError(fault, detail=f"people[{number + 1}].{line.part}")
        yield from inks


def _set(person: LabelPerson, box: Box, press: Press) -> Iterator[tuple[_Line, Fault | None, tuple[str, ...], tuple[Ink, ...]]]:
    """Every line with its fault, the letters no font has, and its ink."""
    lines = [line for line in _lines(person, box.h) if line.text]
    whole, y = sum(line.share for line in lines), box.y
    for line in lines:
        # A label with few lines does not blow them up: half of what is free stays free.
        high = box.h * line.share / max(whole, 0.75)
        place = Box(box.x, y, box.w, high)
        y += high
        run = shape(press.fonts, line.face, line.text)
        if run.missing:
            yield line, FORM_GLYPH, run.missing, ()
            continue
        fitted = fit(run.glyphs, place.w, place.h, line.size, line.floor, line.rows)
        if fitted is None:
            yield line, FORM_TOO_LONG, (), ()
        else:
            yield line, None, (), tuple(text_lines(fitted, place, Align.LEFT))


def _lines(person: LabelPerson, high: float) -> list[_Line]:
    big = min(1.0, high / 28)
    address = f"〒{person.postal[:3]}-{person.postal[3:]}　{person.address}" if len(person.postal) == 7 else person.address
    birth = _birth(person.birth)
    phone = group_phone(person.phone) if len(person.phone) in (10, 11) else person.phone
    last = "　".join(part for part in (birth, phone) if part)
    return [
        _Line("kana", person.kana, 0.13, 8 * big, 4.5, face=Face.GOTHIC),
        _Line("name", person.name, 0.3, 16 * big, 6, 2),
        _Line("address", address, 0.37, 10 * big, 5, 3),
        _Line("birth" if birth else "phone", last, 0.2, 9 * big, 5, 2),
    ]


def _birth(value: str) -> str:
    if not value:
        return ""
    try:
        return birth_line(date.fromisoformat(value))
    except ValueError:
        raise LabelError("a date of birth is no date such as 1951-04-05") from None


def print_labels(sheet: str, people: Path, start: int, copies: int, outlines: bool, out: Path) -> tuple[str, ...]:
    """Labels of the people of a YAML file as a PDF; gives one line for every line that stays empty. LabelError says what is wrong.

    people: `people:` with one entry each: name, kana, address, postal, birth, phone.
    """
    from kiosk.content.problems import ContentError
    from kiosk.content.source import read_source
    from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
    from kiosk.forms.label_sheets import load_label_sheets
    from kiosk.paths import ASSETS

    try:
        sheets = load_label_sheets(ASSETS / "forms" / "labels.yaml")
        entries = read_source(people, people.name).data.get("people")
    except ContentError as error:
        raise LabelError(str(error).splitlines()[0]) from None
    if sheet not in sheets:
        raise LabelError(f"there is no label paper {sheet!r}; there are: {', '.join(sheets)}")
    wanted = [_person(number, entry, people.name) for number, entry in enumerate(entries if isinstance(entries, list) else [], 1)]
    press = Press(open_fonts((ASSETS / "fonts", *SYSTEM_FOLDERS)))
    try:
        pdf = render_labels(press, sheets[sheet], wanted, start, copies, outlines)
        out.write_bytes(pdf)
    except KioskError as error:
        raise LabelError(f"{error.detail}: {error.fault.staff}") from None
    except OSError as error:
        raise LabelError(f"{out}: cannot be written ({error.strerror})") from None
    found = check_labels(sheets[sheet], wanted, press)
    return tuple(f"person {one.person + 1}, {one.part}: stays empty, no glyph for {' '.join(one.characters)}" for one in found)


def _person(number: int, entry: object, file: str) -> LabelPerson:
    known = {field.name for field in fields(LabelPerson)}
    if not isinstance(entry, dict) or not set(entry) <= known or not entry.get("name"):
        raise LabelError(f"{file}: people[{number}] should have a `name`, and may have {', '.join(sorted(known - {'name'}))}")
    return LabelPerson(**{key: value.isoformat() if isinstance(value, date) else str(value or "") for key, value in entry.items()})
