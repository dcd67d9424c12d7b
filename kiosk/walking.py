"""A scripted visit: the script a robot resident follows, and the record of how it went. No Qt here; screens/robot/ clicks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

KEYS = {
    "procedure", "answers", "pin", "face_code", "company", "eligibility", "entry", "consent", "output", "paper", "edit", "goodbye", "note",
    "stop_at", "resume", "number", "summary", "doses", "procedures", "find", "add", "bring", "plan", "book", "board",
    "labels",
}  # fmt: skip


NUMBER = "2468"


class ScriptError(Exception):
    """The script cannot be followed. str(error) is one line: where, what, how to mend."""


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """A reservation to make. day, slot: the n-th free day, and the n-th free time on it, from 1; needs: what is ticked."""

    desk: str
    day: int = 1
    slot: int = 1
    needs: tuple[str, ...] = ()
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Board:
    """What is looked at on R22. name: fits or bids; answers: question -> yes, no or unknown (no where nothing is said); days: question ->
    day. take: paper or phone ends there, "" goes on into the script's procedure.
    """

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    take: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels to make on R25. sheet: id of a paper; start: the first label that is left, from 1; copies: of each, 0 to fill the sheet."""

    sheet: str
    start: int = 1
    copies: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Script:
    """What the robot does. answers: step id -> value (text, number, date or list).

    company (R03), eligibility (R07: id -> yes/no/unknown), entry (R10: card, hand, blank), output (R16: paper, qr, both),
    consent (R14), paper (R16: whether it came out), edit (R13: step id -> new value) and goodbye (R18) have plain defaults.
    procedures: what is ticked on R06, the procedure alone if empty; find: a word to search for instead of going by life events;
    add: procedures to add on R08. Answers of several procedures are named as the basket names them (juminhyo.copies).
    bring (R08: item id -> have_not or later, the others are at hand), plan (R09: what is ticked or touched there, such as plan_sheet).
    stop_at: the question (or screen) at which the resident leaves with a つづきQR, "" for none. resume: what a scanner types of one, or
    the eight digits on its paper; in the file it is the name of a file that holds it, beside the script. number: the four digits, if asked.
    book (R15): a reservation instead of a procedure. board (R22): what may fit, or the bids, before or instead of it. labels (R25): the paper
    and how many.
    summary (R17): whether the summary is printed too. doses (R23): rows of vaccine, date and place instead of a procedure.
    """

    procedure: str
    answers: Mapping[str, object] = field(default_factory=dict)
    pin: str = ""
    face_code: str = ""
    company: str = "alone"
    eligibility: Mapping[str, str] = field(default_factory=dict)
    entry: str = ""
    consent: bool = True
    output: str = "paper"
    paper: bool = True
    edit: Mapping[str, object] = field(default_factory=dict)
    goodbye: str = "none"
    stop_at: str = ""
    resume: str = ""
    number: str = NUMBER
    summary: bool = False
    doses: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    procedures: tuple[str, ...] = ()
    find: str = ""
    add: tuple[str, ...] = ()
    bring: Mapping[str, str] = field(default_factory=dict)
    plan: tuple[str, ...] = ()
    book: Wish | None = None
    board: Board | None = None
    labels: Labels | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every procedure to choose on R06."""
        return self.procedures or (self.procedure,)

    @property
    def way(self) -> str:
        """How R10 is answered: as the script says, else by the card where there is a number for it."""
        return self.entry or ("card" if self.pin or self.face_code else "hand")


def read_script(path: Path, procedure: str) -> Script:
    """The script of that file, for that procedure; ScriptError names file, key and mend."""
    import yaml

    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise ScriptError(f"{path}: cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = getattr(error, "problem_mark", None)
        line = f":{place.line + 1}" if place else ""
        raise ScriptError(f"{path}{line}: is not YAML. Mend this place.") from error
    if not isinstance(raw, dict):
        raise ScriptError(f"{path}: should hold keys such as procedure: and answers:.")
    unknown = sorted(str(key) for key in set(raw) - KEYS)
    if unknown:
        raise ScriptError(f"{path}: unknown key {unknown[0]!r}. Known: {', '.join(sorted(KEYS))}.")
    if raw.get("procedure", procedure) != procedure:
        raise ScriptError(
            f"{path}: procedure: is {raw['procedure']!r}, but {procedure!r} was asked for. Use the script of that procedure."
        )
    procedures, add, plan = (_names(path, raw, key) for key in ("procedures", "add", "plan"))
    if procedures and procedure not in procedures:
        raise ScriptError(f"{path}: procedures: does not hold {procedure!r}, which was asked for. Add it, or ask for one of them.")
    for key in ("answers", "eligibility", "edit", "bring"):
        if not isinstance(raw.get(key) or {}, dict):
            raise ScriptError(f"{path}: {key}: should hold lines of  id: value.")
    texts = {key: str(raw[key]) for key in ("company", "entry", "output", "goodbye", "stop_at", "find") if raw.get(key) is not None}
    return Script(
        procedure=procedure,
        answers={str(k): v for k, v in (raw.get("answers") or {}).items()},
        pin=_digits(path, raw, "pin", 4),
        face_code=_digits(path, raw, "face_code", 14),
        eligibility={str(k): str(v) for k, v in (raw.get("eligibility") or {}).items()},
        edit={str(k): v for k, v in (raw.get("edit") or {}).items()},
        consent=raw.get("consent", True) is not False,
        paper=raw.get("paper", True) is not False,
        procedures=procedures,
        add=add,
        plan=plan,
        bring={str(k): str(v) for k, v in (raw.get("bring") or {}).items()},
        resume=_code(path, raw),
        summary=raw.get("summary") is True,
        doses=_doses(path, raw),
        book=_wish(path, raw),
        board=_board(path, raw),
        labels=_labels(path, raw),
        number=_digits(path, raw, "number", 4) or NUMBER,
        **texts,
    )


def _doses(path: Path, raw: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
    rows = raw.get("doses") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and {"vaccine", "date"} <= set(row) for row in rows):
        raise ScriptError(f"{path}: doses: should hold lines such as  - {{vaccine: MR, date: 2024-05-01, place: C}}.")
    return tuple((str(row["vaccine"]), str(row["date"]), str(row.get("place", "unsaid"))) for row in rows)


def _wish(path: Path, raw: Mapping[str, object]) -> Wish | None:
    book = raw.get("book")
    if book is None:
        return None
    if not isinstance(book, dict) or "desk" not in book or set(book) - {"desk", "day", "slot", "needs", "name", "phone"}:
        raise ScriptError(
            f'{path}: book: should look like {{desk: soudan, day: first, slot: 2, needs: [child], name: たなか, phone: ""}}.'
        )
    day, slot = (1 if book.get(key, "first") == "first" else book[key] for key in ("day", "slot"))
    if any(not isinstance(number, int) or number < 1 for number in (day, slot)):
        raise ScriptError(f"{path}: book: day and slot are `first` or a number from 1.")
    name, phone = (str(book.get(key) or "") for key in ("name", "phone"))
    return Wish(str(book["desk"]), day, slot, _names(path, book, "needs"), name, phone)


def _board(path: Path, raw: Mapping[str, object]) -> Board | None:
    board = raw.get("board")
    if board is None:
        return None
    if board == "bids":
        return Board("bids")
    if not isinstance(board, dict) or set(board) - {"fits", "days", "take"} or not isinstance(board.get("fits"), dict):
        raise ScriptError(
            f'{path}: board: should be bids, or look like {{fits: {{child: "yes"}}, days: {{moved: 2026-11-20}}, take: paper}}.'
        )
    answers = {str(key): _yes_or_no(value) for key, value in board["fits"].items()}
    days = {str(key): str(value) for key, value in (board.get("days") or {}).items()}
    return Board("fits", answers, days, str(board.get("take") or ""))


def _yes_or_no(value: object) -> str:
    """A bare yes is true in YAML."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _labels(path: Path, raw: Mapping[str, object]) -> Labels | None:
    given = raw.get("labels")
    if given is None:
        return None
    example = "labels: should look like {sheet: a4_24, start: 5, copies: 3}; copies 0 fills the sheet."
    if not isinstance(given, dict) or "sheet" not in given or set(given) - {"sheet", "start", "copies"}:
        raise ScriptError(f"{path}: {example}")
    start, copies = given.get("start", 1), given.get("copies", 1)
    if not isinstance(start, int) or not isinstance(copies, int) or start < 1 or copies < 0:
        raise ScriptError(f"{path}: {example}")
    return Labels(str(given["sheet"]), start, copies)


def _code(path: Path, raw: Mapping[str, object]) -> str:
    if raw.get("resume") is None:
        return ""
    try:
        return (path.parent / str(raw["resume"])).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: resume: should name a file with the digits of a つづきQR ({error}).") from error


def _names(path: Path, raw: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = raw.get(key) or []
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ScriptError(f"{path}: {key}: should be a list of procedures, such as {key}: [juminhyo, inkan].")
    return tuple(value)


def _digits(path: Path, raw: Mapping[str, object], key: str, count: int) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    text = str(value)
    if not (isinstance(value, str) and text.isascii() and text.isdigit() and len(text) == count):
        raise ScriptError(f'{path}: {key}: should be {count} digits in quotes, such as {key}: "{"1234567890123456"[:count]}".')
    return text


@dataclass(slots=True)
class StepRecord:
    """One screen of a walk."""

    id: str
    screen: str
    taps: int = 0
    ms: int = 0


@dataclass(slots=True)
class WalkRecord:
    """What walk.json holds. forms: names of the PDFs; faults: codes in the order they were shown."""

    procedure: str
    finished: bool = False
    receipt: str = ""
    steps: list[StepRecord] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    stuck: str = ""

    def write(self, path: Path) -> None:
        """Write walk.json."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")
