"""Totals: what rows cost by month, model and evidence, with all that tells them apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import ClassVar

from ecosys.answers.reprice.calls import Kind
from ecosys.answers.reprice.cells import DIGITS, Cell, Every, period_text
from ecosys.answers.reprice.evidence import CLASSES, Assumption, Evidence
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.pricing import Priced
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Joined = tuple[Cell, Priced]
"""A cell with what it costs."""


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens by what they are charged as."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    input: int
    """Tokens that went in and came from no cache."""
    cache_read: int
    """Tokens read from a cache."""
    cache_write: int
    """Tokens written to a cache for its default lifetime."""
    cache_write_5m: int
    """Tokens written to a cache for five minutes."""
    cache_write_1h: int
    """Tokens written to a cache for an hour."""
    output: int
    """Tokens that came out."""
    reasoning: int
    """Tokens of reasoning, where they were counted apart."""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Rows of a log of one month, priced alike: by the same lines, with the same evidence."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    month: str | None
    """The month, UTC; null: the rows have no time."""
    model: str
    """The name that was called, as the log has it."""
    subject: str | None
    """The model that it meant; null: nobody knows."""
    channel: str | None
    """Who sold it; `first_party`: the provider itself."""
    region: str | None
    """Where the price holds; null: everywhere."""
    tier: str
    """How it was served."""
    evidence_class: Evidence
    """exact; assumed: something was, see `assumed`; alias_moved: the name means another model now;
    not_priced: see `reason`."""
    assumed: tuple[Assumption, ...]
    """What was assumed: seller, tier, hour, band, instant, date."""
    reason: str | None
    """Why there is no price; null: there is one."""
    rows: int
    """How many rows of the log these are."""
    tokens: TokenCounts
    """Their tokens."""
    cost: Number | None
    """What they cost; null: not known, which is never zero."""
    currency: str | None
    """ISO 4217 code; null where nothing is priced."""
    price_references: tuple[str, ...]
    """The lines that charged them: short id and position in the log."""
    logged_rows: int
    """All of them where the log says what they cost; else 0."""
    logged_cost: Number | None
    """What the log says; null: nothing."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What all rows of a currency cost."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    currency: str
    """ISO 4217 code."""
    cost: Number
    """The sum of what is priced."""
    exact: Number
    """The part of it that is exact."""
    assumed: Number
    """The part for which something was assumed."""
    alias_moved: Number
    """The part of names that mean another model now."""
    logged_rows: int
    """Of how many rows the log says what they cost."""
    logged_cost: Number
    """What it says of them."""
    repriced_cost: Number
    """What they cost by these prices."""


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Rows that have no price, and why."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    model: str
    """The name that was called."""
    reason: str
    """Why it has no price."""
    rows: int
    """How many rows these are."""
    tokens: TokenCounts
    """Their tokens."""


def token_counts(tokens: Sequence[int]) -> TokenCounts:
    """Tokens in the order of `COUNTED`, by name."""
    return TokenCounts(**dict(zip(COUNTED, tokens, strict=True)))


def totals(joined: Iterable[Joined], kinds: Sequence[Kind], every: Every) -> list[TotalRow]:
    """The totals, in the order of what they tell; `every` says how rows are told apart in time."""
    found: dict[tuple[object, ...], TotalRow] = {}
    with localcontext(prec=DIGITS):
        for cell, priced in joined:
            one = _row(cell, priced, kinds, every)
            key = _key(one)
            found[key] = _added(found[key], one) if key in found else one
    return [found[key] for key in sorted(found, key=_sortable)]


def _row(cell: Cell, priced: Priced, kinds: Sequence[Kind], every: Every) -> TotalRow:
    tariff, cost = priced.tariff, priced.cost
    return TotalRow(
        month=period_text(cell.place.period, every),
        model=kinds[cell.place.kind].model,
        subject=tariff.subject,
        channel=tariff.channel,
        region=tariff.region,
        tier=tariff.tier,
        evidence_class=priced.evidence,
        assumed=priced.assumed,
        reason=priced.reason or None,
        rows=cell.rows,
        tokens=token_counts(cell.tokens),
        cost=cost,
        currency=None if cost is None else tariff.currency,
        price_references=() if cost is None else tuple(priced.references.split()),
        logged_rows=cell.rows if cell.place.logged else 0,
        logged_cost=cell.logged if cell.place.logged else None,
    )


def _key(row: TotalRow) -> tuple[object, ...]:
    told = (row.month, row.model, row.subject, row.channel, row.region, row.tier)
    is_logged = str(row.logged_rows > 0)
    priced = (row.reason, row.currency, row.price_references)
    return (*told, row.evidence_class, row.assumed, *priced, is_logged)


def _sortable(key: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in key)


def _added(one: TotalRow, other: TotalRow) -> TotalRow:
    return replace(
        one,
        rows=one.rows + other.rows,
        tokens=_both(one.tokens, other.tokens),
        cost=None if one.cost is None or other.cost is None else one.cost + other.cost,
        logged_rows=one.logged_rows + other.logged_rows,
        logged_cost=(
            None
            if one.logged_cost is None or other.logged_cost is None
            else one.logged_cost + other.logged_cost
        ),
    )


def _both(one: TokenCounts, other: TokenCounts) -> TokenCounts:
    return token_counts([getattr(one, name) + getattr(other, name) for name in COUNTED])


def sums(rows: Iterable[TotalRow]) -> list[Sum]:
    """What the rows of each currency cost, by class."""
    by_class: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(CLASSES, Decimal()))
    logged: dict[str, tuple[int, Decimal, Decimal]] = {}
    with localcontext(prec=DIGITS):
        for row in rows:
            if row.cost is not None and row.currency is not None:
                by_class[row.currency][row.evidence_class] += row.cost
                many, said, cost = logged.get(row.currency, (0, Decimal(), Decimal()))
                if row.logged_cost is not None:
                    many, said = many + row.logged_rows, said + row.logged_cost
                    cost += row.cost
                logged[row.currency] = many, said, cost
        return [
            Sum(
                currency,
                sum(each.values(), Decimal()),
                *(each["exact"], each["assumed"], each["alias_moved"]),
                *logged[currency],
            )
            for currency, each in sorted(by_class.items())
        ]


def classes(rows: Iterable[TotalRow]) -> Mapping[Evidence, int]:
    """How many rows of a log are of each class."""
    counted: dict[Evidence, int] = dict.fromkeys(CLASSES, 0)
    for row in rows:
        counted[row.evidence_class] += row.rows
    return counted


def unpriced(rows: Iterable[TotalRow]) -> list[Unpriced]:
    """The rows that have no price, by name and reason, the most first."""
    found: dict[tuple[str, str], Unpriced] = {}
    for row in rows:
        if row.reason is not None:
            key = row.model, row.reason
            before = found.get(key) or Unpriced(*key, 0, token_counts((0,) * len(COUNTED)))
            found[key] = Unpriced(*key, before.rows + row.rows, _both(before.tokens, row.tokens))
    return sorted(found.values(), key=lambda each: (-each.rows, each.model, each.reason))
