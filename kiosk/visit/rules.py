"""What an answer must be: untrusted value in, clean Answer out, or an AnswerProblem that leaves everything as it was."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from kiosk.kana import to_katakana
from kiosk.model.dates import show_date
from kiosk.model.person import Person, Sex
from kiosk.model.procedure import UNKNOWN, Answer, Procedure, Step, StepKind
from kiosk.words import N_, Translate

MOST_CHARS: Final = 60
YEARS_AHEAD: Final = 2
OLDEST: Final = date(1868, 1, 25)
WIDE_TO_NARROW: Final = str.maketrans("０１２３４５６７８９", "0123456789")
DASHES: Final = re.compile(r"[\s\-‐-―−ーｰ－()（）]")
# NFC would turn these name kanji (神, 福 … as registered) into other characters, so they are left out of it.
COMPATIBILITY_KANJI: Final = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
HALF_KANA: Final = re.compile("[｡-ﾟ]+")
SEX_VALUES: Final = {Sex.MALE: "male", Sex.FEMALE: "female"}


class AnswerProblem(Exception):
    """An answer that cannot be taken. msgid: one kind sentence, what to do. place: the field, "" for the whole step."""

    def __init__(self, msgid: str, place: str = "") -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.place = place


def clean(step: Step, untrusted: object, today: date) -> Answer:
    """The answer as it is kept; nothing else enters the visit.

    CHOICES give a tuple in the order of the tiles, DATE an ISO date, NUMBER and PHONE half-width digits, KANA full-width katakana, all
    others text. The わからない of a question without tiles gives "", so that its box on the paper stays empty.
    """
    if untrusted == UNKNOWN and step.unknown:
        return ""
    match step.kind:
        case StepKind.CHOICE:
            return _choice(step, untrusted)
        case StepKind.CHOICES:
            return _choices(step, untrusted)
        case StepKind.NUMBER:
            return _number(step, untrusted)
        case StepKind.DATE:
            return _date(step, untrusted, today)
        case StepKind.PHONE:
            return _phone(step, untrusted)
        case StepKind.NAME | StepKind.KANA | StepKind.ADDRESS | StepKind.TEXT:
            return _text(step, untrusted)


def _choice(step: Step, untrusted: object) -> str:
    if untrusted in [choice.value for choice in step.choices]:
        return str(untrusted)
    if step.optional and not untrusted:
        return ""
    raise AnswerProblem(N_("Please choose one."))


def _choices(step: Step, untrusted: object) -> tuple[str, ...]:
    given = untrusted if isinstance(untrusted, tuple) else ()
    known = [choice.value for choice in step.choices]
    if any(value not in known for value in given):
        raise AnswerProblem(N_("Please choose from the tiles."))
    return tuple(value for value in known if value in given)


def _number(step: Step, untrusted: object) -> str:
    text = _line(untrusted).translate(WIDE_TO_NARROW)
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise AnswerProblem(N_("Please choose a number."))
    number = int(text)
    if step.minimum is not None and number < step.minimum:
        raise AnswerProblem(N_("Please choose a larger number."))
    if step.maximum is not None and number > step.maximum:
        raise AnswerProblem(N_("That is more than can be asked for at once."))
    return str(number)


def _date(step: Step, untrusted: object, today: date) -> str:
    if not untrusted and step.optional:
        return ""
    try:
        day = date.fromisoformat(untrusted if isinstance(untrusted, str) else "")
    except ValueError:
        raise AnswerProblem(N_("Please choose year, month and day.")) from None
    if day > today and not step.future:
        raise AnswerProblem(N_("That day has not come yet. Please look at the year again."))
    if day.year > today.year + YEARS_AHEAD:
        raise AnswerProblem(N_("That year is too far ahead. Please look at the year again."))
    if day < OLDEST:
        raise AnswerProblem(N_("That year is too long ago. Please look at the year again."))
    return day.isoformat()


def _phone(step: Step, untrusted: object) -> str:
    digits = DASHES.sub("", _line(untrusted).translate(WIDE_TO_NARROW))
    if not digits and step.optional:
        return ""
    if not (digits.isascii() and digits.isdigit() and digits.startswith("0") and 10 <= len(digits) <= 11):
        raise AnswerProblem(N_("A phone number begins with 0 and has 10 or 11 digits."))
    return digits


def _text(step: Step, untrusted: object) -> str:
    text = _line(untrusted)
    if not text:
        if step.optional:
            return ""
        raise AnswerProblem(N_("Please write it here, or ask the person beside you."))
    if len(text) > (step.max_chars or MOST_CHARS):
        raise AnswerProblem(N_("That is too long. Please make it shorter."))
    if step.kind is StepKind.KANA:
        text = to_katakana(HALF_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text))
        if not all(_is_kana(c) for c in text):
            raise AnswerProblem(N_("Please write it in kana."))
    if not step.needs_my_number and holds_my_number(text):
        raise AnswerProblem(N_("This looks like My Number. Please do not write it here."))
    return text


def _line(untrusted: object) -> str:
    """One line of text: control and format characters gone, spaces at the ends gone.

    か + ゛ from a real keyboard is composed; kanji, variation selectors and private-use characters stay exactly as they are.
    """
    text = untrusted if isinstance(untrusted, str) else ""
    kept = "".join(" " if c in "\t\n\r\u2028\u2029" else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    parts = COMPATIBILITY_KANJI.split(kept)
    return "".join(part if number % 2 else unicodedata.normalize("NFC", part) for number, part in enumerate(parts)).strip(" \u3000")


def _is_kana(character: str) -> bool:
    return "ァ" <= character <= "ヺ" or character in "ー・ 　ヽヾ"


def holds_my_number(text: str) -> bool:
    """Whether twelve digits with the right check digit stand in the text.

    source: 総務省令第85号 (平成26年) 第5条; weights as in the card facts, read 2026-11-23.
    """
    digits = DASHES.sub("", text.translate(WIDE_TO_NARROW))
    return any(_checks(run[i : i + 12]) for run in re.findall(r"\d{12,}", digits) for i in range(len(run) - 11))


def _checks(digits: str) -> bool:
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(d) * w for d, w in zip(digits[:11], weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def show(step: Step, answer: Answer, translate: Translate, language: str) -> str:
    """The answer as the check screen shows it."""
    if isinstance(answer, tuple):
        labels = [translate(choice.label) for choice in step.choices if choice.value in answer]
        return "・".join(labels)
    if not answer:
        return ""
    match step.kind:
        case StepKind.CHOICE:
            return next((translate(choice.label) for choice in step.choices if choice.value == answer), "")
        case StepKind.DATE:
            return show_date(date.fromisoformat(answer), language)
        case StepKind.NUMBER:
            unit = translate(step.unit)
            return f"{answer} {unit}" if unit[:1].isascii() and unit else f"{answer}{unit}"
        case StepKind.PHONE:
            return group_phone(answer)
        case _:
            return answer


def group_phone(digits: str) -> str:
    """Grouped for reading only: 090-1234-5678; a land line is split from its end, as area codes differ in length."""
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if len(digits) == 11 else f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def from_person(procedure: Procedure, person: Person) -> dict[str, Answer]:
    """The answers a card gives, by step id, spelt as on the card. Sex only where it is one of the question's tiles."""
    given = {
        "name": person.name,
        "address": person.address,
        "birth": person.birth.isoformat(),
        "sex": SEX_VALUES.get(person.sex, ""),
    }
    filled = {step.id: given[step.from_card] for step in procedure.steps if step.from_card}
    tiles = {step.id: {choice.value for choice in step.choices} for step in procedure.steps if step.choices}
    return {step: value for step, value in filled.items() if value and value in tiles.get(step, {value})}
