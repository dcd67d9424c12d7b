"""The queue loses nothing it accepted, and says so when it cannot accept."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.faults import KioskError
from kiosk.outbox.envelope import open_envelope
from kiosk.outbox.records import MATCHING_DIGITS, MATCHING_KANJI, RowState, Submission, matching_code, new_submission_id
from kiosk.outbox.store import Outbox
from kiosk.ports import SealedItem
from tests.unit.outbox_fakes import CITY, NEEDLES, TestClock, outbox, signed_receipt, submission


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def queue(tmp_path: Path, clock: TestClock) -> Iterator[Outbox]:
    box = outbox(tmp_path, clock)
    box.start()
    yield box
    box.stop()


def run_script(script: str, folder: Path, *before: str) -> str:
    """What the script prints, run in a process of its own with the folder as its argument."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [*before, sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, check=False, cwd=root, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sealed_rows(path: Path) -> list[tuple[str, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        return [(row[0], bytes(row[1])) for row in connection.execute("SELECT id, sealed FROM outbox ORDER BY seq")]


def test_an_accepted_entry_has_a_number_a_code_and_opens_for_the_city(tmp_path: Path, clock: TestClock) -> None:
    box = outbox(tmp_path, clock)
    box.start()
    entry = submission()
    accepted = box.accept(entry)
    box.stop()
    assert accepted.receipt_no == "N1-0001"
    assert accepted.accepted_at == clock.now()
    assert accepted.matching_code == matching_code(entry.id)
    ((found, sealed),) = sealed_rows(tmp_path / "outbox.db")
    content = json.loads(open_envelope(sealed, CITY, submission_id=found, terminal="N1"))
    assert content["answers"] == entry.answers
    assert content["receipt_no"] == "N1-0001"
    assert content["matching_code"] == accepted.matching_code
    assert (content["id"], content["procedure"], content["form"], content["terminal"]) == (entry.id, "juminhyo", "juminhyo", "N1")


def test_numbers_go_up_by_one_and_survive_a_restart(tmp_path: Path, clock: TestClock) -> None:
    box = outbox(tmp_path, clock)
    box.start()
    assert [box.accept(submission()).receipt_no for _ in range(3)] == ["N1-0001", "N1-0002", "N1-0003"]
    box.stop()
    box = outbox(tmp_path, clock)
    box.start()
    assert box.accept(submission()).receipt_no == "N1-0004"
    box.stop()


def test_a_delivered_number_is_never_given_again(queue: Outbox, tmp_path: Path, clock: TestClock) -> None:
    queue.accept(submission())
    item = queue.next_due()
    assert item is not None
    queue.delivered(item, b"receipt")
    queue.stop()
    again = outbox(tmp_path, clock)
    again.start()
    assert again.accept(submission()).receipt_no == "N1-0002"
    again.stop()


def test_a_second_tap_gives_the_same_number_and_no_second_row(queue: Outbox) -> None:
    entry = submission()
    assert queue.accept(entry) == queue.accept(entry)
    assert queue.status().waiting == 1


def test_row_number_and_print_job_come_together(queue: Outbox) -> None:
    accepted = queue.accept(submission())
    (row,) = queue.rows()
    job = queue.print_job(accepted.receipt_no)
    assert job is not None
    assert (row.receipt_no, row.state, row.attempts) == (accepted.receipt_no, RowState.WAITING, 0)
    assert (job.form, job.state, job.attempts, job.fault_code) == ("juminhyo", "waiting", 0, "")


def test_the_print_job_remembers_how_it_stands(queue: Outbox) -> None:
    accepted = queue.accept(submission())
    queue.print_state(accepted.receipt_no, "needs_help", 2, "PRINT-01")
    job = queue.print_job(accepted.receipt_no)
    assert job is not None
    assert (job.state, job.attempts, job.fault_code) == ("needs_help", 2, "PRINT-01")
    for unknown in ("N1-0099", "nonsense", ""):
        with pytest.raises(KeyError):
            queue.print_state(unknown, "printed", 1)


