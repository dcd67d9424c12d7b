"""The simulated cards, as data: whose card, and what is odd about it. Every person here is made up.

A profile is made when asked for and kept by nobody: while no card has power, no object of the process holds its holder's data, as
with a real card. That is why the values stand inside functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

Mend = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Profile:
    """One card.

    name: as in the chip, U+3000 between family and given name. sex: JIS X 0303 digit. birth: YYYYMMDD or what a broken card has.
    pin: 券面事項入力補助用 and 利用者証明用 alike, as most people have them. odd: what the bytes of EF 0002 become.
    tries: (key file id, tries left) in the text application where it is not the full count.
    """

    name: str
    address: str
    birth: str
    sex: str
    expires: date
    pin: bytes
    sign_password: bytes
    security_code: str
    my_number: bytes
    tries: tuple[tuple[int, int], ...] = ()
    odd: Mend = bytes
    first_answer: int | None = None
    my_number_card: bool = True

    @property
    def face_code(self) -> str:
        """照合番号B, 14 digits: birth yymmdd in era years, expiry yyyy, security code."""
        return f"{_era_year(self.birth):02d}{self.birth[4:8]}{self.expires.year}{self.security_code}"


def _era_year(birth: str) -> int:
    """The year of the Japanese era of YYYYMMDD, from Taisho on."""
    first = next(start for start in ("20190501", "19890108", "19261225", "19120730") if birth >= start)
    return int(birth[:4]) - int(first[:4]) + 1


def _objects(content: bytes) -> list[bytes]:
    """DF21..DF25 of an encoded EF 0002, header left out. Lengths here are short or 81."""
    at, found = content.index(b"\xdf\x21"), []
    while at < len(content):
        long = content[at + 2] == 0x81
        end = at + (4 if long else 3) + content[at + (3 if long else 2)]
        found.append(content[at:end])
        at = end
    return found


def _wrap(objects: list[bytes]) -> bytes:
    body = b"".join(objects)
    return b"\xff\x20\x82" + len(body).to_bytes(2, "big") + body


def _reordered(content: bytes) -> bytes:
    """Tags backwards, with two that nobody knows in between."""
    first, *rest = reversed(_objects(content))
    return _wrap([first, b"\xdf\x2f\x03xyz", *rest, b"\x9a\x01z"])


def _unknown_tags(content: bytes) -> bytes:
    """After each tag one that nobody knows, of one, two and three bytes in turn."""
    unknown = (b"\xdf\x2f\x03xyz", b"\x9a\x01z", b"\xdf\x81\x01\x02yz")
    return _wrap([piece for number, each in enumerate(_objects(content)) for piece in (each, unknown[number % 3])])


def _without(tag: bytes) -> Mend:
    return lambda content: _wrap([each for each in _objects(content) if not each.startswith(tag)])


def _bad_utf8(content: bytes) -> bytes:
    at = content.index(b"\xdf\x22") + 3
    return content[:at] + b"\xff" + content[at + 1 :]


def _endless(content: bytes) -> bytes:
    return b"\xff\x20\x82\xff\xff" + content[content.index(b"\xdf\x21") :]


def tanaka(**changes: Any) -> Profile:
    """A plain resident of Naha, with changes."""
    plain = Profile(
        name="田中　花子",
        address="沖縄県那覇市泉崎１丁目１番１号",
        birth="19800217",
        sex="2",
        expires=date(2035, 2, 17),
        pin=b"1234",
        sign_password=b"ABC123",
        security_code="2285",
        my_number=b"123456789012",  # fails the check digit on purpose: nobody has it
    )
    return replace(plain, **changes)


PROFILES: Final[dict[str, Callable[[], Profile]]] = {
    "tanaka": tanaka,
    "miyagi": lambda: tanaka(
        name="宮城　太郎", birth="19951103", sex="1", address="沖縄県那覇市おもろまち１丁目２番３号　１０１号室"
    ),
    "child": lambda: tanaka(name="田中　さくら", birth="20190502", expires=date(2029, 5, 2)),
    "elder": lambda: tanaka(name="比嘉　カメ", birth="19250401", expires=date(2034, 4, 1)),
    "long": lambda: tanaka(
        name="アレクサンドリア・マリア・フェルナンダ・デ・ラ・クルス・イ・ガルシア・サンチェス＝モンテネグロ・ロドリゲス・ヴィラヌエヴァ",
        address="沖縄県那覇市泉崎一丁目" + "あいうえおかきくけこさしすせそ" * 2 + "団地Ａ棟東館特別室１２３４号室田中様方",
    ),
    "very_long": lambda: tanaka(
        address="沖縄県那覇市泉崎" + "あいうえおかきくけこ" * 20 + "１番１号"
    ),  # five hundred bytes and more: several READs
    "mononym": lambda: tanaka(name="スカルノ"),
    "latin": lambda: tanaka(name="SMITH JOHN MICHAEL", sex="1"),
    "ivs": lambda: tanaka(name="𠮷田　葛\U000e0101子", address="奈良県葛\U000e0100城市１番地"),
    "gaiji": lambda: tanaka(name="\ue000田　花子"),
    "locked": lambda: tanaka(tries=((0x11, 0),)),
    "last_try": lambda: tanaka(tries=((0x11, 1),)),
    "two_tries": lambda: tanaka(tries=((0x11, 2),)),
    "face_locked": lambda: tanaka(tries=((0x15, 0),)),
    "no_pin": lambda: tanaka(tries=((0x11, 0),), pin=b""),
    "expired": lambda: tanaka(expires=date(2021, 2, 17)),
    "other_card": lambda: tanaka(my_number_card=False),
    "stumble": lambda: tanaka(first_answer=0x6F00),
    "prefix": lambda: tanaka(odd=lambda content: b"\x00\x68" + content),
    "filler": lambda: tanaka(odd=lambda content: content + b"\x00\xff" * 60),
    "filler_ff": lambda: tanaka(odd=lambda content: content + b"\xff" * 200),
    "long_length": lambda: tanaka(odd=lambda content: _wrap(_objects(content))),
    "unknown_tags": lambda: tanaka(odd=_unknown_tags),
    "reordered": lambda: tanaka(odd=_reordered),
    "truncated": lambda: tanaka(odd=lambda content: content[:-9]),
    "endless": lambda: tanaka(odd=_endless),
    "empty_file": lambda: tanaka(odd=lambda content: b""),
    "blank": lambda: tanaka(odd=lambda content: b"\xff" * 256),
    "bad_utf8": lambda: tanaka(odd=_bad_utf8),
    "no_name": lambda: tanaka(odd=_without(b"\xdf\x22")),
    "no_address": lambda: tanaka(odd=_without(b"\xdf\x23")),
    "no_sex": lambda: tanaka(odd=_without(b"\xdf\x25")),
    "bad_birth": lambda: tanaka(odd=lambda content: content.replace(b"19800217", b"19800231")),
}


def profile(name: str) -> Profile:
    """The profile of that name; ValueError lists the known ones."""
    if name not in PROFILES:
        raise ValueError(f"no card profile {name!r}; there are: {', '.join(PROFILES)}")
    return PROFILES[name]()
