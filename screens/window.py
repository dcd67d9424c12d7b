"""The one window: the fixed frame around every resident screen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEasingCurve, QPoint, QRect, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.visit.facts import Action, Fact
from kiosk.visit.views import Look, View
from screens.art import Art
from screens.layout import TIGHT_SCREEN_MM, FrameRects, frame_rects
from screens.page import Page
from screens.resident.pages import PAGE_MODULES, make_page, preload
from screens.theme import Role, TapGuard, Theme, theme_for
from screens.widgets.buttons import Button, Kind
from screens.widgets.header import Footer, Header
from screens.widgets.problems import ProblemBox
from screens.widgets.progress import ProgressStrip
from screens.widgets.rail import Rail
from screens.widgets.ruby import RubyLabel, RubyText

HEAD_SHARE = 0.5  # of the work area, the most that heading and hint take
HEAD_SHARE_LOW = 0.34
HEAD_SHARE_KEYS = 0.2
HEAD_SHARE_COMPACT = 0.16
TOPIC_EM_MM = 6.0  # as the progress strip above it
TOPIC_LOW_EM_MM = 4.6
HINT_MIN_MM = 3.2
LETTERS = "".join(chr(code) for block in ((0x3041, 0x3094), (0x30, 0x3A)) for code in range(*block))
SLIDE_MM = 12.0
SLIDE_MS = 150
COLLECT_AFTER_MS = 150  # well after a screen stands and before the next touch can count


class KioskWindow(QWidget):
    """Shows one View at a time and reports what was done as Facts.

    px_per_mm: `theme.screen_scale`. labels: language -> the frame's own words (brand, city, size, language, voice, quit, back,
    call, next, stage_choose … stage_receive, why, problems_title, practice, more, fewer). problems_title is a format with {n}.
    kept: a folder for drawn pictures (Art).
    """

    reported = Signal(object)  # a Fact

    def __init__(
        self,
        px_per_mm: float,
        labels: Mapping[str, Mapping[str, str]],
        practice: bool = False,
        motion: bool = False,
        guard: TapGuard | None = None,
        parent: QWidget | None = None,
        kept: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._px_per_mm = px_per_mm
        self._labels = labels
        self._practice = practice
        self._motion = motion
        self._guard = guard or TapGuard()
        self._art = Art(kept=kept)
        self._view: View | None = None
        self._page: Page | None = None
        self._under: tuple[View, Page] | None = None
        self._theme: Theme | None = None
        self._frame_parts: list[QWidget] = []
        self._parts: list[QWidget] = []
        self._slide: QVariantAnimation | None = None
        self._warmer = QTimer(self)
        self._collector = QTimer(self, singleShot=True, interval=COLLECT_AFTER_MS)
        self._collector.timeout.connect(gc.collect)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # --- what the integrator calls ----------------------------------------------------------------------------------------
    @property
    def page(self) -> Page | None:
        """The page on top now."""
        return self._page

    @property
    def view(self) -> View | None:
        """The view shown now."""
        return self._view

    @property
    def theme(self) -> Theme | None:
        """The theme in use; None before the first view."""
        return self._theme

    def show_view(self, view: View, look: Look) -> None:
        """Replace what is shown. view.over keeps the page below, its values hidden, until that same view is shown again."""
        before = self._view
        self._use(look)
        if view.over:
            self._cover()
        elif self._under is not None and self._under[0] == view and self._under[1].theme is self._theme:
            self._uncover()
            return
        else:
            self._drop_pages()
        self._collector.start()  # the page before is garbage now: taken away while the person reads, not while they touch
        assert self._theme is not None
        self._view = view
        self._page = make_page(view, self._theme)
        self._page.reported.connect(self.reported)
        self._page.setParent(self)
        self._build_parts(view)
        self._arrange()
        self._page.show()
        self._page.raise_()
        self._settle_focus()
        if self._motion and before is not None and not view.over:
            self._slide_in(forward=_order(view) >= _order(before))

    def warm(self) -> None:
        """Get ready, a step each time nothing else is to do, what the first visit would wait for: pages and letters. Call on R01."""
        steps: list[Callable[[], None]] = [partial(preload, module) for module in PAGE_MODULES]
        steps += [partial(self._draw_letters, role, bold) for role in Role for bold in (False, True)]
        self._warmer.timeout.connect(lambda: steps.pop(0)() if steps else self._warmer.stop())
        self._warmer.start(0)

    def _draw_letters(self, role: Role, bold: bool) -> None:
        """Have Qt draw the commonest letters once: the first drawing of a letter is the slow one."""
        if self._theme is not None and role is not Role.NUMBER:
            sheet = QPixmap(self._theme.em(role) * 2, self._theme.em(role) * 2)
            painter = QPainter(sheet)
            for font in (self._theme.font(role, bold), self._theme.font_px(max(1, self._theme.em(role) // 2))):
                painter.setFont(font)
                painter.drawText(0, self._theme.em(role), LETTERS)
            painter.end()

    def _settle_focus(self) -> None:
        """On the first line of the error summary, else on the page's own field, else on nothing that would show a ring."""
        if self._problem_box is not None and self._problem_box.tiles:
            self._problem_box.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._page is not None and self._page.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def at_rest(self) -> bool:
        """Whether R01 is shown: nobody is here."""
        return self._view is not None and self._view.frame.screen == "R01"

    def grab_attract(self) -> QPixmap | None:
        """A picture of R01; None while anything else is shown, so that nobody's screen is ever kept."""
        return self.grab() if self.at_rest else None

    def forget(self) -> None:
        """Drop every page and every word of the last view. Nothing of a resident is held afterwards."""
        self._drop_pages()
        self._drop_parts()
        self._view = None
        self.update()
        # Widgets and their signal handlers refer to each other; without this they would wait for the collector.
        gc.collect()

    # --- frame --------------------------------------------------------------------------------------------------------------
    def _use(self, look: Look) -> None:
        if self._theme is not None and self._theme.look == look:
            return
        for old in self._frame_parts:
            _throw_away(old)
        self._theme = theme_for(look, self._px_per_mm, self._guard, self._art, self._labels.get(look.language, {}))
        self._header = Header(self._theme, self)
        self._footer = Footer(self._theme, self)
        self._strip = ProgressStrip(self._theme, self)
        self._frame_parts = [self._header, self._footer, self._strip]
        self._header.look_opened.connect(lambda key: self._report(Action.LOOK_OPEN, key))
        self._header.quit_pressed.connect(lambda: self._report(Action.QUIT))
        self._footer.back_pressed.connect(lambda: self._report(Action.BACK, self._page and self._page.answer()))
        self._footer.call_pressed.connect(lambda: self._report(Action.CALL))
        self._footer.next_pressed.connect(self._next)

    def _next(self) -> None:
        if self._page is not None:
            self.reported.emit(self._page.on_next())

    def _report(self, action: Action, value: object = None) -> None:
        if self._view is not None:
            self.reported.emit(Fact(self._view.frame.screen, action, value))

    def _build_parts(self, view: View) -> None:
        """Heading, hint, rail and error box of this view."""
        self._drop_parts()
        assert self._theme is not None and self._page is not None
        theme, frame = self._theme, view.frame
        own = self._page.owns_heading or self._page.full_screen
        words, em = "" if own else frame.topic, TOPIC_EM_MM if self.height() >= theme.px(TIGHT_SCREEN_MM) else TOPIC_LOW_EM_MM
        self._topic = RubyLabel(words, theme, Role.SMALL, theme.palette.accent_text, bold=True, parent=self, max_em_mm=em)
        self._topic.setObjectName("topic")
        self._heading = RubyLabel("" if own else frame.heading, theme, Role.HEADING, parent=self)
        self._heading.setObjectName("heading")
        self._hint = RubyLabel("" if own else frame.hint, theme, Role.BODY, theme.palette.text_sub, parent=self)
        self._hint.setObjectName("hint")
        self._rail = Rail(theme, frame.why, frame.guide, self)
        self._why = Button(theme, "btn_why", theme.word("why"), Kind.CHIP, "question", role=Role.SMALL, max_em_mm=6.0, parent=self)
        self._why.pressed_once.connect(self._toggle_why)
        self._why_card: Rail | None = None
        self._problem_box: ProblemBox | None = None
        if frame.problems:
            title = theme.word("problems_title").format(n=len(frame.problems))
            self._problem_box = ProblemBox(theme, title, frame.problems, self)
            self._problem_box.jumped.connect(self._page.focus_place)
        parts = (self._topic, self._heading, self._hint, self._rail, self._why, self._problem_box)
        self._parts = [part for part in parts if part is not None]
        self._strip.show_stage(frame.stage, frame.stage_note)

    def _toggle_why(self) -> None:
        """The reason on a card above the content, where there is no rail for it; a second tap puts it away."""
        if self._why_card is not None:
            _throw_away(self._why_card)
            self._parts.remove(self._why_card)
            self._why_card = None
            return
        assert self._theme is not None and self._view is not None and self._page is not None
        self._why_card = Rail(self._theme, self._view.frame.why, self._view.frame.guide, self)
        self._parts.append(self._why_card)
        self._why_card.setGeometry(self._page.geometry())
        self._why_card.show()
        self._why_card.raise_()

    # --- pages ----------------------------------------------------------------------------------------------------------------
    def _cover(self) -> None:
        if self._view is not None and self._view.over:
            self._drop_page(self._page)
        elif self._view is not None and self._page is not None:
            self._page.hide()
            self._under = (self._view, self._page)
        self._page = None

    def _uncover(self) -> None:
        assert self._under is not None
        self._drop_page(self._page)
        (self._view, self._page), self._under = self._under, None
        self._build_parts(self._view)
        self._arrange()
        self._page.show()
        self._page.raise_()
        self._settle_focus()

    def _drop_pages(self) -> None:
        if self._slide is not None:
            self._slide.stop()
            self._slide = None
        self._drop_page(self._page)
        if self._under is not None:
            self._drop_page(self._under[1])
        self._page = self._under = None

    @staticmethod
    def _drop_page(page: Page | None) -> None:
        if page is not None:
            page.forget()
            page.reported.disconnect()
            _throw_away(page)

    def _drop_parts(self) -> None:
        for part in self._parts:
            _throw_away(part)
        self._parts = []
        self._topic = self._heading = self._hint = self._rail = self._why = self._why_card = self._problem_box = None  # type: ignore[assignment]

    # --- layout -----------------------------------------------------------------------------------------------------------------
    def _rects(self) -> FrameRects:
        assert self._theme is not None and self._page is not None
        return frame_rects(self.width(), self.height(), self._theme, self._practice, self._page.wants_keyboard_room)

    def _arrange(self) -> None:
        if self._page is None or self._theme is None or self._view is None:
            return
        rects, frame = self._rects(), self._view.frame
        framed = not self._page.full_screen
        for part in self._frame_parts:
            part.setVisible(framed)
        self._strip.setVisible(framed and not rects.compact)
        if not framed:
            self._page.setGeometry(0, rects.band.height(), self.width(), self.height() - rects.band.height())
            for other in self._parts:
                other.hide()
        else:
            self._header.setGeometry(rects.header)
            self._header.show_frame(frame, rects.compact)
            self._strip.setGeometry(rects.strip.adjusted(self._theme.margin, 0, -self._theme.margin, 0))
            self._footer.place(rects)
            self._footer.show_frame(frame)
            self._footer.setVisible(not self._view.over or frame.back or frame.call or frame.next_label is not None)
            self._place_parts(rects)
            if self._view.over and not self._footer.isVisibleTo(self):
                self._page.setGeometry(self._page.geometry().adjusted(0, 0, 0, rects.footer.height()))
        self.update()

    def _place_parts(self, rects: FrameRects) -> None:
        assert self._theme is not None and self._page is not None and self._view is not None
        px, frame, area = self._theme.px, self._view.frame, QRect(rects.work)
        has_rail = bool(self._page.wants_rail and not self._page.owns_heading and (frame.why or frame.guide))
        beside = has_rail and rects.rail_width > 0
        above = has_rail and rects.portrait
        self._place_why(rects, bool(frame.why) and not beside and not above and not self._page.owns_heading)
        area.setTop(self._place_heading(rects, area))
        if self._problem_box is not None:
            self._problem_box.setGeometry(area.x(), area.y(), area.width(), self._problem_box.height_for(area.width()))
            self._problem_box.show()
            area.setTop(area.top() + self._problem_box.height() + px(3.0))
        self._rail.setVisible(beside or above)
        if beside:
            self._rail.setGeometry(area.right() + 1 - rects.rail_width, area.y(), rects.rail_width, area.height())
            area.setRight(area.right() - rects.rail_width - px(8.0))
        elif above:
            height = min(px(78.0), area.height() // 4)
            self._rail.setGeometry(area.x(), area.y(), area.width(), height)
            area.setTop(area.top() + height + px(6.0))
        self._page.setGeometry(area)

    def _place_why(self, rects: FrameRects, wanted: bool) -> None:
        assert self._theme is not None
        self._why.setVisible(wanted)
        if wanted:
            px, work = self._theme.px, rects.work
            width = min(self._why.natural_width(), work.width() // 3)
            self._why.setGeometry(work.right() + 1 - width, work.y(), width, px(14.0))

    def _place_heading(self, rects: FrameRects, area: QRect) -> int:
        """Topic, heading and hint at the top of area; the y where the content begins."""
        assert self._theme is not None and self._page is not None
        px = self._theme.px
        width = area.width() - (self._why.width() + px(4.0) if self._why.isVisibleTo(self) else 0)
        limit = int(area.height() * self._head_share(rects, area.height()))
        labels = (self._topic, self._heading, self._hint)
        wanted = [label.heightForWidth(width) for label in labels]
        if rects.compact:
            wanted[0] = wanted[2] = 0  # keys need the room
        elif self._problem_box is not None and area.height() < px(120.0):
            wanted[0] = wanted[2] = 0  # what to mend is more than a hint
        elif self._page.hint_gives_way and area.height() < px(120.0):
            wanted[2] = 0
        share = min(1.0, (limit - wanted[0]) / max(1, wanted[1] + wanted[2]))  # the small line does not get smaller
        if wanted[2] and share * self._theme.em(Role.BODY) < px(HINT_MIN_MM):  # nobody reads it, and the question could be larger
            wanted[2] = 0
            share = min(1.0, (limit - wanted[0]) / max(1, wanted[1]))
        y = area.y()
        for label, height in zip(labels, wanted, strict=True):
            label.setVisible(height > 0)
            room = height if label is self._topic else int(height * share)
            used = min(room, round(label.ruby.fitted(width, room).height(width) + 0.49)) if room else 0
            label.setGeometry(area.x(), y, width, used)
            y += used + (px(1.5) if label is self._heading and wanted[2] and self.height() >= px(TIGHT_SCREEN_MM) else 0)
        if self._why.isVisibleTo(self):
            y = max(y, self._why.geometry().bottom())
        return y + (px(4.0) if sum(wanted) else px(2.0)) if y > area.y() else y

    def _head_share(self, rects: FrameRects, height: int) -> float:
        """How much of the work area heading and hint may take: less where it is low, least where keys need it."""
        assert self._theme is not None and self._page is not None
        if rects.compact:
            return HEAD_SHARE_COMPACT
        if self._page.wants_keyboard_room and self.height() < self._theme.px(TIGHT_SCREEN_MM):
            return HEAD_SHARE_KEYS
        return HEAD_SHARE_LOW if height < self._theme.px(120.0) else HEAD_SHARE

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    # --- drawing ----------------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._theme is None or self._page is None:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            painter.end()
            return
        palette, rects = self._theme.palette, self._rects()
        covered = self._view is not None and self._view.over
        painter.fillRect(event.rect(), palette.veil if covered else palette.ground)
        if self._practice and event.rect().intersects(rects.band):
            painter.fillRect(rects.band, palette.practice)
            words = RubyText(self._theme.word("practice"), self._theme.font_px(self._theme.px(4.6), bold=True), furigana=False)
            align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            words.fitted(rects.band.width(), rects.band.height()).paint(painter, rects.band, palette.on_practice, align)
        painter.end()

    def _slide_in(self, forward: bool) -> None:
        assert self._theme is not None and self._page is not None
        page, rest = self._page, self._page.pos()
        start = rest + QPoint(self._theme.px(SLIDE_MM) * (1 if forward else -1), 0)
        page.move(start)
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setStartValue(start)
        self._slide.setEndValue(rest)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(page.move)
        self._slide.start()


def _order(view: View) -> tuple[int, str]:
    return (view.frame.stage if view.frame.stage is not None else -1, view.frame.screen)


def _throw_away(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
