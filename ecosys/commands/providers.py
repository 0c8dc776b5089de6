"""ecosys providers: who makes models, and what else is recorded of them."""

from typing import Any

from ecosys.commands._options import Limit, Since
from ecosys.commands._question import Question, Screen, question_at

COLUMNS = ("provider", "name", "models", "first_launch", "latest_launch", "latest", "channels")
OPTIONAL = ("latest", "models", "first_launch", "channels", "name", "url")


@question_at("/v1/providers")
def providers(asked: Question, since: Since = None, limit: Limit = None) -> None:
    """All providers: how many models, first and latest launch, where they are sold."""
    from ecosys.answers import providers as answers

    answer = answers.providers(asked.timeline, asked.moment, since)
    screen = Screen((*COLUMNS, "url"), OPTIONAL, _line)
    asked.show_list(answer, screen, limit)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: its name where that says more, other channels than its own."""
    latest = (row.get("latest") or "").removeprefix(f"{row['provider']}/")
    name = "" if row["name"].casefold() == row["provider"] else row["name"]
    channels = [each for each in row["channels"] if each != "first_party"]
    days = {each: (row.get(each) or "")[:10] for each in ("first_launch", "latest_launch")}
    return {**row, **days, "name": name, "latest": latest, "channels": channels}
