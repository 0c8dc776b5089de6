"""Marks: the layers of a specification as elements of SVG."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import pi, sqrt
from typing import Any

from markupsafe import Markup

from ecosys_api.charts.spec import Row, Spec
from ecosys_api.charts.svg.elements import element
from ecosys_api.charts.svg.plane import Axis, Plane

BASELINE = 4
"""How far below its middle a text of 12 pixels stands."""
ANCHORS = {"left": None, "center": "middle", "right": "end"}


def marks(layer: Spec, plane: Plane) -> Iterator[Markup]:
    """The marks of a layer."""
    yield from _DRAW[layer["mark"]["type"]](layer, plane)


def _lines(layer: Spec, plane: Plane) -> Iterator[Markup]:
    """A path for each colour and dash; where there is no value it breaks off."""
    encoding = layer["encoding"]
    dashes = encoding["strokeDash"]["scale"]
    pattern = dict(zip(dashes["domain"], dashes["range"], strict=True))
    paths: dict[tuple[str, str], list[tuple[float, float | None]]] = defaultdict(list)
    for row in layer["data"]["values"]:
        name, dash = row[encoding["color"]["field"]], row[encoding["strokeDash"]["field"]]
        paths[name, dash].append((_x(row, encoding, plane), _y(row, encoding, plane)))
    for (name, dash), points in paths.items():
        dashed = pattern[dash] if any(pattern[dash][1:]) and pattern[dash][1] else []
        yield element(
            "path",
            class_=f"series s{_hue(name, encoding, plane)}",
            d=_stepped(points),
            stroke_dasharray=" ".join(map(str, dashed)),
        )


def _stepped(points: Iterable[tuple[float, float | None]]) -> str:
    """Each value until the next.

    >>> _stepped([(0, 5.0), (10, 5.0), (20, 2.5), (30, None), (40, 1.0), (50, 1.0)])
    'M0 5H10H20V2.5M40 1H50'
    """
    path, last = "", None
    for x, y in points:
        if y is None:
            last = None
            continue
        turn = f"V{y:g}" if y != last else ""
        path += f"M{x:g} {y:g}" if last is None else f"H{x:g}{turn}"
        last = y
    return path


def _points(layer: Spec, plane: Plane) -> Iterator[Markup]:
    encoding = layer["encoding"]
    radius = round(sqrt(layer["mark"]["size"] / pi), 1)
    down = layer["mark"].get("yOffset", 0)
    for row in layer["data"]["values"]:
        hue = _hue(row[encoding["color"]["field"]], encoding, plane)
        circle = element(
            "circle",
            class_=f"mark f{hue}",
            cx=_x(row, encoding, plane),
            cy=(_y(row, encoding, plane) or 0) + down,
            r=radius,
        )
        yield _linked(circle, row)


def _bars(layer: Spec, plane: Plane) -> Iterator[Markup]:
    """Bars from zero, one beneath the other."""
    encoding, mark = layer["encoding"], layer["mark"]
    zero = plane.x.place(0)
    for row in layer["data"]["values"]:
        middle = plane.y.place(row[encoding["y"]["field"]])
        start, end = sorted((zero, _x(row, encoding, plane)))
        bar = element(
            "rect",
            class_=mark["style"],
            x=start,
            y=middle - mark["height"] / 2,
            width=max(round(end - start, 1), 1.0),
            height=mark["height"],
            rx=2,
        )
        yield _linked(bar, row)


def _rules(layer: Spec, plane: Plane) -> Iterator[Markup]:
    """Lines over the whole height; between two values, where there is a second one."""
    encoding, style = layer["encoding"], layer["mark"]["style"]
    for row in layer["data"]["values"]:
        x, y1, y2 = _x(row, encoding, plane), float(plane.top), float(plane.bottom)
        x2, hue = x, ""
        if "y" in encoding:
            y1 = y2 = _y(row, encoding, plane) or 0
        if "y2" in encoding:
            y2 = plane.y.place(row[encoding["y2"]["field"]])
        if "x2" in encoding:
            x2 = plane.x.place(row[encoding["x2"]["field"]])
        if "color" in encoding:
            hue = f" s{_hue(row[encoding['color']['field']], encoding, plane)}"
        yield element("line", class_=f"{style}{hue}", x1=x, x2=x2, y1=y1, y2=y2)


def _texts(layer: Spec, plane: Plane) -> Iterator[Markup]:
    encoding, mark = layer["encoding"], layer["mark"]
    for row in layer["data"]["values"]:
        name = row.get(encoding.get("color", {}).get("field"))
        hue = "" if name is None else f" f{_hue(name, encoding, plane)}"
        yield element(
            "text",
            row[encoding["text"]["field"]],
            class_=f"{mark['style']}{hue}",
            x=_x(row, encoding, plane) + mark.get("dx", 0),
            y=(_y(row, encoding, plane) or 0) + BASELINE,
            text_anchor=ANCHORS[mark["align"]],
        )


_DRAW: Mapping[str, Callable[[Spec, Plane], Iterator[Markup]]] = {
    "line": _lines,
    "point": _points,
    "bar": _bars,
    "rule": _rules,
    "text": _texts,
}


def _linked(mark: Markup, row: Row) -> Markup:
    """A mark that leads to its event, with what is told of it."""
    return element("a", element("title", row["text"]), mark, href=row["href"])


def _hue(name: str, encoding: Spec, plane: Plane) -> int:
    return plane.hues[encoding["color"]["field"]][name]


def _x(row: Row, encoding: Spec, plane: Plane) -> float:
    at = _position(row, encoding["x"], plane.x, (plane.left, plane.right))
    assert at is not None
    return at


def _y(row: Row, encoding: Spec, plane: Plane) -> float | None:
    return _position(row, encoding["y"], plane.y, (plane.top, plane.bottom))


def _position(row: Row, encoding: Spec, axis: Axis, edges: tuple[int, int]) -> float | None:
    """Where a row stands along an axis; None, where it has no value there."""
    if "value" in encoding:  # pixels, or the width: the far edge
        given = encoding["value"]
        return float(edges[1] if given == "width" else edges[0] + given)
    value: Any = row[encoding["field"]]
    if value is None:
        return None
    if encoding.get("scale", axis) is None:  # pixels as they are
        return float(edges[0] + value)
    return axis.place(value)
