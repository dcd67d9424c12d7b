"""R05, R05M, the three ways out of やめる and the paper button of R17, on every screen and size: nothing cut, codes a camera can read."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from kiosk.handover import codes
from kiosk.handover.vaccination import Dose, Given
from kiosk.paths import LOCALES
from kiosk.visit.basket import with_basket
from kiosk.visit.compose import notices, resume, vaccines
from kiosk.visit.setting import Setting
from kiosk.visit.views import Done, Handover, Look, TextSize, View
from kiosk.visit.visit import Place, Visit
from kiosk.words import Catalogue
from screens.gallery.views import sample_views
from screens.resident.done import DonePage
from screens.resident.resume import HandoverPage
from screens.widgets.qr import QUIET, qr_matrix, qr_side
from tests.screens.window_kit import SCREENS, collect, drawn_texts, open_window, tap, visible_areas
from tests.unit.flow_fakes import small_procedure

LOOKS = [Look(language, size) for language, size in itertools.product(("ja", "en"), TextSize)]
SETTING = Setting("Naha City", "", {"ja": "日本語"}, scanner=True, handover=True)
UNTIL = datetime(2026, 12, 8, 3, 0, tzinfo=UTC)
LARGEST = codes.write(codes.Kind.WHOLE, bytes(range(256)) * 2 + bytes(range(146)))
LEAST_MODULE_MM = 0.33  # the largest code on the smallest screen; 0.5 and more on the others


def views(how: Look) -> dict[str, View]:
    words = Catalogue(how.language, LOCALES)
    visit = Visit("t", how, Place("R05"))
    doses = tuple(Dose(date(2020, 1, n), "MR", Given.CLINIC) for n in range(1, 31))
    done = sample_views(how)["R17"]
    assert isinstance(done.body, Done)
    return {
        "R05": resume.show_code(visit, words, SETTING),
        "R05-no-scanner": resume.show_code(visit, words, replace(SETTING, scanner=False)),
        "R05M": resume.made(LARGEST, UNTIL, True, False, words, SETTING),
        "R05M-small": resume.made("742911234", UNTIL, False, True, words, SETTING),
        "R24": resume.on_the_phone(
            with_basket(visit, [replace(small_procedure(), title="こども医療費《いりょうひ》の たすけ")]),
            "https://www.city.naha.okinawa.jp/" + "x" * 90,
            words,
        ),
        "R23": vaccines.made(doses, False, words, SETTING),
        "RX3": notices.quit_visit(words, take_along=True),
        "RX5": resume.welcome_back(words, 12),
        "R17": replace(done, body=replace(done.body, print_label=words("On paper too"))),
    }


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("how", LOOKS, ids=lambda how: f"{how.language}-{how.size}")
def test_nothing_is_cut_and_every_target_is_large_enough(qtbot: QtBot, screen: str, how: Look) -> None:
    window = open_window(qtbot, screen)
    for name, view in views(how).items():
        window.show_view(view, how)
        assert window.theme is not None
        for where, text, width, height in drawn_texts(window):
            assert text.fits(width + 1, height + 1, whole_words=False), (name, where, text.text)
            assert text.font.pixelSize() >= window.theme.px_per_mm * 3.2 - 1, (name, where, text.text)
        for area in visible_areas(window):
            assert min(area.width(), area.height()) >= window.theme.px(14.0) - 1, (name, area.objectName(), area.size())


@pytest.mark.parametrize("screen", SCREENS)
def test_a_module_of_the_code_is_large_enough_for_a_camera(qtbot: QtBot, screen: str) -> None:
    window = open_window(qtbot, screen)
    for name, view in views(Look("ja", TextSize.LARGE)).items():
        window.show_view(view, Look("ja", TextSize.LARGE))
        page, theme = window.page, window.theme
        assert theme is not None
        if isinstance(page, HandoverPage) and isinstance(view.body, Handover) and view.body.qr_text:
            side, matrix = page.code_side(), qr_matrix(view.body.qr_text)
            assert side == qr_side(matrix, side)
            assert side / (len(matrix) + 2 * QUIET) / theme.px_per_mm >= LEAST_MODULE_MM, name
        assert not isinstance(page, DonePage) or page.print_button.isVisible()


def test_the_buttons_say_what_they_are_for(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    shown = views(Look("ja"))
    facts = collect(window)
    for name, button in (("R05", "btn_type_code"), ("R05M", "btn_print"), ("RX3", "btn_take_along"), ("R17", "btn_print")):
        window.show_view(shown[name], Look("ja"))
        tap(window, button)
        assert facts[-1].value == button.removeprefix("btn_")
