"""What a clerk writes a procedure with: a file that runs from the start, a check that helps, the graph, answers to try it with."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kiosk.authoring import samples
from kiosk.authoring.checking import check_all
from kiosk.authoring.graph import step_graph
from kiosk.cli import main
from kiosk.content.problems import ContentProblem, Severity, errors
from kiosk.content.procedures import read_procedures
from kiosk.forms.maker import FormLibrary
from kiosk.furigana import plain
from kiosk.model.procedure import Procedure, steps_in
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit import basket, rules, steps
from kiosk.words import Catalogue

TODAY = date(2026, 11, 24)
TITLE = "犬《いぬ》の 補助金《ほじょきん》"
SHIPPED: Mapping[str, Procedure] = {procedure.id: procedure for procedure in read_procedures(ASSETS / "procedures")[0]}
PICKS = {"plain": samples.plain(TODAY), "longest": samples.longest(TODAY)}
SVG = "{http://www.w3.org/2000/svg}"


def check(folder: Path, *names: str) -> tuple[ContentProblem, ...]:
    return check_all(folder, {"en": Catalogue("en", LOCALES).knows}, names)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with the two files `kiosk procedures new` writes."""
    assert run(capsys, "procedures", "new", "inu_hojo", "--title", TITLE, "--assets", str(tmp_path))[0] == 0
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# --- new --------------------------------------------------------------------------------------------------------------------
def test_what_new_writes_has_nothing_to_mend(begun: Path) -> None:
    assert errors(check(begun)) == ()


def test_what_new_writes_is_a_procedure_whose_paper_prints(begun: Path) -> None:
    (procedure,) = read_procedures(begun / "procedures")[0]
    answers = samples.answers_for(procedure, PICKS["longest"])
    papers = basket.papers((procedure,), answers)
    library = FormLibrary(begun / "forms", today=lambda: TODAY)
    assert library.check(papers) == []
    assert library.make(papers, "N1-0001", "海7", True).boxes >= 5


def test_what_is_left_as_new_wrote_it_is_pointed_out_until_it_is_replaced(begun: Path) -> None:
    left = {problem.field for problem in check(begun) if "still as" in problem.wrong}
    assert left == {"summary", "bring.id_card.source"}
    change(begun / "procedures" / "inu_hojo.yaml", "ここに、どの ページで 読《よ》んだかを 書《か》く", "那覇市の ページ")
    assert {problem.field for problem in check(begun) if "still as" in problem.wrong} == {"summary"}


