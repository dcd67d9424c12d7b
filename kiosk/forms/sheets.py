"""The sheets one filled form takes: its own pages, and continuation sheets for the people its tables have no row for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.model.form import Form, Group, Values


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a filled form. values: as that sheet's places ask for them; shifted: its `#n` -> the row in the whole list."""

    form: Form
    values: Values
    steps: tuple[str, ...] = ()
    before: int = 0

    def asked(self, step: str) -> str:
        """The step as the whole form's answers call it."""
        name, mark, row = step.partition("#")
        return f"{name}#{int(row) + self.before}" if mark and row.isdecimal() and name in self.steps else step


def leaves(form: Form, values: Values) -> tuple[Leaf, ...]:
    """Every sheet that form takes with those answers: its pages, then a continuation sheet for whom there was no row."""
    later = [leaf for group in form.groups for leaf in _continued(group, values)]
    first = dict(values)
    for group in form.groups:
        rest = group.people(values) - group.rows
        if rest > 0:
            first[f"mark.more.{group.id}"] = f"ほか{rest}件は別紙"
    leaves = [*(Leaf(page, first) for page in (form, *form.more)), *later]
    if len(leaves) == 1:
        return (leaves[0],)
    count = len(leaves)
    return tuple(replace(leaf, values={**leaf.values, "mark.page": f"{number} / {count}"}) for number, leaf in enumerate(leaves, 1))


def _continued(group: Group, values: Values) -> Iterator[Leaf]:
    for before in range(group.rows, group.people(values), group.sheet_rows):
        moved: dict[str, str | tuple[str, ...]] = {}
        for step, value in values.items():
            name, mark, row = step.partition("#")
            if name not in group.steps or not mark:
                moved[step] = value
            elif row.isdecimal() and int(row) > before:
                moved[f"{name}#{int(row) - before}"] = value
        last = min(group.people(values) - before, group.sheet_rows)
        moved |= {f"mark.row#{row}": str(before + row) for row in range(1, last + 1)}
        yield Leaf(group.sheet, moved, group.steps, before)
