"""Puts a simulated card together: which application holds which files and keys, and what opens what."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from devices.card.files import COMMON_AP, TEXT_AP
from devices.simulated import card_files as files
from devices.simulated.card_model import Application, Chip, Ef, PinKey, SignKey
from devices.simulated.card_profiles import Profile

if TYPE_CHECKING:
    from devices.simulated.card_jpki import Jpki, Pair

SURFACE_AP = bytes.fromhex("D3921000310001010402")
JUKI_AP = bytes.fromhex("D3921000310001010401")
JPKI_AP = bytes.fromhex("D392F000260100000001")
_BLANK = b"\xff" * 16


def make_chip(who: Profile) -> Chip:
    """A new card for that profile, counters as the profile says."""
    if not who.my_number_card:
        return Chip((Application(bytes.fromhex("A0000000041010")),), who.first_answer)
    applications = (_common(who), _text(who), _surface(who), _juki(who), _jpki(who))
    return Chip(applications, who.first_answer)


def _text(who: Profile) -> Application:
    tries = dict(who.tries)
    pins = {
        0x11: _pin(who.pin, 3, tries.get(0x11)),
        0x12: PinKey(None, 3, 0),  # issued blocked on every card
        0x14: _pin(who.my_number, 10, tries.get(0x14)),  # 10 is assumed
        0x15: _pin(who.face_code.encode(), 10, tries.get(0x15)),
    }
    efs = {
        0x01: _file(files.my_number(who), 0x11, 0x14),
        0x02: _file(who.odd(files.attributes(who)), 0x11, 0x15),
        0x03: _file(files.text_signature(who), 0x11, 0x14, 0x15),
        0x04: _file(files.cv_certificate()),
        0x05: _file(files.basic_info()),
        0x08: _file(_BLANK),
    }
    return Application(TEXT_AP, efs, pins)


def _surface(who: Profile) -> Application:
    birth6 = who.face_code[:6].encode()
    pins = {0x11: _pin(birth6, 10), 0x12: _pin(who.face_code.encode(), 10), 0x13: _pin(who.my_number, 10)}
    efs = {
        0x01: _file(files.age_record(who), 0x11),
        0x02: _file(files.card_face(who), 0x12, 0x13),
        0x03: _file(files.surface_info()),
        0x04: _file(files.cv_certificate()),
        0x05: _file(files.my_number_picture(), 0x13),
        0x06: _file(_BLANK),
    }
    return Application(SURFACE_AP, efs, pins)


def _common(who: Profile) -> Application:
    record = files.common_record(who)
    return Application(COMMON_AP, {0x01: Ef(lambda: record, records=(record,))}, {0x1C: _pin(who.pin, 3)})


def _juki(who: Profile) -> Application:
    return Application(JUKI_AP, {}, {0x1C: _pin(who.pin, 3)})


def _jpki(who: Profile) -> Application:
    @cache
    def keys() -> Jpki:
        from devices.simulated import card_jpki  # only when a certificate or signature is asked for

        return card_jpki.make(who)

    pins = {0x18: _pin(who.pin, 3), 0x1B: _pin(who.sign_password, 5)}
    efs = {
        0x01: Ef(lambda: keys().sign.certificate, frozenset({0x1B})),
        0x02: Ef(lambda: keys().sign_ca.certificate),
        0x06: _file(b"JPKIAPICCTOKEN2".ljust(32, b" ") + bytes(128)),
        0x08: _file(b"\x8f\x8f\x00"),
        0x0A: Ef(lambda: keys().auth.certificate),
        0x0B: Ef(lambda: keys().auth_ca.certificate),
    }
    signers = {0x17: _signer(lambda: keys().auth, 0x18), 0x1A: _signer(lambda: keys().sign, 0x1B)}
    return Application(JPKI_AP, efs, pins, signers)


def _signer(pair: Callable[[], Pair], needs: int) -> SignKey:
    return SignKey(lambda data: pair().sign(data), needs)


def _file(content: bytes, *opened_by: int) -> Ef:
    return Ef(lambda: content, frozenset(opened_by))


def _pin(value: bytes, limit: int, tries: int | None = None) -> PinKey:
    """An empty value is a key nobody set (a card without PIN): blocked."""
    if not value:
        return PinKey(None, limit, 0)
    return PinKey(value, limit, limit if tries is None else tries)
