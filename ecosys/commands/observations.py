"""ecosys observations: figures by the million, added up by period and provider."""

from typing import Annotated

import typer

from ecosys.commands._options import Limit
from ecosys.commands._question import Question, Screen, question_at

COLUMNS = ("at", "subject", "value", "unit", "figures", "period", "population")
FIGURES = ("day", "subject", "value", "unit", "stated", "position", "row", "event")
OPTIONAL = ("population", "figures", "period")


@question_at("/v1/observations/{metric}")
def observations(
    asked: Question,
    metric: Annotated[str, typer.Argument(help="Which figures: pypi_downloads_30d.")],
    by: Annotated[str, typer.Option(help="provider or subject.")] = "provider",
    every: Annotated[str, typer.Option(help="year, month or day.")] = "year",
    subject: Annotated[
        str | None, typer.Option(help="Only this subject and all beneath it.")
    ] = None,
    figures: Annotated[
        bool, typer.Option("--figures", help="The figures of the subject one by one.")
    ] = False,
    limit: Limit = None,
) -> None:
    """The figures of a metric, those in files too: by year and provider, or as asked."""
    from ecosys.answers.observations import observations as answers
    from ecosys.errors import InvalidInput

    timeline, moment = asked.timeline, asked.moment
    if not figures:
        found = answers.observations(timeline, moment, metric, by, every, subject)
        asked.show_list(found, Screen(COLUMNS, OPTIONAL), limit)
        return
    if subject is None:
        raise InvalidInput("--figures wants --subject: whose figures?")
    path = f"/v1/observations/{metric}/figures"
    stated = answers.figures(timeline, moment, metric, subject)
    asked.at(path, subject=subject).show_list(stated, Screen(FIGURES, ("stated", "event")), limit)
