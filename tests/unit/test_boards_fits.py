"""あなたに あう もの: the same answers give the same list, its file names every mistake, and nothing of the answers stays anywhere."""

from __future__ import annotations

import gc
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.boards.fits import Fit, FitQuestion, FitRules, leads_to_board, matches
from kiosk.boards.kept import load_kept_fits
from kiosk.boards.reading import check, load_fits
from kiosk.boards.shelf import Boards
from kiosk.content.events import load_events
from kiosk.content.problems import ContentError, errors
from kiosk.content.procedures import read_procedures
from kiosk.handover.short_code import procedure_of
from kiosk.model.procedure import FactLine, Is
from kiosk.paths import ASSETS, LOCALES
from kiosk.visit.boards_steps import BoardsSteps
from kiosk.visit.compose import boards, resume
from kiosk.visit.facts import Action, Fact
from kiosk.visit.services import NoticeWords
from kiosk.visit.views import Cards, Choices, DateEntry, Handover, Menu
from kiosk.words import Catalogue, languages
from tests.unit.finder_kit import procedure as small
from tests.unit.flow_fakes import Stand

FITS = ASSETS / "boards" / "fits.yaml"
PROCEDURES = read_procedures(ASSETS / "procedures")[0]
TODAY = date(2026, 11, 24)


def ids(answers: Mapping[str, str], days: Mapping[str, date] | None = None) -> list[str]:
    return [match.procedure.id for match in matches(load_fits(FITS), answers, days or {}, PROCEDURES)]


# --- the table ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({}, []),
        (dict.fromkeys(("child", "elder", "disability", "moved", "quit_work", "business"), "no"), []),
        ({"moved": "yes"}, ["tennyu"]),
        ({"moved": "unknown"}, []),
        ({"child": "yes"}, ["jido_teate", "kodomo_iryo", "hoiku", "yobosesshu", "shugaku_enjo", "jido_fuyo", "hitorioya_iryo"]),
        ({"child": "yes", "moved": "yes"}, ["tennyu", "jido_teate", "kodomo_iryo", "hoiku", "yobosesshu", "shugaku_enjo", "tenko", "jido_fuyo", "hitorioya_iryo"]),
        ({"quit_work": "yes"}, ["kokuho_kanyu", "nenkin_1go", "kokuho_keigen", "nenkin_menjo"]),
        ({"quit_work": "unknown"}, ["kokuho_kanyu", "nenkin_1go"]),
        ({"elder": "yes"}, ["kaigo_nintei", "kinkyu_tsuho", "hosougu"]),
        ({"elder": "unknown"}, ["kaigo_nintei"]),
        ({"disability": "yes"}, ["shintai_techo", "seishin_techo", "jiritsu_shien", "hosougu", "nichijo_yogu"]),
        ({"disability": "unknown"}, ["shintai_techo", "seishin_techo"]),
        ({"business": "yes"}, ["hojin_setsuritsu", "nyusatsu_sanka"]),
    ],
)  # fmt: skip
def test_the_shipped_rules_give_this_list_for_these_answers(answers: dict[str, str], wanted: list[str]) -> None:
    assert ids(answers) == wanted
    assert ids(answers) == wanted


def test_a_business_leads_to_the_bid_board() -> None:
    rules = load_fits(FITS)
    assert leads_to_board(rules, {"business": "yes"}, "bids")
    assert not leads_to_board(rules, {"business": "no"}, "bids")


def test_there_are_six_questions_and_each_thing_found_has_its_reason() -> None:
    rules = load_fits(FITS)
    assert len(rules.questions) == 6
    everything = dict.fromkeys((question.id for question in rules.questions), "yes")
    assert all(match.reason for match in matches(rules, everything, {}, PROCEDURES))


def test_a_last_day_is_counted_from_the_day_named_and_stands_first() -> None:
    found = matches(load_fits(FITS), {"child": "yes", "moved": "yes"}, {"moved": date(2026, 11, 18)}, PROCEDURES)
    assert (found[0].procedure.id, found[0].last_day) == ("tennyu", date(2026, 12, 2))
    assert all(match.last_day is None for match in found[1:])


