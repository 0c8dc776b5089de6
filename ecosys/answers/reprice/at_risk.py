"""At risk: what of a log was spent on models that end soon, and what their replacements cost.

The replacement's cost is that of the same rows at the prices of the moment that is asked about, at
the same seller, each at its own hour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import ClassVar, Literal

from ecosys.answers.audit.names import Meaning
from ecosys.answers.audit.rows import AuditRow, Ends, Rows, Status
from ecosys.answers.audit.standard_prices import StandardPrices
from ecosys.answers.reprice.calls import Kind
from ecosys.answers.reprice.cells import DIGITS, Cell
from ecosys.answers.reprice.pricing import Priced
from ecosys.answers.reprice.tariff import Tariff
from ecosys.answers.reprice.tariff_book import TariffBook
from ecosys.answers.reprice.timetable import Piece, TariffCourse
from ecosys.event import FIRST_PARTY
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

NONE_NAMED = "nothing is named as its replacement that is known and goes on"


@dataclass(frozen=True, slots=True)
class RiskRow:
    """What was spent on a model that ends, and what replaces it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    shutdown: str | None
    """When it stops answering; null: it is deprecated, and no day is set."""
    end: Literal["firm", "soft"] | None
    """soft: an earliest possible date, not a promise; null: no date is set."""
    days_left: int | None
    """Days from the moment to that date; negative: since then."""
    status: Status
    """ended, redirected, ending, or open where no day is set."""
    model: str
    """The name that was called."""
    subject: str
    """The model that it means."""
    channel: str
    """Where it was called."""
    rows: int
    """How many rows of the log called it."""
    cost: Number | None
    """What those cost that are priced; null: none is."""
    currency: str | None
    """ISO 4217 code; null where nothing is priced."""
    unpriced_rows: int
    """How many of them have no price."""
    replacement: str | None
    """The model that is recommended instead; null: see `reason`."""
    replacement_cost: Number | None
    """What the rows that are priced on both sides cost with it; null: see `reason`."""
    replacement_currency: str | None
    """ISO 4217 code."""
    replaced_cost: Number | None
    """What the same rows cost without it."""
    reason: str | None
    """Why the replacement has no cost; null: it has one."""
    because: tuple[int, ...]
    """Positions of the events that say so."""
    events: tuple[str, ...]
    """Ids of these events."""


class AtRisk:
    """The ends of what a log calls, and the tariff book of what replaces it."""

    def __init__(self, timeline: Timeline, book: TariffBook, within_days: int) -> None:
        self._timeline = timeline
        self._book = book
        self._within = within_days
        moment, region = book.moment, book.terms.region
        prices = StandardPrices(timeline, moment, book.names, region)
        ends = Ends(timeline, moment, region)
        self._rows = Rows(book.names, ends, prices, within_days)
        self._ends: dict[Kind, AuditRow | None] = {}

    def end(self, kind: Kind) -> AuditRow | None:
        """The end of what rows of a kind call, where it has come or comes soon; else None."""
        if kind not in self._ends:
            meaning = self._book.meaning(kind)
            self._ends[kind] = None if meaning is None else self._end(kind, meaning)
        return self._ends[kind]

    def _end(self, kind: Kind, meaning: Meaning) -> AuditRow | None:
        place = {"file": "", "line": 0, "column": 0, "name": kind.model, "id": kind.model}
        row = self._rows.row(place, meaning)
        soon = row.days_left is not None and row.days_left <= self._within
        return row if soon and row.status != "no_end_known" else None

    def replacement(self, kind: Kind) -> str | None:
        """What is recommended instead, is known, and does not end soon itself."""
        end = self.end(kind)
        for each in end.replacements if end else ():
            if each.subject is not None and each.status in ("no_end_known", "ending", "open"):
                return each.subject
        return None

    def course(self, kind: Kind) -> TariffCourse:
        """What rows of a kind cost with what replaces them: the tariff book of replacements."""
        subject = self.replacement(kind)
        end = self.end(kind)
        if subject is None or end is None:
            nothing = Tariff(kind.model, reason=NONE_NAMED)
            return TariffCourse((instant.BEFORE_ALL,), (Piece((0,), (nothing,), nothing),))
        channel = None if end.channel == FIRST_PARTY else end.channel
        terms = replace(
            self._book.terms, model=subject, channel=channel, is_fixed=True, region=end.region
        )
        return TariffBook(self._timeline, self._book.moment, terms).course(kind)


def at_risk(
    risk: AtRisk, sides: Iterable[tuple[Cell, Priced, Priced]], kinds: Sequence[Kind]
) -> list[RiskRow]:
    """What was spent on what ends, the soonest first; `sides` hold both costs of each cell."""
    rows: dict[tuple[str, ...], RiskRow] = {}
    with localcontext(prec=DIGITS):
        for cell, priced, replaced in sides:
            if cell.place.fault >= 0:
                continue
            kind = kinds[cell.place.kind]
            end = risk.end(kind)
            if end is not None:
                one = _row(end, risk.replacement(kind), cell, priced, replaced)
                key = (one.model, one.subject, one.channel, one.currency or "")
                rows[key] = _added(rows[key], one) if key in rows else one
    return sorted(_merged(rows.values()), key=_soonest)


def _row(
    end: AuditRow, subject: str | None, cell: Cell, priced: Priced, replaced: Priced
) -> RiskRow:
    cost = priced.cost
    instead = None if cost is None else replaced.cost
    return RiskRow(
        shutdown=end.shutdown,
        end=end.end,
        days_left=end.days_left,
        status=end.status,
        model=end.name,
        subject=end.subject,
        channel=end.channel,
        rows=cell.rows,
        cost=cost,
        currency=None if cost is None else priced.tariff.currency,
        unpriced_rows=cell.rows if cost is None else 0,
        replacement=subject,
        replacement_cost=instead,
        replacement_currency=None if instead is None else replaced.tariff.currency,
        replaced_cost=None if instead is None else cost,
        reason=replaced.reason or None,
        because=end.because,
        events=end.events,
    )


def _added(one: RiskRow, other: RiskRow) -> RiskRow:
    return replace(
        one,
        rows=one.rows + other.rows,
        unpriced_rows=one.unpriced_rows + other.unpriced_rows,
        cost=_sum(one.cost, other.cost),
        currency=one.currency or other.currency,
        replacement_cost=_sum(one.replacement_cost, other.replacement_cost),
        replacement_currency=one.replacement_currency or other.replacement_currency,
        replaced_cost=_sum(one.replaced_cost, other.replaced_cost),
        reason=one.reason or other.reason,
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    known = [each for each in (one, other) if each is not None]
    return sum(known, Decimal()) if known else None


def _merged(rows: Iterable[RiskRow]) -> Iterable[RiskRow]:
    """Rows without a price join those of the same model that have one."""
    priced: dict[tuple[str, ...], RiskRow] = {}
    for row in sorted(rows, key=lambda row: row.currency is None):
        key = (row.model, row.subject, row.channel)
        if row.currency is None and key in priced:
            priced[key] = _added(priced[key], row)
        else:
            priced[(*key, row.currency or "") if key in priced else key] = row
    return priced.values()


def _soonest(row: RiskRow) -> tuple[str, Decimal, str]:
    return (row.shutdown or "9", -(row.cost or Decimal()), row.model)
