"""Offer: what one seller sells under one name, with its price lines at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosys.domain.endings import Ending
from ecosys.domain.prices import STANDARD, Price
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import own_id

DOLLARS = "USD"


@dataclass(frozen=True, slots=True)
class Offer:
    """What one seller sells under one name."""

    name: str
    """A model, or a name that points to one."""
    channel: str
    """Who sells it: `first_party` is the provider itself."""
    known_as: tuple[str, ...]
    """The whole names by which the seller calls it: `azure/gpt-35-turbo`."""
    lines: Sequence[Price]
    """The lines in force, in all regions and currencies."""
    end: Ending | None = None
    """Its end there, be it past or to come; None: none is known."""
    is_over: bool = False
    """Whether the end has come, and nobody answers any more."""

    @property
    def ids(self) -> list[str]:
        """What the seller calls it."""
        return [own_id(name) for name in self.known_as]

    @property
    def is_first_party(self) -> bool:
        """Whether the provider itself sells it."""
        return self.channel == FIRST_PARTY

    @property
    def will_end(self) -> bool:
        """Whether its end is announced, and a promise."""
        return will_end(self.end)

    @property
    def in_dollars(self) -> list[Price]:
        """The lines that a layout can say which has one price for a name."""
        return in_dollars(self.lines)

    @property
    def plain(self) -> dict[str, Price]:
        """What text costs by the token at the standard tier, in short requests, at any hour."""
        return plain(self.in_dollars)


def will_end(end: Ending | None) -> bool:
    """Whether an end has a date that is a promise: an earliest possible one ends nothing yet."""
    shutdown = end.shutdown if end else None
    return shutdown is not None and not shutdown.soft


def plain(lines: Sequence[Price]) -> dict[str, Price]:
    """By direction the lines for text tokens at the standard tier, in short requests, at any hour.

    What is written to a cache for five minutes is what is written without a time.
    """
    found: dict[str, Price] = {}
    for price in lines:
        line = price.component
        is_plain = line.tier == STANDARD and line.hours is None and not line.above
        if is_plain and line.modality == "text" and line.per_million is not None:
            found.setdefault(line.direction.replace("write_5m", "write"), price)
    return found


def per_token(price: Price) -> Decimal | None:
    """The price of a token."""
    per_million = price.component.per_million
    return None if per_million is None else per_million.scaleb(-6)


def in_dollars(lines: Sequence[Price]) -> list[Price]:
    """The lines in dollars that hold everywhere, else those of the only region that has some.

    There are none where several regions differ: nobody says which is meant.
    """
    dollars = [price for price in lines if price.currency == DOLLARS]
    everywhere = [price for price in dollars if price.region is None]
    only_one = len({price.region for price in dollars}) == 1
    return everywhere or (dollars if only_one else [])
