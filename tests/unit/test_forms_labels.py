"""Label sheets: their places in mm, half-used sheets, several people, and what is said when it cannot be."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.cli import main
from kiosk.content.problems import ContentError
from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG, KioskError
from kiosk.forms.label_sheets import INSIDE_MM, LabelSheet, load_label_sheets
from kiosk.forms.labels import LabelError, LabelPerson, check_labels, pages, render_labels
from kiosk.model.form import Box
from kiosk.paths import ASSETS
from tests.unit.forms_paper import press, text_in

FILE = ASSETS / "forms" / "labels.yaml"
SHEETS = load_label_sheets(FILE)
TARO = LabelPerson("那覇　太郎", "ナハ　タロウ", "沖縄県那覇市泉崎一丁目1番1号", "9008585", "1911-02-28", "0988670111")
HANAKO = LabelPerson("那覇　花子", address="沖縄県那覇市首里金城町二丁目3番")


def names(pdf: bytes, sheet: LabelSheet, folder: Path, page: int = 0) -> list[str]:
    """What stands in every label of a page."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    writer.add_page(PdfReader(BytesIO(pdf)).pages[page])
    writer.write(out)
    return [text_in(out.getvalue(), cell, folder, grow=-0.5) for cell in sheet.cells]


def test_a_24_sheet_has_24_labels_and_none_reaches_into_the_margin() -> None:
    sheet = SHEETS["a4_24"]
    inner = Box(6, 12.9, 198, 271.2)
    assert len(sheet.cells) == 24
    assert all(
        inner.x - 0.01 <= c.x and inner.y - 0.01 <= c.y and c.right <= inner.right + 0.01 and c.bottom <= inner.bottom + 0.01
        for c in sheet.cells
    )


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_labels_lie_on_the_paper_beside_each_other(sheet: LabelSheet) -> None:
    paper = Box(-0.01, -0.02, sheet.width + 0.02, sheet.height + 0.04)
    assert all(paper.holds(cell) for cell in sheet.cells)
    assert not any(one.overlaps(other, by=0.01) for one, other in combinations(sheet.cells, 2))
    assert sheet.source and sheet.makers


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_ink_stays_inside_the_label_and_off_the_papers_edge(sheet: LabelSheet) -> None:
    printable = Box(sheet.edge[0], sheet.edge[1], sheet.width - 2 * sheet.edge[0], sheet.height - 2 * sheet.edge[1])
    for number, cell in enumerate(sheet.cells, 1):
        safe = sheet.safe(number)
        assert printable.x <= safe.x and printable.y <= safe.y
        assert safe.right <= printable.right + 0.01 and safe.bottom <= printable.bottom + 0.01
        assert safe.x >= cell.x + INSIDE_MM and safe.right <= cell.right - INSIDE_MM + 0.01


def test_a_half_used_sheet_goes_on_at_its_first_free_label(tmp_path: Path) -> None:
    sheet = SHEETS["a4_24"]
    found = names(render_labels(press(), sheet, [TARO, HANAKO], start=22, copies=2), sheet, tmp_path)
    assert [bool(text) for text in found] == [False] * 21 + [True] * 3
    assert "那覇太郎" in found[21] and "那覇太郎" in found[22] and "那覇花子" in found[23]


def test_what_does_not_fit_goes_on_with_the_next_sheet_from_its_first_label(tmp_path: Path) -> None:
    sheet = SHEETS["a4_24"]
    pdf = render_labels(press(), sheet, [TARO, HANAKO], start=22, copies=2)
    assert len(PdfReader(BytesIO(pdf)).pages) == 2 == pages(sheet, people=2, start=22, copies=2)
    assert [bool(text) for text in names(pdf, sheet, tmp_path, page=1)] == [True] + [False] * 23


def test_a_label_holds_name_kana_address_birth_and_phone(tmp_path: Path) -> None:
    text = names(render_labels(press(), SHEETS["a4_44"], [TARO]), SHEETS["a4_44"], tmp_path)[0]
    for part in ("那覇太郎", "ナハタロウ", "〒900-8585", "泉崎一丁目1番1号", "明治44年2月28日生", "098-867-0111"):
        assert part in text


