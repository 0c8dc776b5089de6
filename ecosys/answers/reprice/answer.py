"""The answer of repricing a log: its totals, what has no price, by which lines, at which moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer, Meta, meta
from ecosys.answers.reprice.at_risk import AtRisk, RiskRow, at_risk
from ecosys.answers.reprice.call_rows import CallRow
from ecosys.answers.reprice.calls import Kind
from ecosys.answers.reprice.cells import Cell, Every, Placing
from ecosys.answers.reprice.difference import DifferenceRow, DifferenceSum, difference
from ecosys.answers.reprice.engine import Engine, Writer
from ecosys.answers.reprice.evidence import CLASSES
from ecosys.answers.reprice.handed_back import HandedBack, handed_back
from ecosys.answers.reprice.pricing import Priced, priced
from ecosys.answers.reprice.reference import PriceLine, price_line
from ecosys.answers.reprice.tariff_book import TariffBook
from ecosys.answers.reprice.timetable import Slot, Slots, Timetable, timetable
from ecosys.answers.reprice.totals import (
    Joined,
    Sum,
    TotalRow,
    Unpriced,
    classes,
    sums,
    totals,
    unpriced,
)
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none


@dataclass(frozen=True, slots=True)
class Difference:
    """Why the same log costs something else by what was known at another time."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    known_at: str
    """The knowledge on the other side."""
    position: int
    """How much of the log counted there."""
    totals: tuple[DifferenceSum, ...]
    """What the log costs on both sides, by currency."""
    data: tuple[DifferenceRow, ...]
    """What makes the difference, line by line: the amounts of a currency sum up to it."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many rows of a log are of a class."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    evidence_class: str
    """exact, assumed, alias_moved or not_priced."""
    rows: int
    """How many rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepriceMeta(Meta):
    """The coordinates that a log was priced at, and how it was read."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    layout: str
    """How it was read; `mapped`: by the columns that were named."""
    rows: int
    """How many rows it has."""
    prices_of: str
    """`rows`: each row has the prices of its own instant; `as_of`: all have those of that moment,
    each at its own hour."""


@dataclass(frozen=True, slots=True)
class Reprice:
    """What a log costs."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    totals: tuple[Sum, ...]
    """What is priced, by currency and class."""
    classes: tuple[ClassCount, ...]
    """How many rows are of each class of evidence."""
    data: tuple[TotalRow, ...]
    """The totals by month and model, and all that tells rows apart."""
    unpriced: tuple[Unpriced, ...]
    """The rows that have no price, and why: they are in no sum."""
    lines: tuple[PriceLine, ...]
    """The price lines by which rows were charged, on either side of a difference, or before."""
    meta: RepriceMeta
    """The coordinates."""
    difference: Annotated[Difference | None, Field(exclude_if=is_none)] = None
    """Why it costs something else by other knowledge, where that was asked for."""
    handed_back: Annotated[tuple[HandedBack, ...] | None, Field(exclude_if=is_none)] = None
    """Rows that brought the lines they were charged by, and have others now; left out: none."""
    calls: Annotated[tuple[CallRow, ...] | None, Field(exclude_if=is_none)] = None
    """Each row of the log with its cost, where that was asked for."""
    at_risk: Annotated[tuple[RiskRow, ...] | None, Field(exclude_if=is_none)] = None
    """What was spent on models that end, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Priceable:
    """A log in its cells, laid over one or several tariff books."""

    cells: Sequence[Cell]
    kinds: Sequence[Kind]
    slots: Sequence[Slot]

    def joined(self, book: int = 0) -> list[Joined]:
        """The cells with what they cost by one of the books."""
        return [(cell, priced(cell, self.slots, book)) for cell in self.cells]

    def sides(self, one: int, other: int) -> Iterator[tuple[Cell, Priced, Priced]]:
        """The cells with what they cost by two of the books."""
        for cell in self.cells:
            yield cell, priced(cell, self.slots, one), priced(cell, self.slots, other)


def laid_over(
    engine: Engine,
    books: Sequence[TariffBook | AtRisk],
    every: Every = "month",
    writer: Writer | None = None,
) -> Priceable:
    """A log, read by an engine, over tariff books that lie side by side."""
    placing = _placing(books, every)
    cells = engine.cells(placing, writer)
    return Priceable(cells, placing.kinds, placing.slots.slots)


def _placing(books: Sequence[TariffBook | AtRisk], every: Every) -> Placing:
    """What puts rows into cells by some tariff books."""
    slots = Slots()

    def table(kind: Kind) -> Timetable:
        return timetable([book.course(kind) for book in books], slots)

    return Placing(slots, table, every)


def reprice(
    timeline: Timeline,
    engine: Engine,
    book: TariffBook,
    layout: str,
    *,
    against: TariffBook | None = None,
    within_days: int | None = None,
    writer: Writer | None = None,
) -> Reprice:
    """What a log costs by a tariff book; what makes the difference to another one; what ends soon.

    A writer gets each row with its cost.
    """
    moment = book.moment
    books: list[TariffBook | AtRisk] = [book, *([against] if against else [])]
    risk = None if within_days is None else AtRisk(timeline, book, within_days)
    books += [risk] if risk else []
    log = laid_over(engine, books, "month", writer)
    joined = log.joined()
    rows = totals(joined, log.kinds, "month")
    counted = classes(rows)
    both = [joined, *([log.joined(1)] if against else [])]
    returned, returned_lines = handed_back(timeline, joined, log.kinds)
    used = lines((each for some in both for _, each in some), returned_lines)
    return Reprice(
        totals=tuple(sums(rows)),
        classes=tuple(ClassCount(name, counted[name]) for name in CLASSES),
        data=tuple(rows),
        unpriced=tuple(unpriced(rows)),
        lines=tuple(used),
        meta=_meta(timeline, moment, book, layout, sum(cell.rows for cell in log.cells)),
        difference=_difference(log, against) if against else None,
        handed_back=tuple(returned) or None,
        at_risk=(tuple(at_risk(risk, log.sides(0, len(books) - 1), log.kinds)) if risk else None),
    )


def lines(every: Iterable[Priced], others: Iterable[PriceLine] = ()) -> list[PriceLine]:
    """The price lines that charge, and others, each once."""
    found = {line.reference: line for line in others}
    for each in every:
        for charge in () if each.reason else each.charges:
            if charge.price is not None:
                line = price_line(charge.price)
                found[line.reference] = line
    return sorted(found.values(), key=lambda line: (line.subject, line.channel, line.reference))


def _difference(log: Priceable, against: TariffBook) -> Difference:
    found, rows = difference(log.sides(1, 0))
    known_at = instant.to_text(against.moment.known_at)
    return Difference(known_at, against.moment.position, tuple(found), tuple(rows))


def _meta(
    timeline: Timeline, moment: Moment, book: TariffBook, layout: str, rows: int
) -> RepriceMeta:
    about = meta(timeline, moment, Answer([], TotalRow))
    values: dict[str, Any] = {each.name: getattr(about, each.name) for each in fields(about)}
    prices_of = "as_of" if book.terms.is_fixed else "rows"
    return RepriceMeta(**values, layout=layout, rows=rows, prices_of=prices_of)
