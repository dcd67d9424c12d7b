"""Small fakes for the flow: lanes that run at once or when told, a card, an outbox, a printer desk, a form maker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

from kiosk.faults import Fault, KioskError
from kiosk.model.person import Person, Sex
from kiosk.model.procedure import AllOf, Answer, Choice, ConsentRow, FormUse, Is, Procedure, Question, Step, StepKind
from kiosk.model.secret import Secret
from kiosk.outbox.records import Accepted, Submission, matching_code
from kiosk.ports import CardNotice, CardState
from kiosk.printing import DeskState, DeskView
from kiosk.visit.flow import Flow
from kiosk.visit.services import FormTrouble, Paper, Services, Sheet
from kiosk.visit.setting import Setting
from kiosk.visit.views import Look, View
from kiosk.words import Catalogue

T = TypeVar("T")
NOWHERE = Path("/nonexistent")
JST = timezone(timedelta(hours=9))
HANAKO = Person("田中　花子", "沖縄県那覇市泉崎１丁目１番１号", date(1951, 4, 5), Sex.FEMALE)


class FakeClock:
    moved = timedelta()

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 10, 0, tzinfo=JST) + self.moved


class HandLane:
    """Runs work when the test says so; `at_once` runs it in place."""

    def __init__(self, at_once: bool = True) -> None:
        self.at_once = at_once
        self.waiting: deque[Callable[[], None]] = deque()

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[KioskError], None]) -> None:
        def job() -> None:
            try:
                result = work()
            except KioskError as error:
                failed(error)
            else:
                done(result)

        if self.at_once:
            job()
        else:
            self.waiting.append(job)

    def step(self) -> None:
        self.waiting.popleft()()


@dataclass
class FakeCard:
    notice: CardNotice = field(default_factory=lambda: CardNotice(date(2031, 4, 5), 3, 10))
    answers: list[Person | KioskError] = field(default_factory=lambda: [HANAKO])
    seen: list[bytes] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    inspect_error: KioskError | None = None

    def state(self) -> CardState:
        return CardState.PRESENT

    def inspect(self) -> CardNotice:
        if self.inspect_error is not None:
            raise self.inspect_error
        return self.notice

    def read_with_pin(self, pin: Secret) -> Person:
        return self._read("pin", pin)

    def read_with_face_code(self, face_code: Secret) -> Person:
        return self._read("face_code", face_code)

    def _read(self, way: str, secret: Secret) -> Person:
        self.ways.append(way)
        self.seen.append(bytes(secret.view()))
        answer = self.answers.pop(0)
        if isinstance(answer, KioskError):
            raise answer
        return answer


@dataclass
class FakeOutbox:
    trouble: Fault | None = None
    refuses: list[KioskError] = field(default_factory=list)
    taken: list[Submission] = field(default_factory=list)

    def ready(self) -> Fault | None:
        return self.trouble

    def accept(self, submission: Submission) -> Accepted:
        if self.refuses:
            raise self.refuses.pop(0)
        self.taken.append(submission)
        return Accepted("N1-0001", matching_code(submission.id), submission.id, FakeClock().now())


@dataclass
class FakeForms:
    troubles: tuple[FormTrouble, ...] = ()
    made: list[tuple[str, dict[str, Answer], str, bool]] = field(default_factory=list)

    def check(self, papers: Sequence[Paper], /) -> Sequence[FormTrouble]:
        return self.troubles

    def make(
        self, papers: Sequence[Paper], receipt_no: str, code: str, sample: bool, /, *, words: Catalogue | None = None
    ) -> Sheet:
        self.made += [(paper.form, dict(paper.answers), receipt_no, sample) for paper in papers]
        return Sheet(b"%PDF-", sum(len(paper.answers) for paper in papers), len(papers), len(papers))


@dataclass
class FakeDesk:
    views: list[DeskView] = field(default_factory=lambda: [DeskView(DeskState.PRINTED)])
    started: list[str] = field(default_factory=list)
    words: list[bool] = field(default_factory=list)
    closed: int = 0

    def start(self, pdf: bytes, receipt_no: str) -> None:
        self.started.append(receipt_no)

    def poll(self) -> DeskView:
        return self.views.pop(0) if len(self.views) > 1 else self.views[0]

    def paper_came_out(self, came: bool) -> None:
        self.words.append(came)

    def close(self) -> None:
        self.closed += 1


def small_procedure() -> Procedure:
    """Two fields from the card, a condition, a tick list and an optional phone."""
    return Procedure(
        id="small",
        title="ちいさな てつづき",
        summary="",
        picture="",
        minutes=None,
        forms=(FormUse("small", procedure="small"),),
        events=(),
        search=(),
        facts=(),
        eligibility=(Question("here", "なは市に すんでいますか", "", "", "yes", "窓口で きいて ください"),),
        bring=(),
        steps=(
            Step("who", StepKind.CHOICE, "だれ", "だれの ですか", choices=(Choice("self", "わたし"), Choice("proxy", "ほかの 人"))),
            Step("name", StepKind.NAME, "名前", "名前は", from_card="name", max_chars=60),
            Step("address", StepKind.ADDRESS, "住所", "住所は", from_card="address", max_chars=100),
            Step("target", StepKind.NAME, "その人", "その人の 名前は", when=Is("who", ("proxy",)), max_chars=60),
            Step("items", StepKind.CHOICES, "のせる", "のせますか", choices=(Choice("a", "あ"), Choice("b", "い")), optional=True),
            Step("why", StepKind.TEXT, "わけ", "なぜ", when=AllOf((Is("items", ("b",)),)), max_chars=20),
        ),
        consent=(ConsentRow("これ", "その ため", "市", "すぐ"),),
        next_steps=("紙を とる",),
    )


class Stand:
    """A flow with fakes around it, and what it has shown."""

    def __init__(self, **changes: Any) -> None:
        self.card: FakeCard | None = changes.get("card", FakeCard())
        self.outbox: FakeOutbox = changes.get("outbox", FakeOutbox())
        self.forms: FakeForms = changes.get("forms", FakeForms())
        self.desk: FakeDesk = changes.get("desk", FakeDesk())
        self.card_lane: HandLane = changes.get("card_lane", HandLane())
        self.disk_lane: HandLane = changes.get("disk_lane", HandLane())
        self.procedures: tuple[Procedure, ...] = changes.get("procedures", (small_procedure(),))
        self.clock = FakeClock()
        self.events: list[tuple[str, dict[str, object]]] = []
        self.shown: list[View] = []
        self.looks: list[Look] = []
        self.forgotten = 0
        self.woken = 0
        services = Services(
            procedures=lambda: self.procedures,
            events=lambda: changes.get("life_events", ()),
            catalogue=lambda language: Catalogue("none", NOWHERE),
            clock=self.clock,
            forms=self.forms,
            outbox=self.outbox,
            desk=lambda: self.desk,
            card=self.card,
            card_lane=self.card_lane,
            disk_lane=self.disk_lane,
            print_lane=HandLane(),
            new_submission=lambda procedure, answers: Submission(procedure.id, "small/1", "small", dict(answers)),
            wake_courier=self._wake,
            record=lambda event, **values: self.events.append((event, values)),
            handover=changes.get("handover"),
            slips=changes.get("slips"),
            labels=changes.get("labels"),
            planner=lambda: changes.get("planner"),
            booking=lambda: changes.get("booking"),
            boards=lambda: changes.get("boards"),
            vaccines=changes.get("vaccines", tuple),
        )
        setting = Setting("Naha City", "", {"ja": "日本語", "en": "English"}, card=self.card is not None)
        setting = replace(setting, account=changes.get("account", ""))
        setting = replace(setting, handover="handover" in changes, scanner="handover" in changes)
        self.flow = Flow(services, setting, self._show, self._forget)
        self.flow.start()

    def _show(self, view: View, look: Look) -> None:
        self.shown.append(view)
        self.looks.append(look)

    def _forget(self) -> None:
        self.forgotten += 1

    def _wake(self) -> None:
        self.woken += 1

    @property
    def view(self) -> View:
        return self.shown[-1]

    @property
    def screen(self) -> str:
        return self.view.frame.screen
