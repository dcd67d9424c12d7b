"""Fonts and fitting: checked against fontTools, and against the rules of Japanese lines."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from kiosk.forms.fontfile import FontFile
from kiosk.forms.fonts import FILES, FontProblem, find_ipamj, open_fonts
from kiosk.forms.text import fit, letters, shape, tidy, width_mm, wrap
from kiosk.model.form import Face
from kiosk.paths import ASSETS
from tests.unit.forms_paper import press

MINCHO = ASSETS / "fonts" / "BIZUDMincho-Regular.ttf"


@pytest.fixture(scope="module")
def oracle() -> Iterator[TTFont]:
    with TTFont(MINCHO, lazy=True) as font:
        yield font


def test_every_character_has_the_glyph_and_width_that_fonttools_says(oracle: TTFont) -> None:
    font, order = FontFile(MINCHO), {name: number for number, name in enumerate(oracle.getGlyphOrder())}
    widths, cmap = oracle["hmtx"].metrics, oracle.getBestCmap()
    assert len(cmap) > 11_000
    for code, name in cmap.items():
        assert font.glyph(chr(code)) == order[name]
        assert font.advance(order[name]) == round(widths[name][0] * 1000 / 2048)
    assert font.glyph("\U00020bb7") == 0 and font.glyph("\U0010ffff") == 0


def test_every_variation_sequence_has_the_glyph_that_fonttools_says(oracle: TTFont) -> None:
    font, order = FontFile(MINCHO), {name: number for number, name in enumerate(oracle.getGlyphOrder())}
    table = next(table for table in oracle["cmap"].tables if table.format == 14)
    pairs = [(code, selector, name) for selector, rows in table.uvsDict.items() for code, name in rows]
    assert len(pairs) > 10_000
    for code, selector, name in pairs:
        expected = order[name] if name else order[oracle.getBestCmap()[code]]
        assert font.glyph(chr(code) + chr(selector)) == expected
    assert font.glyph("葛\U000e01ef") == 0


def test_letters_that_share_a_glyph_are_told_apart(oracle: TTFont) -> None:
    font = FontFile(MINCHO)
    table = next(table for table in oracle["cmap"].tables if table.format == 14)
    letters = [chr(code) for code in oracle.getBestCmap()]
    letters += [chr(code) + chr(selector) for selector, rows in table.uvsDict.items() for code, _ in rows]
    places = {(font.glyph(letter), font.twin(letter)) for letter in letters}
    assert len(places) == len(letters) > 21_000
    assert font.twin("葛") == 0


def test_a_small_font_draws_the_same_outlines_and_its_first_place_is_empty(oracle: TTFont) -> None:
    font = FontFile(MINCHO)
    numbers = [font.glyph(letter) for letter in "那覇市Ａé濁ガ①　"]
    data, places = font.cut(numbers)
    small = TTFont(BytesIO(data))
    assert len(small["glyf"].keys()) == len(numbers) + 1 and small["glyf"][".notdef"].numberOfContours == 0
    for number in numbers:
        name = small.getGlyphName(places[number])
        ours, theirs = small["glyf"][name], oracle["glyf"][oracle.getGlyphName(number)]
        assert ours.getCoordinates(small["glyf"])[0] == theirs.getCoordinates(oracle["glyf"])[0]
        assert small["hmtx"][name] == oracle["hmtx"][oracle.getGlyphName(number)]
        assert not getattr(ours, "program", None)


def made_of_parts(folder: Path) -> Path:
    """A font whose é is e and an accent put together, with hints that must not survive."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "e", "acute", "eacute"])
    builder.setupCharacterMap({ord("e"): "e", ord("é"): "eacute", 0x1F600: "acute"})
    outlines = {".notdef": Glyph(), "e": _square(0, 500), "acute": _square(100, 200)}
    pen = TTGlyphPen(outlines)
    pen.addComponent("e", (1, 0, 0, 1, 0, 0))
    pen.addComponent("acute", (0.5, 0, 0, 0.5, 150, 600))
    builder.setupGlyf({**outlines, "eacute": pen.glyph()})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "e", "acute", "eacute"), (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"psName": "Parts"})
    builder.setupPost()
    builder.save(folder / "parts.ttf")
    return folder / "parts.ttf"