@pytest.mark.parametrize("start", [0, 25, -1])
def test_a_start_that_is_on_no_label_is_refused(start: int) -> None:
    with pytest.raises(LabelError, match=rf"labels 1 to 24; there is no label {start} "):
        render_labels(press(), SHEETS["a4_24"], [TARO], start=start)


@pytest.mark.parametrize(("people", "copies"), [([], 1), ([TARO], 0), ([TARO], 401)])
def test_no_labels_or_a_whole_ream_are_refused(people: list[LabelPerson], copies: int) -> None:
    with pytest.raises(LabelError):
        render_labels(press(), SHEETS["a4_24"], people, copies=copies)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_a_long_name_and_an_address_of_sixty_letters_fit_every_paper(sheet: LabelSheet) -> None:
    long = LabelPerson("邉" * 20, "ナ" * 24, "沖" * 60, "9008585", "1911-02-28", "09012345678")
    assert check_labels(sheet, [long], press()) == ()
    assert render_labels(press(), sheet, [long]).startswith(b"%PDF-")


def test_a_line_that_does_not_fit_is_refused_without_saying_it() -> None:
    long = LabelPerson("那覇", address="沖" * 300)
    (trouble,) = check_labels(SHEETS["a4_44"], [TARO, long], press())
    assert (trouble.person, trouble.part, trouble.fault) == (1, "address", FORM_TOO_LONG)
    with pytest.raises(KioskError) as raised:
        render_labels(press(), SHEETS["a4_44"], [TARO, long])
    assert raised.value.detail == "people[2].address"


def test_a_line_with_a_letter_no_font_has_stays_empty(tmp_path: Path) -> None:
    odd = LabelPerson("那覇\U0001f600", address="首里")
    (trouble,) = check_labels(SHEETS["a4_12"], [odd], press())
    assert trouble.fault is FORM_GLYPH and trouble.characters == ("\U0001f600",)
    assert names(render_labels(press(), SHEETS["a4_12"], [odd]), SHEETS["a4_12"], tmp_path)[0] == "首里"


def test_labels_of_a_family_are_printed_person_by_person(tmp_path: Path) -> None:
    sheet = SHEETS["a4_10"]
    found = names(render_labels(press(), sheet, [TARO, HANAKO], copies=3), sheet, tmp_path)
    assert Counter("太郎" if "太郎" in text else "花子" if "花子" in text else "" for text in found) == {
        "太郎": 3,
        "花子": 3,
        "": 4,
    }


# --- files and command ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pitch: [66, 33.9]", "pitch: [66, 36]", "over the paper"),
        ("pitch: [66, 33.9]", "pitch: [60, 33.9]", "lie over each other"),
        ("label: [66, 33.9]", "label: [66, -3]", "larger than 0"),
        ("across: 3", "across: three", "valid integer"),
        ("id: a4_24_wide", "id: a4_24", "stands here twice"),
        ("across: 3", "acros: 3", "acros"),
    ],
)
def test_a_mistake_in_the_sheets_is_named_by_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = FILE.read_text("utf-8")
    broken = tmp_path / "labels.yaml"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as raised:
        load_label_sheets(broken)
    assert any(said in str(problem) and problem.line > 1 for problem in raised.value.problems), str(raised.value)


def test_the_command_prints_labels_and_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people, out = tmp_path / "people.yaml", tmp_path / "labels.pdf"
    people.write_text("people:\n  - {name: 那覇　太郎, birth: 1911-02-28}\n", "utf-8")
    said = ["forms", "labels", "--people", str(people), "--out", str(out), "--sheet"]
    assert main([*said, "a4_24", "--start", "24"]) == 0 and out.read_bytes().startswith(b"%PDF-")
    out.unlink()
    assert main([*said, "a4_24", "--start", "25"]) != 0 and "labels 1 to 24" in capsys.readouterr().err
    assert main([*said, "a4_99"]) != 0 and "a4_12" in capsys.readouterr().err
    people.write_text("people:\n  - {nmae: 那覇}\n", "utf-8")
    assert main([*said, "a4_24"]) != 0 and "people[1]" in capsys.readouterr().err
    assert not out.exists()
