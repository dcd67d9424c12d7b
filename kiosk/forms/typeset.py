"""A form written in sections to the same art and places in mm that an explicit form has.

Every section is a block that knows its height; a page's blocks are stretched or squeezed a little together until they fill it, and
the office's part stands at the foot. What does not fit is an error that names the section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.content.build import build_condition
from kiosk.forms import tables
from kiosk.forms.blocks import BAR, FOOT, FULL, LEFT, RIGHT, SMALL_TOP, TOP, About, Block, bar
from kiosk.forms.cells import draw_cell, wanted_height
from kiosk.forms.drawing import Drawing, Names, Place, caption_height
from kiosk.forms.entries import NARROW, FormDefinitionError, Wrong
from kiosk.forms.furniture import blank_block, footer, heading, notes_block, office_block, sign_block, small_heading, words_block
from kiosk.forms.measure import length
from kiosk.forms.sections import (
    AnySection,
    Bank,
    Blank,
    Cell,
    Heading,
    NewPage,
    Notes,
    Office,
    Proxy,
    Rows,
    SectionEntry,
    Sign,
    Table,
    Words,
)
from kiosk.model.form import Box, Form, Group, Source
from kiosk.model.procedure import AllOf, Condition

LEAST, MOST = 0.8, 1.12  # how far rows may be squeezed and stretched
CLOSE = 0.6  # how near sections may come to each other


@dataclass(frozen=True, slots=True)
class Typeset:
    """The finished form, and which entry of the file made each place and printed word."""

    form: Form
    origins: dict[str, Place]


def typeset(about: About, sections: Sequence[SectionEntry]) -> Typeset:
    """The form those sections draw; FormDefinitionError when a page is too full."""
    names, origins = Names(), dict[str, Place]()
    groups: list[Group] = []
    first, *rest = (_page(about, number, page, names, origins) for number, page in enumerate(_pages(sections), 1))
    more = tuple(about.form(page, str(number)) for number, page in enumerate(rest, 2))
    for number, entry in enumerate(sections):
        if entry.table is not None and entry.table.each is not None:
            place = ("sections", number, "table")
            part = entry.table.each if not any(one.id == entry.table.each for one in groups) else f"{entry.table.each}{number}"
            groups.append(tables.group(about, entry.table, place, names, origins, part))
    return Typeset(about.form(first, "", more, tuple(groups)), origins)


def _pages(sections: Sequence[SectionEntry]) -> list[list[tuple[Place, AnySection]]]:
    pages: list[list[tuple[Place, AnySection]]] = [[]]
    for number, entry in enumerate(sections):
        key, section = entry.inner()
        if key == "page":
            pages.append([])
        else:
            pages[-1].append((("sections", number, key), section))
    return pages


def _page(about: About, number: int, sections: list[tuple[Place, AnySection]], names: Names, origins: dict[str, Place]) -> Drawing:
    d = Drawing(names, origins)
    if number > 1:
        small_heading(d, about.title)
    blocks = []
    for place, section in sections:
        d.at = place
        if isinstance(section, Heading):
            heading(d, about.title, section)
        elif not isinstance(section, NewPage):
            blocks.append(_block(section, place))
    _fill(d, blocks, SMALL_TOP if number > 1 else TOP)
    footer(d, about.id, about.edition, about.verified_on)
    return d


def _block(section: Rows | Table | Bank | Sign | Proxy | Words | Notes | Blank | Office, place: Place) -> Block:
    match section:
        case Rows():
            return _rows(section, place, build_condition(section.when))
        case Bank():
            return _rows(_bank(section), place, build_condition(section.condition()))
        case Proxy():
            return _rows(_proxy(section), place, build_condition(section.when))
        case Table():
            return tables.block(section, place)
        case Sign():
            return sign_block(section, place)
        case Words():
            return words_block(section, place)
        case Notes():
            return notes_block(section, place)
        case Blank():
            return blank_block(section, place)
        case Office():
            return office_block(section, place)


# --- filling a page ---------------------------------------------------------------------------------------------------------
def _fill(d: Drawing, blocks: list[Block], top: float) -> None:
    """Stretch or squeeze the rows until the page is full; when that is not enough, bring the sections nearer to each other too."""
    if not blocks:
        return
    room = FOOT - top
    scale, nearer = next(
        ((scale, nearer) for nearer in (1.0, CLOSE) if (scale := _scale(blocks, room, nearer)) is not None), (None, 1.0)
    )
    if scale is None:
        raise FormDefinitionError([_too_full(blocks, room)])
    y = top
    for number, block in enumerate(blocks):
        rest = blocks[number:]
        y += block.gap * nearer if number else 0.0
        if all(other.at_foot for other in rest):
            y = max(y, FOOT - sum(other.height(scale) for other in rest) - sum(other.gap * nearer for other in rest[1:]))
        d.at = block.place
        block.draw(d, y, scale)
        y += block.height(scale)


def _scale(blocks: list[Block], room: float, nearer: float) -> float | None:
    """How much the rows are stretched to fill that room; None when they would have to be squeezed too much."""
    fixed = sum(block.fixed for block in blocks) + sum(block.gap * nearer for block in blocks[1:])
    loose = sum(block.loose for block in blocks)
    scale = min(MOST, (room - fixed) / loose) if loose else 1.0 if fixed <= room + 0.01 else 0.0
    return scale if scale >= LEAST else None


def _too_full(blocks: list[Block], room: float) -> Wrong:
    needed, over = 0.0, blocks[-1]
    for number, block in enumerate(blocks):
        before = needed
        needed += block.height(LEAST) + (block.gap * CLOSE if number else 0.0)
        if before <= room < needed:
            over = block
    full = f"the page is full here: its sections need {needed:.0f} mm and there are {room:.0f}"
    return Wrong(over.place, full, "Shorten rows, or put `- page: {}` before this section.")


# --- rows ---------------------------------------------------------------------------------------------------------------------
def _source(cell: Cell, whole: Condition | None) -> Source:
    """Where the cell's value comes from. whole: the condition of its section."""
    both = tuple(part for part in (whole, build_condition(cell.when)) if part is not None)
    when = AllOf(both) if len(both) > 1 else both[0] if both else None
    steps = () if cell.by_hand or cell.source is None else tuple(cell.source)
    fall = {step: tuple(values) for step, values in cell.fall_back_when.items()} if cell.fall_back_when else None
    return Source(steps, fall, when)


