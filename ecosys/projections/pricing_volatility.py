"""pricing_volatility: how often list prices change, and how unlike the changes are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial
from itertools import chain
from statistics import stdev
from typing import Literal

from ecosys.domain.price_history import (
    Lines,
    PriceHistory,
    PriceMove,
    Promotions,
    answering_histories,
    changes,
    reads,
)
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import by_group, rounded
from ecosys.values import amount
from ecosys.values.instant import BEFORE_ALL, DAY, day_of
from ecosys.values.span import YEAR


class PricingVolatilityParameters(Parameters):
    """Whose prices, and which."""

    per: Literal["provider", "model"] = "provider"
    """provider: each provider's lines together; model: each model's."""
    promotions: Promotions = "left_out"
    """left_out: prices given with an end are passed over; counted: they count, and their end."""
    lines: Lines = "base"
    """base: text, at any hour, from the first token on; all: bands, hours, modalities too."""


def _reads(held: Held, chosen: PricingVolatilityParameters) -> bool:
    return reads(held, chosen.lines)


@projection(
    takes=["price_changed", "deprecated"],
    unit="changes per year",
    version=1,
    parameters=PricingVolatilityParameters,
    reads=_reads,
    continuous=True,
)
def pricing_volatility(
    events: Sequence[Held], context: Context[PricingVolatilityParameters]
) -> Iterator[Point | Coverage]:
    """How often list prices change in a year, and how far the changes spread.

    changes_per_line_year = changes / the years for which the lines stood on the list, added up: a
    line is one model's input or output at standard tier; its time runs from its first dated price
    to its shutdown, or to `as_of`, and later changes do not count. changes_per_year = the same
    changes / the calendar years since the first of these prices; a provider with more models has
    more of them. log_deviation is the standard deviation (sample, n-1) of ln(new price / old
    price): 0 where all changes were of the same proportion; not known below two changes, and
    changes from or to free are left out. What a change is, and what not, is that of
    price_direction. By provider and all together, or by model.
    Lines whose first price has no date are left out. Definition: volatility as the deviation of
    log returns, from finance, over changes instead of days: list prices stand still in between.
    """
    chosen = context.parameters
    view = context.view(events)
    lines = list(chain.from_iterable(view.parts.each(_lines, chosen)))
    dated = [line for line in lines if line.is_dated]
    for subject, members in _groups(dated, chosen).items():
        points = partial(_points, subject, members, context)
        yield from view.parts.once(subject, members, points)
    yield Coverage(
        definition="input and output lines of providers' own price lists at standard tier, while "
        "they answer; promotions " + ("counted" if chosen.promotions == "counted" else "left out"),
        missing=tuple(sorted({_subject(line) for line in lines if not line.is_dated})),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what follows from its history alone."""

    history: PriceHistory
    years: Decimal
    """For how long it stood on the list."""
    changed: tuple[PriceMove, ...]
    logs: tuple[Decimal, ...]
    """Of new price / old price, of each change that is not from or to free."""

    @property
    def is_dated(self) -> bool:
        """Whether its first price has a date."""
        return self.history.steps[0].at > BEFORE_ALL


def _lines(view: View, chosen: PricingVolatilityParameters) -> list[Line]:
    """The lines, each while its subject answers."""
    histories = answering_histories(view, lines=chosen.lines, promotions=chosen.promotions)
    return [_line(history, view.as_of) for history in histories if history.steps]


def _line(history: PriceHistory, as_of: int) -> Line:
    changed = tuple(changes(history))
    return Line(history, _years(*_stood(history, as_of)), changed, _logs(changed))


def _groups(lines: Iterable[Line], chosen: PricingVolatilityParameters) -> dict[str, list[Line]]:
    if chosen.per == "provider":
        return by_group(lines, _subject, chosen.subject)
    by: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by[_subject(line)].append(line)
    return dict(by)


def _points(
    subject: str, lines: list[Line], context: Context[PricingVolatilityParameters]
) -> Iterator[Point]:
    changed = [change for line in lines for change in line.changed]
    first = min(line.history.steps[0].at for line in lines)
    calendar = _years(first, context.moment.as_of)
    stood = sum((line.years for line in lines), Decimal(0))
    logs = [each for line in lines for each in line.logs]
    spread = rounded(stdev(logs)) if len(logs) > 1 else None
    count = Decimal(len(changed))
    firsts = [line.history.steps[0].held for line in lines]
    moved = [held for change in changed for held in change.facts]
    for name, value, unit, rest, labels in (
        ("changes", count, "changes", moved, {}),
        ("changes_per_year", _rate(count, calendar), "changes per year", firsts + moved, {}),
        ("changes_per_line_year", _rate(count, stood), "changes per year", firsts + moved, {}),
        ("log_deviation", spread, "log ratio", moved, _why(logs)),
    ):
        yield Point(
            subject=subject,
            at=day_of(context.moment.as_of),
            value=value,
            unit=unit,
            labels={"statistic": name, **labels},
            **rests_on(rest),
        )


def _logs(changed: Iterable[PriceMove]) -> tuple[Decimal, ...]:
    with localcontext(prec=40):
        return tuple(change.ratio.ln() for change in changed if change.ratio is not None)


def _why(logs: list[Decimal]) -> dict[str, str]:
    return {} if len(logs) > 1 else {"missing": f"not enough facts: {len(logs)} changes, 2 needed"}


def _stood(history: PriceHistory, as_of: int) -> tuple[int, int]:
    """From when to when a line stood on the list."""
    last = history.steps[-1]
    return history.steps[0].at, min(last.at if last.amount is None else as_of, as_of)


def _years(first: int, last: int) -> Decimal:
    return Decimal(last - first) / DAY / YEAR


def _rate(count: Decimal, years: Decimal) -> Decimal | None:
    return amount.ratio(count, years) if years > 0 else None


def _subject(line: Line) -> str:
    return line.history.subject
