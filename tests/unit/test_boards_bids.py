"""The bid board's CSV: every way cities write it, every way it can be broken, and what of it is shown."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.boards.bids import Bid, BidPack, stale, still_open
from kiosk.boards.csv_pack import MOST_BYTES, read_bids
from kiosk.boards.days import read_day, read_time
from kiosk.boards.importing import import_bids
from kiosk.boards.shelf import Boards
from kiosk.commands import boards as command
from kiosk.content.problems import ContentError, ContentProblem
from kiosk.paths import ASSETS

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JST)
TODAY = NOW.date()
GOOD = (
    "データの日付,2026-11-20\r\n"
    "件名,種別,締切,担当,URL\r\n"
    "道路の補修,工事,2026-12-10 17:00,道路管理課,https://www.example.com/3\r\n"
    "いすの購入,物品,2026-11-24,管財課,http://www.example.com/1\r\n"
    "清掃,委託,令和8年12月1日（火）正午,清掃課,https://www.example.com/2\r\n"
)


def written(tmp_path: Path, text: str | bytes, name: str = "bids.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def lines_of(pack: BidPack) -> list[tuple[int, str]]:
    return [(problem.line, problem.field) for problem in pack.problems]


# --- days ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01", "2026/12/1", "2026.12.01", "20261201", "2026年12月1日", "２０２６年１２月１日（火）", "令和8年12月1日", "令和 8 年 12 月 1 日",
        "R8.12.1", "r8/12/1", "Ｒ８．１２．１", "令和８年１２月１日（火曜日） 午後5時", "提出は 令和8年12月1日まで", "2026-12-01T17:00",
    ],
)  # fmt: skip
def test_a_day_is_read_however_an_office_writes_it(text: str) -> None:
    found = read_day(text)
    assert found is not None
    assert found[0] == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H31.4.30", date(2019, 4, 30)),
        ("S63.1.2", date(1988, 1, 2)),
    ],
)
def test_an_era_is_counted_from_its_first_year(text: str, day: date) -> None:
    found = read_day(text)
    assert found is not None
    assert found[0] == day


@pytest.mark.parametrize("text", ["", "12月1日", "随時", "2026-02-30", "令和8年13月1日", "2026", "99999999", "0261201"])
def test_what_names_no_day_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        (" 17:00", time(17)), ("（火）17時", time(17)), ("17時30分", time(17, 30)), ("午後5時半", time(17, 30)), ("午前9時", time(9)),
        ("(12/1)正午", time(12)), ("T17:00:00", time(17)), (" 5:00 PM", time(17)), ("午後12時", time(12)), ("24:00", time.max), ("", None), ("まで", None),
    ],
)  # fmt: skip
def test_a_time_is_read_after_the_day(text: str, clock: time | None) -> None:
    assert read_time(text) == clock


# --- reading ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_each_encoding_of_a_spreadsheet_gives_the_same_rows(tmp_path: Path, encoding: str) -> None:
    pack = read_bids(written(tmp_path, GOOD, encoding=encoding))
    assert [bid.title for bid in pack.bids] == ["道路の補修", "いすの購入", "清掃"]
    assert pack.bids[0] == Bid("道路の補修", date(2026, 12, 10), time(17), "工事", "道路管理課", "https://www.example.com/3")
    assert pack.bids[2].at == time(12)
    assert pack.dated == date(2026, 11, 20)
    assert pack.problems == ()


@pytest.mark.parametrize(
    "header",
    [
        "案件名称,区分,提出期限,担当課,リンク",
        "工事名,業種,入札書提出期限,発注課,詳細URL",
        "業務名（委託）,種類,締切日時,所管課,ＵＲＬ",
        "Title,Type,Deadline,Department,Link",
    ],
)
def test_a_header_is_known_by_its_synonyms(tmp_path: Path, header: str) -> None:
    pack = read_bids(written(tmp_path, f"{header}\nA,B,2026-12-01,C,https://a.example\n"))
    assert pack.bids == (Bid("A", date(2026, 12, 1), None, "B", "C", "https://a.example"),)


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_a_file_with_tabs_or_semicolons_is_read_too(tmp_path: Path, delimiter: str) -> None:
    pack = read_bids(written(tmp_path, GOOD.replace(",", delimiter)))
    assert len(pack.bids) == 3
    assert pack.dated == date(2026, 11, 20)


def test_a_bad_row_is_told_with_its_line_and_the_others_are_kept(tmp_path: Path) -> None:
    text = (
        "件名,種別,締切,担当,URL\n"
        "よい,工事,2026-12-10,課,https://a.example\n"
        ",工事,2026-12-10,課,https://a.example\n"
        "日なし,工事,,課,https://a.example\n"
        "年なし,工事,12月1日,課,https://a.example\n"
        "\n"
        "短い行,工事,2026-12-11\n"
        "時なし,工事,2026-12-10 25:70,課,\n"
        f"{'長' * 130},工事,2026-12-10,課,\n"
        "わるいURL,工事,2026-12-12,課,javascript:alert(1)\n"
    )
    pack = read_bids(written(tmp_path, text))
    assert [bid.title for bid in pack.bids] == ["よい", "短い行", "わるいURL"]
    assert pack.bids[2].url == ""
    assert lines_of(pack) == [(3, "件名"), (4, "締切"), (5, "締切"), (8, "締切"), (9, "件名"), (10, "URL")]
    assert all(problem.wrong and problem.mend for problem in pack.problems)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/x", "file:///etc/passwd", "www.example.com", "https://", "http://user:pw@a.example", "https://a.example/ x", "https://[::1", "data:text/html,x", "https://a.example/" + "x" * 400]
)  # fmt: skip
def test_only_an_address_of_the_web_becomes_a_code(tmp_path: Path, url: str) -> None:
    pack = read_bids(written(tmp_path, f"件名,締切,URL\nA,2026-12-01,{url}\n"))
    assert pack.bids[0].url == ""
    assert lines_of(pack) == [(2, "URL")]


def test_signs_that_would_read_as_furigana_and_unprintable_ones_are_made_harmless(tmp_path: Path) -> None:
    pack = read_bids(written(tmp_path, '件名,締切\n"道路《みち》の\n補修\u202e｜x\0",2026-12-01\n'))
    assert pack.bids[0].title == "道路〈みち〉の 補修 |x"


def test_a_quote_that_never_closes_is_told_with_the_line_it_opens_on(tmp_path: Path) -> None:
    rows = "".join(f"行{n},2026-12-0{n}\n" for n in range(1, 10))
    pack = read_bids(written(tmp_path, f'件名,締切\nよい,2026-12-01\n"開いたまま,2026-12-01\n{rows}'))
    assert [bid.title for bid in pack.bids] == ["よい"]
    assert lines_of(pack) == [(3, "")]
    assert "12" in pack.problems[0].wrong


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no column"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x00", "no column"),
        (b"caf\xe9,x\n", "neither UTF-8 nor Shift_JIS"),
        ("名前,電話\n那覇,098\n".encode(), "no column"),
        ("件名,担当\nA,B\n".encode(), "締切"),
        (b"x" * (MOST_BYTES + 1), "larger"),
        (b"\xff\xfe\x00", "neither"),
    ],
)
def test_a_file_without_any_use_says_so_in_one_line(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_bids(written(tmp_path, content))
    (problem,) = caught.value.problems
    assert word in problem.wrong
    assert str(problem).startswith("bids.csv:1:")


def test_a_broken_letter_is_told_with_the_line_it_stands_on(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read_bids(written(tmp_path, "件名,締切\nA,2026-12-01\n".encode("cp932") + b"\xe9,2026-12-01\n"))
    assert caught.value.problems[0].line == 3


def test_a_missing_file_and_a_folder_are_no_traceback(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ContentError, match="cannot be read"):
            read_bids(path)


def test_no_mutant_of_a_good_file_ends_in_anything_but_rows_or_problems(tmp_path: Path) -> None:
    draw = random.Random(3)
    path = tmp_path / "m.csv"
    for encoding in ("utf-8", "cp932"):
        good = GOOD.encode(encoding)
        for _ in range(400):
            raw = bytearray(good)
            for _ in range(draw.randint(1, 6)):
                at = draw.randrange(len(raw))
                what = draw.choice(("flip", "cut", "double", "put"))
                if what == "flip":
                    raw[at] = draw.randrange(256)
                elif what == "cut":
                    del raw[at : at + draw.randint(1, 30)]
                    raw = raw or bytearray(b"x")
                elif what == "double":
                    raw[at:at] = raw[at : at + 40]
                else:
                    raw[at:at] = draw.choice((b'"', b",", b"\n", b"\0", b"\r", b"\xe3", b"\x1b"))
            path.write_bytes(raw)
            told, bids = outcome(path)
            assert all(problem.line >= 1 and problem.wrong and problem.mend for problem in told)
            assert all(bid.title and (not bid.url or bid.url.startswith(("http://", "https://"))) for bid in bids)
            assert told or bids


def outcome(path: Path) -> tuple[tuple[ContentProblem, ...], tuple[Bid, ...]]:
    """What reading it told, and the rows."""
    try:
        pack = read_bids(path)
    except ContentError as error:
        return error.problems, ()
    return pack.problems, pack.bids


# --- the day of the data ------------------------------------------------------------------------------------------------
def test_the_day_of_the_data_comes_from_above_the_header_then_its_column_then_the_name(tmp_path: Path) -> None:
    column = "件名,締切,更新日\nA,2026-12-01,2026-11-18\nB,2026-12-01,令和8年11月19日\n"
    assert read_bids(written(tmp_path, GOOD, "bids_20260101.csv")).dated == date(2026, 11, 20)
    assert read_bids(written(tmp_path, column, "bids_20260101.csv")).dated == date(2026, 11, 19)
    assert read_bids(written(tmp_path, "件名,締切\nA,2026-12-01\n", "bids_20261117.csv")).dated == date(2026, 11, 17)
    assert read_bids(written(tmp_path, "件名,締切\nA,2026-12-01\n")).dated is None


@pytest.mark.parametrize(
    ("dated", "old"),
    [(TODAY, False), (date(2026, 11, 17), False), (date(2026, 11, 16), True), (None, True), (date(2026, 11, 25), True)],
)
def test_data_is_stale_after_seven_days_and_when_nobody_knows_its_day(dated: date | None, old: bool) -> None:
    assert stale(BidPack((), dated), TODAY) is old


def test_past_ones_are_hidden_and_the_nearest_deadline_stands_first(tmp_path: Path) -> None:
    past = "前の日,物品,2026-11-23,課,\n今朝,物品,2026-11-24 9:59,課,\n今から,物品,2026-11-24 10:00,課,\n"
    pack = read_bids(written(tmp_path, GOOD + past))
    assert [bid.title for bid in still_open(pack.bids, NOW)] == ["今から", "いすの購入", "清掃", "道路の補修"]


def test_the_same_row_twice_stands_once(tmp_path: Path) -> None:
    pack = read_bids(written(tmp_path, "件名,締切\nA,2026-12-01\nA,2026-12-01\n"))
    assert len(still_open(pack.bids, NOW)) == 1


# --- import, shelf, example ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16", "utf-8"])
def test_an_import_keeps_the_pack_before_and_writes_down_the_day_the_name_said(tmp_path: Path, encoding: str) -> None:
    target = tmp_path / "data" / "boards" / "bids.csv"
    import_bids(written(tmp_path, GOOD), target)
    assert target.read_bytes() == GOOD.encode()
    import_bids(written(tmp_path, "件名,締切\nあたらしい,2026-12-01\n", "bids_20261122.csv", encoding), target)
    assert [bid.title for bid in read_bids(target).bids] == ["あたらしい"]
    assert read_bids(target).dated == date(2026, 11, 22)
    assert (target.parent / "bids.previous.csv").read_bytes() == GOOD.encode()
    assert sorted(path.name for path in target.parent.iterdir()) == ["bids.csv", "bids.previous.csv"]


def test_a_day_given_by_hand_wins_over_the_file(tmp_path: Path) -> None:
    target = tmp_path / "bids.out.csv"
    assert import_bids(written(tmp_path, GOOD), target, date(2026, 11, 23)).dated == date(2026, 11, 23)
    assert read_bids(target).dated == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["件名,締切\n,\n", "件名\nA\n", "件名,締切\nA,いつか\n"])
def test_a_pack_without_a_single_row_is_refused_and_changes_nothing(tmp_path: Path, text: str) -> None:
    target = tmp_path / "kept.csv"
    import_bids(written(tmp_path, GOOD), target)
    with pytest.raises(ContentError):
        import_bids(written(tmp_path, text, "bad.csv"), target)
    assert target.read_bytes() == GOOD.encode()


def shelf(tmp_path: Path, *, example: bool, told: list[str] | None = None) -> Boards:
    heard = told if told is not None else []
    return Boards(ASSETS / "boards", tmp_path / "bids.csv", None, lambda: TODAY, heard.append, example=example)


def test_the_example_is_for_practice_only_and_gives_way_to_a_real_pack(tmp_path: Path) -> None:
    assert not shelf(tmp_path, example=False).has_bids()
    boards = shelf(tmp_path, example=True)
    pack = boards.bids()
    assert pack is not None
    assert pack.example
    assert len(still_open(pack.bids, NOW)) == len(pack.bids) == 5
    assert all(bid.title.startswith("（れい）") and "example.com" in bid.url for bid in pack.bids)
    written(tmp_path, GOOD)
    pack = boards.bids()
    assert pack is not None
    assert not pack.example
    assert pack.bids[0].title == "道路の補修"


def test_a_pack_that_cannot_be_used_is_told_in_the_log_by_file_and_line_only(tmp_path: Path) -> None:
    told: list[str] = []
    written(tmp_path, "名前\n那覇\n")
    boards = shelf(tmp_path, example=True, told=told)
    assert boards.bids() is None
    assert boards.bids() is None
    assert told == ["bids.csv:1"]


# --- commands -----------------------------------------------------------------------------------------------------------
def test_check_says_each_bad_row_and_how_many_are_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.check(written(tmp_path, GOOD + "だめ,工事,いつか,課,\n"), NOW) == 0
    said = capsys.readouterr().out
    assert "bids.csv:6: warning: 締切" in said
    assert "3 rows, 3 still open, 1 to look at; data of 2026-11-20" in said
    assert command.check(written(tmp_path, "名前\n"), NOW) == 1
    assert "bids.csv:1:" in capsys.readouterr().out


def test_import_says_where_it_went_and_a_folder_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.take(written(tmp_path, GOOD), tmp_path / "to" / "bids.csv", NOW, None) == 0
    assert str(tmp_path / "to" / "bids.csv") in capsys.readouterr().out
    (tmp_path / "file").write_text("")
    assert command.take(written(tmp_path, GOOD), tmp_path / "file" / "bids.csv", NOW, None) == 1
    assert "cannot be written" in capsys.readouterr().out
