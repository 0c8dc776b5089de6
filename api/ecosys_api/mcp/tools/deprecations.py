"""deprecations: what ends, and when."""

from ecosys.answers.deprecations import DeprecationRow
from ecosys_api.mcp.rows import RowTool
from ecosys_api.routes.deprecations import DeprecationsQuery, ask_deprecations

_NO_END = "No such end of it is known, which is no promise that none comes."


def _line(row: DeprecationRow) -> str:
    place = "" if row.channel == "first_party" else f" at {row.channel}"
    aside = " ".join(filter(None, (row.deployment, row.region)))
    instead = f"; instead: {', '.join(row.replacements)}" if row.replacements else ""
    said = f"; announced {row.announced}" if row.announced else ""
    return f"{row.subject}{place}{f' ({aside})' if aside else ''}: {_when(row)}{said}{instead}"


def _when(row: DeprecationRow) -> str:
    if row.shutdown is None:
        return "deprecated, no day of shutdown is set"
    early = " at the earliest" if row.bound == "not_before" else ""
    return f"{row.status}, shutdown {row.shutdown}{early}"


tool = RowTool(
    title="Ends of models",
    description=(
        "When models stop answering: announced and past shutdowns, firm or only the earliest day, "
        "with notice, replacements and what becomes of calls afterwards. Give subjects "
        "(openai/gpt-4-0314), a provider, or within (90d) for what ends soon. A model that is not "
        "listed has no end that is known, which is no promise."
    ),
    question=DeprecationsQuery,
    row=DeprecationRow,
    ask=ask_deprecations,
    line=_line,
    names=("subject", "provider"),
    nothing=_NO_END,
)
