"""Placing: in which seed file an event stands."""

from ecosys.event import Event
from ecosys.event.subject import FIRST_PARTY, provider_of
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.observed import Observed
from ecosys.events.unstated import Unstated

THEMES = {
    "claimed": "claims",
    "funded": "funding",
    "integrated": "integrations",
    "judged": "judgements",
    "partnered": "partnerships",
    "registered": "sources",
}
"""The files of types that have one of their own."""
FIGURES = {
    "reference_rate": "rates",
    "github_stars": "stars",
    "pypi_downloads_30d": "downloads",
}
"""The files of figures of which there are many, by their metric."""


def seed_file(event: Event, target: Event | None = None) -> str:
    """The name of the file, without its folder, that an event belongs to.

    It is that of its theme, else of its seller. `target`: the event that it is about, if any.

    >>> from ecosys.event.codec import parse
    >>> end = {"type": "deprecated", "id": "e", "subject": "openai/o3", "announced": "2026",
    ...        "sources": [{"source": "openai"}]}
    >>> seed_file(parse(end)), seed_file(parse({**end, "channel": "azure"}))
    ('openai.yaml', 'azure.yaml')
    """
    return f"{_stem(event, target)}.yaml"


def _stem(event: Event, target: Event | None) -> str:
    if isinstance(event, Corrected):
        return _stem(event.statement, None)
    if theme := THEMES.get(event.type):
        return theme
    if isinstance(event, Confirmed | Unstated):
        return event.source
    if isinstance(event, Observed):
        return _of_figure(event)
    if target is not None:
        return _stem(target, None)
    channel = getattr(event, "channel", FIRST_PARTY)
    provider = provider_of(event.subjects[0]) if event.subjects else event.effective_voice
    return provider if channel == FIRST_PARTY else str(channel)


def _of_figure(figure: Observed) -> str:
    if figure.kind == "score":
        return "benchmarks"
    if figure.sample is not None:
        return "surveys"
    return FIGURES.get(figure.metric, "adoption")
