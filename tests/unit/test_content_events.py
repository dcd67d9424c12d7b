"""Life events: read strictly, kept between starts, and every procedure stands under one that exists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.events import load_events
from kiosk.content.problems import ContentError
from kiosk.content.procedures import Around, check
from kiosk.paths import ASSETS

EVENTS = ASSETS / "events.yaml"
GOOD = "events:\n  - {id: moved, label: ひっこした, picture: move}\n  - {id: born, label: うまれた, note: こども, picture: birth}\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "events.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_events_are_the_eleven_with_words_and_a_picture_each() -> None:
    events = load_events(EVENTS)
    assert len({event.id for event in events}) == 11
    assert all(event.label and event.note and (ASSETS / "icons" / "tile" / f"{event.picture}.svg").is_file() for event in events)


def test_the_order_of_the_file_is_the_order_of_the_tiles(tmp_path: Path) -> None:
    assert [event.id for event in load_events(written(tmp_path, GOOD))] == ["moved", "born"]


def test_a_second_start_reads_what_was_kept_and_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path, cache = written(tmp_path, GOOD), tmp_path / "cache"
    first = load_events(path, cache)
    assert load_events(path, cache) == first and len(list(cache.glob("events-*.json"))) == 1
    written(tmp_path, GOOD.replace("ひっこした", "うつった"))
    assert load_events(path, cache)[0] == replace(first[0], label="うつった")
    assert len(list(cache.glob("events-*.json"))) == 1


def test_a_spoilt_cache_costs_time_and_no_content(tmp_path: Path) -> None:
    path, cache = written(tmp_path, GOOD), tmp_path / "cache"
    whole = load_events(path, cache)
    for spoilt in ("", "[", "{}", '[{"id": "x", "colour": 1}]', "[1]"):
        next(cache.glob("events-*.json")).write_text(spoilt, "utf-8")
        assert load_events(path, cache) == whole


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("events:\n  - {id: moved, label: a, picture: move}\n  - {id: moved, label: b, picture: move}\n", 3, "id"),
        ("events:\n  - {id: moved, picture: move}\n", 2, "label"),
        ("events:\n  - {id: Moved, label: a, picture: move}\n", 2, "id"),
        ("events:\n  - {id: moved, label: a, picture: move, colour: red}\n", 2, "colour"),
        ("events: []\n", 1, "events"),
    ],
)
def test_a_mistake_is_named_by_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_events(written(tmp_path, text))
    assert (caught.value.problems[0].line, field in caught.value.problems[0].field) == (line, True)


def test_a_missing_file_is_told_and_raises_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load_events(tmp_path / "events.yaml")


def test_every_shipped_procedure_stands_under_an_event_that_exists() -> None:
    problems = check(ASSETS / "procedures", Around(events=EVENTS))
    assert not [str(problem) for problem in problems if "life event" in problem.wrong]


def test_an_unknown_event_is_told_with_those_there_are(tmp_path: Path) -> None:
    problems = check(ASSETS / "procedures", Around(events=written(tmp_path, GOOD.replace("id: moved", "id: travelled"))))
    wrong = [problem for problem in problems if "no life event 'moved'" in problem.wrong]
    assert wrong and all("travelled" in problem.mend and problem.line > 1 for problem in wrong)
