"""A filled form as PDF bytes, and what to say before it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.faults import KioskError
from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Words
from kiosk.forms.layout import FormProblem, Placed, place, printed
from kiosk.forms.pdf import Base, base, page
from kiosk.forms.qr import qr, receipt_data
from kiosk.forms.text import MM_PER_PT, shape, width_mm
from kiosk.model.form import Face, Form, QrField, Values

_SAMPLE, _SAMPLE_PT, _SAMPLE_GREY, _SAMPLE_ANGLE = "見本 SAMPLE", 88, 0.9, 52


@dataclass(frozen=True, slots=True)
class Marks:
    """What the kiosk itself puts on a paper: number, two-character matching code, day. Empty ones stay empty on paper."""

    receipt_no: str = ""
    matching_code: str = ""
    day: date | None = None

    def values(self) -> dict[str, str]:
        """As answers: fields may name mark.receipt_no, mark.matching_code and mark.day."""
        day = self.day.isoformat() if self.day else ""
        return {"mark.receipt_no": self.receipt_no, "mark.matching_code": self.matching_code, "mark.day": day}


class Press:
    """Prints forms. Keeps the unchanging layer of every form it has printed, so that the next one only adds its answers.

    It keeps no answer: what it remembers of a person is single letters' glyphs.
    """

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self._bases: dict[tuple[str, bool], tuple[Form, Base]] = {}

    def check(self, form: Form, values: Values) -> tuple[FormProblem, ...]:
        """What would not come out right, before anything is accepted: letters without a glyph, values that do not fit."""
        return place(form, values, self.fonts).problems

    def render(self, form: Form, values: Values, marks: Marks, sample: bool = False) -> bytes:
        """One A4 page; the same input gives the same bytes.

        A value that does not fit raises KioskError FORM-02 with the field's name; letters without a glyph leave their box empty.
        sample: 見本 SAMPLE in light grey under everything (practice).
        """
        return self.fill(form, values, marks, sample)[0]

    def fill(self, form: Form, values: Values, marks: Marks, sample: bool = False) -> tuple[bytes, int]:
        """The page as `render` gives it, and how many of its boxes were filled from answers."""
        answers = place(form, values, self.fonts)
        own = place(form, marks.values(), self.fonts)
        _refuse_long(form, answers, own)
        codes = [self._code(field, form, marks) for field in form.fields if isinstance(field, QrField) and marks.receipt_no]
        title = f"{form.id} {marks.receipt_no}".strip()
        return page(self._base(form, sample), [*answers.inks, *own.inks, *codes], title), answers.filled

    def _code(self, field: QrField, form: Form, marks: Marks) -> Ink:
        return qr(receipt_data(field.data, marks.receipt_no, form.id), field.box)

    def _base(self, form: Form, sample: bool) -> Base:
        kept = self._bases.get((form.id, sample))
        if kept is None or kept[0] is not form:
            under = [self._sample(form)] if sample else []
            kept = (form, base([*under, *printed(form, self.fonts)], form.width, form.height))
            self._bases[form.id, sample] = kept
        return kept[1]

    def _sample(self, form: Form) -> Words:
        return sample_words(self.fonts, form.width, form.height)


def sample_words(fonts: FontSet, width: float, height: float) -> Words:
    """見本 SAMPLE along the diagonal of a page of that size in mm, light grey."""
    size = _SAMPLE_PT * min(1.0, height / 297)
    glyphs = shape(fonts, Face.BOLD, _SAMPLE).glyphs
    half = width_mm(glyphs, size) / 2
    # cos 52°, sin 52°: the words' middle lies on the middle of the page.
    x, y = width / 2 - half * 0.6157, height / 2 + half * 0.7880
    drop = size * MM_PER_PT * 0.35
    return Words(x + drop * 0.7880, y + drop * 0.6157, size, glyphs, 0.0, _SAMPLE_GREY, _SAMPLE_ANGLE)


def _refuse_long(form: Form, *placed: Placed) -> None:
    for problem in (problem for part in placed for problem in part.problems):
        if problem.stops:
            raise KioskError(problem.fault, detail=f"{form.id}.{problem.field}")
