"""Price list: the lines at which something is sold at a tier, ready to be charged."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from sys import maxsize
from typing import NamedTuple

from ecosys.domain.bands import charged_in_bands

COUNTED = (
    *("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h"),
    *("output", "reasoning"),
)
"""Directions that count tokens of a request: first those that go in, then those that come out."""
INPUTS = 5
"""How many of them go in: by their sum bands of long requests are told."""
OUTPUT, REASONING = COUNTED.index("output"), COUNTED.index("reasoning")
OTHERWISE = {"cache_write_5m": "cache_write", "reasoning": "output"}
"""As what tokens are charged that have no price of their own."""
ZERO = Decimal(0)


class PriceLine(NamedTuple):
    """A line of a price list, with where it is said."""

    direction: str
    """What is counted: input (uncached), output, cache_read ..."""
    modality: str
    """text, image, audio, video."""
    above: int
    """The band of long requests: applies to more input tokens than this."""
    hours: str | None
    """The hours at which it holds, UTC; None: all that no other line claims."""
    is_usual: bool
    """Whether of the lines of its band it covers most of the week."""
    is_marginal: bool
    """Whether its band charges only the tokens that lie in it."""
    amount: str
    """The price in the source's own unit; `none`: not sold, `unpublished`: no list price."""
    unit: str
    """What the amount pays for."""
    per_million: Decimal | None
    """The price per million tokens; None for other units and where there is none."""
    currency: str
    """ISO 4217 code."""
    voice: str
    """Whose statement it is."""
    because: tuple[int, ...]
    """Positions of the events that say so."""


class PriceList:
    """The lines of a tier. All are of one currency.

    >>> cheap = PriceLine("input", "text", 0, None, True, False, "2", "1M tokens", Decimal(2),
    ...                   "USD", "acme", (1,))
    >>> dear = cheap._replace(above=200_000, amount="4", per_million=Decimal(4))
    >>> prices = PriceList([cheap, dear])
    >>> prices.cost([1_000, 0, 0, 0, 0, 0, 0]), prices.cost([300_000, 0, 0, 0, 0, 0, 0])
    (Decimal('0.002000'), Decimal('1.200000'))
    >>> prices.cost([1_000, 0, 0, 0, 0, 500, 0]) is None  # nobody says what output costs
    True
    """

    __slots__ = (
        "_above",
        "_bands",
        "_first",
        "_prices",
        "currency",
        "input",
        "lines",
        "output",
        "top",
    )

    def __init__(self, lines: Iterable[PriceLine]) -> None:
        self.lines = tuple(lines)
        """All lines, those of other hours and bands included."""
        self.currency = self.lines[0].currency
        """ISO 4217 code of all amounts."""
        usual: dict[tuple[str, str], list[PriceLine]] = defaultdict(list)
        for line in sorted(self.lines, key=lambda line: line.above):
            if line.is_usual:
                usual[line.direction, line.modality].append(line)
        self._first = {key: lines[0] for key, lines in usual.items() if _has_price(lines[0])}
        self._bands = [_charged_as(each, usual) for each in COUNTED]
        self._above = sorted({line.above for lines in self._bands for line in lines})
        self._prices = [
            tuple(_per_token(lines, above) for lines in self._bands) for above in (-1, *self._above)
        ]
        at_first = self._reached(0)
        self.input = at_first[0]
        """What a token costs that goes in, in short requests; None: it has no price."""
        self.output = at_first[OUTPUT]
        """The same of a token that comes out."""
        is_marginal = any(line.is_marginal for lines in self._bands for line in lines)
        self.top = -1 if is_marginal else next(filter(None, self._above), maxsize)
        """Up to how many tokens that go in a request is short; -1: that is not told by them."""

    def line(self, direction: str, modality: str = "text") -> PriceLine | None:
        """The line of a direction at the shortest requests and the usual hours; None: no price."""
        return self._first.get((direction, modality))

    def cost(self, counts: Sequence[int]) -> Decimal | None:
        """What tokens cost, in the order of `COUNTED`; None where some of them have no price.

        As for `ecosys cost`: reasoning is charged as output, and writes to a cache for five minutes
        as its default, where they have no price of their own.
        """
        if self.top < 0:
            return self._cost_in_bands(counts)
        total = ZERO
        for price, count in zip(self._reached(sum(counts[:INPUTS])), counts, strict=True):
            if count:
                if price is None:
                    return None
                total += price * count
        return total

    def _reached(self, total_input: int) -> tuple[Decimal | None, ...]:
        """What a token of each direction costs in the band that a request reaches."""
        return self._prices[bisect_left(self._above, max(total_input, 1))]

    def _cost_in_bands(self, counts: Sequence[int]) -> Decimal | None:
        """The same where bands charge only the tokens that lie in them."""
        total_input = sum(counts[:INPUTS])
        if self._bands[REASONING] is self._bands[OUTPUT]:
            counts = [*counts[:OUTPUT], counts[OUTPUT] + counts[REASONING], 0]
        total = ZERO
        for lines, count in zip(self._bands, counts, strict=True):
            above = [line.above for line in lines]
            marginal = bool(lines) and lines[-1].is_marginal
            touched = (
                count and above and charged_in_bands(count, above, total_input, marginal=marginal)
            )
            if count and not touched:
                return None
            for place, tokens in touched or ():
                per_million = lines[place].per_million
                if tokens is None or per_million is None:
                    return None
                total += (per_million * tokens).scaleb(-6)
        return total


def _has_price(line: PriceLine) -> bool:
    return line.amount[0].isdigit()


def _charged_as(
    direction: str, lines: dict[tuple[str, str], list[PriceLine]]
) -> Sequence[PriceLine]:
    """The lines for text of a direction, else of what it is charged as."""
    own = lines.get((direction, "text"))
    return lines.get((OTHERWISE.get(direction, ""), "text"), ()) if own is None else own


def _per_token(lines: Sequence[PriceLine], above: int) -> Decimal | None:
    """What a token costs in the last of some bands that begin no later; None: it has no price."""
    reached = [line for line in lines if line.above <= above]
    per_million = reached[-1].per_million if reached else None
    return None if per_million is None else per_million.scaleb(-6)
