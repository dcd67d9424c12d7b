"""What a screen shows: one frozen View at a time, already in the resident's language.

Every str here is finished text and may carry furigana (住民票《じゅうみんひょう》). Screens draw it and emit a Fact (facts.py);
they decide nothing. Screen ids are those of the flow: R01 … R19, RX1 …
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Stage(IntEnum):
    """The five stations of the progress strip."""

    CHOOSE = 0
    BRING = 1
    ASK = 2
    CHECK = 3
    RECEIVE = 4


class TextSize(StrEnum):
    """The three text steps of the kiosk scale."""

    NORMAL = "normal"
    LARGE = "large"
    XLARGE = "xlarge"


class Contrast(StrEnum):
    """Colour sets: the warm day one, black-and-white-yellow, and a dim one."""

    NORMAL = "normal"
    HIGH = "high"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """How the person wants to see it; back to the defaults at every wipe."""

    language: str = "ja"
    size: TextSize = TextSize.LARGE
    contrast: Contrast = Contrast.NORMAL
    furigana: bool = True
    voice: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary (RX2). place: the tile, key or field to jump to; empty for the whole step."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every resident screen. None as a label leaves that button's place empty, never moved.

    topic: what the question belongs to where there are several, a small line above the heading. next_label names the act; why: the panel
    「なぜ ききますか」 of the right rail, empty for none; guide: pose of the シーサー.
    """

    screen: str
    heading: str = ""
    hint: str = ""
    stage: Stage | None = None
    stage_note: str = ""
    topic: str = ""
    why: str = ""
    guide: str = ""
    back: bool = True
    next_label: str | None = ""
    call: bool = True
    quit: bool = True
    problems: tuple[Problem, ...] = ()


