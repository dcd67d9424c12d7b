"""A form file begun from a city's own PDF: paper, hash, and a place for every field the PDF has (AcroForm), to be finished by staff.

The fields' rectangles are only taken as places: filled fields themselves came out as question marks in Japanese. Names become ids;
what a field asks is a guess, and the file says so at its head.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pypdf.generic import DictionaryObject

from kiosk.forms.background import STUMBLES, BackgroundProblem, CityPaper, Visible
from kiosk.forms.text import LEADING, MM_PER_PT
from kiosk.model.form import Box

ID = re.compile(r"[a-z][a-z0-9_]*")
_MULTILINE, _RADIO, _PUSH, _COMB = 1 << 12, 1 << 15, 1 << 16, 1 << 24  # field flags, ISO 32000-1 tables 226 to 229
_MOST_CELLS, _MOST_LINES = 60, 6


class ImportProblem(ValueError):
    """The file cannot be begun: what, where, and how to mend it, in one line."""


@dataclass(slots=True)
class _Place:
    """One field of the PDF. options: of a tick, (value, middle x, middle y, size in mm)."""

    id: str
    label: str
    kind: str
    page: int
    box: Box
    lines: int = 1
    cells: int = 0
    options: list[tuple[str, float, float, float]] = field(default_factory=list)


def begin(pdf: Path, out: Path, today: date) -> tuple[str, ...]:
    """Write the form file and put the PDF beside it under the same name; gives notes on what was left out.

    Nothing that exists is written over. Every mistake is an ImportProblem.
    """
    if out.suffix != ".yaml" or not ID.fullmatch(out.stem):
        raise ImportProblem(f"{out}: should be named with small letters, digits and _, such as hosougu.yaml")
    if out.exists():
        raise ImportProblem(f"{out}: is there already; give another name, or move it away")
    try:
        data = pdf.read_bytes()
        paper = CityPaper(data, pdf.name)
    except OSError as error:
        raise ImportProblem(f"{pdf}: cannot be read ({error.strerror}); name the city's PDF") from None
    except BackgroundProblem as problem:
        raise ImportProblem(f"{pdf}: {problem}") from None
    notes: list[str] = []
    places = _places(paper, notes)
    _copy(data, out.with_suffix(".pdf"))
    try:
        out.write_text("\n".join(_lines(out.stem, paper, places, today)) + "\n", "utf-8")
    except OSError as error:
        raise ImportProblem(f"{out}: cannot be written ({error.strerror})") from None
    if stuck := sum(_stuck_on(page) for page in paper.reader.pages):
        notes.append(
            f"{pdf.name} has {stuck} notes or stamps stuck on its pages: they are not printed; ask for a PDF with them in the page"
        )
    if outside := _fonts_outside(paper):
        notes.append(
            f"{pdf.name} does not bring its fonts {', '.join(outside)}: paper may look otherwise; ask for a PDF with fonts in it"
        )
    if not places:
        notes.append(f"{pdf.name} has no fields: one example place was written; `kiosk forms preview {out} --grid` shows the mm")
    return tuple(notes)


def _copy(data: bytes, beside: Path) -> None:
    try:
        if beside.exists():
            if beside.read_bytes() != data:
                raise ImportProblem(f"{beside}: is there already and is another file; move it away")
            return
        beside.write_bytes(data)
    except OSError as error:
        raise ImportProblem(f"{beside}: cannot be written ({error.strerror})") from None


def _stuck_on(page: Any) -> int:
    """How many annotations people see that are neither fields nor links."""
    unseen = ("/Widget", "/Link", "/Popup")
    return sum(1 for entry in _items(page, "/Annots") if (kind := _kind_of(entry)) and kind not in unseen)


def _kind_of(entry: Any) -> str:
    try:
        return str(entry.get_object().get("/Subtype", ""))
    except STUMBLES:
        return ""


def _fonts_outside(paper: CityPaper) -> list[str]:
    """The names of fonts the pages use and the file does not hold."""
    found: dict[str, None] = {}
    for page in paper.reader.pages:
        resources: Any = page.get("/Resources", DictionaryObject()).get_object()
        for entry in _items(resources, "/Font"):
            if name := _without_outlines(entry):
                found[name] = None
    return list(found)


def _without_outlines(entry: Any) -> str:
    """The font's name when the file has no outlines of it, else ""."""
    try:
        font = entry.get_object()
        inner = font["/DescendantFonts"].get_object()[0].get_object() if "/DescendantFonts" in font else font
        about = inner.get("/FontDescriptor", DictionaryObject()).get_object()
        inside = font.get("/Subtype") == "/Type3" or any(f"/FontFile{kind}" in about for kind in ("", "2", "3"))
        return "" if inside else str(font["/BaseFont"])[1:]
    except STUMBLES:
        return "that cannot be read"


