"""Listing: what one source says of one model at its maker's own API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ecosys.event import FIRST_PARTY
from ecosys.importer import Row
from ecosys.ingest.mapping import Names, SoldAt
from tests.reach.makers import OURS, PROVIDERS, SOLD_BY

Prices = Mapping[str, Decimal]
"""What a million tokens cost in dollars, by direction: input, output."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says of a model at the API of who made it."""

    provider: str
    id: str
    """As the source spells it."""
    channel: str = FIRST_PARTY
    prices: Prices = field(default_factory=dict)
    is_priced: bool = False
    """Whether the source states any price."""
    end: str | None = None
    """The day of its shutdown, if the source names one."""

    @property
    def key(self) -> str:
        """What two listings of one model share, whatever their case."""
        return f"{self.provider}/{self.id.lower()}"

    @property
    def name(self) -> str:
        """The name to ask for."""
        return f"{self.provider if self.channel == FIRST_PARTY else self.channel}/{self.id}"

    def is_live(self, day: str) -> bool:
        """Whether the source does not say that it has ended by a day."""
        return self.end is None or self.end > day


def listings(rows: Iterable[Row], names: Names) -> dict[str, Listing]:
    """The listings in a source's rows, by their key; of two for one key the first.

    Only their makers' own APIs count, and of clouds their own models.
    """
    listed: dict[str, Listing] = {}
    for row in rows:
        if " as " in row.key or "#" in row.key:
            continue  # another name of a row, or a price that is not understood
        listing = _listing(row, names)
        if listing is not None:
            listed.setdefault(listing.key, listing)
    return listed


def place(name: str) -> tuple[str, str, str] | None:
    """Maker, id and channel of a name at the maker's own API; None: it is elsewhere, or no id."""
    seller, _, id = name.partition("/")
    id = id.removeprefix("amazon-nova/")  # spelled twice there
    if seller in SOLD_BY:
        maker, channel, pattern = SOLD_BY[seller]
        return (maker, id, channel) if re.fullmatch(pattern, id) else None
    maker = OURS.get(seller, seller)
    plain = "/" not in id and not id.startswith("ft:")
    return (maker, id, FIRST_PARTY) if maker in PROVIDERS and plain else None


def _listing(row: Row, names: Names) -> Listing | None:
    is_cloud = row.key.partition("/")[0] in SOLD_BY
    meaning = SoldAt(row.key) if is_cloud else names.meaning(row.key)
    found = place(meaning.subject) if meaning.channel == FIRST_PARTY else None
    if found is None:
        return None
    prices: dict[str, Decimal] = {}
    end, is_priced = None, False
    for fields in row.says.values():
        if fields["type"] == "price_changed":
            is_priced = True
            prices |= dict(_plain(fields))
        elif fields["type"] == "deprecated":
            end = fields.get("shutdown")
    return Listing(*found, prices=prices, is_priced=is_priced, end=end)


def _plain(fields: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """What text costs at the standard tier, in requests of any length, at any hour."""
    for line in fields["components"]:
        special = {"modality", "tier", "above", "hours", "unit"} & line.keys()
        if line["direction"] in ("input", "output") and not special:
            yield line["direction"], Decimal(line["amount"])
