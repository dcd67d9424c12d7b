"""The composition root: read it and you know the product.

curtain (last R01, painted at once) → Qt shell with the live R01 → plant.start in the disk lane (log, content, devices, city, queue,
courier) → visits. Nothing is imported before it is needed: a resident should not wait for libraries of paper and network.
This module, plant.py (what works behind the screens) and rehearsal.py (a robot resident) alone wire Qt, devices/ and intake/ together.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.settings import Settings, parse_screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from kiosk.plant import Plant
    from kiosk.visit.setting import Setting
    from screens.shell import Shell

COMMON_INCHES = 21.5
M_MMAP_THRESHOLD = -3  # malloc.h of glibc
LARGE_BLOCK = 1024 * 1024


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


COLLECT_SELDOM = (100_000, 20, 100)
"""When Python looks for garbage by itself: at its usual 700 new objects it does so a dozen times in one touch. The window has it collected
between touches and whole when a visit ends (screens/window.py)."""


def application() -> QApplication:
    """The one Qt application of this process."""
    from PySide6.QtWidgets import QApplication

    read_no_sources()
    gc.set_threshold(*COLLECT_SELDOM)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("Yuimado")
    return app


def run(
    settings: Settings, *, windowed: bool = False, painted: Callable[[], None] | None = None, live: Callable[[], None] | None = None
) -> int:
    """Show the kiosk until staff end it; the process's exit code. painted: after the first paint; live: once R01 takes touches."""
    app = application()
    from screens.curtain import Curtain

    width, height, inches = screen_of(settings, app)
    curtain = Curtain(settings.data / "cache", (width, height), painted or _nothing)
    curtain.raise_over_screen(full=not windowed)
    give_back_large_blocks()

    from kiosk.plant import Plant

    plant = Plant(settings)
    shell = _make_shell(settings, plant, (width, height, inches))
    shell.start(app)
    shell.window.resize(width, height)

    def seen() -> None:
        curtain.part(shell.window.grab_attract, shell.begin)
        shell.disk_lane.run(plant.start, lambda none: set_apart_what_stays(shell), lambda error: None)
        (live or _nothing)()

    shell.show(seen, full=not windowed, leave=app.quit)
    quit_on_signals(app)
    code = app.exec()
    shell.stop(app)
    plant.stop()
    return code


def _make_shell(settings: Settings, plant: Plant, screen: tuple[int, int, float]) -> Shell:
    from screens.shell import Shell
    from screens.theme import load_fonts, screen_scale

    load_fonts()
    return Shell(
        plant.services,
        _setting(settings, plant, screen[2]),
        screen_scale(*screen),
        practice=settings.practice,
        idle_s=settings.screen.idle_s,
        motion=settings.screen.motion,
        kept=settings.data / "cache",
    )


def _setting(settings: Settings, plant: Plant, inches: float) -> Setting:
    """The terminal's setting; letters one step smaller on a small screen, unless the configuration says otherwise."""
    from dataclasses import replace

    from kiosk.visit.views import TextSize

    setting = plant.setting()
    if settings.screen.text or inches >= COMMON_INCHES:
        return setting
    return replace(setting, look=replace(setting.look, size=TextSize.NORMAL))


def screen_of(settings: Settings, app: QApplication) -> tuple[int, int, float]:
    """(width px, height px, inches): as configured, else as the display reports."""
    if settings.screen.size:
        return parse_screen(settings.screen.size)
    screen = app.primaryScreen()
    size, mm = screen.size(), screen.physicalSize()
    inches = (mm.width() ** 2 + mm.height() ** 2) ** 0.5 / 25.4
    # Panels often report nothing, or nonsense; then take the common counter terminal.
    return size.width(), size.height(), inches if 7 <= inches <= 100 else COMMON_INCHES


def quit_on_signals(app: QApplication) -> None:
    """End in order on SIGTERM and Ctrl+C: a timer lets Python see the signal while Qt waits."""
    from PySide6.QtCore import QTimer

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: app.quit())
    timer = QTimer(app)
    timer.start(200)
    timer.timeout.connect(_nothing)


def read_no_sources() -> None:
    """Keep PySide6 from reading the source of every module that is imported after it.

    WORKAROUND(PySide6 6.11, PYSIDE-2029): for `from __feature__ import …`, which we do not use, it looks for its name in each source
    and leaves them all in linecache: 4 MB on R01 and 8 ms of the start. Remove when it can be told so.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda module: False


def give_back_large_blocks() -> None:
    """Have the C library return whole pictures to the system when they are dropped. Left alone, glibc keeps the next ones for itself
    once a large block was freed: eight megabytes that nobody uses. Elsewhere than on glibc this does nothing."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # musl has no mallopt
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)


def set_apart_what_stays(shell: Shell) -> None:
    """Spare the collector what lives as long as the program: looking through it all takes 50 ms, and would fall into a touch.

    Only while nobody is here, so that nothing of a person is ever among what stays.
    """
    if shell.window.at_rest:
        gc.collect()
        gc.freeze()


def _nothing() -> None:
    """For those who do not wait for it."""
