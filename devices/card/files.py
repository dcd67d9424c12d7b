"""Where things are on a My Number card, as data: applications, files, keys.

source: no official specification is public; these numbers stand in jpki/myna (src/reader.rs, text.rs), soltia48/myna-card
(src/ap/text.rs, common.rs) and OpenSC (card-jpki.c), read 2026-11. A next-generation card (2028 or later) gets its own rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.faults import CARD_UNREADABLE, KioskError

TEXT_AP: Final = bytes.fromhex("D3921000310001010408")  # 券面事項入力補助AP; a shorter name may select another one
COMMON_AP: Final = bytes.fromhex("D3921000310001010100")  # 共通カードAP: expiry, readable without a secret
ATTRIBUTES_EF: Final = 0x0002  # 基本4情報 in TEXT_AP. Its neighbour 0001 is the 個人番号 and has no name here on purpose.
COMMON_EF: Final = 0x0001  # record 1 in COMMON_AP
COMMON_RECORD: Final = 1
MAX_FILE: Final = 4096  # bytes; four attributes are 100..600


@dataclass(frozen=True, slots=True)
class Key:
    """A key of TEXT_AP that opens ATTRIBUTES_EF. digits: the length a person enters."""

    fid: int
    digits: int


PIN_KEY: Final = Key(0x0011, 4)  # 券面事項入力補助用暗証番号, 3 tries
FACE_KEY: Final = Key(0x0015, 14)  # 照合番号B, 10 tries; cannot open the 個人番号


def unreadable(what: str) -> KioskError:
    """The fault for a file of the wrong shape. what: names the place, never its content."""
    return KioskError(CARD_UNREADABLE, detail=what)
