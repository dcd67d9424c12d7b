"""Form files: read strictly, every mistake by its path; drawings linted; the command."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.problems import ContentError
from kiosk.content.procedures import read_procedures
from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG
from kiosk.forms.command import check_files, render_file
from kiosk.forms.definition import FormFile, load_form, read_form
from kiosk.forms.entries import FormDefinitionError
from kiosk.forms.lint import lint
from kiosk.forms.maker import FormLibrary
from kiosk.forms.qr import receipt_data
from kiosk.forms.render import Marks
from kiosk.forms.slip import Slip, render_slip
from kiosk.model.form import Box, Form, TickField
from kiosk.paths import ASSETS
from kiosk.visit.services import Paper
from tests.unit.forms_paper import ANSWERS, MARKS, codes, darkest, fonts, juminhyo, press, raster, text_in

SHIPPED = ASSETS / "forms" / "juminhyo.yaml"


def small(**changes: Any) -> dict[str, Any]:
    """A form of one text field."""
    field = {"kind": "text", "id": "name", "label": "氏名", "from": "name", "x": 20, "y": 20, "w": "60.5", "h": 8, **changes}
    return {
        "id": "small",
        "title": "小さな様式",
        "edition": "draft",
        "source": "ours",
        "verified_on": juminhyo().verified_on,
        "fields": [field],
    }


def with_fields(*more: dict[str, Any], art: list[dict[str, Any]] | None = None) -> Form:
    raw = small()
    raw["fields"] += more
    raw["art"] = art or []
    return read_form(raw)


def test_the_shipped_form_holds_every_answer_of_its_procedure() -> None:
    procedures, _ = read_procedures(ASSETS / "procedures")
    steps = next(procedure.steps for procedure in procedures if procedure.id == "juminhyo")
    assert juminhyo().steps() == {step.id for step in steps}
    for step in steps:
        assert {choice.value for choice in step.choices} <= juminhyo().choices().get(step.id, frozenset()), step.id


def test_the_shipped_forms_are_clean() -> None:
    assert check_files() == ()


def test_decimals_may_come_as_written_text() -> None:
    (field,) = read_form(small()).fields
    assert field.box.w == 60.5  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"w": -3}, ("fields", 0, "w")),
        ({"w": "wide"}, ("fields", 0, "w")),
        ({"wdith": 3}, ("fields", 0, "wdith")),
        ({"kind": "txt"}, ("fields", 0)),
        ({"from": []}, ("fields", 0, "from")),
        ({"size": 6, "min": 8}, ("fields", 0)),
        ({"lines": "2x"}, ("fields", 0, "lines")),
        ({"label": ""}, ("fields", 0, "label")),
    ],
)
def test_a_mistake_is_named_by_its_path(change: dict[str, Any], path: tuple[str | int, ...]) -> None:
    with pytest.raises(FormDefinitionError) as raised:
        read_form(small(**change))
    assert raised.value.path[: len(path)] == path


def test_all_mistakes_are_named_at_once() -> None:
    raw = small(w=-1, h="tall")
    raw["colour"] = "red"
    with pytest.raises(FormDefinitionError) as raised:
        read_form(raw)
    assert {problem.path[-1] for problem in raised.value.problems} == {"w", "h", "colour"}


def test_a_field_id_stands_once() -> None:
    raw = small()
    raw["fields"].append(copy.deepcopy(raw["fields"][0]))
    with pytest.raises(FormDefinitionError, match="name"):
        read_form(raw)


def test_a_broken_file_is_named_with_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "juminhyo.yaml"
    text = SHIPPED.read_text("utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "id: kana" in row)
    path.write_text(
        text.replace("id: kana, label: フリガナ, from: kana, x: 46", "id: kana, label: フリガナ, from: kana, x: left"), "utf-8"
    )
    with pytest.raises(ContentError) as raised:
        load_form(path)
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.field) == ("juminhyo.yaml", line, "fields.kana.x")


def test_editors_get_a_schema() -> None:
    schema = FormFile.model_json_schema()
    assert schema["additionalProperties"] is False
    assert "from" in schema["$defs"]["TextEntry"]["properties"]


@pytest.mark.parametrize(
    ("more", "art", "said"),
    [
        ({"kind": "by_hand", "id": "sign", "label": "署名", "x": 30, "y": 22, "w": 40, "h": 8}, None, "lies over"),
        ({"kind": "by_hand", "id": "sign", "label": "署名", "x": 190, "y": 60, "w": 40, "h": 8}, None, "paper's edge"),
        ({"kind": "seal", "id": "seal", "label": "印", "x": 50, "y": 60, "d": 12}, [{"kind": "line", "from": [40, 60], "to": [80, 60]}], "must stay empty"),
        ({"kind": "seal", "id": "seal", "label": "印", "x": 50, "y": 60, "d": 12}, [{"kind": "label", "x": 44, "y": 56, "w": 12, "h": 8, "text": "㊞"}], "printed word"),
        ({"kind": "by_hand", "id": "sign", "label": "署名", "x": 30, "y": 60, "w": 40, "h": 8}, [{"kind": "label", "x": 90, "y": 90, "w": 10, "h": 8, "text": "長すぎることば"}], "its box has"),
        ({"kind": "by_hand", "id": "sign", "label": "署名", "x": 30, "y": 60, "w": 40, "h": 8}, [{"kind": "label", "x": 90, "y": 90, "w": 10, "h": 8, "text": "☑"}], "no font has"),
    ],
)  # fmt: skip
def test_lint_says_what_is_wrong_with_a_drawing(more: dict[str, Any], art: list[dict[str, Any]] | None, said: str) -> None:
    found = [str(problem) for problem in lint(with_fields(more, art=art), press().fonts)]
    assert len(found) == 1 and said in found[0]


def test_lint_misses_a_question_that_nobody_asks() -> None:
    found = lint(with_fields(), press().fonts, frozenset({"kana"}))
    assert [problem.field for problem in found] == ["name"]


def test_a_comb_puts_one_letter_in_a_cell(tmp_path: Path) -> None:
    comb = {
        "kind": "comb",
        "id": "no",
        "label": "番号",
        "from": "no",
        "x": 20,
        "y": 50,
        "w": 60,
        "h": 8,
        "cells": 6,
        "align": "right",
        "ruled": True,
    }
    form = with_fields(comb)
    pdf = press().render(form, {"no": "1234"}, Marks())
    assert text_in(pdf, Box(20, 50, 20, 8), tmp_path, grow=-0.3) == ""
    assert [text_in(pdf, Box(40 + 10 * n, 50, 10, 8), tmp_path, grow=-0.3) for n in range(4)] == list("1234")
    assert [problem.fault for problem in press().check(form, {"no": "1234567"})] == [FORM_TOO_LONG]


@pytest.mark.parametrize("mark", ["check", "circle", "fill"])
def test_a_tick_marks_what_was_chosen_and_nothing_else(mark: str, tmp_path: Path) -> None:
    options = [{"value": "a", "x": 30, "y": 60, "label": "甲"}, {"value": "b", "x": 60, "y": 60, "label": "乙"}]
    tick = {"kind": "tick", "id": "t", "label": "種類", "from": "t", "options": options, "mark": mark, "box": 4}
    form, around = with_fields(tick), {"a": Box(26, 56, 5.4, 8), "b": Box(56, 56, 5.4, 8)}
    blank = raster(press().render(form, {}, Marks()), tmp_path, 100).read_bytes()
    before = {value: _inkiness(tmp_path, box) for value, box in around.items()}
    marked = raster(press().render(form, {"t": ("b",)}, Marks()), tmp_path, 100)
    assert marked.read_bytes() != blank
    after = {value: _inkiness(tmp_path, box) for value, box in around.items()}
    assert after["a"] == before["a"] and after["b"] > before["b"]
    assert isinstance(form.fields[1], TickField)


def _inkiness(folder: Path, box: Box) -> int:
    steps = [Box(box.x + x / 4, box.y + y / 4, 0.5, 0.5) for x in range(int(box.w * 4)) for y in range(int(box.h * 4))]
    return sum(255 - darkest(folder / "page.pgm", step, 100) for step in steps)


def test_a_circle_rings_the_printed_word(tmp_path: Path) -> None:
    options = [{"value": "m", "x": 30, "y": 60, "label": "男"}, {"value": "f", "x": 50, "y": 60, "label": "女"}]
    form = with_fields({"kind": "circle", "id": "c", "label": "性別", "from": "c", "options": options, "w": 8, "h": 5})
    picture = raster(press().render(form, {"c": "f"}, Marks()), tmp_path, 150)
    assert darkest(picture, Box(45.8, 59.8, 0.5, 0.5), 150) < 100
    assert darkest(picture, Box(25.8, 59.8, 0.5, 0.5), 150) == 255


# --- library and command -----------------------------------------------------------------------------------------------
def test_the_library_checks_and_makes_sheets_for_a_visit() -> None:
    library = FormLibrary(ASSETS / "forms", today=lambda: juminhyo().verified_on)
    answers = {"who": "self", "name": "\ue000田", "address": "あ" * 500}
    assert [(t.step, t.fault, t.characters, t.stops) for t in library.check([Paper("juminhyo", answers)])] == [
        ("name", FORM_GLYPH, "\ue000", False),
        ("address", FORM_TOO_LONG, "", True),
        ("name", FORM_GLYPH, "\ue000", False),
        ("address", FORM_TOO_LONG, "", True),
    ]
    papers = [Paper("juminhyo", {"who": "self", "name": "田中"})]
    sheet = library.make(papers, "N1-0001", "海7", False)
    assert sheet.boxes == 3 and sheet.pdf == library.make(papers, "N1-0001", "海7", False).pdf
    with pytest.raises(KeyError):
        library.form("nothing")


@pytest.mark.parametrize("sample", ["plain", "proxy", "rare_kanji", "longest"])
def test_the_command_fills_the_sample_answers(sample: str, tmp_path: Path) -> None:
    assert render_file("juminhyo", ANSWERS / f"{sample}.yaml", tmp_path / "out.pdf") == ()
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("form", "answers", "said"),
    [
        ("juminhyo", "answers: {name: あ", "answers.yaml"),
        ("juminhyo", "name: 田中\n", "answers"),
        ("juminhyo", "answers: {name: {a: b}}\n", "answers.name"),
        ("juminhyo", "answers: {purpose: holiday}\n", "purpose"),
        ("juminhyo", "answers: {address: " + "あ" * 300 + "}\n", "juminhyo.address"),
        ("juminyo", "answers: {name: 田中}\n", "there are: .*juminhyo"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(form: str, answers: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(answers, "utf-8")
    with pytest.raises(ValueError, match=said) as raised:
        render_file(form, path, tmp_path / "out.pdf")
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "out.pdf").exists()


# --- slip -----------------------------------------------------------------------------------------------------------------
def a_slip(call: str = "この 窓口の 人に きいて ください。") -> Slip:
    steps = ("紙を 窓口で 見せます。", "名前を ペンで 書きます。", "写しを 受けとります。")
    return Slip(
        "うけつけの ひかえ",
        "受付番号",
        "N1-0427",
        "照合文字",
        "海7",
        steps,
        call,
        "この紙の ほかには なにも のこっていません",
        "juminhyo",
    )


def test_the_slip_holds_number_code_steps_and_promise(tmp_path: Path) -> None:
    pdf = render_slip(a_slip(), press().fonts)
    assert pdf == render_slip(a_slip(), press().fonts)
    read = text_in(pdf, Box(1, 1, 200, 145), tmp_path)
    for part in ("N1-0427", "海7", "紙を窓口で見せます。", "この紙のほかにはなにものこっていません"):
        assert part in read
    assert codes(pdf, tmp_path) == [receipt_data("v1:{receipt_no}:{form.id}:{crc}", "N1-0427", "juminhyo")]
    assert all(fonts(pdf).values())
    assert darkest(raster(pdf, tmp_path, 100), Box(10, 150, 190, 140), 100) == 255


def test_words_that_do_not_fit_the_slip_are_refused() -> None:
    with pytest.raises(ValueError, match="slip"):
        render_slip(a_slip(call="あ" * 400), press().fonts)
    assert MARKS.receipt_no == "N1-0427"
