"""What a person takes home from R17: number, steps, desks and codes, from the files' facts alone; on a phone and on paper."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.content.procedures import load_procedures
from kiosk.forms.maker import FormLibrary
from kiosk.handover.paper import SlipPress
from kiosk.handover.short_code import short_code
from kiosk.model.procedure import FactLine, Procedure
from kiosk.outbox.records import Accepted
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.basket import with_basket
from kiosk.visit.compose import summary
from kiosk.visit.facts import Action
from kiosk.visit.services import SummaryWords
from kiosk.visit.views import Choices, Done, Handover, Look
from kiosk.visit.visit import Place, Visit
from kiosk.words import Catalogue
from tests.unit.flow_fakes import FakeClock, FakeDesk, Stand, small_procedure
from tests.unit.forms_paper import raster
from tests.unit.test_flow import by_hand_to_r13, nexts, say, to_r10

SHIPPED = load_procedures(ASSETS / "procedures")
WORDS = {language: Catalogue(language, LOCALES) for language in ("ja", "en")}
ACCEPTED = Accepted("N1-0427", "海7", "id", FakeClock().now())


def visit(*basket: Procedure) -> Visit:
    chosen = with_basket(Visit("t", Look(), Place("R17")), basket[:1])
    steps = tuple(dict.fromkeys(step for procedure in basket for step in procedure.next_steps))
    return replace(chosen, basket=basket, procedure=replace(chosen.chosen, next_steps=steps), accepted=ACCEPTED)


@pytest.mark.parametrize("procedure", SHIPPED, ids=lambda p: p.id)
def test_every_procedures_summary_has_number_steps_and_code_and_stays_readable(procedure: Procedure) -> None:
    for words in WORDS.values():
        text = summary.qr_text(visit(procedure), words)
        assert "N1-0427 (海7)" in text
        assert len(text.encode()) <= summary.ON_SCREEN
        assert short_code(procedure.id) in summary.qr_text(visit(procedure), words, summary.ON_PAPER)


def test_a_page_is_nahas_own_from_a_confirmed_fact_or_none() -> None:
    naha = "https://www.city.naha.okinawa.jp/x/1.html"

    def of(*facts: FactLine) -> str:
        return summary.page_of(replace(small_procedure(), facts=facts))

    assert of(FactLine("post", "", "v", f"{naha}（2025-04-01）", None, True)) == naha
    assert of(FactLine("post", "", "v", naha, None, False)) == ""
    assert of(FactLine("fee", "", "v", "https://example.test/a", None, True)) == ""
    assert of() == ""
    for procedure in SHIPPED:
        page = summary.page_of(procedure)
        assert not page or any(fact.naha_confirmed and page in fact.source for fact in procedure.facts)


def test_what_is_not_nahas_own_word_is_said_to_be_usual() -> None:
    fact = FactLine("hours", "時間", "9時から", "よその市", None, False)
    (part,) = summary.words(visit(replace(small_procedure(), facts=(fact,))), WORDS["en"]).parts
    assert part.desk == ("時間: 9時から (usually)",)


def paper(words: SummaryWords, language: str, folder: Path) -> tuple[str, str]:
    """(text of the pages, what a decoder reads on the first)."""
    pdf = SlipPress(FormLibrary(ASSETS / "forms").press.fonts).summary(words, WORDS[language], True)
    (folder / "s.pdf").write_bytes(pdf)
    shown = subprocess.run(["pdftotext", "-layout", str(folder / "s.pdf"), "-"], check=True, capture_output=True, text=True)
    picture = raster(pdf, folder, 200)
    # binary: left to itself zbar takes a text with one kanji in it for Shift JIS
    read = subprocess.run(["zbarimg", "-q", "--raw", "-Sbinary", str(picture)], check=True, capture_output=True)
    return shown.stdout, read.stdout.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("count", [1, 5, 12, len(SHIPPED)])
def test_on_paper_nothing_is_left_out_however_many_procedures(count: int, language: str, tmp_path: Path) -> None:
    basket = tuple(sorted(SHIPPED, key=lambda p: -len(p.title)))[:count]
    words = summary.words(visit(*basket), WORDS[language])
    shown, read = paper(words, language, tmp_path)
    assert read == words.qr
    assert all(part.code in shown for part in words.parts)
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", shown))
    firsts = (re.sub(r"\s", "", unicodedata.normalize("NFKC", step))[:8] for step in words.steps)
    assert all(first in bare for first in firsts)


def test_the_summary_is_printed_only_when_it_is_asked_for_and_by_phone_nothing_is() -> None:
    from tests.unit.test_handover_flow import FakeSlips

    class Slips(FakeSlips):
        def __init__(self) -> None:
            super().__init__()
            self.summaries: list[SummaryWords] = []

        def summary(self, words: SummaryWords, translate: Catalogue, sample: bool, /) -> bytes:
            self.summaries.append(words)
            return b"%PDF-"

    slips, desk = Slips(), FakeDesk()
    stand = Stand(slips=slips, desk=desk)
    by_hand_to_r13(stand)
    nexts(stand)
    nexts(stand, ("send",))
    nexts(stand, ("qr",))
    assert isinstance(stand.view.body, Done)
    assert desk.started == []
    say(stand, Action.CHOOSE, "print")
    stand.flow.poll()
    say(stand, Action.CHOOSE, "yes")
    assert desk.started == ["N1-0001"]
    assert [words.receipt_no for words in slips.summaries] == ["N1-0001"]
    assert isinstance(stand.view.body, Done)
    assert stand.view.body.print_label == ""
    nexts(stand)
    assert stand.screen == "R18"


def test_a_procedure_with_a_page_of_its_own_can_be_done_at_home_by_phone_and_one_without_cannot() -> None:
    page = "https://www.city.naha.okinawa.jp/online/1.html"
    net = FactLine("net", "", "できます", f"{page}（2025-04-01）", None, True, True)
    for fact, offered in ((net, True), (replace(net, holds=False), False), (replace(net, naha_confirmed=False), False)):
        stand = Stand()
        to_r10(stand)
        stand.flow.move(with_basket(stand.flow.visit, [replace(small_procedure(), facts=(fact,))]))
        assert isinstance(stand.view.body, Choices)
        assert ("phone" in [option.value for option in stand.view.body.options]) is offered
    stand = Stand()
    to_r10(stand)
    stand.flow.move(with_basket(stand.flow.visit, [replace(small_procedure(), facts=(net,))]))
    nexts(stand, ("phone",))
    assert isinstance(stand.view.body, Handover)
    assert stand.view.body.qr_text == page
    say(stand, Action.CHOOSE, "here")
    assert stand.screen == "R10"
    nexts(stand, ("phone",))
    say(stand, Action.CHOOSE, "end")
    assert (stand.screen, stand.outbox.taken) == ("R19", [])
