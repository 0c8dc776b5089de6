"""ecosys models: which models there are."""

from typing import Annotated, Any

import typer

from ecosys.commands._options import Limit, Since
from ecosys.commands._question import Question, Screen, question_at

COLUMNS = ("subject", "launched", "status", "context", "input", "output", "currency", "shutdown")
OPTIONAL = ("currency", "output", "input", "status", "shutdown", "context")
NOTE = "input and output: the price of a million tokens of text, in USD unless another is named"


@question_at("/v1/models")
def models(
    asked: Question,
    provider: Annotated[str | None, typer.Option(help="The models of one provider.")] = None,
    since: Since = None,
    ended: Annotated[
        bool | None,
        typer.Option("--ended/--alive", help="Only those that have ended, or only the others."),
    ] = None,
    limit: Limit = None,
) -> None:
    """All models, the newest first: launch, context window, list price at the maker, end."""
    from ecosys.answers import models as answers

    answer = answers.models(asked.timeline, asked.moment, provider, since, ended)
    screen = Screen(COLUMNS, OPTIONAL, _line, NOTE)
    asked.show_list(answer, screen, limit)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: when it was there at the latest, where it stands, in few letters."""
    there = row["launched"] or f"≤ {min(filter(None, (row['first_stated'], row['shutdown'])))}"
    bound = "≥ " if row["shutdown_bound"] == "not_before" else ""
    elsewhere = [channel for channel in row["channels"] if channel != "first_party"]
    return {
        **row,
        "launched": there,
        "status": row["status"] or (f"at {' '.join(elsewhere)}" if elsewhere else ""),
        "context": _thousands(row["context_window"]),
        "currency": None if row["currency"] == "USD" else row["currency"],
        "shutdown": f"{bound}{row['shutdown'] or ''}",
    }


def _thousands(tokens: int | None) -> str:
    """A number of tokens in few letters: 128k."""
    return "" if tokens is None else f"{tokens // 1000:,}k" if tokens >= 1000 else str(tokens)
