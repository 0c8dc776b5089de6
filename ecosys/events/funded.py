"""funded: money was pledged, committed or paid."""

from collections.abc import Hashable
from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import EventId, Fact, Subject, Text
from ecosys.values import words
from ecosys.values.amount import Quantity


class Funded(Fact):
    """Money was pledged, committed or paid to somebody."""

    noun = "funding"
    main_field = "recipient"
    conflict_kind = "date"

    type: Literal["funded"]
    version: Literal[1]
    recipient: Subject
    """Who gets the money."""
    investors: tuple[Subject, ...] = ()
    """Who gives it, as far as named."""
    amount: Quantity | None = None
    """How much; the least, where a range was stated."""
    amount_high: Quantity | None = None
    """The most, where a range was stated."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    """ISO 4217 code of amount and valuation."""
    valuation: Quantity | None = None
    """What the recipient was valued at."""
    stage: Literal["talks", "pledged", "committed", "conditional", "paid", "secondary"] = (
        "committed"
    )
    """How firm it is; `secondary` is a sale of existing shares that brings no new money."""
    round: Text | None = None
    """The name of the round."""
    part_of: EventId | None = None
    """The id of the round that this is a part of: never add the two."""

    def describe(self) -> str:
        amount = "" if self.amount is None else f": {self.currency} {words.number(self.amount)}"
        return f"{self.recipient} funded ({self.stage}){amount}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.recipient, *self.investors)))

    @property
    def happening(self) -> Hashable | None:
        return (self.recipient, self.round, self.stage) if self.round else None

    def conflict_topic(self, _: object, /) -> str:
        return self.round or super().conflict_topic(_)
