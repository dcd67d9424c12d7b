"""Both kinds of scanner, from the device to the visit: the shell reads a serial one and hears one that types, on the same R05."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from devices.simulated.scanner import SimulatedScanner
from kiosk.handover.desk import HandoverDesk
from kiosk.handover.draft import Draft
from kiosk.handover.sealing import load_or_make
from kiosk.handover.used import UsedDrafts
from kiosk.ports import Lane
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import Services
from screens.shell import Shell
from screens.theme import TapGuard, load_fonts
from tests.unit.flow_fakes import FakeClock, Stand

NOW = FakeClock().now()


@dataclass
class Terminal:
    """A shell at R05 with a scanner of each kind."""

    shell: Shell
    scanner: SimulatedScanner
    text: str

    def step(self) -> str:
        place = self.shell.flow.place()
        return place.step if place is not None and place.screen == "R12" else ""


@pytest.fixture
def terminal(qtbot: QtBot, tmp_path: Path) -> Iterator[Terminal]:
    load_fonts()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk = HandoverDesk(load_or_make(tmp_path / "t.key"), None, UsedDrafts(tmp_path / "u"), lambda: NOW)
    made = desk.write(Draft("00", NOW, ("small",), "R12", "name", {"who": "self"}))
    assert made is not None
    stand, scanner = Stand(handover=desk), SimulatedScanner()

    def services(card: Lane, disk: Lane, paper: Lane) -> Services:
        return replace(stand.flow._services, card=None, scanner=scanner, card_lane=card, disk_lane=disk, print_lane=paper)

    hooks = sys.excepthook, threading.excepthook
    shell = Shell(services, stand.flow.setting, 4.0, practice=True, guard=TapGuard(0.0))
    qtbot.addWidget(shell.window)
    shell.window.resize(1280, 800)
    shell.window.show()
    shell.start(app)
    for screen, action, value in (("R01", Action.START, ""), ("R02", Action.NEXT, None), ("R03", Action.NEXT, ("alone",)), ("R04", Action.CHOOSE, "resume")):  # fmt: skip
        shell.flow.handle(Fact(screen, action, value))
    yield Terminal(shell, scanner, made.text)
    shell.stop(app)
    sys.excepthook, threading.excepthook = hooks


def test_a_code_under_the_serial_scanner_takes_the_visit_up(qtbot: QtBot, terminal: Terminal) -> None:
    terminal.scanner.present("4912345678904")
    qtbot.waitUntil(lambda: bool(terminal.shell.window.view and terminal.shell.window.view.frame.problems))
    terminal.scanner.present(terminal.text)
    qtbot.waitUntil(lambda: terminal.step() == "name")


def test_a_code_typed_by_a_scanner_takes_the_visit_up(qtbot: QtBot, terminal: Terminal) -> None:
    QTest.keyClicks(terminal.shell.window, terminal.text)
    QTest.keyClick(terminal.shell.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: terminal.step() == "name")


def test_a_code_scanned_over_a_question_reaches_no_field(qtbot: QtBot, terminal: Terminal) -> None:
    terminal.scanner.present(terminal.text)
    qtbot.waitUntil(lambda: terminal.step() == "name")
    terminal.shell.flow.handle(Fact("RX5", Action.CHOOSE, "continue"))
    page = terminal.shell.window.page
    assert page is not None
    with qtbot.waitSignal(terminal.shell.wedge.scanned):
        QTest.keyClicks(page, terminal.text)
        QTest.keyClick(page, Qt.Key.Key_Return)
    assert terminal.step() == "name"
    assert page.answer() == ""
