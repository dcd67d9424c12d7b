"""Every way a procedure file can be broken ends in a problem that names file, line, field and the mend; never in a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.content.problems import ContentError, ContentProblem, Severity
from kiosk.content.procedures import Around, check, load_procedures, read_procedures
from kiosk.model.form import Box, Field, Form, Option, Source, TextField, TickField

DATA = Path(__file__).parent.parent / "data" / "content"
GOOD = (DATA / "good.yaml").read_text("utf-8")
MUTANTS = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "procedures"
    folder.mkdir()
    return folder


def broken(folder: Path, old: str, new: str, around: Around | None = None) -> list[ContentProblem]:
    """The problems of the good file with one place changed."""
    assert GOOD.count(old) >= 1, old
    (folder / "good.yaml").write_text(GOOD.replace(old, new, 1), "utf-8")
    return list(check(folder, around or Around()))


def line_of(old: str) -> int:
    return GOOD[: GOOD.index(old)].count("\n") + 1


@dataclass(frozen=True)
class Case:
    """One broken place: what stands there instead, the field, words of the problem and of its mend, and how far down its line is."""

    name: str
    old: str
    new: str
    field: str
    wrong: str
    mend: str
    down: int = 0


CASES = [
    Case("unknown key", "summary:", "sumary:", "sumary", "no known key", "`summary`"),
    Case("unknown key in a step", "    from_card: name", "    from_crad: name", "steps.name.from_crad", "no known key", "`from_card`"),
    Case("unknown key in a condition", "when: {step: who, is: proxy}", "when: {step: who, ist: proxy}", "bring.letter.when.ist", "no known key", "`is`"),
    Case("wrong step id", "{step: items, is: number}", "{step: itmes, is: number}", "steps.reason.when.step", "'itmes' is no step", "items"),
    Case("wrong answer", "{step: items, is: number}", "{step: items, is: numbr}", "steps.reason.when.is", "'numbr' is no answer", "number"),
    Case("no tiles to look at", "{step: items, is: number}", "{step: name, is: number}", "steps.reason.when.is", "no tiles", "kind choice"),
    Case("itself", "{step: items, is: number}", "{step: reason, is: law}", "steps.reason.when.step", "reason → reason", "before it"),
    Case("wrong step deep inside", "{not: {step: who, is: self}}", "{not: {step: whom, is: self}}", "steps.other.when.all[1].not.step", "'whom'", "who"),
    Case("half a condition", "{step: items, is: number}", "{step: items}", "steps.reason.when", "no condition", "`step` with `is`"),
    Case("wrong kind", "    kind: phone", "    kind: telephone", "steps.phone.kind", "'telephone' is not one of", "phone"),
    Case("twice the same step", "  - id: phone", "  - id: copies", "steps.copies.id", "'copies' is taken", "name of its own"),
    Case("twice the same fact", "  - id: post", "  - id: fee", "facts.fee.id", "'fee' is taken", "name of its own"),
    Case("twice the same tile", "value: number,", "value: honseki,", "steps.items.choices[1].value", "'honseki' is taken", "name of its own"),
    Case("one tile", "      - {value: law, label: 法律《ほうりつ》}\n", "", "steps.reason.choices", "at least two", "choices", -1),
    Case("most below least", "maximum: 10", "maximum: 0", "steps.copies.maximum", "less than the minimum", "larger"),
    Case("no most", "    maximum: 10\n", "", "steps.copies.maximum", "is missing", "maximum", -4),
    Case("tiles of a number", "    minimum: 1", "    choices: [{value: a, label: あ}]", "steps.copies.choices", "means nothing", "out"),
    Case("card for the wrong kind", "from_card: name", "from_card: birth", "steps.name.from_card", "does not fit", "kind date"),
    Case("chars of a number", "unit: 通《つう》", "max_chars: 4", "steps.copies.max_chars", "means nothing", "out"),
    Case("unknown of tiles", "optional: true\n    choices", "unknown: ない\n    choices", "steps.items.unknown", "means nothing", "quiet"),
    Case("takes back a later one", "takes_back: {items: number}", "takes_back: {copies: number}", "steps.reason.choices[1].takes_back.copies", "no step before", "earlier"),
    Case("takes back itself", "{value: honseki, label: 本籍《ほんせき》}", "{value: honseki, label: あ, takes_back: {items: number}}", "steps.items.choices[0].takes_back.items", "no step before", "earlier"),
    Case("takes back no name", "takes_back: {items: number}", "takes_back: {Items!: number}", "steps.reason.choices[1].takes_back.Items!", "no name", "small letters"),
    Case("takes back a single tile", "takes_back: {items: number}", "takes_back: {who: self}", "steps.reason.choices[1].takes_back.who", "not of kind choices", "tick"),
    Case("fact without source", "    source: https://example.jp/fee\n", "", "facts.fee.source", "is missing", "page or paper", -3),
    Case("fact without a day", "    verified_on: 2026-11-23\n  - id: post", "  - id: post", "facts.fee.verified_on", "is missing", "2026-11-23", -4),
    Case("empty source", "source: https://example.jp/fee", "source: ''", "facts.fee.source", "empty", ""),
    Case("source without words", "source: https://example.jp/fee", "source:", "facts.fee.source", "is missing", "page or paper"),
    Case("day in quotes", "verified_on: 2026-11-23", "verified_on: 'gestern'", "facts.fee.verified_on", "should be a day", "2026-11-23"),
    Case("title as number", "title: ためしの 紙《かみ》", "title: 5", "title", "should be text", "quotes"),
    Case("number as text", "minutes: 5", "minutes: five", "minutes", "whole number", "quotes"),
    Case("too many minutes", "minutes: 5", "minutes: 9999", "minutes", "out of range", "at most 240"),
    Case("truth as text", "naha_confirmed: true", "naha_confirmed: yes", "facts.post.naha_confirmed", "true or false", "true or false"),
    Case("list as text", "events: [certificate]", "events: certificate", "events", "list", "- "),
    Case("mapping as text", "when: {step: items, is: number}", "when: items", "steps.reason.when", "keys with values", "key: value"),
    Case("odd id", "id: fee", "id: Fee!", "facts.Fee!.id", "no name", "small letters"),
    Case("reading after kana", "ためしに 書《か》く 紙《かみ》", "ためしに 書く《かく》 紙《かみ》", "summary", "right after a kanji", "住民票"),
    Case("reading not closed", "label: 郵便《ゆうびん》で", "label: 郵便《ゆうびんで", "facts.post.label", "right after a kanji", "住民票"),
    Case("file under another name", "id: good", "id: better", "id", "not the file's own name", "'good'"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_broken_place_is_named_with_file_line_field_and_mend(folder: Path, case: Case) -> None:
    problems = broken(folder, case.old, case.new)
    wanted = line_of(case.old) + case.down
    found = [p for p in problems if p.field == case.field and case.wrong in p.wrong and p.severity is Severity.ERROR]
    assert found, "\n".join(str(p) for p in problems)
    assert found[0].file == "good.yaml"
    assert abs(found[0].line - wanted) <= (1 if "\n" in case.old else 0), f"{found[0].line} is not {wanted}"
    assert case.mend in found[0].mend
    assert found[0].mend


def test_the_good_file_has_no_problem(folder: Path) -> None:
    shutil.copy(DATA / "good.yaml", folder)
    assert check(folder) == ()
    assert [procedure.id for procedure in load_procedures(folder)] == ["good"]


def test_all_problems_are_told_not_only_the_first(folder: Path) -> None:
    text = (
        GOOD.replace("maximum: 10", "maximum: 0")
        .replace("is: number}", "is: nothing}")
        .replace("from_card: name", "from_card: sex")
    )
    (folder / "good.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load_procedures(folder)
    assert [problem.field for problem in caught.value.problems] == [
        "steps.name.from_card",
        "steps.reason.when.is",
        "steps.copies.maximum",
    ]
    assert len(str(caught.value).splitlines()) == 3


def test_a_loop_of_questions_is_named_in_full(folder: Path) -> None:
    problems = broken(
        folder, "    ask: 名前《なまえ》は なんですか\n", "    ask: 名前《なまえ》は\n    when: {step: reason, is: law}\n"
    )
    assert [p.wrong for p in problems] == ["looks at 'reason', which is asked later."]
    text = (
        (folder / "good.yaml")
        .read_text("utf-8")
        .replace("{step: items, is: number}", "{any: [{step: items, is: number}, {step: name, is: law}]}")
    )
    (folder / "good.yaml").write_text(text, "utf-8")
    assert "waits in a loop: name → reason → name." in [p.wrong for p in check(folder)]


def test_one_broken_file_leaves_the_others_usable(folder: Path) -> None:
    shutil.copy(DATA / "good.yaml", folder)
    (folder / "shape.yaml").write_text("id: shape\n", "utf-8")
    (folder / "sense.yaml").write_text(GOOD.replace("id: good", "id: sense").replace("maximum: 10", "maximum: 0"), "utf-8")
    procedures, problems = read_procedures(folder)
    assert [procedure.id for procedure in procedures] == ["good"]
    assert {problem.file for problem in problems} == {"shape.yaml", "sense.yaml"}


def test_an_empty_or_missing_folder_is_a_problem_too(folder: Path) -> None:
    for place in (folder, folder / "nowhere"):
        with pytest.raises(ContentError, match="holds no procedure"):
            load_procedures(place)


ODD = {
    "anchor": (2, "shared value"), "laughs": (1, "shared value"), "bracket": (2, "expected"), "calendar": (2, "no day of the calendar"),
    "comment": (1, "empty"), "deep": (1, "nested too deeply"), "documents": (1, "nothing else"), "empty": (1, "empty"), "indent": (2, "not allowed"),
    "key": (1, "not a word"), "latin": (1, "not UTF-8"), "list": (1, "list of keys"), "merge": (1, "not a word"), "nested": (1, "too deeply"),
    "quote": (2, "end of stream"), "surrogate": (1, "nicode"), "tab": (3, "with a tab"), "tag": (1, "should be text"), "twice": (2, "twice"),
    "words": (1, "list of keys"), "zeros": (1, "cannot hold"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(path.stem for path in (DATA / "odd").iterdir()))
def test_an_odd_file_is_named_with_its_line(folder: Path, name: str) -> None:
    shutil.copy(DATA / "odd" / f"{name}.yaml", folder)
    line, wrong = ODD[name]
    with pytest.raises(ContentError) as caught:
        load_procedures(folder)
    first = caught.value.problems[0]
    assert (first.file, first.line) == (f"{name}.yaml", line)
    assert wrong in first.wrong
    assert first.mend


def test_a_file_that_cannot_be_opened_or_is_huge_is_a_problem(folder: Path) -> None:
    (folder / "huge.yaml").write_text("# " + "x" * 600_000, "utf-8")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    assert [p.wrong for p in check(folder)] == ["is larger than 512 KiB."]


# --- around a file ------------------------------------------------------------------------------------------------------
BOX = Box(0, 0, 10, 10)
PLACES = TickField("who", "who", Source(("who",)), (Option("self", 1, 1), Option("proxy", 2, 1)))


def a_form(*steps: str) -> Form:
    fields: tuple[Field, ...] = (PLACES, *(TextField(step, step, Source((step,)), BOX) for step in steps))
    return Form("good", "t", "1", "s", date(2026, 11, 23), "c", 210, 297, (), fields)


def with_form(tmp_path: Path, form: Form | Callable[[Path], Form]) -> Around:
    forms = tmp_path / "forms"
    forms.mkdir(exist_ok=True)
    (forms / "good.yaml").touch()
    return Around(forms=forms, read_form=form if callable(form) else lambda path: form)


ALL_USED = ("name", "other", "items", "reason", "copies", "phone")


def test_a_file_that_fits_its_form_has_no_problem(folder: Path, tmp_path: Path) -> None:
    assert broken(folder, "id: good", "id: good", with_form(tmp_path, a_form(*ALL_USED))) == []


def test_a_missing_form_is_named_at_the_form_line(folder: Path, tmp_path: Path) -> None:
    problems = broken(folder, "form: good", "form: goood", with_form(tmp_path, a_form()))
    assert [(p.line, p.field, p.wrong) for p in problems] == [(7, "form", "there is no goood.yaml among the forms.")]


def test_a_broken_form_is_named_at_the_form_line(folder: Path, tmp_path: Path) -> None:
    def read(path: Path) -> Form:
        raise ContentError([ContentProblem(path.name, 3, "fields", "is broken.", "Mend it.")])

    problems = broken(folder, "id: good", "id: good", with_form(tmp_path, read))
    assert [(p.line, p.field) for p in problems] == [(7, "form")]
    assert "good.yaml:3: fields: is broken." in problems[0].wrong


def test_a_form_field_no_step_answers_is_an_error_that_names_it(folder: Path, tmp_path: Path) -> None:
    problems = broken(folder, "id: good", "id: good", with_form(tmp_path, a_form(*ALL_USED, "seal_number")))
    assert [(p.field, p.severity) for p in problems] == [("form", Severity.ERROR)]
    assert "'seal_number' that no step gives" in problems[0].wrong


def test_a_step_the_form_has_no_place_for_is_a_warning(folder: Path, tmp_path: Path) -> None:
    problems = broken(folder, "id: good", "id: good", with_form(tmp_path, a_form("name", "other", "items", "reason", "copies")))
    assert [(p.line, p.field, p.severity) for p in problems] == [(line_of("  - id: phone"), "steps.phone.id", Severity.WARNING)]


def test_a_step_that_only_decides_what_else_is_asked_needs_no_place(folder: Path, tmp_path: Path) -> None:
    around = with_form(tmp_path, a_form("name", "other", "reason", "copies", "phone"))
    assert broken(folder, ", takes_back: {items: number}", "", around) == []


def test_a_tile_the_form_has_no_place_for_is_a_warning(folder: Path, tmp_path: Path) -> None:
    around = with_form(tmp_path, a_form(*ALL_USED))
    problems = broken(folder, "{value: self,", "{value: friend, label: とも}\n      - {value: self,", around)
    assert [(p.field, p.severity) for p in problems] == [("steps.who.choices[0].value", Severity.WARNING)]


def test_a_text_without_translation_is_named_with_its_language(folder: Path) -> None:
    knows = {"en": lambda msgid: msgid != "電話《でんわ》は", "ne": lambda msgid: True}
    problems = broken(folder, "id: good", "id: good", Around(knows=knows))
    assert [(p.line, p.field, p.wrong) for p in problems] == [
        (line_of("    ask: 電話《でんわ》は"), "steps.phone.ask", "has no translation: en.")
    ]


def test_a_picture_nobody_drew_is_named(folder: Path, tmp_path: Path) -> None:
    for name in ("certificate", "alone", "family"):
        (tmp_path / f"{name}.svg").touch()
    problems = broken(folder, "id: good", "id: good", Around(pictures=tmp_path))
    assert [(p.field, p.wrong) for p in problems] == [("bring.card.picture", "there is no picture id-card.svg.")]


@pytest.mark.parametrize(
    ("old", "new", "field", "wrong"),
    [
        ("ask: 電話《でんわ》は", "ask: 電話は", "steps.phone.ask", "電話 has no furigana."),
        (
            "ask: 電話《でんわ》は",
            "ask: でんわばんごうを もう一度《いちど》 よく 見《み》て おしえて ください",
            "steps.phone.ask",
            "24 fit",
        ),
        ("hint: 1つ えらんで ください", f"hint: {'とても' * 14}", "steps.who.hint", "is 42 characters wide; 40 fit."),
    ],
)
def test_words_that_are_hard_to_read_or_too_long_are_warnings(folder: Path, old: str, new: str, field: str, wrong: str) -> None:
    problems = broken(folder, old, new)
    assert [(p.field, p.severity, p.line) for p in problems] == [(field, Severity.WARNING, line_of(old))]
    assert wrong in problems[0].wrong
    assert load_procedures(folder)


def test_a_problem_reads_as_one_line_and_as_plain_values() -> None:
    problem = ContentProblem("a.yaml", 3, "steps.who", "is odd.", "Mend it.")
    assert str(problem) == "a.yaml:3: steps.who: is odd. Mend it."
    assert str(replace(problem, field="", severity=Severity.WARNING)) == "a.yaml:3: warning: is odd. Mend it."
    assert problem.as_dict() == {
        "file": "a.yaml",
        "line": 3,
        "field": "steps.who",
        "wrong": "is odd.",
        "mend": "Mend it.",
        "severity": "error",
    }


# --- anything at all ----------------------------------------------------------------------------------------------------
SNIPPETS = ("", "\t", "  ", "\n", ": ", "- ", "[", "]", "{", "}", "'", '"', "|", ">", "&a ", "*a", "!!int ", "~", "《", "》", "｜", "\x00", "\ufeff", "0x1F",
            "1e999", "2026-13-45", "null", "true", "is: who", "# ", "%YAML 9.9\n", "---\n", "...\n", "<<: ", "? ", "\U000e0100", "\ud7ff")  # fmt: skip


@settings(max_examples=MUTANTS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 30), st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=6))),
        min_size=1,
        max_size=4,
    )
)
def test_no_change_of_the_good_file_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, int, str]]
) -> None:
    text = GOOD
    for at, length, new in cuts:
        text = text[:at] + new + text[at + length :]
    folder = tmp_path_factory.mktemp("mutant")
    (folder / "good.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    for problem in check(folder):
        assert problem.file in ("good.yaml", str(folder))
        assert (
            1
            <= problem.line
            <= text.count("\n") + 2 + text.count("\r") + text.count("\u2028") + text.count("\u2029") + text.count("\x85")
        )
        assert problem.wrong


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "good.yaml").write_bytes(raw)
    assert check(folder)
