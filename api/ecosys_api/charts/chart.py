"""Chart: a specification with what is said of it; without a script it is drawn here as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ecosys_api.charts.spec import Spec
from ecosys_api.charts.svg.draw import draw


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of an answer."""

    title: str
    spec: Spec
    """What is drawn, as Vega-Lite."""
    notes: Sequence[str] = ()
    """What a reader must know of it."""
    href: str = ""
    """Where it is to be had, but for the end that says in which form."""

    @property
    def svg(self) -> Markup:
        """The picture as a part of a page."""
        return draw(self.spec)
