"""A scripted resident who sees what the window shows and clicks its real widgets. Waits for facts, never for a set time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.visit.views import (
    Attract,
    BookingSlip,
    CardPlace,
    Cards,
    Checklist,
    Choices,
    Consent,
    Handover,
    Menu,
    Search,
    SecretPad,
    TripPlan,
    View,
    Working,
)
from kiosk.visit.visit import Place
from kiosk.walking import Script, StepRecord, WalkRecord
from screens.robot.boards import BoardsRobot
from screens.robot.booking import BookingRobot
from screens.robot.entries import Entries
from screens.robot.finding import FindingRobot
from screens.robot.handover import HandoverRobot
from screens.robot.hands import Hands, Stuck
from screens.robot.labels import LabelRobot
from screens.window import KioskWindow

PATIENCE_S = 60.0
MOST_SCREENS = 200
ON_THE_CARD = frozenset({"name", "birth", "address"})


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
        self._hands = Hands(window)
        self._entries = Entries(self._hands)
        self._finding = FindingRobot(script, self._hands, events)
        self._booking = BookingRobot(script, self._hands, self._entries)
        self._boards = BoardsRobot(script, self._hands, self._entries)
        self._labels = LabelRobot(script, self._hands)
        self._handover = HandoverRobot(script, self._hands, self._entries)

    @property
    def tsuzuki(self) -> str:
        """The digits of the つづきQR it was shown, "" for none."""
        return self._handover.code

    def walk(self, language: str, photo: Callable[[int, str, QWidget], None]) -> None:
        """From R01 until everything is erased; fills the record. Stuck when a screen cannot be answered."""
        for number in range(MOST_SCREENS):
            view, began, taps = self._hands.view, time.monotonic(), self._hands.taps
            QApplication.processEvents()
            step = StepRecord(self._step_id(view), view.frame.screen)
            self._record.steps.append(step)
            photo(number, step.id, self._window)
            self._record.finished = self._record.finished or _reached(view)
            if view.frame.screen == "R19":
                return
            try:
                self._answer(view, language)
                self._wait_for_change(view)
            finally:
                step.taps = self._hands.taps - taps
            step.ms = round((time.monotonic() - began) * 1000)
        raise Stuck("the visit does not end")

    # --- seeing -----------------------------------------------------------------------------------------------------------
    def _step_id(self, view: View) -> str:
        place = self._place()
        at_question = place is not None and place.step and place.screen == view.frame.screen
        return f"{view.frame.screen}-{place.step}" if at_question and place is not None else view.frame.screen

    def _wait_for_change(self, view: View) -> None:
        ends = time.monotonic() + PATIENCE_S
        while self._window.view is view:
            QTest.qWait(5)
            if time.monotonic() > ends:
                raise Stuck(f"{view.frame.screen} does not go on")

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
                self._hands.tap(f"tile_lang_{language}" if self._hands.find(f"tile_lang_{language}") else "btn_start")
            case CardPlace() as body:
                if self._record.faults and body.choices:
                    self._hands.tap("btn_hand")
                elif any(option.value == "practice_card" for option in body.choices):
                    self._hands.tap("btn_practice_card")
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
                self._hands.choose(script.company)
            case "R07":
                self._eligibility(view, place)
            case "R09":
                self._plan(view)
            case "R10":
                self._how_to_fill(script.way)
            case "R12":
                self._entries.answer(view.body, self._answers.get(place.step) if place else None)
            case "R13":
                self._check()
            case "R16":
                self._paper(view)
            case "R18":
                if script.goodbye:
                    self._hands.tap(f"tile_{script.goodbye}")
                self._hands.next()
            case _:
                self._hands.next()

    def _answer_notice(self, view: View) -> None:
        code = getattr(view.body, "code", "")
        if code:
            self._record.faults.append(code)
        self._hands.tap("btn_take_along" if view.frame.screen == "RX3" else "btn_continue")

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
            self._hands.tap("btn_quit")
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

    def _eligibility(self, view: View, place: Place | None) -> None:
        if isinstance(view.body, Choices) and place is not None:
            self._hands.choose(self._script.eligibility.get(place.step, "yes"))
        else:
            self._hands.next()

    def _enter_number(self, body: SecretPad) -> None:
        wants_pin = body.groups == (4,)
        digits = self._script.pin if wants_pin else self._script.face_code
        if not digits:
            self._hands.tap("btn_face_code" if wants_pin and self._script.face_code else "btn_hand")
            return
        for digit in digits:
            self._hands.tap(f"key_{digit}")
        self._hands.next()

    def _check_off(self, body: Checklist) -> None:
        wrong = self._finding.add(body)
        if wrong:
            raise Stuck(f"R08: {wrong}")
        if wrong is not None:
            return
        for item in body.items:
            missing = self._script.bring.get(item.id, "")
            if missing:
                self._hands.tap_paged(f"state_{item.id}_{missing}")
            elif self._hands.find(f"state_{item.id}_{body.states[0].value}") is not None:
                self._hands.tap(f"state_{item.id}_{body.states[0].value}")
        self._hands.next()

    def _plan(self, view: View) -> None:
        """Touch what the script names, in its order; an act shows another view and this one is come back to."""
        if not isinstance(view.body, TripPlan):
            self._hands.tap("btn_back_to_plan")
            return
        while self._to_touch:
            self._hands.tap_paged(f"tile_{self._to_touch.pop(0)}")
            if self._hands.view is not view:
                return
        self._hands.next()

    def _how_to_fill(self, way: str) -> None:
        """As the script wishes; with no card to read, by hand where it gives what the card would have given."""
        if way == "card" and self._hands.find("tile_card") is None:
            if not self._script.answers.keys() & ON_THE_CARD:
                raise Stuck(
                    "R10: there is no card to read. Give the walk one (--card), or the script the answers: name, birth, address"
                )
            way = "hand"
        self._hands.choose(way)

    def _consent(self, body: Consent) -> None:
        if not self._script.consent:
            self._hands.tap(f"btn_{body.decline.value}")
            return
        for option in body.options:
            self._hands.tap(f"tick_{option.value}")
        self._hands.next()

    def _check(self) -> None:
        if not self._edits:
            self._hands.next()
            return
        step, value = next(iter(self._edits.items()))
        del self._edits[step]
        self._answers[step] = value
        self._hands.tap_paged(f"edit_{step}")

    def _paper(self, view: View) -> None:
        assert isinstance(view.body, Choices)
        if view.body.at_once:
            self._hands.tap("tile_yes" if self._script.paper else "tile_no")
            self._script_paper_came()
        else:
            self._hands.choose(self._script.output)

    def _script_paper_came(self) -> None:
        """A script says once that no paper came; the second sheet comes."""
        if not self._script.paper:
            self._script = replace(self._script, paper=True)

    def _work(self, view: View, body: Working) -> None:
        if body.code and body.code not in self._record.faults[-1:]:
            self._record.faults.append(body.code)
        self._wait_for_change(view)


def _reached(view: View) -> bool:
    """Whether the visit has what it came for: R17, or the paper, slip or code of a visit that ends elsewhere."""
    screen, body = view.frame.screen, view.body
    if isinstance(body, BookingSlip) or screen == "R17":
        return True
    return screen in ("R05M", "R22", "R23", "R25", "R26") and isinstance(body, Handover)


def save_photo(folder: Path, size: tuple[int, int]) -> Callable[[int, str, QWidget], None]:
    """A photo function for `walk`: NN-screen.png of the whole window into that folder."""

    def photo(number: int, name: str, window: QWidget) -> None:
        window.grab().save(str(folder / f"{number:02d}-{name}.png"))

    return photo
