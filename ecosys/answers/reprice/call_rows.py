"""Call rows: each row of a small log with its cost, as part of the answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import ClassVar, cast

from ecosys.answers.reprice.evidence import Assumption, Evidence
from ecosys.answers.reprice.rows import COLUMNS, Cells
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class CallRow:
    """A row of a log with its cost."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    row: int
    """Its place in the log, from 1."""
    id: str | None
    """What tells it from others, as the log has it; null: it has nothing."""
    subject: str | None
    """The model that was called; null: nobody knows."""
    channel: str | None
    """Who sold it; `first_party`: the provider itself."""
    region: str | None
    """Where the price holds; null: everywhere."""
    tier: str | None
    """How it was served."""
    cost: Number | None
    """What it cost; null: not known, which is never zero."""
    currency: str | None
    """ISO 4217 code."""
    evidence_class: Evidence
    """exact, assumed, alias_moved or not_priced."""
    assumed: tuple[Assumption, ...]
    """What was assumed."""
    price_references: tuple[str, ...]
    """The lines that charged it: store them with the call."""
    reason: str | None
    """Why it has no price; null: it has one."""


class CallRows:
    """Takes the rows with their costs and keeps them."""

    def __init__(self) -> None:
        self.rows: list[CallRow] = []

    def wants(self, row: int) -> bool:
        """Every row is wanted."""
        return row > 0

    def write(self, cells: Cells) -> None:
        """Take a row."""
        told = dict(zip(COLUMNS, cells, strict=True))
        self.rows.append(
            CallRow(
                row=int(told["row"]),
                id=told["id"] or None,
                subject=told["subject"] or None,
                channel=told["channel"] or None,
                region=told["region"] or None,
                tier=told["tier"] or None,
                cost=Decimal(told["cost"]) if told["cost"] else None,
                currency=told["currency"] or None,
                evidence_class=cast("Evidence", told["evidence_class"]),
                assumed=cast("tuple[Assumption, ...]", tuple(told["assumed"].split())),
                price_references=tuple(told["price_reference"].split()),
                reason=told["reason"] or None,
            )
        )

    def wanted(self, rows: int) -> Iterator[tuple[int, int, Path]]:
        """Nothing is written to files."""
        assert rows >= 0
        return iter(())
