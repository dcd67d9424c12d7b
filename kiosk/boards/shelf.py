"""What this terminal has for its boards: the rules of あなたに あう もの, and the newest pack of bids. Reads when asked, never earlier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.boards.bids import BidPack
    from kiosk.boards.fits import FitRules
    from kiosk.content.problems import ContentError

BIDS_FILE: Final = "bids.csv"
FITS_FILE: Final = "fits.yaml"
EXAMPLE_FILE: Final = "bids_example.csv"


class Boards:
    """assets: the folder of fits.yaml; pack: the CSV of bids; example: shown where there is no pack, in practice only.

    told: takes file and line of what could not be used, for the log.
    """

    def __init__(
        self, assets: Path, pack: Path, cache: Path | None, today: Callable[[], date], told: Callable[[str], None], *, example: bool
    ) -> None:
        self._fits = assets / FITS_FILE
        self._example = assets / EXAMPLE_FILE if example else None
        self._pack = pack
        self._cache = cache
        self._today = today
        self._told = told
        self._rules: FitRules | None = None
        self._read: tuple[tuple[Path, int, int], BidPack | None] | None = None

    def has_fits(self) -> bool:
        """Whether there are rules at all; reads nothing."""
        return self._fits.is_file()

    def has_bids(self) -> bool:
        """Whether there is a pack of bids, or an example of one; reads nothing."""
        return self._bids_path() is not None

    def rules(self) -> FitRules | None:
        """The rules; None where their file cannot be used, which the log tells."""
        from kiosk.boards.kept import load_kept_fits
        from kiosk.content.problems import ContentError

        if self._rules is None and self.has_fits():
            try:
                self._rules = load_kept_fits(self._fits, self._cache)
            except ContentError as error:
                self._tell(error)
        return self._rules

    def bids(self) -> BidPack | None:
        """The newest pack; None where there is none or it cannot be used. A pack imported meanwhile is taken at the next asking."""
        path = self._bids_path()
        if path is None:
            return None
        try:
            looked = path.stat()
        except OSError:
            return None
        key = (path, looked.st_mtime_ns, looked.st_size)
        if self._read is None or self._read[0] != key:
            self._read = key, self._load(path)
        return self._read[1]

    def _bids_path(self) -> Path | None:
        if self._pack.is_file():
            return self._pack
        return self._example if self._example is not None and self._example.is_file() else None

    def _load(self, path: Path) -> BidPack | None:
        from kiosk.boards.csv_pack import read_bids
        from kiosk.content.problems import ContentError

        try:
            pack = read_bids(path)
        except ContentError as error:
            self._tell(error)
            return None
        return as_of(pack, self._today()) if path == self._example else pack

    def _tell(self, error: ContentError) -> None:
        first = error.problems[0]
        self._told(f"{first.file}:{first.line}")


def as_of(pack: BidPack, today: date) -> BidPack:
    """An example whose days are moved as if it had been made today, so that practice never finds it empty."""
    moved = today - pack.dated if pack.dated else timedelta()
    return replace(pack, bids=tuple(replace(bid, due=bid.due + moved) for bid in pack.bids), dated=today, example=True)
