"""Ten thousand ways to spoil good form files: none ends in a traceback, and each problem names its file, a line that is there, and a mend."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from kiosk.content.problems import ContentError, ContentProblem
from kiosk.forms.definition import load_form
from kiosk.forms.fonts import FontSet
from kiosk.forms.lint import check_form
from kiosk.forms.sheets import leaves
from kiosk.paths import ASSETS
from tests.unit.forms_paper import press
from tests.unit.test_content_mutants import mutant

FORMS = ASSETS / "forms"
SEED = 20261125
MUTANTS, SHARES = 10_000, 5
SMALL_SECTIONS = """\
id: small
title: 届出書
edition: draft
source: tests
verified_on: 2026-11-24
counter: 市民課
sections:
  - heading: {addressee: 那覇市長, date: 届出日}
  - rows:
      title: １　届け出る人
      rows:
        - {label: 氏名, from: [target_name, name], kind: name, fall_back_when: {who: [self]}}
        - [{label: 生年月日, from: birth, kind: date}, {label: 電話番号, from: phone, kind: phone, w: 64}]
        - {label: 続柄, from: relation, kind: ticks, options: {child: 子, other: {label: その他, from: why}}, unmarked: [unsure]}
        - {label: 個人番号, kind: comb, boxes: 12, by_hand: true}
  - table:
      title: ２　子
      each: child
      rows: 2
      columns:
        - {label: 氏名, from: child_name, kana: child_kana, kind: name, w: 62}
        - {label: 生年月日, from: child_birth, kind: era_date}
  - bank: {typed: true}
  - sign: {text: [上のとおり届け出ます。, 調べることに同意します。], seal: true, when: {step: who, is: self}}
  - proxy: {text: 届出}
  - blank: {h: 12, hint: 地図}
  - page: {}
  - words: {lines: 説明, size: 9}
  - office: {checks: [{label: 添付, options: [写し]}], cells: [受付]}
  - notes: {lines: [消せるペンは使えません。]}
"""
SMALL_FIELDS = """\
id: small
title: 請求書
edition: draft
source: tests
verified_on: 2026-11-24
page: {size: A4, mode: drawn}
art:
  - {kind: label, text: 請求書, x: 20, y: 15, w: 60, h: 8, size: 14}
  - {kind: box, x: 20, y: 30, w: 170, h: 40, width: 0.4}
  - {kind: line, from: [20, 50], to: [190, 50], width: 0.2}
fields:
  - {id: name, kind: text, label: 氏名, from: name, x: 50, y: 32, w: 100, h: 8, size: 12}
  - {id: copies, kind: comb, label: 通数, from: copies, x: 50, y: 42, w: 12, h: 6, cells: 2}
  - {id: seal, kind: seal, label: 印, x: 160, y: 32, d: 14}
  - {id: signature, kind: by_hand, label: 署名, x: 50, y: 52, w: 100, h: 9}
"""
GOOD = {"sections": SMALL_SECTIONS, "fields": SMALL_FIELDS}


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return press().fonts


def problems_of(path: Path, fonts: FontSet) -> tuple[ContentProblem, ...]:
    """What the check says of the file and its drawing; a form that can be read is laid out for nobody's answers too."""
    found = check_form(path, fonts)
    with suppress(ContentError):
        leaves(load_form(path), {})
    return found


def well_told(problem: ContentProblem, path: Path, text: str) -> bool:
    lines = len(text.splitlines()) + 2
    return problem.file == path.name and 1 <= problem.line <= lines and bool(problem.wrong) and bool(problem.mend)


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_files_that_are_spoilt_are_good(tmp_path: Path, fonts: FontSet, kind: str) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(GOOD[kind], "utf-8")
    assert check_form(path, fonts) == ()


@pytest.mark.parametrize("share", range(SHARES))
def test_no_mutant_of_a_good_form_ends_in_a_traceback(tmp_path: Path, fonts: FontSet, share: int) -> None:
    chance = Random(SEED + share)
    path = tmp_path / "small.yaml"
    told = 0
    for _ in range(MUTANTS // SHARES):
        text = mutant(GOOD[chance.choice(sorted(GOOD))], chance)
        path.write_text(text, "utf-8")
        found = problems_of(path, fonts)
        assert [problem for problem in found if not well_told(problem, path, text)] == [], text
        told += bool(found)
    assert told > MUTANTS // SHARES * 0.6, "the mutants are too tame to tell anything"


def test_no_mutant_of_a_shipped_form_ends_in_a_traceback(tmp_path: Path, fonts: FontSet) -> None:
    chance = Random(SEED)
    shipped = sorted(path for path in FORMS.glob("*.yaml") if path.name != "labels.yaml")
    for path in shipped:
        copy = tmp_path / path.name
        for _ in range(3):
            text = mutant(path.read_text("utf-8"), chance)
            copy.write_text(text, "utf-8")
            found = problems_of(copy, fonts)
            assert [problem for problem in found if not well_told(problem, copy, text)] == [], text
