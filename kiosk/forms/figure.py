"""A picture of assets/icons as shapes on paper, in greys: lines of the SVG become points a printer can draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, parse

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path.parser import parse_path

from kiosk.model.form import Box, Shape

_STEPS = 4  # straight pieces a curve is drawn with; at two or three centimetres nobody sees them
_FILL = 0.65
_CURVE = 0.5522847  # control point distance for a quarter of a circle
_TRANSFORM = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")

Points = tuple[tuple[float, float], ...]


def figure(svg: Path, box: Box) -> tuple[Shape, ...]:
    """The picture of that file inside the box, from the back to the front. Our own pictures only: paths, circles, ellipses."""
    root = parse(svg).getroot()  # noqa: S314  a file of ours, installed with the program
    x, y, wide, high = (float(part) for part in root.attrib["viewBox"].split())
    scale = min(box.w / wide, box.h / high)
    place = (
        Identity.translate(box.x + (box.w - wide * scale) / 2, box.y + (box.h - high * scale) / 2).scale(scale).translate(-x, -y)
    )
    return tuple(_shapes(root, place, scale))


def _shapes(element: Element, place: Transform, scale: float) -> Iterator[Shape]:
    for child in element:
        here = _moved(place, child.get("transform", ""))
        data = _path(child)
        if data:
            yield from _drawn(child, data, here, scale)
        yield from _shapes(child, here, scale)


def _drawn(element: Element, data: str, place: Transform, scale: float) -> Iterator[Shape]:
    # Fills are kept light: toner is dear, and a dark figure would be the first thing anybody sees.
    fill, line = _grey(element.get("fill", "#000000"), element.get("fill-opacity")), _grey(element.get("stroke", "none"), None)
    width = float(element.get("stroke-width", "1")) * scale if line is not None else 0.0
    for points in _polylines(data, place):
        yield Shape(points, None if fill is None else round(1 - (1 - fill) * _FILL, 3), width, line or 0.0)


def _moved(place: Transform, written: str) -> Transform:
    for kind, numbers in _TRANSFORM.findall(written):
        values = [float(number) for number in re.split(r"[ ,]+", numbers.strip())]
        match kind, values:
            case "translate", [x, *rest]:
                place = place.translate(x, *rest)
            case "scale", [x, *rest]:
                place = place.scale(x, *(rest or [x]))
            case "rotate", [angle, *middle]:
                x, y = middle or (0.0, 0.0)
                place = place.translate(x, y).rotate(angle * 3.141592653589793 / 180).translate(-x, -y)
    return place


def _path(element: Element) -> str:
    """What an element draws, as path data; "" for what draws nothing."""
    kind = element.tag.rpartition("}")[2]
    if kind == "path":
        return element.attrib["d"]
    if kind not in ("circle", "ellipse"):
        return ""
    x, y = float(element.attrib["cx"]), float(element.attrib["cy"])
    a = float(element.get("rx") or element.attrib["r"])
    b = float(element.get("ry") or element.attrib["r"])
    p, q = a * _CURVE, b * _CURVE
    return (
        f"M {x + a} {y} C {x + a} {y + q} {x + p} {y + b} {x} {y + b} C {x - p} {y + b} {x - a} {y + q} {x - a} {y} "
        f"C {x - a} {y - q} {x - p} {y - b} {x} {y - b} C {x + p} {y - b} {x + a} {y - q} {x + a} {y} Z"
    )


def _polylines(data: str, place: Transform) -> Iterator[Points]:
    pen = RecordingPen()
    parse_path(data, pen)
    points: list[tuple[float, float]] = []
    for act, corners in pen.value:
        if act in ("moveTo", "lineTo"):
            if act == "moveTo" and len(points) > 1:
                yield _rounded(points, place)
            points = [*([] if act == "moveTo" else points), corners[0]]
        elif act == "curveTo":
            points += [_on_curve((points[-1], *corners), step / _STEPS) for step in range(1, _STEPS + 1)]
    if len(points) > 1:
        yield _rounded(points, place)


def _on_curve(corners: tuple[tuple[float, float], ...], at: float) -> tuple[float, float]:
    weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at * at * (1 - at), at**3)
    return sum(w * x for w, (x, _) in zip(weights, corners, strict=True)), sum(
        w * y for w, (_, y) in zip(weights, corners, strict=True)
    )


def _rounded(points: list[tuple[float, float]], place: Transform) -> Points:
    return tuple((round(x, 3), round(y, 3)) for x, y in (place.transformPoint(point) for point in points))


def _grey(colour: str, opacity: str | None) -> float | None:
    """How light a colour is, as eyes weigh it; what lets paper through is lighter."""
    if colour == "none":
        return None
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return round(1 - (1 - light) * float(opacity or 1), 3)
