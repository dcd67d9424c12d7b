"""The simulated cards, as data: whose card, and what is odd about it. Every person here is made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

Mend = Callable[[bytes], bytes]
_ADDRESS: Final = "沖縄県那覇市泉崎１丁目１番１号"
_TANAKA_KANA: Final = "田中　花子"


@dataclass(frozen=True, slots=True)
class Profile:
    """One card.

    name: as in the chip, U+3000 between family and given name. sex: JIS X 0303 digit. birth: YYYYMMDD or what a broken card has.
    pin: 券面事項入力補助用 and 利用者証明用 alike, as most people have them. odd: what the bytes of EF 0002 become.
    tries: (key file id, tries left) in the text application where it is not the full count.
    """

    name: str = _TANAKA_KANA
    address: str = _ADDRESS
    birth: str = "19800217"
    sex: str = "2"
    expires: date = date(2035, 2, 17)
    pin: bytes = b"1234"
    sign_password: bytes = b"ABC123"
    security_code: str = "2285"
    my_number: bytes = b"123456789012"  # fails the check digit on purpose: nobody has it
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


def _without(tag: bytes) -> Mend:
    return lambda content: _wrap([each for each in _objects(content) if not each.startswith(tag)])


def _bad_utf8(content: bytes) -> bytes:
    at = content.index(b"\xdf\x22") + 3
    return content[:at] + b"\xff" + content[at + 1 :]


def _endless(content: bytes) -> bytes:
    return b"\xff\x20\x82\xff\xff" + content[content.index(b"\xdf\x21") :]


TANAKA: Final = Profile()

PROFILES: Final[dict[str, Profile]] = {
    "tanaka": TANAKA,
    "miyagi": Profile(name="宮城　太郎", birth="19951103", sex="1", address="沖縄県那覇市おもろまち１丁目２番３号　１０１号室"),
    "child": Profile(name="田中　さくら", birth="20190502", expires=date(2029, 5, 2)),
    "elder": Profile(name="比嘉　カメ", birth="19250401", expires=date(2034, 4, 1)),
    "long": Profile(
        name="アレクサンドリア・マリア・フェルナンダ・デ・ラ・クルス・イ・ガルシア・サンチェス＝モンテネグロ・ロドリゲス・ヴィラヌエヴァ",
        address="沖縄県那覇市泉崎一丁目" + "あいうえおかきくけこさしすせそ" * 2 + "団地Ａ棟東館特別室１２３４号室田中様方",
    ),
    "very_long": Profile(
        address="沖縄県那覇市泉崎" + "あいうえおかきくけこ" * 20 + "１番１号"
    ),  # five hundred bytes and more: several READs
    "mononym": Profile(name="スカルノ"),
    "latin": Profile(name="SMITH JOHN MICHAEL", sex="1"),
    "ivs": Profile(name="𠮷田　葛\U000e0101子", address="奈良県葛\U000e0100城市１番地"),
    "gaiji": Profile(name="\ue000田　花子"),
    "locked": Profile(tries=((0x11, 0),)),
    "last_try": Profile(tries=((0x11, 1),)),
    "two_tries": Profile(tries=((0x11, 2),)),
    "face_locked": Profile(tries=((0x15, 0),)),
    "no_pin": Profile(tries=((0x11, 0),), pin=b""),
    "expired": Profile(expires=date(2021, 2, 17)),
    "other_card": Profile(my_number_card=False),
    "stumble": Profile(first_answer=0x6F00),
    "prefix": Profile(odd=lambda content: b"\x00\x68" + content),
    "filler": Profile(odd=lambda content: content + b"\x00\xff" * 60),
    "filler_ff": Profile(odd=lambda content: content + b"\xff" * 200),
    "long_length": Profile(odd=lambda content: _wrap(_objects(content))),
    "reordered": Profile(odd=_reordered),
    "truncated": Profile(odd=lambda content: content[:-9]),
    "endless": Profile(odd=_endless),
    "empty_file": Profile(odd=lambda content: b""),
    "blank": Profile(odd=lambda content: b"\xff" * 256),
    "bad_utf8": Profile(odd=_bad_utf8),
    "no_name": Profile(odd=_without(b"\xdf\x22")),
    "no_address": Profile(odd=_without(b"\xdf\x23")),
    "no_sex": Profile(odd=_without(b"\xdf\x25")),
    "bad_birth": Profile(odd=lambda content: content.replace(b"19800217", b"19800231")),
}


def profile(name: str) -> Profile:
    """The profile of that name; KeyError lists the known ones."""
    if name not in PROFILES:
        raise KeyError(f"no card profile {name!r}; there are: {', '.join(PROFILES)}")
    return PROFILES[name]


def with_tries(base: Profile, fid: int, left: int) -> Profile:
    """The same card with that many tries left on a key."""
    return replace(base, tries=(*base.tries, (fid, left)))
