"""Report: an audit in the format that was asked for, and what was found in all."""

import sys

import typer

from ecosys.answers.answer import to_json
from ecosys.answers.audit import Audit, AuditRow
from ecosys.commands import _show
from ecosys.commands._audit import reports
from ecosys.commands._audit.wording import summary
from ecosys.commands._out import tell

COLUMNS = (
    *("file", "line", "name", "subject", "channel", "kind", "status", "shutdown", "end"),
    *("days_left", "price", "replacement", "replacement_price"),
)
OPTIONAL = ("kind", "channel", "subject", "end", "replacement_price", "price")
LINES = {"lines": reports.lines, "github": reports.github, "md": reports.markdown}


def report(audit: Audit, format: str, age: int, *, everything: bool) -> None:
    """Write an audit; formats for machines have what was found in all on standard error."""
    rows = reports.shown(audit, everything=everything)
    if format == "json":
        _write(to_json(audit, Audit), "json")
    elif format == "sarif":
        from ecosys.commands._audit.sarif import sarif

        _write(f"{sarif(audit, rows)}\n".encode(), "json")
    elif format == "table":
        _table(audit, rows)
    else:
        tell(*LINES[format](audit, rows))
    if format == "md" and (rows or audit.unknown):
        tell("")
    tell(summary(audit, age), err=format in ("json", "sarif", "github"))


def _write(content: bytes, format: str) -> None:
    typer.echo(_show.for_terminal(content, format) if sys.stdout.isatty() else content, nl=False)


def _table(audit: Audit, rows: list[AuditRow]) -> None:
    from ecosys.commands._table import table

    if rows:
        table([_cells(row) for row in rows], COLUMNS, OPTIONAL)
    for each in audit.unknown:
        tell(f"unknown: {each.name} at {each.file}:{each.line}: {each.why}")


def _cells(row: AuditRow) -> dict[str, object]:
    from ecosys.commands._audit.wording import price

    cells: dict[str, object] = {name: getattr(row, name, None) for name in COLUMNS}
    prices = [price(each.price) if each.price else "?" for each in row.replacements]
    return cells | {
        "price": price(row.price) if row.price else "",
        "replacement": ", ".join(each.name for each in row.replacements),
        "replacement_price": ", ".join(prices),
    }
