"""The digits of a つづきQR, and what lies behind them: whole, torn, foreign, newer; nothing a scanner can do to it goes unnoticed."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.procedures import load_procedures
from kiosk.handover import codes
from kiosk.handover.codes import Code, Kind
from kiosk.handover.draft import LIFE, Draft, pack, unpack
from kiosk.handover.number import is_number, too_easy
from kiosk.handover.problems import SENTENCES, HandoverProblem, Reason
from kiosk.handover.sealing import KeyFileError, TerminalsKeys, load_keys, load_or_make, make_key
from kiosk.handover.short_code import is_short_code, procedure_of, short_code
from kiosk.handover.ticket import new_ticket, read_ticket
from kiosk.handover.used import UsedDrafts
from kiosk.paths import ASSETS

MADE = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ANSWERS: dict[str, str | tuple[str, ...]] = {
    "name": "仲宗根 美代子",
    "kana": "ナカソネ ミヨコ",
    "birth": "1951-04-05",
    "purpose": ("pension", "bank"),
    "phone": "",
}
DRAFT = Draft("00112233aabbccdd", MADE, ("juminhyo",), "R12", "phone", ANSWERS)


def reason_of(call: Callable[[], object]) -> Reason | None:
    """Why it cannot be taken; None when it can."""
    try:
        call()
    except HandoverProblem as problem:
        return problem.reason
    return None


def why(text: str) -> Reason | None:
    return reason_of(lambda: codes.read(text))


@given(st.binary(min_size=1, max_size=codes.MOST_BYTES), st.sampled_from(Kind))
@settings(max_examples=200)
def test_every_body_comes_back_as_it_was(body: bytes, kind: Kind) -> None:
    text = codes.write(kind, body)
    assert text.isascii()
    assert text.isdigit()
    assert len(text) <= codes.MOST_DIGITS
    assert codes.read(text) == Code(kind, body)


def test_a_scanner_may_add_spaces_and_line_ends() -> None:
    text = codes.write(Kind.WHOLE, b"body")
    assert codes.read(f" {text[:7]} {text[7:]}\r\n").body == b"body"


@pytest.mark.parametrize(
    "text", ["", "hello", "https://example.test/?q=1", "4912345678904", "１２３", "\x00", "99" * 9000, "７４２９1"]
)
def test_any_other_code_is_told_apart(text: str) -> None:
    assert why(text) is Reason.FOREIGN


def test_a_code_with_a_digit_changed_lost_or_doubled_is_torn() -> None:
    whole = codes.write(Kind.WHOLE, random.Random(5).randbytes(300))
    for at in range(5, len(whole), 7):
        other = str((int(whole[at]) + 1) % 10)
        assert why(whole[:at] + other + whole[at + 1 :]) is Reason.TORN
        assert why(whole[:at] + whole[at + 1 :]) is Reason.TORN
        assert why(whole[:at]) is Reason.TORN
        assert why(whole[:at] + whole[at] + whole[at:]) is Reason.TORN


def test_letters_between_the_digits_of_ours_are_a_misreading_not_a_strangers_code() -> None:
    whole = codes.write(Kind.WHOLE, bytes(100))
    assert why(whole[:50] + "e" + whole[51:]) is Reason.TORN


def test_a_kind_of_a_later_program_is_said_to_be_newer() -> None:
    assert why("74297123456789") is Reason.NEWER


@given(st.text(alphabet="0123456789", max_size=60).map(lambda tail: "7429" + tail))
@settings(max_examples=300)
def test_no_digits_end_in_anything_but_a_reason(text: str) -> None:
    reason = reason_of(lambda: codes.read(text))
    assert reason is None or reason in SENTENCES


def test_the_largest_code_is_read_back_from_a_picture_of_the_paper(tmp_path: Path) -> None:
    """A version 20 code at 0.5 mm a module, as a 200 dpi raster, through a real decoder."""
    import qrcode

    text = codes.write(Kind.WHOLE, random.Random(1).randbytes(codes.MOST_BYTES))
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=4)
    code.add_data(text)
    code.make(fit=True)
    assert code.version == 20
    rows = code.get_matrix()
    lines = [" ".join("0 0 0 0" if cell else "255 255 255 255" for cell in row) for row in rows for _ in range(4)]
    (tmp_path / "code.pgm").write_text(f"P2\n{len(rows) * 4} {len(rows) * 4}\n255\n" + "\n".join(lines) + "\n")
    found = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "code.pgm")], check=True, capture_output=True)
    assert found.stdout.decode().strip() == text


# --- drafts -------------------------------------------------------------------------------------------------------------
def test_a_draft_comes_back_as_it_was_and_is_small() -> None:
    assert unpack(pack(DRAFT)) == DRAFT
    assert len(pack(DRAFT)) < 150


def test_a_draft_does_not_show_its_answers() -> None:
    assert "仲宗根" not in repr(DRAFT)


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_bytes_that_are_no_draft_give_a_reason(packed: bytes) -> None:
    assert reason_of(lambda: unpack(packed)) in (None, Reason.TORN, Reason.NEWER)


def test_a_draft_that_would_unpack_to_a_mountain_is_refused() -> None:
    mountain = Draft("00", MADE, ("a",), "R12", "x", {"x": "あ" * 400_000})
    with pytest.raises(HandoverProblem):
        unpack(pack(mountain))


def test_a_draft_lives_fourteen_days_and_no_clock_set_back_makes_it_younger() -> None:
    def reason(now: datetime) -> Reason:
        with pytest.raises(HandoverProblem) as caught:
            DRAFT.refuse_unless_current(now)
        return caught.value.reason

    for good in (MADE, MADE - timedelta(hours=23), MADE + LIFE - timedelta(minutes=1)):
        DRAFT.refuse_unless_current(good)
    assert reason(MADE + LIFE) is Reason.EXPIRED
    assert reason(MADE - timedelta(hours=25)) is Reason.CLOCK
    assert reason(datetime(1970, 1, 1, tzinfo=UTC)) is Reason.CLOCK


# --- seal ---------------------------------------------------------------------------------------------------------------
def keys(folder: Path, name: str) -> TerminalsKeys:
    return load_or_make(folder / name)


def test_any_terminal_of_the_city_opens_it_and_none_of_another(tmp_path: Path) -> None:
    ours, others = keys(tmp_path, "a.key"), keys(tmp_path, "b.key")
    sealed = ours.seal(b"draft")
    assert load_keys(tmp_path / "a.key").open(sealed) == b"draft"
    with pytest.raises(HandoverProblem) as caught:
        others.open(sealed)
    assert caught.value.reason is Reason.OTHER_KEY


def test_a_retired_key_still_opens_while_it_stays_in_the_file(tmp_path: Path) -> None:
    old = keys(tmp_path, "old.key")
    sealed = old.seal(b"draft")
    make_key(tmp_path / "new.key")
    (tmp_path / "both.key").write_bytes((tmp_path / "new.key").read_bytes() + (tmp_path / "old.key").read_bytes())
    both = load_keys(tmp_path / "both.key")
    assert both.open(sealed) == b"draft"
    with pytest.raises(HandoverProblem):
        old.open(both.seal(b"draft"))


@given(st.integers(min_value=0), st.integers(1, 255))
@settings(max_examples=60)
def test_a_changed_byte_never_opens(at: int, by: int) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    ours = TerminalsKeys((X25519PrivateKey.from_private_bytes(bytes(range(32))),))
    sealed = bytearray(ours.seal(b"draft"))
    sealed[at % len(sealed)] ^= by
    with pytest.raises(HandoverProblem):
        ours.open(bytes(sealed))


def test_a_key_file_is_made_once_and_said_to_be_wrong_when_it_is(tmp_path: Path) -> None:
    make_key(tmp_path / "t.key")
    assert (tmp_path / "t.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeyFileError, match="never overwritten"):
        make_key(tmp_path / "t.key")
    (tmp_path / "bad.key").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    for name in ("bad.key", "missing.key"):
        with pytest.raises(KeyFileError):
            load_keys(tmp_path / name)


# --- ticket -------------------------------------------------------------------------------------------------------------
def test_a_ticket_fits_a_small_code_and_opens_only_what_it_closed() -> None:
    ticket, other = new_ticket(), new_ticket()
    text = codes.write(Kind.TICKET, ticket.body())
    assert len(text) <= 149  # version 4, level M
    again = read_ticket(codes.read(text).body)
    assert again.open(ticket.close(b"sealed")) == b"sealed"
    with pytest.raises(HandoverProblem):
        other.open(ticket.close(b"sealed"))


def test_a_proof_needs_both_paper_and_number_and_shows_neither() -> None:
    ticket = new_ticket()
    proofs = {ticket.proof(f"{number:04d}") for number in range(50)} | {new_ticket().proof("0000")}
    assert len(proofs) == 51
    assert all(ticket.key not in proof for proof in proofs)


@pytest.mark.parametrize(("number", "easy"), [("0000", True), ("1234", True), ("9876", True), ("7890", True), ("1235", False), ("1212", False)])  # fmt: skip
def test_numbers_anybody_would_try_first_are_too_easy(number: str, easy: bool) -> None:
    assert too_easy(number) is easy
    assert is_number(number)


# --- used, short codes --------------------------------------------------------------------------------------------------
def test_a_used_draft_is_remembered_across_restarts_and_forgotten_when_its_paper_is_dead(tmp_path: Path) -> None:
    used = UsedDrafts(tmp_path / "used.txt")
    assert not used.holds(DRAFT.id)
    used.add(DRAFT, MADE)
    assert UsedDrafts(tmp_path / "used.txt").holds(DRAFT.id)
    later = Draft("ffff", MADE + timedelta(days=20), ("juminhyo",), "R12", "x", {})
    used.add(later, later.made)
    assert (used.holds(DRAFT.id), used.holds(later.id)) == (False, True)
    (tmp_path / "used.txt").write_bytes(b"\xff\xfe torn\nffff 2026-12-28T03:00+00:00\nabc\n")
    assert used.holds("ffff")


def test_every_shipped_procedure_has_a_short_code_of_its_own() -> None:
    names = [procedure.id for procedure in load_procedures(ASSETS / "procedures")]
    assert len({short_code(name) for name in names}) == len(names)
    for name in names:
        assert is_short_code(short_code(name))
        assert procedure_of(short_code(name), names) == name


def test_one_wrong_digit_or_two_swapped_in_a_short_code_are_noticed() -> None:
    digits = short_code("juminhyo").replace("-", "")
    for at in range(8):
        assert not is_short_code(digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :])
    assert procedure_of("0000-0000", ["juminhyo"]) is None
