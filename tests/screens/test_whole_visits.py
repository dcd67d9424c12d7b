"""What a long visit needs: to know what a question is about, to look over much in little pieces, and letters one can read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.visit.views import (
    Check,
    Checklist,
    ChecklistItem,
    CheckRow,
    Choices,
    Consent,
    Done,
    Frame,
    Offer,
    Option,
    TextSize,
    View,
)
from screens.gallery.finding import finding_views
from screens.gallery.views import sample_views
from screens.resident.check import ROWS, ROWS_TALL, CheckPage
from screens.resident.checklist import ChecklistPage
from screens.resident.consent import ConsentPage
from screens.resident.done import STEP_MIN_MM, DonePage
from screens.resident.menu import MenuPage
from screens.theme import TARGET_MIN_MM
from screens.widgets.ruby import RubyLabel
from screens.window import KioskWindow
from tests.screens.window_kit import SCREENS, find, look, open_window, tap, visible_areas

YES_NO = (
    Option("yes", "はい", picture="yes"),
    Option("no", "いいえ", picture="no"),
    Option("unknown", "わからない", picture="unknown"),
)
LONG = "おくやみコーナーを 予約《よやく》すると、1つの 所《ところ》で できる ことが あります。電話《でんわ》は 098-963-6701 です。"


def on(window: KioskWindow, kind: type[QWidget]) -> QWidget:
    assert isinstance(window.page, kind)
    return window.page


def shown(window: KioskWindow) -> set[str]:
    return {area.objectName() for area in visible_areas(window)}


def of_groups() -> View:
    rows = [CheckRow(f"s{n}", f"しつもん{n}", "こたえ", group=f"手《て》つづき{n // 3}") for n in range(30)]
    return View(Frame("R13", "この 内容《ないよう》で 合《あ》って いますか"), Check(tuple(rows), "なおす"))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", TextSize)
def test_yes_no_and_i_do_not_know_stand_on_one_page(qtbot: QtBot, screen: str, size: TextSize) -> None:
    window = open_window(qtbot, screen)
    frame = Frame(
        "R07",
        "その 人《ひと》は 世帯主《せたいぬし》でしたか",
        "住民票《じゅうみんひょう》の ことです",
        topic="世帯主《せたいぬし》の 変更《へんこう》",
    )
    window.show_view(View(frame, Choices(YES_NO)), look(size=size))
    assert {f"tile_{option.value}" for option in YES_NO} <= shown(window)


@pytest.mark.parametrize("screen", SCREENS)
def test_what_a_question_belongs_to_stands_above_it(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    window.show_view(View(Frame("R07", "いくつ いりますか", topic="住民票《じゅうみんひょう》"), Choices(YES_NO)), look())
    topic, heading = (window.findChild(RubyLabel, name) for name in ("topic", "heading"))
    assert topic is not None and heading is not None and topic.accessibleName() == "住民票"
    assert 0 < topic.height() < heading.height() and topic.geometry().bottom() <= heading.geometry().top()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_row_to_look_over_comes_once_and_under_its_name(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    window.show_view(of_groups(), look())
    page = on(window, CheckPage)
    assert isinstance(page, CheckPage)
    seen: list[str] = []
    for _n in range(page.pager.pages):
        rows = [row for row in page.rows if row.isVisible()]
        names = [box for _text, box in page._names]
        assert 0 < len(rows) <= (ROWS_TALL if screen == "portrait" else ROWS)
        assert names and names[0].top() < rows[0].y() and names[-1].bottom() <= rows[-1].y() + 1
        assert rows[-1].geometry().bottom() <= page.height() + 1
        seen += [row.accessibleName() for row in rows]
        if page.pager.page + 1 < page.pager.pages:
            tap(window, "btn_more")
    assert len(seen) == 30 and len(set(seen)) == 30


def test_a_line_to_mend_is_found_on_its_page(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(of_groups(), look())
    assert "edit_s29" not in shown(window) and window.page is not None
    window.page.focus_place("s29")
    assert "edit_s29" in shown(window)


@pytest.mark.parametrize("screen", ["21.5in", "portrait", "12.1in"])
@pytest.mark.parametrize("size", TextSize)
def test_next_steps_are_few_rather_than_small(qtbot: QtBot, screen: str, size: TextSize) -> None:
    window = open_window(qtbot, screen)
    how = look(size=size)
    done = sample_views(how)["R17"]
    assert isinstance(done.body, Done)
    steps = tuple(f"{n} {LONG}" for n in range(9))
    window.show_view(replace(done, body=replace(done.body, steps=steps, more="のこりは スマホで")), how)
    page = on(window, DonePage)
    assert isinstance(page, DonePage) and window.theme is not None
    lines = page._lines(page._next.width() * 0.8, page._next.height() * 0.75, window.theme.px(8.0))
    assert 2 <= len(lines) <= 6 and lines[-1].markup == "のこりは スマホで"
    assert min(line.font.pixelSize() for line in lines) >= window.theme.px(STEP_MIN_MM)


def test_terms_are_turned_where_columns_would_be_tiny(qtbot: QtBot) -> None:
    how = look(size=TextSize.XLARGE)
    consent = sample_views(how)["R14"]
    assert isinstance(consent.body, Consent)
    row = (
        "この 紙《かみ》に 書《か》いた こと",
        "この 手《て》つづきを する ため",
        "なは市《し》の 係《かかり》の 人《ひと》だけ",
        "市《し》が 受《う》けとったら、消《き》えます",
    )
    ems = []
    for terms in ((row,), (row, row)):  # two rows stay in columns
        window = open_window(qtbot, "12.1in")
        window.show_view(replace(consent, body=replace(consent.body, table=terms)), how)
        page = on(window, ConsentPage)
        assert isinstance(page, ConsentPage)
        ems.append(page.table.shown()[0][0].font.pixelSize())
    assert ems[0] > ems[1] * 1.2


def test_on_a_low_screen_an_offer_says_its_name_alone_and_still_adds(qtbot: QtBot) -> None:
    items = (ChecklistItem("id", "名前《なまえ》が わかる もの", "カードなど"),)
    states = (Option("have", "あります"), Option("later", "あとで"))
    body = Checklist(
        items, states, offers_title="いっしょに", offers=(Offer("p", "国民年金《こくみんねんきん》", "13こ"),), add="ついかする"
    )
    for screen, note in (("12.1in", ""), ("21.5in", "＋ ついかする・13こ")):
        window = open_window(qtbot, screen)
        window.show_view(View(Frame("R08", "もちもの"), body), look())
        assert isinstance(window.page, ChecklistPage)
        offer = find(window, "offer_p")
        assert offer is not None and offer.accessibleDescription() == note


@pytest.mark.parametrize("size", TextSize)
def test_the_life_events_are_two_pages_at_most_on_a_low_screen(qtbot: QtBot, size: TextSize) -> None:
    window = open_window(qtbot, "12.1in")
    how = look(size=size)
    window.show_view(finding_views(how.language)["R06"], how)
    page = on(window, MenuPage)
    assert isinstance(page, MenuPage) and window.theme is not None
    hint = window.findChild(RubyLabel, "hint")
    assert page.pager.pages <= 2 and hint is not None and not hint.isVisible()
    assert all(tile.height() >= window.theme.px(TARGET_MIN_MM) for tile in page.tiles if tile.isVisible())
