"""Draw: a specification as SVG."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from ecosys_api.charts import theme
from ecosys_api.charts.spec import Spec, rows_of
from ecosys_api.charts.svg.elements import element
from ecosys_api.charts.svg.marks import BASELINE, marks
from ecosys_api.charts.svg.plane import TOP, Plane, foot, gutter

NAME = 44
"""How many letters of a name at the left are shown."""
TITLE = 34
"""How much room a title needs above."""
EDGE = 12
"""How much room is left around a picture that stands alone."""


def draw(spec: Spec) -> Markup:
    """The picture of a specification as a part of a page: its style sheet gives the colours."""
    plane = Plane.of(spec, gutter(spec), TOP)
    width = plane.right + spec["padding"]["right"]
    return element(
        "svg",
        element("title", spec["description"]),
        *_inside(spec, plane),
        class_="chart",
        viewBox=f"0 0 {width} {plane.bottom + foot(spec)}",
        role="group",
        aria_label=spec["description"],
    )


def draw_alone(spec: Spec, themes: Sequence[theme.ThemeName]) -> str:
    """The picture of a signed specification as a file: with its title, its colours, what is below.

    Of two themes the second is for who reads on dark.
    """
    plane = Plane.of(spec, gutter(spec), TOP + TITLE)
    width = plane.right + spec["padding"]["right"]
    height = plane.top + max(row["place"] for row in rows_of(spec, "signature")) + EDGE
    sheets = [theme.sheet(name) for name in themes]
    dark = "".join(f"@media (prefers-color-scheme: dark){{{sheet}}}" for sheet in sheets[1:])
    return element(
        "svg",
        element("title", spec["description"]),
        element("style", Markup(f"{sheets[0]}{dark}")),  # noqa: S704  it is ours
        element("rect", class_="paper", width=width, height=height),
        element("text", spec["title"]["text"], class_="strong title", x=10, y=TITLE - 8),
        *_inside(spec, plane),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=spec["description"],
    )


def _inside(spec: Spec, plane: Plane) -> Iterator[Markup]:
    yield from _across(plane)
    yield from _up(plane)
    for layer in spec["layer"]:
        yield from marks(layer, plane)


def _across(plane: Plane) -> Iterator[Markup]:
    """Lines at dates, with the dates below."""
    for tick in plane.x.ticks:
        at = tick.at
        yield element("line", class_="grid", x1=at, x2=at, y1=plane.top, y2=plane.bottom)
        y = plane.bottom + 16
        yield element("text", tick.text, class_="quiet", x=at, y=y, text_anchor="middle")


def _up(plane: Plane) -> Iterator[Markup]:
    """Lines at amounts, with the amounts at the left; or names alone."""
    for tick in plane.y.ticks:
        at, text = tick.at, tick.text
        if not plane.y.step:
            yield element("line", class_="grid", x1=plane.left, x2=plane.right, y1=at, y2=at)
        short = text if len(text) <= NAME else f"{text[: NAME - 1]}…"
        style = "name" if plane.y.step else "quiet"
        x, y = plane.left - (10 if plane.y.step else 8), at + BASELINE
        yield element("text", short, class_=style, x=x, y=y, text_anchor="end")