@dataclass(frozen=True, slots=True)
class _Set:
    """A cell with its place in the row: left edge, width of its label box, width of the whole."""

    cell: Cell
    place: Place
    x: float
    label_w: float
    w: float


def _rows(section: Rows, place: Place, condition: Condition | None) -> Block:
    rows = [_set_row(section, row, (*place, "rows", number)) for number, row in enumerate(section.rows)]
    heights = [max(_wanted(one, number) for number, one in enumerate(row)) for row in rows]
    firm = [any(one.cell.h is not None for one in row) for row in rows]
    over = BAR if section.title else 0.0
    fixed = over + sum(high for high, stays in zip(heights, firm, strict=True) if stays)
    loose = sum(high for high, stays in zip(heights, firm, strict=True) if not stays)

    def draw(d: Drawing, y: float, scale: float) -> None:
        top = y
        if section.title:
            bar(d, y, section.title, section.title_note)
            y += BAR
        for number, (row, high, stays) in enumerate(zip(rows, heights, firm, strict=True)):
            deep = high if stays else high * scale
            _draw_row(d, row, y, deep, condition)
            y += deep
            if number + 1 < len(rows):
                kana = all(one.cell.kind == "kana" for one in row)
                d.line(LEFT, y, RIGHT, y, *((0.1, 0.7) if kana else (0.2, 0.0)))
        d.at = place
        d.frame(Box(LEFT, top, FULL, y - top), 0.4)

    return Block(place, fixed, loose, draw, section.gap)


def _wanted(one: _Set, number: int) -> float:
    value = wanted_height(one.cell, one.w - one.label_w)
    if not one.label_w:
        return value
    return max(value, caption_height(one.cell.label, one.label_w, _label_size(one.cell, number), one.cell.label_note))


