"""R12: one question a screen, its kind taken from the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.entry_words import ADDRESS_WORDS, DATE_WORDS, TEXT_WORDS
from kiosk.model.procedure import Answer, Step, StepKind
from kiosk.visit.basket import OF
from kiosk.visit.rules import YEARS_AHEAD
from kiosk.visit.setting import Setting
from kiosk.visit.views import AddressEntry, Body, Choices, DateEntry, Frame, NumberEntry, Option, Stage, TextEntry, TextKind, View
from kiosk.visit.visit import Visit
from kiosk.words import N_, Translate

FIRST_BIRTH_YEAR = 1905
PHONE_DIGITS = 11
TEXT_KINDS = {StepKind.KANA: TextKind.KANA, StepKind.NAME: TextKind.NAME, StepKind.TEXT: TextKind.FREE}
UNKNOWN = "unknown"


def question(visit: Visit, step: Step, at: tuple[int, int], today: date, _: Translate, setting: Setting) -> View:
    """R12. at: (this question, of how many), from 1."""
    given = visit.draft if visit.problems else visit.answers.get(step.id, "")
    frame = Frame(
        "R12",
        heading=numbered(step, _(step.ask), _),
        hint=_(step.hint),
        stage=Stage.ASK,
        stage_note=_(N_("{n} of {total}")).format(n=at[0], total=at[1]),
        topic=topic(visit, step, _),
        why=_(step.why),
        guide="" if step.kind in TEXT_KINDS or step.kind is StepKind.ADDRESS else "listen",
        problems=visit.problems,
    )
    return View(frame, _body(step, given, today, _, setting))


def topic(visit: Visit, step: Step, _: Translate) -> str:
    """In a basket the procedure whose own question it is; "" for what several ask."""
    of, mark, _own = step.id.partition(OF)
    return next((_(procedure.title) for procedure in visit.basket if mark and procedure.id == of), "")


def numbered(step: Step, text: str, _: Translate) -> str:
    """The text with the number of the person it is about, where a question is asked for several, one after the other."""
    return _(N_("No. {n}: {text}")).format(n=step.nth, text=text) if step.nth else text


def _body(step: Step, given: Answer, today: date, _: Translate, setting: Setting) -> Body:
    text = given if isinstance(given, str) else ""
    match step.kind:
        case StepKind.CHOICE | StepKind.CHOICES:
            chosen = (given,) if isinstance(given, str) and given else tuple(given)
            options = tuple(Option(c.value, _(c.label), _(c.note), c.picture, c.quiet) for c in step.choices)
            return Choices(options, chosen, multiple=step.kind is StepKind.CHOICES)
        case StepKind.NUMBER:
            least, most = step.minimum or 0, step.maximum or 0
            return NumberEntry(text or str(least), _(step.unit), least, most, stepper=True, choices=_unknown(step, _))
        case StepKind.PHONE:
            return NumberEntry(text, max_digits=PHONE_DIGITS, erase=_(N_("Erase")), choices=_unknown(step, _))
        case StepKind.DATE:
            last_year = today.year + YEARS_AHEAD if step.future else today.year
            return DateEntry(text, _words(DATE_WORDS, _), FIRST_BIRTH_YEAR, last_year, _unknown(step, _))
        case StepKind.ADDRESS:
            return AddressEntry(text, _words(ADDRESS_WORDS, _), setting.towns, setting.candidates)
        case StepKind.KANA | StepKind.NAME | StepKind.TEXT:
            kind = TEXT_KINDS[step.kind]
            return TextEntry(text, kind, step.max_chars or 60, _words(TEXT_WORDS, _), setting.candidates, _unknown(step, _))


def _unknown(step: Step, _: Translate) -> tuple[Option, ...]:
    return (Option(UNKNOWN, _(step.unknown), quiet=True),) if step.unknown else ()


def _words(words: Mapping[str, str], _: Translate) -> dict[str, str]:
    return {key: _(msgid) for key, msgid in words.items()}
