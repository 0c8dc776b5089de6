"""Chart: a specification with what is said of it; without a script it is drawn here as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    forms: Mapping[str, str] = field(default_factory=dict)
    """Where it is to be had alone, by the form in which it is there."""

    @property
    def svg(self) -> Markup:
        """The picture as a part of a page."""
        return draw(self.spec)
