"""Directory: providers, models, subjects, and what a name means."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.directory import (
    ModelRow,
    ProviderRow,
    SubjectRow,
    models,
    providers,
    subject,
    subjects,
)
from ecosys.moment import Moment
from ecosys.moment.names import Resolution
from ecosys.timeline import Timeline
from ecosys_api.operation import one, operation, page
from ecosys_api.parameters import Coordinates, Including, Listing, Name
from ecosys_api.replies import One, Page

router = APIRouter()


class ModelsQuery(Listing, Including):
    """Which models."""

    provider: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """The models of one provider."""
    since: Annotated[str | None, Field(max_length=64, examples=["30d"])] = None
    """Only those launched, or where that is not known first spoken of, since `30d` or a date."""
    ended: bool | None = None
    """true: only those that have ended at the provider's own channel; false: only the others."""


class ProvidersQuery(Listing):
    """Which providers."""

    since: Annotated[str | None, Field(max_length=64, examples=["30d"])] = None
    """Only those that launched something since `30d` or a date."""


class SubjectQuery(Coordinates, Including):
    """When a subject is asked about."""


class SubjectsQuery(Listing, Including):
    """Which subjects are set side by side."""

    subject: Annotated[
        list[Annotated[str, Field(max_length=240)]],
        Field(min_length=1, max_length=100, examples=[["openai/o3", "anthropic/claude-sonnet-5"]]),
    ]
    """One subject, or several: `subject=a&subject=b`. Of several those that are not known are
    listed in `meta.unknown`."""


class ResolveQuery(Coordinates, Including):
    """A name to be read."""

    name: Annotated[str, Field(min_length=1, max_length=240, examples=["gpt-4o"])]
    """A subject, a provider's id without the provider, an alias, or a channel's id."""
    channel: Annotated[str | None, Field(max_length=100, examples=["bedrock"])] = None
    """Only names of this channel."""


@operation(router, "/v1/providers", Page[ProviderRow], "directory")
async def list_providers(request: Request, query: Annotated[ProvidersQuery, Query()]) -> Response:
    """All providers with what is recorded of them: who launched something last comes first."""
    return await page(request, query, providers, query.since)


@operation(router, "/v1/models", Page[ModelRow], "directory")
async def list_models(request: Request, query: Annotated[ModelsQuery, Query()]) -> Response:
    """All models that are known, the newest first: launch, present list price, end."""
    return await page(request, query, models, query.provider, query.since, query.ended)


@operation(router, "/v1/subjects", Page[SubjectRow], "directory")
async def list_subjects(request: Request, query: Annotated[SubjectsQuery, Query()]) -> Response:
    """All that is known of several subjects, side by side."""
    return await page(request, query, subjects, query.subject)


@operation(router, "/v1/subjects/{name:path}", One[SubjectRow], "directory")
async def read_subject(
    request: Request, name: Name, query: Annotated[SubjectQuery, Query()]
) -> Response:
    """All that is known of one subject."""
    return await one(request, query, subject, name)


@operation(router, "/v1/resolve", One[Resolution], "directory")
async def resolve_name(request: Request, query: Annotated[ResolveQuery, Query()]) -> Response:
    """Which subject a name means, and how that is known. Never guessed."""
    return await one(request, query, ask_meaning, query)


def ask_meaning(timeline: Timeline, moment: Moment, query: ResolveQuery) -> Answer[Resolution]:
    """The subject that the name of a query means."""
    return Answer([timeline.resolve(query.name, moment, query.channel)], Resolution)
