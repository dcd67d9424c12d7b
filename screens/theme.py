"""Sizes in millimetres, colours and type: everything a screen needs to draw, given to it in its constructor.

Colours, states and focus are those of the Digital Agency Design System (design tokens 1.1.9); sizes are the kiosk scale in mm.
A change of Look makes a new Theme and new pages; nothing is restyled in place.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtGui import QColor, QFont, QFontDatabase

from kiosk.paths import ASSETS
from kiosk.visit.views import Contrast, Look, TextSize
from screens.art import Art

FAMILY = "BIZ UDPGothic"
FALLBACK_FAMILIES = ("Noto Sans CJK JP", "Noto Sans", "Noto Sans Devanagari")


class Role(StrEnum):
    """What a text is for; decides its size and weight. NUMBER is for figures that matter (draw them with `tabular`)."""

    BODY = "body"
    HEADING = "heading"
    BUTTON = "button"
    SMALL = "small"
    FOOTER = "footer"
    NUMBER = "number"


# mm em for each role. Footer and header text is capped so that labels keep their budget (kiosk_scale.json).
EM_MM: dict[TextSize, dict[Role, float]] = {
    TextSize.NORMAL: {Role.BODY: 7.0, Role.HEADING: 10.0, Role.BUTTON: 8.0, Role.SMALL: 6.0, Role.FOOTER: 7.0, Role.NUMBER: 20.0},
    TextSize.LARGE: {Role.BODY: 9.0, Role.HEADING: 12.0, Role.BUTTON: 10.0, Role.SMALL: 8.3, Role.FOOTER: 7.5, Role.NUMBER: 22.0},
    TextSize.XLARGE: {Role.BODY: 11.0, Role.HEADING: 14.0, Role.BUTTON: 12.0, Role.SMALL: 9.0, Role.FOOTER: 8.0, Role.NUMBER: 24.0},
}
BOLD_ROLES = frozenset({Role.HEADING, Role.BUTTON, Role.FOOTER, Role.NUMBER})

TARGET_MIN_MM = 14.0
CHOICE_MIN_MM = 20.0
CHOICE_MAX_MM = 45.0
KEY_MM = (18.0, 16.0)
GAP_MM = 4.0
MARGIN_MM = 8.0
DANGER_GAP_MM = 16.0
SCALE_RANGE = (2.0, 6.5)
TAP_GUARD_S = 0.4


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one contrast setting. Every text pair holds 4.5:1, every border that means something 3:1."""

    ground: QColor
    panel: QColor
    text: QColor
    text_sub: QColor
    primary: QColor
    on_primary: QColor
    primary_pressed: QColor
    border: QColor
    tile_border: QColor
    hairline: QColor
    selected_bg: QColor
    pressed_bg: QColor
    error: QColor
    error_bg: QColor
    success: QColor
    accent: QColor
    on_accent: QColor
    accent_text: QColor
    accent_soft: QColor
    call: QColor
    call_bg: QColor
    focus_outer: QColor
    focus_inner: QColor
    practice: QColor
    on_practice: QColor
    veil: QColor


def _palette(**hexes: str) -> Palette:
    return Palette(**{name: QColor(value) for name, value in hexes.items()})


PALETTES: dict[Contrast, Palette] = {
    Contrast.NORMAL: _palette(
        ground="#faf7f0", panel="#ffffff", text="#1a1a1a", text_sub="#4d4d4d",
        primary="#0017c1", on_primary="#ffffff", primary_pressed="#000060",
        border="#666666", tile_border="#8a8272", hairline="#d9d2c4", selected_bg="#e8f1fe", pressed_bg="#c5d7fb",
        error="#ce0000", error_bg="#fdeeee", success="#197a4b",
        accent="#00626b", on_accent="#ffffff", accent_text="#00626b", accent_soft="#dceeee",
        call="#c74700", call_bg="#fff7f0", focus_outer="#000000", focus_inner="#ffd43d",
        practice="#ce0000", on_practice="#ffffff", veil="#e6e1d6",
    ),
    Contrast.HIGH: _palette(
        ground="#000000", panel="#000000", text="#ffffff", text_sub="#ffffff",
        primary="#ffd43d", on_primary="#000000", primary_pressed="#ffffff",
        border="#ffffff", tile_border="#ffffff", hairline="#ffffff", selected_bg="#3d3300", pressed_bg="#806300",
        error="#ff9696", error_bg="#000000", success="#71c598",
        accent="#000000", on_accent="#ffffff", accent_text="#ffd43d", accent_soft="#000000",
        call="#ffa66d", call_bg="#000000", focus_outer="#ffffff", focus_inner="#97d3ff",
        practice="#ff9696", on_practice="#000000", veil="#000000",
    ),
    Contrast.DARK: _palette(
        ground="#14191c", panel="#20282c", text="#f2efe8", text_sub="#c9c6bd",
        primary="#9db7f9", on_primary="#00114a", primary_pressed="#e8f1fe",
        border="#9aa3a6", tile_border="#6f7b80", hairline="#3a454a", selected_bg="#22345f", pressed_bg="#2f4a8a",
        error="#ff9696", error_bg="#3a1d1f", success="#71c598",
        accent="#0c5158", on_accent="#ffffff", accent_text="#79d5d8", accent_soft="#15343a",
        call="#ffa66d", call_bg="#2b221b", focus_outer="#ffffff", focus_inner="#ffd43d",
        practice="#ff9696", on_practice="#1a1a1a", veil="#1b2226",
    ),
}  # fmt: skip


