"""Answers over a city's own PDF and on pre-printed paper: in the right place whatever the file is like, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.faults import FORM_UNFIT, KioskError
from kiosk.forms.definition import load_form
from kiosk.forms.fonts import FontSet
from kiosk.forms.lint import check_form
from kiosk.forms.maker import FormLibrary
from kiosk.forms.render import Marks, PageJob, Press
from kiosk.forms.sheets import leaves
from kiosk.model.form import Box, Form, Mode, Values
from kiosk.visit.services import Paper
from tests.unit.forms_paper import MARKS, darkest, juminhyo, press, raster, text_in

PT = 72 / 25.4
NAME = Box(30, 40, 60, 10)
FIELD = """
  - {{kind: text, id: {id}, label: 氏名, from: name, x: 30, y: 40, w: 60, h: 10, size: 14, page: {page}}}"""


def city_pdf(*pages: tuple[float, float, int], crop: bool = False) -> bytes:
    """Pages of (width, height, rotation) in mm as a viewer shows them: a box where the name goes, and the word TOP above it."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for width, height, _ in pages:
        canvas.setPageSize((width * PT, height * PT))
        canvas.drawString(30 * PT, (height - 38) * PT, "TOP")
        canvas.rect(NAME.x * PT, (height - NAME.bottom) * PT, NAME.w * PT, NAME.h * PT)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=BytesIO(out.getvalue()))
    for page, (_, _, turn) in zip(writer.pages, pages, strict=True):
        if turn:  # the content is laid on its side and /Rotate sets it upright again, as scanners and Word do
            page.rotate(-turn)
            page.transfer_rotation_to_content()
            page.rotate(turn)
        if crop:
            box = page.mediabox
            page.mediabox = type(box)((box.left - 50, box.bottom - 70, box.right + 30, box.top + 20))
            page.cropbox = box
    filled = BytesIO()
    writer.write(filled)
    return filled.getvalue()


def written(folder: Path, pdf: bytes, *, last: int = 1, sha256: str = "", more: str = "") -> Path:
    """A form file over that PDF with the name's place on every page up to `last`."""
    (folder / "paper.pdf").write_bytes(pdf)
    fields = "".join(FIELD.format(id=f"name{page}", page=page) for page in range(1, last + 1))
    path = folder / "over.yaml"
    path.write_text(
        "id: over\ntitle: 市の様式\nedition: draft\nsource: made for this test\nverified_on: 2026-11-24\n"
        f"page: {{mode: background, pdf: paper.pdf, sha256: {sha256 or hashlib.sha256(pdf).hexdigest()}}}\nfields:{fields}{more}\n",
        "utf-8",
    )
    return path


def printed(form: Form, values: Values, *, sample: bool = False) -> bytes:
    return press().fill_all([PageJob(leaf.form, leaf.values) for leaf in leaves(form, values)], MARKS, sample)[0]


def problem(path: Path) -> ContentProblem:
    (found,) = check_form(path, press().fonts)
    return found


@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(210.0, 297.0), (297.0, 210.0), (297.0, 420.0), (215.9, 279.4)])
def test_an_answer_stands_in_its_box_whatever_the_page_is_like(
    size: tuple[float, float], turn: int, crop: bool, tmp_path: Path
) -> None:
    form = load_form(written(tmp_path, city_pdf((*size, turn), crop=crop)))
    assert (round(form.width, 1), round(form.height, 1)) == size
    pdf = printed(form, {"name": "葛󠄀城𠮷"})
    page = PdfReader(BytesIO(pdf)).pages[0]
    assert (page.rotation, [round(float(v) / PT, 1) for v in page.mediabox]) == (0, [0, 0, *size])
    assert text_in(pdf, NAME, tmp_path) == "葛󠄀城𠮷"
    assert text_in(pdf, Box(29, 33, 20, 5.5), tmp_path) == "TOP"
    picture = raster(pdf, tmp_path, 100)
    for edge in (Box(29.6, 41, 0.8, 8), Box(89.6, 41, 0.8, 8), Box(31, 39.6, 58, 0.8), Box(31, 49.6, 58, 0.8)):
        assert darkest(picture, edge, 100) < 100
    assert darkest(picture, Box(31, 51, 58, 8), 100) == 255


