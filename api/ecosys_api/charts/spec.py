"""Spec: charts as Vega-Lite specifications: the one source of what is drawn, here and elsewhere.

Of the language these parts are used, which `ecosys_api.charts.svg` draws: layers of lines, points,
bars, rules and texts with values of their own; positions by time, amount or name, each with its
domain; colours and dashes by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ecosys.values import instant

Spec = dict[str, Any]
Row = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
HREF = {"field": "href", "type": "nominal"}
TOOLTIP = {"field": "text", "type": "nominal"}
ZOOM = {
    "name": "zoom",
    "select": {"type": "interval", "encodings": ["x"], "zoom": "wheel![event.shiftKey]"},
    "bind": "scales",
}
"""One goes along the time by dragging, nearer by the wheel and a key: without it pages move."""


def chart(title: str, width: int, height: int, layers: Sequence[Spec], right: int = 10) -> Spec:
    """A chart of layers; `right` is the room beside it."""
    return {
        "$schema": SCHEMA,
        "description": title,
        "width": width,
        "height": height,
        "padding": {"left": 5, "top": 10, "right": right, "bottom": 5},
        "layer": list(layers),
    }


def layer(
    name: str, mark: Mapping[str, Any], rows: Iterable[Row], /, **encoding: Mapping[str, Any]
) -> Spec:
    """Marks of one kind, one for each row or series."""
    return {
        "name": name,
        "data": {"values": list(rows)},
        "mark": dict(mark),
        "encoding": encoding,
    }


def day(at: int) -> str:
    """An instant as it stands in a specification.

    >>> day(instant.DAY), day(instant.DAY + instant.DAY // 2)
    ('1970-01-02', '1970-01-02T12:00:00Z')
    """
    text = instant.to_text(at)
    return text[:10] if at % instant.DAY == 0 else f"{text[:19]}Z"


def time(start: int, end: int, **more: object) -> Spec:
    """A position by time, `at`, between two instants."""
    return {
        "field": "at",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "domain": [day(start), day(end)]},
        "axis": {"tickCount": 9, "grid": True},
        **more,
    }


def by_name(field: str, names: Sequence[str], **scale: object) -> Spec:
    """What is told apart by names, in their order."""
    return {
        "field": field,
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(names), **scale},
        "legend": None,
    }


def rows_of(spec: Spec, name: str) -> list[Row]:
    """What is drawn in one layer; KeyError: it has none of that name."""
    for each in spec["layer"]:
        if each["name"] == name:
            rows: list[Row] = each["data"]["values"]
            return rows
    raise KeyError(name)
