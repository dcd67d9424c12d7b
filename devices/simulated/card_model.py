"""A chip that behaves like a My Number card: applications, files, keys with counters, and what it answers to each APDU.

One model for both doors (in process, and over the virtual reader's TCP protocol). Counters outlive a power-off; a successful
VERIFY ends with the power and with nothing else.

source: ISO 7816-4 and the notes on JICSAP in soltia48/myna-card 3.x (measured on a test card); what is assumed says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from devices.card.apdu import SW, Octets

Sign = Callable[[bytes], bytes]
ANY_AID_LENGTH: Final = 5  # a prefix of a name selects too, from the RID on (JICSAP)
ISD: Final = bytes.fromhex("A000000151000000")


@dataclass(frozen=True, slots=True)
class Ef:
    """An elementary file. opened_by: keys of which one must be verified; empty means free. records: for READ RECORD."""

    content: Callable[[], bytes]
    opened_by: frozenset[int] = frozenset()
    records: tuple[bytes, ...] = ()


@dataclass(slots=True)
class PinKey:
    """A key VERIFY runs against. value None: issued blocked. The counter goes back to its limit on a correct VERIFY only."""

    value: bytes | None
    limit: int
    tries: int

    def verify(self, digits: bytes) -> int:
        """The status word for that attempt."""
        if self.tries == 0:
            return SW.BLOCKED
        if self.value is not None and secrets.compare_digest(digits, self.value):
            self.tries = self.limit
            return SW.OK
        self.tries -= 1
        return SW.BLOCKED_NOW | self.tries


@dataclass(frozen=True, slots=True)
class SignKey:
    """A private key. sign pads as PKCS#1 type 1 and gives 256 bytes; needs: the PIN key to verify first, None for free."""

    sign: Sign
    needs: int | None


@dataclass(frozen=True, slots=True)
class Application:
    """One application with its objects by file id; the low five bits of an id are its short id."""

    aid: bytes
    efs: dict[int, Ef] = field(default_factory=dict)
    pins: dict[int, PinKey] = field(default_factory=dict)
    signers: dict[int, SignKey] = field(default_factory=dict)

    def has(self, fid: int) -> bool:
        """Whether SELECT finds that id."""
        return fid in self.efs or fid in self.pins or fid in self.signers