class TapGuard:
    """Says whether a tap counts: the second of a trembling double tap does not, anywhere in the window.

    Keys of a keyboard pass `key`: another key at once is quick typing, the same key within the interval is not.
    """

    def __init__(self, interval_s: float = TAP_GUARD_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval_s = interval_s
        self._clock = clock
        self._last_act = -math.inf
        self._last_key = -math.inf
        self._key: Hashable = None

    def allows(self, key: Hashable = None) -> bool:
        """True for a tap that counts, and remember it; False for one too soon after the last."""
        now = self._clock()
        if now - self._last_act < self._interval_s:
            return False
        if key is None:
            self._last_act = now
        elif key == self._key and now - self._last_key < self._interval_s:
            return False
        self._key, self._last_key = key, now
        return True


@dataclass(frozen=True, slots=True)
class Theme:
    """How one person sees the kiosk on one screen.

    px_per_mm: from `screen_scale`; guard, art: shared by the whole window; labels: the frame's own words in the look's language.
    """

    look: Look
    px_per_mm: float
    palette: Palette
    guard: TapGuard = field(default_factory=TapGuard, compare=False, repr=False)
    art: Art = field(default_factory=Art, compare=False, repr=False)
    labels: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    _fonts: dict[tuple[int, bool], QFont] = field(default_factory=dict, compare=False, repr=False)

    def px(self, mm: float) -> int:
        """That many millimetres in whole pixels, at least one for anything above nothing."""
        return max(1, round(mm * self.px_per_mm)) if mm > 0 else 0

    def em(self, role: Role) -> int:
        """The em of that role in pixels."""
        return self.px(EM_MM[self.look.size][role])

    def font(self, role: Role, bold: bool | None = None) -> QFont:
        """The font of that role; bold None: as the role has it."""
        return self.font_px(self.em(role), role in BOLD_ROLES if bold is None else bold)

    def font_px(self, pixels: int, bold: bool = False) -> QFont:
        """The kiosk's face at that pixel size."""
        key = (pixels, bold)
        if key not in self._fonts:
            font = QFont([FAMILY, *FALLBACK_FAMILIES])
            font.setPixelSize(max(1, pixels))
            font.setBold(bold)
            self._fonts[key] = font
        return self._fonts[key]

    def word(self, key: str) -> str:
        """The frame's own word for that key ("back", "more", …); empty if the integrator gave none."""
        return self.labels.get(key, "")

    @property
    def gap(self) -> int:
        """Between two targets, px."""
        return self.px(GAP_MM)

    @property
    def margin(self) -> int:
        """Between the content and the screen's edge, px."""
        return self.px(MARGIN_MM)

    @property
    def furigana(self) -> bool:
        """Whether readings stand above kanji; only Japanese has them."""
        return self.look.furigana and self.look.language.startswith("ja")

    @property
    def radius(self) -> int:
        """Corner of tiles and buttons, px."""
        return self.px(3.0)

    @property
    def line(self) -> int:
        """The one line weight of borders and pictures: 0.6 mm."""
        return max(2, self.px(0.6))


def theme_for(
    look: Look, px_per_mm: float, guard: TapGuard | None = None, art: Art | None = None, labels: Mapping[str, str] | None = None
) -> Theme:
    """The Theme for a Look on a screen of that scale."""
    return Theme(look, px_per_mm, PALETTES[look.contrast], guard or TapGuard(), art or Art(), labels or {})


def screen_scale(width_px: int, height_px: int, diagonal_in: float) -> float:
    """Pixels in a millimetre, from geometry alone (panels often report a wrong size); clamped to 2.0..6.5."""
    scale = math.hypot(width_px, height_px) / (diagonal_in * 25.4)
    return min(max(scale, SCALE_RANGE[0]), SCALE_RANGE[1])


def load_fonts() -> None:
    """Give Qt the fonts that ship with the program; call once after the application exists."""
    for path in sorted((ASSETS / "fonts").glob("*.ttf")):
        # The fixed-width and Mincho faces are for paper; they cost start-up time on screen.
        if not path.name.startswith(("BIZUDGothic", "BIZUDMincho")):
            QFontDatabase.addApplicationFont(str(path))
