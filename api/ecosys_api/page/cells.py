"""Cells: how amounts, dates, names and texts stand in tables."""

from collections.abc import Iterable
from decimal import Decimal

from ecosys.answers.prices import PriceRow
from ecosys.event import FIRST_PARTY
from ecosys.values import words
from ecosys_api.page.table import Cell

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥", "JPY": "JP¥", "INR": "₹"}
"""Signs of currencies that stand before an amount; others follow it by their codes."""
CENTS = 2
"""How many decimals an amount of money has at least."""
OWN_CHANNEL = "its own"
"""How the provider's own channel is named among others."""
_WORDS = {
    "at_the_latest": "at the latest",
    "since_unknown": "since unknown",
    "soft": "not before",
    "own": "own log",
    "stale": "no longer said",
    "returned": "said again",
}
"""Marks that are no words themselves; `soft` is said by the date."""


def money(value: Decimal | None, currency: str) -> str:
    """An amount of money, to the cent at least; empty, where none is known.

    >>> money(Decimal("2.5"), "USD"), money(Decimal("0.075"), "EUR"), money(Decimal(1200), "CHF")
    ('$2.50', '€0.075', '1,200.00 CHF')
    """
    if value is None:
        return ""
    whole, _, rest = words.number(value).partition(".")
    text = f"{whole}.{rest.ljust(CENTS, '0')}"
    sign = SIGNS.get(currency)
    return f"{sign}{text}" if sign else f"{text} {currency}"


def price(row: PriceRow) -> str:
    """A price per million tokens, else with its unit, else the word that stands for it."""
    if row.per_million is not None:
        return money(row.per_million, row.currency)
    if row.amount[:1].isdigit():
        return f"{money(Decimal(row.amount), row.currency)} per {unit(row.unit)}"
    return row.amount


def unit(name: str) -> str:
    """A unit in words.

    >>> unit("1k_tokens")
    '1k tokens'
    """
    return name.replace("_", " ")


def number(value: Decimal | int | None) -> str:
    """A number with its digits in groups; empty, where none is known."""
    return "" if value is None else words.number(value)


def day(text: str | None, *, bound: str | None = None) -> Cell:
    """A date as exactly as it is known."""
    if text is None:
        return Cell("")
    note = {"not_before": "at the earliest", "not_after": "at the latest"}.get(bound or "", "")
    return Cell(text, note=note)


def noted(marks: Iterable[str] | None) -> str:
    """What a reader must know of a row, in words."""
    return ", ".join(_WORDS.get(mark, mark.replace("_", " ")) for mark in marks or ())


def channel(name: str) -> str:
    """Where something is sold."""
    return OWN_CHANNEL if name == FIRST_PARTY else name


def plain(text: object) -> str:
    """A word of ours without its underscores."""
    return str(text).replace("_", " ")