def test_an_editor_finds_the_schemas_from_a_folder_anywhere(begun: Path) -> None:
    for path, schema in (("procedures", "procedure"), ("forms", "form")):
        first = (begun / path / "inu_hojo.yaml").read_text("utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (begun / path / named).resolve() == ASSETS / "schemas" / f"{schema}.schema.json"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("inu_hojo",), "is there already"),
        (("Inu Hojo",), "is no id"),
        (("2inu",), "is no id"),
        (("inu_" + "o" * 40,), "is no id"),
        (("neko", "--event", "party"), "is no life event. Known: moved, born"),
    ],
)
def test_new_says_in_one_line_why_it_cannot_begin(
    begun: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    before = sorted(begun.rglob("*.yaml"))
    code, _, said = run(capsys, "procedures", "new", *arguments, "--title", TITLE, "--assets", str(begun))
    assert code == 1
    assert told in said
    assert said.count("\n") == 1
    assert sorted(begun.rglob("*.yaml")) == before


# --- check ------------------------------------------------------------------------------------------------------------------
def test_a_folder_of_ones_own_may_lack_translations(begun: Path) -> None:
    (said,) = [problem for problem in check(begun) if "English" in problem.wrong]
    assert said.severity is Severity.WARNING
    assert "Japanese" in said.mend


def test_what_has_no_english_is_shown_in_japanese() -> None:
    assert Catalogue("en", LOCALES)("犬《いぬ》は どこですか、と だれも まだ 訳《やく》して いない") == (
        "犬《いぬ》は どこですか、と だれも まだ 訳《やく》して いない"
    )


def test_check_looks_at_the_paper_too_and_names_its_folder(begun: Path) -> None:
    change(begun / "forms" / "inu_hojo.yaml", "kind: kana}", "kind: kama}")
    (said,) = errors(check(begun))
    assert (said.file, said.field) == ("forms/inu_hojo.yaml", "sections[1].rows.rows[0].kind")
    assert "Did you mean `kana`?" in said.mend


def test_an_answer_that_does_not_fit_its_place_is_found_by_check(begun: Path) -> None:
    change(
        begun / "forms" / "inu_hojo.yaml",
        "{label: 氏名, from: name, kind: name}",
        "{label: 氏名, from: name, kind: comb, boxes: 9}",
    )
    assert [problem.file for problem in errors(check(begun))] == ["forms/inu_hojo.yaml"]


def test_check_of_one_procedure_leaves_the_others_out(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "procedures", "new", "neko", "--title", TITLE, "--assets", str(begun))[0] == 0
    change(begun / "procedures" / "neko.yaml", "kind: choice", "kind: chioce")
    change(begun / "forms" / "neko.yaml", "kind: kana}", "kind: kama}")
    there = ("--assets", str(begun))
    assert run(capsys, "procedures", "check", "inu_hojo", *there)[0] == 0
    code, said, _ = run(capsys, "procedures", "check", "neko", *there)
    assert code == 1
    assert {line.split(":")[0] for line in said.splitlines()[:-1]} == {"neko.yaml", "forms/neko.yaml"}
    assert run(capsys, "procedures", "check", *there)[0] == 1


def test_check_of_a_procedure_that_is_not_there_says_which_are(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = run(capsys, "procedures", "check", "tori", "--assets", str(begun))
    assert code == 1
    assert "Known: inu_hojo." in said


def test_a_procedure_of_ones_own_may_print_a_shipped_paper(begun: Path) -> None:
    change(
        begun / "procedures" / "inu_hojo.yaml",
        "form: inu_hojo",
        "form: [{id: inu_hojo}, {id: inin_guide, when: {step: reason, is: again}}]",
    )
    assert "there is no inin_guide" not in "\n".join(problem.wrong for problem in check(begun))
    assert FormLibrary(begun / "forms").form("inin_guide").id == "inin_guide"


def test_a_picture_that_is_not_there_is_told_with_those_like_it(begun: Path) -> None:
    change(begun / "procedures" / "inu_hojo.yaml", "picture: procedure", "picture: procedures")
    (said,) = errors(check(begun))
    assert "Did you mean procedure" in said.mend
    assert "assets/icons/tile" in said.mend


def test_one_broken_procedure_does_not_hide_another_from_its_author(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "procedures", "new", "neko", "--title", TITLE, "--assets", str(begun))[0] == 0
    change(begun / "procedures" / "neko.yaml", "kind: choice", "kind: chioce")
    out = begun / "out" / "inu.svg"
    assert run(capsys, "procedures", "graph", "inu_hojo", "--assets", str(begun), "--out", str(out))[0] == 0
    assert out.is_file()
    code, _, said = run(capsys, "procedures", "graph", "neko", "--assets", str(begun), "--out", str(out))
    assert code == 1
    assert "neko.yaml:" in said


# --- graph ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_graph_holds_every_question_and_an_arrow_for_each_answer_that_opens_one(name: str) -> None:
    procedure = SHIPPED[name]
    picture = ET.fromstring(step_graph(procedure))
    words = ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]
    for step in procedure.steps:
        assert plain(step.label) in words
        assert any(word.startswith(f"{step.id} · ") for word in words)
    heads = [path for path in picture.iter(f"{SVG}path") if path.attrib["d"].endswith("l-8 5 8 5")]
    assert len(heads) == sum(len(set(steps_in(step.when))) for step in procedure.steps)


# --- sample answers -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("pick", sorted(PICKS))
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_sample_answers_satisfy_every_rule(name: str, pick: str) -> None:
    procedure = SHIPPED[name]
    answers = samples.answers_for(procedure, PICKS[pick])
    asked = steps.asked_steps(procedure, answers)
    assert {step.id for step in asked} <= set(answers)
    for step in asked:
        assert rules.clean(step, answers[step.id], TODAY) == answers[step.id], step.id


@pytest.fixture(scope="module")
def library() -> FormLibrary:
    return FormLibrary(ASSETS / "forms", today=lambda: TODAY)


@pytest.mark.parametrize("pick", sorted(PICKS))
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_sample_answers_find_room_on_every_paper(library: FormLibrary, name: str, pick: str) -> None:
    procedure = SHIPPED[name]
    answers = samples.answers_for(procedure, PICKS[pick])
    assert library.check(basket.papers((procedure,), answers)) == []
