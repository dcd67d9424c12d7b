"""The pictures are what Qt can draw, in one hand, and none that the program asks for is missing."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from kiosk.faults import catalogue
from kiosk.paths import ASSETS

ICONS = ASSETS / "icons"
PICTURES = sorted(ICONS.rglob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
DRAWN_BY_QT = {
    "svg", "title", "defs", "g", "path", "rect", "circle", "ellipse", "linearGradient", "radialGradient", "stop",
}  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GUIDE = ("hello", "point-left", "point-right", "eyes-closed", "listen", "happy", "broom", "think")
SCENES = ("attract", "attract-portrait", "band", "card-place", "card-read", "card-away")
UI = words(
    "size language voice voice-off note quit back next call-person check cross plus minus delete person family proxy practice search printer paper "
    "phone smartphone qr clock yen calendar house lock eye eye-off info warning edit broom speaker-off smile neutral sad card hand question home-way"
)
TILES = words(
    "procedure reserve smartphone look-up scam resume alone staff family proxy practice pension work school house-rent licence bank other unknown "
    "self household all part one juminhyo use-card no-card paper face-happy face-so-so face-sad pin face-code id-card health-card letter-of-proxy "
    "passport residence-card birth move funeral retire care disability child certificate living disaster business language "
    "koseki hanko hanko-certificate moving-truck move-in move-out move-within airplane marriage divorce baby-book baby-bottle stroller syringe nursery "
    "lunch single-parent kids wheelchair cane ear eye prosthesis notebook hands home-help bed handrail elder taxi bus hospital stethoscope medicine "
    "tooth medical-refund tax coins bankbook scooter dog sofa bin water housing typhoon damaged-house grave candle shop store mail computer moon "
    "city-hall bell megaphone labels"
)
TWINS = {
    "business": "shop", "calendar": "reserve", "phone": "smartphone", "shield": "scam", "qr": "resume", "self": "alone", "all": "household", "family-part": "part",
    "house": "house-rent", "car": "licence", "certificate": "juminhyo", "pen": "paper", "face-good": "face-happy", "face-bad": "face-sad",
    "letter": "letter-of-proxy",
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(ICONS).with_suffix("").as_posix()


def drawn(path: Path, width: int, height: int, ground: str = "#00000000") -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(ground))
    painter = QPainter(image)
    QSvgRenderer(str(path)).render(painter)
    painter.end()
    return image


def alphas(image: QImage) -> bytes:
    return bytes(image.convertToFormat(QImage.Format.Format_Alpha8).constBits())


def luminance(colour: QColor) -> float:
    """WCAG 2 relative luminance."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


@pytest.mark.parametrize("path", PICTURES, ids=named)
def test_qt_draws_the_picture_and_it_is_not_blank(path: Path, qtbot: QtBot) -> None:
    assert QSvgRenderer(str(path)).isValid()
    assert any(alphas(drawn(path, 96, 96)))


