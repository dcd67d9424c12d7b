"""The words: every language from its own file, and a new language from one file more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk import faults
from kiosk.content import furigana
from kiosk.furigana import plain
from kiosk.paths import LOCALES
from kiosk.po import compile_po
from kiosk.words import Catalogue, languages

PSEUDO = """\
# An invented language.
msgid ""
msgstr ""
"Language: xx\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Language-Name: Ẋẋ\\n"
"X-Language-Order: 3\\n"

msgid "Yes"
msgstr "[Ýéš]"

msgid "No"
msgstr ""

#, fuzzy
msgid "Next"
msgstr "[Néxt]"

msgid "わからない"
msgstr "[wakaranai]"

msgid "{n} sheet"
msgid_plural "{n} sheets"
msgstr[0] "[{n} šhéét]"
msgstr[1] "[{n} šhééts]"
"""


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    for language in ("ja", "en"):
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / language / "LC_MESSAGES" / "kiosk.po").write_bytes(
            (LOCALES / language / "LC_MESSAGES" / "kiosk.po").read_bytes()
        )
    (tmp_path / "xx" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "xx" / "LC_MESSAGES" / "kiosk.po").write_text(PSEUDO, "utf-8")
    return tmp_path


def test_a_third_language_is_one_file_with_its_name_in_its_own_script(locales: Path) -> None:
    assert list(languages(locales).items()) == [("ja", "日本語"), ("en", "English"), ("xx", "Ẋẋ")]
    words = Catalogue("xx", locales)
    assert words("Yes") == "[Ýéš]"
    assert words("わからない") == "[wakaranai]"
    assert words.plural("{n} sheet", "{n} sheets", 1) == "[{n} šhéét]"
    assert words.plural("{n} sheet", "{n} sheets", 2) == "[{n} šhééts]"


def test_a_missing_or_unsure_translation_is_the_msgid_itself_and_is_known_to_be_missing(locales: Path) -> None:
    words = Catalogue("xx", locales)
    assert (words("No"), words("Next"), words("never written")) == ("No", "Next", "never written")
    assert [words.knows(msgid) for msgid in ("Yes", "No", "Next", "{n} sheet")] == [True, False, False, True]


def test_an_empty_msgid_is_empty_and_not_the_header(locales: Path) -> None:
    assert Catalogue("xx", locales)("") == ""


def test_a_compiled_catalogue_says_the_same_as_its_po(locales: Path) -> None:
    po = locales / "ja" / "LC_MESSAGES" / "kiosk.po"
    loose = Catalogue("ja", locales)
    po.with_suffix(".mo").write_bytes(compile_po(po.read_bytes()))
    compiled = Catalogue("ja", locales)
    for fault in faults.catalogue():
        assert compiled(fault.resident) == loose(fault.resident) != fault.resident
    assert compiled.header("X-Language-Name") == loose.header("X-Language-Name") == "日本語"


def test_a_po_that_is_newer_than_its_mo_wins(locales: Path) -> None:
    po = locales / "xx" / "LC_MESSAGES" / "kiosk.po"
    mo = po.with_suffix(".mo")
    mo.write_bytes(compile_po(po.read_bytes()))
    po.write_text(PSEUDO.replace("[Ýéš]", "[new]"), "utf-8")
    os.utime(mo, (1, 1))
    assert Catalogue("xx", locales)("Yes") == "[new]"


def test_a_program_that_ships_only_compiled_catalogues_has_its_languages(locales: Path) -> None:
    for po in locales.glob("*/LC_MESSAGES/kiosk.po"):
        po.with_suffix(".mo").write_bytes(compile_po(po.read_bytes()))
        po.unlink()
    assert languages(locales) == {"ja": "日本語", "en": "English", "xx": "Ẋẋ"}
    assert Catalogue("xx", locales)("Yes") == "[Ýéš]"


def test_an_unknown_language_speaks_in_msgids(locales: Path) -> None:
    assert Catalogue("qq", locales)("Yes") == "Yes"


@pytest.mark.parametrize("fault", faults.catalogue(), ids=lambda fault: fault.code)
def test_every_fault_speaks_japanese_to_residents_with_furigana_and_to_staff(fault: faults.Fault) -> None:
    ja = Catalogue("ja", LOCALES)
    for msgid in (fault.resident, fault.staff, fault.remedy):
        assert ja.knows(msgid)
    sentence = ja(fault.resident)
    assert furigana.bare_kanji(sentence) == ()
    assert furigana.misspelt(sentence) == ""
    assert "すみません" not in sentence
    assert "エラー" not in sentence


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("住民票《じゅうみんひょう》の 写《うつ》し", ""),
        ("｜1人《ひとり》だけ", ""),
        ("お｜金持《かねも》ち", ""),
        ("ひらがな", ""),
        ("書く《かく》", "right after a kanji"),
        ("書《かく", "right after a kanji"),
        ("書》かく", "without 《"),
        ("｜書", "｜ stands"),
        ("書《kaku》", "not written in kana"),
        ("書《》", "not written in kana"),
    ],
)
def test_furigana_is_read_strictly(text: str, wrong: str) -> None:
    assert wrong in furigana.misspelt(text)
    assert bool(furigana.misspelt(text)) == bool(wrong)


def test_plain_text_and_width_leave_the_readings_out() -> None:
    assert plain("｜1人《ひとり》と 写《うつ》し") == "1人と 写し"
    assert furigana.width("写《うつ》しA ") == 3.0
    assert furigana.bare_kanji("住民票の 写《うつ》し、々") == ("住民票", "々")
