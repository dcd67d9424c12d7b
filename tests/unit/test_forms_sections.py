"""A form written in sections: what it becomes in mm, what is never printed, and what a clerk is told."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.content.problems import ContentError
from kiosk.forms.command import answers_from
from kiosk.forms.definition import load_form, read_form
from kiosk.forms.entries import FormDefinitionError
from kiosk.forms.layout import place
from kiosk.forms.lint import check_form, lint
from kiosk.model.form import (
    AnswerField,
    Box,
    ByHandField,
    CombField,
    DateField,
    Form,
    Frame,
    SealField,
    TextField,
    TickField,
    Values,
)
from kiosk.paths import ASSETS
from tests.unit.forms_paper import press

ROW = {"label": "氏名", "from": "name", "kind": "name"}


def raw(*sections: dict[str, Any]) -> dict[str, Any]:
    """A form of those sections."""
    return {
        "id": "small",
        "title": "小さな様式",
        "edition": "draft",
        "source": "ours",
        "verified_on": load_form(ASSETS / "forms" / "juminhyo.yaml").verified_on,
        "sections": list(sections),
    }


def rows(*entries: Any, **more: Any) -> dict[str, Any]:
    return {"rows": {"title": "１　申請する人", "rows": list(entries), **more}}


def form(*sections: dict[str, Any]) -> Form:
    return read_form(raw(*sections))


def field(of: Form, name: str) -> Any:
    return next(one for one in of.fields if one.id == name)


def written(of: Form, values: Values) -> int:
    """How many places get ink from those answers."""
    placed = place(of, values, press().fonts)
    assert not placed.problems
    return placed.filled


KINDS: list[dict[str, Any]] = [
    {"label": "氏名", "from": "name", "kind": "name"},
    {"label": "フリガナ", "from": "kana", "kind": "kana"},
    {"label": "住所", "from": "address", "kind": "address"},
    {"label": "電話番号", "from": "phone", "kind": "phone", "note": "昼間のもの"},
    {"label": "郵便番号", "from": "postal", "kind": "postal"},
    {"label": "人数", "from": "count", "kind": "number", "unit": "人"},
    {"label": "生年月日", "from": "birth", "kind": "date"},
    {"label": "開始日", "from": "start", "kind": "era_date"},
    {"label": "理由", "from": "why", "kind": "ticks", "options": {"a": "引っこし", "o": {"label": "その他", "from": "why_other"}}},
    {"label": "性別", "from": "sex", "kind": "circles", "options": {"m": "男", "f": "女"}},
    {"label": "番号", "from": "number", "kind": "comb", "boxes": 10, "gaps": [4]},
    {"label": "用件", "from": "matter", "lines": 2, "unit": "のため"},
]
ANSWERS: Values = {
    "name": "那覇　太郎",
    "kana": "ナハ　タロウ",
    "address": "沖縄県那覇市泉崎一丁目1番1号",
    "phone": "0988670111",
    "postal": "900-8585",
    "count": "4",
    "birth": "1911-02-28",
    "start": "2020-02-29",
    "why": ("a", "o"),
    "why_other": "転勤",
    "sex": "f",
    "number": "0012345678",
    "matter": "届け出",
}


@pytest.mark.parametrize("kind", KINDS, ids=[kind["label"] for kind in KINDS])
def test_every_kind_of_cell_gets_its_place_and_takes_its_answer(kind: dict[str, Any]) -> None:
    made = form(rows(kind), rows(kind | {"w": 70.0}, title="２", label_w=20.0))
    assert lint(made, press().fonts) == ()
    both = 4 if kind["label"] == "理由" else 2
    assert written(made, ANSWERS) == both


@pytest.mark.parametrize("kind", KINDS, ids=[kind["label"] for kind in KINDS])
def test_a_by_hand_cell_never_takes_an_answer(kind: dict[str, Any]) -> None:
    options = {"options": {"a": "引っこし", "b": "その他"}} if "options" in kind else {}
    hand = {key: value for key, value in kind.items() if key != "from"} | {"by_hand": True} | options
    made = form(rows(hand))
    assert lint(made, press().fonts) == ()
    assert made.steps() == frozenset() and written(made, ANSWERS) == 0


def test_a_section_by_hand_takes_no_answer_whatever_its_cells_say() -> None:
    made = form(rows(*KINDS, by_hand=True))
    assert not made.steps() - {"why_other"} and written(made, {**ANSWERS, "why_other": ""}) == 0


def test_what_a_condition_closes_is_drawn_but_left_empty() -> None:
    when = {"step": "who", "is": "proxy"}
    made = form(rows(ROW, rows=[ROW, {**ROW, "from": "kana", "when": {"step": "why", "is": "a"}}], when=when))
    plain = form(rows(ROW, {**ROW, "from": "kana"}))
    assert made.art == plain.art
    assert written(made, ANSWERS) == 0
    assert written(made, {**ANSWERS, "who": "proxy", "why": "b"}) == 1
    assert written(made, {**ANSWERS, "who": "proxy", "why": "a"}) == 2
    assert made.steps() == {"name", "kana", "who", "why"}


def test_a_postal_code_is_written_without_its_dash() -> None:
    made = form(rows({"label": "郵便番号", "from": "postal", "kind": "postal"}))
    comb = field(made, "postal")
    assert isinstance(comb, CombField) and comb.gaps == (3,)
    cells = comb.places()
    assert cells[3].x - cells[2].right == pytest.approx(comb.gap)
    assert len(place(made, {"postal": "900-8585"}, press().fonts).inks) == 7


def test_a_date_takes_the_form_its_width_allows() -> None:
    wide, middle, narrow = (
        field(form(rows([{"label": "日", "from": "day", "kind": "date", "w": w}, {"label": "", "by_hand": True}])), "day")
        for w in (170.0, 120.0, 80.0)
    )
    assert wide.western and wide.eras and middle.eras and not middle.western and not narrow.eras
    assert isinstance(narrow, DateField)


def test_a_persons_first_era_and_leap_day_are_printable() -> None:
    made = form(rows({"label": "生年月日", "from": "birth", "kind": "date"}))
    for day in ("1868-01-25", "1911-02-28", "1912-07-30", "1924-02-29", "2019-05-01", "2024-02-29"):
        assert written(made, {"birth": day}) == 1


def test_a_long_label_breaks_and_its_row_grows_with_it() -> None:
    made = form(rows({"label": "対象になる補装具の名前と種類（くわしく）", "label_note": "見積書と同じ", "from": "item"}))
    low = form(rows({"label": "品名", "from": "item"}))
    assert lint(made, press().fonts) == ()
    assert field(made, "item").box.h > field(low, "item").box.h


def test_a_seal_keeps_its_place_free() -> None:
    made = form(rows({"label": "氏名", "by_hand": True, "seal": True, "sign": True}))
    (seal,) = [one for one in made.fields if isinstance(one, SealField)]
    (hand,) = [one for one in made.fields if isinstance(one, ByHandField)]
    assert not seal.box.overlaps(hand.box) and hand.sign and made.signatures({}) == (hand,)


def test_the_cover_names_a_signature_only_while_its_condition_holds() -> None:
    made = form(
        {"sign": {"text": "届け出ます。"}},
        {"sign": {"title": "保護者", "text": "同意します。", "when": {"step": "who", "is": "child"}}},
    )
    assert [one.label for one in made.signatures({})] == ["署名"]
    assert [one.label for one in made.signatures({"who": "child"})] == ["署名", "保護者"]


def test_long_words_to_sign_stand_above_the_signature() -> None:
    text = ["市が、支給の決定のために、私と世帯の人の市民税や手帳の状況を公簿で調べることに同意します。"] * 2
    assert lint(form({"heading": {}}, {"sign": {"text": text, "date": True, "seal": True}}), press().fonts) == ()


def test_an_account_is_for_the_pen_unless_it_was_typed() -> None:
    pen, typed = (
        form({"bank": {}}),
        form({"bank": {"from": {"bank": "bank", "number": "account", "type": "kind", "holder": "holder"}}}),
    )
    assert pen.steps() == frozenset()
    assert typed.steps() == {"bank", "account", "kind", "holder"}
    assert written(typed, {"bank": "琉球銀行", "account": "12345", "kind": "futsu", "holder": "ナハ タロウ"}) == 4


def test_the_shared_bank_questions_print_only_for_who_chose_to_type() -> None:
    made = form({"bank": {"typed": True}})
    account = {"bank_name": "琉球銀行 本店", "bank_number": "17010-1234567", "bank_holder": "ナハ タロウ"}
    assert made.steps() == {"bank_how", *account}
    assert written(made, {**account, "bank_how": "typed"}) == 3 and written(made, {**account, "bank_how": "by_hand"}) == 0


def test_a_principals_part_is_all_by_hand() -> None:
    made = form({"proxy": {"text": "私は、１の人を代理人と定め、委任します。"}})
    assert made.steps() == frozenset() and any(isinstance(one, SealField) for one in made.fields)


def test_the_offices_part_stands_at_the_foot_of_the_page() -> None:
    made = form({"heading": {}}, rows(ROW), {"office": {"h": 12, "cells": ["受付", "確認"]}})
    lowest = max(one.box.bottom for one in made.art if isinstance(one, Frame))
    assert lowest == pytest.approx(283)


def test_an_empty_section_says_the_same_as_its_defaults() -> None:
    assert read_form(raw({"heading": None}, rows(ROW), {"office": None})) == read_form(
        raw({"heading": {}}, rows(ROW), {"office": {}})
    )


def test_a_second_page_has_its_own_head_and_places() -> None:
    made = form({"heading": {}}, rows(ROW), {"page": {}}, rows({**ROW, "from": "kana"}), {"office": {}})
    (second,) = made.more
    assert second.id == "small.2" and made.steps() == {"name", "kana"}
    assert lint(made, press().fonts) == ()


def test_every_field_has_a_name_of_its_own() -> None:
    made = form(
        {"heading": {}}, rows(ROW, ROW, {"label": "印", "by_hand": True}, {"label": "印", "by_hand": True}), {"page": {}}, rows(ROW)
    )
    ids = [one.id for one in made.all_fields()]
    assert len(ids) == len(set(ids))


def test_the_cells_of_a_row_share_its_whole_width() -> None:
    made = form(rows([{**ROW, "w": 60}, {**ROW, "w": 30, "from": "kana"}]))
    assert field(made, "kana").box.right == pytest.approx(195, abs=3)


# --- what a clerk is told -------------------------------------------------------------------------------------------------
TABLE = {"title": "家族", "each": "child", "rows": 2, "columns": [{"label": "氏名", "from": "child_name"}]}


@pytest.mark.parametrize(
    ("sections", "path"),
    [
        ([rows({**ROW, "kind": "nmae"})], ("sections", 0, "rows", "rows", 0, "kind")),
        ([rows({**ROW, "froom": "name"})], ("sections", 0, "rows", "rows", 0, "froom")),
        ([rows([ROW, {**ROW, "w": -2}])], ("sections", 0, "rows", "rows", 0, 1, "w")),
        ([rows({"label": "理由", "from": "why", "kind": "ticks"})], ("sections", 0, "rows", "rows", 0)),
        ([rows({"label": "番号", "from": "why", "kind": "comb"})], ("sections", 0, "rows", "rows", 0)),
        ([rows({**ROW, "by_hand": True})], ("sections", 0, "rows", "rows", 0)),
        ([rows([{**ROW, "w": 120}, {**ROW, "w": 90}])], ("sections", 0, "rows", "rows", 0)),
        ([rows([{**ROW, "w": 30}, {**ROW}])], ("sections", 0, "rows", "rows", 0, 0)),
        ([rows({**ROW, "when": {"step": "who"}})], ("sections", 0, "rows", "rows", 0, "when")),
        ([{"table": {**TABLE, "each": None, "columns": [{"label": "氏名", "from": "x"}]}}], ("sections", 0, "table")),
        ([{"table": {**TABLE, "columns": [{"label": "氏名", "from": "x", "w": 190}]}}], ("sections", 0, "table", "columns")),
        ([{"rows": {"rows": [ROW]}, "office": {}}], ("sections", 0)),
        ([{"rowz": {"rows": [ROW]}}], ("sections", 0, "rowz")),
        ([{"heading": {}}, *[rows({**ROW, "h": 60})] * 4], ("sections", 4, "rows")),
        ([], ()),
    ],
)
def test_a_mistake_is_named_by_its_place(sections: list[dict[str, Any]], path: tuple[str | int, ...]) -> None:
    with pytest.raises(FormDefinitionError) as raised:
        form(*sections)
    assert path in [problem.path for problem in raised.value.problems]


def test_a_page_that_is_too_full_names_line_and_mend(tmp_path: Path) -> None:
    text = "id: full\ntitle: 様式\nedition: draft\nsource: ours\nverified_on: 2026-11-24\nsections:\n  - heading: {}\n"
    text += "  - rows: {rows: [{label: 氏名, from: name, h: 90}]}\n" * 3
    (tmp_path / "full.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as raised:
        load_form(tmp_path / "full.yaml")
    (problem,) = raised.value.problems
    assert problem.line == 10 and "page: {}" in problem.mend


def test_a_fault_of_the_drawing_names_its_line(tmp_path: Path) -> None:
    text = "id: odd\ntitle: 様式\nedition: draft\nsource: ours\nverified_on: 2026-11-24\nsections:\n  - rows:\n      rows:\n"
    text += "        - {label: 氏名, from: name, kind: name}\n        - [{label: 品, from: a, kind: name, w: 40, h: 6}, {label: あ𠮷𩸽, from: b}]\n"
    (tmp_path / "odd.yaml").write_text(text, "utf-8")
    found = check_form(tmp_path / "odd.yaml", press().fonts)
    assert any(problem.line == 10 and "letters do not fit" in problem.wrong for problem in found), found
    assert all(problem.mend for problem in found)


def test_a_form_has_one_way_of_being_drawn() -> None:
    both = raw(rows(ROW)) | {"fields": [{"kind": "by_hand", "id": "a", "label": "署名", "x": 20, "y": 20, "w": 50, "h": 10}]}
    with pytest.raises(FormDefinitionError, match="one of the two"):
        read_form(both)


@pytest.mark.parametrize("name", ["kokuho_join", "inin_guide"])
def test_the_examples_are_clean_and_stay_on_the_page(name: str) -> None:
    assert check_form(ASSETS / "forms" / f"{name}.yaml", press().fonts) == ()
    made = load_form(ASSETS / "forms" / f"{name}.yaml")
    page = Box(0, 0, 210, 297)
    assert all(page.holds(one.box) for one in made.fields if isinstance(one, TextField | ByHandField))


def test_the_blank_letter_of_proxy_prints_nothing_of_anybody() -> None:
    made = load_form(ASSETS / "forms" / "inin_guide.yaml")
    assert made.steps() == frozenset()
    sources = [one.source.steps for one in made.fields if isinstance(one, AnswerField)]
    assert all(step.startswith("mark.") for steps in sources for step in steps)


def test_ticks_in_columns_stand_under_each_other() -> None:
    options = {"a": "購入", "b": "修理", "c": "借受け", "d": "基準内"}
    made = form(rows({"label": "種類", "from": "kind", "kind": "ticks", "options": options, "columns": 3}))
    ticks = field(made, "kind")
    assert isinstance(ticks, TickField) and ticks.options[3].x == ticks.options[0].x and ticks.options[3].y > ticks.options[0].y


def test_answers_of_a_group_come_from_a_file_as_a_visit_holds_them() -> None:
    assert answers_from({"child_name#1": "花子"}, "f")["child_name#1"] == "花子"


def test_a_long_choice_is_set_smaller_and_one_that_never_fits_is_told() -> None:
    def ticks(label: str) -> Form:
        cell = {"label": "理由", "from": "why", "kind": "ticks", "options": {"a": label, "b": "その他"}, "w": 90.0}
        return form(rows([cell, {"label": "日", "by_hand": True}]))

    assert lint(ticks("会社の健康保険をやめてから二週間以内"), press().fonts) == ()
    assert any("lies over" in one.message for one in lint(ticks("あ" * 60), press().fonts))


def test_a_column_name_that_is_higher_than_its_head_is_told() -> None:
    narrow = {**TABLE, "columns": [{"label": "あ" * 40, "from": "child_name", "w": 20.0}, {"label": "日"}]}
    with pytest.raises(FormDefinitionError, match="mm of height"):
        form({"table": narrow})


# --- mistakes of every kind -------------------------------------------------------------------------------------------------
ODD: list[Any] = [
    "",
    None,
    -1,
    0,
    1e9,
    "x" * 300,
    [],
    {},
    [[]],
    True,
    "1.5",
    "😀",
    [1, 2],
    "#",
    "ticks",
    "comb",
    {"label": "x"},
    0.001,
    200,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


def spoiled(data: Any, chance: random.Random) -> Any:
    """The same file with something taken away, renamed, doubled or replaced."""
    path = chance.choice([one for one in places(data) if one])
    parent = data
    for part in path[:-1]:
        parent = parent[part]
    match chance.randrange(4):
        case 0:
            del parent[path[-1]]
        case 1 if isinstance(parent, dict):
            parent[f"{path[-1]}x"] = parent.pop(path[-1])
        case 2 if isinstance(parent, list):
            parent.append(copy.deepcopy(parent[path[-1]]))
        case _:
            parent[path[-1]] = chance.choice(ODD)
    return data


@pytest.mark.parametrize("seed", range(60))
def test_a_spoiled_form_is_used_or_named_by_its_place_and_never_breaks_the_check(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    name = chance.choice(["kokuho_join", "yobosesshu"])
    data = yaml.safe_load((ASSETS / "forms" / f"{name}.yaml").read_text("utf-8"))
    for _ in range(chance.choice([1, 1, 2, 3])):
        data = spoiled(data, chance)
    (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    for problem in check_form(tmp_path / f"{name}.yaml", press().fonts):
        assert problem.file == f"{name}.yaml" and problem.line >= 1 and problem.wrong and problem.mend
