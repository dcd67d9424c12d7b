"""Each kind of trouble ends as it should: link backs off, item steps aside, auth pauses; nothing is lost or asked too early."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from devices.simulated.intake import SimulatedIntake
from kiosk.outbox.envelope import verify_receipt
from kiosk.outbox.listing import report_as_json, report_as_line, rows_as_json, rows_as_lines
from kiosk.outbox.records import QueueState, RowState
from kiosk.outbox.sender import BASE_S, CAP_S, OWN_PAUSE_AFTER, Sender, backoff_s
from kiosk.outbox.store import Outbox
from kiosk.ports import DeliveryError, DeliveryTrouble, SealedItem
from tests.unit.outbox_fakes import SIGNER, TestClock, outbox, signed_receipt, submission

LINK = DeliveryError(DeliveryTrouble.LINK, "the intake cannot be reached")
ITEM = DeliveryError(DeliveryTrouble.ITEM, "other content (409)")
AUTH = DeliveryError(DeliveryTrouble.AUTH, "not enrolled (403)")


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def queue(tmp_path: Path, clock: TestClock) -> Iterator[Outbox]:
    box = outbox(tmp_path, clock)
    box.start()
    yield box
    box.stop()


def intake(clock: TestClock, script: Iterable[DeliveryError | None] = ()) -> SimulatedIntake:
    return SimulatedIntake(signed_receipt, clock, script)


def sender(queue: Outbox, city: SimulatedIntake, clock: TestClock) -> Sender:
    return Sender(queue, city, clock, random.Random(7))


def fill(queue: Outbox, count: int) -> list[str]:
    return [queue.accept(submission()).submission_id for _ in range(count)]


def test_what_waits_is_sent_oldest_first_and_its_receipt_kept(queue: Outbox, clock: TestClock) -> None:
    ids, city = fill(queue, 5), intake(clock)
    report = sender(queue, city, clock).send_due()
    assert (report.delivered, report.waiting, report.trouble) == (5, 0, None)
    assert city.asked == ids
    receipt = queue.receipt(ids[0])
    assert receipt is not None
    verify_receipt(receipt, SIGNER.public_key(), submission_id=ids[0], sealed=city.taken[ids[0]])
    assert [row.state for row in queue.rows()] == [RowState.SENT] * 5
    assert [row.bytes for row in queue.rows()] == [0] * 5
    assert queue.status().last_delivered_at == clock.now()


def test_link_trouble_stops_at_the_first_item_and_holds_the_whole_queue_back(queue: Outbox, clock: TestClock) -> None:
    ids, city = fill(queue, 3), intake(clock, [LINK])
    work = sender(queue, city, clock)
    report = work.send_due()
    assert (report.delivered, report.waiting, report.trouble) == (0, 3, DeliveryTrouble.LINK)
    assert report.next_at is not None
    assert clock.now() <= report.next_at
    assert work.send_due().delivered == 0
    assert city.asked == ids[:1]
    clock.moment = report.next_at
    assert work.send_due().delivered == 3
    assert queue.rows()[0].attempts == 2


def test_the_back_off_survives_a_restart(queue: Outbox, clock: TestClock, tmp_path: Path) -> None:
    fill(queue, 1)
    sender(queue, intake(clock, [LINK]), clock).send_due()
    queue.stop()
    again, city = outbox(tmp_path, clock), intake(clock)
    again.start()
    assert sender(again, city, clock).send_due().delivered == 0
    assert city.asked == []
    assert again.status().last_problem == LINK.reason
    again.stop()


def test_a_refused_item_is_set_aside_with_its_content_and_the_rest_goes_on(queue: Outbox, clock: TestClock) -> None:
    ids, city = fill(queue, 3), intake(clock, [None, ITEM])
    work = sender(queue, city, clock)
    report = work.send_due()
    assert (report.delivered, report.set_aside, report.waiting) == (2, 1, 0)
    row = queue.rows()[1]
    assert (row.id, row.state, row.last_problem) == (ids[1], RowState.SET_ASIDE, ITEM.reason)
    assert row.bytes > 0
    assert queue.status().set_aside == 1
    assert queue.requeue(ids[1])
    assert not queue.requeue(ids[1])
    assert not queue.requeue(ids[0])
    assert work.send_due().delivered == 1
    assert (queue.status().waiting, queue.status().set_aside) == (0, 0)


def test_a_refused_terminal_pauses_the_queue_deletes_nothing_and_asks_again_late(queue: Outbox, clock: TestClock) -> None:
    fill(queue, 2)
    city = intake(clock, [AUTH])
    work = sender(queue, city, clock)
    report = work.send_due()
    assert (report.waiting, report.trouble) == (2, DeliveryTrouble.AUTH)
    assert queue.status().paused
    assert report.next_at is not None
    assert CAP_S / 2 <= (report.next_at - clock.now()).total_seconds() <= CAP_S
    work.network_is_back()
    assert work.send_due().delivered == 0
    assert len(city.asked) == 1
    assert work.send_now().delivered == 2
    assert not queue.status().paused


@pytest.mark.parametrize("trouble", [DeliveryTrouble.LINK, DeliveryTrouble.AUTH])
def test_retry_after_is_honoured_to_the_second(queue: Outbox, clock: TestClock, trouble: DeliveryTrouble) -> None:
    fill(queue, 1)
    city = intake(clock, [DeliveryError(trouble, "wait (503)", retry_after_s=3600.0)])
    work = sender(queue, city, clock)
    work.send_due()
    work.network_is_back()
    clock.passes(3599.9)
    work.send_due()
    assert len(city.asked) == 1
    clock.passes(BASE_S + 0.2)
    assert work.send_due().delivered == 1


def test_a_day_is_the_longest_a_server_can_silence_a_terminal(queue: Outbox, clock: TestClock) -> None:
    fill(queue, 1)
    work = sender(queue, intake(clock, [DeliveryError(DeliveryTrouble.LINK, "wait (503)", retry_after_s=1e9)]), clock)
    work.send_due()
    clock.passes(24 * 3600 + BASE_S)
    assert work.send_due().delivered == 1


def test_a_network_signal_brings_the_next_try_forward_by_a_random_moment(queue: Outbox, clock: TestClock) -> None:
    fill(queue, 1)
    work = sender(queue, intake(clock, [LINK] * 12), clock)
    for _ in range(12):
        at = work.send_due().next_at
        assert at is not None
        clock.moment = max(at, clock.moment)
    queue.set_queue_state(QueueState(12, clock.now() + timedelta(minutes=14), clock.now(), last_problem="down"))
    work.network_is_back()
    due = work.due_in_s()
    assert due is not None
    assert 0 < due <= 10.0
    clock.passes(due)
    assert work.send_due().delivered == 1


def test_full_jitter_stays_between_nothing_and_the_doubling_cap() -> None:
    rng = random.Random(1)
    for failures in (1, 2, 3, 8, 9, 50, 100_000):
        cap = min(CAP_S, BASE_S * 2 ** min(failures - 1, 40))
        waits = [backoff_s(failures, rng) for _ in range(500)]
        assert 0 <= min(waits) < cap * 0.05
        assert cap * 0.95 < max(waits) <= cap


def test_a_hundred_terminals_that_lost_the_link_together_do_not_come_back_together() -> None:
    moments = sorted(backoff_s(6, random.Random(seed)) for seed in range(100))
    busiest = max(sum(1 for other in moments if moment <= other < moment + 1.0) for moment in moments)
    assert busiest <= 8


def test_one_row_that_always_stumbles_steps_back_and_the_others_pass(queue: Outbox, clock: TestClock) -> None:
    ids = fill(queue, 3)

    class Stumbles(SimulatedIntake):
        def deliver(self, item: SealedItem) -> bytes:
            if item.id == ids[0]:
                self.asked.append(item.id)
                raise DeliveryError(DeliveryTrouble.LINK, "unexpected answer (500)")
            return super().deliver(item)

    city = Stumbles(signed_receipt, clock)
    work = Sender(queue, city, clock, random.Random(3))
    for _ in range(OWN_PAUSE_AFTER + 1):
        report = work.send_due()
        if report.next_at is not None:
            clock.moment = max(clock.moment, report.next_at)
    assert set(city.taken) == set(ids[1:])
    assert city.asked.index(ids[1]) == OWN_PAUSE_AFTER
    tries = city.asked.count(ids[0])
    clock.passes(CAP_S)
    work.send_due()
    assert city.asked.count(ids[0]) == tries + 1


@pytest.mark.parametrize("days", [-400.0, -1.0])
def test_a_clock_set_back_does_not_hold_the_queue(queue: Outbox, clock: TestClock, days: float) -> None:
    fill(queue, 2)
    city = intake(clock, [LINK] * (OWN_PAUSE_AFTER + 2))
    work = sender(queue, city, clock)
    for _ in range(OWN_PAUSE_AFTER + 2):
        at = work.send_due().next_at
        assert at is not None
        clock.moment = max(at, clock.moment)
    clock.passes(days * 86400)
    assert work.send_due().delivered == 2


def test_a_receipt_that_cannot_be_written_leaves_the_row_and_the_next_try_mends_it(queue: Outbox, clock: TestClock) -> None:
    fill(queue, 1)
    city = intake(clock)
    trigger = "CREATE TEMP TRIGGER full BEFORE INSERT ON receipts BEGIN SELECT raise(abort, ''); END"
    queue._writer.call(lambda db: db.execute(trigger))
    with pytest.raises(Exception, match="QUEUE-03"):
        sender(queue, city, clock).send_due()
    assert queue.status().waiting == 1
    assert sender(queue, city, clock).send_due().delivered == 1
    assert len(city.taken) == 1


def test_nothing_waiting_means_nothing_due(queue: Outbox, clock: TestClock) -> None:
    work = sender(queue, intake(clock), clock)
    assert work.due_in_s() is None
    fill(queue, 1)
    assert work.due_in_s() == 0.0
    work.send_due()
    assert work.due_in_s() is None


def test_the_badge_agrees_with_the_rows_after_any_mixture(queue: Outbox, clock: TestClock, tmp_path: Path) -> None:
    rng = random.Random(11)
    city = intake(clock, rng.choices([None, LINK, ITEM, AUTH], k=60))
    work = sender(queue, city, clock)
    for _ in range(60):
        fill(queue, rng.randrange(3))
        at = work.send_due().next_at
        clock.moment = max(clock.moment, at or clock.moment)
        aside = [row.id for row in queue.rows() if row.state is RowState.SET_ASIDE]
        if aside and rng.random() < 0.3:
            assert queue.requeue(aside[0])
    status = queue.status()
    states = [row.state for row in queue.rows()]
    assert (status.waiting, status.set_aside) == (states.count(RowState.WAITING), states.count(RowState.SET_ASIDE))
    queue.stop()
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_listing_speaks_of_rows_and_never_of_content(queue: Outbox, clock: TestClock) -> None:
    fill(queue, 2)
    report = sender(queue, intake(clock, [None, LINK]), clock).send_due()
    rows, status = queue.rows(), queue.status()
    lines = rows_as_lines(rows, status)
    assert lines[0].startswith("1 waiting, 0 set aside, last delivered 2026-11-24T09:00:00+09:00")
    assert "N1-0001" in lines[2]
    assert "N1-0002" in lines[3]
    listed = rows_as_json(rows, status)["rows"]
    assert isinstance(listed, list)
    assert [row["state"] for row in listed] == ["sent", "waiting"]
    assert report_as_json(report)["trouble"] == "link"
    assert report_as_line(report) == f"1 delivered, 0 set aside, 1 waiting; stopped: {LINK.reason}"
    assert isinstance(report.next_at, datetime)
