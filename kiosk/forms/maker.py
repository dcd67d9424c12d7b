"""The forms of a folder by name, ready to fill: what a visit asks for before it is accepted, and the sheet afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from kiosk.forms.fonts import SYSTEM_FOLDERS, open_fonts
from kiosk.forms.layout import FormProblem
from kiosk.forms.render import Marks, Press
from kiosk.model.form import Form, Values
from kiosk.paths import ASSETS
from kiosk.visit.services import FormTrouble, Paper, Sheet
from kiosk.words import Catalogue

JAPAN = timezone(timedelta(hours=9))


def today_in_japan() -> date:
    """The civil date at the counter."""
    return datetime.now(JAPAN).date()


class FormLibrary:
    """Fills the forms of a folder; a form is read when it is first asked for. One thread at a time.

    Serves as the visit's PaperMaker. An unknown form raises KeyError, a broken one ContentError.
    """

    def __init__(self, folder: Path, today: Callable[[], date] = today_in_japan, fonts: Sequence[Path] = ()) -> None:
        """fonts: folders to look in before the shipped fonts and the system's."""
        self._folder, self._today = folder, today
        self._font_folders = (*fonts, ASSETS / "fonts", *SYSTEM_FOLDERS)
        self._forms: dict[str, Form] = {}
        self._press: Press | None = None

    @property
    def press(self) -> Press:
        """The press with its fonts, opened at first use."""
        if self._press is None:
            self._press = Press(open_fonts(self._font_folders))
        return self._press

    def form(self, name: str) -> Form:
        """The form of that name."""
        if name not in self._forms:
            from kiosk.forms.definition import load_form  # brings the checker's libraries: only when a form is wanted

            path = self._folder / f"{name}.yaml"
            if not path.is_file():
                raise KeyError(name)
            self._forms[name] = load_form(path)
        return self._forms[name]

    def check(self, papers: Sequence[Paper], /) -> Sequence[FormTrouble]:
        """What would not come out right, before anything is accepted; `step` is the question to go back to."""
        return [
            _trouble(number, problem, paper.answers)
            for number, paper in enumerate(papers)
            for problem in self.press.check(self.form(paper.form), paper.answers)
        ]

    def make(
        self, papers: Sequence[Paper], receipt_no: str, code: str, sample: bool, /, *, words: Catalogue | None = None
    ) -> Sheet:
        """The filled forms as one file; the same papers on the same day give the same bytes."""
        marks = Marks(receipt_no, code, self._today())
        filled = [self.press.fill(self.form(paper.form), paper.answers, marks, sample) for paper in papers]
        return Sheet(_joined([pdf for pdf, _ in filled]), sum(boxes for _, boxes in filled), len(papers), len(papers))


def _joined(pdfs: Sequence[bytes]) -> bytes:
    if len(pdfs) == 1:
        return pdfs[0]
    import io

    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    for pdf in pdfs:
        writer.append(PdfReader(io.BytesIO(pdf)))
    writer.write(out)
    return out.getvalue()


def _trouble(number: int, problem: FormProblem, answers: Values) -> FormTrouble:
    step = next((step for step in problem.steps if step in answers), problem.steps[0])
    return FormTrouble(step, problem.fault, "".join(problem.characters), problem.stops, number)
