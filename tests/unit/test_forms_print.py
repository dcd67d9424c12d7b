"""The paper itself: printed, rasterised, read back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG, KioskError
from kiosk.forms.fonts import open_fonts
from kiosk.forms.qr import receipt_data
from kiosk.forms.render import Marks, PageJob, Press
from kiosk.model.form import Box, ByHandField, DateField, SealField, TextField
from kiosk.paths import ASSETS
from tests.unit.forms_paper import MARKS, answers, codes, darkest, fonts, juminhyo, press, raster, text_in

SAMPLES = ("plain", "proxy", "rare_kanji", "longest")
IVS_KATSU = "葛\U000e0100"


def field_box(name: str) -> Box:
    field = next(field for field in juminhyo().fields if field.id == name)
    assert isinstance(field, TextField)
    return field.box


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_answers_give_the_same_bytes(sample: str) -> None:
    one = press().render(juminhyo(), answers(sample), MARKS)
    other = Press(press().fonts).render(juminhyo(), answers(sample), MARKS)
    assert one == other
    assert one == press().render(juminhyo(), answers(sample), MARKS)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_text_reads_back_from_its_own_box(sample: str, tmp_path: Path) -> None:
    values = {**answers(sample), **MARKS.values()}
    pdf = press().render(juminhyo(), answers(sample), MARKS)
    read = 0
    for field in juminhyo().fields:
        if isinstance(field, TextField) and (value := field.source.known(values)) and not field.is_phone:
            assert isinstance(value, str)
            assert text_in(pdf, field.box, tmp_path) == "".join(value.split()), field.id
            read += 1
    assert read >= 7


def test_rare_kanji_variation_sequences_and_old_forms_read_back_to_the_code_point(tmp_path: Path) -> None:
    values = answers("rare_kanji")
    assert IVS_KATSU in values["name"] and "\ufa19" in values["target_name"]
    pdf = press().render(juminhyo(), values, MARKS)
    assert text_in(pdf, field_box("name"), tmp_path) == f"\U00020bb7\ufa11{IVS_KATSU}男"
    assert text_in(pdf, field_box("target_name"), tmp_path) == "\U00020bb7\ufa11\ufa19子"


def test_a_variation_sequence_is_another_shape_than_its_base(tmp_path: Path) -> None:
    pictures = []
    for name in ("葛", IVS_KATSU):
        picture = raster(press().render(juminhyo(), {"name": name}, MARKS), tmp_path, 150)
        pictures.append(picture.read_bytes())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_code_reads_as_number_form_and_check_sum(sample: str, tmp_path: Path) -> None:
    pdf = press().render(juminhyo(), answers(sample), MARKS)
    assert codes(pdf, tmp_path) == [receipt_data("v1:{receipt_no}:{form.id}:{crc}", "N1-0427", "juminhyo")]


def test_the_check_sum_is_the_crc_32_that_every_scanner_program_knows() -> None:
    assert receipt_data("v1:{receipt_no}:{form.id}:{crc}", "N1-0427", "juminhyo") == "v1:N1-0427:juminhyo:99D318AB"


@pytest.mark.parametrize("sample", [False, True])
def test_every_font_is_inside_the_file(sample: bool) -> None:
    found = fonts(press().render(juminhyo(), answers("rare_kanji"), MARKS, sample))
    assert len(found) == 5 and all(found.values())


def test_the_page_is_one_a4_sheet() -> None:
    reader = PdfReader(BytesIO(press().render(juminhyo(), answers("plain"), MARKS)))
    assert [round(float(value), 3) for value in reader.pages[0].mediabox] == [0, 0, 595.276, 841.89]
    assert len(reader.pages) == 1


def test_the_metadata_names_form_and_number_and_nobody() -> None:
    reader = PdfReader(BytesIO(press().render(juminhyo(), answers("plain"), MARKS)))
    assert {key: str(value) for key, value in (reader.metadata or {}).items()} == {
        "/Title": "juminhyo N1-0427",
        "/Producer": "Yuimado",
    }


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_printed_where_people_sign_and_seal(sample: str, tmp_path: Path) -> None:
    picture = raster(press().render(juminhyo(), answers(sample), MARKS), tmp_path, 150)
    places = [field for field in juminhyo().fields if isinstance(field, ByHandField | SealField)]
    assert len(places) == 7
    for field in places:
        assert darkest(picture, field.box, 150) == 255, field.id
    assert darkest(picture, field_box("name"), 150) < 60


def test_a_form_without_any_answer_is_an_empty_form_to_fill_by_pen(tmp_path: Path) -> None:
    pdf, filled = press().fill(juminhyo(), {}, Marks())
    assert filled == 0
    picture = raster(pdf, tmp_path, 100)
    for field in juminhyo().fields:
        if isinstance(field, TextField):
            assert darkest(picture, field.box, 100) == 255, field.id


def test_a_private_use_letter_is_named_and_its_box_stays_empty(tmp_path: Path) -> None:
    values = {**answers("plain"), "name": "\ue000城　花子"}
    problems = press().check(juminhyo(), values)
    assert [(p.field, p.fault, p.characters, p.stops) for p in problems] == [
        ("name", FORM_GLYPH, ("\ue000",), False),
        ("target_name", FORM_GLYPH, ("\ue000",), False),
    ]
    pdf = press().render(juminhyo(), values, MARKS)
    assert darkest(raster(pdf, tmp_path, 100), field_box("name"), 100) == 255
    assert text_in(pdf, field_box("kana"), tmp_path) == "タナカハナコ"


def test_without_the_large_font_a_rare_kanji_is_left_to_the_pen() -> None:
    small = Press(open_fonts([ASSETS / "fonts"]))
    problems = small.check(juminhyo(), {"name": "𠮷田"})
    assert [(p.field, p.characters) for p in problems] == [("name", ("𠮷",))]
    assert press().check(juminhyo(), {"name": "𠮷田"}) == ()


@pytest.mark.parametrize("letter", ["か\u3099", "é", "e\u0301"])
def test_a_letter_and_its_mark_are_joined(letter: str) -> None:
    assert press().check(juminhyo(), {"name": letter}) == ()


@pytest.mark.parametrize("letter", ["श", "ア\u309a", "\u200b", "\x07", "葛\U000e01ef", "\uf860", "☑", "\ud800"])
def test_what_no_font_can_draw_rightly_is_named(letter: str) -> None:
    (problem,) = press().check(juminhyo(), {"name": f"田{letter}"})
    assert problem.fault is FORM_GLYPH


def test_a_name_of_sixty_letters_is_printed_whole(tmp_path: Path) -> None:
    name = "寿限無五劫擦切海砂利水魚水行末雲来末風来末食寝処住処" * 3
    pdf = press().render(juminhyo(), {"name": name[:60]}, MARKS)
    assert text_in(pdf, field_box("name"), tmp_path) == name[:60]


def test_a_value_that_cannot_fit_is_refused_by_field_and_never_cut() -> None:
    values = {**answers("plain"), "address": "那覇" * 200}
    problems = press().check(juminhyo(), values)
    assert [(p.field, p.fault, p.stops) for p in problems] == [
        ("address", FORM_TOO_LONG, True),
        ("target_address", FORM_TOO_LONG, True),
    ]
    with pytest.raises(KioskError) as refused:
        press().render(juminhyo(), values, MARKS)
    assert refused.value.fault is FORM_TOO_LONG
    assert refused.value.detail == "juminhyo.address"


def test_somebody_elses_unknown_birthday_never_becomes_ones_own(tmp_path: Path) -> None:
    values = {**answers("proxy"), "target_birth": "unknown", "target_address": ""}
    pdf = press().render(juminhyo(), values, MARKS)
    assert "1989" not in text_in(pdf, Box(150, 137, 40, 8), tmp_path)
    assert text_in(pdf, field_box("target_address"), tmp_path) == ""
    del values["target_birth"]
    assert "1989" not in text_in(press().render(juminhyo(), values, MARKS), Box(150, 137, 40, 8), tmp_path)


def test_the_same_household_shares_the_address_but_not_the_birthday(tmp_path: Path) -> None:
    pdf = press().render(juminhyo(), answers("rare_kanji"), MARKS)
    assert text_in(pdf, field_box("target_address"), tmp_path) == text_in(pdf, field_box("address"), tmp_path) != ""
    assert "2019" in text_in(pdf, Box(150, 137, 40, 8), tmp_path)


@pytest.mark.parametrize(
    ("born", "era", "year"),
    [
        ("1868-01-25", "明治", "元"),
        ("1912-07-30", "大正", "元"),
        ("1989-01-07", "昭和", "64"),
        ("1989-01-08", "平成", "元"),
        ("2019-05-01", "令和", "元"),
    ],
)
def test_a_birthday_stands_in_its_era(born: str, era: str, year: str, tmp_path: Path) -> None:
    pdf = press().render(juminhyo(), {"birth": born}, MARKS)
    day = date.fromisoformat(born)
    assert text_in(pdf, Box(95, 80, 97, 7), tmp_path) == f"{year}年{day.month}月{day.day}日（西暦{day.year}年）"
    field = next(field for field in juminhyo().fields if field.id == "birth")
    assert isinstance(field, DateField)
    picture = raster(pdf, tmp_path, 150)
    ringed = [o.value for o in field.eras if darkest(picture, Box(o.x - 4.3, o.y - 0.4, 0.5, 0.8), 150) < 200]
    assert ringed == [era]


def test_an_answer_the_form_has_no_place_for_is_our_mistake_and_not_quoted() -> None:
    for values in ({"purpose": "holiday"}, {"birth": "some day"}):
        with pytest.raises(ValueError, match=r"^(purpose|birth): ") as raised:
            press().render(juminhyo(), values, MARKS)
        assert "holiday" not in str(raised.value) and "some day" not in str(raised.value)


def test_practice_paper_says_so_and_real_paper_does_not(tmp_path: Path) -> None:
    practice = press().render(juminhyo(), answers("plain"), MARKS, sample=True)
    real = press().render(juminhyo(), answers("plain"), MARKS)
    assert "SAMPLE" in PdfReader(BytesIO(practice)).pages[0].extract_text()
    assert "SAMPLE" not in PdfReader(BytesIO(real)).pages[0].extract_text()
    assert codes(practice, tmp_path) == codes(real, tmp_path)


def test_another_edition_of_a_form_is_not_printed_on_the_old_drawing() -> None:
    first = press().render(juminhyo(), {}, Marks())
    changed = replace(juminhyo(), art=juminhyo().art[:5])
    assert press().render(changed, {}, Marks()) != first


def test_several_sheets_are_one_file_in_their_order(tmp_path: Path) -> None:
    small = replace(juminhyo(), id="other", width=148.0, height=210.0, art=(), fields=juminhyo().fields[:1])
    jobs = [PageJob(juminhyo(), answers("plain")), PageJob(small, {}), PageJob(juminhyo(), {"name": "比嘉　ハル"})]
    pdf, boxes = press().fill_all(jobs, MARKS, title="all")
    reader = PdfReader(BytesIO(pdf))
    assert [round(page.mediabox.width) for page in reader.pages] == [595, 420, 595]
    assert reader.metadata is not None and reader.metadata.title == "all"
    assert "田中" in reader.pages[0].extract_text() and "比嘉" in reader.pages[2].extract_text()
    assert boxes == sum(press().fill(job.form, job.values, MARKS)[1] for job in jobs)


def test_sheets_of_one_file_share_their_fonts_and_their_drawing() -> None:
    one = press().render(juminhyo(), answers("plain"), MARKS)
    ten, _ = press().fill_all([PageJob(juminhyo(), answers("plain"))] * 10, MARKS)
    assert len(fonts(ten)) == len(fonts(one))
    assert len(ten) < 1.5 * len(one)


def test_what_was_printed_before_changes_no_byte() -> None:
    jobs = [PageJob(juminhyo(), answers("proxy")), PageJob(juminhyo(), answers("rare_kanji"))]
    used = Press(press().fonts)
    for name in SAMPLES:
        used.render(juminhyo(), answers(name), MARKS, sample=True)
    assert used.fill_all(jobs, MARKS) == Press(press().fonts).fill_all(jobs, MARKS)


@pytest.mark.parametrize("pair", ["葛葛\U000e0101", "辻辻\U000e0101", "\U00029fce\U00029fd7"])
def test_letters_of_one_shape_read_back_as_themselves(pair: str, tmp_path: Path) -> None:
    pdf = press().render(juminhyo(), {"name": pair}, MARKS)
    assert text_in(pdf, field_box("name"), tmp_path) == pair


def test_a_terminal_at_rest_holds_nothing_that_makes_paper() -> None:
    heavy = ["reportlab", "fontTools", "pypdf", "qrcode", "PIL", "pydantic"]
    code = f"import sys, kiosk.forms.maker, kiosk.forms.slip; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
