"""つづきQR end to end without screens: written at one terminal, taken up at another, over a real loopback intake where it is too large."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.network import handover_client
from devices.network.handover_client import HttpShelf
from intake import handover
from intake.embedded import EmbeddedIntake
from intake.handover_store import GRACE, LIFE, TOMBSTONE, DraftStore, Put, Standing
from kiosk.handover.desk import MOST_WHOLE, HandoverDesk
from kiosk.handover.draft import Draft, NeedsNumber, Written, pack
from kiosk.handover.problems import HandoverProblem, Reason
from kiosk.handover.sealing import load_or_make
from kiosk.handover.used import UsedDrafts
from kiosk.outbox.envelope import ReceiptVerifier
from kiosk.ports import DeliveryError, ShelfAnswer, ShelfState

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SMALL = Draft("00112233aabbccdd", NOW, ("juminhyo",), "R12", "phone", {"name": "仲宗根 美代子", "purpose": ("pension", "bank")})
LARGE = replace(SMALL, id="ffeeddccbbaa0011", answers={f"n{i}": f"沖縄花子{i * 7919}東西南北{i * 104729}" for i in range(60)})
TERMINAL = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


class NoShelf:
    """A shelf that cannot be reached."""

    def put(self, name: str, kept: bytes, proof: bytes) -> None:
        raise self._trouble

    def release(self, name: str, proof: bytes) -> ShelfAnswer:
        raise self._trouble

    def forget(self, name: str, proof: bytes) -> None:
        raise self._trouble

    @property
    def _trouble(self) -> DeliveryError:
        from kiosk.ports import DeliveryTrouble

        return DeliveryError(DeliveryTrouble.LINK, "away")


@dataclass
class City:
    """A running intake and the terminals of its city."""

    folder: Path
    intake: EmbeddedIntake
    url: str
    now: datetime = NOW
    shelves: list[HttpShelf] = field(default_factory=list)

    def shelf(self, terminal: str = "N1") -> HttpShelf:
        made = HttpShelf(self.url, terminal, TERMINAL, ReceiptVerifier(self.intake.receipt_key_pem))
        self.shelves.append(made)
        return made

    def desk(self, terminal: str = "N1", key: str = "terminals.key") -> HandoverDesk:
        used = UsedDrafts(self.folder / f"used-{terminal}.txt")
        return HandoverDesk(load_or_make(self.folder / key), self.shelf(), used, lambda: self.now)

    def row(self) -> tuple[str, int, object]:
        with closing(sqlite3.connect(self.intake.data_dir / "drafts.db")) as connection:
            state, tries, kept = connection.execute("SELECT state, tries, kept FROM drafts").fetchone()
            return str(state), int(tries), kept


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    intake = EmbeddedIntake(tmp_path / "city")
    intake.enrol("N1", TERMINAL.public_key())
    running = City(tmp_path, intake, intake.start())
    yield running
    for shelf in running.shelves:
        shelf.close()
    intake.stop()


def reason(desk: HandoverDesk, text: str) -> Reason:
    with pytest.raises(HandoverProblem) as caught:
        desk.read(text)
    return caught.value.reason


def collect_reason(desk: HandoverDesk, text: str, number: str) -> tuple[Reason, int]:
    needs = desk.read(text)
    assert isinstance(needs, NeedsNumber)
    with pytest.raises(HandoverProblem) as caught:
        desk.collect(needs, number)
    return caught.value.reason, caught.value.tries


def collected(desk: HandoverDesk, text: str, number: str) -> Draft:
    needs = desk.read(text)
    assert isinstance(needs, NeedsNumber)
    return desk.collect(needs, number)


def written(desk: HandoverDesk, draft: Draft) -> Written:
    made = desk.write(draft)
    assert made is not None
    return made


# --- whole on paper -----------------------------------------------------------------------------------------------------
def test_a_small_visit_goes_wholly_onto_paper_and_on_at_another_terminal_without_any_network(city: City) -> None:
    made = written(city.desk("N1"), SMALL)
    assert (made.kept, made.until) == (False, NOW + timedelta(days=14))
    city.intake.stop()
    assert city.desk("N2").read(made.text) == SMALL


def test_the_paper_says_nothing_to_who_has_no_key(city: City) -> None:
    text = written(city.desk(), SMALL).text
    assert int(text).to_bytes(700, "big").find("仲宗根".encode()) == -1
    assert reason(city.desk(key="another-city.key"), text) is Reason.OTHER_KEY
    bare = HandoverDesk(None, None, UsedDrafts(city.folder / "u"), lambda: NOW)
    assert reason(bare, text) is Reason.NO_KEY


def test_after_fourteen_days_or_with_a_clock_in_the_past_it_does_not_open(city: City) -> None:
    text = written(city.desk(), SMALL).text
    city.now = NOW + timedelta(days=14)
    assert reason(city.desk(), text) is Reason.EXPIRED
    city.now = datetime(2020, 1, 1, tzinfo=UTC)
    assert reason(city.desk(), text) is Reason.CLOCK


def test_what_was_handed_in_is_not_taken_in_again_here(city: City) -> None:
    desk = city.desk()
    text = written(desk, SMALL).text
    assert desk.read(text) == desk.read(text)  # shown twice before it is handed in: both times good
    desk.done(SMALL)
    assert reason(city.desk(), text) is Reason.USED


def test_exactly_as_much_as_fits_goes_onto_paper(city: City) -> None:
    desk = city.desk()
    kinds = {len(pack(d)) <= MOST_WHOLE: desk.write(d) is not None for d in growing()}
    assert kinds == {True: True, False: False}


def growing() -> Iterator[Draft]:
    items = list(LARGE.answers.items())
    return (replace(LARGE, answers=dict(items[:count])) for count in range(len(items)))


# --- on the shelf -------------------------------------------------------------------------------------------------------
def test_a_large_visit_is_kept_by_the_city_and_released_for_paper_and_number(city: City) -> None:
    desk = city.desk("N1")
    assert desk.write(LARGE) is None
    made = desk.keep(LARGE, "2468")
    assert (made.kept, len(made.text) <= 149) == (True, True)
    assert collected(city.desk("N2"), made.text, "2468") == LARGE


def test_the_city_keeps_ciphertext_only_and_not_even_the_proof(city: City) -> None:
    city.desk().keep(LARGE, "2468")
    data = b"".join(file.read_bytes() for file in city.intake.data_dir.rglob("*") if file.is_file())
    assert "沖縄花子".encode() not in data
    assert b"2468" not in data
    assert city.row()[0] == Standing.KEPT


def test_five_wrong_numbers_destroy_it_and_the_right_one_comes_too_late(city: City) -> None:
    text = city.desk().keep(LARGE, "2468").text
    told = [collect_reason(city.desk(), text, f"100{n}") for n in range(5)]
    assert told == [(Reason.WRONG_NUMBER, tries) for tries in (4, 3, 2, 1)] + [(Reason.DESTROYED, 0)]
    assert collect_reason(city.desk(), text, "2468")[0] is Reason.DESTROYED
    assert city.row() == (Standing.DESTROYED, 5, None)


def test_a_right_number_after_four_wrong_ones_still_opens(city: City) -> None:
    text = city.desk().keep(LARGE, "2468").text
    for n in range(4):
        collect_reason(city.desk(), text, f"100{n}")
    assert collected(city.desk(), text, "2468") == LARGE


def test_an_answer_lost_on_the_way_may_be_asked_for_again_but_not_after_it_was_handed_in(city: City) -> None:
    text, desk = city.desk().keep(LARGE, "2468").text, city.desk("N2")
    assert collected(desk, text, "2468") == collected(desk, text, "2468")
    assert city.row()[0] == Standing.RELEASED
    desk.done(LARGE)
    assert city.row() == (Standing.USED, 0, None)
    assert collect_reason(city.desk("N3"), text, "2468")[0] is Reason.USED


def test_tries_at_the_same_moment_are_each_counted(city: City) -> None:
    text = city.desk().keep(LARGE, "2468").text

    def guess(number: int) -> Reason:
        return collect_reason(city.desk(), text, f"{1000 + number}")[0]

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(guess, range(16)))
    assert told.count(Reason.WRONG_NUMBER) == 4
    assert set(told) == {Reason.WRONG_NUMBER, Reason.DESTROYED}


def test_a_ticket_without_network_or_for_another_intake_gives_a_plain_reason(city: City, tmp_path: Path) -> None:
    text = city.desk().keep(LARGE, "2468").text
    keys, used = load_or_make(city.folder / "terminals.key"), UsedDrafts(tmp_path / "u")
    for none in (NoShelf(), None):
        desk = HandoverDesk(keys, none, used, lambda: NOW)
        assert collect_reason(desk, text, "2468")[0] is Reason.NO_WAY
        with pytest.raises(HandoverProblem, match="no-way"):
            desk.keep(LARGE, "2468")
    other = EmbeddedIntake(tmp_path / "other")
    other.enrol("N1", TERMINAL.public_key())
    shelf = HttpShelf(other.start(), "N1", TERMINAL, ReceiptVerifier(other.receipt_key_pem))
    assert collect_reason(HandoverDesk(keys, shelf, used, lambda: NOW), text, "2468")[0] is Reason.NOT_FOUND
    shelf.close()
    other.stop()


def test_letting_go_of_what_the_shelf_never_released_does_nothing(city: City) -> None:
    city.desk().keep(LARGE, "2468")
    city.desk().let_go(LARGE)
    assert city.row()[0] == Standing.KEPT


# --- the shelf's own rules ----------------------------------------------------------------------------------------------
def test_both_ends_speak_of_the_same_things() -> None:
    for name in ("CONTENT_TYPE", "SIGNATURE_TAG"):
        assert getattr(handover_client, name) == getattr(handover, name)


NAME, PROOF = "00" * 16, b"p" * 32


def test_a_terminal_that_is_not_enrolled_can_neither_bring_nor_ask(city: City) -> None:
    stranger = city.shelf("N9")
    for act in (
        lambda: stranger.put(NAME, b"x", PROOF),
        lambda: stranger.release(NAME, PROOF),
        lambda: stranger.forget(NAME, PROOF),
    ):
        with pytest.raises(DeliveryError):
            act()


def test_a_replayed_put_changes_nothing_and_other_bytes_are_refused(city: City) -> None:
    shelf = city.shelf()
    shelf.put(NAME, b"content", PROOF)
    shelf.put(NAME, b"content", PROOF)
    with pytest.raises(DeliveryError):
        shelf.put(NAME, b"other", PROOF)
    assert shelf.release(NAME, PROOF).kept == b"content"


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [(f"/v1/drafts/{NAME}x", handover.CONTENT_TYPE, 422), (f"/v1/drafts/{NAME}", "text/plain", 415), (f"/v1/drafts/{NAME}", handover.CONTENT_TYPE, 401)],
)  # fmt: skip
def test_requests_of_another_shape_or_unsigned_are_refused(city: City, path: str, kind: str, status: int) -> None:
    with httpx2.Client() as client:
        assert client.put(city.url + path, content=b"x" * 40, headers={"Content-Type": kind}).status_code == status


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>Free Wi-Fi</html>"), (201, b"{}"), (410, b"gone"), (404, b"")])
def test_a_portals_page_is_never_taken_for_the_shelfs_word(city: City, status: int, body: bytes) -> None:
    portal = httpx2.MockTransport(lambda request: httpx2.Response(status, content=body))
    shelf = HttpShelf("http://city.test", "N1", TERMINAL, ReceiptVerifier(city.intake.receipt_key_pem), transport=portal)
    for act in (lambda: shelf.put(NAME, b"x", PROOF), lambda: shelf.release(NAME, PROOF), lambda: shelf.forget(NAME, PROOF)):
        with pytest.raises(DeliveryError):
            act()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[DraftStore, list[datetime]]]:
    clock = [NOW]
    made = DraftStore(tmp_path, now=lambda: clock[0])
    made.start()
    yield made, clock
    made.stop()


def test_after_fourteen_days_content_is_destroyed_without_anybody_asking(
    store: tuple[DraftStore, list[datetime]], tmp_path: Path
) -> None:
    drafts, clock = store
    assert drafts.put(NAME, _hash(PROOF), b"needle" * 200) is Put.NEW
    clock[0] = NOW + LIFE
    drafts.sweep()
    assert b"needle" not in (tmp_path / "drafts.db").read_bytes()
    assert drafts.release(NAME, PROOF).standing is Standing.EXPIRED
    clock[0] = NOW + LIFE + TOMBSTONE
    drafts.sweep()
    assert drafts.release(NAME, PROOF).standing is None


def test_what_was_released_is_destroyed_after_a_quarter_of_an_hour(store: tuple[DraftStore, list[datetime]]) -> None:
    drafts, clock = store
    drafts.put(NAME, _hash(PROOF), b"content")
    drafts.release(NAME, PROOF)
    clock[0] = NOW + GRACE - timedelta(seconds=1)
    assert drafts.release(NAME, PROOF).kept == b"content"
    clock[0] = NOW + GRACE
    assert drafts.release(NAME, PROOF).standing is Standing.USED


def test_forgetting_needs_the_proof_and_costs_no_try(store: tuple[DraftStore, list[datetime]]) -> None:
    drafts, _ = store
    drafts.put(NAME, _hash(PROOF), b"content")
    drafts.forget(NAME, b"q" * 32)
    assert drafts.release(NAME, PROOF).kept == b"content"
    drafts.forget(NAME, PROOF)
    assert drafts.release(NAME, PROOF).standing is Standing.USED


def _hash(proof: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(proof).digest()


def test_the_words_for_every_word_of_the_shelf_are_there() -> None:
    from kiosk.handover.desk import _SHELF_REASONS

    assert set(_SHELF_REASONS) == set(ShelfState) - {ShelfState.RELEASED, ShelfState.WRONG}
