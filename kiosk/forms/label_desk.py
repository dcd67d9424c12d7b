"""Serves as the visit's LabelMaker; the papers are read when the first person wants labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.faults import FORM_TOO_LONG
from kiosk.visit.services import LabelPaper, LabelTrouble, LabelWords
from kiosk.visit.views import SheetPicture

if TYPE_CHECKING:
    from kiosk.forms.label_sheets import LabelSheet
    from kiosk.forms.labels import LabelPerson
    from kiosk.forms.render import Press


class LabelDesk:
    """file: assets/forms/labels.yaml; press: that of the forms, whose offset for pre-printed paper counts here too."""

    def __init__(self, file: Path, press: Callable[[], Press], record: Callable[..., None] = lambda event, **values: None) -> None:
        self._file, self._press, self._record = file, press, record
        self._sheets: Mapping[str, LabelSheet] | None = None

    def _opened(self) -> Mapping[str, LabelSheet]:
        if self._sheets is None:
            from kiosk.content.problems import ContentError
            from kiosk.forms.label_sheets import load_label_sheets  # brings the checker's libraries

            try:
                self._sheets = load_label_sheets(self._file)
            except ContentError as error:
                self._record("content", where=str(error).splitlines()[0])
                self._sheets = {}
        return self._sheets

    def papers(self) -> tuple[LabelPaper, ...]:
        """See kiosk.visit.services.LabelMaker."""
        return tuple(LabelPaper(sheet.id, sheet.makers, _picture(sheet)) for sheet in self._opened().values())

    def check(self, paper: str, people: Sequence[LabelWords]) -> tuple[LabelTrouble, ...]:
        """See kiosk.visit.services.LabelMaker."""
        from kiosk.forms.labels import check_labels

        found = check_labels(self._opened()[paper], _people(people), self._press())
        return tuple(LabelTrouble(one.person, one.fault, "".join(one.characters), one.fault is FORM_TOO_LONG) for one in found)

    def make(self, paper: str, people: Sequence[LabelWords], start: int, copies: int, sample: bool) -> bytes:
        """See kiosk.visit.services.LabelMaker."""
        from kiosk.forms.labels import render_labels

        return render_labels(self._press(), self._opened()[paper], _people(people), start, copies, sample=sample)


def _picture(sheet: LabelSheet) -> SheetPicture:
    return SheetPicture(sheet.width, sheet.height, tuple((cell.x, cell.y, cell.w, cell.h) for cell in sheet.cells))


def _people(people: Sequence[LabelWords]) -> tuple[LabelPerson, ...]:
    from kiosk.forms.labels import LabelPerson

    return tuple(LabelPerson(one.name, one.kana, one.address, birth=one.birth, phone=one.phone) for one in people)
