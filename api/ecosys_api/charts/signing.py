"""Signing: a chart that leaves its page says whose figures it shows, of when, and where it was."""

from collections.abc import Sequence

from ecosys_api.charts import spec, theme
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.spec import Spec

MAX_SOURCES = 6
"""How many sources are named."""
BELOW, LINE, AT_LEFT = 46, 18, 36
"""How far below the plane the first line stands, how far lines are apart, and where they begin."""


def signature(sources: Sequence[str], moment: str, address: str) -> list[str]:
    """The lines below a chart.

    >>> signature(["OpenAI", "models.dev"], "As of 2026-12-01", "http://localhost/metrics/ties")
    ['Sources: OpenAI, models.dev', 'As of 2026-12-01', 'http://localhost/metrics/ties']
    """
    more = len(sources) - MAX_SOURCES
    rest = f" and {more:,} more" if more > 0 else ""
    named = f"Sources: {', '.join(sources[:MAX_SOURCES])}{rest}" if sources else "Sources: none"
    return [named, moment, address]


def sign(chart: Chart, lines: Sequence[str], name: theme.ThemeName = "light") -> Spec:
    """The specification of a chart with its title, its colours, and lines below it."""
    names = next((each for each in _limits(chart.spec)), 0)
    height = chart.spec["height"]
    rows = [{"text": text, "place": height + BELOW + at * LINE} for at, text in enumerate(lines)]
    below = spec.layer(
        "signature",
        {"type": "text", "style": "quiet", "align": "left", "clip": False},
        rows,
        x={"value": -(names or AT_LEFT)},
        y={"field": "place", "type": "quantitative", "scale": None, "axis": None},
        text={"field": "text", "type": "nominal"},
    )
    return {
        **chart.spec,
        "title": {"text": chart.title},
        "layer": [*chart.spec["layer"], below],
        "config": theme.config(name),
    }


def _limits(given: Spec) -> list[int]:
    """How much room names at the left have, where there are any."""
    axes = (layer["encoding"].get("y", {}).get("axis") or {} for layer in given["layer"])
    return [axis["labelLimit"] for axis in axes if "labelLimit" in axis]
