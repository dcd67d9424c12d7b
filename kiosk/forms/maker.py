"""The forms of a folder by name, ready to fill: what a visit asks for before it is accepted, and the sheet afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.folders import form_file
from kiosk.content.problems import ContentError
from kiosk.faults import FORM_UNFIT, KioskError
from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
from kiosk.forms.layout import FormProblem
from kiosk.forms.render import Marks, PageJob, Press
from kiosk.forms.sheets import Leaf, leaves
from kiosk.furigana import plain
from kiosk.model.dates import JAPAN
from kiosk.model.form import Form, Values
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.services import FormTrouble, Paper, Sheet
from kiosk.words import Catalogue

if TYPE_CHECKING:
    from kiosk.forms.cover import Cover, Listed

JAPANESE = "ja"


def today_in_japan() -> date:
    """The civil date at the counter."""
    return datetime.now(JAPAN).date()


class FormLibrary:
    """Fills the forms of a folder; a form is read when it is first asked for. One thread at a time.

    Serves as the visit's PaperMaker. An unknown form raises KeyError; one whose file or city PDF cannot be used, KioskError FORM-03.
    """

    def __init__(
        self,
        folder: Path,
        today: Callable[[], date] = today_in_japan,
        fonts: Sequence[Path] = (),
        offset_mm: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """fonts: folders to look in before the shipped fonts and the system's; offset_mm: of this terminal's printer."""
        self._offset = offset_mm
        self._folder, self._today = folder, today
        self._font_folders = (*fonts, ASSETS / "fonts", *SYSTEM_FOLDERS)
        self._forms: dict[str, Form] = {}
        self._press: Press | None = None
        self._cover: Cover | None = None
        self._japanese: Catalogue | None = None

    @property
    def press(self) -> Press:
        """The press with its fonts, opened at first use."""
        if self._press is None:
            self._press = Press(open_fonts(self._font_folders), self._offset)
        return self._press

    def form(self, name: str) -> Form:
        """The form of that name."""
        if name not in self._forms:
            from kiosk.forms.definition import load_form  # brings the checker's libraries: only when a form is wanted

            path = form_file(self._folder, name)
            if not path.is_file():
                raise KeyError(name)
            try:
                self._forms[name] = load_form(path)
            except ContentError as error:
                where = error.problems[0]
                raise KioskError(FORM_UNFIT, detail=f"{where.file}:{where.line} {where.field}") from None
        return self._forms[name]

    def check(self, papers: Sequence[Paper], /) -> Sequence[FormTrouble]:
        """What would not come out right, before anything is accepted; `step` is the question to go back to."""
        return [
            _trouble(number, leaf, problem, paper.answers)
            for number, paper in enumerate(papers)
            for leaf in leaves(self.form(paper.form), paper.answers)
            for problem in self.press.check(leaf.form, leaf.values)
        ]

    def make(
        self, papers: Sequence[Paper], receipt_no: str, code: str, sample: bool, /, *, words: Catalogue | None = None
    ) -> Sheet:
        """The filled forms as one file, a cover sheet first when they are several; the same papers on the same day, the same bytes."""
        sheets = [leaves(self.form(paper.form), paper.answers) for paper in papers]
        jobs = [
            PageJob(leaf.form, leaf.values, counts=not paper.beside)
            for paper, sheet in zip(papers, sheets, strict=True)
            for leaf in sheet
        ]
        if len(papers) > 1:
            listed = [self._listed(paper, len(sheet), words) for paper, sheet in zip(papers, sheets, strict=True)]
            jobs = [*self._covers(listed, words, bool(receipt_no)), *jobs]
        title = f"{papers[0].form if len(papers) == 1 else 'papers'} {receipt_no}".strip()
        pdf, boxes = self.press.fill_all(jobs, Marks(receipt_no, code, self._today()), sample, title)
        return Sheet(pdf, boxes, sum(1 for paper in papers if not paper.beside), len(jobs))

    def _listed(self, paper: Paper, pages: int, words: Catalogue | None) -> Listed:
        from kiosk.forms.cover import Listed

        form = self.form(paper.form)
        foreign = words if words is not None and words.language != JAPANESE and words.knows(paper.title) else None
        also = plain(foreign(paper.title)) if foreign else ""
        sign = tuple(dict.fromkeys(field.label for field in form.signatures(paper.answers)))
        return Listed(form.title, also, pages, sign, plain(paper.counter) or form.counter, paper.whose)

    def _covers(self, listed: Sequence[Listed], words: Catalogue | None, numbered: bool) -> list[PageJob]:
        from kiosk.forms.cover import Cover, Speech  # brings what forms are drawn with: only when there are several

        if self._cover is None:
            self._cover = Cover()
            self._japanese = Catalogue(JAPANESE, LOCALES)
        assert self._japanese is not None, "opened with the cover"
        other = words if words is not None and words.language != JAPANESE else None
        return self._cover.sheets(listed, Speech(self._japanese, other), self.press.fonts, numbered)


def _trouble(number: int, leaf: Leaf, problem: FormProblem, answers: Values) -> FormTrouble:
    asked = [leaf.asked(step) for step in problem.steps]
    step = next((step for step in asked if step in answers), asked[0])
    return FormTrouble(step, problem.fault, "".join(problem.characters), problem.stops, number)
