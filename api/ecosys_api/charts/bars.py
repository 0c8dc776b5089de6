"""bars: values side by side, the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosys_api.charts.scale import short

WIDTH, LEFT, RIGHT, BAR = 1000, 300, 90, 26
MAX_BARS = 20
"""How many values are drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its name."""

    name: str
    value: float
    text: str
    """What is told of it."""
    href: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar as it is drawn."""

    bar: Bar
    x: float
    y: int
    width: float
    label: str
    end: float
    """Where its value is written."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture of values."""

    title: str
    bars: Sequence[DrawnBar]
    zero: float
    height: int
    left_out: int
    """How many values are not drawn."""
    width: int = WIDTH
    left: int = LEFT


def bar_chart(title: str, bars: Sequence[Bar]) -> BarChart | None:
    """The picture of some values; None, where there are none."""
    if not bars:
        return None
    ordered = sorted(bars, key=lambda bar: (-bar.value, bar.name))
    shown = ordered[:MAX_BARS]
    low = min(0.0, *(bar.value for bar in shown))
    high = max(0.0, *(bar.value for bar in shown))
    scale = (WIDTH - LEFT - RIGHT) / ((high - low) or 1)
    zero = round(LEFT - low * scale, 1)
    drawn = []
    for number, bar in enumerate(shown):
        start, end = sorted((zero, round(zero + bar.value * scale, 1)))
        width = max(end - start, 1)
        drawn.append(DrawnBar(bar, start, number * BAR + 4, width, short(bar.value), end + 6))
    return BarChart(title, drawn, zero, len(shown) * BAR + 8, len(ordered) - len(shown))