def test_every_page_of_the_file_is_printed_with_its_own_places(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, city_pdf((210, 297, 0), (297, 210, 90), (210, 297, 180)), last=2))
    pdf = printed(form, {"name": "比嘉"})
    reader = PdfReader(BytesIO(pdf))
    assert [round(page.mediabox.width / PT) for page in reader.pages] == [210, 297, 210]
    assert [page.extract_text().count("比嘉") for page in reader.pages] == [1, 1, 0]
    assert all("TOP" in page.extract_text() for page in reader.pages)


def test_the_same_answers_give_the_same_bytes_over_a_citys_paper(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, city_pdf((210, 297, 90))))
    assert printed(form, {"name": "比嘉"}) == printed(form, {"name": "比嘉"})
    assert Press(press().fonts).render(form, {"name": "比嘉"}, MARKS) == press().render(form, {"name": "比嘉"}, MARKS)


def test_a_bundle_holds_city_paper_and_our_own(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, city_pdf((210, 297, 270))))
    pdf, boxes = press().fill_all([PageJob(juminhyo(), {"name": "比嘉"}), PageJob(form, {"name": "比嘉"})], MARKS)
    reader = PdfReader(BytesIO(pdf))
    assert ["TOP" in page.extract_text() for page in reader.pages] == [False, True]
    assert boxes == press().fill(juminhyo(), {"name": "比嘉"}, MARKS)[1] + 1
    assert reader.metadata is not None and reader.metadata.title == "juminhyo N1-0427"


def test_practice_paper_over_a_citys_page_says_so_and_hides_nothing(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, city_pdf((210, 297, 0))))
    real, practice = (raster(printed(form, {"name": "比嘉"}, sample=sample), tmp_path, 60).read_bytes() for sample in (False, True))
    assert real != practice
    assert all(there <= here for here, there in zip(real[20:], practice[20:], strict=True))


def protected(pdf: bytes, password: str) -> bytes:
    writer, out = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (lambda pdf: pdf[: len(pdf) // 2], "not a whole PDF"),
        (lambda pdf: b"", "not a whole PDF"),
        (lambda pdf: b"<html>Not found</html>", "not a whole PDF"),
        (lambda pdf: pdf[:200] + b"\0" * (len(pdf) - 300) + pdf[-100:], "cannot be read"),
        (lambda pdf: protected(pdf, ""), "is encrypted"),
        (lambda pdf: protected(pdf, "secret"), "is encrypted"),
        (lambda pdf: city_pdf((30.0, 40.0, 0)), "30 × 40 mm"),
        (lambda pdf: city_pdf((900.0, 1300.0, 0)), "900 × 1300 mm"),
    ],
)
def test_a_file_nobody_can_print_over_is_named_with_line_and_mend(spoiled: Any, said: str, tmp_path: Path) -> None:
    found = problem(written(tmp_path, spoiled(city_pdf((210, 297, 0)))))
    assert (found.file, found.line, found.field) == ("over.yaml", 6, "page.pdf")
    assert said in found.wrong and "paper.pdf" in found.wrong and found.mend


def test_hidden_layers_are_not_printed_by_accident(tmp_path: Path) -> None:
    writer, out = PdfWriter(clone_from=BytesIO(city_pdf((210, 297, 0)))), BytesIO()
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    state = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject({NameObject("/D"): state})
    writer.write(out)
    assert "hidden layers" in problem(written(tmp_path, out.getvalue())).wrong


def test_a_new_edition_needs_a_re_check_and_the_mend_names_its_hash(tmp_path: Path) -> None:
    old, new = city_pdf((210, 297, 0)), city_pdf((210, 297, 0), (210, 297, 0))
    found = problem(written(tmp_path, new, sha256=hashlib.sha256(old).hexdigest()))
    assert (found.field, found.line) == ("page.sha256", 6)
    assert "needs re-check" in found.wrong and hashlib.sha256(new).hexdigest() in found.mend


