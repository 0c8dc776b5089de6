"""audit: which models code names, and what becomes of them."""

from collections.abc import Iterator
from typing import Any

from ecosys.answers.audit import Audit
from ecosys.answers.audit.rows import AuditRow
from ecosys.timeline import Timeline
from ecosys.values.words import escape_unprintable
from ecosys_api.mcp.tool import Tool
from ecosys_api.mcp.wording import moment_line, sources_lines, unknown_line
from ecosys_api.routes.audit import AuditQuestion, ask_audit


def _lines(audit: Audit) -> Iterator[str]:
    yield (
        f"{len(audit.data)} places name {audit.meta.models} models, {audit.meta.findings} need "
        f"something done; {len(audit.unknown)} name what is not known."
    )
    yield from map(_line, audit.data)
    for each in audit.unknown:
        yield unknown_line(f"{each.file}:{each.line}:{each.column} {each.name}", each.why)
    yield moment_line(audit.meta)
    yield from sources_lines(audit.data)


def _line(row: AuditRow) -> str:
    instead = ", ".join(_replacement(row))
    end = f" {row.shutdown}" if row.shutdown else ""
    left = f" ({row.days_left} days)" if row.days_left is not None else ""
    early = " at the earliest" if row.end == "soft" else ""
    place = f"{row.file}:{row.line}:{row.column}"
    what = f"{place} {row.name} is {row.subject}: {row.status}{end}{early}{left}"
    return f"{what}; instead: {instead}" if instead else what


def _replacement(row: AuditRow) -> Iterator[str]:
    return (each.subject or each.name for each in row.replacements)


class AuditTool(Tool[AuditQuestion]):
    """Answers in the shape of an audit."""

    @property
    def shape(self) -> Any:
        return Audit

    def answer(self, timeline: Timeline, asked: AuditQuestion) -> tuple[object, str]:
        """The places that name models, and those that name what is not known."""
        audit = ask_audit(timeline, asked)
        return audit, "\n".join(map(escape_unprintable, _lines(audit)))


tool = AuditTool(
    title="Audit code",
    description=(
        "Which ids of models stand in texts of files, or in a list of ids, and what becomes of "
        "each: ended, ending and when, how many days are left, what is recommended instead and at "
        "what price. What looks like a model and is not known is listed in unknown: that is never "
        "safe."
    ),
    question=AuditQuestion,
)
