"""Directory: models and their makers, names, sources and where they differ."""

from typing import Unpack

from ecosys.answers import conflicts as differing
from ecosys.answers import directory as answers
from ecosys.answers import readings
from ecosys.answers import sources as cited
from ecosys.answers.answer import Answer
from ecosys.answers.conflicts import ConflictRow
from ecosys.answers.directory import ModelRow, ProviderRow, SubjectRow
from ecosys.answers.readings import SourceDetailRow
from ecosys.answers.sources import SourceRow
from ecosys.client.call import At, Cited, Listed, Single
from ecosys.moment.names import Resolution


def providers(*, since: str | None = None, **at: Unpack[At]) -> Listed[ProviderRow]:
    """All providers with what is recorded of them: who launched something last comes first."""
    return Listed(
        "/v1/providers",
        {"since": since},
        at,
        ProviderRow,
        lambda timeline, moment: answers.providers(timeline, moment, since),
    )


def models(
    *,
    provider: str | None = None,
    since: str | None = None,
    ended: bool | None = None,
    **at: Unpack[Cited],
) -> Listed[ModelRow]:
    """All models that are known, the newest first: launch, present list price, end."""
    return Listed(
        "/v1/models",
        {"provider": provider, "since": since, "ended": ended},
        at,
        ModelRow,
        lambda timeline, moment: answers.models(timeline, moment, provider, since, ended),
    )


def subject(name: str, **at: Unpack[Cited]) -> Single[SubjectRow]:
    """All that is known of one subject."""
    return Single(
        f"/v1/subjects/{name}",
        {},
        at,
        SubjectRow,
        lambda timeline, moment: answers.subject(timeline, moment, name),
    )


def resolve(name: str, *, channel: str | None = None, **at: Unpack[Cited]) -> Single[Resolution]:
    """Which subject a name means, and how that is known. Never guessed."""
    return Single(
        "/v1/resolve",
        {"name": name, "channel": channel},
        at,
        Resolution,
        lambda timeline, moment: Answer([timeline.resolve(name, moment, channel)], Resolution),
    )


def sources(*, since: str | None = None, **at: Unpack[At]) -> Listed[SourceRow]:
    """All registered sources: the last read or heard of first, then the most cited."""
    return Listed(
        "/v1/sources",
        {"since": since},
        at,
        SourceRow,
        lambda timeline, moment: cited.sources(timeline, moment, since),
    )


def source(slug: str, **at: Unpack[Cited]) -> Single[SourceDetailRow]:
    """All about one source: how far its word counts, what it said last, when it was read."""
    return Single(
        f"/v1/sources/{slug}",
        {},
        at,
        SourceDetailRow,
        lambda timeline, moment: readings.source(timeline, moment, slug),
    )


def conflicts(
    *, subject: str | None = None, kind: str | None = None, **at: Unpack[At]
) -> Listed[ConflictRow]:
    """Where the current values of sources differ: who says what, and which one answers."""
    return Listed(
        "/v1/conflicts",
        {"subject": subject, "kind": kind},
        at,
        ConflictRow,
        lambda timeline, moment: differing.conflicts(timeline, moment, subject, kind),
    )