def _label_size(cell: Cell, number: int) -> float:
    return 8.0 if cell.kind == "kana" else 9.5 if number == 0 else 9.0


def _set_row(section: Rows, row: list[Cell], place: Place) -> list[_Set]:
    given = sum(cell.w for cell in row if cell.w)
    others = [cell for cell in row if not cell.w]
    if given > FULL + 0.01 or (others and FULL - given < 10 * len(others)):
        raise FormDefinitionError([Wrong(place, f"the cells of this row are wider than the paper's {FULL:g} mm", NARROW)])
    share = (FULL - given) / len(others) if others else 0.0
    stretch = 1.0 if others or not given else FULL / given
    x, out = LEFT, []
    for number, cell in enumerate(row):
        one = cell.model_copy(update={"by_hand": True, "source": None}) if section.by_hand and not cell.by_hand else cell
        wide = (cell.w or share) * stretch
        label_w = 0.0 if not cell.label else cell.label_w or (section.label_w if number == 0 else _narrow(cell))
        if wide - label_w < 6:
            raise FormDefinitionError(
                [Wrong((*place, number), f"no room is left for the value: {wide:g} mm with its label", NARROW)]
            )
        out.append(_Set(one, place, x, label_w, wide))
        x += wide
    return out


def _narrow(cell: Cell) -> float:
    longest = max(length(line, 9) for line in cell.label.split("\n"))
    return min(max(longest + 6.0, 15.0), 28.0)


def _draw_row(d: Drawing, row: list[_Set], y: float, high: float, condition: Condition | None) -> None:
    for number, one in enumerate(row):
        d.at = (*one.place, number) if len(row) > 1 else one.place
        if number:
            d.line(one.x, y, one.x, y + high)
        if one.label_w:
            size = _label_size(one.cell, number)
            d.caption(Box(one.x, y, one.label_w, high), one.cell.label, size, one.cell.label_note)
            d.line(one.x + one.label_w, y, one.x + one.label_w, y + high, 0.2 if number == 0 else 0.1)
        value = Box(one.x + one.label_w, y, one.w - one.label_w, high)
        draw_cell(d, one.cell, value, _source(one.cell, condition))


# --- sections made of rows ------------------------------------------------------------------------------------------------------
def _cell(**keys: object) -> Cell:
    return Cell.model_validate(keys)


def _bank(section: Bank) -> Rows:
    def one(label: str, step: str | None, **more: object) -> Cell:
        return _cell(label=label, **({"from": step} if step else {"by_hand": True}), **more)

    source = section.sources()
    kinds = {"futsu": "普通", "toza": "当座"}
    # A typed number may be a post office's (記号－番号); boxes of a bank's seven digits are for the pen.
    number: dict[str, object] = {} if source.number else {"kind": "comb", "boxes": 7}
    names = [[one("金融機関名・支店名", source.bank, h=10.0)]] if source.bank and not source.branch else [
        [one("金融機関名", source.bank, h=10.0, w=96.0), one("支店名", source.branch, label_w=18.0)]
    ]  # fmt: skip
    rows = [
        *names,
        [one("預金種別", source.type, kind="ticks", options=kinds, w=80.0), one("口座番号", source.number, label_w=20.0, **number)],
        [one("口座名義\n（カタカナ）", source.holder, h=10.0)],
    ]
    return Rows(title=section.title, title_note=section.note, rows=rows, gap=section.gap)


def _proxy(section: Proxy) -> Rows:
    own, hand = {"by_hand": True}, "委任した人の"
    rows = [
        [_cell(kind="words", text=section.text, w=118.0), _cell(label="書いた日", label_w=16.0, kind="era_date", **own)],
        [_cell(label="住所", called=f"{hand}住所", h=9.0, **own)],
        [
            _cell(label="氏名", called=f"{hand}氏名", seal=True, h=12.0, w=118.0, **own),
            _cell(label="電話番号", called=f"{hand}電話番号", label_w=18.0, **own),
        ],
        [_cell(label="生年月日", called=f"{hand}生年月日", kind="date", **own)],
    ]
    return Rows(title=section.title, title_note=section.title_note, rows=rows, gap=section.gap)
