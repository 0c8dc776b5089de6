"""partnered: parties tied themselves to each other."""

from collections.abc import Hashable
from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import EventId, Fact, Model, Subject, Text
from ecosys.values.amount import Quantity


class Party(Model):
    """One of those who tied themselves."""

    party: Subject
    """Who."""
    role: Text | None = None
    """As what: investor, cloud provider, licensee, buyer ..."""


class Partnered(Fact):
    """Parties tied themselves to each other."""

    noun = "partnership"
    main_field = ""  # several parties, none before the others
    conflict_kind = "date"

    type: Literal["partnered"]
    version: Literal[1]
    parties: Annotated[tuple[Party, ...], Field(min_length=1)]
    """Who is tied, each in its role."""
    kind: Literal[
        "investment",
        "cloud",
        "licence",
        "distribution",
        "integration",
        "content",
        "infrastructure",
        "consortium",
        "acquisition",
    ]
    """What ties them."""
    what: Text
    """What the tie is about, in our own words."""
    exclusive: bool | None = None
    """Whether it shuts out others."""
    amount: Quantity | None = None
    """Money that goes with it; the least, where a range was stated."""
    amount_high: Quantity | None = None
    """The most, where a range was stated."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    """ISO 4217 code of the amount."""
    part_of: EventId | None = None
    """The id of the larger tie that this one is a part of: never add the two."""

    def describe(self) -> str:
        return f"{' and '.join(party.party for party in self.parties)}: {self.what}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(party.party for party in self.parties)

    @property
    def happening(self) -> Hashable:
        return (frozenset(self.subjects), self.kind, self.what)

    def conflict_topic(self, _: object, /) -> str:
        return self.kind
