"""properties: what holds of a subject besides figures and prices."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.events.described import Described
from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, point_of, projection


class PropertiesParameters(Parameters):
    """Which properties."""

    attribute: str | None = None
    """Only this property: `free_tier`; left out: all."""


def _reads(held: Held, chosen: PropertiesParameters) -> bool:
    event = held.of(Described)
    return event is not None and chosen.attribute in (None, event.attribute)


@projection(
    takes=["described"], unit="properties", version=1, parameters=PropertiesParameters, reads=_reads
)
def properties(events: Sequence[Held], context: Context[PropertiesParameters]) -> Iterator[Point]:
    """The properties of a subject and all beneath it that hold at the moment, each with its value.

    A property is what a source says of a subject at a channel: compliance, residency, a free tier,
    a barrier to access. The value of a point is 1: it counts the property; what it is stands in the
    label `value`. Where sources differ the one that answers for the day does. Definition: ours.
    """
    asked = context.parameters.attribute
    described = context.view(events).of(Described, lambda event: asked in (None, event.attribute))
    for choice in described.in_force():
        event = choice.held.event
        assert isinstance(event, Described)
        labels = {"attribute": event.attribute, "channel": event.channel, "value": event.value}
        yield point_of(
            choice.statement, context, value=Decimal(1), unit="properties", labels=labels
        )
