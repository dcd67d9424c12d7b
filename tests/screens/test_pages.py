"""Every page on every screen, size and language: nothing cut, nothing too small; and what each page answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Contrast, Done, Frame, Look, Notice, Option, TextSize, View, Wiped
from screens.gallery.views import sample_views
from screens.resident.done import DonePage
from screens.widgets.qr import QUIET, qr_matrix
from tests.screens.window_kit import ENTRY_PAGES, SCREENS, collect, drawn_texts, find, look, open_window, tap, visible_areas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")
VIEWS = sample_views(look())
LOOKS = [Look(language, size) for language in ("ja", "en") for size in TextSize]
SMALLEST_MM = 3.2  # where a text must shrink, it stays readable at arm's length


def _mine(views: dict[str, View]) -> dict[str, View]:
    return {name: view for name, view in views.items() if name not in ENTRY_PAGES}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
def test_no_text_is_cut_on_any_page(qtbot: QtBot, screen: str, how: Look) -> None:
    window = open_window(qtbot, screen)
    for name, view in _mine(sample_views(how)).items():
        window.show_view(view, how)
        for where, text, width, height in drawn_texts(window):
            assert text.fits(width + 1, height + 1, whole_words=False), (name, where, text.text, width, height)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
def test_text_that_must_shrink_stays_readable(qtbot: QtBot, screen: str, how: Look) -> None:
    window = open_window(qtbot, screen)
    for name, view in _mine(sample_views(how)).items():
        window.show_view(view, how)
        assert window.theme is not None
        for where, text, _, _ in drawn_texts(window):
            assert text.font.pixelSize() >= window.theme.px_per_mm * SMALLEST_MM - 1, (name, where, text.text)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
def test_every_target_is_14_mm_named_and_apart(qtbot: QtBot, screen: str, how: Look) -> None:
    window = open_window(qtbot, screen)
    for name, view in _mine(sample_views(how)).items():
        window.show_view(view, how)
        assert window.theme is not None
        least, apart = window.theme.px(14.0) - 1, window.theme.px(2.5)
        boxes = []
        for area in visible_areas(window):
            assert min(area.width(), area.height()) >= least, (name, area.objectName(), area.size())
            assert area.accessibleName(), (name, area.objectName())
            corner = area.mapTo(window, QPoint(0, 0))
            box = QRect(corner, area.size())
            assert window.rect().contains(box), (name, area.objectName(), box)
            if area.objectName() != "btn_start":  # the whole of R01, with the languages above it
                boxes.append((area.objectName(), box))
        for i, (one, box) in enumerate(boxes):
            for other, that in boxes[i + 1 :]:
                grown = box.adjusted(-apart, -apart, apart, apart)
                assert not grown.intersects(that), (name, one, other, box, that)


@pytest.mark.parametrize("contrast", list(Contrast))
def test_every_page_paints_in_every_contrast(qtbot: QtBot, contrast: Contrast) -> None:
    window = open_window(qtbot)
    how = look(contrast=contrast)
    for view in _mine(VIEWS).values():
        window.show_view(view, how)
        image = window.grab().toImage()
        assert len({image.pixelColor(x, y).rgb() for x in range(0, 1920, 40) for y in range(0, 1080, 40)}) > 2


def test_the_whole_start_screen_is_the_button_and_a_language_starts_in_it(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R01"], look())
    start = find(window, "btn_start")
    assert start is not None and start.size() == window.size()
    QTest.mouseClick(start, Qt.MouseButton.LeftButton, pos=QPoint(1800, 100))
    tap(window, "tile_lang_en")
    assert facts == [Fact("R01", Action.START, ""), Fact("R01", Action.START, "en")]


@pytest.mark.parametrize(
    ("tile", "changed"),
    [
        ("tile_lang_en", look(language="en")),
        ("tile_size_xlarge", look(size=TextSize.XLARGE)),
        ("tile_contrast_high", look(contrast=Contrast.HIGH)),
        ("tile_furigana", look(furigana=False)),
        ("tile_voice", look(voice=True)),
    ],
)
def test_each_touch_of_the_look_screen_asks_for_that_look(qtbot: QtBot, tile: str, changed: Look) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R02"], look())
    tap(window, tile)
    assert facts == [Fact("R02", Action.LOOK, changed)]


def test_one_of_several_is_replaced_and_any_of_several_is_gathered(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R12"], look())
    assert window.page is not None and window.page.answer() == ("pension",)
    tap(window, "tile_work")
    assert window.page.answer() == ("work",)
    window.show_view(VIEWS["R12-many"], look())
    tap(window, "tile_number")
    tap(window, "tile_domicile")
    tap(window, "tile_relation")
    assert window.page.answer() == ("domicile", "number")


@pytest.mark.parametrize("size", list(TextSize))
def test_every_choice_is_reached_by_turning_pages(qtbot: QtBot, size: TextSize) -> None:
    window = open_window(qtbot, "10.1in")
    window.show_view(VIEWS["R12"], look(size=size))
    seen: set[str] = set()
    for _ in range(8):
        seen |= {area.objectName() for area in visible_areas(window) if area.objectName().startswith("tile_")}
        more = find(window, "btn_more")
        if more is None or not more.isVisible():
            break
        tap(window, "btn_more")
    assert seen == {f"tile_{value}" for value in ("pension", "work", "school", "home", "other", "unknown")}


def test_the_checklist_answers_what_was_touched_and_keeps_what_was_not(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R08"], look())
    tap(window, "state_fee_later")
    tap(window, "state_letter_has")
    assert window.page is not None and window.page.answer() == (("id", "has"), ("fee", "later"), ("letter", "has"))


def test_change_goes_back_to_its_step(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R13"], look())
    tap(window, "edit_address")
    tap(window, "btn_more")
    tap(window, "edit_purpose")
    assert [(fact.action, fact.value) for fact in facts] == [(Action.EDIT, "address"), (Action.EDIT, "purpose")]


def test_consent_is_never_given_beforehand_and_paper_only_acts_at_once(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["R14"], look())
    assert window.page is not None and window.page.answer() == ()
    tap(window, "tick_send")
    assert window.page.answer() == ("send",)
    tap(window, "tick_send")
    assert window.page.answer() == ()
    tap(window, "btn_paper_only")
    assert facts == [Fact("R14", Action.CHOOSE, "paper_only")]


@pytest.mark.parametrize(("name", "button", "value"), [
    ("R11-place", "btn_no_card", "no_card"), ("R16-asked", "btn_paper_yes", "paper_yes"), ("R16-asked", "btn_paper_no", "paper_no"),
    ("RX1", "btn_continue", "continue"), ("RX3", "btn_wipe", "wipe"), ("RX5", "btn_call", "call"),
])  # fmt: skip
def test_buttons_that_act_at_once_report_their_value(qtbot: QtBot, name: str, button: str, value: str) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS[name], look())
    tap(window, button)
    assert facts == [Fact(VIEWS[name].frame.screen, Action.CHOOSE, value)]


def test_leaving_answers_both_questions_or_neither(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R18"], look())
    assert window.page is not None and window.page.answer() == ("", "")
    tap(window, "tile_talk")
    tap(window, "tile_good")
    assert window.page.answer() == ("talk", "good")
    tap(window, "tile_good")
    assert window.page.answer() == ("talk", "")


def test_the_ring_runs_out_once(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(
        View(Frame("RX1", "?"), Notice("?", (Option("continue", "つづける"),), primary="continue", countdown_s=1), over=True),
        look(),
    )
    qtbot.waitUntil(lambda: bool(facts), timeout=5000)
    QTest.qWait(600)
    assert facts == [Fact("RX1", Action.TIME_UP)]


def test_a_touch_beside_the_buttons_goes_on_while_the_ring_runs(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(VIEWS["RX1"], look())
    assert window.page is not None
    QTest.mouseClick(window.page, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert facts == [Fact("RX1", Action.CHOOSE, "continue")]


def test_the_wiped_screen_goes_back_by_itself_or_with_a_touch(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    window.show_view(View(Frame("R19", "けしました"), Wiped(("名前",), "けしました 14:32", 1)), look())
    assert window.page is not None
    QTest.mouseClick(window.page, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(facts) == 2, timeout=5000)
    assert [fact.action for fact in facts] == [Action.NEXT, Action.TIME_UP]


def test_the_qr_code_on_the_done_screen_is_drawn_in_whole_pixels(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.show_view(VIEWS["R17"], look())
    body = VIEWS["R17"].body
    assert isinstance(body, Done) and isinstance(window.page, DonePage)
    matrix = qr_matrix(body.qr_text)
    image = window.grab().toImage()
    take = window.page._take
    corner = window.page.mapTo(window, take.toRect().topLeft())
    dark = [
        (x, y)
        for x in range(corner.x(), corner.x() + round(take.width()))
        for y in range(corner.y(), corner.y() + round(take.height()))
        if image.pixelColor(x, y).rgb() == 0xFF000000
    ]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    module = next(n for n in range(1, 40) if image.pixelColor(left + 7 * n, top).rgb() != 0xFF000000)
    assert QUIET * module > 0
    for row, cells in enumerate(matrix):
        for column, is_dark in enumerate(cells):
            for dx, dy in ((0, 0), (module - 1, module - 1)):
                seen = image.pixelColor(left + column * module + dx, top + row * module + dy).rgb() & 0xFFFFFF
                assert seen == (0x000000 if is_dark else 0xFFFFFF), (row, column)