def test_the_rows_for_staff_hold_no_content(queue: Outbox) -> None:
    queue.accept(submission())
    text = repr(queue.rows()) + repr(submission()) + repr(queue.status())
    assert not any(needle in text for needle in NEEDLES)


def test_matching_codes_are_two_plain_characters_and_differ_between_neighbours() -> None:
    codes = [matching_code(new_submission_id()) for _ in range(400)]
    assert all(len(code) == 2 and code[0] in MATCHING_KANJI and code[1] in MATCHING_DIGITS for code in codes)
    assert len(set(codes)) > 100
    assert len(set(MATCHING_KANJI)) == len(MATCHING_KANJI)


def test_a_lone_surrogate_from_a_broken_card_is_kept_not_lost(queue: Outbox, tmp_path: Path) -> None:
    queue.accept(Submission("p", "p/1", "f", {"name": "\ud842"}))
    item = queue.next_due()
    assert item is not None
    content = json.loads(open_envelope(item.sealed, CITY, submission_id=item.id, terminal="N1"))
    assert content["answers"] == {"name": "\ud842"}


# --- what lies on the disk ------------------------------------------------------------------------------------------
def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_no_entered_string_is_in_any_file_of_the_queue_at_any_time(queue: Outbox, tmp_path: Path) -> None:
    for _ in range(20):
        queue.accept(submission())
    assert (tmp_path / "outbox.db-wal").stat().st_size > 0
    during = everything_in(tmp_path)
    assert not any(needle.encode(code) in during for needle in NEEDLES for code in ("utf-8", "utf-16-le", "shift-jis"))


def test_after_the_receipt_even_the_sealed_bytes_are_gone_from_every_file(queue: Outbox, tmp_path: Path) -> None:
    for _ in range(20):
        queue.accept(submission())
    sealed = []
    while (item := queue.next_due()) is not None:
        sealed.append(item.sealed)
        queue.delivered(item, signed_receipt(SealedItem(item.id, item.sealed)))
    assert len(sealed) == 20
    queue.forget_erased()
    left = everything_in(tmp_path)
    found = [piece for whole in sealed for piece in (whole[40:72], whole[150:182], whole[-32:]) if piece in left]
    assert found == []


