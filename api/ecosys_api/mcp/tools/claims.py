"""claims: what documents assert, and what the facts say of it."""

from ecosys.answers.answer import Answer
from ecosys.answers.claims import ClaimRow, claims
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.mcp.rows import RowTool
from ecosys_api.routes.claims import ClaimsQuery


def _ask(timeline: Timeline, moment: Moment, asked: ClaimsQuery) -> Answer[ClaimRow]:
    return claims(timeline, moment, asked.document, asked.verdict)


def _line(row: ClaimRow) -> str:
    stated = f"stated {row.stated or 'that it is so'}"
    computed = f", computed {'; '.join(row.computed)}" if row.computed else ""
    missing = f" Missing: {row.missing}" if row.missing else ""
    return f"{row.id}: {row.statement}: {row.verdict} ({stated}{computed}).{missing}"


tool = RowTool(
    title="Claims and verdicts",
    description=(
        "What documents assert about the AI developer ecosystem, with what the facts give and the "
        "verdict: holds, holds_roughly, consistent, does_not_hold, contradicted, opinion, "
        "cannot_be_checked. known_at shows what the verdict was when less was known."
    ),
    question=ClaimsQuery,
    row=ClaimRow,
    ask=_ask,
    line=_line,
    names=("document",),
)
