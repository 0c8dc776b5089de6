"""Reports: an audit as lines, annotations of GitHub, or Markdown."""

from collections.abc import Iterable, Iterator

from ecosys.answers.audit import Audit, AuditRow
from ecosys.commands._audit.wording import needs_attention, price, sentence


def shown(audit: Audit, *, everything: bool) -> list[AuditRow]:
    """The rows that are shown: those with an end, or all."""
    return [row for row in audit.data if everything or needs_attention(row)]


def lines(audit: Audit, rows: Iterable[AuditRow]) -> Iterator[str]:
    """A line for each place, as compilers write them."""
    for row in rows:
        level = "error" if row.finding else "note"
        yield f"{_place(row)}: {level}: {sentence(row)}"
    for unknown in audit.unknown:
        may_be = f" ({', '.join(unknown.candidates)})" if unknown.candidates else ""
        yield f"{unknown.file}:{unknown.line}:{unknown.column}: unknown: {unknown.name}: " + (
            f"{unknown.why}{may_be}."
        )


def _place(row: AuditRow) -> str:
    return f"{row.file}:{row.line}:{row.column}"


def github(audit: Audit, rows: Iterable[AuditRow]) -> Iterator[str]:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    for row in rows:
        end = row.column + len(row.name)
        place = _properties(
            file=row.file, line=row.line, col=row.column, endColumn=end, title=_title(row)
        )
        yield f"::{'error' if row.finding else 'warning'} {place}::{_data(sentence(row))}"
    for each in audit.unknown:
        place = _properties(file=each.file, line=each.line, col=each.column, title="unknown model")
        yield f"::notice {place}::{_data(f'{each.name}: {each.why}.')}"


def _title(row: AuditRow) -> str:
    return f"{row.id} {row.status.replace('_', ' ')}"


def _properties(**values: object) -> str:
    return ",".join(f"{name}={_property(str(value))}" for name, value in values.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def markdown(audit: Audit, rows: Iterable[AuditRow]) -> Iterator[str]:
    """A table, for the summary of a run or a comment on a change."""
    listed = list(rows)
    if listed:
        yield "| | place | model | end | days left | instead | price | price instead |"
        yield "|---|---|---|---|---|---|---|---|"
    for row in listed:
        names = ", ".join(f"`{each.name}`" for each in row.replacements)
        costs = ", ".join(price(each.price) if each.price else "?" for each in row.replacements)
        cells = (
            "❌" if row.finding else "⚠️" if needs_attention(row) else "",
            f"{row.file}:{row.line}",
            f"`{row.name}`",
            _end_of(row),
            "" if row.days_left is None else str(row.days_left),
            names,
            price(row.price) if row.price else "",
            costs,
        )
        yield f"| {' | '.join(map(_cell, cells))} |"
    if audit.unknown:
        if listed:
            yield ""
        yield "Not known, which does not mean safe: " + ", ".join(
            f"`{_cell(each.name)}` ({_cell(each.file)}:{each.line})" for each in audit.unknown
        )


def _end_of(row: AuditRow) -> str:
    soft = "not before " if row.end == "soft" else ""
    return f"{row.status.replace('_', ' ')} {soft}{row.shutdown or ''}".strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
