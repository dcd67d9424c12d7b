"""The questions of a procedure as a picture (SVG): in their order from top to bottom, and an arrow from each answer that opens another.

Text is drawn without furigana; the picture is for those who write procedures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from kiosk.furigana import plain
from kiosk.model.procedure import AllOf, AnyOf, Condition, Is, Not, Procedure, Step, steps_in

WIDTH, HEIGHT, GAP, LEFT, TOP = 400, 46, 18, 24, 64
LANE: Final = 16
INK, LINE, SHARED, OWN = "#1a1a1a", "#0017c1", "#e8f1fe", "#ffffff"


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the question whose answer opens another to that other, by their places from the top; words: on which answer."""

    start: int
    end: int
    words: str


def step_graph(procedure: Procedure, say: Callable[[str], str] = lambda msgid: msgid) -> str:
    """The picture as SVG text. say: gives a msgid's words in the language wanted."""
    arrows = tuple(_arrows(procedure))
    width = LEFT + WIDTH + 40 + LANE * (len(arrows) + 1) + 360
    height = TOP + len(procedure.steps) * (HEIGHT + GAP) + 30
    parts = [
        _opening(width, height),
        f'<rect width="{width}" height="{height}" fill="#fffdf8"/>',
        f'<text x="{LEFT}" y="38" font-size="22" fill="{INK}">{_text(procedure.title, say)}</text>',
        *(_box(number, step, say) for number, step in enumerate(procedure.steps)),
        *(_arrow(lane, arrow) for lane, arrow in enumerate(arrows)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(width: int, height: int) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="BIZ UDPGothic, sans-serif" font-size="15">'


def _text(msgid: str, say: Callable[[str], str]) -> str:
    return escape(plain(say(msgid)))


def _y(number: int) -> int:
    return TOP + number * (HEIGHT + GAP)


def _box(number: int, step: Step, say: Callable[[str], str]) -> str:
    y = _y(number)
    dash = ' stroke-dasharray="5 4"' if step.when is not None else ""
    fill = SHARED if step.shared else OWN
    each = f"  ×{step.each}" if step.each else ""
    down = f'<path d="M{LEFT + 30} {y - GAP}v{GAP}" stroke="{INK}" fill="none"/>' if number else ""
    return (
        f'{down}<rect x="{LEFT}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{fill}" stroke="{INK}"{dash}/>'
        f'<text x="{LEFT + 12}" y="{y + 19}" fill="{INK}">{_text(step.label, say)}</text>'
        f'<text x="{LEFT + 12}" y="{y + 37}" font-size="12" fill="#4d4d4d">{escape(step.id)} · {step.kind.value}{escape(each)}</text>'
    )


def _arrow(lane: int, arrow: Arrow) -> str:
    x, turn = LEFT + WIDTH, LEFT + WIDTH + 30 + LANE * lane
    start, end = _y(arrow.start) + HEIGHT // 2 + 6, _y(arrow.end) + HEIGHT // 2 - 6
    return (
        f'<path d="M{x} {start}H{turn}V{end}H{x + 2}" stroke="{LINE}" fill="none"/>'
        f'<path d="M{x + 9} {end - 5}l-8 5 8 5" stroke="{LINE}" fill="none"/>'
        f'<text x="{turn + 6}" y="{end - 8}" font-size="12" fill="{LINE}">{escape(arrow.words)}</text>'
    )


def _arrows(procedure: Procedure) -> Iterator[Arrow]:
    places = {step.id: number for number, step in enumerate(procedure.steps)}
    for number, step in enumerate(procedure.steps):
        for other in dict.fromkeys(steps_in(step.when)):
            yield Arrow(places.get(other, 0), number, _words(step.when, other))


def _words(condition: Condition | None, other: str) -> str:
    """What is looked for in that step's answer: proxy, not self, honseki / number."""
    match condition:
        case Is(step, values):
            return " / ".join(values) if step == other else ""
        case Not(inner):
            inside = _words(inner, other)
            return f"not {inside}" if inside else ""
        case AllOf(parts) | AnyOf(parts):
            return ", ".join(words for part in parts if (words := _words(part, other)))
    return ""
