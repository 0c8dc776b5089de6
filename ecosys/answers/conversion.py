"""Conversion: an amount in the currency that was asked for, with the rate that it rests on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from ecosys.domain.exchange import Rates
from ecosys.moment import Moment
from ecosys.projection import Mark
from ecosys.timeline import Timeline
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

PLACES = Decimal("0.000001")
"""How finely a converted amount is given."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How an amount was converted to another currency than its seller's."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    currency: str
    """ISO 4217 code of the currency that was asked for."""
    rate: Number
    """What one unit of the seller's currency is worth in it."""
    at: str
    """The day of the rate: the last one at or before the day that is asked about."""
    because: tuple[int, ...]
    """Positions of the events that state the rates."""
    events: tuple[str, ...]
    """Ids of these events."""
    marks: tuple[Mark, ...] = ()
    """old_rate: the rate is more than ten days older than the day that is asked about."""

    def of(self, amount: Decimal | None) -> Decimal | None:
        """An amount in that currency, rounded to six decimals; None: there is none."""
        return None if amount is None else (amount * self.rate).quantize(PLACES)


Convert = Callable[[str], Conversion | None]
"""How amounts of a currency are converted to the one that was asked for; None: they are in it."""


def conversion(timeline: Timeline, moment: Moment, currency: str | None) -> Convert:
    """What converts amounts at the rates of a moment; NotFound where a rate is not known."""
    if currency is None:
        return lambda _: None
    every = replace(moment, source=None)
    rates = Rates(timeline.view(every, "observed", subject="ecb"))

    def convert(of: str) -> Conversion | None:
        if of == currency:
            return None
        rate = rates.rate(of, currency)
        return Conversion(
            currency,
            rate.value,
            rate.at,
            tuple(position for held in rate.facts for position in held.because),
            tuple(id for held in rate.facts for id in held.events),
            ("old_rate",) if rate.is_old else (),
        )

    return convert
