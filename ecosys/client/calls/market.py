"""Market: what is sold at which price, and what ends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from sys import maxsize
from typing import Unpack

from ecosys.answers import cost as costs
from ecosys.answers import deprecations as ends
from ecosys.answers import metric as metrics
from ecosys.answers import prices as lists
from ecosys.answers.answer import Answer
from ecosys.answers.cost import CostRow
from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.metric import VintageRow
from ecosys.answers.prices import PriceRow
from ecosys.answers.several import several
from ecosys.client.call import Cited, Listed, Single
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.period import days


def prices(
    subjects: Sequence[str] | None = None,
    *,
    provider: str | None = None,
    channel: str | None = None,
    region: str | None = None,
    tier: str | None = None,
    currency: str | None = None,
    **at: Unpack[Cited],
) -> Listed[PriceRow]:
    """The lines in force of all models, of some, or of a provider, and those scheduled."""

    def answer(timeline: Timeline, moment: Moment) -> Answer[PriceRow]:
        def of(name: str | None) -> Answer[PriceRow]:
            where = (channel, region, tier)
            return lists.prices(
                timeline, moment, name, *where, provider=provider, currency=currency
            )

        return several(list(subjects), of) if subjects else of(None)

    asked = {
        "subject": list(subjects) if subjects else None,
        "provider": provider,
        "channel": channel,
        "region": region,
        "tier": tier,
        "currency": currency,
    }
    return Listed("/v1/prices", asked, at, PriceRow, answer)


def price(
    name: str,
    *,
    channel: str | None = None,
    region: str | None = None,
    tier: str | None = None,
    currency: str | None = None,
    **at: Unpack[Cited],
) -> Listed[PriceRow]:
    """The lines of one model in force at the moment, and those scheduled."""
    asked = {"channel": channel, "region": region, "tier": tier, "currency": currency}

    def answer(timeline: Timeline, moment: Moment) -> Answer[PriceRow]:
        return lists.prices(timeline, moment, name, channel, region, tier, currency=currency)

    return Listed(f"/v1/prices/{name}", asked, at, PriceRow, answer)


def cost(
    name: str,
    counters: Mapping[str, int],
    *,
    usage: str | None = None,
    tier: str = "standard",
    channel: str | None = None,
    region: str | None = None,
    currency: str | None = None,
    **at: Unpack[Cited],
) -> Single[CostRow]:
    """What a request of so many tokens costs: `{"input": 1000, "output": 500}`.

    With `usage` the counters are those of a provider: openai, anthropic, google.
    """
    where = {"tier": tier, "channel": channel, "region": region, "currency": currency}

    def answer(timeline: Timeline, moment: Moment) -> Answer[CostRow]:
        row, resolved = costs.cost(
            timeline,
            moment,
            name,
            dict(sorted(counters.items())),
            usage=usage,
            tier=tier,
            channel=channel,
            region=region,
            currency=currency,
        )
        return Answer([row], CostRow, resolved)

    return Single(f"/v1/cost/{name}", {**where, "usage": usage, **counters}, at, CostRow, answer)


def deprecations(
    subjects: Sequence[str] | None = None,
    *,
    provider: str | None = None,
    channel: str | None = None,
    within: str | None = None,
    **at: Unpack[Cited],
) -> Listed[DeprecationRow]:
    """The ends announced by the moment, past and coming, by shutdown; `within="90d"` the near."""

    def answer(timeline: Timeline, moment: Moment) -> Answer[DeprecationRow]:
        soon = None if within is None else days(within)

        def of(name: str | None) -> Answer[DeprecationRow]:
            return ends.deprecations(timeline, moment, name, channel, soon)

        return several(list(subjects), of) if subjects else of(provider)

    asked = {
        "subject": list(subjects) if subjects else None,
        "provider": provider,
        "channel": channel,
        "within": within,
    }
    return Listed("/v1/deprecations", asked, at, DeprecationRow, answer)


def price_vintages(
    name: str,
    *,
    channel: str | None = None,
    tier: str | None = None,
    direction: str | None = None,
    **at: Unpack[Cited],
) -> Listed[VintageRow]:
    """How the answer to "how did the price run" changed as more became known."""
    asked = {"channel": channel, "tier": tier, "direction": direction}

    def answer(timeline: Timeline, moment: Moment) -> Answer[VintageRow]:
        resolved = timeline.resolve(name, moment)
        given = {**asked, "subject": resolved.subject, "channel": channel or resolved.channel}
        found = metrics.vintages(timeline, moment, "price_history", given, maxsize)
        return replace(found, resolved=resolved)

    return Listed(f"/v1/prices/{name}/vintages", asked, at, VintageRow, answer)
