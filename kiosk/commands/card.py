"""`kiosk card status|read`: the reader and the card, for staff and scripts. A number comes by standard input only."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from kiosk.faults import CARD_NO_READER, CARD_NO_SERVICE, CARD_NONE, Fault, KioskError
from kiosk.model.secret import Secret
from kiosk.ports import CardReader, CardState, WrongNumber

OK, FAILED = 0, 1
PIN_DIGITS, FACE_CODE_DIGITS = 4, 14
STATE_FAULTS = {CardState.NO_SERVICE: CARD_NO_SERVICE, CardState.NO_READER: CARD_NO_READER, CardState.EMPTY: CARD_NONE}


def status(reader: CardReader, *, as_json: bool) -> int:
    """Print state, expiry and tries left; a missing service, reader or card is a fault."""
    state = reader.state()
    if state is not CardState.PRESENT:
        return _fault(STATE_FAULTS[state], "", as_json=as_json, extra={"state": state.value})
    try:
        notice = reader.inspect()
    except KioskError as error:
        return _fault(error.fault, error.detail, as_json=as_json, extra={"state": state.value})
    values = {
        "state": state.value,
        "expiry": notice.expires.isoformat() if notice.expires else None,
        "tries_left": notice.pin_tries,
        "face_code_tries_left": notice.face_code_tries,
    }
    return _print(values, as_json=as_json)


def read(reader: CardReader, *, by_pin: bool, as_json: bool) -> int:
    """Print the four attributes, expiry and tries left, after one VERIFY with the number on standard input."""
    secret = _secret(PIN_DIGITS if by_pin else FACE_CODE_DIGITS)
    if secret is None:
        print(
            f"kiosk: standard input should hold {PIN_DIGITS if by_pin else FACE_CODE_DIGITS} digits and nothing else.",
            file=sys.stderr,
        )
        return FAILED
    state = reader.state()
    if state is not CardState.PRESENT:
        secret.wipe()
        return _fault(STATE_FAULTS[state], "", as_json=as_json)
    try:
        with secret:
            notice = reader.inspect()
            person = reader.read_with_pin(secret) if by_pin else reader.read_with_face_code(secret)
    except WrongNumber as error:
        return _fault(error.fault, error.detail, as_json=as_json, extra={"tries_left": error.tries_left})
    except KioskError as error:
        return _fault(error.fault, error.detail, as_json=as_json)
    values = {
        "name": person.name,
        "address": person.address,
        "birth": person.birth.isoformat(),
        "sex": person.sex.value,
        "expiry": notice.expires.isoformat() if notice.expires else None,
        "tries_left": notice.pin_tries if by_pin else notice.face_code_tries,
    }
    return _print(values, as_json=as_json)


def _secret(count: int) -> Secret | None:
    """The number on standard input, read as bytes so that no text of it is left behind."""
    raw = bytearray(sys.stdin.buffer.read(count + 3))
    while raw and raw[-1] in b"\r\n":
        raw.pop()
    try:
        return Secret(raw) if len(raw) == count else None
    except ValueError:
        return None
    finally:
        raw[:] = bytes(len(raw))


def _print(values: Mapping[str, object], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        for key, value in values.items():
            print(f"{key}: {'unknown' if value is None else value}")
    return OK


def _fault(fault: Fault, detail: str, *, as_json: bool, extra: dict[str, object] | None = None) -> int:
    values = {"code": fault.code, "resident": fault.resident, "staff": fault.staff, "remedy": fault.remedy, "detail": detail}
    if as_json:
        print(json.dumps((extra or {}) | {"fault": values}, ensure_ascii=False, indent=1))
    else:
        print(f"kiosk: {fault.code}: {fault.staff} {fault.remedy}", file=sys.stderr)
    return FAILED
