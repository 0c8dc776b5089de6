"""Reference: a short stable id of a price line and the position of the log where it stands.

`3f9a1c20b7@4711` says which line a call was charged by. Who stores it with a call can ask later, on
any machine that holds this much of the log, what that line was: it follows from the words of the
event alone.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import ClassVar

from ecosys.domain.prices import Price
from ecosys.errors import InvalidInput, NotFound
from ecosys.event import Event
from ecosys.events.corrected import Corrected
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

DIGITS = 10
_FORM = re.compile(rf"(?P<line>[0-9a-f]{{{DIGITS}}})@(?P<position>\d{{1,15}})")


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line of a price list by which rows were charged."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    reference: str
    """Its short id and the position of the log where it stands."""
    subject: str
    """What is sold."""
    channel: str
    """Who sells it."""
    region: str | None
    """Where the price holds; null: everywhere."""
    line: str
    """What it is for: `input`, `batch output`, `input above 200,000`."""
    amount: str
    """The price of one unit, in digits."""
    unit: str
    """What the amount pays for."""
    currency: str
    """ISO 4217 code."""
    since: str
    """From when, as exactly as its source says; `unknown` where it does not."""
    event: str
    """The id of the event that states it."""


def reference(price: Price) -> str:
    """The reference of a line."""
    return _reference(price.event, price.component, price.held.position)


def price_line(price: Price) -> PriceLine:
    """A line, to be shown."""
    return _shown(price.event, price.component, price.held.position, price.held.id)


def component_at(timeline: Timeline, asked: str) -> tuple[Component, PriceLine]:
    """The line of a reference; InvalidInput: it is none, NotFound: this log has no such line."""
    form = _FORM.fullmatch(asked)
    if form is None:
        raise InvalidInput(f"{asked!r} is no price reference.", hint="Write 3f9a1c20b7@4711.")
    position = int(form["position"])
    for record in timeline.at([position]):
        event = _stated(record.event)
        for component in event.components if event else ():
            if event and _reference(event, component, position) == asked:
                return component, _shown(event, component, position, event.id)
    raise NotFound(f"This log has no price line {asked}.", hint="It may be one of another log.")


def _stated(event: Event) -> PriceChanged | None:
    """The price list that an event states, itself or as a correction."""
    if isinstance(event, Corrected):
        event = event.statement
    return event if isinstance(event, PriceChanged) else None


def _reference(event: PriceChanged, component: Component, position: int) -> str:
    words = [
        *(event.subject, event.channel, event.region, event.currency),
        *(*component.key, component.amount, component.unit),
    ]
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}@{position}"


def _shown(event: PriceChanged, component: Component, position: int, id: str) -> PriceLine:
    return PriceLine(
        reference=_reference(event, component, position),
        subject=event.subject,
        channel=event.channel,
        region=event.region,
        line=component.describe(),
        amount=component.amount,
        unit=component.unit,
        currency=event.currency,
        since=str(event.occurred),
        event=id,
    )
