"""Kana composing, as the keys of the kana keyboard use it."""

from __future__ import annotations

import pytest

from kiosk import kana


@pytest.mark.parametrize(
    ("before", "after"), [("か", "が"), ("が", "か"), ("は", "ば"), ("ぱ", "ば"), ("う", "ゔ"), ("っ", "づ"), ("カ", "ガ")]
)
def test_the_voiced_mark_goes_on_and_off(before: str, after: str) -> None:
    assert kana.toggle_voiced(before) == after


@pytest.mark.parametrize(("before", "after"), [("は", "ぱ"), ("ぱ", "は"), ("ば", "ぱ"), ("ホ", "ポ")])
def test_the_half_voiced_mark_goes_on_and_off(before: str, after: str) -> None:
    assert kana.toggle_half_voiced(before) == after


@pytest.mark.parametrize(
    ("before", "after"), [("つ", "っ"), ("っ", "つ"), ("づ", "っ"), ("や", "ゃ"), ("ゃ", "や"), ("あ", "ぁ"), ("ツ", "ッ")]
)
def test_small_kana_go_on_and_off(before: str, after: str) -> None:
    assert kana.toggle_small(before) == after


@pytest.mark.parametrize("char", ["ん", "な", "を", "田", "A", "ー", "\u3000", "１"])
def test_a_character_without_a_marked_form_stays_as_it_is(char: str) -> None:
    assert kana.toggle_voiced(char) == kana.toggle_half_voiced(char) == kana.toggle_small(char) == char


def test_the_table_holds_the_46_kana_once_each_in_ten_columns_of_five() -> None:
    cells = [char for column in kana.KANA_COLUMNS for char in column]
    letters = [char for char in cells if char != " "]
    assert (len(kana.KANA_COLUMNS), {len(column) for column in kana.KANA_COLUMNS}) == (10, {5})
    assert len(letters) == len(set(letters)) == 46


def test_hiragana_and_katakana_change_into_each_other_and_kanji_stay() -> None:
    assert kana.to_katakana("ひが　ゔぁいおりん比嘉ー") == "ヒガ　ヴァイオリン比嘉ー"
    assert kana.to_hiragana("ヒガ　ヴァイオリン比嘉ー") == "ひが　ゔぁいおりん比嘉ー"


def test_digits_change_width_and_back() -> None:
    assert kana.full_width_digits("泉崎1-10") == "泉崎１-１０"
    assert kana.half_width_digits("１０") == "10"


def test_the_reading_tail_ends_at_kanji_space_and_katakana() -> None:
    assert kana.reading_tail("田中　たろう") == "たろう"
    assert kana.reading_tail("たなかー") == "たなかー"
    assert kana.reading_tail("田中") == kana.reading_tail("") == kana.reading_tail("タナ") == ""


@pytest.mark.parametrize(
    ("char", "column"), [("あ", 0), ("が", 1), ("ジ", 2), ("っ", 3), ("ぽ", 5), ("ん", 9), ("田", -1), (" ", -1), ("\u3000", -1)]
)
def test_every_kana_has_its_column(char: str, column: int) -> None:
    assert kana.column_of(char) == column
