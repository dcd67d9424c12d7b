"""A CSV of bids, as cities publish it, to a BidPack. What cannot be read is told with file and line and left out; nothing here raises
for what a file holds, but for a file that holds no bids at all.

Standard library: UTF-8 with or without BOM, UTF-16 with BOM, Shift_JIS as Windows writes it (CP932); comma, tab or semicolon.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kiosk.boards.bids import Bid, BidPack
from kiosk.boards.days import read_day, read_time
from kiosk.content.problems import ContentError, ContentProblem, Severity

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 2000
MOST_CHARS: Final = 120
MOST_URL: Final = 300
MOST_LINES: Final = 5  # of one cell
HEADER_WITHIN: Final = 20  # rows: titles and a date may stand above the header
TITLE, KIND, DUE, DESK, URL, DATED = "件名", "種別", "締切", "担当", "URL", "データの日付"
SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    TITLE: ("件名", "案件名", "案件名称", "入札件名", "調達件名", "業務名", "工事名", "工事件名", "業務委託名", "名称", "タイトル", "title", "subject", "name"),
    KIND: ("種別", "区分", "種類", "分類", "業種", "調達区分", "案件区分", "入札種別", "type", "category"),
    DUE: ("締切", "締切日", "締切日時", "締め切り", "〆切", "期限", "提出期限", "提出締切", "申込期限", "申請期限", "応募締切", "受付締切", "受付終了日", "入札締切", "入札締切日", "入札締切日時", "入札書提出期限", "参加申請期限", "deadline", "due"),
    DESK: ("担当", "担当課", "担当課名", "担当部署", "所管課", "所管", "主管課", "発注課", "課名", "部署", "問い合わせ先", "問合せ先", "お問い合わせ", "department", "contact"),
    URL: ("url", "リンク", "詳細", "詳細url", "掲載url", "ページ", "掲載ページ", "ホームページ", "link"),
    DATED: ("データの日付", "データ日付", "データ更新日", "更新日", "更新日時", "最終更新日", "作成日", "as of", "updated"),
}  # fmt: skip
NEEDED: Final = (TITLE, DUE)


def read_bids(path: Path, name: str = "", *, by_name: bool = True) -> BidPack:
    """The rows that can be shown; problems of the rest as warnings. ContentError for a file without any use.

    The data's day: what a line above the header says of itself, else the newest in its column, else that of the file's name.
    name: as problems call the file. by_name: whether the file's name may say the day.
    """
    file = name or path.name
    pack = _Reader(file).pack(_decoded(path, file))
    return replace(pack, dated=_named_day(path.name)) if by_name and pack.dated is None else pack


def _decoded(path: Path, file: str) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unusable(file, 1, f"cannot be read ({error.strerror}).", "Check name and permissions.") from None
    if len(raw) > MOST_BYTES:
        raise _unusable(file, 1, f"is larger than {MOST_BYTES // 1024 // 1024} MiB.", "Keep the open ones only.")
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    reached = 0
    for encoding in encodings:
        try:
            return raw.decode(encoding).replace("\0", "")
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
    line = raw[:reached].count(b"\n") + 1
    raise _unusable(file, line, "is neither UTF-8 nor Shift_JIS text.", "Save it as CSV UTF-8 in the spreadsheet program.")


def _unusable(file: str, line: int, wrong: str, mend: str) -> ContentError:
    return ContentError([ContentProblem(file, line, "", wrong, mend)])


class _Refused(Exception):
    """A row that cannot be shown: field, what is wrong, how to mend it."""

    def __init__(self, field: str, wrong: str, mend: str) -> None:
        super().__init__(field, wrong, mend)
        self.field, self.wrong, self.mend = field, wrong, mend


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[ContentProblem] = []

    def pack(self, text: str) -> BidPack:
        rows = list(self._rows(text))
        at, columns = self._header(rows)
        above = [found for row in rows[:at] if (found := _preamble_day(row.cells))]
        days: list[date] = []
        bids: list[Bid] = []
        for row in rows[at + 1 :]:
            if len(bids) == MOST_ROWS:
                self._warn(row.line, "", f"more than {MOST_ROWS} rows; the rest is left out.", "Keep the open ones only.")
                break
            cell = _cells(row.cells, columns)
            days += [day[0]] if (day := read_day(cell[DATED])) else []
            try:
                bids.append(self._bid(row.line, cell))
            except _Refused as refused:
                self._warn(row.line, refused.field, refused.wrong, refused.mend)
        dated = above[0] if above else max(days, default=None)
        return BidPack(tuple(bids), dated, tuple(self._problems))

    def _rows(self, text: str) -> Iterator[_Row]:
        """The rows that hold anything, with the line they begin on."""
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        begins = 1
        while True:
            try:
                cells = next(lines)
            except StopIteration:
                return
            except csv.Error as error:
                self._warn(begins, "", f"cannot be read ({error}).", "Look at the quotes on this line.")
                begins = lines.line_num + 1
                continue
            if max((cell.count("\n") for cell in cells), default=0) > MOST_LINES:
                wrong = f"a quote that opens here closes only on line {lines.line_num}."
                self._warn(begins, "", wrong, "Close it; the lines between are lost.")
            elif any(cell.strip() for cell in cells):
                yield _Row(begins, cells)
            begins = lines.line_num + 1

    def _header(self, rows: Sequence[_Row]) -> tuple[int, dict[str, int]]:
        for at, row in enumerate(rows[:HEADER_WITHIN]):
            columns = _columns(row.cells)
            if all(name in columns for name in NEEDED):
                return at, columns
        best = max((set(_columns(row.cells)) for row in rows[:HEADER_WITHIN]), key=len, default=set())
        missing = [name for name in NEEDED if name not in best]
        mend = f"Give it a row of headings such as {TITLE},{KIND},{DUE},{DESK},{URL}."
        raise _unusable(self._file, rows[0].line if rows else 1, f"has no column {' and no '.join(missing)}.", mend)

    def _bid(self, line: int, cell: Mapping[str, str]) -> Bid:
        title = _words(cell[TITLE])
        if not title:
            raise _Refused(TITLE, "is empty.", "Write what it is called.")
        if len(title) > MOST_CHARS:
            raise _Refused(TITLE, f"is longer than {MOST_CHARS} characters.", "Say it in fewer words.")
        found = read_day(cell[DUE])
        if found is None:
            wrong = "is no day with a year." if cell[DUE].strip() else "is empty."
            raise _Refused(DUE, wrong, "Write it as 2026-12-01 17:00 or 令和8年12月1日.")
        try:
            at = read_time(found[1])
        except ValueError:
            raise _Refused(DUE, "holds a time that no clock shows.", "Write it as 2026-12-01 17:00.") from None
        kind, desk = (_words(cell[name])[:MOST_CHARS] for name in (KIND, DESK))
        return Bid(title, found[0], at, kind, desk, self._url(line, cell[URL]))

    def _url(self, line: int, text: str) -> str:
        """The address, "" where it is none a phone should open: the row is shown without a code then."""
        url = text.strip()
        if not url or _is_web(url):
            return url
        self._warn(line, URL, "is no address of a web page.", "Write the whole address, beginning with https://.")
        return ""

    def _warn(self, line: int, field: str, wrong: str, mend: str) -> None:
        self._problems.append(ContentProblem(self._file, line, field, wrong, mend, Severity.WARNING))


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:HEADER_WITHIN])
    return max((",", "\t", ";"), key=head.count)


def _key(heading: str) -> str:
    """A heading without spaces, notes in brackets, width and case."""
    text = re.sub(r"[(\[【].*?[)\]】]", "", unicodedata.normalize("NFKC", heading))
    return re.sub(r"[\s_・:*※]", "", text).lower()


_BY_KEY: Final = {_key(word): name for name, words in SYNONYMS.items() for word in words}


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what; the first of several."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = _BY_KEY.get(_key(cell))
        if name:
            found.setdefault(name, at)
    return found


def _cells(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: cells[columns[name]] if name in columns and columns[name] < len(cells) else "" for name in SYNONYMS}


def _preamble_day(cells: Sequence[str]) -> date | None:
    """The day of a line above the header, where it says of itself what it is."""
    text = " ".join(cells)
    if not any(word in _key(text) for word in ("日付", "更新", "現在", "作成", "updated", "asof")):
        return None
    found = read_day(text)
    return found[0] if found else None


def _named_day(file_name: str) -> date | None:
    found = read_day(file_name.replace("_", " "))
    return found[0] if found else None


def _words(text: str) -> str:
    """Words as the screen can take them: one line, nothing that does not print, no signs that would read as furigana."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r"\s+", " ", shown).strip().translate(str.maketrans("《》｜", "〈〉|"))


def _is_web(url: str) -> bool:
    if len(url) > MOST_URL or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
