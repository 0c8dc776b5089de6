"""lane_spec: lanes as a specification, for who takes their picture elsewhere."""

from collections.abc import Mapping, Sequence

from ecosys_api.charts import spec
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.lanes import LANE, OFFSETS, Kind, Lane, time_of

WIDTH, NAMES, RIGHT, SIZE = 820, 130, 20, 40
ABOVE, BESIDE = -6, 110
"""How far above the lanes the kinds are named, and how far apart."""
KINDS: Mapping[Kind, str] = {
    "launch": "launch",
    "tie": "partnership",
    "price": "price change",
    "end": "end",
}
"""The kinds of marks, as people call them."""


def lane_spec(title: str, lanes: Sequence[Lane], as_of: int, start: int) -> Chart | None:
    """The picture of some lanes from a start on, a kind beneath the other in each.

    None, where there is nothing to draw.

    >>> from ecosys_api.charts.lanes import Mark
    >>> lanes = [Lane("acme", "/acme", [Mark(9, "launch", "1970: m", "/events/m")])]
    >>> chart = lane_spec("Launches", lanes, 9, 0)
    >>> [row["text"] for row in spec.rows_of(chart.spec, "launch")]
    ['1970: m']
    >>> lane_spec("Launches", [], 9, 0) is None
    True
    """
    drawn = [lane for lane in lanes if any(mark.at >= start for mark in lane.marks)]
    if not drawn:
        return None
    first, last = time_of(drawn, as_of, start)
    x = spec.time(first, last)
    names = spec.by_name("lane", [lane.name for lane in drawn])
    y = {name: each for name, each in names.items() if name != "legend"}
    y["axis"] = {"labelLimit": NAMES}
    color = spec.by_name("kind", list(KINDS.values()))
    layers = [spec.layer("moment", _TODAY, [{"at": spec.day(as_of)}], x=x)]
    for kind, name in KINDS.items():
        rows = [
            {"at": spec.day(mark.at), "lane": lane.name, "kind": name}
            | {"text": mark.text, "href": mark.href}
            for lane in drawn
            for mark in sorted(lane.marks, key=lambda mark: mark.at)
            if mark.kind == kind and mark.at >= start
        ]
        if rows:
            point = {**_POINT, "yOffset": OFFSETS[kind]}
            given = {"x": x, "y": y, "color": color, "tooltip": spec.TOOLTIP, "href": spec.HREF}
            layers.append(spec.layer(kind, point, rows, **given))
    layers.append(_legend(layers, color))
    made = spec.chart(title, WIDTH, LANE * len(drawn), layers, RIGHT)
    return Chart(title, made)


_TODAY = {"type": "rule", "style": "today"}
_POINT = {"type": "point", "filled": True, "opacity": 1, "size": SIZE}


def _legend(layers: Sequence[spec.Spec], color: spec.Spec) -> spec.Spec:
    """The names of the kinds that are drawn, each in its colour."""
    kinds = [KINDS[each["name"]] for each in layers if each["name"] in KINDS]
    rows = [{"kind": kind, "place": at * BESIDE} for at, kind in enumerate(kinds)]
    place = {"field": "place", "type": "quantitative", "scale": None, "axis": None}
    text = {"type": "text", "style": "strong", "align": "left", "clip": False}
    name = {"field": "kind", "type": "nominal"}
    return spec.layer("kinds", text, rows, x=place, y={"value": ABOVE}, color=color, text=name)
