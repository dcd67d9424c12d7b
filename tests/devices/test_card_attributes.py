"""EF 0002 and the common record, whole and broken."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card.attributes import bytes_wanted, parse_expiry, parse_person
from devices.simulated import card_files
from devices.simulated.card_profiles import tanaka
from kiosk.faults import CARD_UNREADABLE, KioskError
from kiosk.model.person import Sex

# The published file of a test card (nobody's): soltia48/myna-card, src/ap/text.rs, read 2026-11.
TEST_CARD = bytes.fromhex(
    "ff2065df2108000e002000590064df220fe9bb92e6a190e38080e5b9b9e4b99fdf2336e69db1e4baace983bde6b885e780ace5b882e8a6b3e5b883e5ad90"
    "e58d97efbc91efbc92efbc8defbc97efbc8defbc92efbc90efbc92df24083139383030323137df250131"
)
GOOD = card_files.attributes(tanaka())


def problem(content: bytes) -> str:
    """The detail of the CARD_UNREADABLE that content ends in."""
    with pytest.raises(KioskError) as caught:
        parse_person(content)
    assert caught.value.fault is CARD_UNREADABLE
    return caught.value.detail


def with_value(tag: int, value: bytes) -> bytes:
    objects = {0xDF22: "比嘉".encode(), 0xDF23: "那覇市".encode(), 0xDF24: b"19800217", 0xDF25: b"1", tag: value}
    return card_files.tlv(0xFF20, b"".join(card_files.tlv(key, held) for key, held in objects.items()))


def test_a_published_test_card_reads_right() -> None:
    person = parse_person(TEST_CARD)
    assert (person.name, person.address) == ("黒桐　幹也", "東京都清瀬市観布子南１２－７－２０２")
    assert (person.birth, person.sex) == (date(1980, 2, 17), Sex.MALE)


def test_our_encoder_makes_that_very_file_so_the_simulated_card_is_one_of_its_kind() -> None:
    who = tanaka(name="黒桐　幹也", address="東京都清瀬市観布子南１２－７－２０２", birth="19800217", sex="1")
    assert card_files.attributes(who) == TEST_CARD


@pytest.mark.parametrize("size", [1, 40, 41, 60, 120, 300])
def test_every_form_of_length_reads_right(size: int) -> None:
    who = tanaka(address="那" * size)
    content = card_files.attributes(who)
    assert parse_person(content).address == who.address
    assert bytes_wanted(content[:256]) == len(content)


@pytest.mark.parametrize("prefix", [b"\x00\x68", b"\xff\xff", b"\x20\xff", b"\x00" * 16])
def test_bytes_before_the_file_are_passed_over(prefix: bytes) -> None:
    assert parse_person(prefix + GOOD).name == "田中　花子"


@pytest.mark.parametrize("filler", [b"\x00" * 99, b"\xff" * 99, b"\x00\xff" * 9, GOOD])
def test_what_follows_the_outer_object_is_never_looked_at(filler: bytes) -> None:
    assert parse_person(GOOD + filler).name == "田中　花子"


def test_padding_between_objects_is_passed_over() -> None:
    first, *rest = (card_files.tlv(0xDF22, b"A"), card_files.tlv(0xDF23, b"B"), card_files.tlv(0xDF24, b"19800217"))
    last = card_files.tlv(0xDF25, b"9")
    person = parse_person(card_files.tlv(0xFF20, first + b"\x00\x00" + b"".join(rest) + b"\xff\xff\xff" + last + b"\xff"))
    assert (person.name, person.sex) == ("A", Sex.NOT_APPLICABLE)


@pytest.mark.parametrize("count", range(len(GOOD)))
def test_a_file_cut_anywhere_is_unreadable(count: int) -> None:
    assert problem(GOOD[:count]).startswith("FF20")


@pytest.mark.parametrize("tag", [0xDF22, 0xDF23, 0xDF24, 0xDF25])
def test_a_missing_object_is_named(tag: int) -> None:
    assert problem(GOOD.replace(tag.to_bytes(2, "big"), b"\xdf\x2e")) == f"{tag:X}: missing"


@pytest.mark.parametrize(
    ("tag", "value", "detail"),
    [
        (0xDF22, b"\xe7\x94", "DF22: not UTF-8"),
        (0xDF22, b"\xed\xa0\x80", "DF22: not UTF-8"),  # a surrogate
        (0xDF22, b"", "DF22: empty"),
        (0xDF22, b"\x00\x00", "DF22: empty"),
        (0xDF22, b"A\x1bB", "DF22: control character"),
        (0xDF23, "A\u2028B".encode(), "DF23: control character"),
        (0xDF24, b"19800230", "DF24: not a date"),
        (0xDF24, b"1980021", "DF24: not a date"),
        (0xDF24, b"00000000", "DF24: not a date"),
        (0xDF24, b"18671231", "DF24: not a date"),
        (0xDF24, "１９８０".encode(), "DF24: not a date"),
        (0xDF25, b"", "DF25: not a digit"),
        (0xDF25, b"12", "DF25: not a digit"),
        (0xDF25, b"M", "DF25: not a digit"),
    ],
)
def test_a_bad_value_is_named_by_place_and_never_quoted(tag: int, value: bytes, detail: str) -> None:
    assert problem(with_value(tag, value)) == detail


def test_an_object_that_leaves_the_file_is_named() -> None:
    assert problem(b"\xff\x20\x05\xdf\x22\x7fAB") == "DF22: length leaves the file"
    assert problem(b"\xff\x20\x02\xdf\x22") == "DF22: length leaves the file"
    assert problem(b"\xff\x20\x01\xdf") == "tag cut off"
    assert problem(b"\xff\x20\x05\xdf\xff\xff\xff\x7f") == "tag cut off"


def test_two_names_are_not_one_name() -> None:
    assert problem(card_files.tlv(0xFF20, card_files.tlv(0xDF22, b"A") + card_files.tlv(0xDF22, b"B"))) == "DF22: twice"


def test_a_decode_error_does_not_travel_along() -> None:
    with pytest.raises(KioskError) as caught:
        parse_person(with_value(0xDF22, b"secret name \xff"))
    assert caught.value.__suppress_context__
    assert "secret" not in f"{caught.value!r} {caught.value.detail}"


@pytest.mark.parametrize(("code", "sex"), [(b"0", "0"), (b"1", "1"), (b"2", "2"), (b"9", "9"), (b"3", "0")])
def test_an_unknown_digit_for_sex_turns_nobody_away(code: bytes, sex: str) -> None:
    assert parse_person(with_value(0xDF25, code)).sex == sex


@pytest.mark.parametrize("name", ["スカルノ", "SMITH JOHN", "𠮷田　葛\U000e0100子", "\ue000田　花子", "山﨑　祥\ufe00", "が"])
def test_a_name_stays_as_the_card_spells_it(name: str) -> None:
    assert parse_person(with_value(0xDF22, name.encode())).name == name


def test_padding_at_the_end_of_a_value_goes() -> None:
    assert parse_person(with_value(0xDF22, "スカルノ　\x00\x00".encode())).name == "スカルノ"


RECORD = card_files.common_record(tanaka())


def test_the_common_record_tells_the_last_day() -> None:
    assert parse_expiry(RECORD) == date(2035, 2, 17)
    assert parse_expiry(RECORD + b"\xff\xff") == date(2035, 2, 17)


@pytest.mark.parametrize("record", [b"", RECORD[:29], b"\x02" + RECORD[1:], RECORD[:22] + b"20350231", RECORD[:22] + b"        "])
def test_a_record_of_another_shape_tells_nothing_and_stops_nobody(record: bytes) -> None:
    assert parse_expiry(record) is None


def only_named(content: bytes) -> None:
    """A Person or CARD_UNREADABLE; anything else flies and fails the test."""
    assert 0 <= bytes_wanted(content) <= 4096
    parse_expiry(content)
    detail = ""
    try:
        parse_person(content)
    except KioskError as error:
        detail = f"{error.fault.code} {error.detail}"
    assert not detail or (detail.startswith(CARD_UNREADABLE.code) and detail.isascii() and len(detail) < 60)


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_person_or_a_named_fault(content: bytes) -> None:
    only_named(content)


@given(st.binary(max_size=300))
def test_any_inside_of_the_outer_object_ends_so_too(content: bytes) -> None:
    only_named(b"\xff\x20\x82" + len(content).to_bytes(2, "big") + content)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_a_good_file_with_any_bytes_changed_ends_so_too(changes: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for at, octet in changes:
        content[at] = octet
    only_named(bytes(content))


@given(
    st.permutations(
        [
            partial(card_files.tlv, tag)(value)
            for tag, value in (
                (0xDF22, b"A"),
                (0xDF23, b"B"),
                (0xDF24, b"19990101"),
                (0xDF25, b"2"),
                (0x5F01, b"z"),
                (0xDF21, bytes(8)),
            )
        ]
    )
)
def test_any_order_reads_the_same(objects: list[bytes]) -> None:
    person = parse_person(card_files.tlv(0xFF20, b"".join(objects)))
    assert (person.name, person.address, person.birth, person.sex) == ("A", "B", date(1999, 1, 1), Sex.FEMALE)
