"""Views, words and a finger for the tests of the entry pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import entry_words, kana
from kiosk.visit.views import (
    AddressEntry,
    DateEntry,
    Frame,
    Look,
    NumberEntry,
    Option,
    Problem,
    SecretPad,
    Stage,
    TextEntry,
    TextKind,
    TextSize,
    View,
)
from screens.page import Page
from screens.theme import TapGuard, load_fonts, screen_scale
from screens.widgets.buttons import Button
from screens.widgets.fields import TextField
from screens.widgets.keys import Key
from screens.widgets.press import PressArea
from screens.window import KioskWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # read when the application is made, after this import

SCREENS = {"21.5": (1920, 1080, 21.5), "12.1": (1280, 800, 12.1), "10.1": (1280, 800, 10.1), "portrait": (1080, 1920, 21.5)}
JAPANESE = {
    "Meiji": "明治《めいじ》", "Taisho": "大正《たいしょう》", "Showa": "昭和《しょうわ》", "Heisei": "平成《へいせい》", "Reiwa": "令和《れいわ》",
    "{era} {era_year}": "{era}{era_year}年《ねん》", "1": "元《がん》", "{year}": "{year}年", "western": "era", "{day}": "{day}日", "{large} ({small})": "{large} （{small}）", "Year": "年《ねん》", "Month": "月《つき》", "Day": "日《ひ》",
    "{first} to {last}": "{first}〜{last}年", "More": "つぎ", "Previous": "まえ", "Erase one": "けす 1もじ", "Erase all": "ぜんぶ けす",
    "Erase": "けす", "Space": "空白《くうはく》", "small": "小《しょう》", "Postal code": "郵便番号《ゆうびんばんごう》", "I do not know it": "わからない",
    "There is no such postal code in the list. Check the number, or write the address yourself.":
        "この 番号《ばんごう》は 見《み》つかりません。番号《ばんごう》を たしかめるか、「わからない」を おしてください",
    "Which town?": "町《まち》を えらんでください", "Another place": "ほかの ところ", "Building name": "たてものの 名前《なまえ》", "Done": "できた",
    "Start again": "はじめから", "Address": "住所《じゅうしょ》", "What you write": "ここに 出《で》ます",
    **{entry_words.DATE_WORDS[f"month_{n}"]: f"{n}月《がつ》" for n in range(1, 13)},
}  # fmt: skip
NAMES = {"ひが": ("比嘉", "日開"), "たなか": ("田中", "田仲"), "たろう": ("太郎", "太朗"), "はいつ": ("ハイツ",)}
CITY = "沖縄県《おきなわけん》那覇市《なはし》"
TOWNS = (
    "泉崎《いずみざき》", "安里《あさと》", "天久《あめく》", "久茂地《くもじ》", "古波蔵《こはぐら》", "国場《こくば》", "首里石嶺町《しゅりいしみねちょう》",
    "首里金城町《しゅりきんじょうちょう》", "首里当蔵町《しゅりとうのくらちょう》", "壺川《つぼがわ》", "松尾《まつお》", "真嘉比《まかび》", "銘苅《めかる》", "小禄《おろく》",
)  # fmt: skip


def words(table: object, language: str) -> dict[str, str]:
    """A table of entry_words in that language."""
    translate = JAPANESE if language == "ja" else {}
    return entry_words.labels(table, lambda msgid: translate.get(msgid, msgid))  # type: ignore[arg-type]


def candidates(reading: str) -> tuple[str, ...]:
    """A converter that knows four words."""
    return NAMES.get(reading, ())


def towns(code: str) -> tuple[str, ...]:
    """Two postal codes and, for "", every town."""
    if code == "9000021":
        return (CITY + "泉崎《いずみざき》",)
    if code == "9030000":
        return tuple(CITY + town for town in TOWNS if "首里" in town)
    if code == "9000000":
        return ("沖縄県那覇市",)
    return tuple(CITY + town for town in TOWNS) if not code else ()


def frame(heading: str = "これは なんですか", problems: tuple[Problem, ...] = ()) -> Frame:
    """A question's frame."""
    return Frame(
        "R12",
        heading,
        "ひとことの 説明《せつめい》です",
        Stage.ASK,
        why="申請書《しんせいしょ》に 書《か》く ことです",
        problems=problems,
        next_label="つぎへ",
    )


def text_view(
    value: str = "", kind: TextKind = TextKind.NAME, most: int = 60, language: str = "ja", choices: tuple[Option, ...] = ()
) -> View:
    return View(frame(), TextEntry(value, kind, most, words(entry_words.TEXT_WORDS, language), candidates, choices))


def date_view(value: str = "", language: str = "ja") -> View:
    return View(frame(), DateEntry(value, words(entry_words.DATE_WORDS, language), 1905, 2026))


def address_view(value: str = "", language: str = "ja") -> View:
    return View(frame(), AddressEntry(value, words(entry_words.ADDRESS_WORDS, language), towns, candidates))


def number_view(value: str = "", most: int = 11, choices: tuple[Option, ...] = ()) -> View:
    return View(frame(), NumberEntry(value, max_digits=most, erase="けす", choices=choices))


