"""What staff make forms with: a draft with a grid, a file begun from a city's PDF, the sheet that tells a printer's offset."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from kiosk.cli import main
from kiosk.forms.calibration import calibration_sheet
from kiosk.forms.definition import load_form
from kiosk.forms.draft import draft, sample
from kiosk.forms.importing import ImportProblem, begin
from kiosk.forms.lint import check_form
from kiosk.model.form import AnswerField, Box, ByHandField, CombField, Field, Form, TextField, TickField
from kiosk.paths import ASSETS, LOCALES
from kiosk.words import Catalogue
from tests.unit.forms_paper import darkest, juminhyo, press, raster, text_in

TODAY = date(2026, 11, 24)
MM = 72 / 25.4


def fields_pdf(turn: int = 0) -> PdfWriter:
    """Two pages with fields whose names nobody would choose."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(210 * MM, 297 * MM), invariant=1)
    canvas.setTitle("補装具費\n支給申請書")
    form = canvas.acroForm

    def text(name: str, x: float, y: float, w: float, h: float, **more: object) -> None:
        form.textfield(name=name, x=x * MM, y=(297 - y - h) * MM, width=w * MM, height=h * MM, **more)

    text("topmostSubform[0].Page1[0].ApplicantName", 50, 40, 70, 8)
    text("氏名", 50, 50, 70, 8, tooltip='氏名: "かな", {a}')
    text("氏名２", 50, 60, 70, 8)
    text("12 number", 50, 70, 20, 5)
    text("#", 80, 70, 20, 5)
    text("Address", 50, 80, 70, 20, fieldFlags="multiline")
    text("address", 130, 80, 70, 8)
    text("mynumber", 50, 110, 72, 7, maxlen=12, fieldFlags="comb")
    form.checkbox(name="agree!", x=50 * MM, y=(297 - 130) * MM, size=4 * MM)
    for value, x in (("repair", 50), ("purchase", 90)):
        form.radio(name="kind", value=value, x=x * MM, y=(297 - 140) * MM, size=4 * MM)
    text("none", 50, 150, 0.1, 0.1)
    text("outside", 205, 150, 30, 8)
    canvas.showPage()
    text("second", 30, 40, 60, 10)
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=BytesIO(out.getvalue()))
    for page in writer.pages:
        page.rotate(turn)
    return writer


def saved(writer: PdfWriter, path: Path) -> Path:
    with path.open("wb") as file:
        writer.write(file)
    return path


def imported(folder: Path, turn: int = 0) -> tuple[Form, dict[str, Field], tuple[str, ...]]:
    notes = begin(saved(fields_pdf(turn), folder / "City Form.pdf"), folder / "hosougu.yaml", TODAY)
    form = load_form(folder / "hosougu.yaml")
    return form, {field.id: field for field in form.all_fields()}, notes


def test_fields_of_a_citys_pdf_become_places(tmp_path: Path) -> None:
    form, fields, notes = imported(tmp_path)
    assert form.title == "補装具費 支給申請書" and form.background is not None
    assert form.background.path == tmp_path / "hosougu.pdf"
    assert form.background.path.read_bytes() == (tmp_path / "City Form.pdf").read_bytes()
    name = fields["topmost_subform_0_page1_0_applicant_name"]
    assert isinstance(name, TextField) and name.box == Box(50, 40, 70, 8)
    assert {"place", "place_2", "place_3", "place_12_number", "address", "address_2", "second"} <= set(fields)
    assert fields["place"].label == '氏名: "かな", {a}'
    assert len(notes) == 3 and "'none'" in notes[0] and "'outside'" in notes[1]
    assert "does not bring its fonts Helvetica" in notes[2]