# --- fields of the PDF --------------------------------------------------------------------------------------------------------
def _places(paper: CityPaper, notes: list[str]) -> list[_Place]:
    found: dict[object, _Place] = {}
    given: set[str] = set()
    for number, (page, shown) in enumerate(zip(paper.reader.pages, paper.pages, strict=True), 1):
        for widget in _widgets(page):
            try:
                _take(widget, number, shown, found, given, notes)
            except STUMBLES:
                notes.append(f"page {number}: one field is malformed and was left out")
    return sorted(found.values(), key=lambda place: (place.page, round(place.box.y), place.box.x))


def _widgets(page: Any) -> Iterator[DictionaryObject]:
    for entry in _items(page, "/Annots"):
        if _kind_of(entry) == "/Widget":
            yield entry.get_object()


def _items(holder: Any, key: str) -> list[Any]:
    """The members of a list, or of a dictionary, of the file; none when it is something else or cannot be read."""
    try:
        found = holder.get(key, DictionaryObject()).get_object()
        return list(found.values() if isinstance(found, DictionaryObject) else found)
    except STUMBLES:
        return []


def _take(
    widget: DictionaryObject, number: int, shown: Visible, found: dict[object, _Place], given: set[str], notes: list[str]
) -> None:
    chain = list(_chain(widget))
    name = ".".join(str(part["/T"]) for part in reversed(chain) if "/T" in part) or "place"
    kind, flags = _inherited(chain, "/FT"), int(_inherited(chain, "/Ff") or 0)
    box = _upright([float(value) for value in _list(widget["/Rect"])], shown)
    if kind == "/Btn" and flags & _PUSH:
        return
    if not (box.w > 0.5 and box.h > 0.5 and Box(-1, -1, shown.width + 2, shown.height + 2).holds(box)):
        notes.append(f"page {number}: field {name!r} has no size or lies off the page and was left out")
        return
    if kind == "/Btn" and (name, number) in found:  # a choice of several: one place with an option each
        _option(found[name, number], widget, box)
        return
    label = str(_inherited(chain, "/TU") or name)
    place = _Place(_id(name, given), " ".join(label.split())[:80] or "?", "text", number, box)
    if kind == "/Btn":
        place.kind = "tick"
        _option(place, widget, box)
        found[name, number] = place
        return
    _kind(place, kind, flags, int(_inherited(chain, "/MaxLen") or 0))
    found[len(found)] = place


def _list(value: Any) -> list[Any]:
    return list(value.get_object())


def _kind(place: _Place, kind: object, flags: int, most: int) -> None:
    if kind == "/Sig":
        place.kind = "by_hand"
    elif flags & _COMB and 0 < most <= _MOST_CELLS:
        place.kind, place.cells = "comb", most
    elif flags & _MULTILINE:
        place.lines = max(1, min(_MOST_LINES, int(place.box.h / (10 * LEADING * MM_PER_PT))))


def _option(place: _Place, widget: DictionaryObject, box: Box) -> None:
    looks: Any = widget.get("/AP", DictionaryObject()).get_object()
    shapes = looks.get("/N", DictionaryObject()).get_object()
    value = next((str(state)[1:] for state in shapes if state != "/Off"), "") or "yes"
    taken = {option[0] for option in place.options}
    value = value if value not in taken else f"{value}{len(taken) + 1}"
    place.options.append((value[:80], box.x + box.w / 2, box.y + box.h / 2, min(box.w, box.h)))


