"""Where the fixed frame lies, in millimetres of the real panel. Pure geometry; nothing here knows a resident."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from screens.theme import MARGIN_MM, Theme

BAND_MM = 7.0
HEADER_MM = 16.0
STRIP_MM = 10.0
FOOTER_MM = 30.0
FOOTER_BUTTON_MM = 22.0
FOOTER_GAP_MM = 6.0
COMPACT_HEADER_MM = 16.0
COMPACT_FOOTER_MM = 18.0
COMPACT_BUTTON_MM = 14.0
LOW_SCREEN_MM = 150.0
TIGHT_SCREEN_MM = 200.0
RAIL_MIN_WIDTH_MM = 300.0
RAIL_SHARE = 0.272
PORTRAIT_TOUCH_FROM = 0.36


@dataclass(frozen=True, slots=True)
class FrameRects:
    """The frame of one screen, px. work: between progress strip and footer, inside the margins."""

    band: QRect
    header: QRect
    strip: QRect
    work: QRect
    footer: QRect
    back: QRect
    call: QRect
    next: QRect
    portrait: bool
    compact: bool
    rail_width: int  # 0 where the rail does not fit beside the content


def frame_rects(width: int, height: int, theme: Theme, practice: bool, keyboard: bool) -> FrameRects:
    """The frame for a window of that size. keyboard: the page has keys and needs every millimetre on a low screen."""
    px = theme.px
    portrait = height > width
    compact = keyboard and height < px(LOW_SCREEN_MM)
    band_h = px(BAND_MM) if practice else 0
    header_h = px(COMPACT_HEADER_MM if compact else HEADER_MM)
    strip_h = 0 if compact else px(STRIP_MM)
    footer_h = px(COMPACT_FOOTER_MM if compact else FOOTER_MM)
    margin = px(4.0) if compact or height < px(LOW_SCREEN_MM) else theme.margin
    top = band_h + header_h + strip_h
    footer = QRect(0, height - footer_h, width, footer_h)
    low = height < px(TIGHT_SCREEN_MM)
    gap = px(2.0) if compact else px(4.0)
    space = 0 if compact else px(1.0 if low else 3.0)
    return FrameRects(
        band=QRect(0, 0, width, band_h),
        header=QRect(0, band_h, width, header_h),
        strip=QRect(0, band_h + header_h, width, strip_h),
        work=QRect(margin, top + space, width - 2 * margin, footer.top() - top - space - gap),
        footer=footer,
        portrait=portrait,
        compact=compact,
        rail_width=0 if portrait or width < px(RAIL_MIN_WIDTH_MM) else round(width * RAIL_SHARE),
        **_footer_buttons(footer, theme, COMPACT_BUTTON_MM if compact else FOOTER_BUTTON_MM),
    )


def _footer_buttons(footer: QRect, theme: Theme, height_mm: float) -> dict[str, QRect]:
    """Back at the left, call in the middle, next at the right: the same places on every screen."""
    mm = footer.width() / theme.px_per_mm
    height = theme.px(height_mm)
    y = footer.top() + (footer.height() - height) // 2
    back_mm = min(max(mm * 0.21, 36.0), 52.0)
    call_mm = min(max(mm * 0.27, 52.0), 80.0)
    # Between the call in the middle and the edge lies next, with a gap that no finger bridges.
    next_mm = min(mm / 2 - call_mm / 2 - MARGIN_MM - FOOTER_GAP_MM, 100.0)
    back, call, forth = theme.px(min(back_mm, next_mm)), theme.px(call_mm), theme.px(next_mm)
    return {
        "back": QRect(theme.margin, y, back, height),
        "call": QRect((footer.width() - call) // 2, y, call, height),
        "next": QRect(footer.width() - theme.margin - forth, y, forth, height),
    }