def test_without_a_day_there_is_no_date() -> None:
    assert all(match.last_day is None for match in matches(load_fits(FITS), {"moved": "yes"}, {}, PROCEDURES))


@pytest.mark.parametrize(
    "fact",
    [
        None,
        FactLine("deadline", "いつまで"),
        FactLine("deadline", "いつまで", "14日《にち》の うち"),
        FactLine("deadline", "いつまで", "10日《か》の うち", "a page", TODAY),
    ],
)
def test_no_date_is_made_from_a_fact_without_source_or_with_other_days(fact: FactLine | None) -> None:
    from dataclasses import replace

    tennyu = next(known for known in PROCEDURES if known.id == "tennyu")
    others = tuple(known for known in tennyu.facts if known.id != "deadline")
    changed = replace(tennyu, facts=(*others, fact) if fact else others)
    (found,) = matches(load_fits(FITS), {"moved": "yes"}, {"moved": TODAY}, [changed])
    assert found.last_day is None


def test_a_procedure_that_is_not_here_is_left_out() -> None:
    assert matches(load_fits(FITS), {"child": "yes"}, {}, ()) == ()


def test_each_procedure_stands_once_with_its_first_reason() -> None:
    rules = FitRules((FitQuestion("q", "?"),), (Fit(Is("q", ("yes",)), "一", "a"), Fit(Is("q", ("yes",)), "二", "a")))
    (found,) = matches(rules, {"q": "yes"}, {}, [small("a", "A", "", ())])
    assert found.reason == "一"