class Apdu(NamedTuple):
    """A command taken apart. le: None when the command asks for nothing, 256 for 00."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes
    le: int | None


class _Refused(Exception):
    """A status word other than 9000, on its way out."""

    def __init__(self, sw: int) -> None:
        super().__init__(f"{sw:04X}")
        self.sw = sw


class Chip:
    """The chip. transmit never raises; without power it answers nothing (zero bytes)."""

    def __init__(self, applications: tuple[Application, ...], first_answer: int | None = None) -> None:
        """first_answer: a status word given once after each power-on instead of the real one (6F00 was seen)."""
        self._applications = applications
        self._first_answer = first_answer
        self._powered = False
        self._stumble: int | None = None
        self.power_off()

    @property
    def powered(self) -> bool:
        """Whether the chip has power now."""
        return self._powered

    def counters(self) -> dict[tuple[bytes, int], int]:
        """Tries left by application and key."""
        return {(each.aid, fid): pin.tries for each in self._applications for fid, pin in each.pins.items()}

    def restore(self, counters: Mapping[tuple[bytes, int], int]) -> None:
        """Set tries left to what they were."""
        for each in self._applications:
            for fid, pin in each.pins.items():
                pin.tries = counters.get((each.aid, fid), pin.tries)

    def power_on(self) -> None:
        """Power; nothing selected, nothing verified."""
        self.power_off()
        self._powered, self._stumble = True, self._first_answer

    def power_off(self) -> None:
        """No power: selection and VERIFY are gone, counters stay."""
        self._powered = False
        self._stumble = None
        self._verified: set[tuple[bytes, int]] = set()
        self._pending = b""
        self.reset()

    def reset(self) -> None:
        """A warm reset: selection gone, but a successful VERIFY stays."""
        self._application: Application | None = None
        self._current: int | None = None

    def transmit(self, raw: Octets) -> bytes:
        """The answer with its status word."""
        if not self._powered:
            return b""
        if self._stumble is not None:
            stumble, self._stumble = self._stumble, None
            return stumble.to_bytes(2, "big")
        try:
            return self._answer(_take_apart(bytes(raw))) + SW.OK.to_bytes(2, "big")
        except _Refused as refused:
            return refused.sw.to_bytes(2, "big")

    def _answer(self, apdu: Apdu) -> bytes:
        if apdu.cla & 0x03:
            raise _Refused(SW.NO_CHANNEL)
        if apdu.cla not in (0x00, 0x80):
            raise _Refused(SW.NO_CLA)
        commands: dict[tuple[int, int], Callable[[Apdu], bytes]] = {
            (0x00, 0xA4): self._select,
            (0x00, 0x20): self._verify,
            (0x00, 0x24): self._change_pin,
            (0x00, 0xB0): self._read_binary,
            (0x00, 0xB2): self._read_record,
            (0x00, 0x84): self._challenge,
            (0x80, 0x2A): self._sign,
        }
        command = commands.get((apdu.cla, apdu.ins))
        if command is None:
            raise _Refused(SW.NO_INS)
        return command(apdu)

    def _select(self, apdu: Apdu) -> bytes:
        if apdu.p1 == 0x04:
            self._select_application(apdu.data)
        elif apdu.p1 == 0x02:
            self._select_object(apdu.data)
        elif apdu.p1 != 0x00:  # SELECT MF does nothing and says 9000, inside an application too
            raise _Refused(SW.P1P2)
        return b""

    def _select_application(self, name: bytes) -> None:
        if name == ISD:
            return self.reset()
        if len(name) < ANY_AID_LENGTH:
            raise _Refused(SW.NO_FILE)
        for application in self._applications:
            if application.aid.startswith(name):
                self._application, self._current = application, None
                return None
        raise _Refused(SW.NO_FILE)

    def _select_object(self, data: bytes) -> None:
        fid = int.from_bytes(data, "big")
        if len(data) != 2:
            raise _Refused(SW.LENGTH)
        if self._application is None or not self._application.has(fid):
            raise _Refused(SW.NO_FILE)
        self._current = fid

    def _object(self, p: int) -> tuple[Application, int]:
        """The object a command means: the current one, or by short id, which makes it current."""
        if p & 0x80 and p & 0x1F:
            self._select_object((p & 0x1F).to_bytes(2, "big"))
        if self._application is None or self._current is None:
            raise _Refused(SW.NO_EF)
        return self._application, self._current

    def _pin(self, p2: int) -> tuple[Application, int, PinKey]:
        application, fid = self._object(p2)
        if fid not in application.pins:
            raise _Refused(SW.WRONG_KIND)
        return application, fid, application.pins[fid]

    def _verify(self, apdu: Apdu) -> bytes:
        if not apdu.p2 & 0x80 or apdu.p1:
            raise _Refused(SW.P1P2)
        application, fid, key = self._pin(apdu.p2)
        if not apdu.data:
            raise _Refused(SW.BLOCKED_NOW | key.tries)
        if len(apdu.data) > 16:
            raise _Refused(SW.LENGTH)
        sw = key.verify(apdu.data)
        if sw != SW.OK:
            self._verified.discard((application.aid, fid))
            raise _Refused(sw)
        self._verified.add((application.aid, fid))
        return b""

    def _change_pin(self, apdu: Apdu) -> bytes:
        if apdu.p1 != 0x01 or not apdu.p2 & 0x80:
            raise _Refused(SW.P1P2)
        application, fid, key = self._pin(apdu.p2)
        if (application.aid, fid) not in self._verified:
            raise _Refused(SW.NOT_VERIFIED)
        if not 1 <= len(apdu.data) <= 16:
            raise _Refused(SW.LENGTH)
        key.value = apdu.data
        return b""

    def _read_binary(self, apdu: Apdu) -> bytes:
        by_sfi = bool(apdu.p1 & 0x80)
        application, fid = self._object(apdu.p1 if by_sfi else 0)
        ef = self._open(application, fid)
        content, offset = ef.content(), apdu.p2 if by_sfi else apdu.p1 << 8 | apdu.p2
        if offset > len(content) or (offset == len(content) and offset):
            raise _Refused(SW.OFFSET)
        return content[offset : offset + (apdu.le or 0)]

    def _read_record(self, apdu: Apdu) -> bytes:
        application, fid = self._object(apdu.p2 >> 3 | 0x80 if apdu.p2 >> 3 else 0)
        ef = self._open(application, fid)
        if not ef.records:
            raise _Refused(SW.WRONG_KIND)
        if not 1 <= apdu.p1 <= len(ef.records):
            raise _Refused(SW.NO_RECORD)
        return ef.records[apdu.p1 - 1]

    def _open(self, application: Application, fid: int) -> Ef:
        if fid not in application.efs:
            raise _Refused(SW.WRONG_KIND)
        ef = application.efs[fid]
        if ef.opened_by and not any((application.aid, key) in self._verified for key in ef.opened_by):
            raise _Refused(SW.NOT_VERIFIED)
        return ef

    def _challenge(self, apdu: Apdu) -> bytes:
        return secrets.token_bytes(apdu.le or 0)

    def _sign(self, apdu: Apdu) -> bytes:
        application, fid = self._object(apdu.p2)
        signer = application.signers.get(fid)
        if signer is None:
            raise _Refused(SW.WRONG_KIND)
        if apdu.p1 != 0x00:  # the other paddings are known from one source only and not simulated
            raise _Refused(SW.P1P2)
        if signer.needs is not None and (application.aid, signer.needs) not in self._verified:
            raise _Refused(SW.NOT_VERIFIED)
        if not 1 <= len(apdu.data) <= 245:
            raise _Refused(SW.LENGTH)
        return signer.sign(apdu.data)


def _take_apart(raw: bytes) -> Apdu:
    """The short forms of ISO 7816-4 and the extended one with data; anything else is a wrong length."""
    if len(raw) < 4:
        raise _Refused(SW.LENGTH)
    cla, ins, p1, p2, body = raw[0], raw[1], raw[2], raw[3], raw[4:]
    if not body:
        return Apdu(cla, ins, p1, p2, b"", None)
    if len(body) == 1:
        return Apdu(cla, ins, p1, p2, b"", body[0] or 256)
    if body[0] == 0 and len(body) >= 3:
        count, rest = int.from_bytes(body[1:3], "big"), body[3:]
        wide = 2
    else:
        count, rest, wide = body[0], body[1:], 1
    if len(rest) not in (count, count + wide):
        raise _Refused(SW.LENGTH)
    tail = int.from_bytes(rest[count:], "big")
    le = None if len(rest) == count else tail or 256
    return Apdu(cla, ins, p1, p2, rest[:count], le)
