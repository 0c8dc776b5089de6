"""price_changed: what a seller charges from a day on."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, WithJsonSchema, model_validator

from ecosys.event import (
    FIRST_PARTY,
    Basis,
    Channel,
    Fact,
    Model,
    Subject,
    Text,
    is_stored,
    seller,
    stated_when_it_occurred,
)
from ecosys.values import amount, words
from ecosys.values.hours import Hours
from ecosys.values.interned import interned
from ecosys.values.memory import memoised
from ecosys.values.schema import ReadAsText
from ecosys.values.when import When

NONE = "none"
UNPUBLISHED = "unpublished"
PER_MILLION = {"1M tokens": Decimal(1), "1K tokens": Decimal(1000), "token": Decimal(1_000_000)}
"""What turns an amount per unit into one per million tokens."""

Direction = Literal[
    "input",
    "output",
    "cache_read",
    "cache_write",
    "cache_write_5m",
    "cache_write_1h",
    "reasoning",
    "training",
    "storage",
    "search",
    "request",
]
Modality = Literal["text", "image", "audio", "video"]
Tier = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=40)]
Bands = Literal["cliff", "marginal"]


def _amount(value: Any) -> str:
    return _digits(value) if type(value) is str else amount.text(amount.read_positive(value))


@memoised(250)
def _digits(value: str) -> str:
    return value if value in (NONE, UNPUBLISHED) else amount.text(amount.read_positive(value))


@memoised(300)
def _per_million(digits: str, unit: str) -> Decimal | None:
    factor = PER_MILLION.get(unit)
    if factor is None or digits in (NONE, UNPUBLISHED):
        return None
    return amount.read(digits) * factor


_PER = {"1M tokens": "", "1K tokens": " per 1K"}

Amount = Annotated[
    str,
    ReadAsText(_amount),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "pattern": rf"^(\d+(\.\d+)?|{NONE}|{UNPUBLISHED})$",
            "examples": ["2.5", NONE],
        }
    ),
]
"""Digits, or `none` (no longer sold), or `unpublished` (sold, but no list price)."""


class Component(Model):
    """One line of a price list: what a direction costs under some conditions."""

    direction: Direction
    """What is counted: input (uncached), output, cache_read, cache_write ..."""
    amount: Amount
    """The price of one unit. Zero, `none` (not sold) and `unpublished` are different things."""
    unit: Text = "1M tokens"
    """What the amount pays for."""
    modality: Modality = "text"
    """What kind of content."""
    tier: Tier = "standard"
    """How it is served: standard, batch, flex, priority ..."""
    above: Annotated[int, Field(ge=0)] = 0
    """The band of long requests: applies when the input is more than this many tokens."""
    hours: Hours | None = None
    """The hours at which it applies, UTC; left out: all that no other line claims."""

    @property
    def key(self) -> tuple[str, str, str, int, str]:
        """What tells this line from others of the same price list."""
        return (self.direction, self.modality, self.tier, self.above, self.hours or "")

    def describe(self) -> str:
        """What the line is for: `input`, `batch output`, `input above 200,000`."""
        words = (
            self.tier if self.tier != "standard" else "",
            self.modality if self.modality != "text" else "",
            self.direction.replace("_", " "),
            f"above {self.above:,}" if self.above else "",
            self.hours or "",
        )
        return " ".join(word for word in words if word)

    @property
    def price(self) -> Decimal | None:
        """The amount per unit, None when it is not sold or not published."""
        return None if self.amount in (NONE, UNPUBLISHED) else amount.read(self.amount)

    @property
    def per_million(self) -> Decimal | None:
        """The amount per million tokens, None for other units and where there is no price."""
        return _per_million(self.amount, self.unit)

    @property
    def compared(self) -> tuple[object, ...]:
        """What two sellers' or readers' lines must agree on; 0.002 per 1K is 2 per 1M."""
        per_million = self.per_million
        return (self.amount, self.unit) if per_million is None else (per_million,)


class PriceChanged(Fact):
    """What a seller charges from a day on. It speaks only for the lines that it lists."""

    is_news = False  # prices are compared line by line
    noun = "price"
    movable_dates = ("occurred", "until")
    conflict_kind = "price"
    series_parts = ("subject", "channel", "region", "currency", "line")
    stated_model = Component

    type: Literal["price_changed"]
    version: Literal[1]
    subject: Subject
    """What is sold."""
    channel: Channel = FIRST_PARTY
    """Who sells it: `first_party` is the provider itself."""
    region: Text | None = None
    """Where the price holds; left out: everywhere."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    """ISO 4217 code of the amounts."""
    components: Annotated[
        tuple[Annotated[Component, interned(Component)], ...], Field(min_length=1)
    ]
    """The lines of the price list that are set."""
    bands: Bands = "cliff"
    """cliff: the whole request pays the band of its total input; marginal: each part its own."""
    until: When | None = None
    """The first instant at which the price no longer holds: the end of a promotion."""

    @model_validator(mode="after")
    def _each_line_once(self) -> "PriceChanged":
        keys = [line.key for line in self.components]
        if len(set(keys)) < len(keys):
            twice = {line.describe() for line in self.components if keys.count(line.key) > 1}
            raise ValueError(f"the same line stands twice: {'; '.join(sorted(twice))}")
        return self

    @model_validator(mode="after")
    def _ends_after_it_begins(self, info: ValidationInfo) -> "PriceChanged":
        is_wrong = self.until is not None and self.until.end <= self.occurred.start
        if is_wrong and not is_stored(info):  # what a move made of it later is as it is
            raise ValueError(f"until {self.until} lies before occurred {self.occurred}")
        return self

    @classmethod
    def id_words(cls, data: Mapping[str, Any]) -> Iterable[str]:
        tiers = {line.get("tier") for line in data.get("components", ())}
        return sorted(tiers - {None, "standard"})

    def describe(self) -> str:
        lines = ", ".join(
            f"{line.describe()} {line.amount}{_PER.get(line.unit, f' per {line.unit}')}"
            for line in self.components
        )
        return f"price of {words.name(self.subject, self.channel)}: {lines}"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)

    @property
    def effective_voice(self) -> str:
        """The seller, unless a mirror says it alone."""
        return self.voice or seller(self.subject, self.channel)

    def statement_time_by_rule(self) -> tuple[When | None, Basis]:
        return stated_when_it_occurred(self, "effective")

    def statements(self) -> Iterable[tuple[Hashable, object]]:
        base = (self.subject, self.channel, self.region, self.currency)
        for component in self.components:
            yield (*base, component.key), component

    def conflict_topic(self, value: object, /) -> str:
        assert isinstance(value, Component)
        return value.describe()

    def conflict_value(self, value: object) -> str:
        assert isinstance(value, Component)
        return f"{value.amount} per {value.unit}"
