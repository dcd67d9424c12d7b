"""A filled form as PDF bytes, and what to say before it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.faults import FORM_UNFIT, KioskError
from kiosk.forms.fonts import FontSet
from kiosk.forms.ink import Ink, Words
from kiosk.forms.layout import FormProblem, Placed, place, printed
from kiosk.forms.qr import qr, receipt_data
from kiosk.forms.text import MM_PER_PT, shape, width_mm
from kiosk.model.form import Face, Form, Mode, QrField, Values

if TYPE_CHECKING:
    from kiosk.forms.background import Underlay
    from kiosk.forms.pdf import Bindery, Layer

_KEPT_LAYERS = 64
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


@dataclass(frozen=True, slots=True)
class PageJob:
    """One sheet to print: the first page of a form with the answers it sees, and ink of its own over them.

    values: keys that begin with `mark.` are the kiosk's own (page number, row number) and count as no answer. counts: whether its boxes
    are boxes of a form somebody would have had to fill.
    """

    form: Form
    values: Values
    extra: tuple[Ink, ...] = ()
    counts: bool = True


class Press:
    """Prints forms. Keeps the unchanging layer of every form it has printed, so that the next one only adds its answers.

    It keeps no answer: what it remembers of a person is single letters' glyphs. Forms are told apart as objects: hand in the same
    one again, not a copy with a person's data in its art.
    """

    def __init__(self, fonts: FontSet, offset_mm: tuple[float, float] = (0.0, 0.0)) -> None:
        """offset_mm: how far right and down this terminal's printer needs answers on pre-printed paper moved."""
        self.fonts, self._offset = fonts, offset_mm
        self._underlay: Underlay | None = None
        self._layers: dict[tuple[int, bool], tuple[Form, Layer]] = {}

    @cached_property
    def _bindery(self) -> Bindery:
        from kiosk.forms.pdf import Bindery  # brings reportlab: not before there is a paper to make

        return Bindery()

    def check(self, form: Form, values: Values) -> tuple[FormProblem, ...]:
        """What would not come out right, before anything is accepted: letters without a glyph, values that do not fit.

        KioskError FORM-03 when the city's own PDF under the form is not the one it was made for.
        """
        self._look_under(form)
        return place(form, values, self.fonts).problems

    def render(self, form: Form, values: Values, marks: Marks, sample: bool = False) -> bytes:
        """One page; the same input gives the same bytes.

        A value that does not fit raises KioskError FORM-02 with the field's name; letters without a glyph leave their box empty.
        A city's own PDF that is missing, torn or changed raises FORM-03: nothing is printed shifted.
        sample: 見本 SAMPLE in light grey under everything (practice).
        """
        return self.fill(form, values, marks, sample)[0]

    def fill(self, form: Form, values: Values, marks: Marks, sample: bool = False) -> tuple[bytes, int]:
        """The page as `render` gives it, and how many of its boxes were filled from answers."""
        return self.fill_all([PageJob(form, values)], marks, sample)

    def fill_all(self, jobs: Sequence[PageJob], marks: Marks, sample: bool = False, title: str = "") -> tuple[bytes, int]:
        """The sheets as one file, in that order, and how many boxes were filled from answers on all of them.

        title: of the file, nothing of a person; "" names the first form and the number.
        """
        for form in {job.form.background.path: job.form for job in jobs if job.form.background}.values():
            self._look_under(form)
        filled = [self._filled(job, marks, sample) for job in jobs]
        pdf = self._bindery.bind([page for page, _ in filled], title or f"{jobs[0].form.id} {marks.receipt_no}".strip())
        if self._underlay is not None:
            pdf = self._underlay.lay(pdf, [job.form.background for job in jobs])
        return pdf, sum(boxes for job, (_, boxes) in zip(jobs, filled, strict=True) if job.counts)

    def _look_under(self, form: Form) -> None:
        if form.background is None:
            return
        from kiosk.forms.background import BackgroundProblem, Underlay  # brings pypdf: only for a form with such a file

        self._underlay = self._underlay or Underlay()
        try:
            self._underlay.check(form.background)
        except BackgroundProblem as problem:
            raise KioskError(FORM_UNFIT, detail=f"{form.id}: {problem.wrong}") from None

    def _filled(self, job: PageJob, marks: Marks, sample: bool) -> tuple[tuple[Layer, tuple[Ink, ...]], int]:
        form, values = job.form, {**job.values, **marks.values()}
        placed = place(form, values, self.fonts)
        _refuse_long(form, placed)
        codes = [self._code(field, form, marks) for field in form.fields if isinstance(field, QrField) and marks.receipt_no]
        # Over a city's page the word 見本 lies on top and lets it show through; elsewhere it is part of the layer.
        over = [replace(self._sample(form), through=True)] if sample and form.mode is Mode.BACKGROUND else []
        return (self._layer(form, sample), (*over, *placed.inks, *codes, *job.extra)), placed.filled

    def _code(self, field: QrField, form: Form, marks: Marks) -> Ink:
        return qr(receipt_data(field.data, marks.receipt_no, form.id), field.box)

    def _layer(self, form: Form, sample: bool) -> Layer:
        key = (id(form), sample)
        if key not in self._layers:
            if len(self._layers) >= _KEPT_LAYERS:
                del self._layers[next(iter(self._layers))]
            under = [self._sample(form)] if sample and form.mode is not Mode.BACKGROUND else []
            shift = self._offset if form.mode is Mode.PREPRINTED else (0.0, 0.0)
            drawn = self._bindery.layer([*under, *printed(form, self.fonts)], form.width, form.height, shift)
            self._layers[key] = form, drawn  # the form too: its identity must not pass to another object
        return self._layers[key][1]

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


def _refuse_long(form: Form, placed: Placed) -> None:
    for problem in placed.problems:
        if problem.stops:
            raise KioskError(problem.fault, detail=f"{form.id}.{problem.field}")
