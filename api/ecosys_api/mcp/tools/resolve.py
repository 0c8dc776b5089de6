"""resolve: which model a name means."""

from ecosys.moment.names import Resolution
from ecosys_api.mcp.rows import RowTool
from ecosys_api.routes.directory import ResolveQuery, ask_meaning


def _line(row: Resolution) -> str:
    place = "" if row.channel == "first_party" else f" at {row.channel}"
    said = f", by {', '.join(row.events)}" if row.events else ""
    return f"{row.name} means {row.subject}{place} ({row.how}{said})"


tool = RowTool(
    title="What a name means",
    description=(
        "Which model a name, an alias or a channel's id means at the moment, and what says so. "
        "Names are never guessed: one that is not known, or means several, is listed in unknown "
        "with candidates."
    ),
    question=ResolveQuery,
    row=Resolution,
    ask=ask_meaning,
    line=_line,
    names=("name",),
)
