"""A mistake in the configuration is named with file, line, key and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import SettingsError, parse_screen, practice_settings, read_settings

SHIPPED = Path(__file__).resolve().parent.parent.parent / "packaging" / "config.toml"


def problem(tmp_path: Path, text: str) -> str:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_shipped_file_is_in_order_and_practises() -> None:
    settings = read_settings(SHIPPED)
    assert settings.practice
    assert settings.data == Path("/var/lib/yuimado")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("practice = true\n[card]\nkindd = \"none\"\n", 3, "Did you mean 'kind'"),
        ("\n\n[printr]\nkind = \"file\"\n", 3, "Did you mean 'printer'"),
        ("[screen]\n\nidle_s = \"90\"\n", 3, "a whole number"),
        ("[screen]\nidle_s = 10\n", 2, "60 to 900"),
        ("[screen]\nsize = \"big\"\n", 2, "1920x1080@21.5"),
        ("[terminal]\nid = \"窓口\"\n", 2, "letters or digits"),
        ("[card]\nkind = \"magic\"\n", 2, "not one of"),
        ("[card]\nkind = \"practice\"\n", 2, "practice = true"),
        ("card = 3\n", 1, "[card]"),
        ("practice = 1\n", 1, "true or false"),
        ("practice = true\n[printer]\noffset_x_mm = \"1\"\n", 3, "a number"),
        ("practice = true\n[printer]\n\noffset_y_mm = -10.5\n", 4, "-10 to 10"),
        ("practice = true\n[printer]\noffset_x_mm = nan\n", 3, "-10 to 10"),
        ("practice = true\n[boards]\naccount = \"line.me/naha\"\n", 3, "https://"),
        ("practice = true\n[boards]\nbid = \"x.csv\"\n", 3, "Did you mean 'bids'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    said = problem(tmp_path, text)
    assert f"config.toml:{line}:" in said
    assert words in said


def test_an_offset_may_be_written_without_decimals(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("practice = true\n[printer]\noffset_x_mm = 2\noffset_y_mm = -1.5\n")
    printer = read_settings(file).printer
    assert (printer.offset_x_mm, printer.offset_y_mm) == (2.0, -1.5)


def test_what_is_not_toml_says_where(tmp_path: Path) -> None:
    assert "line 2" in problem(tmp_path, "practice = true\n[card\n")


def test_what_is_not_text_and_what_is_not_there_are_said(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(file)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "missing.toml")


def test_practice_needs_nothing_else() -> None:
    settings = practice_settings(Path("/tmp/x"))
    assert (settings.card.kind, settings.printer.kind, settings.intake.kind) == ("practice", "file", "embedded")


def test_a_screen_is_pixels_and_inches() -> None:
    assert parse_screen("1280x800@10.1") == (1280, 800, 10.1)
    for bad in ("1280x800", "1280x800@", "10x10@20", "1280x800@500", "１２８０x800@12"):
        with pytest.raises(ValueError, match="x"):
            parse_screen(bad)


def test_a_serial_scanner_needs_its_device(tmp_path: Path) -> None:
    assert "scanner.device" in problem(tmp_path, '[scanner]\nkind = "serial"\n')
    assert "scanner.kind" in problem(tmp_path, '[scanner]\nkind = "camera"\n')
