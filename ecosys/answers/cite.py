"""Cite: what to quote of an answer: a sentence, its permanent address, the root of the log."""

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from ecosys.answers.answer import Meta
from ecosys.answers.claims import ClaimRow
from ecosys.answers.prices import PriceRow
from ecosys.domain.prices import STANDARD
from ecosys.errors import InvalidInput
from ecosys.event import FIRST_PARTY
from ecosys.projection import Point
from ecosys.values import words

MAX_TOLD = 10
"""How many rows are told in the sentence."""


def cite(about: Meta, rows: Sequence[Any], address: str | None) -> str:
    """How some rows of an answer are quoted, a line each: sentence, address, root.

    InvalidInput for what no log says for ever: a what-if, and more rows than an address gives.
    """
    if about.what_if is not None:
        raise InvalidInput("A what-if cannot be cited: no log says it.")
    if address is None:
        raise InvalidInput("These rows have no one address.", hint="Ask for fewer to cite them.")
    told = [text for row in rows[:MAX_TOLD] if (text := in_words(row))]
    more = len(rows) - len(told)
    rest = [f"{more:,} {'more' if told else 'rows'}"] if more or not told else []
    metric = f"{about.metric.name} (version {about.metric.version}), " if about.metric else ""
    return (
        f"{'; '.join([*told, *rest])}. ecosys, the record of the AI developer ecosystem: {metric}"
        f"as of {about.as_of[:19]}Z, known at {about.known_at[:19]}Z, "
        f"position {about.position} of the log {about.log.origin}.\n"
        f"{address}\nlog root {about.log.root}\n"
    )


@singledispatch
def in_words(row: Any) -> str:  # noqa: ARG001
    """What a row says, as it is quoted; empty where nothing is quoted of its kind.

    >>> from decimal import Decimal
    >>> in_words(Point("openai", "2024-12-31", Decimal("0.5"), "ratio", labels={"basis": "models"}))
    'openai 2024-12-31: 0.5 ratio (basis=models)'
    """
    return ""


@in_words.register
def _(row: Point) -> str:
    low = "unknown" if row.value is None else words.number(row.value)
    value = low if row.high is None else f"{low} to {words.number(row.high)}"
    labels = ", ".join(f"{name}={value}" for name, value in row.labels.items())
    meant = f"{row.comparator} " if row.comparator else ""
    told_apart = f" ({labels})" if labels else ""
    return f"{row.subject} {row.at}: {meant}{value} {row.unit}{told_apart}"


@in_words.register
def _(row: PriceRow) -> str:
    where = "" if row.channel == FIRST_PARTY else f" at {row.channel}"
    above = f"above {row.above}" if row.above else None
    kind = (row.tier, row.modality, row.region, row.hours, above)
    special = ", ".join(each for each in kind if each not in (STANDARD, "text", None))
    is_number = row.amount[:1].isdigit()
    price = f"{row.amount} {row.currency} per {row.unit}" if is_number else row.amount
    line = f"{row.direction} ({special})" if special else row.direction
    start = "from" if row.status == "scheduled" else "since"
    return f"{row.subject}{where} {line}: {price} {start} {row.since}"


@in_words.register
def _(row: ClaimRow) -> str:
    return f"{row.id}, “{row.statement}”: {row.verdict}"
