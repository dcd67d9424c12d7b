"""つづきQR and small papers, opened when the first is wanted: most visits end without one, and R01 must not wait for their libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.visit.services import NoticeWords, ReservationWords, SummaryWords, TranscriptWords, TsuzukiWords
from kiosk.words import Catalogue

if TYPE_CHECKING:
    from kiosk.forms.fonts import FontSet
    from kiosk.handover.desk import HandoverDesk
    from kiosk.handover.draft import Draft, NeedsNumber, Written
    from kiosk.handover.paper import SlipPress


class DeferredHandover:
    """Serves as the visit's Handover. open_desk: makes the desk, in the lane that asks first."""

    def __init__(self, open_desk: Callable[[], HandoverDesk]) -> None:
        self._open = open_desk
        self._desk: HandoverDesk | None = None

    def _opened(self) -> HandoverDesk:
        if self._desk is None:
            self._desk = self._open()
        return self._desk

    def write(self, draft: Draft) -> Written | None:
        """See kiosk.visit.services.Handover."""
        return self._opened().write(draft)

    def keep(self, draft: Draft, number: str) -> Written:
        """See kiosk.visit.services.Handover."""
        return self._opened().keep(draft, number)

    def read(self, text: str) -> Draft | NeedsNumber:
        """See kiosk.visit.services.Handover."""
        return self._opened().read(text)

    def collect(self, needs: NeedsNumber, number: str) -> Draft:
        """See kiosk.visit.services.Handover."""
        return self._opened().collect(needs, number)

    def done(self, draft: Draft) -> None:
        """See kiosk.visit.services.Handover."""
        self._opened().done(draft)

    def let_go(self, draft: Draft) -> None:
        """See kiosk.visit.services.Handover."""
        self._opened().let_go(draft)

    def forget(self) -> None:
        """See kiosk.visit.services.Handover."""
        if self._desk is not None:
            self._desk.forget()


class DeferredSlips:
    """Serves as the visit's SlipMaker. fonts: those of the forms."""

    def __init__(self, fonts: Callable[[], FontSet]) -> None:
        self._fonts = fonts
        self._press: SlipPress | None = None

    def _opened(self) -> SlipPress:
        if self._press is None:
            from kiosk.handover.paper import SlipPress

            self._press = SlipPress(self._fonts())
        return self._press

    def tsuzuki(self, words: TsuzukiWords, translate: Catalogue, sample: bool) -> bytes:
        """See kiosk.visit.services.SlipMaker."""
        return self._opened().tsuzuki(words, translate, sample)

    def transcript(self, words: TranscriptWords, translate: Catalogue, sample: bool) -> bytes:
        """See kiosk.visit.services.SlipMaker."""
        return self._opened().transcript(words, translate, sample)

    def summary(self, words: SummaryWords, translate: Catalogue, sample: bool) -> bytes:
        """See kiosk.visit.services.SlipMaker."""
        return self._opened().summary(words, translate, sample)

    def reservation(self, words: ReservationWords, translate: Catalogue, sample: bool) -> bytes:
        """See kiosk.visit.services.SlipMaker."""
        return self._opened().reservation(words, translate, sample)

    def notices(self, words: NoticeWords, translate: Catalogue, sample: bool) -> bytes:
        """See kiosk.visit.services.SlipMaker."""
        return self._opened().notices(words, translate, sample)
