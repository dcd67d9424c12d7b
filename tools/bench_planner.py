"""How long a plan takes: what people bring, and sixty documents in twelve places, beside the order of the same graph alone.

Floor: the wish made into acts in an order that works (a topological sort), which every planner must do before it can weigh outings. The aim is
200 ms, what a person at a counter does not notice. Thirty wishes, drawn from one seed: the slowest counts, of its fastest of three runs.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from kiosk.planner.graph import build_graph
from kiosk.planner.making import make_plan
from kiosk.planner.model import Atlas, Document, Errand, Minutes, Place, PlaceKind, Way, Wish
from kiosk.planner.opening import Calendar

AIM_MS = 200.0
TODAY = date(2026, 11, 24)
WEEKS: tuple[dict[int, tuple[Minutes, ...]], ...] = (
    dict.fromkeys(range(5), ((510, 1035),)),
    dict.fromkeys(range(6), ((540, 720),)),
    dict.fromkeys(range(5), ((540, 720), (780, 1020))),
)


def wish_of(documents: int, places: int, seed: int) -> tuple[Wish, Atlas]:
    """A wish that needs that many documents, each of up to two others, from that many places; five procedures take them all."""
    draw = random.Random(seed)
    names = [f"p{n}" for n in range(places)]
    made: dict[str, Document] = {}
    for n in range(documents):
        needs = tuple(draw.sample(sorted(made), min(len(made), draw.choice((0, 0, 1, 2)))))
        ask = draw.choice(((Way.VISIT,), (Way.VISIT, Way.PHONE), ()))
        fetch = draw.choice(((Way.VISIT,), (Way.VISIT, Way.POST)))
        made[f"d{n}"] = Document(f"d{n}", f"d{n}", (draw.choice(names),), ask, fetch, draw.choice((0, 3, 7, 14, None)), needs)
    needed = [*made]
    errands = tuple(Errand(f"e{n}", f"e{n}", (names[0],), needs=tuple(needed[n::5])) for n in range(5))
    atlas = Atlas(made, {name: Place(name, name, PlaceKind.OFFICE, draw.choice(WEEKS)) for name in names})
    return Wish(errands, TODAY, names[0]), atlas


def run() -> list[dict[str, object]]:
    """The rows of `make bench`."""
    return [_row("plan, 8 documents in 4 places", 8, 4), _row("plan, 60 documents in 12 places", 60, 12)]


def _row(name: str, documents: int, places: int) -> dict[str, object]:
    slowest, floor = 0.0, 0.0
    for seed in range(30):
        wish, atlas = wish_of(documents, places, seed)
        ours = _fastest(partial(make_plan, wish, atlas, Calendar()))
        if ours > slowest:
            slowest, floor = ours, _fastest(partial(build_graph, wish, atlas))
    return {
        "name": f"{name}, slowest of 30",
        "unit": "ms",
        "ours": slowest,
        "floor": floor,
        "ratio": slowest / floor,
        "aim": f"<= {AIM_MS:g} ms",
        "ok": slowest <= AIM_MS,
    }


def _fastest(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


if __name__ == "__main__":
    for row in run():
        print(row)