def test_the_queue_is_readable_by_its_owner_only(queue: Outbox, tmp_path: Path) -> None:
    queue.accept(submission())
    for name in ("outbox.db", "outbox.db-wal"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_the_disk_was_asked_to_keep_it_before_accept_returned(tmp_path: Path) -> None:
    """Counted from outside by strace: at least one fdatasync of the WAL between the two marks around each accept."""
    script = (
        "import os, sys; from pathlib import Path; from tests.unit.outbox_fakes import *\n"
        "box = outbox(Path(sys.argv[1]), TestClock()); box.start()\n"
        "for i in range(20):\n"
        "    entry = submission(); os.write(2, b'MARK-BEGIN'); box.accept(entry); os.write(2, b'MARK-END')\n"
        "box.stop()\n"
    )
    log = tmp_path / "trace"
    run_script(script, tmp_path, "strace", "-f", "-y", "-e", "trace=write,fdatasync,fsync", "-o", str(log))
    syncs, inside, counts = 0, False, []
    for line in log.read_text(errors="replace").splitlines():
        if "MARK-BEGIN" in line:
            syncs, inside = 0, True
        elif "MARK-END" in line and inside:
            counts.append(syncs)
            inside = False
        elif inside and ("fdatasync(" in line or "fsync(" in line) and "outbox.db-wal" in line and "= 0" in line:
            syncs += 1
    assert len(counts) == 20
    assert min(counts) >= 1


# --- trouble with the disk ------------------------------------------------------------------------------------------
def test_a_full_disk_takes_nothing_gives_no_number_and_heals(queue: Outbox) -> None:
    before = queue.accept(submission())
    queue._writer.call(lambda db: db.execute("PRAGMA max_page_count=1").fetchall())
    entry = submission("x" * 2_000_000)
    with pytest.raises(KioskError) as caught:
        queue.accept(entry)
    assert caught.value.fault.code == "QUEUE-01"
    assert "SQLITE_FULL" in caught.value.detail
    # The connection was dropped with the error; the fresh one has no such limit, like a disk with room again.
    assert [row.receipt_no for row in queue.rows()] == [before.receipt_no]
    assert queue.accept(entry).receipt_no == "N1-0002"


def test_a_disk_that_is_really_full_loses_nothing_and_shows_no_number(tmp_path: Path) -> None:
    """A process whose files may not grow (RLIMIT_FSIZE) meets the same error a full disk gives; then the limit is lifted."""
    script = (
        "import resource, sys; from pathlib import Path; from tests.unit.outbox_fakes import *\n"
        "from kiosk.faults import KioskError\n"
        "box = outbox(Path(sys.argv[1]), TestClock()); box.start(); taken = 0\n"
        "wal = Path(sys.argv[1]) / 'outbox.db-wal'\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size, resource.RLIM_INFINITY))\n"
        "entry = None\n"
        "try:\n"
        "    while taken < 2000:\n"
        "        entry = submission('y' * 20000); box.accept(entry); taken += 1\n"
        "except KioskError as error:\n"
        "    print(error.fault.code, taken)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "print(box.accept(entry).receipt_no, box.status().waiting, box.check()['integrity'])\n"
        "box.stop()\n"
    )
    first, second = run_script(script, tmp_path).splitlines()
    code, taken = first.split()
    assert code == "QUEUE-01"
    assert int(taken) > 0
    assert second == f"N1-{int(taken) + 1:04d} {int(taken) + 1} ok"


@pytest.mark.parametrize("when", ["20+7", "32..60"])
def test_a_commit_whose_sync_fails_is_refused_and_offering_it_again_counts_once(tmp_path: Path, when: str) -> None:
    """strace makes fdatasync fail with EIO; the same entry offered again ends as exactly one row.

    In a run of failures the commit can be in the WAL although it was refused, and come back when the file is opened again.
    """
    script = (
        "import os, sys; from pathlib import Path; from tests.unit.outbox_fakes import *; from kiosk.faults import KioskError\n"
        "box = outbox(Path(sys.argv[1]), TestClock()); box.start(); taken = []; refused = 0\n"
        "for i in range(30):\n"
        "    entry = submission()\n"
        "    for attempt in range(40):\n"
        "        try:\n"
        "            taken.append(box.accept(entry).receipt_no); break\n"
        "        except KioskError as error:\n"
        "            refused += 1; assert error.fault.code == 'QUEUE-01', error.detail\n"
        "print(len(taken), len(set(taken)), refused > 0, box.status().waiting, box.check()['waiting'], box.check()['integrity'])\n"
    )
    inject = ("strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=" + when)
    assert run_script(script, tmp_path, *inject).split() == ["30", "30", "True", "30", "30", "ok"]


def test_a_queue_held_by_another_kiosk_is_named_and_left_alone(queue: Outbox, tmp_path: Path, clock: TestClock) -> None:
    queue.accept(submission())
    second = outbox(tmp_path, clock)
    with pytest.raises(KioskError) as caught:
        second.start()
    assert caught.value.fault.code == "QUEUE-03"
    assert queue.status().waiting == 1


@pytest.mark.parametrize("content", [b"no database, but long enough to be looked at " * 40, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_broken_file_is_named_and_kept(tmp_path: Path, clock: TestClock, content: bytes) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(content)
    with pytest.raises(KioskError) as caught:
        outbox(tmp_path, clock).start()
    assert caught.value.fault.code == "QUEUE-03"
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, clock: TestClock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KioskError) as caught:
        outbox(tmp_path / "file" / "below", clock).start()
    assert caught.value.fault.code == "QUEUE-01"


def test_an_error_of_the_queue_says_nothing_about_the_resident(queue: Outbox) -> None:
    queue._writer.call(lambda db: db.execute("PRAGMA max_page_count=1").fetchall())
    with pytest.raises(KioskError) as caught:
        queue.accept(submission("z" * 2_000_000))
    assert not any(needle in str(caught.value) + caught.value.detail for needle in NEEDLES)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_answers_that_change_after_the_entry_was_finished_do_not_change_the_entry(queue: Outbox) -> None:
    answers: dict[str, object] = {"copies": 1}
    entry = Submission("p", "p/1", "f", answers)
    answers["copies"] = 9
    queue.accept(entry)
    item = queue.next_due()
    assert item is not None
    content = json.loads(open_envelope(item.sealed, CITY, submission_id=item.id, terminal="N1"))
    assert content["answers"] == {"copies": 1}


def test_a_mistake_of_ours_flies_and_leaves_the_queue_working(queue: Outbox) -> None:
    with pytest.raises(TypeError):
        Submission("p", "p/1", "f", {"name": object()})
    with pytest.raises(AttributeError):
        queue.accept(Submission("p", "p/1", "f", {}, id=None))  # type: ignore[arg-type]
    assert queue.accept(submission()).receipt_no == "N1-0001"


def test_without_the_citys_key_nothing_is_accepted_and_ready_says_so(tmp_path: Path, clock: TestClock) -> None:
    box = Outbox(tmp_path / "q.db", "N1", None, clock)
    box.start()
    with pytest.raises(KioskError) as caught:
        box.accept(submission())
    assert caught.value.fault.code == "QUEUE-02"
    fault = box.ready()
    assert fault is not None
    assert fault.code == "QUEUE-02"
    box.stop()
    with pytest.raises(KioskError) as refused:
        Outbox(tmp_path / "q.db", "N1", b"no key", clock).start()
    assert refused.value.fault.code == "QUEUE-02"


def test_ready_is_none_while_the_queue_works_and_names_a_stopped_one(queue: Outbox) -> None:
    assert queue.ready() is None
    queue.stop()
    fault = queue.ready()
    assert fault is not None
    assert fault.code == "QUEUE-03"


def test_rows_waiting_under_another_terminal_code_are_not_sent_as_this_one(tmp_path: Path, clock: TestClock) -> None:
    box = outbox(tmp_path, clock)
    box.start()
    box.accept(submission())
    box.stop()
    with pytest.raises(KioskError) as caught:
        outbox(tmp_path, clock, terminal="N2").start()
    assert caught.value.fault.code == "QUEUE-03"
    box = outbox(tmp_path, clock)
    box.start()
    item = box.next_due()
    assert item is not None
    box.delivered(item, b"receipt")
    box.stop()
    renamed = outbox(tmp_path, clock, terminal="N2")
    renamed.start()
    assert renamed.accept(submission()).receipt_no == "N2-0002"
    renamed.stop()


def test_starting_and_stopping_twice_is_harmless(tmp_path: Path, clock: TestClock) -> None:
    box = outbox(tmp_path, clock)
    box.stop()
    for _ in range(2):
        box.start()
        box.accept(submission())
        box.stop()
        box.stop()
    box.start()
    assert box.status().waiting == 2
    box.stop()


def test_importing_the_ports_loads_no_heavy_package() -> None:
    code = (
        "import sys, kiosk.ports, kiosk.faults, kiosk.outbox\n"
        "print([name for name in ('sqlite_utils', 'cryptography', 'httpx2', 'starlette') if name in sys.modules])"
    )
    assert run_script(code, Path()).strip() == "[]"


def test_a_queue_that_has_its_tables_opens_without_the_library_that_makes_them(tmp_path: Path, clock: TestClock) -> None:
    box = outbox(tmp_path, clock)
    box.start()
    box.stop()
    code = (
        "import sys; from pathlib import Path; from tests.unit.outbox_fakes import TestClock, outbox\n"
        "box = outbox(Path(sys.argv[1]), TestClock()); box.start(); print(box.status().waiting, 'sqlite_utils' in sys.modules)"
    )
    assert run_script(code, tmp_path).split() == ["0", "False"]
