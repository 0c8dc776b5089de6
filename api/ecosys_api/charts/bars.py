"""bars: values side by side, the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosys.values.scale import short
from ecosys_api.charts import spec
from ecosys_api.charts.chart import Chart

WIDTH, NAMES, RIGHT, STEP, HEIGHT = 610, 290, 90, 26, 18
MAX_BARS = 20
"""How many values are drawn."""

RANGE = {"type": "rule", "style": "range"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its name."""

    name: str
    value: float
    text: str
    """What is told of it."""
    href: str
    high: float | None = None
    """The upper end, where it is a range from its value up."""
    sign: str = ""
    """How the value is meant, where it is not exactly."""


def bar_chart(title: str, bars: Sequence[Bar]) -> Chart | None:
    """The picture of some values; None, where there are none."""
    if not bars:
        return None
    ordered = sorted(bars, key=lambda bar: (-bar.value, bar.name))
    shown = ordered[:MAX_BARS]
    ends = [bar.value if bar.high is None else bar.high for bar in shown]
    low = min(0.0, *(bar.value for bar in shown))
    high = max(0.0, *ends)
    rows = [
        {"name": bar.name, "value": bar.value, "high": bar.high, "end": end}
        | {"label": _label(bar), "text": bar.text, "href": bar.href}
        for bar, end in zip(shown, ends, strict=True)
    ]
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high if high > low else low + 1], "nice": False},
        "axis": None,
    }
    y = spec.by_name("name", [bar.name for bar in shown]) | {"axis": {"labelLimit": NAMES}}
    del y["legend"]
    bar = {"type": "bar", "style": "bar", "height": HEIGHT}
    text = {"type": "text", "style": "strong", "align": "left", "dx": 6, "clip": False}
    label = {"field": "label", "type": "nominal"}
    ranges = [row for row in rows if row["high"] is not None]
    layers = [
        spec.layer("bars", bar, rows, x=x, y=y, tooltip=spec.TOOLTIP, href=spec.HREF),
        spec.layer("zero", {"type": "rule", "style": "axis"}, [{"value": 0}], x=x),
        spec.layer("values", text, rows, x=x | {"field": "end"}, y=y, text=label),
    ]
    if ranges:
        layers.append(spec.layer("ranges", RANGE, ranges, x=x, x2={"field": "high"}, y=y))
    left_out = len(ordered) - len(shown)
    notes = [f"{left_out:,} smaller ones are in the table."] if left_out else []
    return Chart(title, spec.chart(title, WIDTH, STEP * len(shown), layers, RIGHT), notes)


def _label(bar: Bar) -> str:
    value = short(bar.value) if bar.high is None else f"{short(bar.value)} to {short(bar.high)}"
    return f"{bar.sign} {value}".lstrip()
