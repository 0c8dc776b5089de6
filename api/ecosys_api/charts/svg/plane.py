"""Plane: where the values of a specification stand in its picture."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosys.values import when
from ecosys.values.scale import Amounts, Tick, Time, short
from ecosys_api.charts.spec import Spec

TOP, FOOT, GUTTER = 14, 26, 46
"""The room above, for dates below, and for amounts at the left."""
Place = Callable[[Any], float]
"""Where a value stands."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two directions: where values stand, and which of them are named."""

    place: Place
    ticks: Sequence[Tick] = ()
    step: float = 0
    """How much room each of its names has; 0: it has amounts or dates."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The part of a picture in which marks stand."""

    left: int
    top: int
    right: int
    bottom: int
    x: Axis
    y: Axis
    hues: Mapping[str, Mapping[str, int]]
    """The number of each name by the field that is told apart by colours."""

    @classmethod
    def of(cls, spec: Spec, left: int, top: int) -> "Plane":
        """The plane of a specification, with room at the left and above it."""
        right, bottom = left + spec["width"], top + spec["height"]
        across, up = _encoded(spec, "x"), _encoded(spec, "y")
        return cls(
            *(left, top, right, bottom),
            _axis(across, left, right, is_up=False),
            _axis(up, top, bottom, is_up=True),
            {
                each["field"]: {name: at for at, name in enumerate(each["scale"]["domain"])}
                for each in _encodings(spec, "color")
            },
        )


def gutter(spec: Spec) -> int:
    """How much room the names at the left of a picture need."""
    axis = _encoded(spec, "y").get("axis") or {}
    return axis["labelLimit"] + 10 if "labelLimit" in axis else GUTTER


def foot(spec: Spec) -> int:
    """How much room dates below need."""
    return FOOT if _encoded(spec, "x")["type"] == "temporal" else TOP // 2


def _axis(encoding: Spec, start: int, end: int, *, is_up: bool) -> Axis:
    domain = encoding["scale"]["domain"]
    named = encoding.get("axis") or {}
    if encoding["type"] == "temporal":
        first, last = (when.parse(each).start for each in domain)
        time = Time(first, last, start, end)
        return Axis(lambda text: time.x(when.parse(text).start), time.ticks(named["tickCount"]))
    if encoding["type"] == "quantitative":
        top, bottom = (start, end) if is_up else (end, start)
        low, high = domain
        amounts = Amounts(low, high, encoding["scale"].get("type") == "log", top, bottom)
        ticks = [Tick(amounts.y(each), short(each)) for each in named.get("values", ())]
        return Axis(amounts.y, ticks)
    step = (end - start) / len(domain)
    places = {name: start + (at + 0.5) * step for at, name in enumerate(domain)}
    return Axis(places.__getitem__, [Tick(at, name) for name, at in places.items()], step)


def _encoded(spec: Spec, channel: str) -> Spec:
    """How a channel is encoded, by the first layer that gives it a scale."""
    return next(_encodings(spec, channel))


def _encodings(spec: Spec, channel: str) -> Iterator[Spec]:
    for layer in spec["layer"]:
        encoding = layer["encoding"].get(channel, {})
        if encoding.get("scale"):
            yield encoding