@pytest.mark.parametrize("path", PICTURES, ids=named)
def test_the_picture_uses_only_what_qt_knows(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{SVG}svg"
    assert {str(element.tag).removeprefix(SVG) for element in root.iter()} <= DRAWN_BY_QT
    attributes = [(key, value) for element in root.iter() for key, value in element.attrib.items()]
    assert not [key for key, _ in attributes if key in ("class", "style", "filter", "mask", "clip-path") or "href" in key]
    assert not [value for _, value in attributes if "url(" in value and not re.fullmatch(r"url\(#[\w-]+\)", value)]


@pytest.mark.parametrize("path", PICTURES, ids=named)
def test_the_picture_says_its_size_and_its_view_box_starts_at_nought(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"


@pytest.mark.parametrize("path", PICTURES, ids=named)
def test_gradients_that_are_used_are_defined_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([\w-]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([\w-]+)\)", text)) <= set(ids)


@pytest.mark.parametrize("path", sorted((ICONS / "ui").glob("*.svg")), ids=named)
def test_a_line_icon_has_one_colour_that_the_program_can_replace(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    colours = {element.attrib[key] for element in root.iter() for key in ("fill", "stroke") if key in element.attrib}
    assert colours <= {"#1a1a1a", "none"} and "#1a1a1a" in colours
    assert {element.attrib["stroke-width"] for element in root.iter() if "stroke" in element.attrib} <= {"3"}
    assert root.attrib["viewBox"] == "0 0 48 48"


@pytest.mark.parametrize("path", sorted((ICONS / "ui").glob("*.svg")), ids=named)
def test_a_line_icon_keeps_inside_its_box(path: Path, qtbot: QtBot) -> None:
    image = drawn(path, 96, 96)
    edge = [(i, j) for i in range(96) for j in (0, 95)]
    assert not [at for at in edge if image.pixelColor(*at).alpha() or image.pixelColor(at[1], at[0]).alpha()]


def test_every_fault_has_its_picture() -> None:
    missing = {fault.picture for fault in catalogue()} - {path.stem for path in (ICONS / "faults").glob("*.svg")}
    assert not missing


@pytest.mark.parametrize(("folder", "names"), [("guide", (*GUIDE, "face")), ("scene", SCENES), ("ui", UI), ("tile", TILES)])
def test_the_agreed_pictures_are_there(folder: str, names: tuple[str, ...]) -> None:
    assert not set(names) - {path.stem for path in (ICONS / folder).glob("*.svg")}


@pytest.mark.parametrize(("folder", "box"), [("tile", "0 0 96 96"), ("faults", "0 0 400 300")])
def test_pictures_of_a_kind_have_one_size(folder: str, box: str) -> None:
    assert {ElementTree.parse(path).getroot().attrib["viewBox"] for path in (ICONS / folder).glob("*.svg")} == {box}


def test_every_pose_has_the_same_view_box_so_that_the_guide_does_not_jump() -> None:
    assert {ElementTree.parse(ICONS / "guide" / f"{pose}.svg").getroot().attrib["viewBox"] for pose in GUIDE} == {"0 0 480 480"}


def test_two_names_for_one_picture_show_the_same_picture() -> None:
    twins = [(ICONS / "tile" / f"{one}.svg", ICONS / "tile" / f"{other}.svg") for one, other in TWINS.items()]
    assert [(a.stem, b.stem) for a, b in twins if a.read_bytes() != b.read_bytes()] == []
    assert (ICONS / "ui/voice-off.svg").read_bytes() == (ICONS / "ui/speaker-off.svg").read_bytes()


def test_the_shipped_procedures_name_only_pictures_that_exist() -> None:
    asked = {
        name
        for path in (ASSETS / "procedures").glob("*.yaml")
        for name in re.findall(r"\bpicture: *([\w-]+)", path.read_text(encoding="utf-8"))
    }
    there = {path.stem for folder in ("tile", "faults") for path in (ICONS / folder).glob("*.svg")}
    assert asked and not asked - there


def test_white_text_can_be_read_on_the_lower_left_of_the_resting_scene(qtbot: QtBot) -> None:
    image = drawn(ICONS / "scene/attract.svg", 1920, 1080)
    ground = max(luminance(image.pixelColor(x, y)) for x in range(96, 981, 2) for y in range(745, 1060, 2))
    assert 1.05 / (ground + 0.05) >= 4.5


def test_the_left_of_the_resting_scene_is_calm_and_light_where_dark_text_stands(qtbot: QtBot) -> None:
    image = drawn(ICONS / "scene/attract.svg", 1920, 1080)
    darkest = min(luminance(image.pixelColor(x, y)) for x in range(96, 981, 4) for y in range(60, 560, 4))
    assert (darkest + 0.05) / (luminance(QColor("#00666b")) + 0.05) >= 4.5


def test_the_band_meets_itself_when_it_is_laid_side_by_side(qtbot: QtBot) -> None:
    image = drawn(ICONS / "scene/band.svg", 1920, 48)
    left = image.copy(0, 0, 240, 48)
    again = image.copy(480, 0, 240, 48)
    assert left == again
    assert [image.pixelColor(1919, y).alpha() > 200 for y in range(48)] == [y >= 44 for y in range(48)]


def test_the_arrow_that_puts_the_card_down_ends_on_the_reader(qtbot: QtBot) -> None:
    image = drawn(ICONS / "scene/card-place.svg", 960, 600)
    teal = QColor("#00666b")
    column = [y for y in range(600) if image.pixelColor(480, y) == teal]
    top, bottom = 440 - 88, 440 + 88  # the reader's upper face
    assert top < max(column) < bottom and min(column) < top


def test_a_recoloured_icon_is_drawn_in_the_new_colour(qtbot: QtBot) -> None:
    text = (ICONS / "ui/check.svg").read_text(encoding="utf-8").replace("#1a1a1a", "#ffffff")
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    QSvgRenderer(text.encode()).render(painter)
    painter.end()
    assert image.pixelColor(19, 37).lightness() > 200
