"""price_ratio: what one model costs beside another."""

from collections.abc import Iterator, Sequence

from ecosys.domain.endings import ended, endings
from ecosys.domain.prices import Price, in_force
from ecosys.event import FIRST_PARTY, Subject
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, projection, rests_on
from ecosys.values import amount
from ecosys.values.instant import day_of


class PriceRatioParameters(Parameters):
    """Which models."""

    model: Subject = "openai/gpt-6-sol"
    """The model whose price is divided."""
    to: Subject = "openai/gpt-6-luna"
    """The model by whose price it is divided."""
    tier: str = "standard"
    """How it is served: standard, batch, flex, priority ..."""


def _reads(held: Held, chosen: PriceRatioParameters) -> bool:
    event = held.of(PriceChanged) or held.of(Deprecated)
    return event is not None and (event.subject, event.channel) in (
        (chosen.model, FIRST_PARTY),
        (chosen.to, FIRST_PARTY),
    )


@projection(
    takes=["price_changed", "deprecated"],
    unit="ratio",
    version=2,
    per="all",
    parameters=PriceRatioParameters,
    reads=_reads,
)
def price_ratio(events: Sequence[Held], context: Context[PriceRatioParameters]) -> Iterator[Point]:
    """How many times the list price of one model another's is, for each direction, at `as_of`.

    Ratio = price of `model` / price of `to`, both per million tokens of text, at the provider
    itself, below every context band. A direction that one of them does not price has no point, and
    what has ended prices none; amounts in two currencies are not divided.
    Definition: ours; what a token is differs between models, so this is no price of equal work.
    """
    chosen = context.parameters
    if chosen.subject not in (None, chosen.model, provider_of(chosen.model)):
        return
    view = context.view(events)
    both = {chosen.model, chosen.to}
    gone = ended(endings(view.of(Deprecated, subject=both)), view.as_of)
    priced = in_force(view.of(PriceChanged, subject=both))
    prices = [price for price in priced if price.subject not in gone]
    mine, theirs = _lines(prices, chosen.model, chosen.tier), _lines(prices, chosen.to, chosen.tier)
    for key in sorted({*mine} & {*theirs}):
        direction, _ = key
        one, other = mine[key], theirs[key]
        over, under = one.component.per_million, other.component.per_million
        if over is None or not under:
            continue
        yield Point(
            subject=chosen.model,
            at=day_of(context.moment.as_of),
            value=amount.ratio(over, under),
            unit="ratio",
            labels={"direction": direction, "to": chosen.to},
            **rests_on([one.held, other.held]),
        )


def _lines(prices: Sequence[Price], model: str, tier: str) -> dict[tuple[str, str], Price]:
    """The lines of a model by direction and currency."""
    return {
        (price.component.direction, price.currency): price
        for price in prices
        if price.subject == model
        and price.component.tier == tier
        and price.component.modality == "text"
        and price.component.above == 0
        and price.component.hours is None
    }
