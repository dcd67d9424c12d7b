"""R25 through the flow: who stands on the labels, which paper, from where, how many; nothing is queued and nothing stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from kiosk.content.procedures import load_procedures
from kiosk.faults import FORM_GLYPH, FORM_TOO_LONG, PRINT_NO_PAPER
from kiosk.model.procedure import Procedure
from kiosk.paths import ASSETS
from kiosk.printing import DeskState, DeskView
from kiosk.visit import basket, labels
from kiosk.visit.facts import Action
from kiosk.visit.services import LabelPaper, LabelTrouble, LabelWords
from kiosk.visit.views import Check, Choices, Handover, LabelPapers, LabelPlaces, Look, NumberEntry, SheetPicture, Working
from kiosk.visit.visit import Place, Visit
from tests.unit.flow_fakes import FakeDesk, Stand, small_procedure
from tests.unit.test_flow import nexts, say

SHIPPED = {procedure.id: procedure for procedure in load_procedures(ASSETS / "procedures")}
LABELS = SHIPPED["labels"]
TWO_ROWS = SheetPicture(
    210, 297, tuple((10.0 + column * 60, 10.0 + row * 40, 60.0, 40.0) for row in range(8) for column in range(3))
)
ROLL = SheetPicture(62, 29, ((0.0, 0.0, 62.0, 29.0),))
FAMILY: dict[str, Any] = {
    "whose": "both",
    "content": "slip",
    "name": "沖縄　幸",
    "kana": "オキナワ　サチ",
    "birth": "1990-01-02",
    "address": "沖縄県那覇市泉崎１丁目１番１号",
    "phone": "0988670111",
    "children": "2",
    "child_name#1": "沖縄　海",
    "child_kana#1": "オキナワ　ウミ",
    "child_birth#1": "2020-03-04",
    "child_name#2": "沖縄　空",
    "child_kana#2": "オキナワ　ソラ",
    "child_birth#2": "2022-05-06",
}


class FakeLabels:
    """Remembers what it was asked to print."""

    def __init__(self, *troubles: LabelTrouble) -> None:
        self.troubles = troubles
        self.made: list[tuple[str, tuple[str, ...], int, int, bool]] = []

    def papers(self) -> Sequence[LabelPaper]:
        return (LabelPaper("a4", ("Hisago 1",), TWO_ROWS), LabelPaper("roll", ("Brother 2",), ROLL))

    def check(self, paper: str, people: Sequence[LabelWords], /) -> Sequence[LabelTrouble]:
        return self.troubles

    def make(self, paper: str, people: Sequence[LabelWords], start: int, copies: int, sample: bool, /) -> bytes:
        self.made.append((paper, tuple(person.name for person in people), start, copies, sample))
        return b"%PDF-"


def to_r25(
    maker: FakeLabels | None, *beside: Procedure, company: str = "alone", answers: dict[str, Any] = FAMILY, **more: Any
) -> Stand:
    stand = Stand(labels=maker, procedures=(*beside, LABELS), **more)
    say(stand, Action.START)
    nexts(stand)
    nexts(stand, (company,))
    say(stand, Action.CHOOSE, "procedure")
    chosen = basket.with_basket(stand.flow.visit, (*beside, LABELS))
    stand.flow.move(replace(chosen, answers=answers, place=Place("R13"), trail=(Place("R10"),)))
    assert isinstance(stand.view.body, Check)
    nexts(stand)
    return stand


def to_preview(stand: Stand, first: int = 5, copies: int = 3) -> None:
    say(stand, Action.CHOOSE, "a4")
    nexts(stand, str(first))
    nexts(stand, str(copies))


def test_labels_are_chosen_looked_at_and_printed_and_nothing_is_queued() -> None:
    maker, desk = FakeLabels(), FakeDesk()
    stand = to_r25(maker, desk=desk)
    assert stand.screen == "R25" and isinstance(stand.view.body, LabelPapers)
    to_preview(stand)
    body = stand.view.body
    assert isinstance(body, LabelPlaces) and not body.movable
    assert (body.start, len(body.labels)) == (5, 9)
    assert [lines[1] for lines in body.labels] == ["沖縄　幸"] * 3 + ["沖縄　海"] * 3 + ["沖縄　空"] * 3
    nexts(stand)
    stand.flow.poll()
    assert isinstance(stand.view.body, Choices)
    say(stand, Action.CHOOSE, "yes")
    assert isinstance(stand.view.body, Handover)
    say(stand, Action.CHOOSE, "end")
    assert stand.screen == "R18"
    assert maker.made == [("a4", ("沖縄　幸", "沖縄　海", "沖縄　空"), 5, 3, False)]
    assert desk.started == ["labels"] and desk.words == [True] and desk.closed == 1
    assert stand.outbox.taken == [] and stand.forms.made == []


@pytest.mark.parametrize("first", ["0", "25", "-1", "", "２"])
def test_a_label_that_is_not_on_the_sheet_cannot_be_the_first(first: str) -> None:
    stand = to_r25(FakeLabels())
    say(stand, Action.CHOOSE, "a4")
    nexts(stand, first)
    assert isinstance(stand.view.body, LabelPlaces) and stand.view.body.start == 1


@pytest.mark.parametrize("copies", ["0", "49", "x", ""])
def test_a_number_nobody_could_have_touched_changes_nothing(copies: str) -> None:
    stand = to_r25(FakeLabels())
    say(stand, Action.CHOOSE, "a4")
    nexts(stand, "1")
    nexts(stand, copies)
    assert isinstance(stand.view.body, NumberEntry)


def test_one_touch_uses_up_what_is_left_of_the_sheet() -> None:
    stand = to_r25(FakeLabels())
    say(stand, Action.CHOOSE, "a4")
    nexts(stand, "4")
    body = stand.view.body
    assert isinstance(body, NumberEntry) and body.choices[0].value == "fill"
    say(stand, Action.CHOOSE, "fill")
    assert isinstance(stand.view.body, LabelPlaces) and len(stand.view.body.labels) == 21


def test_a_roll_has_no_first_label_to_choose() -> None:
    stand = to_r25(FakeLabels())
    say(stand, Action.CHOOSE, "roll")
    assert isinstance(stand.view.body, NumberEntry)
    say(stand, Action.BACK)
    assert isinstance(stand.view.body, LabelPapers)


def test_words_too_long_for_the_label_are_not_printed_and_the_way_back_is_open() -> None:
    maker = FakeLabels(LabelTrouble(0, FORM_TOO_LONG, stops=True))
    stand = to_r25(maker)
    to_preview(stand)
    assert stand.view.frame.problems and stand.view.frame.next_label is None
    nexts(stand)
    assert maker.made == []
    for shown in (NumberEntry, LabelPlaces, LabelPapers, Check):
        say(stand, Action.BACK)
        assert isinstance(stand.view.body, shown)


def test_a_letter_no_font_has_is_told_before_it_is_printed() -> None:
    stand = to_r25(FakeLabels(LabelTrouble(1, FORM_GLYPH, "𠮷")))
    to_preview(stand)
    assert isinstance(stand.view.body, LabelPlaces) and "𠮷" in stand.view.body.lines[0]
    assert stand.view.frame.next_label


def test_a_sheet_that_did_not_come_out_is_printed_again() -> None:
    desk = FakeDesk()
    stand = to_r25(FakeLabels(), desk=desk)
    to_preview(stand)
    nexts(stand)
    stand.flow.poll()
    say(stand, Action.CHOOSE, "no")
    stand.flow.poll()
    assert isinstance(stand.view.body, Choices) and desk.words == [False]


def test_a_printer_without_paper_can_be_left_without_labels() -> None:

    desk = FakeDesk(views=[DeskView(DeskState.NEEDS_HELP, help=PRINT_NO_PAPER)])
    stand = to_r25(FakeLabels(), desk=desk)
    to_preview(stand)
    nexts(stand)
    stand.flow.poll()
    assert isinstance(stand.view.body, Working) and stand.view.body.code == PRINT_NO_PAPER.code
    say(stand, Action.CHOOSE, "without")
    assert isinstance(stand.view.body, Handover) and desk.closed == 1


def test_practice_prints_a_sample() -> None:
    maker = FakeLabels()
    stand = to_r25(maker, company="practice")
    to_preview(stand)
    nexts(stand)
    assert maker.made[0][-1] is True


def test_labels_beside_a_form_come_first_and_what_only_they_ask_goes_to_nobody() -> None:
    small = small_procedure()
    answers = {
        "whose": "children",
        "content": "letter",
        **{key: value for key, value in FAMILY.items() if "name" in key or key == "children"},
    }
    named = {f"labels.{key}" if key in ("whose", "content") else key: value for key, value in answers.items()}
    stand = to_r25(FakeLabels(), small, answers={**named, "small.name": "沖縄　幸"})
    to_preview(stand, 1, 1)
    nexts(stand)
    stand.flow.poll()
    say(stand, Action.CHOOSE, "yes")
    say(stand, Action.CHOOSE, "on")
    assert stand.screen == "R14"
    sent = basket.to_send(stand.flow.visit.chosen, stand.flow.visit.answers)
    assert "small.name" in sent and not [step for step in sent if step.startswith(("child", "labels."))]


def test_who_shares_a_question_with_a_form_still_sends_it_to_the_city() -> None:
    merged = basket.merged([LABELS, SHIPPED["kodomo_iryo"]])
    only = {step.id for step in merged.steps if step.paper_only}
    assert "address" not in only and "child_name" not in only
    assert "labels.whose" in only


def test_nothing_of_the_labels_is_left_for_the_next_person() -> None:
    stand = to_r25(FakeLabels())
    to_preview(stand)
    stand.flow.end()
    again = to_r25(FakeLabels())
    assert isinstance(again.view.body, LabelPapers)
    assert "沖縄" not in repr(vars(stand.flow._labels))


def test_without_a_label_maker_a_person_helps() -> None:
    stand = to_r25(None)
    assert isinstance(stand.view.body, Working) and stand.view.frame.next_label is None
    say(stand, Action.BACK)
    assert stand.screen == "R13"


def test_an_empty_form_is_not_offered_where_there_is_no_form() -> None:
    stand = to_r25(FakeLabels())
    stand.flow.move(replace(stand.flow.visit, place=Place("R10")))
    assert isinstance(stand.view.body, Choices)
    assert "blank" not in [option.value for option in stand.view.body.options]


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"whose": "self"}, ["沖縄　幸"]),
        ({"whose": "children"}, ["沖縄　海", "沖縄　空"]),
        ({}, ["沖縄　幸", "沖縄　海", "沖縄　空"]),
    ],
)
def test_only_who_was_asked_for_stands_on_labels(changes: dict[str, str], names: list[str]) -> None:
    visit = basket.with_basket(Visit("t", Look(), Place("R13")), (LABELS,))
    people = labels.people(replace(visit, answers={**FAMILY, **changes}))
    assert [person.name for person in people] == names


def test_a_label_for_letters_has_no_birth_date_even_if_the_card_told_it() -> None:
    visit = basket.with_basket(Visit("t", Look(), Place("R13")), (LABELS,))
    (own,) = labels.people(replace(visit, answers={**FAMILY, "whose": "self", "content": "letter"}))
    assert (own.birth, own.phone, own.kana) == ("", "", "")
    assert own.address


def test_labels_are_found_by_a_word_and_within_three_touches() -> None:
    assert {"シール", "label", "sticker"} <= set(LABELS.search)
    assert {"child", "certificate"} <= set(LABELS.events)


def test_what_the_card_said_waits_for_the_answer_that_asks_for_it_and_goes_when_none_does() -> None:
    stand = Stand(labels=FakeLabels(), procedures=(LABELS,))
    for content, kept in (("slip", True), ("letter", False)):
        say(stand, Action.START)
        nexts(stand)
        nexts(stand, ("alone",))
        say(stand, Action.CHOOSE, "procedure")
        card = {"name": "沖縄　幸", "birth": "1990-01-02", "address": "沖縄県那覇市泉崎１丁目１番１号"}
        chosen = replace(basket.with_basket(stand.flow.visit, (LABELS,)), answers=card, from_card=frozenset(card))
        stand.flow.move(replace(chosen, place=Place("R12", "whose")))
        nexts(stand, ("self",))
        nexts(stand, (content,))
        while stand.screen == "R12":
            nexts(stand, "おきなわ さち" if stand.flow.visit.place.step == "kana" else "0988670111")
        assert stand.screen == "R13"
        assert ("birth" in stand.flow.visit.answers) is kept
        assert ("birth" in stand.flow.visit.from_card) is kept
        stand.flow.end()
