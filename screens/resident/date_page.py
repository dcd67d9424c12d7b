"""R12: a date in three touches: era and year, month, day. What is chosen so far stays large at the top, in both calendars."""

from __future__ import annotations

import calendar
from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from kiosk.entry_words import DATE_WORDS
from kiosk.visit.views import DateEntry, View
from screens.resident.entry import EntryPage
from screens.theme import Theme
from screens.widgets.eras import ERAS, Era, era_by_id, era_of, eras_within, years_of
from screens.widgets.keys import Key, Tone, at_least, grid, key_gap
from screens.widgets.tiles import PagedTiles, Tile, TileSize

PARTS = ("year", "month", "day")
YEAR = TileSize((30.0, 18.0), (60.0, 34.0), squeeze=0.72)
MONTHS, DAYS, WEEK = 12, 31, 7


class DatePage(EntryPage):
    """answer(): an ISO date, or "" while a part is missing."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        assert isinstance(view.body, DateEntry)
        super().__init__(view, theme, view.body.choices, parent)
        self.body = view.body
        self.words = {**DATE_WORDS, **view.body.labels}
        self.chosen: dict[str, int] = {}
        self.era: Era | None = None
        self._take(view.body.value)
        self.part = next((part for part in PARTS if part not in self.chosen), "day")
        self._build()
        self._show()

    def _take(self, value: str) -> None:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return
        self.chosen = {"year": day.year, "month": day.month, "day": day.day}
        self.era = era_of(day) if day >= ERAS[0].begins else None

    def _build(self) -> None:
        theme, body = self.theme, self.body
        self.heads = {part: Key(theme, f"part_{part}", "", Tone.QUIET, parent=self) for part in PARTS}
        for part, key in self.heads.items():
            key.pressed_once.connect(lambda part=part: self._go(part))
        self.eras = eras_within(body.first_year, body.last_year)
        self.era_keys = [Key(theme, f"era_{era.id}", self.words[era.id], Tone.TURN, parent=self) for era in self.eras]
        for era, key in zip(self.eras, self.era_keys, strict=True):
            key.pressed_once.connect(lambda era=era: self._choose_era(era))
        self.years = PagedTiles(theme, YEAR, self.words["more"], self.words["fewer"], step=5, parent=self)
        self.years.picked.connect(lambda i: self._choose("year", self._listed()[i]))
        self.month_keys = self._numbered("month", MONTHS)
        self.day_keys = self._numbered("day", DAYS)

    def _numbered(self, part: str, count: int) -> list[Key]:
        keys = []
        for n in range(1, count + 1):
            key = Key(
                self.theme,
                f"{part}_{n}",
                self._named(part, n) if part == "month" else str(n),
                parent=self,
            )
            key.pressed_once.connect(lambda n=n: self._choose(part, n))
            keys.append(key)
        return keys

    # --- choosing -----------------------------------------------------------------------------------------------------------
    def _go(self, part: str) -> None:
        self.part = part
        self._show()

    def _choose_era(self, era: Era) -> None:
        self.era = era
        self._show()

    def _choose(self, part: str, n: int) -> None:
        self.chosen[part] = n
        if part != "day" and self.chosen.get("day", 0) > self._days():
            del self.chosen["day"]  # 31 February is never shown as chosen
        self.part = next((other for other in PARTS if other not in self.chosen), "day")
        self._show()

    def _days(self) -> int:
        """Days of the chosen month; February has 29 until the year is known."""
        month = self.chosen.get("month", 1)
        return calendar.monthrange(self.chosen.get("year", 2000), month)[1]

    def _day(self) -> date | None:
        if len(self.chosen) < len(PARTS):
            return None
        return date(self.chosen["year"], self.chosen["month"], self.chosen["day"])

    def answer(self) -> str:
        """The date as YYYY-MM-DD; "" until all three parts are chosen."""
        day = self._day()
        return day.isoformat() if day is not None else ""

    def forget(self) -> None:
        """Let go of the date."""
        self.chosen = {}
        self.era = None
        self.years.set_tiles(())
        for key in self.heads.values():
            key.set_label("")

    # --- words --------------------------------------------------------------------------------------------------------------
    def _era_year(self, era: Era, year: int) -> str:
        n = year - era.begins.year + 1
        return self.words["era_year"].format(era=self.words[era.id], era_year=self.words["first_year"] if n == 1 else n)

    def _year_lines(self, era: Era | None, year: int) -> tuple[str, str]:
        """The large and the small line of a year: the calendar people of this language think in is the large one."""
        western = self.words["western_year"].format(year=year)
        if era is None:
            return western, ""
        return (self._era_year(era, year), western) if self.words["large_line"] == "era" else (western, self._era_year(era, year))

    def _both_years(self, era: Era | None, year: int) -> str:
        large, small = self._year_lines(era, year)
        return self.words["both_years"].format(large=large, small=small) if small else large

    def _named(self, part: str, n: int) -> str:
        return self.words[f"month_{n}"] if part == "month" else self.words["day"].format(day=n)

    def _listed(self) -> range:
        return years_of(self.era, self.body.first_year, self.body.last_year) if self.era else range(0)

    # --- what is seen -------------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        self._show_heads()
        at = self.part
        for key, era in zip(self.era_keys, self.eras, strict=True):
            span = years_of(era, self.body.first_year, self.body.last_year)
            note = "" if self.era else self.words["span"].format(first=span[0], last=span[-1])
            key.set_label(self.words[era.id], note)
            key.set_chosen(era == self.era)
            key.setVisible(at == "year")
        self.years.setVisible(at == "year" and self.era is not None)
        for n, key in enumerate(self.month_keys, 1):
            key.setVisible(at == "month")
            key.set_chosen(self.chosen.get("month") == n)
        for n, key in enumerate(self.day_keys, 1):
            key.setVisible(at == "day" and n <= self._days())
            key.set_chosen(self.chosen.get("day") == n)
        self.arrange()
        if at == "year" and self.era:
            self._show_years(self.era)

    def _show_years(self, era: Era) -> None:
        listed = self._listed()
        year = self.chosen.get("year", -1)
        tiles = [Tile(f"year_{y}", *self._year_lines(era, y)) for y in listed]
        self.years.set_tiles(tiles, listed.index(year) if year in listed else -1)

    def _show_heads(self) -> None:
        day = self._day()
        for part, key in self.heads.items():
            key.set_chosen(part == self.part)
            key.tone = Tone.WRITE if part in self.chosen else Tone.QUIET
            if part not in self.chosen:
                key.set_label(self.words[f"ask_{part}"])
            elif part == "year":
                key.set_label(
                    self._both_years(era_of(day) if day is not None and day >= ERAS[0].begins else self.era, self.chosen["year"])
                )
            else:
                key.set_label(self._named(part, self.chosen[part]))

    def focus_place(self, place: str) -> None:
        """Open the part that is missing, or the named key."""
        part = next((part for part in PARTS if place == part or place.startswith(f"{part}_")), None)
        missing = next((part for part in PARTS if part not in self.chosen), "year")
        if place.startswith("era_") and place.removeprefix("era_") in [era.id for era in self.eras]:
            self.era = era_by_id(place.removeprefix("era_"))
        self._go(part or missing)
        self.heads[self.part].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- places -------------------------------------------------------------------------------------------------------------
    def arrange(self) -> None:
        theme, gap, width = self.theme, key_gap(self.theme), self.width()
        out = self.ways_out_height(self.height())
        height = self.height() - (out + theme.px(4.0) if out else 0)
        head = min(max(height // 5, at_least(theme, 16.0)), theme.px(30.0))
        self._arrange_heads(QRect(0, 0, width, head))
        below = QRect(0, head + 2 * gap, width, height - head - 2 * gap)
        if self.part == "year":
            self._arrange_years(below)
        elif self.part == "month":
            columns = 6 if width > below.height() * 1.6 else 4 if width > below.height() * 0.7 else 3
            cells = grid(below, columns, MONTHS // columns, gap, (theme.px(60.0), theme.px(45.0)), top=True)
            _place(self.month_keys, cells)
        else:
            columns = 11 if below.height() < 5 * at_least(theme, 14.0) + 4 * gap else WEEK
            _place(self.day_keys, grid(below, columns, -(-DAYS // columns), gap, (theme.px(48.0), theme.px(32.0)), top=True))
        self.place_ways_out(QRect(0, 0, width, self.height()))

    def _arrange_heads(self, rect: QRect) -> None:
        gap = key_gap(self.theme)
        narrow = (rect.width() - 2 * gap) * 2 // 9
        x = rect.x()
        for part, width in zip(PARTS, (rect.width() - 2 * (narrow + gap), narrow, narrow), strict=True):
            self.heads[part].setGeometry(x, rect.y(), width, rect.height())
            x += width + gap

    def _arrange_years(self, rect: QRect) -> None:
        theme, gap, count = self.theme, key_gap(self.theme), len(self.era_keys)
        if self.era is None:
            columns = count if rect.width() > rect.height() else 1
            _place(self.era_keys, grid(rect, columns, -(-count // columns), gap, (theme.px(160.0), theme.px(64.0)), top=True))
            return
        tab = min(max(rect.height() // 5, at_least(theme, 14.0)), theme.px(20.0))
        _place(self.era_keys, grid(QRect(rect.x(), rect.y(), rect.width(), tab), count, 1, gap))
        self.years.setGeometry(rect.x(), rect.y() + tab + gap, rect.width(), rect.height() - tab - gap)


def _place(keys: list[Key], cells: list[QRect]) -> None:
    for key, cell in zip(keys, cells, strict=False):
        key.setGeometry(cell)
