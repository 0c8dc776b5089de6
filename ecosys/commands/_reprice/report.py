"""Report: what a log costs, as a terminal shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ecosys.answers.reprice import Reprice
from ecosys.answers.reprice.evidence import ASSUMPTIONS
from ecosys.answers.reprice.reference import PriceLine
from ecosys.answers.reprice.totals import TotalRow
from ecosys.commands._out import tell
from ecosys.commands._reprice.run import Done, Options
from ecosys.commands._table import table
from ecosys.values import words
from ecosys.values.amount import text

COLUMNS = ("month", "model", "rows", "cost", "currency", "logged", "exact", "assumed", "unpriced")
OPTIONAL = ("logged", "unpriced", "assumed", "exact")
MAX_LINES = 60
MAX_UNPRICED = 12
HEADINGS = {"logged": "log says", "exact": "exact rows", "assumed": "assumed", "unpriced": "none"}


@dataclass(slots=True)
class _Line:
    """A month of a model."""

    cost: dict[str, Decimal] = field(default_factory=dict)
    rows: int = 0
    by_class: dict[str, int] = field(default_factory=dict)
    logged: Decimal = Decimal()
    logged_rows: int = 0


def report(done: Done, options: Options) -> None:
    """Write the totals, what has no price, what differs, what ends, and what was written."""
    answer = done.answer
    _totals(answer.data)
    _sums(answer)
    _unpriced(answer)
    _handed_back(answer)
    if answer.difference is not None:
        _difference(answer)
    if answer.at_risk is not None:
        _at_risk(answer)
    _written(done, options)
    about = answer.meta
    tell(
        f"prices of {'each row' if about.prices_of == 'rows' else about.as_of[:19] + 'Z'} · "
        f"known at {about.known_at[:19]}Z · position {about.position}"
    )


def _totals(rows: Iterable[TotalRow]) -> None:
    lines: dict[tuple[str, str], _Line] = {}
    for row in rows:
        line = lines.setdefault((row.month or "?", row.model), _Line())
        line.rows += row.rows
        line.by_class[row.evidence_class] = line.by_class.get(row.evidence_class, 0) + row.rows
        line.logged += row.logged_cost or Decimal()
        line.logged_rows += row.logged_rows
        if row.cost is not None and row.currency is not None:
            line.cost[row.currency] = line.cost.get(row.currency, Decimal()) + row.cost
    shown = [cells for key, line in lines.items() for cells in _cells(key, line)]
    table(shown[:MAX_LINES], COLUMNS, OPTIONAL, HEADINGS)
    if len(shown) > MAX_LINES:
        tell(f"... and {len(shown) - MAX_LINES:,} more: --format json has all")


def _cells(key: tuple[str, str], line: _Line) -> Iterable[dict[str, Any]]:
    counts = line.by_class
    for currency, cost in line.cost.items() or [("", None)]:
        yield {
            "month": key[0],
            "model": key[1],
            "rows": line.rows,
            "cost": "?" if cost is None else text(cost),
            "currency": currency,
            "logged": text(line.logged) if line.logged_rows else "",
            "exact": counts.get("exact", 0),
            "assumed": counts.get("assumed", 0) + counts.get("alias_moved", 0),
            "unpriced": counts.get("not_priced", 0),
        }


def _sums(answer: Reprice) -> None:
    for each in answer.totals:
        parts = {"exact": each.exact, "assumed": each.assumed, "alias moved": each.alias_moved}
        told = ", ".join(f"{text(value)} {name}" for name, value in parts.items() if value)
        tell(f"total {text(each.cost)} {each.currency} ({told or 'nothing'})")
        if each.logged_rows:
            shift = each.repriced_cost - each.logged_cost
            tell(
                f"{each.logged_rows:,} of these rows have a cost in the log, together "
                f"{text(each.logged_cost)}; by these prices {text(each.repriced_cost)}: "
                f"{_signed(shift)}"
            )
    counted = ", ".join(
        f"{each.rows:,} {each.evidence_class.replace('_', ' ')}"
        for each in answer.classes
        if each.rows
    )
    tell(f"{answer.meta.rows:,} rows ({answer.meta.layout}): {counted or 'none'}")
    for name in sorted({name for row in answer.data for name in row.assumed}):
        rows = sum(row.rows for row in answer.data if name in row.assumed)
        tell(f"assumed {name} of {rows:,} rows: {ASSUMPTIONS[name]}")


def _unpriced(answer: Reprice) -> None:
    for each in answer.unpriced[:MAX_UNPRICED]:
        tell(f"not priced: {each.rows:,} rows of {each.model or 'no model'}: {each.reason}")
    if (more := len(answer.unpriced) - MAX_UNPRICED) > 0:
        tell(f"... and {more} more reasons: --format json has all")


def _handed_back(answer: Reprice) -> None:
    rows = [
        {
            "stored": each.stored,
            "now": each.now,
            "rows": each.rows,
            "it was": "?" if each.stored_cost is None else text(each.stored_cost),
            "it is": "?" if each.cost is None else text(each.cost),
        }
        for each in answer.handed_back or ()
    ]
    if rows:
        tell("charged by other price lines than those of now:")
        table(rows[:MAX_LINES], tuple(rows[0]))


def _difference(answer: Reprice) -> None:
    assert answer.difference is not None
    lines = {line.reference: line for line in answer.lines}
    for each in answer.difference.totals:
        tell(
            f"known at {answer.difference.known_at[:10]} it was {text(each.before)} "
            f"{each.currency}, now {text(each.after)}: {_signed(each.amount)}"
        )
    rows = [
        {
            "subject": row.subject,
            "direction": row.direction,
            "before": _line(row.before, lines),
            "after": _line(row.after, lines),
            "rows": row.rows,
            "tokens": row.tokens,
            "amount": _signed(row.amount),
            "currency": row.currency,
        }
        for row in answer.difference.data
    ]
    if rows:
        table(rows[:MAX_LINES], tuple(rows[0]), ("tokens", "rows"))


def _line(reference: str | None, lines: dict[str, PriceLine]) -> str:
    line = lines.get(reference or "")
    return "none" if line is None else f"{line.amount} since {line.since} ({line.reference})"


def _at_risk(answer: Reprice) -> None:
    rows = [
        {
            "shutdown": row.shutdown,
            "days": row.days_left,
            "model": row.model,
            "channel": row.channel,
            "rows": row.rows,
            "cost": _money(row.cost, row.currency),
            "replacement": row.replacement or row.reason,
            "replaced": _money(row.replaced_cost, row.currency),
            "with it": _money(row.replacement_cost, row.replacement_currency),
        }
        for row in answer.at_risk or ()
    ]
    if rows:
        table(rows, tuple(rows[0]), ("channel", "replaced", "rows"))
    else:
        tell("Nothing in this log ends so soon.")


def _money(cost: Decimal | None, currency: str | None) -> str:
    return "?" if cost is None else f"{text(cost)} {currency}"


def _signed(amount: Decimal) -> str:
    return f"{words.MINUS if amount < 0 else '+'}{text(abs(amount))}"


def _written(done: Done, options: Options) -> None:
    rows = done.answer.meta.rows
    if done.taken:
        tell(f"{done.taken:,} rows were written by a run that was killed: their parts are whole.")
    if done.changed is not None:
        different, lines = done.changed
        tell(f"{different:,} lines differ from the {options.output} that was there ({lines:,}).")
    if done.written is not None:
        tell(f"{rows:,} rows are written to {done.written}.")
    elif options.output is not None:
        tell(f"Nothing was written: without --dry-run {rows:,} rows would be, to {options.output}.")
    else:
        tell(f"Nothing was written: --output FILE.csv would get {rows:,} rows with their costs.")
