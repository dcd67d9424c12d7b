"""A scripted resident who sees what the window shows and clicks its real widgets. Waits for facts, never for a set time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import kana
from kiosk.model.dates import ERAS
from kiosk.visit.views import (
    AddressEntry,
    Attract,
    BookingSlip,
    CardPlace,
    Cards,
    Checklist,
    Choices,
    Consent,
    DateEntry,
    Handover,
    Menu,
    NumberEntry,
    Search,
    SecretPad,
    TextEntry,
    TripPlan,
    View,
    Working,
)
from kiosk.visit.visit import Place
from kiosk.walking import Script, StepRecord, WalkRecord
from screens.robot_boards import BoardsRobot
from screens.robot_booking import BookingRobot, Pen
from screens.robot_finding import FindingRobot, Hand
from screens.robot_handover import Fingers, HandoverRobot
from screens.robot_labels import LabelRobot
from screens.widgets.pager import Pager
from screens.window import KioskWindow

PATIENCE_S = 60.0
MOST_SCREENS = 200


class Stuck(Exception):
    """The robot cannot go on. The message names screen and widget, never an answer."""


class Robot:
    """Walks one visit. place: where the visit stands (screen and step). photo: called once for every new screen.

    events: procedure -> life events it is found under.
    """

    def __init__(
        self,
        window: KioskWindow,
        script: Script,
        place: Callable[[], Place | None],
        record: WalkRecord,
        events: Callable[[str], Sequence[str]] = lambda procedure: (),
    ) -> None:
        self._window = window
        self._script = script
        self._place = place
        self._record = record
        self._answers = dict(script.answers)
        self._to_touch = list(script.plan)
        self._edits = dict(script.edit)
        self._finding = FindingRobot(script, Hand(self._tap, self._tap_paged, self._write), events)
        self._now: StepRecord | None = None
        fingers = Fingers(self._digits_or_unknown, self._date, self._scan)
        pen = Pen(self._write_or_unknown, self._digits_or_unknown)
        self._booking = BookingRobot(script, Hand(self._tap, self._tap_paged, self._write), pen)
        self._boards = BoardsRobot(script, Hand(self._tap, self._tap_paged, self._write), self._date)
        self._labels = LabelRobot(script, Hand(self._tap, self._tap_paged, self._write))
        self._handover = HandoverRobot(script, Hand(self._tap, self._tap_paged, self._write), fingers)

    @property
    def tsuzuki(self) -> str:
        """The digits of the つづきQR it was shown, "" for none."""
        return self._handover.code

    def walk(self, language: str, photo: Callable[[int, str, QWidget], None]) -> None:
        """From R01 until everything is erased; fills the record. Stuck when a screen cannot be answered."""
        for number in range(MOST_SCREENS):
            view, began = self._view(), time.monotonic()
            self._settle()
            self._now = StepRecord(self._step_id(view), view.frame.screen)
            self._record.steps.append(self._now)
            photo(number, self._now.id, self._window)
            if view.frame.screen == "R17" or (view.frame.screen in ("R05M", "R23") and isinstance(view.body, Handover)):
                self._record.finished = True
            if isinstance(view.body, BookingSlip) or (
                view.frame.screen in ("R22", "R25", "R26") and isinstance(view.body, Handover)
            ):
                self._record.finished = True
            if view.frame.screen == "R19":
                return
            self._answer(view, language)
            self._wait_for_change(view)
            self._now.ms = round((time.monotonic() - began) * 1000)
        raise Stuck("the visit does not end")

    # --- seeing -----------------------------------------------------------------------------------------------------------
    def _view(self) -> View:
        view = self._window.view
        if view is None:
            raise Stuck("the window shows nothing")
        return view

    def _step_id(self, view: View) -> str:
        place = self._place()
        at_question = place is not None and place.step and place.screen == view.frame.screen
        return f"{view.frame.screen}-{place.step}" if at_question and place is not None else view.frame.screen

    def _settle(self) -> None:
        QApplication.processEvents()

    def _wait_for_change(self, view: View) -> None:
        ends = time.monotonic() + PATIENCE_S
        while self._window.view is view:
            QTest.qWait(5)
            if time.monotonic() > ends:
                raise Stuck(f"{view.frame.screen} does not go on")

    # --- doing ------------------------------------------------------------------------------------------------------------
    def _find(self, name: str) -> QWidget | None:
        found = [w for w in self._window.findChildren(QWidget, name) if w.isVisible()]
        return found[0] if found else None

    def _tap(self, name: str) -> None:
        widget = self._find(name)
        if widget is None:
            raise Stuck(f"{self._view().frame.screen}: no {name} to touch")
        if self._now is not None:
            self._now.taps += 1
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(widget.width() // 2, widget.height() // 2)
        )
        QApplication.processEvents()

    def _tap_paged(self, name: str) -> None:
        """Tap a widget that may lie on another page of its list."""
        for button in ("btn_more", "btn_fewer"):
            while self._find(name) is None and (pager := self._find(button)) is not None and pager.isEnabled():
                before = self._names()
                self._tap(button)
                if self._names() == before:
                    break
        self._tap(name)

    def _names(self) -> set[str]:
        """Every name on the screen, and which page of a list it is: painted pages have no names of their own."""
        shown = [w for w in self._window.findChildren(QWidget) if w.isVisible()]
        return {w.objectName() for w in shown} | {w.accessibleName() for w in shown if isinstance(w, Pager)}

    def _next(self) -> None:
        self._tap("btn_next")

    # --- answering --------------------------------------------------------------------------------------------------------
    def _answer(self, view: View, language: str) -> None:
        screen = view.frame.screen
        if screen.startswith("RX"):
            self._answer_notice(view)
            return
        if view.frame.problems and screen != "R10":
            raise Stuck(f"{self._step_id(view)} refused the answer: {view.frame.problems[0].text}")
        if self._carries_on(view) or self._finds(view):
            return
        match view.body:
            case Attract():
                self._tap(f"tile_lang_{language}" if self._find(f"tile_lang_{language}") else "btn_start")
            case CardPlace() as body:
                if self._record.faults and body.choices:
                    self._tap("btn_hand")
                elif any(option.value == "practice_card" for option in body.choices):
                    self._tap("btn_practice_card")
                self._wait_for_change(view)
            case SecretPad():
                self._enter_number(view.body)
            case Checklist():
                self._check_off(view.body)
            case Consent():
                self._consent(view.body)
            case Working() as body:
                self._work(view, body)
            case _:
                self._answer_screen(view)

    def _answer_screen(self, view: View) -> None:
        screen, script = view.frame.screen, self._script
        place = self._place()
        match screen:
            case "R03":
                self._choose(script.company)
            case "R07":
                self._eligibility(view, place)
            case "R09":
                self._plan(view)
            case "R10":
                self._choose(script.way)
            case "R12":
                self._question(view, place.step if place else "")
            case "R13":
                self._check()
            case "R16":
                self._paper(view)
            case "R18":
                if script.goodbye:
                    self._tap(f"tile_{script.goodbye}")
                self._next()
            case _:
                self._next()

    def _answer_notice(self, view: View) -> None:
        code = getattr(view.body, "code", "")
        if code:
            self._record.faults.append(code)
        self._tap("btn_take_along" if view.frame.screen == "RX3" else "btn_continue")

    def _step_at(self, screen: str) -> str:
        place = self._place()
        return place.step if place is not None and place.screen == screen else ""

    def _finds(self, view: View) -> bool:
        """On the way to its procedures, R04 and R06."""
        screen, body = view.frame.screen, view.body
        if screen not in ("R04", "R06") or not isinstance(body, Menu | Cards | Search):
            return False
        wrong = self._finding.answer(screen, body)
        if wrong:
            raise Stuck(f"{screen}: {wrong}")
        return True

    def _carries_on(self, view: View) -> bool:
        """Leave or go on with a つづきQR, a record, a summary, where that is what this screen is for."""
        screen = view.frame.screen
        if self._script.stop_at and self._script.stop_at in (screen, self._step_at(screen)):
            self._tap("btn_quit")
        elif isinstance(view.body, Working):
            self._work(view, view.body)
        else:
            if screen in self._boards.screens:
                self._boards.answer(screen, self._step_at(screen), view.body)
                return True
            wrong = self._booking.answer(screen, view.body)
            if wrong:
                raise Stuck(f"R15: {wrong}")
            return wrong is not None or self._labels.answer(screen, view.body) or self._handover.answer(screen, view.body)
        return True

    def _scan(self, text: str) -> None:
        """As a scanner that works as a keyboard."""
        QTest.keyClicks(self._window.focusWidget() or self._window, text)
        QTest.keyClick(self._window.focusWidget() or self._window, Qt.Key.Key_Return)

    def _choose(self, *values: str) -> None:
        for value in values:
            self._tap_paged(f"tile_{value}")
        self._next()

    def _eligibility(self, view: View, place: Place | None) -> None:
        if isinstance(view.body, Choices) and place is not None:
            self._choose(self._script.eligibility.get(place.step, "yes"))
        else:
            self._next()

    def _enter_number(self, body: SecretPad) -> None:
        wants_pin = body.groups == (4,)
        digits = self._script.pin if wants_pin else self._script.face_code
        if not digits:
            self._tap("btn_face_code" if wants_pin and self._script.face_code else "btn_hand")
            return
        for digit in digits:
            self._tap(f"key_{digit}")
        self._next()

    def _check_off(self, body: Checklist) -> None:
        wrong = self._finding.add(body)
        if wrong:
            raise Stuck(f"R08: {wrong}")
        if wrong is not None:
            return
        for item in body.items:
            missing = self._script.bring.get(item.id, "")
            if missing:
                self._tap_paged(f"state_{item.id}_{missing}")
            elif self._find(f"state_{item.id}_{body.states[0].value}") is not None:
                self._tap(f"state_{item.id}_{body.states[0].value}")
        self._next()

    def _plan(self, view: View) -> None:
        """Touch what the script names, in its order; an act shows another view and this one is come back to."""
        if not isinstance(view.body, TripPlan):
            self._tap("btn_back_to_plan")
            return
        while self._to_touch:
            self._tap_paged(f"tile_{self._to_touch.pop(0)}")
            if self._view() is not view:
                return
        self._next()

    def _consent(self, body: Consent) -> None:
        if not self._script.consent:
            self._tap(f"btn_{body.decline.value}")
            return
        for option in body.options:
            self._tap(f"tick_{option.value}")
        self._next()

    def _check(self) -> None:
        if not self._edits:
            self._next()
            return
        step, value = next(iter(self._edits.items()))
        del self._edits[step]
        self._answers[step] = value
        self._tap_paged(f"edit_{step}")

    def _paper(self, view: View) -> None:
        assert isinstance(view.body, Choices)
        if view.body.at_once:
            self._tap("tile_yes" if self._script.paper else "tile_no")
            self._script_paper_came()
        else:
            self._choose(self._script.output)

    def _script_paper_came(self) -> None:
        """A script says once that no paper came; the second sheet comes."""
        if not self._script.paper:
            from dataclasses import replace

            self._script = replace(self._script, paper=True)

    def _work(self, view: View, body: Working) -> None:
        if body.code and body.code not in self._record.faults[-1:]:
            self._record.faults.append(body.code)
        self._wait_for_change(view)

    # --- questions --------------------------------------------------------------------------------------------------------
    def _question(self, view: View, step: str) -> None:
        given = self._answers.get(step)
        match view.body:
            case Choices(options=options, multiple=multiple):
                values = _as_list(given) if given is not None else ([] if multiple else [options[-1].value])
                self._choose(*(v for v in values if v not in view.body.selected or not multiple))
            case NumberEntry(stepper=True, choices=[way_out, *_]) if given == "":
                self._tap(f"btn_{way_out.value}")
            case NumberEntry(stepper=True) as body:
                self._step_to(body, int(str(given if given is not None else body.minimum)))
            case NumberEntry() as body:
                self._digits_or_unknown(body, "" if given is None else str(given))
            case DateEntry() as body:
                self._date_or_unknown(body, given)
            case TextEntry() as body:
                self._write_or_unknown(body, given)
            case AddressEntry():
                self._address("" if given is None else str(given))
            case _:
                self._next()

    def _step_to(self, body: NumberEntry, wanted: int) -> None:
        at = int(body.value or body.minimum)
        while at != wanted:
            self._tap("key_plus" if wanted > at else "key_minus")
            at += 1 if wanted > at else -1
        self._next()

    def _digits_or_unknown(self, body: NumberEntry, digits: str) -> None:
        digits = "".join(c for c in digits if c.isdigit())
        if not digits and body.choices:
            self._tap(f"btn_{body.choices[0].value}")
            return
        for _ in body.value:
            self._tap("key_erase")
        for digit in digits:
            self._tap(f"key_{digit}")
        self._next()

    def _date_or_unknown(self, body: DateEntry, given: object) -> None:
        if (given is None or given == "") and body.choices:
            self._tap(f"btn_{body.choices[0].value}")
            return
        self._date(given)

    def _date(self, given: object) -> None:
        try:
            day = given if isinstance(given, date) else date.fromisoformat(str(given))
        except ValueError:
            raise Stuck("R12: a date in the script should look like 1951-04-05") from None
        era = next(e for e in ERAS if day >= e.first)
        if self._find("part_year") is not None and self._find(f"era_{era.id}") is None:
            self._tap("part_year")
        self._tap(f"era_{era.id}")
        self._tap_paged(f"year_{day.year}")
        self._tap(f"month_{day.month}")
        self._tap(f"day_{day.day}")
        self._next()

    def _write_or_unknown(self, body: TextEntry, given: object) -> None:
        if (given is None or given == "") and body.choices:
            self._tap(f"btn_{body.choices[0].value}")
            return
        if body.value:
            self._tap("key_erase_all")
        if isinstance(given, Mapping):  # {read: たなか, write: 田中}: by the kana keys and the kanji tiles
            parts = zip(str(given.get("read", "")).split(), str(given.get("write", "")).split(), strict=True)
            for number, (read, write) in enumerate(parts):
                if number:
                    self._tap("key_space")
                self._write_by_reading(body, read, write)
        else:
            self._write("" if given is None else str(given))
        self._next()

    def _write_by_reading(self, body: TextEntry, read: str, write: str) -> None:
        self._write(read)
        spellings = body.candidates(read)
        if write in spellings:
            self._tap_candidate(write)
        else:
            for _ in read:
                self._tap("key_erase")
            self._write(write)

    def _tap_candidate(self, write: str) -> None:
        """Touch the kanji, turning the pages of the strip until it is there."""
        for _ in range(20):
            shown = [w for w in self._window.findChildren(QWidget) if w.isVisible() and w.objectName().startswith("cand_")]
            for widget in shown:
                if widget.accessibleName() == write:
                    self._tap(widget.objectName())
                    return
            if self._find("btn_more") is None:
                break
            self._tap("btn_more")
        raise Stuck("R12: the kanji is not among the tiles shown")

    def _write(self, text: str) -> None:
        """Touch the keys there are; a letter with no key comes from the counter's own keyboard."""
        for character in text:
            name, marks = key_for(character)
            if name and self._find(name) is not None:
                self._tap(name)
                for mark in marks:
                    self._tap(mark)
            else:
                self._type(character)

    def _type(self, character: str) -> None:
        page = self._window.page
        if page is None:
            raise Stuck("no page to type on")
        if self._now is not None:
            self._now.taps += 1
        QApplication.sendEvent(page, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))
        QApplication.processEvents()

    def _address(self, text: str) -> None:
        """Written from the first letter: past the postal code and the list of towns."""
        if self._find("btn_restart") is not None:
            self._tap("btn_restart")
        if self._find("btn_code_unknown") is not None:
            self._tap("btn_code_unknown")
        if self._find("btn_town_other") is not None:
            self._tap("btn_town_other")
        self._write(text)
        self._next()


def key_for(character: str) -> tuple[str, tuple[str, ...]]:
    """(key's object name, marks to touch after it) for a hiragana; ("", ()) where the board has no such key."""
    if character in (" ", "\u3000"):
        return "key_space", ()
    for mark, toggle in (
        ("key_dakuten", kana.toggle_voiced),
        ("key_handakuten", kana.toggle_half_voiced),
        ("key_small", kana.toggle_small),
    ):
        plain = toggle(character)
        if plain != character and toggle(plain) == character and _is_base(plain):
            return f"key_{plain}", (mark,)
    return f"key_{character}", ()


def _is_base(character: str) -> bool:
    return any(character in column for column in kana.KANA_COLUMNS)


def _as_list(given: object) -> list[str]:
    if isinstance(given, list | tuple):
        return [str(value) for value in given]
    return [str(given)]


def save_photo(folder: Path, size: tuple[int, int]) -> Callable[[int, str, QWidget], None]:
    """A photo function for `walk`: NN-screen.png of the whole window into that folder."""

    def photo(number: int, name: str, window: QWidget) -> None:
        window.grab().save(str(folder / f"{number:02d}-{name}.png"))

    return photo