def _square(low: int, high: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((low, low))
    for corner in ((low, high), (high, high), (high, low)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def test_composite_glyphs_bring_their_parts(tmp_path: Path) -> None:
    path = made_of_parts(tmp_path)
    with TTFont(path) as whole:
        expected = whole["glyf"]["eacute"].getCoordinates(whole["glyf"])[0]
    font = FontFile(path)
    data, places = font.cut([font.glyph("é"), font.glyph("e")])
    small = TTFont(BytesIO(data))
    assert len(small["glyf"].keys()) == 4
    name = small.getGlyphName(places[font.glyph("é")])
    assert small["glyf"][name].getCoordinates(small["glyf"])[0] == expected


def test_a_file_that_is_no_truetype_font_is_named(tmp_path: Path) -> None:
    for name in FILES.values():
        (tmp_path / name).write_bytes(b"OTTO" + bytes(100))
    with pytest.raises(FontProblem, match="BIZUDGothic-Regular"):
        open_fonts([tmp_path])
    with pytest.raises(FontProblem, match="not found"):
        open_fonts([tmp_path / "none"])


def test_a_broken_font_for_rare_kanji_leaves_them_to_the_pen(tmp_path: Path) -> None:
    (tmp_path / "ipamjm.ttf").write_bytes(b"OTTO" + bytes(100))
    fonts = open_fonts([tmp_path, ASSETS / "fonts"])
    assert shape(fonts, Face.MINCHO, "𠮷田").missing == ("𠮷",)


def test_the_font_for_rare_kanji_is_found_where_debian_puts_it(tmp_path: Path) -> None:
    found = find_ipamj()
    assert found is not None and found.name == "ipamjm.ttf"
    assert find_ipamj([tmp_path]) is None


def test_a_variation_selector_stays_with_its_letter() -> None:
    assert letters("葛\U000e0100城\ufe00𠮷") == ["葛\U000e0100", "城\ufe00", "𠮷"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\ufa19木", "\ufa19木"),
        ("か\u3099", "が"),
        ("Ｎａｍｅ①", "Ｎａｍｅ①"),
        (" 田中\r\n花子　", "田中 花子"),
        ("ﾀﾅｶ", "ﾀﾅｶ"),
        ("髙﨑", "髙﨑"),
    ],
)
def test_a_name_keeps_its_spelling(written: str, kept: str) -> None:
    assert tidy(written) == kept


def row(text: str) -> tuple[list[str], float | None]:
    fitted = fit(shape(press().fonts, Face.MINCHO, text).glyphs, 40, 10, 12, 8, 2)
    return (["".join(g.text for g in line) for line in fitted.lines], fitted.size) if fitted else ([], None)


def test_a_value_first_keeps_its_size_then_shrinks_then_wraps_then_is_refused() -> None:
    assert row("あ" * 9) == (["あ" * 9], 12)
    assert row("あ" * 10) == (["あ" * 10], 11.25)
    assert row("あ" * 12) == (["あ" * 12], 9.25)
    lines, size = row("あ" * 13)  # on one line it would fall below three quarters of its size
    assert len(lines) == 2 and size == 12 and "".join(lines) == "あ" * 13
    assert row("あ" * 29) == ([], None)


def test_every_letter_survives_wrapping_at_any_width() -> None:
    glyphs = shape(press().fonts, Face.MINCHO, "那覇市（首里）、「金城町」。Room 12 ＡＢ、。」").glyphs
    for width in range(4, 60):
        lines = wrap(glyphs, width, 10)
        assert [g for line in lines for g in line] == list(glyphs)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    glyphs = shape(press().fonts, Face.MINCHO, "あいうえ、おかき「くけこ」さし。").glyphs
    for width in (15, 18, 22, 25, 29, 32):
        for line in wrap(glyphs, width, 10)[1:]:
            assert line[0].text not in "、。」"
        for line in wrap(glyphs, width, 10):
            assert line[-1].text != "「"


def test_a_latin_word_is_not_broken_where_a_space_can_be() -> None:
    glyphs = shape(press().fonts, Face.MINCHO, "MARIA ISABEL TERESA").glyphs
    lines = ["".join(g.text for g in line) for line in wrap(glyphs, width_mm(glyphs, 10) * 0.7, 10)]
    assert lines == ["MARIA ISABEL ", "TERESA"]
