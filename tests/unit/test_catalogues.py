"""The tool that gathers words and looks after translations, on a small tree of its own and on ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.paths import ROOT
from tools import catalogues

GOOD = Path(__file__).parent.parent / "data" / "content" / "good.yaml"
HEADER = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"X-Language-Name: {0}\\n"\n"X-Language-Order: 1\\n"\n\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in catalogues.CODE:
        (tmp_path / package).mkdir()
    (tmp_path / "kiosk" / "a.py").write_text(
        '# Translators: said at the door.\nHELLO = N_("Hello {name}")\nBYE = _(N_("Good " "bye"))\n\nsheets = words.plural("{n} sheet", "{n} sheets", 2)\n',
        "utf-8",
    )
    (tmp_path / "intake" / "b.py").write_text('X = N_("Queue is full")\n', "utf-8")
    (tmp_path / "assets" / "procedures").mkdir(parents=True)
    (tmp_path / "assets" / "procedures" / "good.yaml").write_bytes(GOOD.read_bytes())
    for language in ("ja", "en"):
        write(tmp_path, language, "")
    return tmp_path


def write(tree: Path, language: str, body: str) -> Path:
    path = catalogues.po_path(tree / "locales", language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(language) + body, "utf-8")
    return path


def fill(tree: Path, language: str, old: str, new: str) -> None:
    path = catalogues.po_path(tree / "locales", language)
    text = path.read_text("utf-8")
    assert f'msgid "{old}"\nmsgstr ""' in text, text
    path.write_text(text.replace(f'msgid "{old}"\nmsgstr ""', f'msgid "{old}"\nmsgstr "{new}"'), "utf-8")


def wrongs(tree: Path, language: str) -> list[str]:
    return [f.wrong for f in catalogues.check(tree, tree / "locales") if f.file.startswith(f"locales/{language}/")]


def test_words_come_from_code_and_from_assets_with_file_and_line(tree: Path) -> None:
    template = catalogues.extract(tree)
    hello, ask = template.get("Hello {name}"), template.get("電話《でんわ》は")
    assert hello is not None
    assert ask is not None
    assert hello.locations == [("kiosk/a.py", 2)]
    assert hello.auto_comments == ["said at the door."]
    assert template.get("Good bye") is not None
    assert template.get(("{n} sheet", "{n} sheets")) is not None
    assert ask.locations == [
        ("assets/procedures/good.yaml", 1 + GOOD.read_text("utf-8")[: GOOD.read_text("utf-8").index("ask: 電話")].count("\n"))
    ]
    assert ask.auto_comments == ["steps.phone.ask"]


def test_each_language_translates_only_what_is_not_written_in_it(tree: Path) -> None:
    catalogues.update(tree, tree / "locales")
    ja, en = (catalogues.po_path(tree / "locales", language).read_text("utf-8") for language in ("ja", "en"))
    assert "Hello {name}" in ja
    assert "Hello {name}" not in en
    assert "電話《でんわ》は" in en
    assert "電話《でんわ》は" not in ja


def test_a_new_language_is_asked_for_everything(tree: Path) -> None:
    left = catalogues.update(tree, tree / "locales", ["vi"])
    text = catalogues.po_path(tree / "locales", "vi").read_text("utf-8")
    assert left["vi"] == text.count("msgid ") - 1
    assert "Hello {name}" in text
    assert "電話《でんわ》は" in text


def test_updating_keeps_words_header_and_comments_and_drops_what_nobody_says(tree: Path) -> None:
    path = write(tree, "ja", '# by Hanako\nmsgid "Hello {name}"\nmsgstr "こんにちは {name}"\n\nmsgid "Old"\nmsgstr "ふるい"\n')
    before = catalogues.update(tree, tree / "locales")
    text = path.read_text("utf-8")
    assert "X-Language-Name: ja" in text
    assert "# by Hanako" in text
    assert "こんにちは {name}" in text
    assert "ふるい" not in text
    assert catalogues.update(tree, tree / "locales") == before
    assert path.read_text("utf-8") == text


def test_what_has_no_words_is_listed_until_it_has(tree: Path) -> None:
    catalogues.update(tree, tree / "locales", ["ja"])
    assert len(wrongs(tree, "ja")) == 4
    fill(tree, "ja", "Hello {name}", "こんにちは {name}")
    fill(tree, "ja", "Good bye", "さようなら")
    fill(tree, "ja", "Queue is full", "待ち行列がいっぱい")
    assert wrongs(tree, "ja") == ["has no words for '{n} sheet'."]


def test_a_new_msgid_in_the_code_is_found_at_once(tree: Path) -> None:
    catalogues.update(tree, tree / "locales")
    (tree / "screens" / "c.py").write_text('N_("Fresh")\n', "utf-8")
    assert "lacks 'Fresh'." in wrongs(tree, "ja")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("こんにちは", "should hold {name}, not none."),
        ("こんにちは {namae}", "should hold {name}, not {namae}."),
        ("こんにちは {name", "should hold {name}, not {?}."),
        ("{name}《なまえ》", "right after a kanji"),
        ("{name} 様", "様 has no furigana."),
    ],
)
def test_words_that_would_break_or_cannot_be_read_are_named(tree: Path, words: str, wrong: str) -> None:
    catalogues.update(tree, tree / "locales")
    fill(tree, "ja", "Hello {name}", words)
    assert any(wrong in found for found in wrongs(tree, "ja"))


def test_words_for_staff_need_no_furigana(tree: Path) -> None:
    catalogues.update(tree, tree / "locales")
    fill(tree, "ja", "Queue is full", "待ち行列がいっぱい")
    assert not any("furigana" in wrong for wrong in wrongs(tree, "ja"))


def test_an_unsure_translation_and_a_missing_language_name_are_named(tree: Path) -> None:
    path = write(tree, "ja", '#, fuzzy\nmsgid "Good bye"\nmsgstr "さようなら"\n')
    path.write_text(path.read_text("utf-8").replace('"X-Language-Name: ja\\n"\n', ""), "utf-8")
    assert "is unsure about 'Good bye'." in wrongs(tree, "ja")
    assert "has no language name." in wrongs(tree, "ja")


def test_findings_carry_the_line_of_their_entry(tree: Path) -> None:
    catalogues.update(tree, tree / "locales", ["ja"])
    lines = catalogues.po_path(tree / "locales", "ja").read_text("utf-8").splitlines()
    for finding in catalogues.check(tree, tree / "locales"):
        if finding.wrong == "has no words for 'Good bye'.":
            assert lines[finding.line - 1] == 'msgid "Good bye"'
            return
    raise AssertionError("not found")


def test_the_command_line_says_findings_and_how_it_ended(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(["update"], tree) == 0
    assert "ja: 4 without words" in capsys.readouterr().out
    assert catalogues.main(["check"], tree) == 1
    assert "Write msgstr." in capsys.readouterr().out
    assert catalogues.main(["compile"], tree) == 0
    assert (catalogues.po_path(tree / "locales", "ja").with_suffix(".mo")).is_file()


def test_our_own_catalogues_are_complete_and_right() -> None:
    assert [str(finding) for finding in catalogues.check(ROOT, ROOT / "locales")] == []
