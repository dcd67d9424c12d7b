"""Furigana: reading the markup, breaking lines, and never losing a letter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from kiosk.furigana import plain
from screens.theme import FAMILY, Role, theme_for
from screens.widgets.ruby import NO_END, NO_START, Laid, RubyLabel, RubyText
from tests.screens.window_kit import look, open_window

EM = 32


@pytest.fixture
def font(qtbot: QtBot) -> QFont:
    open_window(qtbot)  # loads the fonts
    font = QFont([FAMILY])
    font.setPixelSize(EM)
    return font


def lines(laid: Laid) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in laid.lines]


def test_the_plain_text_has_no_markup_left() -> None:
    assert plain("住民票《じゅうみんひょう》を ｜Aコース《エーコース》で 出《だ》す") == "住民票を Aコースで 出す"


def test_a_reading_stands_over_its_kanji_only(font: QFont) -> None:
    runs = RubyText("この 住民票《じゅうみんひょう》です", font).lay(2000).lines[0].runs
    assert [(run.text, run.ruby) for run in runs] == [("この ", ""), ("住民票", "じゅうみんひょう"), ("です", "")]


def test_without_furigana_no_reading_is_drawn_and_lines_are_tighter(font: QFont) -> None:
    with_it, without = RubyText("人《ひと》を よぶ", font), RubyText("人《ひと》を よぶ", font, furigana=False)
    assert not without.has_ruby and without.text == with_it.text
    assert without.height(2000) < with_it.height(2000)


def test_a_wide_reading_reaches_over_its_kana_and_opens_no_gap(font: QFont) -> None:
    text = RubyText("この住民票《じゅうみんひょう》です", font)
    bare = RubyText("この住民票です", font, furigana=False)
    assert text.natural_width() == pytest.approx(bare.natural_width(), abs=0.5)


def test_readings_never_overlap_and_stay_over_their_kanji(font: QFont) -> None:
    text = RubyText("承《うけたまわ》東風平《こちんだ》町《ちょう》志《こころざし》侍《さむらい》", font)
    runs = [run for run in text.lay(4000).lines[0].runs if run.ruby]
    for before, after in pairwise(runs):
        assert before.ruby_x + before.ruby_width <= after.ruby_x + 0.01
    for run in runs:
        middle = run.x + EM * len(run.text) / 2
        assert abs(run.ruby_x + run.ruby_width / 2 - middle) <= EM * 0.25, (run.text, run.ruby)


def test_text_written_with_spaces_breaks_at_spaces(font: QFont) -> None:
    laid = RubyText("いちばん 近《ちか》いものを 一《ひと》つ えらんでください", font).lay(EM * 9)
    assert [line.strip() for line in lines(laid)] == ["いちばん", "近いものを 一つ", "えらんでください"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(font: QFont) -> None:
    words = "「つかう場所」によって、紙にのせることが、ちょっとかわります。（多く）のせすぎないためのしつもんです。"
    for width in range(EM * 4, EM * 20, 7):
        for line in lines(RubyText(words, font).lay(width))[1:]:
            assert line[0] not in NO_START, (width, line)
        for line in lines(RubyText(words, font).lay(width))[:-1]:
            assert line[-1] not in NO_END, (width, line)


def test_english_words_stay_whole(font: QFont) -> None:
    laid = RubyText("The quick brown fox jumps over Naha", font).lay(EM * 6)
    assert all(word in ["The", "quick", "brown", "fox", "jumps", "over", "Naha"] for line in lines(laid) for word in line.split())


@pytest.mark.parametrize("width", [40, 90, 200, 640])
@pytest.mark.parametrize(
    "words",
    [
        "比嘉　花子",
        "沖縄県那覇市泉崎１丁目１番１号　ゆいハイツ２０３号",
        "あ" * 60,
        "Llanfairpwllgwyngyllgogerychwyrndrobwll",
        "葛\U000e0100飾",
    ],
)
def test_no_letter_is_lost_at_any_width(font: QFont, words: str, width: int) -> None:
    laid = RubyText(words, font).lay(width)
    assert "".join(lines(laid)).replace(" ", "").replace("　", "") == words.replace(" ", "").replace("　", "")


def test_a_text_too_long_shrinks_until_all_of_it_is_seen(font: QFont) -> None:
    text = RubyText("つかう場所《ばしょ》によって、紙《かみ》にのせることがかわります。" * 3, font)
    small = text.fitted(400, 120)
    assert small.font.pixelSize() < EM
    assert small.fits(400, 120, whole_words=False)
    assert "…" not in "".join(lines(small.lay(400)))


def test_a_label_names_itself_and_knows_its_height(qtbot: QtBot) -> None:
    open_window(qtbot)
    label = RubyLabel("人《ひと》を よぶ", theme_for(look(), 4.0), Role.BODY)
    qtbot.addWidget(label)
    assert label.accessibleName() == "人を よぶ"
    assert label.heightForWidth(40) > label.heightForWidth(400) > 0