# --- the file -----------------------------------------------------------------------------------------------------------
def test_the_shipped_rules_are_right_in_every_language() -> None:
    knows = {language: Catalogue(language, LOCALES).knows for language in languages(LOCALES) if language != "ja"}
    assert check(FITS, PROCEDURES, knows) == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "word"),
    [
        ("procedure: jido_teate", "procedure: jido_taete", "fits[5].procedure", "jido_teate"),
        ("{step: moved, is: \"yes\"}\n    reason: なは", "{step: mooved, is: \"yes\"}\n    reason: なは", "fits[0].when.step", "moved"),
        ("{step: moved, is: \"yes\"}\n    reason: なは", "{step: moved, is: maybe}\n    reason: なは", "fits[0].when.is", "unknown"),
        ("due: {after: moved, days: 14}", "due: {after: moved, days: 15}", "fits[0].due.days", "15日"),
        ("due: {after: moved, days: 14}", "due: {after: child, days: 14}", "fits[0].due.after", "moved"),
        ("  - board: bids\n", "  - board: bits\n", "fits[22].board", "bids"),
        ("  - board: bids\n", "  - board: bids\n    procedure: hoiku\n", "fits[22]", "one of"),
        ("  - id: elder\n", "  - id: child\n", "questions.child.id", "twice"),
        ("    reason: 子《こ》どもを そだてて いる 人《ひと》の 手当《てあて》です\n", "", "fits[5].reason", "missing"),
        ("    why: 子《こ》", "    wyh: 子《こ》", "questions.child.wyh", "why"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_by_file_line_field_and_mend(tmp_path: Path, old: str, new: str, field: str, word: str) -> None:
    text = FITS.read_text("utf-8")
    assert old in text
    path = tmp_path / "fits.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = [problem for problem in errors(check(path, PROCEDURES)) if problem.field == field]
    assert found, [str(problem) for problem in check(path, PROCEDURES)]
    assert word in str(found[0])
    assert found[0].mend
    assert found[0].line > 1


def test_a_question_no_rule_looks_at_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "fits.yaml"
    path.write_text(
        'questions:\n  - {id: a, ask: あ}\n  - {id: b, ask: い}\nfits:\n  - {board: bids, when: {step: a, is: "yes"}, reason: う}\n'
    )
    assert [(problem.line, problem.severity.value) for problem in check(path, ())] == [(3, "warning")]


def test_what_is_kept_between_starts_is_the_same_and_a_broken_one_is_read_anew(tmp_path: Path) -> None:
    fresh = load_fits(FITS)
    assert load_kept_fits(FITS, tmp_path) == fresh
    (kept,) = tmp_path.glob("fits-*.json")
    assert load_kept_fits(FITS, tmp_path) == fresh
    for junk in ("", "{", "[]", '{"questions": [{"x": 1}], "fits": []}', '{"questions": [], "fits": [{"when": {"all": [3]}}]}'):
        kept.write_text(junk)
        assert load_kept_fits(FITS, tmp_path) == fresh


def test_no_mutant_of_the_rules_ends_in_anything_but_rules_or_problems(tmp_path: Path) -> None:
    draw, good = random.Random(7), FITS.read_text("utf-8").splitlines()
    path = tmp_path / "fits.yaml"
    for _n in range(120):
        lines = list(good)
        for _m in range(draw.randint(1, 3)):
            at = draw.randrange(len(lines))
            lines[at] = draw.choice(
                (
                    "",
                    lines[at][2:],
                    lines[at] * 2,
                    lines[at].replace(":", "", 1),
                    lines[at].replace("yes", "3"),
                    "  - 5",
                    "\t" + lines[at],
                    draw.choice(good),
                )
            )
        path.write_text("\n".join(lines), "utf-8")
        for problem in check(path, PROCEDURES):
            assert problem.line >= 1
            assert problem.wrong
            assert problem.mend


def test_a_broken_file_raises_content_errors_only(tmp_path: Path) -> None:
    path = tmp_path / "fits.yaml"
    path.write_text("questions: 3\n")
    with pytest.raises(ContentError):
        load_kept_fits(path, tmp_path)


# --- in a visit ---------------------------------------------------------------------------------------------------------
class FakeSlips:
    def __init__(self) -> None:
        self.words: list[NoticeWords] = []

    def notices(self, words: NoticeWords, translate: Catalogue, sample: bool) -> bytes:
        self.words.append(words)
        return b"%PDF-"


def stand(tmp_path: Path, *, bids: bool = True, account: str = "") -> tuple[Stand, FakeSlips]:
    pack = tmp_path / "bids.csv"
    if bids:
        pack.write_text("データの日付,2026-11-10\n件名,締切,URL\nいす,2026-12-01,https://a.example/1\n前,2026-11-01,\n", "utf-8")
    shelf = Boards(ASSETS / "boards", pack, None, lambda: TODAY, lambda where: None, example=False)
    slips = FakeSlips()
    made = Stand(procedures=PROCEDURES, life_events=load_events(ASSETS / "events.yaml"), boards=shelf, slips=slips, account=account)
    to_menu(made)
    return made, slips


def step(flow: Stand) -> str:
    place = flow.flow.place()
    return place.step if place else ""


def to_menu(flow: Stand) -> None:
    act(flow, Action.START, "")
    act(flow, Action.NEXT)
    act(flow, Action.NEXT, ("alone",))
    assert flow.screen == "R04"


def act(flow: Stand, action: Action, value: Any = None) -> None:
    flow.flow.handle(Fact(flow.screen, action, value))


def answer_all(flow: Stand, **said: str) -> None:
    """From R04 to the list, every question answered; days are not known."""
    act(flow, Action.CHOOSE, "news")
    act(flow, Action.CHOOSE, "fits")
    while not isinstance(flow.view.body, Cards):
        if isinstance(flow.view.body, DateEntry):
            act(flow, Action.CHOOSE, "unknown")
        else:
            act(flow, Action.NEXT, (said.get(step(flow), "no"),))


def test_the_menu_shows_a_tile_only_for_what_there_is(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path, bids=False)
    act(flow, Action.CHOOSE, "news")
    assert isinstance(flow.view.body, Menu)
    assert [option.value for option in flow.view.body.options] == ["fits"]
    flow, _ = stand(tmp_path, account="https://line.example/naha")
    act(flow, Action.CHOOSE, "news")
    assert isinstance(flow.view.body, Menu)
    assert [option.value for option in flow.view.body.options] == ["fits", "bids", "account"]
    act(flow, Action.CHOOSE, "account")
    assert isinstance(flow.view.body, Handover)
    assert flow.view.body.qr_text == "https://line.example/naha"


def test_a_terminal_without_boards_has_no_tile() -> None:
    flow = Stand(procedures=PROCEDURES)
    to_menu(flow)
    assert isinstance(flow.view.body, Menu)
    assert "news" not in [option.value for option in flow.view.body.options]


def test_a_question_without_an_answer_stays_and_a_wrong_one_changes_nothing(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    act(flow, Action.CHOOSE, "news")
    act(flow, Action.CHOOSE, "fits")
    for junk in ((), ("perhaps",), None, 3, ("yes", "no")):
        act(flow, Action.NEXT, junk)
        assert step(flow) == "child"
        assert flow.view.frame.problems


def test_a_card_of_the_list_leads_straight_to_its_procedure(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    answer_all(flow, child="yes")
    assert isinstance(flow.view.body, Cards)
    assert flow.view.body.cards[0].value == "jido_teate"
    act(flow, Action.CHOOSE, "jido_teate")
    assert flow.screen == "R07"
    assert [procedure.id for procedure in flow.flow.visit.basket] == ["jido_teate"]


def test_leaving_clears_the_answers_and_coming_back_begins_anew(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    answer_all(flow, child="yes", business="yes")
    act(flow, Action.CHOOSE, "jido_teate")
    act(flow, Action.BACK)
    assert (flow.screen, step(flow)) == ("R22", "")
    act(flow, Action.CHOOSE, "fits")
    assert isinstance(flow.view.body, Choices)
    assert flow.view.body.selected == ()


def test_going_back_through_the_questions_keeps_the_answers_until_the_menu(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    answer_all(flow, moved="yes")
    seen = []
    while step(flow):
        act(flow, Action.BACK)
        seen.append(step(flow))
    assert seen == ["business", "quit_work", "day.moved", "moved", "disability", "elder", "child", ""]
    act(flow, Action.BACK)
    assert flow.screen == "R04"


def test_a_day_still_to_come_is_refused_and_a_past_one_counts(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    act(flow, Action.CHOOSE, "news")
    act(flow, Action.CHOOSE, "fits")
    for _n in range(3):
        act(flow, Action.NEXT, ("no",))
    act(flow, Action.NEXT, ("yes",))
    for junk in ("2027-01-01", "", "x", None):
        act(flow, Action.NEXT, junk)
        assert step(flow) == "day.moved"
        assert flow.view.frame.problems
    act(flow, Action.NEXT, "2026-11-18")
    for _n in range(2):
        act(flow, Action.NEXT, ("no",))
    assert isinstance(flow.view.body, Cards)
    assert "12" in flow.view.body.cards[0].badges[0].text
    act(flow, Action.CHOOSE, ("phone", ()))
    act(flow, Action.CHOOSE, "calendar")
    assert isinstance(flow.view.body, Handover)
    assert "DTSTART;VALUE=DATE:20261202\r\n" in flow.view.body.qr_text


def test_nothing_of_the_answers_is_in_the_log_the_visit_or_any_object_afterwards(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    answer_all(flow, child="yes", disability="unknown", quit_work="yes")
    assert flow.flow.visit.answers == {}
    assert flow.flow.visit.eligibility == {}
    act(flow, Action.CHOOSE, ("phone", ()))
    act(flow, Action.CHOOSE, resume.END)
    assert flow.screen == "R19"
    said = repr(flow.events)
    assert not any(word in said for word in ("child", "disability", "quit_work", "yes", "unknown"))
    gc.collect()
    stretches = [thing for thing in gc.get_objects() if isinstance(thing, BoardsSteps) and thing._flow is flow.flow]
    assert len(stretches) == 1
    assert not stretches[0]._answers
    assert not stretches[0]._days


def test_the_paper_says_why_until_when_and_where_and_its_number_begins_the_procedure(tmp_path: Path) -> None:
    flow, slips = stand(tmp_path, account="https://line.example/naha")
    answer_all(flow, quit_work="yes")
    act(flow, Action.CHOOSE, ("paper", ()))
    (words,) = slips.words
    assert words.rows[0].title == "国民健康保険に 入る"
    assert all(row.why and row.when and row.where for row in words.rows)
    assert procedure_of(words.rows[0].code.replace("-", ""), [known.id for known in PROCEDURES]) == "kokuho_kanyu"
    assert words.account == "https://line.example/naha"
    assert isinstance(flow.view.body, Choices)
    act(flow, Action.CHOOSE, "no")
    assert isinstance(flow.view.body, Choices)
    act(flow, Action.CHOOSE, "yes")
    assert step(flow) == "phone"
    assert flow.desk.words == [False, True]


def test_the_code_for_a_phone_never_grows_too_fine() -> None:
    everything = dict.fromkeys(("child", "elder", "disability", "moved", "quit_work"), "yes")
    found = matches(load_fits(FITS), everything, {"moved": TODAY, "quit_work": TODAY}, PROCEDURES)
    for language in languages(LOCALES):
        text = boards.list_text(found, TODAY, Catalogue(language, LOCALES))
        assert len(text.encode()) <= boards.ON_PHONE
        assert "《" not in text


def test_the_bids_stand_with_the_day_of_their_data_and_a_warning_when_it_is_old(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    act(flow, Action.CHOOSE, "news")
    act(flow, Action.CHOOSE, "bids")
    assert flow.screen == "R26"
    assert isinstance(flow.view.body, Cards)
    (card,) = flow.view.body.cards
    assert card.title == "いす"
    assert "14" in flow.view.body.banner
    assert "2026" in flow.view.frame.hint
    act(flow, Action.CHOOSE, card.value)
    assert isinstance(flow.view.body, Handover)
    assert flow.view.body.qr_text == "https://a.example/1"
    act(flow, Action.BACK)
    assert isinstance(flow.view.body, Cards)
    act(flow, Action.CHOOSE, "bdeadbeef00")
    assert isinstance(flow.view.body, Cards)
    (tmp_path / "bids.csv").unlink()
    act(flow, Action.CHOOSE, card.value)
    assert flow.screen == "R26"


def test_of_very_many_bids_the_nearest_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    rows = "".join(f"品 {n},2026-12-{n % 28 + 1:02}\n" for n in range(300))
    (tmp_path / "bids.csv").write_text(f"件名,締切\n{rows}", "utf-8")
    act(flow, Action.CHOOSE, "news")
    act(flow, Action.CHOOSE, "bids")
    assert isinstance(flow.view.body, Cards)
    assert len(flow.view.body.cards) == boards.MOST_SHOWN
    assert "12/1" in flow.view.body.cards[0].line
    assert "300" in flow.view.frame.heading
    assert str(boards.MOST_SHOWN) in flow.view.frame.hint


def test_a_board_with_nothing_open_says_so(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    (tmp_path / "bids.csv").write_text("件名,締切\n前,2026-11-01\n", "utf-8")
    act(flow, Action.CHOOSE, "news")
    act(flow, Action.CHOOSE, "bids")
    assert isinstance(flow.view.body, Cards)
    assert flow.view.body.cards == ()
    assert flow.view.body.empty


def test_the_business_event_leads_to_the_bids_and_back(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    act(flow, Action.CHOOSE, "procedure")
    act(flow, Action.CHOOSE, "business")
    assert isinstance(flow.view.body, Cards)
    assert "bids" in [option.value for option in flow.view.body.filters]
    act(flow, Action.CHOOSE, ("bids", ()))
    assert flow.screen == "R26"
    act(flow, Action.BACK)
    assert (flow.screen, step(flow)) == ("R06", "business")


def test_a_procedure_with_a_broken_file_is_no_dead_card(tmp_path: Path) -> None:
    flow, _ = stand(tmp_path)
    flow.procedures = tuple(known for known in PROCEDURES if known.id != "jido_teate")
    answer_all(flow, child="yes")
    assert isinstance(flow.view.body, Cards)
    assert "jido_teate" not in [card.value for card in flow.view.body.cards]
    act(flow, Action.CHOOSE, "jido_teate")
    assert flow.screen == "R22"


def test_going_there_is_what_loads_the_boards() -> None:
    import subprocess
    import sys

    code = "import sys, kiosk.app, kiosk.plant, screens.shell; print(*[m for m in sys.modules if 'boards' in m])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["kiosk.visit.boards_door"]
