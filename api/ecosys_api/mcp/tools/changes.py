"""changes: what became otherwise in the world."""

from ecosys.answers.changes import ChangeRow
from ecosys_api.mcp.rows import RowTool
from ecosys_api.routes.changes import ChangesQuery, ask_changes


def _line(row: ChangeRow) -> str:
    happened = f"so since {row.occurred}, " if row.occurred else ""
    return f"{row.subject}: {row.words} ({happened}known since {row.learned})"


tool = RowTool(
    title="What changed",
    description=(
        "What changed in the world since a day or for some time (since=7d): prices, launches, "
        "ends, announcements, of all, a provider or a model, with the day it is so and the day it "
        "became known."
    ),
    question=ChangesQuery,
    row=ChangeRow,
    ask=ask_changes,
    line=_line,
    names=("subject",),
)
