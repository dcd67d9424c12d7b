"""The words of the frame around every screen, by the names the window asks for."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.words import N_, Translate

FRAME_WORDS: Mapping[str, str] = {
    "size": N_("Size"),
    "language": N_("Language"),
    "quit": N_("Quit"),
    "back": N_("Back"),
    # Translators: the footer's middle button; at most 9 Latin letters or 5 full-width ones a line.
    "call": N_("Call staff"),
    "next": N_("Next"),
    "stage_choose": N_("Choose"),
    "stage_bring": N_("Bring"),
    "stage_ask": N_("Answer"),
    "stage_check": N_("Check"),
    "stage_receive": N_("Receive"),
    "why": N_("Why we ask"),
    "problems_title": N_("Please look at {n} thing"),
    "practice": N_("Practice. Nothing here is real."),
    "more": N_("Show more"),
    "fewer": N_("Go back"),
}


def frame_words(translate: Translate, city: str) -> dict[str, str]:
    """Every word of the frame in one language. The brand is a name and is never translated."""
    return {key: translate(msgid) for key, msgid in FRAME_WORDS.items()} | {"brand": "ゆいまど", "city": translate(city)}