def test_the_kinds_of_fields_are_kept(tmp_path: Path) -> None:
    form, fields, _ = imported(tmp_path)
    comb, kind, long = fields["mynumber"], fields["kind"], fields["address"]
    assert isinstance(comb, CombField) and comb.cells == 12
    assert isinstance(kind, TickField) and [(o.value, o.x, o.y) for o in kind.options] == [
        ("repair", 52, 138),
        ("purchase", 92, 138),
    ]
    assert isinstance(long, TextField) and long.lines == 4
    assert [field.id for field in form.more[0].fields] == ["second"]


def test_a_file_that_was_begun_is_in_order_and_prints(tmp_path: Path) -> None:
    form, _, _ = imported(tmp_path)
    assert check_form(tmp_path / "hosougu.yaml", press().fonts) == ()
    pdf = draft(form, press(), grid=False)
    assert len(PdfReader(BytesIO(pdf)).pages) == 2
    assert text_in(pdf, Box(50, 40, 70, 8), tmp_path).startswith("沖縄県那覇市")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_places_of_a_turned_page_lie_where_people_see_them(turn: int, tmp_path: Path) -> None:
    form, fields, _ = imported(tmp_path, turn)
    name = fields["topmost_subform_0_page1_0_applicant_name"]
    assert isinstance(name, TextField)
    seen = {90: Box(297 - 48, 50, 8, 70), 180: Box(210 - 120, 297 - 48, 70, 8), 270: Box(40, 210 - 120, 8, 70)}[turn]
    assert name.box == seen
    assert (round(form.width), round(form.height)) == ((210, 297) if turn == 180 else (297, 210))