def _chain(widget: DictionaryObject) -> Iterator[DictionaryObject]:
    """The field and those it belongs to; a file may make that a circle."""
    here: Any = widget
    for _ in range(20):
        yield here
        if "/Parent" not in here:
            return
        here = here["/Parent"].get_object()


def _inherited(chain: list[DictionaryObject], key: str) -> Any:
    return next((part[key] for part in chain if key in part), None)


def _upright(rect: list[float], shown: Visible) -> Box:
    """The rectangle of the PDF in mm from the top left corner of what people see."""
    a, b, c, d, e, f = shown.matrix
    xs, ys = zip(*((a * x + c * y + e, b * x + d * y + f) for x in rect[::2] for y in rect[1::2]), strict=True)
    left, right, low, high = (value * MM_PER_PT for value in (min(xs), max(xs), min(ys), max(ys)))
    return Box(round(left, 1), round(shown.height - high, 1), round(right - left, 1), round(high - low, 1))


def _id(name: str, given: set[str]) -> str:
    """An id of the name's Latin letters: `Form.Applicant[0].Name` -> applicant_0_name; names without any are place1, place2 …"""
    parts = re.findall(r"[A-Za-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name))
    wish = "_".join(parts).lower()[-40:].strip("_")
    wish = wish if ID.fullmatch(wish) else f"place_{wish}" if wish else "place"
    number = 1
    while (tried := wish if number == 1 else f"{wish}_{number}") in given:
        number += 1
    given.add(tried)
    return tried


# --- the file -----------------------------------------------------------------------------------------------------------------
def _lines(name: str, paper: CityPaper, places: list[_Place], today: date) -> Iterator[str]:
    title = _title(paper)
    yield "# yaml-language-server: $schema=../schemas/form.schema.json"
    yield f"# Begun by `kiosk forms import-pdf`. To do: title, source, counter; for every place `from:`, the question's id ({len(places)} places)."
    yield f"# Look: `kiosk forms preview {name}.yaml --grid --out F.pdf`. Check: `kiosk forms check {name}.yaml`. x, y, w, h in mm from the top left corner."
    yield f"id: {name}"
    yield f"title: {_quoted(title or name)}"
    yield "edition: draft"
    yield f"source: {_quoted('To do: the page this PDF was fetched from, and the day.')}"
    yield f"verified_on: {today.isoformat()}"
    yield f"page: {{mode: background, pdf: {name}.pdf, sha256: {paper.sha256}}}"
    yield "fields:"
    if not places:
        yield "  - {kind: text, id: place1, label: Example, from: place1, x: 20, y: 20, w: 60, h: 8}"
    for place in places:
        yield from _entry(place)


def _title(paper: CityPaper) -> str:
    try:
        said = paper.reader.metadata
        return " ".join(str(said.title or "").split())[:80] if said is not None else ""
    except STUMBLES:
        return ""


def _entry(place: _Place) -> Iterator[str]:
    head = f"kind: {place.kind}, id: {place.id}, label: {_quoted(place.label)}"
    asked = f", from: {place.id}" if place.kind != "by_hand" else ""
    page = f", page: {place.page}" if place.page > 1 else ""
    if place.kind == "tick":
        options = ", ".join(f"{{value: {_quoted(value)}, x: {x:.1f}, y: {y:.1f}}}" for value, x, y, _ in place.options)
        size = max(1.0, min(option[3] for option in place.options))
        yield f"  - {{{head}{asked}, box: {size:.1f}, options: [{options}]{page}}}"
        return
    box = place.box
    more = {"comb": f", cells: {place.cells}", "text": _type(place)}.get(place.kind, "")
    yield f"  - {{{head}{asked}, x: {box.x:g}, y: {box.y:g}, w: {box.w:g}, h: {box.h:g}{more}{page}}}"


def _type(place: _Place) -> str:
    """Type that fits the place's height: 11 points at most."""
    largest = place.box.h / MM_PER_PT / place.lines / (LEADING if place.lines > 1 else 1.0)
    size = max(3.0, min(11.0, int(largest * 2) / 2))
    return f", size: {size:g}, min: {min(7.0, size):g}" + (f", lines: {place.lines}" if place.lines > 1 else "")


def _quoted(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return json.dumps(shown.strip() or "?", ensure_ascii=False)
