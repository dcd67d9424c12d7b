"""What is typed on the kana keyboard comes out as written, and is gone afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.kana import KANA_COLUMNS
from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Option, TextKind
from screens.page import Page
from screens.resident.text_page import TextPage
from screens.widgets.buffer import WipeableBuffer
from tests.screens.entry_kit import SCREENS, key, shown, tap, text_view, type_kana, visible_areas, window_for


@pytest.fixture(params=list(SCREENS))
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> TextPage:
    """An empty name on each glass."""
    window = window_for(request.param)
    qtbot.addWidget(window)
    return as_text(shown(window, text_view()))


def as_text(page: Page) -> TextPage:
    assert isinstance(page, TextPage)
    page._window_kept = page.window()  # type: ignore[attr-defined]  # else the window goes with the fixture
    return page


def open_page(qtbot: QtBot, *, value: str = "", kind: TextKind = TextKind.NAME, most: int = 60, language: str = "ja") -> TextPage:
    window = window_for("21.5")
    qtbot.addWidget(window)
    return as_text(shown(window, text_view(value, kind, most, language), language=language))


def test_family_and_given_name_become_kanji_with_a_wide_space_between(page: TextPage) -> None:
    type_kana(page, "たなか")
    tap(page, "cand_0", "key_space")
    type_kana(page, "たろう")
    tap(page, "cand_0")
    assert page.answer() == "田中\u3000太郎"


def test_pictures_of_keys_are_kept_and_what_a_person_wrote_is_not_among_them(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    type_kana(page, "たなか")
    page.grab()
    kept = [str(of) for of in page.theme.art._pixmaps]
    assert any("'あ'" in of for of in kept)
    assert not any(word in of for of in kept for word in ("たなか", "田中", "タナカ"))


def test_marks_go_on_the_last_kana_and_off_again(page: TextPage) -> None:
    type_kana(page, "か゛は゜つ小ー")
    assert page.answer() == "がぱっー"
    tap(page, "key_erase")
    type_kana(page, "小")
    assert page.answer() == "がぱつ"


def test_every_kana_key_writes_its_kana(page: TextPage) -> None:
    kana = [char for column in KANA_COLUMNS for char in column if char != " "]
    type_kana(page, "".join(kana))
    assert page.answer() == "".join(kana)


def test_a_word_without_kanji_may_stay_kana_or_become_katakana(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    type_kana(page, "さくら")
    assert [area.accessibleName() for area in visible_areas(page) if area.objectName().startswith("cand_")] == ["サクラ", "さくら"]
    tap(page, "cand_0")
    assert page.answer() == "サクラ"


def test_erasing_takes_one_character_and_erase_all_takes_everything(page: TextPage) -> None:
    type_kana(page, "たなか")
    tap(page, "cand_0", "key_erase")
    assert page.answer() == "田"
    tap(page, "key_erase_all")
    assert page.answer() == ""


def test_a_finished_word_that_was_erased_does_not_come_back(page: TextPage) -> None:
    type_kana(page, "たなか")
    tap(page, "cand_0", "key_erase", "key_erase")
    type_kana(page, "ひか゛")
    tap(page, "cand_0")
    assert page.answer() == "比嘉"


def test_a_variation_selector_is_erased_with_its_kanji(qtbot: QtBot) -> None:
    page = open_page(qtbot, value="渡邉\U000e0101")
    tap(page, "key_erase")
    assert page.answer() == "渡"


def test_latin_letters_and_digits_have_their_own_keys(page: TextPage) -> None:
    tap(page, "mode_latin", *(f"key_{char}" for char in "MIYA"), "key_space", "key_K")
    assert page.answer() == "MIYA K"
    tap(page, "mode_digits", "key_2", "key_0", "mode_kana", "key_あ")
    assert page.answer() == "MIYA K２０あ"


def test_kana_after_a_finished_word_do_not_drag_it_along(page: TextPage) -> None:
    type_kana(page, "ひか゛")
    tap(page, "cand_0")
    type_kana(page, "たろう")
    tap(page, "cand_0")
    assert page.answer() == "比嘉太郎"


def test_a_kana_field_offers_no_kanji_and_no_other_letters(qtbot: QtBot) -> None:
    page = open_page(qtbot, kind=TextKind.KANA)
    type_kana(page, "たなか")
    names = {area.objectName() for area in visible_areas(page)}
    assert not any(name.startswith(("cand_", "mode_")) for name in names)


def test_no_more_is_taken_than_the_field_holds(qtbot: QtBot) -> None:
    page = open_page(qtbot, most=3)
    type_kana(page, "たなかた")
    assert page.answer() == "たなか"


def test_the_value_given_back_can_be_changed(qtbot: QtBot) -> None:
    page = open_page(qtbot, value="田中\u3000太")
    type_kana(page, "ろ")
    assert page.answer() == "田中\u3000太ろ"


def test_another_language_begins_a_name_with_latin_letters(qtbot: QtBot) -> None:
    page = open_page(qtbot, language="en")
    tap(page, "key_A")
    assert page.answer() == "A"


def test_a_real_keyboard_writes_erases_and_goes_on(qtbot: QtBot) -> None:
    page = open_page(qtbot)
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    QTest.keyClicks(page, "AB")
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert facts == [Fact("R12", Action.NEXT, "A")]


def test_a_way_out_acts_at_once(qtbot: QtBot) -> None:
    window = window_for("10.1")
    qtbot.addWidget(window)
    page = shown(window, text_view(choices=(Option("unknown", "わからない", quiet=True),)))
    facts: list[Fact] = []
    page.reported.connect(facts.append)
    tap(page, "btn_unknown")
    assert facts == [Fact("R12", Action.CHOOSE, "unknown")]


def test_candidates_turn_pages_and_never_scroll(qtbot: QtBot) -> None:
    window = window_for("10.1")
    qtbot.addWidget(window)
    page = shown(window, text_view())
    type_kana(page, "たなか")
    tap(page, "btn_more")
    names = [area.objectName() for area in visible_areas(page) if area.objectName().startswith("cand_")]
    assert names and "cand_0" not in names
    tap(page, "btn_fewer")
    assert key(page, "cand_0").accessibleName() == "田中"


def test_leaving_zeroes_every_cell_of_the_buffer(qtbot: QtBot) -> None:
    page = open_page(qtbot, value="田中\u3000太郎")
    cells = page.composer.buffer._cells
    assert any(cells)
    page.forget()
    assert not any(cells)


def test_erased_characters_are_zeroed_and_growing_leaves_no_copy() -> None:
    buffer = WipeableBuffer(8)
    cells = buffer._cells
    assert buffer.append("比嘉") and buffer.append("太郎")
    assert buffer._cells is cells
    buffer.erase()
    assert list(cells[:4]) == [ord("比"), ord("嘉"), ord("太"), 0]
    assert not buffer.append("長すぎる名前です") and buffer.text() == "比嘉太"
