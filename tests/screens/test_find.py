"""Finding on the glass: everything within three taps, ticks, filters, keys and what they find."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.content.events import load_events
from kiosk.content.procedures import read_procedures
from kiosk.model.life_event import LifeEvent
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.compose import finding
from kiosk.visit.facts import Action, Fact
from kiosk.visit.stretch import one_of
from kiosk.visit.views import Cards, Look, View
from kiosk.visit.visit import Place, Visit
from kiosk.words import Catalogue
from screens.gallery.finding import finding_views
from screens.resident.find import CardsPage
from screens.resident.menu import MenuPage
from screens.resident.search import SearchPage
from screens.window import KioskWindow
from tests.screens.window_kit import SCREENS, collect, find, look, open_window, tap, visible_areas
from tests.unit.finder_kit import procedure
from tests.unit.flow_fakes import Stand

VIEWS = finding_views("ja")
TWELVE = tuple(
    procedure(
        f"p{n}",
        f"国民健康保険《こくみんけんこうほけん》を やめる 届《とど》け{n}",
        "なくなった 人《ひと》の 保険証《ほけんしょう》を かえす",
        ("died",),
        minutes=10,
    )
    for n in range(12)
)


def visit(**changes: object) -> Visit:
    return Visit("t", Look(), Place("R06"), **changes)  # type: ignore[arg-type]


def shown(window: KioskWindow) -> set[str]:
    return {area.objectName() for area in visible_areas(window)}


def japanese() -> Catalogue:
    return Catalogue("ja", LOCALES)


# --- three taps -------------------------------------------------------------------------------------------------------------
def test_all_life_events_stand_on_one_page_of_the_large_screen(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    events = load_events(ASSETS / "events.yaml")
    window.show_view(finding.events(visit(), events, (), japanese()), look())
    assert len(events) == 11
    assert {f"tile_{event.id}" for event in events} | {"tile_person", "tile_search"} <= shown(window)


@pytest.mark.parametrize("practice", [False, True])
def test_twelve_procedures_of_one_event_stand_on_one_page_of_the_large_screen(qtbot: QtBot, practice: bool) -> None:
    window = open_window(qtbot, practice=practice)
    event = next(event for event in load_events(ASSETS / "events.yaml") if event.id == "died")
    window.show_view(finding.of_event(visit(), event, TWELVE, japanese()), look())
    assert {f"card_p{n}" for n in range(12)} <= shown(window)


def test_every_shipped_procedure_is_there_within_three_taps_from_the_menu(qtbot: QtBot) -> None:
    """てつづき, the life event, and where an event holds more than a page, つぎを みる: then the card is under the finger."""
    procedures, _problems = read_procedures(ASSETS / "procedures")
    events = load_events(ASSETS / "events.yaml")
    window = open_window(qtbot)
    reached: set[str] = set()
    for event in events:
        own = [procedure for procedure in procedures if event.id in procedure.events]
        window.show_view(finding.of_event(visit(), event, own, japanese()), look())
        reached |= shown(window)
        if own and find(window, "btn_more") is not None and "btn_more" in shown(window):
            tap(window, "btn_more")
            reached |= shown(window)
    assert {f"card_{procedure.id}" for procedure in procedures} <= reached


@pytest.mark.parametrize("screen", list(SCREENS))
@pytest.mark.parametrize("name", ["R04", "R06", "R06-cards"])
def test_on_every_screen_each_tile_is_reached_by_turning_pages(qtbot: QtBot, screen: str, name: str) -> None:
    window = open_window(qtbot, screen)
    window.show_view(VIEWS[name], look())
    page = window.page
    assert isinstance(page, MenuPage | CardsPage)
    wanted = {tile.objectName() for tile in (page.tiles if isinstance(page, MenuPage) else page.cards)}
    seen = shown(window)
    while (more := find(window, "btn_more")) is not None and more.isVisible():
        tap(window, "btn_more")
        seen |= shown(window)
    assert wanted <= seen


# --- cards ------------------------------------------------------------------------------------------------------------------
def test_ticks_leave_in_the_order_of_the_cards_after_those_of_other_pages(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    body = VIEWS["R06-cards"].body
    assert isinstance(body, Cards)
    window.show_view(View(VIEWS["R06-cards"].frame, Cards(body.cards, ("elsewhere",))), look())
    facts = collect(window)
    for name in ("card_nenkin", "card_kokuho", "card_zei", "card_zei"):
        tap(window, name)
    tap(window, "btn_next")
    assert facts == [Fact("R06", Action.NEXT, ("elsewhere", "kokuho", "nenkin"))]


def test_one_touch_ticks_everything_and_another_takes_it_back(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-cards"], look())
    page = window.page
    assert isinstance(page, CardsPage)
    tap(window, "tile_all")
    assert len(page.answer()) == 12 and all(tile.isChecked() for tile in page.cards)
    tap(window, "tile_all")
    assert page.answer() == () and not any(tile.isChecked() for tile in page.cards)


def test_a_filter_leaves_with_the_ticks_so_far(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-cards"], look())
    facts = collect(window)
    tap(window, "filter_weekday")
    assert facts == [Fact("R06", Action.CHOOSE, ("weekday", ("sousaihi", "nenkin")))]


def test_a_card_tells_assistive_technology_what_is_written_on_it(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-cards"], look())
    card = find(window, "card_sousaihi")
    assert card is not None and card.accessibleName() == "葬祭費"
    assert "お葬式を した 人に お金が 出ます" in card.accessibleDescription() and "約10分" in card.accessibleDescription()
    last = find(window, "card_kaisou")
    assert last is not None and "窓口に 来る" in last.accessibleDescription()  # why it stands last


# --- search -----------------------------------------------------------------------------------------------------------------
def page_of(window: KioskWindow) -> SearchPage:
    page = window.page
    assert isinstance(page, SearchPage)
    return page


@pytest.mark.parametrize("screen", list(SCREENS))
def test_keys_write_and_cards_come_after_every_key(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    window.show_view(VIEWS["R06-search"], look())
    assert not [name for name in shown(window) if name.startswith("card_")]
    tap(window, "row_か" if find(window, "row_か") else "key_く")
    if find(window, "row_か"):
        tap(window, "key_く")
    assert "card_chair" in shown(window)


def test_a_touched_card_leaves_with_the_word(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search"], look())
    facts = collect(window)
    tap(window, "key_く")
    tap(window, "card_chair")
    assert facts == [Fact("R06", Action.CHOOSE, ("chair", "く"))]
    assert one_of(facts[0].value) == ""  # and is mistaken for no plain choice


@pytest.mark.parametrize("screen", ["12.1in", "10.1in"])
def test_on_a_small_screen_the_name_itself_is_touched(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    window.show_view(VIEWS["R06-search-found"], look())
    facts = collect(window)
    tap(window, "card_chair")
    assert facts == [Fact("R06", Action.CHOOSE, ("chair", "くるまいす"))]


def test_four_cards_a_page_and_the_rest_by_turning(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search-found"], look())
    first = {name for name in shown(window) if name.startswith("card_")}
    tap(window, "btn_more")
    second = {name for name in shown(window) if name.startswith("card_")}
    assert len(first) == 4 and len(second) == 1 and not first & second


def test_another_word_shows_its_first_page_again(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search-found"], look())
    tap(window, "btn_more")
    tap(window, "key_erase_all")
    tap(window, "key_く")
    assert "card_chair" in shown(window)


def test_nothing_found_shows_three_and_a_person_and_the_call_in_the_footer(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search-miss"], look())
    cards = {name for name in shown(window) if name.startswith("card_")}
    assert len(cards) == 4 and "card_person" in cards and "btn_call_person" in shown(window)


def test_back_carries_the_word_and_the_word_comes_back(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search-found"], look())
    facts = collect(window)
    tap(window, "btn_back")
    assert facts == [Fact("R06", Action.BACK, "くるまいす")]


def test_latin_letters_have_keys_of_their_own(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search"], look())
    tap(window, "mode_latin")
    for letter in "WHEEL":
        tap(window, f"key_{letter}")
    assert page_of(window).answer() == "WHEEL"
    assert "card_chair" in shown(window)


def test_a_real_keyboard_writes_too(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search"], look())
    QApplication.sendEvent(page_of(window), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "w"))
    assert page_of(window).answer() == "w"


def test_the_page_forgets_the_word(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search-found"], look())
    page = page_of(window)
    window.show_view(VIEWS["R04"], look())
    assert page.composer.buffer.text() == "" and len(page.composer.buffer) == 0


def test_a_card_that_stays_from_key_to_key_keeps_its_tile(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R06-search"], look())
    tap(window, "key_く")
    before = page_of(window).cards
    tap(window, "key_る")
    assert [id(tile) for tile in page_of(window).cards] == [id(tile) for tile in before]


def test_nothing_alive_holds_a_word_once_the_visit_is_over(qtbot: QtBot) -> None:
    """A word may be somebody's name: looked up in vain, kept for もどる, and gone with the visit."""
    word = "".join(chr(0x3042 + n) for n in (10, 30, 50, 12, 34))  # made at run time: no constant of this module holds it
    window = open_window(qtbot)
    stand = Stand(procedures=(TWELVE[0],), life_events=(LifeEvent("died", "なくなった"),))
    for action, value in ((Action.START, None), (Action.NEXT, None), (Action.NEXT, ("alone",)), (Action.CHOOSE, "search")):
        stand.flow.handle(Fact(stand.screen, action, value))
    window.show_view(stand.view, look())
    for letter in word:
        page_of(window).composer.write(letter)
    assert page_of(window).answer() == word
    stand.flow.handle(Fact("R06", Action.BACK, page_of(window).answer()))
    assert stand.flow.visit.query == word
    stand.flow.handle(Fact("R04", Action.QUIT))
    stand.flow.handle(Fact("RX3", Action.CHOOSE, "end"))
    window.forget()
    stand.shown.clear()
    window.show_view(VIEWS["R04"], look())
    QTest.qWait(1)  # deferred deletes
    gc.collect()
    assert not [type(held) for held in gc.get_objects() if _holds(held, word)]


def _holds(held: object, word: str) -> bool:
    """Whether one of our values or a plain container has it; the comparison itself must not meet odd types."""
    if isinstance(held, Visit):
        return held.query == word
    if isinstance(held, Fact):
        return held.value == word
    values = held.values() if type(held) is dict else held if type(held) in (list, tuple, set) else ()
    return any(type(value) is str and value == word for value in list(values))  # type: ignore[call-overload]
