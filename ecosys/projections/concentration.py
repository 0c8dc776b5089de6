"""concentration: how far a market lies in few hands, as its Herfindahl-Hirschman index."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ecosys.domain import shares
from ecosys.domain.shares import Basis, Member
from ecosys.event.subject import provider_of
from ecosys.moment import Held, Moment
from ecosys.projection import Context, Coverage, Lineage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MARKET
from ecosys.values import amount, period
from ecosys.values.instant import day_of
from ecosys.values.period import Every

POINTS = 10_000
"""The index of a monopoly where shares are counted in percent."""


class ConcentrationParameters(Parameters):
    """Which market, and how closely to follow it."""

    basis: Basis = "downloads"
    """downloads of client libraries, developers, launches of models, or models with a price."""
    every: Every = "year"
    """How often the index is drawn up to the moment: at the end of each month, or year."""


@projection(
    takes=shares.TAKES,
    unit="ratio",
    version=4,
    per="all",
    parameters=ConcentrationParameters,
    reads=shares.reads,
)
def concentration(
    events: Sequence[Held], context: Context[ConcentrationParameters]
) -> Iterator[Point | Coverage]:
    """The Herfindahl-Hirschman index of a market: near 0 among many equals, 1 for a monopoly.

    HHI = the sum of the squared shares of all providers with a figure, by the measures of
    `provider_share`. It is drawn at the end of each year (or month) and at `as_of`, from the first
    dated fact of its measure on; the label `points` has it on the scale to 10,000. A provider's own
    points are its squared share (`part: contribution`): what it adds to the index. Each date counts
    what was true then by today's knowledge. Providers without a figure are left out, so that the
    index is too high rather than too low; below three members it is not known. Definition: the
    Herfindahl-Hirschman index as competition authorities use it; the market is the named slice
    alone.
    """
    basis, last = context.parameters.basis, context.moment.as_of
    view = context.view(events)
    read, first = shares.measured(basis, view), shares.first_start(basis, view)
    for at in period.ends(last + 1 if first is None else first, last, context.parameters.every):
        then = read.at(at)
        if market := shares.members(basis, then):
            yield from _points(market, then.moment, context)
    yield shares.coverage(basis, shares.members(basis, read), context.moment)


def _points(
    market: Mapping[str, Member], then: Moment, context: Context[ConcentrationParameters]
) -> Iterator[Point]:
    asked, grounds = context.parameters.subject, rests_on(shares.grounds(market))
    if asked in (None, MARKET):
        squares = sum((member.value**2 for member in market.values()), Decimal(0))
        yield _point(MARKET, squares, market, grounds, then, context)
    for provider, member in sorted(market.items()):
        if asked is None or provider == provider_of(asked):
            yield _point(provider, member.value**2, market, grounds, then, context)


def _point(
    subject: str,
    squares: Decimal,
    market: Mapping[str, Member],
    grounds: Lineage,
    then: Moment,
    context: Context[ConcentrationParameters],
) -> Point:
    whole = shares.total(market)
    problem = shares.too_few(market) or (None if whole else "not enough facts: all figures are 0")
    index = None if problem else amount.ratio(squares, whole**2)
    labels = {
        "basis": context.parameters.basis,
        "part": "index" if subject == MARKET else "contribution",
        "members": str(len(market)),
    }
    labels |= {"missing": problem} if problem else {}
    labels |= {} if index is None else {"points": amount.text(index * POINTS)}
    return Point(
        subject=subject,
        at=day_of(then.as_of),
        value=index,
        unit="ratio",
        **grounds,
        labels=labels,
    )
