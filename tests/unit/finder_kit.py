"""Procedures of a small made-up counter, for the tests of the finder."""

from __future__ import annotations

from typing import TypeVar

from kiosk.finder.finder import Finder
from kiosk.finder.synonyms import read_synonyms
from kiosk.model.life_event import LifeEvent
from kiosk.model.procedure import BringItem, FactLine, FormUse, Procedure, Question
from kiosk.paths import ASSETS

T = TypeVar("T")
ENGLISH = {
    "補装具費《ほそうぐひ》の 支給《しきゅう》": "Help with the cost of an assistive device",
    "住民票《じゅうみんひょう》の 写《うつ》し": "Copy of the residence record",
    "児童手当《じどうてあて》": "Child allowance",
    "介護《かいご》": "Long-term care",
}
EVENTS = {
    "disability": LifeEvent("disability", "障《しょう》がい", picture="disability"),
    "moved": LifeEvent("moved", "ひっこした", picture="move"),
    "child": LifeEvent("child", "子育《こそだ》て", picture="child"),
    "care": LifeEvent("care", "介護《かいご》", picture="care"),
}
SYNONYMS = read_synonyms(ASSETS / "words" / "synonyms.tsv")


def procedure(
    name: str, title: str, summary: str = "", events: tuple[str, ...] = (), search: tuple[str, ...] = (), **more: object
) -> Procedure:
    """A procedure with as little as the finder and the choosing screens look at. more: facts, bring, eligibility, minutes."""
    return Procedure(
        id=name,
        title=title,
        summary=summary or title,
        picture="procedure",
        minutes=_int(more.get("minutes")),
        forms=(FormUse(name),),
        events=events,
        search=search,
        facts=_tuple(more.get("facts"), FactLine),
        eligibility=_tuple(more.get("eligibility"), Question),
        bring=_tuple(more.get("bring"), BringItem),
        steps=(),
        consent=(),
        next_steps=(),
    )


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _tuple(value: object, kind: type[T]) -> tuple[T, ...]:
    return tuple(item for item in value if isinstance(item, kind)) if isinstance(value, tuple) else ()


CITY = (
    procedure("juminhyo", "住民票《じゅうみんひょう》の 写《うつ》し", "住《す》んでいる ところを しめす 紙《かみ》", ("moved",), ("住民票", "本籍")),
    procedure("hosougu", "補装具費《ほそうぐひ》の 支給《しきゅう》", "車《くるま》いすや 補聴器《ほちょうき》の お金《かね》", ("disability",), ("車いす", "補聴器", "修理")),
    procedure("jido_teate", "児童手当《じどうてあて》", "子《こ》どもが いる 家《いえ》に お金《かね》", ("child",), ("児童手当",)),
    procedure("tennyu", "転入《てんにゅう》の 届《とど》け", "なは市《し》に ひっこして きた", ("moved",), ("転入届",)),
    procedure("tenshutsu", "転出《てんしゅつ》の 届《とど》け", "ほかの 市《し》へ ひっこす", ("moved",), ("転出届",)),
    procedure("youkaigo", "要介護認定《ようかいごにんてい》", "介護《かいご》の たすけを うける", ("care",), ("要介護認定", "介護保険")),
    procedure("sodai", "粗大《そだい》ごみ", "大《おお》きい ごみを 出《だ》す", (), ("粗大ごみ",)),
    procedure("taxi", "福祉《ふくし》タクシー", "タクシーの 券《けん》", ("disability",), ("タクシー券",)),
)  # fmt: skip


def english(msgid: str) -> str:
    return ENGLISH.get(msgid, "")


def finder(procedures: tuple[Procedure, ...] = CITY) -> Finder:
    return Finder(procedures, EVENTS, SYNONYMS, (english,))