def test_a_pdf_without_fields_begins_with_an_example(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    (note,) = begin(saved(writer, tmp_path / "plain.pdf"), tmp_path / "plain.yaml", TODAY)
    assert "no fields" in note
    assert [field.id for field in load_form(tmp_path / "plain.yaml").fields] == ["place1"]


def test_stamps_on_a_page_are_told_because_they_are_not_printed(tmp_path: Path) -> None:
    writer = fields_pdf()
    stamp = DictionaryObject({NameObject("/Subtype"): NameObject("/Stamp"), NameObject("/Rect"): rect(10, 10, 90, 40)})
    writer.pages[1]["/Annots"].append(writer._add_object(stamp))  # type: ignore[attr-defined]
    notes = begin(saved(writer, tmp_path / "city.pdf"), tmp_path / "form.yaml", TODAY)
    assert any("1 notes or stamps" in note for note in notes)


def widget(**entries: object) -> DictionaryObject:
    made = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget"), NameObject("/FT"): NameObject("/Tx")})
    made.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    return made


def rect(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def test_malformed_fields_are_left_out_and_the_rest_is_taken(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    good = widget(T=TextStringObject("good"), Rect=rect(200, 200, 100, 180))
    round_ = widget(T=TextStringObject("round"), Rect=rect(100, 300, 200, 320))
    entries = [widget(), widget(Rect=rect(1, 2)), widget(Rect=TextStringObject("x")), good, round_, FloatObject(3)]
    page[NameObject("/Annots")] = ArrayObject(writer._add_object(entry) for entry in entries)
    round_[NameObject("/Parent")] = round_.indirect_reference  # belongs to itself
    notes = begin(saved(writer, tmp_path / "odd.pdf"), tmp_path / "odd.yaml", TODAY)
    ids = [field.id for field in load_form(tmp_path / "odd.yaml").fields]
    assert len(ids) == 2 and "good" in ids
    assert len(notes) == 3 and all(note.startswith("page 1: ") and note.endswith("left out") for note in notes)


@pytest.mark.parametrize(
    ("prepare", "name", "said"),
    [
        (lambda folder: None, "Form 1.yaml", "small letters"),
        (lambda folder: None, "form.yml", "small letters"),
        (lambda folder: (folder / "form.yaml").write_text("id: form"), "form.yaml", "is there already"),
        (lambda folder: (folder / "form.pdf").write_bytes(b"another"), "form.yaml", "another file"),
        (lambda folder: (folder / "city.pdf").unlink(), "form.yaml", "cannot be read"),
        (lambda folder: (folder / "city.pdf").write_bytes(b"%PDF-1.7 torn"), "form.yaml", "not a whole PDF"),
        (lambda folder: (folder / "city.pdf").write_bytes(encrypted()), "form.yaml", "encrypted"),
    ],
)
def test_a_file_that_cannot_be_begun_says_why_and_leaves_nothing(
    prepare: Callable[[Path], object], name: str, said: str, tmp_path: Path
) -> None:
    saved(fields_pdf(), tmp_path / "city.pdf")
    prepare(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ImportProblem, match=said):
        begin(tmp_path / "city.pdf", tmp_path / name, TODAY)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def encrypted() -> bytes:
    writer, out = fields_pdf(), BytesIO()
    writer.encrypt("")
    writer.write(out)
    return out.getvalue()


# --- draft ----------------------------------------------------------------------------------------------------------------
def test_a_draft_shows_every_place_with_its_id_and_a_sample(tmp_path: Path) -> None:
    text = PdfReader(BytesIO(draft(juminhyo(), press(), grid=True))).pages[0].extract_text()
    for field in juminhyo().fields:
        assert field.id in text, field.id
    assert "N1-0427" in text and "沖縄県那覇市" in text
    plain = PdfReader(BytesIO(draft(juminhyo(), press(), grid=False))).pages[0].extract_text()
    assert "target_address" not in plain and "沖縄県那覇市" in plain


def test_the_grid_lies_on_the_millimetres(tmp_path: Path) -> None:
    picture = raster(draft(juminhyo(), press(), grid=True), tmp_path, 254)
    for mm in (10, 100, 200):
        assert darkest(picture, Box(mm - 0.2, 291, 0.4, 3), 254) < 235
    assert darkest(picture, Box(101, 291, 3.5, 3), 254) == 255


@pytest.mark.parametrize("path", sorted((ASSETS / "forms").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_form_can_be_drafted(path: Path) -> None:
    if path.stem == "labels":
        return
    form = load_form(path)
    pages = 1 + len(form.more) + len(form.groups)
    assert len(PdfReader(BytesIO(draft(form, press(), grid=True))).pages) == pages


def test_a_sample_is_as_long_as_its_place_must_hold() -> None:
    for field in juminhyo().all_fields():
        if isinstance(field, AnswerField):
            assert sample(field)
        if isinstance(field, TextField) and field.longest:
            assert len(sample(field)) == field.longest
    assert not any(isinstance(field, ByHandField) and isinstance(field, AnswerField) for field in juminhyo().fields)


def test_a_new_edition_is_looked_at_before_its_hash_is_written(tmp_path: Path) -> None:
    imported(tmp_path)
    saved(fields_pdf(180), tmp_path / "hosougu.pdf")
    assert main(["forms", "check", str(tmp_path / "hosougu.yaml")]) == 1
    assert main(["forms", "preview", str(tmp_path / "hosougu.yaml"), "--out", str(tmp_path / "look.pdf")]) == 0
    assert len(PdfReader(tmp_path / "look.pdf").pages) == 2


def test_a_draft_is_never_written_over_the_citys_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path)
    before = (tmp_path / "hosougu.pdf").read_bytes()
    (tmp_path / "answers.yaml").write_text("answers: {}\n")
    preview = ["preview", str(tmp_path / "hosougu.yaml")]
    render = ["render", str(tmp_path / "hosougu.yaml"), "--answers", str(tmp_path / "answers.yaml")]
    for command in (preview, render):
        assert main(["forms", *command, "--out", str(tmp_path / "hosougu.pdf")]) == 1
        assert "the city's own PDF" in capsys.readouterr().err
    assert (tmp_path / "hosougu.pdf").read_bytes() == before


# --- calibration ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("offset", [(0.0, 0.0), (-1.5, 2.0)])
def test_the_crosses_stand_where_a_ruler_should_find_them(offset: tuple[float, float], tmp_path: Path) -> None:
    pdf = calibration_sheet(press().fonts, Catalogue("ja", LOCALES), offset)
    picture = raster(pdf, tmp_path, 254)
    for x in (20, 190):
        for y in (20, 277):
            right, down = x + offset[0], y + offset[1]
            assert darkest(picture, Box(right - 0.1, down - 11.9, 0.2, 1.5), 254) < 100
            assert darkest(picture, Box(right - 11.9, down - 0.1, 1.5, 0.2), 254) < 100
            assert darkest(picture, Box(right + 0.2, down + 2.2, 0.6, 0.6), 254) == 255
    assert f"offset_x_mm={offset[0]:g}+20−a" in text_in(pdf, Box(36, 140, 138, 14), tmp_path)


# --- commands -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("preview", "nothing", "--out", "{}/x.pdf"), "there is no form 'nothing'"),
        (("preview", "juminhyo", "--out", "{}/x.gif"), ".pdf or .png"),
        (("preview", "juminhyo", "--out", "{}/none/x.png"), "no such folder"),
        (("preview", "juminhyo", "--out", "{}/none/x.pdf"), "cannot be written"),
        (("import-pdf", "/nowhere.pdf", "--out", "{}/x.yaml"), "cannot be read"),
        (("calibrate", "--out", "{}/none/x.pdf"), "cannot be written"),
        (("calibrate", "--out", "{}/x.pdf", "--config", "{}/config.toml"), "-10 to 10"),
    ],
)
def test_a_command_that_cannot_go_on_says_so_in_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text("practice = true\n[printer]\noffset_x_mm = 12\n")
    assert main(["forms", *(argument.replace("{}", str(tmp_path)) for argument in arguments)]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("kiosk: ") and shown.count("\n") == 1 and said in shown


def test_the_commands_write_what_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved(fields_pdf(), tmp_path / "city.pdf")
    (tmp_path / "config.toml").write_text("practice = true\n[printer]\noffset_x_mm = -1.5\noffset_y_mm = 2\n")
    assert main(["forms", "import-pdf", str(tmp_path / "city.pdf"), "--out", str(tmp_path / "begun.yaml")]) == 0
    assert main(["forms", "check", str(tmp_path / "begun.yaml")]) == 0
    assert main(["forms", "preview", str(tmp_path / "begun.yaml"), "--grid", "--out", str(tmp_path / "sheet.png")]) == 0
    assert main(["forms", "calibrate", "--out", str(tmp_path / "cross.pdf"), "--config", str(tmp_path / "config.toml")]) == 0
    assert (tmp_path / "sheet-1.png").read_bytes()[:4] == (tmp_path / "sheet-2.png").read_bytes()[:4] == b"\x89PNG"
    assert "−1.5" in PdfReader(tmp_path / "cross.pdf").pages[0].extract_text().replace("-", "−")
    assert "sheet-2.png" in capsys.readouterr().out


# --- files nobody meant -------------------------------------------------------------------------------------------------------
def mutant(data: bytes, chance: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 50))):
        at = chance.randrange(len(spoiled))
        match chance.randrange(3):
            case 0:
                spoiled[at] = chance.randrange(256)
            case 1:
                del spoiled[at : at + chance.randrange(1, 40)]
            case _:
                spoiled[at:at] = chance.randbytes(5)
    return bytes(spoiled)


@pytest.mark.parametrize("seed", range(60))
def test_a_spoiled_pdf_is_begun_and_printed_or_refused_in_words(seed: int, tmp_path: Path) -> None:
    out = BytesIO()
    fields_pdf().write(out)
    (tmp_path / "city.pdf").write_bytes(mutant(out.getvalue(), random.Random(seed)))
    refused = ""
    try:
        begin(tmp_path / "city.pdf", tmp_path / "form.yaml", TODAY)
    except ImportProblem as problem:
        refused = str(problem)
    if refused:
        assert "city.pdf" in refused and "\n" not in refused
    else:
        assert draft(load_form(tmp_path / "form.yaml"), press(), grid=True).startswith(b"%PDF-")
