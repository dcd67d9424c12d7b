"""What a terminal knows, read from assets/: procedures, life events, places and times, forms, towns, words for the search.

Opened while R01 stands, each from its cache; what only some visits need is read when they first ask.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.journal import Journal
from kiosk.paths import ASSETS, LOCALES
from kiosk.settings import Settings
from kiosk.words import Catalogue, languages

if TYPE_CHECKING:
    from devices.kanji.mozc import MozcConverter
    from kiosk.boards.shelf import Boards
    from kiosk.booking.office import BookingOffice
    from kiosk.content.towns import Towns
    from kiosk.finder.finder import Finder
    from kiosk.forms.fonts import FontSet
    from kiosk.forms.maker import FormLibrary
    from kiosk.forms.render import Press
    from kiosk.handover.vaccination import Vaccine
    from kiosk.model.life_event import LifeEvent
    from kiosk.model.procedure import Procedure
    from kiosk.planner.model import Atlas
    from kiosk.planner.opening import Calendar
    from kiosk.planner.service import Planner
    from kiosk.plant.city import City
    from kiosk.ports import Clock

HERE = "city_hall"
"""The place of assets/places.yaml this terminal stands in."""


class Shelves:
    """The content of one terminal.

    folder: with procedures/ and forms/, the shipped ones or an author's. wait: until `open` has ended; what is asked before waits.
    """

    def __init__(
        self, settings: Settings, folder: Path, clock: Clock, journal: Journal, city: City, wait: Callable[[], None]
    ) -> None:
        self._settings, self._folder = settings, folder
        self._clock, self._journal, self._city, self._wait = clock, journal, city, wait
        self._procedures: tuple[Procedure, ...] = ()
        self._events: tuple[LifeEvent, ...] = ()
        self._finder: Finder | None = None
        self._finder_lock = threading.Lock()
        self._booking: BookingOffice | None = None
        self._boards: Boards | None = None
        self._towns: Towns | None = None
        self._kanji: MozcConverter | None = None
        self._vaccines: tuple[Vaccine, ...] = ()
        self._forms: FormLibrary | None = None
        self.planner: Planner | None = None

    def open(self) -> None:
        """Read what every visit needs; one broken file does not take the others away from residents."""
        from devices.kanji.mozc import MozcConverter
        from kiosk.content.cache import load_procedures_fast
        from kiosk.content.problems import ContentError
        from kiosk.content.towns import load_towns
        from kiosk.forms.maker import FormLibrary

        self._procedures, problems = load_procedures_fast(self._folder / "procedures", self._cache)
        for problem in problems:
            self._journal.record("content", where=f"{problem.file}:{problem.line} {problem.field}")
        for read in (self._open_events, self._open_places):
            try:
                read()
            except ContentError as error:
                self._journal.record("content", where=str(error).splitlines()[0])
        printer = self._settings.printer
        offset = (printer.offset_x_mm, printer.offset_y_mm)
        self._forms = FormLibrary(self._folder / "forms", today=lambda: self._clock.now().date(), offset_mm=offset)
        self._towns = load_towns(ASSETS / "words" / "naha_towns.tsv")
        self._kanji = MozcConverter(ASSETS / "words" / "surnames.tsv")

    def prepare(self) -> None:
        """Make ready what a visit soon asks for and R01 does not need: the search's index, the kanji (6 MB)."""
        self.finder()
        if self._kanji is not None:
            self._kanji.warm_up()

    @property
    def _cache(self) -> Path:
        return self._settings.data / "cache"

    def _open_events(self) -> None:
        from kiosk.content.events import load_events

        self._events = load_events(ASSETS / "events.yaml", self._cache)

    def _open_places(self) -> None:
        """The planner, and what can be booked here; a desk that is made up is for practice only."""
        from kiosk.booking.kept import load_kept_desks
        from kiosk.booking.office import BookingOffice
        from kiosk.planner.kept import load_kept_atlas
        from kiosk.planner.service import Planner

        def atlas() -> tuple[Atlas, Calendar]:
            return load_kept_atlas(ASSETS, self._cache)

        self.planner = Planner(atlas, HERE)
        desks = [desk for desk in load_kept_desks(ASSETS, self._cache) if self._settings.practice or not desk.example]
        self._booking = BookingOffice(desks, atlas, lambda: self._city.outbox, lambda: self._city.answers)

    # --- what visits ask for ----------------------------------------------------------------------------------------------
    def procedures(self) -> Sequence[Procedure]:
        """Every procedure that can be used."""
        self._wait()
        return self._procedures

    def events(self) -> Sequence[LifeEvent]:
        """The life events, in the order of their tiles."""
        self._wait()
        return self._events

    def booking(self) -> BookingOffice | None:
        """What can be booked."""
        self._wait()
        return self._booking

    def finder(self) -> Finder:
        """The word search; its index (3 MB) is made when a visit first wants it."""
        from kiosk.finder.finder import Finder
        from kiosk.finder.synonyms import read_synonyms

        self._wait()
        with self._finder_lock:
            if self._finder is None:
                words = [catalogue(language) for language in languages(LOCALES)]
                events = {event.id: event for event in self._events}
                synonyms = read_synonyms(ASSETS / "words" / "synonyms.tsv")
                self._finder = Finder(self._procedures, events, synonyms, words)
            return self._finder

    def boards(self) -> Boards:
        """News and bids, asked for on R04 at the earliest; what they hold is read behind their tiles only."""
        if self._boards is None:
            from kiosk.boards.shelf import BIDS_FILE, Boards

            bids = self._settings.boards.bids
            self._boards = Boards(
                ASSETS / "boards",
                Path(bids) if bids else self._settings.data / "boards" / BIDS_FILE,
                self._cache,
                lambda: self._clock.now().date(),
                lambda where: self._journal.record("content", where=where),
                example=self._settings.practice,
            )
        return self._boards

    def vaccines(self) -> Sequence[Vaccine]:
        """The names a vaccination record may hold."""
        from kiosk.handover.vaccination import read_vaccines

        if not self._vaccines:
            self._vaccines = read_vaccines(ASSETS / "words" / "vaccines.tsv")
        return self._vaccines

    def forms(self) -> FormLibrary:
        """The forms, ready to fill."""
        self._wait()
        assert self._forms is not None, "the forms did not open"
        return self._forms

    def press(self) -> Press:
        """The press of the forms, for labels."""
        return self.forms().press

    def fonts(self) -> FontSet:
        """The fonts of the forms, for small papers."""
        return self.press().fonts

    def towns(self, code: str) -> tuple[str, ...]:
        """The addresses of a postal code, up to the town; all of them for ""."""
        self._wait()
        if self._towns is None:
            return ()
        return self._towns.by_code(code) if code else tuple(dict.fromkeys(town.address for town in self._towns.all_by_kana()))

    def candidates(self, reading: str) -> tuple[str, ...]:
        """Spellings of a reading; () where there is no converter."""
        return self._kanji.candidates(reading) if self._kanji else ()


@cache
def catalogue(language: str) -> Catalogue:
    """The words of that language."""
    return Catalogue(language, LOCALES)