# --- bodies: one dataclass a kind of screen --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Option:
    """One tile. value names it in facts and tests; picture: assets/icons/tile/<picture>.svg; quiet: dashed, for わからない."""

    value: str
    label: str
    note: str = ""
    picture: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Attract:
    """R01. languages: (code, name in its own script)."""

    city: str
    brand: str
    lines: tuple[str, ...]
    start: str
    promises: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class LookChoice:
    """R02. Every change emits Action.LOOK and comes back as a new view; the whole screen is the preview."""

    look: Look
    languages: tuple[tuple[str, str], ...]
    labels: dict[str, str]
    preview: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Tiles to choose from; paged, never scrolled. NEXT carries tuple[str, …] of the chosen values."""

    options: tuple[Option, ...]
    selected: tuple[str, ...] = ()
    multiple: bool = False
    at_once: bool = False  # a tap is the answer (menus); no NEXT needed


@dataclass(frozen=True, slots=True)
class Menu:
    """R04 and the life events of R06: tiles that act at once under a tile that looks like a search field. A touch emits Action.CHOOSE."""

    options: tuple[Option, ...]
    search: Option | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A short fact on a card, with an icon of assets/icons/ui."""

    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One procedure to choose. aside: why it does not fit the filters; it stands after the others then, never hidden."""

    value: str
    title: str
    line: str = ""
    picture: str = ""
    badges: tuple[Badge, ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """R06, the procedures of a life event: tick as many as you like. NEXT and BACK carry tuple[str, …] of the ticked ones.

    filters: chips; a touch emits Action.CHOOSE with (filter's value, ticked values). on: filters that are set. all: words of the
    chip that ticks everything, "" for none. empty: what stands there when there is no card.
    acts: those of the chips that lead elsewhere. at_once: a touch of a card emits Action.CHOOSE with its value and nothing is ticked. banner: a warning above them, "" for none.
    """

    cards: tuple[Card, ...]
    selected: tuple[str, ...] = ()
    filters: tuple[Option, ...] = ()
    on: tuple[str, ...] = ()
    all: str = ""
    empty: str = ""
    acts: tuple[str, ...] = ()
    at_once: bool = False
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found. title: words above the cards."""

    title: str = ""
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """R06, finding by a word. find is asked after every key. A card emits Action.CHOOSE with (its value, the word); BACK carries the word."""

    value: str
    max_chars: int
    labels: dict[str, str]
    find: Callable[[str], Hits]


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that could be done in the same visit. note: what that saves."""

    value: str
    title: str
    note: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to bring. state: "" until tapped, else a value of Checklist.states."""

    id: str
    label: str
    note: str = ""
    picture: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """R08. NEXT carries tuple[tuple[item id, state], …]. facts: (label, value) lines such as fee and minutes.

    offers: procedures to add with one touch, which emits Action.CHOOSE with (its value, the states so far); add: words of that button.
    """

    items: tuple[ChecklistItem, ...]
    states: tuple[Option, ...]
    facts: tuple[tuple[str, str], ...] = ()
    offers_title: str = ""
    offers: tuple[Offer, ...] = ()
    add: str = ""


@dataclass(frozen=True, slots=True)
class CardPlace:
    """R11 before and while reading. reads / reads_not: what is read and what is never read. scene: assets/icons/scene name."""

    scene: str
    busy: bool
    reads_title: str
    reads: tuple[str, ...]
    reads_not_title: str
    reads_not: tuple[str, ...]
    promise: str
    choices: tuple[Option, ...] = ()  # e.g. "I do not know my number"; emits Action.CHOOSE


@dataclass(frozen=True, slots=True)
class SecretPad:
    """R11 number pad. groups: digits per dotted group, (4,) for the PIN, (6, 4, 4) for 照合番号B.

    Digits go into one wipeable buffer and leave as Action.SECRET with a Secret; nothing of them is drawn, only dots.
    """

    groups: tuple[int, ...]
    group_labels: tuple[str, ...]
    tries: str
    erase: str
    cancel: str
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of label and value with a mark, e.g. what was read from the card."""

    rows: tuple[tuple[str, str], ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """Ten-key for a phone number, a postal code (NEXT carries str) or, with stepper, a count with − and +."""

    value: str
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    max_digits: int = 4
    stepper: bool = False
    erase: str = ""
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class DateEntry:
    """Era and western year together, then month, then day, all on one screen. NEXT carries an ISO date or ""."""

    value: str
    labels: dict[str, str]
    first_year: int
    last_year: int
    choices: tuple[Option, ...] = ()


class TextKind(StrEnum):
    """What a text field takes."""

    KANA = "kana"
    NAME = "name"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class TextEntry:
    """Kana keyboard with kanji candidates. NEXT carries str. candidates: reading -> spellings, () where there is no converter."""

    value: str
    kind: TextKind
    max_chars: int
    labels: dict[str, str]
    candidates: Callable[[str], tuple[str, ...]] = field(default=lambda reading: ())
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """Postal code, then town, then number. NEXT carries the whole address as str. towns: postal code -> addresses up to the town."""

    value: str
    labels: dict[str, str]
    towns: Callable[[str], tuple[str, ...]] = field(default=lambda code: ())
    candidates: Callable[[str], tuple[str, ...]] = field(default=lambda reading: ())


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One answer to look over. step: goes back with Action.EDIT; mark: e.g. カードから; group: what it belongs to; empty for none."""

    step: str
    label: str
    value: str
    mark: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """R13, seven rows a page at most; rows of a group stand together under its name. not_yet: a line above them."""

    rows: tuple[CheckRow, ...]
    edit: str
    not_yet: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """R14. table: (what, why, who, until). options: one tick per purpose, none pre-ticked; decline: the paper-only way."""

    headers: tuple[str, str, str, str]
    table: tuple[tuple[str, str, str, str], ...]
    options: tuple[Option, ...]
    selected: tuple[str, ...]
    decline: Option


@dataclass(frozen=True, slots=True)
class Working:
    """Something takes a moment (printing, sending). choices appear when the person may act; picture: a fault picture or scene."""

    message: str
    picture: str = ""
    busy: bool = True
    detail: str = ""
    code: str = ""
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """R17. steps: what matters most first; more: says where the rest stands when not all fit."""

    title: str
    receipt_label: str
    receipt_no: str
    code_label: str
    code: str
    code_hint: str
    steps_title: str
    steps: tuple[str, ...]
    qr_text: str
    qr_hint: str
    counters: tuple[tuple[str, str], ...]
    if_lost: str
    more: str = ""
    print_label: str = ""  # the button that prints the same on paper (Action.CHOOSE, PRINT); "" for none


@dataclass(frozen=True, slots=True)
class Handover:
    """R05 and R05M: a picture or a code at the left, numbered lines beside it, buttons below (Action.CHOOSE). primary: the solid one.

    numbered: whether the lines are steps to take one after the other.
    """

    lines: tuple[str, ...]
    choices: tuple[Option, ...]
    picture: str = ""
    qr_text: str = ""
    primary: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class DayTile:
    """A day of R15. mark: あした and the like; free: how much is free; shut: closed days just before it, in short words."""

    value: str
    day: str
    mark: str = ""
    free: str = ""
    shut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """R15: five days a page. A touch emits Action.CHOOSE with the day's value."""

    days: tuple[DayTile, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """R15: six times a page. A touch emits Action.CHOOSE."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class BookingSlip:
    """R15 at its end. state: 仮予約 or confirmed, sure: which; lists: (title, lines). choices emit Action.CHOOSE; primary: the solid one."""

    state: str
    sure: bool
    number_label: str
    number: str
    code: str
    day: str
    time: str
    desk: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    qr_text: str
    qr_hint: str
    choices: tuple[Option, ...]
    primary: str = ""


@dataclass(frozen=True, slots=True)
class TripBar:
    """One bar of R09: as many steps as outings. best: the way this plan shows."""

    label: str
    trips: int
    shown: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class TripLine:
    """One thing to do on a day. place: where, "" for the same as the line above."""

    picture: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class TripDay:
    """One day of R09's timeline. mark: きょう, or how many days later; home: nobody goes out for it; why: why this day."""

    day: str
    mark: str
    lines: tuple[TripLine, ...]
    why: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True)
class TripPlan:
    """R09. facts: (label, value). options: ticks, NEXT carries the ticked values; acts: CHOOSE carries (value, ticked values)."""

    bars: tuple[TripBar, ...]
    facts: tuple[tuple[str, str], ...]
    days: tuple[TripDay, ...]
    options: tuple[Option, ...] = ()
    selected: tuple[str, ...] = ()
    acts: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A sheet of labels to draw, in mm. cells: x, y, width, height of every label, in the order they are filled."""

    width: float
    height: float
    cells: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class LabelPapers:
    """R25, which paper lies in the printer. A touch emits Action.CHOOSE with the option's value.

    pictures, makers: one for each option; the makers' names stand after the note where there is room.
    """

    options: tuple[Option, ...]
    pictures: tuple[SheetPicture, ...]
    makers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelPlaces:
    """R25, one sheet of labels. start: the first label that is still there, from 1; NEXT carries it as text.

    movable: whether a touch on a label, − or ＋ changes the start; label: words for it, with {n}. labels: reading, name, address and last
    line of every label, "" for none, drawn from the start on as far as this sheet has room. lines: what to know, beside the sheet.
    """

    picture: SheetPicture
    start: int
    movable: bool = False
    label: str = ""
    labels: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """R18: a question with tiles, and three faces. NEXT carries (answer, face); either may be ""."""

    options: tuple[Option, ...]
    faces: tuple[Option, ...]
    faces_title: str


@dataclass(frozen=True, slots=True)
class Wiped:
    """R19: what was erased and when."""

    rows: tuple[str, ...]
    erased: str
    back_in_s: int


@dataclass(frozen=True, slots=True)
class Notice:
    """RX1, RX3, RX5 and the privacy cover: one sentence, one next step. Buttons emit Action.CHOOSE with their value.

    countdown_s: a ring that runs out and emits Action.TIME_UP; 0 for none. code: small, for staff.
    primary / danger: values of the solid and the red-outlined button.
    """

    text: str
    choices: tuple[Option, ...]
    detail: str = ""
    picture: str = ""
    primary: str = ""
    danger: str = ""
    countdown_s: int = 0
    code: str = ""


Body = (
    Attract
    | LookChoice
    | Choices
    | Menu
    | Cards
    | Search
    | Checklist
    | CardPlace
    | SecretPad
    | Facts
    | NumberEntry
    | DateEntry
    | TextEntry
    | AddressEntry
    | Check
    | Consent
    | Working
    | Done
    | Handover
    | TripPlan
    | Days
    | Times
    | BookingSlip
    | LabelPapers
    | LabelPlaces
    | Leave
    | Wiped
    | Notice
)


@dataclass(frozen=True, slots=True)
class View:
    """One screen. over: drawn above the screen before it, whose values are hidden (RX1, the privacy cover)."""

    frame: Frame
    body: Body
    over: bool = False