def stepper_view(value: str = "1", most: int = 5) -> View:
    return View(frame(), NumberEntry(value, unit="通《つう》", minimum=1, maximum=most, stepper=True))


def pin_view(groups: tuple[int, ...] = (4,), problems: tuple[Problem, ...] = ()) -> View:
    labels = (
        ("生年月日《せいねんがっぴ》 6けた", "有効期限《ゆうこうきげん》の 年《とし》 4けた", "セキュリティコード 4けた")
        if len(groups) > 1
        else ()
    )
    choices = (Option("face_code", "番号《ばんごう》が わからない"), Option("hand", "カードを つかわずに すすむ"))
    return View(
        frame(problems=problems), SecretPad(groups, labels, "あと 3回《かい》 まちがえられます", "けす", "とりやめる", choices)
    )


class Clock:
    """A clock that moves half a second at every look, so that no tap comes too soon."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.5
        return self.now


def window_for(screen: str) -> KioskWindow:
    """The kiosk's window on that glass."""
    load_fonts()
    width, height, inches = SCREENS[screen]
    window = KioskWindow(screen_scale(width, height, inches), {}, guard=TapGuard(clock=Clock()))
    window.resize(width, height)
    window.show()
    return window


def shown(window: KioskWindow, view: View, size: str = "large", language: str = "ja") -> Page:
    """The page of that view, laid out."""
    window.show_view(view, Look(language, TextSize(size)))
    QApplication.processEvents()
    assert window.page is not None
    return window.page


def key(page: QWidget, name: str) -> PressArea:
    """The visible key of that name, after opening its row or mode if it waits behind one."""
    for attempt in range(3):
        found = [area for area in page.findChildren(PressArea, name) if area.isVisibleTo(page)]
        if found:
            return found[0]
        char = name.removeprefix("key_")
        if attempt == 0 and kana.column_of(char) >= 0:
            _tap_if_shown(page, "mode_kana")
        if kana.column_of(char) >= 0:
            _tap_if_shown(page, f"row_{kana.KANA_COLUMNS[kana.column_of(char)][0]}")
    raise AssertionError(f"no key {name}")


def _tap_if_shown(page: QWidget, name: str) -> None:
    if any(area.isVisibleTo(page) for area in page.findChildren(PressArea, name)):
        tap(page, name)


def tap(page: QWidget, *names: str) -> None:
    """Touch these, one after the other."""
    for name in names:
        QTest.mouseClick(key(page, name), Qt.MouseButton.LeftButton)


def type_kana(page: QWidget, text: str) -> None:
    """Touch the keys of those kana, marks after their kana."""
    marks = {"゛": "dakuten", "゜": "handakuten", "小": "small"}
    for char in text:
        tap(page, f"key_{marks.get(char, char)}")


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one touch target."""

    name: str
    what: str


def visible_areas(page: QWidget) -> list[PressArea]:
    return [area for area in page.findChildren(PressArea) if area.isVisibleTo(page)]


def flaws(page: Page) -> Iterator[Flaw]:
    """Every target that is too small, too near another, outside the page, nameless, or whose words cannot be read."""
    scale = page.theme.px_per_mm
    places = [(area, area.rect().translated(area.mapTo(page, area.rect().topLeft()))) for area in visible_areas(page)]
    for i, (area, place) in enumerate(places):
        name = area.objectName()
        if min(place.width(), place.height()) < 14.0 * scale:
            yield Flaw(name, f"{place.width() / scale:.1f} x {place.height() / scale:.1f} mm")
        if not page.rect().contains(place):
            yield Flaw(name, "outside the page")
        if not area.accessibleName().strip():
            yield Flaw(name, "no name")
        for other, there in places[i + 1 :]:
            across = max(there.left() - place.right(), place.left() - there.right()) - 1
            down = max(there.top() - place.bottom(), place.top() - there.bottom()) - 1
            if max(across, down) < 3.0 * scale - 1e-6:
                yield Flaw(name, f"{max(across, down) / scale:.1f} mm from {other.objectName()}")
        yield from _unreadable(area)
    for field in page.findChildren(TextField):
        if field.isVisibleTo(page) and not field.fits():
            yield Flaw(field.objectName(), "text does not fit")


def _unreadable(area: PressArea) -> Iterator[Flaw]:
    least = 3.5 * area.theme.px_per_mm  # mm em, below which words on a key are no longer read at arm's length
    texts = []
    if isinstance(area, Key):
        texts = [(text, rect) for text, rect in zip(area.shown(), area.words_rects(), strict=True) if text is not None]
    elif isinstance(area, Button):
        texts = [(area.shown(), area.words_rect())]
    for text, rect in texts:
        if not text.fits(rect.width(), rect.height()):
            yield Flaw(area.objectName(), f"{text.text!r} cut")
        elif text.font.pixelSize() < least:
            yield Flaw(area.objectName(), f"{text.text!r} only {text.font.pixelSize() / area.theme.px_per_mm:.1f} mm")