def test_a_missing_file_and_a_page_it_has_not_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, city_pdf((210, 297, 0)), last=2)
    assert "has 1 pages, a place stands on page 2" in problem(path).wrong
    (tmp_path / "paper.pdf").unlink()
    assert "cannot be read" in problem(path).wrong


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("{mode: background, pdf: paper.pdf}", "`sha256`"),
        ("{mode: background, sha256: " + "0" * 64 + "}", "`pdf`"),
        ("{mode: background, pdf: ../paper.pdf, sha256: " + "0" * 64 + "}", "is no file name"),
        ("{mode: background, pdf: paper.pdf, sha256: 12ab}", "is no SHA-256"),
        ("{mode: background, pdf: paper.pdf, size: A4, sha256: " + "0" * 64 + "}", "size of its PDF"),
        ("{pdf: paper.pdf}", "belong to mode background"),
        ("{mode: over}", "background"),
    ],
)
def test_a_page_entry_that_does_not_add_up_is_named(page: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, city_pdf((210, 297, 0)))
    path.write_text(path.read_text("utf-8").replace(path.read_text("utf-8").splitlines()[5], f"page: {page}"), "utf-8")
    with pytest.raises(ContentError) as raised:
        load_form(path)
    assert said in str(raised.value) and ":6: page" in str(raised.value)


def test_a_place_of_a_later_page_is_linted_there(tmp_path: Path) -> None:
    path = written(tmp_path, city_pdf((210, 297, 0), (100, 100, 0)), last=1)
    path.write_text(path.read_text("utf-8") + "  - {kind: seal, id: seal, label: 印, x: 90, y: 95, d: 10, page: 2}\n", "utf-8")
    found = problem(path)
    assert found.field == "fields.seal" and "edge" in found.wrong


def changed(folder: Path) -> None:
    (folder / "paper.pdf").write_bytes(city_pdf((210, 297, 0), (210, 297, 0)))


def gone(folder: Path) -> None:
    (folder / "paper.pdf").unlink()


@pytest.mark.parametrize("change", [changed, gone])
def test_a_file_that_changes_while_the_kiosk_runs_is_never_printed_over(change: Any, tmp_path: Path) -> None:
    form, own = load_form(written(tmp_path, city_pdf((210, 297, 0)))), Press(press().fonts)
    pdf = own.render(form, {"name": "比嘉"}, MARKS)
    change(tmp_path)
    for act in (lambda: own.check(form, {"name": "比嘉"}), lambda: own.render(form, {"name": "比嘉"}, MARKS)):
        with pytest.raises(KioskError) as refused:
            act()
        assert refused.value.fault is FORM_UNFIT
        assert refused.value.detail.startswith("over: paper.pdf") and "比嘉" not in refused.value.detail
    (tmp_path / "paper.pdf").write_bytes(city_pdf((210, 297, 0)))
    assert own.render(form, {"name": "比嘉"}, MARKS) == pdf


def test_a_form_that_needs_a_re_check_is_refused_before_anything_is_accepted(tmp_path: Path) -> None:
    written(tmp_path, city_pdf((210, 297, 0)), sha256="0" * 64)
    library = FormLibrary(tmp_path)
    with pytest.raises(KioskError) as refused:
        library.check([Paper("over", {"name": "比嘉"}, "p", "t", "")])
    assert refused.value.fault is FORM_UNFIT and refused.value.detail == "over.yaml:6 page.sha256"


def preprinted(fonts: FontSet, offset: tuple[float, float]) -> bytes:
    form = replace(juminhyo(), mode=Mode.PREPRINTED, art=())
    return Press(fonts, offset).render(form, {"name": "比嘉", "who": "self", "birth": "1989-01-08"}, Marks())


def test_only_answers_are_put_on_printed_paper(tmp_path: Path) -> None:
    pdf = preprinted(press().fonts, (0, 0))
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text().split() == [
        "比嘉",
        "元",
        "1",
        "8",
        "1989",
        "比嘉",
        "元",
        "1",
        "8",
        "1989",
    ]


def test_answers_on_printed_paper_are_moved_by_what_the_printer_needs(tmp_path: Path) -> None:
    still, moved = (rows(preprinted(press().fonts, offset), tmp_path) for offset in ((0, 0), (3.0, -2.0)))
    assert [row[30:1500] for row in moved[500:1500]] == [row[:1470] for row in still[520:1520]]
    assert any(min(row) < 60 for row in still[550:660])


def rows(pdf: bytes, folder: Path) -> list[bytes]:
    """The page's rows of pixels, ten a mm."""
    data = raster(pdf, folder, 254).read_bytes()
    width = int(data.split()[1])
    body = data[-width * int(data.split()[2]) :]
    return [body[at : at + width] for at in range(0, len(body), width)]
