"""provider_share: which part of a market each provider holds, by a named measure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.domain import shares
from ecosys.domain.shares import Basis, Member
from ecosys.event.subject import provider_of
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Lineage, Parameters, Point, projection, rests_on
from ecosys.values import amount
from ecosys.values.instant import day_of


class ProviderShareParameters(Parameters):
    """What to measure by."""

    basis: Basis = "downloads"
    """downloads of client libraries, developers, launches of models, or models with a price."""


@projection(
    takes=shares.TAKES,
    unit="ratio",
    version=3,
    per="all",
    parameters=ProviderShareParameters,
    reads=shares.reads,
)
def provider_share(
    events: Sequence[Held], context: Context[ProviderShareParameters]
) -> Iterator[Point | Coverage]:
    """Which part each provider holds of a total, by a named measure, at `as_of`.

    Share = a provider's newest figure divided by the sum of the newest figures of all providers
    that have one. The measures are downloads of client libraries (default), developers, launched
    models, and models with a list price; each names what it leaves out. Below three providers
    there are not enough facts. Definition: ours; the shares add up to 1 over those included.
    """
    basis = context.parameters.basis
    market = shares.members(basis, shares.measured(basis, context.view(events)))
    total, grounds = shares.total(market), rests_on(shares.grounds(market))
    asked = context.parameters.subject
    if total and not shares.too_few(market):
        for provider, member in sorted(market.items(), key=lambda each: -each[1].value):
            if asked is None or provider == provider_of(asked):
                yield _share(provider, member, total, grounds, context)
    yield shares.coverage(basis, market, context.moment)


def _share(
    provider: str,
    member: Member,
    total: Decimal,
    grounds: Lineage,
    context: Context[ProviderShareParameters],
) -> Point:
    return Point(
        subject=provider,
        at=day_of(context.moment.as_of),
        value=amount.ratio(member.value, total),
        unit="ratio",
        **grounds,
        labels={"basis": context.parameters.basis, "figure": amount.text(member.value)},
    )
