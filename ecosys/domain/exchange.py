"""Exchange: what a currency is worth in another, by the last reference rates.

A bank publishes how much of each currency one euro was worth on a day. From two of these follows
what one of them is worth in the other. On days without a rate the last one before counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ecosys.errors import NotFound
from ecosys.events.observed import Observed
from ecosys.moment import Held, View
from ecosys.values import amount, instant

METRIC = "reference_rate"
"""The metric of these figures."""
BASE = "EUR"
"""The currency whose worth they tell."""
MAX_AGE = 10 * instant.DAY
"""How old a rate is at most without being marked."""
PLACES = 8
"""How many decimals a rate has."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of a currency one unit of another is worth at a moment."""

    value: Decimal
    at: str
    """The day of the older of the figures that it follows from."""
    is_old: bool
    """Whether that lies more than ten days back."""
    facts: tuple[Held, ...]
    """What it rests on."""


class Rates:
    """The reference rates at a moment.

    On that day a euro is worth 1.25 dollars and 8 yuan: a yuan is worth 0.15625 dollars.

    >>> from ecosys.testing import given
    >>> rate = {"type": "observed", "metric": "reference_rate", "kind": "ratio",
    ...         "occurred": "2025-06-06", "sources": [{"source": "ecb"}]}
    >>> view = given(
    ...     {**rate, "id": "a", "subject": "ecb/usd", "unit": "USD per EUR", "value": "1.25"},
    ...     {**rate, "id": "b", "subject": "ecb/cny", "unit": "CNY per EUR", "value": "8"},
    ... ).when("2025-06-10").view()
    >>> Rates(view).rate("CNY", "USD").value, Rates(view).rate("EUR", "USD").at
    (Decimal('0.15625000'), '2025-06-06')
    """

    def __init__(self, view: View) -> None:
        self._as_of = view.as_of
        rates = view.of(Observed, metric={METRIC})
        self._held = {_currency(choice.held): choice.held for choice in rates.in_force()}

    @property
    def known(self) -> list[str]:
        """The currencies that there is a rate of."""
        return sorted({BASE, *self._held})

    def rate(self, of: str, to: str) -> Rate:
        """What one unit of a currency is worth in another; NotFound names those that are known."""
        facts = tuple(self._of(each) for each in (of, to) if each != BASE)
        worth: Mapping[str, Decimal] = {BASE: Decimal(1)} | {
            _currency(held): _value(held) for held in facts
        }
        oldest = min(facts, key=lambda held: held.start or 0, default=None)
        return Rate(
            amount.ratio(worth[to], worth[of], PLACES),
            instant.day_of(self._as_of if oldest is None else oldest.start or 0),
            oldest is not None and self._as_of - (oldest.start or 0) > MAX_AGE,
            facts,
        )

    def _of(self, currency: str) -> Held:
        if currency not in self._held:
            raise NotFound(
                f"No rate of {currency} is known on {instant.day_of(self._as_of)}.",
                hint=f"Known: {', '.join(self.known)}.",
                candidates=self.known,
            )
        return self._held[currency]


def _currency(held: Held) -> str:
    event = held.event
    assert isinstance(event, Observed)
    return event.unit.partition(" per ")[0]


def _value(held: Held) -> Decimal:
    event = held.event
    assert isinstance(event, Observed)
    return event.value
