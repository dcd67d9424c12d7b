"""Tables of people: their rows on the form, and the continuation sheets that the rest go to."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.content.build import build_condition
from kiosk.forms.blocks import BAR, FOOT, FULL, LEFT, RIGHT, SMALL_TOP, About, Block, bar
from kiosk.forms.cells import called, draw_value, flow
from kiosk.forms.drawing import Drawing, Names, Place
from kiosk.forms.entries import NARROW, FormDefinitionError, Wrong
from kiosk.forms.furniture import footer, small_heading
from kiosk.forms.measure import length, set_label
from kiosk.forms.sections import Column, Table
from kiosk.model.form import Align, Box, Face, Group, Source, TextField

HEAD, NUMBER_W = 6.5, 7.0
_ROW_H: Mapping[str, float] = {"name": 10.0, "address": 11.0, "comb": 9.0}
_KANA_H = 4.6


def block(table: Table, place: Place) -> Block:
    """The table with its rows on the form itself."""
    widths = _widths(table, place)
    row = table.row_h or _row_height(table, widths)
    head = _head_height(table, widths)
    over = (BAR if table.title else 0.0) + head

    def draw(d: Drawing, y: float, scale: float) -> None:
        end = LEFT
        if table.title:
            end = bar(d, y, table.title, table.title_note)
        if table.each:
            _more(d, table, y, end)
        deep = row * scale if table.row_h is None else row
        _grid(d, table, widths, Box(LEFT, y + over - head, FULL, head + deep * table.rows), head, table.rows)
        d.frame(Box(LEFT, y, FULL, over + deep * table.rows), 0.4)

    fixed = over + (row * table.rows if table.row_h else 0.0)
    return Block(place, fixed, 0.0 if table.row_h else row * table.rows, draw, table.gap)


def group(about: About, table: Table, place: Place, names: Names, origins: dict[str, Place], part: str) -> Group:
    """The table's group with its continuation sheet. part: of the sheet's id, its own in the form."""
    assert table.each is not None, "only a table of a group goes on"
    d = Drawing(names, origins)
    d.at = place
    small_heading(d, f"{about.title}（別紙）")
    widths = _widths(table, place)
    head, row = _head_height(table, widths), table.row_h or _row_height(table, widths)
    rows = int((FOOT - SMALL_TOP - BAR - head) / row)
    bar(d, SMALL_TOP, table.title or "つづき", table.title_note)
    box = Box(LEFT, SMALL_TOP + BAR, FULL, head + row * rows)
    _grid(d, table, widths, box, head, rows, numbers=True)
    d.frame(Box(LEFT, SMALL_TOP, FULL, BAR + box.h), 0.4)
    footer(d, about.id, about.edition, about.verified_on)
    steps = [step for column in table.columns for step in (*(column.source or ()), *((column.kana,) if column.kana else ()))]
    steps += [choice.source for column in table.columns for choice in column.options.values() if choice.source]
    return Group(table.each, table.rows, tuple(dict.fromkeys(steps)), about.form(d, part), rows)


def _widths(table: Table, place: Place) -> tuple[float, ...]:
    room = FULL - (NUMBER_W if table.numbered else 0.0)
    given = sum(column.w for column in table.columns if column.w)
    others = sum(not column.w for column in table.columns)
    if given > room + 0.01 or (others and room - given < 8 * others):
        raise FormDefinitionError([Wrong((*place, "columns"), f"the columns are wider than the {room:g} mm the table has", NARROW)])
    if others:
        return tuple(column.w or (room - given) / others for column in table.columns)
    return tuple((column.w or 0.0) * room / given for column in table.columns)


def _row_height(table: Table, widths: tuple[float, ...]) -> float:
    deep = 9.0
    for column, wide in zip(table.columns, widths, strict=True):
        deep = max(deep, _ROW_H.get(column.kind, 8.5) + (_KANA_H - 1.0 if column.kana else 0.0))
        if column.options:
            deep = max(deep, (flow(column, wide)[-1].row + 1) * 5.6 + 1)
    return deep


def _head_height(table: Table, widths: tuple[float, ...]) -> float:
    two = any(
        length(column.label, 8) > wide - 2 or "\n" in column.label for column, wide in zip(table.columns, widths, strict=True)
    )
    return 8.0 if two else HEAD


def _more(d: Drawing, table: Table, y: float, end: float) -> None:
    """Where the bar says that there are more people than rows."""
    source = Source((f"mark.more.{table.each}",))
    box = Box(max(RIGHT - 50, end + 2), y + 0.6, min(48, RIGHT - 4 - end), BAR - 1.2)
    d.add(TextField(d.names.new("more"), "別紙", source, box, 8, 6, 1, Align.RIGHT, Face.GOTHIC))


def _grid(d: Drawing, table: Table, widths: tuple[float, ...], box: Box, head: float, rows: int, numbers: bool = False) -> None:
    """Head and rows inside the box. numbers: those of the whole list, put in when the sheet is filled."""
    d.frame(Box(LEFT, box.y, FULL, head), 0.0, 0.965)
    first = LEFT + (NUMBER_W if table.numbered else 0.0)
    edges = [first]
    for wide in widths:
        edges.append(edges[-1] + wide)
    for column, x, wide in zip(table.columns, edges, widths, strict=False):
        points, lines = set_label(column.label, wide - 1.6, head - 0.4, 8.0)
        d.stacked(Box(x + 0.8, box.y, wide - 1.6, head), lines, points, Align.CENTER)
    for x in edges[:-1] if table.numbered else edges[1:-1]:
        d.line(x, box.y, x, box.bottom, 0.1)
    high = (box.h - head) / rows
    for row in range(1, rows + 1):
        y = box.y + head + (row - 1) * high
        d.line(LEFT, y, RIGHT, y)
        if table.numbered:
            _number(d, Box(LEFT, y, NUMBER_W, high), row, numbers)
        for column, x, wide in zip(table.columns, edges, widths, strict=False):
            _cell(d, table, column, Box(x, y, wide, high), row)


def _number(d: Drawing, box: Box, row: int, numbers: bool) -> None:
    if not numbers:
        d.label(box, str(row), 8, Align.CENTER)
        return
    inner = Box(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1)
    source = Source((f"mark.row#{row}",))
    d.add(TextField(d.names.new("row"), "番号", source, inner, 8, 6, 1, Align.CENTER, Face.GOTHIC))


def _cell(d: Drawing, table: Table, column: Column, box: Box, row: int) -> None:
    when = build_condition(table.when)

    def source(step: str) -> Source:
        return Source((f"{step}#{row}",), when=when)

    label = f"{called(column)}（{row}）"
    own = source(column.source[0]) if column.source and not column.by_hand else Source((), when=when)
    if column.kana:
        low = min(_KANA_H, box.h * 0.38)
        upper = Box(box.x + 1.5, box.y + 0.3, box.w - 2.7, low - 0.4)
        kana = source(column.kana)
        d.add(TextField(d.names.new(kana.steps[0]), f"{label}のフリガナ", kana, upper, 7.5, 5, 2, longest=14))
        d.line(box.x, box.y + low, box.right, box.y + low, 0.1, 0.7)
        box = Box(box.x, box.y + low, box.w, box.h - low)
    shown = column
    if column.options:
        named = {
            value: choice.model_copy(update={"source": f"{choice.source}#{row}"}) if choice.source else choice
            for value, choice in column.options.items()
        }
        shown = column.model_copy(update={"options": named})
    elif column.kind == "name" and column.size is None:
        shown = column.model_copy(update={"size": min(13.0, (box.h - 1) / 0.3528)})
    elif column.kind == "text" and column.size is None:
        shown = column.model_copy(update={"size": 10.0})
    draw_value(d, shown, box, own, label)
