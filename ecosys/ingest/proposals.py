"""Proposals: news as events for the seeds, with words that tell what is new.

Somebody looks at each before it is merged: a mirror can be wrong.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecosys.event import Event, codec, seller
from ecosys.event.ids import free_id, id_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.launched import Launched
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.ingest.news import News, date_of, news
from ecosys.ingest.state import content
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant, when, words


@dataclass(frozen=True, slots=True)
class Proposal:
    """An event for the seeds."""

    event: Event
    words: str
    """What is new, in words: `o3 input 2 → 3`."""


def proposals(
    timeline: Timeline, before: Moment, after: Moment, standing: Collection[str] = ()
) -> list[Proposal]:
    """What importers appended between two positions and is news.

    `standing` are the ids of proposals that were made before: they are not made again.
    """
    taken = {record.id for record in timeline.records() if record.position <= before.position}
    taken -= set(standing)
    registered = timeline.ranks(before)
    made = []
    for each in news(timeline, before, after):
        event = _moving(each, taken) or _stating(each, taken, registered)
        taken.add(event.id)
        if event.id not in standing:
            made.append(Proposal(event, _describe(each, event)))
    return made


def _stating(each: News, taken: set[str], registered: Collection[str]) -> Event:
    """What is stated, as the seller's word read in a mirror; a launch as the mirror's own."""
    event, day = each.event, _day(each)
    # of what carries no date nothing more is known than that it was so when it was read
    occurred = when.parse(f"not after {day}") if event.occurred.unknown else event.occurred
    fields = {**_content(each), "occurred": occurred}
    id = id_of(event.type, each.subject, {**fields, "occurred": occurred.date})
    mirror, whose = each.by[0].voice, seller(each.subject, each.channel)
    if not isinstance(event, Launched) and mirror != whose:
        fields |= {"via": mirror} if whose in registered else {"voice": mirror}
    return codec.parse({**fields, **_envelope(each), "id": free_id(id, taken)})


def _moving(each: News, taken: set[str]) -> Event | None:
    """The move of an end that was set in its seller's words; None: it is no such."""
    whose = seller(each.subject, each.channel)
    for answered in each.answered.values():
        if isinstance(each.event, Deprecated) and answered.held.voice == whose:
            target, mirror = answered.held.id, each.by[0].voice
            fields = {"event": target, "shutdown": each.event.shutdown, "voice": whose}
            id = free_id(f"{target}-moved-{_day(each)}", taken)
            via = {} if mirror == whose else {"via": mirror}
            return codec.parse(
                {"type": "rescheduled", **fields, **via, **_envelope(each), "id": id}
            )
    return None


def _content(each: News) -> dict[str, Any]:
    """The fields of what is stated; of a price list the lines that are new."""
    fields = content(each.event)
    if isinstance(each.event, PriceChanged):
        lines = [
            line.value for line in each.statements.values() if isinstance(line.value, Component)
        ]
        fields["components"] = [line.model_dump(exclude_defaults=True) for line in lines]
    return fields


def _envelope(each: News) -> Mapping[str, Any]:
    """When it was stated, and where it was read."""
    return {"stated": _day(each), "stated_basis": "snapshot", "sources": list(_cited(each))}


def _day(each: News) -> str:
    """The day on which it was read."""
    return instant.day_of(max(held.last_stated for held in each.by))


def _cited(each: News) -> Iterator[Mapping[str, str]]:
    for held in each.by:
        url = held.event.sources[0].url
        yield {"source": held.voice, **({"url": url} if url else {}), "read": _day(each)}


# Words


def _describe(each: News, event: Event) -> str:
    """What is new of something, in words."""
    name = words.name(each.subject, each.channel)
    if isinstance(event, PriceChanged):
        return f"{name} {', '.join(_lines(each))}"
    if isinstance(event, Rescheduled):
        (answered,) = each.answered.values()
        return f"{name} shutdown {date_of(answered.value) or 'open'} → {event.shutdown}"
    return event.describe()


def _lines(each: News) -> Iterator[str]:
    for series, line in each.statements.items():
        known = each.answered[series].value if series in each.answered else None
        if isinstance(line.value, Component):
            before = f"{known.amount} → " if isinstance(known, Component) else ""
            yield f"{line.value.describe()} {before}{line.value.amount}"
