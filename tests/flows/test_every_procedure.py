"""Every procedure walks: each script of this folder goes through the real widgets to the paper, which is read back box by box."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.content.cache import load_procedures_fast
from kiosk.content.procedures import load_procedures
from kiosk.forms.definition import load_form
from kiosk.model.form import Box, DateField, Form, TextField
from kiosk.model.procedure import Answer, Procedure
from kiosk.paths import ASSETS
from kiosk.visit import basket

ROOT = Path(__file__).resolve().parent.parent.parent
FLOWS = ROOT / "tests" / "flows"
ELSEWHERE = {"okuyami", "labels", "labels-family"} | {path.stem for path in FLOWS.glob("juminhyo*.yaml")}
"""Scripts that have tests of their own beside this one."""
POINTS_PER_MM = 72 / 25.4
WATERMARK_POINTS = 40
"""Words this tall are the practice mark across the sheet, which stands behind the answers and not among them."""
AT_ONCE = 2
SCREEN = "1280x720@21.5"  # the millimetres of the usual screen, fewer pixels to paint


def scripts() -> Iterator[str]:
    for path in sorted(FLOWS.glob("*.yaml")):
        given = yaml.safe_load(path.read_text("utf-8"))
        if path.stem not in ELSEWHERE and not {"resume", "stop_at", "book"} & set(given):
            yield path.stem


def script(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FLOWS / f"{name}.yaml").read_text("utf-8"))
    return found


def procedures_of(name: str) -> list[str]:
    given = script(name)
    return list(given.get("procedures") or [given["procedure"]])


@dataclass(frozen=True)
class Walked:
    """What one walk left behind."""

    code: int
    said: str
    out: Path

    def read(self, name: str) -> Any:
        return json.loads((self.out / name).read_text("utf-8"))

    def city(self) -> dict[str, Answer]:
        (entry,) = (self.out / "city").glob("*.json")
        answers = json.loads(entry.read_text("utf-8"))["answers"]
        return {step: tuple(value) if isinstance(value, list) else value for step, value in answers.items()}


def walk(name: str, out: Path, cache: Path | None = None) -> Walked:
    """cache: the checked content of an earlier start, as every terminal but a new one has it."""
    if cache is not None:
        shutil.copytree(cache, out / "data" / "cache")
    arguments = ["walk", procedures_of(name)[0], "--script", str(FLOWS / f"{name}.yaml"), "--out", str(out)]
    arguments += ["--no-pictures", "--screen", SCREEN]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    return Walked(done.returncode, done.stdout + done.stderr, out)


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Future[Walked]]]:
    """Every script, walked once; two at a time."""
    folder, cache = tmp_path_factory.mktemp("procedures"), tmp_path_factory.mktemp("cache")
    load_procedures_fast(ASSETS / "procedures", cache)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {name: pool.submit(walk, name, folder / name, cache) for name in scripts()}


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, Procedure]:
    return {procedure.id: procedure for procedure in load_procedures(ASSETS / "procedures")}


def flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def words_on(pdf: Path) -> list[list[tuple[float, float, str]]]:
    """Per page, each word with the middle of its place in mm from the top left corner."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    pages = []
    for page in done.stdout.split("<page ")[1:]:
        found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page)
        small = [(*map(float, box), word) for *box, word in found if float(box[3]) - float(box[1]) < WATERMARK_POINTS]
        middles = [((a + c) / 2, (b + d) / 2, word) for a, b, c, d, word in small]
        pages.append([(x / POINTS_PER_MM, y / POINTS_PER_MM, word) for x, y, word in middles])
    return pages


def read_in(words: list[tuple[float, float, str]], box: Box, grow: float = 0.8) -> str:
    inside = [
        (x, y, word) for x, y, word in words if box.x - grow <= x <= box.right + grow and box.y - grow <= y <= box.bottom + grow
    ]
    return flat("".join(word for _, _, word in sorted(inside, key=lambda one: (round(one[1]), one[0]))))


def page_of(pages: list[list[tuple[float, float, str]]], form: Form, after: int) -> int:
    """The first page after `after` that carries the form's own name at its foot."""
    for number in range(after + 1, len(pages)):
        if any(word == form.id for _, _, word in pages[number]):
            return number
    raise AssertionError(f"no page of {form.id}")


@pytest.mark.parametrize("name", list(scripts()))
def test_the_visit_reaches_its_end_and_every_box_says_what_was_answered(
    walks: Mapping[str, Future[Walked]], shipped: Mapping[str, Procedure], name: str
) -> None:
    done = walks[name].result()
    assert done.code == 0, done.said
    assert done.read("walk.json")["finished"]
    answers = done.city()
    chosen = [procedure for procedure in shipped.values() if procedure.id in procedures_of(name)]
    pages = words_on(done.out / "form.pdf")
    at, compared = -1, 0
    for paper in basket.papers(chosen, answers):
        form = load_form(ASSETS / "forms" / f"{paper.form}.yaml")
        at = page_of(pages, form, at)
        for field in form.fields:
            if not isinstance(field, TextField | DateField) or not set(field.source.steps) & set(paper.answers):
                continue
            value = field.source.known(paper.answers)
            if isinstance(field, TextField) and isinstance(value, str) and value:
                expected = re.sub(r"\D", "", value) if field.is_phone else flat(value)
                found = read_in(pages[at], field.box)
                found = re.sub(r"\D", "", found) if field.is_phone else found
                assert expected in found, f"{form.id}.{field.id}"
                compared += 1
            elif isinstance(field, DateField) and isinstance(value, str) and value:
                _, month, day = (int(part) for part in value.split("-"))
                assert read_in(pages[at], field.month) == str(month), f"{form.id}.{field.id}"
                assert read_in(pages[at], field.day) == str(day), f"{form.id}.{field.id}"
                compared += 1
    assert compared >= 3, "a paper nobody's words are on proves nothing"


def test_every_procedure_has_a_visit_of_its_own(shipped: Mapping[str, Procedure]) -> None:
    walked = {procedure for path in FLOWS.glob("*.yaml") for procedure in procedures_of(path.stem)}
    assert set(shipped) - walked == set()


def test_there_are_at_least_twenty_eight_procedures_with_sources(shipped: Mapping[str, Procedure]) -> None:
    sourced = [procedure for procedure in shipped.values() if any(fact.source for fact in procedure.facts)]
    assert len(sourced) == len(shipped) >= 28


def test_no_fact_is_without_a_source_and_only_naha_s_own_pages_are_naha_s_rule(shipped: Mapping[str, Procedure]) -> None:
    for procedure in shipped.values():
        for fact in procedure.facts:
            said = bool(fact.value) or fact.holds is not None
            assert not said or (fact.source and fact.verified_on), f"{procedure.id}.{fact.id}"
            if fact.naha_confirmed:
                assert re.search(r"naha|那覇", fact.source), f"{procedure.id}.{fact.id}"
        for item in procedure.bring:
            assert item.source and item.verified_on, f"{procedure.id}.{item.id}"


def test_no_questions_of_all_procedures_together_wait_for_each_other(shipped: Mapping[str, Procedure]) -> None:
    from kiosk.model.procedure import steps_in

    order = basket.merged(list(shipped.values())).steps
    places = {step.id: number for number, step in enumerate(order)}
    for step in order:
        for other in steps_in(step.when):
            assert places[other] < places[step.id] or order[places[other]].each == step.each, f"{step.id} waits for {other}"
