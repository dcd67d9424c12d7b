"""What an answer must be: each kind of question, each kind of trouble."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.model.person import Person, Sex
from kiosk.model.procedure import Choice, Procedure, Step, StepKind
from kiosk.visit.rules import AnswerProblem, clean, from_person, holds_my_number, show

TODAY = date(2026, 11, 24)
CHOICES = (Choice("self", "じぶん"), Choice("proxy", "ほかの 人《ひと》"), Choice("unknown", "わからない", quiet=True))


def step(kind: StepKind, **more: object) -> Step:
    return Step("s", kind, "l", "a", **more)  # type: ignore[arg-type]


def same(msgid: str) -> str:
    return msgid


@pytest.mark.parametrize("kind", list(StepKind))
@pytest.mark.parametrize("odd", [None, 5, 3.2, b"x", [], {}, (), object(), "\x00", "", "   "])
def test_an_odd_or_empty_answer_is_refused_with_a_sentence_or_taken_as_empty(kind: StepKind, odd: object) -> None:
    asked = step(kind, choices=CHOICES if kind in (StepKind.CHOICE, StepKind.CHOICES) else (), minimum=1, maximum=10)
    if kind is StepKind.CHOICES:
        assert clean(asked, odd, TODAY) == ()
        return
    with pytest.raises(AnswerProblem) as caught:
        clean(asked, odd, TODAY)
    assert caught.value.msgid.endswith(".")


@pytest.mark.parametrize("kind", [StepKind.NAME, StepKind.KANA, StepKind.ADDRESS, StepKind.TEXT, StepKind.PHONE, StepKind.DATE])
def test_an_optional_question_may_stay_empty_and_wakaranai_is_empty_on_paper(kind: StepKind) -> None:
    assert clean(step(kind, optional=True), "", TODAY) == ""
    assert clean(step(kind, unknown="わからない"), "unknown", TODAY) == ""


def test_only_tiles_that_are_shown_can_be_chosen() -> None:
    assert clean(step(StepKind.CHOICE, choices=CHOICES), "proxy", TODAY) == "proxy"
    assert clean(step(StepKind.CHOICE, choices=CHOICES), "unknown", TODAY) == "unknown"
    with pytest.raises(AnswerProblem):
        clean(step(StepKind.CHOICE, choices=CHOICES), "mayor", TODAY)
    with pytest.raises(AnswerProblem):
        clean(step(StepKind.CHOICES, choices=CHOICES), ("self", "mayor"), TODAY)


def test_several_ticks_come_in_the_order_of_the_tiles_and_once_each() -> None:
    assert clean(step(StepKind.CHOICES, choices=CHOICES), ("proxy", "self", "proxy"), TODAY) == ("self", "proxy")


@pytest.mark.parametrize(("given_", "kept"), [("1", "1"), ("１０", "10"), ("03", "3"), (" 2 ", "2")])
def test_a_number_may_be_written_full_width(given_: str, kept: str) -> None:
    assert clean(step(StepKind.NUMBER, minimum=1, maximum=10), given_, TODAY) == kept


@pytest.mark.parametrize("wrong", ["0", "11", "-1", "1.5", "二", "٣", "9" * 30])
def test_a_number_out_of_its_range_is_refused(wrong: str) -> None:
    with pytest.raises(AnswerProblem):
        clean(step(StepKind.NUMBER, minimum=1, maximum=10), wrong, TODAY)


def test_today_is_a_birth_date_and_tomorrow_is_not() -> None:
    assert clean(step(StepKind.DATE), "2026-11-24", TODAY) == "2026-11-24"
    with pytest.raises(AnswerProblem, match="not come yet"):
        clean(step(StepKind.DATE), "2026-11-25", TODAY)


@pytest.mark.parametrize("wrong", ["2026-02-30", "1867-01-01", "昭和26年", "2026-1-1", "0001-01-01"])
def test_a_day_that_is_none_or_too_old_is_refused(wrong: str) -> None:
    with pytest.raises(AnswerProblem, match="year"):
        clean(step(StepKind.DATE), wrong, TODAY)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [("090-1234-5678", "09012345678"), ("０９８（８６７）０１１１", "0988670111"), ("098 867 0111", "0988670111")],
)
def test_a_phone_number_is_kept_as_its_digits(given_: str, kept: str) -> None:
    assert clean(step(StepKind.PHONE), given_, TODAY) == kept


@pytest.mark.parametrize("wrong", ["12345", "1234567890", "090123456789", "+819012345678", "0901234567a"])
def test_what_is_no_phone_number_is_refused(wrong: str) -> None:
    with pytest.raises(AnswerProblem, match="begins with 0"):
        clean(step(StepKind.PHONE), wrong, TODAY)


# --- names --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "寿限無" * 20,  # sixty characters
        "東風平　𠮷男",  # outside the first plane
        "渡邉\U000e0100　一郎",  # a variation selector
        "\ue000田",  # a private-use 外字
        "神\ufa19\ufa1a",  # compatibility ideographs, which NFC would replace
        "NGUYEN VAN A",
        "Ｄ’ＡＲＣＹ　ジョン",
    ],
)
def test_a_name_is_kept_exactly_as_it_is_spelt(name: str) -> None:
    assert clean(step(StepKind.NAME), name, TODAY) == name


def test_sixty_one_characters_are_too_many() -> None:
    with pytest.raises(AnswerProblem, match="too long"):
        clean(step(StepKind.NAME), "あ" * 61, TODAY)


def test_a_voiced_mark_from_a_real_keyboard_is_composed() -> None:
    assert clean(step(StepKind.NAME), unicodedata.normalize("NFD", "がくぶ　パク　Nguyễn"), TODAY) == "がくぶ　パク　Nguyễn"


def test_control_and_format_characters_go_and_line_ends_become_spaces() -> None:
    assert clean(step(StepKind.TEXT), "\u202eあ\u200b\x1b[31m\r\nい\x00\u2028う　", TODAY) == "あ[31m  い う"


def test_kana_come_out_as_full_width_katakana() -> None:
    assert clean(step(StepKind.KANA), "ひが　ﾀﾛｳ ｶﾞｸー", TODAY) == "ヒガ　タロウ ガクー"
    with pytest.raises(AnswerProblem, match="kana"):
        clean(step(StepKind.KANA), "比嘉たろう", TODAY)


# --- My Number ----------------------------------------------------------------------------------------------------------
def with_check_digit(eleven: str) -> str:
    """The rule of 総務省令第85号第5条, written out once more and apart from the program."""
    total = sum(int(eleven[11 - n]) * (n + 1 if n <= 6 else n - 5) for n in range(1, 12))
    return eleven + str(0 if total % 11 <= 1 else 11 - total % 11)


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"[0-9]{11}", fullmatch=True), st.integers(1, 9))
def test_twelve_digits_count_only_with_their_check_digit(eleven: str, other: int) -> None:
    number = with_check_digit(eleven)
    assert holds_my_number(number)
    assert not holds_my_number(eleven + str((int(number[-1]) + other) % 10))


@pytest.mark.parametrize(
    "form", ["{}", "わたしは {} です", "{0[0]}{0[1]}{0[2]}{0[3]}-{0[4]}{0[5]}{0[6]}{0[7]} {0[8]}{0[9]}{0[10]}{0[11]}"]
)
def test_my_number_in_a_text_is_refused_however_it_is_written(form: str) -> None:
    number = with_check_digit("12345678901")
    for text in (form.format(number), form.format(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
        with pytest.raises(AnswerProblem, match="My Number") as caught:
            clean(step(StepKind.TEXT), text, TODAY)
        assert number not in str(caught.value)
        assert clean(step(StepKind.TEXT, needs_my_number=True), text, TODAY) == text


def test_an_address_with_many_digits_is_no_my_number() -> None:
    address = "沖縄県那覇市泉崎１丁目１番１号　コーポ１０１"
    assert clean(step(StepKind.ADDRESS), address, TODAY) == address


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(StepKind)), st.text(max_size=80))
def test_no_text_ends_in_a_traceback_and_a_clean_answer_stays_as_it_is(kind: StepKind, text: str) -> None:
    asked = step(kind, choices=CHOICES, minimum=0, maximum=99)
    try:
        answer = clean(asked, text, TODAY)
    except AnswerProblem:
        return
    assert clean(asked, answer, TODAY) == answer
    assert isinstance(show(asked, answer, same, "ja"), str)


# --- shown again, and from the card -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "answer", "ja", "en"),
    [
        (step(StepKind.CHOICE, choices=CHOICES), "self", "じぶん", "じぶん"),
        (step(StepKind.CHOICES, choices=CHOICES), ("self", "proxy"), "じぶん・ほかの 人《ひと》", "じぶん・ほかの 人《ひと》"),
        (step(StepKind.DATE), "1951-04-05", "1951年（昭和26年）4月5日", "5 April 1951 (Showa 26)"),
        (step(StepKind.NUMBER, unit="通《つう》"), "2", "2通《つう》", "2通《つう》"),
        (step(StepKind.NUMBER, unit="copies"), "2", "2 copies", "2 copies"),
        (step(StepKind.PHONE), "09012345678", "090-1234-5678", "090-1234-5678"),
        (step(StepKind.PHONE), "0988670111", "098-867-0111", "098-867-0111"),
        (step(StepKind.NAME), "比嘉　太郎", "比嘉　太郎", "比嘉　太郎"),
        (step(StepKind.DATE), "", "", ""),
        (step(StepKind.CHOICES, choices=CHOICES), (), "", ""),
    ],
)
def test_an_answer_is_shown_in_words(asked: Step, answer: str | tuple[str, ...], ja: str, en: str) -> None:
    assert show(asked, answer, same, "ja") == ja
    assert show(asked, answer, same, "en") == en


def procedure(*steps: Step) -> Procedure:
    return Procedure("p", "t", "s", "pic", None, (), (), (), (), (), (), steps, (), ())


def test_a_card_fills_its_own_steps_only_and_spells_as_the_card_does() -> None:
    person = Person("渡邉\U000e0100　花子", "沖縄県那覇市泉崎１－１", date(1951, 4, 5), Sex.FEMALE)
    sexes = (Choice("male", "男"), Choice("female", "女"))
    steps = (
        Step("n", StepKind.NAME, "l", "a", from_card="name"),
        Step("a", StepKind.ADDRESS, "l", "a", from_card="address"),
        Step("b", StepKind.DATE, "l", "a", from_card="birth"),
        Step("x", StepKind.CHOICE, "l", "a", choices=sexes, from_card="sex"),
        Step("y", StepKind.CHOICE, "l", "a", choices=(Choice("other", "o"),), from_card="sex"),
        Step("z", StepKind.TEXT, "l", "a"),
    )
    wanted = {"n": person.name, "a": person.address, "b": "1951-04-05", "x": "female"}
    assert from_person(procedure(*steps), person) == wanted


@pytest.mark.parametrize("sex", [Sex.UNKNOWN, Sex.NOT_APPLICABLE])
def test_a_card_that_does_not_say_the_sex_leaves_the_question_to_the_person(sex: Sex) -> None:
    asked = Step("x", StepKind.CHOICE, "l", "a", choices=(Choice("male", "男"), Choice("female", "女")), from_card="sex")
    assert from_person(procedure(asked), Person("a", "b", date(1951, 4, 5), sex)) == {}


def test_a_day_ahead_is_right_only_where_the_question_is_about_the_future() -> None:
    move = Step("move_date", StepKind.DATE, "日", "いつ", future=True)
    assert clean(move, "2026-12-24", TODAY) == "2026-12-24"
    with pytest.raises(AnswerProblem):
        clean(replace(move, future=False), "2026-12-24", TODAY)
    with pytest.raises(AnswerProblem):
        clean(move, "2031-01-01", TODAY)
