"""Composing Japanese by touch: the marks ゛ ゜ 小 on the last kana, hiragana and katakana, full-width digits.

Pure functions on characters; no buffer here, so that a caller can keep what a person types in a place it can wipe.
"""

from __future__ import annotations

# The 50-on table, one string a column in reading order (a hole is a space), as the keyboards of Japan show it.
KANA_COLUMNS: tuple[str, ...] = (
    "あいうえお",
    "かきくけこ",
    "さしすせそ",
    "たちつてと",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "や ゆ よ",
    "らりるれろ",
    "わ を ん",
)
LONG_VOWEL = "ー"
NAME_SPACE = "\u3000"  # between family and given name, as on the residence record

_VOICED = dict(zip("かきくけこさしすせそたちつてとはひふへほう", "がぎぐげござじずぜぞだぢづでどばびぶべぼゔ", strict=True))
_HALF_VOICED = dict(zip("はひふへほ", "ぱぴぷぺぽ", strict=True))
_SMALL = dict(zip("あいうえおつやゆよわ", "ぁぃぅぇぉっゃゅょゎ", strict=True))
_PLAIN = {marked: plain for table in (_VOICED, _HALF_VOICED, _SMALL) for plain, marked in table.items()}

_KATAKANA_SHIFT = ord("ア") - ord("あ")
_TO_KATAKANA = {code: code + _KATAKANA_SHIFT for code in [*range(0x3041, 0x3097), 0x309D, 0x309E]}
_TO_HIRAGANA = {katakana: hiragana for hiragana, katakana in _TO_KATAKANA.items()}
_FULL_WIDTH = {ord("0") + n: ord("０") + n for n in range(10)}
_HALF_WIDTH = {full: half for half, full in _FULL_WIDTH.items()}


def _toggle(char: str, table: dict[str, str]) -> str:
    """The marked form of char, the plain one if it has this mark already, char itself where the mark does not exist."""
    hiragana = to_hiragana(char)
    plain = _PLAIN.get(hiragana, hiragana)
    marked = table.get(plain)
    if marked is None:
        return char
    result = plain if marked == hiragana else marked
    return result if hiragana == char else to_katakana(result)


def toggle_voiced(char: str) -> str:
    """The kana with ゛ put on or taken off: か -> が -> か, ぱ -> ば. One character in, one out."""
    return _toggle(char, _VOICED)


def toggle_half_voiced(char: str) -> str:
    """The kana with ゜ put on or taken off: は -> ぱ -> は, ば -> ぱ."""
    return _toggle(char, _HALF_VOICED)


def toggle_small(char: str) -> str:
    """The small kana and back: つ -> っ -> つ. づ -> っ."""
    return _toggle(char, _SMALL)


def to_katakana(text: str) -> str:
    """Every hiragana as katakana; the rest unchanged."""
    return text.translate(_TO_KATAKANA)


def to_hiragana(text: str) -> str:
    """Every katakana that has a hiragana as hiragana; the rest unchanged (ー stays)."""
    return text.translate(_TO_HIRAGANA)


def full_width_digits(text: str) -> str:
    """0-9 as ０-９, as addresses are written on forms."""
    return text.translate(_FULL_WIDTH)


def half_width_digits(text: str) -> str:
    """０-９ as 0-9."""
    return text.translate(_HALF_WIDTH)


def is_hiragana(char: str) -> bool:
    """Whether char can stand in a reading: hiragana or the long-vowel mark."""
    return "\u3041" <= char <= "\u3096" or char == LONG_VOWEL


def reading_tail(text: str) -> str:
    """The run of hiragana at the end of text: what a converter may still turn into kanji."""
    start = len(text)
    while start and is_hiragana(text[start - 1]):
        start -= 1
    return text[start:]


def column_of(char: str) -> int:
    """The place in KANA_COLUMNS of a kana, marks put aside (が is in か's); -1 for anything else."""
    hiragana = to_hiragana(char)
    plain = _PLAIN.get(hiragana, hiragana)
    return next((i for i, column in enumerate(KANA_COLUMNS) if plain in column and plain.strip()), -1)
