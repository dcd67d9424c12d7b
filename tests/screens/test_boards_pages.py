"""R22 and R26 on every screen and size: nothing cut, targets large enough, codes a camera can read, chips and cards that act."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone

import pytest
from pytestqt.qtbot import QtBot

from kiosk.boards.bids import Bid, BidPack
from kiosk.boards.fits import Match, matches
from kiosk.boards.reading import load_fits
from kiosk.content.procedures import read_procedures
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.compose import boards
from kiosk.visit.facts import Action
from kiosk.visit.setting import Setting
from kiosk.visit.views import Contrast, DateEntry, Handover, Look, TextSize, View
from kiosk.words import Catalogue
from screens.resident.resume import HandoverPage
from screens.widgets.qr import QUIET, qr_matrix
from tests.screens.window_kit import SCREENS, collect, drawn_texts, open_window, tap, visible_areas

LOOKS = [Look(language, size) for language, size in itertools.product(("ja", "en"), TextSize)]
SETTING = Setting("Naha City", "", {"ja": "日本語"}, account="https://line.example/naha")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=9)))
TODAY = NOW.date()
RULES = load_fits(ASSETS / "boards" / "fits.yaml")
PROCEDURES = read_procedures(ASSETS / "procedures")[0]
LONG = "那覇市立小学校の体育館の屋根と外壁の補修および照明器具の取り替えに関する工事（第2期、令和8年度、繰越分をふくむ）"
BIDS = (
    Bid(LONG, date(2026, 11, 24), time(17), "建設工事（一般競争入札）", "上下水道局 総務課 契約グループ", "https://www.example.com/" + "x" * 150),
    *(Bid(f"品物 {n}", date(2026, 12, n), None, "物品", "管財課", f"https://www.example.com/{n}" if n % 2 else "") for n in range(1, 20)),
)  # fmt: skip


def found() -> tuple[Match, ...]:
    everything = dict.fromkeys((question.id for question in RULES.questions), "yes")
    return matches(RULES, everything, {"moved": TODAY, "quit_work": date(2026, 10, 1)}, PROCEDURES)


def views(how: Look) -> Mapping[str, View]:
    _ = Catalogue(how.language, LOCALES)
    old, example = BidPack(BIDS, date(2026, 11, 1)), BidPack(BIDS, TODAY, example=True)
    asked = {
        f"R22-{question.id}": boards.question(question, (number, 6), "", (), _)
        for number, question in enumerate(RULES.questions, 1)
    }
    days = {f"R22-day-{question.id}": boards.day(question, "", TODAY, (), _) for question in RULES.questions if question.day}
    return {
        "R22": boards.hub(True, True, True, _),
        "R22-account": boards.account(SETTING.account, _),
        **asked,
        **days,
        "R22-result": boards.result(found(), TODAY, True, _, SETTING),
        "R22-nothing": boards.result((), TODAY, True, _, SETTING),
        "R22-phone": boards.phone(found(), TODAY, False, _, SETTING),
        "R22-calendar": boards.calendar(boards.with_days(found(), TODAY)[0], True, NOW, _),
        "R26": boards.bids(old, NOW, _),
        "R26-example": boards.bids(example, NOW, _),
        "R26-none": boards.bids(None, NOW, _),
        "R26-long": boards.bid(BIDS[0], old, TODAY, _),
        "R26-no-page": boards.bid(BIDS[2], old, TODAY, _),
    }


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
def test_nothing_is_cut_and_every_target_is_large_enough(qtbot: QtBot, screen: str, how: Look) -> None:
    window = open_window(qtbot, screen)
    for name, view in views(how).items():
        window.show_view(view, how)
        assert window.theme is not None
        for where, text, width, height in () if isinstance(view.body, DateEntry) else drawn_texts(window):  # see test_entry_date
            assert text.fits(width + 1, height + 1, whole_words=False), (name, where, text.text)
            assert text.font.pixelSize() >= window.theme.px_per_mm * 3.2 - 1, (name, where, text.text)
        for area in visible_areas(window):
            assert min(area.width(), area.height()) >= window.theme.px(14.0) - 1, (name, area.objectName(), area.size())


@pytest.mark.parametrize("screen", SCREENS)
def test_a_module_of_each_code_is_large_enough_for_a_camera(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    for name, view in views(Look("ja", TextSize.LARGE)).items():
        window.show_view(view, Look("ja", TextSize.LARGE))
        page, theme = window.page, window.theme
        assert theme is not None
        if isinstance(page, HandoverPage) and isinstance(view.body, Handover) and view.body.qr_text:
            matrix = qr_matrix(view.body.qr_text)
            assert page.code_side() / (len(matrix) + 2 * QUIET) / theme.px_per_mm >= 0.45, name


@pytest.mark.parametrize("contrast", Contrast)
def test_a_card_acts_at_once_and_a_chip_leads_elsewhere(qtbot: QtBot, contrast: Contrast) -> None:
    window = open_window(qtbot)
    facts = collect(window)
    how = Look("ja", contrast=contrast)
    view = views(how)["R22-result"]
    window.show_view(view, how)
    tap(window, "card_tennyu")
    tap(window, "filter_phone")
    assert [(fact.action, fact.value) for fact in facts] == [(Action.CHOOSE, "tennyu"), (Action.CHOOSE, ("phone", ()))]


def test_the_bids_stand_on_pages_without_scrolling(qtbot: QtBot) -> None:
    window = open_window(qtbot, "12.1in")
    window.show_view(views(Look())["R26"], Look())
    first = {area.objectName() for area in visible_areas(window) if area.objectName().startswith("card_")}
    assert 0 < len(first) < len(BIDS)
    tap(window, "btn_more")
    second = {area.objectName() for area in visible_areas(window) if area.objectName().startswith("card_")}
    assert second
    assert not first & second
