"""The paper of a form file: its size and what is under the answers (our own drawing, a city's own PDF, or printed paper)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import model_validator

from kiosk.forms.entries import Entry, FormDefinitionError, Wrong
from kiosk.model.form import Background

PAPER_MM: Mapping[str, tuple[float, float]] = {
    "A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0), "B4": (257.0, 364.0), "B5": (182.0, 257.0),
}  # fmt: skip


class PageEntry(Entry):
    """The paper.

    mode drawn: we draw all of it. background: our places over a city's own PDF (`pdf`, a file beside this one, and its `sha256`);
    the paper is as large as its pages. preprinted: only the answers are printed, on paper the city has had printed.
    """

    size: Literal["A3", "A4", "A5", "B4", "B5"] | None = None
    landscape: bool = False
    mode: Literal["drawn", "background", "preprinted"] = "drawn"
    pdf: Annotated[str, Key(pattern=r"^[^/\\:]+\.pdf$")] | None = None
    sha256: Annotated[str, Key(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _pdf_for_a_background(self) -> PageEntry:
        if self.mode == "background":
            if self.pdf is None or self.sha256 is None:
                raise ValueError("mode background needs `pdf`, a file beside this one, and its `sha256`")
            if self.size is not None or self.landscape:
                raise ValueError("mode background takes the size of its PDF: leave `size` and `landscape` out")
        elif self.pdf is not None or self.sha256 is not None:
            raise ValueError("`pdf` and `sha256` belong to mode background")
        return self

    def sheets(self, folder: Path, last: int, *, any_edition: bool = False) -> list[Sheet]:
        """What the form's pages are printed on. folder: where the PDF lies; last: the highest page that has a place."""
        if self.pdf is not None and self.sha256 is not None:
            return _city_sheets(folder / self.pdf, None if any_edition else self.sha256, last)
        width, height = PAPER_MM[self.size or "A4"]
        return [Sheet(height, width) if self.landscape else Sheet(width, height)] * last


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper in mm, and the page of a city's own PDF under it."""

    width: float
    height: float
    background: Background | None = None


def _city_sheets(path: Path, sha256: str | None, last: int) -> list[Sheet]:
    from kiosk.forms.background import BackgroundProblem, open_paper  # brings pypdf: only for a form that has such a file

    try:
        paper = open_paper(path, sha256)
    except BackgroundProblem as problem:
        raise FormDefinitionError([Wrong(("page", problem.key), problem.wrong, problem.mend)]) from None
    if last > len(paper.pages):
        wrong = f"{path.name} has {len(paper.pages)} pages, a place stands on page {last}"
        raise FormDefinitionError([Wrong(("page", "pdf"), wrong, "Mend `page` of that place.")])
    return [Sheet(page.width, page.height, Background(path, paper.sha256, number)) for number, page in enumerate(paper.pages, 1)]
