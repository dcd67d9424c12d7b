"""What we say to a My Number card, in which order; the same words to a real chip and to the simulated one.

Order: expiry (3 APDUs, no secret), then SELECT AP, SELECT key, tries query, VERIFY, SELECT EF, READ: six, one more per 256 bytes.
A VERIFY leaves here at most once per call, and only when the card itself said that more than one try is left.
"""

from __future__ import annotations

from datetime import date, datetime

from devices.card.apdu import (
    INS_VERIFY,
    QUERY_TRIES,
    SW,
    Command,
    Connection,
    read_binary,
    read_record,
    select_ap,
    select_ef,
    send,
    split,
    tries_left,
)
from devices.card.attributes import bytes_wanted, parse_expiry, parse_person
from devices.card.files import (
    ATTRIBUTES_EF,
    COMMON_AP,
    COMMON_EF,
    COMMON_RECORD,
    FACE_KEY,
    PIN_KEY,
    TEXT_AP,
    Key,
)
from kiosk.faults import (
    CARD_EXPIRED,
    CARD_LAST_TRY,
    CARD_LOCKED,
    CARD_NOT_MY_NUMBER,
    CARD_REFUSED,
    KioskError,
)
from kiosk.model.dates import JAPAN
from kiosk.model.person import Person
from kiosk.model.secret import Secret
from kiosk.ports import CardNotice, WrongNumber

# What other cards answer to SELECT of a name they do not know, seen or by ISO 7816-4.
_OTHER_CARD = frozenset({0x6A81, SW.NO_FILE, SW.P1P2, 0x6A87, 0x6A88, 0x6999, SW.LENGTH, SW.NO_INS, SW.NO_CLA})


def today_in_japan() -> date:
    """The civil date in Japan now."""
    return datetime.now(JAPAN).date()


def inspect(connection: Connection, today: date) -> CardNotice:
    """Expiry and tries left, without a secret; CARD_EXPIRED when the card's last day is before `today`."""
    expires = _check_expiry(connection, today)
    _select_text_ap(connection)
    return CardNotice(expires, _tries(connection, PIN_KEY), _tries(connection, FACE_KEY))


def read_with_pin(connection: Connection, pin: Secret, today: date) -> Person:
    """The four attributes by the 4-digit 券面事項入力補助用暗証番号."""
    return _read(connection, PIN_KEY, pin, today)


def read_with_face_code(connection: Connection, face_code: Secret, today: date) -> Person:
    """The four attributes by 照合番号B (14 digits)."""
    return _read(connection, FACE_KEY, face_code, today)


def _read(connection: Connection, key: Key, secret: Secret, today: date) -> Person:
    _check_expiry(connection, today)
    _select_text_ap(connection)
    _require_tries(_tries(connection, key))
    _verify(connection, key, secret)
    _expect_ok(send(connection, select_ef(ATTRIBUTES_EF)).sw, "SELECT 0002")
    return _read_attributes(connection)


def _check_expiry(connection: Connection, today: date) -> date | None:
    expires = _expiry(connection)
    if expires is not None and expires < today:
        raise KioskError(CARD_EXPIRED)
    return expires


def _expiry(connection: Connection) -> date | None:
    """None when the card has no such record: then the text AP will tell what kind of card it is."""
    if _select_first(connection, select_ap(COMMON_AP)) != SW.OK:
        return None
    if send(connection, select_ef(COMMON_EF)).sw != SW.OK:
        return None
    record = send(connection, read_record(COMMON_RECORD))
    return parse_expiry(record.data) if record.sw in (SW.OK, SW.END_REACHED) else None


def _select_first(connection: Connection, command: Command) -> int:
    """The status word of the first command after power-on, which some cards answer once with 6F00 for nothing (soltia)."""
    sw = send(connection, command).sw
    return send(connection, command).sw if sw == SW.UNKNOWN else sw


def _select_text_ap(connection: Connection) -> None:
    sw = send(connection, select_ap(TEXT_AP)).sw
    if sw in _OTHER_CARD:
        raise KioskError(CARD_NOT_MY_NUMBER, detail=f"SELECT AP sw={sw:04X}")
    _expect_ok(sw, "SELECT AP")


def _tries(connection: Connection, key: Key) -> int | None:
    """Tries left for that key, asked from the card; None when it does not know the key."""
    sw = send(connection, select_ef(key.fid)).sw
    if sw == SW.NO_FILE:
        return None
    _expect_ok(sw, f"SELECT key {key.fid:04X}")
    sw = send(connection, QUERY_TRIES).sw
    left = tries_left(sw)
    if left is None:
        # 9000 or 6300 would mean no counter at all. Without a count we never send a number.
        raise KioskError(CARD_REFUSED, detail=f"tries of key {key.fid:04X} sw={sw:04X}")
    return left


def _require_tries(left: int | None) -> None:
    if left is None:
        raise KioskError(CARD_REFUSED, detail="no such key")
    if left == 0:
        raise KioskError(CARD_LOCKED)
    if left == 1:
        raise KioskError(CARD_LAST_TRY)


def _verify(connection: Connection, key: Key, secret: Secret) -> None:
    apdu = _verify_apdu(key, secret)
    try:
        sw = split(connection.transmit(apdu)).sw
    finally:
        apdu[:] = bytes(len(apdu))
    _judge_verify(sw)


def _verify_apdu(key: Key, secret: Secret) -> bytearray:
    """The command in one buffer that is overwritten after use. ValueError, and no try lost, when the digits are not all there."""
    apdu = bytearray((0x00, INS_VERIFY, 0x00, 0x80, key.digits))
    with secret.view() as digits:
        apdu += digits
    if len(apdu) != 5 + key.digits or apdu.find(0, 5) >= 0:  # a secret holds digits, or zeros while another thread wipes it
        apdu[:] = bytes(len(apdu))
        raise ValueError(f"key {key.fid:04X} takes {key.digits} digits")
    return apdu


def _judge_verify(sw: int) -> None:
    left = tries_left(sw)
    if left == 0:
        raise KioskError(CARD_LOCKED, detail=f"VERIFY sw={sw:04X}")
    if left is not None:
        raise WrongNumber(left)
    _expect_ok(sw, "VERIFY")


def _read_attributes(connection: Connection) -> Person:
    content = bytearray()
    try:
        wanted = 1
        while len(content) < wanted:
            chunk = send(connection, read_binary(len(content)))
            if chunk.sw not in (SW.OK, SW.END_REACHED, SW.OFFSET):
                _expect_ok(chunk.sw, "READ 0002")
            content += chunk.data
            if not chunk.data or chunk.sw != SW.OK:
                break  # the file ends here; the parser says whether that is enough
            wanted = bytes_wanted(content)
        return parse_person(content)
    finally:
        content[:] = bytes(len(content))


def _expect_ok(sw: int, step: str) -> None:
    if sw != SW.OK:
        raise KioskError(CARD_REFUSED, detail=f"{step} sw={sw:04X}")
